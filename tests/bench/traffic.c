// SPDX-License-Identifier: GPL-2.0
/*
 * clab-traffic: instructions that one operation over loopback takes
 *
 *	clab-traffic WORK COUNT
 *
 * To be run in a machine that counts instructions, where the time stamp
 * counter counts them. Both ends of a connection are sockets of this one
 * process: nothing ever waits and nothing is scheduled, so that what is counted
 * is the network.
 *
 * The work is done COUNT times to warm up, then three times COUNT times: what
 * one operation costs is the mean of these. What it takes to start is not in it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mark.h"

#define CLAB_CHUNK	65536

/**
 * struct clab_ends - the sockets of a work
 * @listener: where connections come from, or -1
 * @client: the one end
 * @server: the other end
 * @addr: where clients connect
 */
struct clab_ends {
	int listener;
	int client;
	int server;
	struct sockaddr_in addr;
};

/**
 * struct clab_work - something to be done often
 * @name: as given on the command line
 * @setup: open the sockets that all operations share
 * @op: one operation
 */
struct clab_work {
	const char *name;
	void (*setup)(struct clab_ends *ends);
	void (*op)(struct clab_ends *ends);
};

static char clab_chunk[CLAB_CHUNK];

static void clab_die(const char *what)
{
	fprintf(stderr, "clab-traffic: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int clab_socket(int type)
{
	int fd = socket(AF_INET, type, 0);

	if (fd < 0)
		clab_die("socket");
	return fd;
}

static void clab_bind(int fd, struct sockaddr_in *addr)
{
	socklen_t len = sizeof(*addr);

	memset(addr, 0, sizeof(*addr));
	addr->sin_family = AF_INET;
	addr->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)addr, len) ||
	    getsockname(fd, (struct sockaddr *)addr, &len))
		clab_die("bind");
}

static void clab_connect(int fd, const struct sockaddr_in *addr)
{
	if (connect(fd, (const struct sockaddr *)addr, sizeof(*addr)))
		clab_die("connect");
}

/* Whole chunks must fit the buffers, or this process waits for itself. */
static void clab_buffers(int fd)
{
	int size = 4 * CLAB_CHUNK;

	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)))
		clab_die("setsockopt");
}

static void clab_put(int fd, size_t len)
{
	if (send(fd, clab_chunk, len, 0) != (ssize_t)len)
		clab_die("send");
}

static void clab_get(int fd, size_t len)
{
	if (recv(fd, clab_chunk, len, MSG_WAITALL) != (ssize_t)len)
		clab_die("recv");
}

static void clab_tcp_listen(struct clab_ends *ends)
{
	ends->listener = clab_socket(SOCK_STREAM);
	clab_buffers(ends->listener);
	clab_bind(ends->listener, &ends->addr);
	if (listen(ends->listener, 16))
		clab_die("listen");
}

static void clab_tcp_pair(struct clab_ends *ends)
{
	ends->client = clab_socket(SOCK_STREAM);
	clab_buffers(ends->client);
	clab_connect(ends->client, &ends->addr);
	ends->server = accept(ends->listener, NULL, NULL);
	if (ends->server < 0)
		clab_die("accept");
}

static void clab_tcp_setup(struct clab_ends *ends)
{
	int one = 1;

	clab_tcp_listen(ends);
	clab_tcp_pair(ends);
	if (setsockopt(ends->client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) ||
	    setsockopt(ends->server, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)))
		clab_die("setsockopt");
}

static void clab_tcp_rr(struct clab_ends *ends)
{
	clab_put(ends->client, 1);
	clab_get(ends->server, 1);
	clab_put(ends->server, 1);
	clab_get(ends->client, 1);
}

static void clab_tcp_stream(struct clab_ends *ends)
{
	clab_put(ends->client, CLAB_CHUNK);
	clab_get(ends->server, CLAB_CHUNK);
}

static void clab_tcp_crr(struct clab_ends *ends)
{
	clab_tcp_pair(ends);
	clab_put(ends->client, 1);
	clab_get(ends->server, 1);
	close(ends->client);
	close(ends->server);
}

static void clab_udp_setup(struct clab_ends *ends)
{
	ends->server = clab_socket(SOCK_DGRAM);
	clab_bind(ends->server, &ends->addr);
	ends->client = clab_socket(SOCK_DGRAM);
	clab_connect(ends->client, &ends->addr);
}

static void clab_udp_rr(struct clab_ends *ends)
{
	struct sockaddr_in from;
	socklen_t len = sizeof(from);

	clab_put(ends->client, 1);
	if (recvfrom(ends->server, clab_chunk, 1, 0, (struct sockaddr *)&from, &len) != 1)
		clab_die("recvfrom");
	if (sendto(ends->server, clab_chunk, 1, 0, (struct sockaddr *)&from, len) != 1)
		clab_die("sendto");
	clab_get(ends->client, 1);
}

static const struct clab_work clab_works[] = {
	{ "tcp_rr", clab_tcp_setup, clab_tcp_rr },
	{ "tcp_stream", clab_tcp_setup, clab_tcp_stream },
	{ "tcp_crr", clab_tcp_listen, clab_tcp_crr },
	{ "udp_rr", clab_udp_setup, clab_udp_rr },
};

static u64 clab_run(const struct clab_work *work, struct clab_ends *ends, unsigned long count)
{
	u64 begin = clab_instructions();

	while (count--)
		work->op(ends);
	return clab_instructions() - begin;
}

static void clab_measure(const struct clab_work *work, unsigned long count)
{
	struct clab_ends ends = { .listener = -1, .client = -1, .server = -1 };
	u64 used;

	work->setup(&ends);
	clab_run(work, &ends, count);
	clab_mark_begin();
	used = clab_run(work, &ends, 3 * count);
	clab_mark_end();
	printf("%s %.1f\n", work->name, (double)used / (3.0 * (double)count));
}

int main(int argc, char **argv)
{
	unsigned long count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	size_t i;

	if (!count) {
		fprintf(stderr, "usage: clab-traffic tcp_rr|tcp_stream|tcp_crr|udp_rr COUNT\n");
		return 2;
	}
	for (i = 0; i < sizeof(clab_works) / sizeof(*clab_works); i++) {
		if (strcmp(argv[1], clab_works[i].name))
			continue;
		clab_measure(&clab_works[i], count);
		return 0;
	}
	fprintf(stderr, "clab-traffic: no work '%s'\n", argv[1]);
	return 2;
}
