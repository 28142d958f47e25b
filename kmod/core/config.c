// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: the configuration of one network namespace
 *
 * What is refused is refused before anything is changed, with a sentence in
 * the extended ACK. A DOI that an address selector or a default mapping names
 * stays; the plain mappings of domains go with it.
 *
 * A single change is made where packets see it. A transaction is a second
 * configuration, built aside, that takes the place of the first at once.
 */
#include <linux/netlink.h>
#include <linux/slab.h>

#include "core/config.h"
#include "core/epoch.h"
#include "core/domain.h"
#include "core/inuse.h"

/**
 * clab_config_changed() - note that a configuration was changed
 * @cfg: the configuration
 *
 * Context: Process; configuration mutex held.
 */
void clab_config_changed(struct clab_config *cfg)
{
	lockdep_assert_held(cfg->lock);
	WRITE_ONCE(cfg->generation, cfg->generation + 1);
	clab_epoch_begin();
}

static int clab_config_init_tables(struct clab_config *cfg)
{
	int ret;

	ret = rhashtable_init(&cfg->dois, &clab_doi_params);
	if (ret)
		return ret;
	ret = rhashtable_init(&cfg->domains, &clab_domain_params);
	if (ret)
		rhashtable_destroy(&cfg->dois);
	return ret;
}

static int clab_config_boot(struct clab_config *cfg)
{
	const struct clab_target unlabeled = { .proto = CLAB_NLTYPE_UNLABELED };
	struct clab_map *map;
	int slot;

	for (slot = CLAB_SLOT_V4; slot <= CLAB_SLOT_V6; slot++) {
		map = clab_map_alloc(&unlabeled);
		if (!map)
			return -ENOMEM;
		RCU_INIT_POINTER(cfg->def[slot], map);
	}
	return 0;
}

/**
 * clab_config_alloc() - make a configuration that no packet sees yet
 * @lock: the configuration mutex of its namespace
 * @boot: with an unlabeled default mapping of both families, as NetLabel starts
 *
 * No DOI, no domain and no static label; unlabeled packets are accepted, and
 * what can be tuned is at its default.
 *
 * Context: Process, may sleep.
 * Return: the configuration, owned by the caller, or NULL.
 */
struct clab_config *clab_config_alloc(struct mutex *lock, bool boot)
{
	struct clab_config *cfg = kzalloc(sizeof(*cfg), GFP_KERNEL_ACCOUNT);

	if (!cfg)
		return NULL;
	if (clab_config_init_tables(cfg)) {
		kfree(cfg);
		return NULL;
	}
	INIT_LIST_HEAD(&cfg->doi_list);
	INIT_LIST_HEAD(&cfg->domain_list);
	clab_unlbl_init(&cfg->unlbl);
	clab_tunables_default(&cfg->tun);
	cfg->accept = true;
	cfg->lock = lock;
	if (boot && clab_config_boot(cfg)) {
		clab_config_free(cfg);
		return NULL;
	}
	return cfg;
}

static void clab_config_free_doi(void *ptr, void *arg)
{
	clab_doi_free(ptr);
	cond_resched();
}

static void clab_config_free_domain(void *ptr, void *arg)
{
	struct clab_domain *domain = ptr;
	int slot;

	for (slot = 0; slot < CLAB_SLOTS; slot++)
		clab_map_free(rcu_dereference_protected(domain->map[slot], 1));
	kfree(domain);
	cond_resched();
}

/**
 * clab_config_free() - free a configuration
 * @cfg: the configuration, or NULL; no packet and no request can reach it
 *
 * Context: Process, may sleep.
 */
void clab_config_free(struct clab_config *cfg)
{
	int slot;

	if (!cfg)
		return;
	for (slot = 0; slot < CLAB_SLOTS; slot++)
		clab_map_free(rcu_dereference_protected(cfg->def[slot], 1));
	rhashtable_free_and_destroy(&cfg->domains, clab_config_free_domain, NULL);
	rhashtable_free_and_destroy(&cfg->dois, clab_config_free_doi, NULL);
	clab_unlbl_free(&cfg->unlbl);
	kfree(cfg);
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
	lockdep_assert_held(cfg->lock);
	return rhashtable_lookup_fast(&cfg->dois, &number, clab_doi_params);
}

/* A definition that stays as it is keeps its identity: what was remembered under
 * it holds, and sockets that use it notice nothing.
 */
static void clab_config_inherit(struct clab_config *from, struct clab_config *to)
{
	struct clab_doi *doi, *old;

	list_for_each_entry(doi, &to->doi_list, list) {
		old = clab_config_doi(from, doi->def.doi);
		if (old && clab_doi_def_equal(&old->def, &doi->def))
			doi->uid = old->uid;
		cond_resched();
	}
}

static void clab_config_carry_dois(struct clab_config *from, struct clab_config *to)
{
	struct clab_doi *doi, *old;

	list_for_each_entry(doi, &to->doi_list, list) {
		old = clab_config_doi(from, doi->def.doi);
		if (old && old->uid == doi->uid)
			clab_hits_add(&doi->hits, &old->hits);
		cond_resched();
	}
}

/**
 * clab_config_swap() - put a configuration in the place of the one packets see
 * @live: where packets find it
 * @next: the new one
 *
 * Each packet is handled by one of the two. What both have in common keeps its
 * counters and, of DOIs, its identity.
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: the old one, owned by the caller: no packet sees it any more.
 */
struct clab_config *clab_config_swap(struct clab_config __rcu **live, struct clab_config *next)
{
	struct clab_config *old = rcu_dereference_protected(*live, lockdep_is_held(next->lock));

	lockdep_assert_held(next->lock);
	clab_config_inherit(old, next);
	next->generation = old->generation + 1;
	rcu_assign_pointer(*live, next);
	clab_epoch_begin();
	synchronize_rcu();
	clab_config_carry_dois(old, next);
	clab_config_carry_maps(old, next);
	return old;
}

static bool clab_config_plain_unlabeled(struct clab_config *cfg, enum clab_slot slot)
{
	struct clab_map *map = rcu_dereference_protected(cfg->def[slot],
							 lockdep_is_held(cfg->lock));

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
	lockdep_assert_held(cfg->lock);
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

	lockdep_assert_held(cfg->lock);
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
	doi->seq = ++cfg->last_seq;
	list_add_tail(&doi->list, &cfg->doi_list);
	clab_config_changed(cfg);
	return 0;
}

/**
 * clab_config_doi_remove() - remove a DOI and the plain mappings that name it
 * @cfg: the configuration
 * @number: the DOI
 * @gone: called for each mapping that goes with it
 * @arg: for @gone
 * @extack: where a refusal is put in words
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0, -ENOENT, or -EBUSY while a selector or a default mapping names it.
 */
int clab_config_doi_remove(struct clab_config *cfg, u32 number,
			   clab_config_gone *gone, void *arg, struct netlink_ext_ack *extack)
{
	struct clab_doi *doi;

	lockdep_assert_held(cfg->lock);
	doi = clab_config_doi(cfg, number);
	if (!doi) {
		NL_SET_ERR_MSG(extack, "this DOI is not defined");
		return -ENOENT;
	}
	if (doi->users) {
		if (extack)
			extack->_msg = clab_inuse_text(cfg, doi);
		return -EBUSY;
	}
	/* First, so that all that is told of it is told of one generation. */
	clab_config_changed(cfg);
	clab_config_drop_doi_maps(cfg, doi, gone, arg);
	rhashtable_remove_fast(&cfg->dois, &doi->node, clab_doi_params);
	list_del(&doi->list);
	clab_doi_free_rcu(doi);
	return 0;
}

/**
 * clab_config_doi_replace() - define a DOI that is there anew
 * @cfg: the configuration
 * @def: its definition; its tables, if any, stay the caller's after an error
 * @extack: where a refusal is put in words
 *
 * All that names the DOI names the new definition. A packet is handled by one
 * of the two.
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0, -ENOENT or -ENOMEM.
 */
int clab_config_doi_replace(struct clab_config *cfg, const struct clab_doi_def *def,
			    struct netlink_ext_ack *extack)
{
	struct clab_doi *old, *doi;

	lockdep_assert_held(cfg->lock);
	old = clab_config_doi(cfg, def->doi);
	if (!old) {
		NL_SET_ERR_MSG(extack, "this DOI is not defined");
		return -ENOENT;
	}
	doi = clab_doi_alloc(def);
	if (!doi) {
		NL_SET_ERR_MSG(extack, "no memory for the DOI");
		return -ENOMEM;
	}
	doi->seq = old->seq;
	rhashtable_replace_fast(&cfg->dois, &old->node, &doi->node, clab_doi_params);
	list_replace(&old->list, &doi->list);
	clab_config_switch_doi(cfg, old, doi);
	clab_doi_free_rcu(old);
	clab_config_changed(cfg);
	return 0;
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
	lockdep_assert_held(cfg->lock);
	if (cfg->accept == accept)
		return;
	WRITE_ONCE(cfg->accept, accept);
	clab_config_changed(cfg);
}
