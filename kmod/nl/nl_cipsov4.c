// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: the family for DOIs
 */
#include <linux/mm.h>

#include "core/audit.h"
#include "core/map.h"
#include "core/netns.h"
#include "nl/nl.h"

/* Entries of one list attribute, whose length is a u16: a longer table takes
 * several of them.
 */
#define CLAB_NL_LIST_MAX	3000

/**
 * struct clab_nl_table - the attributes of a table of levels or categories
 * @list: type of the list, a nest of @entry
 * @entry: type of an entry, a nest of @here and @wire
 * @here: type of the number on this host
 * @wire: type of the number on the wire
 * @here_max: highest number on this host
 * @wire_max: highest number on the wire
 * @malformed: what is said of a list of something else
 * @range: what is said of a number that is too high
 */
struct clab_nl_table {
	int list;
	int entry;
	int here;
	int wire;
	u32 here_max;
	u32 wire_max;
	const char *malformed;
	const char *range;
};

static const struct clab_nl_table clab_nl_levels = {
	.list = CLAB_CIPSOV4_A_MLSLVLLST,
	.entry = CLAB_CIPSOV4_A_MLSLVL,
	.here = CLAB_CIPSOV4_A_MLSLVLLOC,
	.wire = CLAB_CIPSOV4_A_MLSLVLREM,
	.here_max = CLAB_LEVEL_MAX,
	.wire_max = CLAB_LEVEL_WIRE_MAX,
	.malformed = "the list of levels holds something that is no pair of levels",
	.range = "a level is above 2147483647 here or above 255 on the wire",
};

static const struct clab_nl_table clab_nl_cats = {
	.list = CLAB_CIPSOV4_A_MLSCATLST,
	.entry = CLAB_CIPSOV4_A_MLSCAT,
	.here = CLAB_CIPSOV4_A_MLSCATLOC,
	.wire = CLAB_CIPSOV4_A_MLSCATREM,
	.here_max = CLAB_CAT_MAX,
	.wire_max = CLAB_CAT_WIRE_MAX,
	.malformed = "the list of categories holds something that is no pair of categories",
	.range = "a category is above 2147483647 here or above 65534 on the wire",
};

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

/**
 * clab_nl_tag_ok() - whether a DOI may list a tag
 * @type: enum clab_doi_type
 * @tag: tag type
 * @first: it is the first of the list
 *
 * NetLabel takes a tag 1 in a LOCAL DOI, where it is of no use, and a 0, which
 * ends the list; but it has no tags 2 and 5 in a TRANS DOI.
 *
 * Return: true if it may.
 */
bool clab_nl_tag_ok(u32 type, u8 tag, bool first)
{
	switch (tag) {
	case 0:
		return !first;
	case CLAB_TAG_BITMAP:
		return true;
	case CLAB_TAG_ENUM:
	case CLAB_TAG_RANGE:
		return type != CLAB_DOI_LOCAL;
	case CLAB_TAG_LOCAL:
		return type == CLAB_DOI_LOCAL;
	}
	return false;
}

/* Where a nest ends without the padding of its last attribute, less than nothing
 * remains of it.
 */
static int clab_nl_tags(struct genl_info *info, struct clab_doi_def *def)
{
	struct nlattr *nla;
	int rem, i;

	nla_for_each_nested(nla, info->attrs[CLAB_CIPSOV4_A_TAGLST], rem) {
		if (nla_type(nla) != CLAB_CIPSOV4_A_TAG || nla_len(nla) != sizeof(u8))
			return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST,
					   "the tag list holds something that is no tag", -EINVAL);
		if (def->nr_tags == CLAB_TAGS_PER_DOI)
			return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST,
					   "a DOI lists at most 5 tags", -EINVAL);
		if (!clab_nl_tag_ok(def->type, nla_get_u8(nla), !def->nr_tags))
			return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST,
					   "a DOI of this type can't list this tag", -EINVAL);
		def->tags[def->nr_tags++] = nla_get_u8(nla);
	}
	if (rem > 0)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST,
				   "the tag list ends inside an attribute", -EINVAL);
	if (!def->nr_tags)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_TAGLST, "the tag list is empty", -EINVAL);
	for (i = 0; i < def->nr_tags; i++)
		if (!def->tags[i])
			def->nr_tags = i;
	return 0;
}

/* One entry of a table; the attribute at fault is always the list. */
static int clab_nl_entry(struct genl_info *info, const struct clab_nl_table *table,
			 const struct nlattr *nla, struct clab_map_entry *entry)
{
	const struct nlattr *at, *here = NULL, *wire = NULL;
	int rem;

	if (nla_type(nla) != table->entry)
		return clab_nl_bad(info, table->list, table->malformed, -EINVAL);
	nla_for_each_nested(at, nla, rem) {
		if (nla_type(at) == table->here)
			here = at;
		else if (nla_type(at) == table->wire)
			wire = at;
		else
			return clab_nl_bad(info, table->list, table->malformed, -EINVAL);
	}
	if (rem > 0 || !here || !wire || nla_len(here) != sizeof(u32) ||
	    nla_len(wire) != sizeof(u32))
		return clab_nl_bad(info, table->list, table->malformed, -EINVAL);
	entry->here = nla_get_u32(here);
	entry->wire = nla_get_u32(wire);
	if (entry->here > table->here_max || entry->wire > table->wire_max)
		return clab_nl_bad(info, table->list, table->range, -EINVAL);
	return 0;
}

/* Every attribute of a request of the type of a list, one after the other. */
#define clab_nl_for_each_list(_nla, _info, _table, _rem)				\
	nla_for_each_attr(_nla, genlmsg_data((_info)->genlhdr),				\
			  genlmsg_len((_info)->genlhdr), _rem)				\
		if (nla_type(_nla) != (_table)->list)					\
			;								\
		else

/* Read a table, which the caller has to free also after an error. */
static int clab_nl_list(struct genl_info *info, const struct clab_nl_table *table,
			struct clab_map_list *list)
{
	struct nlattr *nla, *entry;
	int rem, inner, ret;
	u32 room = 0;

	clab_nl_for_each_list(nla, info, table, rem)
		room += nla_len(nla) / NLA_HDRLEN;
	list->entry = kvmalloc_array(room, sizeof(*list->entry), GFP_KERNEL);
	if (!list->entry && room)
		return clab_nl_bad(info, table->list, "no memory for the table", -ENOMEM);
	clab_nl_for_each_list(nla, info, table, rem) {
		nla_for_each_nested(entry, nla, inner) {
			ret = clab_nl_entry(info, table, entry, &list->entry[list->nr]);
			if (ret)
				return ret;
			list->nr++;
		}
		if (inner > 0)
			return clab_nl_bad(info, table->list, table->malformed, -EINVAL);
	}
	return 0;
}

/* Only a TRANS DOI has tables; NetLabel does not look at them for the others,
 * and neither is anything done here.
 */
static int clab_nl_maps(struct genl_info *info, struct clab_doi_def *def)
{
	struct clab_map_list levels = {}, cats = {};
	struct clab_maps *maps;
	int ret;

	if (def->type != CLAB_DOI_TRANS)
		return 0;
	if (!info->attrs[CLAB_CIPSOV4_A_MLSLVLLST])
		return clab_nl_bad(info, 0, "the list of levels is missing", -EINVAL);
	ret = clab_nl_list(info, &clab_nl_levels, &levels) ?:
	      clab_nl_list(info, &clab_nl_cats, &cats);
	if (!ret) {
		maps = clab_maps_build(&levels, &cats);
		if (maps)
			def->trans = &maps->trans;
		else
			ret = clab_nl_bad(info, 0, "no memory for the tables", -ENOMEM);
	}
	kvfree(levels.entry);
	kvfree(cats.entry);
	return ret;
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
	if (def->type != CLAB_DOI_TRANS && def->type != CLAB_DOI_PASS &&
	    def->type != CLAB_DOI_LOCAL)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_MTYPE, "there is no such type of DOI",
				   -EINVAL);
	return clab_nl_tags(info, def) ?: clab_nl_maps(info, def);
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
	if (IS_ERR(cn)) {
		clab_maps_put(def.trans);
		return PTR_ERR(cn);
	}
	ret = clab_config_doi_add(clab_net_config(cn), &def, info->extack);
	if (!ret)
		clab_lab_event_doi(cn, CLAB_LAB_EVENT_ADD, &def);
	clab_audit_doi_add(def.doi, def.type, !ret);
	clab_nl_end_change(cn);
	if (ret)
		clab_maps_put(def.trans);
	return ret;
}

/* A plain mapping has gone with its DOI. */
static void clab_nl_map_gone(const struct clab_map_req *req, void *arg)
{
	clab_audit_map_del(req->domain);
	clab_lab_event_map(arg, CLAB_LAB_EVENT_REMOVE, req);
}

static int clab_nl_cipsov4_remove(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_doi_def number = {};
	struct clab_net *cn;
	int ret;

	ret = clab_nl_missing(info, CLAB_CIPSOV4_A_DOI, "the DOI is missing");
	if (ret)
		return ret;
	cn = clab_nl_begin_change(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	number.doi = nla_get_u32(info->attrs[CLAB_CIPSOV4_A_DOI]);
	ret = clab_config_doi_remove(clab_net_config(cn), number.doi, clab_nl_map_gone, cn,
				     info->extack);
	if (!ret)
		clab_lab_event_doi(cn, CLAB_LAB_EVENT_REMOVE, &number);
	clab_audit_doi_del(number.doi, !ret);
	clab_nl_end_change(cn);
	return ret;
}

static int clab_nl_put_entry(struct sk_buff *msg, const struct clab_nl_table *table,
			     u32 here, u32 wire)
{
	struct nlattr *nest = nla_nest_start_noflag(msg, table->entry);

	if (!nest || nla_put_u32(msg, table->here, here) ||
	    nla_put_u32(msg, table->wire, wire))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/* Put a table in the order of the numbers here. An empty one is a list too. */
static int clab_nl_put_table(struct sk_buff *msg, const struct clab_nl_table *table,
			     const struct clab_runs *runs)
{
	struct nlattr *nest = nla_nest_start_noflag(msg, table->list);
	u32 i, here, n = 0;

	for (i = 0; nest && i < runs->nr; i++) {
		const struct clab_run *run = &runs->run[i];

		for (here = run->from; here <= run->last; here++) {
			if (n++ == CLAB_NL_LIST_MAX) {
				nla_nest_end(msg, nest);
				nest = nla_nest_start_noflag(msg, table->list);
				n = 1;
			}
			if (!nest || clab_nl_put_entry(msg, table, here,
						       run->to + (here - run->from)))
				return -EMSGSIZE;
		}
	}
	if (!nest)
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/* Octets that a table takes in a message. */
static size_t clab_nl_table_size(const struct clab_runs *runs)
{
	size_t nr = clab_maps_count(runs);

	return nr * (nla_total_size(0) + 2 * nla_total_size(sizeof(u32))) +
	       (nr / CLAB_NL_LIST_MAX + 1) * nla_total_size(0);
}

static int clab_nl_put_maps(struct sk_buff *msg, const struct clab_trans *trans)
{
	return clab_nl_put_table(msg, &clab_nl_levels, &trans->level_out) ?:
	       clab_nl_put_table(msg, &clab_nl_cats, &trans->cat_out);
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
	return def->trans ? clab_nl_put_maps(msg, def->trans) : 0;
}

/* The answer to a request for a DOI that is defined. */
static struct sk_buff *clab_nl_def_reply(struct genl_info *info, const struct clab_doi_def *def,
					 void **hdr)
{
	size_t size = NLMSG_DEFAULT_SIZE;
	struct sk_buff *msg;

	if (def->trans)
		size += clab_nl_table_size(&def->trans->level_out) +
			clab_nl_table_size(&def->trans->cat_out);
	msg = clab_nl_reply_start(info, &clab_nl_cipsov4, CLAB_CIPSOV4_C_LIST, size, hdr);
	if (!msg || !clab_nl_put_def(msg, def))
		return msg;
	nlmsg_free(msg);
	return NULL;
}

static int clab_nl_cipsov4_list(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg = NULL;
	struct clab_doi *doi;
	struct clab_net *cn;
	void *hdr;
	int ret;

	ret = clab_nl_missing(info, CLAB_CIPSOV4_A_DOI, "the DOI is missing");
	if (ret)
		return ret;
	cn = clab_nl_begin(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	doi = clab_config_doi(clab_net_config(cn), nla_get_u32(info->attrs[CLAB_CIPSOV4_A_DOI]));
	if (doi)
		msg = clab_nl_def_reply(info, &doi->def, &hdr);
	clab_nl_end(cn);
	if (!doi)
		return clab_nl_bad(info, CLAB_CIPSOV4_A_DOI, "this DOI is not defined", -EINVAL);
	return msg ? clab_nl_reply_send(msg, hdr, info) : -ENOMEM;
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
		doi = list_first_entry(&clab_net_config(cn)->doi_list, struct clab_doi, list);
	if (!cb->args[1]) {
		list_for_each_entry_from(doi, &clab_net_config(cn)->doi_list, list)
			if (clab_nl_dump_doi(skb, cb, doi))
				break;
		cb->args[1] = list_entry_is_head(doi, &clab_net_config(cn)->doi_list, list);
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
