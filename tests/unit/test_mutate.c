// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: every single-octet change of every octet of the vectors
 *
 * Options, those that encoding gives included: each is either refused, in the
 * way and at the place the model says, or it is read as the model reads it.
 * Option areas: the option is where a walk of its own finds it, and judged like
 * the others. Usage: test_mutate FILE...
 */
#include "unit.h"
#include "vec.h"

static struct clab_vec **clab_mutate_vecs;
static size_t clab_mutate_nr;
static unsigned long clab_mutate_taken, clab_mutate_refused;
static unsigned long clab_mutate_options, clab_mutate_areas;

static struct clab_model_label clab_mutate_model;
static struct clab_label clab_mutate_label, clab_mutate_again;

/* Encode what was read and read it again: nothing may be lost. */
static void clab_mutate_account(const struct clab_doi_def *def, u8 type)
{
	struct clab_doi_def one = *def;
	u8 opt[CLAB_OPT_MAX];
	struct clab_err err;
	int len;

	one.nr_tags = 1;
	one.tags[0] = type;
	len = clab_cipso_encode(&one, &clab_mutate_label, 0, opt, &err);
	assert_true(len > 0);
	assert_int_equal(clab_cipso_decode(&one, opt, (size_t)len,
					   &clab_mutate_again, &err), 0);
	assert_true(clab_label_equal(&clab_mutate_label, &clab_mutate_again));
}

static void clab_mutate_decode(const struct clab_doi_def *def, const u8 *opt,
			       int len)
{
	struct clab_err err = { 0 }, want;
	int rc;

	rc = clab_cipso_decode(def, opt, (size_t)len, &clab_mutate_label, &err);
	want = clab_model_read(opt, &clab_mutate_model);
	if (def->type == CLAB_DOI_LOCAL && opt[6] != CLAB_TAG_LOCAL)
		want = (struct clab_err){ CLAB_R_LEVEL, 9 };
	assert_int_equal(rc, want.reason == CLAB_OK ? 0 : -EINVAL);
	assert_int_equal(err.reason, want.reason);
	assert_int_equal(err.offset, want.offset);
	if (rc) {
		clab_mutate_refused++;
		return;
	}
	clab_mutate_taken++;
	assert_true(clab_model_same(&clab_mutate_model, &clab_mutate_label));
	clab_mutate_account(def, opt[6]);
}

/* opt holds a whole header's options; def is NULL for an unknown DOI. */
static void clab_mutate_one(const struct clab_doi_def *def, const u8 *opt,
			    unsigned int flags)
{
	struct clab_err err = { 0 }, want;
	int len = opt[1], rc;

	rc = clab_cipso_validate(def, opt, (size_t)len, flags, &err);
	want = clab_model_check(def, opt, len, flags);
	assert_int_equal(rc, want.reason == CLAB_OK ? 0 : -EINVAL);
	assert_int_equal(err.reason, want.reason);
	assert_int_equal(err.offset, want.offset);
	if (rc)
		clab_mutate_refused++;
	else
		clab_mutate_decode(def, opt, len);
}

static void clab_mutate_octet(const struct clab_doi_def *def, u8 *opt, size_t at,
			      unsigned int flags)
{
	u8 was = opt[at];
	struct clab_err err;
	unsigned int value;

	for (value = 0; value < 256; value++) {
		opt[at] = (u8)value;
		if (clab_opt_find(opt, CLAB_OPT_MAX, CLAB_IPOPT_CIPSO, &err)) {
			assert_true(at < 2);
			clab_mutate_refused++;
			continue;
		}
		if (clab_get_be32(opt + 2) != def->doi) {
			clab_mutate_one(NULL, opt, flags);
			continue;
		}
		clab_mutate_one(def, opt, flags);
		clab_mutate_one(def, opt, flags | CLAB_V_STRICT);
	}
	opt[at] = was;
}

static void clab_mutate_option(const struct clab_vec *vec, unsigned int flags)
{
	const char *value = clab_vec_get(vec, "opt");
	struct clab_vec_octets opt;
	struct clab_doi_def def;
	bool known;
	size_t at;

	if (!value || !clab_vec_here(vec))
		return;
	clab_vec_def(vec, &def, &known);
	clab_vec_hex(value, &opt);
	if (!known || opt.len > CLAB_OPT_MAX)
		return;
	def.doi = clab_get_be32(opt.at + 2);
	for (at = 0; at < opt.at[1]; at++)
		clab_mutate_octet(&def, opt.at, at, flags);
	clab_mutate_options++;
}

/* Where the only option of type 134 is: RFC 791, 3.1. */
static int clab_mutate_walk(const u8 *area, int len, struct clab_err *err)
{
	int at = 0, size, found = -ENOENT;

	while (at < len && area[at] != 0) {
		size = 1;
		if (area[at] != 1)
			size = at + 1 < len && area[at + 1] >= 2 ? area[at + 1] : 255;
		if (at + size > len) {
			*err = (struct clab_err){ CLAB_R_OPT_LENGTH, (u32)at };
			return -EINVAL;
		}
		if (area[at] == 134 && found >= 0) {
			*err = (struct clab_err){ CLAB_R_OPT_DUPLICATE, (u32)at };
			return -EINVAL;
		}
		if (area[at] == 134)
			found = at;
		at += size;
	}
	return found;
}

/* One area: found as it should be, and judged as it should be. */
static void clab_mutate_find(const u8 *area, size_t len)
{
	static const struct clab_doi_def def = {
		.doi = 16, .type = CLAB_DOI_PASS, .nr_tags = 3, .tags = { 1, 2, 5 },
	};
	struct clab_err err = { 0 }, want = { 0 };
	u8 opt[CLAB_OPT_MAX];
	int at;

	at = clab_opt_find(area, len, CLAB_IPOPT_CIPSO, &err);
	assert_int_equal(at, clab_mutate_walk(area, (int)len, &want));
	assert_int_equal(err.reason, want.reason);
	assert_int_equal(err.offset, want.offset);
	if (at < 0) {
		clab_mutate_refused++;
		return;
	}
	memcpy(opt, area + at, area[at + 1]);
	clab_mutate_one(area[at + 1] >= 6 && clab_get_be32(opt + 2) == 16 ? &def : NULL,
			opt, 0);
}

static void clab_mutate_area(const struct clab_vec *vec)
{
	const char *value = clab_vec_get(vec, "area");
	struct clab_vec_octets area;
	unsigned int octet;
	size_t at;

	if (!value)
		return;
	clab_vec_hex(value, &area);
	for (at = 0; at < area.len; at++) {
		u8 was = area.at[at];

		for (octet = 0; octet < 256; octet++) {
			area.at[at] = (u8)octet;
			clab_mutate_find(area.at, area.len);
		}
		area.at[at] = was;
	}
	clab_mutate_areas++;
}

static void clab_mutate_vec(const struct clab_vec *vec)
{
	if (!strcmp(vec->word, "check"))
		clab_mutate_option(vec, clab_vec_flags(vec));
	else if (!strcmp(vec->word, "encode"))
		clab_mutate_option(vec, CLAB_V_LOOPBACK);
	else
		clab_mutate_area(vec);
}

static void clab_test_mutate(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < clab_mutate_nr; i++)
		clab_mutate_vec(clab_mutate_vecs[i]);
	print_message("mutations of %lu options and %lu areas: %lu read, %lu refused\n",
		      clab_mutate_options, clab_mutate_areas, clab_mutate_taken,
		      clab_mutate_refused);
	assert_true(clab_mutate_options > 200 && clab_mutate_areas > 40);
	assert_true(clab_mutate_taken > 10000);
	assert_true(clab_mutate_refused > 100000);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clab_test_mutate),
	};

	if (argc < 2)
		return 2;
	clab_mutate_vecs = clab_vec_load(argv + 1, &clab_mutate_nr);
	return cmocka_run_group_tests_name("mutate", tests, NULL, NULL);
}
