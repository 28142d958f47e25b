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
 * On the way through it is code 9. Netfilter throws such a packet away, and does not
 * say for whom; so there is a hook right in front of the LSM's and one right behind
 * it, and what is thrown away between the two was the LSM's.
 *
 * The answer is sent by a worker: on loopback, one that was sent on the spot would
 * find connect() holding its socket, and be lost.
 */
#include <linux/icmp.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <net/ip.h>
#include <net/route.h>
#include <net/udp.h>
#include <trace/events/skb.h>

#include "compat/compat.h"
#include "lsm/peer.h"
#include "net/answer.h"
#include "net/denied.h"

static const struct clab_answer_icmp clab_denied_icmp = {
	.type = ICMP_DEST_UNREACH,
	.code = ICMP_HOST_ANO,
};

static const struct clab_answer_icmp clab_denied_icmp_forward = {
	.type = ICMP_DEST_UNREACH,
	.code = ICMP_NET_ANO,
	.labeled = true,
};

#define CLAB_DENIED_ASKING	(HZ / 10)	/* longer than any LSM takes to answer */

/**
 * struct clab_denied_asked - what the LSM is being asked about on a CPU
 * @skb: a packet to be passed on; an address only, nothing is read of it
 * @since: when that began
 */
struct clab_denied_asked {
	const struct sk_buff *skb;
	unsigned long since;
};

static DEFINE_PER_CPU(struct clab_denied_asked, clab_denied_asked);

static const __be16 *clab_denied_ports(const struct sk_buff *skb, __be16 *ports)
{
	return skb_header_pointer(skb, skb_network_offset(skb) + ip_hdrlen(skb),
				  2 * sizeof(*ports), ports);
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
		clab_answer(skb, dev, &clab_denied_icmp);
out:
	rcu_read_unlock();
}

/* Whether a packet has come in here to be passed on. */
static bool clab_denied_passes(const struct sk_buff *skb)
{
	const struct rtable *rt = skb_rtable(skb);

	return rt && rt_is_input_route(rt) && rt->rt_type == RTN_UNICAST;
}

/*
 * Who takes a packet away between the two hooks, as a queue of netfilter does, leaves
 * its address here, and another packet may come to lie there.
 */
static bool clab_denied_asks(const struct sk_buff *skb)
{
	return skb == this_cpu_read(clab_denied_asked.skb) &&
	       time_before(jiffies, this_cpu_read(clab_denied_asked.since) + CLAB_DENIED_ASKING) &&
	       clab_denied_passes(skb);
}

static void clab_denied_look_forward(const struct sk_buff *skb)
{
	this_cpu_write(clab_denied_asked.skb, NULL);
	rcu_read_lock();
	if (clab_peer_labeled_rcu(skb))
		clab_answer(skb, skb->dev, &clab_denied_icmp_forward);
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
	if (reason == SKB_DROP_REASON_NETFILTER_DROP && clab_denied_asks(skb))
		clab_denied_look_forward(skb);
}

/**
 * clab_denied_ahead() - the LSM is asked about a packet
 * @priv: not used
 * @skb: the packet
 * @state: the hook it is in
 *
 * Context: FORWARD, in front of the LSM; bottom halves off.
 * Return: NF_ACCEPT.
 */
unsigned int clab_denied_ahead(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	this_cpu_write(clab_denied_asked.skb, skb);
	this_cpu_write(clab_denied_asked.since, jiffies);
	return NF_ACCEPT;
}

/**
 * clab_denied_behind() - the LSM has let it pass
 * @priv: not used
 * @skb: the packet
 * @state: the hook it is in
 *
 * Context: FORWARD, behind the LSM; bottom halves off.
 * Return: NF_ACCEPT.
 */
unsigned int clab_denied_behind(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	this_cpu_write(clab_denied_asked.skb, NULL);
	return NF_ACCEPT;
}

/**
 * clab_denied_watch() - begin to watch packets being thrown away
 *
 * Context: Process, may sleep.
 * Return: 0 or a negative errno.
 */
int clab_denied_watch(void)
{
	return register_trace_kfree_skb(clab_denied_probe, NULL);
}

/**
 * clab_denied_unwatch() - undo clab_denied_watch()
 *
 * Context: Process, may sleep.
 */
void clab_denied_unwatch(void)
{
	unregister_trace_kfree_skb(clab_denied_probe, NULL);
	tracepoint_synchronize_unregister();
}
