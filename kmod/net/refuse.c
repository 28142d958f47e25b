// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: what is not sent
 *
 * A packet that can't be labeled as it must be is thrown away, and who sends it is
 * told why: by the error of the send; a connect() by the one error that ends it.
 *
 * TCP asks what became of a SYN. SCTP and DCCP do not ask what became of the first
 * packet of an association, and go on until they give up. They listen to ICMP errors,
 * so they get one, as from a host that does not know them.
 */
#include <linux/icmp.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/tcp.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/sock.h>

#include "core/drop.h"
#include "core/netns.h"
#include "net/answer.h"
#include "net/memo.h"
#include "net/refuse.h"

/* Of SCTP, the packet that begins an association, and no other, has no tag. */
static bool clab_refuse_sctp_first(const struct sk_buff *skb)
{
	__be32 _tag;
	const __be32 *tag = skb_header_pointer(skb, skb_network_offset(skb) + ip_hdrlen(skb) + 4,
					       sizeof(_tag), &_tag);

	return tag && !*tag;
}

/* What makes the sender give an association up that it has not got yet. */
static void clab_refuse_association(const struct sk_buff *skb)
{
	struct clab_answer_icmp icmp = { .type = ICMP_DEST_UNREACH };

	switch (ip_hdr(skb)->protocol) {
	case IPPROTO_SCTP:
		if (!clab_refuse_sctp_first(skb))
			return;
		icmp.code = ICMP_PROT_UNREACH;
		break;
	case IPPROTO_DCCP:
		/* Its states have TCP's numbers. */
		if (skb->sk->sk_state != TCP_SYN_SENT)
			return;
		icmp.code = ICMP_PORT_UNREACH;
		break;
	default:
		return;
	}
	clab_answer(skb, skb_dst(skb)->dev, &icmp);
}

/* A TCP connect() ends at once only for ECONNREFUSED; with any other error it would
 * go on until it times out.
 */
static int clab_refuse_connection(const struct sk_buff *skb, int error)
{
	const struct sock *sk = skb->sk;

	if (!sk || !sk_fullsock(sk) || sk->sk_type == SOCK_RAW)
		return error;
	if (sk_is_tcp(sk))
		return sk->sk_state == TCP_SYN_SENT ? -ECONNREFUSED : error;
	if (skb_dst(skb))
		clab_refuse_association(skb);
	return error;
}

/**
 * clab_refuse() - do not send a packet
 * @cn: the namespace
 * @skb: the packet
 * @label: what is known of its label, or NULL
 * @reason: enum clab_drop_reason or enum clab_reason
 * @error: why, for its sender
 *
 * Context: LOCAL_OUT, RCU read section.
 * Return: the verdict.
 */
noinline unsigned int clab_refuse(struct clab_net *cn, const struct sk_buff *skb,
				  const struct clab_memo_tx *label, u32 reason, int error)
{
	const struct dst_entry *dst = skb_dst(skb);
	const struct clab_drop drop = {
		.dir = CLAB_DIR_OUT,
		.reason = reason,
		.doi = label ? label->doi : NULL,
		.ifindex = dst ? dst->dev->ifindex : 0,
	};

	clab_drop_note(cn, skb, &drop);
	if (label && label->target)
		clab_hits_inc(&label->target->hits, CLAB_HIT_OUT_REFUSED);
	clab_stats_inc(cn->stats, reason == CLAB_DROP_FORGED ? CLAB_S_TX_FORGED :
							       CLAB_S_TX_REFUSED);
	return NF_DROP_ERR(clab_refuse_connection(skb, error));
}

/**
 * clab_refuse_map_reason() - why there is no option for a packet
 * @error: what clab_tx_map_anew() returned
 *
 * Return: the reason.
 */
u32 clab_refuse_map_reason(int error)
{
	switch (error) {
	case -ENOENT:
		return CLAB_DROP_NO_MAPPING;
	case -ENOSPC:
		return CLAB_DROP_NO_SPACE;
	case -EACCES:
		return CLAB_DROP_NO_LABEL;
	default:
		return CLAB_DROP_NO_MEMORY;
	}
}

/**
 * clab_refuse_apply_reason() - why the option does not get into a packet
 * @error: -EACCES, -EMSGSIZE, ...
 *
 * Return: the reason.
 */
u32 clab_refuse_apply_reason(int error)
{
	switch (error) {
	case -EACCES:
		return CLAB_DROP_NOT_LOCAL;
	case -EMSGSIZE:
	case -E2BIG:
		return CLAB_DROP_TOO_LONG;
	case -ENOSPC:
		return CLAB_DROP_NO_SPACE;
	case -EPERM:
		return CLAB_DROP_FORGED;
	case -EINVAL:
		return CLAB_DROP_HEADER;
	default:
		return CLAB_DROP_NO_MEMORY;
	}
}
