// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: a datagram of any length, whole or in fragments
 */
#include <errno.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

static int clab_datagram_client(const struct clab_args *args)
{
	int fd = clab_socket(AF_INET, SOCK_DGRAM, 0, clab_ctx(args, 0));
	int cut = args->defer ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT, room = 4 << 20, err;

	if (setsockopt(fd, SOL_IP, IP_MTU_DISCOVER, &cut, sizeof(cut)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room)))
		clab_sysdie("client");
	err = clab_connect(fd, args->addr, args->port);
	if (err)
		clab_die("connect: %s", clab_errno_name(err));
	return fd;
}

static int clab_datagram_server(const struct clab_args *args)
{
	struct sockaddr_in sin = clab_sin(args->addr, args->port);
	int fd = clab_server_socket(args, SOCK_DGRAM);

	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)))
		clab_sysdie("bind");
	clab_passsec(fd);
	return fd;
}

/* Each octet tells its place, so that nothing moved, and nothing else, is taken for it. */
static void clab_datagram_fill(u8 *data, size_t len, unsigned int which)
{
	size_t i;

	for (i = 0; i < len; i++)
		data[i] = (u8)(i + (i >> 8) * 7 + which);
}

static void clab_datagram_one(int client, int server, const u8 *data, size_t len,
			      unsigned int which)
{
	char label[CLAB_LABEL_MAX] = "nothing came";
	u8 *got = malloc(len + 1);
	ssize_t n = -1;
	int err;

	if (!got)
		clab_sysdie("malloc");
	err = send(client, data, len, 0) < 0 ? errno : 0;
	if (clab_readable(server, err ? 0 : 300))
		n = clab_recv_label(server, got, len + 1, label, NULL);
	printf("send.%u=%s\nreceived.%u=%zd\nlabel.%u=%s\n", which, clab_errno_name(err), which,
	       n, which, label);
	printf("intact.%u=%d\n", which, n == (ssize_t)len && !memcmp(got, data, len));
	free(got);
}

/**
 * clab_cmd_datagram() - the subcommand datagram
 * @args: where, labels, how long
 *
 * Return: 0.
 */
int clab_cmd_datagram(const struct clab_args *args)
{
	int server = clab_datagram_server(args), client = clab_datagram_client(args);
	socklen_t slen = sizeof(int);
	u8 *data = malloc(args->bytes + 1);
	unsigned int i;
	int mtu = 0;

	if (!data)
		clab_sysdie("malloc");
	for (i = 1; i <= 2; i++) {
		clab_datagram_fill(data, args->bytes, i);
		clab_datagram_one(client, server, data, args->bytes, i);
	}
	if (getsockopt(client, SOL_IP, IP_MTU, &mtu, &slen))
		clab_sysdie("IP_MTU");
	printf("mtu=%d\n", mtu);
	free(data);
	return 0;
}
