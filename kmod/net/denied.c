// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: packets that the LSM refuses for their label
 *
 * The sender of a packet whose label may not reach the receiver is told so, by
 * ICMP type 3 code 10, as stock NetLabel does it: connect() fails at once, and
 * the next send of a connected datagram socket does. Stock NetLabel can do that
 * because the option is still in the packet when SELinux asks for the answer.
 * Ours is gone by then, and nothing asks: the packet is seen where it is thrown
 * away, while it still carries its label and its route.
 *
 * The answer waits for a worker, and for the sender to let go of its socket: on
 * loopback, one that was sent on the spot would find connect() holding it, and
 * be lost.
 */
#include <linux/icmp.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/workqueue.h>
#include <net/ip.h>
#include <net/udp.h>
#include <trace/events/skb.h>

#include "compat/compat.h"
#include "lsm/peer.h"
#include "net/denied.h"

/* The core limits the rate of errors; this limits what waits for it, and how
 * often, a tick each, it waits for a sender.
 */
#define CLAB_DENIED_MAX		64
#define CLAB_DENIED_PATIENCE	50

static struct sk_buff_head clab_denied_queue;

static void clab_denied_work_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(clab_denied_work, clab_denied_work_fn);

/* struct clab_denied_cb - a packet that waits: how often it has been looked at */
struct clab_denied_cb {
	unsigned int looks;
};

static struct clab_denied_cb *clab_denied_cb(struct sk_buff *skb)
{
	return (struct clab_denied_cb *)skb->cb;
}

static const __be16 *clab_denied_ports(const struct sk_buff *skb, __be16 *ports)
{
	return skb_header_pointer(skb, skb_network_offset(skb) + ip_hdrlen(skb),
				  2 * sizeof(*ports), ports);
}

/* Does a program of this host hold the TCP socket that the packet came from? */
static bool clab_denied_sender_busy(const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	__be16 _ports[2];
	const __be16 *ports;
	struct sock *sk;
	bool busy = false;

	if (iph->protocol != IPPROTO_TCP)
		return false;
	ports = clab_denied_ports(skb, _ports);
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

/* Send an answer, unless it is too early. The device has been held, and its
 * namespace with it.
 */
static bool clab_denied_send(struct sk_buff *skb)
{
	bool later;

	local_bh_disable();
	rcu_read_lock();
	later = clab_denied_cb(skb)->looks++ < CLAB_DENIED_PATIENCE &&
		clab_denied_sender_busy(skb);
	if (!later) {
		memset(skb->cb, 0, sizeof(skb->cb));
		clab_compat_icmp_send(skb, ICMP_DEST_UNREACH, ICMP_HOST_ANO, 0);
	}
	rcu_read_unlock();
	local_bh_enable();
	return !later;
}

static void clab_denied_let_go(struct sk_buff *skb)
{
	dev_put(skb->dev);
	kfree_skb(skb);
}

static void clab_denied_work_fn(struct work_struct *work)
{
	struct sk_buff_head now;
	struct sk_buff *skb;

	__skb_queue_head_init(&now);
	spin_lock_bh(&clab_denied_queue.lock);
	skb_queue_splice_init(&clab_denied_queue, &now);
	spin_unlock_bh(&clab_denied_queue.lock);
	while ((skb = __skb_dequeue(&now))) {
		if (clab_denied_send(skb))
			clab_denied_let_go(skb);
		else
			skb_queue_tail(&clab_denied_queue, skb);
	}
	if (!skb_queue_empty(&clab_denied_queue))
		schedule_delayed_work(&clab_denied_work, 1);
}

static void clab_denied_answer(const struct sk_buff *skb, struct net_device *dev)
{
	struct sk_buff *copy;

	if (skb_queue_len_lockless(&clab_denied_queue) >= CLAB_DENIED_MAX)
		return;
	copy = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);
	if (!copy)
		return;
	if (!skb_dst_force(copy)) {
		kfree_skb(copy);
		return;
	}
	copy->dev = dev;
	dev_hold(dev);
	clab_denied_cb(copy)->looks = 0;
	skb_queue_tail(&clab_denied_queue, copy);
	schedule_delayed_work(&clab_denied_work, 0);
}

/* The socket that a TCP segment or a datagram is for, with a reference. */
static struct sock *clab_denied_socket(struct net *net, struct sk_buff *skb, int dif)
{
	const struct iphdr *iph = ip_hdr(skb);
	__be16 _ports[2];
	const __be16 *ports = clab_denied_ports(skb, _ports);

	if (!ports)
		return NULL;
	switch (iph->protocol) {
	case IPPROTO_TCP:
		return clab_compat_lookup_tcp(net, skb,
					      skb_network_offset(skb) + ip_hdrlen(skb),
					      ports[0], ports[1], dif);
	case IPPROTO_UDP:
		return udp4_lib_lookup(net, iph->saddr, ports[0], iph->daddr, ports[1], dif);
	default:
		return NULL;
	}
}

/*
 * Was it the LSM? A filter of the receiving program gives the same reason, and
 * what that throws away nobody is to hear of.
 */
static bool clab_denied_by_lsm(struct net *net, struct sk_buff *skb, int dif)
{
	struct sock *sk = clab_denied_socket(net, skb, dif);
	bool denied;

	if (!sk)
		return false;
	denied = sk_fullsock(sk) && security_sock_rcv_skb(sk, skb);
	sock_gen_put(sk);
	return denied;
}

static void clab_denied_look(struct sk_buff *skb, bool lsm)
{
	struct net_device *dev;
	struct net *net;

	rcu_read_lock();
	/* A datagram's device may be overwritten by now; its route has one. */
	dev = skb_dst(skb) ? skb_dst(skb)->dev : NULL;
	if (!dev || !clab_peer_labeled_rcu(skb))
		goto out;
	net = dev_net(dev);
	if (lsm || clab_denied_by_lsm(net, skb, skb->skb_iif))
		clab_denied_answer(skb, dev);
out:
	rcu_read_unlock();
}

/* Called for every packet that is thrown away, of which nearly none concerns us. */
static void clab_denied_probe(void *data, struct sk_buff *skb, void *location,
			      enum skb_drop_reason reason CLAB_COMPAT_KFREE_SKB_SOCK)
{
	bool lsm = clab_compat_denied(reason);

	if (lsm || reason == SKB_DROP_REASON_SOCKET_FILTER)
		if (skb->protocol == htons(ETH_P_IP) && skb_sec_path(skb))
			clab_denied_look(skb, lsm);
}

/**
 * clab_denied_watch() - begin to watch packets being thrown away
 *
 * Context: Process, may sleep.
 * Return: 0 or a negative errno.
 */
int clab_denied_watch(void)
{
	skb_queue_head_init(&clab_denied_queue);
	return register_trace_kfree_skb(clab_denied_probe, NULL);
}

/**
 * clab_denied_unwatch() - undo clab_denied_watch()
 *
 * Context: Process, may sleep.
 */
void clab_denied_unwatch(void)
{
	struct sk_buff *skb;

	unregister_trace_kfree_skb(clab_denied_probe, NULL);
	tracepoint_synchronize_unregister();
	/* Nothing is added any more: one that waits for its sender is let go. */
	cancel_delayed_work_sync(&clab_denied_work);
	while ((skb = skb_dequeue(&clab_denied_queue)))
		clab_denied_let_go(skb);
}
