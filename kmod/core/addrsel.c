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
#include "core/epoch.h"

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

static struct clab_selector *clab_addrsel_node_sel(const struct clab_addrsel_node *node)
{
	return rcu_dereference_protected(node->sel, 1);
}

static void clab_selector_free(struct clab_selector *sel)
{
	if (!sel)
		return;
	clab_hits_free(&sel->target.hits);
	kfree(sel);
}

static void clab_selector_free_cb(struct rcu_head *rcu)
{
	clab_selector_free(container_of(rcu, struct clab_selector, rcu));
}

/**
 * clab_selector_free_rcu() - free a selector when no reader has it any more
 * @sel: the selector, or NULL; in no set any more
 *
 * Context: Any. Module exit waits for it with rcu_barrier().
 */
void clab_selector_free_rcu(struct clab_selector *sel)
{
	if (!sel)
		return;
	clab_epoch_begin();
	call_rcu(&sel->rcu, clab_selector_free_cb);
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
		clab_selector_free(clab_addrsel_node_sel(node));
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
	if (node && clab_addrsel_node_sel(node))
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
	sel = clab_addrsel_node_sel(leaf);
	ret = clab_addrsel_insert(set, leaf);
	if (ret) {
		kfree(sel);
		kfree(leaf);
		return ret;
	}
	sel->seq = ++set->last_seq;
	list_add_tail(&sel->list, &set->by_len[leaf->prefix.len]);
	set->count++;
	return 0;
}

/*
 * The node of exactly this prefix, or NULL; @up is what points at it, @parent
 * the node above it or NULL, and @parent_up what points at that.
 */
static struct clab_addrsel_node *
clab_addrsel_seek(struct clab_addrsel *set, const struct clab_prefix *prefix,
		  struct clab_addrsel_node __rcu ***up, struct clab_addrsel_node **parent,
		  struct clab_addrsel_node __rcu ***parent_up)
{
	struct clab_addrsel_node __rcu **slot = &set->root;
	struct clab_addrsel_node *node;

	*parent = NULL;
	*parent_up = NULL;
	while ((node = rcu_dereference_protected(*slot, 1))) {
		if (node->prefix.len > prefix->len ||
		    !clab_addrsel_covers(&node->prefix, prefix->addr))
			return NULL;
		if (node->prefix.len == prefix->len)
			break;
		*parent = node;
		*parent_up = slot;
		slot = &node->child[clab_addrsel_bit(prefix->addr, node->prefix.len)];
	}
	*up = slot;
	return node;
}

/**
 * clab_addrsel_exact() - the selector of exactly this prefix
 * @set: the set
 * @prefix: the prefix; bits behind its length are not looked at
 *
 * Context: Configuration mutex held.
 * Return: the selector, or NULL.
 */
struct clab_selector *clab_addrsel_exact(const struct clab_addrsel *set,
					 const struct clab_prefix *prefix)
{
	struct clab_addrsel_node __rcu **up, **parent_up;
	struct clab_addrsel_node *node, *parent;

	node = clab_addrsel_seek((struct clab_addrsel *)set, prefix, &up, &parent, &parent_up);
	return node ? clab_addrsel_node_sel(node) : NULL;
}

/**
 * clab_addrsel_replace() - give a prefix another target
 * @set: the set
 * @prefix: a prefix that has a selector
 * @target: what it maps to from now on, copied
 *
 * Context: Process, may sleep; configuration mutex held. Readers see one target
 *	or the other.
 * Return: 0, -ENOENT when the prefix is not there, or -ENOMEM.
 */
int clab_addrsel_replace(struct clab_addrsel *set, const struct clab_prefix *prefix,
			 const struct clab_target *target)
{
	struct clab_addrsel_node __rcu **up, **parent_up;
	struct clab_addrsel_node *node, *parent;
	struct clab_selector *old, *sel;

	node = clab_addrsel_seek(set, prefix, &up, &parent, &parent_up);
	old = node ? clab_addrsel_node_sel(node) : NULL;
	if (!old)
		return -ENOENT;
	sel = kzalloc(sizeof(*sel), GFP_KERNEL_ACCOUNT);
	if (!sel)
		return -ENOMEM;
	sel->prefix = old->prefix;
	sel->seq = old->seq;
	sel->target = *target;
	list_replace(&old->list, &sel->list);
	rcu_assign_pointer(node->sel, sel);
	clab_selector_free_rcu(old);
	return 0;
}

static struct clab_addrsel_node *clab_addrsel_only_child(struct clab_addrsel_node *node)
{
	struct clab_addrsel_node *child = rcu_dereference_protected(node->child[0], 1);

	return child ?: rcu_dereference_protected(node->child[1], 1);
}

static bool clab_addrsel_forks(struct clab_addrsel_node *node)
{
	return rcu_access_pointer(node->child[0]) && rcu_access_pointer(node->child[1]);
}

/**
 * clab_addrsel_remove() - take a selector out
 * @set: the set
 * @prefix: the prefix; bits behind its length are not looked at
 *
 * Context: Configuration mutex held. Readers see the set with the selector or
 *	without it.
 * Return: the selector, owned by the caller, to be freed with
 *	clab_selector_free_rcu(); or NULL when there is none.
 */
struct clab_selector *clab_addrsel_remove(struct clab_addrsel *set,
					  const struct clab_prefix *prefix)
{
	struct clab_addrsel_node __rcu **up, **parent_up;
	struct clab_addrsel_node *node, *parent;
	struct clab_selector *sel;

	node = clab_addrsel_seek(set, prefix, &up, &parent, &parent_up);
	sel = node ? clab_addrsel_node_sel(node) : NULL;
	if (!sel)
		return NULL;
	RCU_INIT_POINTER(node->sel, NULL);
	list_del(&sel->list);
	set->count--;
	if (clab_addrsel_forks(node))
		return sel;
	rcu_assign_pointer(*up, clab_addrsel_only_child(node));
	kfree_rcu(node, rcu);
	/* A fork with one way left to go is none. */
	if (!parent || clab_addrsel_node_sel(parent) || clab_addrsel_forks(parent))
		return sel;
	rcu_assign_pointer(*parent_up, clab_addrsel_only_child(parent));
	kfree_rcu(parent, rcu);
	return sel;
}

/* The first selector whose prefix is at most len bits long. */
static struct clab_selector *clab_addrsel_first(const struct clab_addrsel *set, int len)
{
	for (; len >= 0; len--)
		if (!list_empty(&set->by_len[len]))
			return list_first_entry(&set->by_len[len], struct clab_selector, list);
	return NULL;
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
	if (!sel)
		return clab_addrsel_first(set, set->bits);
	if (!list_is_last(&sel->list, &set->by_len[sel->prefix.len]))
		return list_next_entry(sel, list);
	return clab_addrsel_first(set, sel->prefix.len - 1);
}

/**
 * clab_addrsel_from() - go on with a walk after the set may have been changed
 * @set: the set
 * @len: prefix length of the selector that was next, -1 to begin
 * @seq: its &clab_selector.seq
 *
 * Context: Configuration mutex held.
 * Return: that selector, or the one that follows where it was, or NULL.
 */
struct clab_selector *clab_addrsel_from(const struct clab_addrsel *set, int len, u32 seq)
{
	struct clab_selector *sel;

	if (len < 0)
		return clab_addrsel_first(set, set->bits);
	if (len > set->bits)
		len = set->bits;
	list_for_each_entry(sel, &set->by_len[len], list)
		if (sel->seq >= seq)
			return sel;
	return clab_addrsel_first(set, len - 1);
}

/**
 * clab_addrsel_find_rcu() - the selector with the longest prefix of an address
 * @set: the set
 * @addr: the address, network byte order, as long as the set's addresses
 *
 * Context: RCU read section, or configuration mutex.
 * Return: the selector, good until the section ends, or NULL.
 */
struct clab_selector *clab_addrsel_find_rcu(const struct clab_addrsel *set, const u8 *addr)
{
	const struct clab_addrsel_node *node = rcu_dereference_check(set->root, 1);
	struct clab_selector *sel, *best = NULL;

	while (node && clab_addrsel_covers(&node->prefix, addr)) {
		sel = rcu_dereference_check(node->sel, 1);
		if (sel)
			best = sel;
		if (node->prefix.len == set->bits)
			break;
		node = rcu_dereference_check(node->child[clab_addrsel_bit(addr, node->prefix.len)],
					     1);
	}
	return best;
}
