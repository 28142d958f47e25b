// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * cipsolab codec: sets of categories
 *
 * The low categories, which nearly every label consists of, are bits; those
 * above are runs. Every function costs by words and runs, never by category.
 */
#include "catset.h"

/* Index of the first range that ends at cat or above; nr when there is none. */
static u32 clab_catset_search(const struct clab_catset *set, u32 cat)
{
	u32 from = 0, to = set->nr;

	/*@ loop invariant 0 <= from <= to <= set->nr;
	 *@ loop invariant to < set->nr ==> cat <= set->range[to].high;
	 *@ loop assigns from, to;
	 *@ loop variant to - from;
	 */
	while (from < to) {
		u32 mid = (from + to) / 2;

		if (set->range[mid].high < cat)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* Make room for one range at index i. */
static int clab_catset_open(struct clab_catset *set, u32 i)
{
	if (set->nr >= CLAB_CATSET_RANGES)
		return -ENOSPC;
	memmove(&set->range[i + 1], &set->range[i],
		(set->nr - i) * sizeof(set->range[0]));
	set->nr++;
	return 0;
}

/* Take the ranges between index keep and index end, neither included, out. */
static void clab_catset_close(struct clab_catset *set, u32 keep, u32 end)
{
	memmove(&set->range[keep + 1], &set->range[end],
		(set->nr - end) * sizeof(set->range[0]));
	set->nr -= end - keep - 1;
}

/* Add a run that is not behind all others: join what it touches. */
static int clab_catset_insert(struct clab_catset *set, u32 low, u32 high)
{
	u32 i = clab_catset_search(set, low - 1);
	u32 end = i;

	/*@ loop invariant i <= end <= set->nr;
	 *@ loop assigns end;
	 *@ loop variant set->nr - end;
	 */
	while (end < set->nr && set->range[end].low <= high + 1)
		end++;
	if (end == i) {
		int rc = clab_catset_open(set, i);

		if (rc)
			return rc;
	} else {
		if (low > set->range[i].low)
			low = set->range[i].low;
		if (high < set->range[end - 1].high)
			high = set->range[end - 1].high;
		clab_catset_close(set, i, end);
	}
	set->range[i].low = low;
	set->range[i].high = high;
	return 0;
}

static int clab_catset_add_high(struct clab_catset *set, u32 low, u32 high)
{
	u32 nr = set->nr;

	if (nr && low <= set->range[nr - 1].high + 1)
		return clab_catset_insert(set, low, high);
	if (nr >= CLAB_CATSET_RANGES)
		return -ENOSPC;
	set->range[nr].low = low;
	set->range[nr].high = high;
	set->nr = nr + 1;
	return 0;
}

/**
 * clab_catset_add() - add a run of categories
 * @set: the set
 * @low: the first category
 * @high: the last category, at most CLAB_CAT_MAX
 *
 * Runs may come in any order and overlap; adding in ascending order is
 * cheapest.
 *
 * Return: 0, -EINVAL when the run is reversed or too high (nothing is added),
 * or -ENOSPC when the set has no room for another run above its low
 * categories (the set is then not to be used).
 */
int clab_catset_add(struct clab_catset *set, u32 low, u32 high)
{
	if (low > high || high > CLAB_CAT_MAX)
		return -EINVAL;
	if (low < CLAB_CATSET_LOW) {
		clab_catset_add_low(set, low, high < CLAB_CATSET_LOW ?
				    high : CLAB_CAT_LOW_TOP);
		if (high < CLAB_CATSET_LOW)
			return 0;
		low = CLAB_CATSET_LOW;
	}
	return clab_catset_add_high(set, low, high);
}

/* First low category at from or above that is in the set, or, with flip ~0,
 * that is not; CLAB_CATSET_LOW when there is none.
 */
static u32 clab_catset_scan(const struct clab_catset *set, u32 from, u64 flip)
{
	u64 bits;
	u32 w;

	if (from >= CLAB_CATSET_LOW)
		return CLAB_CATSET_LOW;
	w = from / 64;
	bits = (set->low[w] ^ flip) & (~0ULL << (from % 64));
	while (!bits) {
		if (++w == CLAB_CATSET_WORDS)
			return CLAB_CATSET_LOW;
		bits = set->low[w] ^ flip;
	}
	return w * 64 + clab_ctz64(bits);
}

static bool clab_catset_next_high(const struct clab_catset *set, u32 from,
				  struct clab_catrange *run)
{
	u32 i = clab_catset_search(set, from);

	if (i == set->nr)
		return false;
	*run = set->range[i];
	if (run->low < from)
		run->low = from;
	return true;
}

/**
 * clab_catset_next() - the next run of categories
 * @set: the set
 * @from: first category to look at
 * @run: where the run goes: as long as it can be, but not below @from
 *
 * Walk a set with from = 0, then run.high + 1, until there is no more.
 *
 * Return: true, or false when the set has no category at @from or above.
 */
bool clab_catset_next(const struct clab_catset *set, u32 from,
		      struct clab_catrange *run)
{
	u32 low = clab_catset_scan(set, from, 0);
	u32 end;

	if (low == CLAB_CATSET_LOW)
		return clab_catset_next_high(set, from, run);
	end = clab_catset_scan(set, low + 1, ~0ULL);
	run->low = low;
	run->high = end - 1;
	if (end == CLAB_CATSET_LOW && set->nr &&
	    set->range[0].low == CLAB_CATSET_LOW)
		run->high = set->range[0].high;
	return true;
}

/**
 * clab_catset_equal() - do two sets hold the same categories
 * @a: one set
 * @b: the other
 *
 * Return: true when they do.
 */
bool clab_catset_equal(const struct clab_catset *a,
		       const struct clab_catset *b)
{
	return a->nr == b->nr && !memcmp(a->low, b->low, sizeof(a->low)) &&
	       !memcmp(a->range, b->range, a->nr * sizeof(a->range[0]));
}

/**
 * clab_catset_contains() - does one set hold all of another
 * @a: the set that should be the larger
 * @b: the set that should be the smaller
 *
 * Return: true when every category of @b is in @a.
 */
bool clab_catset_contains(const struct clab_catset *a,
			  const struct clab_catset *b)
{
	u32 i, j, w;

	for (w = 0; w < CLAB_CATSET_WORDS; w++)
		if (b->low[w] & ~a->low[w])
			return false;
	for (i = 0, j = 0; i < b->nr; i++) {
		while (j < a->nr && a->range[j].high < b->range[i].low)
			j++;
		if (j == a->nr || a->range[j].low > b->range[i].low ||
		    a->range[j].high < b->range[i].high)
			return false;
	}
	return true;
}
