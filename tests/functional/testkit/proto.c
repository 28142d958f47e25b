// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: one exchange of each protocol
 *
 * Each says what came of it in the same words, so that they can be put in a table:
 *
 *	socket	why there is no such socket
 *	errno	what the client's connect() or send said
 *	server_sees, client_sees	the label that each end sees
 *	received	datagrams, or octets of a connection, that the server got
 *	header	octets in front of the payload that a raw socket reads
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <selinux/selinux.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "testkit.h"

/* The C library need not know them all. */
#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP		262
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT		103
#endif
#ifndef SOL_MPTCP
#define SOL_MPTCP		284
#endif
#ifndef SOL_DCCP
#define SOL_DCCP		269
#endif
#define CLAB_DCCP_SERVICE	2	/* DCCP_SOCKOPT_SERVICE */
#define CLAB_MPTCP_INFO		1	/* MPTCP_INFO */
#define CLAB_PROTO_RAW		253	/* for experiments, RFC 3692 */
#define CLAB_PROTO_WAIT		2000	/* milliseconds that a connect() or a read may take */
#define CLAB_PROTO_WAIT_WIDE	300	/* where nothing is expected to come */
#define CLAB_PROTO_LONG		4000	/* octets that take three fragments of 1500 */
#define CLAB_PROTO_SEG		500	/* octets of a segment of a long datagram */

/**
 * struct clab_proto - a protocol, and how it is used
 * @name: what it is called
 * @run: the exchange
 * @type: as for socket()
 * @proto: as for socket()
 * @how: what is special about it
 */
struct clab_proto {
	const char *name;
	int (*run)(const struct clab_proto *p, const struct clab_args *args);
	int type;
	int proto;
	enum {
		CLAB_HOW_PLAIN,
		CLAB_HOW_CONNECTED,
		CLAB_HOW_FASTOPEN,
		CLAB_HOW_MAPPED,
		CLAB_HOW_KEEPALIVE,
		CLAB_HOW_RETRANSMIT,
		CLAB_HOW_MORE,
		CLAB_HOW_CORK,
		CLAB_HOW_LONG,
		CLAB_HOW_SEGMENTS,
		CLAB_HOW_HDRINCL,
		CLAB_HOW_CLOSED,
	} how;
};

static const char *clab_proto_run = "";	/* put in front of each name */

static void __printf(2, 3) clab_proto_say(const char *name, const char *fmt, ...)
{
	va_list ap;

	printf("%s%s=", clab_proto_run, name);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

/* A label at an end: a socket that knows none says why. */
static void clab_proto_peer(const char *end, int fd)
{
	char *ctx;

	if (getpeercon(fd, &ctx)) {
		clab_proto_say(end, "%s", clab_errno_name(errno));
		return;
	}
	clab_proto_say(end, "%s", ctx);
	freecon(ctx);
}

/* Returns -1 where there is no such socket, having said so. */
static int clab_proto_socket(const struct clab_proto *p, int type, int proto, const char *ctx)
{
	int ms = *clab_proto_run == 'w' ? CLAB_PROTO_WAIT_WIDE : CLAB_PROTO_WAIT;
	struct timeval wait = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
	int fd, on = 1;

	if (ctx && setsockcreatecon(ctx))
		clab_die("cannot create a socket at %s: %s", ctx, strerror(errno));
	fd = socket(p->how == CLAB_HOW_MAPPED ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, proto);
	if (fd < 0)
		clab_proto_say("socket", "%s", clab_errno_name(errno));
	if (setsockcreatecon(NULL))
		clab_sysdie("setsockcreatecon");
	if (fd < 0)
		return fd;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)))
		clab_sysdie("setsockopt");
	return fd;
}

/* An address as the socket wants it. */
static socklen_t clab_proto_addr(const struct clab_proto *p, struct in_addr addr,
				 unsigned int port, struct sockaddr_storage *ss)
{
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)ss;

	memset(ss, 0, sizeof(*ss));
	if (p->how != CLAB_HOW_MAPPED) {
		*(struct sockaddr_in *)ss = clab_sin(addr, port);
		return sizeof(struct sockaddr_in);
	}
	six->sin6_family = AF_INET6;
	six->sin6_port = htons((u16)port);
	six->sin6_addr.s6_addr[10] = 0xff;
	six->sin6_addr.s6_addr[11] = 0xff;
	memcpy(six->sin6_addr.s6_addr + 12, &addr, sizeof(addr));
	return sizeof(*six);
}

static void clab_proto_bind(const struct clab_proto *p, int fd, struct in_addr addr,
			    unsigned int port)
{
	struct sockaddr_storage ss;
	socklen_t len = clab_proto_addr(p, addr, port, &ss);

	if (bind(fd, (struct sockaddr *)&ss, len))
		clab_sysdie("bind");
}

static int clab_proto_connect(const struct clab_proto *p, const struct clab_args *args, int fd)
{
	struct sockaddr_storage ss;
	socklen_t len = clab_proto_addr(p, args->addr, args->port, &ss);

	if (p->how == CLAB_HOW_FASTOPEN)
		return sendto(fd, "open", 4, MSG_FASTOPEN, (struct sockaddr *)&ss, len) == 4 ?
		       0 : errno;
	return connect(fd, (struct sockaddr *)&ss, len) ? errno : 0;
}

static void clab_proto_setup(const struct clab_proto *p, int fd)
{
	u32 service = htonl(1);
	int queue = 5;

	if (p->type == SOCK_DCCP &&
	    setsockopt(fd, SOL_DCCP, CLAB_DCCP_SERVICE, &service, sizeof(service)))
		clab_sysdie("DCCP_SOCKOPT_SERVICE");
	if (p->how == CLAB_HOW_FASTOPEN &&
	    setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN, &queue, sizeof(queue)))
		clab_sysdie("TCP_FASTOPEN");
}

/* What the client's end sends by itself when nothing is to be sent. */
static void clab_proto_idle(int fd)
{
	int one = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one)) ||
	    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &one, sizeof(one)) ||
	    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &one, sizeof(one)))
		clab_sysdie("TCP_KEEPIDLE");
	clab_sleep_ms(1500);
}

/* Nothing gets into the server's end until the client has sent it again. */
static void clab_proto_lose(int fd, int server)
{
	struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog prog = { 1, &none };
	struct tcp_info ti = { 0 };
	socklen_t len = sizeof(ti);
	int i;

	if (setsockopt(server, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		clab_sysdie("SO_ATTACH_FILTER");
	clab_write_full(fd, "lost", 4);
	for (i = 0; i < 200 && !ti.tcpi_total_retrans; i++) {
		clab_sleep_ms(10);
		if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &ti, &len))
			clab_sysdie("TCP_INFO");
	}
	clab_proto_say("again", "%u", ti.tcpi_total_retrans);
	if (setsockopt(server, SOL_SOCKET, SO_DETACH_FILTER, &i, sizeof(i)))
		clab_sysdie("SO_DETACH_FILTER");
}

/* Whether it is a connection of MPTCP still, and not of plain TCP. */
static void clab_proto_mptcp(int fd)
{
	struct {
		u8 counts[8];
		u32 flags;
		u8 more[256];
	} info = { .flags = ~0U };
	socklen_t len = sizeof(info);

	if (getsockopt(fd, SOL_MPTCP, CLAB_MPTCP_INFO, &info, &len))
		clab_sysdie("MPTCP_INFO");
	clab_proto_say("fallback", "%u", info.flags & 1);
}

static void clab_proto_echo(const struct clab_proto *p, int fd, int server)
{
	char buf[64];
	ssize_t n;

	if (p->how == CLAB_HOW_RETRANSMIT)
		clab_proto_lose(fd, server);
	else if (p->how != CLAB_HOW_FASTOPEN)
		clab_write_full(fd, "data", 4);
	n = read(server, buf, sizeof(buf));
	clab_proto_say("received", "%zd", n);
	clab_write_full(server, "back", 4);
	if (read(fd, buf, sizeof(buf)) != 4)
		clab_die("nothing came back");
	if (p->how == CLAB_HOW_KEEPALIVE)
		clab_proto_idle(fd);
	if (p->proto == IPPROTO_MPTCP)
		clab_proto_mptcp(fd);
}

/* Returns false when there is no connection. */
static bool clab_proto_connection(const struct clab_proto *p, const struct clab_args *args,
				  int lfd)
{
	int fd, server, err;

	fd = clab_proto_socket(p, p->type, p->proto, clab_ctx(args, 0));
	if (fd < 0)
		return false;
	if (p->type == SOCK_DCCP)
		clab_proto_setup(p, fd);
	clab_proto_bind(p, fd, args->src, 0);
	err = clab_proto_connect(p, args, fd);
	clab_proto_say("errno", "%s", clab_errno_name(err));
	if (err)
		return false;
	server = accept(lfd, NULL, NULL);
	if (server < 0)
		clab_sysdie("accept");
	clab_proto_peer("server_sees", server);
	clab_proto_peer("client_sees", fd);
	clab_proto_echo(p, fd, server);
	close(fd);
	close(server);
	return true;
}

static int clab_proto_stream(const struct clab_proto *p, const struct clab_args *args)
{
	int lfd = -1;

	if (p->how == CLAB_HOW_CLOSED) {
		clab_proto_connection(p, args, lfd);
		return 0;
	}
	lfd = clab_proto_socket(p, p->type, p->proto, args->server);
	if (lfd < 0)
		return 0;
	clab_proto_setup(p, lfd);
	clab_proto_bind(p, lfd, args->addr, args->port);
	if (listen(lfd, 5))
		clab_sysdie("listen");
	/* The first connection brings the cookie that the second one uses. */
	if (clab_proto_connection(p, args, lfd) && p->how == CLAB_HOW_FASTOPEN)
		clab_proto_connection(p, args, lfd);
	return 0;
}

static int clab_proto_result(ssize_t n)
{
	return n < 0 ? errno : 0;
}

static int clab_proto_send(const struct clab_proto *p, int fd, const struct sockaddr_in *to)
{
	const struct sockaddr *dst = (const struct sockaddr *)to;
	static char buf[CLAB_PROTO_LONG];
	int seg = CLAB_PROTO_SEG, on = 1, off = 0, err;

	switch (p->how) {
	case CLAB_HOW_CONNECTED:
		err = clab_proto_result(connect(fd, dst, sizeof(*to)));
		return err ? err : clab_proto_result(send(fd, buf, 8, 0));
	case CLAB_HOW_MORE:
		err = clab_proto_result(sendto(fd, buf, 8, MSG_MORE, dst, sizeof(*to)));
		return err ? err : clab_proto_result(sendto(fd, buf, 8, 0, dst, sizeof(*to)));
	case CLAB_HOW_CORK:
		setsockopt(fd, IPPROTO_UDP, UDP_CORK, &on, sizeof(on));
		err = clab_proto_result(sendto(fd, buf, 8, 0, dst, sizeof(*to)));
		return err ? err : clab_proto_result(setsockopt(fd, IPPROTO_UDP, UDP_CORK, &off,
								sizeof(off)));
	case CLAB_HOW_LONG:
		return clab_proto_result(sendto(fd, buf, sizeof(buf), 0, dst, sizeof(*to)));
	case CLAB_HOW_SEGMENTS:
		if (setsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, &seg, sizeof(seg)))
			clab_sysdie("UDP_SEGMENT");
		return clab_proto_result(sendto(fd, buf, 3 * CLAB_PROTO_SEG + 8, 0, dst,
						sizeof(*to)));
	default:
		return clab_proto_result(sendto(fd, buf, 8, 0, dst, sizeof(*to)));
	}
}

/* Returns the number of datagrams; the label of the first is that of all. */
static unsigned int clab_proto_take(int fd, const char *end, struct sockaddr_in *from)
{
	char label[CLAB_LABEL_MAX], first[CLAB_LABEL_MAX] = "nothing came";
	static char buf[2 * CLAB_PROTO_LONG];
	unsigned int n = 0;

	while (clab_readable(fd, n ? 50 : 300)) {
		clab_recv_label(fd, buf, sizeof(buf), label, from);
		if (n++ && strcmp(label, first))
			clab_die("another label: %s", label);
		memcpy(first, label, sizeof(first));
	}
	clab_proto_say(end, "%s", first);
	return n;
}

static int clab_proto_datagram(const struct clab_proto *p, const struct clab_args *args)
{
	unsigned int port = args->port + (p->how == CLAB_HOW_CLOSED), n;
	struct sockaddr_in to = clab_sin(args->addr, args->port), from;
	int server, fd, err;

	server = clab_proto_socket(p, p->type, p->proto, args->server);
	if (server < 0)
		return 0;
	fd = clab_proto_socket(p, p->type, p->proto, clab_ctx(args, 0));
	clab_proto_bind(p, server, args->addr, port);
	clab_proto_bind(p, fd, args->src, args->sport);
	clab_passsec(server);
	clab_passsec(fd);
	err = clab_proto_send(p, fd, &to);
	clab_proto_say("errno", "%s", clab_errno_name(err));
	if (err || p->how == CLAB_HOW_CLOSED)
		return 0;
	n = clab_proto_take(server, "server_sees", &from);
	clab_proto_say("received", "%u", n);
	if (n && sendto(server, "back", 4, 0, (struct sockaddr *)&from, sizeof(from)) != 4)
		clab_sysdie("answer");
	clab_proto_take(fd, "client_sees", NULL);
	return 0;
}

/* One socket for all associations, at either end. */
static int clab_proto_many(const struct clab_proto *p, const struct clab_args *args)
{
	struct sockaddr_in to = clab_sin(args->addr, args->port), from;
	int server = clab_proto_socket(p, p->type, p->proto, args->server), fd, err;
	socklen_t len = sizeof(from);
	char buf[64];

	fd = server < 0 ? -1 : clab_proto_socket(p, p->type, p->proto, clab_ctx(args, 0));
	if (fd < 0)
		return 0;
	clab_proto_bind(p, server, args->addr, args->port);
	clab_proto_bind(p, fd, args->src, 0);
	if (listen(server, 5))
		clab_sysdie("listen");
	err = clab_proto_result(sendto(fd, "data", 4, 0, (struct sockaddr *)&to, sizeof(to)));
	clab_proto_say("errno", "%s", clab_errno_name(err));
	if (err)
		return 0;
	/* The send only begins the association, and knows nothing of what became of it. */
	if (recvfrom(server, buf, sizeof(buf), 0, (struct sockaddr *)&from, &len) != 4) {
		clab_proto_say("received", "0");
		return 0;
	}
	if (sendto(server, "back", 4, 0, (struct sockaddr *)&from, len) != 4 ||
	    recv(fd, buf, sizeof(buf), 0) != 4)
		clab_sysdie("data");
	clab_proto_say("received", "4");
	clab_proto_peer("server_sees", server);
	clab_proto_peer("client_sees", fd);
	close(fd);
	close(server);
	return 0;
}

/* The server sends raw; the client does, or writes the header as well. */
static int clab_proto_raw(const struct clab_proto *p, const struct clab_args *args)
{
	struct clab_packet pkt = {
		.src = args->src, .dst = args->addr, .sport = args->sport, .dport = args->port,
		.proto = CLAB_PROTO_RAW, .data = "raw", .datalen = 4,
	};
	struct sockaddr_in to = clab_sin(args->addr, 0);
	u8 buf[CLAB_PKT_MAX] __aligned(4);
	char label[CLAB_LABEL_MAX];
	int server, fd, err;
	size_t len;

	server = clab_proto_socket(p, SOCK_RAW, CLAB_PROTO_RAW, args->server);
	fd = clab_proto_socket(p, SOCK_RAW, p->proto, clab_ctx(args, 0));
	if (server < 0 || fd < 0)
		return 0;
	clab_proto_bind(p, server, args->addr, 0);
	clab_proto_bind(p, fd, args->src, 0);
	clab_passsec(server);
	clab_passsec(fd);
	len = clab_packet_build(&pkt, buf);
	if (p->how == CLAB_HOW_HDRINCL)
		err = clab_raw_send(fd, args->addr, buf, len);
	else
		err = clab_proto_result(sendto(fd, buf + 20, len - 20, 0, (struct sockaddr *)&to,
					       sizeof(to)));
	clab_proto_say("errno", "%s", clab_errno_name(err));
	if (err || !clab_readable(server, 300))
		return 0;
	clab_proto_say("received", "%zd", clab_recv_label(server, buf, sizeof(buf), label, &to));
	clab_proto_say("server_sees", "%s", label);
	clab_proto_say("header", "%u", (buf[0] & 15) * 4);
	/* A socket that sends any protocol receives none. */
	if (p->how == CLAB_HOW_HDRINCL)
		return 0;
	if (sendto(server, "rawback", 8, 0, (struct sockaddr *)&to, sizeof(to)) != 8)
		clab_sysdie("answer");
	clab_proto_take(fd, "client_sees", NULL);
	return 0;
}

/* A raw socket writes the header of the request itself, and reads that of IP. */
static int clab_proto_echo_request(const struct clab_proto *p, const struct clab_args *args)
{
	struct sockaddr_in to = clab_sin(args->addr, 0);
	struct icmphdr req = { .type = ICMP_ECHO, .un.echo.id = htons(77) };
	int fd, err;

	fd = clab_proto_socket(p, p->type, p->proto, clab_ctx(args, 0));
	if (fd < 0)
		return 0;
	clab_proto_bind(p, fd, args->src, 0);
	clab_passsec(fd);
	req.checksum = clab_checksum(&req, sizeof(req));
	err = clab_proto_result(sendto(fd, &req, sizeof(req), 0, (struct sockaddr *)&to,
				       sizeof(to)));
	clab_proto_say("errno", "%s", clab_errno_name(err));
	if (!err)
		clab_proto_say("received", "%u", clab_proto_take(fd, "client_sees", NULL));
	return 0;
}

/* The kernel tells the network whom it wants to hear. */
static int clab_proto_join(const struct clab_proto *p, const struct clab_args *args)
{
	struct ip_mreqn mreq = {
		.imr_multiaddr.s_addr = htonl(0xe0004d4d), .imr_address = args->addr,
	};
	int fd = clab_proto_socket(p, p->type, p->proto, clab_ctx(args, 0));

	if (fd < 0 || setsockopt(fd, SOL_IP, IP_ADD_MEMBERSHIP, &mreq, sizeof(mreq)))
		clab_sysdie("IP_ADD_MEMBERSHIP");
	clab_proto_say("errno", "0");
	clab_sleep_ms(300);
	return 0;
}

static const struct clab_proto clab_protos[] = {
	{ "tcp", clab_proto_stream, SOCK_STREAM, IPPROTO_TCP, CLAB_HOW_PLAIN },
	{ "tcp-fastopen", clab_proto_stream, SOCK_STREAM, IPPROTO_TCP, CLAB_HOW_FASTOPEN },
	{ "tcp-keepalive", clab_proto_stream, SOCK_STREAM, IPPROTO_TCP, CLAB_HOW_KEEPALIVE },
	{ "tcp-retransmit", clab_proto_stream, SOCK_STREAM, IPPROTO_TCP, CLAB_HOW_RETRANSMIT },
	{ "tcp-mapped", clab_proto_stream, SOCK_STREAM, IPPROTO_TCP, CLAB_HOW_MAPPED },
	{ "mptcp", clab_proto_stream, SOCK_STREAM, IPPROTO_MPTCP, CLAB_HOW_PLAIN },
	{ "sctp", clab_proto_stream, SOCK_STREAM, IPPROTO_SCTP, CLAB_HOW_PLAIN },
	{ "dccp", clab_proto_stream, SOCK_DCCP, IPPROTO_DCCP, CLAB_HOW_PLAIN },
	{ "sctp-many", clab_proto_many, SOCK_SEQPACKET, IPPROTO_SCTP, CLAB_HOW_PLAIN },
	{ "tcp-closed", clab_proto_stream, SOCK_STREAM, IPPROTO_TCP, CLAB_HOW_CLOSED },
	{ "sctp-closed", clab_proto_stream, SOCK_STREAM, IPPROTO_SCTP, CLAB_HOW_CLOSED },
	{ "dccp-closed", clab_proto_stream, SOCK_DCCP, IPPROTO_DCCP, CLAB_HOW_CLOSED },
	{ "udp-closed", clab_proto_datagram, SOCK_DGRAM, IPPROTO_UDP, CLAB_HOW_CLOSED },
	{ "udplite-closed", clab_proto_datagram, SOCK_DGRAM, IPPROTO_UDPLITE, CLAB_HOW_CLOSED },
	{ "udp", clab_proto_datagram, SOCK_DGRAM, IPPROTO_UDP, CLAB_HOW_PLAIN },
	{ "udp-connected", clab_proto_datagram, SOCK_DGRAM, IPPROTO_UDP, CLAB_HOW_CONNECTED },
	{ "udp-more", clab_proto_datagram, SOCK_DGRAM, IPPROTO_UDP, CLAB_HOW_MORE },
	{ "udp-cork", clab_proto_datagram, SOCK_DGRAM, IPPROTO_UDP, CLAB_HOW_CORK },
	{ "udp-fragments", clab_proto_datagram, SOCK_DGRAM, IPPROTO_UDP, CLAB_HOW_LONG },
	{ "udp-gso", clab_proto_datagram, SOCK_DGRAM, IPPROTO_UDP, CLAB_HOW_SEGMENTS },
	{ "udplite", clab_proto_datagram, SOCK_DGRAM, IPPROTO_UDPLITE, CLAB_HOW_PLAIN },
	{ "raw", clab_proto_raw, SOCK_RAW, CLAB_PROTO_RAW, CLAB_HOW_PLAIN },
	{ "raw-hdrincl", clab_proto_raw, SOCK_RAW, IPPROTO_RAW, CLAB_HOW_HDRINCL },
	{ "icmp-raw", clab_proto_echo_request, SOCK_RAW, IPPROTO_ICMP, CLAB_HOW_PLAIN },
	{ "icmp-ping", clab_proto_echo_request, SOCK_DGRAM, IPPROTO_ICMP, CLAB_HOW_PLAIN },
	{ "igmp", clab_proto_join, SOCK_DGRAM, IPPROTO_UDP, CLAB_HOW_PLAIN },
};

static const struct clab_proto *clab_proto_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(clab_protos); i++)
		if (!strcmp(name, clab_protos[i].name))
			return &clab_protos[i];
	return NULL;
}

/* A run leaves no socket behind. */
static int clab_proto_once(const struct clab_proto *p, const struct clab_args *args,
			   const char *name)
{
	pid_t pid = clab_fork(args->timeout);

	if (pid)
		return clab_wait(pid);
	clab_proto_run = name;
	exit(p->run(p, args));
}

static struct in_addr clab_proto_in(const char *text)
{
	struct in_addr addr;

	if (inet_pton(AF_INET, text, &addr) != 1)
		clab_die("not an address: %s", text);
	return addr;
}

/**
 * clab_proto_main() - the subcommand proto
 * @argc: number of words
 * @argv: the words: a protocol, the server's address and the client's, the server's
 *	label and the client's. With another label of a client the exchange is done again
 *	with that, and with another two addresses again, between those.
 *
 * Return: 0, 1 when something failed, 2 when the words are wrong.
 */
int clab_proto_main(int argc, char **argv)
{
	const struct clab_proto *p = argc < 6 ? NULL : clab_proto_find(argv[1]);
	struct clab_args args;
	int status;

	if (!p)
		return 2;
	clab_args_parse(1, argv, &args);
	args.addr = clab_proto_in(argv[2]);
	args.src = clab_proto_in(argv[3]);
	args.server = argv[4];
	args.nctx = 1;
	args.ctx[0] = argv[5];
	status = clab_proto_once(p, &args, "");
	if (argc > 6) {
		args.ctx[0] = argv[6];
		status |= clab_proto_once(p, &args, "wide_");
	}
	if (argc > 8) {
		args.ctx[0] = argv[5];
		args.addr = clab_proto_in(argv[7]);
		args.src = clab_proto_in(argv[8]);
		status |= clab_proto_once(p, &args, "full_");
	}
	return status;
}
