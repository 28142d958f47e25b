// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: sockets in another network namespace
 *
 * A socket stays in the namespace that it is made in, so the calling thread
 * is there only for that moment.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "private.h"

#define CLAB_NETNS_DIR	"/run/netns"
#define CLAB_NETNS_OWN	"/proc/thread-self/ns/net"

static int clab_netns_connect(struct clab_nl *nl)
{
	int err = genl_connect(nl->sock);

	if (!err)
		return 0;
	return clab_nl_failf(nl, CLAB_FAILED_HERE, clab_nl_errno(err),
			     "can't reach generic netlink");
}

/* Return: a descriptor, or a negative errno */
static int clab_netns_open(struct clab_nl *nl, const char *netns)
{
	char path[4096];
	int fd;

	if (strchr(netns, '/'))
		snprintf(path, sizeof(path), "%s", netns);
	else
		snprintf(path, sizeof(path), CLAB_NETNS_DIR "/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	return clab_nl_failf(nl, CLAB_FAILED_HERE, -errno,
			     "can't open network namespace %.100s", netns);
}

static int clab_netns_visit(struct clab_nl *nl, int fd)
{
	int own = open(CLAB_NETNS_OWN, O_RDONLY | O_CLOEXEC);
	int ret;

	if (own < 0)
		return clab_nl_failf(nl, CLAB_FAILED_HERE, -errno,
				     "can't open %s", CLAB_NETNS_OWN);
	if (setns(fd, CLONE_NEWNET)) {
		ret = clab_nl_failf(nl, CLAB_FAILED_HERE, -errno,
				    "can't enter the network namespace");
	} else {
		ret = clab_netns_connect(nl);
		/* In the wrong namespace the caller must not go on. */
		if (setns(own, CLONE_NEWNET))
			abort();
	}
	close(own);
	return ret;
}

/**
 * clab_netns_socket() - connect a socket in the namespace that was asked for
 * @nl: the connection
 * @opts: say which
 *
 * Return: 0, or a negative errno noted in the connection.
 */
int clab_netns_socket(struct clab_nl *nl, const struct clab_nl_opts *opts)
{
	int fd, ret;

	if (!opts->netns)
		return opts->netns_fd > 0 ?
		       clab_netns_visit(nl, opts->netns_fd) :
		       clab_netns_connect(nl);
	fd = clab_netns_open(nl, opts->netns);
	if (fd < 0)
		return fd;
	ret = clab_netns_visit(nl, fd);
	close(fd);
	return ret;
}
