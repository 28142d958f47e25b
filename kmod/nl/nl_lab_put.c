// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: writing entries, the unit of the family CLAB_LAB
 */
#include <linux/socket.h>

#include "core/map.h"
#include "nl/nl.h"
#include "nl/nl_lab.h"

static u16 clab_lab_slot_family(enum clab_slot slot)
{
	if (slot == CLAB_SLOT_BOTH)
		return AF_UNSPEC;
	return slot == CLAB_SLOT_V4 ? AF_INET : AF_INET6;
}

/* Open an entry; NULL when there is no room. */
static struct nlattr *clab_lab_put_open(struct sk_buff *skb, int attr, u8 kind)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (nest && nla_put_u8(skb, CLAB_LAB_E_KIND, kind)) {
		nla_nest_cancel(skb, nest);
		return NULL;
	}
	return nest;
}

static int clab_lab_put_close(struct sk_buff *skb, struct nlattr *nest, int error)
{
	if (error)
		nla_nest_cancel(skb, nest);
	else
		nla_nest_end(skb, nest);
	return error;
}

static int clab_lab_put_prefix(struct sk_buff *skb, bool v4, const struct clab_prefix *prefix)
{
	if (nla_put(skb, v4 ? CLAB_LAB_E_ADDR4 : CLAB_LAB_E_ADDR6, v4 ? 4 : 16, prefix->addr))
		return -EMSGSIZE;
	return nla_put_u8(skb, CLAB_LAB_E_PREFIXLEN, prefix->len);
}

static int clab_lab_put_where(struct sk_buff *skb, const char *domain, enum clab_slot slot,
			      const struct clab_prefix *prefix)
{
	if (domain && nla_put_string(skb, CLAB_LAB_E_DOMAIN, domain))
		return -EMSGSIZE;
	if (nla_put_u16(skb, CLAB_LAB_E_FAMILY, clab_lab_slot_family(slot)))
		return -EMSGSIZE;
	return prefix ? clab_lab_put_prefix(skb, slot == CLAB_SLOT_V4, prefix) : 0;
}

static int clab_lab_put_what(struct sk_buff *skb, u32 proto, u32 doi)
{
	if (proto && nla_put_u32(skb, CLAB_LAB_E_PROTOCOL, proto))
		return -EMSGSIZE;
	return doi ? nla_put_u32(skb, CLAB_LAB_E_DOI, doi) : 0;
}

/**
 * clab_lab_put_map() - write the entry of a mapping
 * @skb: the message
 * @attr: the attribute that it goes into
 * @domain: its domain, NULL: the default
 * @slot: its family
 * @sel: its address selector, or NULL
 * @target: what is mapped
 *
 * Return: 0 or -EMSGSIZE, with nothing written.
 */
int clab_lab_put_map(struct sk_buff *skb, int attr, const char *domain, enum clab_slot slot,
		     const struct clab_selector *sel, const struct clab_target *target)
{
	struct nlattr *nest = clab_lab_put_open(skb, attr, CLAB_LAB_KIND_MAP);
	const struct clab_prefix *prefix = sel ? &sel->prefix : NULL;

	if (!nest)
		return -EMSGSIZE;
	return clab_lab_put_close(skb, nest,
				  clab_lab_put_where(skb, domain, slot, prefix) ?:
				  clab_lab_put_what(skb, target->proto,
						    target->doi ? target->doi->def.doi : 0));
}

/**
 * clab_lab_put_map_req() - write the entry of a mapping that was asked for
 * @skb: the message
 * @attr: the attribute that it goes into
 * @req: the mapping; without @req->proto: only where it is
 *
 * Return: 0 or -EMSGSIZE, with nothing written.
 */
int clab_lab_put_map_req(struct sk_buff *skb, int attr, const struct clab_map_req *req)
{
	struct nlattr *nest = clab_lab_put_open(skb, attr, CLAB_LAB_KIND_MAP);

	if (!nest)
		return -EMSGSIZE;
	return clab_lab_put_close(skb, nest,
				  clab_lab_put_where(skb, req->domain, req->slot,
						     req->selector ? &req->prefix : NULL) ?:
				  clab_lab_put_what(skb, req->proto, req->doi));
}

/**
 * clab_lab_put_doi() - write the entry of a DOI, without levels and categories
 * @skb: the message
 * @attr: the attribute that it goes into
 * @def: its definition; without type: only its number
 *
 * Return: 0 or -EMSGSIZE, with nothing written.
 */
int clab_lab_put_doi(struct sk_buff *skb, int attr, const struct clab_doi_def *def)
{
	struct nlattr *nest = clab_lab_put_open(skb, attr, CLAB_LAB_KIND_DOI);
	int ret;

	if (!nest)
		return -EMSGSIZE;
	ret = nla_put_u32(skb, CLAB_LAB_E_DOI, def->doi);
	if (!ret && def->type)
		ret = nla_put_u32(skb, CLAB_LAB_E_MTYPE, def->type) ?:
		      nla_put(skb, CLAB_LAB_E_TAGS, def->nr_tags, def->tags);
	return clab_lab_put_close(skb, nest, ret);
}

/* As many levels or categories as there is room for, from the nth on. */
static int clab_lab_put_pairs(struct sk_buff *skb, int attr, const struct clab_trans *trans,
			      enum clab_maps_table table, u32 first, u32 *nr)
{
	u32 all = clab_maps_entries(trans, table);
	int room = skb_tailroom(skb) - NLA_HDRLEN;
	struct nlattr *nla;

	*nr = 0;
	if (first >= all)
		return 0;
	if (room < (int)sizeof(struct clab_lab_pair))
		return -EMSGSIZE;
	*nr = min_t(u32, all - first, room / sizeof(struct clab_lab_pair));
	nla = nla_reserve(skb, attr, *nr * sizeof(struct clab_lab_pair));
	if (!nla)
		return -EMSGSIZE;
	clab_maps_copy(trans, table, first, nla_data(nla), *nr);
	return first + *nr < all ? -EMSGSIZE : 0;
}

/* Levels, then categories; *index counts both. */
static int clab_lab_put_tables(struct sk_buff *skb, const struct clab_trans *trans, u32 *index)
{
	u32 levels = clab_maps_entries(trans, CLAB_MAPS_LEVELS);
	u32 nr;
	int ret;

	ret = clab_lab_put_pairs(skb, CLAB_LAB_E_LEVELS, trans, CLAB_MAPS_LEVELS, *index, &nr);
	*index += nr;
	if (ret)
		return ret;
	ret = clab_lab_put_pairs(skb, CLAB_LAB_E_CATS, trans, CLAB_MAPS_CATS, *index - levels,
				 &nr);
	*index += nr;
	return ret;
}

/**
 * clab_lab_put_doi_part() - write an entry of a DOI, as much as fits
 * @skb: the message
 * @attr: the attribute that it goes into
 * @def: its definition
 * @index: levels and categories that have been written; goes on
 *
 * Return: 0: that was all of it; or -EMSGSIZE: there is more, to be written in
 *	the next message.
 */
int clab_lab_put_doi_part(struct sk_buff *skb, int attr, const struct clab_doi_def *def,
			  u32 *index)
{
	struct nlattr *nest;
	u32 before = *index;
	int ret;

	if (!def->trans)
		return clab_lab_put_doi(skb, attr, def);
	nest = clab_lab_put_open(skb, attr, CLAB_LAB_KIND_DOI);
	if (!nest)
		return -EMSGSIZE;
	ret = nla_put_u32(skb, CLAB_LAB_E_DOI, def->doi);
	if (!ret && !before)
		ret = nla_put_u32(skb, CLAB_LAB_E_MTYPE, def->type) ?:
		      nla_put(skb, CLAB_LAB_E_TAGS, def->nr_tags, def->tags);
	if (!ret)
		ret = clab_lab_put_tables(skb, def->trans, index);
	clab_lab_put_close(skb, nest, ret && *index == before ? ret : 0);
	return ret;
}

/**
 * clab_lab_put_static() - write the entry of a static label
 * @skb: the message
 * @attr: the attribute that it goes into
 * @iface: its interface, NULL: the default
 * @family: family of @prefix
 * @prefix: where packets come from
 * @label: the label
 *
 * Return: 0 or -EMSGSIZE, with nothing written.
 */
int clab_lab_put_static(struct sk_buff *skb, int attr, const char *iface,
			enum clab_unlbl_family family, const struct clab_prefix *prefix,
			const struct clab_unlbl_label *label)
{
	struct nlattr *nest = clab_lab_put_open(skb, attr, CLAB_LAB_KIND_STATIC);
	int ret = 0;

	if (!nest)
		return -EMSGSIZE;
	if (iface)
		ret = nla_put_string(skb, CLAB_LAB_E_IFACE, iface);
	ret = ret ?: clab_lab_put_prefix(skb, family == CLAB_UNLBL_V4, prefix) ?:
	      nla_put(skb, CLAB_LAB_E_SECCTX, label->len, label->text);
	return clab_lab_put_close(skb, nest, ret);
}

/**
 * clab_lab_put_tunable() - write the entry of a setting
 * @skb: the message
 * @attr: the attribute that it goes into
 * @tun: the values
 * @which: one of them
 *
 * Return: 0 or -EMSGSIZE, with nothing written.
 */
int clab_lab_put_tunable(struct sk_buff *skb, int attr, const struct clab_tunables *tun,
			 const struct clab_tunable *which)
{
	struct nlattr *nest = clab_lab_put_open(skb, attr, CLAB_LAB_KIND_TUNABLE);

	if (!nest)
		return -EMSGSIZE;
	return clab_lab_put_close(skb, nest,
				  nla_put_string(skb, CLAB_LAB_E_NAME, which->name) ?:
				  nla_put_u32(skb, CLAB_LAB_E_VALUE,
					      clab_tunable_get(tun, which)));
}

/**
 * clab_lab_put_accept() - write the entry that says whether unlabeled is accepted
 * @skb: the message
 * @attr: the attribute that it goes into
 * @accept: whether it is
 *
 * Return: 0 or -EMSGSIZE, with nothing written.
 */
int clab_lab_put_accept(struct sk_buff *skb, int attr, bool accept)
{
	struct nlattr *nest = clab_lab_put_open(skb, attr, CLAB_LAB_KIND_ACCEPT);

	if (!nest)
		return -EMSGSIZE;
	return clab_lab_put_close(skb, nest, nla_put_u32(skb, CLAB_LAB_E_VALUE, accept));
}
