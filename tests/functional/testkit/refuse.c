// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: every fault in every attribute of every message
 *
 * Reads messages that the engine takes, sends each one with every fault there
 * can be in it, one at a time, and writes a table of the answers. What goes to a
 * family that NetLabel has too is sent to stock NetLabel as well.
 *
 * The file has a line each, and # for a remark:
 *
 *	family NAME STOCK|- NAME...	what follows is of this family; the names of
 *					its attributes, from 1 on
 *	inner NAME...			of those inside its nests, if others
 *	setup CMD WORD...		sent once
 *	command CMD [dump] NAME		what follows is of this command
 *	before CMD WORD...		sent before each of its messages, with a fault
 *					or not, on the same socket
 *	undo CMD WORD...		sent behind each
 *	message WORD...			the message, as `clab-testkit genl` has it
 *
 * A refusal has to change nothing, not even the generation. What was accepted is
 * undone by the lines "undo", or here by putting back what was configured.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "refuse.h"

#define CLAB_STATE_MAX	(1 << 20)	/* octets of a configuration */
#define CLAB_LINES	8		/* of one kind, of one command */
#define CLAB_ROWS	256		/* of the table of one message */

/* struct clab_answer - what came back: error, sentence, offset of the attribute */
struct clab_answer {
	int err;
	char text[128];
	u32 at;
};

/* struct clab_state - what is configured: attributes, and the generation */
struct clab_state {
	u32 generation;
	size_t len;
	u8 buf[CLAB_STATE_MAX];
};

/* struct clab_row - an answer, and the faults that have it */
struct clab_row {
	char where[64];
	char faults[768];
	char answer[256];
};

static struct {
	char family[32], stock[32], command[64];
	char names[2][CLAB_NAMES][24];
	unsigned int nr_names[2];
	unsigned int cmd, flags;
	char before[CLAB_LINES][1024], undo[CLAB_LINES][1024];
	unsigned int nr_before, nr_undo;
	struct clab_row row[CLAB_ROWS];
	unsigned int nr_rows;
	unsigned int sent, accepted, silent, changed, lost, differing;
} clab_refuse;

/* What was configured at first, what is before a message, and what is now. */
static struct clab_state clab_ours_first, clab_stock_first;
static struct clab_state clab_ours_before, clab_stock_before, clab_refuse_now;
static struct clab_msg clab_refuse_msg;

static const char *const clab_fault_names[CLAB_FAULTS] = {
	[CLAB_FAULT_MISSING] = "missing",
	[CLAB_FAULT_EMPTY] = "empty",
	[CLAB_FAULT_SHORT] = "an octet short",
	[CLAB_FAULT_LONG] = "an octet long",
	[CLAB_FAULT_ZEROS] = "all bits 0",
	[CLAB_FAULT_ONES] = "all bits 1",
	[CLAB_FAULT_FLAG] = "flag `NLA_F_NESTED` wrong",
	[CLAB_FAULT_OCTETS] = "three octets",
	[CLAB_FAULT_FLAT] = "not around what it holds",
	[CLAB_FAULT_TWICE] = "twice",
	[CLAB_FAULT_BREAKS] = "longer than the message",
};

/* What a message of an answer adds to a state: here the entries, and the
 * generation on its own; of stock NetLabel everything.
 */
static void clab_state_add(struct clab_state *s, const struct nlmsghdr *n, bool ours)
{
	const u8 *p = (const void *)n;
	struct nlattr nla;
	size_t at, len;

	for (at = NLMSG_HDRLEN + GENL_HDRLEN; at + NLA_HDRLEN <= n->nlmsg_len; at += len) {
		memcpy(&nla, p + at, sizeof(nla));
		len = NLA_ALIGN(nla.nla_len);
		if (ours && nla.nla_type == 1) {
			memcpy(&s->generation, p + at + NLA_HDRLEN, sizeof(u32));
			continue;
		}
		if (s->len + len > sizeof(s->buf))
			clab_die("refusals: too much is configured");
		memcpy(s->buf + s->len, p + at, len);
		s->len += len;
	}
}

/* What is read: the answer, and the state that what it lists goes to, if any. */
struct clab_reading {
	struct clab_answer *answer;
	struct clab_state *state;
	bool ours;
};

static bool clab_refuse_take(const struct nlmsghdr *n, void *priv)
{
	const struct clab_reading *r = priv;

	if (n->nlmsg_type != NLMSG_ERROR && n->nlmsg_type != NLMSG_DONE) {
		if (r->state)
			clab_state_add(r->state, n, r->ours);
		return false;
	}
	memcpy(&r->answer->err, NLMSG_DATA(n), sizeof(r->answer->err));
	r->answer->at = clab_extack(n, r->answer->text, sizeof(r->answer->text));
	return true;
}

/* The answer to clab_refuse_msg. */
static void clab_refuse_send(int fd, struct clab_answer *a, struct clab_state *s, bool ours)
{
	struct clab_reading reading = { .answer = a, .state = s, .ours = ours };

	memset(a, 0, sizeof(*a));
	clab_msg_send(&clab_refuse_msg, fd);
	clab_genl_answer(fd, clab_refuse_take, &reading);
}

/* Send a line of the file: CMD WORD... */
static int clab_refuse_line(int fd, u16 family, const char *line)
{
	const struct clab_fault none = { .node = -1 };
	struct clab_places places;
	struct clab_tree tree;
	struct clab_answer a;
	unsigned int cmd;
	int used = 0;

	if (sscanf(line, "%u%n", &cmd, &used) != 1)
		clab_die("refusals: cannot read %s", line);
	clab_tree_parse(&tree, line + used);
	clab_msg_begin(&clab_refuse_msg, family, cmd, 3, 0);
	clab_tree_write(&tree, &none, &clab_refuse_msg, &places);
	clab_refuse_send(fd, &a, NULL, false);
	return a.err;
}

/* What is configured now. */
static void clab_state_read(struct clab_state *s, bool ours)
{
	static const struct {
		const char *family;
		u8 cmd;
		bool ours, dump;
	} lists[] = {
		{ "CLAB_LAB", 6, true, true },
		{ "NLBL_CIPSOv4", 4, false, true },
		{ "NLBL_MGMT", 3, false, true },
		{ "NLBL_MGMT", 6, false, false },
		{ "NLBL_UNLBL", 2, false, false },
		{ "NLBL_UNLBL", 5, false, true },
		{ "NLBL_UNLBL", 8, false, true },
	};
	struct clab_answer a;
	int fd = clab_genl_open();
	size_t i;

	memset(s, 0, offsetof(struct clab_state, buf));
	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		u16 family;

		if (lists[i].ours != ours)
			continue;
		family = clab_genl_family(fd, &clab_refuse_msg, lists[i].family);
		clab_msg_begin(&clab_refuse_msg, family, lists[i].cmd, 3,
			       lists[i].dump ? NLM_F_DUMP : 0);
		clab_refuse_send(fd, &a, s, ours);
	}
	close(fd);
}

/* A sum over the attributes that does not depend on their order. */
static u64 clab_state_sum(const struct clab_state *s)
{
	struct nlattr nla;
	u64 sum = 0, hash;
	size_t at, i;

	for (at = 0; at < s->len; at += NLA_ALIGN(nla.nla_len)) {
		memcpy(&nla, s->buf + at, sizeof(nla));
		for (i = 0, hash = 0; i < (size_t)NLA_ALIGN(nla.nla_len); i++)
			hash = (hash ^ s->buf[at + i]) * 0x100000001b3 + 1;
		sum += hash;
	}
	return sum;
}

/* Stock NetLabel lists what was removed and added again in another place. */
static bool clab_state_same(const struct clab_state *a, const struct clab_state *b, bool ours)
{
	if (a->len != b->len)
		return false;
	if (ours)
		return !memcmp(a->buf, b->buf, a->len);
	return clab_state_sum(a) == clab_state_sum(b);
}

/* Put back what was configured here, by a transaction. */
static void clab_state_restore(const struct clab_state *s)
{
	int fd = clab_genl_open();
	u16 family = clab_genl_family(fd, &clab_refuse_msg, "CLAB_LAB");
	struct clab_answer a;
	struct nlattr nla;
	size_t at = 0;

	clab_msg_begin(&clab_refuse_msg, family, 2, 1, 0);
	clab_refuse_send(fd, &a, NULL, false);
	while (at < s->len && !a.err) {
		clab_msg_begin(&clab_refuse_msg, family, 3, 1, 0);
		for (; at < s->len && clab_refuse_msg.len < 16384; at += NLA_ALIGN(nla.nla_len)) {
			memcpy(&nla, s->buf + at, sizeof(nla));
			clab_msg_put(&clab_refuse_msg, s->buf + at, NLA_ALIGN(nla.nla_len));
		}
		clab_refuse_send(fd, &a, NULL, false);
	}
	clab_msg_begin(&clab_refuse_msg, family, 4, 1, 0);
	if (!a.err)
		clab_refuse_send(fd, &a, NULL, false);
	if (a.err)
		clab_die("refusals: cannot put back what was configured: %s",
			 clab_errno_name(-a.err));
	close(fd);
}

/* Send the message with a fault to an engine, and see to it that nothing has
 * changed behind it.
 */
static void clab_refuse_try(const char *name, bool ours, const struct clab_tree *tree,
			    const struct clab_fault *fault, struct clab_answer *a,
			    struct clab_places *places)
{
	struct clab_state *before = ours ? &clab_ours_before : &clab_stock_before;
	int fd = clab_genl_open();
	u16 family = clab_genl_family(fd, &clab_refuse_msg, name);
	unsigned int i;

	for (i = 0; i < clab_refuse.nr_before; i++)
		clab_refuse_line(fd, family, clab_refuse.before[i]);
	clab_state_read(before, ours);
	clab_msg_begin(&clab_refuse_msg, family, clab_refuse.cmd, 3, clab_refuse.flags);
	clab_tree_write(tree, fault, &clab_refuse_msg, places);
	clab_refuse_send(fd, a, NULL, false);
	clab_state_read(&clab_refuse_now, ours);
	if (a->err && (!clab_state_same(before, &clab_refuse_now, ours) ||
		       before->generation != clab_refuse_now.generation)) {
		printf("# %s %s, %s: refused, and something has changed\n", name,
		       clab_refuse.command, clab_fault_names[fault->kind]);
		clab_refuse.changed += ours;
	}
	for (i = 0; i < clab_refuse.nr_undo; i++)
		clab_refuse_line(fd, family, clab_refuse.undo[i]);
	close(fd);
	clab_state_read(&clab_refuse_now, ours);
	if (clab_state_same(&clab_refuse_now, ours ? &clab_ours_first : &clab_stock_first, ours))
		return;
	if (ours)
		clab_state_restore(&clab_ours_first);
	clab_state_read(&clab_refuse_now, ours);
	if (!clab_state_same(&clab_refuse_now, ours ? &clab_ours_first : &clab_stock_first, ours)) {
		printf("# %s %s, %s of %d: cannot be undone\n", name, clab_refuse.command,
		       clab_fault_names[fault->kind] ?: "also", fault->node);
		clab_refuse.lost++;
	}
}

/* The name of an attribute, inside a nest or outside of all. */
static const char *clab_refuse_name(unsigned int type, unsigned int depth)
{
	unsigned int which = depth && clab_refuse.nr_names[1];
	static char text[32];

	if (type && type <= clab_refuse.nr_names[which])
		snprintf(text, sizeof(text), "`%s`", clab_refuse.names[which][type - 1]);
	else
		snprintf(text, sizeof(text), "%s", type ? "an unknown one" : "one of type 0");
	return text;
}

/* Which attribute an answer points at. */
static const char *clab_refuse_at(const struct clab_tree *tree, const struct clab_fault *fault,
				  const struct clab_places *places, u32 at)
{
	unsigned int depth = fault->node < 0 ? 0 : tree->node[fault->node].depth + 1;
	unsigned int i;

	if (!at)
		return "";
	if (at == places->also)
		return clab_refuse_name(fault->type, depth);
	for (i = 0; i < tree->nr; i++)
		if (places->node[i] == at)
			return clab_refuse_name(tree->node[i].type, tree->node[i].depth);
	return "?";
}

static void clab_refuse_row(const char *where, const char *fault, const char *answer)
{
	struct clab_row *row;
	unsigned int i;

	for (i = 0; i < clab_refuse.nr_rows; i++) {
		row = &clab_refuse.row[i];
		if (strcmp(row->where, where) || strcmp(row->answer, answer))
			continue;
		if (strstr(row->faults, fault))
			return;
		if (strlen(row->faults) + strlen(fault) + 3 > sizeof(row->faults))
			clab_die("refusals: too many faults in one row");
		strcat(strcat(row->faults, ", "), fault);
		return;
	}
	if (clab_refuse.nr_rows == CLAB_ROWS)
		clab_die("refusals: too many rows");
	row = &clab_refuse.row[clab_refuse.nr_rows++];
	snprintf(row->where, sizeof(row->where), "%s", where);
	snprintf(row->faults, sizeof(row->faults), "%s", fault);
	snprintf(row->answer, sizeof(row->answer), "%s", answer);
}

/* The kernel's own sentences, which differ from one version to the next. */
static bool clab_refuse_kernels(const char *text)
{
	static const char *const own[] = {
		"bytes leftover after parsing attributes",
		"binary attribute size out of range",
		"integer out of range",
		"invalid attribute length",
		"reserved bit set",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(own); i++)
		if (!strcmp(text, own[i]))
			return true;
	return (text[0] >= 'A' && text[0] <= 'Z' && strncmp(text, "DOI ", 4)) ||
		strstr(text, "leftover");
}

/* The sentence of an answer as the table has it. */
static const char *clab_refuse_said(const struct clab_answer *a)
{
	static char text[160];

	if (!a->text[0])
		return "";
	if (clab_refuse_kernels(a->text))
		return "the kernel's";
	snprintf(text, sizeof(text), "*%s*", a->text);
	return text;
}

static void clab_refuse_one(const struct clab_tree *tree, const struct clab_fault *fault)
{
	const struct clab_node *node = &tree->node[fault->node < 0 ? 0 : fault->node];
	char where[64], what[64], answer[256], stock[64] = "";
	struct clab_places places;
	struct clab_answer a, b = { 0 };

	clab_refuse_try(clab_refuse.family, true, tree, fault, &a, &places);
	clab_refuse.sent++;
	clab_refuse.accepted += !a.err;
	if (a.err && !a.text[0] && !(clab_refuse.flags & NLM_F_DUMP)) {
		printf("# %s %s: refused without a sentence\n", clab_refuse.family,
		       clab_refuse.command);
		clab_refuse.silent++;
	}
	if (clab_refuse.stock[0] != '-') {
		clab_refuse_try(clab_refuse.stock, false, tree, fault, &b, &places);
		if (a.err != b.err)
			snprintf(stock, sizeof(stock), "`%s`", clab_errno_name(-b.err));
		/* What the kernel itself refuses is refused before it is looked at. */
		clab_refuse.differing += a.err && b.err && a.err != b.err &&
					 !clab_refuse_kernels(a.text);
	}
	if (!a.err)
		snprintf(answer, sizeof(answer), "accepted | | | %s |", b.err ? stock : "");
	else
		snprintf(answer, sizeof(answer), "`%s` | %s | %s | %s |",
			 clab_errno_name(-a.err), clab_refuse_said(&a),
			 clab_refuse_at(tree, fault, &places, a.at),
			 *stock && !b.err ? "accepted" : stock);
	snprintf(where, sizeof(where), "%s", fault->node < 0 ? "the message" :
		 clab_refuse_name(node->type, node->depth));
	snprintf(what, sizeof(what), "%s", clab_fault_names[fault->kind] ?: "");
	if (fault->kind == CLAB_FAULT_ALSO)
		snprintf(what, sizeof(what), "also %s",
			 clab_refuse_name(fault->type, fault->node < 0 ? 0 : node->depth + 1));
	clab_refuse_row(where, what, answer);
}

/* A message: as it is, which must be accepted, then with each fault. */
static void clab_refuse_message(const char *words)
{
	struct clab_fault fault = { .node = -1 };
	struct clab_places places;
	struct clab_answer a;
	struct clab_tree tree;
	unsigned int i, t, nr;

	clab_tree_parse(&tree, words);
	clab_refuse.nr_rows = 0;
	clab_refuse_try(clab_refuse.family, true, &tree, &fault, &a, &places);
	if (a.err)
		clab_die("refusals: %s %s %s: %s %s", clab_refuse.family, clab_refuse.command,
			 words, clab_errno_name(-a.err), a.text);
	for (fault.node = -1; fault.node < (int)tree.nr; fault.node++) {
		for (fault.kind = CLAB_FAULT_MISSING; fault.kind < CLAB_FAULT_ALSO; fault.kind++)
			if (clab_fault_fits(&tree, &fault))
				clab_refuse_one(&tree, &fault);
		nr = clab_refuse.nr_names[fault.node >= 0 && clab_refuse.nr_names[1]];
		for (t = 0; t <= nr + 1; t++) {
			fault.type = t > nr ? CLAB_NOBODY : t;
			if (clab_fault_fits(&tree, &fault))
				clab_refuse_one(&tree, &fault);
		}
	}
	printf("\n### `%s` `%s`", clab_refuse.family, clab_refuse.command);
	for (i = 0; i < tree.nr; i++)
		printf("%s %s", i ? "" : ":",
		       clab_refuse_name(tree.node[i].type, tree.node[i].depth));
	printf("\n\n| attribute | fault | answer | sentence | at | stock NetLabel |\n"
	       "|---|---|---|---|---|---|\n");
	for (i = 0; i < clab_refuse.nr_rows; i++)
		printf("| %s | %s | %s\n", clab_refuse.row[i].where, clab_refuse.row[i].faults,
		       clab_refuse.row[i].answer);
}

static void clab_refuse_names(unsigned int which, char *words)
{
	char *word, *rest;

	clab_refuse.nr_names[which] = 0;
	for (word = strtok_r(words, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
		if (clab_refuse.nr_names[which] == CLAB_NAMES)
			clab_die("refusals: too many names");
		snprintf(clab_refuse.names[which][clab_refuse.nr_names[which]++],
			 sizeof(clab_refuse.names[0][0]), "%s", word);
	}
}

static void clab_refuse_keep(char lines[CLAB_LINES][1024], unsigned int *nr, const char *line)
{
	if (*nr == CLAB_LINES)
		clab_die("refusals: too many lines");
	snprintf(lines[(*nr)++], 1024, "%s", line);
}

static void clab_refuse_setup(const char *line)
{
	int fd = clab_genl_open();

	clab_refuse_line(fd, clab_genl_family(fd, &clab_refuse_msg, clab_refuse.family), line);
	if (clab_refuse.stock[0] != '-')
		clab_refuse_line(fd, clab_genl_family(fd, &clab_refuse_msg, clab_refuse.stock), line);
	close(fd);
}

/* One line of the file. */
static void clab_refuse_read_line(char *line)
{
	int used = 0;
	char word[16];

	if (sscanf(line, "%15s %n", word, &used) != 1 || word[0] == '#')
		return;
	line += used;
	line[strcspn(line, "\n")] = 0;
	if (!strcmp(word, "family")) {
		if (sscanf(line, "%31s %31s %n", clab_refuse.family, clab_refuse.stock, &used) != 2)
			clab_die("refusals: a family without names");
		clab_refuse_names(0, line + used);
		clab_refuse.nr_names[1] = 0;
	} else if (!strcmp(word, "inner")) {
		clab_refuse_names(1, line);
	} else if (!strcmp(word, "setup")) {
		clab_refuse_setup(line);
	} else if (!strcmp(word, "command")) {
		clab_refuse.nr_before = 0;
		clab_refuse.nr_undo = 0;
		clab_refuse.flags = 0;
		if (sscanf(line, "%u %n", &clab_refuse.cmd, &used) != 1)
			clab_die("refusals: a command without a number");
		line += used;
		if (!strncmp(line, "dump ", 5)) {
			clab_refuse.flags = NLM_F_DUMP;
			line += 5;
		}
		snprintf(clab_refuse.command, sizeof(clab_refuse.command), "%s", line);
	} else if (!strcmp(word, "before")) {
		clab_refuse_keep(clab_refuse.before, &clab_refuse.nr_before, line);
	} else if (!strcmp(word, "undo")) {
		clab_refuse_keep(clab_refuse.undo, &clab_refuse.nr_undo, line);
	} else if (!strcmp(word, "message")) {
		if (!clab_ours_first.len) {
			clab_state_read(&clab_ours_first, true);
			clab_state_read(&clab_stock_first, false);
		}
		clab_refuse_message(line);
	} else {
		clab_die("refusals: cannot read %s", word);
	}
}

/**
 * clab_refuse_main() - the subcommand refusals
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words: the file of messages
 *
 * Writes the table, and behind it name=value lines of what was counted.
 *
 * Return: 0, or 2 when the words are wrong.
 */
int clab_refuse_main(int argc, char **argv)
{
	static char line[4096];
	FILE *f;

	if (argc != 2)
		return 2;
	f = fopen(argv[1], "re");
	if (!f)
		clab_sysdie(argv[1]);
	while (fgets(line, sizeof(line), f))
		clab_refuse_read_line(line);
	fclose(f);
	printf("\nsent=%u\naccepted=%u\nsilent=%u\nchanged=%u\nlost=%u\ndiffering=%u\n",
	       clab_refuse.sent, clab_refuse.accepted, clab_refuse.silent,
	       clab_refuse.changed, clab_refuse.lost, clab_refuse.differing);
	return 0;
}
