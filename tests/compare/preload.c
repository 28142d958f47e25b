// SPDX-License-Identifier: GPL-2.0
/*
 * A NetLabel client at another engine
 *
 * Preloaded into netlabelctl this puts another prefix into the name of each
 * family that it looks up (CTRL_CMD_GETFAMILY), NLBL_MGMT becoming CLAB_MGMT.
 * Nothing else is touched: what is sent to the family, and what is made of the
 * answers, is the program's own. CLAB_COMPARE_PREFIX is the prefix, of four
 * letters like the one that it replaces.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define CLAB_OLD	"NLBL"
#define CLAB_NEW_ENV	"CLAB_COMPARE_PREFIX"

static void clab_rename_attrs(char *attrs, size_t len, const char *prefix)
{
	while (len >= NLA_HDRLEN) {
		struct nlattr *attr = (struct nlattr *)attrs;
		size_t step = NLA_ALIGN(attr->nla_len);

		if (attr->nla_len < NLA_HDRLEN || attr->nla_len > len)
			return;
		if (attr->nla_type == CTRL_ATTR_FAMILY_NAME &&
		    attr->nla_len >= NLA_HDRLEN + sizeof(CLAB_OLD) &&
		    !memcmp(attrs + NLA_HDRLEN, CLAB_OLD "_", sizeof(CLAB_OLD)))
			memcpy(attrs + NLA_HDRLEN, prefix, strlen(CLAB_OLD));
		if (step >= len)
			return;
		attrs += step;
		len -= step;
	}
}

static void clab_rename(char *data, size_t len, const char *prefix)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)data;
	const struct genlmsghdr *genl = (const struct genlmsghdr *)(data + NLMSG_HDRLEN);

	if (len < NLMSG_HDRLEN + GENL_HDRLEN || nlh->nlmsg_type != GENL_ID_CTRL ||
	    genl->cmd != CTRL_CMD_GETFAMILY)
		return;
	clab_rename_attrs(data + NLMSG_HDRLEN + GENL_HDRLEN,
			  len - NLMSG_HDRLEN - GENL_HDRLEN, prefix);
}

/**
 * sendmsg() - the C library's, with the name in a look-up replaced
 * @fd: the socket
 * @msg: the message
 * @flags: as there
 *
 * Return: as there.
 */
ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)
{
	ssize_t (*real)(int, const struct msghdr *, int);
	const char *prefix = getenv(CLAB_NEW_ENV);
	size_t i;

	real = (ssize_t (*)(int, const struct msghdr *, int))dlsym(RTLD_NEXT, "sendmsg");
	if (!real || !prefix || strlen(prefix) != strlen(CLAB_OLD)) {
		fputs("preload: " CLAB_NEW_ENV " is not four letters\n", stderr);
		abort();
	}
	for (i = 0; i < msg->msg_iovlen; i++)
		clab_rename(msg->msg_iov[i].iov_base, msg->msg_iov[i].iov_len, prefix);
	return real(fd, msg, flags);
}
