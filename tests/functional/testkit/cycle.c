// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: labeling that comes and goes while traffic runs
 *
 * Two processes keep TCP and UDP busy all the time. This one holds idle
 * connections, some older than the labeling, some born under it, and a queue
 * of datagrams that nobody has read when the labeling ends.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_QUEUE	1000	/* labeled datagrams in flight at each unload */
#define CLAB_OLD	3	/* connections that are older than the labeling */
#define CLAB_ENDS_MAX	256	/* ends of connections */
#define CLAB_QUIET	150	/* milliseconds without labels after an unload */

/**
 * struct clab_traffic - what the busy processes have done, in shared memory
 * @tcp: round trips over TCP
 * @udp: datagrams sent and received
 * @lost: datagrams sent and not received
 * @refused: sends that failed
 */
struct clab_traffic {
	unsigned long tcp;
	unsigned long udp;
	unsigned long lost;
	unsigned long refused;
};

/**
 * struct clab_cycle - one run of the subcommand
 * @args: its options
 * @traffic: what the busy processes have done
 * @fd: ends of the idle connections, in pairs
 * @ends: how many there are
 * @queue: socket whose datagrams nobody reads for a while
 * @sender: socket that sends them
 */
struct clab_cycle {
	const struct clab_args *args;
	struct clab_traffic *traffic;
	int fd[CLAB_ENDS_MAX];
	unsigned int ends;
	int queue;
	int sender;
};

/* Another process writes it at the same time: read it from memory each time. */
static unsigned long clab_peek(const unsigned long *counter)
{
	return __atomic_load_n(counter, __ATOMIC_RELAXED);
}

static void clab_bump(unsigned long *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

static void clab_busy_tcp(const struct clab_args *args, struct clab_traffic *t)
{
	static char buf[4096];
	int fd[2];

	clab_tcp_pair(args, clab_ctx(args, 0), fd);
	for (;; clab_bump(&t->tcp)) {
		clab_write_full(fd[0], buf, sizeof(buf));
		clab_read_full(fd[1], buf, sizeof(buf));
		clab_write_full(fd[1], buf, 100);
		clab_read_full(fd[0], buf, 100);
		clab_sleep_ms(1);
	}
}

static int clab_bound_udp(const struct clab_args *args, unsigned int port, const char *ctx)
{
	struct sockaddr_in sin = clab_sin(args->addr, port);
	int fd, room = 64 << 20;

	fd = clab_socket(AF_INET, SOCK_DGRAM, 0, ctx);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room)) ||
	    bind(fd, (struct sockaddr *)&sin, sizeof(sin)))
		clab_sysdie("bind");
	return fd;
}

static void clab_busy_udp(const struct clab_args *args, struct clab_traffic *t)
{
	struct sockaddr_in to = clab_sin(args->addr, args->port + 1);
	int client = clab_socket(AF_INET, SOCK_DGRAM, 0, clab_ctx(args, 0));
	int server = clab_bound_udp(args, args->port + 1, args->server);
	char byte = 0;

	for (;; clab_sleep_ms(1)) {
		if (sendto(client, &byte, 1, 0, (struct sockaddr *)&to, sizeof(to)) != 1) {
			clab_bump(&t->refused);
			continue;
		}
		clab_bump(&t->udp);
		if (clab_readable(server, 1000))
			clab_read_full(server, &byte, 1);
		else
			clab_bump(&t->lost);
	}
}

static void clab_cycle_pair(struct clab_cycle *c)
{
	clab_tcp_pair(c->args, clab_ctx(c->args, 0), c->fd + c->ends);
	c->ends += 2;
}

/* Each end says a word and hears it; how many pairs still do. */
static unsigned int clab_cycle_alive(struct clab_cycle *c)
{
	unsigned int i, alive = 0;
	char word[8] = "alive";

	for (i = 0; i < c->ends; i++) {
		clab_write_full(c->fd[i], word, sizeof(word));
		if (!clab_readable(c->fd[i ^ 1], 5000))
			continue;
		clab_read_full(c->fd[i ^ 1], word, sizeof(word));
		alive++;
	}
	return alive;
}

static void clab_cycle_mss(const struct clab_cycle *c, const char *when)
{
	unsigned int i, low = ~0U, high = 0;
	socklen_t len;
	int mss;

	for (i = 0; i < c->ends; i++) {
		len = sizeof(mss);
		if (getsockopt(c->fd[i], IPPROTO_TCP, TCP_MAXSEG, &mss, &len))
			clab_sysdie("TCP_MAXSEG");
		low = (unsigned int)mss < low ? (unsigned int)mss : low;
		high = (unsigned int)mss > high ? (unsigned int)mss : high;
	}
	printf(" mss_%s=%u..%u", when, low, high);
}

static void clab_queue_fill(const struct clab_cycle *c)
{
	struct sockaddr_in to = clab_sin(c->args->addr, c->args->port + 2);
	unsigned int i;
	char byte = 0;

	for (i = 0; i < CLAB_QUEUE; i++)
		if (sendto(c->sender, &byte, 1, 0, (struct sockaddr *)&to, sizeof(to)) != 1)
			clab_sysdie("sendto");
}

static unsigned int clab_queue_drain(const struct clab_cycle *c)
{
	char label[CLAB_LABEL_MAX];
	unsigned int n = 0;
	char byte;

	while (clab_readable(c->queue, 0)) {
		clab_recv_label(c->queue, &byte, 1, label, NULL);
		n++;
	}
	return n;
}

static void clab_cycle_loaded(struct clab_cycle *c)
{
	unsigned int mtu = clab_sniff_mtu(c->args->iface);
	struct clab_sniff_sum sum = { 0 };
	int fd = clab_sniff_open(c->args->iface);

	clab_queue_fill(c);
	printf(" alive_loaded=%u", clab_cycle_alive(c));
	clab_cycle_mss(c, "loaded");
	clab_cycle_pair(c);
	clab_sniff_drain(fd, mtu, NULL, &sum);
	close(fd);
	printf(" labeled=%lu badsum=%lu badopt=%lu", sum.labeled, sum.badsum, sum.badopt);
}

static void clab_cycle_unloaded(struct clab_cycle *c)
{
	unsigned int mtu = clab_sniff_mtu(c->args->iface);
	struct clab_sniff_sum sum = { 0 };
	int fd = clab_sniff_open(c->args->iface);
	unsigned int alive = clab_cycle_alive(c);

	clab_sleep_ms(CLAB_QUIET);
	clab_sniff_drain(fd, mtu, NULL, &sum);
	close(fd);
	printf(" packets_after=%lu labeled_after=%lu ends=%u alive_after=%u queued=%u", sum.packets,
	       sum.labeled, c->ends, alive, clab_queue_drain(c));
	clab_cycle_mss(c, "after");
}

static void clab_cycle_once(struct clab_cycle *c, unsigned int nr)
{
	unsigned long tcp = clab_peek(&c->traffic->tcp), udp = clab_peek(&c->traffic->udp);
	int status;

	printf("cycle=%u", nr);
	status = clab_shell(c->args->load);
	printf(" load=%d", status);
	clab_cycle_loaded(c);
	printf(" unload=%d", clab_shell(c->args->unload));
	clab_cycle_unloaded(c);
	printf(" busy_tcp=%s busy_udp=%s\n", clab_peek(&c->traffic->tcp) > tcp ? "yes" : "no",
	       clab_peek(&c->traffic->udp) > udp ? "yes" : "no");
}

static struct clab_traffic *clab_cycle_traffic(const struct clab_args *args, pid_t pid[2])
{
	struct clab_traffic *t;

	t = mmap(NULL, sizeof(*t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (t == MAP_FAILED)
		clab_sysdie("mmap");
	pid[0] = clab_fork(args->timeout);
	if (!pid[0])
		clab_busy_tcp(args, t);
	pid[1] = clab_fork(args->timeout);
	if (!pid[1])
		clab_busy_udp(args, t);
	while (!clab_peek(&t->tcp) || !clab_peek(&t->udp))
		clab_sleep_ms(10);
	return t;
}

/**
 * clab_cmd_cycle() - the subcommand cycle
 * @args: where, labels, how often, and the commands that load and unload
 *
 * Prints a line per cycle, and one about the busy processes at the end.
 *
 * Return: 0, or 1 when a busy process failed.
 */
int clab_cmd_cycle(const struct clab_args *args)
{
	struct clab_cycle c = { .args = args };
	unsigned int i, dead = 0;
	pid_t pid[2];

	if (!args->load || !args->unload || args->count * 2 + CLAB_OLD * 2 > CLAB_ENDS_MAX)
		return 2;
	c.traffic = clab_cycle_traffic(args, pid);
	c.queue = clab_bound_udp(args, args->port + 2, args->server);
	c.sender = clab_bound_udp(args, args->port + 3, clab_ctx(args, 0));
	clab_passsec(c.queue);
	for (i = 0; i < CLAB_OLD; i++)
		clab_cycle_pair(&c);
	printf("start");
	clab_cycle_mss(&c, "before");
	printf("\n");
	for (i = 1; i <= args->count; i++)
		clab_cycle_once(&c, i);
	for (i = 0; i < 2; i++) {
		kill(pid[i], SIGKILL);
		dead += clab_wait(pid[i]) != 128 + SIGKILL;
	}
	printf("end tcp=%lu udp=%lu lost=%lu refused=%lu dead=%u\n", c.traffic->tcp,
	       c.traffic->udp, c.traffic->lost, c.traffic->refused, dead);
	return dead ? 1 : 0;
}
