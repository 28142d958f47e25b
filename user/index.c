// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: what a configuration in memory has, by name
 *
 * A hash table that grows, so that 100,000 entries take no longer each than ten.
 */
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "index.h"
#include "out.h"

#define CLAB_INDEX_BUCKETS	64	/* to begin with */

/**
 * struct clab_index_entry - an entry
 * @next: another one of the same bucket
 * @hash: of the key
 * @at: place in its array
 * @key: the key; its name is @name or NULL
 * @name: its name
 */
struct clab_index_entry {
	struct clab_index_entry *next;
	u64 hash;
	size_t at;
	struct clab_key key;
	char name[];
};

static u64 clab_index_mix(u64 hash, u64 value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 32;
}

static u64 clab_index_hash(const struct clab_key *key)
{
	u64 hash = (u64)key->kind << 32 | key->number, word[2];
	const char *c;

	memcpy(word, key->addr, sizeof(word));
	hash = clab_index_mix(clab_index_mix(hash, word[0]), word[1]);
	for (c = key->name; c && *c; c++)
		hash = (hash ^ (u8)*c) * 0x100000001b3ULL;
	return clab_index_mix(hash, !!key->name);
}

static bool clab_index_same(const struct clab_key *a, const struct clab_key *b)
{
	if (a->kind != b->kind || a->number != b->number ||
	    memcmp(a->addr, b->addr, sizeof(a->addr)) || !a->name != !b->name)
		return false;
	return !a->name || !strcmp(a->name, b->name);
}

/* What points at the entry of a key, or at the end of its chain */
static struct clab_index_entry **clab_index_seek(const struct clab_index *index,
						 const struct clab_key *key, u64 hash)
{
	struct clab_index_entry **entry = &index->bucket[hash & (index->buckets - 1)];

	while (*entry && ((*entry)->hash != hash || !clab_index_same(&(*entry)->key, key)))
		entry = &(*entry)->next;
	return entry;
}

static void *clab_index_need(void *memory)
{
	if (memory)
		return memory;
	clab_error("out of memory");
	exit(CLAB_EXIT_FAIL);
}

static void clab_index_grow(struct clab_index *index)
{
	size_t i, old = index->buckets, nr = old ? 2 * old : CLAB_INDEX_BUCKETS;
	struct clab_index_entry **bucket, *entry, *next;

	bucket = clab_index_need(calloc(nr, sizeof(*bucket)));
	for (i = 0; i < old; i++) {
		for (entry = index->bucket[i]; entry; entry = next) {
			next = entry->next;
			entry->next = bucket[entry->hash & (nr - 1)];
			bucket[entry->hash & (nr - 1)] = entry;
		}
	}
	free(index->bucket);
	index->bucket = bucket;
	index->buckets = nr;
}

/**
 * clab_index_put() - note an entry
 * @index: the index
 * @key: what it is called, copied
 * @at: its place in its array
 *
 * The program ends when memory is short.
 *
 * Return: false when there is one of this name.
 */
bool clab_index_put(struct clab_index *index, const struct clab_key *key, size_t at)
{
	size_t len = key->name ? strlen(key->name) + 1 : 0;
	u64 hash = clab_index_hash(key);
	struct clab_index_entry **there, *entry;

	if (index->nr == index->buckets)
		clab_index_grow(index);
	there = clab_index_seek(index, key, hash);
	if (*there)
		return false;
	entry = clab_index_need(malloc(sizeof(*entry) + len));
	entry->next = NULL;
	entry->hash = hash;
	entry->at = at;
	entry->key = *key;
	if (len)
		entry->key.name = memcpy(entry->name, key->name, len);
	*there = entry;
	index->nr++;
	return true;
}

/**
 * clab_index_find() - look for an entry
 * @index: the index
 * @key: what it is called
 * @at: where its place goes
 *
 * Return: whether there is one.
 */
bool clab_index_find(const struct clab_index *index, const struct clab_key *key,
		     size_t *at)
{
	struct clab_index_entry *entry;

	if (!index->nr)
		return false;
	entry = *clab_index_seek(index, key, clab_index_hash(key));
	if (entry)
		*at = entry->at;
	return entry;
}

/**
 * clab_index_forget() - forget an entry, if there is one
 * @index: the index
 * @key: what it is called
 */
void clab_index_forget(struct clab_index *index, const struct clab_key *key)
{
	struct clab_index_entry **there, *entry;

	if (!index->nr)
		return;
	there = clab_index_seek(index, key, clab_index_hash(key));
	entry = *there;
	if (!entry)
		return;
	*there = entry->next;
	free(entry);
	index->nr--;
}

/**
 * clab_index_clear() - forget all
 * @index: the index, empty afterwards
 */
void clab_index_clear(struct clab_index *index)
{
	struct clab_index_entry *entry, *next;
	size_t i;

	for (i = 0; i < index->buckets; i++) {
		for (entry = index->bucket[i]; entry; entry = next) {
			next = entry->next;
			free(entry);
		}
	}
	free(index->bucket);
	memset(index, 0, sizeof(*index));
}
