// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: sockets and their labels
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <selinux/selinux.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

#ifndef SCM_SECURITY
#define SCM_SECURITY	0x03
#endif
#ifndef IP_PASSSEC
#define IP_PASSSEC	18
#endif

/**
 * clab_socket() - a socket with a label of its own
 * @domain: as for socket()
 * @type: as for socket()
 * @proto: as for socket()
 * @ctx: the label; NULL or "-" for the process's own
 *
 * Return: the socket.
 */
int clab_socket(int domain, int type, int proto, const char *ctx)
{
	int fd;

	if (ctx && !strcmp(ctx, "-"))
		ctx = NULL;
	if (ctx && setsockcreatecon(ctx))
		clab_die("cannot create a socket at %s: %s", ctx, strerror(errno));
	fd = socket(domain, type | SOCK_CLOEXEC, proto);
	if (fd < 0)
		clab_sysdie("socket");
	if (ctx && setsockcreatecon(NULL))
		clab_sysdie("setsockcreatecon");
	return fd;
}

/**
 * clab_peer_label() - the label of a connection's other end
 * @fd: the connection
 * @label: CLAB_LABEL_MAX octets; "none" when there is no label
 */
void clab_peer_label(int fd, char *label)
{
	char *ctx;

	if (getpeercon(fd, &ctx) == 0) {
		snprintf(label, CLAB_LABEL_MAX, "%s", ctx);
		freecon(ctx);
		return;
	}
	if (errno != ENOPROTOOPT)
		clab_sysdie("getpeercon");
	snprintf(label, CLAB_LABEL_MAX, "none");
}

/**
 * clab_passsec() - ask for the label of each datagram
 * @fd: the socket
 */
void clab_passsec(int fd)
{
	int on = 1;

	if (setsockopt(fd, SOL_IP, IP_PASSSEC, &on, sizeof(on)))
		clab_sysdie("IP_PASSSEC");
}

/**
 * clab_recv_label() - receive a datagram and its label
 * @fd: the socket
 * @buf: where its octets go
 * @len: room there
 * @label: CLAB_LABEL_MAX octets; "none" when there is no label
 * @from: where its source goes, or NULL
 *
 * Return: its length.
 */
ssize_t clab_recv_label(int fd, void *buf, size_t len, char *label,
			struct sockaddr_in *from)
{
	char ctl[CMSG_SPACE(CLAB_LABEL_MAX)];
	struct iovec iov = { buf, len };
	struct msghdr msg = {
		.msg_name = from,
		.msg_namelen = from ? sizeof(*from) : 0,
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = ctl,
		.msg_controllen = sizeof(ctl),
	};
	struct cmsghdr *c;
	ssize_t n;

	n = recvmsg(fd, &msg, 0);
	if (n < 0)
		clab_sysdie("recvmsg");
	snprintf(label, CLAB_LABEL_MAX, "none");
	for (c = CMSG_FIRSTHDR(&msg); c; c = CMSG_NXTHDR(&msg, c))
		if (c->cmsg_level == SOL_IP && c->cmsg_type == SCM_SECURITY)
			snprintf(label, CLAB_LABEL_MAX, "%.*s",
				 (int)(c->cmsg_len - CMSG_LEN(0)), (char *)CMSG_DATA(c));
	return n;
}

/**
 * clab_readable() - wait until there is something to read
 * @fd: the socket
 * @ms: how long
 *
 * Return: whether there is.
 */
bool clab_readable(int fd, unsigned int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, (int)ms) > 0;
}

/**
 * clab_sin() - an address and a port
 * @addr: the address
 * @port: the port, host byte order
 *
 * Return: both as one.
 */
struct sockaddr_in clab_sin(struct in_addr addr, unsigned int port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr = addr,
		.sin_port = htons((u16)port),
	};
}

static void clab_enter_netns(int ns)
{
	if (ns < 0 || setns(ns, CLONE_NEWNET))
		clab_sysdie("network namespace");
}

/**
 * clab_server_socket() - a socket of the server, where it is to be
 * @args: its label and network namespace
 * @type: as for socket()
 *
 * Return: the socket.
 */
int clab_server_socket(const struct clab_args *args, int type)
{
	int fd, here, there;
	char path[256];

	if (!args->netns)
		return clab_socket(AF_INET, type, 0, args->server);
	snprintf(path, sizeof(path), "/run/netns/%s", args->netns);
	here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	there = open(path, O_RDONLY | O_CLOEXEC);
	clab_enter_netns(there);
	fd = clab_socket(AF_INET, type, 0, args->server);
	clab_enter_netns(here);
	close(here);
	close(there);
	return fd;
}

/**
 * clab_tcp_listen() - a listening socket
 * @args: address, port, label and TCP_DEFER_ACCEPT
 * @backlog: as for listen()
 *
 * Return: the socket.
 */
int clab_tcp_listen(const struct clab_args *args, int backlog)
{
	struct sockaddr_in sin = clab_sin(args->addr, args->port);
	int fd, on = 1, wait = 5;

	fd = clab_server_socket(args, SOCK_STREAM);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (args->defer &&
	    setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &wait, sizeof(wait)))
		clab_sysdie("TCP_DEFER_ACCEPT");
	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) || listen(fd, backlog))
		clab_sysdie("bind, listen");
	return fd;
}

/**
 * clab_tcp_client() - a socket that is ready to connect
 * @args: how it treats its ACK
 * @ctx: its label
 *
 * Return: the socket.
 */
int clab_tcp_client(const struct clab_args *args, const char *ctx)
{
	int fd, off = 0, wait = 5;

	fd = clab_socket(AF_INET, SOCK_STREAM, 0, ctx);
	if (args->noquick &&
	    setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof(off)))
		clab_sysdie("TCP_QUICKACK");
	if (args->defer_client &&
	    setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &wait, sizeof(wait)))
		clab_sysdie("TCP_DEFER_ACCEPT");
	return fd;
}

/**
 * clab_connect() - connect to an address
 * @fd: the socket
 * @addr: the address
 * @port: the port, host byte order
 *
 * Return: 0, or the error number.
 */
int clab_connect(int fd, struct in_addr addr, unsigned int port)
{
	struct sockaddr_in sin = clab_sin(addr, port);

	return connect(fd, (struct sockaddr *)&sin, sizeof(sin)) ? errno : 0;
}

/**
 * clab_local_port() - the port that a socket is bound to
 * @fd: the socket
 *
 * Return: the port, host byte order.
 */
unsigned int clab_local_port(int fd)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);

	if (getsockname(fd, (struct sockaddr *)&sin, &len))
		clab_sysdie("getsockname");
	return ntohs(sin.sin_port);
}

/**
 * clab_tcp_pair() - a connection, both ends of it here
 * @args: where, and the server's label
 * @ctx: the client's label
 * @fd: where the client's end and the server's go
 */
void clab_tcp_pair(const struct clab_args *args, const char *ctx, int fd[2])
{
	int lfd, err;

	lfd = clab_tcp_listen(args, 1);
	fd[0] = clab_tcp_client(args, ctx);
	err = clab_connect(fd[0], args->addr, args->port);
	if (err)
		clab_die("connect: %s", strerror(err));
	fd[1] = accept4(lfd, NULL, NULL, SOCK_CLOEXEC);
	if (fd[1] < 0)
		clab_sysdie("accept");
	close(lfd);
}
