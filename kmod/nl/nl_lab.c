// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: the family for what NetLabel has no command for
 */
#include <linux/if.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <cipsolab/version.h>

#include "core/audit.h"
#include "core/domain.h"
#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/peer.h"
#include "lsm/resolve.h"
#include "net/hooks.h"
#include "nl/nl.h"
#include "nl/nl_lab.h"

#define CLAB_LAB_MAP_ENTRIES	65536	/* entries of one MAP_REPLACE */

const struct nla_policy clab_lab_policy[CLAB_LAB_A_MAX + 1] = {
	[CLAB_LAB_A_IF_GENERATION]	= { .type = NLA_U32 },
	[CLAB_LAB_A_FLAGS]		= NLA_POLICY_MASK(NLA_U32, CLAB_LAB_F_DRY_RUN |
							  CLAB_LAB_F_DEFAULT),
	[CLAB_LAB_A_ENTRY]		= { .type = NLA_NESTED },
	[CLAB_LAB_A_KINDS]		= NLA_POLICY_MASK(NLA_U32,
							  GENMASK(CLAB_LAB_KIND_MAX, 1)),
	[CLAB_LAB_A_DOI]		= { .type = NLA_U32 },
	[CLAB_LAB_A_FAMILY]		= { .type = NLA_U16 },
	[CLAB_LAB_A_DOMAIN]		= { .type = NLA_NUL_STRING, .len = CLAB_DOMAIN_MAX },
	[CLAB_LAB_A_IFACE]		= { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
	[CLAB_LAB_A_ADDR4]		= NLA_POLICY_EXACT_LEN(4),
	[CLAB_LAB_A_ADDR6]		= NLA_POLICY_EXACT_LEN(16),
	[CLAB_LAB_A_STAT_KINDS]		= NLA_POLICY_MASK(NLA_U32,
							  GENMASK(CLAB_LAB_STAT_MAX, 1)),
};

/**
 * clab_lab_takes() - refuse attributes that a command does not have
 * @info: the request
 * @attrs: those that it has, CLAB_LAB_TAKES() each
 *
 * Return: 0 or -EINVAL.
 */
int clab_lab_takes(struct genl_info *info, u32 attrs)
{
	int i;

	for (i = 1; i <= CLAB_LAB_A_MAX; i++)
		if (info->attrs[i] && !(attrs & 1U << i))
			return clab_nl_bad(info, i, "this command does not have this attribute",
					   -EINVAL);
	return 0;
}

/**
 * clab_lab_flags_ok() - refuse flags that a command does not have
 * @info: the request
 * @flags: those that it has
 *
 * Return: 0 or -EINVAL.
 */
int clab_lab_flags_ok(struct genl_info *info, u32 flags)
{
	const struct nlattr *nla = info->attrs[CLAB_LAB_A_FLAGS];

	if (!nla || !(nla_get_u32(nla) & ~flags))
		return 0;
	return clab_nl_bad(info, CLAB_LAB_A_FLAGS, "this command does not have this flag", -EINVAL);
}

/**
 * clab_lab_check_generation() - refuse what was meant for another configuration
 * @cn: the namespace
 * @info: the request
 *
 * Context: Configuration mutex held.
 * Return: 0 or -ESTALE.
 */
int clab_lab_check_generation(struct clab_net *cn, struct genl_info *info)
{
	const struct nlattr *nla = info->attrs[CLAB_LAB_A_IF_GENERATION];

	if (!nla || nla_get_u32(nla) == clab_net_config(cn)->generation)
		return 0;
	return clab_nl_bad(info, CLAB_LAB_A_IF_GENERATION,
			   "the configuration was changed meanwhile", -ESTALE);
}

/**
 * clab_lab_begin_change() - enter a request for one change
 * @skb: the request
 * @info: the request
 *
 * Context: Process. On success the configuration mutex is held, until
 *	clab_nl_end_change().
 * Return: the namespace, or an error pointer, which the extended ACK explains.
 */
struct clab_net *clab_lab_begin_change(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn = clab_nl_lock(skb, info);
	int ret;

	if (IS_ERR(cn))
		return cn;
	ret = clab_lab_check_generation(cn, info) ?: clab_nl_hooks(cn, info);
	if (!ret)
		return cn;
	clab_nl_end(cn);
	return ERR_PTR(ret);
}

/**
 * clab_lab_answer_generation() - answer with the generation
 * @info: the request
 * @cmd: its command
 * @generation: the generation
 *
 * What was asked for is done: that it can't be said which generation came of it
 * is no refusal, only a warning.
 *
 * Return: 0.
 */
int clab_lab_answer_generation(struct genl_info *info, u8 cmd, u32 generation)
{
	struct sk_buff *msg;
	void *hdr;

	msg = clab_nl_reply_start(info, &clab_nl_lab, cmd, nla_total_size(sizeof(u32)), &hdr);
	if (!msg) {
		NL_SET_ERR_MSG(info->extack, "done, but there is no memory to tell the generation");
		return 0;
	}
	if (nla_put_u32(msg, CLAB_LAB_A_GENERATION, generation))
		nlmsg_free(msg);
	else
		clab_nl_reply_send(msg, hdr, info);
	return 0;
}

static int clab_lab_put_status(struct sk_buff *skb, struct clab_net *cn)
{
	struct clab_config *cfg = clab_net_config(cn);
	struct nlattr *nest;

	if (nla_put_u32(skb, CLAB_LAB_A_GENERATION, cfg->generation))
		return -EMSGSIZE;
	nest = nla_nest_start(skb, CLAB_LAB_A_STATUS);
	if (!nest ||
	    nla_put_string(skb, CLAB_LAB_S_VERSION, CLAB_VERSION) ||
	    nla_put_u32(skb, CLAB_LAB_S_DOIS, atomic_read(&cfg->dois.nelems)) ||
	    nla_put_u32(skb, CLAB_LAB_S_DOMAINS, atomic_read(&cfg->domains.nelems)) ||
	    nla_put_u32(skb, CLAB_LAB_S_SELECTORS, cfg->selectors) ||
	    nla_put_u32(skb, CLAB_LAB_S_STATICS, clab_unlbl_total(&cfg->unlbl)) ||
	    nla_put_u8(skb, CLAB_LAB_S_ACCEPT, cfg->accept) ||
	    nla_put_u8(skb, CLAB_LAB_S_STRICT, cfg->tun.validate_strict) ||
	    nla_put_u8(skb, CLAB_LAB_S_HOOKS, cn->hooked) ||
	    nla_put_u8(skb, CLAB_LAB_S_LSM, clab_label_given()) ||
	    nla_put_u32(skb, CLAB_LAB_S_PEERS, clab_peer_count()) ||
	    nla_put_u32(skb, CLAB_LAB_S_KNOWN, clab_known_count()) ||
	    nla_put_u32(skb, CLAB_LAB_S_TX_OPEN, clab_lab_tx_count(cn)) ||
	    nla_put_u32(skb, CLAB_LAB_S_TX_MAX, CLAB_LAB_TX_MAX) ||
	    nla_put_u32(skb, CLAB_LAB_S_TX_ENTRIES, CLAB_LAB_TX_ENTRIES))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int clab_lab_status(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn;
	struct sk_buff *msg;
	void *hdr;
	int ret;

	ret = clab_lab_takes(info, 0);
	if (ret)
		return ret;
	msg = clab_nl_reply_start(info, &clab_nl_lab, CLAB_LAB_C_STATUS, NLMSG_DEFAULT_SIZE, &hdr);
	if (!msg)
		return -ENOMEM;
	cn = clab_nl_lock(skb, info);
	if (IS_ERR(cn)) {
		nlmsg_free(msg);
		return PTR_ERR(cn);
	}
	ret = clab_lab_put_status(msg, cn);
	clab_nl_end(cn);
	if (!ret)
		return clab_nl_reply_send(msg, hdr, info);
	nlmsg_free(msg);
	return ret;
}

/* What is asked of LOOKUP, but for the address. */
static int clab_lab_lookup_check(struct genl_info *info)
{
	int ret;

	ret = clab_lab_takes(info, CLAB_LAB_TAKES(DOMAIN) | CLAB_LAB_TAKES(IFACE) |
				   CLAB_LAB_TAKES(ADDR4) | CLAB_LAB_TAKES(ADDR6));
	if (ret)
		return ret;
	if (!info->attrs[CLAB_LAB_A_ADDR4] && !info->attrs[CLAB_LAB_A_ADDR6])
		return clab_nl_bad(info, 0, "the address is missing", -EINVAL);
	if (info->attrs[CLAB_LAB_A_ADDR4] && info->attrs[CLAB_LAB_A_ADDR6])
		return clab_nl_bad(info, CLAB_LAB_A_ADDR6,
				   "an address of one family only, please", -EINVAL);
	if (info->attrs[CLAB_LAB_A_IFACE] && info->attrs[CLAB_LAB_A_DOMAIN])
		return clab_nl_bad(info, CLAB_LAB_A_IFACE,
				   "a domain or an interface, not both", -EINVAL);
	return 0;
}

static int clab_lab_put_found_map(struct sk_buff *msg, struct clab_config *cfg,
				  struct genl_info *info)
{
	const struct nlattr *domain = info->attrs[CLAB_LAB_A_DOMAIN];
	const struct nlattr *v6 = info->attrs[CLAB_LAB_A_ADDR6];
	const struct nlattr *addr = v6 ?: info->attrs[CLAB_LAB_A_ADDR4];
	struct clab_found found;

	rcu_read_lock();
	clab_config_lookup(cfg, domain ? nla_data(domain) : NULL, v6, nla_data(addr), &found);
	rcu_read_unlock();
	if (!found.target)
		return clab_nl_bad(info, 0, "nothing is mapped for this domain and address",
				   -ENOENT);
	return clab_lab_put_map(msg, CLAB_LAB_A_ENTRY, found.domain ? found.domain->name : NULL,
				found.slot, found.sel, found.target);
}

static int clab_lab_put_found_static(struct sk_buff *msg, struct clab_config *cfg,
				     struct genl_info *info)
{
	const char *name = nla_data(info->attrs[CLAB_LAB_A_IFACE]);
	const struct nlattr *v6 = info->attrs[CLAB_LAB_A_ADDR6];
	const struct nlattr *addr = v6 ?: info->attrs[CLAB_LAB_A_ADDR4];
	enum clab_unlbl_family family = v6 ? CLAB_UNLBL_V6 : CLAB_UNLBL_V4;
	const struct clab_selector *sel;
	struct clab_unlbl_iface *iface;

	sel = clab_unlbl_lookup(&cfg->unlbl, name, family, nla_data(addr), &iface);
	if (!sel)
		return clab_nl_bad(info, 0, "no static label is for this interface and address",
				   -ENOENT);
	return clab_lab_put_static(msg, CLAB_LAB_A_ENTRY, *iface->name ? iface->name : NULL,
				   family, &sel->prefix, sel->target.label);
}

static int clab_lab_put_found(struct sk_buff *msg, struct clab_net *cn, struct genl_info *info)
{
	struct clab_config *cfg = clab_net_config(cn);

	if (nla_put_u32(msg, CLAB_LAB_A_GENERATION, cfg->generation))
		return -EMSGSIZE;
	if (info->attrs[CLAB_LAB_A_IFACE])
		return clab_lab_put_found_static(msg, cfg, info);
	return clab_lab_put_found_map(msg, cfg, info);
}

static int clab_lab_lookup(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn;
	struct sk_buff *msg;
	void *hdr;
	int ret;

	ret = clab_lab_lookup_check(info);
	if (ret)
		return ret;
	msg = clab_nl_reply_start(info, &clab_nl_lab, CLAB_LAB_C_LOOKUP,
				  CLAB_SECCTX_MAX + NLMSG_DEFAULT_SIZE, &hdr);
	if (!msg)
		return -ENOMEM;
	cn = clab_nl_lock(skb, info);
	if (IS_ERR(cn)) {
		nlmsg_free(msg);
		return PTR_ERR(cn);
	}
	ret = clab_lab_put_found(msg, cn, info);
	clab_nl_end(cn);
	if (!ret)
		return clab_nl_reply_send(msg, hdr, info);
	nlmsg_free(msg);
	return ret;
}

/* The one entry of a request, which must be a mapping with an address. */
static int clab_lab_read_sel(struct genl_info *info, bool whole, struct clab_lab_entry *entry)
{
	const struct nlattr *nla = info->attrs[CLAB_LAB_A_ENTRY];
	int ret;

	ret = clab_lab_takes(info, CLAB_LAB_TAKES(IF_GENERATION) | CLAB_LAB_TAKES(ENTRY)) ?:
	      clab_nl_missing(info, CLAB_LAB_A_ENTRY, "there is no entry");
	if (ret)
		return ret;
	if (clab_lab_count_entries(info) != 1)
		return clab_nl_bad(info, CLAB_LAB_A_ENTRY, "one entry at a time", -EINVAL);
	if (!whole)
		return clab_lab_entry_read_sel(nla, entry, info->extack);
	ret = clab_lab_entry_read(nla, entry, info->extack);
	if (ret)
		return ret;
	if (entry->kind != CLAB_LAB_KIND_MAP)
		return clab_lab_bad(info->extack, entry->attr[CLAB_LAB_E_KIND],
				    "the entry must be a mapping", -EINVAL);
	if (!entry->map.selector)
		return clab_lab_bad(info->extack, nla, "the address is missing", -EINVAL);
	return 0;
}

/* What is replaced is removed and added; what was not replaced was not added. */
static void clab_lab_audit_sel(const struct clab_map_req *req, bool del, bool done)
{
	if (del || done)
		clab_audit_sel_del(req, done);
	if (!del)
		clab_audit_map_add(req, done);
}

/* Make one change of a mapping. */
static int clab_lab_sel_change(struct sk_buff *skb, struct genl_info *info, u8 cmd)
{
	bool del = cmd == CLAB_LAB_C_SEL_DEL;
	struct clab_lab_entry entry;
	struct clab_net *cn;
	u32 generation;
	int ret;

	ret = clab_lab_read_sel(info, !del, &entry);
	if (ret)
		return ret;
	cn = clab_lab_begin_change(skb, info);
	if (IS_ERR(cn)) {
		clab_lab_audit_sel(&entry.map, del, false);
		return PTR_ERR(cn);
	}
	if (del)
		ret = clab_config_sel_del(clab_net_config(cn), &entry.map, info->extack);
	else
		ret = clab_config_sel_replace(clab_net_config(cn), &entry.map, info->extack);
	if (!ret)
		clab_lab_event_map(cn, del ? CLAB_LAB_EVENT_REMOVE : CLAB_LAB_EVENT_REPLACE,
				   &entry.map);
	clab_lab_audit_sel(&entry.map, del, !ret);
	generation = clab_net_config(cn)->generation;
	clab_nl_end_change(cn);
	if (!ret)
		return clab_lab_answer_generation(info, cmd, generation);
	NL_SET_BAD_ATTR(info->extack, info->attrs[CLAB_LAB_A_ENTRY]);
	return ret;
}

static int clab_lab_sel_del(struct sk_buff *skb, struct genl_info *info)
{
	return clab_lab_sel_change(skb, info, CLAB_LAB_C_SEL_DEL);
}

static int clab_lab_sel_replace(struct sk_buff *skb, struct genl_info *info)
{
	return clab_lab_sel_change(skb, info, CLAB_LAB_C_SEL_REPLACE);
}

/**
 * clab_lab_count_entries() - entries of a request
 * @info: the request
 *
 * Return: their number.
 */
unsigned int clab_lab_count_entries(struct genl_info *info)
{
	unsigned int nr = 0;
	struct nlattr *nla;
	int rem;

	clab_lab_for_each_entry(nla, info, rem)
		nr++;
	return nr;
}

static bool clab_lab_same_domain(const struct clab_map_req *a, const struct clab_map_req *b)
{
	if (!a->domain || !b->domain)
		return a->domain == b->domain;
	return !strcmp(a->domain, b->domain);
}

/* Read the mappings of a request, all of one domain. */
static int clab_lab_read_maps(struct genl_info *info, struct clab_map_req *reqs)
{
	struct clab_lab_entry entry;
	unsigned int nr = 0;
	struct nlattr *nla;
	int rem, ret;

	clab_lab_for_each_entry(nla, info, rem) {
		ret = clab_lab_entry_read(nla, &entry, info->extack);
		if (ret)
			return ret;
		if (entry.kind != CLAB_LAB_KIND_MAP)
			return clab_lab_bad(info->extack, entry.attr[CLAB_LAB_E_KIND],
					    "the entry must be a mapping", -EINVAL);
		reqs[nr] = entry.map;
		if (!clab_lab_same_domain(&reqs[0], &reqs[nr]))
			return clab_lab_bad(info->extack, nla, "one domain at a time", -EINVAL);
		nr++;
	}
	return 0;
}

static const struct nlattr *clab_lab_nth_entry(struct genl_info *info, unsigned int n)
{
	struct nlattr *nla;
	int rem;

	clab_lab_for_each_entry(nla, info, rem)
		if (!n--)
			return nla;
	return NULL;
}

static int clab_lab_do_map_replace(struct sk_buff *skb, struct genl_info *info,
				   const struct clab_map_req *reqs, unsigned int nr)
{
	struct clab_net *cn = clab_lab_begin_change(skb, info);
	unsigned int bad, removed;
	u32 generation;
	int ret;

	if (IS_ERR(cn)) {
		clab_audit_map_refused(reqs, nr);
		return PTR_ERR(cn);
	}
	removed = clab_config_count_maps(clab_net_config(cn), reqs[0].domain);
	ret = clab_config_map_replace(clab_net_config(cn), reqs, nr, &bad, info->extack);
	if (!ret) {
		clab_lab_event_map(cn, CLAB_LAB_EVENT_REPLACE, &reqs[0]);
		clab_audit_map_replace(reqs, nr, removed);
	} else {
		clab_audit_map_refused(reqs, nr);
	}
	generation = clab_net_config(cn)->generation;
	clab_nl_end_change(cn);
	if (!ret)
		return clab_lab_answer_generation(info, CLAB_LAB_C_MAP_REPLACE, generation);
	NL_SET_BAD_ATTR(info->extack, clab_lab_nth_entry(info, bad));
	return ret;
}

static int clab_lab_map_replace(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_map_req *reqs;
	unsigned int nr;
	int ret;

	ret = clab_lab_takes(info, CLAB_LAB_TAKES(IF_GENERATION) | CLAB_LAB_TAKES(ENTRY)) ?:
	      clab_nl_missing(info, CLAB_LAB_A_ENTRY, "there is no entry");
	if (ret)
		return ret;
	nr = clab_lab_count_entries(info);
	if (nr > CLAB_LAB_MAP_ENTRIES)
		return clab_nl_bad(info, CLAB_LAB_A_ENTRY,
				   "too many entries for one message; use a transaction", -E2BIG);
	reqs = kvcalloc(nr, sizeof(*reqs), GFP_KERNEL_ACCOUNT);
	if (!reqs)
		return clab_nl_bad(info, 0, "no memory for the mapping", -ENOMEM);
	ret = clab_lab_read_maps(info, reqs) ?: clab_lab_do_map_replace(skb, info, reqs, nr);
	kvfree(reqs);
	return ret;
}

#define CLAB_LAB_CHANGE(_cmd, _doit) {	\
	.cmd = _cmd,			\
	.flags = GENL_ADMIN_PERM,	\
	.doit = _doit,			\
}

static const struct genl_ops clab_lab_ops[] = {
	{ .cmd = CLAB_LAB_C_STATUS, .doit = clab_lab_status },
	CLAB_LAB_CHANGE(CLAB_LAB_C_TX_BEGIN, clab_lab_tx_begin),
	CLAB_LAB_CHANGE(CLAB_LAB_C_TX_ADD, clab_lab_tx_add),
	CLAB_LAB_CHANGE(CLAB_LAB_C_TX_COMMIT, clab_lab_tx_commit),
	CLAB_LAB_CHANGE(CLAB_LAB_C_TX_ABORT, clab_lab_tx_abort),
	{
		.cmd = CLAB_LAB_C_DUMP_CONFIG,
		.start = clab_lab_dump_start,
		.dumpit = clab_lab_dump,
		.done = clab_lab_dump_done,
	},
	CLAB_LAB_CHANGE(CLAB_LAB_C_SEL_DEL, clab_lab_sel_del),
	CLAB_LAB_CHANGE(CLAB_LAB_C_SEL_REPLACE, clab_lab_sel_replace),
	CLAB_LAB_CHANGE(CLAB_LAB_C_MAP_REPLACE, clab_lab_map_replace),
	CLAB_LAB_CHANGE(CLAB_LAB_C_DOI_REPLACE, clab_lab_doi_replace),
	CLAB_LAB_CHANGE(CLAB_LAB_C_FLUSH, clab_lab_flush),
	{ .cmd = CLAB_LAB_C_LOOKUP, .doit = clab_lab_lookup },
	{
		.cmd = CLAB_LAB_C_STATS,
		.start = clab_lab_stats_start,
		.dumpit = clab_lab_stats,
		.done = clab_lab_dump_done,
	},
	CLAB_LAB_CHANGE(CLAB_LAB_C_STATS_RESET, clab_lab_stats_reset),
};

static const struct genl_multicast_group clab_lab_groups[] = {
	[CLAB_LAB_GROUPNR_CONFIG] = {
		.name = CLAB_LAB_GROUP_CONFIG,
		.flags = GENL_MCAST_CAP_NET_ADMIN,
	},
	[CLAB_LAB_GROUPNR_DROP] = {
		.name = CLAB_LAB_GROUP_DROP,
		.flags = GENL_MCAST_CAP_NET_ADMIN,
	},
};

struct genl_family clab_nl_lab = {
	.version	= CLAB_LAB_VERSION,
	.maxattr	= CLAB_LAB_A_MAX,
	.policy		= clab_lab_policy,
	.netnsok	= true,
	.module		= THIS_MODULE,
	.ops		= clab_lab_ops,
	.n_ops		= ARRAY_SIZE(clab_lab_ops),
	.resv_start_op	= CLAB_LAB_C_STATUS,
	.mcgrps		= clab_lab_groups,
	.n_mcgrps	= ARRAY_SIZE(clab_lab_groups),
};
