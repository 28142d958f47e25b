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
#include "core/tunables.h"
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
 * @seq: grows along that list
 * @map: by enum clab_slot, NULL where nothing is mapped
 * @rcu: for freeing
 * @name: the domain, NUL-terminated
 */
struct clab_domain {
	struct rhash_head node;
	struct list_head list;
	u32 seq;
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
 * @last_seq: &clab_doi.seq or &clab_domain.seq of the youngest
 * @selectors: number of address selectors
 * @def: the default mapping; only CLAB_SLOT_V4 and CLAB_SLOT_V6 are used
 * @unlbl: labels of packets that carry none
 * @tun: what can be tuned
 * @accept: unlabeled packets are accepted
 * @generation: grows with every change; marks interrupted dumps
 * @lock: the configuration mutex of its namespace
 *
 * A namespace has one that packets see, and perhaps some that are being built
 * aside. Packets read under RCU and never take @lock.
 */
struct clab_config {
	struct rhashtable dois;
	struct rhashtable domains;
	struct list_head doi_list;
	struct list_head domain_list;
	u32 last_seq;
	unsigned int selectors;
	struct clab_map __rcu *def[CLAB_SLOTS];
	struct clab_unlbl unlbl;
	struct clab_tunables tun;
	bool accept;
	unsigned int generation;
	struct mutex *lock;
};

/**
 * struct clab_map_req - a mapping that is asked for
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

/**
 * struct clab_found - the mapping that decides about a packet
 * @domain: the domain that it is of, NULL: it is the default
 * @slot: which one
 * @sel: the selector of it that covers the address, NULL: it has none
 * @target: what is to be done, NULL: the packet is refused
 */
struct clab_found {
	const struct clab_domain *domain;
	enum clab_slot slot;
	const struct clab_selector *sel;
	const struct clab_target *target;
};

/**
 * typedef clab_config_gone - is told of a mapping that was removed with its DOI
 * @req: the mapping
 * @arg: whatever the caller likes
 */
typedef void clab_config_gone(const struct clab_map_req *req, void *arg);

/* config.c: whole configurations */
struct clab_config *clab_config_alloc(struct mutex *lock, bool boot);
void clab_config_free(struct clab_config *cfg);
struct clab_config *clab_config_swap(struct clab_config __rcu **live, struct clab_config *next);
bool clab_config_idle(struct clab_config *cfg);
void clab_config_changed(struct clab_config *cfg);
void clab_config_accept(struct clab_config *cfg, bool accept);

int clab_config_doi_add(struct clab_config *cfg, const struct clab_doi_def *def,
			struct netlink_ext_ack *extack);
struct clab_doi *clab_config_doi(struct clab_config *cfg, u32 number);
int clab_config_doi_remove(struct clab_config *cfg, u32 number,
			   clab_config_gone *gone, void *arg, struct netlink_ext_ack *extack);
int clab_config_doi_replace(struct clab_config *cfg, const struct clab_doi_def *def,
			    struct netlink_ext_ack *extack);

/* mapping.c: what domains are mapped to */
int clab_config_map_add(struct clab_config *cfg, const struct clab_map_req *req,
			struct netlink_ext_ack *extack);
int clab_config_map_remove(struct clab_config *cfg, const char *domain,
			   struct netlink_ext_ack *extack);
int clab_config_map_replace(struct clab_config *cfg, const struct clab_map_req *reqs,
			    unsigned int nr, unsigned int *bad, struct netlink_ext_ack *extack);
int clab_config_sel_del(struct clab_config *cfg, const struct clab_map_req *req,
			struct netlink_ext_ack *extack);
int clab_config_sel_replace(struct clab_config *cfg, const struct clab_map_req *req,
			    struct netlink_ext_ack *extack);
void clab_config_drop_doi_maps(struct clab_config *cfg, struct clab_doi *doi,
			       clab_config_gone *gone, void *arg);
void clab_config_switch_doi(struct clab_config *cfg, struct clab_doi *from,
			    struct clab_doi *to);
void clab_config_carry_maps(struct clab_config *from, struct clab_config *to);
void clab_config_reset_maps(struct clab_config *cfg);

/* lookup.c: asking */
unsigned int clab_config_count_maps(struct clab_config *cfg, const char *domain);
struct clab_target *clab_config_find4_rcu(struct clab_config *cfg, const char *domain,
					  __be32 daddr);
void clab_config_lookup(struct clab_config *cfg, const char *domain, bool v6, const u8 *addr,
			struct clab_found *found);

#endif /* _CLAB_CORE_CONFIG_H */
