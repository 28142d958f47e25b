// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: sets of categories, the order of labels, reasons
 */
#include "unit.h"

#define CLAB_SET_CATS	700	/* below and above the end of the bits */

static void clab_set_check(const struct clab_catset *set, const u8 *has)
{
	struct clab_catrange run;
	u32 cat = 0, i;

	while (clab_catset_next(set, cat, &run)) {
		for (; cat < run.low; cat++)
			assert_int_equal(has[cat], 0);
		for (; cat <= run.high; cat++)
			assert_int_equal(has[cat], 1);
		assert_int_equal(has[cat], 0);
	}
	for (; cat < CLAB_SET_CATS; cat++)
		assert_int_equal(has[cat], 0);
	for (i = 1; i < set->nr; i++)
		assert_true(set->range[i].low > set->range[i - 1].high + 1);
}

static void clab_set_random(struct clab_catset *set, u8 *has)
{
	u32 runs = 1 + clab_unit_below(60);
	u32 low, high;

	memset(set, 0xa5, sizeof(*set));
	memset(has, 0, CLAB_SET_CATS + 1);
	clab_catset_init(set);
	while (runs--) {
		low = clab_unit_below(CLAB_SET_CATS);
		high = low + clab_unit_below(clab_unit_below(8) ? 6 : 300);
		if (high >= CLAB_SET_CATS)
			high = CLAB_SET_CATS - 1;
		assert_int_equal(clab_catset_add(set, low, high), 0);
		memset(has + low, 1, high - low + 1);
	}
}

static void clab_test_set(void **state)
{
	static u8 has[CLAB_SET_CATS + 1];
	static struct clab_catset set;
	unsigned long left = clab_unit_rounds() / 4;

	(void)state;
	while (left--) {
		clab_set_random(&set, has);
		clab_set_check(&set, has);
		assert_false(clab_catset_empty(&set));
	}
}

static void clab_test_contains(void **state)
{
	static u8 has_a[CLAB_SET_CATS + 1], has_b[CLAB_SET_CATS + 1];
	static struct clab_catset a, b;
	unsigned long left = clab_unit_rounds() / 4, inside = 0;
	struct clab_catrange run;
	bool contains, equal;
	u32 cat;

	(void)state;
	while (left--) {
		clab_set_random(&a, has_a);
		clab_set_random(&b, has_b);
		/* Two random sets are hardly ever one inside the other. */
		if (left % 2)
			for (cat = 0; clab_catset_next(&b, cat, &run);
			     cat = run.high + 1) {
				assert_int_equal(clab_catset_add(&a, run.low,
								 run.high), 0);
				memset(has_a + run.low, 1,
				       run.high - run.low + 1);
			}
		contains = true;
		equal = true;
		for (cat = 0; cat < CLAB_SET_CATS; cat++) {
			contains &= has_a[cat] >= has_b[cat];
			equal &= has_a[cat] == has_b[cat];
		}
		assert_int_equal(clab_catset_contains(&a, &b), contains);
		assert_int_equal(clab_catset_equal(&a, &b), equal);
		inside += contains;
	}
	assert_true(inside > clab_unit_rounds() / 16);
}

static void clab_test_set_full(void **state)
{
	static struct clab_catset set;
	u32 i;

	(void)state;
	clab_catset_init(&set);
	assert_true(clab_catset_empty(&set));
	assert_int_equal(clab_catset_add(&set, 5, 4), -EINVAL);
	assert_int_equal(clab_catset_add(&set, 5, CLAB_CAT_MAX + 1), -EINVAL);
	assert_true(clab_catset_empty(&set));
	for (i = 0; i < CLAB_CATSET_RANGES; i++)
		assert_int_equal(clab_catset_add(&set, 300 + 3 * i, 300 + 3 * i), 0);
	assert_int_equal(clab_catset_add(&set, 5000, 5000), -ENOSPC);
	assert_int_equal(clab_catset_add(&set, 298, 298), -ENOSPC);
	assert_int_equal(clab_catset_add(&set, 301, 301), 0);
	assert_int_equal(set.nr, CLAB_CATSET_RANGES);
	assert_int_equal(clab_catset_add(&set, 302, 302), 0);
	assert_int_equal(set.nr, CLAB_CATSET_RANGES - 1);
	assert_int_equal(clab_catset_add(&set, 256, CLAB_CAT_MAX), 0);
	assert_int_equal(set.nr, 1);
	assert_int_equal(set.range[0].low, 256);
	assert_int_equal(set.range[0].high, CLAB_CAT_MAX);
}

static void clab_label_make(struct clab_label *label, const char *text)
{
	struct clab_err err;

	memset(label, 0xa5, sizeof(*label));
	assert_int_equal(clab_label_parse(text, strlen(text), label, &err), 0);
}

static void clab_test_dominates(void **state)
{
	static const struct {
		const char *a, *b;
		bool dominates;
	} cases[] = {
		{ "s0", "s0", true },
		{ "s1", "s0", true },
		{ "s0", "s1", false },
		{ "s0:c1", "s0", true },
		{ "s0", "s0:c1", false },
		{ "s5:c0.c9", "s5:c3,c7", true },
		{ "s5:c0.c9", "s4:c3,c10", false },
		{ "s5:c300.c400", "s5:c350", true },
		{ "s5:c300.c400", "s5:c350.c401", false },
		{ "s5:c300.c400", "s5:c299.c301", false },
		{ "s5:c300,c302", "s5:c301", false },
		{ "s1:c5", "s0:c6", false },
		{ "s5:c300", "s5:c400", false },
		{ "s5:c300,c500", "s5:c400", false },
		{ "s5:c300,c400", "s5:c400", true },
	};
	static struct clab_label a, b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		clab_label_make(&a, cases[i].a);
		clab_label_make(&b, cases[i].b);
		assert_int_equal(clab_label_dominates(&a, &b),
				 cases[i].dominates);
	}
}

static void clab_test_equal(void **state)
{
	static struct clab_label a, b;

	(void)state;
	clab_label_make(&a, "s5:c1,c300");
	clab_label_make(&b, "s5:c300,c1");
	assert_true(clab_label_equal(&a, &b));
	b.secid = 1;
	assert_true(clab_label_equal(&a, &b));
	b.level = 6;
	assert_false(clab_label_equal(&a, &b));
	b.level = 5;
	assert_int_equal(clab_catset_add(&b.cats, 2, 2), 0);
	assert_false(clab_label_equal(&a, &b));
	a.kind = CLAB_LABEL_SECID;
	assert_false(clab_label_equal(&a, &b));
	b.kind = CLAB_LABEL_SECID;
	assert_false(clab_label_equal(&a, &b));
	a.secid = 1;
	assert_true(clab_label_equal(&a, &b));
	a.kind = CLAB_LABEL_NONE;
	b.kind = CLAB_LABEL_NONE;
	assert_true(clab_label_equal(&a, &b));
}

/* Text need not end in a NUL, may end in one, and holds none inside. */
static void clab_test_text_nul(void **state)
{
	static struct clab_label label;
	struct clab_err err;
	char *exact = malloc(5);

	(void)state;
	assert_non_null(exact);
	memcpy(exact, "s0:c1", 5);
	assert_int_equal(clab_label_parse(exact, 5, &label, &err), 0);
	free(exact);
	assert_int_equal(clab_label_parse("s0", 3, &label, &err), 0);
	assert_int_equal(clab_label_parse("s0\0", 4, &label, &err), -EINVAL);
	assert_int_equal(clab_label_parse("s0\0:c1", 6, &label, &err), -EINVAL);
	assert_int_equal(err.reason, CLAB_R_TEXT);
	assert_int_equal(err.offset, 2);
}

/* More runs than a set holds are refused, not dropped. */
static void clab_test_text_runs(void **state)
{
	static struct clab_label label;
	struct clab_err err;
	char text[4096] = "s0:c0";
	unsigned int i;

	(void)state;
	for (i = 0; i <= CLAB_CATSET_RANGES; i++) {
		assert_int_equal(clab_label_parse(text, strlen(text), &label,
						  &err), 0);
		assert_int_equal(label.cats.nr, i);
		sprintf(text + strlen(text), ",c%u", 300 + 2 * i);
	}
	assert_int_equal(clab_label_parse(text, strlen(text), &label, &err),
			 -ENOSPC);
	assert_int_equal(err.reason, CLAB_R_NOSPACE);
}

/* The longest text of a label that a tag carries fits the size that is given. */
static void clab_test_text_max(void **state)
{
	static struct clab_label label;
	char text[CLAB_LABEL_TEXT_MAX];
	u32 cat;

	(void)state;
	memset(&label, 0, sizeof(label));
	label.level = 255;
	for (cat = 0; cat < 240; cat++)
		if (cat % 3)
			assert_int_equal(clab_catset_add(&label.cats, cat, cat), 0);
	assert_true(clab_label_format(&label, text, sizeof(text)) > 700);
	assert_int_equal(clab_label_format(&label, text, 0), -ENOSPC);
}

static void clab_test_reasons(void **state)
{
	unsigned int i, j;

	(void)state;
	for (i = 0; i < CLAB_R_MAX; i++) {
		assert_non_null(clab_reason_name(i));
		assert_non_null(clab_reason_text(i));
		assert_true(strlen(clab_reason_text(i)) > 10);
		assert_int_equal(strspn(clab_reason_name(i),
					"abcdefghijklmnopqrstuvwxyz-"),
				 strlen(clab_reason_name(i)));
		for (j = 0; j < i; j++)
			assert_string_not_equal(clab_reason_name(i),
						clab_reason_name(j));
	}
	assert_string_equal(clab_reason_name(CLAB_R_MAX), "?");
	assert_string_equal(clab_reason_text(CLAB_R_MAX), "?");
}

static void clab_test_builtin(void **state)
{
	unsigned int type, nr = 0;

	(void)state;
	for (type = 0; type < 256; type++) {
		const struct clab_tag_ops *ops = clab_tag_builtin((u8)type);

		if (!ops)
			continue;
		nr++;
		assert_int_equal(ops->type, type);
		assert_non_null(ops->name);
	}
	assert_int_equal(nr, 4);
}

/* An option that is longer than a header can hold is nobody's option. */
static void clab_test_too_long(void **state)
{
	static const struct clab_doi_def def = {
		.doi = 16, .type = CLAB_DOI_PASS, .nr_tags = 1, .tags = { 1 },
	};
	u8 opt[255] = { 134, 255, 0, 0, 0, 16, 1, 249 };
	static struct clab_label label;
	struct clab_err err;
	u32 doi;

	(void)state;
	assert_int_equal(clab_cipso_validate(&def, opt, 255, 0, &err), -EINVAL);
	assert_int_equal(err.reason, CLAB_R_OPT_LENGTH);
	assert_int_equal(err.offset, 1);
	assert_int_equal(clab_cipso_decode(&def, opt, 255, &label, &err), -EINVAL);
	assert_false(clab_cipso_doi(opt, 5, &doi));
	assert_true(clab_cipso_doi(opt, 6, &doi));
	assert_int_equal(doi, 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clab_test_set),
		cmocka_unit_test(clab_test_contains),
		cmocka_unit_test(clab_test_set_full),
		cmocka_unit_test(clab_test_dominates),
		cmocka_unit_test(clab_test_equal),
		cmocka_unit_test(clab_test_text_nul),
		cmocka_unit_test(clab_test_text_runs),
		cmocka_unit_test(clab_test_text_max),
		cmocka_unit_test(clab_test_reasons),
		cmocka_unit_test(clab_test_builtin),
		cmocka_unit_test(clab_test_too_long),
	};

	return cmocka_run_group_tests_name("label", tests, NULL, NULL);
}
