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

/**
 * clab_skbopt_move_mac() - move the link-layer header of a received packet
 * @skb: the packet
 * @by: octets towards its end: what is taken out behind it
 */
void clab_skbopt_move_mac(struct sk_buff *skb, unsigned int by)
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
 * clab_skbopt_open() - open a gap for options in a packet that must be copied
 * @skb: the packet, skb->data at its IPv4 header, which has no options
 * @len: octets of the options
 * @headroom: octets that the layers below will want in front of the header
 *
 * Context: Any.
 * Return: 0 or -ENOMEM, with the packet unchanged.
 */
int clab_skbopt_open(struct sk_buff *skb, unsigned int len, unsigned int headroom)
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
