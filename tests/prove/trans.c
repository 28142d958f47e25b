// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab proof: translation
 *
 * CLAB_PROVE_LEN runs of any content, ascending or not, the last of them the
 * last of their memory: looked up with any number, and asked about the
 * categories of a tag of every type and length.
 */
#include "../../kmod/codec/cipso.h"
#include "../../kmod/codec/tags.h"
#include "../../kmod/codec/trans.h"
#include "__fc_builtin.h"

#define CLAB_PROVE_RUNS	16

static struct clab_run clab_prove_run[CLAB_PROVE_RUNS];
static struct clab_trans clab_prove_trans;

static u32 clab_prove_any(void)
{
	return Frama_C_unsigned_int_interval(0, ~0U);
}

static void clab_prove_tag(size_t len)
{
	u8 memory[CLAB_TAG_MAX], *tag = memory + CLAB_TAG_MAX - len;
	struct clab_err err;

	Frama_C_make_unknown((char *)memory, CLAB_TAG_MAX);
	clab_bitmap_mapped(&clab_prove_trans, tag, len, &err);
	/* The other two have been found to have whole categories. */
	if (len % 2)
		return;
	clab_enum_mapped(&clab_prove_trans, tag, len, &err);
	clab_range_mapped(&clab_prove_trans, tag, len, &err);
}

void main(void)
{
	struct clab_runs *runs = &clab_prove_trans.cat_in;
	size_t len;

	Frama_C_make_unknown((char *)clab_prove_run, sizeof(clab_prove_run));
	Frama_C_make_unknown((char *)clab_prove_trans.bitmap, CLAB_TRANS_OCTETS);
	runs->nr = CLAB_PROVE_LEN;
	runs->run = clab_prove_run + CLAB_PROVE_RUNS - CLAB_PROVE_LEN;
	clab_runs_find(runs, clab_prove_any());
	clab_runs_cover(runs, clab_prove_any(), clab_prove_any());
	for (len = CLAB_TAG_HDR_LEN; len <= CLAB_TAG_MAX; len++)
		clab_prove_tag(len);
}
