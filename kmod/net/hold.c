// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: packets kept back for process context
 *
 * Two things can't be done where a packet arrives: the LSM may sleep when it
 * sees a label first, and a SYN-ACK that finds its socket busy loses its
 * label in the socket's backlog. Such a packet is taken out of PRE_ROUTING,
 * what it waits for is done by a worker, and the packet enters PRE_ROUTING
 * again as if nothing had been. Packets that wait for the same label stay in
 * order: while one of them waits, later ones queue behind it.
 */
#include <linux/netdevice.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/dst.h>
#include <net/sock.h>

#include "core/drop.h"
#include "core/netns.h"
#include "lsm/resolve.h"
#include "net/hold.h"

#define CLAB_HOLD_MAX	1024		/* packets a namespace keeps back */
#define CLAB_HOLD_SOCK	(HZ / 5)	/* how long a SYN-ACK waits for its socket */

/**
 * struct clab_held - a packet kept back
 * @list: in struct clab_hold.list, in order of arrival
 * @skb: the packet
 * @dev: the device it came in by, referenced
 * @pf: its NFPROTO_
 * @okfn: where PRE_ROUTING leads
 * @known: the option it waits for, referenced, or NULL
 * @sk: the connecting socket it waits for, referenced, or NULL
 * @deadline: when not to wait for @sk any longer
 */
struct clab_held {
	struct list_head list;
	struct sk_buff *skb;
	struct net_device *dev;
	u8 pf;
	int (*okfn)(struct net *net, struct sock *sk, struct sk_buff *skb);
	struct clab_known *known;
	struct sock *sk;
	unsigned long deadline;
};

/**
 * struct clab_hold - the packets that a namespace keeps back
 * @cn: the namespace
 * @lock: guards @list, @count and @closed
 * @list: struct clab_held
 * @count: their number
 * @closed: nothing is taken any more
 * @work: resolves and resumes
 */
struct clab_hold {
	struct clab_net *cn;
	spinlock_t lock;	/* guards list, count and closed */
	struct list_head list;
	unsigned int count;
	bool closed;
	struct delayed_work work;
};

static DEFINE_PER_CPU(const struct clab_held *, clab_hold_resumes);

/**
 * clab_hold_resuming() - whether the packet that is looked at was kept back
 *
 * Context: Bottom halves off.
 * Return: true inside the resumption of a packet on this CPU.
 */
bool clab_hold_resuming(void)
{
	return this_cpu_read(clab_hold_resumes);
}

/**
 * clab_hold_resuming_for() - whether it was kept back for a certain option
 * @known: the option, as it is known now
 *
 * What was known when the packet came may have been forgotten while it waited, and
 * nobody has tried to resolve what is in its place.
 *
 * Context: Bottom halves off, RCU read section.
 * Return: true inside the resumption of a packet that waited for this very one.
 */
bool clab_hold_resuming_for(const struct clab_known *known)
{
	const struct clab_held *held = this_cpu_read(clab_hold_resumes);

	return held && held->known == known;
}

static void clab_held_free(struct clab_held *held)
{
	if (held->known) {
		atomic_dec(&held->known->waiting);
		clab_known_put(held->known);
	}
	if (held->sk)
		sock_put(held->sk);
	dev_put(held->dev);
	kfree(held);
}

static bool clab_hold_add(struct clab_hold *hold, struct clab_held *held)
{
	bool room;

	spin_lock_bh(&hold->lock);
	room = !hold->closed && hold->count < CLAB_HOLD_MAX;
	if (room) {
		/* One that waits again has come before all that wait. */
		if (clab_hold_resuming())
			list_add(&held->list, &hold->list);
		else
			list_add_tail(&held->list, &hold->list);
		hold->count++;
	}
	spin_unlock_bh(&hold->lock);
	return room;
}

/*
 * A socket that a program has chosen for the packet may be valid only until the
 * end of the RCU section.
 */
static bool clab_hold_pin_socket(struct sk_buff *skb)
{
	if (!skb_sk_is_prefetched(skb) || sk_is_refcounted(skb->sk))
		return true;
	if (!refcount_inc_not_zero(&skb->sk->sk_refcnt))
		return false;
	skb->destructor = sock_edemux;
	return true;
}

static unsigned int clab_hold_refuse(struct clab_net *cn, const struct sk_buff *skb,
				     const struct nf_hook_state *state, enum clab_stat stat)
{
	const struct clab_drop drop = {
		.dir = CLAB_DIR_IN,
		.reason = stat == CLAB_S_RX_NOMEM ? CLAB_DROP_NO_MEMORY : CLAB_DROP_OVERFLOW,
		.ifindex = state->in->ifindex,
	};

	clab_drop_note(cn, skb, &drop);
	clab_stats_inc(cn->stats, stat);
	return NF_DROP;
}

/* Takes over the references to known and sk, whatever comes of it. */
static unsigned int clab_hold(struct clab_net *cn, struct sk_buff *skb,
			      const struct nf_hook_state *state,
			      struct clab_known *known, struct sock *sk)
{
	struct clab_held *held;

	held = kzalloc(sizeof(*held), GFP_ATOMIC);
	if (!held) {
		if (known)
			clab_known_put(known);
		if (sk)
			sock_put(sk);
		return clab_hold_refuse(cn, skb, state, CLAB_S_RX_NOMEM);
	}
	held->skb = skb;
	held->dev = state->in;
	held->pf = state->pf;
	held->okfn = state->okfn;
	held->known = known;
	held->sk = sk;
	held->deadline = jiffies + CLAB_HOLD_SOCK;
	dev_hold(held->dev);
	if (known)
		atomic_inc(&known->waiting);
	skb_dst_force(skb);

	if (!clab_hold_pin_socket(skb) || !clab_hold_add(cn->hold, held)) {
		clab_held_free(held);
		return clab_hold_refuse(cn, skb, state, CLAB_S_HOLD_OVERFLOW);
	}
	clab_stats_inc(cn->stats, CLAB_S_HELD);
	mod_delayed_work(system_wq, &cn->hold->work, 0);
	return NF_STOLEN;
}

/**
 * clab_hold_label() - keep a packet back until its label is resolved
 * @cn: the namespace
 * @skb: the packet
 * @state: the hook it is in
 * @known: its option
 *
 * Context: PRE_ROUTING, RCU read section.
 * Return: the verdict: NF_STOLEN, or NF_DROP, which is counted.
 */
unsigned int clab_hold_label(struct clab_net *cn, struct sk_buff *skb,
			     const struct nf_hook_state *state, struct clab_known *known)
{
	if (!clab_known_hold(known))
		return clab_hold_refuse(cn, skb, state, CLAB_S_HOLD_OVERFLOW);
	return clab_hold(cn, skb, state, known, NULL);
}

/**
 * clab_hold_synack() - keep a SYN-ACK back until its socket is not busy
 * @cn: the namespace
 * @skb: the packet
 * @state: the hook it is in
 * @sk: the connecting socket; the caller's reference is taken over
 *
 * Context: PRE_ROUTING, RCU read section.
 * Return: the verdict: NF_STOLEN, or NF_DROP, which is counted.
 */
unsigned int clab_hold_synack(struct clab_net *cn, struct sk_buff *skb,
			      const struct nf_hook_state *state, struct sock *sk)
{
	return clab_hold(cn, skb, state, NULL, sk);
}

static void clab_held_resume(struct clab_hold *hold, struct clab_held *held)
{
	local_bh_disable();
	rcu_read_lock();
	if (held->dev->flags & IFF_UP) {
		this_cpu_write(clab_hold_resumes, held);
		NF_HOOK(held->pf, NF_INET_PRE_ROUTING, hold->cn->net, NULL, held->skb,
			held->dev, NULL, held->okfn);
		this_cpu_write(clab_hold_resumes, NULL);
	} else {
		kfree_skb(held->skb);
	}
	rcu_read_unlock();
	local_bh_enable();
	clab_held_free(held);
}

/* The lock is not taken: who holds it may hold it for as long as it likes. */
static bool clab_held_ready(const struct clab_held *held)
{
	return !held->sk || !sock_owned_by_user_nocheck(held->sk) ||
	       time_after(jiffies, held->deadline);
}

static struct clab_held *clab_hold_next(struct clab_hold *hold)
{
	struct clab_held *held, *found = NULL;

	spin_lock_bh(&hold->lock);
	list_for_each_entry(held, &hold->list, list) {
		if (!clab_held_ready(held))
			continue;
		list_del(&held->list);
		hold->count--;
		found = held;
		break;
	}
	spin_unlock_bh(&hold->lock);
	return found;
}

static bool clab_hold_caches(const struct clab_net *cn)
{
	bool caches;

	rcu_read_lock();
	caches = clab_tunables_cache(&clab_net_config_rcu(cn)->tun);
	rcu_read_unlock();
	return caches;
}

static void clab_hold_work(struct work_struct *work)
{
	struct clab_hold *hold = container_of(work, struct clab_hold, work.work);
	struct clab_held *held;

	while ((held = clab_hold_next(hold))) {
		if (held->known)
			clab_known_resolve(held->known, !clab_hold_caches(hold->cn));
		clab_held_resume(hold, held);
		cond_resched();
	}
	if (!list_empty(&hold->list))
		queue_delayed_work(system_wq, &hold->work, 1);
}

/**
 * clab_hold_init() - set a namespace up to keep packets back
 * @cn: the namespace
 *
 * Context: Process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int clab_hold_init(struct clab_net *cn)
{
	struct clab_hold *hold = kzalloc(sizeof(*hold), GFP_KERNEL);

	if (!hold)
		return -ENOMEM;
	hold->cn = cn;
	spin_lock_init(&hold->lock);
	INIT_LIST_HEAD(&hold->list);
	INIT_DELAYED_WORK(&hold->work, clab_hold_work);
	cn->hold = hold;
	return 0;
}

/**
 * clab_hold_drain() - drop what is kept back and take nothing any more
 * @cn: the namespace
 *
 * Context: Process, may sleep.
 */
void clab_hold_drain(struct clab_net *cn)
{
	struct clab_hold *hold = cn->hold;
	struct clab_held *held, *tmp;

	spin_lock_bh(&hold->lock);
	hold->closed = true;
	spin_unlock_bh(&hold->lock);
	cancel_delayed_work_sync(&hold->work);
	list_for_each_entry_safe(held, tmp, &hold->list, list) {
		kfree_skb(held->skb);
		clab_held_free(held);
	}
	INIT_LIST_HEAD(&hold->list);
	hold->count = 0;
}

/**
 * clab_hold_exit() - undo clab_hold_init()
 * @cn: the namespace; its hooks are gone
 *
 * Context: Process, may sleep.
 */
void clab_hold_exit(struct clab_net *cn)
{
	clab_hold_drain(cn);
	kfree(cn->hold);
}
