// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: functions of the codec, called with what nobody checked
 *
 * Decoding is meant for what validation has accepted and may not rely on it:
 * the packet may have changed in between. Here are the cases that validation
 * refuses, and the arguments that the codec's own callers never pass.
 */
#include "../../kmod/codec/tags.h"
#include "table.h"
#include "unit.h"

static struct clab_label clab_direct_label, clab_direct_other;

/* Decode a tag alone: refused so, or read when want is NULL. */
static void clab_direct_tag(u8 type, const u8 *tag, size_t len,
			    enum clab_reason reason, u32 offset)
{
	const struct clab_tag_ops *ops = clab_tag_builtin(type);
	struct clab_err err = { 0 };

	assert_non_null(ops);
	assert_int_equal(ops->decode(tag, len, &clab_direct_label, &err),
			 reason ? -EINVAL : 0);
	assert_int_equal(err.reason, reason);
	assert_int_equal(err.offset, offset);
}

/* A length that no tag of the type can have. */
static void clab_test_tag_length(void **state)
{
	static const u8 types[] = { CLAB_TAG_BITMAP, CLAB_TAG_ENUM, CLAB_TAG_RANGE };
	static const u8 tag[64], high[64] = { [5] = 1 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(types); i++) {
		clab_direct_tag(types[i], tag, 3, CLAB_R_TAG_LENGTH, 1);
		clab_direct_tag(types[i], tag, 4, CLAB_OK, 0);
		clab_direct_tag(types[i], tag, CLAB_TAG_MAX + 1, CLAB_R_TAG_LENGTH, 1);
		clab_direct_tag(types[i], tag, CLAB_TAG_MAX + 2, CLAB_R_TAG_LENGTH, 1);
	}
	clab_direct_tag(CLAB_TAG_ENUM, tag, 7, CLAB_R_TAG_LENGTH, 1);
	clab_direct_tag(CLAB_TAG_ENUM, high, 7, CLAB_R_TAG_LENGTH, 1);
	clab_direct_tag(CLAB_TAG_RANGE, tag, 7, CLAB_R_TAG_LENGTH, 1);
	clab_direct_tag(CLAB_TAG_LOCAL, tag, 5, CLAB_R_TAG_LENGTH, 1);
	clab_direct_tag(CLAB_TAG_LOCAL, tag, 7, CLAB_R_TAG_LENGTH, 1);
}

static void clab_direct_says(const char *text)
{
	struct clab_err err;

	assert_int_equal(clab_label_parse(text, strlen(text), &clab_direct_other,
					  &err), 0);
	assert_true(clab_label_equal(&clab_direct_label, &clab_direct_other));
}

/* Order is what validation asks for: without it, all that is said is read, or
 * nothing.
 */
static void clab_test_unordered(void **state)
{
	(void)state;
	clab_direct_tag(2, (u8 *)"\2\12\0\5\0\11\0\1\0\11", 10, CLAB_OK, 0);
	clab_direct_says("s5:c1,c9");
	clab_direct_tag(2, (u8 *)"\2\14\0\5\0\310\0\2\0\100\0\1", 12, CLAB_OK, 0);
	clab_direct_says("s5:c1,c2,c64,c200");
	clab_direct_tag(2, (u8 *)"\2\16\0\5\0\1\0\377\0\100\0\3\0\201", 14, CLAB_OK, 0);
	clab_direct_says("s5:c1,c3,c64,c129,c255");
	clab_direct_tag(2, (u8 *)"\2\16\0\5\0\1\1\0\0\100\0\3\0\201", 14, CLAB_OK, 0);
	clab_direct_says("s5:c1,c3,c64,c129,c256");
	clab_direct_tag(2, (u8 *)"\2\10\0\5\2\0\1\0", 8, CLAB_R_CAT_ORDER, 6);
	clab_direct_tag(2, (u8 *)"\2\10\0\5\1\0\1\0", 8, CLAB_R_CAT_ORDER, 6);
	clab_direct_tag(5, (u8 *)"\5\14\0\0\0\1\0\1\0\5\0\5", 12, CLAB_R_RANGE_ORDER, 4);
	clab_direct_tag(5, (u8 *)"\5\14\0\0\4\0\3\0\4\5\4\4", 12, CLAB_R_RANGE_ORDER, 4);
}

/* Every order of some categories in a tag 2: low ones are read in any. */
static void clab_test_every_order(void **state)
{
	static const u8 cats[5] = { 3, 65, 66, 190, 255 };
	u8 tag[14] = { CLAB_TAG_ENUM, 14, 0, 0 };
	unsigned int order, i, nr = 0;

	(void)state;
	for (order = 0; order < 5 * 5 * 5 * 5 * 5; order++) {
		unsigned int rest = order, seen = 0;

		for (i = 0; i < 5; i++, rest /= 5) {
			tag[5 + 2 * i] = cats[rest % 5];
			seen |= 1U << rest % 5;
		}
		clab_direct_tag(CLAB_TAG_ENUM, tag, sizeof(tag), CLAB_OK, 0);
		for (i = 0; i < 256; i++) {
			u8 *at = memchr(cats, (int)i, sizeof(cats));
			bool in = at && seen >> (at - cats) & 1;

			assert_int_equal(clab_direct_label.cats.low[i / 64] >>
					 i % 64 & 1, in);
		}
		nr += seen == 31;
	}
	assert_int_equal(nr, 120);
}

/* As many low categories as fit, and each smaller number of them. */
static void clab_test_enum_lengths(void **state)
{
	u8 tag[CLAB_TAG_MAX] = { CLAB_TAG_ENUM };
	u32 nr, cat;

	(void)state;
	for (nr = 0; nr < 15; nr++)
		tag[5 + 2 * nr] = (u8)(17 * nr + 1);
	for (nr = 0; nr <= 15; nr++) {
		clab_direct_tag(CLAB_TAG_ENUM, tag, 4 + 2 * nr, CLAB_OK, 0);
		for (cat = 0; cat < 256; cat++)
			assert_int_equal(clab_direct_label.cats.low[cat / 64] >>
					 cat % 64 & 1,
					 cat % 17 == 1 && cat < 17 * nr);
		assert_int_equal(clab_direct_label.cats.nr, 0);
	}
}

static void clab_direct_option(const struct clab_doi_def *def, const char *opt,
			       size_t len, enum clab_reason reason, u32 offset)
{
	struct clab_err err = { 0 };

	assert_int_equal(clab_cipso_decode(def, (const u8 *)opt, len,
					   &clab_direct_label, &err), -EINVAL);
	assert_int_equal(err.reason, reason);
	assert_int_equal(err.offset, offset);
}

static void clab_test_option(void **state)
{
	static const struct clab_doi_def pass = {
		.doi = 16, .type = CLAB_DOI_PASS, .nr_tags = 1, .tags = { 1 },
	};
	static const char zero[] = "\206\12\0\0\0\0\1\4\0\5";
	struct clab_err err = { 0 };

	(void)state;
	clab_direct_option(&pass, "\206\7\0\0\0\20\1", 7, CLAB_R_OPT_SHORT, 1);
	clab_direct_option(NULL, zero, 10, CLAB_R_DOI_ZERO, 2);
	assert_int_equal(clab_cipso_validate(&pass, (const u8 *)zero, 10, 0, &err),
			 -EINVAL);
	assert_int_equal(err.reason, CLAB_R_DOI_ZERO);
	assert_int_equal(err.offset, 2);
	clab_direct_option(NULL, "\206\12\0\0\0\20\1\4\0\5", 10, CLAB_R_DOI_UNKNOWN, 2);
	clab_direct_option(&pass, "\206\12\0\0\0\20\1\5\0\5", 10, CLAB_R_TAG_LENGTH, 7);
	clab_direct_option(&pass, "\206\12\0\0\0\20\6\4\0\5", 10, CLAB_R_TAG_TYPE, 6);
}

/* A list of tags that ends before its end, and none at all. */
static void clab_test_list(void **state)
{
	struct clab_doi_def def = {
		.doi = 16, .type = CLAB_DOI_PASS, .nr_tags = 3, .tags = { 1, 0, 5 },
	};
	struct clab_err err = { 0 };
	u8 opt[CLAB_OPT_MAX];

	(void)state;
	assert_int_equal(clab_label_parse("s0:c240", 7, &clab_direct_label, &err), 0);
	assert_int_equal(clab_cipso_encode(&def, &clab_direct_label, 0, opt, &err),
			 -ENOSPC);
	assert_int_equal(err.reason, CLAB_R_NOSPACE);
	def.tags[0] = 0;
	assert_int_equal(clab_cipso_encode(&def, &clab_direct_label, 0, opt, &err),
			 -EINVAL);
	assert_int_equal(err.reason, CLAB_R_TAG_TYPE);
	def.tags[0] = CLAB_TAG_RANGE;
	assert_int_equal(clab_cipso_encode(&def, &clab_direct_label, 0, opt, &err), 14);
	def.nr_tags = 0;
	err.reason = CLAB_OK;
	assert_int_equal(clab_cipso_encode(&def, &clab_direct_label, 0, opt, &err),
			 -EINVAL);
	assert_int_equal(err.reason, CLAB_R_TAG_TYPE);
	assert_int_equal(err.offset, 0);
}

/* Less room than a tag takes, which only a caller of the operations can give. */
static void clab_direct_room(u8 type, const char *text, size_t need)
{
	const struct clab_tag_ops *ops = clab_tag_builtin(type);
	struct clab_err err;
	u8 tag[CLAB_TAG_MAX];
	size_t room;

	assert_int_equal(clab_label_parse(text, strlen(text), &clab_direct_label,
					  &err), 0);
	for (room = 0; room < need; room++) {
		memset(tag, 0xa5, sizeof(tag));
		memset(&err, 0xa5, sizeof(err));
		assert_int_equal(ops->encode(&clab_direct_label, tag, room, &err),
				 -ENOSPC);
		assert_int_equal(err.reason, CLAB_R_NOSPACE);
		assert_int_equal(err.offset, 0);
		assert_int_equal(tag[room], 0xa5);
	}
	assert_int_equal(ops->encode(&clab_direct_label, tag, need, &err), need);
}

static void clab_test_room(void **state)
{
	(void)state;
	clab_direct_room(CLAB_TAG_BITMAP, "s5", 4);
	clab_direct_room(CLAB_TAG_BITMAP, "s5:c9", 6);
	clab_direct_room(CLAB_TAG_ENUM, "s5", 4);
	clab_direct_room(CLAB_TAG_ENUM, "s5:c1,c300", 8);
	clab_direct_room(CLAB_TAG_RANGE, "s5", 4);
	clab_direct_room(CLAB_TAG_RANGE, "s5:c0.c1023", 6);
	clab_direct_room(CLAB_TAG_RANGE, "s5:c1,c300", 12);
	clab_direct_room(CLAB_TAG_LOCAL, "s5", CLAB_TAG_LOCAL_LEN);
}

/* A table that scatters a run over more places than a set has. */
static void clab_test_scatter(void **state)
{
	struct clab_table *table = clab_table_alloc();
	char text[] = "s0:c0.c120";
	struct clab_err err;
	u32 cat;

	(void)state;
	clab_table_map(table->level_in, table->level_out, 0, 0);
	for (cat = 0; cat <= CLAB_CATSET_RANGES; cat++)
		clab_table_map(table->cat_in, table->cat_out, cat, 300 + 2 * cat);
	clab_table_finish(table);
	assert_int_equal(clab_label_parse(text, strlen(text), &clab_direct_label,
					  &err), 0);
	assert_int_equal(clab_trans_out(&table->trans, &clab_direct_label,
					&clab_direct_other, &err), -ENOSPC);
	assert_int_equal(err.reason, CLAB_R_NOSPACE);
	assert_int_equal(err.offset, 0);
	text[9] = '9';
	text[8] = '1';
	assert_int_equal(clab_label_parse(text, strlen(text), &clab_direct_label,
					  &err), 0);
	assert_int_equal(clab_trans_out(&table->trans, &clab_direct_label,
					&clab_direct_other, &err), 0);
	assert_int_equal(clab_direct_other.cats.nr, CLAB_CATSET_RANGES);
	clab_table_free(table);
}

/* Pairs that follow each other in both numbers are one run. */
static void clab_test_runs(void **state)
{
	static const struct clab_trans_pair pair[] = {
		{ 5, 7 }, { 6, 8 }, { 7, 9 }, { 8, 20 }, { 10, 22 },
	};
	struct clab_run run[5];

	(void)state;
	assert_int_equal(clab_runs_build(run, pair, 5), 3);
	assert_int_equal(run[0].from, 5);
	assert_int_equal(run[0].last, 7);
	assert_int_equal(run[0].until, 8);
	assert_int_equal(run[1].from, 8);
	assert_int_equal(run[1].last, 8);
	assert_int_equal(run[2].from, 10);
	assert_int_equal(run[2].to, 22);
}

/* A walk may begin inside a run, low or high. */
static void clab_test_next(void **state)
{
	struct clab_catset *set = &clab_direct_label.cats;
	struct clab_catrange run;

	(void)state;
	clab_catset_init(set);
	assert_int_equal(clab_catset_add(set, 10, 20), 0);
	assert_int_equal(clab_catset_add(set, 400, 500), 0);
	assert_true(clab_catset_next(set, 15, &run));
	assert_int_equal(run.low, 15);
	assert_int_equal(run.high, 20);
	assert_true(clab_catset_next(set, 450, &run));
	assert_int_equal(run.low, 450);
	assert_int_equal(run.high, 500);
	assert_false(clab_catset_next(set, 501, &run));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clab_test_tag_length),
		cmocka_unit_test(clab_test_unordered),
		cmocka_unit_test(clab_test_every_order),
		cmocka_unit_test(clab_test_enum_lengths),
		cmocka_unit_test(clab_test_option),
		cmocka_unit_test(clab_test_list),
		cmocka_unit_test(clab_test_room),
		cmocka_unit_test(clab_test_scatter),
		cmocka_unit_test(clab_test_runs),
		cmocka_unit_test(clab_test_next),
	};

	return cmocka_run_group_tests_name("direct", tests, NULL, NULL);
}
