/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * cipsolab codec: translation of levels and categories
 */
#ifndef _CLAB_CODEC_TRANS_H
#define _CLAB_CODEC_TRANS_H

#include <cipsolab/tag.h>

#define CLAB_TRANS_OCTETS	30	/* of the longest bitmap of a tag 1 */

/**
 * struct clab_trans_pair - one number and what it becomes
 * @from: the number
 * @to: what it becomes
 */
struct clab_trans_pair {
	u32 from;
	u32 to;
};

/**
 * struct clab_run - consecutive numbers that become consecutive ones
 * @from: the first number
 * @to: what it becomes
 * @last: the last number
 * @until: the last number up to which every one from @from on is mapped, by
 *	   this run and those that follow without a gap
 */
struct clab_run {
	u32 from;
	u32 to;
	u32 last;
	u32 until;
};

/**
 * struct clab_runs - one direction of a table
 * @nr: how many runs
 * @run: the runs, ascending by @from, disjoint
 */
struct clab_runs {
	u32 nr;
	const struct clab_run *run;
};

/**
 * struct clab_trans - the tables of a TRANSLATE DOI
 * @level_out: level here to level on the wire
 * @level_in: level on the wire to level here
 * @cat_out: category here to category on the wire
 * @cat_in: category on the wire to category here
 * @bitmap: @cat_in as the bitmap of a tag 1, a bit for each category of the
 *	    wire that is mapped; so that checking a tag 1 looks nothing up
 *
 * Its memory goes with the number of runs, not with the numbers themselves.
 * Immutable once a DOI has it; the runs belong to whoever built it.
 */
struct clab_trans {
	struct clab_runs level_out;
	struct clab_runs level_in;
	struct clab_runs cat_out;
	struct clab_runs cat_in;
	u8 bitmap[CLAB_TRANS_OCTETS];
};

u32 clab_runs_build(struct clab_run *run, const struct clab_trans_pair *pair, u32 nr);
void clab_trans_bitmap(struct clab_trans *trans);

const struct clab_run *clab_runs_find(const struct clab_runs *runs, u32 from);
bool clab_runs_cover(const struct clab_runs *runs, u32 low, u32 high);

int clab_trans_out(const struct clab_trans *trans, const struct clab_label *here,
		   struct clab_label *wire, struct clab_err *err);
int clab_trans_in(const struct clab_trans *trans, const struct clab_label *wire,
		  struct clab_label *here, struct clab_err *err);

#endif /* _CLAB_CODEC_TRANS_H */
