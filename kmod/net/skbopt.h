/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the options of a packet
 */
#ifndef _CLAB_NET_SKBOPT_H
#define _CLAB_NET_SKBOPT_H

#include <linux/ip.h>
#include <linux/skbuff.h>

/**
 * clab_skbopt_len() - length of a packet's option area
 * @skb: the packet, its network header set
 *
 * Return: 0 to 40.
 */
static inline unsigned int clab_skbopt_len(const struct sk_buff *skb)
{
	return ip_hdrlen(skb) - sizeof(struct iphdr);
}

unsigned int clab_skbopt_read(const struct sk_buff *skb, u8 *area);
int clab_skbopt_write(struct sk_buff *skb, const u8 *area, unsigned int len,
		      unsigned int headroom);

#endif /* _CLAB_NET_SKBOPT_H */
