// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: the family for domain mappings
 */
#include <linux/in6.h>
#include <linux/socket.h>

#include "core/audit.h"
#include "core/domain.h"
#include "core/netns.h"
#include "nl/nl.h"

static const struct nla_policy clab_nl_mgmt_policy[CLAB_MGMT_A_MAX + 1] = {
	[CLAB_MGMT_A_DOMAIN]	= { .type = NLA_NUL_STRING, .len = CLAB_DOMAIN_MAX },
	[CLAB_MGMT_A_PROTOCOL]	= { .type = NLA_U32 },
	[CLAB_MGMT_A_VERSION]	= { .type = NLA_U32 },
	[CLAB_MGMT_A_CV4DOI]	= { .type = NLA_U32 },
	[CLAB_MGMT_A_FAMILY]	= { .type = NLA_U16 },
	[CLAB_MGMT_A_CLPDOI]	= { .type = NLA_U32 },
};

static int clab_nl_selector(struct genl_info *info, struct clab_map_req *req)
{
	bool v4 = info->attrs[CLAB_MGMT_A_IPV4ADDR] || info->attrs[CLAB_MGMT_A_IPV4MASK];
	bool v6 = info->attrs[CLAB_MGMT_A_IPV6ADDR] || info->attrs[CLAB_MGMT_A_IPV6MASK];
	enum clab_slot slot = v4 ? CLAB_SLOT_V4 : CLAB_SLOT_V6;

	if (v4 && v6)
		return clab_nl_bad(info, 0, "an address of one family only, please", -EINVAL);
	if (!v4 && !v6)
		return 0;
	if (req->proto == CLAB_NLTYPE_UNLABELED && req->slot != CLAB_SLOT_BOTH && req->slot != slot)
		return clab_nl_bad(info, CLAB_MGMT_A_FAMILY,
				   "the family is not that of the address", -EINVAL);
	req->selector = true;
	req->slot = slot;
	if (v4)
		return clab_nl_prefix(info, CLAB_MGMT_A_IPV4ADDR, CLAB_MGMT_A_IPV4MASK, 4,
				      &req->prefix);
	return clab_nl_prefix(info, CLAB_MGMT_A_IPV6ADDR, CLAB_MGMT_A_IPV6MASK, 16,
			      &req->prefix);
}

static int clab_nl_unlabeled(struct genl_info *info, struct clab_map_req *req)
{
	u16 family = AF_UNSPEC;

	if (info->attrs[CLAB_MGMT_A_FAMILY])
		family = nla_get_u16(info->attrs[CLAB_MGMT_A_FAMILY]);
	switch (family) {
	case AF_UNSPEC:
		req->slot = CLAB_SLOT_BOTH;
		break;
	case AF_INET:
		req->slot = CLAB_SLOT_V4;
		break;
	case AF_INET6:
		req->slot = CLAB_SLOT_V6;
		break;
	default:
		return clab_nl_bad(info, CLAB_MGMT_A_FAMILY, "the family is IPv4, IPv6 or both",
				   -EINVAL);
	}
	return 0;
}

static int clab_nl_protocol(struct genl_info *info, struct clab_map_req *req)
{
	int ret;

	ret = clab_nl_missing(info, CLAB_MGMT_A_PROTOCOL, "the protocol is missing");
	if (ret)
		return ret;
	req->proto = nla_get_u32(info->attrs[CLAB_MGMT_A_PROTOCOL]);
	if (req->proto == CLAB_NLTYPE_UNLABELED)
		return clab_nl_unlabeled(info, req);
	if (req->proto != CLAB_NLTYPE_CIPSOV4)
		return clab_nl_bad(info, CLAB_MGMT_A_PROTOCOL,
				   "the protocol is unlabeled or CIPSOv4", -EINVAL);
	ret = clab_nl_missing(info, CLAB_MGMT_A_CV4DOI, "the DOI of the mapping is missing");
	if (ret)
		return ret;
	req->doi = nla_get_u32(info->attrs[CLAB_MGMT_A_CV4DOI]);
	req->slot = CLAB_SLOT_V4;
	return 0;
}

static int clab_nl_map(struct genl_info *info, struct clab_map_req *req)
{
	int ret;

	ret = clab_nl_protocol(info, req) ?: clab_nl_selector(info, req);
	if (ret)
		return ret;
	if (req->proto == CLAB_NLTYPE_CIPSOV4 && req->slot == CLAB_SLOT_V6)
		return clab_nl_bad(info, CLAB_MGMT_A_IPV6ADDR, "CIPSO is for IPv4 only", -EINVAL);
	return 0;
}

static int clab_nl_mgmt_map_add(struct sk_buff *skb, struct genl_info *info,
				struct clab_map_req *req)
{
	struct clab_net *cn;
	int ret;

	ret = clab_nl_map(info, req);
	if (ret)
		return ret;
	cn = clab_nl_begin_change(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	ret = clab_config_map_add(clab_net_config(cn), req, info->extack);
	if (!ret) {
		clab_audit_map_add(req, true);
		clab_lab_event_map(cn, CLAB_LAB_EVENT_ADD, req);
	}
	clab_nl_end_change(cn);
	return ret;
}

static int clab_nl_mgmt_map_remove(struct sk_buff *skb, struct genl_info *info,
				   const char *domain)
{
	const struct clab_map_req all = { .domain = domain };
	struct clab_net *cn = clab_nl_begin_change(skb, info);
	unsigned int n;
	int ret;

	if (IS_ERR(cn))
		return PTR_ERR(cn);
	n = clab_config_count_maps(clab_net_config(cn), domain);
	ret = clab_config_map_remove(clab_net_config(cn), domain, info->extack);
	while (!ret && n--)
		clab_audit_map_del(domain);
	if (!ret)
		clab_lab_event_map(cn, CLAB_LAB_EVENT_REMOVE, &all);
	clab_nl_end_change(cn);
	return ret;
}

static int clab_nl_mgmt_add(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_map_req req = {};
	int ret;

	ret = clab_nl_missing(info, CLAB_MGMT_A_DOMAIN, "the domain is missing");
	if (ret)
		return ret;
	req.domain = nla_data(info->attrs[CLAB_MGMT_A_DOMAIN]);
	return clab_nl_mgmt_map_add(skb, info, &req);
}

static int clab_nl_mgmt_adddef(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_map_req req = {};

	if (info->attrs[CLAB_MGMT_A_DOMAIN])
		return clab_nl_bad(info, CLAB_MGMT_A_DOMAIN, "the default mapping has no domain",
				   -EINVAL);
	return clab_nl_mgmt_map_add(skb, info, &req);
}

static int clab_nl_mgmt_remove(struct sk_buff *skb, struct genl_info *info)
{
	int ret;

	ret = clab_nl_missing(info, CLAB_MGMT_A_DOMAIN, "the domain is missing");
	if (ret)
		return ret;
	return clab_nl_mgmt_map_remove(skb, info, nla_data(info->attrs[CLAB_MGMT_A_DOMAIN]));
}

static int clab_nl_mgmt_removedef(struct sk_buff *skb, struct genl_info *info)
{
	return clab_nl_mgmt_map_remove(skb, info, NULL);
}

/**
 * struct clab_nl_cursor - where a listing goes on
 * @domain: the domain, NULL for the default mapping
 * @slot: which of its mappings
 * @last: the selector of that mapping that was listed last, or NULL
 */
struct clab_nl_cursor {
	const struct clab_domain *domain;
	unsigned long slot;
	struct clab_selector *last;
};

static int clab_nl_put_target(struct sk_buff *msg, const struct clab_target *target)
{
	if (nla_put_u32(msg, CLAB_MGMT_A_PROTOCOL, target->proto))
		return -EMSGSIZE;
	if (target->doi && nla_put_u32(msg, CLAB_MGMT_A_CV4DOI, target->doi->def.doi))
		return -EMSGSIZE;
	return 0;
}

static int clab_nl_put_selector(struct sk_buff *msg, const struct clab_selector *sel, u8 bits)
{
	bool v4 = bits == 32;
	struct nlattr *nest;

	nest = nla_nest_start_noflag(msg, CLAB_MGMT_A_ADDRSELECTOR);
	if (!nest)
		return -EMSGSIZE;
	if (clab_nl_put_prefix(msg, &sel->prefix, v4 ? CLAB_MGMT_A_IPV4ADDR : CLAB_MGMT_A_IPV6ADDR,
			       v4 ? CLAB_MGMT_A_IPV4MASK : CLAB_MGMT_A_IPV6MASK, bits / 8) ||
	    clab_nl_put_target(msg, &sel->target)) {
		nla_nest_cancel(msg, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return 0;
}

/*
 * Put selectors, the longest prefix first, from the one behind *last on, as many
 * as fit; and say in *last which was the last.
 * Return: -EMSGSIZE if some are left.
 */
static int clab_nl_put_selectors(struct sk_buff *msg, const struct clab_addrsel *set,
				 struct clab_selector **last)
{
	struct clab_selector *sel = *last;

	while ((sel = clab_addrsel_next(set, sel))) {
		if (clab_nl_put_selector(msg, sel, set->bits))
			return -EMSGSIZE;
		*last = sel;
	}
	return 0;
}

/*
 * Put what a mapping says. A list of selectors that doesn't fit is put in part:
 * *last says how far, and -EMSGSIZE that there is more.
 */
static int clab_nl_put_map(struct sk_buff *msg, const struct clab_map *map,
			   struct clab_selector **last)
{
	struct nlattr *nest;
	int ret;

	if (!map->sel)
		return clab_nl_put_target(msg, &map->target);
	nest = nla_nest_start_noflag(msg, CLAB_MGMT_A_SELECTORLIST);
	if (!nest)
		return -EMSGSIZE;
	ret = clab_nl_put_selectors(msg, map->sel, last);
	nla_nest_end(msg, nest);
	return ret;
}

static u16 clab_nl_slot_family(int slot)
{
	static const u16 family[CLAB_SLOTS] = {
		[CLAB_SLOT_BOTH] = AF_UNSPEC,
		[CLAB_SLOT_V4] = AF_INET,
		[CLAB_SLOT_V6] = AF_INET6,
	};

	return family[slot];
}

/*
 * One message of a listing. A list of selectors may go on in the next message,
 * with the same domain and family.
 */
static int clab_nl_dump_map(struct sk_buff *skb, struct netlink_callback *cb,
			    struct clab_nl_cursor *cur, const struct clab_map *map)
{
	u8 cmd = cur->domain ? CLAB_MGMT_C_LISTALL : CLAB_MGMT_C_LISTDEF;
	struct clab_selector *last = cur->last;
	void *hdr;
	int ret = 0;

	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &clab_nl_mgmt,
			  NLM_F_MULTI, cmd);
	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if (cur->domain)
		ret = nla_put_string(skb, CLAB_MGMT_A_DOMAIN, cur->domain->name);
	ret = ret ?: nla_put_u16(skb, CLAB_MGMT_A_FAMILY, clab_nl_slot_family(cur->slot)) ?:
	      clab_nl_put_map(skb, map, &last);
	if (ret && last == cur->last)
		genlmsg_cancel(skb, hdr);
	else
		genlmsg_end(skb, hdr);
	cur->last = last;
	return ret;
}

/* The mappings of a domain, or the default ones, from the cursor on. */
static int clab_nl_dump_slots(struct sk_buff *skb, struct netlink_callback *cb,
			      struct clab_net *cn, struct clab_nl_cursor *cur,
			      struct clab_map __rcu *const *slots)
{
	const struct clab_map *map;
	int ret;

	for (; cur->slot < CLAB_SLOTS; cur->slot++) {
		map = rcu_dereference_protected(slots[cur->slot], lockdep_is_held(&cn->cfg_lock));
		if (!map)
			continue;
		ret = clab_nl_dump_map(skb, cb, cur, map);
		if (ret)
			return ret;
		cur->last = NULL;
	}
	return 0;
}

static int clab_nl_dump_domain(struct sk_buff *skb, struct netlink_callback *cb,
			       struct clab_net *cn, struct clab_nl_cursor *cur)
{
	int ret = clab_nl_dump_slots(skb, cb, cn, cur, cur->domain->map);

	if (!ret)
		cur->slot = 0;
	return ret;
}

/* args[0..2]: the cursor; args[3]: there is nothing left */
static int clab_nl_mgmt_listall(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct clab_net *cn = clab_nl_dump_begin(skb, cb);
	struct clab_nl_cursor cur = {
		.domain = (struct clab_domain *)cb->args[0],
		.slot = cb->args[1],
		.last = (struct clab_selector *)cb->args[2],
	};
	struct list_head *domains;

	if (!cn)
		return 0;
	domains = &clab_net_config(cn)->domain_list;
	if (!cur.domain)
		cur.domain = list_first_entry(domains, struct clab_domain, list);
	if (!cb->args[3]) {
		list_for_each_entry_from(cur.domain, domains, list)
			if (clab_nl_dump_domain(skb, cb, cn, &cur))
				break;
		cb->args[3] = list_entry_is_head(cur.domain, domains, list);
	}
	cb->args[0] = (long)cur.domain;
	cb->args[1] = cur.slot;
	cb->args[2] = (long)cur.last;
	clab_nl_end(cn);
	return skb->len;
}

/*
 * The default mapping as a listing: of any length, unlike the one message that
 * answers the request without NLM_F_DUMP. args[1..2]: the cursor; args[3]: the
 * family asked for
 */
static int clab_nl_mgmt_listdef_start(struct netlink_callback *cb)
{
	const struct nlattr *family;
	int ret = clab_nl_dump_start(cb);

	if (ret)
		return ret;
	family = nlmsg_find_attr(cb->nlh, GENL_HDRLEN, CLAB_MGMT_A_FAMILY);
	cb->args[3] = family ? nla_get_u16(family) : AF_UNSPEC;
	return 0;
}

static int clab_nl_mgmt_listdef_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct clab_net *cn = clab_nl_dump_begin(skb, cb);
	struct clab_nl_cursor cur = {
		.slot = cb->args[1],
		.last = (struct clab_selector *)cb->args[2],
	};
	struct clab_map __rcu *slots[CLAB_SLOTS] = {};
	int slot;

	if (!cn)
		return 0;
	for (slot = 0; slot < CLAB_SLOTS; slot++)
		if (!cb->args[3] || cb->args[3] == clab_nl_slot_family(slot))
			slots[slot] = clab_net_config(cn)->def[slot];
	clab_nl_dump_slots(skb, cb, cn, &cur, slots);
	cb->args[1] = cur.slot;
	cb->args[2] = (long)cur.last;
	clab_nl_end(cn);
	return skb->len;
}

/* Room for the answer to LISTDEF, in octets. */
static size_t clab_nl_def_size(const struct clab_map *map)
{
	size_t each, size = nla_total_size(sizeof(u16)) + 2 * nla_total_size(sizeof(u32));

	if (!map->sel)
		return size;
	each = nla_total_size(2 * nla_total_size(map->sel->bits / 8) +
			      2 * nla_total_size(sizeof(u32)));
	return size + nla_total_size(map->sel->count * each);
}

static struct sk_buff *clab_nl_def_reply(struct genl_info *info, const struct clab_map *map,
					 u16 family, void **hdr)
{
	struct clab_selector *last = NULL;
	struct sk_buff *msg;

	msg = clab_nl_reply_start(info, &clab_nl_mgmt, CLAB_MGMT_C_LISTDEF,
				  clab_nl_def_size(map), hdr);
	if (!msg)
		return ERR_PTR(-ENOMEM);
	if (nla_put_u16(msg, CLAB_MGMT_A_FAMILY, family) || clab_nl_put_map(msg, map, &last)) {
		nlmsg_free(msg);
		return ERR_PTR(-EMSGSIZE);
	}
	return msg;
}

static enum clab_slot clab_nl_slot(u16 family)
{
	return family == AF_INET ? CLAB_SLOT_V4 : CLAB_SLOT_V6;
}

static int clab_nl_mgmt_listdef(struct sk_buff *skb, struct genl_info *info)
{
	const struct clab_map *map = NULL;
	struct sk_buff *msg = NULL;
	u16 family = AF_INET;
	struct clab_net *cn;
	void *hdr;

	if (info->attrs[CLAB_MGMT_A_FAMILY])
		family = nla_get_u16(info->attrs[CLAB_MGMT_A_FAMILY]);
	cn = clab_nl_begin(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	if (family == AF_INET || family == AF_INET6)
		map = rcu_dereference_protected(clab_net_config(cn)->def[clab_nl_slot(family)],
						lockdep_is_held(&cn->cfg_lock));
	/* An attribute can't be longer than 64 KiB, and so neither a list. */
	if (map && clab_nl_def_size(map) <= U16_MAX)
		msg = clab_nl_def_reply(info, map, family, &hdr);
	clab_nl_end(cn);

	if (!map)
		return clab_nl_bad(info, 0, "there is no default mapping of this family", -ENOENT);
	if (!msg)
		return clab_nl_bad(info, 0,
				   "too many selectors for one message: ask for a dump",
				   -EMSGSIZE);
	return IS_ERR(msg) ? PTR_ERR(msg) : clab_nl_reply_send(msg, hdr, info);
}

static int clab_nl_dump_protocol(struct sk_buff *skb, struct netlink_callback *cb, u32 proto)
{
	void *hdr;

	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &clab_nl_mgmt,
			  NLM_F_MULTI, CLAB_MGMT_C_PROTOCOLS);
	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_u32(skb, CLAB_MGMT_A_PROTOCOL, proto)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/* args[0]: protocols listed */
static int clab_nl_mgmt_protocols(struct sk_buff *skb, struct netlink_callback *cb)
{
	static const u32 proto[] = { CLAB_NLTYPE_UNLABELED, CLAB_NLTYPE_CIPSOV4 };

	while (cb->args[0] < ARRAY_SIZE(proto) &&
	       !clab_nl_dump_protocol(skb, cb, proto[cb->args[0]]))
		cb->args[0]++;
	return skb->len;
}

static int clab_nl_mgmt_version(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn = clab_nl_begin(skb, info);
	struct sk_buff *msg;
	void *hdr;

	if (IS_ERR(cn))
		return PTR_ERR(cn);
	clab_nl_end(cn);
	msg = clab_nl_reply_start(info, &clab_nl_mgmt, CLAB_MGMT_C_VERSION,
				  nla_total_size(sizeof(u32)), &hdr);
	if (!msg)
		return -ENOMEM;
	if (nla_put_u32(msg, CLAB_MGMT_A_VERSION, CLAB_PROTO_VERSION)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return clab_nl_reply_send(msg, hdr, info);
}

static const struct genl_ops clab_nl_mgmt_ops[] = {
	CLAB_NL_CHANGE(CLAB_MGMT_C_ADD, clab_nl_mgmt_add),
	CLAB_NL_CHANGE(CLAB_MGMT_C_REMOVE, clab_nl_mgmt_remove),
	CLAB_NL_DUMP(CLAB_MGMT_C_LISTALL, clab_nl_mgmt_listall),
	CLAB_NL_CHANGE(CLAB_MGMT_C_ADDDEF, clab_nl_mgmt_adddef),
	CLAB_NL_CHANGE(CLAB_MGMT_C_REMOVEDEF, clab_nl_mgmt_removedef),
	{
		.cmd		= CLAB_MGMT_C_LISTDEF,
		.validate	= GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP,
		.doit		= clab_nl_mgmt_listdef,
		.start		= clab_nl_mgmt_listdef_start,
		.dumpit		= clab_nl_mgmt_listdef_dump,
	},
	CLAB_NL_DUMP(CLAB_MGMT_C_PROTOCOLS, clab_nl_mgmt_protocols),
	CLAB_NL_GET(CLAB_MGMT_C_VERSION, clab_nl_mgmt_version),
};

struct genl_family clab_nl_mgmt = {
	.version	= CLAB_PROTO_VERSION,
	.maxattr	= CLAB_MGMT_A_MAX,
	.policy		= clab_nl_mgmt_policy,
	.netnsok	= true,
	.module		= THIS_MODULE,
	.ops		= clab_nl_mgmt_ops,
	.n_ops		= ARRAY_SIZE(clab_nl_mgmt_ops),
	.resv_start_op	= __CLAB_MGMT_C_MAX,
};
