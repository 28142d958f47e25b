// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab fuzz: an option from the network
 *
 *	octet 0		kind of DOI, and which tables a TRANS DOI has
 *	octets 1 to 6	how many tags the DOI lists, five tags
 *	the rest	the option
 *
 * Every verdict and every label is compared with the model's, under every
 * combination of flags.
 */
#include "../../kmod/codec/label.h"
#include "../unit/model.h"
#include "../unit/table.h"
#include "fuzz.h"

/* What is here is not what is to be covered, and is the slower part. */
#pragma clang attribute push(__attribute__((no_sanitize("coverage"))), apply_to = function)

#define CLAB_PARSE_TABLES	4
#define CLAB_PARSE_FLAGS	(CLAB_V_STRICT | CLAB_V_LOOPBACK | CLAB_V_LOOSE_RBM)
#define CLAB_PARSE_SHARED	1000	/* numbers of the wire that share */
#define CLAB_PARSE_LONG		2	/* octets that an option can have too many */

static struct clab_table *clab_parse_table[CLAB_PARSE_TABLES];
static struct clab_model_label clab_parse_wire, clab_parse_here;
static struct clab_label clab_parse_label, clab_parse_translated;

/* All numbers by one run; many single ones; runs with gaps between them; one
 * number here for many on the wire, which costs a step for each, so few of them.
 */
static bool clab_parse_maps(int table, u32 wire, u32 *here)
{
	static const u32 cats = CLAB_MODEL_CATS;

	*here = table == 1 ? wire * 7919 % cats :
		table == 2 ? (wire + 200) % cats :
		table == 3 ? wire / 3 : wire;
	if (table == 3)
		return wire < CLAB_PARSE_SHARED;
	return table != 2 || wire % 50 < 45;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	u32 wire, here;
	int i;

	(void)argc;
	(void)argv;
	for (i = 0; i < CLAB_PARSE_TABLES; i++) {
		struct clab_table *table = clab_table_alloc();

		for (wire = 0; wire < CLAB_MODEL_CATS; wire++)
			if (clab_parse_maps(i, wire, &here))
				clab_table_map(table->cat_in, table->cat_out, here, wire);
		for (wire = 0; wire < 256; wire++)
			if (clab_parse_maps(i, wire, &here))
				clab_table_map(table->level_in, table->level_out, here, wire);
		clab_table_finish(table);
		clab_parse_table[i] = table;
	}
	return 0;
}

/* Return: is the DOI known? */
static bool clab_parse_def(struct clab_fuzz_input *in, struct clab_doi_def *def)
{
	static const enum clab_doi_type types[] = {
		CLAB_DOI_PASS, CLAB_DOI_TRANS, CLAB_DOI_LOCAL,
	};
	u8 kind = clab_fuzz_u8(in);
	size_t i;

	memset(def, 0, sizeof(*def));
	def->doi = 16;
	def->nr_tags = clab_fuzz_u8(in) % (CLAB_TAGS_PER_DOI + 1);
	for (i = 0; i < CLAB_TAGS_PER_DOI; i++)
		def->tags[i] = clab_fuzz_u8(in);
	if (kind % 4 == 3)
		return false;
	def->type = types[kind % 4];
	if (def->type == CLAB_DOI_TRANS)
		def->trans = &clab_parse_table[kind / 4 % CLAB_PARSE_TABLES]->trans;
	return true;
}

/* Return: how many categories the label has here, or -1 when one is not mapped. */
static int clab_parse_model_in(const struct clab_table *table)
{
	int nr = 0;
	u32 cat;

	clab_model_clear(&clab_parse_here);
	clab_parse_here.level = table->level_in[clab_parse_wire.level];
	for (cat = 0; cat < clab_parse_wire.end; cat++) {
		if (!clab_parse_wire.has[cat])
			continue;
		if (table->cat_in[cat] == CLAB_TABLE_NONE)
			return -1;
		clab_model_add(&clab_parse_here, table->cat_in[cat]);
		nr++;
	}
	return nr;
}

static void clab_parse_translate(const struct clab_doi_def *def)
{
	const struct clab_table *table = (const struct clab_table *)def->trans;
	struct clab_err err = { 0 };
	int rc, nr;

	memset(&clab_parse_translated, 0xa5, sizeof(clab_parse_translated));
	rc = clab_trans_in(def->trans, &clab_parse_label, &clab_parse_translated, &err);
	if (table->level_in[clab_parse_label.level] == CLAB_TABLE_NONE) {
		clab_fuzz_must(rc == -EPERM && err.reason == CLAB_R_LEVEL && err.offset == 9);
		return;
	}
	nr = clab_parse_model_in(table);
	if (rc == -ENOSPC) {
		clab_fuzz_must(nr < 0 || nr > CLAB_CATSET_RANGES);
	} else if (nr < 0) {
		clab_fuzz_must(rc == -EPERM && err.reason == CLAB_R_CAT && err.offset == 10);
	} else {
		clab_fuzz_must(!rc && clab_model_same(&clab_parse_here, &clab_parse_translated));
	}
}

/* Read an option that has been accepted. */
static void clab_parse_accepted(const struct clab_doi_def *def, const u8 *opt, size_t len)
{
	struct clab_err err = { 0 }, want;
	int rc;

	memset(&clab_parse_label, 0xa5, sizeof(clab_parse_label));
	rc = clab_cipso_decode(def, opt, len, &clab_parse_label, &err);
	if (def->type == CLAB_DOI_LOCAL && opt[6] != CLAB_TAG_LOCAL) {
		clab_fuzz_must(rc == -EINVAL && err.reason == CLAB_R_LEVEL && err.offset == 9);
		return;
	}
	want = clab_model_read(opt, &clab_parse_wire);
	clab_fuzz_must(rc == (want.reason ? -EINVAL : 0));
	if (rc) {
		clab_fuzz_must(err.reason == want.reason && err.offset == want.offset);
		return;
	}
	clab_fuzz_must(clab_model_same(&clab_parse_wire, &clab_parse_label));
	if (def->trans && clab_parse_label.kind == CLAB_LABEL_MLS)
		clab_parse_translate(def);
}

/* Read an option that has been refused: nothing but an error may come of it, or
 * a label. The octet at fault may be one that the option is too short for.
 */
static void clab_parse_refused(const struct clab_doi_def *def, const u8 *opt, size_t len)
{
	struct clab_err err = { 0 };
	int rc;

	rc = clab_cipso_decode(def, opt, len, &clab_parse_label, &err);
	if (rc) {
		clab_fuzz_must(rc == -EINVAL && err.reason > CLAB_OK && err.reason < CLAB_R_MAX);
		clab_fuzz_must(err.offset < CLAB_OPT_MAX);
	} else {
		clab_fuzz_must(clab_label_equal(&clab_parse_label, &clab_parse_label));
	}
}

/* Return: was it accepted? */
static bool clab_parse_check(const struct clab_doi_def *def, const u8 *opt, size_t len,
			     unsigned int flags)
{
	struct clab_err err = { 0 }, want;
	int rc;

	rc = clab_cipso_validate(def, opt, len, flags, &err);
	if (len > CLAB_OPT_MAX) {
		clab_fuzz_must(rc == -EINVAL && err.reason == CLAB_R_OPT_LENGTH);
		return false;
	}
	want = clab_model_check(def, opt, (int)len, flags);
	clab_fuzz_must(rc == (want.reason ? -EINVAL : 0));
	if (rc)
		clab_fuzz_must(err.reason == want.reason && err.offset == want.offset);
	return !rc;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct clab_fuzz_input in = { data, size };
	struct clab_doi_def def, *known;
	bool accepted = false;
	unsigned int flags;
	size_t len;
	u8 *opt;

	known = clab_parse_def(&in, &def) ? &def : NULL;
	opt = clab_fuzz_take(&in, CLAB_OPT_MAX + CLAB_PARSE_LONG, &len);
	for (flags = 0; flags <= CLAB_PARSE_FLAGS; flags++)
		accepted |= clab_parse_check(known, opt, len, flags);
	if (accepted)
		clab_parse_accepted(known, opt, len);
	else
		clab_parse_refused(known, opt, len);
	free(opt);
	return 0;
}

#pragma clang attribute pop
