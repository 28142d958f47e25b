// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * cipsolab codec: labels, their text and their order
 *
 *	label := level [ "-" level ]
 *	level := "s" number [ ":" run { "," run } ]
 *	run   := "c" number [ "." "c" number ]
 *
 * This is how SELinux writes the level part of a context.
 */
#include "label.h"

/**
 * struct clab_scan - where the reading of a text stands
 * @text: the text
 * @len: its length
 * @at: the next character
 */
struct clab_scan {
	const char *text;
	size_t len;
	size_t at;
};

static int clab_scan_refuse(const struct clab_scan *scan,
			    enum clab_reason reason, struct clab_err *err,
			    int error)
{
	return clab_err_set(err, reason, (u32)scan->at, error);
}

/* Take the next character if it is c. */
static bool clab_scan_take(struct clab_scan *scan, char c)
{
	if (scan->at == scan->len || scan->text[scan->at] != c)
		return false;
	scan->at++;
	return true;
}

static bool clab_scan_digit(const struct clab_scan *scan)
{
	return scan->at < scan->len && scan->text[scan->at] >= '0' &&
	       scan->text[scan->at] <= '9';
}

/* A letter and a number without leading zeros, up to 2^31 - 1. */
static int clab_scan_name(struct clab_scan *scan, char letter,
			  enum clab_reason range, u32 *number,
			  struct clab_err *err)
{
	u64 v = 0;

	if (!clab_scan_take(scan, letter) || !clab_scan_digit(scan))
		return clab_scan_refuse(scan, CLAB_R_TEXT, err, -EINVAL);
	if (clab_scan_take(scan, '0')) {
		if (clab_scan_digit(scan))
			return clab_scan_refuse(scan, CLAB_R_TEXT, err, -EINVAL);
		*number = 0;
		return 0;
	}
	for (; clab_scan_digit(scan); scan->at++) {
		v = v * 10 + (u64)(scan->text[scan->at] - '0');
		if (v > CLAB_CAT_MAX)
			return clab_scan_refuse(scan, range, err, -ERANGE);
	}
	*number = (u32)v;
	return 0;
}

/* One category or a run of them; set may be NULL. */
static int clab_scan_run(struct clab_scan *scan, struct clab_catset *set,
			 struct clab_err *err)
{
	u32 low, high;
	int rc;

	rc = clab_scan_name(scan, 'c', CLAB_R_CAT, &low, err);
	if (rc)
		return rc;
	high = low;
	if (clab_scan_take(scan, '.')) {
		rc = clab_scan_name(scan, 'c', CLAB_R_CAT, &high, err);
		if (rc)
			return rc;
		if (high <= low)
			return clab_scan_refuse(scan, CLAB_R_RANGE_REVERSED, err,
						-EINVAL);
	}
	if (set && clab_catset_add(set, low, high))
		return clab_scan_refuse(scan, CLAB_R_NOSPACE, err, -ENOSPC);
	return 0;
}

/* A level with its categories; set may be NULL. */
static int clab_scan_level(struct clab_scan *scan, u32 *level,
			   struct clab_catset *set, struct clab_err *err)
{
	int rc;

	rc = clab_scan_name(scan, 's', CLAB_R_LEVEL, level, err);
	if (rc || !clab_scan_take(scan, ':'))
		return rc;
	do {
		rc = clab_scan_run(scan, set, err);
	} while (!rc && clab_scan_take(scan, ','));
	return rc;
}

/**
 * clab_label_parse() - read a level and categories from text
 * @text: the text; a NUL as its last character is not counted as text
 * @len: its length
 * @label: where they go: @kind, @level and @cats; @secid stays as it is
 * @err: what is wrong, its offset counted from @text
 *
 * Of a range of levels the low one is read, since it is the one that a packet
 * carries; the high one is checked to be well formed.
 *
 * Return: 0; -EINVAL for text that is no label, a reversed run included;
 * -ERANGE for a number above 2^31 - 1; -ENOSPC for more than
 * CLAB_CATSET_RANGES runs above category 255. After an error @label is not to
 * be used.
 */
int clab_label_parse(const char *text, size_t len, struct clab_label *label,
		     struct clab_err *err)
{
	struct clab_scan scan = { .text = text, .len = len };
	u32 high;
	int rc;

	label->kind = CLAB_LABEL_MLS;
	clab_catset_init(&label->cats);
	rc = clab_scan_level(&scan, &label->level, &label->cats, err);
	if (!rc && clab_scan_take(&scan, '-'))
		rc = clab_scan_level(&scan, &high, NULL, err);
	if (rc)
		return rc;
	if (scan.at + 1 == len)
		clab_scan_take(&scan, '\0');
	if (scan.at != len)
		return clab_scan_refuse(&scan, CLAB_R_TEXT, err, -EINVAL);
	return 0;
}

/**
 * struct clab_print - where the writing of a text stands
 * @text: the buffer
 * @size: its size
 * @len: characters so far; above @size once something did not fit
 */
struct clab_print {
	char *text;
	size_t size;
	size_t len;
};

static void clab_print_char(struct clab_print *out, char c)
{
	if (out->len < out->size)
		out->text[out->len] = c;
	out->len++;
}

/* A separator, if there is one, a letter and a number. */
static void clab_print_name(struct clab_print *out, char sep, char letter,
			    u32 number)
{
	char digit[10];
	unsigned int n = 0;

	if (sep)
		clab_print_char(out, sep);
	clab_print_char(out, letter);
	do {
		digit[n++] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	while (n)
		clab_print_char(out, digit[--n]);
}

/**
 * clab_label_format() - write a level and categories as text
 * @label: the label; @level and @cats are looked at
 * @text: where the text goes, with a NUL
 * @size: room there; CLAB_LABEL_TEXT_MAX is enough for what a tag can carry
 *
 * Two categories in a row are listed, three and more are a run, as in
 * "s5:c0,c1,c9.c12": what SELinux would print.
 *
 * Return: the length without the NUL, or -ENOSPC when @size is too small.
 */
int clab_label_format(const struct clab_label *label, char *text, size_t size)
{
	struct clab_print out = { .text = text, .size = size };
	struct clab_catrange run;
	char sep = ':';
	u32 from = 0;

	clab_print_name(&out, 0, 's', label->level);
	while (clab_catset_next(&label->cats, from, &run)) {
		clab_print_name(&out, sep, 'c', run.low);
		sep = ',';
		if (run.high > run.low)
			clab_print_name(&out, run.high - run.low > 1 ? '.' : ',',
					'c', run.high);
		from = run.high + 1;
	}
	clab_print_char(&out, '\0');
	return out.len <= size ? (int)out.len - 1 : -ENOSPC;
}

/**
 * clab_label_equal() - are two labels the same
 * @a: one label
 * @b: the other
 *
 * Return: true when they are of one kind and say the same.
 */
bool clab_label_equal(const struct clab_label *a, const struct clab_label *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == CLAB_LABEL_SECID)
		return a->secid == b->secid;
	return a->kind == CLAB_LABEL_NONE ||
	       (a->level == b->level && clab_catset_equal(&a->cats, &b->cats));
}

/**
 * clab_label_dominates() - does one label dominate another
 * @a: the label that should be the higher; @level and @cats are looked at
 * @b: the label that should be the lower
 *
 * Return: true when @a has at least the level and all categories of @b.
 */
bool clab_label_dominates(const struct clab_label *a,
			  const struct clab_label *b)
{
	return a->level >= b->level && clab_catset_contains(&a->cats, &b->cats);
}
