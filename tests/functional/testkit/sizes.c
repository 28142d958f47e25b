// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: how long packets may be on a link
 *
 * The server's sockets are in another network namespace, at the other end of the link.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT	103
#endif
#define CLAB_SIZES_MTU		1500
#define CLAB_SIZES_HDRS		28	/* octets of the headers of IPv4 and UDP */
#define CLAB_SIZES_OPT		12	/* octets that a label takes */
#define CLAB_SIZES_BULK		(4 << 20)
#define CLAB_SIZES_MAX		65535

static int clab_sizes_join(const char *path)
{
	int self = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int there = open(path, O_RDONLY | O_CLOEXEC);

	if (self < 0 || there < 0 || setns(there, CLONE_NEWNET))
		clab_sysdie(path);
	close(there);
	return self;
}

/* Sends so much while somebody else receives it. */
static void clab_sizes_transfer(const struct clab_args *args, const char *name, int from, int to)
{
	static char buf[65536];
	unsigned long got = 0;
	struct tcp_info ti;
	socklen_t len = sizeof(ti);
	ssize_t n;
	pid_t pid = clab_fork(args->timeout);

	if (!pid) {
		while (got < CLAB_SIZES_BULK && (n = read(to, buf, sizeof(buf))) > 0)
			got += (unsigned long)n;
		printf("%s_received=%lu\n", name, got);
		clab_write_full(to, buf, 1);
		exit(0);
	}
	for (got = 0; got < CLAB_SIZES_BULK; got += sizeof(buf))
		clab_write_full(from, buf, sizeof(buf));
	clab_read_full(from, buf, 1);
	if (clab_wait(pid) || getsockopt(from, IPPROTO_TCP, TCP_INFO, &ti, &len))
		clab_sysdie("TCP_INFO");
	printf("%s_mss=%u\n%s_again=%u\n", name, ti.tcpi_snd_mss, name, ti.tcpi_total_retrans);
}

/* Both ways, and again when the route has become narrower. */
static void clab_sizes_tcp(const struct clab_args *args, int lfd)
{
	int fd, server, err;

	fd = clab_tcp_client(args, clab_ctx(args, 0));
	err = clab_connect(fd, args->addr, args->port);
	if (err)
		clab_die("connect: %s", strerror(err));
	server = accept(lfd, NULL, NULL);
	if (server < 0)
		clab_sysdie("accept");
	clab_sizes_transfer(args, "out", fd, server);
	clab_sizes_transfer(args, "back", server, fd);
	if (clab_shell(args->load))
		clab_die("%s failed", args->load);
	clab_sizes_transfer(args, "narrow", fd, server);
	if (clab_shell(args->unload))
		clab_die("%s failed", args->unload);
}

/* The error that a datagram of a size must get. */
static int clab_sizes_want(int discover, size_t size)
{
	size_t len = size + CLAB_SIZES_HDRS + CLAB_SIZES_OPT;
	size_t most = discover == IP_PMTUDISC_DO ? CLAB_SIZES_MTU : CLAB_SIZES_MAX;

	return len > most ? EMSGSIZE : 0;
}

static bool clab_sizes_arrives(int server, const char *want, size_t size)
{
	static char buf[CLAB_SIZES_MAX];
	char label[CLAB_LABEL_MAX];

	return clab_readable(server, 1000) &&
	       clab_recv_label(server, buf, sizeof(buf), label, NULL) == (ssize_t)size &&
	       !strcmp(label, want);
}

/* Returns the error of the send; counts what is not as it must be. */
static int clab_sizes_one(int fd, int server, int discover, size_t size, const char *label,
			  unsigned int *wrong)
{
	static char buf[CLAB_SIZES_MAX];
	int err = send(fd, buf, size, 0) < 0 ? errno : 0;

	if (err == clab_sizes_want(discover, size) &&
	    (err || clab_sizes_arrives(server, label, size)))
		return err;
	printf("wrong.%u=%zu octets: %s\n", *wrong, size, clab_errno_name(err));
	++*wrong;
	return err;
}

static void clab_sizes_datagrams(int fd, int server, int discover, const char *name,
				 const char *label)
{
	static const size_t from[] = { 1455, 2925, 65485 }, upto[] = { 1475, 2945, 65507 };
	unsigned int wrong = 0, sent = 0, refused = 0;
	size_t size, i;
	int err;

	if (setsockopt(fd, SOL_IP, IP_MTU_DISCOVER, &discover, sizeof(discover)))
		clab_sysdie("IP_MTU_DISCOVER");
	for (i = 0; i < ARRAY_SIZE(from); i++)
		for (size = from[i]; size <= upto[i]; size++) {
			err = clab_sizes_one(fd, server, discover, size, label, &wrong);
			sent += !err;
			refused += err == EMSGSIZE;
		}
	printf("%s_sent=%u\n%s_refused=%u\n%s_wrong=%u\n", name, sent, name, refused, name, wrong);
}

/* Three segments at once, none of which may be longer than the link takes. */
static void clab_sizes_segments(int fd, int server, const char *label)
{
	unsigned int wrong = 0, sent = 0, refused = 0;
	static char buf[CLAB_SIZES_MAX];
	int seg, err, i;

	for (seg = 1455; seg <= 1472; seg++) {
		if (setsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, &seg, sizeof(seg)))
			clab_sysdie("UDP_SEGMENT");
		err = send(fd, buf, 3 * (size_t)seg, 0) < 0 ? errno : 0;
		wrong += err != clab_sizes_want(IP_PMTUDISC_DO, (size_t)seg);
		for (i = 0; i < 3 && !err; i++)
			wrong += !clab_sizes_arrives(server, label, (size_t)seg);
		sent += !err;
		refused += err == EMSGSIZE;
	}
	printf("segments_sent=%u\nsegments_refused=%u\nsegments_wrong=%u\n", sent, refused, wrong);
}

/**
 * clab_cmd_sizes() - the subcommand sizes
 * @args: the server's address, its namespace as -f, the client's label, the label that
 *	the server must see as -x, and commands that make the route narrow (-L) and wide
 *	again (-U); with -r UDP_SEGMENT only
 *
 * Return: 0.
 */
int clab_cmd_sizes(const struct clab_args *args)
{
	struct sockaddr_in to = clab_sin(args->addr, args->port);
	int self = clab_sizes_join(args->file), lfd, server, fd;

	lfd = clab_tcp_listen(args, 1);
	server = clab_socket(AF_INET, SOCK_DGRAM, 0, args->server);
	if (bind(server, (struct sockaddr *)&to, sizeof(to)))
		clab_sysdie("bind");
	clab_passsec(server);
	if (setns(self, CLONE_NEWNET))
		clab_sysdie("setns");
	fd = clab_socket(AF_INET, SOCK_DGRAM, 0, clab_ctx(args, 0));
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)))
		clab_sysdie("connect");
	if (args->raw) {
		clab_sizes_segments(fd, server, args->other);
		return 0;
	}
	clab_sizes_tcp(args, lfd);
	clab_sizes_datagrams(fd, server, IP_PMTUDISC_DO, "whole", args->other);
	clab_sizes_datagrams(fd, server, IP_PMTUDISC_WANT, "usual", args->other);
	clab_sizes_datagrams(fd, server, IP_PMTUDISC_DONT, "cut", args->other);
	return 0;
}
