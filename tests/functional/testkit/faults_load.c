// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: a whole configuration loaded, with another allocation failing
 *
 * "load" begins a transaction anew for each allocation. With many entries that takes
 * too long; "each" begins two for all of them, since one goes on after what there was
 * no memory for: in the first the allocation and all that entry asks for behind it
 * fail, in the second it alone, as long as the entry is refused.
 */
#include <errno.h>
#include <linux/cipsolab.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faults.h"

#define CLAB_LOAD_CHUNK	16384	/* octets of entries in one message */

static struct clab_msg clab_load_req;
static struct clab_bytes clab_load_goal;

static void clab_load_begin(unsigned int cmd)
{
	clab_msg_begin(&clab_load_req, clab_faults.lab, cmd, CLAB_LAB_VERSION, 0);
}

static void clab_load_ask(int fd, unsigned int cmd, struct clab_try *try)
{
	clab_load_begin(cmd);
	clab_faults_ask(fd, &clab_load_req, try);
}

static void clab_load_add(int fd, const u8 *data, size_t len, struct clab_try *try)
{
	clab_load_begin(CLAB_LAB_C_TX_ADD);
	clab_msg_put(&clab_load_req, data, len);
	clab_faults_ask(fd, &clab_load_req, try);
}

/* Octets of the entries that make the next message. */
static size_t clab_load_chunk(const struct clab_bytes *bytes, size_t at)
{
	const struct nlattr *nla;
	size_t len = 0;

	while (at + len < bytes->len) {
		nla = (const void *)(bytes->data + at + len);
		if (len && len + nla->nla_len > CLAB_LOAD_CHUNK)
			break;
		len += NLA_ALIGN(nla->nla_len);
	}
	return len;
}

/* A commit that was refused can be sent again, or its transaction is over. */
static void clab_load_again(int fd)
{
	struct clab_try again = {};

	clab_faults_disarm();
	clab_load_ask(fd, CLAB_LAB_C_TX_COMMIT, &again);
	if (again.err && again.err != ENOENT)
		clab_faults_wrong(0, "a second commit: %s, %s", clab_errno_name(again.err),
				  again.sentence);
	if (!again.err)
		clab_faults.undo();
	free(again.answer.data);
}

static void clab_load(const struct clab_bytes *bytes, struct clab_try *try, bool goal)
{
	int fd = clab_genl_open();
	size_t at, len;

	clab_load_ask(fd, CLAB_LAB_C_TX_BEGIN, try);
	for (at = 0; !try->err && at < bytes->len; at += len) {
		len = clab_load_chunk(bytes, at);
		clab_load_add(fd, bytes->data + at, len, try);
	}
	if (!try->err) {
		clab_load_ask(fd, CLAB_LAB_C_TX_COMMIT, try);
		if (try->err && goal)
			clab_load_again(fd);
	}
	close(fd);
}

static void clab_act_load(struct clab_try *try)
{
	clab_load(&clab_load_goal, try, true);
}

/**
 * clab_undo_load() - back to what was configured at the beginning
 *
 * By way of no configuration at all, so that nothing is remembered of packets and
 * what netfilter keeps of the hooks was got while nobody watched.
 */
void clab_undo_load(void)
{
	struct clab_try try = {};
	int fd = clab_genl_open();

	clab_load_ask(fd, CLAB_LAB_C_FLUSH, &try);
	close(fd);
	if (!try.err)
		clab_load(&clab_faults.start, &try, false);
	if (try.err)
		clab_die("faults: cannot be undone: %s", try.sentence);
	free(try.answer.data);
}

/**
 * struct clab_each - a configuration loaded entry by entry
 * @fd: the socket of the transaction
 * @base: all that can be seen before its commit
 * @tried: allocations that have failed
 * @untried: those that an entry asked for behind one that it could do without
 */
struct clab_each {
	int fd;
	struct clab_bytes base;
	unsigned long tried;
	unsigned long untried;
};

/* One try of a request. Return: true when it is done. */
static bool clab_each_try(struct clab_each *each, unsigned long nth)
{
	struct clab_faults_seen seen;
	struct clab_try try = {};

	clab_faults_arm(getpid(), nth);
	clab_faults_ask(each->fd, &clab_load_req, &try);
	clab_faults_disarm();
	clab_faults_look(&seen);
	free(try.answer.data);
	each->tried += !!seen.failed;
	if (try.err) {
		clab_faults_refusal(nth, &try, seen.where);
		return !seen.failed;
	}
	if (seen.failed) {
		clab_faults.optional++;
		each->untried += clab_faults.all ? 0 : seen.calls - nth;
	}
	return true;
}

static void clab_each_request(struct clab_each *each)
{
	unsigned long nth = 1;

	while (!clab_each_try(each, nth))
		nth++;
}

static void clab_each_entries(struct clab_each *each)
{
	const struct nlattr *nla;
	size_t at;

	for (at = 0; at < clab_load_goal.len; at += NLA_ALIGN(nla->nla_len)) {
		nla = (const void *)(clab_load_goal.data + at);
		clab_load_begin(CLAB_LAB_C_TX_ADD);
		clab_msg_put(&clab_load_req, nla, NLA_ALIGN(nla->nla_len));
		clab_each_request(each);
	}
	clab_faults_expect(0, &each->base, "before the commit something has changed");
}

/* A commit that is refused changes nothing, so it is looked each time. */
static void clab_each_commit(struct clab_each *each)
{
	unsigned long nth = 1;

	clab_load_begin(CLAB_LAB_C_TX_COMMIT);
	while (!clab_each_try(each, nth)) {
		clab_faults_expect(nth, &each->base, "a refused commit has changed something");
		nth++;
	}
}

static void clab_each_load(struct clab_each *each, const struct clab_bytes *done, bool all)
{
	struct clab_try try = {};

	clab_faults.all = all;
	each->fd = clab_genl_open();
	clab_load_ask(each->fd, CLAB_LAB_C_TX_BEGIN, &try);
	clab_faults.state(&each->base);
	clab_each_entries(each);
	clab_each_commit(each);
	close(each->fd);
	free(each->base.data);
	each->base = (struct clab_bytes){};
	clab_faults_expect(0, done, "loaded by single entries it is something else");
	clab_faults.undo();
	free(try.answer.data);
}

static void clab_each(void)
{
	struct clab_bytes done = {};
	struct clab_each each = {};
	struct clab_try try = {};

	clab_faults_forget();
	clab_act_load(&try);
	if (try.err)
		clab_faults_wrong(0, "%s, %s", clab_errno_name(try.err), try.sentence);
	clab_faults.state(&done);
	clab_faults.undo();
	clab_each_load(&each, &done, true);
	clab_each_load(&each, &done, false);
	clab_faults_report(each.tried);
	printf("untried=%lu\n", each.untried);
}

static void clab_load_read(const char *path)
{
	FILE *f = fopen(path, "r");
	char buf[65536];
	size_t got;

	if (!f)
		clab_sysdie(path);
	while ((got = fread(buf, 1, sizeof(buf), f)) > 0)
		clab_bytes_add(&clab_load_goal, buf, got);
	fclose(f);
}

/**
 * clab_faults_load() - the subcommands load and each of faults
 * @what: which of them
 *
 * Return: 0.
 */
int clab_faults_load(const char *what)
{
	clab_load_read(clab_faults.argv[0]);
	clab_state_save(&clab_faults.start);
	if (!strcmp(what, "each"))
		clab_each();
	else
		clab_faults.act = clab_act_load;
	return 0;
}
