// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: the tree that finds the longest prefix of an address
 *
 * A node looks at one octet of the address, so that a look-up visits at most as
 * many nodes as an address has octets, and of 100,000 selectors hardly more than
 * of ten. Octets in which all addresses below agree have no node: a node knows
 * what they must be. A selector that is alone below its place is there itself.
 *
 * The 256 values of the octet are divided into runs that lead to the same:
 *
 *	          0        8           10       11             16         255
 *	run       |        |           |        |              |            |
 *	@sel      -        10.8/13     10.8/13  10.8/13        -
 *	@next     -        -           node     -              -
 *
 * @sel is the longest prefix that ends in this octet and covers the run, @next is
 * where longer ones go on; a run that has a @next is of one value. Where a run
 * begins is a bit in a bitmap, and its place in the array is the number of bits
 * before. A node with many runs has a run for each value, which never has to be
 * divided again.
 *
 * Of prefixes that end in the same octet, one may hide another from all
 * addresses, so each knows the next wider one: &clab_selector.wider. Only writers
 * use it.
 *
 * A node that gets more runs is replaced by a copy; all else is changed in place,
 * one pointer at a time. A reader finds what was there before or is afterwards.
 */
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include "core/addrsel.h"
#include "core/addrtree.h"

#define CLAB_ADDRTREE_VALUES	256
#define CLAB_ADDRTREE_WORDS	BITS_TO_LONGS(CLAB_ADDRTREE_VALUES)

/* With so many runs a node takes 1 KiB; a copy for each more would cost more time
 * than the run for each value costs memory.
 */
#define CLAB_ADDRTREE_RUNS	59

/**
 * struct clab_addrtree_run - values of an octet that lead to the same
 * @sel: the longest prefix that ends in this octet, or NULL
 * @next: longer ones, or NULL
 */
struct clab_addrtree_run {
	struct clab_selector __rcu *sel;
	struct clab_addrtree_item __rcu *next;
};

/**
 * struct clab_addrtree_node - an octet of the address
 * @item: which octet
 * @before: number of runs that begin in the words of @begins before each
 * @used: how many prefixes end here, and go on from here: at least two
 * @key: the octets before
 * @begins: the values that runs begin with; 0 is always one
 * @rcu: for freeing
 * @todo: for freeing all: another one still to be freed
 * @run: the runs
 */
struct clab_addrtree_node {
	struct clab_addrtree_item item;
	u8 before[CLAB_ADDRTREE_WORDS];
	u16 used;
	u8 key[sizeof_field(struct clab_prefix, addr) - 1];
	DECLARE_BITMAP(begins, CLAB_ADDRTREE_VALUES);
	union {
		struct rcu_head rcu;
		struct clab_addrtree_node *todo;
	};
	struct clab_addrtree_run run[];
};

/**
 * struct clab_addrtree_place - where a selector is
 * @sel: the selector
 * @slot: what points at it; NULL: it ends in @node
 * @node: the node that it is in, or NULL: it is at the root
 * @up: what points at @node
 */
struct clab_addrtree_place {
	struct clab_selector *sel;
	struct clab_addrtree_item __rcu **slot;
	struct clab_addrtree_node *node;
	struct clab_addrtree_item __rcu **up;
};

/* Writers and the memory's last owner need no read section. */
#define clab_addrtree_deref(p)	rcu_dereference_protected(p, 1)

static struct clab_addrtree_node *clab_addrtree_node(const struct clab_addrtree_item *item)
{
	return container_of(item, struct clab_addrtree_node, item);
}

static struct clab_selector *clab_addrtree_leaf(const struct clab_addrtree_item *item)
{
	return container_of(item, struct clab_selector, item);
}

static bool clab_addrtree_is_leaf(const struct clab_addrtree_item *item)
{
	return item->at == CLAB_ADDRTREE_LEAF;
}

/* Place in the array of the run that a value is in. */
static __always_inline unsigned int
clab_addrtree_index(const struct clab_addrtree_node *node, unsigned int value)
{
	unsigned int word = value / BITS_PER_LONG;
	unsigned int behind = BITS_PER_LONG - 1 - value % BITS_PER_LONG;

	return node->before[word] + hweight_long(node->begins[word] << behind) - 1;
}

/* Does a prefix cover an address, of which the octets before one agree? Its length
 * is not 0; addresses are compared four octets at a time.
 */
static __always_inline bool clab_addrtree_covers(const struct clab_prefix *prefix,
						 const u8 *addr, unsigned int octet)
{
	unsigned int at;
	__be32 a, b;

	for (at = octet & ~3;; at += sizeof(a)) {
		memcpy(&a, prefix->addr + at, sizeof(a));
		memcpy(&b, addr + at, sizeof(b));
		if (prefix->len <= at * 8 + 32)
			return !(be32_to_cpu(a ^ b) >> (at * 8 + 32 - prefix->len));
		if (a != b)
			return false;
	}
}

/**
 * clab_addrtree_find_rcu() - the selector with the longest prefix of an address
 * @tree: the tree
 * @addr: the address, network byte order, as long as the tree's addresses
 *
 * Context: RCU read section, or configuration mutex.
 * Return: the selector, good until the section ends, or NULL.
 */
struct clab_selector *clab_addrtree_find_rcu(const struct clab_addrtree *tree, const u8 *addr)
{
	const struct clab_addrtree_item *item = rcu_dereference_check(tree->root, 1);
	struct clab_selector *sel, *best = rcu_dereference_check(tree->any, 1);
	const struct clab_addrtree_node *node;
	const struct clab_addrtree_run *run;
	unsigned int octet = 0;

	while (item) {
		node = clab_addrtree_node(item);
		if (item->at != octet) {
			sel = clab_addrtree_leaf(item);
			if (clab_addrtree_is_leaf(item))
				return clab_addrtree_covers(&sel->prefix, addr, octet) ? sel : best;
			for (; octet < item->at; octet++)
				if (node->key[octet] != addr[octet])
					return best;
		}
		run = &node->run[clab_addrtree_index(node, addr[octet++])];
		sel = rcu_dereference_check(run->sel, 1);
		if (sel)
			best = sel;
		item = rcu_dereference_check(run->next, 1);
	}
	return best;
}

/* The octet that a prefix ends in; its length is not 0. */
static unsigned int clab_addrtree_end(const struct clab_prefix *prefix)
{
	return (prefix->len - 1) / 8;
}

static unsigned int clab_addrtree_item_end(const struct clab_addrtree_item *item)
{
	return clab_addrtree_is_leaf(item) ?
	       clab_addrtree_end(&clab_addrtree_leaf(item)->prefix) : item->at;
}

static const u8 *clab_addrtree_item_key(const struct clab_addrtree_item *item)
{
	return clab_addrtree_is_leaf(item) ? clab_addrtree_leaf(item)->prefix.addr :
					     clab_addrtree_node(item)->key;
}

/* The octet of a node that tells an item from a prefix; all before agree, and
 * neither ends before.
 */
static unsigned int clab_addrtree_parting(const struct clab_addrtree_item *item,
					  const struct clab_prefix *prefix)
{
	unsigned int end = min(clab_addrtree_item_end(item), clab_addrtree_end(prefix));
	const u8 *key = clab_addrtree_item_key(item);
	unsigned int octet;

	for (octet = 0; octet < end; octet++)
		if (key[octet] != prefix->addr[octet])
			break;
	return octet;
}

/* The last value of a node's octet that a prefix stands for; the first is in it. */
static u8 clab_addrtree_last(const struct clab_prefix *prefix, unsigned int at)
{
	u8 rest = clab_addrtree_end(prefix) == at ? at * 8 + 8 - prefix->len : 0;

	return prefix->addr[at] | ((1 << rest) - 1);
}

static void clab_addrtree_mark(unsigned long *begins, u8 first, u8 last)
{
	__set_bit(first, begins);
	if (last < CLAB_ADDRTREE_VALUES - 1)
		__set_bit(last + 1, begins);
}

/* Note what runs a node at some octet needs for an item. */
static void clab_addrtree_mark_item(unsigned long *begins, const struct clab_addrtree_item *item,
				    unsigned int at)
{
	u8 first, last;

	if (clab_addrtree_is_leaf(item)) {
		first = clab_addrtree_leaf(item)->prefix.addr[at];
		last = clab_addrtree_last(&clab_addrtree_leaf(item)->prefix, at);
	} else {
		first = clab_addrtree_node(item)->key[at];
		last = first;
	}
	clab_addrtree_mark(begins, first, last);
}

static void clab_addrtree_count(struct clab_addrtree_node *node)
{
	unsigned int word, sum = 0;

	for (word = 0; word < CLAB_ADDRTREE_WORDS; word++) {
		node->before[word] = sum;
		sum += hweight_long(node->begins[word]);
	}
}

/* Make a node without any run filled. */
static struct clab_addrtree_node *clab_addrtree_node_alloc(unsigned int at, const u8 *key,
							   const unsigned long *begins)
{
	unsigned int nr = bitmap_weight(begins, CLAB_ADDRTREE_VALUES);
	struct clab_addrtree_node *node;

	if (nr > CLAB_ADDRTREE_RUNS)
		nr = CLAB_ADDRTREE_VALUES;
	node = kzalloc(struct_size(node, run, nr), GFP_KERNEL_ACCOUNT);
	if (!node)
		return NULL;
	node->item.at = at;
	memcpy(node->key, key, at);
	if (nr == CLAB_ADDRTREE_VALUES)
		bitmap_fill(node->begins, CLAB_ADDRTREE_VALUES);
	else
		bitmap_copy(node->begins, begins, CLAB_ADDRTREE_VALUES);
	clab_addrtree_count(node);
	return node;
}

/* Make a node like another one, whose runs are divided further. */
static struct clab_addrtree_node *clab_addrtree_node_copy(const struct clab_addrtree_node *old,
							  const unsigned long *begins)
{
	const struct clab_addrtree_run *from = old->run;
	struct clab_addrtree_node *node;
	struct clab_addrtree_run *run;
	unsigned int value;

	node = clab_addrtree_node_alloc(old->item.at, old->key, begins);
	if (!node)
		return NULL;
	node->used = old->used;
	run = node->run;
	for_each_set_bit(value, node->begins, CLAB_ADDRTREE_VALUES) {
		from += value && test_bit(value, old->begins);
		RCU_INIT_POINTER(run->sel, clab_addrtree_deref(from->sel));
		RCU_INIT_POINTER(run->next, clab_addrtree_deref(from->next));
		run++;
	}
	return node;
}

/* Put another selector, or none, where one is that ends in a node. */
static void clab_addrtree_substitute(struct clab_addrtree_node *node, struct clab_selector *old,
				     struct clab_selector *by)
{
	unsigned int at = node->item.at;
	struct clab_addrtree_run *run = &node->run[clab_addrtree_index(node, old->prefix.addr[at])];
	struct clab_addrtree_run *last =
		&node->run[clab_addrtree_index(node, clab_addrtree_last(&old->prefix, at))];
	struct clab_selector *sel;

	for (; run <= last; run++) {
		sel = clab_addrtree_deref(run->sel);
		if (sel == old)
			rcu_assign_pointer(run->sel, by);
		for (; sel; sel = sel->wider)
			if (sel->wider == old)
				sel->wider = by;
	}
}

/* Put a selector that ends in a node where it is the longest, and under those
 * that are longer.
 */
static void clab_addrtree_spread(struct clab_addrtree_node *node, struct clab_selector *new)
{
	unsigned int at = node->item.at;
	struct clab_addrtree_run *run = &node->run[clab_addrtree_index(node, new->prefix.addr[at])];
	struct clab_addrtree_run *last =
		&node->run[clab_addrtree_index(node, clab_addrtree_last(&new->prefix, at))];
	struct clab_selector *sel = clab_addrtree_deref(run->sel);

	while (sel && sel->prefix.len > new->prefix.len)
		sel = sel->wider;
	new->wider = sel;
	for (; run <= last; run++) {
		sel = clab_addrtree_deref(run->sel);
		if (!sel || sel->prefix.len < new->prefix.len) {
			rcu_assign_pointer(run->sel, new);
			continue;
		}
		while (sel->wider && sel->wider->prefix.len > new->prefix.len)
			sel = sel->wider;
		sel->wider = new;
	}
}

/* Put an item into a node that has the runs for it. */
static void clab_addrtree_put(struct clab_addrtree_node *node, struct clab_addrtree_item *item)
{
	unsigned int at = node->item.at;
	struct clab_addrtree_run *run;

	node->used++;
	if (clab_addrtree_is_leaf(item) && clab_addrtree_item_end(item) == at) {
		clab_addrtree_spread(node, clab_addrtree_leaf(item));
		return;
	}
	run = &node->run[clab_addrtree_index(node, clab_addrtree_item_key(item)[at])];
	rcu_assign_pointer(run->next, item);
}

/* Put a selector into the node at a place. */
static int clab_addrtree_enter(struct clab_addrtree_item __rcu **slot,
			       struct clab_addrtree_node *node, struct clab_selector *sel)
{
	DECLARE_BITMAP(begins, CLAB_ADDRTREE_VALUES);
	struct clab_addrtree_node *copy;

	bitmap_copy(begins, node->begins, CLAB_ADDRTREE_VALUES);
	clab_addrtree_mark_item(begins, &sel->item, node->item.at);
	if (bitmap_equal(begins, node->begins, CLAB_ADDRTREE_VALUES)) {
		clab_addrtree_put(node, &sel->item);
		return 0;
	}
	copy = clab_addrtree_node_copy(node, begins);
	if (!copy)
		return -ENOMEM;
	clab_addrtree_put(copy, &sel->item);
	rcu_assign_pointer(*slot, &copy->item);
	kfree_rcu(node, rcu);
	return 0;
}

/* Put a node for two in the place of one. */
static int clab_addrtree_fork(struct clab_addrtree_item __rcu **slot,
			      struct clab_addrtree_item *item, struct clab_selector *sel,
			      unsigned int at)
{
	DECLARE_BITMAP(begins, CLAB_ADDRTREE_VALUES) = { 1 };
	struct clab_addrtree_node *node;

	clab_addrtree_mark_item(begins, item, at);
	clab_addrtree_mark_item(begins, &sel->item, at);
	node = clab_addrtree_node_alloc(at, sel->prefix.addr, begins);
	if (!node)
		return -ENOMEM;
	clab_addrtree_put(node, item);
	clab_addrtree_put(node, &sel->item);
	rcu_assign_pointer(*slot, &node->item);
	return 0;
}

/**
 * clab_addrtree_add() - put a selector in
 * @tree: the tree, in which its prefix is not
 * @sel: the selector
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0, or -ENOMEM; then the tree finds what it found before.
 */
int clab_addrtree_add(struct clab_addrtree *tree, struct clab_selector *sel)
{
	struct clab_addrtree_item __rcu **slot = &tree->root;
	struct clab_addrtree_node *node;
	struct clab_addrtree_item *item;
	struct clab_addrtree_run *run;
	unsigned int at;

	sel->item.at = CLAB_ADDRTREE_LEAF;
	sel->wider = NULL;
	if (!sel->prefix.len) {
		rcu_assign_pointer(tree->any, sel);
		return 0;
	}
	while ((item = clab_addrtree_deref(*slot))) {
		at = clab_addrtree_parting(item, &sel->prefix);
		if (clab_addrtree_is_leaf(item) || at < item->at)
			return clab_addrtree_fork(slot, item, sel, at);
		node = clab_addrtree_node(item);
		run = &node->run[clab_addrtree_index(node, sel->prefix.addr[at])];
		if (clab_addrtree_end(&sel->prefix) == at || !rcu_access_pointer(run->next))
			return clab_addrtree_enter(slot, node, sel);
		slot = &run->next;
	}
	rcu_assign_pointer(*slot, &sel->item);
	return 0;
}

/* Find the selector of exactly a prefix, whose length is not 0. */
static bool clab_addrtree_seek(struct clab_addrtree *tree, const struct clab_prefix *prefix,
			       struct clab_addrtree_place *place)
{
	struct clab_addrtree_item __rcu **slot = &tree->root;
	struct clab_addrtree_item *item;
	struct clab_addrtree_run *run;
	struct clab_selector *sel;

	place->node = NULL;
	place->up = NULL;
	while ((item = clab_addrtree_deref(*slot)) && !clab_addrtree_is_leaf(item)) {
		if (clab_addrtree_parting(item, prefix) < item->at)
			return false;
		place->node = clab_addrtree_node(item);
		place->up = slot;
		run = &place->node->run[clab_addrtree_index(place->node, prefix->addr[item->at])];
		slot = &run->next;
		if (item->at < clab_addrtree_end(prefix))
			continue;
		sel = clab_addrtree_deref(run->sel);
		while (sel && sel->prefix.len > prefix->len)
			sel = sel->wider;
		place->slot = NULL;
		place->sel = sel;
		return sel && sel->prefix.len == prefix->len;
	}
	place->slot = slot;
	place->sel = item ? clab_addrtree_leaf(item) : NULL;
	return item && place->sel->prefix.len == prefix->len &&
	       clab_addrtree_covers(prefix, place->sel->prefix.addr, 0);
}

/**
 * clab_addrtree_exact() - the selector of exactly a prefix
 * @tree: the tree
 * @prefix: the prefix, nothing set behind its length
 *
 * Context: Configuration mutex held.
 * Return: the selector, or NULL.
 */
struct clab_selector *clab_addrtree_exact(struct clab_addrtree *tree,
					  const struct clab_prefix *prefix)
{
	struct clab_addrtree_place place;

	if (!prefix->len)
		return clab_addrtree_deref(tree->any);
	return clab_addrtree_seek(tree, prefix, &place) ? place.sel : NULL;
}

/**
 * clab_addrtree_replace() - put a selector in the place of one of the same prefix
 * @tree: the tree
 * @old: the one that is there
 * @sel: the other one
 *
 * Context: Configuration mutex held.
 */
void clab_addrtree_replace(struct clab_addrtree *tree, struct clab_selector *old,
			   struct clab_selector *sel)
{
	struct clab_addrtree_place place;

	sel->item.at = CLAB_ADDRTREE_LEAF;
	sel->wider = old->wider;
	if (!old->prefix.len)
		rcu_assign_pointer(tree->any, sel);
	else if (WARN_ON_ONCE(!clab_addrtree_seek(tree, &old->prefix, &place)))
		return;
	else if (place.slot)
		rcu_assign_pointer(*place.slot, &sel->item);
	else
		clab_addrtree_substitute(place.node, old, sel);
}

/* What is left in a node that has one item. */
static struct clab_addrtree_item *clab_addrtree_only(const struct clab_addrtree_node *node)
{
	const struct clab_addrtree_run *run = node->run;

	while (!rcu_access_pointer(run->sel) && !rcu_access_pointer(run->next))
		run++;
	if (rcu_access_pointer(run->sel))
		return &clab_addrtree_deref(run->sel)->item;
	return clab_addrtree_deref(run->next);
}

/**
 * clab_addrtree_remove() - take a selector out
 * @tree: the tree
 * @sel: the selector, to be freed after a grace period
 *
 * Context: Configuration mutex held.
 */
void clab_addrtree_remove(struct clab_addrtree *tree, struct clab_selector *sel)
{
	struct clab_addrtree_place place;

	if (!sel->prefix.len) {
		RCU_INIT_POINTER(tree->any, NULL);
		return;
	}
	if (WARN_ON_ONCE(!clab_addrtree_seek(tree, &sel->prefix, &place)))
		return;
	if (place.slot)
		RCU_INIT_POINTER(*place.slot, NULL);
	else
		clab_addrtree_substitute(place.node, sel, sel->wider);
	if (!place.node || --place.node->used > 1)
		return;
	rcu_assign_pointer(*place.up, clab_addrtree_only(place.node));
	kfree_rcu(place.node, rcu);
}

/* Add the nodes below a node to those that are to be freed. */
static struct clab_addrtree_node *clab_addrtree_todo(const struct clab_addrtree_node *node,
						     struct clab_addrtree_node *todo)
{
	unsigned int nr = bitmap_weight(node->begins, CLAB_ADDRTREE_VALUES);
	struct clab_addrtree_item *item;

	while (nr--) {
		item = clab_addrtree_deref(node->run[nr].next);
		if (!item || clab_addrtree_is_leaf(item))
			continue;
		clab_addrtree_node(item)->todo = todo;
		todo = clab_addrtree_node(item);
	}
	return todo;
}

/**
 * clab_addrtree_free() - free a tree
 * @tree: the tree; no reader can reach it any more. Its selectors are the caller's
 *
 * Context: Any.
 */
void clab_addrtree_free(struct clab_addrtree *tree)
{
	struct clab_addrtree_item *root = clab_addrtree_deref(tree->root);
	struct clab_addrtree_node *node, *todo = NULL;

	if (root && !clab_addrtree_is_leaf(root)) {
		todo = clab_addrtree_node(root);
		todo->todo = NULL;
	}
	while ((node = todo)) {
		todo = clab_addrtree_todo(node, node->todo);
		kfree(node);
	}
}
