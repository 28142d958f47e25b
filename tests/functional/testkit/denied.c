// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: what a sender notices when its packets are refused
 */
#include <errno.h>
#include <linux/filter.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

/* A filter that lets nothing in. */
static void clab_denied_filter(int fd)
{
	struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
	const struct sock_fprog prog = { .len = 1, .filter = &none };

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		clab_sysdie("SO_ATTACH_FILTER");
}

static int clab_denied_server(const struct clab_args *args, int type)
{
	struct sockaddr_in sin = clab_sin(args->addr, args->port);
	int fd = clab_server_socket(args, type);
	int on = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(fd, (struct sockaddr *)&sin, sizeof(sin)) ||
	    (type == SOCK_STREAM && listen(fd, 4)))
		clab_sysdie("server");
	if (args->noquick)
		clab_denied_filter(fd);
	return fd;
}

/* connect(), for args->timeout milliseconds at most. */
static void clab_denied_tcp(const struct clab_args *args)
{
	const struct timeval limit = {
		.tv_sec = args->timeout / 1000,
		.tv_usec = args->timeout % 1000 * 1000,
	};
	int server = clab_denied_server(args, SOCK_STREAM);
	int fd = clab_socket(AF_INET, SOCK_STREAM, 0, clab_ctx(args, 0));
	u64 start = clab_now_us();
	int err;

	/* The limit of a send is that of connect() too. */
	if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)))
		clab_sysdie("SO_SNDTIMEO");
	err = clab_connect(fd, args->addr, args->port);
	printf("tcp=%s\ntcp_ms=%lu\n", clab_errno_name(err),
	       (unsigned long)(clab_now_us() - start) / 1000);
	close(fd);
	close(server);
}

/* A datagram, time for an answer, and another one. */
static void clab_denied_udp(const struct clab_args *args)
{
	int server = clab_denied_server(args, SOCK_DGRAM);
	int fd = clab_socket(AF_INET, SOCK_DGRAM, 0, clab_ctx(args, 0));
	int i, err = clab_connect(fd, args->addr, args->port);

	if (err)
		clab_die("connect: %s", clab_errno_name(err));
	for (i = 1; i <= 2; i++) {
		err = send(fd, "x", 1, 0) < 0 ? errno : 0;
		printf("udp.%d=%s\n", i, clab_errno_name(err));
		clab_sleep_ms(100);
	}
	printf("udp_received=%d\n", clab_readable(server, 0));
	close(fd);
	close(server);
}

/**
 * clab_cmd_denied() - the subcommand denied
 * @args: where, the labels of both ends, the time to wait for connect(); with
 *	noquick the server has a filter that lets nothing in
 *
 * Return: 0.
 */
int clab_cmd_denied(const struct clab_args *args)
{
	clab_denied_tcp(args);
	clab_denied_udp(args);
	return 0;
}
