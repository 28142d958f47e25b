// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab proof: the text of a label
 *
 * CLAB_PROVE_LEN characters of any value, the last of them the last of their
 * memory, are read; a label of any level and low categories is written into a
 * buffer of that size.
 */
#include "../../kmod/codec/label.h"
#include "__fc_builtin.h"

#define CLAB_PROVE_TEXT	64

static struct clab_label clab_prove_label;

void main(void)
{
	char memory[CLAB_PROVE_TEXT], *text = memory + CLAB_PROVE_TEXT - CLAB_PROVE_LEN;
	struct clab_err err;

	Frama_C_make_unknown(memory, CLAB_PROVE_TEXT);
	clab_label_parse(text, CLAB_PROVE_LEN, &clab_prove_label, &err);
	Frama_C_make_unknown((char *)&clab_prove_label, sizeof(clab_prove_label));
	clab_prove_label.cats.nr = 0;
	clab_label_format(&clab_prove_label, text, CLAB_PROVE_LEN);
}
