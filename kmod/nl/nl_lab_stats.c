// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: the counters
 */
#include <linux/slab.h>
#include <net/sock.h>

#include "core/netns.h"
#include "nl/nl.h"
#include "nl/nl_lab.h"
#include "nl/nl_lab_walk.h"

#define CLAB_STATS_REASONS	(2 * (CLAB_DROP_MAX + 1))

/* A counter being written: its message and its nest. */
struct clab_lab_stat {
	void *hdr;
	struct nlattr *nest;
};

static int clab_lab_stat_begin(struct sk_buff *skb, struct clab_lab_walk *walk, u8 kind,
			       struct clab_lab_stat *stat)
{
	struct netlink_callback *cb = walk->cb;

	stat->hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				&clab_nl_lab, NLM_F_MULTI, CLAB_LAB_C_STATS);
	if (!stat->hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, stat->hdr);
	stat->nest = nla_nest_start(skb, CLAB_LAB_A_STAT);
	if (stat->nest && !nla_put_u8(skb, CLAB_LAB_T_KIND, kind))
		return 0;
	genlmsg_cancel(skb, stat->hdr);
	return -EMSGSIZE;
}

static int clab_lab_stat_end(struct sk_buff *skb, struct clab_lab_stat *stat, int error)
{
	if (error) {
		genlmsg_cancel(skb, stat->hdr);
		return error;
	}
	nla_nest_end(skb, stat->nest);
	genlmsg_end(skb, stat->hdr);
	return 0;
}

static int clab_lab_stat_put(struct sk_buff *skb, int attr, u64 count)
{
	return nla_put_u64_64bit(skb, attr, count, CLAB_LAB_T_PAD);
}

static int clab_lab_stats_doi(struct sk_buff *skb, struct clab_lab_walk *walk,
			      struct clab_doi *doi)
{
	const struct clab_doi_def number = { .doi = doi->def.doi };
	const struct clab_hits *hits = &doi->hits;
	struct clab_lab_stat stat;

	if (clab_lab_stat_begin(skb, walk, CLAB_LAB_STAT_DOI, &stat))
		return -EMSGSIZE;
	return clab_lab_stat_end(skb, &stat,
		clab_lab_put_doi(skb, CLAB_LAB_T_ENTRY, &number) ?:
		clab_lab_stat_put(skb, CLAB_LAB_T_IN, clab_hits_sum(hits, CLAB_HIT_IN)) ?:
		clab_lab_stat_put(skb, CLAB_LAB_T_OUT, clab_hits_sum(hits, CLAB_HIT_OUT)) ?:
		clab_lab_stat_put(skb, CLAB_LAB_T_IN_REFUSED,
				  clab_hits_sum(hits, CLAB_HIT_IN_REFUSED)) ?:
		clab_lab_stat_put(skb, CLAB_LAB_T_OUT_REFUSED,
				  clab_hits_sum(hits, CLAB_HIT_OUT_REFUSED)));
}

static int clab_lab_stats_map(struct sk_buff *skb, struct clab_lab_walk *walk,
			      const char *domain, enum clab_slot slot,
			      const struct clab_selector *sel, const struct clab_target *target)
{
	const struct clab_hits *hits = &target->hits;
	struct clab_lab_stat stat;

	if (clab_lab_stat_begin(skb, walk, CLAB_LAB_STAT_MAP, &stat))
		return -EMSGSIZE;
	return clab_lab_stat_end(skb, &stat,
		clab_lab_put_map(skb, CLAB_LAB_T_ENTRY, domain, slot, sel, target) ?:
		clab_lab_stat_put(skb, CLAB_LAB_T_OUT, clab_hits_sum(hits, CLAB_HIT_OUT)) ?:
		clab_lab_stat_put(skb, CLAB_LAB_T_OUT_REFUSED,
				  clab_hits_sum(hits, CLAB_HIT_OUT_REFUSED)));
}

static int clab_lab_stats_total(struct sk_buff *skb, struct clab_lab_walk *walk,
				struct clab_net *cn, enum clab_stat which)
{
	struct clab_lab_stat stat;

	if (clab_lab_stat_begin(skb, walk, CLAB_LAB_STAT_TOTAL, &stat))
		return -EMSGSIZE;
	return clab_lab_stat_end(skb, &stat,
		nla_put_string(skb, CLAB_LAB_T_NAME, clab_stats_name(which)) ?:
		clab_lab_stat_put(skb, CLAB_LAB_T_COUNT, clab_stats_sum(cn->stats, which)));
}

static int clab_lab_stats_reason(struct sk_buff *skb, struct clab_lab_walk *walk,
				 struct clab_net *cn, enum clab_direction dir, u32 reason)
{
	u64 count = clab_stats_reason(cn->stats, dir, reason);
	struct clab_lab_stat stat;

	if (!count)
		return 0;
	if (clab_lab_stat_begin(skb, walk, CLAB_LAB_STAT_REASON, &stat))
		return -EMSGSIZE;
	return clab_lab_stat_end(skb, &stat,
		nla_put_u8(skb, CLAB_LAB_T_DIRECTION, dir) ?:
		nla_put_u32(skb, CLAB_LAB_T_REASON, reason) ?:
		nla_put_string(skb, CLAB_LAB_T_NAME, clab_drop_name(reason)) ?:
		clab_lab_stat_put(skb, CLAB_LAB_T_COUNT, count));
}

/* What the namespace counts: the totals, then the reasons. */
static int clab_lab_stats_rest(struct sk_buff *skb, struct clab_lab_walk *walk,
			       struct clab_net *cn)
{
	u32 reason;
	int ret = 0;

	for (; walk->index < CLAB_S_MAX + CLAB_STATS_REASONS; walk->index++) {
		if (walk->index < CLAB_S_MAX) {
			if (walk->totals)
				ret = clab_lab_stats_total(skb, walk, cn, walk->index);
		} else if (walk->reasons) {
			reason = walk->index - CLAB_S_MAX;
			ret = clab_lab_stats_reason(skb, walk, cn, reason % 2, reason / 2);
		}
		if (ret)
			return ret;
	}
	return 0;
}

static const struct clab_lab_walk_ops clab_lab_stats_ops = {
	.doi = clab_lab_stats_doi,
	.map = clab_lab_stats_map,
	.rest = clab_lab_stats_rest,
};

/**
 * clab_lab_stats_start() - begin CLAB_LAB_C_STATS
 * @cb: the dump
 *
 * Return: 0 or a negative errno.
 */
int clab_lab_stats_start(struct netlink_callback *cb)
{
	struct nlattr *attrs[CLAB_LAB_A_MAX + 1];
	struct clab_lab_walk *walk;
	u32 kinds = ~0U;
	int ret;

	ret = clab_lab_dump_open(cb, attrs, CLAB_LAB_TAKES(STAT_KINDS));
	if (ret)
		return ret;
	if (attrs[CLAB_LAB_A_STAT_KINDS])
		kinds = nla_get_u32(attrs[CLAB_LAB_A_STAT_KINDS]);
	walk = kzalloc(sizeof(*walk), GFP_KERNEL);
	if (!walk)
		return clab_lab_bad(cb->extack, NULL, "no memory for the listing", -ENOMEM);
	walk->ops = &clab_lab_stats_ops;
	walk->len = -1;
	if (kinds & 1U << CLAB_LAB_STAT_DOI)
		walk->kinds |= 1U << CLAB_LAB_KIND_DOI;
	if (kinds & 1U << CLAB_LAB_STAT_MAP)
		walk->kinds |= 1U << CLAB_LAB_KIND_MAP;
	walk->totals = kinds & 1U << CLAB_LAB_STAT_TOTAL;
	walk->reasons = kinds & 1U << CLAB_LAB_STAT_REASON;
	cb->args[0] = (long)walk;
	return 0;
}

/**
 * clab_lab_stats() - some messages of CLAB_LAB_C_STATS
 * @skb: where they go
 * @cb: the dump
 *
 * Return: octets written, 0: that was all.
 */
int clab_lab_stats(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct clab_lab_walk *walk = (void *)cb->args[0];
	struct clab_net *cn = clab_net(sock_net(skb->sk));
	int ret;

	walk->cb = cb;
	mutex_lock(&cn->cfg_lock);
	cb->seq = clab_net_config(cn)->generation + 1;
	ret = clab_lab_walk(walk, skb, cn);
	mutex_unlock(&cn->cfg_lock);
	return skb->len ?: ret;
}

/**
 * clab_lab_stats_reset() - CLAB_LAB_C_STATS_RESET
 * @skb: the request
 * @info: the request
 *
 * Return: 0 or a negative errno.
 */
int clab_lab_stats_reset(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_doi *doi;
	struct clab_net *cn;
	int ret;

	ret = clab_lab_takes(info, 0);
	if (ret)
		return ret;
	cn = clab_nl_lock(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	clab_stats_reset(cn->stats);
	list_for_each_entry(doi, &clab_net_config(cn)->doi_list, list)
		clab_hits_reset(&doi->hits);
	clab_config_reset_maps(clab_net_config(cn));
	clab_nl_end(cn);
	return 0;
}
