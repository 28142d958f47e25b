/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: what its files share
 */
#ifndef _CLAB_CIPSOCTL_H
#define _CLAB_CIPSOCTL_H

#include <stdbool.h>
#include <stddef.h>

#include <cipsolab/conf.h>

/** define CLAB_PROG - what the program is called */
#define CLAB_PROG	"cipsoctl"

/** define clab_count - number of entries of an array */
#define clab_count(array)	(sizeof(array) / sizeof((array)[0]))

/**
 * enum clab_exit - exit status
 * @CLAB_EXIT_OK: done
 * @CLAB_EXIT_FAIL: the kernel refused, or something else went wrong
 * @CLAB_EXIT_USAGE: the command line is wrong; nothing was sent
 * @CLAB_EXIT_ABSENT: the module is not loaded or does not know the command
 */
enum clab_exit {
	CLAB_EXIT_OK = 0,
	CLAB_EXIT_FAIL = 1,
	CLAB_EXIT_USAGE = 2,
	CLAB_EXIT_ABSENT = 3,
};

/**
 * struct clab_opts - the flags in front of a command
 * @pretty: -p, text for people; with @json, indented
 * @json: -j
 * @verbose: -v, say on standard error what is sent and what comes back
 * @translate: -T, this host's names for levels in contexts
 * @force: -force, go on with a batch after an error
 * @netlabelctl: run as netlabelctl: its messages and exit status
 * @timeout: -t, seconds to wait for an answer
 * @prefix: --prefix, what the netlink families' names begin with
 * @netns: -n, the network namespace, or NULL for this one
 * @batch: -b, file of commands, or NULL
 */
struct clab_opts {
	bool pretty;
	bool json;
	bool verbose;
	bool translate;
	bool force;
	bool netlabelctl;
	unsigned int timeout;
	const char *prefix;
	const char *netns;
	const char *batch;
};

extern struct clab_opts clab_opts;

/**
 * struct clab_cmd - a row of the command table
 * @object: first word
 * @alias: another spelling of @object, or NULL
 * @verb: second word, or NULL for a command of one word
 * @args: synopsis of the rest, lines separated by newline, or NULL
 * @help: what it does, for the help text
 * @run: handler, given the words behind @verb; returns enum clab_exit
 */
struct clab_cmd {
	const char *object;
	const char *alias;
	const char *verb;
	const char *args;
	const char *help;
	int (*run)(int argc, char **argv);
};

struct clab_nl *clab_ctl(void);
struct clab_nl *clab_ctl_use(struct clab_nl *nl);
void clab_ctl_close(void);
int clab_ctl_end(int error);

int clab_cmd_run(int argc, char **argv);
int clab_batch(const char *path);

int clab_cmd_check(int argc, char **argv);
int clab_cmd_apply(int argc, char **argv);
int clab_cmd_sync(int argc, char **argv);
int clab_cmd_show_config(int argc, char **argv);
int clab_cmd_flush(int argc, char **argv);
int clab_cmd_lookup(int argc, char **argv);
int clab_cmd_stats(int argc, char **argv);
int clab_cmd_monitor(int argc, char **argv);
int clab_cmd_status(int argc, char **argv);
int clab_cmd_sockets(int argc, char **argv);
int clab_cmd_set(int argc, char **argv);
int clab_cmd_map_replace(int argc, char **argv);
int clab_cmd_cipso_replace(int argc, char **argv);
int clab_cmd_mgmt_version(int argc, char **argv);
int clab_cmd_mgmt_protocols(int argc, char **argv);
int clab_cmd_map_add(int argc, char **argv);
int clab_cmd_map_del(int argc, char **argv);
int clab_cmd_map_list(int argc, char **argv);
int clab_cmd_unlbl_accept(int argc, char **argv);
int clab_cmd_unlbl_list(int argc, char **argv);
int clab_cmd_unlbl_add(int argc, char **argv);
int clab_cmd_unlbl_del(int argc, char **argv);
int clab_cmd_cipso_add(int argc, char **argv);
int clab_cmd_cipso_del(int argc, char **argv);
int clab_cmd_cipso_list(int argc, char **argv);

#endif /* _CLAB_CIPSOCTL_H */
