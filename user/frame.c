// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: the IPv4 packet in a frame, and the packet that it quotes
 *
 * All octets here are somebody else's: each is looked at only when it has been
 * found to be there.
 */
#include <pcap/pcap.h>

#include "cipsoctl.h"
#include "frame.h"

#define CLAB_ETHER_IPV4		0x0800
#define CLAB_VLAN_LEN		4
#define CLAB_AF_INET		2	/* of every BSD */
#define CLAB_ICMP_LEN		8

/**
 * struct clab_link - a link layer
 * @link: libpcap's number of it
 * @len: octets of its header
 * @type_at: where an Ethernet type stands in that, or CLAB_NO_TYPE
 */
struct clab_link {
	int link;
	size_t len;
	size_t type_at;
};

#define CLAB_NO_TYPE	SIZE_MAX

static const struct clab_link clab_links[] = {
	{ DLT_EN10MB, 14, 12 },
	{ DLT_LINUX_SLL, 16, 14 },
	{ DLT_LINUX_SLL2, 20, 0 },
	{ DLT_NULL, 4, CLAB_NO_TYPE },
	{ DLT_LOOP, 4, CLAB_NO_TYPE },
	{ DLT_RAW, 0, CLAB_NO_TYPE },
	{ DLT_IPV4, 0, CLAB_NO_TYPE },
};

static const struct clab_link *clab_frame_link(int link)
{
	size_t i;

	for (i = 0; i < clab_count(clab_links); i++) {
		if (clab_links[i].link == link)
			return &clab_links[i];
	}
	return NULL;
}

/**
 * clab_frame_known() - can frames of a link layer be read
 * @link: libpcap's number of it
 *
 * Return: true when clab_frame_packet() knows it.
 */
bool clab_frame_known(int link)
{
	return clab_frame_link(link);
}

static bool clab_ether_vlan(u16 type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

/* The type of an Ethernet frame is behind its VLAN tags, if it has any. */
static enum clab_frame clab_frame_ether(const u8 *at, size_t len, u16 type,
					size_t *skip)
{
	while (clab_ether_vlan(type)) {
		if (len - *skip < CLAB_VLAN_LEN)
			return CLAB_FRAME_CUT;
		type = clab_get_be16(at + *skip + 2);
		*skip += CLAB_VLAN_LEN;
	}
	return type == CLAB_ETHER_IPV4 ? CLAB_FRAME_IPV4 : CLAB_FRAME_OTHER;
}

/* The family is in the order of the host that captured, which may be any. */
static enum clab_frame clab_frame_family(const u8 *at)
{
	u32 family = clab_get_be32(at);

	return family == CLAB_AF_INET || family == CLAB_AF_INET << 24 ?
	       CLAB_FRAME_IPV4 : CLAB_FRAME_OTHER;
}

/**
 * clab_frame_packet() - find the IPv4 packet in a frame
 * @link: libpcap's number of the link layer, a known one
 * @at: the frame
 * @len: octets of it that were captured
 * @skip: where the packet begins, for CLAB_FRAME_IPV4
 *
 * Return: what is in the frame.
 */
enum clab_frame clab_frame_packet(int link, const u8 *at, size_t len, size_t *skip)
{
	const struct clab_link *layer = clab_frame_link(link);

	if (len < layer->len)
		return CLAB_FRAME_CUT;
	*skip = layer->len;
	if (layer->type_at != CLAB_NO_TYPE)
		return clab_frame_ether(at, len, clab_get_be16(at + layer->type_at),
					skip);
	if (layer->len)
		return clab_frame_family(at);
	return link == DLT_RAW && len && at[0] >> 4 == 6 ? CLAB_FRAME_OTHER :
							   CLAB_FRAME_IPV4;
}

static bool clab_packet_bad(struct clab_fault *fault, const char *reason,
			    size_t offset, const char *text)
{
	fault->reason = reason;
	fault->text = text;
	fault->offset = (u32)offset;
	fault->answered = false;
	return false;
}

/* Is the header there, and does it hold together? */
static bool clab_packet_header(struct clab_octets *packet, size_t wire,
			       struct clab_fault *fault)
{
	static const char cut[] = "the capture ends before the IPv4 header does";
	size_t header;

	if (!packet->len)
		return clab_packet_bad(fault, "truncated", 0, cut);
	header = (packet->at[0] & 0xf) * 4u;
	if (packet->at[0] >> 4 != 4)
		return clab_packet_bad(fault, "ip-header", 0, "the IP version is not 4");
	if (header < CLAB_IP_HDR_LEN)
		return clab_packet_bad(fault, "ip-header", 0,
				       "the header length is below 20 octets");
	clab_octets_header(packet);
	if (wire < header)
		return clab_packet_bad(fault, "ip-header", 0,
				       "the packet is shorter than its header");
	if (packet->missing)
		return clab_packet_bad(fault, "truncated", packet->len, cut);
	return true;
}

/**
 * clab_packet_check() - check the IPv4 header of a packet
 * @packet: at, len: the packet; the rest is filled in, and what lies behind the
 *	    packet's own length is cut off
 * @wire: octets that it had before the capture cut it
 * @fault: what is wrong
 *
 * What a receiver checks before it looks at options. A total length or checksum
 * of 0 is no fault: a host that captures what it sends sees them so when its
 * network card is to fill them in.
 *
 * Return: true when nothing is wrong.
 */
bool clab_packet_check(struct clab_octets *packet, size_t wire,
		       struct clab_fault *fault)
{
	size_t header, total;

	if (!clab_packet_header(packet, wire, fault))
		return false;
	header = packet->area + packet->area_len;
	total = clab_get_be16(packet->at + 2);
	if (total && total < header)
		return clab_packet_bad(fault, "ip-header", 2,
				       "the total length is below that of the header");
	if (total > wire)
		return clab_packet_bad(fault, "ip-header", 2,
				       "the total length is beyond the packet");
	if (clab_get_be16(packet->at + 10) && !clab_ip_sum_good(packet->at, header))
		return clab_packet_bad(fault, "ip-checksum", 10,
				       "the header checksum is wrong");
	if (total && total < packet->len)
		packet->len = total;
	return true;
}

/**
 * clab_packet_fragment() - is a packet a fragment
 * @packet: a packet whose header is sound
 * @offset: where in the datagram it begins, in octets
 *
 * Return: true for a fragment.
 */
bool clab_packet_fragment(const struct clab_octets *packet, u32 *offset)
{
	u16 word = clab_get_be16(packet->at + 6);

	*offset = (word & 0x1fff) * 8u;
	return word & 0x3fff;
}

static bool clab_icmp_is_error(u8 type)
{
	return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

/**
 * clab_packet_quote() - find the packet that an ICMP error is about
 * @packet: a packet whose header is sound
 * @quote: the packet that it quotes, as far as it does
 *
 * Return: true when there is one and it has IPv4 options, be they cut short.
 */
bool clab_packet_quote(const struct clab_octets *packet, struct clab_octets *quote)
{
	size_t icmp = packet->area + packet->area_len, from = icmp + CLAB_ICMP_LEN;
	u32 offset;

	clab_packet_fragment(packet, &offset);
	if (packet->at[9] != 1 || offset || packet->len <= from ||
	    !clab_icmp_is_error(packet->at[icmp]))
		return false;
	memset(quote, 0, sizeof(*quote));
	quote->at = packet->at + from;
	quote->len = packet->len - from;
	if (quote->at[0] >> 4 != 4 || (quote->at[0] & 0xf) <= 5)
		return false;
	clab_octets_header(quote);
	return quote->len >= CLAB_IP_HDR_LEN;
}
