// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: the configuration as the entries that make it
 */
#include <linux/slab.h>
#include <linux/socket.h>
#include <net/sock.h>

#include "core/netns.h"
#include "nl/nl.h"
#include "nl/nl_lab.h"
#include "nl/nl_lab_walk.h"

static int clab_lab_dump_doi(struct sk_buff *skb, struct clab_lab_walk *walk,
			     struct clab_doi *doi)
{
	return clab_lab_put_doi_part(skb, CLAB_LAB_A_ENTRY, &doi->def, &walk->index);
}

static int clab_lab_dump_map(struct sk_buff *skb, struct clab_lab_walk *walk,
			     const char *domain, enum clab_slot slot,
			     const struct clab_selector *sel, const struct clab_target *target)
{
	return clab_lab_put_map(skb, CLAB_LAB_A_ENTRY, domain, slot, sel, target);
}

static int clab_lab_dump_label(struct sk_buff *skb, struct clab_lab_walk *walk,
			       const char *iface, enum clab_slot slot,
			       const struct clab_selector *sel)
{
	return clab_lab_put_static(skb, CLAB_LAB_A_ENTRY, iface, clab_lab_slot_label(slot),
				   &sel->prefix, sel->target.label);
}

/* Settings at their default are left out: a transaction begins with these. */
static int clab_lab_dump_tunable(struct sk_buff *skb, const struct clab_tunables *tun,
				 const struct clab_tunable *which)
{
	if (clab_tunable_get(tun, which) == which->def)
		return 0;
	return clab_lab_put_tunable(skb, CLAB_LAB_A_ENTRY, tun, which);
}

/* The accept flag, then the settings. */
static int clab_lab_dump_rest(struct sk_buff *skb, struct clab_lab_walk *walk,
			      struct clab_net *cn)
{
	const struct clab_config *cfg = clab_net_config(cn);
	int ret = 0;

	for (; walk->index <= CLAB_TUNABLES; walk->index++) {
		if (!walk->index) {
			if (walk->kinds & 1U << CLAB_LAB_KIND_ACCEPT)
				ret = clab_lab_put_accept(skb, CLAB_LAB_A_ENTRY, cfg->accept);
		} else if (walk->kinds & 1U << CLAB_LAB_KIND_TUNABLE) {
			ret = clab_lab_dump_tunable(skb, &cfg->tun,
						    &clab_tunable[walk->index - 1]);
		}
		if (ret)
			return ret;
	}
	return 0;
}

static const struct clab_lab_walk_ops clab_lab_dump_ops = {
	.doi = clab_lab_dump_doi,
	.map = clab_lab_dump_map,
	.label = clab_lab_dump_label,
	.rest = clab_lab_dump_rest,
};

static int clab_lab_dump_family(const struct nlattr *nla, struct clab_lab_walk *walk,
				struct netlink_ext_ack *extack)
{
	u16 family = nla ? nla_get_u16(nla) : AF_UNSPEC;

	switch (family) {
	case AF_UNSPEC:
		walk->slot = CLAB_SLOT_BOTH;
		return 0;
	case AF_INET:
		walk->slot = CLAB_SLOT_V4;
		return 0;
	case AF_INET6:
		walk->slot = CLAB_SLOT_V6;
		return 0;
	default:
		return clab_lab_bad(extack, nla, "the family is IPv4, IPv6 or both", -EINVAL);
	}
}

/* What has no DOI, family or domain is left out where that is asked for. */
static int clab_lab_dump_filter(struct nlattr **attrs, struct clab_lab_walk *walk,
				struct netlink_ext_ack *extack)
{
	const struct nlattr *flags = attrs[CLAB_LAB_A_FLAGS];
	const struct nlattr *domain = attrs[CLAB_LAB_A_DOMAIN];

	walk->kinds = attrs[CLAB_LAB_A_KINDS] ? nla_get_u32(attrs[CLAB_LAB_A_KINDS]) : ~0U;
	if (flags && nla_get_u32(flags) & ~CLAB_LAB_F_DEFAULT)
		return clab_lab_bad(extack, flags, "this command does not have this flag", -EINVAL);
	walk->only_default = flags && nla_get_u32(flags);
	if (domain && walk->only_default)
		return clab_lab_bad(extack, domain, "the default mapping has no domain", -EINVAL);
	if (domain) {
		walk->by_domain = true;
		nla_strscpy(walk->domain, domain, sizeof(walk->domain));
	}
	if (attrs[CLAB_LAB_A_DOI]) {
		walk->by_doi = true;
		walk->doi = nla_get_u32(attrs[CLAB_LAB_A_DOI]);
	}
	if (domain || walk->only_default)
		walk->kinds &= 1U << CLAB_LAB_KIND_MAP;
	if (attrs[CLAB_LAB_A_FAMILY])
		walk->kinds &= 1U << CLAB_LAB_KIND_MAP | 1U << CLAB_LAB_KIND_STATIC;
	if (walk->by_doi)
		walk->kinds &= 1U << CLAB_LAB_KIND_MAP | 1U << CLAB_LAB_KIND_DOI;
	return clab_lab_dump_family(attrs[CLAB_LAB_A_FAMILY], walk, extack);
}

/**
 * clab_lab_dump_open() - check the request for a dump
 * @cb: the dump
 * @attrs: where its attributes go
 * @takes: those that it may have
 *
 * Return: 0 or a negative errno, which the extended ACK explains.
 */
int clab_lab_dump_open(struct netlink_callback *cb, struct nlattr **attrs, u32 takes)
{
	int i, ret;

	ret = clab_nl_may_list(cb->skb, cb->extack);
	if (ret)
		return ret;
	ret = genlmsg_parse(cb->nlh, &clab_nl_lab, attrs, CLAB_LAB_A_MAX, clab_lab_policy,
			    cb->extack);
	if (ret)
		return ret;
	for (i = 1; i <= CLAB_LAB_A_MAX; i++)
		if (attrs[i] && !(takes & 1U << i))
			return clab_lab_bad(cb->extack, attrs[i],
					    "this command does not have this attribute", -EINVAL);
	return 0;
}

/**
 * clab_lab_dump_start() - begin CLAB_LAB_C_DUMP_CONFIG
 * @cb: the dump
 *
 * Return: 0 or a negative errno.
 */
int clab_lab_dump_start(struct netlink_callback *cb)
{
	struct nlattr *attrs[CLAB_LAB_A_MAX + 1];
	struct clab_lab_walk *walk;
	int ret;

	ret = clab_lab_dump_open(cb, attrs, CLAB_LAB_TAKES(KINDS) | CLAB_LAB_TAKES(DOI) |
					    CLAB_LAB_TAKES(FAMILY) | CLAB_LAB_TAKES(DOMAIN) |
					    CLAB_LAB_TAKES(FLAGS));
	if (ret)
		return ret;
	walk = kzalloc(sizeof(*walk), GFP_KERNEL);
	if (!walk)
		return clab_lab_bad(cb->extack, NULL, "no memory for the listing", -ENOMEM);
	walk->ops = &clab_lab_dump_ops;
	walk->len = -1;
	ret = clab_lab_dump_filter(attrs, walk, cb->extack);
	if (ret) {
		kfree(walk);
		return ret;
	}
	/* The longest static label must fit a message, or the dump would stop at it. */
	if (walk->kinds & 1U << CLAB_LAB_KIND_STATIC)
		cb->min_dump_alloc = clab_nl_static_room(clab_net(sock_net(cb->skb->sk)));
	cb->args[0] = (long)walk;
	return 0;
}

/**
 * clab_lab_dump() - one message of CLAB_LAB_C_DUMP_CONFIG
 * @skb: the message
 * @cb: the dump
 *
 * A change between two messages marks the dump as interrupted, and it goes on.
 *
 * Return: octets written, 0: that was all.
 */
int clab_lab_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct clab_lab_walk *walk = (void *)cb->args[0];
	struct clab_net *cn = clab_net(sock_net(skb->sk));
	unsigned int empty;
	void *hdr;
	int ret;

	if (walk->section == CLAB_LAB_SECTION_END)
		return 0;
	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &clab_nl_lab,
			  NLM_F_MULTI, CLAB_LAB_C_DUMP_CONFIG);
	if (!hdr)
		return -EMSGSIZE;
	mutex_lock(&cn->cfg_lock);
	cb->seq = clab_net_config(cn)->generation + 1;
	genl_dump_check_consistent(cb, hdr);
	ret = nla_put_u32(skb, CLAB_LAB_A_GENERATION, clab_net_config(cn)->generation);
	empty = skb->len;
	if (!ret)
		ret = clab_lab_walk(walk, skb, cn);
	mutex_unlock(&cn->cfg_lock);
	if (skb->len == empty) {
		genlmsg_cancel(skb, hdr);
		return ret;
	}
	genlmsg_end(skb, hdr);
	return skb->len;
}

/**
 * clab_lab_dump_done() - end a dump
 * @cb: the dump
 *
 * Return: 0.
 */
int clab_lab_dump_done(struct netlink_callback *cb)
{
	kfree((void *)cb->args[0]);
	return 0;
}
