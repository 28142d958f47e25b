// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: changing what domains are mapped to
 *
 * What is refused is refused before anything is changed, with a sentence in
 * the extended ACK. The three slots of a domain and those of the default are
 * handled alike; a default for both families is two, each can be replaced alone.
 */
#include <linux/netlink.h>
#include <linux/slab.h>

#include "core/config.h"
#include "core/domain.h"

static struct clab_map *clab_config_deref(const struct clab_config *cfg,
					  struct clab_map __rcu *const *slot)
{
	return rcu_dereference_protected(*slot, lockdep_is_held(cfg->lock));
}

/* What is done with a target; is_plain: it is the target of a whole mapping. */
typedef void (*clab_target_fn)(struct clab_target *target, bool is_plain, void *arg);

static void clab_map_each(struct clab_map *map, clab_target_fn fn, void *arg)
{
	struct clab_selector *sel = NULL;

	if (!map)
		return;
	if (!map->sel) {
		fn(&map->target, true, arg);
		return;
	}
	while ((sel = clab_addrsel_next(map->sel, sel)))
		fn(&sel->target, false, arg);
}

static void clab_config_each(struct clab_config *cfg, clab_target_fn fn, void *arg)
{
	struct clab_domain *domain;
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++)
		clab_map_each(clab_config_deref(cfg, &cfg->def[slot]), fn, arg);
	list_for_each_entry(domain, &cfg->domain_list, list)
		for (slot = 0; slot < CLAB_SLOTS; slot++)
			clab_map_each(clab_config_deref(cfg, &domain->map[slot]), fn, arg);
}

/**
 * struct clab_users - how the number of a DOI's users changes
 * @delta: by how much
 * @is_default: plain mappings are defaults, and so count
 */
struct clab_users {
	int delta;
	bool is_default;
};

/* Each selector and each default mapping counts as a user of its DOI. */
static void clab_target_use(struct clab_target *target, bool is_plain, void *arg)
{
	const struct clab_users *users = arg;

	if (target->doi && (!is_plain || users->is_default))
		target->doi->users += users->delta;
}

static void clab_config_users(struct clab_config *cfg, struct clab_map *map, int delta,
			      bool is_default)
{
	struct clab_users users = { .delta = delta, .is_default = is_default };

	clab_map_each(map, clab_target_use, &users);
	if (map->sel)
		cfg->selectors += delta * (int)map->sel->count;
}

static void clab_config_drop_map(struct clab_config *cfg,
				 struct clab_map __rcu **slot, bool is_default)
{
	struct clab_map *map = clab_config_deref(cfg, slot);

	if (!map)
		return;
	RCU_INIT_POINTER(*slot, NULL);
	clab_config_users(cfg, map, -1, is_default);
	clab_map_free_rcu(map);
}

static bool clab_slots_empty(struct clab_map __rcu *const *slots)
{
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++)
		if (rcu_access_pointer(slots[slot]))
			return false;
	return true;
}

static void clab_config_drop_slots(struct clab_config *cfg, struct clab_map __rcu **slots,
				   bool is_default)
{
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++)
		clab_config_drop_map(cfg, &slots[slot], is_default);
}

static void clab_config_drop_domain(struct clab_config *cfg, struct clab_domain *domain)
{
	rhashtable_remove_fast(&cfg->domains, &domain->node, clab_domain_params);
	list_del(&domain->list);
	kfree_rcu(domain, rcu);
}

/* Drop the plain mappings of a domain that name a DOI. */
static void clab_config_drop_doi_domain(struct clab_config *cfg, struct clab_domain *domain,
					struct clab_doi *doi, clab_config_gone *gone, void *arg)
{
	struct clab_map_req req = {
		.domain = domain->name,
		.proto = CLAB_NLTYPE_CIPSOV4,
		.doi = doi->def.doi,
	};
	struct clab_map *map;

	for (req.slot = 0; req.slot < CLAB_SLOTS; req.slot++) {
		map = clab_config_deref(cfg, &domain->map[req.slot]);
		if (!map || map->sel || map->target.doi != doi)
			continue;
		clab_config_drop_map(cfg, &domain->map[req.slot], false);
		gone(&req, arg);
	}
}

/**
 * clab_config_drop_doi_maps() - drop the plain mappings of domains that name a DOI
 * @cfg: the configuration
 * @doi: the DOI
 * @gone: called for each
 * @arg: for @gone
 *
 * Domains left with nothing go too.
 *
 * Context: Process; configuration mutex held.
 */
void clab_config_drop_doi_maps(struct clab_config *cfg, struct clab_doi *doi,
			       clab_config_gone *gone, void *arg)
{
	struct clab_domain *domain, *tmp;

	list_for_each_entry_safe(domain, tmp, &cfg->domain_list, list) {
		clab_config_drop_doi_domain(cfg, domain, doi, gone, arg);
		if (clab_slots_empty(domain->map))
			clab_config_drop_domain(cfg, domain);
	}
}

static int clab_config_target(struct clab_config *cfg, const struct clab_map_req *req,
			      struct clab_target *target, struct netlink_ext_ack *extack)
{
	memset(target, 0, sizeof(*target));
	target->proto = req->proto;
	if (req->proto != CLAB_NLTYPE_CIPSOV4)
		return 0;
	target->doi = rhashtable_lookup_fast(&cfg->dois, &req->doi, clab_doi_params);
	if (target->doi)
		return 0;
	NL_SET_ERR_MSG(extack, "the DOI of this mapping is not defined");
	return -EINVAL;
}

/* Whether slot a stands in the way of slot b. */
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
static int clab_config_add_selector(struct clab_config *cfg, struct clab_map *map,
				    const struct clab_map_req *req,
				    const struct clab_target *target,
				    struct netlink_ext_ack *extack)
{
	int ret;

	ret = clab_addrsel_add(map->sel, &req->prefix, target);
	if (ret == -EEXIST)
		NL_SET_ERR_MSG(extack, "this address is mapped already");
	else if (ret)
		NL_SET_ERR_MSG(extack, "no memory for the address selector");
	if (ret)
		return ret;
	if (target->doi)
		target->doi->users++;
	cfg->selectors++;
	return 0;
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

/* Fill the empty slots that a request is for. */
static int clab_config_fill(struct clab_config *cfg, struct clab_map __rcu **slots,
			    const struct clab_map_req *req, const struct clab_target *target,
			    struct netlink_ext_ack *extack)
{
	enum clab_slot first = req->slot, last = req->slot;
	struct clab_map *map[CLAB_SLOTS] = {};
	int slot;

	if (!req->domain && req->slot == CLAB_SLOT_BOTH) {
		first = CLAB_SLOT_V4;
		last = CLAB_SLOT_V6;
	}
	for (slot = first; slot <= last; slot++) {
		map[slot] = clab_config_new_map(req, target);
		if (!map[slot])
			goto err;
	}
	for (slot = first; slot <= last; slot++) {
		clab_config_users(cfg, map[slot], 1, !req->domain);
		rcu_assign_pointer(slots[slot], map[slot]);
	}
	return 0;

err:
	for (slot = first; slot <= last; slot++)
		clab_map_free(map[slot]);
	NL_SET_ERR_MSG(extack, "no memory for the mapping");
	return -ENOMEM;
}

/* Add what a request asks for to the slots of its domain or of the default. */
static int clab_config_slots_add(struct clab_config *cfg, struct clab_map __rcu **slots,
				 const struct clab_map_req *req, struct netlink_ext_ack *extack)
{
	struct clab_target target;
	struct clab_map *clash;
	int ret;

	ret = clab_config_target(cfg, req, &target, extack);
	if (ret)
		return ret;
	clash = clab_config_clash(cfg, slots, req->slot);
	if (!clash)
		return clab_config_fill(cfg, slots, req, &target, extack);
	if (req->selector && clash->sel)
		return clab_config_add_selector(cfg, clash, req, &target, extack);
	NL_SET_ERR_MSG(extack, "a mapping for this family is there already");
	return -EINVAL;
}

static int clab_config_insert(struct clab_config *cfg, struct clab_domain *domain,
			      struct netlink_ext_ack *extack)
{
	int ret = rhashtable_insert_fast(&cfg->domains, &domain->node, clab_domain_params);

	if (ret) {
		NL_SET_ERR_MSG(extack, "no memory for the domain");
		return ret;
	}
	domain->seq = ++cfg->last_seq;
	list_add_tail(&domain->list, &cfg->domain_list);
	return 0;
}

/* Packets see a new domain with its mapping, never without. */
static int clab_config_new_domain(struct clab_config *cfg, const struct clab_map_req *req,
				  struct netlink_ext_ack *extack)
{
	struct clab_domain *domain = clab_domain_alloc(req->domain);
	int ret;

	if (!domain) {
		NL_SET_ERR_MSG(extack, "no memory for the domain");
		return -ENOMEM;
	}
	ret = clab_config_slots_add(cfg, domain->map, req, extack) ?:
	      clab_config_insert(cfg, domain, extack);
	if (ret) {
		clab_config_drop_slots(cfg, domain->map, false);
		kfree(domain);
	}
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
	int ret;

	lockdep_assert_held(cfg->lock);
	if (req->domain)
		domain = clab_domain_find(&cfg->domains, req->domain);
	if (!req->domain)
		ret = clab_config_slots_add(cfg, cfg->def, req, extack);
	else if (domain)
		ret = clab_config_slots_add(cfg, domain->map, req, extack);
	else
		ret = clab_config_new_domain(cfg, req, extack);
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

	lockdep_assert_held(cfg->lock);
	if (name) {
		domain = clab_domain_find(&cfg->domains, name);
		if (!domain) {
			NL_SET_ERR_MSG(extack, "this domain is not mapped");
			return -ENOENT;
		}
		clab_config_drop_slots(cfg, domain->map, false);
		clab_config_drop_domain(cfg, domain);
	} else {
		if (clab_slots_empty(cfg->def)) {
			NL_SET_ERR_MSG(extack, "there is no default mapping");
			return -ENOENT;
		}
		clab_config_drop_slots(cfg, cfg->def, true);
	}
	clab_config_changed(cfg);
	return 0;
}

/* Packets find the new default, or the old one, family by family. */
static void clab_config_publish_default(struct clab_config *cfg, struct clab_domain *fresh)
{
	struct clab_map *old, *map;
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++) {
		old = clab_config_deref(cfg, &cfg->def[slot]);
		map = clab_config_deref(cfg, &fresh->map[slot]);
		rcu_assign_pointer(cfg->def[slot], map);
		RCU_INIT_POINTER(fresh->map[slot], old);
	}
	clab_config_drop_slots(cfg, fresh->map, true);
	kfree(fresh);
}

/* Readers may still be in it, so its slots stay as they are. */
static void clab_config_retire(struct clab_config *cfg, struct clab_domain *domain)
{
	struct clab_map *map;
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++) {
		map = clab_config_deref(cfg, &domain->map[slot]);
		if (!map)
			continue;
		clab_config_users(cfg, map, -1, false);
		clab_map_free_rcu(map);
	}
	kfree_rcu(domain, rcu);
}

static int clab_config_publish_domain(struct clab_config *cfg, struct clab_domain *fresh,
				      struct netlink_ext_ack *extack)
{
	struct clab_domain *old = clab_domain_find(&cfg->domains, fresh->name);

	if (!old)
		return clab_config_insert(cfg, fresh, extack);
	fresh->seq = old->seq;
	rhashtable_replace_fast(&cfg->domains, &old->node, &fresh->node, clab_domain_params);
	list_replace(&old->list, &fresh->list);
	clab_config_retire(cfg, old);
	return 0;
}

/**
 * clab_config_map_replace() - replace all that a domain is mapped to
 * @cfg: the configuration
 * @reqs: what is asked for, all of one domain or of the default
 * @nr: their number, at least 1
 * @bad: where the index of the one at fault goes
 * @extack: where a refusal is put in words
 *
 * Context: Process, may sleep; configuration mutex held. Packets find what was
 *	there before or what is there afterwards.
 * Return: 0, or as clab_config_map_add().
 */
int clab_config_map_replace(struct clab_config *cfg, const struct clab_map_req *reqs,
			    unsigned int nr, unsigned int *bad, struct netlink_ext_ack *extack)
{
	const char *name = reqs[0].domain;
	struct clab_domain *fresh;
	int ret = 0;

	lockdep_assert_held(cfg->lock);
	*bad = 0;
	fresh = clab_domain_alloc(name ?: "");
	if (!fresh) {
		NL_SET_ERR_MSG(extack, "no memory for the mapping");
		return -ENOMEM;
	}
	for (; *bad < nr && !ret; ++*bad)
		ret = clab_config_slots_add(cfg, fresh->map, &reqs[*bad], extack);
	if (!ret && name)
		ret = clab_config_publish_domain(cfg, fresh, extack);
	else if (!ret)
		clab_config_publish_default(cfg, fresh);
	if (!ret) {
		clab_config_changed(cfg);
		return 0;
	}
	--*bad;
	clab_config_drop_slots(cfg, fresh->map, !name);
	kfree(fresh);
	return ret;
}

/* The slots of a domain or of the default, or NULL. */
static struct clab_map __rcu **clab_config_slots(struct clab_config *cfg, const char *name)
{
	struct clab_domain *domain;

	if (!name)
		return cfg->def;
	domain = clab_domain_find(&cfg->domains, name);
	return domain ? domain->map : NULL;
}

/* The selectors that hold a request's prefix exactly, and their slot. */
static struct clab_addrsel *clab_config_exact(struct clab_config *cfg,
					      const struct clab_map_req *req,
					      struct clab_map __rcu **slots,
					      struct netlink_ext_ack *extack)
{
	struct clab_map *map = slots ? clab_config_deref(cfg, &slots[req->slot]) : NULL;

	if (map && map->sel && clab_addrsel_exact(map->sel, &req->prefix))
		return map->sel;
	NL_SET_ERR_MSG(extack, "this address is not mapped");
	return NULL;
}

/**
 * clab_config_sel_del() - remove one address selector
 * @cfg: the configuration
 * @req: its domain, family and prefix
 * @extack: where a refusal is put in words
 *
 * The last one takes the mapping with it.
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0 or -ENOENT.
 */
int clab_config_sel_del(struct clab_config *cfg, const struct clab_map_req *req,
			struct netlink_ext_ack *extack)
{
	struct clab_map __rcu **slots = clab_config_slots(cfg, req->domain);
	struct clab_addrsel *set;
	struct clab_selector *sel;

	lockdep_assert_held(cfg->lock);
	set = clab_config_exact(cfg, req, slots, extack);
	if (!set)
		return -ENOENT;
	if (set->count == 1) {
		clab_config_drop_map(cfg, &slots[req->slot], !req->domain);
		if (req->domain && clab_slots_empty(slots))
			clab_config_drop_domain(cfg, container_of(slots, struct clab_domain,
								  map[0]));
	} else {
		sel = clab_addrsel_remove(set, &req->prefix);
		if (sel->target.doi)
			sel->target.doi->users--;
		cfg->selectors--;
		clab_selector_free_rcu(sel);
	}
	clab_config_changed(cfg);
	return 0;
}

/**
 * clab_config_sel_replace() - map an address that is mapped to something else
 * @cfg: the configuration
 * @req: what is asked for
 * @extack: where a refusal is put in words
 *
 * Context: Process, may sleep; configuration mutex held. Packets find what was
 *	there before or what is there afterwards.
 * Return: 0, -ENOENT, -EINVAL for an unknown DOI, or -ENOMEM.
 */
int clab_config_sel_replace(struct clab_config *cfg, const struct clab_map_req *req,
			    struct netlink_ext_ack *extack)
{
	struct clab_target target;
	struct clab_addrsel *set;
	struct clab_doi *old;
	int ret;

	lockdep_assert_held(cfg->lock);
	ret = clab_config_target(cfg, req, &target, extack);
	if (ret)
		return ret;
	set = clab_config_exact(cfg, req, clab_config_slots(cfg, req->domain), extack);
	if (!set)
		return -ENOENT;
	old = clab_addrsel_exact(set, &req->prefix)->target.doi;
	ret = clab_addrsel_replace(set, &req->prefix, &target);
	if (ret) {
		NL_SET_ERR_MSG(extack, "no memory for the address selector");
		return ret;
	}
	if (target.doi)
		target.doi->users++;
	if (old)
		old->users--;
	clab_config_changed(cfg);
	return 0;
}

static void clab_target_switch(struct clab_target *target, bool is_plain, void *arg)
{
	struct clab_doi **pair = arg;

	if (target->doi == pair[0])
		WRITE_ONCE(target->doi, pair[1]);
}

/**
 * clab_config_switch_doi() - let all that names a DOI name another one
 * @cfg: the configuration
 * @from: the one that it names
 * @to: the one that it is to name; the users go over to it
 *
 * Context: Process; configuration mutex held.
 */
void clab_config_switch_doi(struct clab_config *cfg, struct clab_doi *from,
			    struct clab_doi *to)
{
	struct clab_doi *pair[2] = { from, to };

	clab_config_each(cfg, clab_target_switch, pair);
	to->users = from->users;
	from->users = 0;
}

static void clab_map_carry(struct clab_map *from, struct clab_map *to)
{
	struct clab_selector *sel = NULL, *old;

	if (!from || !to || !from->sel != !to->sel)
		return;
	if (!to->sel) {
		clab_hits_add(&to->target.hits, &from->target.hits);
		return;
	}
	while ((sel = clab_addrsel_next(to->sel, sel))) {
		old = clab_addrsel_exact(from->sel, &sel->prefix);
		if (old)
			clab_hits_add(&sel->target.hits, &old->target.hits);
		cond_resched();
	}
}

/**
 * clab_config_carry_maps() - take over what mappings have counted
 * @from: a configuration that no packet sees any more
 * @to: the one in its place
 *
 * Context: Process; configuration mutex held.
 */
void clab_config_carry_maps(struct clab_config *from, struct clab_config *to)
{
	struct clab_domain *domain, *old;
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++)
		clab_map_carry(clab_config_deref(from, &from->def[slot]),
			       clab_config_deref(to, &to->def[slot]));
	list_for_each_entry(domain, &to->domain_list, list) {
		old = clab_domain_find(&from->domains, domain->name);
		for (slot = 0; old && slot < CLAB_SLOTS; slot++)
			clab_map_carry(clab_config_deref(from, &old->map[slot]),
				       clab_config_deref(to, &domain->map[slot]));
		cond_resched();
	}
}

static void clab_target_reset(struct clab_target *target, bool is_plain, void *arg)
{
	clab_hits_reset(&target->hits);
}

/**
 * clab_config_reset_maps() - let the counters of all mappings begin at 0
 * @cfg: the configuration
 *
 * Context: Process; configuration mutex held.
 */
void clab_config_reset_maps(struct clab_config *cfg)
{
	clab_config_each(cfg, clab_target_reset, NULL);
}
