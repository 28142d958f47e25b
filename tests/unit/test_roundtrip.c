// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: random labels there and back
 */
#include "table.h"
#include "unit.h"

static struct clab_model_label clab_model, clab_back;
static struct clab_label clab_label_in, clab_label_out, clab_label_twice;

/* What every option that was encoded has to be. */
static void clab_roundtrip_option(const struct clab_doi_def *def, const u8 *opt,
				  int len)
{
	u8 again[CLAB_OPT_MAX];
	struct clab_err err;

	assert_int_equal(clab_cipso_validate(def, opt, (size_t)len, 0, &err), 0);
	assert_int_equal(clab_cipso_validate(def, opt, (size_t)len, CLAB_V_STRICT,
					     &err), 0);
	assert_int_equal(clab_cipso_decode(def, opt, (size_t)len,
					   &clab_label_out, &err), 0);
	assert_true(clab_label_equal(&clab_label_in, &clab_label_out));
	assert_int_equal(clab_model_read(opt, &clab_back).reason, CLAB_OK);
	assert_true(clab_model_same(&clab_back, &clab_label_out));
	assert_int_equal(clab_cipso_encode(def, &clab_label_out, 0, again, &err),
			 len);
	assert_memory_equal(again, opt, (size_t)len);
}

/* The fewest octets that a tag of a type can have for the label, by the number
 * of its categories and runs alone.
 */
static int clab_roundtrip_least(u8 type)
{
	struct clab_catrange run = { 0 };
	int cats = 0, runs = 0, zero = 0;
	u32 from = 0;

	for (; clab_catset_next(&clab_label_in.cats, from, &run); runs++) {
		cats += (int)(run.high - run.low) + 1;
		zero |= !run.low;
		from = run.high + 1;
	}
	if (type == CLAB_TAG_BITMAP)
		return CLAB_TAG_HDR_LEN + (cats ? (int)run.high / 8 + 1 : 0);
	if (type == CLAB_TAG_ENUM)
		return CLAB_TAG_HDR_LEN + 2 * cats;
	return CLAB_TAG_HDR_LEN + 4 * runs - 2 * zero;
}

static void clab_roundtrip_tag(u8 type)
{
	const struct clab_doi_def def = {
		.doi = 0x01020304, .type = CLAB_DOI_PASS, .nr_tags = 1,
		.tags = { type },
	};
	unsigned long left = clab_unit_rounds(), sent = 0;
	u8 opt[CLAB_OPT_MAX], tag[34];
	struct clab_err err;
	int want, len;

	while (left) {
		clab_unit_label(&clab_model);
		clab_model_to_label(&clab_model, &clab_label_in);
		want = clab_model_write(type, &clab_model, tag);
		memset(opt, 0xa5, sizeof(opt));
		len = clab_cipso_encode(&def, &clab_label_in, 0, opt, &err);
		if (want < 0) {
			assert_int_equal(len, want);
			assert_int_equal(err.reason, CLAB_R_NOSPACE);
			assert_true(clab_roundtrip_least(type) > CLAB_TAG_MAX);
			continue;
		}
		assert_int_equal(want, clab_roundtrip_least(type));
		left--;
		sent++;
		assert_int_equal(len, want + CLAB_OPT_HDR_LEN);
		assert_memory_equal(opt + CLAB_OPT_HDR_LEN, tag, (size_t)want);
		assert_memory_equal(opt, "\x86", 1);
		assert_int_equal(clab_get_be32(opt + 2), def.doi);
		clab_roundtrip_option(&def, opt, len);
	}
	assert_int_equal(sent, clab_unit_rounds());
}

static void clab_test_bitmap(void **state)
{
	(void)state;
	clab_roundtrip_tag(CLAB_TAG_BITMAP);
}

static void clab_test_enum(void **state)
{
	(void)state;
	clab_roundtrip_tag(CLAB_TAG_ENUM);
}

static void clab_test_range(void **state)
{
	(void)state;
	clab_roundtrip_tag(CLAB_TAG_RANGE);
}

static void clab_test_local(void **state)
{
	const struct clab_doi_def def = {
		.doi = 1, .type = CLAB_DOI_LOCAL, .nr_tags = 1,
		.tags = { CLAB_TAG_LOCAL },
	};
	unsigned long left = clab_unit_rounds();
	u8 opt[CLAB_OPT_MAX];
	struct clab_err err;

	(void)state;
	memset(&clab_label_in, 0, sizeof(clab_label_in));
	while (left--) {
		clab_label_in.kind = CLAB_LABEL_SECID;
		clab_label_in.secid = (u32)clab_unit_random();
		assert_int_equal(clab_cipso_encode(&def, &clab_label_in, 0, opt, &err),
				 CLAB_OPT_HDR_LEN + CLAB_TAG_LOCAL_LEN);
		assert_int_equal(clab_cipso_validate(&def, opt, 12,
						     CLAB_V_LOOPBACK, &err), 0);
		assert_int_equal(clab_cipso_decode(&def, opt, 12,
						   &clab_label_out, &err), 0);
		assert_true(clab_label_equal(&clab_label_in, &clab_label_out));
	}
}

/* A DOI's first tag that has room is the one that is sent. */
static void clab_test_first_fit(void **state)
{
	static const struct clab_doi_def def = {
		.doi = 7, .type = CLAB_DOI_PASS, .nr_tags = 3,
		.tags = { CLAB_TAG_ENUM, CLAB_TAG_RANGE, CLAB_TAG_BITMAP },
	};
	unsigned long left = clab_unit_rounds() / 4;
	u8 opt[CLAB_OPT_MAX], tag[34];
	struct clab_err err;
	int i, len, want;

	(void)state;
	while (left--) {
		clab_unit_label(&clab_model);
		clab_model_to_label(&clab_model, &clab_label_in);
		len = clab_cipso_encode(&def, &clab_label_in, 0, opt, &err);
		for (i = 0, want = -1; want < 0 && i < def.nr_tags; i++)
			want = clab_model_write(def.tags[i], &clab_model, tag);
		assert_int_equal(len, want < 0 ? want : want + CLAB_OPT_HDR_LEN);
		if (len > 0)
			assert_memory_equal(opt + CLAB_OPT_HDR_LEN, tag,
					    (size_t)want);
	}
}

/* Tables for every test: in runs, one by one, with gaps, many to one. */
static struct clab_table *clab_roundtrip_table(void)
{
	u32 runs = 1 + clab_unit_below(40), shape = clab_unit_below(3), here, wire, nr;
	struct clab_table *table = clab_table_alloc();

	for (nr = clab_unit_below(200); nr; nr--)
		clab_table_map(table->level_in, table->level_out,
			       clab_unit_below(256), clab_unit_below(256));
	while (runs--) {
		here = clab_unit_below(shape ? 300 : 60000);
		wire = shape == 1 ? here : clab_unit_below(shape ? 300 : 60000);
		for (nr = 1 + clab_unit_below(shape == 2 ? 3 : 500); nr; nr--)
			clab_table_map(table->cat_in, table->cat_out, here++, wire++);
	}
	clab_table_finish(table);
	return table;
}

/* What a model's label becomes by a direction of a model's table. */
static enum clab_reason clab_roundtrip_model(const u32 *levels, const u32 *cats,
					     const struct clab_model_label *from,
					     struct clab_model_label *to)
{
	u32 cat;

	clab_model_clear(to);
	if (levels[from->level] == CLAB_TABLE_NONE)
		return CLAB_R_LEVEL;
	to->level = levels[from->level];
	for (cat = 0; cat < from->end; cat++) {
		if (!from->has[cat])
			continue;
		if (cats[cat] == CLAB_TABLE_NONE)
			return CLAB_R_CAT;
		clab_model_add(to, cats[cat]);
	}
	return CLAB_OK;
}

/* One label by one direction; returns whether it could be translated. */
static bool clab_roundtrip_translate(const struct clab_table *table, bool out)
{
	enum clab_reason want;
	struct clab_err err;
	int rc;

	clab_model_to_label(&clab_model, &clab_label_in);
	want = out ? clab_roundtrip_model(table->level_out, table->cat_out,
					  &clab_model, &clab_back) :
		     clab_roundtrip_model(table->level_in, table->cat_in,
					  &clab_model, &clab_back);
	rc = out ? clab_trans_out(&table->trans, &clab_label_in, &clab_label_out, &err) :
		   clab_trans_in(&table->trans, &clab_label_in, &clab_label_out, &err);
	if (rc == -ENOSPC) {
		assert_int_equal(err.reason, CLAB_R_NOSPACE);
		return false;
	}
	assert_int_equal(rc, want ? -EPERM : 0);
	if (want) {
		assert_int_equal(err.reason, want);
		assert_int_equal(err.offset, out ? 0 : want == CLAB_R_LEVEL ? 9 : 10);
		return false;
	}
	assert_true(clab_model_same(&clab_back, &clab_label_out));
	return true;
}

/* Take the categories and the level of a label from what a table has. */
static void clab_roundtrip_suit(const u32 *levels, const u32 *cats)
{
	u32 cat;

	while (levels[clab_model.level] == CLAB_TABLE_NONE && clab_unit_below(500))
		clab_model.level = clab_unit_below(256);
	if (!clab_unit_below(8))
		return;
	for (cat = 0; cat < clab_model.end; cat++)
		if (cats[cat] == CLAB_TABLE_NONE)
			clab_model.has[cat] = 0;
}

static void clab_test_translate(void **state)
{
	unsigned long tables = clab_unit_rounds() / 500, good = 0, labels = 0;
	struct clab_table *table;
	unsigned int i;

	(void)state;
	while (tables--) {
		table = clab_roundtrip_table();
		for (i = 0; i < 50; i++) {
			bool out = i & 1;

			clab_unit_label(&clab_model);
			clab_roundtrip_suit(out ? table->level_out : table->level_in,
					    out ? table->cat_out : table->cat_in);
			good += clab_roundtrip_translate(table, out);
			labels++;
		}
		clab_table_free(table);
	}
	print_message("translations: %lu of %lu labels\n", good, labels);
	assert_true(good > labels / 4);
	assert_true(good < labels);
}

/* Text there and back. */
static void clab_test_text(void **state)
{
	unsigned long left = clab_unit_rounds() / 4;
	struct clab_err err;
	char text[4096];
	int len;

	(void)state;
	while (left--) {
		clab_unit_label(&clab_model);
		clab_model_to_label(&clab_model, &clab_label_in);
		len = clab_label_format(&clab_label_in, text, sizeof(text));
		assert_true(len > 0);
		assert_int_equal(len, strlen(text));
		assert_int_equal(clab_label_parse(text, (size_t)len,
						  &clab_label_twice, &err), 0);
		assert_true(clab_label_equal(&clab_label_in, &clab_label_twice));
		assert_int_equal(clab_label_format(&clab_label_in, text,
						   (size_t)len), -ENOSPC);
		assert_int_equal(clab_label_format(&clab_label_in, text,
						   (size_t)len + 1), len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clab_test_bitmap),
		cmocka_unit_test(clab_test_enum),
		cmocka_unit_test(clab_test_range),
		cmocka_unit_test(clab_test_local),
		cmocka_unit_test(clab_test_first_fit),
		cmocka_unit_test(clab_test_translate),
		cmocka_unit_test(clab_test_text),
	};

	return cmocka_run_group_tests_name("roundtrip", tests, NULL, NULL);
}
