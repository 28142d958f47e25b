/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the options of a packet
 */
#ifndef _CLAB_NET_SKBOPT_H
#define _CLAB_NET_SKBOPT_H

#include <linux/ip.h>
#include <linux/if_ether.h>
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
u16 clab_skbopt_sum(const u8 *area, unsigned int len);
int clab_skbopt_open(struct sk_buff *skb, unsigned int len, unsigned int headroom);
void clab_skbopt_move_mac(struct sk_buff *skb, unsigned int by);

/*
 * A header whose checksum is right gets other lengths and stays right. The low
 * half of its first octet is its length in words.
 */
static __always_inline void clab_skbopt_adjust(struct iphdr *iph, u8 words, u16 len, u32 sum)
{
	*(u8 *)iph += words;
	iph->tot_len = htons((u16)(ntohs(iph->tot_len) + len));
	/* Two terms of 16 bits: one carry, and none out of adding that. */
	sum += (u16)~(__force u16)iph->check;
	iph->check = (__force __sum16)~(u16)(sum + (sum >> 16));
}

/* Move the header to the front, into room that is there. */
static __always_inline void clab_skbopt_move_front(struct sk_buff *skb, unsigned int len)
{
	u64 first, second;
	u32 third;
	u8 *iph = skb->data;

	/* The three parts of struct iphdr; the places overlap. */
	memcpy(&first, iph, 8);
	memcpy(&second, iph + 8, 8);
	memcpy(&third, iph + 16, 4);
	iph = __skb_push(skb, len);
	memcpy(iph, &first, 8);
	memcpy(iph + 8, &second, 8);
	memcpy(iph + 16, &third, 4);
	skb_reset_network_header(skb);
}

/*
 * Move what is behind the header into the room behind that: a datagram has no
 * more room in front than its link needs, but its memory is rounded up. What is
 * encapsulated has more places noted than the two that move here.
 */
static __always_inline bool clab_skbopt_move_back(struct sk_buff *skb, unsigned int len)
{
	u8 *payload = skb->data + sizeof(struct iphdr), *tail = skb_tail_pointer(skb);

	if (skb_end_pointer(skb) - tail < len || skb->encapsulation || skb_cloned(skb))
		return false;
	memmove(payload + len, payload, tail - payload);
	skb->tail += len;
	skb->len += len;
	skb->transport_header += len;
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		skb->csum_start += len;
	return true;
}

/**
 * clab_skbopt_insert() - give a packet without options some
 * @skb: the packet, skb->data at its IPv4 header, whose checksum is right
 * @area: the option area
 * @len: its length, a multiple of 4, at most CLAB_OPT_MAX
 * @sum: clab_skbopt_sum() of it
 * @headroom: octets that the layers below will want in front of the header
 *
 * As clab_skbopt_write(), for the packets that come often.
 *
 * Context: Any.
 * Return: 0 or -ENOMEM, with the packet unchanged.
 */
static __always_inline int clab_skbopt_insert(struct sk_buff *skb, const u8 *area,
					      unsigned int len, u16 sum,
					      unsigned int headroom)
{
	unsigned int room = skb_headroom(skb), at;
	u8 *options;

	if (likely(room >= len + headroom && !skb_header_cloned(skb)))
		clab_skbopt_move_front(skb, len);
	else if ((room < headroom || !clab_skbopt_move_back(skb, len)) &&
		 clab_skbopt_open(skb, len, headroom))
		return -ENOMEM;
	options = skb->data + sizeof(struct iphdr);
	for (at = 0; at + 8 <= len; at += 8)
		memcpy(options + at, area + at, 8);
	if (at < len)
		memcpy(options + at, area + at, 4);
	clab_skbopt_adjust((struct iphdr *)skb->data, len / 4, len, sum);
	return 0;
}

/**
 * clab_skbopt_strip() - take all options of a packet out
 * @skb: the packet, skb->data at its IPv4 header, whose checksum is right
 * @len: their length, not 0
 * @sum: clab_skbopt_sum() of them
 *
 * As clab_skbopt_write() without an area, for the packets that come often.
 *
 * Context: Any.
 * Return: 0 or -ENOMEM, with the packet unchanged.
 */
static __always_inline int clab_skbopt_strip(struct sk_buff *skb, unsigned int len, u16 sum)
{
	u64 first, second;
	u32 third;
	u8 *iph;

	if (unlikely(skb_cow_head(skb, 0)))
		return -ENOMEM;
	iph = skb->data;
	memcpy(&first, iph, 8);
	memcpy(&second, iph + 8, 8);
	memcpy(&third, iph + 16, 4);
	memcpy(iph + len, &first, 8);
	memcpy(iph + len + 8, &second, 8);
	memcpy(iph + len + 16, &third, 4);
	iph += len;
	/* After the header, over whose old place it moves. */
	if (likely(skb->mac_len == ETH_HLEN && skb_mac_header_was_set(skb))) {
		u8 *mac = skb_mac_header(skb);

		memcpy(&first, mac, 8);
		memcpy(&second, mac + 6, 8);
		memcpy(mac + len, &first, 8);
		memcpy(mac + len + 6, &second, 8);
		skb->mac_header += len;
	} else {
		clab_skbopt_move_mac(skb, len);
	}
	__skb_pull(skb, len);
	skb_reset_network_header(skb);
	clab_skbopt_adjust((struct iphdr *)iph, -(len / 4), -len, (u16)~sum);
	return 0;
}

#endif /* _CLAB_NET_SKBOPT_H */
