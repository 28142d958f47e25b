// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: every vector of tests/vectors/, one test each
 *
 * Usage: test_vectors FILE...
 */
#include "../../kmod/codec/trans.h"
#include "unit.h"
#include "vec.h"

static struct clab_vec **clab_vectors;
static struct clab_label clab_label_want, clab_label_got, clab_label_wire;

static void clab_vectors_octets(const u8 *got, size_t got_len,
				const struct clab_vec_octets *want)
{
	assert_int_equal(got_len, want->len);
	assert_memory_equal(got, want->at, want->len);
}

static void clab_vectors_reason(const struct clab_err *err, const char *want)
{
	char got[64];

	snprintf(got, sizeof(got), "%s@%u", clab_reason_name(err->reason),
		 err->offset);
	assert_string_equal(got, want);
}

static int clab_vectors_encode_label(const struct clab_vec *vec,
				     const struct clab_doi_def *def, u8 *opt,
				     struct clab_err *err)
{
	struct clab_label *label = &clab_label_want;
	int rc;

	clab_vec_label(clab_vec_get(vec, "label"), label);
	if (def->trans) {
		rc = clab_trans_out(def->trans, label, &clab_label_wire, err);
		if (rc)
			return rc;
		label = &clab_label_wire;
	}
	return clab_cipso_encode(def, label, clab_vec_encode_flags(vec), opt, err);
}

static void clab_vectors_encode(const struct clab_vec *vec)
{
	const char *fail = clab_vec_get(vec, "fail");
	struct clab_vec_octets want;
	struct clab_doi_def def;
	struct clab_err err = { 0 };
	u8 opt[CLAB_OPT_MAX];
	bool known;
	int len;

	clab_vec_def(vec, &def, &known);
	memset(opt, 0xa5, sizeof(opt));
	len = clab_vectors_encode_label(vec, &def, opt, &err);
	if (fail) {
		assert_true(len < 0);
		assert_string_equal(clab_reason_name(err.reason), fail);
		assert_int_equal(err.offset, 0);
		assert_int_equal(len, err.reason == CLAB_R_NOSPACE ? -ENOSPC :
				 err.reason == CLAB_R_TAG_TYPE ? -EINVAL :
				 def.trans ? -EPERM : -ERANGE);
		return;
	}
	assert_true(len > 0);
	assert_int_equal(opt[1], len);
	clab_vec_hex(clab_vec_get(vec, "opt"), &want);
	clab_vectors_octets(opt, (size_t)(len + 3) / 4 * 4, &want);
}

static void clab_vectors_verdict(const struct clab_vec *vec, const char *mode,
				 const struct clab_doi_def *def,
				 const struct clab_vec_octets *opt)
{
	const char *want = clab_vec_get(vec, mode);
	unsigned int flags = clab_vec_flags(vec);
	struct clab_err err = { 0 };
	int rc;

	if (!strcmp(mode, "strict"))
		flags |= CLAB_V_STRICT;
	rc = clab_cipso_validate(def, opt->at, opt->at[1], flags, &err);
	if (strcmp(want, "ok")) {
		assert_int_equal(rc, -EINVAL);
		clab_vectors_reason(&err, want);
		return;
	}
	if (rc)
		clab_vectors_reason(&err, want);
	assert_int_equal(rc, 0);
}

/* What the label that was read is in the numbers of this host. */
static void clab_vectors_translated(const char *here,
				    const struct clab_trans *trans)
{
	struct clab_err err = { 0 };
	int rc;

	assert_non_null(here);
	rc = clab_trans_in(trans, &clab_label_got, &clab_label_wire, &err);
	if (strchr(here, '@')) {
		assert_int_equal(rc, -EPERM);
		clab_vectors_reason(&err, here);
		return;
	}
	assert_int_equal(rc, 0);
	clab_vec_label(here, &clab_label_want);
	assert_true(clab_label_equal(&clab_label_want, &clab_label_wire));
}

static void clab_vectors_check(const struct clab_vec *vec)
{
	const char *label = clab_vec_get(vec, "label");
	const char *decode = clab_vec_get(vec, "decode");
	struct clab_vec_octets opt;
	struct clab_err err = { 0 };
	struct clab_doi_def def;
	bool known;
	int rc;

	clab_vec_def(vec, &def, &known);
	clab_vec_hex(clab_vec_get(vec, "opt"), &opt);
	assert_int_equal(opt.len, opt.at[1]);
	clab_vectors_verdict(vec, "compat", known ? &def : NULL, &opt);
	clab_vectors_verdict(vec, "strict", known ? &def : NULL, &opt);
	if (strcmp(clab_vec_get(vec, "compat"), "ok")) {
		assert_null(label);
		assert_null(decode);
		return;
	}
	memset(&clab_label_got, 0xa5, sizeof(clab_label_got));
	rc = clab_cipso_decode(&def, opt.at, opt.len, &clab_label_got, &err);
	if (decode) {
		assert_int_equal(rc, -EINVAL);
		clab_vectors_reason(&err, decode);
		return;
	}
	assert_int_equal(rc, 0);
	clab_vec_label(label, &clab_label_want);
	assert_true(clab_label_equal(&clab_label_want, &clab_label_got));
	if (def.trans)
		clab_vectors_translated(clab_vec_get(vec, "here"), def.trans);
}

static void clab_vectors_find(const struct clab_vec *vec)
{
	const char *want = clab_vec_get(vec, "at");
	struct clab_vec_octets area;
	struct clab_err err = { 0 };
	int at;

	clab_vec_hex(clab_vec_get(vec, "area"), &area);
	at = clab_opt_find(area.at, area.len, CLAB_IPOPT_CIPSO, &err);
	if (!strcmp(want, "none")) {
		assert_int_equal(at, -ENOENT);
	} else if (strchr(want, '@')) {
		assert_int_equal(at, -EINVAL);
		clab_vectors_reason(&err, want);
	} else {
		assert_int_equal(at, strtol(want, NULL, 10));
	}
}

/* What an editing of the area should have left. */
static void clab_vectors_edited(const struct clab_vec *vec,
				const struct clab_vec_octets *before,
				const u8 *area, int len)
{
	const char *out = clab_vec_get(vec, "out");
	struct clab_vec_octets want;

	if (!strcmp(out, "malformed") || !strcmp(out, "no-space")) {
		assert_int_equal(len, *out == 'm' ? -EINVAL : -ENOSPC);
		assert_memory_equal(area, before->at, CLAB_OPT_MAX);
		return;
	}
	clab_vec_hex(out, &want);
	assert_true(len >= 0);
	clab_vectors_octets(area, (size_t)len, &want);
}

static void clab_vectors_remove(const struct clab_vec *vec)
{
	struct clab_vec_octets area;
	u8 got[CLAB_OPT_MAX];
	int len;

	clab_vec_hex(clab_vec_get(vec, "area"), &area);
	memcpy(got, area.at, sizeof(got));
	len = clab_opt_remove(got, area.len, CLAB_IPOPT_CIPSO);
	clab_vectors_edited(vec, &area, got, len);
}

static void clab_vectors_replace(const struct clab_vec *vec)
{
	struct clab_vec_octets area, opt;
	u8 got[CLAB_OPT_MAX];
	int len;

	clab_vec_hex(clab_vec_get(vec, "area"), &area);
	clab_vec_hex(clab_vec_get(vec, "opt"), &opt);
	memcpy(got, area.at, sizeof(got));
	len = clab_opt_replace(got, area.len, opt.at, opt.len);
	clab_vectors_edited(vec, &area, got, len);
}

static void clab_vectors_text(const struct clab_vec *vec)
{
	const char *in = clab_vec_get(vec, "in");
	const char *fail = clab_vec_get(vec, "fail");
	const char *out = clab_vec_get(vec, "out");
	char text[CLAB_LABEL_TEXT_MAX];
	struct clab_err err = { 0 };
	int rc;

	if (!strcmp(in, "-"))
		in = "";
	rc = clab_label_parse(in, strlen(in), &clab_label_got, &err);
	if (fail) {
		assert_int_equal(rc, err.reason == CLAB_R_LEVEL ||
				 err.reason == CLAB_R_CAT ? -ERANGE : -EINVAL);
		clab_vectors_reason(&err, fail);
		return;
	}
	assert_int_equal(rc, 0);
	assert_int_equal(clab_label_format(&clab_label_got, text, sizeof(text)),
			 strlen(out));
	assert_string_equal(text, out);
}

static const struct {
	const char *word;
	void (*run)(const struct clab_vec *vec);
} clab_vectors_words[] = {
	{ "encode", clab_vectors_encode },
	{ "check", clab_vectors_check },
	{ "find", clab_vectors_find },
	{ "remove", clab_vectors_remove },
	{ "replace", clab_vectors_replace },
	{ "text", clab_vectors_text },
};

static void clab_vectors_one(void **state)
{
	const struct clab_vec *vec = *state;
	size_t i;

	for (i = 0; i < sizeof(clab_vectors_words) / sizeof(*clab_vectors_words); i++)
		if (!strcmp(clab_vectors_words[i].word, vec->word)) {
			clab_vectors_words[i].run(vec);
			return;
		}
	fail_msg("%s: unknown word %s", vec->place, vec->word);
}

/* Does a vector have this reason under this key? Where it is, @N may follow. */
static bool clab_vectors_reaches(const char *word, const char *key,
				 const char *reason)
{
	size_t i, len = strlen(reason);
	const char *value;

	for (i = 0; clab_vectors[i]; i++) {
		value = clab_vec_get(clab_vectors[i], key);
		if (!strcmp(clab_vectors[i]->word, word) && value &&
		    !strncmp(value, reason, len) &&
		    (!value[len] || value[len] == '@'))
			return true;
	}
	return false;
}

/* What can be said by each of the functions is said in some vector. */
static void clab_vectors_complete(void **state)
{
	static const struct {
		const char *word, *key, *reasons;
	} want[] = {
		{ "check", "compat", "ok opt-short opt-trailing doi-zero doi-unknown tag-type tag-length tag-scope level category category-order category-odd range-order" },
		{ "check", "strict", "ok opt-short opt-trailing doi-zero doi-unknown tag-type tag-length tag-align tag-second tag-scope level category category-order category-odd range-order range-reversed range-touch" },
		{ "check", "decode", "level category range-reversed" },
		{ "check", "here", "level category" },
		{ "encode", "fail", "tag-type level category no-space" },
		{ "find", "at", "none opt-length opt-duplicate" },
		{ "remove", "out", "malformed" },
		{ "replace", "out", "malformed no-space" },
		{ "text", "fail", "text level category range-reversed" },
	};
	char reasons[512], *save, *reason;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(want) / sizeof(*want); i++) {
		strcpy(reasons, want[i].reasons);
		for (reason = strtok_r(reasons, " ", &save); reason;
		     reason = strtok_r(NULL, " ", &save))
			if (!clab_vectors_reaches(want[i].word, want[i].key, reason))
				fail_msg("no vector %s %s=%s", want[i].word,
					 want[i].key, reason);
	}
}

int main(int argc, char **argv)
{
	size_t i, nr, here = 0;
	struct CMUnitTest *test;

	if (argc < 2)
		return 2;
	clab_vectors = clab_vec_load(argv + 1, &nr);
	test = calloc(nr + 1, sizeof(*test));
	if (!test)
		return 2;
	for (i = 0; i < nr; i++) {
		if (!clab_vec_here(clab_vectors[i]))
			continue;
		test[here].name = clab_vectors[i]->place;
		test[here].test_func = clab_vectors_one;
		test[here++].initial_state = clab_vectors[i];
	}
	test[here].name = "every reason";
	test[here++].test_func = clab_vectors_complete;
	return _cmocka_run_group_tests("vectors", test, here, NULL, NULL);
}
