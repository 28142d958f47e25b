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

struct clab_net;

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
 * struct clab_reply - the packet that is being received
 * @cn: its namespace
 * @addrs: two words of its header, source and destination address
 * @ports: the word behind its header, of a protocol that has ports: source and
 *	destination port
 * @kind: the third word of its header: place among fragments, time to live, protocol
 * @source: where its label is: &clab_memo_rx.serial, or CLAB_REPLY_NONE, or
 *	CLAB_REPLY_VALUE
 * @label: the label, if it is here
 */
struct clab_reply {
	const struct clab_net *cn;
	u64 addrs;
	u32 ports;
	u32 kind;
	u64 source;
	struct clab_reply_label label;
};

#define CLAB_REPLY_NONE		0
#define CLAB_REPLY_VALUE	1

DECLARE_PER_CPU(struct clab_reply, clab_reply_last);

/**
 * clab_reply_forget() - a packet comes in whose label is not known (yet)
 *
 * Context: Softirq, or process with bottom halves off.
 */
static inline void clab_reply_forget(void)
{
	this_cpu_write(clab_reply_last.source, CLAB_REPLY_NONE);
}

/**
 * clab_reply_note() - remember the packet that comes in
 * @cn: its namespace
 * @iph: its header, with four octets behind it in the linear part
 * @hlen: length of that
 * @source: as &clab_reply.source; what is there stays until the next packet
 *
 * Nothing is asked of the packet that an answer can ask later: most packets have
 * none.
 *
 * Context: Softirq, or process with bottom halves off; RCU read section.
 */
static __always_inline void clab_reply_note(const struct clab_net *cn,
					    const struct iphdr *iph, unsigned int hlen,
					    u64 source)
{
	const u8 *header = (const u8 *)iph;
	u32 ports, kind;
	u64 addrs;

	memcpy(&kind, header + offsetof(struct iphdr, frag_off), sizeof(kind));
	memcpy(&addrs, header + offsetof(struct iphdr, saddr), sizeof(addrs));
	memcpy(&ports, header + hlen, sizeof(ports));
	this_cpu_write(clab_reply_last.cn, cn);
	this_cpu_write(clab_reply_last.addrs, addrs);
	this_cpu_write(clab_reply_last.ports, ports);
	this_cpu_write(clab_reply_last.kind, kind);
	this_cpu_write(clab_reply_last.source, source);
}

void clab_reply_note_any(const struct clab_net *cn, const struct sk_buff *skb,
			 const struct clab_reply_label *label);
bool clab_reply_current(const struct clab_net *cn, const struct sk_buff *skb,
			struct clab_reply_label *label);
bool clab_reply_match(const struct clab_net *cn, const struct sk_buff *skb,
		      struct clab_reply_label *label);

#endif /* _CLAB_NET_REPLY_H */
