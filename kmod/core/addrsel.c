// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: address selectors, the longest prefix first
 *
 * A binary trie with the runs that have only one way to go squeezed out. A
 * look-up visits at most one node per distinct prefix on the way down, so it
 * does not grow with the number of selectors.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include "core/addrsel.h"

/**
 * struct clab_addrsel_node - a prefix in the trie
 * @child: longer prefixes that continue with a 0 bit, with a 1 bit
 * @sel: the selector, NULL at a node that is only a fork
 * @prefix: the prefix
 * @rcu: for freeing one node
 * @next: for freeing all of them: those still to be freed
 */
struct clab_addrsel_node {
	struct clab_addrsel_node __rcu *child[2];
	struct clab_selector __rcu *sel;
	struct clab_prefix prefix;
	union {
		struct rcu_head rcu;
		struct clab_addrsel_node *next;
	};
};

static unsigned int clab_addrsel_bit(const u8 *addr, unsigned int bit)
{
	return addr[bit / 8] >> (7 - bit % 8) & 1;
}

/* Number of leading bits, at most max, in which two addresses agree. */
static unsigned int clab_addrsel_common(const u8 *a, const u8 *b, unsigned int max)
{
	unsigned int i, bits;

	for (i = 0; i * 8 < max; i++) {
		if (a[i] == b[i])
			continue;
		bits = i * 8 + 8 - fls(a[i] ^ b[i]);
		return min(bits, max);
	}
	return max;
}

static bool clab_addrsel_covers(const struct clab_prefix *prefix, const u8 *addr)
{
	return clab_addrsel_common(prefix->addr, addr, prefix->len) == prefix->len;
}

/**
 * clab_prefix_mask() - clear the bits behind a prefix
 * @prefix: the prefix
 */
void clab_prefix_mask(struct clab_prefix *prefix)
{
	unsigned int full = prefix->len / 8;

	if (full == sizeof(prefix->addr))
		return;
	prefix->addr[full] &= 0xff00 >> prefix->len % 8;
	memset(prefix->addr + full + 1, 0, sizeof(prefix->addr) - full - 1);
}

/**
 * clab_addrsel_alloc() - make an empty set of selectors
 * @bits: length of an address: 32 or 128
 *
 * Context: Process, may sleep.
 * Return: the set, owned by the caller, or NULL.
 */
struct clab_addrsel *clab_addrsel_alloc(u8 bits)
{
	struct clab_addrsel *set;
	int i;

	set = kzalloc(struct_size(set, by_len, bits + 1), GFP_KERNEL_ACCOUNT);
	if (!set)
		return NULL;
	for (i = 0; i <= bits; i++)
		INIT_LIST_HEAD(&set->by_len[i]);
	set->bits = bits;
	return set;
}

/* Free a trie that no reader can reach, without recursion. */
static void clab_addrsel_free_nodes(struct clab_addrsel_node *todo)
{
	struct clab_addrsel_node *node, *child;
	int i;

	while ((node = todo)) {
		todo = node->next;
		for (i = 0; i < 2; i++) {
			child = rcu_dereference_protected(node->child[i], 1);
			if (!child)
				continue;
			child->next = todo;
			todo = child;
		}
		kfree(rcu_dereference_protected(node->sel, 1));
		kfree(node);
	}
}

/**
 * clab_addrsel_free() - free a set and its selectors
 * @set: the set, or NULL; no reader can reach it any more
 *
 * The DOIs that the selectors name are the caller's business.
 *
 * Context: Process.
 */
void clab_addrsel_free(struct clab_addrsel *set)
{
	struct clab_addrsel_node *root;

	if (!set)
		return;
	root = rcu_dereference_protected(set->root, 1);
	if (root) {
		root->next = NULL;
		clab_addrsel_free_nodes(root);
	}
	kfree(set);
}

static struct clab_addrsel_node *clab_addrsel_node_alloc(const u8 *addr, u8 len)
{
	struct clab_addrsel_node *node;

	node = kzalloc(sizeof(*node), GFP_KERNEL_ACCOUNT);
	if (!node)
		return NULL;
	node->prefix.len = len;
	memcpy(node->prefix.addr, addr, DIV_ROUND_UP(len, 8));
	if (len % 8)
		node->prefix.addr[len / 8] &= 0xff << (8 - len % 8);
	return node;
}

static struct clab_addrsel_node *
clab_addrsel_leaf_alloc(const struct clab_prefix *prefix,
			const struct clab_target *target)
{
	struct clab_addrsel_node *node;
	struct clab_selector *sel;

	node = clab_addrsel_node_alloc(prefix->addr, prefix->len);
	sel = kzalloc(sizeof(*sel), GFP_KERNEL_ACCOUNT);
	if (!node || !sel) {
		kfree(node);
		kfree(sel);
		return NULL;
	}
	sel->prefix = node->prefix;
	sel->target = *target;
	RCU_INIT_POINTER(node->sel, sel);
	return node;
}

/*
 * Put a leaf where its prefix and that of the node at *slot part: above the
 * node when it is the shorter one, else beside it under a new fork.
 */
static int clab_addrsel_split(struct clab_addrsel_node __rcu **slot,
			      struct clab_addrsel_node *node,
			      struct clab_addrsel_node *leaf, unsigned int common)
{
	struct clab_addrsel_node *top = leaf;

	if (common < leaf->prefix.len) {
		top = clab_addrsel_node_alloc(leaf->prefix.addr, common);
		if (!top)
			return -ENOMEM;
		RCU_INIT_POINTER(top->child[clab_addrsel_bit(leaf->prefix.addr, common)],
				 leaf);
	}
	RCU_INIT_POINTER(top->child[clab_addrsel_bit(node->prefix.addr, common)], node);
	rcu_assign_pointer(*slot, top);
	return 0;
}

static int clab_addrsel_insert(struct clab_addrsel *set,
			       struct clab_addrsel_node *leaf)
{
	struct clab_addrsel_node __rcu **slot = &set->root;
	struct clab_addrsel_node *node;
	unsigned int common;

	while ((node = rcu_dereference_protected(*slot, 1))) {
		common = clab_addrsel_common(node->prefix.addr, leaf->prefix.addr,
					     min(node->prefix.len, leaf->prefix.len));
		if (common < node->prefix.len)
			return clab_addrsel_split(slot, node, leaf, common);
		if (common == leaf->prefix.len)
			break;
		slot = &node->child[clab_addrsel_bit(leaf->prefix.addr, common)];
	}
	if (node && rcu_access_pointer(node->sel))
		return -EEXIST;
	if (node) {
		RCU_INIT_POINTER(leaf->child[0], node->child[0]);
		RCU_INIT_POINTER(leaf->child[1], node->child[1]);
	}
	rcu_assign_pointer(*slot, leaf);
	if (node)
		kfree_rcu(node, rcu);
	return 0;
}

/**
 * clab_addrsel_add() - add a selector
 * @set: the set
 * @prefix: the prefix; bits behind its length are not looked at
 * @target: what it maps to, copied
 *
 * Context: Process, may sleep; configuration mutex held. Readers see the set
 *	with the selector or without it.
 * Return: 0, -EEXIST when the prefix is there already, or -ENOMEM; the set is
 *	unchanged then.
 */
int clab_addrsel_add(struct clab_addrsel *set, const struct clab_prefix *prefix,
		     const struct clab_target *target)
{
	struct clab_addrsel_node *leaf;
	struct clab_selector *sel;
	int ret;

	leaf = clab_addrsel_leaf_alloc(prefix, target);
	if (!leaf)
		return -ENOMEM;
	sel = rcu_dereference_protected(leaf->sel, 1);
	ret = clab_addrsel_insert(set, leaf);
	if (ret) {
		kfree(sel);
		kfree(leaf);
		return ret;
	}
	list_add_tail(&sel->list, &set->by_len[sel->prefix.len]);
	set->count++;
	return 0;
}

/* Take a node that holds no selector out, if it is not a fork of two ways. */
static void clab_addrsel_prune(struct clab_addrsel_node __rcu **slot)
{
	struct clab_addrsel_node *node = rcu_dereference_protected(*slot, 1);
	struct clab_addrsel_node *left, *right;

	left = rcu_dereference_protected(node->child[0], 1);
	right = rcu_dereference_protected(node->child[1], 1);
	if (rcu_access_pointer(node->sel) || (left && right))
		return;
	rcu_assign_pointer(*slot, left ?: right);
	kfree_rcu(node, rcu);
}

/**
 * clab_addrsel_remove() - take a selector out
 * @set: the set
 * @prefix: the prefix; bits behind its length are not looked at
 *
 * Context: Process; configuration mutex held.
 * Return: the selector, which readers may still see until a grace period has
 *	gone by, owned by the caller; or NULL when there is none.
 */
struct clab_selector *clab_addrsel_remove(struct clab_addrsel *set,
					  const struct clab_prefix *prefix)
{
	struct clab_addrsel_node __rcu **slot = &set->root, **up = NULL;
	struct clab_addrsel_node *node;
	struct clab_selector *sel;

	while ((node = rcu_dereference_protected(*slot, 1))) {
		if (node->prefix.len > prefix->len ||
		    !clab_addrsel_covers(&node->prefix, prefix->addr))
			return NULL;
		if (node->prefix.len == prefix->len)
			break;
		up = slot;
		slot = &node->child[clab_addrsel_bit(prefix->addr, node->prefix.len)];
	}
	sel = node ? rcu_dereference_protected(node->sel, 1) : NULL;
	if (!sel)
		return NULL;
	RCU_INIT_POINTER(node->sel, NULL);
	clab_addrsel_prune(slot);
	if (up)
		clab_addrsel_prune(up);
	list_del(&sel->list);
	set->count--;
	return sel;
}

/**
 * clab_addrsel_next() - walk the selectors, the longest prefix first
 * @set: the set
 * @sel: the selector to go on from, NULL to begin
 *
 * Context: Configuration mutex held.
 * Return: the selector that follows, or NULL.
 */
struct clab_selector *clab_addrsel_next(const struct clab_addrsel *set,
					struct clab_selector *sel)
{
	int len = set->bits;

	if (sel && !list_is_last(&sel->list, &set->by_len[sel->prefix.len]))
		return list_next_entry(sel, list);
	if (sel)
		len = sel->prefix.len - 1;
	for (; len >= 0; len--)
		if (!list_empty(&set->by_len[len]))
			return list_first_entry(&set->by_len[len], struct clab_selector, list);
	return NULL;
}

/**
 * clab_addrsel_find_rcu() - the target of the longest prefix of an address
 * @set: the set
 * @addr: the address, network byte order, as long as the set's addresses
 *
 * Context: RCU read section.
 * Return: the target, good until the section ends, or NULL.
 */
const struct clab_target *clab_addrsel_find_rcu(const struct clab_addrsel *set,
						const u8 *addr)
{
	const struct clab_addrsel_node *node = rcu_dereference(set->root);
	const struct clab_target *best = NULL;
	const struct clab_selector *sel;

	while (node && clab_addrsel_covers(&node->prefix, addr)) {
		sel = rcu_dereference(node->sel);
		if (sel)
			best = &sel->target;
		if (node->prefix.len == set->bits)
			break;
		node = rcu_dereference(node->child[clab_addrsel_bit(addr, node->prefix.len)]);
	}
	return best;
}
