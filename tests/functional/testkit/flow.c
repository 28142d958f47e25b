// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: sockets that go on while everything around them changes
 *
 * Each line of the standard input is one thing to do with the same sockets; each
 * is answered by one line, when the other end has got what was sent, or has not.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_FLOW_WAIT	2000	/* milliseconds; a lost segment is sent again within them */

/**
 * struct clab_flow - the sockets
 * @port: the server's port
 * @tcp: the client's end of a connection, and the server's
 * @owed: octets sent over it that have not arrived
 * @server: where datagrams arrive, whatever address they are sent to
 * @udp: where they are sent from
 * @mapped: another such socket, an IPv6 one
 */
struct clab_flow {
	unsigned int port;
	int tcp[2];
	size_t owed;
	int server;
	int udp;
	int mapped;
};

static void clab_flow_tcp(struct clab_flow *flow)
{
	char buf[64] = "";
	ssize_t n;

	if (write(flow->tcp[0], buf, 1) != 1)
		clab_sysdie("write");
	flow->owed++;
	while (flow->owed && clab_readable(flow->tcp[1], CLAB_FLOW_WAIT)) {
		n = read(flow->tcp[1], buf, sizeof(buf));
		if (n <= 0)
			clab_sysdie("read");
		flow->owed -= (size_t)n;
	}
	printf("tcp=%s\n", flow->owed ? "nothing came" : "ok");
}

/* What came of a datagram that has been sent, or not. */
static void clab_flow_arrived(const struct clab_flow *flow, bool sent)
{
	char label[CLAB_LABEL_MAX], byte;
	int err = errno;

	if (!sent) {
		printf("udp=%s\n", clab_errno_name(err));
		return;
	}
	if (!clab_readable(flow->server, CLAB_FLOW_WAIT)) {
		puts("udp=nothing came");
		return;
	}
	clab_recv_label(flow->server, &byte, 1, label, NULL);
	printf("udp=%s\n", label);
}

static void clab_flow_udp(const struct clab_flow *flow, const char *addr)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((u16)flow->port) };

	if (inet_pton(AF_INET, addr, &to.sin_addr) != 1)
		clab_die("not an address: %s", addr);
	clab_flow_arrived(flow, sendto(flow->udp, "", 1, 0, (struct sockaddr *)&to,
				       sizeof(to)) == 1);
}

static void clab_flow_mapped(const struct clab_flow *flow, const char *addr)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_port = htons((u16)flow->port) };
	char text[INET6_ADDRSTRLEN];

	snprintf(text, sizeof(text), "::ffff:%.15s", addr);
	if (inet_pton(AF_INET6, text, &to.sin6_addr) != 1)
		clab_die("not an address: %s", text);
	clab_flow_arrived(flow, sendto(flow->mapped, "", 1, 0, (struct sockaddr *)&to,
				       sizeof(to)) == 1);
}

/* From here on "send" goes there. */
static void clab_flow_connect(const struct clab_flow *flow, const char *addr)
{
	struct in_addr in;

	if (inet_pton(AF_INET, addr, &in) != 1)
		clab_die("not an address: %s", addr);
	printf("connect=%s\n", clab_errno_name(clab_connect(flow->udp, in, flow->port)));
}

static void clab_flow_line(struct clab_flow *flow, char *line)
{
	char *word = strtok(line, "\n "), *addr = strtok(NULL, "\n ");

	if (word && !strcmp(word, "tcp"))
		clab_flow_tcp(flow);
	else if (word && !strcmp(word, "send"))
		clab_flow_arrived(flow, send(flow->udp, "", 1, 0) == 1);
	else if (word && addr && !strcmp(word, "udp"))
		clab_flow_udp(flow, addr);
	else if (word && addr && !strcmp(word, "mapped"))
		clab_flow_mapped(flow, addr);
	else if (word && addr && !strcmp(word, "connect"))
		clab_flow_connect(flow, addr);
	else
		clab_die("not something to do: %s", word ? word : "");
}

/**
 * clab_cmd_flow() - the subcommand flow
 * @args: where the connection goes, and labels
 *
 * Return: 0 at the end of the input.
 */
int clab_cmd_flow(const struct clab_args *args)
{
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons((u16)args->port) };
	struct clab_flow flow = { .port = args->port };
	char line[128];

	clab_tcp_pair(args, clab_ctx(args, 0), flow.tcp);
	flow.server = clab_socket(AF_INET, SOCK_DGRAM, 0, args->server);
	if (bind(flow.server, (struct sockaddr *)&any, sizeof(any)))
		clab_sysdie("bind");
	clab_passsec(flow.server);
	flow.udp = clab_socket(AF_INET, SOCK_DGRAM, 0, clab_ctx(args, 0));
	flow.mapped = clab_socket(AF_INET6, SOCK_DGRAM, 0, clab_ctx(args, 0));
	puts("listening");
	while (fgets(line, sizeof(line), stdin))
		clab_flow_line(&flow, line);
	return 0;
}
