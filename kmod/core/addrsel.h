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

#define CLAB_ADDRSEL_BITS	128	/* the longest prefix: IPv6 */

struct clab_doi;

/**
 * struct clab_target - what a mapping asks for
 * @proto: enum clab_nltype: CLAB_NLTYPE_UNLABELED or CLAB_NLTYPE_CIPSOV4
 * @doi: the DOI of CLAB_NLTYPE_CIPSOV4, else NULL
 */
struct clab_target {
	u32 proto;
	struct clab_doi *doi;
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
 * @prefix: the prefix
 * @target: what to do with traffic to it
 */
struct clab_selector {
	struct list_head list;
	struct clab_prefix prefix;
	struct clab_target target;
};

struct clab_addrsel_node;

/**
 * struct clab_addrsel - the selectors of one mapping, of one address family
 * @root: trie of prefixes, each node below another continues its prefix
 * @by_len: the same selectors by prefix length, for listing
 * @count: their number
 * @bits: length of an address: 32 or 128
 *
 * Readers of @root: RCU. Writers and readers of @by_len: configuration mutex.
 */
struct clab_addrsel {
	struct clab_addrsel_node __rcu *root;
	struct list_head by_len[CLAB_ADDRSEL_BITS + 1];
	unsigned int count;
	u8 bits;
};

struct clab_addrsel *clab_addrsel_alloc(u8 bits);
void clab_addrsel_free(struct clab_addrsel *set);
int clab_addrsel_add(struct clab_addrsel *set, const struct clab_prefix *prefix,
		     const struct clab_target *target);
const struct clab_target *clab_addrsel_find_rcu(const struct clab_addrsel *set,
						const u8 *addr);

#endif /* _CLAB_CORE_ADDRSEL_H */
