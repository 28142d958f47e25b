/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab tests: translation tables
 *
 * The same table twice: as the codec has it, and written out number by number
 * for the model, which looks at nothing else.
 */
#ifndef _CLAB_TEST_TABLE_H
#define _CLAB_TEST_TABLE_H

#include "../../kmod/codec/trans.h"

#define CLAB_TABLE_NUMBERS	65536
#define CLAB_TABLE_NONE		(~0U)

/**
 * struct clab_table - translation tables
 * @trans: the codec's; first, so that a DOI's pointer leads here
 * @level_in: the model's: what each level of the wire is here, CLAB_TABLE_NONE
 *	      where it is not mapped
 * @level_out: what each level here is on the wire
 * @cat_in: what each category of the wire is here
 * @cat_out: what each category here is on the wire
 */
struct clab_table {
	struct clab_trans trans;
	u32 level_in[CLAB_TABLE_NUMBERS];
	u32 level_out[CLAB_TABLE_NUMBERS];
	u32 cat_in[CLAB_TABLE_NUMBERS];
	u32 cat_out[CLAB_TABLE_NUMBERS];
};

struct clab_table *clab_table_make(const char *levels, const char *cats);
struct clab_table *clab_table_alloc(void);
void clab_table_map(u32 *in, u32 *out, u32 here, u32 wire);
void clab_table_finish(struct clab_table *table);
void clab_table_free(struct clab_table *table);

#endif /* _CLAB_TEST_TABLE_H */
