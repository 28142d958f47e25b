/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: files of commands
 */
#ifndef _CLAB_LINE_H
#define _CLAB_LINE_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct clab_line - a line that is being read
 * @text: its octets, ended by NUL once it is whole
 * @len: how many
 * @size: room for them
 */
struct clab_line {
	char *text;
	size_t len;
	size_t size;
};

/**
 * struct clab_words - the words of a line
 * @word: the words, NULL behind the last
 * @nr: how many, the NULL counted
 * @room: how many there is memory for, kept from line to line
 */
struct clab_words {
	char **word;
	size_t nr;
	size_t room;
};

int clab_line_read(FILE *file, struct clab_line *line, bool *end);
int clab_line_split(char *line, struct clab_words *words);
int clab_line_run(char *line, struct clab_words *words);

FILE *clab_lines_open(const char *path);
int clab_lines_run(FILE *file, bool force);
void clab_lines_close(FILE *file);

#endif /* _CLAB_LINE_H */
