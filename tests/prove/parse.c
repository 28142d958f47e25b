// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab proof: validation and decoding of any option
 *
 * CLAB_PROVE_LEN octets of any content, the last of them the last of its memory,
 * under a PASS or LOCAL DOI with up to five tags of any value, under none, and
 * with any flags. Decoding is given what validation has refused too.
 */
#include "../../kmod/codec/cipso.h"
#include "__fc_builtin.h"

static struct clab_label clab_prove_label;

static void clab_prove_option(const struct clab_doi_def *def)
{
	u8 area[CLAB_OPT_MAX];
	const u8 *opt = area + CLAB_OPT_MAX - CLAB_PROVE_LEN;
	struct clab_err err, other;

	Frama_C_make_unknown((char *)area, CLAB_OPT_MAX);
	clab_cipso_validate(def, opt, CLAB_PROVE_LEN,
			    Frama_C_unsigned_int_interval(0, 7), &err);
#if CLAB_PROVE_LEN > 7
	/*@ split opt[7]; */
#endif
	clab_cipso_decode(def, opt, CLAB_PROVE_LEN, &clab_prove_label, &other);
}

void main(void)
{
	struct clab_doi_def def;
	int i;

	def.doi = Frama_C_unsigned_int_interval(1, ~0U);
	def.type = Frama_C_interval(0, 1) ? CLAB_DOI_PASS : CLAB_DOI_LOCAL;
	def.nr_tags = (u8)Frama_C_interval(0, CLAB_TAGS_PER_DOI);
	def.trans = NULL;
	for (i = 0; i < CLAB_TAGS_PER_DOI; i++)
		def.tags[i] = (u8)Frama_C_interval(0, 255);
	clab_prove_option(&def);
	clab_prove_option(NULL);
}
