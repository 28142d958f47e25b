// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: level and category tables of TRANSLATE DOIs
 *
 * Entries come in any order and may contradict each other; what is kept is four
 * sorted lists of runs, one for each direction of each table. A table of 60,000
 * categories that are the same here and on the wire is one run.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "core/map.h"

/**
 * struct clab_map_key - an entry while it is being sorted
 * @pair: in the direction that is wanted; first, so that sorted keys that have
 *	  been told apart become an array of pairs
 * @order: which entry it was
 */
struct clab_map_key {
	struct clab_trans_pair pair;
	u32 order;
};

static int clab_map_compare(const void *a, const void *b)
{
	const struct clab_map_key *x = a, *y = b;

	if (x->pair.from != y->pair.from)
		return x->pair.from < y->pair.from ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void clab_map_sort(struct clab_map_key *key, const struct clab_map_list *list,
			  bool out)
{
	u32 i;

	for (i = 0; i < list->nr; i++) {
		const struct clab_map_entry *entry = &list->entry[i];

		key[i].pair.from = out ? entry->here : entry->wire;
		key[i].pair.to = out ? entry->wire : entry->here;
		key[i].order = i;
	}
	sort(key, list->nr, sizeof(*key), clab_map_compare, NULL);
}

/* The last entry of each number, as pairs, in place of the keys: a pair is
 * shorter than a key, so what is written was read before.
 */
static u32 clab_map_last(struct clab_map_key *key, u32 nr)
{
	struct clab_trans_pair *pair = (struct clab_trans_pair *)key;
	u32 i, n = 0;

	for (i = 0; i < nr; i++)
		if (i + 1 == nr || key[i + 1].pair.from != key[i].pair.from)
			pair[n++] = key[i].pair;
	return n;
}

/* One direction of one table; key and run are scratch of enough room. */
static int clab_map_direction(struct clab_runs *runs, const struct clab_map_list *list,
			      bool out, struct clab_map_key *key, struct clab_run *run)
{
	struct clab_run *kept;
	u32 nr;

	clab_map_sort(key, list, out);
	nr = clab_map_last(key, list->nr);
	nr = clab_runs_build(run, (struct clab_trans_pair *)key, nr);
	if (!nr)
		return 0;
	kept = kvmalloc_array(nr, sizeof(*kept), GFP_KERNEL_ACCOUNT);
	if (!kept)
		return -ENOMEM;
	memcpy(kept, run, nr * sizeof(*kept));
	runs->run = kept;
	runs->nr = nr;
	return 0;
}

static bool clab_runs_say(const struct clab_runs *runs, u32 from, u32 to)
{
	const struct clab_run *run = clab_runs_find(runs, from);

	return run && run->to + (from - run->from) == to;
}

/* Keep a list if one direction of its table alone does not tell it. */
static int clab_map_keep(struct clab_map_list *kept, const struct clab_map_list *list,
			 const struct clab_runs *out, const struct clab_runs *in)
{
	u32 i;

	for (i = 0; i < list->nr; i++)
		if (!clab_runs_say(out, list->entry[i].here, list->entry[i].wire) ||
		    !clab_runs_say(in, list->entry[i].wire, list->entry[i].here))
			break;
	if (i == list->nr)
		return 0;
	kept->entry = kvmalloc_array(list->nr, sizeof(*kept->entry), GFP_KERNEL_ACCOUNT);
	if (!kept->entry)
		return -ENOMEM;
	memcpy(kept->entry, list->entry, list->nr * sizeof(*kept->entry));
	kept->nr = list->nr;
	return 0;
}

static int clab_maps_fill(struct clab_trans *trans, const struct clab_map_list *levels,
			  const struct clab_map_list *cats)
{
	u32 nr = max3(levels->nr, cats->nr, 1U);
	struct clab_map_key *key = kvmalloc_array(nr, sizeof(*key), GFP_KERNEL);
	struct clab_run *run = kvmalloc_array(nr, sizeof(*run), GFP_KERNEL);
	int ret = -ENOMEM;

	if (key && run)
		ret = clab_map_direction(&trans->level_out, levels, true, key, run) ?:
		      clab_map_direction(&trans->level_in, levels, false, key, run) ?:
		      clab_map_direction(&trans->cat_out, cats, true, key, run) ?:
		      clab_map_direction(&trans->cat_in, cats, false, key, run);
	if (!ret)
		clab_trans_bitmap(trans);
	kvfree(key);
	kvfree(run);
	return ret;
}

/**
 * clab_maps_build() - make the tables of a DOI
 * @levels: its levels
 * @cats: its categories
 *
 * The numbers have been checked: on the wire at most CLAB_LEVEL_WIRE_MAX and
 * CLAB_CAT_WIRE_MAX, here at most CLAB_LEVEL_MAX and CLAB_CAT_MAX.
 *
 * Context: Process, may sleep.
 * Return: the tables with one reference, the caller's; or NULL: no memory.
 */
struct clab_maps *clab_maps_build(const struct clab_map_list *levels,
				  const struct clab_map_list *cats)
{
	struct clab_maps *maps = kzalloc(sizeof(*maps), GFP_KERNEL_ACCOUNT);

	if (!maps)
		return NULL;
	refcount_set(&maps->ref, 1);
	if (!clab_maps_fill(&maps->trans, levels, cats) &&
	    !clab_map_keep(&maps->levels, levels, &maps->trans.level_out, &maps->trans.level_in) &&
	    !clab_map_keep(&maps->cats, cats, &maps->trans.cat_out, &maps->trans.cat_in))
		return maps;
	clab_maps_put(&maps->trans);
	return NULL;
}

/**
 * clab_maps_get() - take a reference to a DOI's tables
 * @trans: the tables, of a DOI found under RCU, or NULL
 *
 * Context: Any.
 * Return: the tables, NULL for NULL.
 */
struct clab_maps *clab_maps_get(const struct clab_trans *trans)
{
	struct clab_maps *maps;

	if (!trans)
		return NULL;
	maps = container_of(trans, struct clab_maps, trans);
	refcount_inc(&maps->ref);
	return maps;
}

/**
 * clab_maps_put() - let a reference go
 * @trans: the tables, or NULL
 *
 * Context: Any but hard interrupt.
 */
void clab_maps_put(const struct clab_trans *trans)
{
	struct clab_maps *maps;

	if (!trans)
		return;
	maps = container_of(trans, struct clab_maps, trans);
	if (!refcount_dec_and_test(&maps->ref))
		return;
	kvfree(maps->trans.level_out.run);
	kvfree(maps->trans.level_in.run);
	kvfree(maps->trans.cat_out.run);
	kvfree(maps->trans.cat_in.run);
	kvfree(maps->levels.entry);
	kvfree(maps->cats.entry);
	kfree(maps);
}

/**
 * clab_maps_count() - how many numbers a direction of a table has
 * @runs: the direction
 *
 * Return: the number of entries that list it.
 */
u32 clab_maps_count(const struct clab_runs *runs)
{
	u32 i, n = 0;

	for (i = 0; i < runs->nr; i++)
		n += runs->run[i].last - runs->run[i].from + 1;
	return n;
}

static bool clab_runs_equal(const struct clab_runs *a, const struct clab_runs *b)
{
	return a->nr == b->nr && !memcmp(a->run, b->run, a->nr * sizeof(*a->run));
}

/**
 * clab_trans_equal() - whether two DOIs' tables say the same
 * @a: one, or NULL
 * @b: the other, or NULL
 *
 * Return: true if they do.
 */
bool clab_trans_equal(const struct clab_trans *a, const struct clab_trans *b)
{
	if (!a || !b)
		return a == b;
	return clab_runs_equal(&a->level_out, &b->level_out) &&
	       clab_runs_equal(&a->level_in, &b->level_in) &&
	       clab_runs_equal(&a->cat_out, &b->cat_out) &&
	       clab_runs_equal(&a->cat_in, &b->cat_in);
}

static const struct clab_map_list *clab_maps_list(const struct clab_trans *trans,
						  enum clab_maps_table table)
{
	const struct clab_maps *maps = container_of(trans, struct clab_maps, trans);

	return table == CLAB_MAPS_LEVELS ? &maps->levels : &maps->cats;
}

static const struct clab_runs *clab_maps_runs(const struct clab_trans *trans,
					      enum clab_maps_table table)
{
	return table == CLAB_MAPS_LEVELS ? &trans->level_out : &trans->cat_out;
}

/**
 * clab_maps_entries() - how many entries make a table again
 * @trans: the tables
 * @table: which one
 *
 * Return: the number of entries that clab_maps_copy() has.
 */
u32 clab_maps_entries(const struct clab_trans *trans, enum clab_maps_table table)
{
	const struct clab_map_list *list = clab_maps_list(trans, table);

	return list->nr ?: clab_maps_count(clab_maps_runs(trans, table));
}

/**
 * clab_maps_copy() - some of the entries that make a table again
 * @trans: the tables
 * @table: which one
 * @first: the first one wanted
 * @entry: where they go
 * @nr: how many; @first and @nr are within clab_maps_entries()
 *
 * Context: Any.
 */
void clab_maps_copy(const struct clab_trans *trans, enum clab_maps_table table, u32 first,
		    struct clab_map_entry *entry, u32 nr)
{
	const struct clab_runs *runs = clab_maps_runs(trans, table);
	const struct clab_map_list *list = clab_maps_list(trans, table);
	const struct clab_run *run;
	u32 len, n;

	if (list->nr) {
		memcpy(entry, list->entry + first, nr * sizeof(*entry));
		return;
	}
	for (run = runs->run; nr; run++) {
		len = run->last - run->from + 1;
		if (first >= len) {
			first -= len;
			continue;
		}
		for (n = min(len - first, nr); n; n--, nr--, first++, entry++) {
			entry->here = run->from + first;
			entry->wire = run->to + first;
		}
		first = 0;
	}
}
