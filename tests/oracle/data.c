// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests, oracle: the DOIs and the options of the vectors
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "oracle.h"
#include "oracle-data.h"	/* made by mkdata */

const struct clab_oracle_doi *const clab_oracle_doi = clab_oracle_dois;
const unsigned int clab_oracle_nr_dois = ARRAY_SIZE(clab_oracle_dois);
const struct clab_oracle_octets *const clab_oracle_vec = clab_oracle_golden;
const unsigned int clab_oracle_nr_vecs = ARRAY_SIZE(clab_oracle_golden);

#define CLAB_DATA_NUMBERS	65536	/* what a category of the wire stays below */
#define CLAB_DATA_NONE		(~0U)

/* The direction from the wire to here; of two that share a number the later one
 * is kept, as the kernel does.
 */
static int clab_data_runs(struct clab_runs *runs, const struct clab_trans_pair *pair,
			  unsigned int nr)
{
	struct clab_trans_pair *sorted;
	struct clab_run *run;
	u32 *table, i, n = 0;

	table = kvmalloc_array(CLAB_DATA_NUMBERS, sizeof(*table), GFP_KERNEL);
	sorted = kcalloc(nr + 1, sizeof(*sorted), GFP_KERNEL);
	run = kcalloc(nr + 1, sizeof(*run), GFP_KERNEL);
	runs->run = run;
	if (table && sorted && run) {
		memset(table, 0xff, CLAB_DATA_NUMBERS * sizeof(*table));
		for (i = 0; i < nr; i++)
			table[pair[i].to] = pair[i].from;
		for (i = 0; i < CLAB_DATA_NUMBERS; i++)
			if (table[i] != CLAB_DATA_NONE)
				sorted[n++] = (struct clab_trans_pair){ i, table[i] };
		runs->nr = clab_runs_build(run, sorted, n);
	}
	n = table && sorted && run;
	kvfree(table);
	kfree(sorted);
	return n ? 0 : -ENOMEM;
}

static int clab_data_trans(struct clab_oracle_doi *doi)
{
	int rc;

	doi->def.trans = &doi->trans;
	rc = clab_data_runs(&doi->trans.level_in, doi->levels, doi->nr_levels);
	if (rc)
		return rc;
	rc = clab_data_runs(&doi->trans.cat_in, doi->cats, doi->nr_cats);
	clab_trans_bitmap(&doi->trans);
	return rc;
}

/**
 * clab_oracle_data_init() - make the DOIs' tables
 *
 * Return: 0 or -ENOMEM.
 */
int clab_oracle_data_init(void)
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < ARRAY_SIZE(clab_oracle_dois) && !rc; i++)
		if (clab_oracle_dois[i].def.type == CLAB_DOI_TRANS)
			rc = clab_data_trans(&clab_oracle_dois[i]);
	if (rc)
		clab_oracle_data_exit();
	return rc;
}

/**
 * clab_oracle_data_exit() - free the DOIs' tables
 */
void clab_oracle_data_exit(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(clab_oracle_dois); i++) {
		kfree(clab_oracle_dois[i].trans.level_in.run);
		kfree(clab_oracle_dois[i].trans.cat_in.run);
	}
}

/**
 * clab_oracle_find() - the definition of a DOI
 * @doi: its number
 *
 * Return: the definition, or NULL when neither side has it.
 */
const struct clab_doi_def *clab_oracle_find(u32 doi)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(clab_oracle_dois); i++)
		if (clab_oracle_dois[i].def.doi == doi)
			return &clab_oracle_dois[i].def;
	return NULL;
}
