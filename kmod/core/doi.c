// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: domains of interpretation
 */
#include <linux/atomic.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "core/doi.h"
#include "core/epoch.h"
#include "core/map.h"

const struct rhashtable_params clab_doi_params = {
	.head_offset	= offsetof(struct clab_doi, node),
	.key_offset	= offsetof(struct clab_doi, def.doi),
	.key_len	= sizeof_field(struct clab_doi, def.doi),
	.automatic_shrinking = true,
};

/**
 * clab_doi_alloc() - make a DOI that no configuration holds yet
 * @def: its definition, copied; with a reference to its tables, if any, which
 *	the DOI takes over on success
 *
 * Context: Process, may sleep.
 * Return: the DOI, owned by the caller, to be freed with clab_doi_free(); or
 *	NULL.
 */
struct clab_doi *clab_doi_alloc(const struct clab_doi_def *def)
{
	static atomic_t last_uid;
	struct clab_doi *doi;

	doi = kzalloc(sizeof(*doi), GFP_KERNEL_ACCOUNT);
	if (!doi)
		return NULL;
	doi->def = *def;
	doi->uid = atomic_inc_return(&last_uid);
	return doi;
}

/**
 * clab_doi_free() - free a DOI
 * @doi: the DOI, or NULL; no reader can reach it
 *
 * Context: Any but hard interrupt.
 */
void clab_doi_free(struct clab_doi *doi)
{
	if (!doi)
		return;
	clab_hits_free(&doi->hits);
	clab_maps_put(doi->def.trans);
	kfree(doi);
}

static void clab_doi_free_cb(struct rcu_head *rcu)
{
	clab_doi_free(container_of(rcu, struct clab_doi, rcu));
}

/**
 * clab_doi_free_rcu() - free a DOI when no reader has it any more
 * @doi: the DOI
 *
 * Context: Any. Module exit waits for it with rcu_barrier().
 */
void clab_doi_free_rcu(struct clab_doi *doi)
{
	clab_epoch_begin();
	call_rcu(&doi->rcu, clab_doi_free_cb);
}

/**
 * clab_doi_def_equal() - whether two definitions say the same
 * @a: one
 * @b: the other
 *
 * Return: true if they do.
 */
bool clab_doi_def_equal(const struct clab_doi_def *a, const struct clab_doi_def *b)
{
	return a->doi == b->doi && a->type == b->type && a->nr_tags == b->nr_tags &&
	       !memcmp(a->tags, b->tags, a->nr_tags) &&
	       clab_trans_equal(a->trans, b->trans);
}
