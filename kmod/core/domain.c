// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: LSM domains and what they are mapped to
 */
#include <linux/jhash.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "core/domain.h"
#include "core/epoch.h"

static u32 clab_domain_hashfn(const void *key, u32 len, u32 seed)
{
	const char *name = key;

	return jhash(name, strlen(name), seed);
}

static u32 clab_domain_obj_hashfn(const void *obj, u32 len, u32 seed)
{
	const struct clab_domain *domain = obj;

	return clab_domain_hashfn(domain->name, len, seed);
}

static int clab_domain_cmpfn(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct clab_domain *domain = obj;

	return strcmp(arg->key, domain->name);
}

const struct rhashtable_params clab_domain_params = {
	.head_offset	= offsetof(struct clab_domain, node),
	.hashfn		= clab_domain_hashfn,
	.obj_hashfn	= clab_domain_obj_hashfn,
	.obj_cmpfn	= clab_domain_cmpfn,
	.automatic_shrinking = true,
};

/**
 * clab_domain_alloc() - make a domain with nothing mapped
 * @name: its name, copied
 *
 * Context: Process, may sleep.
 * Return: the domain, owned by the caller, to be freed with kfree(); or NULL.
 */
struct clab_domain *clab_domain_alloc(const char *name)
{
	size_t len = strlen(name) + 1;
	struct clab_domain *domain;

	domain = kzalloc(struct_size(domain, name, len), GFP_KERNEL_ACCOUNT);
	if (domain)
		memcpy(domain->name, name, len);
	return domain;
}

/**
 * clab_domain_find() - look a domain up
 * @domains: the table
 * @name: its name
 *
 * Context: RCU read section, or configuration mutex.
 * Return: the domain, good until the section ends, or NULL.
 */
struct clab_domain *clab_domain_find(struct rhashtable *domains, const char *name)
{
	return rhashtable_lookup_fast(domains, name, clab_domain_params);
}

/**
 * clab_map_alloc() - make a mapping without selectors
 * @target: what it asks for, copied
 *
 * Context: Process, may sleep.
 * Return: the mapping, owned by the caller, or NULL.
 */
struct clab_map *clab_map_alloc(const struct clab_target *target)
{
	struct clab_map *map;

	map = kzalloc(sizeof(*map), GFP_KERNEL_ACCOUNT);
	if (map)
		map->target = *target;
	return map;
}

/**
 * clab_map_alloc_selectors() - make a mapping with an empty set of selectors
 * @bits: length of an address of its family
 *
 * Context: Process, may sleep.
 * Return: the mapping, owned by the caller, or NULL.
 */
struct clab_map *clab_map_alloc_selectors(u8 bits)
{
	struct clab_map *map;

	map = kzalloc(sizeof(*map), GFP_KERNEL_ACCOUNT);
	if (!map)
		return NULL;
	map->sel = clab_addrsel_alloc(bits);
	if (!map->sel) {
		kfree(map);
		return NULL;
	}
	return map;
}

/**
 * clab_map_free() - free a mapping and its selectors
 * @map: the mapping, or NULL; no reader can reach it
 *
 * Context: Any.
 */
void clab_map_free(struct clab_map *map)
{
	if (!map)
		return;
	clab_addrsel_free(map->sel);
	clab_hits_free(&map->target.hits);
	kfree(map);
}

static void clab_map_free_cb(struct rcu_head *rcu)
{
	clab_map_free(container_of(rcu, struct clab_map, rcu));
}

/**
 * clab_map_free_rcu() - free a mapping when no reader has it any more
 * @map: the mapping, or NULL
 *
 * Context: Any. Module exit waits for it with rcu_barrier().
 */
void clab_map_free_rcu(struct clab_map *map)
{
	if (!map)
		return;
	clab_epoch_begin();
	call_rcu(&map->rcu, clab_map_free_cb);
}
