// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: IPv6
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_SIX_WAIT	1		/* seconds that a connection may take */

static void clab_six_print(const char *name, int fd)
{
	char label[CLAB_LABEL_MAX];

	clab_peer_label(fd, label);
	printf("%s=%s\n", name, label);
}

static int clab_six_bound(int type, const struct sockaddr_in6 *to)
{
	int fd = socket(AF_INET6, type, 0), on = 1;

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(fd, (const struct sockaddr *)to, sizeof(*to)))
		clab_sysdie("six: bind");
	return fd;
}

/* A socket of another network namespace, if one is named. */
static int clab_six_client(int type, const char *netns)
{
	int fd, ns, self = -1;

	if (netns) {
		self = open("/proc/self/ns/net", O_RDONLY);
		ns = open(netns, O_RDONLY);
		if (self < 0 || ns < 0 || setns(ns, CLONE_NEWNET))
			clab_sysdie("six: namespace");
		close(ns);
	}
	fd = socket(AF_INET6, type, 0);
	if (fd < 0 || (netns && setns(self, CLONE_NEWNET)))
		clab_sysdie("six: socket");
	close(self);
	return fd;
}

static void clab_six_tcp(const struct sockaddr_in6 *to, const char *netns)
{
	struct timeval wait = { .tv_sec = CLAB_SIX_WAIT };
	int listener, client, server;

	listener = clab_six_bound(SOCK_STREAM, to);
	if (listen(listener, 1))
		clab_sysdie("six: listen");
	client = clab_six_client(SOCK_STREAM, netns);
	if (setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)))
		clab_sysdie("six: time limit");
	if (connect(client, (const struct sockaddr *)to, sizeof(*to))) {
		printf("tcp=%s\n", clab_errno_name(errno));
		close(client);
		close(listener);
		return;
	}
	server = accept(listener, NULL, NULL);
	if (server < 0)
		clab_sysdie("six: accept");
	puts("tcp=ok");
	clab_six_print("server_sees", server);
	clab_six_print("client_sees", client);
	close(client);
	close(server);
	close(listener);
}

static void clab_six_udp(const struct sockaddr_in6 *to, const char *netns)
{
	int server = clab_six_bound(SOCK_DGRAM, to);
	int client = clab_six_client(SOCK_DGRAM, netns);
	char octet;

	if (sendto(client, "x", 1, 0, (const struct sockaddr *)to, sizeof(*to)) != 1)
		clab_sysdie("six: sendto");
	if (!clab_readable(server, CLAB_SIX_WAIT * 1000) || recv(server, &octet, 1, 0) != 1)
		puts("udp=lost");
	else
		puts("udp=ok");
	close(client);
	close(server);
}

/**
 * clab_six_main() - the subcommand six
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words: an address of this host, a port, and the file of a namespace
 *	that the clients are in
 *
 * Prints tcp=ok, or the error of connect(); then server_sees=LABEL and
 * client_sees=LABEL; and udp=ok or udp=lost.
 *
 * Return: 0, or 2 when the address cannot be read.
 */
int clab_six_main(int argc, char **argv)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6 };

	if (argc < 2 || inet_pton(AF_INET6, argv[1], &to.sin6_addr) != 1)
		return 2;
	to.sin6_port = htons((in_port_t)(argc > 2 ? strtoul(argv[2], NULL, 0) : 5006));
	clab_six_tcp(&to, argc > 3 ? argv[3] : NULL);
	clab_six_udp(&to, argc > 3 ? argv[3] : NULL);
	return 0;
}
