// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: the family for DOIs
 */
#include "core/netns.h"
#include "nl/nl.h"

static const struct nla_policy clab_nl_cipsov4_policy[CLAB_CIPSOV4_A_MAX + 1] = {
	[CLAB_CIPSOV4_A_DOI]		= { .type = NLA_U32 },
	[CLAB_CIPSOV4_A_MTYPE]		= { .type = NLA_U32 },
	[CLAB_CIPSOV4_A_TAG]		= { .type = NLA_U8 },
	[CLAB_CIPSOV4_A_TAGLST]		= { .type = NLA_NESTED },
	[CLAB_CIPSOV4_A_MLSLVLLOC]	= { .type = NLA_U32 },
	[CLAB_CIPSOV4_A_MLSLVLREM]	= { .type = NLA_U32 },
	[CLAB_CIPSOV4_A_MLSLVL]		= { .type = NLA_NESTED },
	[CLAB_CIPSOV4_A_MLSLVLLST]	= { .type = NLA_NESTED },
	[CLAB_CIPSOV4_A_MLSCATLOC]	= { .type = NLA_U32 },
	[CLAB_CIPSOV4_A_MLSCATREM]	= { .type = NLA_U32 },
	[CLAB_CIPSOV4_A_MLSCAT]		= { .type = NLA_NESTED },
	[CLAB_CIPSOV4_A_MLSCATLST]	= { .type = NLA_NESTED },
};

/* May a DOI of this type list this tag type? */
static bool clab_nl_tag_ok(u32 type, u8 tag)
{
	if (type == CLAB_DOI_LOCAL)
		return tag == CLAB_TAG_LOCAL;
	return tag == CLAB_TAG_BITMAP || tag == CLAB_TAG_ENUM || tag == CLAB_TAG_RANGE;
}

static int clab_nl_tags(struct genl_info *info, struct clab_doi_def *def)
{
	struct nlattr *nla;
	int rem;

	nla_for_each_nested(nla, info->attrs[CLAB_CIPSOV4_A_TAGLST], rem) {
		if (nla_type(nla) != CLAB_CIPSOV4_A_TAG || nla_len(nla) != sizeof(u8))
			return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST,
					   "the tag list holds something that is no tag", -EINVAL);
		if (def->nr_tags == CLAB_TAGS_PER_DOI)
			return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST,
					   "a DOI lists at most 5 tags", -EINVAL);
		if (!clab_nl_tag_ok(def->type, nla_get_u8(nla)))
			return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST,
					   "a DOI of this type can't list this tag", -EINVAL);
		def->tags[def->nr_tags++] = nla_get_u8(nla);
	}
	if (rem)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST,
				   "the tag list ends inside an attribute", -EINVAL);
	if (!def->nr_tags)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST, "the tag list is empty", -EINVAL);
	return 0;
}

static int clab_nl_def(struct genl_info *info, struct clab_doi_def *def)
{
	int ret;

	ret = clab_nl_missing(info, CLAB_CIPSOV4_A_DOI, "the DOI is missing") ?:
	      clab_nl_missing(info, CLAB_CIPSOV4_A_MTYPE, "the type of the DOI is missing") ?:
	      clab_nl_missing(info, CLAB_CIPSOV4_A_TAGLST, "the tag list is missing");
	if (ret)
		return ret;
	def->doi = nla_get_u32(info->attrs[CLAB_CIPSOV4_A_DOI]);
	def->type = nla_get_u32(info->attrs[CLAB_CIPSOV4_A_MTYPE]);
	if (!def->doi)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_DOI, "DOI 0 is reserved", -EINVAL);
	if (def->type == CLAB_DOI_TRANS)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_MTYPE,
				   "this version has no translated DOIs", -EOPNOTSUPP);
	if (def->type != CLAB_DOI_PASS && def->type != CLAB_DOI_LOCAL)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_MTYPE, "there is no such type of DOI",
				   -EINVAL);
	return clab_nl_tags(info, def);
}

static int clab_nl_cipsov4_add(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_doi_def def = {};
	struct clab_net *cn;
	int ret;

	ret = clab_nl_def(info, &def);
	if (ret)
		return ret;
	cn = clab_nl_begin_change(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	ret = clab_config_doi_add(&cn->cfg, &def, info->extack);
	clab_nl_end_change(cn);
	return ret;
}

static int clab_nl_cipsov4_remove(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn;
	int ret;

	ret = clab_nl_missing(info, CLAB_CIPSOV4_A_DOI, "the DOI is missing");
	if (ret)
		return ret;
	cn = clab_nl_begin_change(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	ret = clab_config_doi_remove(&cn->cfg, nla_get_u32(info->attrs[CLAB_CIPSOV4_A_DOI]),
				     info->extack);
	clab_nl_end_change(cn);
	return ret;
}

static int clab_nl_put_def(struct sk_buff *msg, const struct clab_doi_def *def)
{
	struct nlattr *nest;
	int i;

	if (nla_put_u32(msg, CLAB_CIPSOV4_A_MTYPE, def->type))
		return -EMSGSIZE;
	nest = nla_nest_start_noflag(msg, CLAB_CIPSOV4_A_TAGLST);
	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < def->nr_tags; i++)
		if (nla_put_u8(msg, CLAB_CIPSOV4_A_TAG, def->tags[i]))
			return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int clab_nl_cipsov4_list(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_doi_def def;
	struct clab_doi *doi;
	struct clab_net *cn;
	struct sk_buff *msg;
	void *hdr;
	int ret;

	ret = clab_nl_missing(info, CLAB_CIPSOV4_A_DOI, "the DOI is missing");
	if (ret)
		return ret;
	cn = clab_nl_begin(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	rcu_read_lock();
	doi = clab_doi_find_rcu(&cn->cfg.dois, nla_get_u32(info->attrs[CLAB_CIPSOV4_A_DOI]));
	if (doi)
		def = doi->def;
	rcu_read_unlock();
	clab_nl_end(cn);
	if (!doi)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_DOI, "this DOI is not defined", -EINVAL);

	msg = clab_nl_reply_start(info, &clab_nl_cipsov4, CLAB_CIPSOV4_C_LIST,
				  NLMSG_DEFAULT_SIZE, &hdr);
	if (!msg)
		return -ENOMEM;
	ret = clab_nl_put_def(msg, &def);
	if (ret) {
		nlmsg_free(msg);
		return ret;
	}
	return clab_nl_reply_send(msg, hdr, info);
}

static int clab_nl_dump_doi(struct sk_buff *skb, struct netlink_callback *cb,
			    const struct clab_doi *doi)
{
	void *hdr;

	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &clab_nl_cipsov4,
			  NLM_F_MULTI, CLAB_CIPSOV4_C_LISTALL);
	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if (nla_put_u32(skb, CLAB_CIPSOV4_A_DOI, doi->def.doi) ||
	    nla_put_u32(skb, CLAB_CIPSOV4_A_MTYPE, doi->def.type)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/* args[0]: the DOI to go on with; args[1]: there is none any more */
static int clab_nl_cipsov4_listall(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct clab_net *cn = clab_nl_dump_begin(skb, cb);
	struct clab_doi *doi;

	if (!cn)
		return 0;
	doi = (struct clab_doi *)cb->args[0];
	if (!doi)
		doi = list_first_entry(&cn->cfg.doi_list, struct clab_doi, list);
	if (!cb->args[1]) {
		list_for_each_entry_from(doi, &cn->cfg.doi_list, list)
			if (clab_nl_dump_doi(skb, cb, doi))
				break;
		cb->args[1] = list_entry_is_head(doi, &cn->cfg.doi_list, list);
		cb->args[0] = (long)doi;
	}
	clab_nl_end(cn);
	return skb->len;
}

static const struct genl_ops clab_nl_cipsov4_ops[] = {
	CLAB_NL_CHANGE(CLAB_CIPSOV4_C_ADD, clab_nl_cipsov4_add),
	CLAB_NL_CHANGE(CLAB_CIPSOV4_C_REMOVE, clab_nl_cipsov4_remove),
	CLAB_NL_GET(CLAB_CIPSOV4_C_LIST, clab_nl_cipsov4_list),
	CLAB_NL_DUMP(CLAB_CIPSOV4_C_LISTALL, clab_nl_cipsov4_listall),
};

struct genl_family clab_nl_cipsov4 = {
	.version	= CLAB_PROTO_VERSION,
	.maxattr	= CLAB_CIPSOV4_A_MAX,
	.policy		= clab_nl_cipsov4_policy,
	.netnsok	= true,
	.module		= THIS_MODULE,
	.ops		= clab_nl_cipsov4_ops,
	.n_ops		= ARRAY_SIZE(clab_nl_cipsov4_ops),
	.resv_start_op	= __CLAB_CIPSOV4_C_MAX,
};
