/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: the configuration of one network namespace
 */
#ifndef _CLAB_CORE_CONFIG_H
#define _CLAB_CORE_CONFIG_H

#include <linux/mutex.h>
#include <linux/rhashtable.h>

#include "core/addrsel.h"
#include "core/doi.h"
#include "core/unlabeled.h"

struct netlink_ext_ack;

#define CLAB_DOMAIN_MAX		255	/* octets of a domain's name */

/**
 * struct clab_map - what a domain is mapped to, for one address family
 * @target: what to do, where there are no selectors
 * @sel: address selectors by destination; then @target is not used and an
 *	address that no selector covers is refused
 * @rcu: for freeing
 */
struct clab_map {
	struct clab_target target;
	struct clab_addrsel *sel;
	struct rcu_head rcu;
};

/* Slots of struct clab_domain.map. A mapping of both families excludes those
 * of one.
 */
enum clab_slot {
	CLAB_SLOT_BOTH,
	CLAB_SLOT_V4,
	CLAB_SLOT_V6,
	CLAB_SLOTS,
};

/**
 * struct clab_domain - the mappings of one LSM domain
 * @node: in struct clab_config.domains, by @name
 * @list: in struct clab_config.domain_list
 * @map: by enum clab_slot, NULL where nothing is mapped
 * @rcu: for freeing
 * @name: the domain, NUL-terminated
 */
struct clab_domain {
	struct rhash_head node;
	struct list_head list;
	struct clab_map __rcu *map[CLAB_SLOTS];
	struct rcu_head rcu;
	char name[];
};

/**
 * struct clab_config - what one namespace is configured to do
 * @dois: struct clab_doi by number
 * @domains: struct clab_domain by name
 * @doi_list: the same DOIs in the order of configuration, for listing
 * @domain_list: the same domains in the order of configuration, for listing
 * @def: the default mapping; only CLAB_SLOT_V4 and CLAB_SLOT_V6 are used
 * @unlbl: labels of packets that carry none
 * @accept: unlabeled packets are accepted
 * @generation: grows with every change; marks interrupted dumps
 * @lock: the configuration mutex: taken by every change and every listing
 *
 * Packets read under RCU and never take @lock.
 */
struct clab_config {
	struct rhashtable dois;
	struct rhashtable domains;
	struct list_head doi_list;
	struct list_head domain_list;
	struct clab_map __rcu *def[CLAB_SLOTS];
	struct clab_unlbl unlbl;
	bool accept;
	unsigned int generation;
	struct mutex lock;	/* every change and every listing */
};

/**
 * struct clab_map_req - a mapping to be added
 * @domain: the LSM domain, NULL for the default mapping
 * @slot: family
 * @proto: enum clab_nltype
 * @doi: DOI of CLAB_NLTYPE_CIPSOV4
 * @selector: the mapping is for @prefix only
 * @prefix: destination
 */
struct clab_map_req {
	const char *domain;
	enum clab_slot slot;
	u32 proto;
	u32 doi;
	bool selector;
	struct clab_prefix prefix;
};

int clab_config_init(struct clab_config *cfg);
void clab_config_exit(struct clab_config *cfg);
bool clab_config_idle(struct clab_config *cfg);

int clab_config_doi_add(struct clab_config *cfg, const struct clab_doi_def *def,
			struct netlink_ext_ack *extack);
struct clab_doi *clab_config_doi(struct clab_config *cfg, u32 number);
int clab_config_doi_remove(struct clab_config *cfg, u32 doi,
			   struct netlink_ext_ack *extack);
int clab_config_map_add(struct clab_config *cfg, const struct clab_map_req *req,
			struct netlink_ext_ack *extack);
int clab_config_map_remove(struct clab_config *cfg, const char *domain,
			   struct netlink_ext_ack *extack);
void clab_config_accept(struct clab_config *cfg, bool accept);
void clab_config_changed(struct clab_config *cfg);

const struct clab_target *clab_config_find4_rcu(struct clab_config *cfg,
						const char *domain, __be32 daddr);

#endif /* _CLAB_CORE_CONFIG_H */
