// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: the way in
 *
 * find the option -> is its DOI ours -> validate -> the label's secid -> attach
 * the peer label -> take the option out, so that the stock kernel never sees
 * it. What doesn't validate or decode is dropped and counted, never treated as
 * unlabeled. That goes for a packet to another host too: what it leaves with is
 * decided where it is passed on.
 */
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netfilter_bridge.h>
#include <linux/tcp.h>
#include <net/route.h>

#include "codec/opt.h"
#include "core/drop.h"
#include "core/epoch.h"
#include "core/netns.h"
#include "lsm/peer.h"
#include "lsm/resolve.h"
#include "net/conn.h"
#include "net/hold.h"
#include "icmp.h"	/* not the net/icmp.h of the kernel */
#include "net/memo.h"
#include "net/reply.h"
#include "net/rx.h"
#include "net/skbopt.h"
#include "net/static.h"

/**
 * struct clab_rx_pkt - a packet with an option of ours
 * @cn: the namespace
 * @cfg: its configuration
 * @skb: the packet
 * @state: the hook it is in
 * @epoch: when it was looked at
 * @doi: the option's DOI
 * @area: the packet's option area
 * @area_len: its length
 * @opt: the option, inside @area
 * @len: its length
 */
struct clab_rx_pkt {
	struct clab_net *cn;
	struct clab_config *cfg;
	struct sk_buff *skb;
	const struct nf_hook_state *state;
	u64 epoch;
	struct clab_doi *doi;
	u8 area[CLAB_OPT_MAX];
	unsigned int area_len;
	const u8 *opt;
	unsigned int len;
};

static unsigned int clab_rx_drop_at(const struct clab_rx_pkt *pkt, enum clab_stat stat,
				    u32 reason, u32 offset)
{
	const struct clab_drop drop = {
		.dir = CLAB_DIR_IN,
		.reason = reason,
		.offset = offset,
		.doi = pkt->doi,
		.ifindex = pkt->state->in->ifindex,
	};

	clab_drop_note(pkt->cn, pkt->skb, &drop);
	clab_stats_inc(pkt->cn->stats, stat);
	return NF_DROP;
}

static unsigned int clab_rx_drop(const struct clab_rx_pkt *pkt, enum clab_stat stat)
{
	static const u8 reason[CLAB_S_MAX] = {
		[CLAB_S_RX_FORGED] = CLAB_DROP_FORGED,
		[CLAB_S_RX_UNDECODABLE] = CLAB_DROP_UNKNOWN_LABEL,
		[CLAB_S_RX_NOMEM] = CLAB_DROP_NO_MEMORY,
		[CLAB_S_HOLD_OVERFLOW] = CLAB_DROP_OVERFLOW,
	};

	return clab_rx_drop_at(pkt, stat, reason[stat], 0);
}

static noinline unsigned int clab_rx_no_memory(struct clab_net *cn, struct sk_buff *skb,
					       const struct nf_hook_state *state,
					       struct clab_doi *doi)
{
	const struct clab_rx_pkt pkt = { .cn = cn, .skb = skb, .state = state, .doi = doi };

	return clab_rx_drop(&pkt, CLAB_S_RX_NOMEM);
}

/* Take the option out of others. */
static noinline int clab_rx_take_out(struct sk_buff *skb)
{
	u8 area[CLAB_OPT_MAX];
	int len;

	len = clab_opt_remove(area, clab_skbopt_read(skb, area), CLAB_IPOPT_CIPSO);
	return len < 0 ? len : clab_skbopt_write(skb, area, len, 0);
}

/*
 * Attach the label and take the option out, of any packet. A local label is
 * attached already.
 */
static noinline unsigned int clab_rx_deliver(struct clab_net *cn, struct sk_buff *skb,
					     const struct nf_hook_state *state,
					     const struct clab_memo_rx *memo)
{
	struct sock *busy;
	int ret;

	if (ip_hdr(skb)->protocol == IPPROTO_TCP) {
		busy = clab_conn_synack(cn, skb, memo->peer);
		if (IS_ERR(busy))
			return clab_rx_no_memory(cn, skb, state, memo->doi);
		if (busy)
			return clab_hold_synack(cn, skb, state, busy);
	}
	clab_reply_note_any(cn, skb, &memo->label);
	ret = memo->local ? 0 : clab_peer_attach(skb, memo->peer);
	if (!ret)
		ret = clab_rx_take_out(skb);
	if (unlikely(ret))
		return clab_rx_no_memory(cn, skb, state, memo->doi);
	clab_hits_inc(&memo->doi->hits, CLAB_HIT_IN);
	clab_stats_inc(cn->stats, CLAB_S_RX_LABELED);
	return NF_ACCEPT;
}

/* Whether there is nothing about a packet but the label that it brings. */
static __always_inline bool clab_rx_plain(const struct sk_buff *skb, unsigned int hlen,
					  const struct clab_memo_rx *memo)
{
	return skb_headlen(skb) >= hlen + sizeof(u32) && clab_skbopt_plain(skb) &&
	       (memo->local || !skb->active_extensions);
}

/* Whether it may be a SYN-ACK. */
static __always_inline bool clab_rx_synack(const struct sk_buff *skb, const struct iphdr *iph,
					   unsigned int hlen)
{
	const struct tcphdr *th = (const void *)iph + hlen;

	if (iph->protocol != IPPROTO_TCP)
		return false;
	return skb_headlen(skb) < hlen + sizeof(*th) || (th->syn && th->ack);
}

/*
 * Deliver a packet whose like has been seen, and whose area is the option alone.
 * Whatever is not as it is with most packets is left to another function by a call
 * in the end, so that no registers need to be saved.
 */
static __always_inline unsigned int clab_rx_take(struct clab_net *cn, struct sk_buff *skb,
						 const struct clab_memo_rx *memo)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	unsigned int len = memo->label.len;

	clab_reply_note(cn, iph, sizeof(*iph) + len, memo->serial);
	clab_skbopt_pull(skb, len, memo->unsum);
	clab_hits_cpu_inc(memo->doi_hits, CLAB_HIT_IN);
	clab_stats_inc(cn->stats, CLAB_S_RX_LABELED);
	if (!memo->local)
		clab_peer_attach_first(skb, memo->peer);
	return NF_ACCEPT;
}

static noinline unsigned int clab_rx_take_synack(struct clab_net *cn, struct sk_buff *skb,
						 const struct nf_hook_state *state,
						 const struct clab_memo_rx *memo)
{
	struct sock *busy = clab_conn_synack(cn, skb, memo->peer);

	if (IS_ERR(busy))
		return clab_rx_no_memory(cn, skb, state, memo->doi);
	return busy ? clab_hold_synack(cn, skb, state, busy) : clab_rx_take(cn, skb, memo);
}

static __always_inline unsigned int clab_rx_known(struct clab_net *cn, struct sk_buff *skb,
						  const struct nf_hook_state *state,
						  const struct clab_memo_rx *memo)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	unsigned int hlen = sizeof(*iph) + memo->label.len;

	if (unlikely(!clab_rx_plain(skb, hlen, memo)))
		return clab_rx_deliver(cn, skb, state, memo);
	if (unlikely(clab_rx_synack(skb, iph, hlen)))
		return clab_rx_take_synack(cn, skb, state, memo);
	return clab_rx_take(cn, skb, memo);
}

/*
 * Deliver a packet whose label is known now, and remember that. An area of the
 * option and zeros is remembered, nothing else.
 */
static noinline unsigned int clab_rx_found(const struct clab_rx_pkt *pkt,
					   struct clab_peer *peer, bool remember)
{
	struct clab_memo_rx memo = {
		.epoch = pkt->epoch,
		.cn = pkt->cn,
		.peer = peer,
		.doi = pkt->doi,
		.label.secid = peer->secid,
		.label.doi = pkt->doi->def.doi,
		.label.uid = pkt->doi->uid,
		.label.len = ALIGN(pkt->len, 4),
		.local = pkt->opt[CLAB_OPT_HDR_LEN] == CLAB_TAG_LOCAL,
		.loopback = pkt->state->in->flags & IFF_LOOPBACK,
	};

	memcpy(memo.label.option, pkt->opt, pkt->len);
	if (remember && memo.label.len == pkt->area_len &&
	    !memcmp(memo.label.option, pkt->area, pkt->area_len)) {
		memo.unsum = ~clab_skbopt_sum(pkt->area, pkt->area_len);
		memo.doi_hits = clab_hits_ready(&pkt->doi->hits);
		if (memo.doi_hits)
			clab_memo_rx_add(&memo);
	}
	return clab_rx_deliver(pkt->cn, pkt->skb, pkt->state, &memo);
}

/* Tag 128 is believed only of a packet that this engine sent with this label. */
static unsigned int clab_rx_local(struct clab_rx_pkt *pkt)
{
	struct clab_peer *peer;
	u32 secid;

	memcpy(&secid, pkt->opt + CLAB_OPT_HDR_LEN + 2, sizeof(secid));
	peer = clab_peer_find_rcu(secid);
	if (!peer || !clab_peer_proven(pkt->skb, peer))
		return clab_rx_drop(pkt, CLAB_S_RX_FORGED);
	return clab_rx_found(pkt, peer, true);
}

/* Levels and categories: the bytes of the option are looked up as they are. */
static unsigned int clab_rx_wire(struct clab_rx_pkt *pkt)
{
	struct clab_known *known;
	struct clab_peer *peer;
	bool waits;
	int state;

	known = clab_known_get_rcu(pkt->doi, pkt->opt, pkt->len, pkt->cn, &pkt->cfg->tun);
	if (IS_ERR(known))
		return clab_rx_drop(pkt, known == ERR_PTR(-ENOMEM) ? CLAB_S_RX_NOMEM :
								     CLAB_S_HOLD_OVERFLOW);
	/* Pairs with the release in clab_known_resolve(). */
	state = smp_load_acquire(&known->state);
	waits = atomic_read(&known->waiting) || !clab_tunables_cache(&pkt->cfg->tun);
	if (state == CLAB_KNOWN_NEW ? !clab_hold_resuming_for(known) :
				      waits && !clab_hold_resuming())
		return clab_hold_label(pkt->cn, pkt->skb, pkt->state, known);
	if (state != CLAB_KNOWN_OK)
		return clab_rx_drop(pkt, state == CLAB_KNOWN_BAD ? CLAB_S_RX_UNDECODABLE :
				    CLAB_S_RX_NOMEM);
	peer = clab_peer_get_rcu(READ_ONCE(known->secid));
	if (IS_ERR(peer))
		return clab_rx_drop(pkt, CLAB_S_RX_NOMEM);
	/* Not while others wait, which would be overtaken. */
	return clab_rx_found(pkt, peer, !waits);
}

/* Drop a packet and say which octet of its option area is at fault. */
static unsigned int clab_rx_invalid(const struct clab_rx_pkt *pkt, u32 reason, u32 offset)
{
	u32 at = sizeof(struct iphdr) + offset;

	clab_icmp_parameter(pkt->skb, at);
	return clab_rx_drop_at(pkt, CLAB_S_RX_INVALID, reason, at);
}

/*
 * Whether what follows the option is sound, and no second one. The stock kernel would
 * say so by itself, but with the option in its answer, which is not let out.
 */
static bool clab_rx_alone(const struct clab_rx_pkt *pkt, struct clab_err *err)
{
	int at = clab_opt_next(pkt->area, pkt->area_len, pkt->opt - pkt->area + pkt->len,
			       CLAB_IPOPT_CIPSO, err);

	if (at >= 0)
		clab_err_set(err, CLAB_R_OPT_DUPLICATE, at, -EINVAL);
	return at == -ENOENT;
}

static unsigned int clab_rx_labeled(struct clab_rx_pkt *pkt)
{
	unsigned int flags = clab_tunables_validate(&pkt->cfg->tun);
	struct clab_err err;

	if (pkt->state->in->flags & IFF_LOOPBACK)
		flags |= CLAB_V_LOOPBACK;
	if (clab_cipso_validate(&pkt->doi->def, pkt->opt, pkt->len, flags, &err)) {
		if (err.reason == CLAB_R_TAG_SCOPE)
			return clab_rx_drop(pkt, CLAB_S_RX_FORGED);
		return clab_rx_invalid(pkt, err.reason, pkt->opt - pkt->area + err.offset);
	}
	if (!clab_rx_alone(pkt, &err))
		return clab_rx_invalid(pkt, err.reason, err.offset);
	if (pkt->opt[CLAB_OPT_HDR_LEN] == CLAB_TAG_LOCAL)
		return clab_rx_local(pkt);
	return clab_rx_wire(pkt);
}

/*
 * Find the first option and its DOI. None, one that can't be found because what is
 * in front of it is malformed, and one whose DOI is not configured here are all left
 * to the stock kernel, which refuses the second and third by itself.
 */
static bool clab_rx_ours(struct clab_rx_pkt *pkt, bool *labeled)
{
	struct clab_err err;
	u32 number;
	int at;

	pkt->area_len = clab_skbopt_read(pkt->skb, pkt->area);
	at = clab_opt_next(pkt->area, pkt->area_len, 0, CLAB_IPOPT_CIPSO, &err);
	*labeled = at != -ENOENT;
	if (at < 0)
		return false;
	pkt->opt = pkt->area + at;
	pkt->len = pkt->opt[1];
	if (!clab_cipso_doi(pkt->opt, pkt->len, &number))
		return false;
	pkt->doi = clab_doi_find_rcu(&pkt->cfg->dois, number);
	return pkt->doi;
}

/* A packet with options whose like has not been seen lately. */
static noinline unsigned int clab_rx_options(struct clab_net *cn, struct sk_buff *skb,
					     const struct nf_hook_state *state)
{
	struct clab_rx_pkt pkt = {
		.cn = cn,
		.skb = skb,
		.state = state,
		.epoch = clab_epoch(),
	};
	bool labeled = false;

	clab_reply_forget();
	pkt.cfg = clab_net_config_rcu(cn);
	if (!clab_rx_ours(&pkt, &labeled))
		return labeled ? NF_ACCEPT : clab_static_rx(cn, skb, state,
							      CLAB_UNLBL_V4);
	return clab_rx_labeled(&pkt);
}

/* The same for a packet of another host, and for one with a longer option. */
static noinline unsigned int clab_rx_look_up(struct clab_net *cn, struct sk_buff *skb,
					     const struct nf_hook_state *state)
{
	const struct clab_memo_rx *memo;

	memo = clab_memo_rx_find(cn, (const u8 *)(ip_hdr(skb) + 1), clab_skbopt_len(skb),
				 state->in->flags & IFF_LOOPBACK);
	if (!memo || (memo->local && !clab_peer_proven(skb, memo->peer)))
		return clab_rx_options(cn, skb, state);
	return clab_rx_known(cn, skb, state, memo);
}

/* A label by number whose proof is not at first sight there: a SYN-ACK's, or one that
 * is forged, which is found out the long way, which says so.
 */
static noinline unsigned int clab_rx_doubted(struct clab_net *cn, struct sk_buff *skb,
					     const struct nf_hook_state *state,
					     const struct clab_memo_rx *memo)
{
	if (!__clab_peer_proven(skb, memo->peer))
		return clab_rx_options(cn, skb, state);
	return clab_rx_known(cn, skb, state, memo);
}

/**
 * clab_rx_bridged() - whether a bridge passes a packet on
 * @skb: a packet that br_netfilter shows PRE_ROUTING
 * @state: the hook it is in, with the bridge for its device
 *
 * One that the bridge takes in for this host does not come by here again:
 * br_netfilter lets every packet see PRE_ROUTING once.
 *
 * Return: false if it is for the bridge itself.
 */
bool clab_rx_bridged(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	return !ether_addr_equal(eth_hdr(skb)->h_dest, state->in->dev_addr);
}

/**
 * clab_rx() - read the label of an incoming packet
 * @priv: the namespace, as the hook was registered with it
 * @skb: the packet
 * @state: the hook it is in
 *
 * Context: PRE_ROUTING, RCU read section, bottom halves off.
 * Return: the verdict.
 */
unsigned int clab_rx(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	unsigned int len = iph->ihl * 4 - sizeof(*iph);
	const struct clab_memo_rx *memo;
	struct clab_net *cn = priv;

	if (unlikely(nf_bridge_info_exists(skb) && clab_rx_bridged(skb, state)))
		return NF_ACCEPT;
	if (!len) {
		clab_reply_forget();
		return clab_static_rx(cn, skb, state, CLAB_UNLBL_V4);
	}
	if (unlikely(!clab_memo_rx_short(len) || !(state->in->flags & IFF_LOOPBACK)))
		return clab_rx_look_up(cn, skb, state);
	memo = clab_memo_rx_find_short(cn, (const u8 *)(iph + 1), len, IFF_LOOPBACK);
	if (unlikely(!memo))
		return clab_rx_options(cn, skb, state);
	if (unlikely(memo->local && !clab_peer_attached_first(skb, memo->peer)))
		return clab_rx_doubted(cn, skb, state, memo);
	return clab_rx_known(cn, skb, state, memo);
}
