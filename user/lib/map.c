// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: which domain sends what to whom
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <netlink/attr.h>

#include "private.h"

static const struct clab_addr_attrs clab_map_addr_attrs = {
	.v4_addr = CLAB_MGMT_A_IPV4ADDR,
	.v4_mask = CLAB_MGMT_A_IPV4MASK,
	.v6_addr = CLAB_MGMT_A_IPV6ADDR,
	.v6_mask = CLAB_MGMT_A_IPV6MASK,
};

/**
 * clab_proto_has_doi() - does a protocol go by a DOI?
 * @proto: the protocol
 *
 * Return: true when it does.
 */
bool clab_proto_has_doi(const struct clab_proto *proto)
{
	return proto->type == CLAB_NLTYPE_CIPSOV4 ||
	       proto->type == CLAB_NLTYPE_CALIPSO;
}

static int clab_map_doi_attr(const struct clab_proto *proto)
{
	return proto->type == CLAB_NLTYPE_CIPSOV4 ? CLAB_MGMT_A_CV4DOI :
						    CLAB_MGMT_A_CLPDOI;
}

static int clab_map_take_proto(struct nlattr **tb, struct clab_proto *proto)
{
	if (!clab_attr_u32(tb[CLAB_MGMT_A_PROTOCOL], &proto->type))
		return -EBADMSG;
	if (!clab_proto_has_doi(proto))
		return 0;
	return clab_attr_u32(tb[clab_map_doi_attr(proto)], &proto->doi) ?
	       0 : -EBADMSG;
}

static int clab_map_take_selector(struct nlattr *attr, struct clab_vec *vec)
{
	struct nlattr *tb[CLAB_MGMT_A_MAX + 1];
	struct clab_selector *sel = clab_vec_add(vec, sizeof(*sel));

	if (!sel)
		return -ENOMEM;
	if (nla_parse_nested(tb, CLAB_MGMT_A_MAX, attr, NULL) < 0 ||
	    clab_addr_take(tb, &clab_map_addr_attrs, &sel->addr))
		return -EBADMSG;
	return clab_map_take_proto(tb, &sel->proto);
}

static int clab_map_take_selectors(struct nlattr *list, struct clab_vec *vec)
{
	struct nlattr *attr;
	int rem, err;

	nla_for_each_nested(attr, list, rem) {
		if (nla_type(attr) != CLAB_MGMT_A_ADDRSELECTOR)
			continue;
		err = clab_map_take_selector(attr, vec);
		if (err)
			return err;
	}
	return 0;
}

static bool clab_map_same(const struct clab_mapping *a,
			  const struct clab_mapping *b)
{
	if (!a->selective || !b->selective || a->family != b->family ||
	    !a->domain != !b->domain)
		return false;
	return !a->domain || !strcmp(a->domain, b->domain);
}

/* A mapping with more selectors than a message holds comes in several */
static int clab_map_merge(struct clab_vec *maps)
{
	struct clab_mapping *last = (struct clab_mapping *)maps->items +
				    maps->nr - 1;
	struct clab_selector *sel, *from = last->selectors.items;
	size_t i;

	if (maps->nr < 2 || !clab_map_same(last - 1, last))
		return 0;
	for (i = 0; i < last->selectors.nr; i++) {
		sel = clab_vec_add(&last[-1].selectors, sizeof(*sel));
		if (!sel)
			return -ENOMEM;
		*sel = from[i];
	}
	free(last->domain);
	clab_vec_clear(&last->selectors);
	maps->nr--;
	return 0;
}

static int clab_map_take_one(struct nlattr **tb, struct clab_vec *maps)
{
	struct clab_mapping *map = clab_vec_add(maps, sizeof(*map));

	if (!map || clab_attr_str(tb[CLAB_MGMT_A_DOMAIN], &map->domain))
		return -ENOMEM;
	clab_attr_u16(tb[CLAB_MGMT_A_FAMILY], &map->family);
	map->selective = tb[CLAB_MGMT_A_SELECTORLIST];
	if (map->selective)
		return clab_map_take_selectors(tb[CLAB_MGMT_A_SELECTORLIST],
					       &map->selectors);
	return clab_map_take_proto(tb, &map->proto);
}

static int clab_map_take(struct nlattr **tb, void *arg)
{
	int err = clab_map_take_one(tb, arg);

	return err ? err : clab_map_merge(arg);
}

static void clab_map_reset(void *arg)
{
	struct clab_vec *vec = arg;
	struct clab_mapping *map = vec->items;
	size_t i;

	for (i = 0; i < vec->nr; i++) {
		free(map[i].domain);
		clab_vec_clear(&map[i].selectors);
	}
	clab_vec_clear(vec);
}

/**
 * clab_map_free_list() - free what clab_map_list() has read
 * @maps: struct clab_mapping
 */
void clab_map_free_list(struct clab_vec *maps)
{
	clab_map_reset(maps);
}

static int clab_map_get_domains(struct clab_nl *nl, struct clab_vec *maps)
{
	struct clab_reply reply = {
		.attr_max = CLAB_MGMT_A_MAX,
		.take = clab_map_take,
		.reset = clab_map_reset,
		.arg = maps,
	};

	return clab_req_dump(clab_req_new(nl, CLAB_GENL_MGMT,
					  CLAB_MGMT_C_LISTALL), &reply);
}

static struct clab_req *clab_map_default_req(struct clab_nl *nl,
					     uint16_t family)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_MGMT,
					    CLAB_MGMT_C_LISTDEF);

	clab_req_u16(req, CLAB_MGMT_A_FAMILY, family);
	return req;
}

/* A family without a default mapping is no error. A default mapping that is
 * too long for one message comes as a list.
 */
static int clab_map_get_default(struct clab_nl *nl, struct clab_vec *maps,
				uint16_t family)
{
	struct clab_vec own = {};
	struct clab_reply reply = {
		.attr_max = CLAB_MGMT_A_MAX,
		.take = clab_map_take,
		.reset = clab_map_reset,
		.arg = &own,
	};
	struct clab_mapping *map;
	int ret = clab_req_do(clab_map_default_req(nl, family), &reply);

	if (ret == -EMSGSIZE)
		ret = clab_req_dump(clab_map_default_req(nl, family), &reply);
	if (ret == -ENOENT) {
		clab_nl_clear(nl);
		ret = 0;
	}
	map = !ret && own.nr ? clab_vec_add(maps, sizeof(*map)) : NULL;
	if (map) {
		*map = *(struct clab_mapping *)own.items;
		/* It has moved: what it holds is not to be freed here. */
		memset(own.items, 0, sizeof(*map));
	} else if (!ret && own.nr) {
		ret = clab_nl_fail(nl, CLAB_FAILED_HERE, -ENOMEM,
				   "out of memory");
	}
	clab_map_reset(&own);
	return ret;
}

static bool clab_map_is_unlabeled_default(const struct clab_mapping *map)
{
	return !map->domain && !map->selective &&
	       map->proto.type == CLAB_NLTYPE_UNLABELED;
}

/* An unlabeled default of both families is set by one command and shown as
 * one, though the kernel keeps two.
 */
static void clab_map_merge_default(struct clab_vec *maps)
{
	struct clab_mapping *last;

	if (maps->nr < 2)
		return;
	last = (struct clab_mapping *)maps->items + maps->nr - 1;
	if (!clab_map_is_unlabeled_default(last) ||
	    !clab_map_is_unlabeled_default(last - 1))
		return;
	last[-1].family = AF_UNSPEC;
	maps->nr--;
}

/**
 * clab_map_list() - read what every domain sends
 * @nl: the connection
 * @maps: where the mappings go, struct clab_mapping, the default ones last;
 *	  clab_map_free_list() frees them, also after a failure
 *
 * Return: 0 or a negative errno.
 */
int clab_map_list(struct clab_nl *nl, struct clab_vec *maps)
{
	int ret = clab_map_get_domains(nl, maps);

	if (!ret)
		ret = clab_map_get_default(nl, maps, AF_INET);
	if (!ret)
		ret = clab_map_get_default(nl, maps, AF_INET6);
	if (!ret)
		clab_map_merge_default(maps);
	return ret;
}

/**
 * clab_map_add() - say what a domain sends
 * @nl: the connection
 * @domain: the domain, or NULL for the default mapping
 * @addr: to whom, or NULL for everybody
 * @proto: what is sent; its family narrows it to one, which must be that of
 *	   @addr
 *
 * Return: 0 or a negative errno.
 */
int clab_map_add(struct clab_nl *nl, const char *domain,
		 const struct clab_addr *addr, const struct clab_proto *proto)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_MGMT,
					    domain ? CLAB_MGMT_C_ADD :
						     CLAB_MGMT_C_ADDDEF);
	int family = proto->family;

	if (!family && addr)
		family = addr->family;
	if (domain)
		clab_req_str(req, CLAB_MGMT_A_DOMAIN, domain);
	clab_req_u32(req, CLAB_MGMT_A_PROTOCOL, proto->type);
	if (clab_proto_has_doi(proto))
		clab_req_u32(req, clab_map_doi_attr(proto), proto->doi);
	if (family || !clab_proto_has_doi(proto))
		clab_req_u16(req, CLAB_MGMT_A_FAMILY, (uint16_t)family);
	if (addr)
		clab_addr_put(req, &clab_map_addr_attrs, addr);
	return clab_req_do(req, NULL);
}

/**
 * clab_map_del() - remove all that is said about a domain
 * @nl: the connection
 * @domain: the domain, or NULL for the default mapping
 *
 * Return: 0 or a negative errno.
 */
int clab_map_del(struct clab_nl *nl, const char *domain)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_MGMT,
					    domain ? CLAB_MGMT_C_REMOVE :
						     CLAB_MGMT_C_REMOVEDEF);

	if (domain)
		clab_req_str(req, CLAB_MGMT_A_DOMAIN, domain);
	return clab_req_do(req, NULL);
}
