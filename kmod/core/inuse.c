// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: who uses a DOI
 */
#include <linux/atomic.h>
#include <linux/kernel.h>

#include "core/config.h"
#include "core/inuse.h"

#define CLAB_INUSE_TEXT		160
#define CLAB_INUSE_DOMAIN	64	/* of a domain's name that is told */

/*
 * An extended ACK holds no text on every kernel, only the address of one, and is
 * sent when the request has left the module. Each text stays what it is until so
 * many others have been written.
 */
static char clab_inuse_texts[256][CLAB_INUSE_TEXT];
static atomic_t clab_inuse_last;

static const struct clab_selector *clab_inuse_selector(const struct clab_map *map,
						       const struct clab_doi *doi)
{
	struct clab_selector *sel = NULL;

	while (map->sel && (sel = clab_addrsel_next(map->sel, sel)))
		if (sel->target.doi == doi)
			return sel;
	return NULL;
}

/* Write who of some mappings uses the DOI. Return: whether anybody does. */
static bool clab_inuse_slots(char *text, const char *domain, struct clab_map __rcu *const *slots,
			     const struct clab_doi *doi)
{
	const char *what = domain ? "domain " : "the default mapping", *name = domain ?: "";
	const struct clab_selector *sel;
	const struct clab_map *map;
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++) {
		map = rcu_dereference_protected(slots[slot], 1);
		if (!map)
			continue;
		sel = clab_inuse_selector(map, doi);
		if (sel) {
			snprintf(text, CLAB_INUSE_TEXT, "%s%.*s, address %pI4/%u, uses this DOI",
				 what, CLAB_INUSE_DOMAIN, name, sel->prefix.addr,
				 sel->prefix.len);
			return true;
		}
		/* The plain mapping of a domain goes with its DOI. */
		if (!domain && !map->sel && map->target.doi == doi) {
			snprintf(text, CLAB_INUSE_TEXT, "%s uses this DOI", what);
			return true;
		}
	}
	return false;
}

/**
 * clab_inuse_text() - say who uses a DOI so that it can't be removed
 * @cfg: the configuration
 * @doi: the DOI
 *
 * Context: Process; configuration mutex held.
 * Return: a sentence that names one of its users, for an extended ACK.
 */
const char *clab_inuse_text(struct clab_config *cfg, const struct clab_doi *doi)
{
	unsigned int nr = atomic_inc_return(&clab_inuse_last);
	char *text = clab_inuse_texts[nr % ARRAY_SIZE(clab_inuse_texts)];
	struct clab_domain *domain;

	lockdep_assert_held(cfg->lock);
	if (clab_inuse_slots(text, NULL, cfg->def, doi))
		return text;
	list_for_each_entry(domain, &cfg->domain_list, list)
		if (clab_inuse_slots(text, domain->name, domain->map, doi))
			return text;
	return "an address selector or the default mapping uses this DOI";
}
