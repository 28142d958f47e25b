// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: datagrams
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "compare/run.h"
#include "compare/sock.h"

static const char clab_udp_data[CLAB_UDP_BYTES_MAX];

/* A socket that is told the labels of what it gets, at an address of this host */
static int clab_udp_open(const char *context, const char *addr, u16 port)
{
	int fd = clab_sock_open(context, SOCK_DGRAM, 0), on = 1, ret;

	if (fd < 0)
		return fd;
	setsockopt(fd, IPPROTO_IP, IP_PASSSEC, &on, sizeof(on));
	ret = clab_sock_bind(fd, inet_addr(addr), port);
	if (!ret)
		return fd;
	clab_sock_close(&fd);
	return ret;
}

static int clab_udp_send(int fd, u32 addr, u16 port, size_t bytes)
{
	struct sockaddr_in to = clab_sock_addr(addr, port);

	return sendto(fd, clab_udp_data, bytes, 0, (struct sockaddr *)&to, sizeof(to)) < 0 ?
	       -errno : 0;
}

/* Wait for a datagram, whose label is a word. Return: its length, or -1. */
static int clab_udp_take(struct clab_arena *arena, int fd, enum clab_word word,
			 struct sockaddr_in *from, struct clab_result *result)
{
	char *label;
	int len;

	if (!clab_sock_wait(fd, POLLIN, arena->watch, true))
		return -1;
	len = clab_sock_take(fd, &label, from);
	if (len < 0)
		return -1;
	clab_result_set(result, word, label);
	free(label);
	return len;
}

/* What the server gets. Return: true if it was something. */
static bool clab_udp_arrived(struct clab_arena *arena, int server, struct clab_result *result,
			     struct sockaddr_in *from)
{
	int len = clab_udp_take(arena, server, CLAB_WORD_PEER, from, result);

	clab_result_set(result, CLAB_WORD_DELIVERED, len < 0 ? "no" : "yes");
	if (len >= 0 && result->value[CLAB_WORD_RECEIVED])
		clab_result_number(result, CLAB_WORD_RECEIVED, (u64)len);
	return len >= 0;
}

static void clab_udp_talk(struct clab_arena *arena, int client, int server, u32 bytes,
			  struct clab_result *result)
{
	struct sockaddr_in from;
	int ret = clab_udp_send(client, inet_addr(CLAB_ADDR_TO), arena->port, bytes);

	clab_result_errno(result, ret);
	if (ret || !clab_udp_arrived(arena, server, result, &from))
		return;
	if (!clab_udp_send(server, from.sin_addr.s_addr, ntohs(from.sin_port), 1))
		clab_udp_take(arena, client, CLAB_WORD_CLIENT, &from, result);
}

/**
 * clab_do_udp() - a datagram, and one back
 * @arena: where
 * @action: how
 * @result: what is found
 */
void clab_do_udp(struct clab_arena *arena, const struct clab_action *action,
		 struct clab_result *result)
{
	int server = clab_udp_open(arena->macros.server_label, CLAB_ADDR_TO, arena->port);
	int client = clab_udp_open(arena->macros.label, CLAB_ADDR_FROM, 0);

	if (server < 0 || client < 0)
		clab_result_errno(result, client < 0 ? client : server);
	else
		clab_udp_talk(arena, client, server, action->bytes, result);
	clab_sock_close(&client);
	clab_sock_close(&server);
}

/* Echoes that went by are seen too; a reply of this number is waited for. */
static bool clab_ping_reply(struct clab_arena *arena, int fd)
{
	u8 octets[60 + 8];
	ssize_t len;
	size_t at;

	while (clab_sock_wait(fd, POLLIN, arena->watch, true)) {
		len = recv(fd, octets, sizeof(octets), 0);
		at = len > 0 ? (octets[0] & 0xf) * 4u : 0;
		if (len < 0 || at < 20)
			break;
		if ((size_t)len >= at + 8 && octets[at] == ICMP_ECHOREPLY &&
		    (octets[at + 4] << 8 | octets[at + 5]) == arena->port)
			return true;
	}
	return false;
}

static u16 clab_ping_sum(const u8 *at, size_t len)
{
	u32 sum = 0;
	size_t i;

	for (i = 0; i < len; i++)
		sum += (u32)(i & 1 ? at[i] : at[i] << 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (u16)~sum;
}

/* An echo whose identifier is the port. Return: octets, to be freed. */
static u8 *clab_ping_make(u16 id, size_t bytes)
{
	u8 *echo = clab_scn_need(calloc(1, 8 + bytes));
	u16 sum;

	echo[0] = ICMP_ECHO;
	echo[4] = (u8)(id >> 8);
	echo[5] = (u8)id;
	sum = clab_ping_sum(echo, 8 + bytes);
	echo[2] = (u8)(sum >> 8);
	echo[3] = (u8)sum;
	return echo;
}

/**
 * clab_do_ping() - an echo, and its reply
 * @arena: where
 * @action: how
 * @result: what is found
 */
void clab_do_ping(struct clab_arena *arena, const struct clab_action *action,
		  struct clab_result *result)
{
	struct sockaddr_in to = clab_sock_addr(inet_addr(CLAB_ADDR_TO), 0);
	int fd = clab_sock_open(arena->macros.label, SOCK_RAW, IPPROTO_ICMP);
	int ret = fd < 0 ? fd : clab_sock_bind(fd, inet_addr(CLAB_ADDR_FROM), 0);
	u8 *echo = clab_ping_make(arena->port, action->bytes);

	if (!ret && sendto(fd, echo, 8 + action->bytes, 0, (struct sockaddr *)&to,
			   sizeof(to)) < 0)
		ret = -errno;
	clab_result_errno(result, ret);
	if (!ret && clab_ping_reply(arena, fd))
		clab_result_set(result, CLAB_WORD_DELIVERED, "yes");
	free(echo);
	clab_sock_close(&fd);
}

/* Send a datagram with its own header, by a raw socket of the client's. */
static int clab_raw_send(const struct clab_arena *arena, const u8 *octets, size_t len)
{
	struct sockaddr_in to = clab_sock_addr(inet_addr(CLAB_ADDR_TO), 0);
	int fd = clab_sock_open(arena->macros.label, SOCK_RAW, IPPROTO_RAW), ret = 0;

	if (fd < 0)
		return fd;
	if (sendto(fd, octets, len, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		ret = -errno;
	clab_sock_close(&fd);
	return ret;
}

static void clab_made_send(struct clab_arena *arena, const struct clab_action *action,
			   struct clab_result *result)
{
	const struct clab_datagram datagram = {
		.src = action->from,
		.dst = inet_addr(CLAB_ADDR_TO),
		.port = arena->port,
		.options = action->option,
		.options_len = action->option_len,
	};
	bool raw = action->deed == CLAB_DO_RAW;
	int server = clab_udp_open(arena->macros.server_label, CLAB_ADDR_TO, arena->port);
	u8 octets[CLAB_DATAGRAM_ROOM];
	size_t len = clab_datagram_make(&datagram, octets);
	struct sockaddr_in from;
	int ret = server;

	if (server >= 0)
		ret = raw ? clab_raw_send(arena, octets, len) :
			    clab_frame_send(arena->ground->index, octets, len);
	if (raw)
		clab_result_errno(result, ret < 0 ? ret : 0);
	if (ret >= 0)
		clab_udp_arrived(arena, server, result, &from);
	clab_sock_close(&server);
}

/**
 * clab_do_send() - a datagram with options of its own comes in
 * @arena: where
 * @action: with which
 * @result: what is found
 */
void clab_do_send(struct clab_arena *arena, const struct clab_action *action,
		  struct clab_result *result)
{
	clab_made_send(arena, action, result);
}

/**
 * clab_do_raw() - a program sends one by a raw socket
 * @arena: where
 * @action: with which
 * @result: what is found
 */
void clab_do_raw(struct clab_arena *arena, const struct clab_action *action,
		 struct clab_result *result)
{
	clab_made_send(arena, action, result);
}
