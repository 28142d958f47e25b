/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the label of a packet that answers another
 */
#ifndef _CLAB_NET_REPLY_H
#define _CLAB_NET_REPLY_H

#include <linux/skbuff.h>

#include "codec/cipso.h"

struct clab_doi;
struct net;

/**
 * struct clab_reply - the labeled packet that is being received
 * @net: its namespace
 * @saddr: its source
 * @daddr: its destination
 * @ports: its ports, source first, 0 for a protocol without
 * @protocol: its protocol
 * @len: length of @option, a multiple of 4; 0: no labeled packet
 * @secid: its label
 * @doi: its DOI
 * @uid: that DOI's &clab_doi.uid
 * @option: its option, padded
 */
struct clab_reply {
	const struct net *net;
	__be32 saddr;
	__be32 daddr;
	__be16 ports[2];
	u8 protocol;
	u8 len;
	u32 secid;
	u32 doi;
	u32 uid;
	u8 option[CLAB_OPT_MAX];
};

void clab_reply_forget(void);
void clab_reply_note(const struct net *net, const struct sk_buff *skb,
		     const struct clab_doi *doi, u32 secid, const u8 *opt, size_t len);
bool clab_reply_match(const struct net *net, const struct sk_buff *skb,
		      struct clab_reply *reply);

#endif /* _CLAB_NET_REPLY_H */
