// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: command line, processes, time, files
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "testkit.h"

/**
 * clab_die() - print a message and end with status 1
 * @fmt: format
 */
void clab_die(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("clab-testkit: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

/**
 * clab_sysdie() - clab_die() with the text of errno
 * @what: what failed
 */
void clab_sysdie(const char *what)
{
	clab_die("%s: %s", what, strerror(errno));
}

static void clab_usage(const char *why, const char *arg)
{
	fprintf(stderr, "clab-testkit: %s: %s\n", why, arg);
	exit(2);
}

static unsigned long clab_num(const char *text, unsigned long max)
{
	unsigned long val;
	char *end;

	errno = 0;
	val = strtoul(text, &end, 0);
	if (!isdigit((unsigned char)text[0]) || *end || errno || val > max)
		clab_usage("not a number in range", text);
	return val;
}

static struct in_addr clab_addr(const char *text)
{
	struct in_addr addr;

	if (inet_pton(AF_INET, text, &addr) != 1)
		clab_usage("not an IPv4 address", text);
	return addr;
}

/* An even number of hexadecimal digits; the rest of the last word stays 0. */
static void clab_options(const char *text, struct clab_args *args)
{
	size_t len = strlen(text);
	unsigned int octet;
	size_t i;

	if (len % 2 || len / 2 > sizeof(args->options))
		clab_usage("not an option area", text);
	for (i = 0; i < len / 2; i++) {
		if (sscanf(text + 2 * i, "%2x", &octet) != 1)
			clab_usage("not hexadecimal", text);
		args->options[i] = (u8)octet;
	}
	args->optlen = (len / 2 + 3) & ~(size_t)3;
}

static u8 clab_flags(const char *text)
{
	static const char names[] = "FSRPAU";
	u8 flags = 0;
	const char *p;

	for (; *text; text++) {
		p = strchr(names, *text);
		if (!p)
			clab_usage("not a TCP flag", text);
		flags |= (u8)(1U << (p - names));
	}
	return flags;
}

static void clab_add_ctx(struct clab_args *args, const char *ctx)
{
	if (args->nctx == CLAB_CTX_MAX)
		clab_usage("too many labels", ctx);
	args->ctx[args->nctx++] = ctx;
}

static void clab_arg_flag(int opt, struct clab_args *args)
{
	switch (opt) {
	case 'q':
		args->noquick = true;
		break;
	case 'd':
		args->defer = true;
		break;
	case 'k':
		args->defer_client = true;
		break;
	case 'w':
		args->first = true;
		break;
	case 'r':
		args->raw = true;
		break;
	case 'T':
		args->tcp = true;
		break;
	default:
		exit(2);
	}
}

static void clab_arg(int opt, struct clab_args *args)
{
	switch (opt) {
	case 'a':
		args->addr = clab_addr(optarg);
		break;
	case 'p':
		args->port = (unsigned int)clab_num(optarg, 65535);
		break;
	case 'c':
		clab_add_ctx(args, optarg);
		break;
	case 's':
		args->server = optarg;
		break;
	case 'N':
		args->netns = optarg;
		break;
	case 'x':
		args->other = optarg;
		break;
	case 'n':
		args->count = (unsigned int)clab_num(optarg, 1000000);
		break;
	case 'b':
		args->bytes = clab_num(optarg, ULONG_MAX);
		break;
	case 't':
		args->timeout = (unsigned int)clab_num(optarg, 600000);
		break;
	case 'i':
		args->iface = optarg;
		break;
	case 'S':
		args->src = clab_addr(optarg);
		break;
	case 'P':
		args->sport = (unsigned int)clab_num(optarg, 65535);
		break;
	case 'O':
		clab_options(optarg, args);
		break;
	case 'F':
		args->flags = clab_flags(optarg);
		break;
	case 'f':
		args->file = optarg;
		break;
	case 'L':
		args->load = optarg;
		break;
	case 'U':
		args->unload = optarg;
		break;
	default:
		clab_arg_flag(opt, args);
	}
}

/**
 * clab_args_parse() - read the options of a subcommand
 * @argc: number of words, the subcommand's name being the first
 * @argv: the words
 * @args: where they go
 *
 * Ends the program with status 2 when there is anything wrong with them.
 */
void clab_args_parse(int argc, char **argv, struct clab_args *args)
{
	int opt;

	*args = (struct clab_args){
		.addr.s_addr = htonl(INADDR_LOOPBACK),
		.src.s_addr = htonl(INADDR_LOOPBACK),
		.port = 5555,
		.sport = 4444,
		.count = 1,
		.timeout = 20000,
		.iface = "lo",
	};
	while ((opt = getopt(argc, argv, "+a:p:c:s:N:x:n:b:t:i:S:P:O:F:f:L:U:qdkwrT")) != -1)
		clab_arg(opt, args);
	if (optind == argc)
		return;
	if (strcmp(argv[optind - 1], "--"))
		clab_usage("unknown word", argv[optind]);
	args->cmd = argv + optind;
}

/**
 * clab_ctx() - the label for the socket of a client
 * @args: the options
 * @i: number of the client
 *
 * Return: the label, or NULL for the process's own.
 */
const char *clab_ctx(const struct clab_args *args, unsigned int i)
{
	return i < args->nctx ? args->ctx[i] : NULL;
}

/**
 * clab_now_us() - a clock that only moves forward
 *
 * Return: microseconds.
 */
u64 clab_now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (u64)ts.tv_sec * 1000000 + (u64)ts.tv_nsec / 1000;
}

/**
 * clab_sleep_ms() - let time pass
 * @ms: milliseconds
 */
void clab_sleep_ms(unsigned int ms)
{
	struct timespec ts = { ms / 1000, (long)(ms % 1000) * 1000000 };

	while (nanosleep(&ts, &ts) && errno == EINTR)
		;
}

/**
 * clab_fork() - fork a process that does not outlive this one, nor its time
 * @timeout: milliseconds that it may run
 *
 * Return: as fork(), but never an error.
 */
pid_t clab_fork(unsigned int timeout)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		clab_sysdie("fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(timeout / 1000 + 1);
	}
	return pid;
}

/**
 * clab_wait() - wait for a process
 * @pid: the process
 *
 * Return: its exit status; a signal counts as 128 and its number.
 */
int clab_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			clab_sysdie("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/**
 * clab_spawn() - start a program
 * @cmd: its words
 *
 * Return: its process; 127 is the exit status of one that cannot be run.
 */
pid_t clab_spawn(char **cmd)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		clab_sysdie("fork");
	if (pid)
		return pid;
	execvp(cmd[0], cmd);
	fprintf(stderr, "clab-testkit: %s: %s\n", cmd[0], strerror(errno));
	_exit(127);
}

/**
 * clab_shell() - run a shell command
 * @cmd: the command
 *
 * Return: its exit status.
 */
int clab_shell(const char *cmd)
{
	const char *const words[] = { "sh", "-c", cmd, NULL };

	return clab_wait(clab_spawn((char **)(uintptr_t)words));
}

/**
 * clab_errno_name() - the name of an error number
 * @err: the number
 *
 * Return: the name, or "0".
 */
const char *clab_errno_name(int err)
{
	return err ? strerrorname_np(err) : "0";
}

/* A group is two lines: the names, then the values in the same order. */
static bool clab_snmp_value(char *names, char *values, const char *name, unsigned long *val)
{
	char *n, *v, *np, *vp;

	n = strtok_r(names, "\n ", &np);
	v = strtok_r(values, "\n ", &vp);
	while (n && v && strcmp(n, name)) {
		n = strtok_r(NULL, "\n ", &np);
		v = strtok_r(NULL, "\n ", &vp);
	}
	if (!n || !v)
		return false;
	*val = strtoul(v, NULL, 10);
	return true;
}

/**
 * clab_snmp() - a counter of the kernel
 * @group: its group in /proc/net/snmp, as in "Tcp:", or "TcpExt:"
 * @name: its name
 *
 * Return: the value.
 */
unsigned long clab_snmp(const char *group, const char *name)
{
	const char *file = strcmp(group, "TcpExt:") ? "/proc/net/snmp" : "/proc/net/netstat";
	FILE *f = fopen(file, "re");
	char names[8192], values[8192];
	unsigned long val = 0;
	bool found = false;

	if (!f)
		clab_sysdie(file);
	while (!found && fgets(names, sizeof(names), f) && fgets(values, sizeof(values), f))
		if (!strncmp(names, group, strlen(group)))
			found = clab_snmp_value(names, values, name, &val);
	fclose(f);
	if (!found)
		clab_die("%s has no %s %s", file, group, name);
	return val;
}

/**
 * clab_read_full() - read so many octets or end the program
 * @fd: from where
 * @buf: to where
 * @len: how many
 */
void clab_read_full(int fd, void *buf, size_t len)
{
	char *p = buf;
	ssize_t n;

	for (; len; len -= (size_t)n, p += n) {
		n = read(fd, p, len);
		if (n < 0)
			clab_sysdie("read");
		if (!n)
			clab_die("read: the peer has closed");
	}
}

/**
 * clab_write_full() - write so many octets or end the program
 * @fd: to where
 * @buf: from where
 * @len: how many
 */
void clab_write_full(int fd, const void *buf, size_t len)
{
	const char *p = buf;
	ssize_t n;

	for (; len; len -= (size_t)n, p += n) {
		n = write(fd, p, len);
		if (n < 0)
			clab_sysdie("write");
	}
}
