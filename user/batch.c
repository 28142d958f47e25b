// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl -b: commands from a file
 *
 * A line is a command as it stands on a command line, without flags, quoted as
 * in a file of rules. Empty lines and what begins with # are skipped.
 */
#include "cipsoctl.h"
#include "line.h"

/**
 * clab_batch() - run the commands in a file
 * @path: its name, or - for standard input
 *
 * The first command that fails ends it, unless -force is given.
 *
 * Return: enum clab_exit, that of the first command that failed.
 */
int clab_batch(const char *path)
{
	FILE *file = clab_lines_open(path);
	int ret;

	if (!file)
		return CLAB_EXIT_FAIL;
	ret = clab_lines_run(file, clab_opts.force);
	clab_lines_close(file);
	return ret;
}
