/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: domains of interpretation
 */
#ifndef _CLAB_CORE_DOI_H
#define _CLAB_CORE_DOI_H

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable.h>

#include "codec/cipso.h"
#include "core/hits.h"

/**
 * struct clab_doi - one DOI of a configuration
 * @node: in struct clab_config.dois, by @def.doi
 * @list: in struct clab_config.doi_list
 * @seq: grows along that list
 * @def: what the codec needs
 * @uid: a number that no other definition has had since boot; part of every
 *	cache key, so that a definition that is replaced under the same DOI
 *	number takes nothing over. An equal definition that a transaction puts in
 *	its place is the same definition
 * @hits: packets
 * @users: address selectors and default mappings that name it; under the
 *	configuration mutex
 * @rcu: for freeing
 *
 * Immutable once published; @users, @seq and @list are the configuration's.
 */
struct clab_doi {
	struct rhash_head node;
	struct list_head list;
	u32 seq;
	struct clab_doi_def def;
	u32 uid;
	struct clab_hits hits;
	unsigned int users;
	struct rcu_head rcu;
};

extern const struct rhashtable_params clab_doi_params;

struct clab_doi *clab_doi_alloc(const struct clab_doi_def *def);
void clab_doi_free(struct clab_doi *doi);
void clab_doi_free_rcu(struct clab_doi *doi);
bool clab_doi_def_equal(const struct clab_doi_def *a, const struct clab_doi_def *b);

/**
 * clab_doi_find_rcu() - look a DOI up
 * @dois: the table
 * @doi: its number
 *
 * Context: RCU read section, or configuration mutex.
 * Return: the DOI, good until the section ends, or NULL.
 */
static inline struct clab_doi *clab_doi_find_rcu(struct rhashtable *dois, u32 doi)
{
	return rhashtable_lookup(dois, &doi, clab_doi_params);
}

#endif /* _CLAB_CORE_DOI_H */
