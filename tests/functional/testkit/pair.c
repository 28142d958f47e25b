// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: a client and a server in two network namespaces
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_PAIR_PORT	5000	/* of the server */
#define CLAB_PAIR_WAIT	1000	/* milliseconds that each step may take */
#define CLAB_PAIR_TAPS	4
#define CLAB_PAIR_BYTES	16384	/* longest datagram */

/**
 * struct clab_tap - a device that is listened to
 * @fd: the capture
 * @mtu: of the device
 * @log: where its packets are noted
 * @file: the name of that
 */
struct clab_tap {
	int fd;
	unsigned int mtu;
	FILE *log;
	const char *file;
};

/**
 * struct clab_pair - what is to be tried
 * @server: namespace of the server
 * @client: namespace of the client
 * @server_ctx: label of the server's sockets, or NULL
 * @client_ctx: label of the client's, or NULL
 * @server_dev: device that the server's sockets are bound to, or NULL
 * @client_dev: device that the client's are bound to, or NULL
 * @at: address that the server's sockets are bound to
 * @addr: where the client sends to
 * @port: and to which port
 * @bytes: length of a datagram
 * @no_tcp: datagrams only
 * @taps: what is listened to
 * @ntaps: how many
 */
struct clab_pair {
	const char *server;
	const char *client;
	const char *server_ctx;
	const char *client_ctx;
	const char *server_dev;
	const char *client_dev;
	struct in_addr at;
	struct in_addr addr;
	unsigned int port;
	size_t bytes;
	bool no_tcp;
	struct clab_tap taps[CLAB_PAIR_TAPS];
	unsigned int ntaps;
};

/* Go to a namespace that `ip netns add` has made. */
static void clab_pair_enter(const char *netns)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		clab_sysdie(path);
	close(fd);
}

static int clab_pair_socket(const char *netns, int type, const char *ctx, const char *dev)
{
	const struct timeval wait = { .tv_sec = CLAB_PAIR_WAIT / 1000 };
	int fd, on = 1;

	clab_pair_enter(netns);
	fd = clab_socket(AF_INET, type, 0, ctx);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)) ||
	    (dev && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, dev,
			       (socklen_t)strlen(dev) + 1)))
		clab_sysdie("socket options");
	if (type == SOCK_DGRAM)
		clab_passsec(fd);
	return fd;
}

static int clab_pair_server(const struct clab_pair *pair, int type)
{
	const struct sockaddr_in at = clab_sin(pair->at, CLAB_PAIR_PORT);
	int fd = clab_pair_socket(pair->server, type, pair->server_ctx, pair->server_dev);

	if (bind(fd, (const struct sockaddr *)&at, sizeof(at)) ||
	    (type == SOCK_STREAM && listen(fd, 4)))
		clab_sysdie("bind");
	return fd;
}

static void clab_pair_label(const char *name, int fd)
{
	char label[CLAB_LABEL_MAX];

	clab_peer_label(fd, label);
	printf("%s=%s\n", name, label);
}

static void clab_pair_tcp(const struct clab_pair *pair)
{
	int listener = clab_pair_server(pair, SOCK_STREAM), server, err;
	int client = clab_pair_socket(pair->client, SOCK_STREAM, pair->client_ctx,
				      pair->client_dev);

	err = clab_connect(client, pair->addr, pair->port);
	printf("tcp=%s\n", err == EINPROGRESS ? "no answer" : clab_errno_name(err));
	if (!err) {
		clab_pair_label("client_tcp", client);
		server = clab_readable(listener, CLAB_PAIR_WAIT) ? accept(listener, NULL, NULL) : -1;
		if (server < 0)
			clab_die("the server knows of no connection");
		clab_pair_label("server_tcp", server);
		close(server);
	}
	close(client);
	close(listener);
}

static void clab_pair_arrives(const struct clab_pair *pair, int server, int client)
{
	char label[CLAB_LABEL_MAX], buf[CLAB_PAIR_BYTES];
	struct sockaddr_in from;
	ssize_t n;

	n = clab_recv_label(server, buf, sizeof(buf), label, &from);
	printf("server_udp=%s\n", n == (ssize_t)pair->bytes ? label : "another length");
	if (sendto(server, "", 1, 0, (const struct sockaddr *)&from, sizeof(from)) != 1) {
		printf("client_udp=not sent: %s\n", clab_errno_name(errno));
		return;
	}
	if (!clab_readable(client, CLAB_PAIR_WAIT)) {
		puts("client_udp=no answer");
		return;
	}
	clab_recv_label(client, buf, sizeof(buf), label, NULL);
	printf("client_udp=%s\n", label);
}

static void clab_pair_udp(const struct clab_pair *pair)
{
	int server = clab_pair_server(pair, SOCK_DGRAM);
	int client = clab_pair_socket(pair->client, SOCK_DGRAM, pair->client_ctx,
				      pair->client_dev);
	static const char data[CLAB_PAIR_BYTES];
	int err = clab_connect(client, pair->addr, pair->port);

	if (!err)
		err = send(client, data, pair->bytes, 0) < 0 ? errno : 0;
	if (err)
		printf("udp=%s\n", clab_errno_name(err));
	else if (!clab_readable(server, CLAB_PAIR_WAIT))
		puts("udp=lost");
	else
		puts("udp=0");
	if (!err && clab_readable(server, 0))
		clab_pair_arrives(pair, server, client);
	close(client);
	close(server);
}

/* NAMESPACE/DEVICE/FILE */
static void clab_pair_tap(struct clab_pair *pair, char *word)
{
	struct clab_tap *tap = &pair->taps[pair->ntaps++];
	char *dev = strchr(word, '/'), *file = dev ? strchr(dev + 1, '/') : NULL;

	if (!file || pair->ntaps > CLAB_PAIR_TAPS)
		clab_die("not a tap: %s", word);
	*dev++ = '\0';
	*file++ = '\0';
	clab_pair_enter(word);
	tap->fd = clab_sniff_open(dev);
	tap->mtu = clab_sniff_mtu(dev);
	tap->file = file;
	tap->log = fopen(file, "we");
	if (!tap->log)
		clab_sysdie(file);
}

static void clab_pair_drain(struct clab_pair *pair)
{
	struct clab_sniff_sum sum = { 0 };
	unsigned int i;

	/* For the last segments of the connection. */
	clab_sleep_ms(20);
	for (i = 0; i < pair->ntaps; i++) {
		clab_sniff_drain(pair->taps[i].fd, pair->taps[i].mtu, pair->taps[i].log, &sum);
		if (fclose(pair->taps[i].log))
			clab_sysdie(pair->taps[i].file);
	}
	printf("packets=%lu\nlabeled=%lu\nbadopt=%lu\nbadsum=%lu\noversize=%lu\n", sum.packets,
	       sum.labeled, sum.badopt, sum.badsum, sum.oversize);
}

static void clab_pair_addr(const char *value, struct in_addr *addr)
{
	if (inet_pton(AF_INET, value, addr) != 1)
		clab_die("not an address: %s", value);
}

static void clab_pair_word(struct clab_pair *pair, char *word)
{
	char *value = strchr(word, '=');

	if (!value)
		clab_die("not a word of pair: %s", word);
	*value++ = '\0';
	if (!strcmp(word, "server"))
		pair->server = value;
	else if (!strcmp(word, "client"))
		pair->client = value;
	else if (!strcmp(word, "sctx"))
		pair->server_ctx = value;
	else if (!strcmp(word, "cctx"))
		pair->client_ctx = value;
	else if (!strcmp(word, "sdev"))
		pair->server_dev = value;
	else if (!strcmp(word, "cdev"))
		pair->client_dev = value;
	else if (!strcmp(word, "port"))
		pair->port = (unsigned int)strtoul(value, NULL, 10);
	else if (!strcmp(word, "bytes"))
		pair->bytes = strtoul(value, NULL, 10);
	else if (!strcmp(word, "only"))
		pair->no_tcp = !strcmp(value, "udp");
	else if (!strcmp(word, "tap"))
		clab_pair_tap(pair, value);
	else if (!strcmp(word, "addr"))
		clab_pair_addr(value, &pair->addr);
	else if (!strcmp(word, "at"))
		clab_pair_addr(value, &pair->at);
	else
		clab_die("not a word of pair: %s", word);
}

/**
 * clab_pair_main() - the subcommand pair
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words, NAME=VALUE
 *
 * Return: 0.
 */
int clab_pair_main(int argc, char **argv)
{
	struct clab_pair pair = { .port = CLAB_PAIR_PORT, .bytes = 1 };
	int i;

	for (i = 1; i < argc; i++)
		clab_pair_word(&pair, argv[i]);
	if (!pair.server || !pair.client || pair.bytes > CLAB_PAIR_BYTES)
		clab_die("pair: two namespaces are needed, and no longer datagram");
	if (!pair.no_tcp)
		clab_pair_tcp(&pair);
	clab_pair_udp(&pair);
	clab_pair_drain(&pair);
	return 0;
}
