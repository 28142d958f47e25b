// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: TCP connections
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_CHUNK	65536	/* octets per write of a transfer */

/* The server holds every connection until all are there: clients overlap. */
static void clab_tcp_server(const struct clab_args *args, int lfd, unsigned int n)
{
	char label[CLAB_CTX_MAX][CLAB_LABEL_MAX];
	int fd[CLAB_CTX_MAX];
	unsigned int i;
	u32 id = 0;

	for (i = 0; i < n; i++) {
		fd[i] = accept(lfd, NULL, NULL);
		if (fd[i] < 0)
			clab_sysdie("accept");
		clab_peer_label(fd[i], label[i]);
		if (args->first)
			clab_write_full(fd[i], &id, sizeof(id));
	}
	for (i = 0; i < n; i++) {
		clab_read_full(fd[i], &id, sizeof(id));
		printf("server_sees.%u=%s\n", id, label[i]);
		clab_write_full(fd[i], &id, sizeof(id));
	}
}

static void clab_tcp_one(const struct clab_args *args, u32 id)
{
	char label[CLAB_LABEL_MAX], later[CLAB_LABEL_MAX];
	u64 start, end;
	u32 back;
	int fd, err;

	fd = clab_tcp_client(args, clab_ctx(args, id));
	start = clab_now_us();
	err = clab_connect(fd, args->addr, args->port);
	end = clab_now_us();
	if (err)
		clab_die("connect: %s", strerror(err));
	clab_peer_label(fd, label);
	if (args->first)
		clab_read_full(fd, &back, sizeof(back));
	clab_write_full(fd, &id, sizeof(id));
	clab_read_full(fd, &back, sizeof(back));
	clab_peer_label(fd, later);
	printf("client_sees.%u=%s\nclient_later.%u=%s\nconnect_us.%u=%lu\necho.%u=%s\n",
	       id, label, id, later, id, (unsigned long)(end - start),
	       id, back == id ? "ok" : "wrong");
}

/**
 * clab_cmd_tcp() - the subcommand tcp
 * @args: where, labels, how ACKs are treated, who writes first
 *
 * Return: 0, or 1 when a process failed.
 */
int clab_cmd_tcp(const struct clab_args *args)
{
	unsigned int n = args->nctx ? args->nctx : 1;
	pid_t pid[CLAB_CTX_MAX + 1];
	unsigned int i;
	int lfd, bad = 0;

	lfd = clab_tcp_listen(args, CLAB_CTX_MAX);
	pid[n] = clab_fork(args->timeout);
	if (!pid[n]) {
		clab_tcp_server(args, lfd, n);
		exit(0);
	}
	for (i = 0; i < n; i++) {
		pid[i] = clab_fork(args->timeout);
		if (!pid[i]) {
			clab_tcp_one(args, i);
			exit(0);
		}
	}
	for (i = 0; i <= n; i++)
		bad |= clab_wait(pid[i]);
	return bad ? 1 : 0;
}

/**
 * clab_cmd_connect() - the subcommand connect
 * @args: where, and the label
 *
 * Return: 0.
 */
int clab_cmd_connect(const struct clab_args *args)
{
	int fd = clab_tcp_client(args, clab_ctx(args, 0));
	u64 start = clab_now_us();
	int err = clab_connect(fd, args->addr, args->port);

	printf("errno=%s\nport=%u\nconnect_us=%lu\n", clab_errno_name(err), clab_local_port(fd),
	       (unsigned long)(clab_now_us() - start));
	return 0;
}

/**
 * clab_fill() - octets that say which one each is, so that lost ones are noticed
 * @buf: where they go
 * @pos: which the first one is; 32 KiB later it begins anew
 * @len: how many
 */
void clab_fill(u8 *buf, unsigned long pos, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		buf[i] = (u8)((pos + i) * 131 >> 7);
}

static void clab_send_bytes(int fd, unsigned long bytes)
{
	static u8 buf[CLAB_CHUNK];
	unsigned long pos;
	size_t len;

	clab_fill(buf, 0, sizeof(buf));
	for (pos = 0; pos < bytes; pos += len) {
		len = bytes - pos < sizeof(buf) ? bytes - pos : sizeof(buf);
		clab_write_full(fd, buf, len);
	}
	if (shutdown(fd, SHUT_WR))
		clab_sysdie("shutdown");
}

/* Returns how much came, up to the first octet that is not the one expected. */
static unsigned long clab_recv_bytes(int fd)
{
	static u8 buf[CLAB_CHUNK], want[2 * CLAB_CHUNK];
	unsigned long pos = 0;
	ssize_t n;

	clab_fill(want, 0, CLAB_CHUNK);
	memcpy(want + CLAB_CHUNK, want, CLAB_CHUNK);
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		if (memcmp(buf, want + pos % CLAB_CHUNK, (size_t)n))
			return pos;
		pos += (unsigned long)n;
	}
	if (n < 0)
		clab_sysdie("read");
	return pos;
}

static void clab_bulk_report(int fd, const char *who)
{
	struct tcp_info ti;
	socklen_t len = sizeof(ti);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &ti, &len))
		clab_sysdie("TCP_INFO");
	printf("%s_retrans=%u\n%s_mss=%u\n", who, ti.tcpi_total_retrans, who, ti.tcpi_snd_mss);
}

static void clab_bulk_sender(int fd, unsigned long bytes)
{
	char done;

	clab_send_bytes(fd, bytes);
	/* All that was sent has arrived once the other end closes. */
	if (read(fd, &done, 1) != 0)
		clab_die("the receiver failed");
	clab_bulk_report(fd, "sender");
}

static void clab_bulk_receiver(int fd)
{
	printf("received=%lu\n", clab_recv_bytes(fd));
	clab_bulk_report(fd, "receiver");
}

static void clab_bulk_end(int fd, bool sends, unsigned long bytes)
{
	if (sends)
		clab_bulk_sender(fd, bytes);
	else
		clab_bulk_receiver(fd);
}

static void clab_bulk_server(const struct clab_args *args, int lfd)
{
	int fd = accept(lfd, NULL, NULL);

	if (fd < 0)
		clab_sysdie("accept");
	clab_bulk_end(fd, args->first, args->bytes);
}

/**
 * clab_cmd_bulk() - the subcommand bulk
 * @args: where, labels, how much, which way
 *
 * Return: 0, or 1 when a process failed.
 */
int clab_cmd_bulk(const struct clab_args *args)
{
	unsigned long retrans = clab_snmp("Tcp:", "RetransSegs");
	u64 start = clab_now_us();
	int lfd, fd, err;
	pid_t pid;

	lfd = clab_tcp_listen(args, 1);
	pid = clab_fork(args->timeout);
	if (!pid) {
		clab_bulk_server(args, lfd);
		exit(0);
	}
	fd = clab_tcp_client(args, clab_ctx(args, 0));
	err = clab_connect(fd, args->addr, args->port);
	if (err)
		clab_die("connect: %s", strerror(err));
	clab_bulk_end(fd, !args->first, args->bytes);
	close(fd);
	err = clab_wait(pid);
	printf("retrans=%lu\nms=%lu\n", clab_snmp("Tcp:", "RetransSegs") - retrans,
	       (unsigned long)(clab_now_us() - start) / 1000);
	return err;
}

/* A connection that is older than the labeling goes on working under it. */
static void clab_early_old(const struct clab_args *args, int fd[2])
{
	pid_t pid = clab_fork(args->timeout);

	if (!pid) {
		clab_send_bytes(fd[0], args->bytes);
		exit(0);
	}
	close(fd[0]);
	printf("old_received=%lu\n", clab_recv_bytes(fd[1]));
	clab_bulk_report(fd[1], "old");
	if (clab_wait(pid))
		clab_die("the sender failed");
}

static void clab_early_udp(const struct clab_args *args, int client, int server)
{
	struct sockaddr_in to = clab_sin(args->addr, args->port);
	char label[CLAB_LABEL_MAX];
	char byte = 0;

	if (sendto(client, &byte, 1, 0, (struct sockaddr *)&to, sizeof(to)) != 1)
		clab_sysdie("sendto");
	if (!clab_readable(server, args->timeout))
		clab_die("no datagram");
	clab_recv_label(server, &byte, 1, label, NULL);
	printf("udp_server_sees=%s\n", label);
}

static void clab_early_tcp(const struct clab_args *args, int client, int lfd)
{
	char label[CLAB_LABEL_MAX];
	int fd, err;

	err = clab_connect(client, args->addr, args->port);
	if (err)
		clab_die("connect: %s", strerror(err));
	clab_peer_label(client, label);
	printf("tcp_client_sees=%s\n", label);
	fd = accept(lfd, NULL, NULL);
	if (fd < 0)
		clab_sysdie("accept");
	clab_peer_label(fd, label);
	printf("tcp_server_sees=%s\n", label);
	close(fd);
}

/**
 * clab_cmd_early() - the subcommand early
 * @args: where, labels, and the command that comes between
 *
 * Return: 0, or the command's exit status.
 */
int clab_cmd_early(const struct clab_args *args)
{
	struct sockaddr_in sin = clab_sin(args->addr, args->port);
	int old[2], lfd, tcp, client, server, status;
	const char *ctx = clab_ctx(args, 0);

	if (!args->cmd)
		return 2;
	clab_tcp_pair(args, ctx, old);
	lfd = clab_tcp_listen(args, 1);
	tcp = clab_tcp_client(args, ctx);
	client = clab_socket(AF_INET, SOCK_DGRAM, 0, ctx);
	server = clab_socket(AF_INET, SOCK_DGRAM, 0, args->server);
	if (bind(server, (struct sockaddr *)&sin, sizeof(sin)))
		clab_sysdie("bind");
	clab_passsec(server);
	status = clab_wait(clab_spawn(args->cmd));
	if (status)
		return status;
	clab_early_udp(args, client, server);
	clab_early_tcp(args, tcp, lfd);
	clab_early_old(args, old);
	return 0;
}
