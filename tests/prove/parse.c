// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab proof: validation and decoding of any option
 *
 * CLAB_PROVE_LEN octets of any content, the last of them the last of its memory,
 * under a PASS or LOCAL DOI with up to five tags of any value, under none, and
 * with any flags; or, with CLAB_PROVE_TRANS, under a TRANSLATE DOI of which each
 * table has that many runs of any content, ascending or not, the last of them
 * the last of their memory. Decoding is given what validation has refused too.
 */
#include "../../kmod/codec/cipso.h"
#include "../../kmod/codec/trans.h"
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

#ifdef CLAB_PROVE_TRANS
static struct clab_run clab_prove_level[CLAB_PROVE_TRANS];
static struct clab_run clab_prove_cat[CLAB_PROVE_TRANS];
static struct clab_trans clab_prove_trans;

static void clab_prove_type(struct clab_doi_def *def)
{
	struct clab_trans *trans = &clab_prove_trans;

	Frama_C_make_unknown((char *)clab_prove_level, sizeof(clab_prove_level));
	Frama_C_make_unknown((char *)clab_prove_cat, sizeof(clab_prove_cat));
	Frama_C_make_unknown((char *)trans->bitmap, CLAB_TRANS_OCTETS);
	trans->level_in.nr = CLAB_PROVE_TRANS;
	trans->level_in.run = clab_prove_level;
	trans->cat_in.nr = CLAB_PROVE_TRANS;
	trans->cat_in.run = clab_prove_cat;
	def->type = CLAB_DOI_TRANS;
	def->trans = trans;
}
#else
static void clab_prove_type(struct clab_doi_def *def)
{
	def->type = Frama_C_interval(0, 1) ? CLAB_DOI_PASS : CLAB_DOI_LOCAL;
	def->trans = NULL;
}
#endif

void main(void)
{
	struct clab_doi_def def;
	int i;

	def.doi = Frama_C_unsigned_int_interval(1, ~0U);
	def.nr_tags = (u8)Frama_C_interval(0, CLAB_TAGS_PER_DOI);
	for (i = 0; i < CLAB_TAGS_PER_DOI; i++)
		def.tags[i] = (u8)Frama_C_interval(0, 255);
	clab_prove_type(&def);
	clab_prove_option(&def);
	clab_prove_option(NULL);
}
