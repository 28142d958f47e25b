// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: going through a configuration, message by message
 */
#include <net/genetlink.h>

#include "core/domain.h"
#include "core/netns.h"
#include "nl/nl_lab_walk.h"

static bool clab_lab_walk_wants(const struct clab_lab_walk *walk, u8 kind)
{
	return walk->kinds & 1U << kind;
}

static bool clab_lab_walk_slot(const struct clab_lab_walk *walk, enum clab_slot slot)
{
	return slot == walk->slot || slot == CLAB_SLOT_BOTH || walk->slot == CLAB_SLOT_BOTH;
}

/* The object that is next is new to the walk. */
static void clab_lab_walk_rewind(struct clab_lab_walk *walk)
{
	walk->at_slot = 0;
	walk->len = -1;
	walk->selseq = 0;
	walk->index = 0;
}

/* What a walk is at: a mapping, or an interface's static labels. */
struct clab_lab_place {
	const char *name;	/* of the domain or the interface, NULL: the default */
	bool labels;
};

static int clab_lab_walk_target(struct clab_lab_walk *walk, struct sk_buff *skb,
				const struct clab_lab_place *place,
				const struct clab_selector *sel, const struct clab_target *target)
{
	if (place->labels)
		return walk->ops->label(skb, walk, place->name, walk->at_slot, sel);
	if (walk->by_doi && (!target->doi || target->doi->def.doi != walk->doi))
		return 0;
	return walk->ops->map(skb, walk, place->name, walk->at_slot, sel, target);
}

static int clab_lab_walk_set(struct clab_lab_walk *walk, struct sk_buff *skb,
			     const struct clab_lab_place *place, const struct clab_addrsel *set)
{
	struct clab_selector *sel = walk->selhint;
	int ret;

	walk->selhint = NULL;
	if (!sel)
		sel = clab_addrsel_from(set, walk->len, walk->selseq);
	for (; sel; sel = clab_addrsel_next(set, sel)) {
		ret = clab_lab_walk_target(walk, skb, place, sel, &sel->target);
		if (!ret)
			continue;
		walk->len = sel->prefix.len;
		walk->selseq = sel->seq;
		walk->selhint = sel;
		return ret;
	}
	return 0;
}

static int clab_lab_walk_slots(struct clab_lab_walk *walk, struct sk_buff *skb,
			       struct clab_net *cn, const char *domain,
			       struct clab_map __rcu *const *slots)
{
	const struct clab_lab_place place = { .name = domain };
	const struct clab_map *map;
	int ret;

	for (; walk->at_slot < CLAB_SLOTS; walk->at_slot++) {
		map = rcu_dereference_protected(slots[walk->at_slot],
						lockdep_is_held(&cn->cfg_lock));
		if (!map || !clab_lab_walk_slot(walk, walk->at_slot))
			continue;
		if (map->sel)
			ret = clab_lab_walk_set(walk, skb, &place, map->sel);
		else
			ret = clab_lab_walk_target(walk, skb, &place, NULL, &map->target);
		if (ret)
			return ret;
		walk->len = -1;
	}
	walk->at_slot = 0;
	return 0;
}

static int clab_lab_walk_default(struct clab_lab_walk *walk, struct sk_buff *skb,
				 struct clab_net *cn)
{
	if (!clab_lab_walk_wants(walk, CLAB_LAB_KIND_MAP) || walk->by_domain)
		return 0;
	return clab_lab_walk_slots(walk, skb, cn, NULL, clab_net_config(cn)->def);
}

/* One domain only: no need to go through all of them. */
static int clab_lab_walk_domain(struct clab_lab_walk *walk, struct sk_buff *skb,
				struct clab_net *cn)
{
	struct clab_domain *domain;

	domain = clab_domain_find(&clab_net_config(cn)->domains, walk->domain);
	return domain ? clab_lab_walk_slots(walk, skb, cn, domain->name, domain->map) : 0;
}

static int clab_lab_walk_domains(struct clab_lab_walk *walk, struct sk_buff *skb,
				 struct clab_net *cn)
{
	struct clab_config *cfg = clab_net_config(cn);
	struct clab_domain *domain = walk->hint;
	int ret;

	walk->hint = NULL;
	if (!clab_lab_walk_wants(walk, CLAB_LAB_KIND_MAP) || walk->only_default)
		return 0;
	if (walk->by_domain)
		return clab_lab_walk_domain(walk, skb, cn);
	if (!domain)
		domain = list_first_entry(&cfg->domain_list, struct clab_domain, list);
	list_for_each_entry_from(domain, &cfg->domain_list, list) {
		if (domain->seq < walk->seq)
			continue;
		/* The one that was next is gone: this one is new to the walk. */
		if (domain->seq > walk->seq)
			clab_lab_walk_rewind(walk);
		walk->seq = domain->seq;
		ret = clab_lab_walk_slots(walk, skb, cn, domain->name, domain->map);
		if (ret) {
			walk->hint = domain;
			return ret;
		}
		walk->seq++;
	}
	return 0;
}

static int clab_lab_walk_dois(struct clab_lab_walk *walk, struct sk_buff *skb,
			      struct clab_net *cn)
{
	struct clab_config *cfg = clab_net_config(cn);
	struct clab_doi *doi = walk->hint;
	int ret;

	walk->hint = NULL;
	if (!clab_lab_walk_wants(walk, CLAB_LAB_KIND_DOI))
		return 0;
	if (!doi)
		doi = list_first_entry(&cfg->doi_list, struct clab_doi, list);
	list_for_each_entry_from(doi, &cfg->doi_list, list) {
		if (doi->seq < walk->seq || (walk->by_doi && doi->def.doi != walk->doi))
			continue;
		if (doi->seq > walk->seq)
			walk->index = 0;
		walk->seq = doi->seq;
		ret = walk->ops->doi(skb, walk, doi);
		if (ret) {
			walk->hint = doi;
			return ret;
		}
		walk->seq++;
		walk->index = 0;
	}
	return 0;
}

static int clab_lab_walk_iface(struct clab_lab_walk *walk, struct sk_buff *skb,
			       struct clab_net *cn, const struct clab_unlbl_iface *iface)
{
	const struct clab_lab_place place = {
		.name = *iface->name ? iface->name : NULL,
		.labels = true,
	};
	const struct clab_addrsel *set;
	int ret;

	walk->at_slot = max_t(int, walk->at_slot, CLAB_SLOT_V4);
	for (; walk->at_slot < CLAB_SLOTS; walk->at_slot++) {
		set = rcu_dereference_protected(iface->set[clab_lab_slot_label(walk->at_slot)],
						lockdep_is_held(&cn->cfg_lock));
		if (!set || !clab_lab_walk_slot(walk, walk->at_slot))
			continue;
		ret = clab_lab_walk_set(walk, skb, &place, set);
		if (ret)
			return ret;
		walk->len = -1;
	}
	clab_lab_walk_rewind(walk);
	return 0;
}

static int clab_lab_walk_labels(struct clab_lab_walk *walk, struct sk_buff *skb,
				struct clab_net *cn)
{
	const struct clab_unlbl_iface *iface;

	iface = rcu_dereference_protected(clab_net_config(cn)->unlbl.def,
					  lockdep_is_held(&cn->cfg_lock));
	if (!iface || !clab_lab_walk_wants(walk, CLAB_LAB_KIND_STATIC))
		return 0;
	return clab_lab_walk_iface(walk, skb, cn, iface);
}

static int clab_lab_walk_ifaces(struct clab_lab_walk *walk, struct sk_buff *skb,
				struct clab_net *cn)
{
	const struct list_head *ifaces = &clab_net_config(cn)->unlbl.ifaces;
	struct clab_unlbl_iface *iface = walk->hint;
	int ret;

	walk->hint = NULL;
	if (!clab_lab_walk_wants(walk, CLAB_LAB_KIND_STATIC))
		return 0;
	if (!iface)
		iface = list_first_entry(ifaces, struct clab_unlbl_iface, list);
	list_for_each_entry_from(iface, ifaces, list) {
		if (iface->seq < walk->seq)
			continue;
		if (iface->seq > walk->seq)
			clab_lab_walk_rewind(walk);
		walk->seq = iface->seq;
		ret = clab_lab_walk_iface(walk, skb, cn, iface);
		if (ret) {
			walk->hint = iface;
			return ret;
		}
		walk->seq++;
	}
	return 0;
}

static int clab_lab_walk_section(struct clab_lab_walk *walk, struct sk_buff *skb,
				 struct clab_net *cn)
{
	switch (walk->section) {
	case CLAB_LAB_SECTION_DOIS:
		return clab_lab_walk_dois(walk, skb, cn);
	case CLAB_LAB_SECTION_DEFAULT:
		return clab_lab_walk_default(walk, skb, cn);
	case CLAB_LAB_SECTION_DOMAINS:
		return clab_lab_walk_domains(walk, skb, cn);
	case CLAB_LAB_SECTION_LABELS:
		return clab_lab_walk_labels(walk, skb, cn);
	case CLAB_LAB_SECTION_IFACES:
		return clab_lab_walk_ifaces(walk, skb, cn);
	default:
		return walk->ops->rest(skb, walk, cn);
	}
}

/**
 * clab_lab_walk() - go on with a walk until the message is full
 * @walk: the walk; all zero at first but for what is wanted
 * @skb: the message
 * @cn: the namespace
 *
 * Context: Process; configuration mutex held.
 * Return: 0: that was all; -EMSGSIZE: the message is full.
 */
int clab_lab_walk(struct clab_lab_walk *walk, struct sk_buff *skb, struct clab_net *cn)
{
	u32 generation = clab_net_config(cn)->generation;
	int ret;

	if (walk->generation != generation) {
		walk->generation = generation;
		walk->hint = NULL;
		walk->selhint = NULL;
	}
	for (; walk->section < CLAB_LAB_SECTION_END; walk->section++) {
		ret = clab_lab_walk_section(walk, skb, cn);
		if (ret)
			return ret;
		walk->seq = 0;
		clab_lab_walk_rewind(walk);
	}
	return 0;
}
