// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: connections
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "private.h"

#define CLAB_NL_TIMEOUT	10
/* SO_NETNS_COOKIE, which the C library's headers may be too old for */
#define CLAB_NETNS_COOKIE	71
/* What a socket can send and has room for, unless a request needs more */
#define CLAB_NL_BUFFER	(256 * 1024)
/* What the kernel counts on top of a message's octets */
#define CLAB_NL_SLACK	1024

/**
 * clab_nl_clear() - forget the last fault
 * @nl: the connection
 */
void clab_nl_clear(struct clab_nl *nl)
{
	memset(&nl->fault, 0, sizeof(nl->fault));
}

/**
 * clab_nl_failf() - note why a function fails
 * @nl: the connection
 * @kind: who is at fault
 * @error: negative errno
 * @fmt: printf format; a sentence without its full stop
 *
 * Return: @error, so that a failure is one statement.
 */
int clab_nl_failf(struct clab_nl *nl, enum clab_failure_kind kind, int error,
		  const char *fmt, ...)
{
	va_list args;

	clab_nl_clear(nl);
	nl->fault.kind = kind;
	nl->fault.error = error;
	va_start(args, fmt);
	vsnprintf(nl->fault.text, sizeof(nl->fault.text), fmt, args);
	va_end(args);
	return error;
}

/**
 * clab_nl_fail() - note why a caller's own function fails
 * @nl: the connection
 * @kind: who is at fault
 * @error: negative errno
 * @text: a sentence without its full stop
 *
 * For functions that a program builds of requests of its own, so that
 * whoever calls them finds the reason in one place.
 *
 * Return: @error.
 */
int clab_nl_fail(struct clab_nl *nl, enum clab_failure_kind kind, int error,
		 const char *text)
{
	return clab_nl_failf(nl, kind, error, "%s", text);
}

/**
 * clab_nl_fault() - why the last function failed
 * @nl: the connection, or NULL when there was no memory for one
 *
 * Return: the fault, good until the connection's next use.
 */
const struct clab_failure *clab_nl_fault(const struct clab_nl *nl)
{
	static const struct clab_failure no_memory = {
		.kind = CLAB_FAILED_HERE,
		.error = -ENOMEM,
		.text = "out of memory",
	};

	return nl ? &nl->fault : &no_memory;
}

/**
 * clab_nl_errno() - libnl's error as an errno
 * @nle: what a function of libnl returned
 *
 * Return: a negative errno.
 */
int clab_nl_errno(int nle)
{
	switch (nle < 0 ? -nle : nle) {
	case NLE_NOMEM:
		return -ENOMEM;
	case NLE_AGAIN:
		return -EAGAIN;
	case NLE_INTR:
		return -EINTR;
	case NLE_BAD_SOCK:
		return -EBADF;
	case NLE_PERM:
	case NLE_NOACCESS:
		return -EPERM;
	case NLE_OBJ_NOTFOUND:
		return -ENOENT;
	case NLE_MSGSIZE:
	case NLE_MSG_TRUNC:
		return -EMSGSIZE;
	case NLE_MSG_OVERFLOW:
		return -ENOBUFS;
	case NLE_AF_NOSUPPORT:
	case NLE_PROTO_MISMATCH:
		return -EPROTONOSUPPORT;
	default:
		return -EIO;
	}
}

/**
 * clab_nl_grow() - make room for a long request
 * @nl: the connection
 * @len: its octets
 *
 * Return: 0, or a negative errno noted in the connection.
 */
int clab_nl_grow(struct clab_nl *nl, size_t len)
{
	int fd = nl_socket_get_fd(nl->sock);
	int size = (int)(len + CLAB_NL_SLACK);

	if (len + CLAB_NL_SLACK <= nl->sndbuf)
		return 0;
	/* The plain option is cut to the host's limit without a word. */
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)) &&
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)))
		return clab_nl_failf(nl, CLAB_FAILED_HERE, -errno,
				     "can't make room for a request of %zu octets",
				     len);
	nl->sndbuf = len + CLAB_NL_SLACK;
	return 0;
}

/**
 * clab_nl_drain() - forget answers that were not read
 * @nl: the connection
 */
void clab_nl_drain(struct clab_nl *nl)
{
	int fd = nl_socket_get_fd(nl->sock);
	char octet;

	while (recv(fd, &octet, sizeof(octet), MSG_DONTWAIT) >= 0 || errno == ENOBUFS)
		;
}

static int clab_nl_setup(struct clab_nl *nl)
{
	struct timeval tv = { .tv_sec = (time_t)nl->timeout };
	int fd = nl_socket_get_fd(nl->sock);
	int on = 1;

	nl_socket_enable_msg_peek(nl->sock);
	/* Numbers are checked where answers are taken: one may have been lost. */
	nl_socket_disable_seq_check(nl->sock);
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	if (nl_socket_set_buffer_size(nl->sock, CLAB_NL_BUFFER, 0) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)))
		return clab_nl_failf(nl, CLAB_FAILED_HERE, -errno,
				     "can't set up a netlink socket");
	return clab_nl_grow(nl, CLAB_NL_BUFFER);
}

static int clab_nl_options(struct clab_nl *nl, const struct clab_nl_opts *opts)
{
	const char *prefix = opts->prefix ? opts->prefix : CLAB_GENL_PREFIX;

	if (!*prefix || strlen(prefix) >= sizeof(nl->prefix))
		return clab_nl_failf(nl, CLAB_FAILED_HERE, -EINVAL,
				     "the families' prefix has 1 to %zu characters",
				     sizeof(nl->prefix) - 1);
	memcpy(nl->prefix, prefix, strlen(prefix) + 1);
	nl->timeout = opts->timeout ? opts->timeout : CLAB_NL_TIMEOUT;
	nl->trace = opts->trace;
	nl->arg = opts->arg;
	return 0;
}

static int clab_nl_connect(struct clab_nl *nl, const struct clab_nl_opts *opts)
{
	int ret;

	nl->sock = nl_socket_alloc();
	if (!nl->sock)
		return clab_nl_failf(nl, CLAB_FAILED_HERE, -ENOMEM,
				     "out of memory");
	ret = clab_netns_socket(nl, opts);
	return ret ? ret : clab_nl_setup(nl);
}

/**
 * clab_nl_open() - make a connection
 * @nl: where it goes, also when this fails: its fault says why, and
 *	clab_nl_close() must be called all the same
 * @opts: how it is made, or NULL for the usual
 *
 * Nothing is sent: whether the module is there shows with the first request.
 *
 * Return: 0 or a negative errno.
 */
int clab_nl_open(struct clab_nl **nl, const struct clab_nl_opts *opts)
{
	static const struct clab_nl_opts usual;
	struct clab_nl *new = calloc(1, sizeof(*new));
	int ret;

	*nl = new;
	if (!new)
		return -ENOMEM;
	if (!opts)
		opts = &usual;
	ret = clab_nl_options(new, opts);
	if (!ret)
		ret = clab_nl_connect(new, opts);
	if (ret && new->sock) {
		/* Whatever is tried with it fails for the same reason. */
		nl_socket_free(new->sock);
		new->sock = NULL;
	}
	return ret;
}

/**
 * clab_nl_close() - end a connection
 * @nl: the connection, or NULL
 */
void clab_nl_close(struct clab_nl *nl)
{
	if (!nl)
		return;
	if (nl->sock)
		nl_socket_free(nl->sock);
	free(nl);
}

static int clab_nl_no_family(struct clab_nl *nl, const char *name, int nle)
{
	int error = clab_nl_errno(nle);

	if (nle != -NLE_OBJ_NOTFOUND)
		return clab_nl_failf(nl, CLAB_FAILED_ANSWER, error,
				     "can't look up netlink family %s", name);
	if (strcmp(nl->prefix, CLAB_GENL_PREFIX))
		return clab_nl_failf(nl, CLAB_FAILED_ABSENT, error,
				     "the kernel offers no netlink family %s here",
				     name);
	return clab_nl_failf(nl, CLAB_FAILED_ABSENT, error,
			     "the cipsolab module is not loaded (no netlink family %s)",
			     name);
}

/**
 * clab_nl_family() - the number of a family
 * @nl: the connection
 * @family: its name without the prefix
 *
 * Return: the number, or a negative errno.
 */
int clab_nl_family(struct clab_nl *nl, const char *family)
{
	struct clab_family *new = &nl->families[nl->nr_families % CLAB_FAMILIES];
	char name[sizeof(new->name)];
	size_t i;
	int id;

	if (!nl->sock)
		return nl->fault.error;
	clab_nl_clear(nl);
	snprintf(name, sizeof(name), "%s_%s", nl->prefix, family);
	for (i = 0; i < nl->nr_families && i < CLAB_FAMILIES; i++) {
		if (!strcmp(nl->families[i].name, name))
			return nl->families[i].id;
	}
	id = genl_ctrl_resolve(nl->sock, name);
	if (id < 0)
		return clab_nl_no_family(nl, name, id);
	memcpy(new->name, name, sizeof(name));
	new->id = id;
	nl->nr_families++;
	return id;
}

/**
 * clab_nl_netns() - which network namespace a connection is in
 * @nl: the connection
 * @cookie: where the namespace's SO_NETNS_COOKIE goes
 *
 * Return: 0 or a negative errno.
 */
int clab_nl_netns(struct clab_nl *nl, uint64_t *cookie)
{
	socklen_t len = sizeof(*cookie);

	if (!nl->sock)
		return nl->fault.error;
	clab_nl_clear(nl);
	if (!getsockopt(nl_socket_get_fd(nl->sock), SOL_SOCKET,
			CLAB_NETNS_COOKIE, cookie, &len))
		return 0;
	return clab_nl_failf(nl, CLAB_FAILED_HERE, -errno,
			     "can't tell the network namespace");
}
