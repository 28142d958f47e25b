// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: packets built by hand, and the two ways to send them
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <linux/if_packet.h>
#include <string.h>
#include <sys/socket.h>

#include "testkit.h"

static u32 clab_sum(const void *buf, size_t len, u32 sum)
{
	const u8 *p = buf;

	for (; len > 1; len -= 2, p += 2)
		sum += (u32)(p[0] << 8 | p[1]);
	return len ? sum + (u32)(p[0] << 8) : sum;
}

static u16 clab_fold(u32 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((u16)~sum);
}

/**
 * clab_checksum() - the Internet checksum
 * @buf: octets
 * @len: how many
 *
 * Return: the checksum in network byte order; 0 for octets that hold theirs.
 */
u16 clab_checksum(const void *buf, size_t len)
{
	return clab_fold(clab_sum(buf, len, 0));
}

static u16 clab_l4_checksum(const struct clab_packet *pkt, const u8 *l4, size_t len)
{
	u32 sum = pkt->proto + (u32)len;

	sum = clab_sum(&pkt->src, sizeof(pkt->src), sum);
	sum = clab_sum(&pkt->dst, sizeof(pkt->dst), sum);
	return clab_fold(clab_sum(l4, len, sum));
}

static size_t clab_build_tcp(const struct clab_packet *pkt, u8 *l4)
{
	struct tcphdr th = {
		.source = htons((u16)pkt->sport),
		.dest = htons((u16)pkt->dport),
		.seq = htonl(pkt->seq),
		.ack_seq = htonl(pkt->ack),
		.doff = sizeof(th) / 4,
		.window = htons(65535),
	};
	size_t len = sizeof(th) + pkt->datalen;

	th.th_flags = pkt->flags;
	memcpy(l4, &th, sizeof(th));
	memcpy(l4 + sizeof(th), pkt->data, pkt->datalen);
	th.check = clab_l4_checksum(pkt, l4, len);
	memcpy(l4, &th, sizeof(th));
	return len;
}

static size_t clab_build_udp(const struct clab_packet *pkt, u8 *l4)
{
	size_t len = sizeof(struct udphdr) + pkt->datalen;
	struct udphdr uh = {
		.source = htons((u16)pkt->sport),
		.dest = htons((u16)pkt->dport),
		.len = htons((u16)len),
	};

	memcpy(l4, &uh, sizeof(uh));
	memcpy(l4 + sizeof(uh), pkt->data, pkt->datalen);
	uh.check = clab_l4_checksum(pkt, l4, len);
	memcpy(l4, &uh, sizeof(uh));
	return len;
}

/**
 * clab_packet_build() - write a packet down
 * @pkt: what it says
 * @buf: CLAB_PKT_MAX octets
 *
 * Return: its length.
 */
size_t clab_packet_build(const struct clab_packet *pkt, u8 *buf)
{
	size_t hlen = sizeof(struct iphdr) + pkt->optlen;
	struct iphdr iph = {
		.version = 4,
		.ihl = (unsigned int)(hlen / 4) & 15,
		.ttl = 64,
		.protocol = pkt->proto,
		.saddr = pkt->src.s_addr,
		.daddr = pkt->dst.s_addr,
	};
	size_t len = hlen;

	if (pkt->proto == IPPROTO_TCP)
		len += clab_build_tcp(pkt, buf + hlen);
	else
		len += clab_build_udp(pkt, buf + hlen);
	iph.tot_len = htons((u16)len);
	memcpy(buf, &iph, sizeof(iph));
	memcpy(buf + sizeof(iph), pkt->options, pkt->optlen);
	iph.check = clab_checksum(buf, hlen);
	memcpy(buf, &iph, sizeof(iph));
	return len;
}

/**
 * clab_frame_open() - a packet socket to send frames on an interface
 * @iface: its name
 *
 * Return: the socket.
 */
int clab_frame_open(const char *iface)
{
	struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_ifindex = (int)if_nametoindex(iface),
	};
	int fd;

	if (!ll.sll_ifindex)
		clab_sysdie(iface);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&ll, sizeof(ll)))
		clab_sysdie("packet socket");
	return fd;
}

/**
 * clab_frame_send() - send a packet as an Ethernet frame to everyone
 * @fd: the socket of clab_frame_open()
 * @pkt: the packet
 * @len: its length
 *
 * The loopback interface takes any destination; on others a broadcast frame
 * would not be answered, so their packets go to clab_raw_send().
 *
 * Return: 0, or the error number.
 */
int clab_frame_send(int fd, const u8 *pkt, size_t len)
{
	u8 frame[ETH_HLEN + CLAB_PKT_MAX] = { 0 };

	frame[12] = ETHERTYPE_IP >> 8;
	frame[13] = ETHERTYPE_IP & 0xff;
	memcpy(frame + ETH_HLEN, pkt, len);
	return send(fd, frame, ETH_HLEN + len, 0) < 0 ? errno : 0;
}

/**
 * clab_raw_open() - a raw socket that takes whole packets
 * @ctx: its label
 *
 * Return: the socket.
 */
int clab_raw_open(const char *ctx)
{
	return clab_socket(AF_INET, SOCK_RAW, IPPROTO_RAW, ctx);
}

/**
 * clab_raw_send() - send a packet through a raw socket
 * @fd: the socket of clab_raw_open()
 * @dst: its destination
 * @pkt: the packet
 * @len: its length
 *
 * Return: 0, or the error number.
 */
int clab_raw_send(int fd, struct in_addr dst, const u8 *pkt, size_t len)
{
	struct sockaddr_in sin = clab_sin(dst, 0);

	return sendto(fd, pkt, len, 0, (struct sockaddr *)&sin, sizeof(sin)) < 0 ? errno : 0;
}
