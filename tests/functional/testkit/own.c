// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: a program puts options of its own into its packets
 *
 * What is on the wire is looked at by others.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_OWN_NOBODY		65534
#define CLAB_OWN_WAIT		500	/* milliseconds that something may take to arrive */

static void clab_own_say(const char *what, int ret)
{
	printf("%s=%s\n", what, ret < 0 ? clab_errno_name(errno) : "0");
}

static int clab_own_set(int fd, const struct clab_args *args)
{
	return setsockopt(fd, SOL_IP, IP_OPTIONS, args->options, (socklen_t)args->optlen);
}

static void clab_own_get(const char *what, int fd)
{
	u8 area[CLAB_OPT_AREA];
	socklen_t len = sizeof(area), i;

	if (getsockopt(fd, SOL_IP, IP_OPTIONS, area, &len))
		clab_sysdie("IP_OPTIONS");
	printf("%s=", what);
	for (i = 0; i < len; i++)
		printf("%02x", area[i]);
	putchar('\n');
}

static int clab_own_send(int fd, const struct clab_args *args, const struct sockaddr_in *to)
{
	u8 ctl[CMSG_SPACE(CLAB_OPT_AREA)] __aligned(8) = { 0 };
	struct iovec iov = { (char []){ "data" }, 4 };
	struct sockaddr_in where = to ? *to : (struct sockaddr_in){ 0 };
	struct msghdr msg = {
		.msg_name = to ? &where : NULL, .msg_namelen = to ? sizeof(where) : 0,
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = ctl,
		.msg_controllen = CMSG_SPACE(args->optlen),
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&msg);

	c->cmsg_level = SOL_IP;
	c->cmsg_type = IP_RETOPTS;
	c->cmsg_len = CMSG_LEN(args->optlen);
	memcpy(CMSG_DATA(c), args->options, args->optlen);
	return (int)sendmsg(fd, &msg, 0);
}

static void clab_own_arrived(const char *what, int fd)
{
	char label[CLAB_LABEL_MAX] = "nothing came", buf[64];

	if (clab_readable(fd, CLAB_OWN_WAIT))
		clab_recv_label(fd, buf, sizeof(buf), label, NULL);
	printf("%s=%s\n", what, label);
}

static int clab_own_bound(int type, const char *ctx, struct in_addr addr,
			  unsigned int port)
{
	struct sockaddr_in sin = clab_sin(addr, port);
	int fd = clab_socket(AF_INET, type, 0, ctx), on = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(fd, (struct sockaddr *)&sin, sizeof(sin)))
		clab_sysdie("bind");
	return fd;
}

/* Datagrams of an ordinary user: by the socket, by the message, of a socket connected
 * before or not.
 */
static void clab_own_datagrams(const struct clab_args *args, bool connected)
{
	struct sockaddr_in to = clab_sin(args->addr, args->port);
	int server = clab_own_bound(SOCK_DGRAM, args->server, args->addr, args->port);
	int fd = clab_own_bound(SOCK_DGRAM, clab_ctx(args, 0), args->src, args->sport);

	clab_passsec(server);
	if (!args->noquick && setresuid(CLAB_OWN_NOBODY, CLAB_OWN_NOBODY, CLAB_OWN_NOBODY))
		clab_sysdie("setresuid");
	if (connected)
		clab_own_say("connect", connect(fd, (struct sockaddr *)&to, sizeof(to)));
	clab_own_say("message", clab_own_send(fd, args, connected ? NULL : &to));
	clab_own_arrived("message_label", server);
	clab_own_say("set", clab_own_set(fd, args));
	clab_own_say("send", (int)sendto(fd, "data", 4, 0,
					 connected ? NULL : (struct sockaddr *)&to,
					 connected ? 0 : sizeof(to)));
	clab_own_arrived("send_label", server);
	clab_own_get("get", fd);
}

static void clab_own_exchange(const char *what, int fd, int server)
{
	char byte = 0;

	if (write(fd, &byte, 1) != 1)
		clab_sysdie("write");
	printf("%s=%s\n", what, clab_readable(server, CLAB_OWN_WAIT) &&
	       read(server, &byte, 1) == 1 ? "ok" : "nothing came");
}

/* Options of a connection before it is made, or after, and not any more. */
static void clab_own_connection(const struct clab_args *args, bool before)
{
	int lfd = clab_tcp_listen(args, 1), server, err;
	int fd = clab_own_bound(SOCK_STREAM, clab_ctx(args, 0), args->src, args->sport);

	if (before)
		clab_own_say("set", clab_own_set(fd, args));
	err = clab_connect(fd, args->addr, args->port);
	printf("connect=%s\n", clab_errno_name(err));
	if (err)
		return;
	server = accept(lfd, NULL, NULL);
	clab_own_get("accepted", server);
	clab_own_exchange("first", fd, server);
	if (!before)
		clab_own_say("set", clab_own_set(fd, args));
	clab_own_exchange("second", fd, server);
	clab_own_get("get", fd);
	clab_own_say("unset", setsockopt(fd, SOL_IP, IP_OPTIONS, NULL, 0));
	clab_own_exchange("third", fd, server);
}

/**
 * clab_cmd_own() - the subcommand own
 * @args: from where to where, labels, and the options; with -T over TCP, with -w set
 *	before the connection is made, with -r of a socket that is not connected, with -q by root
 *
 * Return: 0.
 */
int clab_cmd_own(const struct clab_args *args)
{
	if (args->tcp)
		clab_own_connection(args, args->first);
	else
		clab_own_datagrams(args, !args->raw);
	return 0;
}
