// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: the label of a packet that answers another
 *
 * A reset, the acknowledgment of a TIME_WAIT socket and an ICMP reply or error
 * have no socket with a label of its own. The right label is that of the packet
 * they answer (CIPSO 2.2 draft, 5.4), and they are sent while it is being processed,
 * on the same CPU. So each CPU remembers the packet that it is receiving, and where
 * its label is, and an answer is one that goes the other way between the same
 * addresses and ports.
 */
#include <linux/ip.h>
#include <linux/percpu.h>
#include <net/ip.h>

#include "net/memo.h"
#include "net/reply.h"

DEFINE_PER_CPU(struct clab_reply, clab_reply_last);

/* All of these begin with their ports. */
static bool clab_reply_has_ports(u8 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return true;
	}
	return false;
}

/* The word behind a packet's header, 0 where there are no ports. */
static u32 clab_reply_ports(const struct sk_buff *skb)
{
	u32 ports = 0;

	if (clab_reply_has_ports(ip_hdr(skb)->protocol))
		skb_copy_bits(skb, skb_network_offset(skb) + ip_hdrlen(skb), &ports,
			      sizeof(ports));
	return ports;
}

/**
 * clab_reply_note_any() - remember a packet whose label nothing else remembers
 * @cn: its namespace
 * @skb: the packet
 * @label: its label, copied
 *
 * Context: Softirq, or process with bottom halves off; RCU read section.
 */
void clab_reply_note_any(const struct clab_net *cn, const struct sk_buff *skb,
			 const struct clab_reply_label *label)
{
	struct clab_reply *last = this_cpu_ptr(&clab_reply_last);
	const u8 *header = skb_network_header(skb);

	last->cn = cn;
	memcpy(&last->kind, header + offsetof(struct iphdr, frag_off), sizeof(last->kind));
	memcpy(&last->addrs, header + offsetof(struct iphdr, saddr), sizeof(last->addrs));
	last->ports = clab_reply_ports(skb);
	last->source = CLAB_REPLY_VALUE;
	last->label = *label;
}

/* Whether a packet has the ports of the other the other way round. */
static bool clab_reply_same_ports(const struct clab_reply *last, const struct sk_buff *skb)
{
	u32 got = clab_reply_ports(skb);
	__be16 theirs[2], ours[2];

	memcpy(theirs, &last->ports, sizeof(theirs));
	memcpy(ours, &got, sizeof(ours));
	return theirs[0] == ours[1] && theirs[1] == ours[0];
}

/* An ICMP packet answers any packet between its addresses, others one of the
 * same protocol between the same ports.
 */
static bool clab_reply_answers(const struct clab_reply *last, const struct clab_net *cn,
			       const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	__be32 addrs[2];
	struct {
		__be16 frag_off;
		u8 ttl;
		u8 protocol;
	} kind;

	memcpy(addrs, &last->addrs, sizeof(addrs));
	memcpy(&kind, &last->kind, sizeof(kind));
	if (last->source == CLAB_REPLY_NONE || last->cn != cn || addrs[0] != iph->daddr)
		return false;
	if (iph->protocol == IPPROTO_ICMP)
		return true;
	if (addrs[1] != iph->saddr || kind.protocol != iph->protocol)
		return false;
	if (!clab_reply_has_ports(kind.protocol))
		return true;
	return !((kind.frag_off | iph->frag_off) & htons(IP_OFFSET)) &&
	       clab_reply_same_ports(last, skb);
}

/* The label of the other; false when it is not remembered any more. */
static bool clab_reply_label(const struct clab_reply *last, struct clab_reply_label *label)
{
	const struct clab_memo_rx *memo;

	if (last->source == CLAB_REPLY_VALUE) {
		*label = last->label;
		return true;
	}
	memo = clab_memo_rx_serial(last->source);
	if (!memo)
		return false;
	*label = memo->label;
	return true;
}

/**
 * clab_reply_current() - the label of a packet that is being received
 * @cn: the namespace
 * @skb: the packet; its destination may have been translated
 * @label: where a copy of its label goes
 *
 * Context: Bottom halves off, RCU read section.
 * Return: true if it has one, and is still what this CPU noted last.
 */
bool clab_reply_current(const struct clab_net *cn, const struct sk_buff *skb,
			struct clab_reply_label *label)
{
	const struct clab_reply *last = this_cpu_ptr(&clab_reply_last);
	__be32 addrs[2];

	memcpy(addrs, &last->addrs, sizeof(addrs));
	return last->source != CLAB_REPLY_NONE && last->cn == cn &&
	       addrs[0] == ip_hdr(skb)->saddr && clab_reply_label(last, label);
}

/**
 * clab_reply_match() - the labeled packet that an outgoing packet answers
 * @cn: the namespace
 * @skb: the outgoing packet
 * @label: where a copy of the label of the other goes
 *
 * Context: RCU read section.
 * Return: true if there is one.
 */
bool clab_reply_match(const struct clab_net *cn, const struct sk_buff *skb,
		      struct clab_reply_label *label)
{
	const struct clab_reply *last;
	bool match;

	local_bh_disable();
	last = this_cpu_ptr(&clab_reply_last);
	match = clab_reply_answers(last, cn, skb) && clab_reply_label(last, label);
	local_bh_enable();
	return match;
}
