// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: writers and readers of the configuration at once
 *
 * Each transaction of a writer makes a configuration of one DOI and mappings of
 * CLAB_CONC_MAPS domains to it; the DOI's number is used once. A dump that shows
 * two numbers, or not all domains, is none that was ever committed.
 */
#include <errno.h>
#include <linux/cipsolab.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_CONC_MAPS	80	/* a dump takes more than one message */
#define CLAB_CONC_STEPS	4	/* requests of a transaction */
#define CLAB_CONC_BUF	4096	/* small, so that a dump is read in many steps */
#define CLAB_CONC_BASE	1000	/* number of the first DOI */

/**
 * struct clab_conc_sum - what all processes count
 * @operations: requests of writers that were answered by 0
 * @refused: by something else
 * @dumps: whole dumps that were not marked
 * @marked: dumps that were marked as interrupted
 * @mixed: of @dumps, those that were no configuration
 * @back: times that the generation was lower than before
 * @writers: writers that are not done
 */
struct clab_conc_sum {
	unsigned int operations;
	unsigned int refused;
	unsigned int dumps;
	unsigned int marked;
	unsigned int mixed;
	unsigned int back;
	unsigned int writers;
};

/* What one dump shows. */
struct clab_conc_seen {
	unsigned int maps;
	unsigned int dois;
	u32 number;
	bool mixed;
	bool marked;
};

static struct clab_conc_sum *clab_sum;
static struct clab_msg clab_req;
static int clab_conc_fd;
static u16 clab_conc_lab, clab_conc_mgmt;
static u32 clab_conc_generation;

static void clab_conc_add(unsigned int *what)
{
	__atomic_add_fetch(what, 1, __ATOMIC_RELAXED);
}

static const struct nlattr *clab_conc_next(const u8 **p, size_t *left)
{
	const struct nlattr *nla = (const void *)*p;
	size_t step;

	if (*left < NLA_HDRLEN || nla->nla_len < NLA_HDRLEN || nla->nla_len > *left)
		return NULL;
	step = NLA_ALIGN(nla->nla_len);
	*left -= step < *left ? step : *left;
	*p += step;
	return nla;
}

static u32 clab_conc_u32(const struct nlattr *nla)
{
	u32 val = 0;
	size_t len = nla->nla_len - NLA_HDRLEN;

	memcpy(&val, (const u8 *)nla + NLA_HDRLEN, len < sizeof(val) ? len : sizeof(val));
	return val;
}

static void clab_conc_number(struct clab_conc_seen *seen, u32 number)
{
	if (seen->number && seen->number != number)
		seen->mixed = true;
	seen->number = number;
}

static void clab_conc_entry(struct clab_conc_seen *seen, const struct nlattr *entry)
{
	const u8 *p = (const u8 *)entry + NLA_HDRLEN;
	size_t left = entry->nla_len - NLA_HDRLEN;
	const struct nlattr *nla;
	u32 kind = 0, number = 0;

	while ((nla = clab_conc_next(&p, &left))) {
		if ((nla->nla_type & NLA_TYPE_MASK) == CLAB_LAB_E_KIND)
			kind = clab_conc_u32(nla);
		if ((nla->nla_type & NLA_TYPE_MASK) == CLAB_LAB_E_DOI)
			number = clab_conc_u32(nla);
	}
	if (!number)
		return;
	seen->dois += kind == CLAB_LAB_KIND_DOI;
	seen->maps += kind == CLAB_LAB_KIND_MAP;
	clab_conc_number(seen, number);
}

static void clab_conc_forward(u32 generation)
{
	if (generation < clab_conc_generation)
		clab_conc_add(&clab_sum->back);
	clab_conc_generation = generation;
}

static void clab_conc_message(struct clab_conc_seen *seen, const struct nlmsghdr *n, bool lab)
{
	const u8 *p = (const u8 *)NLMSG_DATA(n) + GENL_HDRLEN;
	size_t left = n->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
	const struct nlattr *nla;

	while ((nla = clab_conc_next(&p, &left))) {
		unsigned int type = nla->nla_type & NLA_TYPE_MASK;

		if (lab && type == CLAB_LAB_A_ENTRY)
			clab_conc_entry(seen, nla);
		if (lab && type == CLAB_LAB_A_GENERATION)
			clab_conc_forward(clab_conc_u32(nla));
		if (!lab && type == CLAB_MGMT_A_CV4DOI) {
			seen->maps++;
			clab_conc_number(seen, clab_conc_u32(nla));
		}
	}
}

static void clab_conc_dump(struct clab_conc_seen *seen, bool lab)
{
	static u8 buf[CLAB_MSG_MAX] __aligned(8);
	const struct nlmsghdr *n;

	clab_msg_begin(&clab_req, lab ? clab_conc_lab : clab_conc_mgmt,
		       lab ? CLAB_LAB_C_DUMP_CONFIG : CLAB_MGMT_C_LISTALL,
		       lab ? CLAB_LAB_VERSION : CLAB_PROTO_VERSION, NLM_F_DUMP);
	clab_msg_send(&clab_req, clab_conc_fd);
	for (;;) {
		ssize_t got = recv(clab_conc_fd, buf, CLAB_CONC_BUF, 0);
		size_t left = (size_t)got;

		if (got < 0)
			clab_sysdie("netlink recv");
		for (n = (void *)buf; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left)) {
			seen->marked |= !!(n->nlmsg_flags & NLM_F_DUMP_INTR);
			if (n->nlmsg_type == NLMSG_ERROR)
				clab_die("the dump was refused");
			if (n->nlmsg_type == NLMSG_DONE)
				return;
			clab_conc_message(seen, n, lab);
		}
	}
}

static void clab_conc_read(void)
{
	unsigned int round;

	for (round = 0; __atomic_load_n(&clab_sum->writers, __ATOMIC_RELAXED); round++) {
		struct clab_conc_seen seen = {};
		bool lab = round % 2;

		clab_conc_dump(&seen, lab);
		if (seen.marked) {
			clab_conc_add(&clab_sum->marked);
			continue;
		}
		clab_conc_add(&clab_sum->dumps);
		if (seen.mixed || seen.maps != CLAB_CONC_MAPS || (lab && seen.dois != 1))
			clab_conc_add(&clab_sum->mixed);
	}
}

/* Send the request; what its answer says of the generation is looked at. */
static void clab_conc_ask(void)
{
	static u8 buf[CLAB_MSG_MAX] __aligned(8);
	struct clab_conc_seen seen = {};
	const struct nlmsghdr *n;
	int err;

	clab_msg_send(&clab_req, clab_conc_fd);
	for (;;) {
		ssize_t got = recv(clab_conc_fd, buf, sizeof(buf), 0);
		size_t left = (size_t)got;

		if (got < 0)
			clab_sysdie("netlink recv");
		for (n = (void *)buf; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left)) {
			if (n->nlmsg_type != NLMSG_ERROR) {
				clab_conc_message(&seen, n, true);
				continue;
			}
			memcpy(&err, NLMSG_DATA(n), sizeof(err));
			clab_conc_add(err ? &clab_sum->refused : &clab_sum->operations);
			return;
		}
	}
}

static void clab_conc_u8(unsigned int type, u8 val)
{
	clab_msg_attr(&clab_req, type, &val, sizeof(val));
}

static void clab_conc_put_u32(unsigned int type, u32 val)
{
	clab_msg_attr(&clab_req, type, &val, sizeof(val));
}

static void clab_conc_put_map(unsigned int i, u32 number)
{
	char name[32];

	snprintf(name, sizeof(name), "concurrent_domain_%03u_t", i);
	clab_msg_open(&clab_req, CLAB_LAB_A_ENTRY | NLA_F_NESTED);
	clab_conc_u8(CLAB_LAB_E_KIND, CLAB_LAB_KIND_MAP);
	clab_msg_attr(&clab_req, CLAB_LAB_E_DOMAIN, name, strlen(name) + 1);
	clab_conc_put_u32(CLAB_LAB_E_PROTOCOL, CLAB_NLTYPE_CIPSOV4);
	clab_conc_put_u32(CLAB_LAB_E_DOI, number);
	clab_msg_close(&clab_req);
}

static void clab_conc_put_head(u32 number)
{
	clab_msg_open(&clab_req, CLAB_LAB_A_ENTRY | NLA_F_NESTED);
	clab_conc_u8(CLAB_LAB_E_KIND, CLAB_LAB_KIND_DOI);
	clab_conc_put_u32(CLAB_LAB_E_DOI, number);
	clab_conc_put_u32(CLAB_LAB_E_MTYPE, CLAB_DOI_PASS);
	clab_conc_u8(CLAB_LAB_E_TAGS, CLAB_TAG_BITMAP);
	clab_msg_close(&clab_req);
	clab_msg_open(&clab_req, CLAB_LAB_A_ENTRY | NLA_F_NESTED);
	clab_conc_u8(CLAB_LAB_E_KIND, CLAB_LAB_KIND_MAP);
	clab_conc_put_u32(CLAB_LAB_E_PROTOCOL, CLAB_NLTYPE_UNLABELED);
	clab_msg_close(&clab_req);
}

static void clab_conc_begin(unsigned int cmd)
{
	clab_msg_begin(&clab_req, clab_conc_lab, cmd, CLAB_LAB_VERSION, 0);
}

/* CLAB_CONC_STEPS requests. */
static void clab_conc_transaction(u32 number)
{
	unsigned int i;

	clab_conc_begin(CLAB_LAB_C_TX_BEGIN);
	clab_conc_ask();
	clab_conc_begin(CLAB_LAB_C_TX_ADD);
	clab_conc_put_head(number);
	for (i = 0; i < CLAB_CONC_MAPS / 2; i++)
		clab_conc_put_map(i, number);
	clab_conc_ask();
	clab_conc_begin(CLAB_LAB_C_TX_ADD);
	for (; i < CLAB_CONC_MAPS; i++)
		clab_conc_put_map(i, number);
	clab_conc_ask();
	clab_conc_begin(CLAB_LAB_C_TX_COMMIT);
	clab_conc_ask();
}

static void clab_conc_write(u32 number, unsigned int operations)
{
	unsigned int i;

	for (i = 0; i < operations / CLAB_CONC_STEPS; i++)
		clab_conc_transaction(number + i);
	__atomic_sub_fetch(&clab_sum->writers, 1, __ATOMIC_RELAXED);
}

static void clab_conc_open(void)
{
	clab_conc_fd = clab_genl_open();
	clab_conc_lab = clab_genl_family(clab_conc_fd, &clab_req, "CLAB_LAB");
	clab_conc_mgmt = clab_genl_family(clab_conc_fd, &clab_req, "CLAB_MGMT");
	/* The kernel makes messages as large as a socket was ever read with. */
	close(clab_conc_fd);
	clab_conc_fd = clab_genl_open();
}

static void clab_conc_run(unsigned int writers, unsigned int readers, unsigned int operations)
{
	unsigned int i;

	for (i = 0; i < writers + readers; i++) {
		pid_t pid = fork();

		if (pid < 0)
			clab_sysdie("fork");
		if (pid)
			continue;
		clab_conc_open();
		if (i < writers)
			clab_conc_write(CLAB_CONC_BASE + 1 + i * operations, operations);
		else
			clab_conc_read();
		_exit(0);
	}
}

/**
 * clab_concurrent_main() - the subcommand concurrent
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words
 *
 * Return: 0; 1 when a process has died, 2 when a word cannot be read.
 */
int clab_concurrent_main(int argc, char **argv)
{
	int status, bad = 0;

	if (argc != 4)
		return 2;
	clab_sum = mmap(NULL, sizeof(*clab_sum), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (clab_sum == MAP_FAILED)
		clab_sysdie("mmap");
	clab_sum->writers = (unsigned int)strtoul(argv[1], NULL, 0);
	/* A reader must find a configuration of ours from the beginning. */
	clab_conc_open();
	clab_conc_transaction(CLAB_CONC_BASE);
	clab_conc_run(clab_sum->writers, (unsigned int)strtoul(argv[2], NULL, 0),
		      (unsigned int)strtoul(argv[3], NULL, 0));
	while (wait(&status) > 0) {
		if (!status)
			continue;
		bad = 1;
		/* Readers must not wait for a writer that is dead. */
		__atomic_store_n(&clab_sum->writers, 0, __ATOMIC_RELAXED);
	}
	printf("operations=%u\nrefused=%u\ndumps=%u\nmarked=%u\nmixed=%u\nback=%u\n",
	       clab_sum->operations - CLAB_CONC_STEPS, clab_sum->refused, clab_sum->dumps,
	       clab_sum->marked, clab_sum->mixed, clab_sum->back);
	return bad;
}
