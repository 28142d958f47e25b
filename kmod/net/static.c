// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: packets that carry no label
 *
 * At PRE_ROUTING such a packet gets the static label of its interface and
 * source. When unlabeled packets are not accepted, one that still has no label
 * is refused where the LSM would look at it: on its way to a socket, and on its
 * way through this host. What the kernel itself answers or takes apart reaches
 * no socket as it is and passes, as it does with NetLabel: neighbour discovery
 * goes on, and the packet inside a tunnel's is looked at by itself. The sender is
 * told which option it has left out (CIPSO 2.2 draft, 5.1.2), which NetLabel does not.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "codec/opt.h"
#include "core/drop.h"
#include "core/netns.h"
#include "lsm/peer.h"
#include "net/answer.h"
#include "net/conn.h"
#include "net/hold.h"
#include "net/mss.h"
#include "net/skbopt.h"
#include "net/static.h"

/* Code of ICMP type 12 (RFC 1108, 5); the kernel has no name for it. */
#define CLAB_STATIC_ICMP_MISSING	1

static unsigned int clab_static_drop(struct clab_net *cn, const struct sk_buff *skb,
				     const struct nf_hook_state *state, u32 reason)
{
	const struct clab_drop drop = {
		.dir = CLAB_DIR_IN,
		.reason = reason,
		.ifindex = state->in ? state->in->ifindex : 0,
	};

	clab_drop_note(cn, skb, &drop);
	clab_stats_inc(cn->stats, reason == CLAB_DROP_UNLABELED ? CLAB_S_RX_UNLABELED_REFUSED :
								  CLAB_S_RX_NOMEM);
	return NF_DROP;
}

static unsigned int clab_static_attach(struct clab_net *cn, struct sk_buff *skb,
				       const struct nf_hook_state *state, u32 secid)
{
	struct clab_peer *peer = clab_peer_get_rcu(secid);
	struct sock *busy;

	if (IS_ERR(peer))
		return clab_static_drop(cn, skb, state, CLAB_DROP_NO_MEMORY);
	busy = clab_conn_synack(cn, skb, peer);
	if (IS_ERR(busy))
		return clab_static_drop(cn, skb, state, CLAB_DROP_NO_MEMORY);
	if (busy)
		return clab_hold_synack(cn, skb, state, busy);
	if (clab_peer_attach(skb, peer))
		return clab_static_drop(cn, skb, state, CLAB_DROP_NO_MEMORY);
	clab_stats_inc(cn->stats, CLAB_S_RX_STATIC);
	return NF_ACCEPT;
}

/**
 * clab_static_rx() - give an unlabeled packet its static label, if it has one
 * @cn: the namespace
 * @skb: the packet
 * @state: the hook it is in
 * @family: its address family
 *
 * Context: PRE_ROUTING, RCU read section.
 * Return: the verdict.
 */
unsigned int clab_static_rx(struct clab_net *cn, struct sk_buff *skb,
			    const struct nf_hook_state *state, enum clab_unlbl_family family)
{
	struct clab_unlbl *unlbl = &clab_net_config_rcu(cn)->unlbl;
	const struct clab_unlbl_label *label;
	const u8 *saddr;

	if (!READ_ONCE(unlbl->count[family]))
		return NF_ACCEPT;
	if (family == CLAB_UNLBL_V4)
		saddr = (const u8 *)&ip_hdr(skb)->saddr;
	else
		saddr = ipv6_hdr(skb)->saddr.s6_addr;
	label = clab_unlbl_find_rcu(unlbl, state->in->ifindex, family, saddr);
	if (!label)
		return NF_ACCEPT;
	return clab_static_attach(cn, skb, state, READ_ONCE(label->secid));
}

/**
 * clab_static_tx6() - tell a connecting IPv6 socket the label of its SYN-ACK
 * @cn: the namespace
 * @skb: an outgoing IPv6 packet
 * @state: the hook it is in
 *
 * Context: LOCAL_OUT, RCU read section.
 */
void clab_static_tx6(struct clab_net *cn, struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (clab_mss_owner6(skb, state) && skb->sk->sk_state != TCP_SYN_SENT)
		clab_conn_deliver(cn, skb->sk);
}

/* A message that only a socket can be waiting for. */
static bool clab_static_icmp_reply(const struct sk_buff *skb, int offset)
{
	const struct icmphdr *icmph;
	struct icmphdr hdr;

	icmph = skb_header_pointer(skb, offset, sizeof(hdr), &hdr);
	if (!icmph)
		return true;
	return icmph->type == ICMP_ECHOREPLY || icmph->type == ICMP_TIMESTAMPREPLY ||
	       icmph->type == ICMP_INFO_REPLY || icmph->type == ICMP_ADDRESSREPLY;
}

static bool clab_static_icmp6_reply(const struct sk_buff *skb, int offset)
{
	const u8 *type;
	u8 octet;

	type = skb_header_pointer(skb, offset, sizeof(octet), &octet);
	return !type || *type == ICMPV6_ECHO_REPLY;
}

/* What the kernel takes apart, to look at what is inside, or answers itself. */
static bool clab_static_kernels(const struct sk_buff *skb, u8 proto, int offset)
{
	switch (proto) {
	case IPPROTO_ICMP:
		return ip_hdr(skb)->version == 4 && !clab_static_icmp_reply(skb, offset);
	case IPPROTO_ICMPV6:
		return ip_hdr(skb)->version == 6 && !clab_static_icmp6_reply(skb, offset);
	case IPPROTO_IGMP:
	case IPPROTO_PIM:
	case IPPROTO_IPIP:
	case IPPROTO_IPV6:
	case IPPROTO_GRE:
	case IPPROTO_ESP:
	case IPPROTO_AH:
	case IPPROTO_COMP:
		return true;
	/* A later fragment is of no use without the first. */
	case NEXTHDR_FRAGMENT:
		return ip_hdr(skb)->version == 6;
	default:
		return false;
	}
}

static bool clab_static_for_kernel(const struct sk_buff *skb)
{
	int offset = skb_network_offset(skb);
	__be16 frag;
	u8 proto;

	if (ip_hdr(skb)->version == 4)
		return clab_static_kernels(skb, ip_hdr(skb)->protocol, offset + ip_hdrlen(skb));
	proto = ipv6_hdr(skb)->nexthdr;
	offset = ipv6_skip_exthdr(skb, offset + sizeof(struct ipv6hdr), &proto, &frag);
	return offset >= 0 && clab_static_kernels(skb, proto, offset);
}

/* An option that is still there is another engine's, which has read it by now or
 * refuses it; where the kernel has no other engine it is no label.
 */
static bool clab_static_foreign(struct sk_buff *skb)
{
	u8 area[CLAB_OPT_MAX];
	struct clab_err err;
	unsigned int len;

	if (!IS_ENABLED(CONFIG_NETLABEL) || ip_hdr(skb)->version != 4 || !clab_skbopt_len(skb))
		return false;
	len = clab_skbopt_read(skb, area);
	return clab_opt_find(area, len, CLAB_IPOPT_CIPSO, &err) >= 0;
}

/* "Required option missing": the pointer is the option's type. */
static void clab_static_tell(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	static const struct clab_answer_icmp missing = {
		.type = ICMP_PARAMETERPROB,
		.code = CLAB_STATIC_ICMP_MISSING,
		.pointer = CLAB_IPOPT_CIPSO,
	};

	if (state->pf == NFPROTO_IPV4)
		clab_answer(skb, state->in, &missing);
}

/**
 * clab_static_guard() - refuse a packet without a label
 * @cn: the namespace
 * @skb: the packet
 * @state: the hook it is in
 *
 * Context: LOCAL_IN or FORWARD, RCU read section.
 * Return: the verdict.
 */
unsigned int clab_static_guard(struct clab_net *cn, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	if (READ_ONCE(clab_net_config_rcu(cn)->accept) || clab_peer_labeled_rcu(skb) ||
	    clab_static_foreign(skb))
		return NF_ACCEPT;
	if (state->hook == NF_INET_LOCAL_IN && clab_static_for_kernel(skb))
		return NF_ACCEPT;
	clab_static_tell(skb, state);
	return clab_static_drop(cn, skb, state, CLAB_DROP_UNLABELED);
}

static int clab_static_bind(struct clab_net *cn, const struct net_device *dev)
{
	int ret;

	mutex_lock(&cn->cfg_lock);
	ret = clab_unlbl_bind(&clab_net_config(cn)->unlbl, dev->ifindex, dev->name);
	mutex_unlock(&cn->cfg_lock);
	return ret;
}

static void clab_static_unbind(struct clab_net *cn, const struct net_device *dev)
{
	mutex_lock(&cn->cfg_lock);
	clab_unlbl_unbind(&clab_net_config(cn)->unlbl, dev->ifindex);
	mutex_unlock(&cn->cfg_lock);
}

/* Devices come, go and change their names under the RTNL, which is therefore
 * never taken with the configuration mutex held.
 */
static int clab_static_event(struct notifier_block *nb, unsigned long event, void *data)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(data);
	struct clab_net *cn = clab_net(dev_net(dev));

	switch (event) {
	case NETDEV_REGISTER:
	case NETDEV_CHANGENAME:
		return notifier_from_errno(clab_static_bind(cn, dev));
	case NETDEV_UNREGISTER:
		clab_static_unbind(cn, dev);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block clab_static_nb = {
	.notifier_call = clab_static_event,
};

/**
 * clab_static_init() - watch devices come and go
 *
 * Context: Process, may sleep; namespaces are set up.
 * Return: 0 or a negative errno.
 */
int clab_static_init(void)
{
	return register_netdevice_notifier(&clab_static_nb);
}

/**
 * clab_static_exit() - undo clab_static_init()
 *
 * Context: Process, may sleep; namespaces are still set up.
 */
void clab_static_exit(void)
{
	unregister_netdevice_notifier(&clab_static_nb);
}
