// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl -b: commands from a file
 *
 * A line is a command as it stands on a command line, without flags. Words
 * are separated by blanks; nothing is quoted, since no word can hold a blank.
 * Empty lines and those that begin with # are skipped.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "out.h"

#define CLAB_BATCH_BLANK	" \t\r\n"

/* Return: the words, ended by NULL, or NULL when memory is short */
static char **clab_batch_words(char *line, int *nr)
{
	struct clab_vec vec = {};
	char **word, *rest, *text;

	for (text = strtok_r(line, CLAB_BATCH_BLANK, &rest);;
	     text = strtok_r(NULL, CLAB_BATCH_BLANK, &rest)) {
		word = clab_vec_add(&vec, sizeof(*word));
		if (!word) {
			clab_vec_clear(&vec);
			return NULL;
		}
		*word = text;
		if (!text)
			break;
	}
	*nr = (int)vec.nr - 1;
	return vec.items;
}

static int clab_batch_line(char *line)
{
	char **words;
	int nr, ret;

	words = clab_batch_words(line, &nr);
	if (!words) {
		clab_error("out of memory");
		return CLAB_EXIT_FAIL;
	}
	ret = nr && words[0][0] != '#' ? clab_cmd_run(nr, words) : 0;
	free(words);
	return ret;
}

static int clab_batch_read(FILE *file)
{
	int first = CLAB_EXIT_OK, ret;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while ((len = getline(&line, &size, file)) >= 0) {
		clab_out_line++;
		ret = strlen(line) == (size_t)len ? clab_batch_line(line) :
		      clab_usage("there is a NUL in this line");
		if (ret && !first)
			first = ret;
		if (ret && !clab_opts.force)
			break;
	}
	free(line);
	if (ferror(file) && !first) {
		clab_error("%s", strerror(errno));
		first = CLAB_EXIT_FAIL;
	}
	return first;
}

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
	bool std = !strcmp(path, "-");
	FILE *file = std ? stdin : fopen(path, "re");
	int ret;

	if (!file) {
		clab_error("can't open %s: %s", path, strerror(errno));
		return CLAB_EXIT_FAIL;
	}
	clab_out_file = std ? "stdin" : path;
	ret = clab_batch_read(file);
	clab_out_file = NULL;
	if (!std)
		fclose(file);
	return ret;
}
