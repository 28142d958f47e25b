// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: datagrams made by hand
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "compare/watch.h"

#define CLAB_DATAGRAM_TTL	64

static void clab_datagram_u16(u8 *at, size_t value)
{
	at[0] = (u8)(value >> 8);
	at[1] = (u8)value;
}

/* The sum of the words of a header whose checksum is zero, folded */
static u16 clab_datagram_sum(const u8 *at, size_t len)
{
	u32 sum = 0;
	size_t i;

	for (i = 0; i < len; i += 2)
		sum += (u32)(at[i] << 8 | at[i + 1]);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (u16)~sum;
}

/**
 * clab_datagram_make() - write a datagram down
 * @datagram: what it says; its payload is one octet
 * @octets: room for CLAB_DATAGRAM_ROOM
 *
 * It has no checksum behind its header: none is needed for UDP.
 *
 * Return: its length.
 */
size_t clab_datagram_make(const struct clab_datagram *datagram, u8 *octets)
{
	size_t header = 20 + datagram->options_len, len = header + 8 + 1;
	u8 *udp = octets + header;

	memset(octets, 0, len);
	octets[0] = (u8)(0x40 | header / 4);
	clab_datagram_u16(octets + 2, len);
	octets[8] = CLAB_DATAGRAM_TTL;
	octets[9] = IPPROTO_UDP;
	memcpy(octets + 12, &datagram->src, 4);
	memcpy(octets + 16, &datagram->dst, 4);
	if (datagram->options_len)
		memcpy(octets + 20, datagram->options, datagram->options_len);
	clab_datagram_u16(octets + 10, clab_datagram_sum(octets, header));
	clab_datagram_u16(udp, datagram->port);
	clab_datagram_u16(udp + 2, datagram->port);
	clab_datagram_u16(udp + 4, 8 + 1);
	udp[8] = 'x';
	return len;
}

/**
 * clab_frame_send() - put a packet on a device, as if it came from another host
 * @device: its number; lo gives it back
 * @octets: the packet
 * @len: its length
 *
 * Return: 0 or a negative errno.
 */
int clab_frame_send(int device, const u8 *octets, size_t len)
{
	struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IP),
		.sll_ifindex = device,
		.sll_halen = 6,
	};
	int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0), ret = 0;

	if (fd < 0)
		return -errno;
	if (sendto(fd, octets, len, 0, (struct sockaddr *)&ll, sizeof(ll)) != (ssize_t)len)
		ret = -errno;
	close(fd);
	return ret;
}
