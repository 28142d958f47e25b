/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab tests: the stock kernel as an oracle
 *
 * A module that is never loaded but in the tests' virtual machine. It gives
 * option areas to the kernel's own __ip_options_compile() and to the codec, and
 * compares what they say.
 */
#ifndef _CLAB_ORACLE_H
#define _CLAB_ORACLE_H

#include <linux/seq_file.h>

#include "codec/cipso.h"
#include "codec/trans.h"

/**
 * struct clab_oracle_doi - a DOI that both sides have
 * @def: the codec's definition
 * @trans: the codec's tables, as far as checking needs them
 * @levels: levels here and what the wire has for them
 * @nr_levels: entries of @levels
 * @cats: the same of categories
 * @nr_cats: entries of @cats
 */
struct clab_oracle_doi {
	struct clab_doi_def def;
	struct clab_trans trans;
	const struct clab_trans_pair *levels;
	unsigned int nr_levels;
	const struct clab_trans_pair *cats;
	unsigned int nr_cats;
};

/**
 * struct clab_oracle_octets - an option of the vectors, or an option area
 * @len: octets in use
 * @at: the octets
 */
struct clab_oracle_octets {
	u8 len;
	u8 at[CLAB_OPT_MAX];
};

/**
 * enum clab_oracle_via - where an option comes from
 * @CLAB_ORACLE_LO: a packet that came over loopback
 * @CLAB_ORACLE_DEV: one that came by another device
 * @CLAB_ORACLE_USER: no packet: a program that sets its socket's options
 * @CLAB_ORACLE_VIAS: how many there are
 */
enum clab_oracle_via {
	CLAB_ORACLE_LO,
	CLAB_ORACLE_DEV,
	CLAB_ORACLE_USER,
	CLAB_ORACLE_VIAS,
};

extern const struct clab_oracle_doi *const clab_oracle_doi;
extern const unsigned int clab_oracle_nr_dois;
extern const struct clab_oracle_octets *const clab_oracle_vec;
extern const unsigned int clab_oracle_nr_vecs;

int clab_oracle_data_init(void);
void clab_oracle_data_exit(void);
const struct clab_doi_def *clab_oracle_find(u32 doi);

void clab_oracle_seed(u64 seed);
void clab_oracle_make(unsigned long round, struct clab_oracle_octets *area);

int clab_oracle_stock_init(void);
void clab_oracle_stock_exit(void);
int clab_oracle_stock(const struct clab_oracle_octets *area,
		      enum clab_oracle_via via);

int clab_oracle_bench(struct seq_file *s, void *unused);

#endif /* _CLAB_ORACLE_H */
