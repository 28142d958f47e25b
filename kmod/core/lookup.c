// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: which mapping decides about a packet
 */
#include "core/config.h"
#include "core/domain.h"

static struct clab_map *clab_lookup_map(struct clab_config *cfg, const char *name,
					enum clab_slot slot, struct clab_found *found)
{
	const struct clab_domain *domain;
	struct clab_map *map;

	if (name && atomic_read(&cfg->domains.nelems)) {
		domain = clab_domain_find(&cfg->domains, name);
		map = domain ? rcu_dereference(domain->map[slot]) : NULL;
		found->domain = domain;
		found->slot = slot;
		if (domain && !map) {
			map = rcu_dereference(domain->map[CLAB_SLOT_BOTH]);
			found->slot = CLAB_SLOT_BOTH;
		}
		if (map)
			return map;
	}
	found->domain = NULL;
	found->slot = slot;
	return rcu_dereference(cfg->def[slot]);
}

/**
 * clab_config_count_maps() - how many mappings a domain has
 * @cfg: the configuration
 * @domain: the LSM domain, NULL for the default mapping
 *
 * Context: Process; configuration mutex held.
 * Return: their number, 0 for a domain that there is not.
 */
unsigned int clab_config_count_maps(struct clab_config *cfg, const char *domain)
{
	struct clab_map __rcu **slots = cfg->def;
	struct clab_domain *found;
	unsigned int n = 0;
	int slot;

	lockdep_assert_held(cfg->lock);
	if (domain) {
		found = clab_domain_find(&cfg->domains, domain);
		if (!found)
			return 0;
		slots = found->map;
	}
	for (slot = 0; slot < CLAB_SLOTS; slot++)
		n += !!rcu_access_pointer(slots[slot]);
	return n;
}

/**
 * clab_config_find4_rcu() - what a domain's traffic to an address is mapped to
 * @cfg: the configuration
 * @domain: the LSM domain, NULL when there is none
 * @daddr: destination
 *
 * The domain's own mapping, else the default; of one with selectors, the
 * longest prefix.
 *
 * Context: RCU read section.
 * Return: the target, good until the section ends, or NULL: to be refused.
 */
struct clab_target *clab_config_find4_rcu(struct clab_config *cfg, const char *domain,
					  __be32 daddr)
{
	struct clab_selector *sel;
	struct clab_found found;
	struct clab_map *map;

	map = clab_lookup_map(cfg, domain, CLAB_SLOT_V4, &found);
	if (!map)
		return NULL;
	if (!map->sel)
		return &map->target;
	sel = clab_addrsel_find_rcu(map->sel, (const u8 *)&daddr);
	return sel ? &sel->target : NULL;
}

/**
 * clab_config_lookup() - the same for both families, and which entry says so
 * @cfg: the configuration
 * @domain: the LSM domain, NULL when there is none
 * @v6: @addr is an IPv6 address
 * @addr: destination, network byte order
 * @found: what is found
 *
 * Context: Process; RCU read section and configuration mutex, so that what is
 *	found stays.
 */
void clab_config_lookup(struct clab_config *cfg, const char *domain, bool v6, const u8 *addr,
			struct clab_found *found)
{
	struct clab_map *map;

	found->sel = NULL;
	found->target = NULL;
	map = clab_lookup_map(cfg, domain, v6 ? CLAB_SLOT_V6 : CLAB_SLOT_V4, found);
	if (!map)
		return;
	if (!map->sel) {
		found->target = &map->target;
		return;
	}
	found->sel = clab_addrsel_find_rcu(map->sel, addr);
	if (found->sel)
		found->target = &found->sel->target;
}
