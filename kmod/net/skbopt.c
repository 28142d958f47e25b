// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: the options of a packet
 *
 * The only file that writes to a packet. Header length, total length and
 * checksum are set right here and nowhere else. A checksum over the whole
 * packet (CHECKSUM_COMPLETE) stays right by itself: an IPv4 header sums to
 * zero with its options and without.
 */
#include <linux/skbuff.h>
#include <net/checksum.h>
#include <net/ip.h>

#include "net/skbopt.h"

/**
 * clab_skbopt_read() - copy a packet's option area
 * @skb: the packet; its IPv4 header is linear, as ip_rcv() leaves it
 * @area: where to, CLAB_OPT_MAX octets
 *
 * Return: octets copied.
 */
unsigned int clab_skbopt_read(const struct sk_buff *skb, u8 *area)
{
	unsigned int len = clab_skbopt_len(skb);

	memcpy(area, skb_network_header(skb) + sizeof(struct iphdr), len);
	return len;
}

/* Move the link-layer header of a received packet towards its end. */
static void clab_skbopt_move_mac(struct sk_buff *skb, unsigned int by)
{
	u8 *mac;

	if (!skb_mac_header_was_set(skb) || !skb->mac_len)
		return;
	mac = skb_mac_header(skb);
	memmove(mac + by, mac, skb->mac_len);
	skb->mac_header += by;
}

/**
 * clab_skbopt_write() - give a packet another option area
 * @skb: the packet, skb->data at its IPv4 header
 * @area: the new area
 * @len: its length, a multiple of 4, at most CLAB_OPT_MAX
 * @headroom: octets that the layers below will want in front of the header
 *
 * The packet may move in memory: pointers into it are stale afterwards. The
 * caller has made sure that the total length stays below 64 KiB.
 *
 * Context: Any.
 * Return: 0 or -ENOMEM, with the packet unchanged.
 */
int clab_skbopt_write(struct sk_buff *skb, const u8 *area, unsigned int len,
		      unsigned int headroom)
{
	unsigned int old = clab_skbopt_len(skb);
	struct iphdr *iph;
	int ret;

	ret = skb_cow_head(skb, (len > old ? len - old : 0) + headroom);
	if (ret)
		return ret;
	if (len > old) {
		skb_push(skb, len - old);
		memmove(skb->data, skb->data + (len - old), sizeof(*iph));
	} else if (len < old) {
		memmove(skb->data + (old - len), skb->data, sizeof(*iph));
		clab_skbopt_move_mac(skb, old - len);
		__skb_pull(skb, old - len);
	}
	skb_reset_network_header(skb);
	iph = ip_hdr(skb);
	memcpy(iph + 1, area, len);
	iph->ihl = (sizeof(*iph) + len) / 4;
	iph_set_totlen(iph, skb->len);
	ip_send_check(iph);
	return 0;
}

/**
 * clab_skbopt_sum() - what an option area adds to the sum of a header
 * @area: the area
 * @len: its length, a multiple of 4
 *
 * That is the area itself, and its length in both length fields.
 *
 * Return: the sum, folded, in the byte order of checksums.
 */
u16 clab_skbopt_sum(const u8 *area, unsigned int len)
{
	__wsum sum = csum_partial(area, len, 0);

	sum = csum_add(sum, (__force __wsum)htons(len / 4 << 8));
	sum = csum_add(sum, (__force __wsum)htons(len));
	return (__force u16)~csum_fold(sum);
}

/**
 * clab_skbopt_shift() - give a packet without room in front options
 * @skb: the packet, skb->data at its IPv4 header, which has none and whose checksum
 *	is right
 * @area: the option area
 * @len: its length, a multiple of 4 from 8 to CLAB_OPT_MAX
 * @sum: clab_skbopt_sum() of it
 *
 * What is behind the header moves into the room behind that: a datagram has no
 * more room in front than its link needs, but its memory is rounded up. What is
 * encapsulated has more places noted than the two that move here.
 *
 * Context: Any.
 * Return: false, with the packet unchanged, if there is no room or somebody else has
 *	the packet.
 */
bool clab_skbopt_shift(struct sk_buff *skb, const u8 *area, unsigned int len, u16 sum)
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
	clab_skbopt_copy(payload, area, len);
	clab_skbopt_adjust((struct iphdr *)skb->data, *skb->data + len / 4, skb->len, sum);
	return true;
}

/* Move the header to the front. */
static int clab_skbopt_move_front(struct sk_buff *skb, unsigned int len, unsigned int headroom)
{
	int ret;

	ret = skb_cow_head(skb, len + headroom);
	if (ret)
		return ret;
	skb_push(skb, len);
	memmove(skb->data, skb->data + len, sizeof(struct iphdr));
	skb_reset_network_header(skb);
	return 0;
}

/**
 * clab_skbopt_insert() - give a packet without options some
 * @skb: the packet, skb->data at its IPv4 header, whose checksum is right
 * @area: the option area
 * @len: its length, a multiple of 4 from 8 to CLAB_OPT_MAX
 * @sum: clab_skbopt_sum() of it
 * @headroom: octets that the layers below will want in front of the header
 *
 * As clab_skbopt_push(), for any packet that does not become longer than IP_MAX_MTU.
 *
 * Context: Any.
 * Return: 0 or -ENOMEM, with the packet unchanged.
 */
int clab_skbopt_insert(struct sk_buff *skb, const u8 *area, unsigned int len, u16 sum,
		       unsigned int headroom)
{
	unsigned int room = skb_headroom(skb);

	if (room >= headroom && room < len + headroom && clab_skbopt_shift(skb, area, len, sum))
		return 0;
	if (clab_skbopt_move_front(skb, len, headroom))
		return -ENOMEM;
	clab_skbopt_copy(skb->data + sizeof(struct iphdr), area, len);
	clab_skbopt_adjust(ip_hdr(skb), *skb->data + len / 4, skb->len, sum);
	return 0;
}
