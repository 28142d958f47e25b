// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: traffic that goes on while a command changes what is around it
 *
 * A transfer, a connection with requests and answers, and datagrams with answers, each
 * from a client to a server, from before the command begins until it has ended. What
 * is lost, comes late or has another label than at the beginning is counted.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_STEADY_CHUNK	65536	/* octets of a write, each telling which it is */
#define CLAB_STEADY_PAUSE	1	/* milliseconds in which others are let run */
#define CLAB_STEADY_WAIT	10000	/* milliseconds after which an answer is lost */

/* Who waits for answers stops before who gives them. */
enum {
	CLAB_STEADY_CLIENTS = 1,
	CLAB_STEADY_SERVERS,
};

/* What one kind of traffic has come to. */
struct clab_steady_flow {
	unsigned long count;	/* octets, or exchanges */
	unsigned long longest;	/* microseconds between two of them */
	unsigned int wrong;	/* other octets, or another label */
	unsigned int lost;	/* answers that did not come */
	unsigned int refused;	/* sends that failed */
	int error;		/* of the last of them */
	char label[CLAB_LABEL_MAX];	/* the last wrong one */
};

/* Of all processes. */
struct clab_steady {
	unsigned int stop;	/* who is to stop */
	struct clab_steady_flow bulk;
	struct clab_steady_flow request;
	struct clab_steady_flow datagram;	/* as the client sees it */
	struct clab_steady_flow served;		/* as the server does */
};

static struct clab_steady *clab_steady;

/**
 * struct clab_steady_ends - the sockets
 * @args: where the server is
 * @bulk: the client's end of the connection with the transfer, and the server's
 * @request: the same of the one with requests
 * @client: datagrams
 * @server: datagrams
 */
struct clab_steady_ends {
	const struct clab_args *args;
	int bulk[2];
	int request[2];
	int client;
	int server;
};

static bool clab_steady_stopped(unsigned int who)
{
	return __atomic_load_n(&clab_steady->stop, __ATOMIC_RELAXED) >= who;
}

static void clab_steady_late(struct clab_steady_flow *flow, u64 *since)
{
	u64 now = clab_now_us();

	if (now - *since > flow->longest)
		flow->longest = now - *since;
	*since = now;
}

static void clab_steady_send(const struct clab_steady_ends *ends)
{
	static u8 buf[CLAB_STEADY_CHUNK];
	unsigned long pos;

	for (pos = 0; !clab_steady_stopped(CLAB_STEADY_CLIENTS); pos += sizeof(buf)) {
		clab_fill(buf, pos, sizeof(buf));
		clab_write_full(ends->bulk[0], buf, sizeof(buf));
		clab_sleep_ms(CLAB_STEADY_PAUSE);
	}
	if (shutdown(ends->bulk[0], SHUT_WR))
		clab_sysdie("shutdown");
}

static void clab_steady_receive(const struct clab_steady_ends *ends)
{
	struct clab_steady_flow *flow = &clab_steady->bulk;
	static u8 buf[CLAB_STEADY_CHUNK], want[CLAB_STEADY_CHUNK];
	u64 since = clab_now_us();
	ssize_t n;

	while ((n = read(ends->bulk[1], buf, sizeof(buf))) > 0) {
		clab_steady_late(flow, &since);
		clab_fill(want, flow->count, (size_t)n);
		flow->wrong += memcmp(buf, want, (size_t)n) != 0;
		flow->count += (unsigned long)n;
	}
	if (n < 0)
		clab_sysdie("read");
}

static void clab_steady_echo(const struct clab_steady_ends *ends)
{
	char buf[64];
	ssize_t n;

	while ((n = read(ends->request[1], buf, sizeof(buf))) > 0)
		clab_write_full(ends->request[1], buf, (size_t)n);
}

static void clab_steady_ask(const struct clab_steady_ends *ends)
{
	struct clab_steady_flow *flow = &clab_steady->request;
	u64 since = clab_now_us();
	int fd = ends->request[0];
	u32 id, back;

	while (!clab_steady_stopped(CLAB_STEADY_CLIENTS)) {
		id = (u32)flow->count;
		clab_write_full(fd, &id, sizeof(id));
		clab_read_full(fd, &back, sizeof(back));
		flow->wrong += back != id;
		flow->count++;
		clab_steady_late(flow, &since);
		clab_sleep_ms(CLAB_STEADY_PAUSE);
	}
	if (shutdown(fd, SHUT_WR))
		clab_sysdie("shutdown");
}

static void clab_steady_label(struct clab_steady_flow *flow, const char *label,
			      char *first)
{
	if (!flow->count++)
		memcpy(first, label, CLAB_LABEL_MAX);
	if (!strcmp(label, first))
		return;
	flow->wrong++;
	memcpy(flow->label, label, CLAB_LABEL_MAX);
}

static void clab_steady_sent(struct clab_steady_flow *flow, ssize_t n)
{
	if (n >= 0)
		return;
	flow->refused++;
	flow->error = errno;
}

static void clab_steady_serve(const struct clab_steady_ends *ends)
{
	struct clab_steady_flow *flow = &clab_steady->served;
	char label[CLAB_LABEL_MAX], first[CLAB_LABEL_MAX];
	struct sockaddr_in from;
	int fd = ends->server;
	u32 id;

	while (!clab_steady_stopped(CLAB_STEADY_SERVERS)) {
		if (!clab_readable(fd, 100))
			continue;
		clab_recv_label(fd, &id, sizeof(id), label, &from);
		clab_steady_label(flow, label, first);
		clab_steady_sent(flow, sendto(fd, &id, sizeof(id), 0, (struct sockaddr *)&from,
					      sizeof(from)));
	}
}

/* Until the answer to this very one; an earlier one that was given up may come too. */
static bool clab_steady_answered(int fd, u32 id, char *label)
{
	u32 back;

	while (clab_readable(fd, CLAB_STEADY_WAIT)) {
		clab_recv_label(fd, &back, sizeof(back), label, NULL);
		if (back == id)
			return true;
	}
	return false;
}

static void clab_steady_datagrams(const struct clab_steady_ends *ends)
{
	struct sockaddr_in to = clab_sin(ends->args->addr, ends->args->port);
	struct clab_steady_flow *flow = &clab_steady->datagram;
	char label[CLAB_LABEL_MAX], first[CLAB_LABEL_MAX];
	u64 since = clab_now_us();
	int fd = ends->client;
	ssize_t n;
	u32 id;

	for (id = 0; !clab_steady_stopped(CLAB_STEADY_CLIENTS); id++) {
		n = sendto(fd, &id, sizeof(id), 0, (struct sockaddr *)&to, sizeof(to));
		clab_steady_sent(flow, n);
		if (n < 0)
			continue;
		if (clab_steady_answered(fd, id, label))
			clab_steady_label(flow, label, first);
		else
			flow->lost++;
		clab_steady_late(flow, &since);
		clab_sleep_ms(CLAB_STEADY_PAUSE);
	}
}

static void clab_steady_print(const char *name, const struct clab_steady_flow *flow)
{
	printf("%s=%lu\n%s_wrong=%u\n%s_lost=%u\n%s_longest_ms=%lu\n", name, flow->count, name,
	       flow->wrong, name, flow->lost, name, flow->longest / 1000);
	printf("%s_refused=%u\n%s_error=%s\n%s_label=%s\n", name, flow->refused, name,
	       clab_errno_name(flow->error), name, flow->label);
}

/* What both ends of the connections know of each other. */
static void clab_steady_peers(const char *when, const struct clab_steady_ends *ends)
{
	static const char *const name[] = { "sender", "receiver", "asker", "echo" };
	const int fd[] = { ends->bulk[0], ends->bulk[1], ends->request[0], ends->request[1] };
	char label[CLAB_LABEL_MAX];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(name); i++) {
		clab_peer_label(fd[i], label);
		printf("%s_%s=%s\n", name[i], when, label);
	}
}

static void clab_steady_open(const struct clab_args *args, struct clab_steady_ends *ends)
{
	struct sockaddr_in at = clab_sin(args->addr, args->port);

	ends->args = args;
	clab_tcp_pair(args, clab_ctx(args, 0), ends->bulk);
	clab_tcp_pair(args, clab_ctx(args, 0), ends->request);
	ends->server = clab_server_socket(args, SOCK_DGRAM);
	ends->client = clab_socket(AF_INET, SOCK_DGRAM, 0, clab_ctx(args, 0));
	if (bind(ends->server, (struct sockaddr *)&at, sizeof(at)))
		clab_sysdie("bind");
	clab_passsec(ends->server);
	clab_passsec(ends->client);
}

/* Returns 1 when a process has failed. */
static int clab_steady_run(const struct clab_steady_ends *ends)
{
	static void (*const run[])(const struct clab_steady_ends *ends) = {
		clab_steady_send, clab_steady_receive, clab_steady_ask, clab_steady_echo,
		clab_steady_datagrams, clab_steady_serve,
	};
	pid_t pid[ARRAY_SIZE(run)];
	int bad = 0, status;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(run); i++) {
		pid[i] = clab_fork(ends->args->timeout);
		if (pid[i])
			continue;
		run[i](ends);
		exit(0);
	}
	clab_sleep_ms(200);
	status = clab_wait(clab_spawn(ends->args->cmd));
	clab_sleep_ms(200);
	clab_steady_peers("after", ends);
	__atomic_store_n(&clab_steady->stop, CLAB_STEADY_CLIENTS, __ATOMIC_RELAXED);
	for (i = 0; i < ARRAY_SIZE(run); i++) {
		/* The last one is the server of datagrams. */
		if (i == ARRAY_SIZE(run) - 1)
			__atomic_store_n(&clab_steady->stop, CLAB_STEADY_SERVERS,
					 __ATOMIC_RELAXED);
		bad |= clab_wait(pid[i]);
	}
	return bad ? 1 : status;
}

/**
 * clab_cmd_steady() - the subcommand steady
 * @args: where, labels, and the command
 *
 * Return: the command's exit status; 1 when a process failed.
 */
int clab_cmd_steady(const struct clab_args *args)
{
	unsigned long retrans = clab_snmp("Tcp:", "RetransSegs");
	struct clab_steady_ends ends;
	int status;

	clab_steady = mmap(NULL, sizeof(*clab_steady), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (clab_steady == MAP_FAILED)
		clab_sysdie("mmap");
	clab_steady_open(args, &ends);
	clab_steady_peers("before", &ends);
	status = clab_steady_run(&ends);
	clab_steady_print("bulk", &clab_steady->bulk);
	clab_steady_print("request", &clab_steady->request);
	clab_steady_print("datagram", &clab_steady->datagram);
	clab_steady_print("served", &clab_steady->served);
	printf("retrans=%lu\n", clab_snmp("Tcp:", "RetransSegs") - retrans);
	return status;
}
