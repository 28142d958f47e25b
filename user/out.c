// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: messages, listings and JSON
 *
 * A listing is one call with a view: the view knows how one object looks, here
 * is what goes between and around them. Messages go to standard error, one
 * line each, and never carry a raw control character to the terminal.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>

#include "cipsoctl.h"
#include "out.h"

#define CLAB_JSON_DEPTH	8

/* Entries written so far on each level of nesting, to know where a comma is
 * due.
 */
static struct {
	unsigned int depth;
	unsigned int nr[CLAB_JSON_DEPTH];
} clab_json;

/* The number of octets of the UTF-8 sequence at @s, 0 if it is none */
static size_t clab_json_utf8(const unsigned char *s)
{
	size_t len, i;

	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	len = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	}
	/* overlong forms, surrogates and what lies above U+10FFFF */
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return len;
}

static void clab_json_string(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t len;

	putchar('"');
	for (; *s; s += len) {
		len = 1;
		if (*s == '"' || *s == '\\') {
			printf("\\%c", *s);
		} else if (*s < 0x20 || *s == 0x7f) {
			printf("\\u%04x", *s);
		} else if (*s < 0x80) {
			putchar(*s);
		} else if (clab_json_utf8(s)) {
			len = clab_json_utf8(s);
			fwrite(s, 1, len, stdout);
		} else {
			printf("\\ufffd");
		}
	}
	putchar('"');
}

static void clab_json_newline(void)
{
	if (clab_opts.pretty)
		printf("\n%*s", (int)clab_json.depth * 2, "");
}

/* What comes before a value: a comma, an indent, its name */
static void clab_json_lead(const char *key)
{
	if (clab_json.nr[clab_json.depth]++)
		putchar(',');
	if (clab_json.depth)
		clab_json_newline();
	if (!key)
		return;
	clab_json_string(key);
	putchar(':');
	if (clab_opts.pretty)
		putchar(' ');
}

/**
 * clab_json_open() - begin a JSON object or array
 * @key: its name in the object around it, or NULL
 * @bracket: '{' or '['
 */
void clab_json_open(const char *key, char bracket)
{
	clab_json_lead(key);
	putchar(bracket);
	assert(clab_json.depth + 1 < CLAB_JSON_DEPTH);
	clab_json.nr[++clab_json.depth] = 0;
}

/**
 * clab_json_close() - end a JSON object or array
 * @bracket: '}' or ']'
 *
 * The end of the outermost one ends the line.
 */
void clab_json_close(char bracket)
{
	bool empty = !clab_json.nr[clab_json.depth--];

	if (!empty)
		clab_json_newline();
	putchar(bracket);
	if (!clab_json.depth) {
		putchar('\n');
		clab_json.nr[0] = 0;
	}
}

/**
 * clab_json_u32() - write a number
 * @key: its name, or NULL inside an array
 * @value: the number
 */
void clab_json_u32(const char *key, u32 value)
{
	clab_json_lead(key);
	printf("%u", value);
}

/**
 * clab_json_bool() - write true or false
 * @key: its name, or NULL inside an array
 * @value: which
 */
void clab_json_bool(const char *key, bool value)
{
	clab_json_lead(key);
	fputs(value ? "true" : "false", stdout);
}

/**
 * clab_json_str() - write a string
 * @key: its name, or NULL inside an array
 * @value: the string, or NULL for null; octets that are no UTF-8 are replaced
 */
void clab_json_str(const char *key, const char *value)
{
	clab_json_lead(key);
	if (value)
		clab_json_string(value);
	else
		fputs("null", stdout);
}

static void clab_out_plain(const struct clab_view *view, const char *items,
			   size_t nr, size_t size)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		if (i)
			putchar(' ');
		view->plain(items + i * size);
	}
	putchar('\n');
}

static void clab_out_pretty(const struct clab_view *view, const char *items,
			    size_t nr, size_t size)
{
	size_t i;

	printf("%s (%zu)\n", view->title, nr);
	for (i = 0; i < nr; i++)
		view->pretty(items + i * size,
			     i ? items + (i - 1) * size : NULL);
}

/**
 * clab_out_list() - print a list in the format that was asked for
 * @view: how an entry looks
 * @items: the entries
 * @nr: how many
 * @size: size of one
 */
void clab_out_list(const struct clab_view *view, const void *items, size_t nr,
		   size_t size)
{
	size_t i;

	if (!clab_opts.json) {
		if (clab_opts.pretty)
			clab_out_pretty(view, items, nr, size);
		else
			clab_out_plain(view, items, nr, size);
		return;
	}
	clab_json_open(NULL, '[');
	for (i = 0; i < nr; i++)
		view->json((const char *)items + i * size);
	clab_json_close(']');
}

/**
 * clab_out_one() - print one object in the format that was asked for
 * @view: how it looks; its plain form is a whole line without the newline
 * @item: the object
 */
void clab_out_one(const struct clab_view *view, const void *item)
{
	if (clab_opts.json) {
		view->json(item);
	} else if (clab_opts.pretty) {
		view->pretty(item, NULL);
	} else {
		view->plain(item);
		putchar('\n');
	}
}

/**
 * clab_out_end() - make sure that what was printed has arrived
 *
 * Return: CLAB_EXIT_OK, or CLAB_EXIT_FAIL with a message when standard output
 * could not take it.
 */
int clab_out_end(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return CLAB_EXIT_OK;
	clab_error("standard output: %s", strerror(errno));
	return CLAB_EXIT_FAIL;
}

/* @text without control characters, each replaced by four; cut to @size */
static void clab_message_clean(const char *text, char *clean, size_t size)
{
	size_t len = 0;

	for (; *text && len + 5 < size; text++) {
		if (iscntrl((unsigned char)*text))
			len += (size_t)sprintf(clean + len, "\\x%02x",
					       (unsigned char)*text);
		else
			clean[len++] = *text;
	}
	clean[len] = 0;
}

/* One line in one write: what others write does not come in between */
static void __printf(2, 0)
clab_message(const char *kind, const char *fmt, va_list args)
{
	char text[1024], clean[2048], line[sizeof(clean) + 64];

	vsnprintf(text, sizeof(text), fmt, args);
	clab_message_clean(text, clean, sizeof(clean));
	snprintf(line, sizeof(line), "%s: %s%s\n", CLAB_PROG, kind, clean);
	fputs(line, stderr);
}

/**
 * clab_error() - say what went wrong
 * @fmt: printf format; a sentence without its full stop
 */
void clab_error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	clab_message("error, ", fmt, args);
	va_end(args);
}

/**
 * clab_usage() - say what is wrong with the command line
 * @fmt: printf format; names the word at fault
 *
 * Return: CLAB_EXIT_USAGE, so that a refusal is one statement.
 */
int clab_usage(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	clab_message("error, ", fmt, args);
	va_end(args);
	return CLAB_EXIT_USAGE;
}

/**
 * clab_note() - say something that is no error
 * @fmt: printf format
 */
void clab_note(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	clab_message("", fmt, args);
	va_end(args);
}
