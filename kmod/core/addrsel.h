/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: address selectors, the longest prefix first
 */
#ifndef _CLAB_CORE_ADDRSEL_H
#define _CLAB_CORE_ADDRSEL_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

#include "core/addrtree.h"
#include "core/hits.h"

struct clab_doi;
struct clab_unlbl_label;

/**
 * struct clab_target - what a prefix stands for
 * @proto: enum clab_nltype: CLAB_NLTYPE_UNLABELED or CLAB_NLTYPE_CIPSOV4; 0 in
 *	a set of static labels
 * @doi: of a mapping: the DOI of CLAB_NLTYPE_CIPSOV4, else NULL; another one
 *	once a DOI is replaced, so packets read it once
 * @label: of a static label: the label
 * @hits: of a mapping: packets
 */
struct clab_target {
	u32 proto;
	union {
		struct clab_doi *doi;
		struct clab_unlbl_label *label;
	};
	struct clab_hits hits;
};

/**
 * struct clab_prefix - an address prefix
 * @addr: network byte order, octets behind the prefix 0; an IPv4 address takes
 *	the first four octets
 * @len: length in bits
 */
struct clab_prefix {
	u8 addr[16];
	u8 len;
};

/**
 * struct clab_selector - a prefix and what it is mapped to
 * @list: in struct clab_addrsel.by_len, in the order of configuration
 * @rcu: for freeing, when it is in no list any more
 * @seq: grows along that order
 * @item: in struct clab_addrsel.tree
 * @prefix: the prefix, nothing set behind its length
 * @wider: in the tree: the next shorter prefix that ends in the same octet
 * @target: what it is mapped to
 */
struct clab_selector {
	union {
		struct list_head list;
		struct rcu_head rcu;
	};
	u32 seq;
	struct clab_addrtree_item item;
	struct clab_prefix prefix;
	struct clab_selector *wider;
	struct clab_target target;
};

/**
 * struct clab_addrsel - the selectors of one mapping, of one address family
 * @tree: the selectors, for look-ups
 * @count: number of selectors
 * @last_seq: &clab_selector.seq of the youngest
 * @bits: length of an address: 32 or 128
 * @by_len: the same selectors by prefix length, for listing
 *
 * Readers of @tree: RCU. Writers and readers of @by_len: configuration mutex.
 */
struct clab_addrsel {
	struct clab_addrtree tree;
	unsigned int count;
	u32 last_seq;
	u8 bits;
	struct list_head by_len[];
};

void clab_prefix_mask(struct clab_prefix *prefix);

struct clab_addrsel *clab_addrsel_alloc(u8 bits);
void clab_addrsel_free(struct clab_addrsel *set);
int clab_addrsel_add(struct clab_addrsel *set, const struct clab_prefix *prefix,
		     const struct clab_target *target);
struct clab_selector *clab_addrsel_exact(struct clab_addrsel *set,
					 const struct clab_prefix *prefix);
int clab_addrsel_replace(struct clab_addrsel *set, const struct clab_prefix *prefix,
			 const struct clab_target *target);
struct clab_selector *clab_addrsel_remove(struct clab_addrsel *set,
					  const struct clab_prefix *prefix);
void clab_selector_free_rcu(struct clab_selector *sel);
struct clab_selector *clab_addrsel_next(const struct clab_addrsel *set,
					struct clab_selector *sel);
struct clab_selector *clab_addrsel_from(const struct clab_addrsel *set, int len, u32 seq);

/**
 * clab_addrsel_find_rcu() - the selector with the longest prefix of an address
 * @set: the set
 * @addr: the address, network byte order, as long as the set's addresses
 *
 * Context: RCU read section, or configuration mutex.
 * Return: the selector, good until the section ends, or NULL.
 */
static inline struct clab_selector *clab_addrsel_find_rcu(const struct clab_addrsel *set,
							  const u8 *addr)
{
	return clab_addrtree_find_rcu(&set->tree, addr);
}

#endif /* _CLAB_CORE_ADDRSEL_H */
