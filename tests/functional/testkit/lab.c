// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: whole configurations by the family CLAB_LAB
 *
 * A file holds entries (CLAB_LAB_A_ENTRY) as they are in messages, one behind
 * the other: what a dump gives is kept, and what is kept is loaded.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/cipsolab.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_FILE_MAX	(64 << 20)
#define CLAB_LOAD_MSG	16384		/* octets of entries in one message, at first */
#define CLAB_PAIRS_MAX	1000		/* categories in one entry */

/**
 * struct clab_lab - a socket and what is said on it
 * @fd: the socket
 * @family: the number of CLAB_LAB
 * @sent: messages sent
 * @msg: the message
 */
struct clab_lab {
	int fd;
	u16 family;
	unsigned int sent;
	struct clab_msg msg;
};

static struct clab_lab clab_lab;
static u8 *clab_file;
static size_t clab_file_len;

static void clab_file_read(const char *path)
{
	FILE *f = fopen(path, "r");

	clab_file = malloc(CLAB_FILE_MAX);
	if (!f || !clab_file)
		clab_sysdie(path);
	clab_file_len = fread(clab_file, 1, CLAB_FILE_MAX, f);
	fclose(f);
}

static const struct nlattr *clab_nla_find(const void *data, size_t len, unsigned int type)
{
	const struct nlattr *nla = data;

	while (len >= NLA_HDRLEN && nla->nla_len >= NLA_HDRLEN && nla->nla_len <= len) {
		size_t step = NLA_ALIGN(nla->nla_len);

		if ((nla->nla_type & NLA_TYPE_MASK) == type)
			return nla;
		if (step >= len)
			break;
		len -= step;
		nla = (const void *)((const u8 *)nla + step);
	}
	return NULL;
}

static u32 clab_nla_u32(const struct nlattr *nla)
{
	u32 val = 0;

	memcpy(&val, (const u8 *)nla + NLA_HDRLEN, nla->nla_len - NLA_HDRLEN);
	return val;
}

static void clab_lab_begin(unsigned int cmd, unsigned int flags)
{
	clab_msg_begin(&clab_lab.msg, clab_lab.family, cmd, CLAB_LAB_VERSION, flags);
}

/* Send the message, wait for the ack. Returns the errno. */
static int clab_lab_ask(void)
{
	static u8 buf[CLAB_MSG_MAX] __aligned(8);
	const struct nlmsghdr *n;
	const struct nlattr *nla;
	char said[256];
	int err;

	clab_msg_send(&clab_lab.msg, clab_lab.fd);
	clab_lab.sent++;
	for (;;) {
		ssize_t got = recv(clab_lab.fd, buf, sizeof(buf), 0);
		size_t left = (size_t)got;

		if (got < 0)
			clab_sysdie("netlink recv");
		for (n = (void *)buf; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left)) {
			if (n->nlmsg_type == NLMSG_ERROR) {
				memcpy(&err, NLMSG_DATA(n), sizeof(err));
				clab_extack(n, said, sizeof(said));
				if (err)
					printf("extack=%s\n", said);
				return -err;
			}
			nla = clab_nla_find((u8 *)NLMSG_DATA(n) + GENL_HDRLEN,
					    n->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN,
					    CLAB_LAB_A_GENERATION);
			if (nla)
				printf("generation=%u\n", clab_nla_u32(nla));
		}
	}
}

static void clab_lab_save_one(const struct nlmsghdr *n, FILE *f, unsigned int *entries)
{
	const u8 *p = (const u8 *)NLMSG_DATA(n) + GENL_HDRLEN;
	size_t left = n->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
	const struct nlattr *nla;

	while ((nla = clab_nla_find(p, left, CLAB_LAB_A_ENTRY))) {
		size_t len = NLA_ALIGN(nla->nla_len);

		fwrite(nla, 1, len, f);
		++*entries;
		left -= (size_t)((const u8 *)nla - p);
		p = (const u8 *)nla;
		if (len >= left)
			return;
		left -= len;
		p += len;
	}
}

/* Dump everything into a file. */
static int clab_lab_save(const char *path)
{
	static u8 buf[CLAB_MSG_MAX] __aligned(8);
	FILE *f = fopen(path, "w");
	unsigned int entries = 0, intr = 0;
	const struct nlmsghdr *n;
	bool done = false;

	if (!f)
		clab_sysdie(path);
	clab_lab_begin(CLAB_LAB_C_DUMP_CONFIG, NLM_F_DUMP);
	clab_msg_send(&clab_lab.msg, clab_lab.fd);
	while (!done) {
		ssize_t got = recv(clab_lab.fd, buf, sizeof(buf), 0);
		size_t left = (size_t)got;

		if (got < 0)
			clab_sysdie("netlink recv");
		for (n = (void *)buf; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left)) {
			intr |= n->nlmsg_flags & NLM_F_DUMP_INTR;
			if (n->nlmsg_type == NLMSG_ERROR)
				clab_die("the dump was refused");
			if (n->nlmsg_type == NLMSG_DONE)
				done = true;
			else
				clab_lab_save_one(n, f, &entries);
		}
	}
	fclose(f);
	printf("entries=%u\ninterrupted=%s\n", entries, intr ? "yes" : "no");
	return 0;
}

static void clab_lab_u32(unsigned int type, u32 val)
{
	clab_msg_attr(&clab_lab.msg, type, &val, sizeof(val));
}

static void clab_lab_u8(unsigned int type, u8 val)
{
	clab_msg_attr(&clab_lab.msg, type, &val, sizeof(val));
}

/* Octets of the entries that make the next message, of @most or one entry. */
static size_t clab_lab_chunk(size_t at, size_t most)
{
	const struct nlattr *nla;
	size_t len = 0;

	while (at + len < clab_file_len) {
		nla = (const void *)(clab_file + at + len);
		if (len && len + nla->nla_len > most)
			break;
		len += NLA_ALIGN(nla->nla_len);
	}
	return len;
}

/* Load a file in one transaction; the socket is closed after stop messages. */
static int clab_lab_load(int argc, char **argv)
{
	unsigned int stop = ~0U;
	u64 began = clab_now_us();
	size_t at = 0, len, most = CLAB_LOAD_MSG;
	bool dry = false, cond = false;
	u32 generation = 0;
	int err;

	clab_file_read(argv[0]);
	for (; argc > 1; argc--, argv++) {
		dry |= !strcmp(argv[1], "dry");
		if (!strncmp(argv[1], "stop=", 5))
			stop = (unsigned int)strtoul(argv[1] + 5, NULL, 0);
		if (!strncmp(argv[1], "msg=", 4))
			most = strtoul(argv[1] + 4, NULL, 0);
		if (!strncmp(argv[1], "if=", 3)) {
			cond = true;
			generation = (u32)strtoul(argv[1] + 3, NULL, 0);
		}
	}
	clab_lab_begin(CLAB_LAB_C_TX_BEGIN, 0);
	err = clab_lab_ask();
	for (; !err && clab_lab.sent < stop && at < clab_file_len; at += len) {
		len = clab_lab_chunk(at, most);
		clab_lab_begin(CLAB_LAB_C_TX_ADD, 0);
		clab_msg_put(&clab_lab.msg, clab_file + at, len);
		err = clab_lab_ask();
	}
	if (!err && clab_lab.sent < stop) {
		clab_lab_begin(CLAB_LAB_C_TX_COMMIT, 0);
		if (cond)
			clab_lab_u32(CLAB_LAB_A_IF_GENERATION, generation);
		if (dry)
			clab_lab_u32(CLAB_LAB_A_FLAGS, CLAB_LAB_F_DRY_RUN);
		err = clab_lab_ask();
	}
	printf("errno=%s\nmessages=%u\nms=%lu\n", clab_errno_name(err), clab_lab.sent,
	       (unsigned long)((clab_now_us() - began) / 1000));
	return 0;
}

static void clab_lab_entry(u8 kind)
{
	clab_msg_open(&clab_lab.msg, CLAB_LAB_A_ENTRY | NLA_F_NESTED);
	clab_lab_u8(CLAB_LAB_E_KIND, kind);
}

/* Write the entry to the file and begin an empty message. */
static void clab_lab_flush(FILE *f)
{
	struct clab_msg *m = &clab_lab.msg;

	clab_msg_close(m);
	fwrite(m->buf + NLMSG_HDRLEN + GENL_HDRLEN, 1, m->len - NLMSG_HDRLEN - GENL_HDRLEN, f);
	clab_lab_begin(CLAB_LAB_C_TX_ADD, 0);
}

static void clab_lab_many_map(FILE *f, const char *domain, u32 proto, u32 doi, u32 addr, u8 len)
{
	u32 be = htonl(addr);

	clab_lab_entry(CLAB_LAB_KIND_MAP);
	if (domain)
		clab_msg_attr(&clab_lab.msg, CLAB_LAB_E_DOMAIN, domain, strlen(domain) + 1);
	clab_lab_u32(CLAB_LAB_E_PROTOCOL, proto);
	if (doi)
		clab_lab_u32(CLAB_LAB_E_DOI, doi);
	if (len <= 32) {
		clab_msg_attr(&clab_lab.msg, CLAB_LAB_E_ADDR4, &be, sizeof(be));
		clab_lab_u8(CLAB_LAB_E_PREFIXLEN, len);
	}
	clab_lab_flush(f);
}

static void clab_lab_many_doi(FILE *f, u32 doi, u32 type, u8 tag)
{
	clab_lab_entry(CLAB_LAB_KIND_DOI);
	clab_lab_u32(CLAB_LAB_E_DOI, doi);
	clab_lab_u32(CLAB_LAB_E_MTYPE, type);
	clab_msg_attr(&clab_lab.msg, CLAB_LAB_E_TAGS, &tag, 1);
	clab_lab_flush(f);
}

/* A translated DOI whose categories are turned round, so that none makes a run. */
static void clab_lab_many_cats(FILE *f, u32 doi, u32 cats)
{
	static struct clab_lab_pair pair[CLAB_PAIRS_MAX];
	u32 i = 0, n;

	clab_lab_many_doi(f, doi, CLAB_DOI_TRANS, CLAB_TAG_ENUM);
	while (i < cats) {
		for (n = 0; n < CLAB_PAIRS_MAX && i < cats; n++, i++) {
			pair[n].local = i;
			pair[n].remote = cats - 1 - i;
		}
		clab_lab_entry(CLAB_LAB_KIND_DOI);
		clab_lab_u32(CLAB_LAB_E_DOI, doi);
		clab_msg_attr(&clab_lab.msg, CLAB_LAB_E_CATS, pair, n * sizeof(*pair));
		clab_lab_flush(f);
	}
}

/*
 * Write a configuration to a file: that of lib.sh's configure(), and as many
 * selectors of the default, domains, and categories of DOI 3 as are asked for.
 */
static int clab_lab_many(char **argv)
{
	u32 i, selectors = (u32)strtoul(argv[1], NULL, 0);
	u32 domains = (u32)strtoul(argv[2], NULL, 0);
	u32 cats = (u32)strtoul(argv[3], NULL, 0);
	FILE *f = fopen(argv[0], "w");
	char name[32];

	if (!f)
		clab_sysdie(argv[0]);
	clab_lab_begin(CLAB_LAB_C_TX_ADD, 0);
	clab_lab_many_doi(f, 1, CLAB_DOI_PASS, CLAB_TAG_BITMAP);
	clab_lab_many_doi(f, 2, CLAB_DOI_LOCAL, CLAB_TAG_LOCAL);
	if (cats)
		clab_lab_many_cats(f, 3, cats);
	clab_lab_many_map(f, NULL, CLAB_NLTYPE_UNLABELED, 0, 0, 0);
	clab_lab_many_map(f, NULL, CLAB_NLTYPE_CIPSOV4, 2, 0x7f000001, 32);
	clab_lab_many_map(f, NULL, CLAB_NLTYPE_CIPSOV4, 1, 0xc0000201, 32);
	for (i = 0; i < selectors; i++)
		clab_lab_many_map(f, NULL, CLAB_NLTYPE_CIPSOV4, 1, 0x0a000000 + i, 32);
	for (i = 0; i < domains; i++) {
		snprintf(name, sizeof(name), "domain%u_t", i);
		clab_lab_many_map(f, name, CLAB_NLTYPE_UNLABELED, 0, 0, 255);
	}
	fclose(f);
	return 0;
}

/* Add and remove a DOI until the time is up. */
static int clab_lab_churn(const char *ms)
{
	u64 until = clab_now_us() + strtoul(ms, NULL, 0) * 1000;
	u16 cipso = clab_genl_family(clab_lab.fd, &clab_lab.msg, "CLAB_CIPSOv4");
	unsigned int changes = 0;
	u8 tag = CLAB_TAG_BITMAP;

	while (clab_now_us() < until) {
		clab_msg_begin(&clab_lab.msg, cipso, CLAB_CIPSOV4_C_ADD, CLAB_PROTO_VERSION, 0);
		clab_lab_u32(CLAB_CIPSOV4_A_DOI, 999);
		clab_lab_u32(CLAB_CIPSOV4_A_MTYPE, CLAB_DOI_PASS);
		clab_msg_open(&clab_lab.msg, CLAB_CIPSOV4_A_TAGLST);
		clab_msg_attr(&clab_lab.msg, CLAB_CIPSOV4_A_TAG, &tag, 1);
		clab_msg_close(&clab_lab.msg);
		changes += !clab_lab_ask();
		clab_msg_begin(&clab_lab.msg, cipso, CLAB_CIPSOV4_C_REMOVE, CLAB_PROTO_VERSION, 0);
		clab_lab_u32(CLAB_CIPSOV4_A_DOI, 999);
		changes += !clab_lab_ask();
	}
	printf("changes=%u\n", changes);
	return 0;
}

/* The group's number, from the answer of the controller. */
static u32 clab_lab_group(const char *want)
{
	static u8 buf[CLAB_MSG_MAX] __aligned(8);
	const struct nlattr *groups, *group, *name, *id;
	const struct nlmsghdr *n = (void *)buf;
	const u8 *p;
	ssize_t left;

	clab_msg_begin(&clab_lab.msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, 0);
	clab_msg_attr(&clab_lab.msg, CTRL_ATTR_FAMILY_NAME, "CLAB_LAB", 9);
	clab_msg_send(&clab_lab.msg, clab_lab.fd);
	if (recv(clab_lab.fd, buf, sizeof(buf), 0) < 0)
		clab_sysdie("netlink recv");
	groups = clab_nla_find((const u8 *)NLMSG_DATA(n) + GENL_HDRLEN,
			       n->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN, CTRL_ATTR_MCAST_GROUPS);
	if (!groups)
		clab_die("the family has no groups");
	p = (const u8 *)groups + NLA_HDRLEN;
	for (left = groups->nla_len - NLA_HDRLEN; left > 0;) {
		group = (const void *)p;
		name = clab_nla_find(p + NLA_HDRLEN, group->nla_len - NLA_HDRLEN,
				     CTRL_ATTR_MCAST_GRP_NAME);
		id = clab_nla_find(p + NLA_HDRLEN, group->nla_len - NLA_HDRLEN,
				   CTRL_ATTR_MCAST_GRP_ID);
		if (name && id && !strcmp((const char *)name + NLA_HDRLEN, want))
			return clab_nla_u32(id);
		p += NLA_ALIGN(group->nla_len);
		left -= NLA_ALIGN(group->nla_len);
	}
	clab_die("there is no group %s", want);
}

static void clab_lab_heard(const struct nlmsghdr *n)
{
	const u8 *p = (const u8 *)NLMSG_DATA(n) + GENL_HDRLEN;
	size_t len = n->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
	const struct nlattr *event = clab_nla_find(p, len, CLAB_LAB_A_EVENT);
	const struct nlattr *drop = clab_nla_find(p, len, CLAB_LAB_A_DROP);
	const struct nlattr *what = event ? event : drop, *a, *b, *c;

	if (!what)
		clab_die("a message that is no event");
	p = (const u8 *)what + NLA_HDRLEN;
	len = what->nla_len - NLA_HDRLEN;
	if (event) {
		a = clab_nla_find(p, len, CLAB_LAB_V_EVENT);
		b = clab_nla_find(p, len, CLAB_LAB_V_COMM);
		c = clab_nla_find(p, len, CLAB_LAB_V_ENTRY);
		printf("event=%u comm=%s entry=%s\n", clab_nla_u32(a),
		       (const char *)b + NLA_HDRLEN, c ? "yes" : "no");
		return;
	}
	a = clab_nla_find(p, len, CLAB_LAB_D_DIRECTION);
	b = clab_nla_find(p, len, CLAB_LAB_D_NAME);
	c = clab_nla_find(p, len, CLAB_LAB_D_OFFSET);
	printf("drop=%s direction=%u offset=%d option=%s", (const char *)b + NLA_HDRLEN,
	       clab_nla_u32(a), c ? (int)clab_nla_u32(c) : -1,
	       clab_nla_find(p, len, CLAB_LAB_D_OPTION) ? "yes" : "no");
	a = clab_nla_find(p, len, CLAB_LAB_D_SADDR);
	printf(" address=%d\n", a ? a->nla_len - NLA_HDRLEN : 0);
}

/**
 * clab_lab_join() - make a socket that hears of a group of CLAB_LAB
 * @name: the group
 *
 * Return: the socket.
 */
int clab_lab_join(const char *name)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	struct sockaddr_nl nl = { .nl_family = AF_NETLINK };
	u32 group;

	if (!clab_lab.fd)
		clab_lab.fd = clab_genl_open();
	group = clab_lab_group(name);
	if (fd < 0 || bind(fd, (struct sockaddr *)&nl, sizeof(nl)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)))
		clab_sysdie("joining the group");
	return fd;
}

/* Join a group, run a command, print what is heard until nothing comes for MS. */
static int clab_lab_listen(char **argv)
{
	static u8 buf[CLAB_MSG_MAX] __aligned(8);
	unsigned int ms = (unsigned int)strtoul(argv[1], NULL, 0);
	int fd = clab_lab_join(argv[0]);
	const struct nlmsghdr *n;

	clab_wait(clab_spawn(argv + 3));
	while (clab_readable(fd, ms)) {
		ssize_t got = recv(fd, buf, sizeof(buf), 0);
		size_t left = (size_t)got;

		if (got < 0)
			clab_sysdie("netlink recv");
		for (n = (void *)buf; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left))
			clab_lab_heard(n);
	}
	return 0;
}

/* Send datagrams while a command runs, and count what goes wrong. */
static int clab_lab_sending(char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	unsigned long sent = 0, refused = 0, labels = 0;
	struct sockaddr_in from;
	char label[CLAB_LABEL_MAX], first[CLAB_LABEL_MAX] = "";
	socklen_t len = sizeof(to);
	int tx = socket(AF_INET, SOCK_DGRAM, 0), rx = socket(AF_INET, SOCK_DGRAM, 0);
	char octet[8];
	pid_t pid;

	if (inet_pton(AF_INET, argv[0], &to.sin_addr) != 1)
		clab_die("not an address: %s", argv[0]);
	to.sin_port = 0;
	if (bind(rx, (struct sockaddr *)&to, sizeof(to)) ||
	    getsockname(rx, (struct sockaddr *)&to, &len))
		clab_sysdie("bind");
	clab_passsec(rx);
	pid = clab_spawn(argv + 2);
	while (!waitpid(pid, NULL, WNOHANG)) {
		if (sendto(tx, "x", 1, 0, (struct sockaddr *)&to, sizeof(to)) != 1) {
			refused++;
			continue;
		}
		sent++;
		if (!clab_readable(rx, 2000))
			continue;
		clab_recv_label(rx, octet, sizeof(octet), label, &from);
		labels++;
		if (!first[0])
			strcpy(first, label);
		if (strcmp(first, label))
			printf("other_label=%s\n", label);
	}
	printf("sent=%lu\nrefused=%lu\narrived=%lu\nlabel=%s\n", sent, refused, labels, first);
	return 0;
}

/**
 * clab_lab_main() - the subcommand lab
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words
 *
 * Return: 0, or 2 when a word cannot be read.
 */
int clab_lab_main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	if (!strcmp(argv[1], "sending") && argc > 4)
		return clab_lab_sending(argv + 2);
	clab_lab.fd = clab_genl_open();
	clab_lab.family = clab_genl_family(clab_lab.fd, &clab_lab.msg, "CLAB_LAB");
	if (!strcmp(argv[1], "save"))
		return clab_lab_save(argv[2]);
	if (!strcmp(argv[1], "load"))
		return clab_lab_load(argc - 2, argv + 2);
	if (!strcmp(argv[1], "many") && argc == 6)
		return clab_lab_many(argv + 2);
	if (!strcmp(argv[1], "churn"))
		return clab_lab_churn(argv[2]);
	if (!strcmp(argv[1], "listen") && argc > 5)
		return clab_lab_listen(argv + 2);
	return 2;
}
