// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: ICMP errors that a worker sends
 *
 * An error that is to end a connect() waits for the sender to let go of its
 * socket: on loopback, and between namespaces of this host, the packet is refused
 * while connect() holds it, and an error that was sent on the spot would be lost. A
 * socket of the same namespace is asked; for others there is a little time.
 */
#include <linux/atomic.h>
#include <linux/icmp.h>
#include <linux/ip.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/ip.h>

#include "compat/compat.h"
#include "core/netns.h"
#include "net/answer.h"
#include "net/reply.h"

/* The core limits the rate of errors; this limits what waits for it, and how
 * often, a tick each, it waits for a sender.
 */
#define CLAB_ANSWER_MAX		64
#define CLAB_ANSWER_DELAY	max(HZ / 100, 1)	/* for a sender of another namespace */
#define CLAB_ANSWER_PATIENCE	50

/**
 * struct clab_answer - an error that waits
 * @list: in clab_answers
 * @skb: the packet at fault, with its route referenced
 * @dev: its device, referenced, and with it its namespace
 * @icmp: the error
 * @looks: how often its sender has been looked at
 * @label: the packet's label, of an error that is to carry it
 */
struct clab_answer {
	struct list_head list;
	struct sk_buff *skb;
	struct net_device *dev;
	struct clab_answer_icmp icmp;
	unsigned int looks;
	struct clab_reply_label label;
};

static LIST_HEAD(clab_answers);
static DEFINE_SPINLOCK(clab_answer_lock); /* guards clab_answers */
static atomic_t clab_answer_count; /* those that the worker has taken included */

static void clab_answer_work_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(clab_answer_work, clab_answer_work_fn);

static void clab_answer_free(struct clab_answer *answer)
{
	dev_put(answer->dev);
	kfree_skb(answer->skb);
	kfree(answer);
	atomic_dec(&clab_answer_count);
}

/* Does a program of the same namespace hold the TCP socket that the packet came from? */
static bool clab_answer_sender_busy(const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	__be16 _ports[2];
	const __be16 *ports;
	struct sock *sk;
	bool busy = false;

	if (iph->protocol != IPPROTO_TCP)
		return false;
	ports = skb_header_pointer(skb, skb_network_offset(skb) + ip_hdrlen(skb),
				   sizeof(_ports), _ports);
	if (!ports)
		return false;
	sk = clab_compat_lookup_established(dev_net(skb->dev), iph->daddr, ports[1],
					    iph->saddr, ports[0], skb->skb_iif);
	if (!sk)
		return false;
	/* A request and a TIME_WAIT socket have no lock. */
	if (sk_fullsock(sk)) {
		bh_lock_sock(sk);
		busy = sock_owned_by_user(sk);
		bh_unlock_sock(sk);
	}
	sock_gen_put(sk);
	return busy;
}

static void clab_answer_icmp(const struct clab_answer *answer)
{
	struct sk_buff *skb = answer->skb;

	memset(skb->cb, 0, sizeof(skb->cb));
	/* What came in on this CPU meanwhile, or before, is another's label. */
	clab_reply_forget();
	if (answer->icmp.labeled)
		clab_reply_note_any(clab_net(dev_net(answer->dev)), skb, &answer->label);
	clab_compat_icmp_send(skb, answer->icmp.type, answer->icmp.code,
			      htonl((u32)answer->icmp.pointer << 24));
	clab_reply_forget();
}

/* Send an answer, unless it is too early. */
static bool clab_answer_send(struct clab_answer *answer)
{
	bool later;

	local_bh_disable();
	rcu_read_lock();
	later = answer->looks++ < CLAB_ANSWER_PATIENCE && clab_answer_sender_busy(answer->skb);
	if (!later)
		clab_answer_icmp(answer);
	rcu_read_unlock();
	local_bh_enable();
	return !later;
}

static void clab_answer_add(struct clab_answer *answer)
{
	unsigned long flags;

	spin_lock_irqsave(&clab_answer_lock, flags);
	list_add_tail(&answer->list, &clab_answers);
	spin_unlock_irqrestore(&clab_answer_lock, flags);
}

/* Take all that wait. */
static void clab_answer_take(struct list_head *now)
{
	spin_lock_irq(&clab_answer_lock);
	list_splice_init(&clab_answers, now);
	spin_unlock_irq(&clab_answer_lock);
}

static void clab_answer_work_fn(struct work_struct *work)
{
	struct clab_answer *answer, *next;
	bool again = false;
	LIST_HEAD(now);

	clab_answer_take(&now);
	list_for_each_entry_safe(answer, next, &now, list) {
		list_del(&answer->list);
		if (clab_answer_send(answer)) {
			clab_answer_free(answer);
		} else {
			clab_answer_add(answer);
			again = true;
		}
	}
	if (again)
		schedule_delayed_work(&clab_answer_work, 1);
}

/* A copy of the packet shares its data: nobody else has any use for that. */
static bool clab_answer_fill(struct clab_answer *answer, const struct sk_buff *skb,
			     struct net_device *dev)
{
	if (answer->icmp.labeled)
		answer->icmp.labeled = clab_reply_current(clab_net(dev_net(dev)), skb,
							  &answer->label);
	answer->skb = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);
	if (!answer->skb)
		return false;
	if (!skb_dst_force(answer->skb)) {
		kfree_skb(answer->skb);
		return false;
	}
	answer->skb->dev = dev;
	answer->dev = dev;
	dev_hold(dev);
	return true;
}

static struct clab_answer *clab_answer_alloc(const struct sk_buff *skb, struct net_device *dev,
					     const struct clab_answer_icmp *icmp)
{
	struct clab_answer *answer;

	answer = kzalloc(sizeof(*answer), GFP_ATOMIC | __GFP_NOWARN);
	if (!answer)
		return NULL;
	answer->icmp = *icmp;
	if (clab_answer_fill(answer, skb, dev))
		return answer;
	kfree(answer);
	return NULL;
}

/* Returns false where it can't wait. */
static bool clab_answer_later(const struct sk_buff *skb, struct net_device *dev,
			      const struct clab_answer_icmp *icmp)
{
	struct clab_answer *answer;

	if (!atomic_add_unless(&clab_answer_count, 1, CLAB_ANSWER_MAX))
		return false;
	answer = clab_answer_alloc(skb, dev, icmp);
	if (!answer) {
		atomic_dec(&clab_answer_count);
		return false;
	}
	clab_answer_add(answer);
	schedule_delayed_work(&clab_answer_work, CLAB_ANSWER_DELAY);
	return true;
}

/**
 * clab_answer() - tell the sender of a packet that is thrown away why, soon
 * @skb: the packet, with a route
 * @dev: a device of the namespace that it is in
 * @icmp: the error
 *
 * The core sends none in answer to an ICMP error, to a later fragment, or to what
 * was not sent to this host alone, and keeps the rates. No option of the packet is
 * sent back but inside the quotation.
 *
 * Context: Any; for an error that is @labeled: bottom halves off, RCU read section.
 */
void clab_answer(const struct sk_buff *skb, struct net_device *dev,
		 const struct clab_answer_icmp *icmp)
{
	if (!clab_answer_later(skb, dev, icmp))
		clab_stats_inc(clab_net(dev_net(dev))->stats, CLAB_S_ANSWERS_LOST);
}

/**
 * clab_answer_flush() - let go of what waits
 *
 * Context: Process, may sleep. Nothing is added any more.
 */
void clab_answer_flush(void)
{
	struct clab_answer *answer, *next;
	LIST_HEAD(now);

	cancel_delayed_work_sync(&clab_answer_work);
	clab_answer_take(&now);
	list_for_each_entry_safe(answer, next, &now, list)
		clab_answer_free(answer);
}
