// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: audit records
 */
#include <linux/audit.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_AUDIT_FIRST	AUDIT_MAC_CONFIG_CHANGE
#define CLAB_AUDIT_LAST		AUDIT_MAC_CALIPSO_DEL
#define CLAB_AUDIT_QUIET	300	/* milliseconds that nothing more comes in */

static int clab_audit_open(u32 groups)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
	struct sockaddr_nl nl = { .nl_family = AF_NETLINK, .nl_groups = groups };

	if (fd < 0 || bind(fd, (struct sockaddr *)&nl, sizeof(nl)))
		clab_sysdie("audit socket");
	return fd;
}

static void clab_audit_enable(u32 on)
{
	struct {
		struct nlmsghdr n;
		struct audit_status status;
	} msg = {
		.n = {
			.nlmsg_len = sizeof(msg),
			.nlmsg_type = AUDIT_SET,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
		},
		.status = { .mask = AUDIT_STATUS_ENABLED, .enabled = on },
	};
	int fd = clab_audit_open(0);

	if (send(fd, &msg, sizeof(msg), 0) < 0 || recv(fd, &msg, sizeof(msg), 0) < 0)
		clab_sysdie("audit set");
	close(fd);
}

static void clab_audit_print(int fd)
{
	static char buf[9000] __aligned(8);
	struct nlmsghdr *n = (void *)buf;
	const char *text;
	ssize_t got;

	while (clab_readable(fd, CLAB_AUDIT_QUIET)) {
		got = recv(fd, buf, sizeof(buf) - 1, 0);
		if (got < (ssize_t)NLMSG_HDRLEN)
			clab_sysdie("audit recv");
		buf[got] = 0;
		if (n->nlmsg_type < CLAB_AUDIT_FIRST || n->nlmsg_type > CLAB_AUDIT_LAST)
			continue;
		text = strchr((char *)NLMSG_DATA(n), ' ');
		printf("%u%s\n", n->nlmsg_type, text ? text : "");
	}
}

/**
 * clab_audit_main() - the subcommand audit
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words: a command
 *
 * Switches audit on, runs the command, switches it off. Prints the records that
 * it has caused: the type's number and the text, without the time.
 *
 * Return: 0, or 2 when there is no command.
 */
int clab_audit_main(int argc, char **argv)
{
	int fd;

	if (argc < 2)
		return 2;
	fd = clab_audit_open(1U << (AUDIT_NLGRP_READLOG - 1));
	clab_audit_enable(1);
	clab_wait(clab_spawn(argv + 1));
	clab_audit_print(fd);
	clab_audit_enable(0);
	return 0;
}
