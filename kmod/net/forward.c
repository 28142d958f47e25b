// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: the way through
 *
 * A packet for another host has lost its option where it came in, and has a peer
 * label in its place, by which the LSM judges it. Here, when all others have seen
 * it, it gets the option that the label's domain and its destination are mapped to:
 * the same again, that of another DOI, or none. What can't get the option that it
 * must have is not passed on, and its sender is told.
 *
 * A packet without a label has the one that the LSM gives to what has none.
 */
#include <linux/icmp.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netfilter_bridge.h>
#include <net/dst.h>
#include <net/ip.h>

#include "codec/opt.h"
#include "compat/compat.h"
#include "core/drop.h"
#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/peer.h"
#include "net/answer.h"
#include "net/forward.h"
#include "net/memo.h"
#include "net/refuse.h"
#include "net/reply.h"
#include "net/skbopt.h"
#include "net/tx.h"

/* What an option that the packet had when it came in adds to what fits its link. */
static unsigned int clab_forward_came_with(const struct clab_net *cn, const struct sk_buff *skb)
{
	struct clab_reply_label label;

	if (!clab_reply_current(cn, skb, &label))
		return 0;
	/* Beside others it took less where its end was not aligned. */
	return clab_skbopt_len(skb) ? label.option[1] & ~3U : label.len;
}

/*
 * The sender counts the option that it sends, not the one that leaves here. TCP
 * keeps the MTU that it is told, so it must be one that works at once.
 */
static void clab_forward_tell_mtu(const struct clab_net *cn, struct sk_buff *skb,
				  const struct clab_memo_tx *label)
{
	unsigned int mtu = ip_dst_mtu_maybe_forward(skb_dst(skb), true);

	mtu += clab_forward_came_with(cn, skb);
	mtu -= min_t(unsigned int, mtu, label->len);
	clab_compat_icmp_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, htonl(mtu));
}

/* CIPSO 2.2 draft, 5.1: a gateway says so with code 9. */
static void clab_forward_tell(const struct clab_net *cn, struct sk_buff *skb,
			      const struct nf_hook_state *state,
			      const struct clab_memo_tx *label, int error)
{
	static const struct clab_answer_icmp prohibited = {
		.type = ICMP_DEST_UNREACH,
		.code = ICMP_NET_ANO,
		.labeled = true,
	};

	switch (error) {
	case -EMSGSIZE:
		clab_forward_tell_mtu(cn, skb, label);
		break;
	case -E2BIG:
		/* Segments that were put together here come again one by one. */
		if (skb_is_gso(skb))
			break;
		fallthrough;
	case -EACCES:
	case -ENOENT:
	case -ENOSPC:
		clab_answer(skb, state->in, &prohibited);
		break;
	}
}

static noinline unsigned int clab_forward_refuse(struct clab_net *cn, struct sk_buff *skb,
						 const struct nf_hook_state *state,
						 const struct clab_memo_tx *label, u32 reason,
						 int error)
{
	const struct clab_drop drop = {
		.dir = CLAB_DIR_OUT,
		.reason = reason,
		.doi = label->doi,
		.ifindex = state->out->ifindex,
	};

	clab_forward_tell(cn, skb, state, label, error);
	clab_drop_note(cn, skb, &drop);
	if (label->target)
		clab_hits_inc(&label->target->hits, CLAB_HIT_OUT_REFUSED);
	clab_stats_inc(cn->stats, CLAB_S_FWD_REFUSED);
	return NF_DROP;
}

/* Does it fit its link, or may it be cut so that it does? As ip_forward() asks. */
static int clab_forward_fits(const struct sk_buff *skb, unsigned int grow)
{
	unsigned int mtu;

	if (skb->len + grow <= IPV4_MIN_MTU)
		return 0;
	if (skb->len + grow > clab_compat_len_max(skb))
		return -E2BIG;
	mtu = ip_dst_mtu_maybe_forward(skb_dst(skb), true);
	if (skb->len + grow <= mtu || !(ip_hdr(skb)->frag_off & htons(IP_DF)))
		return 0;
	if (IPCB(skb)->frag_max_size > mtu)
		return -EMSGSIZE;
	if (skb->ignore_df)
		return 0;
	if (skb_is_gso(skb) && mtu > grow && skb_gso_validate_network_len(skb, mtu - grow))
		return 0;
	return -EMSGSIZE;
}

/*
 * The core fills in a record of the route, and the like, behind this hook: where it
 * has noted the options to be, they are no more.
 */
static void clab_forward_move_places(struct sk_buff *skb, unsigned int by, unsigned int len)
{
	struct ip_options *opt = &IPCB(skb)->opt;

	if (opt->srr)
		opt->srr += by;
	if (opt->rr)
		opt->rr += by;
	if (opt->ts)
		opt->ts += by;
	if (opt->router_alert)
		opt->router_alert += by;
	opt->optlen = len;
}

static int clab_forward_write(struct clab_config *cfg, struct sk_buff *skb,
			      const struct clab_memo_tx *label)
{
	unsigned int old = clab_skbopt_len(skb);
	u8 area[CLAB_OPT_MAX];
	int len, ret;

	len = clab_tx_area(cfg, skb, label, area);
	if (len < 0)
		return len;
	if (len == old && !memcmp(area, ip_hdr(skb) + 1, len))
		return 0;
	ret = len > old ? clab_forward_fits(skb, len - old) : 0;
	if (!ret)
		ret = clab_skbopt_write(skb, area, len, LL_RESERVED_SPACE(skb_dst(skb)->dev));
	if (!ret)
		clab_forward_move_places(skb, label->option[1], len);
	return ret;
}

/* A label by number stays on the host that gave the number. */
static int clab_forward_insert(struct clab_net *cn, struct sk_buff *skb,
			       const struct clab_memo_tx *label)
{
	unsigned int len = label->len;
	int ret;

	if (unlikely(label->peer))
		return -EACCES;
	if (clab_skbopt_len(skb) || unlikely(skb->len + len > IP_MAX_MTU))
		return clab_forward_write(clab_net_config_rcu(cn), skb, label);
	ret = clab_forward_fits(skb, len);
	if (unlikely(ret))
		return ret;
	ret = clab_skbopt_insert(skb, label->option, len, label->sum,
				 LL_RESERVED_SPACE(skb_dst(skb)->dev));
	if (likely(!ret))
		clab_skbopt_forget_places(skb, len);
	return ret;
}

static unsigned int clab_forward_apply(struct clab_net *cn, struct sk_buff *skb,
				       const struct nf_hook_state *state,
				       const struct clab_memo_tx *label, bool labeled)
{
	int ret = 0;

	if (label->len)
		ret = clab_forward_insert(cn, skb, label);
	else if (clab_skbopt_len(skb))
		ret = clab_tx_check_none(clab_net_config_rcu(cn), skb);
	if (unlikely(ret))
		return clab_forward_refuse(cn, skb, state, label,
					   clab_refuse_apply_reason(ret), ret);
	clab_hits_inc(&label->target->hits, CLAB_HIT_OUT);
	if (label->len) {
		clab_hits_inc(&label->doi->hits, CLAB_HIT_OUT);
		clab_stats_inc(cn->stats, CLAB_S_FWD_LABELED);
	} else if (labeled) {
		clab_stats_inc(cn->stats, CLAB_S_FWD_STRIPPED);
	}
	return NF_ACCEPT;
}

/* A packet that names its route goes where that says next. */
static __be32 clab_forward_daddr(const struct sk_buff *skb)
{
	const struct ip_options *opt = &IPCB(skb)->opt;

	return unlikely(opt->srr_is_hit) ? opt->nexthop : ip_hdr(skb)->daddr;
}

/**
 * clab_forward() - label a packet that is passed on
 * @priv: the namespace, as the hook was registered with it
 * @skb: the packet
 * @state: the hook it is in
 *
 * Context: FORWARD, RCU read section, bottom halves off.
 * Return: the verdict.
 */
unsigned int clab_forward(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	u32 secid, peer = clab_peer_secid(skb);
	const struct clab_memo_tx *label;
	struct clab_net *cn = priv;
	struct clab_memo_tx fresh;
	__be32 daddr;
	int error;

	/* A frame that a bridge passes on is left alone. */
	if (unlikely(nf_bridge_info_exists(skb)))
		return NF_ACCEPT;
	if (unlikely(clab_skbopt_len(skb)) && clab_tx_foreign(clab_net_config_rcu(cn), skb))
		return NF_ACCEPT;
	secid = peer ?: clab_label_none_secid();
	daddr = clab_forward_daddr(skb);
	label = clab_memo_tx_find(cn, secid, daddr);
	if (unlikely(!label)) {
		error = clab_tx_map_anew(cn, secid, daddr, &fresh);
		if (error)
			return clab_forward_refuse(cn, skb, state, &fresh,
						   clab_refuse_map_reason(error), error);
		label = &fresh;
	}
	return clab_forward_apply(cn, skb, state, label, peer);
}
