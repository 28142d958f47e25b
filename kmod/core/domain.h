/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: LSM domains and what they are mapped to
 */
#ifndef _CLAB_CORE_DOMAIN_H
#define _CLAB_CORE_DOMAIN_H

#include "core/config.h"

extern const struct rhashtable_params clab_domain_params;

struct clab_domain *clab_domain_alloc(const char *name);
struct clab_domain *clab_domain_find(struct rhashtable *domains, const char *name);

struct clab_map *clab_map_alloc(const struct clab_target *target);
struct clab_map *clab_map_alloc_selectors(u8 bits);
void clab_map_free(struct clab_map *map);
void clab_map_free_rcu(struct clab_map *map);

#endif /* _CLAB_CORE_DOMAIN_H */
