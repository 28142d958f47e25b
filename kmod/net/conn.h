/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the peer label of a connecting socket
 */
#ifndef _CLAB_NET_CONN_H
#define _CLAB_NET_CONN_H

#include <linux/ip.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>

struct clab_net;
struct clab_peer;
struct sock;

/**
 * clab_conn_concerns() - whether clab_conn_synack() is to look at a packet
 * @skb: an IPv4 packet
 *
 * Return: false if it is no SYN-ACK for sure.
 */
static inline bool clab_conn_concerns(const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	const struct tcphdr *th = (const void *)((const u32 *)iph + iph->ihl);

	if (iph->protocol != IPPROTO_TCP)
		return false;
	return skb_headlen(skb) < iph->ihl * 4 + sizeof(*th) || th->syn;
}

struct sock *clab_conn_synack(struct clab_net *cn, struct sk_buff *skb,
			      struct clab_peer *peer);
bool clab_conn_any(const struct clab_net *cn);
void clab_conn_deliver(struct clab_net *cn, struct sock *sk);

int clab_conn_init(struct clab_net *cn);
void clab_conn_flush(struct clab_net *cn);
void clab_conn_exit(struct clab_net *cn);

#endif /* _CLAB_NET_CONN_H */
