/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: labels of packets that carry none
 */
#ifndef _CLAB_CORE_UNLABELED_H
#define _CLAB_CORE_UNLABELED_H

#include <linux/if.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/xarray.h>

#include "core/addrsel.h"

struct net;

#define CLAB_UNLBL_MAX		65536	/* static labels of a namespace */
#define CLAB_UNLBL_IFACE_MAX	4096	/* names of interfaces they are given for */
#define CLAB_SECCTX_MAX		16384	/* octets of a security context */

/**
 * struct clab_unlbl_label - the label of packets that carry none
 * @rcu: for freeing
 * @secid: the label as the LSM's number; asked for again when its policy changes
 * @len: octets of @text, the NUL at its end included
 * @text: the security context
 */
struct clab_unlbl_label {
	struct rcu_head rcu;
	u32 secid;
	u32 len;
	char text[];
};

/* Address families of static labels. */
enum clab_unlbl_family {
	CLAB_UNLBL_V4,
	CLAB_UNLBL_V6,
	CLAB_UNLBL_FAMILIES,
};

/**
 * struct clab_unlbl_iface - the static labels of an interface
 * @list: in struct clab_unlbl.ifaces, in the order of configuration
 * @seq: grows along that order
 * @set: by enum clab_unlbl_family; NULL where there is nothing
 * @rcu: for freeing
 * @name: its name, or the beginning of names, followed by "*"; empty: every
 *	interface that no other entry names
 */
struct clab_unlbl_iface {
	struct list_head list;
	u32 seq;
	struct clab_addrsel __rcu *set[CLAB_UNLBL_FAMILIES];
	struct rcu_head rcu;
	char name[IFNAMSIZ];
};

/**
 * struct clab_unlbl - the static labels of a configuration
 * @ifaces: struct clab_unlbl_iface, the default left out
 * @nr_ifaces: their number
 * @last_seq: &clab_unlbl_iface.seq of the youngest
 * @def: the labels of interfaces that no entry of @ifaces names, or NULL
 * @bound: ifindex -> the entry of @ifaces that names the device of that number
 * @count: number of static labels, by enum clab_unlbl_family
 * @longest: length of the longest context that there has been
 *
 * Entries are kept by name, whether or not there is such a device. Packets find
 * them by the device's number in @bound, under RCU. All else is guarded by the
 * configuration mutex.
 */
struct clab_unlbl {
	struct list_head ifaces;
	unsigned int nr_ifaces;
	u32 last_seq;
	struct clab_unlbl_iface __rcu *def;
	struct xarray bound;
	unsigned int count[CLAB_UNLBL_FAMILIES];
	u32 longest;
};

/**
 * struct clab_unlbl_key - what a static label is for
 * @name: the interface, NULL for the default
 * @family: address family of @prefix
 * @prefix: where packets come from
 */
struct clab_unlbl_key {
	const char *name;
	enum clab_unlbl_family family;
	struct clab_prefix prefix;
};

/**
 * struct clab_unlbl_cursor - a place in the list of static labels
 * @iface: the entry, NULL to begin
 * @family: the family
 * @sel: the label, NULL to begin with the family
 */
struct clab_unlbl_cursor {
	struct clab_unlbl_iface *iface;
	enum clab_unlbl_family family;
	struct clab_selector *sel;
};

void clab_unlbl_init(struct clab_unlbl *unlbl);
void clab_unlbl_free(struct clab_unlbl *unlbl);

struct clab_unlbl_label *clab_unlbl_label_alloc(u32 secid, const char *text, u32 len);
int clab_unlbl_add(struct clab_unlbl *unlbl, struct net *net, const struct clab_unlbl_key *key,
		   struct clab_unlbl_label *label);
struct clab_unlbl_label *clab_unlbl_remove(struct clab_unlbl *unlbl, struct net *net,
					   const struct clab_unlbl_key *key);
bool clab_unlbl_next(struct clab_unlbl *unlbl, bool def, struct clab_unlbl_cursor *cur);
void clab_unlbl_refresh(struct clab_unlbl *unlbl,
			int (*resolve)(const char *text, u32 len, u32 *secid));

int clab_unlbl_bind(struct clab_unlbl *unlbl, int ifindex, const char *name);
void clab_unlbl_unbind(struct clab_unlbl *unlbl, int ifindex);
int clab_unlbl_bind_all(struct clab_unlbl *unlbl, struct net *net);

const struct clab_unlbl_label *clab_unlbl_find_rcu(struct clab_unlbl *unlbl, int ifindex,
						   enum clab_unlbl_family family,
						   const u8 *saddr);
struct clab_selector *clab_unlbl_lookup(struct clab_unlbl *unlbl, const char *name,
					enum clab_unlbl_family family, const u8 *saddr,
					struct clab_unlbl_iface **iface);

/**
 * clab_unlbl_total() - the number of static labels
 * @unlbl: the static labels
 *
 * Return: the number.
 */
static inline unsigned int clab_unlbl_total(const struct clab_unlbl *unlbl)
{
	return unlbl->count[CLAB_UNLBL_V4] + unlbl->count[CLAB_UNLBL_V6];
}

#endif /* _CLAB_CORE_UNLABELED_H */
