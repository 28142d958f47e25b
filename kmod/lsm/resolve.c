// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab lsm: from the bytes of an option to the peer label they mean
 *
 * The LSM may sleep when it sees a label first, a packet hook may not. So the
 * first packet with an option waits (see net/hold.c) until the label has been
 * resolved in process context; from then on the bytes of the option are the
 * key, with the definition of the DOI that they were read under.
 *
 * Each new label is a number that the LSM keeps for good: the rate at which
 * the network can cause them is limited, and so is what is remembered here.
 */
#include <linux/jiffies.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "core/doi.h"
#include "core/epoch.h"
#include "core/map.h"
#include "core/tunables.h"
#include "lsm/label.h"
#include "lsm/resolve.h"

#define CLAB_KNOWN_BITS		10
#define CLAB_KNOWN_BURST	512	/* options that nothing is known of, a second */
#define CLAB_KNOWN_TOTAL	65536	/* labels never seen before, since the module was loaded */

static struct hlist_head clab_knowns[1 << CLAB_KNOWN_BITS];
static DEFINE_SPINLOCK(clab_known_lock); /* guards changes of clab_knowns */
static siphash_key_t clab_known_key;

/* New options in the second that began at since, new labels in all, and the highest
 * number of one; under the lock.
 */
static struct {
	unsigned long since;
	unsigned int burst;
	unsigned int total;
	u32 highest;
} clab_known_new;

/* Keyed, so that nobody can aim at one chain. */
static struct hlist_head *clab_known_chain(u32 uid, const u8 *opt, size_t len)
{
	u64 hash = siphash(opt, len, &clab_known_key) + uid;

	return &clab_knowns[hash & (ARRAY_SIZE(clab_knowns) - 1)];
}

static struct clab_known *clab_known_find_rcu(struct hlist_head *chain, u32 uid,
					      const u8 *opt, size_t len)
{
	struct clab_known *known;

	hlist_for_each_entry_rcu(known, chain, node)
		if (known->uid == uid && known->len == len && !memcmp(known->data, opt, len))
			return known;
	return NULL;
}

static bool __clab_known_may_add(void)
{
	lockdep_assert_held(&clab_known_lock);
	if (time_after(jiffies, clab_known_new.since + HZ)) {
		clab_known_new.since = jiffies;
		clab_known_new.burst = 0;
	}
	if (clab_known_new.burst == CLAB_KNOWN_BURST || clab_known_new.total == CLAB_KNOWN_TOTAL)
		return false;
	clab_known_new.burst++;
	return true;
}

/* The LSM numbers its labels in turn. One that has been forgotten here is not new. */
static void clab_known_count_label(u32 secid)
{
	spin_lock_bh(&clab_known_lock);
	if (secid > clab_known_new.highest) {
		clab_known_new.highest = secid;
		clab_known_new.total++;
	}
	spin_unlock_bh(&clab_known_lock);
}

static struct clab_known *clab_known_alloc(const struct clab_doi *doi, const u8 *opt,
					   size_t len)
{
	struct clab_known *known;

	known = kzalloc(sizeof(*known), GFP_ATOMIC);
	if (!known)
		return NULL;
	refcount_set(&known->ref, 1);
	known->def = doi->def;
	clab_maps_get(known->def.trans);
	known->uid = doi->uid;
	known->len = len;
	memcpy(known->data, opt, len);
	return known;
}

/**
 * clab_known_hold() - take a reference to one found under RCU
 * @known: the option
 *
 * Return: false when its last reference is gone already.
 */
bool clab_known_hold(struct clab_known *known)
{
	return refcount_inc_not_zero(&known->ref);
}

/**
 * clab_known_put() - let a reference go
 * @known: the option
 *
 * Context: Any.
 */
void clab_known_put(struct clab_known *known)
{
	if (!refcount_dec_and_test(&known->ref))
		return;
	clab_maps_put(known->def.trans);
	kfree_rcu(known, rcu);
}

/* The oldest of a namespace's options in a chain gives way. Where nothing is to
 * be remembered there is one all the same, for packets that wait for it.
 */
static void __clab_known_trim(struct hlist_head *chain, const void *owner, int most)
{
	struct clab_known *known, *oldest = NULL;
	unsigned int n = 0;

	hlist_for_each_entry(known, chain, node) {
		if (known->owner != owner)
			continue;
		oldest = known;
		n++;
	}
	if (n <= max(most, 1))
		return;
	hlist_del_rcu(&oldest->node);
	clab_known_put(oldest);
}

/**
 * clab_known_get_rcu() - what is known of an option
 * @doi: its DOI
 * @opt: the option, validated
 * @len: its length
 * @owner: the namespace, in whose cache it counts
 * @tun: its values
 *
 * Context: RCU read section; softirq or process, does not sleep.
 * Return: what is known, good until the section ends, perhaps nothing yet
 *	(CLAB_KNOWN_NEW); or an error pointer: -ENOMEM, or -ENOSPC: too many
 *	new labels.
 */
struct clab_known *clab_known_get_rcu(const struct clab_doi *doi, const u8 *opt, size_t len,
				      const void *owner, const struct clab_tunables *tun)
{
	struct hlist_head *chain = clab_known_chain(doi->uid, opt, len);
	struct clab_known *known, *other;

	known = clab_known_find_rcu(chain, doi->uid, opt, len);
	if (likely(known))
		return known;
	known = clab_known_alloc(doi, opt, len);
	if (!known)
		return ERR_PTR(-ENOMEM);
	known->owner = owner;

	spin_lock_bh(&clab_known_lock);
	other = clab_known_find_rcu(chain, doi->uid, opt, len);
	if (!other && __clab_known_may_add()) {
		hlist_add_head_rcu(&known->node, chain);
		__clab_known_trim(chain, owner, READ_ONCE(tun->cache_bucket_size));
		other = known;
	}
	spin_unlock_bh(&clab_known_lock);
	if (other != known)
		clab_known_put(known);
	return other ?: ERR_PTR(-ENOSPC);
}

/* Read an option and translate what it says; label is two of them, the first
 * for the numbers of this host.
 */
static int clab_known_decode(const struct clab_known *known, struct clab_label *label)
{
	const struct clab_trans *trans = known->def.trans;
	struct clab_err err;
	int ret;

	ret = clab_cipso_decode(&known->def, known->data, known->len,
				trans ? label + 1 : label, &err);
	return ret || !trans ? ret : clab_trans_in(trans, label + 1, label, &err);
}

/**
 * clab_known_resolve() - find the secid of an option's label
 * @known: the option, referenced by the caller
 * @anew: even if it has been found before
 *
 * What can't be resolved for want of memory stays CLAB_KNOWN_NEW, and is tried
 * again with the next packet.
 *
 * Context: Process, may sleep.
 */
void clab_known_resolve(struct clab_known *known, bool anew)
{
	struct clab_label *label;
	u32 secid;
	int ret;

	if (READ_ONCE(known->state) != CLAB_KNOWN_NEW && !anew)
		return;
	label = kmalloc_array(2, sizeof(*label), GFP_KERNEL);
	if (!label)
		return;
	ret = clab_known_decode(known, label);
	if (!ret)
		ret = clab_label_to_secid(label, &secid);
	kfree(label);
	if (ret == -ENOMEM)
		return;
	if (!ret) {
		clab_known_count_label(secid);
		WRITE_ONCE(known->secid, secid);
	}
	/* Pairs with the acquire in clab_rx_wire(): the secid is there first. */
	smp_store_release(&known->state, ret ? CLAB_KNOWN_BAD : CLAB_KNOWN_OK);
}

/**
 * clab_known_count() - options that are remembered
 *
 * Context: Any.
 * Return: their number.
 */
unsigned int clab_known_count(void)
{
	struct clab_known *known;
	unsigned int n = 0;
	int i;

	rcu_read_lock();
	for (i = 0; i < ARRAY_SIZE(clab_knowns); i++)
		hlist_for_each_entry_rcu(known, &clab_knowns[i], node)
			n++;
	rcu_read_unlock();
	return n;
}

/**
 * clab_known_flush() - forget every option
 *
 * Context: Process.
 */
void clab_known_flush(void)
{
	struct clab_known *known;
	struct hlist_node *tmp;
	int i;

	spin_lock_bh(&clab_known_lock);
	for (i = 0; i < ARRAY_SIZE(clab_knowns); i++)
		hlist_for_each_entry_safe(known, tmp, &clab_knowns[i], node) {
			hlist_del_rcu(&known->node);
			clab_known_put(known);
		}
	spin_unlock_bh(&clab_known_lock);
	clab_epoch_begin();
}

/**
 * clab_known_forget() - forget what options were made and what was made of options
 *
 * For when the same option may mean another label, or a label another option.
 *
 * Context: Process, may sleep. No packet goes by what was before any more.
 */
void clab_known_forget(void)
{
	clab_known_flush();
	clab_label_flush();
}

/**
 * clab_known_init() - set up
 */
void clab_known_init(void)
{
	get_random_bytes(&clab_known_key, sizeof(clab_known_key));
	clab_known_new.since = jiffies;
}

/**
 * clab_known_exit() - forget every option
 *
 * Context: Process. No packet can ask for one any more.
 */
void clab_known_exit(void)
{
	clab_known_flush();
}
