/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: level and category tables of TRANSLATE DOIs
 */
#ifndef _CLAB_CORE_MAP_H
#define _CLAB_CORE_MAP_H

#include <linux/refcount.h>

#include "codec/trans.h"

/**
 * struct clab_map_entry - a level or a category and what it is on the wire
 * @here: its number on this host
 * @wire: its number on the wire
 */
struct clab_map_entry {
	u32 here;
	u32 wire;
};

/**
 * struct clab_map_list - entries in the order in which they were given
 * @nr: how many
 * @entry: the entries; of several for one number the last holds, in each
 *	   direction by itself
 */
struct clab_map_list {
	u32 nr;
	struct clab_map_entry *entry;
};

/**
 * struct clab_maps - the tables of a TRANSLATE DOI
 * @ref: the DOI's reference, and those of options that wait to be read
 * @trans: what the codec uses
 * @levels: the levels as they were given, where two contradict each other, so
 *	that @trans does not say in which order; else none
 * @cats: the same of the categories
 *
 * Immutable.
 */
struct clab_maps {
	refcount_t ref;
	struct clab_trans trans;
	struct clab_map_list levels;
	struct clab_map_list cats;
};

struct clab_maps *clab_maps_build(const struct clab_map_list *levels,
				  const struct clab_map_list *cats);
struct clab_maps *clab_maps_get(const struct clab_trans *trans);
void clab_maps_put(const struct clab_trans *trans);

bool clab_trans_equal(const struct clab_trans *a, const struct clab_trans *b);

/* The two tables of a DOI. */
enum clab_maps_table {
	CLAB_MAPS_LEVELS,
	CLAB_MAPS_CATS,
};

u32 clab_maps_entries(const struct clab_trans *trans, enum clab_maps_table table);
void clab_maps_copy(const struct clab_trans *trans, enum clab_maps_table table, u32 first,
		    struct clab_map_entry *entry, u32 nr);
u32 clab_maps_count(const struct clab_runs *runs);

#endif /* _CLAB_CORE_MAP_H */
