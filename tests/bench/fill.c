// SPDX-License-Identifier: GPL-2.0
/*
 * clab-fill: configure much at once
 *
 *	clab-fill dois|domains|selectors COUNT
 *
 * DOIs from 1000 on, domains fill00000_t and so on, and address selectors of
 * the default mapping in 10.0.0.0/8. Many messages go in one write; the first
 * that the kernel refuses ends the program.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/cipsolab.h>
#include <cipsolab/port.h>

#define CLAB_BATCH	32	/* requests in flight */

static struct nl_sock *clab_sock;
static int clab_mgmt, clab_cipso;

static void clab_die(const char *what, int error)
{
	fprintf(stderr, "clab-fill: %s: %s\n", what, nl_geterror(error));
	exit(1);
}

static struct nl_msg *clab_msg(int family, int cmd)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, NLM_F_ACK,
				 (u8)cmd, CLAB_PROTO_VERSION))
		clab_die("message", -NLE_NOMEM);
	return msg;
}

static struct nl_msg *clab_doi(unsigned int i)
{
	struct nl_msg *msg = clab_msg(clab_cipso, CLAB_CIPSOV4_C_ADD);
	struct nlattr *tags;

	nla_put_u32(msg, CLAB_CIPSOV4_A_DOI, 1000 + i);
	nla_put_u32(msg, CLAB_CIPSOV4_A_MTYPE, CLAB_DOI_PASS);
	tags = nla_nest_start(msg, CLAB_CIPSOV4_A_TAGLST);
	nla_put_u8(msg, CLAB_CIPSOV4_A_TAG, 1);
	nla_nest_end(msg, tags);
	return msg;
}

static struct nl_msg *clab_domain(unsigned int i)
{
	struct nl_msg *msg = clab_msg(clab_mgmt, CLAB_MGMT_C_ADD);
	char name[32];

	snprintf(name, sizeof(name), "fill%05u_t", i);
	nla_put_string(msg, CLAB_MGMT_A_DOMAIN, name);
	nla_put_u32(msg, CLAB_MGMT_A_PROTOCOL, CLAB_NLTYPE_UNLABELED);
	nla_put_u16(msg, CLAB_MGMT_A_FAMILY, AF_INET);
	return msg;
}

static struct nl_msg *clab_selector(unsigned int i)
{
	struct nl_msg *msg = clab_msg(clab_mgmt, CLAB_MGMT_C_ADDDEF);
	u32 addr = htonl(0x0a000000 + (i << 8)), mask = htonl(0xffffff00);

	nla_put_u32(msg, CLAB_MGMT_A_PROTOCOL, CLAB_NLTYPE_UNLABELED);
	nla_put_u16(msg, CLAB_MGMT_A_FAMILY, AF_INET);
	nla_put(msg, CLAB_MGMT_A_IPV4ADDR, sizeof(addr), &addr);
	nla_put(msg, CLAB_MGMT_A_IPV4MASK, sizeof(mask), &mask);
	return msg;
}

static int clab_family(const char *name)
{
	int id = genl_ctrl_resolve(clab_sock, name);

	if (id < 0)
		clab_die(name, id);
	return id;
}

static void clab_acks(unsigned int count)
{
	while (count--) {
		int ret = nl_wait_for_ack(clab_sock);

		if (ret < 0)
			clab_die("refused", ret);
	}
}

int main(int argc, char **argv)
{
	struct nl_msg *(*make)(unsigned int i) = NULL;
	unsigned int i, count = argc == 3 ? (unsigned int)atoi(argv[2]) : 0;
	struct nl_msg *msg;
	int ret;

	if (argc == 3 && !strcmp(argv[1], "dois"))
		make = clab_doi;
	else if (argc == 3 && !strcmp(argv[1], "domains"))
		make = clab_domain;
	else if (argc == 3 && !strcmp(argv[1], "selectors"))
		make = clab_selector;
	if (!make || !count) {
		fprintf(stderr, "usage: clab-fill dois|domains|selectors COUNT\n");
		return 2;
	}
	clab_sock = nl_socket_alloc();
	if (!clab_sock)
		clab_die("socket", -NLE_NOMEM);
	ret = genl_connect(clab_sock);
	if (ret)
		clab_die("socket", ret);
	clab_mgmt = clab_family("CLAB_MGMT");
	clab_cipso = clab_family("CLAB_CIPSOv4");
	for (i = 0; i < count; i++) {
		msg = make(i);
		ret = nl_send_auto(clab_sock, msg);
		if (ret < 0)
			clab_die("send", ret);
		nlmsg_free(msg);
		if (i % CLAB_BATCH == CLAB_BATCH - 1)
			clab_acks(CLAB_BATCH);
	}
	clab_acks(count % CLAB_BATCH);
	nl_socket_free(clab_sock);
	return 0;
}
