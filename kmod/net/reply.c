// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: the label of a packet that answers another
 *
 * A reset, the acknowledgment of a TIME_WAIT socket, an ICMP reply or error
 * and the SYN-ACK of a SYN cookie have no socket with a label of its own. The
 * right label is that of the packet they answer (CIPSO 2.2 draft, 5.4), and
 * they are sent while it is being processed, on the same CPU. So each CPU
 * remembers the label of the packet that it is receiving, by value, and an
 * answer is one that goes the other way between the same addresses and ports.
 */
#include <linux/ip.h>
#include <linux/percpu.h>
#include <net/ip.h>

#include "net/reply.h"

DEFINE_PER_CPU(struct clab_reply, clab_reply_last);

/* An ICMP packet answers any packet between its addresses, others one of the
 * same protocol between the same ports.
 */
static bool clab_reply_answers(const struct clab_reply *last, const struct net *net,
			       const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	__be16 ports[2];

	if (!last->label.len || last->net != net || last->saddr != iph->daddr)
		return false;
	if (iph->protocol == IPPROTO_ICMP)
		return true;
	if (last->daddr != iph->saddr || last->protocol != iph->protocol)
		return false;
	clab_reply_ports(skb, iph, ports);
	return last->ports[0] == ports[1] && last->ports[1] == ports[0];
}

/**
 * clab_reply_match() - the labeled packet that an outgoing packet answers
 * @net: the namespace
 * @skb: the outgoing packet
 * @reply: where a copy of what is known of the other goes
 *
 * Context: Any.
 * Return: true if there is one.
 */
bool clab_reply_match(const struct net *net, const struct sk_buff *skb,
		      struct clab_reply *reply)
{
	bool match;

	local_bh_disable();
	match = clab_reply_answers(this_cpu_ptr(&clab_reply_last), net, skb);
	if (match)
		*reply = *this_cpu_ptr(&clab_reply_last);
	local_bh_enable();
	return match;
}
