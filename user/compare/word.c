// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: the words that a scenario finds and expects
 *
 * A value is text, found and expected alike.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "cipsoctl.h"
#include "compare/scenario.h"
#include "out.h"

#define CLAB_ERRNO_MAX	4095	/* of the kernel's errors */

static bool clab_value_any(const char *value)
{
	return *value;
}

static bool clab_value_yesno(const char *value)
{
	return !strcmp(value, "yes") || !strcmp(value, "no");
}

static bool clab_value_verdict(const char *value)
{
	return !strcmp(value, "accepted") || !strcmp(value, "refused");
}

static bool clab_value_number(const char *value)
{
	size_t len = strspn(value, "0123456789");

	return len && len <= 10 && !value[len];
}

static bool clab_value_offset(const char *value)
{
	return !strcmp(value, "none") || clab_value_number(value);
}

/* What stands between two commas of a list of options */
static bool clab_value_option(const char *value, size_t len)
{
	if ((len == 4 && !memcmp(value, "none", 4)) || (len == 1 && *value == '-'))
		return true;
	return len && len % 2 == 0 && strspn(value, "0123456789abcdef.") >= len;
}

static bool clab_value_options(const char *value)
{
	size_t len = strcspn(value, ",");

	while (clab_value_option(value, len)) {
		if (!value[len])
			return true;
		value += len + 1;
		len = strcspn(value, ",");
	}
	return false;
}

static bool clab_value_errno(const char *value)
{
	const char *name;
	int i;

	if (!strcmp(value, "ok") || !strcmp(value, "timeout") || !strcmp(value, "USAGE"))
		return true;
	for (i = 1; i <= CLAB_ERRNO_MAX; i++) {
		name = strerrorname_np(i);
		if (name && !strcmp(name, value))
			return true;
	}
	return false;
}

/* One to three digits; @value is moved behind them. */
static bool clab_value_octet(const char **value)
{
	size_t len = strspn(*value, "0123456789");

	*value += len;
	return len && len <= 3;
}

static bool clab_value_icmp(const char *value)
{
	if (!strcmp(value, "none"))
		return true;
	if (!clab_value_octet(&value) || *value++ != '/' || !clab_value_octet(&value))
		return false;
	if (*value == '@') {
		value++;
		return clab_value_octet(&value) && !*value;
	}
	return !*value;
}

/**
 * struct clab_word_kind - a row of the table of words
 * @name: its name
 * @shared: both engines have it, and "same" can name it
 * @compared: engines differ that differ in it; sizes follow from the rest, or
 *	      from what time the other end took
 * @check: can it have this value
 */
static const struct clab_word_kind {
	const char *name;
	bool shared;
	bool compared;
	bool (*check)(const char *value);
} clab_word_kinds[CLAB_WORDS] = {
	[CLAB_WORD_WIRE] = { "wire", true, true, clab_value_options },
	[CLAB_WORD_ANSWER] = { "answer", true, true, clab_value_options },
	[CLAB_WORD_PEER] = { "peer", true, true, clab_value_any },
	[CLAB_WORD_CLIENT] = { "client", true, true, clab_value_any },
	[CLAB_WORD_ERRNO] = { "errno", true, true, clab_value_errno },
	[CLAB_WORD_ICMP] = { "icmp", true, true, clab_value_icmp },
	[CLAB_WORD_DELIVERED] = { "delivered", true, true, clab_value_yesno },
	[CLAB_WORD_REASON] = { "reason", false, false, clab_value_any },
	[CLAB_WORD_MSS] = { "mss", true, false, clab_value_number },
	[CLAB_WORD_SEGMENT] = { "segment", true, false, clab_value_number },
	[CLAB_WORD_RECEIVED] = { "received", true, true, clab_value_number },
	[CLAB_WORD_TEXT] = { "text", false, false, clab_value_any },
	[CLAB_WORD_VERDICT] = { "verdict", false, false, clab_value_verdict },
	[CLAB_WORD_LABEL] = { "label", false, false, clab_value_any },
	[CLAB_WORD_OFFSET] = { "offset", false, false, clab_value_offset },
};

/**
 * clab_word_name() - the name of a word
 * @word: the word
 *
 * Return: a constant.
 */
const char *clab_word_name(enum clab_word word)
{
	return clab_word_kinds[word].name;
}

/**
 * clab_word_find() - find a word by its name
 * @name: the name, which need not end
 * @len: its length
 *
 * Return: enum clab_word, or -1.
 */
int clab_word_find(const char *name, size_t len)
{
	int i;

	for (i = 0; i < CLAB_WORDS; i++)
		if (strlen(clab_word_kinds[i].name) == len &&
		    !memcmp(clab_word_kinds[i].name, name, len))
			return i;
	return -1;
}

/**
 * clab_word_compared() - is a word of both engines
 * @word: the word
 *
 * Return: true when engines differ that differ in it.
 */
bool clab_word_compared(enum clab_word word)
{
	return clab_word_kinds[word].compared;
}

/**
 * clab_word_shared() - do both engines have a word
 * @word: the word
 *
 * Return: true when they do.
 */
bool clab_word_shared(enum clab_word word)
{
	return clab_word_kinds[word].shared;
}

/**
 * clab_word_check() - can a word have a value
 * @word: the word
 * @value: what is expected
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_word_check(enum clab_word word, const char *value)
{
	if (clab_word_kinds[word].check(value))
		return 0;
	return clab_usage("'%.80s' can't be the value of '%s'", value,
			  clab_word_kinds[word].name);
}

/**
 * clab_word_matches() - is a value the expected one
 * @word: the word
 * @want: what is expected; of options a dot is any digit
 * @got: what has been found
 *
 * Return: true when it is.
 */
bool clab_word_matches(enum clab_word word, const char *want, const char *got)
{
	bool options = word == CLAB_WORD_WIRE || word == CLAB_WORD_ANSWER;

	while (*want && *got &&
	       (*want == *got || (options && *want == '.' &&
				  isxdigit((unsigned char)*got)))) {
		want++;
		got++;
	}
	return !*want && !*got;
}
