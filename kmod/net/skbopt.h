/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the options of a packet
 */
#ifndef _CLAB_NET_SKBOPT_H
#define _CLAB_NET_SKBOPT_H

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/ip.h>

#include "compat/compat.h"

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
u16 clab_skbopt_sum(const u8 *area, unsigned int len);
bool clab_skbopt_shift(struct sk_buff *skb, const u8 *area, unsigned int len, u16 sum);
int clab_skbopt_insert(struct sk_buff *skb, const u8 *area, unsigned int len, u16 sum,
		       unsigned int headroom);

/**
 * clab_skbopt_forget_places() - what the core noted of the options does not hold any more
 * @skb: a packet that is sent
 * @len: the length of its options
 */
static __always_inline void clab_skbopt_forget_places(struct sk_buff *skb, unsigned int len)
{
	memset(&IPCB(skb)->opt, 0, sizeof(IPCB(skb)->opt));
	IPCB(skb)->opt.optlen = len;
}

/*
 * A header whose checksum is right gets other lengths and stays right. Its first
 * octet is the version and its length in words.
 */
static __always_inline void clab_skbopt_adjust(struct iphdr *iph, u8 first, u16 len, u16 sum)
{
	u16 check = ~(__force u16)iph->check;

	*(u8 *)iph = first;
	iph->tot_len = htons(len);
	check += sum;
	check += check < sum;
	iph->check = (__force __sum16)(u16)~check;
}

static __always_inline u64 clab_skbopt_get(const u8 *at)
{
	u64 word;

	memcpy(&word, at, sizeof(word));
	return word;
}

static __always_inline void clab_skbopt_set(u8 *at, u64 word)
{
	memcpy(at, &word, sizeof(word));
}

/* An area of 8 octets or more, in words that overlap at the end. */
static __always_inline void clab_skbopt_copy(u8 *to, const u8 *area, unsigned int len)
{
	unsigned int at;

	clab_skbopt_set(to, clab_skbopt_get(area));
	for (at = 8; unlikely(at + 8 < len); at += 8)
		clab_skbopt_set(to + at, clab_skbopt_get(area + at));
	clab_skbopt_set(to + len - 8, clab_skbopt_get(area + len - 8));
}

/**
 * clab_skbopt_roomy() - whether clab_skbopt_push() may be called
 * @skb: a packet without options, skb->data at its IPv4 header
 * @len: length of the option area
 *
 * Return: true if there is room for it in front, whatever the layers below want
 *	there too, and nobody else has the header.
 */
static __always_inline bool clab_skbopt_roomy(const struct sk_buff *skb, unsigned int len)
{
	return skb_headroom(skb) >= len + LL_MAX_HEADER && !skb_header_cloned(skb);
}

/**
 * clab_skbopt_push() - give a packet without options some
 * @skb: the packet, clab_skbopt_roomy(), not longer than IP_MAX_MTU afterwards, its
 *	checksum right
 * @area: the option area
 * @len: its length, a multiple of 4 from 8 to CLAB_OPT_MAX
 * @sum: clab_skbopt_sum() of it
 */
static __always_inline void clab_skbopt_push(struct sk_buff *skb, const u8 *area,
					     unsigned int len, u16 sum)
{
	u8 *from = skb->data, *iph = from - len;
	u32 last;

	/* The places overlap, by no more than has been read. */
	clab_skbopt_set(iph, clab_skbopt_get(from));
	clab_skbopt_set(iph + 8, clab_skbopt_get(from + 8));
	memcpy(&last, from + 16, sizeof(last));
	memcpy(iph + 16, &last, sizeof(last));
	skb->data = iph;
	skb->len += len;
	skb->network_header -= len;
	clab_skbopt_copy(iph + sizeof(struct iphdr), area, len);
	clab_skbopt_adjust((struct iphdr *)iph, 0x45 + len / 4, skb->len, sum);
}

/**
 * clab_skbopt_plain() - whether clab_skbopt_pull() may be called
 * @skb: a received packet, skb->data at its IPv4 header
 *
 * Return: true if an Ethernet header is in front, nobody else has the headers, and
 *	the length is in the header's own field.
 */
static __always_inline bool clab_skbopt_plain(const struct sk_buff *skb)
{
	return clab_compat_len_told(skb) && !skb_header_cloned(skb) &&
	       (u16)(skb->network_header - skb->mac_header) == ETH_HLEN;
}

/**
 * clab_skbopt_pull() - take all options of a packet out
 * @skb: the packet, clab_skbopt_plain(), its checksum right
 * @len: their length, 8 or more; they are in the linear part
 * @unsum: the complement of clab_skbopt_sum() of them
 */
static __always_inline void clab_skbopt_pull(struct sk_buff *skb, unsigned int len, u16 unsum)
{
	u8 *mac = skb->data - ETH_HLEN;
	u16 last;

	/* Both headers are one piece; the places overlap, by no more than has been
	 * read when it is moved from its end on.
	 */
	memcpy(&last, mac + 32, sizeof(last));
	memcpy(mac + len + 32, &last, sizeof(last));
	clab_skbopt_set(mac + len + 24, clab_skbopt_get(mac + 24));
	clab_skbopt_set(mac + len + 16, clab_skbopt_get(mac + 16));
	clab_skbopt_set(mac + len + 8, clab_skbopt_get(mac + 8));
	clab_skbopt_set(mac + len, clab_skbopt_get(mac));
	mac += len;
	skb->data += len;
	skb->len -= len;
	skb->network_header += len;
	skb->mac_header += len;
	clab_skbopt_adjust((struct iphdr *)(mac + ETH_HLEN), 0x45, skb->len, unsum);
}

#endif /* _CLAB_NET_SKBOPT_H */
