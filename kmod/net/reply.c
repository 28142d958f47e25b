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

#include "core/doi.h"
#include "net/reply.h"

static DEFINE_PER_CPU(struct clab_reply, clab_reply_last);

static void clab_reply_ports(const struct sk_buff *skb, __be16 *ports)
{
	const struct iphdr *iph = ip_hdr(skb);
	const __be16 *p;

	ports[0] = 0;
	ports[1] = 0;
	if (iph->protocol != IPPROTO_TCP && iph->protocol != IPPROTO_UDP)
		return;
	if (iph->frag_off & htons(IP_OFFSET))
		return;
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
void clab_reply_forget(void)
{
	this_cpu_write(clab_reply_last.len, 0);
}

/**
 * clab_reply_note() - remember the label of the packet that comes in
 * @net: its namespace
 * @skb: the packet
 * @doi: its DOI
 * @secid: its label
 * @opt: its option
 * @len: the option's length
 *
 * Context: Softirq, or process with bottom halves off; RCU read section.
 */
void clab_reply_note(const struct net *net, const struct sk_buff *skb,
		     const struct clab_doi *doi, u32 secid, const u8 *opt, size_t len)
{
	struct clab_reply *last = this_cpu_ptr(&clab_reply_last);

	last->net = net;
	last->saddr = ip_hdr(skb)->saddr;
	last->daddr = ip_hdr(skb)->daddr;
	last->protocol = ip_hdr(skb)->protocol;
	clab_reply_ports(skb, last->ports);
	last->secid = secid;
	last->doi = doi->def.doi;
	last->uid = doi->uid;
	memcpy(last->option, opt, len);
	last->len = ALIGN(len, 4);
	memset(last->option + len, 0, last->len - len);
}

/* An ICMP packet answers any packet between its addresses, others one of the
 * same protocol between the same ports.
 */
static bool clab_reply_answers(const struct clab_reply *last, const struct net *net,
			       const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	__be16 ports[2];

	if (!last->len || last->net != net || last->saddr != iph->daddr)
		return false;
	if (iph->protocol == IPPROTO_ICMP)
		return true;
	if (last->daddr != iph->saddr || last->protocol != iph->protocol)
		return false;
	clab_reply_ports(skb, ports);
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
