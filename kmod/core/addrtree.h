/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: the tree that finds the longest prefix of an address
 */
#ifndef _CLAB_CORE_ADDRTREE_H
#define _CLAB_CORE_ADDRTREE_H

#include <linux/types.h>

struct clab_prefix;
struct clab_selector;

#define CLAB_ADDRTREE_LEAF	0xff	/* in the place of the number of an octet */

/**
 * struct clab_addrtree_item - what a place in the tree holds: a node or a selector
 * @at: of a node: the octet of the address that it looks at; of a selector
 *	CLAB_ADDRTREE_LEAF
 */
struct clab_addrtree_item {
	u8 at;
};

/**
 * struct clab_addrtree - a tree of selectors
 * @any: the selector of every address, or NULL
 * @root: all others, or NULL
 *
 * Readers: RCU. Writers: configuration mutex.
 */
struct clab_addrtree {
	struct clab_selector __rcu *any;
	struct clab_addrtree_item __rcu *root;
};

int clab_addrtree_add(struct clab_addrtree *tree, struct clab_selector *sel);
struct clab_selector *clab_addrtree_exact(struct clab_addrtree *tree,
					  const struct clab_prefix *prefix);
void clab_addrtree_replace(struct clab_addrtree *tree, struct clab_selector *old,
			   struct clab_selector *sel);
void clab_addrtree_remove(struct clab_addrtree *tree, struct clab_selector *sel);
void clab_addrtree_free(struct clab_addrtree *tree);
struct clab_selector *clab_addrtree_find_rcu(const struct clab_addrtree *tree, const u8 *addr);

#endif /* _CLAB_CORE_ADDRTREE_H */
