// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * cipsolab codec: translation of levels and categories
 *
 * Under a TRANSLATE DOI the numbers of a label here and those on the wire are
 * related by tables, one for levels and one for categories, in both directions
 * (5.3). What a table does not name is not mapped: a label with such a number
 * is refused, here as on the wire.
 */
#include "trans.h"
#include "cipso.h"

/* Can a run be made longer by a pair? */
static bool clab_run_goes_on(const struct clab_run *run, const struct clab_trans_pair *pair)
{
	return pair->from == run->last + 1 &&
	       pair->to == run->to + (pair->from - run->from);
}

/**
 * clab_runs_build() - make runs of pairs
 * @run: where the runs go: room for @nr
 * @pair: the pairs, ascending by number, each number once, none of them ~0
 * @nr: how many pairs
 *
 * Return: how many runs there are.
 */
u32 clab_runs_build(struct clab_run *run, const struct clab_trans_pair *pair, u32 nr)
{
	u32 i, n = 0;

	/*@ loop invariant n <= i <= nr;
	 *@ loop invariant i == 0 || 0 < n;
	 *@ loop invariant \forall integer j; 0 <= j < n ==>
	 *@                   run[j].from <= run[j].last;
	 *@ loop invariant \forall integer j; 0 <= j < n ==>
	 *@                   run[j].last < 0xffffffff;
	 *@ loop assigns i, n, run[0 .. nr - 1];
	 *@ loop variant nr - i;
	 */
	for (i = 0; i < nr; i++) {
		if (n && clab_run_goes_on(&run[n - 1], &pair[i])) {
			run[n - 1].last++;
			continue;
		}
		run[n].from = pair[i].from;
		run[n].last = pair[i].from;
		run[n].to = pair[i].to;
		n++;
	}
	/*@ loop invariant i <= n;
	 *@ loop invariant \forall integer j; 0 <= j < n ==>
	 *@                   run[j].from <= run[j].last < 0xffffffff;
	 *@ loop invariant \forall integer j; i <= j < n ==>
	 *@                   run[j].last <= run[j].until;
	 *@ loop invariant \forall integer j; i <= j < n ==>
	 *@                   run[j].last == run[j].until || (j + 1 < n &&
	 *@                   run[j + 1].from == run[j].last + 1 &&
	 *@                   run[j + 1].until == run[j].until);
	 *@ loop assigns i, run[0 .. n - 1];
	 *@ loop variant i;
	 */
	for (i = n; i--;) {
		run[i].until = run[i].last;
		if (i + 1 < n && run[i + 1].from == run[i].last + 1)
			run[i].until = run[i + 1].until;
	}
	return n;
}

/**
 * clab_runs_find() - what becomes of a number
 * @runs: the table's direction
 * @from: the number
 *
 * Return: the run that it is in, or NULL when it is not mapped.
 */
const struct clab_run *clab_runs_find(const struct clab_runs *runs, u32 from)
{
	u32 low = 0, high = runs->nr;

	/*@ loop invariant 0 <= low <= high <= runs->nr;
	 *@ loop invariant high < runs->nr ==> from <= runs->run[high].last;
	 *@ loop assigns low, high;
	 *@ loop variant high - low;
	 */
	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (runs->run[mid].last < from)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == runs->nr || runs->run[low].from > from)
		return NULL;
	return &runs->run[low];
}

/**
 * clab_runs_cover() - are numbers mapped without a gap
 * @runs: the table's direction
 * @low: the first number
 * @high: the last number
 *
 * Costs one search, however many numbers there are: a packet may name them all.
 *
 * Return: true when every number from @low to @high is mapped.
 */
bool clab_runs_cover(const struct clab_runs *runs, u32 low, u32 high)
{
	const struct clab_run *run = clab_runs_find(runs, low);

	return run && run->until >= high;
}

/**
 * clab_trans_bitmap() - make the bitmap from the rest of the tables
 * @trans: the tables, with @cat_in complete and @bitmap zeroed
 */
void clab_trans_bitmap(struct clab_trans *trans)
{
	u32 cat;

	/*@ loop invariant 0 <= cat <= 8 * CLAB_TRANS_OCTETS;
	 *@ loop assigns cat, trans->bitmap[0 .. CLAB_TRANS_OCTETS - 1];
	 *@ loop variant 8 * CLAB_TRANS_OCTETS - cat;
	 */
	for (cat = 0; cat < 8 * CLAB_TRANS_OCTETS; cat++)
		if (clab_runs_find(&trans->cat_in, cat))
			trans->bitmap[cat / 8] |= (u8)(0x80 >> cat % 8);
}

/* Translate a run of categories, piece by piece. */
static int clab_trans_cats(const struct clab_runs *runs, u32 low, u32 high,
			   struct clab_catset *to)
{
	const struct clab_run *run = clab_runs_find(runs, low);
	u32 last;

	if (!run || run->until < high)
		return -EPERM;
	/*@ loop invariant \exists integer i; 0 <= i < runs->nr && run == runs->run + i;
	 *@ loop invariant run->from <= low <= run->last;
	 *@ loop invariant high <= run->until;
	 *@ loop invariant to->nr <= CLAB_CATSET_RANGES;
	 *@ loop assigns run, low, last, *to;
	 *@ loop variant high - low;
	 */
	for (;; run++) {
		last = run->last < high ? run->last : high;
		if (clab_catset_add(to, run->to + (low - run->from),
				    run->to + (last - run->from)))
			return -ENOSPC;
		if (last == high)
			return 0;
		low = last + 1;
	}
}

/* Translate a set. Each run of the table that it names costs one step: a
 * scattered table can make many of one range.
 */
static int clab_trans_set(const struct clab_runs *runs, const struct clab_catset *from,
			  struct clab_catset *to)
{
	struct clab_catrange run;
	u32 next = 0;
	int rc;

	/*@ loop invariant next <= CLAB_CAT_MAX + 1;
	 *@ loop invariant to->nr <= CLAB_CATSET_RANGES;
	 *@ loop assigns next, run, rc, *to;
	 *@ loop variant CLAB_CAT_MAX + 1 - next;
	 */
	while (clab_catset_next(from, next, &run)) {
		rc = clab_trans_cats(runs, run.low, run.high, to);
		if (rc)
			return rc;
		next = run.high + 1;
	}
	return 0;
}

static int clab_trans_label(const struct clab_runs *levels,
			    const struct clab_runs *cats,
			    const struct clab_label *from,
			    struct clab_label *to, struct clab_err *err)
{
	const struct clab_run *level = clab_runs_find(levels, from->level);
	int rc;

	if (!level)
		return clab_err_set(err, CLAB_R_LEVEL, 0, -EPERM);
	to->kind = CLAB_LABEL_MLS;
	to->level = level->to + (from->level - level->from);
	clab_catset_init(&to->cats);
	rc = clab_trans_set(cats, &from->cats, &to->cats);
	if (rc)
		return clab_err_set(err, rc == -EPERM ? CLAB_R_CAT :
				    CLAB_R_NOSPACE, 0, rc);
	return 0;
}

/**
 * clab_trans_out() - translate a label for sending
 * @trans: the DOI's tables
 * @here: the label in the numbers of this host; @level and @cats are looked at
 * @wire: where it goes in the numbers of the wire; not @here
 * @err: what is wrong, offset 0
 *
 * Return: 0; -EPERM when the level or a category is not mapped; -ENOSPC when
 * the categories are more scattered than a set can hold. @wire is not to be
 * used after an error.
 */
int clab_trans_out(const struct clab_trans *trans, const struct clab_label *here,
		   struct clab_label *wire, struct clab_err *err)
{
	return clab_trans_label(&trans->level_out, &trans->cat_out, here, wire, err);
}

/**
 * clab_trans_in() - translate a label that was received
 * @trans: the DOI's tables
 * @wire: the label in the numbers of the wire, as clab_cipso_decode() reads it
 * @here: where it goes in the numbers of this host; not @wire
 * @err: what is wrong, its offset counted from the option: the level's octet,
 *	 or the first of the categories
 *
 * Return: 0, -EPERM or -ENOSPC as clab_trans_out().
 */
int clab_trans_in(const struct clab_trans *trans, const struct clab_label *wire,
		  struct clab_label *here, struct clab_err *err)
{
	int rc;

	rc = clab_trans_label(&trans->level_in, &trans->cat_in, wire, here, err);
	if (rc)
		err->offset = CLAB_OPT_HDR_LEN + CLAB_TAG_HDR_LEN -
			      (err->reason == CLAB_R_LEVEL);
	return rc;
}
