// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: messages, listings and JSON
 *
 * A listing is one call with a view: the view knows how one object looks, here
 * is what goes between and around them. Messages go to standard error, one
 * line each, and never carry a raw control character to the terminal.
 */
#include <ctype.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cipsoctl.h"
#include "out.h"

#define CLAB_JSON_DEPTH	8

const char *clab_prog = CLAB_PROG;
const char *clab_out_file;
unsigned int clab_out_line;

/* The objects and arrays that are open, the outermost first; whether they are
 * elements of an array that is printed as it comes, and if one was printed.
 */
static struct {
	unsigned int depth;
	json_t *open[CLAB_JSON_DEPTH];
	bool stream;
	bool more;
} clab_json;

static void *clab_json_need(void *value)
{
	if (value)
		return value;
	fputs("cipsoctl: error, out of memory\n", stderr);
	exit(1);
}

/* A string that need not be UTF-8: then its foreign octets are replaced, and
 * @whole is false.
 */
static json_t *clab_json_text(const char *text, bool *whole)
{
	json_t *value = json_string(text);
	char *copy, *to;

	*whole = value;
	if (value)
		return value;
	copy = clab_json_need(malloc(3 * strlen(text) + 1));
	for (to = copy; *text; text++) {
		if ((unsigned char)*text < 0x80)
			*to++ = *text;
		else
			to = stpcpy(to, "\xef\xbf\xbd");
	}
	*to = '\0';
	value = json_string(copy);
	free(copy);
	return value;
}

/* The same octet by octet, as a member of its own */
static void clab_json_set_hex(json_t *object, const char *key, const char *text)
{
	char *hex = clab_json_need(malloc(2 * strlen(text) + 1)), *to = hex;
	char *name = NULL;

	if (asprintf(&name, "%s_hex", key) < 0)
		name = NULL;
	clab_json_need(name);
	for (; *text; text++)
		to += sprintf(to, "%02x", (unsigned char)*text);
	json_object_set_new(object, name, json_string(hex));
	free(name);
	free(hex);
}

/* A string in an object. Two that differ never look the same: one that is no
 * UTF-8 is there in hexadecimal too.
 */
static void clab_json_set_text(json_t *object, const char *key, const char *text)
{
	bool whole;

	json_object_set_new(object, key, clab_json_text(text, &whole));
	if (!whole)
		clab_json_set_hex(object, key, text);
}

/* Hang a value, which is taken over, on what is open. */
static void clab_json_add(const char *key, json_t *value)
{
	json_t *around;
	int ret = 0;

	clab_json_need(value);
	if (!clab_json.depth)
		return;
	around = clab_json.open[clab_json.depth - 1];
	if (json_is_object(around))
		ret = json_object_set_new(around, key, value);
	else
		ret = json_array_append_new(around, value);
	clab_json_need(ret ? NULL : around);
}

/**
 * clab_json_open() - begin a JSON object or array
 * @key: its name in the object around it, or NULL
 * @bracket: '{' or '['
 */
void clab_json_open(const char *key, char bracket)
{
	json_t *value = bracket == '{' ? json_object() : json_array();

	clab_json_add(key, value);
	assert(clab_json.depth < CLAB_JSON_DEPTH);
	clab_json.open[clab_json.depth++] = value;
}

/**
 * clab_json_close() - end a JSON object or array
 * @bracket: '}' or ']'
 *
 * The end of the outermost one prints it all, on a line of its own unless it is
 * an element of clab_json_stream_open().
 */
void clab_json_close(char bracket)
{
	json_t *value = clab_json.open[--clab_json.depth];

	assert(json_is_object(value) == (bracket == '}'));
	if (clab_json.depth)
		return;
	if (clab_json.more)
		putchar(',');
	json_dumpf(value, stdout, clab_opts.pretty ? JSON_INDENT(2) : JSON_COMPACT);
	if (clab_json.stream)
		clab_json.more = true;
	else
		putchar('\n');
	json_decref(value);
}

/**
 * clab_json_stream_open() - begin an outermost array whose elements are printed
 *			     as they come
 *
 * For what may be long, or never end: an object that is opened and closed from
 * here on is printed at once and forgotten.
 */
void clab_json_stream_open(void)
{
	assert(!clab_json.depth && !clab_json.stream);
	clab_json.stream = true;
	putchar('[');
}

/**
 * clab_json_stream_close() - end the array
 */
void clab_json_stream_close(void)
{
	assert(!clab_json.depth && clab_json.stream);
	clab_json.stream = false;
	clab_json.more = false;
	puts("]");
}

/**
 * clab_json_u32() - write a number
 * @key: its name, or NULL inside an array
 * @value: the number
 */
void clab_json_u32(const char *key, u32 value)
{
	clab_json_add(key, json_integer(value));
}

/**
 * clab_json_u64() - write a number of 64 bits
 * @key: its name, or NULL in an array
 * @value: the number
 */
void clab_json_u64(const char *key, uint64_t value)
{
	clab_json_add(key, json_integer((json_int_t)value));
}

/**
 * clab_json_bool() - write true or false
 * @key: its name, or NULL inside an array
 * @value: which
 */
void clab_json_bool(const char *key, bool value)
{
	clab_json_add(key, json_boolean(value));
}

/**
 * clab_json_str() - write a string
 * @key: its name, or NULL inside an array
 * @value: the string, or NULL for null; in one that is no UTF-8 foreign octets
 *	   are replaced, and a second member, its name ending in "_hex", has them
 *	   all
 */
void clab_json_str(const char *key, const char *value)
{
	bool whole = true;

	clab_json_add(key, value ? clab_json_text(value, &whole) : json_null());
	if (!whole && key)
		clab_json_set_hex(clab_json.open[clab_json.depth - 1], key, value);
}

#define CLAB_BOLD	"\x1b[1m"
#define CLAB_RED	"\x1b[1;31m"
#define CLAB_COLOUR_OFF	"\x1b[0m"

/* Colour is for a terminal, and for whoever does not object to it. */
static const char *clab_colour(FILE *file, const char *colour)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if ((no && *no) || !term || !strcmp(term, "dumb") ||
	    clab_opts.netlabelctl || !isatty(fileno(file)))
		return "";
	return colour;
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

	printf("%s%s (%zu)%s\n", clab_colour(stdout, CLAB_BOLD), view->title,
	       nr, clab_colour(stdout, CLAB_COLOUR_OFF));
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

/* Where errors go instead of standard error, and room there */
static struct {
	char *text;
	size_t size;
} clab_captured;

/**
 * clab_out_capture() - keep what is said from here on
 * @text: where the first error goes, empty until there is one; NULL to say again
 *	  what there is to say
 * @size: its room
 */
void clab_out_capture(char *text, size_t size)
{
	if (text)
		*text = '\0';
	clab_captured.text = text;
	clab_captured.size = size;
}

static void clab_captured_take(const char *text)
{
	if (!*clab_captured.text)
		snprintf(clab_captured.text, clab_captured.size, "%s", text);
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
static void clab_message(const char *kind, const char *colour, const char *text)
{
	char clean[2048], where[320] = "", line[sizeof(clean) + 512];

	clab_message_clean(text, clean, sizeof(clean));
	if (clab_out_file && clab_out_line)
		snprintf(where, sizeof(where), "%.280s:%u: ", clab_out_file,
			 clab_out_line);
	else if (clab_out_file)
		snprintf(where, sizeof(where), "%.280s: ", clab_out_file);
	snprintf(line, sizeof(line), "%s: %s%s%s%s%s\n", clab_prog, colour, kind,
		 *colour ? clab_colour(stderr, CLAB_COLOUR_OFF) : "", where,
		 clean);
	fputs(line, stderr);
}

/* An error as JSON, one line, on standard error too. What is not known is
 * null.
 */
static void clab_error_json(const char *text, const struct clab_failure *fault)
{
	const char *name = fault ? strerrorname_np(-fault->error) : NULL;
	json_t *error = json_object();

	clab_json_need(error);
	clab_json_set_text(error, "error", text);
	json_object_set_new(error, "errno", name ? json_string(name) : json_null());
	json_object_set_new(error, "attribute", fault && fault->attr[0] ?
			    json_string(fault->attr) : json_null());
	json_object_set_new(error, "offset", fault && fault->offset ?
			    json_integer(fault->offset) : json_null());
	if (clab_out_file)
		clab_json_set_text(error, "file", clab_out_file);
	else
		json_object_set_new(error, "file", json_null());
	json_object_set_new(error, "line", clab_out_file && clab_out_line ?
			    json_integer(clab_out_line) : json_null());
	json_dumpf(error, stderr, JSON_COMPACT);
	fputc('\n', stderr);
	json_decref(error);
}

static void clab_error_text(const char *text, const struct clab_failure *fault)
{
	if (clab_captured.text)
		clab_captured_take(text);
	else if (clab_opts.json)
		clab_error_json(text, fault);
	else
		clab_message("error, ", clab_colour(stderr, CLAB_RED), text);
}

/**
 * clab_error_fault() - say what went wrong between here and the kernel
 * @fault: the fault
 */
void clab_error_fault(const struct clab_failure *fault)
{
	char text[512];

	if (fault->kind == CLAB_FAILED_ABSENT && fault->error == -ENOENT)
		snprintf(text, sizeof(text), "%s", fault->text);
	else
		snprintf(text, sizeof(text), "%s (%s)", fault->text,
			 strerror(-fault->error));
	clab_error_text(text, fault);
}

static void __printf(1, 0) clab_error_va(const char *fmt, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof(text), fmt, args);
	clab_error_text(text, NULL);
}

/**
 * clab_error() - say what went wrong
 * @fmt: printf format; a sentence without its full stop
 */
void clab_error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	clab_error_va(fmt, args);
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
	clab_error_va(fmt, args);
	va_end(args);
	return CLAB_EXIT_USAGE;
}

/**
 * clab_note() - say something that is no error
 * @fmt: printf format
 */
void clab_note(const char *fmt, ...)
{
	char text[1024];
	va_list args;

	if (clab_captured.text)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	clab_message("", "", text);
}
