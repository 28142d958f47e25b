// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: packets that pass a device
 *
 * Each is seen once, on its way out; over loopback that is how it comes in, too.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "compare/scenario.h"
#include "compare/watch.h"

#define CLAB_WATCH_ROOM	(64 << 20)

/**
 * clab_watch_open() - begin to look at what passes a device
 * @watch: where it is noted, all zero
 * @device: its number
 *
 * Return: 0 or a negative errno.
 */
int clab_watch_open(struct clab_watch *watch, int device)
{
	struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = device,
	};
	int room = CLAB_WATCH_ROOM;

	/* Until it is bound it gets nothing, of whatever device. */
	watch->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (watch->fd < 0)
		return -errno;
	setsockopt(watch->fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	return bind(watch->fd, (struct sockaddr *)&ll, sizeof(ll)) ? -errno : 0;
}

/**
 * clab_watch_close() - look no more
 * @watch: what clab_watch_open() has noted
 */
void clab_watch_close(struct clab_watch *watch)
{
	if (watch->fd > 0)
		close(watch->fd);
	watch->fd = -1;
	clab_vec_clear(&watch->packets);
}

/**
 * clab_watch_begin() - forget what was seen
 * @watch: the device
 * @port: what is looked for from here on
 */
void clab_watch_begin(struct clab_watch *watch, u16 port)
{
	clab_watch_drain(watch);
	clab_vec_clear(&watch->packets);
	watch->port = port;
	watch->lost = false;
}

static u16 clab_packet_u16(const u8 *at)
{
	return (u16)(at[0] << 8 | at[1]);
}

static bool clab_icmp_is_error(u8 type)
{
	return type == 3 || type == 11 || type == 12 || type == 4 || type == 5;
}

/* Is this port one of those of a transport header? Of an echo it is the
 * identifier. What is not there is no port.
 */
static bool clab_packet_has_port(u8 protocol, const u8 *at, size_t len, u16 port)
{
	if (protocol == IPPROTO_ICMP)
		return len >= 6 && clab_packet_u16(at + 4) == port;
	return len >= 4 && (clab_packet_u16(at) == port || clab_packet_u16(at + 2) == port);
}

/* An error quotes the packet that it is about. */
static bool clab_packet_quotes(const u8 *at, size_t len, u16 port)
{
	size_t header = len > 8 ? (at[8] & 0xf) * 4u : 0;

	if (header < 20 || len < 8 + header)
		return false;
	return clab_packet_has_port(at[8 + 9], at + 8 + header, len - 8 - header, port);
}

/**
 * clab_packet_take() - take a packet apart
 * @octets: the packet, from its IPv4 header on
 * @snap: how many octets of it there are, at most CLAB_SNAP
 * @length: how many it had
 * @port: the port that is looked for
 * @packet: what it is
 *
 * Return: true for one of that port, or an error about one, and for fragments,
 * which have none.
 */
bool clab_packet_take(const u8 *octets, size_t snap, size_t length, u16 port,
		      struct clab_packet *packet)
{
	size_t header = snap >= 20 ? (octets[0] & 0xf) * 4u : 0;
	const u8 *at = octets + header;

	if (header < 20 || header > snap || octets[0] >> 4 != 4)
		return false;
	memset(packet, 0, sizeof(*packet));
	memcpy(&packet->src, octets + 12, 4);
	memcpy(&packet->dst, octets + 16, 4);
	memcpy(packet->octets, octets, snap);
	packet->protocol = octets[9];
	packet->fragment = clab_packet_u16(octets + 6) & 0x1fff;
	packet->length = (u32)length;
	packet->header = header;
	packet->snap = snap;
	if (packet->fragment)
		return true;
	if (packet->protocol != IPPROTO_ICMP || snap - header < 8)
		return clab_packet_has_port(packet->protocol, at, snap - header, port);
	packet->type = at[0];
	packet->code = at[1];
	packet->pointer = at[4];
	packet->error = clab_icmp_is_error(at[0]);
	return packet->error ? clab_packet_quotes(at, snap - header, port) :
			       clab_packet_has_port(IPPROTO_ICMP, at, snap - header, port);
}

/**
 * clab_watch_drain() - look at what has passed so far
 * @watch: the device
 */
void clab_watch_drain(struct clab_watch *watch)
{
	struct clab_packet packet, *kept;
	struct sockaddr_ll ll;
	socklen_t len = sizeof(ll);
	u8 octets[CLAB_SNAP];
	ssize_t length;
	size_t snap;

	for (;;) {
		length = recvfrom(watch->fd, octets, sizeof(octets), MSG_DONTWAIT | MSG_TRUNC,
				  (struct sockaddr *)&ll, &len);
		if (length < 0)
			break;
		snap = (size_t)length < sizeof(octets) ? (size_t)length : sizeof(octets);
		if (ll.sll_pkttype != PACKET_OUTGOING || ll.sll_protocol != htons(ETH_P_IP) ||
		    !clab_packet_take(octets, snap, (size_t)length, watch->port, &packet))
			continue;
		kept = clab_scn_need(clab_vec_add(&watch->packets, sizeof(*kept)));
		*kept = packet;
	}
	watch->lost |= errno == ENOBUFS;
}

/**
 * clab_watch_error() - the first ICMP error that has passed
 * @watch: the device
 *
 * Return: the packet, or NULL.
 */
const struct clab_packet *clab_watch_error(const struct clab_watch *watch)
{
	const struct clab_packet *packet = watch->packets.items;
	size_t i;

	for (i = 0; i < watch->packets.nr; i++)
		if (packet[i].error)
			return &packet[i];
	return NULL;
}

/* The options of a packet as a word has them */
static void clab_packet_options(const struct clab_packet *packet, char text[2 * 40 + 1])
{
	size_t i;

	strcpy(text, "none");
	for (i = 20; i < packet->header; i++)
		sprintf(text + 2 * (i - 20), "%02x", packet->octets[i]);
}

/* Is a text one of those between the commas of a list? */
static bool clab_list_has(const char *list, const char *text)
{
	size_t len = strlen(text);

	for (; list; list = strchr(list, ',')) {
		list += *list == ',';
		if (!strncmp(list, text, len) && (!list[len] || list[len] == ','))
			return true;
	}
	return false;
}

/**
 * clab_packets_options() - the options of the packets from one address to another
 * @packets: struct clab_packet
 * @src: source address, network byte order
 * @dst: destination address
 * @errors: of ICMP errors too
 *
 * Return: each kind once with commas between, or "-" without a packet; to be
 * freed.
 */
char *clab_packets_options(const struct clab_vec *packets, u32 src, u32 dst, bool errors)
{
	const struct clab_packet *packet = packets->items;
	char *list = clab_scn_dup(""), *longer;
	char text[2 * 40 + 1];
	size_t i;

	for (i = 0; i < packets->nr; i++) {
		if (packet[i].src != src || packet[i].dst != dst ||
		    (packet[i].error && !errors))
			continue;
		clab_packet_options(&packet[i], text);
		if (*list && clab_list_has(list, text))
			continue;
		if (asprintf(&longer, "%s%s%s", list, *list ? "," : "", text) < 0)
			longer = NULL;
		free(list);
		list = clab_scn_need(longer);
	}
	if (*list)
		return list;
	free(list);
	return clab_scn_dup("-");
}
