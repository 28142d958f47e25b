// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: sockets with labels
 *
 * A socket gets its label when it is made, from what the process has asked for.
 */
#include <errno.h>
#include <poll.h>
#include <selinux/selinux.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "compare/scenario.h"
#include "compare/sock.h"

#define CLAB_CONTEXT_MAX	8192

#ifndef SCM_SECURITY
#define SCM_SECURITY	0x03
#endif

/**
 * clab_sock_label() - say what label sockets get from here on
 * @context: the label, or NULL for the usual
 *
 * Return: 0 or a negative errno; -EINVAL for one that this policy does not know.
 */
int clab_sock_label(const char *context)
{
	return setsockcreatecon_raw(context) ? -errno : 0;
}

/**
 * clab_sock_open() - make a socket
 * @context: its label
 * @type: its type
 * @protocol: its protocol
 *
 * Return: the socket, which does not wait, or a negative errno.
 */
int clab_sock_open(const char *context, int type, int protocol)
{
	int fd, ret = clab_sock_label(context);

	if (ret)
		return ret;
	fd = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
	ret = fd < 0 ? -errno : fd;
	clab_sock_label(NULL);
	return ret;
}

/**
 * clab_sock_close() - close a socket
 * @fd: the socket, or what clab_sock_open() has returned else; -1 afterwards
 */
void clab_sock_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/**
 * clab_sock_addr() - an address as sockets take it
 * @addr: the address, network byte order
 * @port: the port
 *
 * Return: both.
 */
struct sockaddr_in clab_sock_addr(u32 addr, u16 port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = addr,
	};
}

/**
 * clab_sock_bind() - give a socket an address
 * @fd: the socket
 * @addr: the address, network byte order
 * @port: the port, 0 for any
 *
 * Return: 0 or a negative errno.
 */
int clab_sock_bind(int fd, u32 addr, u16 port)
{
	struct sockaddr_in sin = clab_sock_addr(addr, port);
	int on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	return bind(fd, (struct sockaddr *)&sin, sizeof(sin)) ? -errno : 0;
}

/**
 * clab_sock_wait() - wait until something happens to a socket
 * @fd: the socket
 * @events: what, of poll(2)
 * @watch: what passes meanwhile is taken notice of
 * @errors: an ICMP error ends it, too
 *
 * Return: true when it has happened; false for an ICMP error, and when it does
 * not happen.
 */
bool clab_sock_wait(int fd, short events, struct clab_watch *watch, bool errors)
{
	struct pollfd pfd = { .fd = fd, .events = events };
	int turn;

	for (turn = 0; turn < CLAB_WAIT_TURNS; turn++) {
		if (poll(&pfd, 1, turn ? CLAB_WAIT_MS : 0) > 0)
			return true;
		clab_watch_drain(watch);
		if (errors && clab_watch_error(watch))
			break;
	}
	return poll(&pfd, 1, 0) > 0;
}

/**
 * clab_sock_peer() - the label of the other end of a connection
 * @fd: the connection
 *
 * Return: the label, or "none"; to be freed.
 */
char *clab_sock_peer(int fd)
{
	char *context = NULL, *label;

	if (getpeercon_raw(fd, &context) || !context)
		return clab_scn_dup("none");
	label = clab_scn_dup(context);
	freecon(context);
	return label;
}

static char *clab_sock_control(struct msghdr *msg)
{
	struct cmsghdr *cmsg;
	char *label = NULL;

	for (cmsg = CMSG_FIRSTHDR(msg); cmsg && !label; cmsg = CMSG_NXTHDR(msg, cmsg))
		if (cmsg->cmsg_level == IPPROTO_IP && cmsg->cmsg_type == SCM_SECURITY)
			label = clab_scn_need(strndup((char *)CMSG_DATA(cmsg),
						      cmsg->cmsg_len - CMSG_LEN(0)));
	return label ? label : clab_scn_dup("none");
}

/**
 * clab_sock_take() - take a datagram that has come
 * @fd: the socket, which has IP_PASSSEC
 * @label: where its label goes, or "none"; to be freed
 * @from: where its source goes
 *
 * Return: its length, or a negative errno.
 */
int clab_sock_take(int fd, char **label, struct sockaddr_in *from)
{
	static char data[CLAB_UDP_BYTES_MAX + 1];
	static union {
		char room[CLAB_CONTEXT_MAX];
		struct cmsghdr align;
	} control;
	struct iovec iov = { data, sizeof(data) };
	struct msghdr msg = {
		.msg_name = from,
		.msg_namelen = sizeof(*from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room),
	};
	ssize_t len = recvmsg(fd, &msg, MSG_DONTWAIT);

	if (len < 0)
		return -errno;
	*label = clab_sock_control(&msg);
	return (int)len;
}
