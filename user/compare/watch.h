/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl compare: packets, seen and made
 */
#ifndef _CLAB_COMPARE_WATCH_H
#define _CLAB_COMPARE_WATCH_H

#include <cipsolab/cipsolab.h>
#include <cipsolab/port.h>

/** define CLAB_SNAP - octets of a packet that are kept */
#define CLAB_SNAP	192

/**
 * struct clab_packet - a packet that was seen
 * @src: source address, network byte order
 * @dst: destination address
 * @protocol: what is in it
 * @fragment: it is not the first fragment of its datagram
 * @error: it is an ICMP error
 * @type: of an ICMP message
 * @code: of an ICMP message
 * @pointer: of a parameter problem
 * @length: octets of the whole packet
 * @header: octets of its header
 * @snap: how many octets of it are kept
 * @octets: these
 */
struct clab_packet {
	u32 src;
	u32 dst;
	u8 protocol;
	bool fragment;
	bool error;
	u8 type;
	u8 code;
	u8 pointer;
	u32 length;
	size_t header;
	size_t snap;
	u8 octets[CLAB_SNAP];
};

/**
 * struct clab_watch - what passes a device
 * @fd: the socket
 * @port: port or identifier of what is looked for; nothing else is kept
 * @packets: struct clab_packet, in their order
 * @lost: there was no room for some
 */
struct clab_watch {
	int fd;
	u16 port;
	struct clab_vec packets;
	bool lost;
};

int clab_watch_open(struct clab_watch *watch, int device);
void clab_watch_close(struct clab_watch *watch);
void clab_watch_begin(struct clab_watch *watch, u16 port);
void clab_watch_drain(struct clab_watch *watch);
const struct clab_packet *clab_watch_error(const struct clab_watch *watch);
bool clab_packet_take(const u8 *octets, size_t snap, size_t length, u16 port,
		      struct clab_packet *packet);
char *clab_packets_options(const struct clab_vec *packets, u32 src, u32 dst, bool errors);

/**
 * struct clab_datagram - a UDP datagram to be made
 * @src: source address, network byte order
 * @dst: destination address
 * @port: both ports
 * @options: IPv4 options, a multiple of four octets
 * @options_len: how many
 */
struct clab_datagram {
	u32 src;
	u32 dst;
	u16 port;
	const u8 *options;
	size_t options_len;
};

/** define CLAB_DATAGRAM_ROOM - octets of the largest datagram that is made */
#define CLAB_DATAGRAM_ROOM	(60 + 8 + 4)

size_t clab_datagram_make(const struct clab_datagram *datagram, u8 *octets);
int clab_frame_send(int device, const u8 *octets, size_t len);

#endif /* _CLAB_COMPARE_WATCH_H */
