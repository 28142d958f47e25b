// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: the first packet of a label, with another allocation failing
 *
 * Each try has a label that nobody has seen, and nothing is remembered of others. A
 * packet arrives with its label; or its sender is told; or it is counted as dropped.
 * It never arrives with another label or none, and the next one arrives.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "faults.h"

#define CLAB_FP_PORT	5060
#define CLAB_FP_WAIT	250	/* ms that a packet has */

/**
 * struct clab_fp - the test
 * @to: where packets go
 * @server: the label of the other end
 * @client: that of this end, without its level
 * @server_sees: what the other end sees, without its level
 * @client_sees: what this end sees
 * @number: of the label
 * @level: its level
 */
struct clab_fp {
	struct sockaddr_in to;
	const char *server;
	const char *client;
	const char *server_sees;
	const char *client_sees;
	unsigned int number;
	char level[32];
};

/* What came of a packet, or a connection. */
struct clab_fp_seen {
	int err;
	bool arrived;
	char server[CLAB_LABEL_MAX];
	char client[CLAB_LABEL_MAX];
};

static struct clab_fp clab_fp;

/* Packets that are dropped for some reason. */
static unsigned long clab_fp_drops(void)
{
	static const char * const names[] = {
		"tx_refused", "tx_forged", "rx_forged", "rx_invalid", "rx_undecodable",
		"rx_nomem", "hold_overflow",
	};
	FILE *f = fopen("/proc/net/cipsolab", "r");
	unsigned long sum = 0, val;
	char name[64];
	size_t i;

	if (!f)
		clab_sysdie("/proc/net/cipsolab");
	while (fscanf(f, "%63s %lu", name, &val) == 2)
		for (i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (!strcmp(name, names[i]))
				sum += val;
	fclose(f);
	return sum;
}

static bool clab_fp_is(const char *label, const char *type)
{
	char want[CLAB_LABEL_MAX];

	snprintf(want, sizeof(want), "%s:%s", type, clab_fp.level);
	return !strcmp(label, want);
}

static void clab_fp_fresh(void)
{
	unsigned int nr = clab_fp.number++;

	/* The highest category that a tag 1 has room for is 239. */
	snprintf(clab_fp.level, sizeof(clab_fp.level), "s0:c%u,c%u", nr / 100 % 120,
		 130 + nr % 100);
}

static int clab_fp_socket(int type, const char *label)
{
	int on = 1, fd = clab_socket(AF_INET, type, 0, label);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	return fd;
}

static int clab_fp_client(int type)
{
	char label[CLAB_LABEL_MAX];

	snprintf(label, sizeof(label), "%s:%s", clab_fp.client, clab_fp.level);
	return clab_fp_socket(type, label);
}

static int clab_fp_server(int type)
{
	int fd = clab_fp_socket(type, clab_fp.server);

	if (bind(fd, (const struct sockaddr *)&clab_fp.to, sizeof(clab_fp.to)) ||
	    (type == SOCK_STREAM && listen(fd, 4)))
		clab_sysdie("bind");
	if (type == SOCK_DGRAM)
		clab_passsec(fd);
	return fd;
}

static void clab_fp_datagram(int server, int client, struct clab_fp_seen *seen)
{
	char octet[4];

	memset(seen, 0, sizeof(*seen));
	if (sendto(client, "x", 1, 0, (const struct sockaddr *)&clab_fp.to,
		   sizeof(clab_fp.to)) < 0)
		seen->err = errno;
	if (!clab_readable(server, seen->err ? 0 : CLAB_FP_WAIT))
		return;
	seen->arrived = true;
	clab_recv_label(server, octet, sizeof(octet), seen->server, NULL);
}

static void clab_fp_connection(int server, int client, struct clab_fp_seen *seen)
{
	int fd;

	memset(seen, 0, sizeof(*seen));
	if (connect(client, (const struct sockaddr *)&clab_fp.to, sizeof(clab_fp.to))) {
		seen->err = errno;
		return;
	}
	seen->arrived = true;
	fd = accept(server, NULL, NULL);
	if (fd < 0)
		clab_sysdie("accept");
	clab_peer_label(fd, seen->server);
	clab_peer_label(client, seen->client);
	close(fd);
}

static bool clab_fp_labeled(const struct clab_fp_seen *seen, int type)
{
	return clab_fp_is(seen->server, clab_fp.server_sees) &&
	       (type == SOCK_DGRAM || clab_fp_is(seen->client, clab_fp.client_sees));
}

static void clab_fp_judge(unsigned long nth, int type, const struct clab_fp_seen *seen,
			  unsigned long drops, const char *where)
{
	if (seen->arrived) {
		clab_faults.optional += !drops;
		clab_faults.refused += !!drops;
		if (!clab_fp_labeled(seen, type))
			clab_faults_wrong(nth, "the server sees \"%s\", the client \"%s\", %s",
					  seen->server, seen->client, where);
		return;
	}
	clab_faults.refused++;
	if (drops != 1)
		clab_faults_wrong(nth, "%lu packets are counted, %s", drops, where);
	if (seen->err && seen->err != ENOMEM && (type == SOCK_DGRAM || seen->err != ECONNREFUSED))
		clab_faults_wrong(nth, "%s, %s", clab_errno_name(seen->err), where);
}

static void clab_fp_once(int type, int server, int client, struct clab_fp_seen *seen)
{
	if (type == SOCK_DGRAM)
		clab_fp_datagram(server, client, seen);
	else
		clab_fp_connection(server, client, seen);
}

/* One try, and the next with the same label, on sockets of their own. */
static bool clab_fp_try(unsigned long nth, int type, int server, unsigned long *calls)
{
	struct clab_faults_seen what;
	struct clab_fp_seen seen;
	unsigned long drops;
	int client;

	clab_fp_fresh();
	client = clab_fp_client(type);
	drops = clab_fp_drops();
	clab_faults_arm(0, nth);
	clab_fp_once(type, server, client, &seen);
	clab_faults_disarm();
	close(client);
	clab_faults_look(&what);
	*calls = what.calls;
	clab_fp_judge(nth, type, &seen, clab_fp_drops() - drops, what.where);

	client = clab_fp_client(type);
	clab_fp_once(type, server, client, &seen);
	close(client);
	if (seen.err || !seen.arrived || !clab_fp_labeled(&seen, type))
		clab_faults_wrong(nth,
				  "the next try: %s, the server sees \"%s\", the client \"%s\"",
				  clab_errno_name(seen.err), seen.server, seen.client);
	clab_faults.undo();
	return what.failed;
}

/**
 * clab_faults_packets() - the first packet of a label, over and over
 * @what: "udp" or "tcp"
 *
 * clab_faults.argv has the words: ADDR SERVER-LABEL CLIENT SERVER-SEES CLIENT-SEES
 * NUMBER. Labels but the first are without their level; NUMBER is that of the first
 * label that nobody has seen.
 *
 * Return: 0, or 2 when a word cannot be read.
 */
int clab_faults_packets(const char *what)
{
	int server, type = !strcmp(what, "tcp") ? SOCK_STREAM : SOCK_DGRAM;
	char **argv = clab_faults.argv;
	unsigned long nth = 0, calls, all;

	if (clab_faults.argc != 6 || (strcmp(what, "udp") && strcmp(what, "tcp")))
		return 2;
	clab_fp.to.sin_family = AF_INET;
	clab_fp.to.sin_port = htons(CLAB_FP_PORT);
	if (inet_pton(AF_INET, argv[0], &clab_fp.to.sin_addr) != 1)
		return 2;
	clab_fp.server = argv[1];
	clab_fp.client = argv[2];
	clab_fp.server_sees = argv[3];
	clab_fp.client_sees = argv[4];
	clab_fp.number = (unsigned int)strtoul(argv[5], NULL, 0);
	server = clab_fp_server(type);
	clab_faults.undo();
	clab_faults_forget();
	clab_fp_try(nth, type, server, &all);
	if (clab_faults.last && all > clab_faults.last)
		nth = all - clab_faults.last;
	while (clab_fp_try(nth += clab_faults.every, type, server, &calls))
		;
	close(server);
	clab_faults.undo();
	clab_faults_report(all);
	return 0;
}
