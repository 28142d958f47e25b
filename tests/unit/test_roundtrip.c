// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: random labels there and back
 */
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
	assert_int_equal(clab_cipso_encode(def, &clab_label_out, again, &err),
			 len);
	assert_memory_equal(again, opt, (size_t)len);
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
		len = clab_cipso_encode(&def, &clab_label_in, opt, &err);
		if (want < 0) {
			assert_int_equal(len, want);
			assert_int_equal(err.reason, CLAB_R_NOSPACE);
			continue;
		}
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
		assert_int_equal(clab_cipso_encode(&def, &clab_label_in, opt, &err),
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
		len = clab_cipso_encode(&def, &clab_label_in, opt, &err);
		for (i = 0, want = -1; want < 0 && i < def.nr_tags; i++)
			want = clab_model_write(def.tags[i], &clab_model, tag);
		assert_int_equal(len, want < 0 ? want : want + CLAB_OPT_HDR_LEN);
		if (len > 0)
			assert_memory_equal(opt + CLAB_OPT_HDR_LEN, tag,
					    (size_t)want);
	}
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
		cmocka_unit_test(clab_test_text),
	};

	return cmocka_run_group_tests_name("roundtrip", tests, NULL, NULL);
}
