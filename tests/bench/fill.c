// SPDX-License-Identifier: GPL-2.0
/*
 * clab-fill: configure much, one request for each entry
 *
 *	clab-fill [--stock | --rules] KIND COUNT [FIRST]
 *
 * of dois, domains, selectors, labels, or mixed: of ten entries one DOI, four
 * domains, four selectors of the default mapping and one static label; every
 * other mapping then names the DOI before it. With --stock the requests go to
 * the kernel's own NetLabel, which has the same numbers. With --rules nothing
 * is sent; the same entries are printed as rules for cipsoctl apply.
 *
 * Entries number FIRST and following, else from 0: DOIs from 1000 on, domains
 * fill00000_t and so on, networks from 10.0.0.0/24 on.
 * Some requests are sent before the answers are read; the first that the kernel
 * refuses ends the program.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/cipsolab.h>
#include <cipsolab/port.h>

#define CLAB_BATCH	32	/* requests in flight */
#define CLAB_DOI	1000	/* the first */
#define CLAB_LABELS	50	/* different ones */

/**
 * struct clab_entry - what is configured
 * @domain: name of a domain, or NULL
 * @addr: a network of 256 addresses in host byte order, or 0
 * @doi: a DOI; of a mapping the one that it names, or 0
 * @label: a security context, or NULL
 */
struct clab_entry {
	const char *domain;
	u32 addr;
	u32 doi;
	const char *label;
};

static struct nl_sock *clab_sock;
static int clab_mgmt, clab_cipso, clab_unlbl;
static bool clab_stock, clab_rules;

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

static void clab_put_addr(struct nl_msg *msg, int addr_attr, int mask_attr, u32 host)
{
	u32 addr = htonl(host), mask = htonl(0xffffff00);

	nla_put(msg, addr_attr, sizeof(addr), &addr);
	nla_put(msg, mask_attr, sizeof(mask), &mask);
}

static struct nl_msg *clab_msg_doi(const struct clab_entry *entry)
{
	struct nl_msg *msg = clab_msg(clab_cipso, CLAB_CIPSOV4_C_ADD);
	struct nlattr *tags;

	nla_put_u32(msg, CLAB_CIPSOV4_A_DOI, entry->doi);
	nla_put_u32(msg, CLAB_CIPSOV4_A_MTYPE, CLAB_DOI_PASS);
	tags = nla_nest_start(msg, CLAB_CIPSOV4_A_TAGLST);
	nla_put_u8(msg, CLAB_CIPSOV4_A_TAG, 1);
	nla_nest_end(msg, tags);
	return msg;
}

static struct nl_msg *clab_msg_map(const struct clab_entry *entry)
{
	struct nl_msg *msg = clab_msg(clab_mgmt, entry->domain ? CLAB_MGMT_C_ADD :
								 CLAB_MGMT_C_ADDDEF);

	if (entry->domain)
		nla_put_string(msg, CLAB_MGMT_A_DOMAIN, entry->domain);
	nla_put_u32(msg, CLAB_MGMT_A_PROTOCOL,
		    entry->doi ? CLAB_NLTYPE_CIPSOV4 : CLAB_NLTYPE_UNLABELED);
	nla_put_u16(msg, CLAB_MGMT_A_FAMILY, AF_INET);
	if (entry->doi)
		nla_put_u32(msg, CLAB_MGMT_A_CV4DOI, entry->doi);
	if (entry->addr)
		clab_put_addr(msg, CLAB_MGMT_A_IPV4ADDR, CLAB_MGMT_A_IPV4MASK, entry->addr);
	return msg;
}

static struct nl_msg *clab_msg_label(const struct clab_entry *entry)
{
	struct nl_msg *msg = clab_msg(clab_unlbl, CLAB_UNLBL_C_STATICADDDEF);

	nla_put_string(msg, CLAB_UNLBL_A_SECCTX, entry->label);
	clab_put_addr(msg, CLAB_UNLBL_A_IPV4ADDR, CLAB_UNLBL_A_IPV4MASK, entry->addr);
	return msg;
}

static void clab_send(const struct clab_entry *entry)
{
	struct nl_msg *msg;
	int ret;

	if (entry->label)
		msg = clab_msg_label(entry);
	else if (entry->domain || entry->addr)
		msg = clab_msg_map(entry);
	else
		msg = clab_msg_doi(entry);
	ret = nl_send_auto(clab_sock, msg);
	if (ret < 0)
		clab_die("send", ret);
	nlmsg_free(msg);
}

static void clab_print(const struct clab_entry *entry)
{
	u8 net[3] = { (u8)(entry->addr >> 24), (u8)(entry->addr >> 16), (u8)(entry->addr >> 8) };

	if (entry->label)
		printf("unlbl add default");
	else if (entry->domain)
		printf("map add domain:%s", entry->domain);
	else if (entry->addr)
		printf("map add default");
	else
		printf("cipso add pass doi:%u tags:1", entry->doi);
	if (entry->addr)
		printf(" address:%u.%u.%u.0/24", net[0], net[1], net[2]);
	if (entry->label)
		printf(" label:%s", entry->label);
	else if (entry->doi && (entry->domain || entry->addr))
		printf(" protocol:cipso,%u", entry->doi);
	else if (entry->domain || entry->addr)
		printf(" protocol:unlbl%s", entry->addr ? "" : ",4");
	putchar('\n');
}

static void clab_acks(unsigned int count)
{
	while (count--) {
		int ret = nl_wait_for_ack(clab_sock);

		if (ret < 0)
			clab_die("refused", ret);
	}
}

static void clab_entry(const struct clab_entry *entry)
{
	static unsigned int sent;

	if (clab_rules) {
		clab_print(entry);
		return;
	}
	clab_send(entry);
	if (++sent % CLAB_BATCH == 0)
		clab_acks(CLAB_BATCH);
}

static void clab_doi(unsigned int i)
{
	const struct clab_entry entry = { .doi = CLAB_DOI + i };

	clab_entry(&entry);
}

static void clab_domain_of(unsigned int i, u32 doi)
{
	char name[32];
	const struct clab_entry entry = { .domain = name, .doi = doi };

	snprintf(name, sizeof(name), "fill%05u_t", i);
	clab_entry(&entry);
}

static void clab_domain(unsigned int i)
{
	clab_domain_of(i, 0);
}

static void clab_selector_of(unsigned int i, u32 doi)
{
	const struct clab_entry entry = { .addr = 0x0a000000 + (i << 8), .doi = doi };

	clab_entry(&entry);
}

static void clab_selector(unsigned int i)
{
	clab_selector_of(i, 0);
}

static void clab_label(unsigned int i)
{
	char label[64];
	const struct clab_entry entry = { .addr = 0x0a000000 + (i << 8), .label = label };

	snprintf(label, sizeof(label), "system_u:object_r:netlabel_peer_t:s0:c%u",
		 i % CLAB_LABELS);
	clab_entry(&entry);
}

static void clab_mixed(unsigned int i)
{
	unsigned int ten = i / 10, one = i % 10;
	u32 doi = one % 2 ? 0 : CLAB_DOI + ten;

	if (!one)
		clab_doi(ten);
	else if (one <= 4)
		clab_domain_of(4 * ten + one - 1, doi);
	else if (one <= 8)
		clab_selector_of(4 * ten + one - 5, doi);
	else
		clab_label(ten);
}

static int clab_family(const char *name)
{
	char full[32];
	int id;

	snprintf(full, sizeof(full), "%s_%s", clab_stock ? "NLBL" : CLAB_GENL_PREFIX, name);
	id = genl_ctrl_resolve(clab_sock, full);
	if (id < 0)
		clab_die(full, id);
	return id;
}

static void clab_connect(void)
{
	int ret;

	clab_sock = nl_socket_alloc();
	if (!clab_sock)
		clab_die("socket", -NLE_NOMEM);
	ret = genl_connect(clab_sock);
	if (ret)
		clab_die("socket", ret);
	clab_mgmt = clab_family(CLAB_GENL_MGMT);
	clab_cipso = clab_family(CLAB_GENL_CIPSOV4);
	clab_unlbl = clab_family(CLAB_GENL_UNLBL);
}

static const struct {
	const char *name;
	void (*make)(unsigned int i);
} clab_kinds[] = {
	{ "dois", clab_doi },
	{ "domains", clab_domain },
	{ "selectors", clab_selector },
	{ "labels", clab_label },
	{ "mixed", clab_mixed },
};

static int clab_usage(void)
{
	fprintf(stderr, "usage: clab-fill [--stock | --rules] KIND COUNT [FIRST]\n"
		"KIND: dois, domains, selectors, labels, mixed\n");
	return 2;
}

int main(int argc, char **argv)
{
	unsigned int i, kind, count, first;

	if (argc > 1 && !strcmp(argv[1], "--stock"))
		clab_stock = true;
	else if (argc > 1 && !strcmp(argv[1], "--rules"))
		clab_rules = true;
	argc -= clab_stock || clab_rules;
	argv += clab_stock || clab_rules;
	count = argc == 3 || argc == 4 ? (unsigned int)atoi(argv[2]) : 0;
	first = argc == 4 ? (unsigned int)atoi(argv[3]) : 0;
	for (kind = 0; kind < sizeof(clab_kinds) / sizeof(*clab_kinds); kind++)
		if (count && !strcmp(clab_kinds[kind].name, argv[1]))
			break;
	if (kind == sizeof(clab_kinds) / sizeof(*clab_kinds))
		return clab_usage();
	if (!clab_rules)
		clab_connect();
	for (i = 0; i < count; i++)
		clab_kinds[kind].make(first + i);
	if (!clab_rules)
		clab_acks(count % CLAB_BATCH);
	return 0;
}
