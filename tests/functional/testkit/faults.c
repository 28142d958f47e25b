// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: one thing done over and over, with another allocation failing
 *
 * The module clab_faults (tests/faults/) lets the first allocation fail, then the
 * second, and so on until one is asked for that there is not. Each time: what is
 * refused is refused for want of memory, in words, and has changed nothing; what is
 * done is done whole; and the next try works. At the end nothing is left in use.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/cipsolab.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faults.h"
#include "testkit.h"

#define CLAB_FAULTS_PROC	"/proc/clab_faults"
#define CLAB_FAULTS_LIVE	"/proc/clab_faults_live"
#define CLAB_FAULTS_MSGS	6
#define CLAB_FAULTS_WAIT	40	/* tries, 0.25 s apart, until nothing is in use */

struct clab_faults clab_faults;
static struct clab_msg clab_faults_msg[CLAB_FAULTS_MSGS], clab_faults_req;
static unsigned int clab_faults_msgs;
static bool clab_faults_armed;

/**
 * clab_bytes_add() - append octets
 * @bytes: what they are added to
 * @data: the octets
 * @len: how many
 */
void clab_bytes_add(struct clab_bytes *bytes, const void *data, size_t len)
{
	if (bytes->len + len > bytes->room) {
		bytes->room = 2 * (bytes->len + len) + 4096;
		bytes->data = realloc(bytes->data, bytes->room);
		if (!bytes->data)
			clab_die("no memory");
	}
	memcpy(bytes->data + bytes->len, data, len);
	bytes->len += len;
}

/**
 * clab_bytes_equal() - whether both are the same octets
 * @a: some
 * @b: some
 *
 * Return: true if so.
 */
bool clab_bytes_equal(const struct clab_bytes *a, const struct clab_bytes *b)
{
	return a->len == b->len && (!a->len || !memcmp(a->data, b->data, a->len));
}

static void clab_faults_tell(const char *text)
{
	if (write(clab_faults.fd, text, strlen(text)) != (ssize_t)strlen(text))
		clab_sysdie(CLAB_FAULTS_PROC);
}

/**
 * clab_faults_arm() - let an allocation fail
 * @pid: the process that asks for it, 0: any
 * @nth: which one, 0: none, but they are counted
 */
void clab_faults_arm(pid_t pid, unsigned long nth)
{
	char text[64];

	snprintf(text, sizeof(text), "%d %lu %d", pid, nth, clab_faults.all);
	clab_faults_armed = true;
	clab_faults_tell(text);
}

/**
 * clab_faults_disarm() - let none fail
 */
void clab_faults_disarm(void)
{
	if (clab_faults_armed)
		clab_faults_tell("-1 0 0");
	clab_faults_armed = false;
}

static void clab_faults_line(struct clab_faults_seen *seen, const char *line)
{
	size_t len = strlen(seen->objects);

	if (!strncmp(line, "calls=", 6))
		seen->calls = strtoul(line + 6, NULL, 10);
	else if (!strncmp(line, "failed=", 7))
		seen->failed = strtoul(line + 7, NULL, 10);
	else if (!strncmp(line, "missed=", 7) || !strncmp(line, "lost=", 5))
		seen->missed += (unsigned int)strtoul(strchr(line, '=') + 1, NULL, 10);
	else if (!strncmp(line, "live=", 5))
		seen->live = (unsigned int)strtoul(line + 5, NULL, 10);
	else if (!strncmp(line, "where=", 6))
		snprintf(seen->where, sizeof(seen->where), "%s", line + 6);
	else if (!strncmp(line, "object=", 7))
		snprintf(seen->objects + len, sizeof(seen->objects) - len, "%s\n", line);
}

static void clab_faults_read(int fd, const char *name, struct clab_faults_seen *seen)
{
	char text[8192], *line, *save;
	ssize_t got = pread(fd, text, sizeof(text) - 1, 0);

	if (got < 0)
		clab_sysdie(name);
	text[got] = 0;
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		clab_faults_line(seen, line);
}

/**
 * clab_faults_look() - ask the module what has failed
 * @seen: where its answer goes
 */
void clab_faults_look(struct clab_faults_seen *seen)
{
	memset(seen, 0, sizeof(*seen));
	clab_faults_read(clab_faults.fd, CLAB_FAULTS_PROC, seen);
}

/* What is in use takes the module long to tell. */
static void clab_faults_look_live(struct clab_faults_seen *seen)
{
	int fd = open(CLAB_FAULTS_LIVE, O_RDONLY);

	if (fd < 0)
		clab_sysdie(CLAB_FAULTS_LIVE);
	memset(seen, 0, sizeof(*seen));
	clab_faults_read(fd, CLAB_FAULTS_LIVE, seen);
	close(fd);
}

/**
 * clab_faults_wrong() - note that something is not as it should be
 * @nth: which allocation had failed
 * @fmt: what, as for printf()
 */
void clab_faults_wrong(unsigned long nth, const char *fmt, ...)
{
	va_list args;

	clab_faults.wrong++;
	printf("problem: %lu%s: ", nth, clab_faults.all ? " and all behind it" : "");
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
}

/* Attributes, but for the generation and what is remembered of packets. */
static void clab_answer_attrs(struct clab_bytes *bytes, const u8 *p, size_t left, bool status)
{
	const struct nlattr *nla;
	size_t step;
	bool skip;
	int type;

	while (left >= NLA_HDRLEN) {
		nla = (const void *)p;
		step = NLA_ALIGN(nla->nla_len);
		type = nla->nla_type & NLA_TYPE_MASK;
		if (nla->nla_len < NLA_HDRLEN || nla->nla_len > left)
			return;
		skip = status ? type == CLAB_LAB_S_PEERS || type == CLAB_LAB_S_KNOWN :
				type == CLAB_LAB_A_GENERATION;
		if (!status && type == CLAB_LAB_A_STATUS)
			clab_answer_attrs(bytes, p + NLA_HDRLEN, nla->nla_len - NLA_HDRLEN, true);
		else if (!skip)
			clab_bytes_add(bytes, p, nla->nla_len);
		p += step;
		left -= step < left ? step : left;
	}
}

static bool clab_answer_message(const struct nlmsghdr *n, void *priv)
{
	size_t hdr = NLMSG_HDRLEN + GENL_HDRLEN;
	struct clab_try *try = priv;

	if (n->nlmsg_type != NLMSG_ERROR && n->nlmsg_type != NLMSG_DONE) {
		if (n->nlmsg_type == clab_faults.lab)
			clab_answer_attrs(&try->answer, (const u8 *)n + hdr, n->nlmsg_len - hdr,
					  false);
		else
			clab_bytes_add(&try->answer, (const u8 *)n + hdr, n->nlmsg_len - hdr);
		return false;
	}
	memcpy(&try->err, NLMSG_DATA(n), sizeof(try->err));
	try->err = -try->err;
	clab_extack(n, try->sentence, sizeof(try->sentence));
	return true;
}

/**
 * clab_faults_ask() - send a request and wait for the answer
 * @fd: the socket
 * @m: the request
 * @try: where errno, sentence and what is answered go
 */
void clab_faults_ask(int fd, struct clab_msg *m, struct clab_try *try)
{
	const struct nlmsghdr *n = (const void *)m->buf;

	try->dump = n->nlmsg_flags & NLM_F_DUMP;
	clab_msg_send(m, fd);
	clab_genl_answer(fd, clab_answer_message, try);
}

/* Requests on one socket, until one is refused. */
static void clab_act_genl(struct clab_try *try)
{
	int fd = clab_genl_open();
	unsigned int i;

	for (i = 0; i < clab_faults_msgs && !try->err; i++)
		clab_faults_ask(fd, &clab_faults_msg[i], try);
	close(fd);
}

static void clab_undo_nothing(void)
{
}

/* A namespace of its own, and what there is in it. */
static void clab_act_unshare(struct clab_try *try)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		clab_sysdie("fork");
	if (!pid) {
		/* Who is watched is this process. */
		char text[64];
		struct clab_bytes state = {};
		bool armed = clab_faults_armed;

		snprintf(text, sizeof(text), "%d %s %d", getpid(), getenv("CLAB_NTH"),
			 clab_faults.all);
		if (armed)
			clab_faults_tell(text);
		status = unshare(CLONE_NEWNET) ? errno : 0;
		if (armed)
			clab_faults_tell("-1 0 0");
		if (!status) {
			clab_faults.state(&state);
			status = clab_bytes_equal(&state, &clab_faults.start) ? 0 : 255;
		}
		_exit(status);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		clab_die("faults: a child has died");
	try->err = WEXITSTATUS(status);
	strcpy(try->sentence, "none is expected");
}

static void clab_act_insmod(struct clab_try *try)
{
	int fd = open(clab_faults.argv[0], O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		clab_sysdie(clab_faults.argv[0]);
	try->err = syscall(SYS_finit_module, fd, "", 0) ? errno : 0;
	strcpy(try->sentence, "none is expected");
	close(fd);
}

static void clab_undo_insmod(void)
{
	if (syscall(SYS_delete_module, "cipsolab", O_NONBLOCK))
		clab_sysdie("rmmod");
}

/* What a module that is inserted adds to what can be seen. */
static void clab_state_module(struct clab_bytes *bytes)
{
	static const char * const path[] = {
		"/sys/module/cipsolab", "/proc/net/cipsolab", "/proc/sys/net/cipsolab",
	};
	static const char * const family[] = {
		"CLAB_MGMT", "CLAB_CIPSOv4", "CLAB_UNLBL", "CLAB_LAB",
	};
	struct clab_try try = {};
	int fd = clab_genl_open();
	size_t i;

	for (i = 0; i < sizeof(path) / sizeof(*path); i++)
		clab_bytes_add(bytes, access(path[i], F_OK) ? "-" : "+", 1);
	for (i = 0; i < sizeof(family) / sizeof(*family); i++) {
		clab_msg_begin(&clab_faults_req, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, 0);
		clab_msg_attr(&clab_faults_req, CTRL_ATTR_FAMILY_NAME, family[i],
			      strlen(family[i]) + 1);
		clab_faults_ask(fd, &clab_faults_req, &try);
		clab_bytes_add(bytes, try.err ? "-" : "+", 1);
	}
	free(try.answer.data);
	close(fd);
}

/* Everything that all families list. */
static void clab_state_config(struct clab_bytes *bytes)
{
	static const struct {
		const char *family;
		unsigned int cmd;
		unsigned int flags;
	} list[] = {
		{ "CLAB_LAB", CLAB_LAB_C_STATUS, 0 },
		{ "CLAB_LAB", CLAB_LAB_C_DUMP_CONFIG, NLM_F_DUMP },
		{ "CLAB_MGMT", CLAB_MGMT_C_LISTALL, NLM_F_DUMP },
		{ "CLAB_MGMT", CLAB_MGMT_C_LISTDEF, NLM_F_DUMP },
		{ "CLAB_CIPSOv4", CLAB_CIPSOV4_C_LISTALL, NLM_F_DUMP },
		{ "CLAB_UNLBL", CLAB_UNLBL_C_LIST, 0 },
		{ "CLAB_UNLBL", CLAB_UNLBL_C_STATICLIST, NLM_F_DUMP },
		{ "CLAB_UNLBL", CLAB_UNLBL_C_STATICLISTDEF, NLM_F_DUMP },
	};
	static u16 family[sizeof(list) / sizeof(*list)];
	int fd = clab_genl_open();
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(*list); i++) {
		struct clab_try try = {};

		if (!family[i])
			family[i] = clab_genl_family(fd, &clab_faults_req, list[i].family);
		clab_msg_begin(&clab_faults_req, family[i], list[i].cmd,
			       family[i] == clab_faults.lab ? CLAB_LAB_VERSION :
							      CLAB_PROTO_VERSION, list[i].flags);
		clab_faults_ask(fd, &clab_faults_req, &try);
		if (try.err)
			clab_die("faults: a listing: %s", clab_errno_name(try.err));
		clab_bytes_add(bytes, try.answer.data, try.answer.len);
		free(try.answer.data);
	}
	close(fd);
}

/**
 * clab_state_save() - the configuration as a transaction takes it
 * @bytes: where it goes
 */
void clab_state_save(struct clab_bytes *bytes)
{
	struct clab_try try = {};
	int fd = clab_genl_open();

	clab_msg_begin(&clab_faults_req, clab_faults.lab, CLAB_LAB_C_DUMP_CONFIG,
		       CLAB_LAB_VERSION, NLM_F_DUMP);
	clab_faults_ask(fd, &clab_faults_req, &try);
	*bytes = try.answer;
	close(fd);
}

/**
 * clab_faults_expect() - compare all that can be seen with what it should be
 * @nth: which allocation had failed
 * @want: what it should be
 * @what: what is wrong otherwise
 */
void clab_faults_expect(unsigned long nth, const struct clab_bytes *want, const char *what)
{
	struct clab_bytes state = {};

	clab_faults.state(&state);
	if (!clab_bytes_equal(&state, want))
		clab_faults_wrong(nth, "%s", what);
	free(state.data);
}

/* Kernels before 6.2 lose the sentence of a dump that is refused. */
static bool clab_faults_worded(const struct clab_try *try)
{
	struct utsname uts;
	unsigned int major, minor;

	uname(&uts);
	if (try->dump && sscanf(uts.release, "%u.%u", &major, &minor) == 2 &&
	    major * 100 + minor < 602)
		return true;
	return *try->sentence;
}

/**
 * clab_faults_refusal() - a refusal must be for want of memory, and in words
 * @nth: which allocation had failed
 * @try: what it came to
 * @where: who had asked for memory
 */
void clab_faults_refusal(unsigned long nth, const struct clab_try *try, const char *where)
{
	clab_faults.refused++;
	if (try->err != ENOMEM || !clab_faults_worded(try))
		clab_faults_wrong(nth, "%s, \"%s\", %s", clab_errno_name(try->err),
				  try->sentence, where);
}

/* What must be after a try that has failed, or has not, of which the whole is known. */
static void clab_faults_judge(unsigned long nth, const struct clab_try *try, const char *where,
			      const struct clab_bytes *base, const struct clab_bytes *done,
			      const struct clab_bytes *answer)
{
	struct clab_try again = {};

	if (!try->err) {
		clab_faults.optional++;
		printf("optional: %s\n", where);
		clab_faults_expect(nth, done, "it is not done, and nobody says so");
		if (!clab_bytes_equal(&try->answer, answer))
			clab_faults_wrong(nth, "another answer, %s", where);
		clab_faults.undo();
		return;
	}
	clab_faults_refusal(nth, try, where);
	clab_faults_expect(nth, base, "it is refused, and something has changed");
	clab_faults.act(&again);
	if (again.err)
		clab_faults_wrong(nth, "the next try: %s, %s", clab_errno_name(again.err),
				  again.sentence);
	clab_faults_expect(nth, done, "the next try does something else");
	clab_faults.undo();
	free(again.answer.data);
}

/* Whether anything was heard since the last time, if only that something was lost. */
static bool clab_faults_heard(void)
{
	static u8 buf[CLAB_MSG_MAX];
	bool heard = false;

	while (recv(clab_faults.listener, buf, sizeof(buf), MSG_DONTWAIT) > 0 || errno == ENOBUFS)
		heard = true;
	return heard;
}

static void clab_faults_try(unsigned long nth, struct clab_try *try,
			    struct clab_faults_seen *seen)
{
	char text[24];

	if (clab_faults.listener)
		clab_faults_heard();

	snprintf(text, sizeof(text), "%lu", nth);
	setenv("CLAB_NTH", text, 1);
	clab_faults_arm(getpid(), nth);
	clab_faults.act(try);
	clab_faults_disarm();
	clab_faults_look(seen);
	if (clab_faults.listener && clab_faults_heard() == !!try->err)
		clab_faults_wrong(nth, "%s, %s", try->err ? "what is refused is told of" :
				  "nobody is told", seen->where);
}

static void clab_faults_leaks(void)
{
	struct clab_faults_seen seen;
	unsigned int i;

	for (i = 0; i < CLAB_FAULTS_WAIT; i++) {
		clab_faults_tell("wait");
		clab_faults_look_live(&seen);
		if (!seen.live)
			break;
		clab_sleep_ms(250);
	}
	printf("live=%u\nmissed=%u\n%s", seen.live, seen.missed, seen.objects);
}

/**
 * clab_faults_forget() - what is in use now is not to be taken for a leak
 */
void clab_faults_forget(void)
{
	clab_faults_tell("forget");
}

/**
 * clab_faults_report() - print what came of it, and what is left in use
 * @calls: how many allocations there were without a failure
 */
void clab_faults_report(unsigned long calls)
{
	printf("calls=%lu\nrefused=%u\noptional=%u\nwrong=%u\n", calls, clab_faults.refused,
	       clab_faults.optional, clab_faults.wrong);
	clab_faults_leaks();
}

static void clab_faults_sweep(void)
{
	struct clab_bytes base = {}, done = {}, answer;
	struct clab_faults_seen seen;
	struct clab_try try = {};
	unsigned long nth, calls;

	clab_faults.state(&base);
	clab_faults_forget();
	clab_faults_try(0, &try, &seen);
	if (try.err)
		clab_faults_wrong(0, "%s, %s", clab_errno_name(try.err), try.sentence);
	answer = try.answer;
	calls = seen.calls;
	clab_faults.state(&done);
	clab_faults.undo();
	clab_faults_expect(0, &base, "undone, it is not as before");
	for (nth = 1;; nth += clab_faults.every) {
		try = (struct clab_try){};
		clab_faults_try(nth, &try, &seen);
		if (!seen.failed)
			break;
		clab_faults_judge(nth, &try, seen.where, &base, &done, &answer);
		free(try.answer.data);
	}
	if (try.err)
		clab_faults_wrong(nth, "without a failure: %s", clab_errno_name(try.err));
	clab_faults_expect(nth, &done, "without a failure it does something else");
	clab_faults.undo();
	clab_faults_expect(nth, &base, "at the end it is not as before");
	clab_faults_report(calls);
}

static int clab_faults_genl(void)
{
	int i, fd = clab_genl_open();
	u16 family = clab_genl_family(fd, &clab_faults_req, clab_faults.argv[0]);

	for (i = 1; i < clab_faults.argc; clab_faults_msgs++) {
		if (clab_faults_msgs == CLAB_FAULTS_MSGS)
			return 2;
		i += clab_genl_read(&clab_faults_msg[clab_faults_msgs], family,
				    clab_faults.argc - i, clab_faults.argv + i);
	}
	close(fd);
	clab_state_save(&clab_faults.start);
	clab_faults.act = clab_act_genl;
	return 0;
}

static int clab_faults_prepare(const char *what)
{
	int fd;

	clab_faults.state = clab_state_config;
	clab_faults.undo = clab_undo_load;
	if (!strcmp(what, "insmod")) {
		clab_faults.state = clab_state_module;
		clab_faults.undo = clab_undo_insmod;
		clab_faults.act = clab_act_insmod;
		return 0;
	}
	fd = clab_genl_open();
	clab_faults.lab = clab_genl_family(fd, &clab_faults_req, "CLAB_LAB");
	close(fd);
	if (!strcmp(what, "genl"))
		return clab_faults_genl();
	if (!strcmp(what, "load") || !strcmp(what, "each"))
		return clab_faults_load(what);
	if (strcmp(what, "unshare")) {
		clab_state_save(&clab_faults.start);
		return clab_faults_packets(what);
	}
	clab_state_config(&clab_faults.start);
	clab_faults.undo = clab_undo_nothing;
	clab_faults.act = clab_act_unshare;
	return 0;
}

/**
 * clab_faults_main() - the subcommand faults
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words: [all] [heard] [every=N] [last=N], then
 *	"genl FAMILY CMD WORD... [-- CMD ...]", "load FILE", "each FILE", "unshare .",
 *	"insmod FILE", or what clab_faults_packets() takes
 *
 * Return: 0, or 2 when a word cannot be read.
 */
int clab_faults_main(int argc, char **argv)
{
	int ret;

	clab_faults.every = 1;
	for (argc--, argv++; argc; argc--, argv++) {
		if (!strcmp(*argv, "all"))
			clab_faults.all = true;
		else if (!strcmp(*argv, "heard"))
			clab_faults.listener = clab_lab_join("config");
		else if (!strncmp(*argv, "every=", 6))
			clab_faults.every = (unsigned int)strtoul(*argv + 6, NULL, 0);
		else if (!strncmp(*argv, "last=", 5))
			clab_faults.last = (unsigned int)strtoul(*argv + 5, NULL, 0);
		else
			break;
	}
	if (argc < 2)
		return 2;
	clab_faults.fd = open(CLAB_FAULTS_PROC, O_RDWR);
	if (clab_faults.fd < 0)
		clab_sysdie(CLAB_FAULTS_PROC);
	clab_faults.argc = argc - 1;
	clab_faults.argv = argv + 1;
	ret = clab_faults_prepare(*argv);
	if (!ret && clab_faults.act)
		clab_faults_sweep();
	return ret;
}
