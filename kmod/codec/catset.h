/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab codec: sets of categories
 */
#ifndef _CLAB_CODEC_CATSET_H
#define _CLAB_CODEC_CATSET_H

#include <cipsolab/tag.h>

void clab_catset_init(struct clab_catset *set);
int clab_catset_add(struct clab_catset *set, u32 low, u32 high);
bool clab_catset_next(const struct clab_catset *set, u32 from,
		      struct clab_catrange *run);
bool clab_catset_equal(const struct clab_catset *a,
		       const struct clab_catset *b);
bool clab_catset_contains(const struct clab_catset *a,
			  const struct clab_catset *b);

#endif /* _CLAB_CODEC_CATSET_H */
