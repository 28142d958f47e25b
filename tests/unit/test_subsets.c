// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: every subset of 15 categories, through tags 1, 2 and 5
 *
 * The tag has to be the model's, octet for octet, both readings have to accept
 * it, and what is read has to be what was written. CLAB_UNIT_ALL=1 in the
 * environment takes all subsets of every placement.
 */
#include "split.h"
#include "unit.h"

enum clab_subsets_count {
	CLAB_SUBSETS,
	CLAB_SUBSETS_TAGS,
	CLAB_SUBSETS_NOSPACE,
};

#define CLAB_SUBSETS_CATS	15
#define CLAB_SUBSETS_SLICE	61	/* a prime: one subset of so many */

/* Where the 15 lie: from a number, at a distance; or at the edges of octets,
 * words, tags and fields.
 */
static const struct {
	u32 first, step;
} clab_subsets_place[] = {
	{ 0, 1 }, { 1, 1 }, { 57, 1 }, { 120, 1 }, { 0, 17 }, { 3, 16 },
	{ 232, 1 }, { 248, 1 }, { 233, 2 }, { 300, 3 }, { 1016, 1 },
	{ 65520, 1 }, { 0, 0 },
};

#define CLAB_SUBSETS_PLACES	13

static const u32 clab_subsets_edges[CLAB_SUBSETS_CATS] = {
	0, 1, 7, 8, 63, 64, 191, 192, 239, 240, 255, 256, 1023, 65533, 65534,
};

static struct clab_model_label clab_subsets_model;
static struct clab_label clab_subsets_in, clab_subsets_out;

static u32 clab_subsets_cat(unsigned int place, unsigned int i)
{
	if (!clab_subsets_place[place].step)
		return clab_subsets_edges[i];
	return clab_subsets_place[place].first + i * clab_subsets_place[place].step;
}

static void clab_subsets_fail(struct clab_split *split, u8 type, const char *what)
{
	char text[400];

	clab_label_format(&clab_subsets_in, text, sizeof(text));
	clab_split_fail(split, "%s, tag %u: %s", text, type, what);
}

/* What was written, under both readings and read again. */
static void clab_subsets_back(const struct clab_doi_def *def, const u8 *opt,
			      int len, struct clab_split *split)
{
	u8 type = def->tags[0];
	struct clab_err err;

	if (clab_cipso_validate(def, opt, (size_t)len, 0, &err) ||
	    clab_cipso_validate(def, opt, (size_t)len, CLAB_V_STRICT, &err))
		clab_subsets_fail(split, type, "refused");
	if (clab_cipso_decode(def, opt, (size_t)len, &clab_subsets_out, &err))
		clab_subsets_fail(split, type, "not read");
	if (!clab_label_equal(&clab_subsets_in, &clab_subsets_out) ||
	    !clab_model_same(&clab_subsets_model, &clab_subsets_out))
		clab_subsets_fail(split, type, "read as another label");
}

static void clab_subsets_tag(u8 type, struct clab_split *split)
{
	const struct clab_doi_def def = {
		.doi = 16, .type = CLAB_DOI_PASS, .nr_tags = 1, .tags = { type },
	};
	u8 opt[CLAB_OPT_MAX], tag[34];
	struct clab_err err;
	int want, len;

	want = clab_model_write(type, &clab_subsets_model, tag);
	len = clab_cipso_encode(&def, &clab_subsets_in, 0, opt, &err);
	split->count[CLAB_SUBSETS_TAGS]++;
	if (want < 0) {
		if (len != want || err.reason != CLAB_R_NOSPACE)
			clab_subsets_fail(split, type, "should not have fitted");
		split->count[CLAB_SUBSETS_NOSPACE]++;
		return;
	}
	if (len != want + CLAB_OPT_HDR_LEN ||
	    memcmp(opt + CLAB_OPT_HDR_LEN, tag, (size_t)want))
		clab_subsets_fail(split, type, "not the model's octets");
	clab_subsets_back(&def, opt, len, split);
}

static void clab_subsets_one(unsigned int place, u32 subset,
			     struct clab_split *split)
{
	unsigned int i;

	clab_model_clear(&clab_subsets_model);
	clab_subsets_model.level = subset % 256;
	for (i = 0; i < CLAB_SUBSETS_CATS; i++)
		if (subset >> i & 1)
			clab_model_add(&clab_subsets_model,
				       clab_subsets_cat(place, i));
	clab_model_to_label(&clab_subsets_model, &clab_subsets_in);
	clab_subsets_tag(CLAB_TAG_BITMAP, split);
	clab_subsets_tag(CLAB_TAG_ENUM, split);
	clab_subsets_tag(CLAB_TAG_RANGE, split);
	split->count[CLAB_SUBSETS]++;
}

static void clab_subsets_work(unsigned int part, unsigned int parts,
			      struct clab_split *split)
{
	u32 step = clab_split_all() ? 1 : CLAB_SUBSETS_SLICE;
	unsigned int place;
	u32 subset;

	for (place = 0; place < CLAB_SUBSETS_PLACES; place++)
		for (subset = part * step; subset < 1U << CLAB_SUBSETS_CATS;
		     subset += parts * step)
			clab_subsets_one(place, subset, split);
}

static void clab_test_subsets(void **state)
{
	struct clab_split sum;

	(void)state;
	clab_split_run(clab_subsets_work, &sum);
	if (sum.failed[0])
		fail_msg("%s", sum.failed);
	print_message("subsets: %lu in %u placements, %lu tags, %lu do not fit\n",
		      sum.count[CLAB_SUBSETS], CLAB_SUBSETS_PLACES,
		      sum.count[CLAB_SUBSETS_TAGS], sum.count[CLAB_SUBSETS_NOSPACE]);
	if (clab_split_all())
		assert_int_equal(sum.count[CLAB_SUBSETS],
				 CLAB_SUBSETS_PLACES << CLAB_SUBSETS_CATS);
	assert_true(sum.count[CLAB_SUBSETS_NOSPACE]);
	assert_true(sum.count[CLAB_SUBSETS_NOSPACE] < sum.count[CLAB_SUBSETS_TAGS] / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clab_test_subsets),
	};

	return cmocka_run_group_tests_name("subsets", tests, NULL, NULL);
}
