// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: the connection to the kernel, and what became of a request
 */
#include <stdlib.h>

#include "cipsoctl.h"
#include "netlabelctl.h"
#include "out.h"

static struct clab_nl *clab_ctl_nl;

static void clab_ctl_trace(const char *line, void *arg)
{
	(void)arg;
	clab_note("%s", line);
}

/**
 * clab_ctl() - the connection
 *
 * It is made when it is first asked for, so that what is wrong with a command
 * line shows first. One that can't be made fails in whatever is tried with it.
 *
 * Return: the connection.
 */
struct clab_nl *clab_ctl(void)
{
	const struct clab_nl_opts opts = {
		.prefix = clab_opts.prefix,
		.timeout = clab_opts.timeout,
		.netns = clab_opts.netns,
		.trace = clab_opts.verbose ? clab_ctl_trace : NULL,
	};

	if (!clab_ctl_nl)
		clab_nl_open(&clab_ctl_nl, &opts);
	if (!clab_ctl_nl) {
		clab_error("out of memory");
		exit(CLAB_EXIT_FAIL);
	}
	return clab_ctl_nl;
}

/**
 * clab_ctl_use() - use another connection from here on
 * @nl: the connection, or NULL for one that is made when it is asked for
 *
 * Return: the one that was used before, or NULL; whoever has it closes it.
 */
struct clab_nl *clab_ctl_use(struct clab_nl *nl)
{
	struct clab_nl *before = clab_ctl_nl;

	clab_ctl_nl = nl;
	return before;
}

/**
 * clab_ctl_close() - end the connection, if there is one
 */
void clab_ctl_close(void)
{
	clab_nl_close(clab_ctl_nl);
	clab_ctl_nl = NULL;
}

/**
 * clab_ctl_end() - say what came of a request
 * @error: what the library's function returned
 *
 * Return: enum clab_exit.
 */
int clab_ctl_end(int error)
{
	const struct clab_failure *fault = clab_nl_fault(clab_ctl_nl);

	if (!error) {
		if (!fault->error && fault->text[0])
			clab_note("warning, %s", fault->text);
		return CLAB_EXIT_OK;
	}
	if (clab_opts.netlabelctl)
		return clab_netlabelctl_fail(error);
	clab_error_fault(fault);
	if (clab_opts.verbose && fault->attr[0])
		clab_note("at fault is the attribute %s at octet %u of the request",
			  fault->attr, fault->offset);
	return fault->kind == CLAB_FAILED_ABSENT ? CLAB_EXIT_ABSENT :
						  CLAB_EXIT_FAIL;
}
