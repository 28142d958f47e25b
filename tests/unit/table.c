// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: translation tables
 */
#include <stdio.h>
#include <stdlib.h>

#include "table.h"

static void *clab_table_memory(size_t size)
{
	void *memory = malloc(size);

	if (!memory)
		abort();
	return memory;
}

/**
 * clab_table_alloc() - make tables that map nothing
 *
 * Return: the tables, to be filled, finished and freed.
 */
struct clab_table *clab_table_alloc(void)
{
	struct clab_table *table = clab_table_memory(sizeof(*table));

	memset(table, 0xff, sizeof(*table));
	memset(&table->trans, 0, sizeof(table->trans));
	return table;
}

/**
 * clab_table_map() - relate a number here to one on the wire
 * @in: by number of the wire
 * @out: by number here
 * @here: the number here
 * @wire: that on the wire
 *
 * Later ones win, in each direction by itself.
 */
void clab_table_map(u32 *in, u32 *out, u32 here, u32 wire)
{
	in[wire] = here;
	out[here] = wire;
}

static void clab_table_runs(struct clab_runs *runs, const u32 *table)
{
	struct clab_trans_pair *pair = clab_table_memory(CLAB_TABLE_NUMBERS * sizeof(*pair));
	struct clab_run *run;
	u32 i, nr = 0;

	for (i = 0; i < CLAB_TABLE_NUMBERS; i++)
		if (table[i] != CLAB_TABLE_NONE)
			pair[nr++] = (struct clab_trans_pair){ i, table[i] };
	run = clab_table_memory((nr + 1) * sizeof(*run));
	runs->nr = clab_runs_build(run, pair, nr);
	runs->run = run;
	free(pair);
}

/**
 * clab_table_finish() - make the codec's tables from the model's
 * @table: the tables
 */
void clab_table_finish(struct clab_table *table)
{
	clab_table_runs(&table->trans.level_in, table->level_in);
	clab_table_runs(&table->trans.level_out, table->level_out);
	clab_table_runs(&table->trans.cat_in, table->cat_in);
	clab_table_runs(&table->trans.cat_out, table->cat_out);
	clab_trans_bitmap(&table->trans);
}

/* HERE=WIRE,HERE=WIRE... */
static void clab_table_text(const char *text, u32 *in, u32 *out)
{
	unsigned int here, wire;
	int taken;

	while (sscanf(text, "%u=%u%n", &here, &wire, &taken) == 2) {
		if (here >= CLAB_TABLE_NUMBERS || wire >= CLAB_TABLE_NUMBERS)
			abort();
		clab_table_map(in, out, here, wire);
		text += taken;
		text += *text == ',';
	}
	if (*text) {
		fprintf(stderr, "not a table: %s\n", text);
		exit(2);
	}
}

/**
 * clab_table_make() - make tables from text
 * @levels: HERE=WIRE,HERE=WIRE..., may be empty
 * @cats: the same for categories
 *
 * Return: the tables, to be freed with clab_table_free().
 */
struct clab_table *clab_table_make(const char *levels, const char *cats)
{
	struct clab_table *table = clab_table_alloc();

	clab_table_text(levels, table->level_in, table->level_out);
	clab_table_text(cats, table->cat_in, table->cat_out);
	clab_table_finish(table);
	return table;
}

/**
 * clab_table_free() - undo clab_table_make() or clab_table_finish()
 * @table: the tables
 */
void clab_table_free(struct clab_table *table)
{
	free((void *)table->trans.level_in.run);
	free((void *)table->trans.level_out.run);
	free((void *)table->trans.cat_in.run);
	free((void *)table->trans.cat_out.run);
	free(table);
}
