// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: address selectors, the longest prefix first
 *
 * Packets find them in a tree, listings in the order in which they are listed.
 */
#include <linux/kernel.h>
#include <linux/slab.h>

#include "core/addrsel.h"
#include "core/epoch.h"

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

static void clab_addrsel_free_len(struct list_head *head)
{
	struct clab_selector *sel, *tmp;

	list_for_each_entry_safe(sel, tmp, head, list)
		clab_selector_free(sel);
}

/**
 * clab_addrsel_free() - free a set and its selectors
 * @set: the set, or NULL; no reader can reach it any more
 *
 * The DOIs that the selectors name are the caller's business.
 *
 * Context: Any.
 */
void clab_addrsel_free(struct clab_addrsel *set)
{
	int len;

	if (!set)
		return;
	clab_addrtree_free(&set->tree);
	for (len = 0; len <= set->bits; len++)
		clab_addrsel_free_len(&set->by_len[len]);
	kfree(set);
}

static struct clab_selector *clab_selector_alloc(const struct clab_prefix *prefix,
						 const struct clab_target *target)
{
	struct clab_selector *sel = kzalloc(sizeof(*sel), GFP_KERNEL_ACCOUNT);

	if (!sel)
		return NULL;
	sel->prefix = *prefix;
	clab_prefix_mask(&sel->prefix);
	sel->target = *target;
	return sel;
}

/**
 * clab_addrsel_exact() - the selector of exactly this prefix
 * @set: the set
 * @prefix: the prefix; bits behind its length are not looked at
 *
 * Context: Configuration mutex held.
 * Return: the selector, or NULL.
 */
struct clab_selector *clab_addrsel_exact(struct clab_addrsel *set,
					 const struct clab_prefix *prefix)
{
	struct clab_prefix masked = *prefix;

	clab_prefix_mask(&masked);
	return clab_addrtree_exact(&set->tree, &masked);
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
	struct clab_selector *sel;

	if (clab_addrsel_exact(set, prefix))
		return -EEXIST;
	sel = clab_selector_alloc(prefix, target);
	if (!sel)
		return -ENOMEM;
	if (clab_addrtree_add(&set->tree, sel)) {
		kfree(sel);
		return -ENOMEM;
	}
	sel->seq = ++set->last_seq;
	list_add_tail(&sel->list, &set->by_len[sel->prefix.len]);
	set->count++;
	return 0;
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
	struct clab_selector *old = clab_addrsel_exact(set, prefix);
	struct clab_selector *sel;

	if (!old)
		return -ENOENT;
	sel = clab_selector_alloc(prefix, target);
	if (!sel)
		return -ENOMEM;
	sel->seq = old->seq;
	clab_addrtree_replace(&set->tree, old, sel);
	list_replace(&old->list, &sel->list);
	clab_selector_free_rcu(old);
	return 0;
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
	struct clab_selector *sel = clab_addrsel_exact(set, prefix);

	if (!sel)
		return NULL;
	clab_addrtree_remove(&set->tree, sel);
	list_del(&sel->list);
	set->count--;
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
