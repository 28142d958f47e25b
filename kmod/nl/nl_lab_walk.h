/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab nl: going through a configuration, message by message
 */
#ifndef _CLAB_NL_NL_LAB_WALK_H
#define _CLAB_NL_NL_LAB_WALK_H

#include "core/config.h"

struct clab_lab_walk;
struct clab_net;
struct netlink_callback;
struct sk_buff;

/**
 * struct clab_lab_walk_ops - what is done on the way
 * @doi: for each DOI; &clab_lab_walk.index is 0 at first
 * @map: for each mapping, or address selector of one
 * @label: for each static label, with its interface, or NULL: the default
 * @rest: once, at the end; &clab_lab_walk.index is 0 at first
 *
 * Each returns 0, or -EMSGSIZE: the message is full, and the same object comes
 * again in the next one.
 */
struct clab_lab_walk_ops {
	int (*doi)(struct sk_buff *skb, struct clab_lab_walk *walk, struct clab_doi *doi);
	int (*map)(struct sk_buff *skb, struct clab_lab_walk *walk, const char *domain,
		   enum clab_slot slot, const struct clab_selector *sel,
		   const struct clab_target *target);
	int (*label)(struct sk_buff *skb, struct clab_lab_walk *walk, const char *iface,
		     enum clab_slot slot, const struct clab_selector *sel);
	int (*rest)(struct sk_buff *skb, struct clab_lab_walk *walk, struct clab_net *cn);
};

/* Where a walk is. */
enum clab_lab_section {
	CLAB_LAB_SECTION_DOIS,
	CLAB_LAB_SECTION_DEFAULT,
	CLAB_LAB_SECTION_DOMAINS,
	CLAB_LAB_SECTION_LABELS,
	CLAB_LAB_SECTION_IFACES,
	CLAB_LAB_SECTION_REST,
	CLAB_LAB_SECTION_END,
};

/**
 * struct clab_lab_walk - a walk, and what is left out of it
 * @ops: what is done on the way
 * @cb: the dump that it is for
 * @kinds: a bit for each kind of entry that is wanted
 * @by_doi: only @doi and what names it
 * @doi: the DOI
 * @slot: only what applies to this family; CLAB_SLOT_BOTH: all
 * @by_domain: only mappings of @domain
 * @only_default: only the default mapping
 * @totals: of counters: those of the namespace too
 * @reasons: of counters: those of each reason too
 * @domain: the domain
 * @section: which part of the configuration is next
 * @seq: the DOI, domain or interface that is next
 * @at_slot: which of its families is next
 * @len: prefix length of the selector that is next, -1: the first
 * @selseq: that selector
 * @index: how far @ops is with the object that is next
 * @generation: of the configuration when the last message was written
 * @hint: the DOI, domain or interface @seq, if the configuration is still the same
 * @selhint: the selector @selseq, if it is
 *
 * All that is kept from message to message are numbers that grow along the
 * lists, so that the walk goes on whatever happens to the configuration.
 */
struct clab_lab_walk {
	const struct clab_lab_walk_ops *ops;
	struct netlink_callback *cb;
	u32 kinds;
	bool by_doi;
	u32 doi;
	enum clab_slot slot;
	bool by_domain;
	bool only_default;
	bool totals;
	bool reasons;
	char domain[CLAB_DOMAIN_MAX + 1];

	enum clab_lab_section section;
	u32 seq;
	int at_slot;
	int len;
	u32 selseq;
	u32 index;
	u32 generation;
	void *hint;
	void *selhint;
};

/**
 * clab_lab_slot_label() - the family of a static label
 * @slot: CLAB_SLOT_V4 or CLAB_SLOT_V6
 *
 * Return: the family.
 */
static inline enum clab_unlbl_family clab_lab_slot_label(enum clab_slot slot)
{
	return slot == CLAB_SLOT_V4 ? CLAB_UNLBL_V4 : CLAB_UNLBL_V6;
}

int clab_lab_walk(struct clab_lab_walk *walk, struct sk_buff *skb, struct clab_net *cn);

#endif /* _CLAB_NL_NL_LAB_WALK_H */
