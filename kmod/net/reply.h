/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the label of a packet that answers another
 */
#ifndef _CLAB_NET_REPLY_H
#define _CLAB_NET_REPLY_H

#include <linux/ip.h>
#include <linux/percpu.h>
#include <linux/skbuff.h>
#include <net/ip.h>

#include "codec/cipso.h"

struct net;

/**
 * struct clab_reply_label - the label of a packet, as answers to it carry it
 * @secid: the label
 * @doi: the DOI of its option
 * @uid: that DOI's &clab_doi.uid
 * @len: length of @option, a multiple of 4
 * @option: its option, 0 behind it to the end
 */
struct clab_reply_label {
	u32 secid;
	u32 doi;
	u32 uid;
	u32 len;
	u8 option[CLAB_OPT_MAX];
} __aligned(8);

/**
 * struct clab_reply - the labeled packet that is being received
 * @net: its namespace
 * @saddr: its source
 * @daddr: its destination
 * @ports: its ports, source first, 0 for a protocol without
 * @protocol: its protocol
 * @label: its label; without octets: no labeled packet
 */
struct clab_reply {
	const struct net *net;
	__be32 saddr;
	__be32 daddr;
	__be16 ports[2];
	u8 protocol;
	struct clab_reply_label label;
};

DECLARE_PER_CPU(struct clab_reply, clab_reply_last);

/* The ports of a packet, 0 where it has none. */
static __always_inline void clab_reply_ports(const struct sk_buff *skb,
					     const struct iphdr *iph, __be16 *ports)
{
	const __be16 *p = (const __be16 *)((const u32 *)iph + iph->ihl);

	memset(ports, 0, 2 * sizeof(*ports));
	if (iph->protocol != IPPROTO_TCP && iph->protocol != IPPROTO_UDP)
		return;
	if (iph->frag_off & htons(IP_OFFSET))
		return;
	if (likely(skb_headlen(skb) >= iph->ihl * 4 + 2 * sizeof(*p))) {
		memcpy(ports, p, 2 * sizeof(*p));
		return;
	}
	p = skb_header_pointer(skb, skb_network_offset(skb) + ip_hdrlen(skb),
			       2 * sizeof(*p), ports);
	if (p && p != ports)
		memcpy(ports, p, 2 * sizeof(*p));
}

/**
 * clab_reply_forget() - a packet comes in whose label is not known (yet)
 *
 * Context: Softirq, or process with bottom halves off.
 */
static inline void clab_reply_forget(void)
{
	this_cpu_write(clab_reply_last.label.len, 0);
}

/**
 * clab_reply_note() - remember the label of the packet that comes in
 * @net: its namespace
 * @skb: the packet
 * @label: its label
 *
 * Context: Softirq, or process with bottom halves off; RCU read section.
 */
static __always_inline void clab_reply_note(const struct net *net, const struct sk_buff *skb,
					    const struct clab_reply_label *label)
{
	struct clab_reply *last = this_cpu_ptr(&clab_reply_last);
	const struct iphdr *iph = ip_hdr(skb);

	last->net = net;
	last->saddr = iph->saddr;
	last->daddr = iph->daddr;
	last->protocol = iph->protocol;
	clab_reply_ports(skb, iph, last->ports);
	last->label = *label;
}

bool clab_reply_match(const struct net *net, const struct sk_buff *skb,
		      struct clab_reply *reply);

#endif /* _CLAB_NET_REPLY_H */
