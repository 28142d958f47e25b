// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: files of commands
 *
 * Batches and files of rules are read alike: a line is the words of a command,
 * separated by blanks and quoted where they hold one.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "line.h"
#include "out.h"

/* No line of show-config comes near it, and a file that is none must end. */
#define CLAB_LINE_MAX	(16 * 1024 * 1024)
#define CLAB_LINE_FIRST	256

/* A character behind a backslash; returns where the rest begins, or NULL */
static char *clab_line_escape(char *from, char *c)
{
	unsigned int octet;

	if (*from == '"' || *from == '\\') {
		*c = *from;
		return from + 1;
	}
	if (*from != 'x' || !isxdigit((unsigned char)from[1]) ||
	    !isxdigit((unsigned char)from[2]))
		return NULL;
	sscanf(from + 1, "%2x", &octet);
	*c = (char)octet;
	return octet ? from + 3 : NULL;
}

/* Take one word off a line, its quotes removed in place. Return: where the rest
 * begins, or NULL when the word is malformed.
 */
static char *clab_line_word(char *from)
{
	bool quoted = false;
	char *to = from;

	for (; *from && (quoted || !isspace((unsigned char)*from)); to++) {
		if (*from == '"') {
			quoted = !quoted;
			from++;
			to--;
		} else if (quoted && *from == '\\') {
			from = clab_line_escape(from + 1, to);
			if (!from)
				return NULL;
		} else {
			*to = *from++;
		}
	}
	if (quoted)
		return NULL;
	from += *from != '\0';
	*to = '\0';
	return from;
}

static int clab_line_no_memory(void)
{
	clab_error("out of memory");
	return CLAB_EXIT_FAIL;
}

static int clab_words_add(struct clab_words *words, char *word)
{
	size_t room = words->room ? 2 * words->room : 16;
	char **more;

	if (words->nr == words->room) {
		more = reallocarray(words->word, room, sizeof(*more));
		if (!more)
			return clab_line_no_memory();
		words->word = more;
		words->room = room;
	}
	words->word[words->nr++] = word;
	return CLAB_EXIT_OK;
}

/**
 * clab_line_split() - take the words of a line apart
 * @line: the line, which is changed and holds them
 * @words: where they go, whatever was there before; the caller frees @word
 *
 * Return: enum clab_exit.
 */
int clab_line_split(char *line, struct clab_words *words)
{
	words->nr = 0;
	for (;;) {
		while (isspace((unsigned char)*line))
			line++;
		if (!*line || *line == '#')
			return clab_words_add(words, NULL);
		if (clab_words_add(words, line))
			return CLAB_EXIT_FAIL;
		line = clab_line_word(line);
		if (!line)
			return clab_usage("a quote without its other half, or an escape that is none");
	}
}

/**
 * clab_line_run() - run a line as a command
 * @line: the line, which is changed
 * @words: room for its words
 *
 * Return: enum clab_exit; a line without words is one that did nothing.
 */
int clab_line_run(char *line, struct clab_words *words)
{
	int ret = clab_line_split(line, words);

	if (!ret && words->nr > 1)
		ret = clab_cmd_run((int)words->nr - 1, words->word);
	return ret;
}

static int clab_line_add(struct clab_line *line, int c)
{
	size_t size = line->size ? 2 * line->size : CLAB_LINE_FIRST;
	char *text;

	if (line->len >= CLAB_LINE_MAX)
		return clab_usage("this line has %d characters or more",
				  CLAB_LINE_MAX);
	if (line->len == line->size) {
		text = realloc(line->text, size);
		if (!text)
			return clab_line_no_memory();
		line->text = text;
		line->size = size;
	}
	line->text[line->len++] = (char)c;
	return CLAB_EXIT_OK;
}

/**
 * clab_line_read() - read a line
 * @file: from where
 * @line: where it goes; the caller frees @text
 * @end: set at the end of the file
 *
 * Whatever keeps a line from being read whole must not pass for the end of the
 * file: the rest of a configuration would be missing.
 *
 * Return: enum clab_exit.
 */
int clab_line_read(FILE *file, struct clab_line *line, bool *end)
{
	int c = getc_unlocked(file), ret = CLAB_EXIT_OK;

	line->len = 0;
	clab_out_line += c != EOF;
	*end = c == EOF;
	for (; !ret && c != EOF && c != '\n'; c = getc_unlocked(file)) {
		if (c && line->len < line->size)
			line->text[line->len++] = (char)c;
		else
			ret = c ? clab_line_add(line, c) :
				  clab_usage("there is a NUL in this line");
	}
	if (!ret && ferror(file)) {
		clab_error("%s", strerror(errno));
		ret = CLAB_EXIT_FAIL;
	}
	return ret ? ret : clab_line_add(line, '\0');
}

/**
 * clab_lines_run() - run the commands of a file
 * @file: what clab_lines_open() returned
 * @force: go on after a command that fails; a file that can't be read ends it
 *	   all the same
 *
 * Return: enum clab_exit, of the first command that failed.
 */
int clab_lines_run(FILE *file, bool force)
{
	int first = CLAB_EXIT_OK, broken = CLAB_EXIT_OK, ret;
	struct clab_words words = {};
	struct clab_line line = {};
	bool end = false;

	while (!end && !broken && (force || !first)) {
		broken = clab_line_read(file, &line, &end);
		ret = broken || end ? broken : clab_line_run(line.text, &words);
		first = first ? first : ret;
	}
	free(words.word);
	free(line.text);
	return first;
}

/**
 * clab_lines_open() - open a file; messages name it and its lines from here on
 * @path: its name, or - for standard input
 *
 * Return: the file, to be closed by clab_lines_close(), or NULL with a message.
 */
FILE *clab_lines_open(const char *path)
{
	bool std = !strcmp(path, "-");
	FILE *file = std ? stdin : fopen(path, "re");

	if (!file) {
		clab_error("can't open %s: %s", path, strerror(errno));
		return NULL;
	}
	clab_out_file = std ? "stdin" : path;
	clab_out_line = 0;
	return file;
}

/**
 * clab_lines_close() - close a file of commands
 * @file: what clab_lines_open() returned
 */
void clab_lines_close(FILE *file)
{
	clab_out_file = NULL;
	clab_out_line = 0;
	if (file != stdin)
		fclose(file);
}
