// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: packets that nobody should believe, and stray ones
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

static struct clab_packet clab_by_args(const struct clab_args *args)
{
	return (struct clab_packet){
		.src = args->src,
		.dst = args->addr,
		.sport = args->sport,
		.dport = args->port,
		.proto = args->tcp ? IPPROTO_TCP : IPPROTO_UDP,
		.flags = args->flags,
		.seq = 1000,
		.ack = 2000,
		.options = args->options,
		.optlen = args->optlen,
		.data = "stray",
		.datalen = args->tcp ? 0 : 5,
	};
}

/**
 * clab_cmd_inject() - the subcommand inject
 * @args: what, from and to where, and which way
 *
 * Return: 0.
 */
int clab_cmd_inject(const struct clab_args *args)
{
	struct clab_packet pkt = clab_by_args(args);
	u8 buf[CLAB_PKT_MAX];
	unsigned int i;
	int fd, err = 0;
	size_t len;

	len = clab_packet_build(&pkt, buf);
	fd = args->raw ? clab_raw_open(clab_ctx(args, 0)) : clab_frame_open(args->iface);
	for (i = 0; i < args->count && !err; i++)
		err = args->raw ? clab_raw_send(fd, args->addr, buf, len) :
				  clab_frame_send(fd, buf, len);
	printf("inject_errno=%s\n", clab_errno_name(err));
	return 0;
}

/* Closing the client's end first leaves TIME_WAIT there. */
static unsigned int clab_into_timewait(const struct clab_args *args)
{
	unsigned int port;
	int fd[2];
	char byte;

	clab_tcp_pair(args, clab_ctx(args, 0), fd);
	port = clab_local_port(fd[0]);
	close(fd[0]);
	if (read(fd[1], &byte, 1) != 0)
		clab_die("the client's end did not close");
	close(fd[1]);
	return port;
}

/**
 * clab_cmd_timewait() - the subcommand timewait
 * @args: where, labels, how many
 *
 * Return: 0.
 */
int clab_cmd_timewait(const struct clab_args *args)
{
	struct clab_packet pkt = clab_by_args(args);
	int fd = clab_raw_open(args->other);
	u8 buf[CLAB_PKT_MAX];
	unsigned int i;
	size_t len;
	int err;

	pkt.proto = IPPROTO_TCP;
	pkt.flags = TH_ACK;
	pkt.src = args->addr;
	pkt.sport = args->port;
	pkt.datalen = 5;
	for (i = 0; i < args->count; i++) {
		pkt.dport = clab_into_timewait(args);
		len = clab_packet_build(&pkt, buf);
		err = clab_raw_send(fd, pkt.dst, buf, len);
		printf("tw_port.%u=%u\nstray_errno.%u=%s\n", i, pkt.dport, i,
		       clab_errno_name(err));
	}
	return 0;
}

static void clab_spoof_send(const struct clab_args *args)
{
	struct clab_packet pkt = clab_by_args(args);
	int fd = clab_frame_open(args->iface);
	u8 buf[CLAB_PKT_MAX];
	size_t len;
	int err;

	/* From the server to the client, with numbers that nobody has used. */
	pkt.src = args->addr;
	pkt.sport = args->port;
	pkt.dst = args->src;
	pkt.dport = args->sport;
	pkt.proto = IPPROTO_TCP;
	pkt.flags = TH_SYN | TH_ACK;
	pkt.datalen = 0;
	len = clab_packet_build(&pkt, buf);
	err = clab_frame_send(fd, buf, len);
	if (err)
		clab_die("spoofed SYN-ACK: %s", strerror(err));
	close(fd);
}

static int clab_spoof_client(const struct clab_args *args, int flags)
{
	struct sockaddr_in sin = clab_sin(args->src, args->sport);
	int fd, on = 1;

	fd = clab_tcp_client(args, clab_ctx(args, 0));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)))
		clab_sysdie("bind");
	if (flags && fcntl(fd, F_SETFL, flags))
		clab_sysdie("fcntl");
	return fd;
}

static void clab_spoof_print(int fd, const char *when)
{
	char label[CLAB_LABEL_MAX];

	clab_peer_label(fd, label);
	printf("%s=%s\n", when, label);
}

/* RST on close, so that the next phase can have the same ports at once. */
static void clab_spoof_close(int fd)
{
	struct linger linger = { 1, 0 };

	if (setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)))
		clab_sysdie("SO_LINGER");
	close(fd);
}

static void clab_spoof_before_after(const struct clab_args *args)
{
	int lfd, fd, sfd, err;
	char byte = 0;

	clab_spoof_send(args);
	lfd = clab_tcp_listen(args, 1);
	fd = clab_spoof_client(args, 0);
	err = clab_connect(fd, args->addr, args->port);
	if (err)
		clab_die("connect: %s", strerror(err));
	clab_spoof_print(fd, "before");
	sfd = accept(lfd, NULL, NULL);
	if (sfd < 0)
		clab_sysdie("accept");
	clab_spoof_send(args);
	clab_write_full(fd, &byte, 1);
	clab_read_full(sfd, &byte, 1);
	clab_write_full(sfd, &byte, 1);
	clab_read_full(fd, &byte, 1);
	clab_spoof_print(fd, "after");
	clab_spoof_close(fd);
	close(sfd);
	close(lfd);
}

/* A full queue of connections makes the server forget the client's first SYN. */
static void clab_spoof_during(const struct clab_args *args)
{
	struct pollfd p = { .events = POLLOUT };
	int lfd, filler, fd, err = 0;
	socklen_t len = sizeof(err);
	unsigned int i;

	lfd = clab_tcp_listen(args, 0);
	filler = clab_tcp_client(args, clab_ctx(args, 0));
	if (clab_connect(filler, args->addr, args->port))
		clab_die("the connection that fills the queue failed");
	fd = clab_spoof_client(args, O_NONBLOCK);
	err = clab_connect(fd, args->addr, args->port);
	if (err != EINPROGRESS)
		clab_die("connect: %s", clab_errno_name(err));
	for (i = 0; i < 3; i++)
		clab_spoof_send(args);
	p.fd = fd;
	printf("early_answer=%d\n", poll(&p, 1, 0));
	close(accept(lfd, NULL, NULL));
	if (poll(&p, 1, 8000) != 1 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) || err)
		clab_die("no connection: %s", strerror(err));
	clab_spoof_print(fd, "during");
	clab_spoof_close(fd);
	close(filler);
	close(lfd);
}

/**
 * clab_cmd_spoof() - the subcommand spoof
 * @args: where, labels, and the options of the spoofed SYN-ACK
 *
 * Return: 0.
 */
int clab_cmd_spoof(const struct clab_args *args)
{
	clab_spoof_before_after(args);
	clab_spoof_during(args);
	return 0;
}
