// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: the configuration of one network namespace
 *
 * What is refused is refused before anything is changed, with a sentence in
 * the extended ACK. A DOI that an address selector or a default mapping names
 * stays; the plain mappings of domains go with it.
 */
#include <linux/netlink.h>
#include <linux/slab.h>

#include "core/audit.h"
#include "core/config.h"
#include "core/domain.h"
#include "core/inuse.h"

static struct clab_map *clab_config_deref(struct clab_config *cfg,
					  struct clab_map __rcu *const *slot)
{
	return rcu_dereference_protected(*slot, lockdep_is_held(&cfg->lock));
}

/**
 * clab_config_changed() - count a change
 * @cfg: the configuration
 *
 * Context: Process; configuration mutex held.
 */
void clab_config_changed(struct clab_config *cfg)
{
	lockdep_assert_held(&cfg->lock);
	WRITE_ONCE(cfg->generation, cfg->generation + 1);
}

/* Each selector and each default mapping counts as a user of its DOI. */
static void clab_config_users(struct clab_map *map, int delta, bool is_default)
{
	struct clab_selector *sel;
	int len;

	if (is_default && map->target.doi)
		map->target.doi->users += delta;
	for (len = 0; map->sel && len <= map->sel->bits; len++)
		list_for_each_entry(sel, &map->sel->by_len[len], list)
			if (sel->target.doi)
				sel->target.doi->users += delta;
}

static void clab_config_drop_map(struct clab_config *cfg,
				 struct clab_map __rcu **slot, bool is_default)
{
	struct clab_map *map = clab_config_deref(cfg, slot);

	if (!map)
		return;
	RCU_INIT_POINTER(*slot, NULL);
	clab_config_users(map, -1, is_default);
	clab_map_free_rcu(map);
}

/**
 * clab_config_init() - set a namespace's configuration up as it is at boot
 * @cfg: the configuration, zeroed
 *
 * No DOI, an unlabeled default mapping for both families, unlabeled packets
 * accepted: as NetLabel starts.
 *
 * Context: Process, may sleep.
 * Return: 0 or a negative errno, with nothing left to undo.
 */
int clab_config_init(struct clab_config *cfg)
{
	const struct clab_target unlabeled = { .proto = CLAB_NLTYPE_UNLABELED };
	struct clab_map *v4, *v6;
	int ret;

	ret = rhashtable_init(&cfg->dois, &clab_doi_params);
	if (ret)
		return ret;
	ret = rhashtable_init(&cfg->domains, &clab_domain_params);
	if (ret)
		goto err_dois;
	v4 = clab_map_alloc(&unlabeled);
	v6 = clab_map_alloc(&unlabeled);
	if (!v4 || !v6) {
		ret = -ENOMEM;
		goto err_maps;
	}
	RCU_INIT_POINTER(cfg->def[CLAB_SLOT_V4], v4);
	RCU_INIT_POINTER(cfg->def[CLAB_SLOT_V6], v6);
	INIT_LIST_HEAD(&cfg->doi_list);
	INIT_LIST_HEAD(&cfg->domain_list);
	clab_unlbl_init(&cfg->unlbl);
	cfg->accept = true;
	mutex_init(&cfg->lock);
	return 0;

err_maps:
	clab_map_free(v6);
	clab_map_free(v4);
	rhashtable_destroy(&cfg->domains);
err_dois:
	rhashtable_destroy(&cfg->dois);
	return ret;
}

static void clab_config_free_doi(void *ptr, void *arg)
{
	clab_doi_free(ptr);
}

static void clab_config_free_domain(void *ptr, void *arg)
{
	struct clab_domain *domain = ptr;
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++)
		clab_map_free(rcu_dereference_protected(domain->map[slot], 1));
	kfree(domain);
}

/**
 * clab_config_exit() - free a configuration
 * @cfg: the configuration; no packet and no request can reach it any more
 *
 * Context: Process, may sleep.
 */
void clab_config_exit(struct clab_config *cfg)
{
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++)
		clab_map_free(rcu_dereference_protected(cfg->def[slot], 1));
	rhashtable_free_and_destroy(&cfg->domains, clab_config_free_domain, NULL);
	rhashtable_free_and_destroy(&cfg->dois, clab_config_free_doi, NULL);
	clab_unlbl_free(&cfg->unlbl);
	mutex_destroy(&cfg->lock);
}

static bool clab_config_plain_unlabeled(struct clab_config *cfg, enum clab_slot slot)
{
	struct clab_map *map = clab_config_deref(cfg, &cfg->def[slot]);

	return map && !map->sel && map->target.proto == CLAB_NLTYPE_UNLABELED;
}

/**
 * clab_config_idle() - whether packets need not be looked at
 * @cfg: the configuration
 *
 * Context: Process; configuration mutex held.
 * Return: true while the configuration has no effect on any packet.
 */
bool clab_config_idle(struct clab_config *cfg)
{
	lockdep_assert_held(&cfg->lock);
	return cfg->accept && !atomic_read(&cfg->dois.nelems) &&
	       !atomic_read(&cfg->domains.nelems) && !clab_unlbl_total(&cfg->unlbl) &&
	       clab_config_plain_unlabeled(cfg, CLAB_SLOT_V4) &&
	       clab_config_plain_unlabeled(cfg, CLAB_SLOT_V6);
}

/**
 * clab_config_doi_add() - define a DOI
 * @cfg: the configuration
 * @def: its definition; its tables, if any, stay the caller's after an error
 * @extack: where a refusal is put in words
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0, -EEXIST or -ENOMEM.
 */
int clab_config_doi_add(struct clab_config *cfg, const struct clab_doi_def *def,
			struct netlink_ext_ack *extack)
{
	struct clab_doi *doi;
	int ret;

	lockdep_assert_held(&cfg->lock);
	doi = clab_doi_alloc(def);
	if (!doi) {
		NL_SET_ERR_MSG(extack, "no memory for the DOI");
		return -ENOMEM;
	}
	ret = rhashtable_lookup_insert_fast(&cfg->dois, &doi->node, clab_doi_params);
	if (ret) {
		if (ret == -EEXIST)
			NL_SET_ERR_MSG(extack, "this DOI is defined already");
		else
			NL_SET_ERR_MSG(extack, "no memory for the DOI");
		doi->def.trans = NULL;
		clab_doi_free(doi);
		return ret;
	}
	list_add_tail(&doi->list, &cfg->doi_list);
	clab_config_changed(cfg);
	return 0;
}

/**
 * clab_config_doi() - look a DOI up for a request
 * @cfg: the configuration
 * @number: the DOI
 *
 * Context: Process; configuration mutex held.
 * Return: the DOI, good until the mutex is let go, or NULL.
 */
struct clab_doi *clab_config_doi(struct clab_config *cfg, u32 number)
{
	lockdep_assert_held(&cfg->lock);
	return rhashtable_lookup_fast(&cfg->dois, &number, clab_doi_params);
}

static bool clab_domain_empty(const struct clab_domain *domain)
{
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++)
		if (rcu_access_pointer(domain->map[slot]))
			return false;
	return true;
}

static void clab_config_drop_domain(struct clab_config *cfg, struct clab_domain *domain)
{
	rhashtable_remove_fast(&cfg->domains, &domain->node, clab_domain_params);
	list_del(&domain->list);
	kfree_rcu(domain, rcu);
}

/* Drop the plain mappings that name a DOI, and the domains left with nothing. */
static void clab_config_drop_doi_maps(struct clab_config *cfg, struct clab_doi *doi)
{
	struct clab_domain *domain, *tmp;
	struct clab_map *map;
	int slot;

	list_for_each_entry_safe(domain, tmp, &cfg->domain_list, list) {
		for (slot = 0; slot < CLAB_SLOTS; slot++) {
			map = clab_config_deref(cfg, &domain->map[slot]);
			if (!map || map->sel || map->target.doi != doi)
				continue;
			clab_config_drop_map(cfg, &domain->map[slot], false);
			clab_audit_map_del(domain->name);
		}
		if (clab_domain_empty(domain))
			clab_config_drop_domain(cfg, domain);
	}
}

/**
 * clab_config_doi_remove() - remove a DOI and the plain mappings that name it
 * @cfg: the configuration
 * @number: the DOI
 * @extack: where a refusal is put in words
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0, -ENOENT, or -EBUSY while a selector or a default mapping names it.
 */
int clab_config_doi_remove(struct clab_config *cfg, u32 number,
			   struct netlink_ext_ack *extack)
{
	struct clab_doi *doi;

	lockdep_assert_held(&cfg->lock);
	doi = rhashtable_lookup_fast(&cfg->dois, &number, clab_doi_params);
	if (!doi) {
		NL_SET_ERR_MSG(extack, "this DOI is not defined");
		return -ENOENT;
	}
	if (doi->users) {
		if (extack)
			extack->_msg = clab_inuse_text(cfg, doi);
		return -EBUSY;
	}
	clab_config_drop_doi_maps(cfg, doi);
	rhashtable_remove_fast(&cfg->dois, &doi->node, clab_doi_params);
	list_del(&doi->list);
	clab_doi_free_rcu(doi);
	clab_config_changed(cfg);
	return 0;
}

static int clab_config_target(struct clab_config *cfg, const struct clab_map_req *req,
			      struct clab_target *target, struct netlink_ext_ack *extack)
{
	target->proto = req->proto;
	target->doi = NULL;
	if (req->proto != CLAB_NLTYPE_CIPSOV4)
		return 0;
	target->doi = rhashtable_lookup_fast(&cfg->dois, &req->doi, clab_doi_params);
	if (target->doi)
		return 0;
	NL_SET_ERR_MSG(extack, "the DOI of this mapping is not defined");
	return -EINVAL;
}

/* The slots of a domain or of the defaults, and whether slot a stands in the
 * way of slot b.
 */
static bool clab_slot_clash(enum clab_slot a, enum clab_slot b)
{
	return a == b || a == CLAB_SLOT_BOTH || b == CLAB_SLOT_BOTH;
}

static struct clab_map *clab_config_clash(struct clab_config *cfg,
					  struct clab_map __rcu *const *slots,
					  enum clab_slot slot)
{
	int i;

	for (i = 0; i < CLAB_SLOTS; i++)
		if (rcu_access_pointer(slots[i]) && clab_slot_clash(i, slot))
			return clab_config_deref(cfg, &slots[i]);
	return NULL;
}

/* Add a selector to a mapping that has some. */
static int clab_config_add_selector(struct clab_map *map, const struct clab_map_req *req,
				    const struct clab_target *target,
				    struct netlink_ext_ack *extack)
{
	int ret;

	ret = clab_addrsel_add(map->sel, &req->prefix, target);
	if (ret == -EEXIST)
		NL_SET_ERR_MSG(extack, "this address is mapped already");
	else if (ret)
		NL_SET_ERR_MSG(extack, "no memory for the address selector");
	else if (target->doi)
		target->doi->users++;
	return ret;
}

/* Make the mapping that a request asks for, with its first selector if any. */
static struct clab_map *clab_config_new_map(const struct clab_map_req *req,
					    const struct clab_target *target)
{
	struct clab_map *map;

	if (!req->selector)
		return clab_map_alloc(target);
	map = clab_map_alloc_selectors(req->slot == CLAB_SLOT_V6 ? 128 : 32);
	if (map && clab_addrsel_add(map->sel, &req->prefix, target)) {
		clab_map_free(map);
		return NULL;
	}
	return map;
}

static int clab_config_fill_default(struct clab_config *cfg, const struct clab_map_req *req,
				    const struct clab_target *target,
				    struct netlink_ext_ack *extack)
{
	enum clab_slot first = req->slot, last = req->slot;
	struct clab_map *map[CLAB_SLOTS] = {};
	int slot;

	/* A default for both families is two: each can be replaced alone. */
	if (req->slot == CLAB_SLOT_BOTH) {
		first = CLAB_SLOT_V4;
		last = CLAB_SLOT_V6;
	}
	for (slot = first; slot <= last; slot++) {
		map[slot] = clab_config_new_map(req, target);
		if (!map[slot])
			goto err;
	}
	for (slot = first; slot <= last; slot++) {
		clab_config_users(map[slot], 1, true);
		rcu_assign_pointer(cfg->def[slot], map[slot]);
	}
	return 0;

err:
	for (slot = first; slot <= last; slot++)
		clab_map_free(map[slot]);
	NL_SET_ERR_MSG(extack, "no memory for the mapping");
	return -ENOMEM;
}

static int clab_config_fill_domain(struct clab_config *cfg, struct clab_domain *domain,
				   const struct clab_map_req *req,
				   const struct clab_target *target,
				   struct netlink_ext_ack *extack)
{
	struct clab_domain *fresh = NULL;
	struct clab_map *map;
	int ret = -ENOMEM;

	map = clab_config_new_map(req, target);
	if (!map)
		goto err;
	if (!domain) {
		fresh = clab_domain_alloc(req->domain);
		if (!fresh)
			goto err;
		domain = fresh;
	}
	rcu_assign_pointer(domain->map[req->slot], map);
	if (fresh) {
		ret = rhashtable_insert_fast(&cfg->domains, &fresh->node, clab_domain_params);
		if (ret)
			goto err;
		list_add_tail(&fresh->list, &cfg->domain_list);
	}
	clab_config_users(map, 1, false);
	return 0;

err:
	NL_SET_ERR_MSG(extack, "no memory for the mapping");
	kfree(fresh);
	clab_map_free(map);
	return ret;
}

/**
 * clab_config_map_add() - map a domain, or an address of one
 * @cfg: the configuration
 * @req: what is asked for; protocol, family and prefix have been checked
 * @extack: where a refusal is put in words
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0; -EINVAL for an unknown DOI or a mapping that is there already;
 *	-EEXIST for a selector that is there already; -ENOMEM.
 */
int clab_config_map_add(struct clab_config *cfg, const struct clab_map_req *req,
			struct netlink_ext_ack *extack)
{
	struct clab_domain *domain = NULL;
	struct clab_target target;
	struct clab_map *clash = NULL;
	int ret;

	lockdep_assert_held(&cfg->lock);
	ret = clab_config_target(cfg, req, &target, extack);
	if (ret)
		return ret;
	if (req->domain)
		domain = clab_domain_find(&cfg->domains, req->domain);
	if (!req->domain)
		clash = clab_config_clash(cfg, cfg->def, req->slot);
	else if (domain)
		clash = clab_config_clash(cfg, domain->map, req->slot);

	if (clash && !(req->selector && clash->sel)) {
		NL_SET_ERR_MSG(extack, "a mapping for this family is there already");
		return -EINVAL;
	}
	if (clash)
		ret = clab_config_add_selector(clash, req, &target, extack);
	else if (req->domain)
		ret = clab_config_fill_domain(cfg, domain, req, &target, extack);
	else
		ret = clab_config_fill_default(cfg, req, &target, extack);
	if (!ret)
		clab_config_changed(cfg);
	return ret;
}

/**
 * clab_config_map_remove() - remove all that is mapped for a domain
 * @cfg: the configuration
 * @name: the domain, NULL for the default mapping
 * @extack: where a refusal is put in words
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0 or -ENOENT.
 */
int clab_config_map_remove(struct clab_config *cfg, const char *name,
			   struct netlink_ext_ack *extack)
{
	struct clab_domain *domain;
	int slot, found = 0;

	lockdep_assert_held(&cfg->lock);
	if (name) {
		domain = clab_domain_find(&cfg->domains, name);
		if (!domain)
			goto none;
		for (slot = 0; slot < CLAB_SLOTS; slot++)
			clab_config_drop_map(cfg, &domain->map[slot], false);
		clab_config_drop_domain(cfg, domain);
	} else {
		for (slot = 0; slot < CLAB_SLOTS; slot++) {
			found |= !!rcu_access_pointer(cfg->def[slot]);
			clab_config_drop_map(cfg, &cfg->def[slot], true);
		}
		if (!found)
			goto none;
	}
	clab_config_changed(cfg);
	return 0;

none:
	if (name)
		NL_SET_ERR_MSG(extack, "this domain is not mapped");
	else
		NL_SET_ERR_MSG(extack, "there is no default mapping");
	return -ENOENT;
}

/**
 * clab_config_accept() - set whether unlabeled packets are accepted
 * @cfg: the configuration
 * @accept: whether they are
 *
 * Context: Process; configuration mutex held.
 */
void clab_config_accept(struct clab_config *cfg, bool accept)
{
	lockdep_assert_held(&cfg->lock);
	if (cfg->accept == accept)
		return;
	WRITE_ONCE(cfg->accept, accept);
	clab_config_changed(cfg);
}

static const struct clab_map *clab_config_map4_rcu(struct clab_config *cfg,
						   const char *name)
{
	const struct clab_domain *domain;
	const struct clab_map *map;

	if (name && atomic_read(&cfg->domains.nelems)) {
		domain = clab_domain_find(&cfg->domains, name);
		map = domain ? rcu_dereference(domain->map[CLAB_SLOT_V4]) : NULL;
		if (domain && !map)
			map = rcu_dereference(domain->map[CLAB_SLOT_BOTH]);
		if (map)
			return map;
	}
	return rcu_dereference(cfg->def[CLAB_SLOT_V4]);
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
const struct clab_target *clab_config_find4_rcu(struct clab_config *cfg,
						const char *domain, __be32 daddr)
{
	const struct clab_map *map = clab_config_map4_rcu(cfg, domain);

	if (!map)
		return NULL;
	if (map->sel)
		return clab_addrsel_find_rcu(map->sel, (const u8 *)&daddr);
	return &map->target;
}
