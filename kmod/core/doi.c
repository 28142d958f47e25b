// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: domains of interpretation
 */
#include <linux/atomic.h>
#include <linux/slab.h>

#include "core/doi.h"

const struct rhashtable_params clab_doi_params = {
	.head_offset	= offsetof(struct clab_doi, node),
	.key_offset	= offsetof(struct clab_doi, def.doi),
	.key_len	= sizeof_field(struct clab_doi, def.doi),
	.automatic_shrinking = true,
};

/**
 * clab_doi_alloc() - make a DOI that no configuration holds yet
 * @def: its definition, copied
 *
 * Context: Process, may sleep.
 * Return: the DOI, owned by the caller, to be freed with kfree(); or NULL.
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
