/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: what a configuration in memory has, by name
 */
#ifndef _CLAB_INDEX_H
#define _CLAB_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include <cipsolab/conf.h>
#include <cipsolab/port.h>

/* What can be found. */
enum clab_key_kind {
	CLAB_KEY_DOI,
	CLAB_KEY_MAP,
	CLAB_KEY_SELECTOR,
	CLAB_KEY_STATIC,
	CLAB_KEY_SETTING,
};

/**
 * struct clab_key - what an entry is called
 * @kind: enum clab_key_kind
 * @number: a DOI, or an address family, with an address also its length: the
 *	    family is above bit 16 then
 * @addr: an address
 * @name: a domain, an interface or a setting; NULL is none, and not ""
 */
struct clab_key {
	u32 kind;
	u32 number;
	u8 addr[16];
	const char *name;
};

struct clab_index_entry;

/**
 * struct clab_index - entries by key
 * @bucket: chains, a power of two
 * @buckets: how many
 * @nr: how many entries
 *
 * All zero is empty.
 */
struct clab_index {
	struct clab_index_entry **bucket;
	size_t buckets;
	size_t nr;
};

bool clab_index_put(struct clab_index *index, const struct clab_key *key, size_t at);
bool clab_index_find(const struct clab_index *index, const struct clab_key *key,
		     size_t *at);
void clab_index_forget(struct clab_index *index, const struct clab_key *key);
void clab_index_clear(struct clab_index *index);

#endif /* _CLAB_INDEX_H */
