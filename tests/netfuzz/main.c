// SPDX-License-Identifier: GPL-2.0
/*
 * clab-netfuzz SEED COUNT: requests made up at random to all four families
 *
 * Most of them make sense, some of those are spoiled in one way or several: see gen.c
 * and msg.c. A model (judge.c) says what the answer has to be; behind each batch what
 * is configured has to be what the model has, the generation included. The first
 * difference ends the run; the same SEED makes the same requests.
 *
 * It begins with what is configured when the module is loaded, and leaves that behind.
 * Prints
 *
 *	sent=, accepted=, refused=, spoiled=, unsure=, wrong=, batches=
 *	command FAMILY NUMBER accepted refused
 *	says NUMBER SENTENCE
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netfuzz.h"

#define CLAB_NF_BATCH	50
#define CLAB_NF_ROOM	1048576	/* octets of an answer */
#define CLAB_NF_TEXTS	256
#define CLAB_NF_TEXT	128

static const char *const clab_nf_names[CLAB_NF_FAMILIES] = {
	"CLAB_MGMT", "CLAB_CIPSOv4", "CLAB_UNLBL", "CLAB_LAB",
};

static struct clab_nf_msg clab_nf_msg;
static u8 clab_nf_answer[CLAB_NF_ROOM] __aligned(8);
static int clab_nf_socks[CLAB_NF_SOCKS];
static int clab_nf_lister;
static u16 clab_nf_ids[CLAB_NF_FAMILIES];

static struct {
	unsigned long sent, accepted, refused, spoiled, unsure, wrong, batches;
	unsigned long command[CLAB_NF_FAMILIES][32][2];
	char text[CLAB_NF_TEXTS][CLAB_NF_TEXT];
	unsigned long times[CLAB_NF_TEXTS];
	unsigned int nr_texts;
} clab_nf_sum;

/* What is done with each message of an answer but the last. */
typedef void (*clab_nf_take)(const struct nlmsghdr *n);

static void clab_nf_die(const char *what)
{
	fprintf(stderr, "netfuzz: %s: %s\n", what, strerror(errno));
	exit(2);
}

static int clab_nf_socket(void)
{
	struct sockaddr_nl nl = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	int on = 1, room = 2 * CLAB_NF_ROOM;

	if (fd < 0 || connect(fd, (struct sockaddr *)&nl, sizeof(nl)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on)))
		clab_nf_die("socket");
	/* Without privilege the usual room will do. */
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	return fd;
}

static void clab_nf_send(struct clab_nf_msg *m, int fd, u16 id)
{
	struct nlmsghdr *n = (void *)m->buf;

	n->nlmsg_len = (u32)m->len;
	n->nlmsg_type = id;
	n->nlmsg_seq = 1;
	if (send(fd, m->buf, m->len, 0) != (ssize_t)m->len)
		clab_nf_die("send");
}

/* Count a sentence. Those that name who uses a DOI are one. */
static void clab_nf_count_text(const char *text)
{
	unsigned int i;

	if (strstr(text, " uses this DOI"))
		text = "... uses this DOI";
	for (i = 0; i < clab_nf_sum.nr_texts; i++)
		if (!strcmp(clab_nf_sum.text[i], text))
			break;
	if (i == CLAB_NF_TEXTS)
		return;
	if (i == clab_nf_sum.nr_texts)
		snprintf(clab_nf_sum.text[clab_nf_sum.nr_texts++], CLAB_NF_TEXT, "%s", text);
	clab_nf_sum.times[i]++;
}

static void clab_nf_extack(const struct nlmsghdr *n)
{
	size_t skip = n->nlmsg_type == NLMSG_DONE ? NLMSG_HDRLEN + sizeof(int) :
		      NLMSG_HDRLEN + sizeof(struct nlmsgerr);
	const u8 *data = (const u8 *)n + skip, *payload;
	int len, left = (int)n->nlmsg_len - (int)skip;
	u32 type;

	if (!(n->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	while (clab_nf_next(&data, &left, &type, &payload, &len))
		if (type == NLMSGERR_ATTR_MSG)
			clab_nf_count_text((const char *)payload);
}

/* Read an answer to its end. Return: its error number. */
static int clab_nf_recv(int fd, clab_nf_take take)
{
	const struct nlmsghdr *n;
	int err, left;

	for (;;) {
		left = (int)recv(fd, clab_nf_answer, sizeof(clab_nf_answer), 0);
		if (left < 0)
			clab_nf_die("recv");
		for (n = (void *)clab_nf_answer; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left)) {
			if (n->nlmsg_type != NLMSG_ERROR && n->nlmsg_type != NLMSG_DONE) {
				if (take)
					take(n);
				continue;
			}
			memcpy(&err, NLMSG_DATA(n), sizeof(err));
			clab_nf_extack(n);
			return err;
		}
	}
}

static int clab_nf_ask(struct clab_nf_msg *m, int fd, clab_nf_take take)
{
	clab_nf_send(m, fd, clab_nf_ids[m->family]);
	return clab_nf_recv(fd, take);
}

static u16 clab_nf_found;

static void clab_nf_take_id(const struct nlmsghdr *n)
{
	const u8 *data = (const u8 *)n + NLMSG_HDRLEN + GENL_HDRLEN, *payload;
	int len, left = (int)n->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
	u32 type;

	while (clab_nf_next(&data, &left, &type, &payload, &len))
		if (type == CTRL_ATTR_FAMILY_ID)
			memcpy(&clab_nf_found, payload, sizeof(clab_nf_found));
}

static u16 clab_nf_id(int fd, const char *name)
{
	clab_nf_found = 0;
	clab_nf_begin(&clab_nf_msg, 0, CTRL_CMD_GETFAMILY, 0);
	clab_nf_put_str(&clab_nf_msg, CTRL_ATTR_FAMILY_NAME, name);
	clab_nf_send(&clab_nf_msg, fd, GENL_ID_CTRL);
	clab_nf_recv(fd, clab_nf_take_id);
	if (!clab_nf_found)
		clab_nf_die(name);
	return clab_nf_found;
}

/* What is configured, read as a transaction would be that makes it. */
static struct clab_nf_tx clab_nf_listed;
static bool clab_nf_listed_well;

static void clab_nf_take_config(const struct nlmsghdr *n)
{
	const u8 *data = (const u8 *)n + NLMSG_HDRLEN + GENL_HDRLEN, *payload;
	int len, left = (int)n->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
	struct clab_nf_tx *tx = &clab_nf_listed;
	bool unsure;
	u32 type;

	while (clab_nf_next(&data, &left, &type, &payload, &len)) {
		type &= NLA_TYPE_MASK;
		if (type == CLAB_LAB_A_GENERATION)
			memcpy(&tx->generation, payload, sizeof(tx->generation));
		else if (!clab_nf_tx_entry(tx, payload, len, &unsure))
			clab_nf_listed_well = false;
	}
}

/* The tunables that are not listed have their default, as in a transaction. */
static void clab_nf_list(void)
{
	clab_nf_tx_end(&clab_nf_listed);
	clab_nf_config_empty(&clab_nf_listed.cfg);
	clab_nf_listed_well = true;
	clab_nf_begin(&clab_nf_msg, CLAB_NF_LAB, CLAB_LAB_C_DUMP_CONFIG, NLM_F_DUMP);
	if (clab_nf_ask(&clab_nf_msg, clab_nf_lister, clab_nf_take_config) ||
	    !clab_nf_draft_done(&clab_nf_listed))
		clab_nf_listed_well = false;
	clab_nf_listed.cfg.generation = clab_nf_listed.generation;
}

/* The model takes over what is configured, which it could not know. */
static void clab_nf_resync(void)
{
	clab_nf_list();
	clab_nf_config_free(&clab_nf_live);
	clab_nf_live = clab_nf_listed.cfg;
	memset(&clab_nf_listed.cfg, 0, sizeof(clab_nf_listed.cfg));
}

static void clab_nf_check(void)
{
	const char *what;

	clab_nf_list();
	clab_nf_sum.batches++;
	what = clab_nf_listed_well ? clab_nf_config_differ(&clab_nf_live, &clab_nf_listed.cfg) :
				     "a listing that is none";
	if (!what)
		return;
	printf("wrong: behind request %lu: %s (the model has generation %u, the kernel %u)\n",
	       clab_nf_sum.sent, what, clab_nf_live.generation, clab_nf_listed.generation);
	clab_nf_sum.wrong++;
}

static void clab_nf_show(const struct clab_nf_msg *m, unsigned int sock)
{
	size_t i;

	printf("request to %s by socket %u: ", clab_nf_names[m->family], sock);
	for (i = NLMSG_HDRLEN; i < m->len && i < 2000; i++)
		printf("%02x", m->buf[i]);
	putchar('\n');
}

/* What the model could not know it learns from the answer. */
static void clab_nf_learn(const struct clab_nf_msg *m, unsigned int sock, u8 cmd, int err)
{
	bool add = cmd == CLAB_LAB_C_TX_ADD, commit = cmd == CLAB_LAB_C_TX_COMMIT;

	clab_nf_sum.unsure++;
	if (m->family == CLAB_NF_UNLBL && !err)
		clab_nf_resync();
	if (m->family != CLAB_NF_LAB || (!add && !commit))
		return;
	if (commit && !err)
		clab_nf_resync();
	if (err)
		clab_nf_tx_end(&clab_nf_txs[sock]);
}

/* Whether a commit of which nobody knew what is in it was a dry run. */
static bool clab_nf_is_dry(const struct clab_nf_msg *m)
{
	struct clab_nf_attr a[CLAB_NF_MAXATTR];
	const u8 *data = m->buf + NLMSG_HDRLEN + GENL_HDRLEN;

	return clab_nf_attrs(data, (int)m->len - NLMSG_HDRLEN - GENL_HDRLEN,
			     clab_nf_policies[CLAB_NF_LAB], CLAB_LAB_A_MAX, true, a) &&
	       a[CLAB_LAB_A_FLAGS].data && clab_nf_u32(&a[CLAB_LAB_A_FLAGS]);
}

/* Send a request and compare. */
static int clab_nf_one(struct clab_nf_msg *m, unsigned int sock)
{
	enum clab_nf_verdict verdict = clab_nf_judge(m, sock);
	u8 cmd = m->buf[NLMSG_HDRLEN];
	int err = clab_nf_ask(m, clab_nf_socks[sock], NULL);

	clab_nf_sum.sent++;
	if (err)
		clab_nf_sum.refused++;
	else
		clab_nf_sum.accepted++;
	if (cmd < 32)
		clab_nf_sum.command[m->family][cmd][!!err]++;
	if (verdict == CLAB_NF_UNSURE) {
		bool dry = m->family == CLAB_NF_LAB && cmd == CLAB_LAB_C_TX_COMMIT &&
			   clab_nf_is_dry(m);

		clab_nf_learn(m, sock, cmd, err);
		if (m->family == CLAB_NF_LAB && cmd == CLAB_LAB_C_TX_COMMIT && !err && !dry)
			clab_nf_tx_end(&clab_nf_txs[sock]);
	} else if (!err != (verdict == CLAB_NF_ACCEPTED)) {
		printf("wrong: request %lu is %s with %d, and should be %s\n", clab_nf_sum.sent,
		       err ? "refused" : "accepted", -err,
		       verdict == CLAB_NF_ACCEPTED ? "accepted" : "refused");
		clab_nf_show(m, sock);
		clab_nf_sum.wrong++;
	}
	return err;
}

/* A socket is closed, and its transaction ends with it. */
static void clab_nf_reopen(unsigned int sock)
{
	close(clab_nf_socks[sock]);
	clab_nf_socks[sock] = clab_nf_socket();
	clab_nf_tx_end(&clab_nf_txs[sock]);
}

static void clab_nf_round(void)
{
	unsigned int sock = clab_nf_chance(85) ? 0 : clab_nf_below(clab_nf_chance(80) ? 4 : 18);
	unsigned int n;

	clab_nf_generate(&clab_nf_msg);
	if (clab_nf_chance(30)) {
		clab_nf_sum.spoiled++;
		clab_nf_mutate(&clab_nf_msg);
		/* What is changed in length must be found again: only octets from here on. */
		for (n = clab_nf_chance(20) ? clab_nf_below(4) : 0; n && clab_nf_msg.len > 24; n--)
			clab_nf_msg.buf[20 + clab_nf_below((u32)clab_nf_msg.len - 20)] =
				(u8)clab_nf_rand();
	}
	clab_nf_one(&clab_nf_msg, sock);
	if (clab_nf_below(400) == 0)
		clab_nf_reopen(clab_nf_below(CLAB_NF_SOCKS));
}

static void clab_nf_command(unsigned int sock, u8 cmd)
{
	clab_nf_begin(&clab_nf_msg, CLAB_NF_LAB, cmd, 0);
	clab_nf_one(&clab_nf_msg, sock);
}

/* More transactions than there may be. */
static void clab_nf_many_transactions(void)
{
	unsigned int i;

	for (i = 0; i < CLAB_NF_SOCKS; i++)
		clab_nf_command(i, CLAB_LAB_C_TX_BEGIN);
	for (i = 0; i < CLAB_NF_SOCKS; i++)
		clab_nf_reopen(i);
}

/* A transaction in messages of many entries, each made by a function. */
static void clab_nf_fill(void (*entry)(struct clab_nf_msg *m, u32 number), u32 nr)
{
	u32 i, j;

	clab_nf_command(0, CLAB_LAB_C_TX_BEGIN);
	for (i = 0; i < nr; i += 400) {
		clab_nf_begin(&clab_nf_msg, CLAB_NF_LAB, CLAB_LAB_C_TX_ADD, 0);
		for (j = i; j < i + 400 && j < nr; j++)
			entry(&clab_nf_msg, j);
		clab_nf_one(&clab_nf_msg, 0);
	}
	clab_nf_command(0, CLAB_LAB_C_TX_COMMIT);
}

/* A DOI of more categories than a transaction may have. */
static void clab_nf_many_pairs(void)
{
	static struct clab_lab_pair pair[8000];
	const u8 tag = CLAB_TAG_BITMAP;
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(pair); i++)
		pair[i] = (struct clab_lab_pair){ .local = i, .remote = i };
	clab_nf_command(0, CLAB_LAB_C_TX_BEGIN);
	for (i = 0; i < 45; i++) {
		clab_nf_begin(&clab_nf_msg, CLAB_NF_LAB, CLAB_LAB_C_TX_ADD, 0);
		for (j = 0; j < 3; j++) {
			clab_nf_open(&clab_nf_msg, CLAB_LAB_A_ENTRY | NLA_F_NESTED);
			clab_nf_put_u8(&clab_nf_msg, CLAB_LAB_E_KIND, CLAB_LAB_KIND_DOI);
			clab_nf_put_u32(&clab_nf_msg, CLAB_LAB_E_DOI, 77);
			if (!i && !j) {
				clab_nf_put_u32(&clab_nf_msg, CLAB_LAB_E_MTYPE, CLAB_DOI_TRANS);
				clab_nf_put(&clab_nf_msg, CLAB_LAB_E_TAGS, &tag, 1);
			}
			clab_nf_put(&clab_nf_msg, CLAB_LAB_E_CATS, pair, sizeof(pair));
			clab_nf_close(&clab_nf_msg);
		}
		if (clab_nf_one(&clab_nf_msg, 0))
			break;
	}
}

/* More entries than one request may have, and one that is as long as can be. */
static void clab_nf_many_entries(void)
{
	static u8 empty[65500];
	u32 i;

	clab_nf_begin(&clab_nf_msg, CLAB_NF_LAB, CLAB_LAB_C_MAP_REPLACE, 0);
	for (i = 0; i < 65537; i++)
		clab_nf_put(&clab_nf_msg, CLAB_LAB_A_ENTRY | NLA_F_NESTED, NULL, 0);
	clab_nf_one(&clab_nf_msg, 0);
	clab_nf_begin(&clab_nf_msg, CLAB_NF_LAB, CLAB_LAB_C_MAP_REPLACE, 0);
	for (i = 0; i < 7; i++)
		clab_nf_put(&clab_nf_msg, CLAB_LAB_A_ENTRY | NLA_F_NESTED, empty, sizeof(empty));
	clab_nf_one(&clab_nf_msg, 0);
}

/* What is too large for any list, and what can't be met by chance. */
static void clab_nf_large(void)
{
	clab_nf_many_transactions();
	clab_nf_many_pairs();
	clab_nf_many_entries();
	clab_nf_fill(clab_nf_sel_entry, 2000);
	clab_nf_check();
	clab_nf_begin(&clab_nf_msg, CLAB_NF_MGMT, CLAB_MGMT_C_LISTDEF, 0);
	clab_nf_one(&clab_nf_msg, 0);
	clab_nf_begin(&clab_nf_msg, CLAB_NF_MGMT, CLAB_MGMT_C_LISTDEF, NLM_F_DUMP);
	clab_nf_one(&clab_nf_msg, 0);
	clab_nf_fill(clab_nf_iface_entry, 4097);
	clab_nf_fill(clab_nf_iface_entry, 4096);
	clab_nf_check();
	clab_nf_command(0, CLAB_LAB_C_FLUSH);
	clab_nf_check();
}

/* From another user namespace nothing can be asked. */
static void clab_nf_stranger_asks(void)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
			_exit(2);
		clab_nf_begin(&clab_nf_msg, CLAB_NF_LAB, CLAB_LAB_C_STATUS, 0);
		_exit(clab_nf_ask(&clab_nf_msg, clab_nf_socket(), NULL) == -EPERM &&
		      clab_nf_sum.nr_texts ? 0 : 1);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status) {
		printf("wrong: another user namespace is not told that it may not ask\n");
		clab_nf_sum.wrong++;
		return;
	}
	clab_nf_count_text("only the initial user namespace may ask");
}

static void clab_nf_print(void)
{
	unsigned int f, c;

	for (f = 0; f < CLAB_NF_FAMILIES; f++)
		for (c = 1; c <= clab_nf_commands[f]; c++)
			printf("command %s %u %lu %lu\n", clab_nf_names[f], c,
			       clab_nf_sum.command[f][c][0], clab_nf_sum.command[f][c][1]);
	for (c = 0; c < clab_nf_sum.nr_texts; c++)
		printf("says %lu %s\n", clab_nf_sum.times[c], clab_nf_sum.text[c]);
	printf("sent=%lu\naccepted=%lu\nrefused=%lu\n", clab_nf_sum.sent,
	       clab_nf_sum.accepted, clab_nf_sum.refused);
	printf("spoiled=%lu\nunsure=%lu\nbatches=%lu\nwrong=%lu\n", clab_nf_sum.spoiled,
	       clab_nf_sum.unsure, clab_nf_sum.batches, clab_nf_sum.wrong);
}

/**
 * main() - send requests and compare what comes of them
 * @argc: number of words
 * @argv: the words
 *
 * Return: 0 if all is as the model says, 1 if not, 2 if it could not be tried.
 */
int main(int argc, char **argv)
{
	unsigned long i, count;

	if (argc != 3) {
		fprintf(stderr, "usage: clab-netfuzz SEED COUNT\n");
		return 2;
	}
	clab_nf_seed(strtoul(argv[1], NULL, 0));
	count = strtoul(argv[2], NULL, 0);
	clab_nf_lister = clab_nf_socket();
	for (i = 0; i < CLAB_NF_FAMILIES; i++)
		clab_nf_ids[i] = clab_nf_id(clab_nf_lister, clab_nf_names[i]);
	for (i = 0; i < CLAB_NF_SOCKS; i++)
		clab_nf_socks[i] = clab_nf_socket();
	clab_nf_stranger_asks();
	clab_nf_resync();
	clab_nf_command(0, CLAB_LAB_C_FLUSH);
	clab_nf_large();
	for (i = 1; i <= count && !clab_nf_sum.wrong; i++) {
		clab_nf_round();
		if (i % CLAB_NF_BATCH == 0 || clab_nf_sum.wrong)
			clab_nf_check();
	}
	clab_nf_command(0, CLAB_LAB_C_FLUSH);
	clab_nf_check();
	clab_nf_print();
	return clab_nf_sum.wrong ? 1 : 0;
}
