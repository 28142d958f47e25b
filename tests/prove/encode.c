// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab proof: encoding
 *
 * Any level and any low categories with up to CLAB_PROVE_LEN ranges above them,
 * of any content, under a DOI with one tag of each type.
 */
#include "../../kmod/codec/cipso.h"
#include "__fc_builtin.h"

static struct clab_label clab_prove_label;

static void clab_prove_type(u8 type)
{
	struct clab_doi_def def = { .doi = 1, .type = CLAB_DOI_PASS, .nr_tags = 1 };
	u8 opt[CLAB_OPT_MAX];
	struct clab_err err;

	def.tags[0] = type;
	clab_cipso_encode(&def, &clab_prove_label, Frama_C_unsigned_int_interval(0, 1),
			  opt, &err);
}

void main(void)
{
	Frama_C_make_unknown((char *)&clab_prove_label, sizeof(clab_prove_label));
	clab_prove_label.kind = CLAB_LABEL_MLS;
	clab_prove_label.cats.nr = Frama_C_unsigned_int_interval(0, CLAB_PROVE_LEN);
	clab_prove_type(CLAB_TAG_BITMAP);
	clab_prove_type(CLAB_TAG_ENUM);
	clab_prove_type(CLAB_TAG_RANGE);
	clab_prove_type(CLAB_TAG_LOCAL);
	clab_prove_type((u8)Frama_C_interval(0, 255));
}
