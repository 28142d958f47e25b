// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: a program's own options beside labels, of every length
 *
 * For each label, with a bitmap from none to the longest there is, a datagram with
 * each length of options is sent, put there in each way that a program has. Either
 * both are in the packet, whole and once, or the send fails and there is no packet.
 * What the receiving program reads of the options is looked at too.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_SWEEP_TYPE		0x9e	/* an option for experiments, RFC 4727 */
#define CLAB_SWEEP_BITMAP	30	/* octets of categories that fit */

/* The ways of a program to put options into a packet. */
enum clab_way {
	CLAB_WAY_SOCKET,		/* IP_OPTIONS */
	CLAB_WAY_MESSAGE,		/* IP_RETOPTS */
	CLAB_WAY_HEADER,		/* IP_HDRINCL */
	CLAB_WAY_CONNECTION,		/* IP_OPTIONS, and TCP */
	CLAB_WAYS,
};

static const char * const clab_way_names[CLAB_WAYS] = {
	"socket", "message", "header", "connection",
};

/**
 * struct clab_sweep - the sweep of one way
 * @way: the way
 * @to: where to
 * @from: where from
 * @doi: the DOI of the labels
 * @label: the label of the sender
 * @cats: octets of categories in it
 * @sniff: where packets are seen
 * @server: where they arrive
 * @fd: where they are sent
 * @own: the options
 * @len: their length
 * @sent: how many were
 * @refused: how many were not, for want of room
 * @wrong: how many were not what they should have been, or came as they should not
 * @leaked: how many showed a label among the options that the receiver reads
 */
struct clab_sweep {
	enum clab_way way;
	struct sockaddr_in to;
	struct sockaddr_in from;
	unsigned int doi;
	char label[64];
	unsigned int cats;
	int sniff;
	int server;
	int fd;
	u8 own[CLAB_OPT_AREA];
	size_t len;
	unsigned int sent;
	unsigned int refused;
	unsigned int wrong;
	unsigned int leaked;
};

static void clab_sweep_wrong(struct clab_sweep *s, const char *why, int err)
{
	if (!s->wrong++)
		printf("%s_first=%s, %zu octets of options: %s (%s)\n",
		       clab_way_names[s->way], s->label, s->len, why, clab_errno_name(err));
}

/* Each octet says where it belongs. */
static void clab_sweep_area(struct clab_sweep *s, size_t len)
{
	size_t i;

	s->len = len;
	for (i = 0; i < len; i++)
		s->own[i] = (u8)(0xa0 + i);
	s->own[0] = len > 1 ? CLAB_SWEEP_TYPE : 1;
	if (len > 1)
		s->own[1] = (u8)len;
}

/* The option that the label must be: tag 1 with the highest category of its octets. */
static size_t clab_sweep_option(const struct clab_sweep *s, u8 *opt)
{
	size_t len = 10 + s->cats;

	memset(opt, 0, CLAB_OPT_AREA);
	opt[0] = CLAB_OPT_CIPSO;
	opt[1] = (u8)len;
	opt[5] = (u8)s->doi;
	opt[6] = 1;
	opt[7] = (u8)(len - 6);
	if (s->cats)
		opt[len - 1] = 1;
	return len;
}

static void clab_sweep_label(struct clab_sweep *s, const char *user, unsigned int cats)
{
	s->cats = cats;
	snprintf(s->label, sizeof(s->label), "%s:s0", user);
	if (cats)
		snprintf(s->label, sizeof(s->label), "%s:s0:c%u", user, 8 * cats - 1);
}

/* Takes what is to be found once out of an area, and fails if it is not there. */
static bool clab_sweep_take(u8 *area, size_t *len, const u8 *what, size_t n)
{
	u8 *at = n ? memmem(area, *len, what, n) : area;

	if (!at)
		return false;
	memmove(at, at + n, (size_t)(area + *len - at) - n);
	*len -= n;
	return true;
}

/* Padding is what may be left, at the end. */
static const char *clab_sweep_judge(const struct clab_sweep *s, const u8 *pkt, size_t hlen)
{
	size_t len = hlen - sizeof(struct iphdr), i;
	u8 area[CLAB_OPT_AREA], opt[CLAB_OPT_AREA];

	memcpy(area, pkt + sizeof(struct iphdr), len);
	if (clab_checksum(pkt, hlen))
		return "the header's checksum";
	if (!clab_sweep_take(area, &len, opt, clab_sweep_option(s, opt)))
		return "the label is not there";
	if (s->len > 1 && !clab_sweep_take(area, &len, s->own, s->len))
		return "the options are not there";
	for (i = 0; i < len; i++)
		if (area[i] > 1)
			return "something else is there";
	return memcmp(pkt + hlen, &s->from.sin_port, 2) ? "the payload has moved" : NULL;
}

/* Looks at all packets there are; returns how many are the sender's. */
static unsigned int clab_sweep_look(struct clab_sweep *s)
{
	struct sockaddr_ll ll;
	u8 pkt[256] __aligned(4);
	unsigned int n = 0;
	const char *why;

	for (;;) {
		socklen_t len = sizeof(ll);

		if (recvfrom(s->sniff, pkt, sizeof(pkt), MSG_DONTWAIT, (struct sockaddr *)&ll,
			     &len) < (ssize_t)sizeof(struct iphdr))
			return n;
		if (ll.sll_pkttype != PACKET_OUTGOING ||
		    memcmp(pkt + 12, &s->from.sin_addr, 4) || memcmp(pkt + 16, &s->to.sin_addr, 4))
			continue;
		n++;
		why = clab_sweep_judge(s, pkt, (size_t)(pkt[0] & 15) * 4);
		if (why)
			clab_sweep_wrong(s, why, 0);
	}
}

/* Does an area, as a program reads it, hold a label? */
static bool clab_sweep_labeled(const u8 *area, size_t len)
{
	size_t i;

	for (i = 0; i < len && area[i]; i += area[i] == 1 ? 1 : area[i + 1])
		if (area[i] == CLAB_OPT_CIPSO || (area[i] > 1 && (i + 1 == len || area[i + 1] < 2)))
			return true;
	return false;
}

static void clab_sweep_receive(struct clab_sweep *s)
{
	u8 buf[64], ctl[512] __aligned(8);
	struct iovec iov = { buf, sizeof(buf) };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = ctl,
		.msg_controllen = sizeof(ctl),
	};
	bool found = s->len < 2;
	struct cmsghdr *c;

	if (recvmsg(s->server, &msg, 0) != 4) {
		clab_sweep_wrong(s, "it did not arrive", errno);
		return;
	}
	for (c = CMSG_FIRSTHDR(&msg); c; c = CMSG_NXTHDR(&msg, c)) {
		s->leaked += clab_sweep_labeled(CMSG_DATA(c), c->cmsg_len - CMSG_LEN(0));
		found |= c->cmsg_type == IP_RECVOPTS &&
			 memmem(CMSG_DATA(c), c->cmsg_len - CMSG_LEN(0), s->own, s->len);
	}
	if (!found)
		clab_sweep_wrong(s, "the receiver does not find the options", 0);
}

static int clab_sweep_message(const struct clab_sweep *s)
{
	u8 ctl[CMSG_SPACE(CLAB_OPT_AREA)] __aligned(8) = { 0 };
	struct iovec iov = { (char []){ "data" }, 4 };
	struct sockaddr_in to = s->to;
	struct msghdr msg = {
		.msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = s->len ? ctl : NULL,
		.msg_controllen = s->len ? CMSG_SPACE(s->len) : 0,
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&msg);

	if (c) {
		c->cmsg_level = SOL_IP;
		c->cmsg_type = IP_RETOPTS;
		c->cmsg_len = CMSG_LEN(s->len);
		memcpy(CMSG_DATA(c), s->own, s->len);
	}
	return sendmsg(s->fd, &msg, 0) < 0 ? errno : 0;
}

static int clab_sweep_header(const struct clab_sweep *s)
{
	u8 area[CLAB_OPT_AREA] = { 0 }, buf[CLAB_PKT_MAX];
	struct clab_packet pkt = {
		.src = s->from.sin_addr, .dst = s->to.sin_addr, .proto = IPPROTO_UDP,
		.sport = ntohs(s->from.sin_port), .dport = ntohs(s->to.sin_port),
		.options = area, .optlen = (s->len + 3) & ~(size_t)3, .data = "data", .datalen = 4,
	};

	memcpy(area, s->own, s->len);
	return clab_raw_send(s->fd, s->to.sin_addr, buf, clab_packet_build(&pkt, buf));
}

static int clab_sweep_send(const struct clab_sweep *s)
{
	if (s->way == CLAB_WAY_HEADER)
		return clab_sweep_header(s);
	if (s->way == CLAB_WAY_MESSAGE)
		return clab_sweep_message(s);
	if (setsockopt(s->fd, SOL_IP, IP_OPTIONS, s->own, (socklen_t)s->len))
		clab_sysdie("IP_OPTIONS");
	return sendto(s->fd, "data", 4, 0, (const struct sockaddr *)&s->to, sizeof(s->to)) < 0 ?
	       errno : 0;
}

/* What a program reads back of a socket: what it has written, or received. */
static void clab_sweep_read(struct clab_sweep *s, int fd)
{
	u8 area[CLAB_OPT_AREA];
	socklen_t len = sizeof(area);

	if (getsockopt(fd, SOL_IP, IP_OPTIONS, area, &len))
		clab_sysdie("IP_OPTIONS");
	s->leaked += clab_sweep_labeled(area, len);
}

static void clab_sweep_datagram(struct clab_sweep *s)
{
	u8 opt[CLAB_OPT_AREA];
	bool fits = (s->len > 1 ? s->len : 0) + clab_sweep_option(s, opt) <= CLAB_OPT_AREA;
	int err = clab_sweep_send(s);
	unsigned int seen = clab_sweep_look(s);

	if (err != (fits ? 0 : ENOSPC))
		clab_sweep_wrong(s, "the error", err);
	if (seen != !err)
		clab_sweep_wrong(s, seen ? "there is a packet" : "there is no packet", err);
	s->sent += !err;
	s->refused += err == ENOSPC;
	if (!err)
		clab_sweep_receive(s);
	if (s->way == CLAB_WAY_SOCKET)
		clab_sweep_read(s, s->fd);
}

/* All is looked at when the connection has come and gone. */
static void clab_sweep_connection(struct clab_sweep *s)
{
	struct linger linger = { 1, 0 };
	u8 opt[CLAB_OPT_AREA], byte = 0;
	bool fits = (s->len > 1 ? s->len : 0) + clab_sweep_option(s, opt) <= CLAB_OPT_AREA;
	int fd = clab_socket(AF_INET, SOCK_STREAM, 0, s->label), on = 1, peer, err;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	if (bind(fd, (struct sockaddr *)&s->from, sizeof(s->from)) ||
	    setsockopt(fd, SOL_IP, IP_OPTIONS, s->own, (socklen_t)s->len))
		clab_sysdie("IP_OPTIONS");
	err = clab_connect(fd, s->to.sin_addr, ntohs(s->to.sin_port));
	if (err != (fits ? 0 : ECONNREFUSED))
		clab_sweep_wrong(s, "the error", err);
	s->sent += !err;
	s->refused += err == ECONNREFUSED;
	if (!err) {
		peer = accept(s->server, NULL, NULL);
		clab_write_full(fd, &byte, 1);
		clab_read_full(peer, &byte, 1);
		clab_sweep_read(s, fd);
		clab_sweep_read(s, peer);
		close(peer);
		/* What answers a segment that comes too late has no options. */
		err = read(fd, &byte, 1) ? EIO : 0;
	}
	close(fd);
	if (!clab_sweep_look(s) != !!err)
		clab_sweep_wrong(s, "the packets", err);
}

static void clab_sweep_open(struct clab_sweep *s)
{
	int type = s->way == CLAB_WAY_CONNECTION ? SOCK_STREAM : SOCK_DGRAM, on = 1;

	s->server = clab_socket(AF_INET, type, 0, NULL);
	setsockopt(s->server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (setsockopt(s->server, SOL_IP, IP_RECVOPTS, &on, sizeof(on)) ||
	    setsockopt(s->server, SOL_IP, IP_RETOPTS, &on, sizeof(on)) ||
	    bind(s->server, (struct sockaddr *)&s->to, sizeof(s->to)) ||
	    (type == SOCK_STREAM && listen(s->server, 5)))
		clab_sysdie("server");
}

/* A sender of one label, and all lengths of options. */
static void clab_sweep_sender(struct clab_sweep *s)
{
	size_t len;

	if (s->way == CLAB_WAY_HEADER) {
		s->fd = clab_raw_open(s->label);
	} else if (s->way != CLAB_WAY_CONNECTION) {
		s->fd = clab_socket(AF_INET, SOCK_DGRAM, 0, s->label);
		if (bind(s->fd, (struct sockaddr *)&s->from, sizeof(s->from)))
			clab_sysdie("bind");
	}
	for (len = 0; len <= CLAB_OPT_AREA; len++) {
		clab_sweep_area(s, len);
		if (s->way == CLAB_WAY_CONNECTION)
			clab_sweep_connection(s);
		else
			clab_sweep_datagram(s);
	}
	if (s->way != CLAB_WAY_CONNECTION)
		close(s->fd);
}

static void clab_sweep_way(struct clab_sweep *s, const char *user, unsigned int step)
{
	unsigned int cats;

	s->sent = 0;
	s->refused = 0;
	s->wrong = 0;
	s->leaked = 0;
	clab_sweep_open(s);
	for (cats = 0; cats <= CLAB_SWEEP_BITMAP; cats += step) {
		clab_sweep_label(s, user, cats);
		clab_sweep_sender(s);
	}
	close(s->server);
	printf("%s_sent=%u\n%s_refused=%u\n", clab_way_names[s->way], s->sent,
	       clab_way_names[s->way], s->refused);
	printf("%s_wrong=%u\n%s_leaked=%u\n", clab_way_names[s->way], s->wrong,
	       clab_way_names[s->way], s->leaked);
}

/**
 * clab_options_main() - the subcommand options
 * @argc: number of words
 * @argv: the words: the server's address and the client's, the DOI, and the client's
 *	user, role and type
 *
 * Return: 0, or 2 when the words are wrong.
 */
int clab_options_main(int argc, char **argv)
{
	struct clab_sweep s = { .way = CLAB_WAY_SOCKET };
	struct clab_args args;

	if (argc != 5)
		return 2;
	clab_args_parse(1, argv, &args);
	s.to = clab_sin(args.addr, args.port);
	s.from = clab_sin(args.addr, args.sport);
	s.doi = (unsigned int)argv[3][0] - '0';
	if (inet_pton(AF_INET, argv[1], &s.to.sin_addr) != 1 ||
	    inet_pton(AF_INET, argv[2], &s.from.sin_addr) != 1)
		return 2;
	s.sniff = clab_sniff_open("lo");
	for (; s.way < CLAB_WAYS; s.way++)
		clab_sweep_way(&s, argv[4], s.way == CLAB_WAY_CONNECTION ? 5 : 1);
	return 0;
}
