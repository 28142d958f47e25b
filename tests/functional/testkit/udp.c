// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: datagrams
 */
#include <errno.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testkit.h"

static int clab_udp_server(const struct clab_args *args)
{
	struct sockaddr_in sin = clab_sin(args->addr, args->port);
	int fd, room = 64 << 20;

	fd = clab_server_socket(args, SOCK_DGRAM);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) ||
	    bind(fd, (struct sockaddr *)&sin, sizeof(sin)))
		clab_sysdie("bind");
	clab_passsec(fd);
	return fd;
}

/**
 * struct clab_burst - what came of a burst of datagrams
 * @received: how many arrived
 * @unordered: of them out of their order
 * @mixed: of them with another label than the first
 * @first_us: until the first arrived
 * @label: the label of the first
 * @from: the client
 */
struct clab_burst {
	unsigned int received;
	unsigned int unordered;
	unsigned int mixed;
	unsigned long first_us;
	char label[CLAB_LABEL_MAX];
	struct sockaddr_in from;
};

static void clab_burst_one(int fd, struct clab_burst *b, u64 start)
{
	char label[CLAB_LABEL_MAX];
	u32 id;

	if (clab_recv_label(fd, &id, sizeof(id), label, &b->from) != sizeof(id))
		clab_die("a datagram of another length");
	if (!b->received) {
		b->first_us = (unsigned long)(clab_now_us() - start);
		memcpy(b->label, label, sizeof(label));
	}
	b->unordered += id != b->received;
	b->mixed += strcmp(label, b->label) != 0;
	b->received++;
}

/* Returns the error of the first send that fails. */
static int clab_burst_send(const struct clab_args *args, int fd)
{
	struct sockaddr_in to = clab_sin(args->addr, args->port);
	u32 id;

	for (id = 0; id < args->count; id++)
		if (sendto(fd, &id, sizeof(id), 0, (struct sockaddr *)&to, sizeof(to)) < 0)
			return errno;
	return 0;
}

static void clab_udp_answer(int server, int client, const struct clab_burst *b, unsigned int i)
{
	char label[CLAB_LABEL_MAX] = "nothing came";
	u32 id = i;

	if (sendto(server, &id, sizeof(id), 0, (const struct sockaddr *)&b->from,
		   sizeof(b->from)) < 0)
		clab_sysdie("answer");
	if (clab_readable(client, 2000))
		clab_recv_label(client, &id, sizeof(id), label, NULL);
	printf("client_sees.%u=%s\n", i, label);
}

static void clab_udp_one(const struct clab_args *args, int server, unsigned int i)
{
	struct clab_burst b = { .label = "nothing came" };
	u64 start;
	int fd, err;

	fd = clab_socket(AF_INET, SOCK_DGRAM, 0, clab_ctx(args, i));
	clab_passsec(fd);
	start = clab_now_us();
	err = clab_burst_send(args, fd);
	while (b.received < args->count && clab_readable(server, err ? 200 : 2000))
		clab_burst_one(server, &b, start);
	printf("send_errno.%u=%s\nserver_sees.%u=%s\n", i, clab_errno_name(err), i, b.label);
	printf("received.%u=%u\nunordered.%u=%u\n", i, b.received, i, b.unordered);
	printf("mixed.%u=%u\nfirst_us.%u=%lu\n", i, b.mixed, i, b.first_us);
	if (b.received)
		clab_udp_answer(server, fd, &b, i);
	close(fd);
}

/**
 * clab_cmd_udp() - the subcommand udp
 * @args: where, labels, how many
 *
 * Return: 0.
 */
int clab_cmd_udp(const struct clab_args *args)
{
	int server = clab_udp_server(args);
	unsigned int i = 0;

	do
		clab_udp_one(args, server, i);
	while (++i < args->nctx);
	return 0;
}

/**
 * clab_cmd_recv() - the subcommand recv
 * @args: where, how long, and the command that sends
 *
 * Return: the command's exit status.
 */
int clab_cmd_recv(const struct clab_args *args)
{
	unsigned int wait = args->timeout < 2000 ? args->timeout : 150;
	int fd = clab_udp_server(args);
	char label[CLAB_LABEL_MAX];
	unsigned int n = 0;
	char buf[2048];
	int status;

	if (!args->cmd)
		return 2;
	status = clab_wait(clab_spawn(args->cmd));
	while (clab_readable(fd, wait)) {
		clab_recv_label(fd, buf, sizeof(buf), label, NULL);
		printf("datagram.%u=%s\n", n++, label);
	}
	printf("received=%u\n", n);
	return status;
}

static unsigned long clab_avc_lookups(void)
{
	FILE *f = fopen("/sys/fs/selinux/avc/cache_stats", "re");
	unsigned long sum = 0;
	char line[256];

	if (!f)
		clab_sysdie("/sys/fs/selinux/avc/cache_stats");
	/* A line per processor below the names; a name counts as 0. */
	while (fgets(line, sizeof(line), f))
		sum += strtoul(line, NULL, 10);
	fclose(f);
	return sum;
}

/**
 * clab_cmd_avc() - the subcommand avc
 * @args: where, and how many
 *
 * Return: 0.
 */
int clab_cmd_avc(const struct clab_args *args)
{
	struct sockaddr_in to = clab_sin(args->addr, args->port);
	int server = clab_udp_server(args);
	int client = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	unsigned long before = clab_avc_lookups();
	unsigned int i;
	char byte = 0;

	for (i = 0; i < args->count; i++) {
		if (sendto(client, &byte, 1, 0, (struct sockaddr *)&to, sizeof(to)) != 1)
			clab_sysdie("sendto");
		if (recv(server, &byte, 1, 0) != 1)
			clab_sysdie("recv");
	}
	printf("lookups=%lu\n", clab_avc_lookups() - before);
	return 0;
}

static void clab_ping_send(const struct clab_args *args, int fd, u16 id)
{
	struct sockaddr_in to = clab_sin(args->addr, 0);
	struct icmphdr req = { .type = ICMP_ECHO, .un.echo.id = id };

	req.checksum = clab_checksum(&req, sizeof(req));
	if (sendto(fd, &req, sizeof(req), 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		clab_sysdie("sendto");
}

/* On loopback the socket also gets its own request back, before the reply. */
static bool clab_ping_recv(int fd, u16 id)
{
	u8 buf[256] __aligned(4);
	char label[CLAB_LABEL_MAX];
	struct icmphdr hdr;
	size_t hlen;
	ssize_t n;

	n = clab_recv_label(fd, buf, sizeof(buf), label, NULL);
	hlen = (size_t)(buf[0] & 15) * 4;
	if (n < (ssize_t)(hlen + sizeof(hdr)))
		clab_die("a packet that is too short");
	memcpy(&hdr, buf + hlen, sizeof(hdr));
	if (hdr.un.echo.id != id)
		return false;
	if (hdr.type == ICMP_ECHO)
		printf("request_label=%s\n", label);
	if (hdr.type == ICMP_ECHOREPLY)
		printf("reply_label=%s\nheader=%zu\n", label, hlen);
	return hdr.type == ICMP_ECHOREPLY;
}

/**
 * clab_cmd_ping() - the subcommand ping
 * @args: where, and the label
 *
 * Return: 0, or 1 when there is no reply.
 */
int clab_cmd_ping(const struct clab_args *args)
{
	int fd = clab_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP, clab_ctx(args, 0));
	u16 id = (u16)getpid();

	clab_passsec(fd);
	clab_ping_send(args, fd, id);
	while (clab_readable(fd, 2000))
		if (clab_ping_recv(fd, id))
			return 0;
	clab_die("no reply");
}
