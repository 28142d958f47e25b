// SPDX-License-Identifier: GPL-2.0
/*
 * clab-peercon: show whom the kernel says is at the other end
 *
 * A server and a client that know nothing about this project: they ask with
 * getpeercon(3) for a TCP peer and with IP_PASSSEC for the sender of a
 * datagram, as any program may, and print the answer.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <selinux/selinux.h>

#define CLAB_PORT	5000
#define CLAB_TIMEOUT	5	/* seconds a client waits for the other end */
#define CLAB_CTX_MAX	4096	/* longest context taken from a datagram */

/* Printed in the place of a context where the kernel has none. */
#define CLAB_NO_CONTEXT	"NO_CONTEXT"

#ifndef SCM_SECURITY
#define SCM_SECURITY	0x03
#endif

/**
 * struct clab_peercon - what the command line asked for
 * @server: wait for clients, do not be one
 * @udp: datagrams, not connections
 * @addr: address to listen on, or to connect to
 * @count: stop after this many peers; 0 never stops
 */
struct clab_peercon {
	bool server;
	bool udp;
	struct sockaddr_in addr;
	unsigned long count;
};

/**
 * struct clab_datagram - a datagram as it was received
 * @from: the sender
 * @to: the address it was sent to; an answer leaves from there
 * @ctx: the sender's context
 * @data: the first bytes of the datagram
 * @len: bytes in @data
 */
struct clab_datagram {
	struct sockaddr_in from;
	struct in_pktinfo to;
	char ctx[CLAB_CTX_MAX];
	char data[64];
	size_t len;
};

static void clab_usage(FILE *out)
{
	fputs("usage: clab-peercon server [-u] [-a ADDR] [-p PORT] [-n COUNT]\n"
	      "       clab-peercon client [-u] [-p PORT] ADDR\n"
	      "\n"
	      "  -u        UDP instead of TCP\n"
	      "  -a ADDR   IPv4 address to listen on (default: all)\n"
	      "  -p PORT   port (default 5000)\n"
	      "  -n COUNT  stop after COUNT connections or datagrams\n"
	      "  -h        this text\n",
	      out);
}

static int clab_fail(const char *what)
{
	fprintf(stderr, "clab-peercon: %s: %s\n", what, strerror(errno));
	return 1;
}

static int clab_misuse(const char *what, const char *arg)
{
	fprintf(stderr, "clab-peercon: %s '%s'\n", what, arg);
	clab_usage(stderr);
	return 2;
}

/* Digits only: strtoul() alone would take "-1", " 5" and "". */
static bool clab_number(const char *text, unsigned long max, unsigned long *value)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*value = strtoul(text, &end, 10);
	return !errno && !*end && *value > 0 && *value <= max;
}

static bool clab_address(const char *text, struct sockaddr_in *addr)
{
	return inet_pton(AF_INET, text, &addr->sin_addr) == 1;
}

static void clab_show(const char *what, const struct sockaddr_in *peer, const char *ctx)
{
	char text[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, &peer->sin_addr, text, sizeof(text));
	printf("%s(%s,%s)\n", what, text, ctx);
}

static void clab_show_self(void)
{
	char *ctx = NULL;

	if (getcon(&ctx) < 0)
		ctx = NULL;
	printf("-> running as %s\n", ctx ? ctx : CLAB_NO_CONTEXT);
	freecon(ctx);
}

static void clab_show_stream_peer(const char *what, int fd, const struct sockaddr_in *peer)
{
	char *ctx = NULL;

	if (getpeercon(fd, &ctx) < 0)
		ctx = NULL;
	clab_show(what, peer, ctx ? ctx : CLAB_NO_CONTEXT);
	freecon(ctx);
}

static void clab_take_control(const struct cmsghdr *c, struct clab_datagram *d)
{
	size_t len = c->cmsg_len - CMSG_LEN(0);

	if (c->cmsg_level != IPPROTO_IP)
		return;
	if (c->cmsg_type == SCM_SECURITY && len > 0 && len < sizeof(d->ctx)) {
		memcpy(d->ctx, CMSG_DATA(c), len);
		d->ctx[len] = '\0';
	} else if (c->cmsg_type == IP_PKTINFO && len >= sizeof(d->to)) {
		memcpy(&d->to, CMSG_DATA(c), sizeof(d->to));
	}
}

static int clab_receive(int fd, struct clab_datagram *d)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(CLAB_CTX_MAX) + CMSG_SPACE(sizeof(struct in_pktinfo))];
	} control;
	struct iovec iov = { .iov_base = d->data, .iov_len = sizeof(d->data) };
	struct msghdr msg = {
		.msg_name = &d->from,
		.msg_namelen = sizeof(d->from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *c;
	ssize_t n;

	memset(&d->to, 0, sizeof(d->to));
	strcpy(d->ctx, CLAB_NO_CONTEXT);
	n = recvmsg(fd, &msg, 0);
	if (n < 0)
		return -1;
	d->len = (size_t)n;
	for (c = CMSG_FIRSTHDR(&msg); c; c = CMSG_NXTHDR(&msg, c))
		clab_take_control(c, d);
	return 0;
}

/* From the address that was asked, which need not be the one routing prefers. */
static int clab_answer(int fd, struct clab_datagram *d)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(struct in_pktinfo))];
	} control = { .bytes = { 0 } };
	struct in_pktinfo from = { .ipi_spec_dst = d->to.ipi_spec_dst };
	struct iovec iov = { .iov_base = d->data, .iov_len = d->len };
	struct msghdr msg = {
		.msg_name = &d->from,
		.msg_namelen = sizeof(d->from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&msg);

	c->cmsg_level = IPPROTO_IP;
	c->cmsg_type = IP_PKTINFO;
	c->cmsg_len = CMSG_LEN(sizeof(from));
	memcpy(CMSG_DATA(c), &from, sizeof(from));
	return sendmsg(fd, &msg, 0) < 0 ? -1 : 0;
}

static int clab_serve_stream(int fd)
{
	struct sockaddr_in peer;
	socklen_t len = sizeof(peer);
	int conn;

	conn = accept(fd, (struct sockaddr *)&peer, &len);
	if (conn < 0)
		return clab_fail("accept");
	clab_show_stream_peer("connect", conn, &peer);
	close(conn);
	return 0;
}

static int clab_serve_datagram(int fd)
{
	struct clab_datagram d;

	if (clab_receive(fd, &d) < 0)
		return clab_fail("recvmsg");
	clab_show("connect", &d.from, d.ctx);
	/* Whoever sent it may be gone: that is no reason to stop serving. */
	if (clab_answer(fd, &d) < 0)
		clab_fail("answer");
	return 0;
}

static int clab_server(const struct clab_peercon *p, int fd)
{
	char text[INET_ADDRSTRLEN];
	unsigned long served;
	int one = 1;
	int rc = 0;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) < 0)
		return clab_fail("SO_REUSEADDR");
	if (p->udp && setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &one, sizeof(one)) < 0)
		return clab_fail("IP_PKTINFO");
	if (bind(fd, (const struct sockaddr *)&p->addr, sizeof(p->addr)) < 0)
		return clab_fail("bind");
	if (!p->udp && listen(fd, SOMAXCONN) < 0)
		return clab_fail("listen");
	inet_ntop(AF_INET, &p->addr.sin_addr, text, sizeof(text));
	printf("-> listening on %s port %u (%s)\n", text, ntohs(p->addr.sin_port),
	       p->udp ? "UDP" : "TCP");
	for (served = 0; !rc && (!p->count || served < p->count); served++)
		rc = p->udp ? clab_serve_datagram(fd) : clab_serve_stream(fd);
	return rc;
}

static int clab_client_datagram(int fd)
{
	struct clab_datagram d;

	if (send(fd, "?", 1, 0) < 0)
		return clab_fail("send");
	if (clab_receive(fd, &d) < 0)
		return clab_fail("no answer");
	clab_show("connected", &d.from, d.ctx);
	return 0;
}

static int clab_client(const struct clab_peercon *p, int fd)
{
	struct timeval limit = { .tv_sec = CLAB_TIMEOUT };
	char rest[64];

	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) < 0)
		return clab_fail("timeout");
	if (connect(fd, (const struct sockaddr *)&p->addr, sizeof(p->addr)) < 0)
		return clab_fail("connect");
	if (p->udp)
		return clab_client_datagram(fd);
	clab_show_stream_peer("connected", fd, &p->addr);
	/* The server closes first, so that it has seen this connection. */
	while (read(fd, rest, sizeof(rest)) > 0)
		;
	return 0;
}

/* Return: 0, 2 for a wrong command line, or -1 when only help was asked for. */
static int clab_option(struct clab_peercon *p, int opt, const char *arg)
{
	unsigned long port;

	if (p->server && opt == 'a')
		return clab_address(arg, &p->addr) ? 0 : clab_misuse("not an IPv4 address:", arg);
	if (p->server && opt == 'n')
		return clab_number(arg, (unsigned long)-1, &p->count) ? 0 :
		       clab_misuse("not a positive number:", arg);
	switch (opt) {
	case 'u':
		p->udp = true;
		return 0;
	case 'p':
		if (!clab_number(arg, 65535, &port))
			return clab_misuse("not a port:", arg);
		p->addr.sin_port = htons((unsigned short)port);
		return 0;
	case 'h':
		clab_usage(stdout);
		return -1;
	default:
		clab_usage(stderr);
		return 2;
	}
}

static int clab_parse(struct clab_peercon *p, int argc, char **argv)
{
	int opt, rc;

	if (argc < 2 || (strcmp(argv[1], "server") && strcmp(argv[1], "client"))) {
		if (argc == 2 && !strcmp(argv[1], "-h"))
			return clab_option(p, 'h', NULL);
		return clab_misuse("say 'server' or 'client', not", argc < 2 ? "" : argv[1]);
	}
	p->server = !strcmp(argv[1], "server");
	argc--;
	argv++;
	while ((opt = getopt(argc, argv, p->server ? "+ua:p:n:h" : "+up:h")) != -1) {
		rc = clab_option(p, opt, optarg);
		if (rc)
			return rc;
	}
	if (!p->server && optind == argc)
		return clab_misuse("no address to connect to after", argv[0]);
	if (!p->server && !clab_address(argv[optind++], &p->addr))
		return clab_misuse("not an IPv4 address:", argv[optind - 1]);
	if (optind < argc)
		return clab_misuse("too many words:", argv[optind]);
	return 0;
}

/**
 * main() - be the server or the client of one exchange
 * @argc: number of words
 * @argv: "server" or "client", options, and a client's address
 *
 * Return: 0; 1 when the network fails; 2 for a wrong command line.
 */
int main(int argc, char **argv)
{
	struct clab_peercon p = {
		.addr = { .sin_family = AF_INET, .sin_port = htons(CLAB_PORT) },
	};
	int one = 1;
	int fd, rc;

	rc = clab_parse(&p, argc, argv);
	if (rc)
		return rc < 0 ? 0 : rc;
	/* Whoever reads this through a pipe wants each line when it happens. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	clab_show_self();
	fd = socket(AF_INET, p.udp ? SOCK_DGRAM : SOCK_STREAM, 0);
	if (fd < 0)
		return clab_fail("socket");
	if (p.udp && setsockopt(fd, IPPROTO_IP, IP_PASSSEC, &one, sizeof(one)) < 0)
		return clab_fail("IP_PASSSEC");
	rc = p.server ? clab_server(&p, fd) : clab_client(&p, fd);
	close(fd);
	return rc;
}
