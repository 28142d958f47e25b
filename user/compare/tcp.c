// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: a connection
 *
 * Both ends are in this process, and neither waits for the other for longer than a
 * moment.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "compare/run.h"
#include "compare/sock.h"

#define CLAB_TCP_CHUNK	65536

/**
 * struct clab_tcp - both ends of a connection
 * @arena: where
 * @listener: the server's socket
 * @client: the client's
 * @server: what it has accepted
 */
struct clab_tcp {
	struct clab_arena *arena;
	int listener;
	int client;
	int server;
};

static int clab_tcp_listen(struct clab_tcp *tcp)
{
	const struct clab_arena *arena = tcp->arena;
	int ret;

	tcp->listener = clab_sock_open(arena->macros.server_label, SOCK_STREAM, 0);
	if (tcp->listener < 0)
		return tcp->listener;
	ret = clab_sock_bind(tcp->listener, inet_addr(CLAB_ADDR_TO), arena->port);
	if (!ret && listen(tcp->listener, 1))
		ret = -errno;
	return ret;
}

/* Return: 0, the error of the connection, or -ETIMEDOUT while there is none. */
static int clab_tcp_connect(struct clab_tcp *tcp)
{
	struct clab_arena *arena = tcp->arena;
	struct sockaddr_in to = clab_sock_addr(inet_addr(CLAB_ADDR_TO), arena->port);
	socklen_t len = sizeof(int);
	int ret, error = 0;

	tcp->client = clab_sock_open(arena->macros.label, SOCK_STREAM, 0);
	if (tcp->client < 0)
		return tcp->client;
	ret = clab_sock_bind(tcp->client, inet_addr(CLAB_ADDR_FROM), 0);
	if (ret)
		return ret;
	if (!connect(tcp->client, (struct sockaddr *)&to, sizeof(to)))
		return 0;
	if (errno != EINPROGRESS)
		return -errno;
	if (!clab_sock_wait(tcp->client, POLLOUT, arena->watch, false))
		return -ETIMEDOUT;
	getsockopt(tcp->client, SOL_SOCKET, SO_ERROR, &error, &len);
	return -error;
}

/* Send what the other end reads. Return: how much it has read; less than @bytes
 * when no more comes.
 */
static size_t clab_tcp_move(struct clab_tcp *tcp, int from, int to, size_t bytes)
{
	static char data[CLAB_TCP_CHUNK];
	size_t sent = 0, taken = 0;
	ssize_t len;

	while (taken < bytes) {
		len = bytes - sent < sizeof(data) ? (ssize_t)(bytes - sent) : (ssize_t)sizeof(data);
		len = len ? send(from, data, (size_t)len, MSG_NOSIGNAL) : 0;
		sent += len > 0 ? (size_t)len : 0;
		if (!clab_sock_wait(to, POLLIN, tcp->arena->watch, false))
			break;
		len = recv(to, data, sizeof(data), 0);
		if (len <= 0 && (len == 0 || errno != EAGAIN))
			break;
		taken += len > 0 ? (size_t)len : 0;
	}
	return taken;
}

static void clab_tcp_labels(struct clab_tcp *tcp, size_t bytes, struct clab_result *result)
{
	struct clab_arena *arena = tcp->arena;
	struct tcp_info info = {};
	socklen_t len = sizeof(info);

	if (clab_sock_wait(tcp->listener, POLLIN, arena->watch, false))
		tcp->server = accept4(tcp->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (tcp->server < 0)
		return;
	free(result->value[CLAB_WORD_PEER]);
	result->value[CLAB_WORD_PEER] = clab_sock_peer(tcp->server);
	bytes = clab_tcp_move(tcp, tcp->client, tcp->server, bytes);
	clab_result_number(result, CLAB_WORD_RECEIVED, bytes);
	clab_result_set(result, CLAB_WORD_DELIVERED, bytes ? "yes" : "no");
	clab_tcp_move(tcp, tcp->server, tcp->client, 1);
	free(result->value[CLAB_WORD_CLIENT]);
	result->value[CLAB_WORD_CLIENT] = clab_sock_peer(tcp->client);
	if (!getsockopt(tcp->client, IPPROTO_TCP, TCP_INFO, &info, &len))
		clab_result_number(result, CLAB_WORD_MSS, info.tcpi_snd_mss);
}

/**
 * clab_do_tcp() - connect, send, answer, close
 * @arena: where
 * @action: how
 * @result: what is found
 */
void clab_do_tcp(struct clab_arena *arena, const struct clab_action *action,
		 struct clab_result *result)
{
	struct clab_tcp tcp = { .arena = arena, .listener = -1, .client = -1, .server = -1 };
	int ret;

	if (action->cookie)
		clab_ground_set("ipv4/tcp_syncookies", "2");
	ret = clab_tcp_listen(&tcp);
	if (!ret)
		ret = clab_tcp_connect(&tcp);
	clab_result_errno(result, ret);
	if (!ret)
		clab_tcp_labels(&tcp, action->bytes, result);
	else if (tcp.client >= 0)
		clab_sock_wait(tcp.listener, POLLIN, arena->watch, true);
	clab_sock_close(&tcp.client);
	clab_sock_close(&tcp.server);
	clab_sock_close(&tcp.listener);
	if (action->cookie)
		clab_ground_set("ipv4/tcp_syncookies", "1");
}
