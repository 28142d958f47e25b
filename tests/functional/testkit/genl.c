// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: generic netlink messages, well formed or not
 *
 * Written without a library on purpose: one would refuse to send most of what
 * is to be refused here by the kernel.
 */
#include <ctype.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit.h"

static void clab_bad_word(const char *word)
{
	fprintf(stderr, "clab-testkit: genl: cannot read %s\n", word);
	exit(2);
}

/**
 * clab_msg_put() - put octets as they are
 * @m: the message
 * @data: the octets
 * @len: how many
 */
void clab_msg_put(struct clab_msg *m, const void *data, size_t len)
{
	if (m->len + len > sizeof(m->buf))
		clab_die("the message is too long");
	memcpy(m->buf + m->len, data, len);
	m->len += len;
}

static void clab_msg_pad(struct clab_msg *m)
{
	static const u8 zero[NLA_ALIGNTO];

	clab_msg_put(m, zero, NLA_ALIGN(m->len) - m->len);
}

/**
 * clab_msg_attr() - put an attribute
 * @m: the message
 * @type: its type
 * @data: what it holds
 * @len: octets of that
 */
void clab_msg_attr(struct clab_msg *m, unsigned int type, const void *data, size_t len)
{
	struct nlattr nla = { .nla_len = (u16)(NLA_HDRLEN + len), .nla_type = (u16)type };

	clab_msg_put(m, &nla, sizeof(nla));
	clab_msg_put(m, data, len);
	clab_msg_pad(m);
}

/**
 * clab_msg_open() - begin an attribute that holds others
 * @m: the message
 * @type: its type, NLA_F_NESTED included where that is wanted
 */
void clab_msg_open(struct clab_msg *m, unsigned int type)
{
	if (m->depth == CLAB_NEST_MAX)
		clab_die("nested too deep");
	m->nest[m->depth++] = m->len;
	clab_msg_attr(m, type, NULL, 0);
}

/**
 * clab_msg_close() - end what clab_msg_open() began
 * @m: the message
 */
void clab_msg_close(struct clab_msg *m)
{
	struct nlattr *nla;

	if (!m->depth)
		clab_bad_word("end");
	nla = (void *)(m->buf + m->nest[--m->depth]);
	nla->nla_len = (u16)(m->len - m->nest[m->depth]);
}

static size_t clab_hex(const char *text, u8 *out, size_t room)
{
	size_t i, len = strlen(text);
	unsigned int octet;

	if (len % 2 || len / 2 > room)
		clab_bad_word(text);
	for (i = 0; i < len / 2; i++) {
		if (sscanf(text + 2 * i, "%2x", &octet) != 1)
			clab_bad_word(text);
		out[i] = (u8)octet;
	}
	return len / 2;
}

static void clab_msg_value(struct clab_msg *m, unsigned int type, const char *kind,
			   const char *text)
{
	u32 num = (u32)strtoul(text, NULL, 0);
	u16 half = (u16)num;
	u8 octet = (u8)num;
	static u8 raw[32768];

	if (!strcmp(kind, "u8"))
		clab_msg_attr(m, type, &octet, sizeof(octet));
	else if (!strcmp(kind, "u16"))
		clab_msg_attr(m, type, &half, sizeof(half));
	else if (!strcmp(kind, "u32"))
		clab_msg_attr(m, type, &num, sizeof(num));
	else if (!strcmp(kind, "str"))
		clab_msg_attr(m, type, text, strlen(text) + 1);
	else if (!strcmp(kind, "hex"))
		clab_msg_attr(m, type, raw, clab_hex(text, raw, sizeof(raw)));
	else
		clab_bad_word(kind);
}

/* ATTR:KIND:VALUE, ATTR:nest, ATTR:nested (the same, and says so), end, or raw:HEX,
 * which is put as it is.
 */
static void clab_msg_word(struct clab_msg *m, char *word)
{
	static u8 raw[32768];
	char *kind, *text;

	if (!strcmp(word, "end")) {
		clab_msg_close(m);
		return;
	}
	kind = strchr(word, ':');
	if (!kind)
		clab_bad_word(word);
	*kind++ = 0;
	if (!strcmp(word, "raw")) {
		clab_msg_put(m, raw, clab_hex(kind, raw, sizeof(raw)));
		return;
	}
	if (!strcmp(kind, "nest") || !strcmp(kind, "nested")) {
		clab_msg_open(m, (unsigned int)strtoul(word, NULL, 0) |
				 (kind[4] ? NLA_F_NESTED : 0));
		return;
	}
	text = strchr(kind, ':');
	if (!text)
		clab_bad_word(kind);
	*text++ = 0;
	clab_msg_value(m, (unsigned int)strtoul(word, NULL, 0), kind, text);
}

/**
 * clab_msg_begin() - begin a message
 * @m: the message
 * @family: its family
 * @cmd: its command
 * @version: the version of the family
 * @flags: NLM_F_* beside REQUEST and ACK
 */
void clab_msg_begin(struct clab_msg *m, unsigned int family, unsigned int cmd,
		    unsigned int version, unsigned int flags)
{
	struct genlmsghdr g = { .cmd = (u8)cmd, .version = (u8)version };
	struct nlmsghdr n = {
		.nlmsg_type = (u16)family,
		.nlmsg_flags = (u16)(NLM_F_REQUEST | NLM_F_ACK | flags),
		.nlmsg_seq = 1,
	};

	m->len = 0;
	m->depth = 0;
	clab_msg_put(m, &n, sizeof(n));
	clab_msg_put(m, &g, sizeof(g));
}

/**
 * clab_msg_send() - send a message
 * @m: the message
 * @fd: the socket
 */
void clab_msg_send(struct clab_msg *m, int fd)
{
	struct nlmsghdr *n = (void *)m->buf;

	n->nlmsg_len = (u32)m->len;
	if (send(fd, m->buf, m->len, 0) < 0)
		clab_sysdie("netlink send");
}

/**
 * clab_extack() - what an answer says beside its error number
 * @n: the answer
 * @text: where the sentence goes; empty if there is none
 * @room: octets there
 *
 * Return: where in the request the attribute at fault is, 0 if nothing says so.
 */
u32 clab_extack(const struct nlmsghdr *n, char *text, size_t room)
{
	const struct nlmsgerr *e = NLMSG_DATA(n);
	size_t skip = NLMSG_HDRLEN + sizeof(*e);
	const u8 *p = (const void *)n;
	struct nlattr nla;
	u32 off = 0;

	text[0] = 0;
	if (!(n->nlmsg_flags & NLM_F_ACK_TLVS))
		return 0;
	if (n->nlmsg_type == NLMSG_DONE)
		skip = NLMSG_HDRLEN + sizeof(e->error);
	else if (!(n->nlmsg_flags & NLM_F_CAPPED))
		skip += e->msg.nlmsg_len - NLMSG_HDRLEN;
	for (skip = NLMSG_ALIGN(skip); skip + NLA_HDRLEN <= n->nlmsg_len;
	     skip += NLA_ALIGN(nla.nla_len)) {
		memcpy(&nla, p + skip, sizeof(nla));
		if (nla.nla_len < NLA_HDRLEN)
			break;
		if (nla.nla_type == NLMSGERR_ATTR_MSG)
			snprintf(text, room, "%s", (const char *)p + skip + NLA_HDRLEN);
		if (nla.nla_type == NLMSGERR_ATTR_OFFS)
			memcpy(&off, p + skip + NLA_HDRLEN, sizeof(off));
	}
	return off;
}

static void clab_print_extack(const struct nlmsghdr *n)
{
	char text[256];
	u32 off = clab_extack(n, text, sizeof(text));

	if (text[0])
		printf("extack=%s\n", text);
	if (off)
		printf("offset=%u\n", off);
}

static void clab_print_hex(const char *name, const u8 *p, size_t len)
{
	printf("%s=", name);
	while (len--)
		printf("%02x", *p++);
	putchar('\n');
}

/* Returns whether this was the last message of the answer. */
static bool clab_answer_one(const struct nlmsghdr *n, void *priv)
{
	u16 *family = priv;
	size_t hdr = NLMSG_HDRLEN + GENL_HDRLEN;
	const u8 *p = (const void *)n;
	int err = 0;

	if (n->nlmsg_type == NLMSG_ERROR || n->nlmsg_type == NLMSG_DONE) {
		memcpy(&err, NLMSG_DATA(n), sizeof(err));
		if (family)
			return true;
		printf("errno=%s\n", clab_errno_name(-err));
		if (n->nlmsg_type == NLMSG_ERROR)
			clab_print_extack(n);
		return true;
	}
	if (!family) {
		clab_print_hex("answer", p + hdr, n->nlmsg_len - hdr);
		return false;
	}
	while (hdr + NLA_HDRLEN <= n->nlmsg_len) {
		struct nlattr nla;

		memcpy(&nla, p + hdr, sizeof(nla));
		if (nla.nla_type == CTRL_ATTR_FAMILY_ID)
			memcpy(family, p + hdr + NLA_HDRLEN, sizeof(*family));
		hdr += NLA_ALIGN(nla.nla_len);
	}
	return false;
}

/**
 * clab_genl_answer() - read the answer to a request
 * @fd: the socket
 * @take: called for each message; returns whether it was the last: an
 *	acknowledgment ends the answer to a request, NLMSG_DONE that to a dump
 * @priv: for it
 */
void clab_genl_answer(int fd, bool (*take)(const struct nlmsghdr *n, void *priv), void *priv)
{
	static u8 buf[CLAB_MSG_MAX] __aligned(8);
	const struct nlmsghdr *n;
	bool done = false;
	ssize_t got;
	size_t left;

	while (!done) {
		if (!clab_readable(fd, 10000))
			clab_die("genl: no answer");
		got = recv(fd, buf, sizeof(buf), 0);
		if (got < 0)
			clab_sysdie("netlink recv");
		left = (size_t)got;
		for (n = (void *)buf; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left))
			done |= take(n, priv);
	}
}

/**
 * clab_genl_family() - look a family up
 * @fd: the socket
 * @m: a message to write to
 * @name: the family's name, or its number
 *
 * Return: its number.
 */
u16 clab_genl_family(int fd, struct clab_msg *m, const char *name)
{
	u16 family = 0;

	if (isdigit((unsigned char)name[0]))
		return (u16)strtoul(name, NULL, 0);
	clab_msg_begin(m, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, 0);
	clab_msg_attr(m, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	clab_msg_send(m, fd);
	clab_genl_answer(fd, clab_answer_one, &family);
	if (!family)
		clab_die("genl: there is no family %s", name);
	return family;
}

/* A word with # for a number, or @ for it as eight hexadecimal digits. */
static void clab_msg_word_nr(struct clab_msg *m, const char *word, unsigned int nr)
{
	char text[512];
	size_t len = 0;

	for (; *word && len + 16 < sizeof(text); word++) {
		if (*word == '#')
			len += (size_t)sprintf(text + len, "%u", nr);
		else if (*word == '@')
			len += (size_t)sprintf(text + len, "%08x", nr);
		else
			text[len++] = *word;
	}
	text[len] = 0;
	clab_msg_word(m, text);
}

/**
 * clab_genl_open() - make a generic netlink socket
 *
 * Return: the socket.
 */
int clab_genl_open(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	struct sockaddr_nl nl = { .nl_family = AF_NETLINK };
	int on = 1;

	if (fd < 0 || connect(fd, (struct sockaddr *)&nl, sizeof(nl)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on)))
		clab_sysdie("netlink socket");
	return fd;
}

/**
 * clab_genl_read() - make a message of words
 * @m: the message
 * @family: its family
 * @argc: number of words
 * @argv: the words: CMD [dump] WORD..., up to --
 *
 * Return: the words used.
 */
int clab_genl_read(struct clab_msg *m, u16 family, int argc, char **argv)
{
	unsigned int flags = 0;
	int i = 1;

	if (argc > 1 && !strcmp(argv[1], "dump")) {
		flags = NLM_F_DUMP;
		i++;
	}
	clab_msg_begin(m, family, (unsigned int)strtoul(argv[0], NULL, 0), 3, flags);
	for (; i < argc && strcmp(argv[i], "--"); i++)
		clab_msg_word(m, argv[i]);
	while (m->depth)
		clab_msg_close(m);
	return i < argc ? i + 1 : i;
}

/**
 * clab_genl_main() - the subcommand genl
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words: family, then messages with -- between them: a command and
 *	what the message holds
 *
 * Prints errno=NAME, and extack=TEXT and offset=N when the kernel says so, for
 * each message. All go by one socket.
 *
 * Return: 0, or 2 when a word cannot be read.
 */
int clab_genl_main(int argc, char **argv)
{
	static struct clab_msg m;
	u16 family;
	int fd, i;

	if (argc < 3)
		return 2;
	fd = clab_genl_open();
	family = clab_genl_family(fd, &m, argv[1]);
	for (i = 2; i < argc;) {
		i += clab_genl_read(&m, family, argc - i, argv + i);
		clab_msg_send(&m, fd);
		clab_genl_answer(fd, clab_answer_one, NULL);
	}
	return 0;
}

/* The first error that requests without an acknowledgment have brought. */
static void clab_fill_errors(int fd, unsigned int *errors, int *first)
{
	static u8 buf[CLAB_MSG_MAX] __aligned(8);
	const struct nlmsghdr *n;
	ssize_t got;
	size_t left;
	int err;

	while ((got = recv(fd, buf, sizeof(buf), MSG_DONTWAIT)) > 0) {
		left = (size_t)got;
		for (n = (void *)buf; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left)) {
			memcpy(&err, NLMSG_DATA(n), sizeof(err));
			if (n->nlmsg_type != NLMSG_ERROR || !err)
				continue;
			*first = *first ? *first : -err;
			++*errors;
		}
	}
}

static void clab_fill_one(struct clab_msg *m, u16 family, char **argv, int argc, unsigned int nr)
{
	struct nlmsghdr *n;
	int i;

	clab_msg_begin(m, family, (unsigned int)strtoul(argv[2], NULL, 0), 3, 0);
	for (i = 5; i < argc; i++)
		clab_msg_word_nr(m, argv[i], nr);
	while (m->depth)
		clab_msg_close(m);
	n = (void *)m->buf;
	n->nlmsg_flags = NLM_F_REQUEST;
	n->nlmsg_len = (u32)m->len;
}

/**
 * clab_fill_main() - the subcommand fill
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words: family, command, first number, how many, what a message holds
 *
 * Sends a message per number, with # and @ in the words standing for it. Prints
 * errors=COUNT, and errno=NAME of the first.
 *
 * Return: 0, or 2 when a word is missing.
 */
int clab_fill_main(int argc, char **argv)
{
	static struct clab_msg m;
	static u8 batch[CLAB_MSG_MAX];
	unsigned int nr, last, errors = 0;
	size_t len = 0;
	int fd, first = 0;
	u16 family;

	if (argc < 5)
		return 2;
	fd = clab_genl_open();
	family = clab_genl_family(fd, &m, argv[1]);
	nr = (unsigned int)strtoul(argv[3], NULL, 0);
	last = nr + (unsigned int)strtoul(argv[4], NULL, 0);
	for (; nr < last; nr++) {
		clab_fill_one(&m, family, argv, argc, nr);
		memcpy(batch + len, m.buf, m.len);
		len += NLMSG_ALIGN(m.len);
		if (nr + 1 < last && len < 16384)
			continue;
		if (send(fd, batch, len, 0) < 0)
			clab_sysdie("netlink send");
		clab_fill_errors(fd, &errors, &first);
		len = 0;
	}
	printf("errors=%u\nerrno=%s\n", errors, clab_errno_name(first));
	return 0;
}

/* One packet of a dump. Returns whether it was the last. */
static bool clab_interrupt_read(int fd, unsigned int *messages, bool *marked)
{
	static u8 buf[CLAB_MSG_MAX] __aligned(8);
	const struct nlmsghdr *n;
	ssize_t got;
	size_t left;

	if (!clab_readable(fd, 5000))
		clab_die("interrupt: no answer");
	got = recv(fd, buf, sizeof(buf), 0);
	if (got < 0)
		clab_sysdie("netlink recv");
	left = (size_t)got;
	for (n = (void *)buf; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left)) {
		*marked |= n->nlmsg_flags & NLM_F_DUMP_INTR;
		if (n->nlmsg_type == NLMSG_DONE || n->nlmsg_type == NLMSG_ERROR)
			return true;
		++*messages;
	}
	return false;
}

/**
 * clab_interrupt_main() - the subcommand interrupt
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words: family and command of a dump; those of a change, and what
 *	that holds
 *
 * Reads the first packet of the dump, makes the change, reads the rest. Prints
 * messages=COUNT, marked=0 or 1, and the errno=NAME of the change.
 *
 * Return: 0, or 2 when a word is missing.
 */
int clab_interrupt_main(int argc, char **argv)
{
	unsigned int messages = 0;
	static struct clab_msg m;
	bool marked = false, done;
	int fd, i;

	if (argc < 5)
		return 2;
	fd = clab_genl_open();
	clab_msg_begin(&m, clab_genl_family(fd, &m, argv[1]),
		       (unsigned int)strtoul(argv[2], NULL, 0), 3, NLM_F_DUMP);
	clab_msg_send(&m, fd);
	done = clab_interrupt_read(fd, &messages, &marked);
	i = clab_genl_main(argc - 2, argv + 2);
	while (!done)
		done = clab_interrupt_read(fd, &messages, &marked);
	printf("messages=%u\nmarked=%d\n", messages, marked);
	return i;
}
