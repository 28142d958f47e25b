// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab proof: the option area
 *
 * CLAB_PROVE_LEN octets of any content, the last of them the last of their
 * memory: searched from every place, and with an option of any length and
 * content put in, or any type taken out, where the buffer has all its octets.
 */
#include "../../kmod/codec/opt.h"
#include "__fc_builtin.h"

/* Neither END nor NOP: those have no length octet. */
static u8 clab_prove_type(void)
{
	return (u8)Frama_C_interval(2, 255);
}

static void clab_prove_search(void)
{
	u8 memory[CLAB_OPT_MAX];
	const u8 *area = memory + CLAB_OPT_MAX - CLAB_PROVE_LEN;
	struct clab_err err;

	Frama_C_make_unknown((char *)memory, CLAB_OPT_MAX);
	clab_opt_find(area, CLAB_PROVE_LEN, clab_prove_type(), &err);
	clab_opt_next(area, CLAB_PROVE_LEN,
		      Frama_C_unsigned_int_interval(0, CLAB_PROVE_LEN + 1),
		      clab_prove_type(), &err);
}

#ifdef CLAB_PROVE_EDIT
static void clab_prove_edit(void)
{
	u8 area[CLAB_OPT_MAX], memory[CLAB_OPT_MAX];
	size_t opt_len = Frama_C_unsigned_int_interval(0, CLAB_OPT_MAX);

	Frama_C_make_unknown((char *)area, CLAB_OPT_MAX);
	Frama_C_make_unknown((char *)memory, CLAB_OPT_MAX);
	if (Frama_C_interval(0, 1)) {
		clab_opt_remove(area, CLAB_PROVE_LEN, clab_prove_type());
		return;
	}
	/*@ split opt_len; */
	clab_opt_replace(area, CLAB_PROVE_LEN, memory + CLAB_OPT_MAX - opt_len,
			 opt_len);
}
#endif

void main(void)
{
	clab_prove_search();
#ifdef CLAB_PROVE_EDIT
	clab_prove_edit();
#endif
}
