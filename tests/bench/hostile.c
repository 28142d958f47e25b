// SPDX-License-Identifier: GPL-2.0
/*
 * clab-hostile: instructions that a packet takes that comes in with an option
 *
 *	clab-hostile COUNT HEX [FROM TO]
 *
 * COUNT datagrams with the options HEX are put on the loopback device as
 * frames, from 198.51.100.7 to 192.0.2.1. What this prints is what one costs on
 * its whole way: sending the frame, receiving the packet, and reading it from
 * its socket if it gets there. Octets FROM to TO-1 of the options differ from
 * packet to packet, where they are given.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mark.h"

#define CLAB_OPTIONS_MAX	40
#define CLAB_PORT		7777

#ifndef __packed
#define __packed		__attribute__((__packed__))
#endif

/**
 * struct clab_frame - a packet with options
 * @eth: in front of it
 * @ip: its header
 * @options: behind that; the datagram is at their end
 */
struct clab_frame {
	struct ethhdr eth;
	struct iphdr ip;
	unsigned char options[CLAB_OPTIONS_MAX + sizeof(struct udphdr) + 1];
} __packed;

/**
 * struct clab_hostile - what is sent and where it arrives
 * @frame: the packet
 * @len: its length
 * @optlen: that of its options
 * @from: first octet of them that varies
 * @to: first octet behind that does not
 * @out: where it is sent
 * @in: where it arrives
 * @received: how many did
 */
struct clab_hostile {
	struct clab_frame frame;
	size_t len;
	size_t optlen;
	size_t from;
	size_t to;
	int out;
	int in;
	unsigned long received;
};

static void clab_die(const char *what)
{
	fprintf(stderr, "clab-hostile: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void clab_read_hex(struct clab_hostile *h, const char *hex)
{
	unsigned int octet;

	for (; *hex; hex += 2) {
		if (h->optlen == CLAB_OPTIONS_MAX || sscanf(hex, "%2x", &octet) != 1 || !hex[1]) {
			fprintf(stderr, "clab-hostile: bad options\n");
			exit(2);
		}
		h->frame.options[h->optlen++] = (unsigned char)octet;
	}
	while (h->optlen % 4)
		h->frame.options[h->optlen++] = 0;
}

static void clab_build(struct clab_hostile *h)
{
	struct udphdr udp = {
		.source = htons(CLAB_PORT),
		.dest = htons(CLAB_PORT),
		.len = htons(sizeof(udp) + 1),
	};
	struct clab_frame *f = &h->frame;
	size_t len = sizeof(f->ip) + h->optlen + sizeof(udp) + 1;

	f->eth.h_proto = htons(ETH_P_IP);
	f->ip.version = 4;
	f->ip.ihl = (sizeof(f->ip) + h->optlen) / 4;
	f->ip.tot_len = htons((u16)len);
	f->ip.ttl = 64;
	f->ip.protocol = IPPROTO_UDP;
	f->ip.saddr = inet_addr("198.51.100.7");
	f->ip.daddr = inet_addr("192.0.2.1");
	memcpy(f->options + h->optlen, &udp, sizeof(udp));
	h->len = sizeof(f->eth) + len;
}

/* A new value for the octets that vary, the same ones in every run. */
static void clab_vary(struct clab_hostile *h)
{
	static u32 state = 1;
	size_t i;

	for (i = h->from; i < h->to; i++) {
		state = state * 1664525 + 1013904223;
		h->frame.options[i] = (unsigned char)(state >> 24);
	}
}

static void clab_checksum(struct clab_frame *f)
{
	const unsigned char *p = (const unsigned char *)f + sizeof(f->eth);
	u32 sum = 0;
	unsigned int i;

	f->ip.check = 0;
	for (i = 0; i < f->ip.ihl * 4u; i += 2)
		sum += (u32)p[i] << 8 | p[i + 1];
	sum = (sum & 0xffff) + (sum >> 16);
	sum += sum >> 16;
	f->ip.check = htons((u16)~sum);
}

static void clab_open(struct clab_hostile *h)
{
	struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_ifindex = (int)if_nametoindex("lo"),
	};
	struct sockaddr_in addr = {
		.sin_family = AF_INET,
		.sin_port = htons(CLAB_PORT),
		.sin_addr.s_addr = inet_addr("192.0.2.1"),
	};

	h->out = socket(AF_PACKET, SOCK_RAW, 0);
	h->in = socket(AF_INET, SOCK_DGRAM, 0);
	if (h->out < 0 || h->in < 0)
		clab_die("socket");
	if (bind(h->out, (struct sockaddr *)&ll, sizeof(ll)) ||
	    bind(h->in, (struct sockaddr *)&addr, sizeof(addr)))
		clab_die("bind");
}

static void clab_one(struct clab_hostile *h)
{
	char octet;

	if (h->to > h->from) {
		clab_vary(h);
		clab_checksum(&h->frame);
	}
	if (send(h->out, &h->frame, h->len, 0) != (ssize_t)h->len)
		clab_die("send");
	if (recv(h->in, &octet, 1, MSG_DONTWAIT) == 1)
		h->received++;
}

static u64 clab_run(struct clab_hostile *h, unsigned long count)
{
	u64 begin = clab_instructions();

	while (count--)
		clab_one(h);
	return clab_instructions() - begin;
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
	struct clab_hostile h = { .in = -1 };
	u64 used;

	if (!count || (argc != 3 && argc != 5)) {
		fprintf(stderr, "usage: clab-hostile COUNT HEX [FROM TO]\n");
		return 2;
	}
	clab_read_hex(&h, argv[2]);
	if (argc == 5) {
		h.from = strtoul(argv[3], NULL, 10);
		h.to = strtoul(argv[4], NULL, 10);
	}
	if (h.to > h.optlen)
		return 2;
	clab_build(&h);
	clab_checksum(&h.frame);
	clab_open(&h);
	clab_run(&h, h.to > h.from ? 1 : 100);
	/* What a worker has to do for a packet is done before the next ones. */
	usleep(1000);
	h.received = 0;
	clab_mark_begin();
	used = clab_run(&h, count);
	clab_mark_end();
	printf("%.1f %lu\n", (double)used / (double)count, h.received);
	return 0;
}
