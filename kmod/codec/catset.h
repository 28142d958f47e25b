/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * cipsolab codec: sets of categories
 *
 * The type and its functions are part of the tag-format kit. What is here is
 * for tags that list their categories in order and cannot overfill a set.
 */
#ifndef _CLAB_CODEC_CATSET_H
#define _CLAB_CODEC_CATSET_H

#include <cipsolab/tag.h>

#define CLAB_CAT_LOW_TOP	(CLAB_CATSET_LOW - 1)	/* last that is a bit */

/**
 * clab_catset_add_low() - add a run of low categories
 * @set: the set
 * @low: the first category
 * @high: the last category, not below @low, at most CLAB_CAT_LOW_TOP
 */
static inline void clab_catset_add_low(struct clab_catset *set, u32 low,
				       u32 high)
{
	u64 from = ~0ULL << (low % 64), to = ~0ULL >> (63 - high % 64);
	u32 w = low / 64, last = high / 64;

	if (w == last) {
		set->low[w] |= from & to;
		return;
	}
	set->low[w] |= from;
	/*@ loop invariant low / 64 <= w < last;
	 *@ loop assigns w, set->low[0 .. CLAB_CATSET_WORDS - 1];
	 *@ loop variant last - w;
	 */
	while (++w < last)
		set->low[w] = ~0ULL;
	set->low[last] |= to;
}

/**
 * clab_catset_push_high() - add a run behind all others
 * @set: the set, which has room for it
 * @low: the first category, above CLAB_CAT_LOW_TOP, not below the last one in
 *	 the set
 * @high: the last category, not below @low
 */
static inline void clab_catset_push_high(struct clab_catset *set, u32 low,
					 u32 high)
{
	u32 nr = set->nr;

	if (nr && low <= set->range[nr - 1].high + 1) {
		set->range[nr - 1].high = high;
		return;
	}
	set->range[nr].low = low;
	set->range[nr].high = high;
	set->nr = nr + 1;
}

#endif /* _CLAB_CODEC_CATSET_H */
