// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab proof: looking for a low category
 *
 * In a set of any content, from every place on, for one that is in it or one
 * that is not: what is found is never before that place. The proof of the tables
 * takes this from here.
 */
#include "../../kmod/codec/catset.c"
#include "__fc_builtin.h"

/* The lowest bit that is set, as the compiler has it. */
int __builtin_ctzll(unsigned long long v)
{
	int n = 0;

	/*@ loop unroll 64; */
	for (; !(v & 1); v >>= 1)
		n++;
	return n;
}

void main(void)
{
	struct clab_catset set;
	u32 from, found;
	u64 flip = Frama_C_interval(0, 1) ? ~0ULL : 0;

	Frama_C_make_unknown((char *)&set, sizeof(set));
	/*@ loop unroll 260; */
	for (from = 0; from <= CLAB_CATSET_LOW + 1; from++) {
		found = clab_catset_scan(&set, from, flip);
		/*@ assert found == 256 || from <= found < 256; */
	}
	clab_catset_scan(&set, Frama_C_unsigned_int_interval(CLAB_CATSET_LOW, ~0U), flip);
}
