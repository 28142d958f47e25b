// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: entries of a configuration to and from the kernel
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <netlink/attr.h>

#include "private.h"

/* Pairs of one entry: well below what an attribute can hold */
#define CLAB_ENTRY_PAIRS	4000

/**
 * clab_entry_addr() - add an address and its prefix to an entry
 * @req: the request
 * @addr: the address
 */
void clab_entry_addr(struct clab_req *req, const struct clab_addr *addr)
{
	clab_req_put(req, addr->family == AF_INET ? CLAB_LAB_E_ADDR4 :
						    CLAB_LAB_E_ADDR6,
		     addr->addr, addr->size);
	clab_req_u8(req, CLAB_LAB_E_PREFIXLEN, (uint8_t)addr->prefix);
}

/* Some of a list of pairs, from @from on; returns where the rest begins */
static size_t clab_entry_pairs(struct clab_req *req, int attr,
			       const struct clab_vec *pairs, size_t from)
{
	const struct clab_pair *pair = pairs->items;
	size_t nr = pairs->nr - from;

	if (nr > CLAB_ENTRY_PAIRS)
		nr = CLAB_ENTRY_PAIRS;
	if (nr)
		clab_req_put(req, attr, pair + from, nr * sizeof(*pair));
	return from + nr;
}

/**
 * clab_entry_doi() - add a DOI to a request
 * @req: the request
 * @doi: the DOI; one with many levels and categories takes several entries
 */
void clab_entry_doi(struct clab_req *req, const struct clab_doi *doi)
{
	size_t level = 0, cat = 0, nest;
	bool first = true;

	do {
		nest = clab_req_nest(req, CLAB_LAB_A_ENTRY);
		clab_req_u8(req, CLAB_LAB_E_KIND, CLAB_LAB_KIND_DOI);
		clab_req_u32(req, CLAB_LAB_E_DOI, doi->doi);
		if (first) {
			clab_req_u32(req, CLAB_LAB_E_MTYPE, doi->type);
			clab_req_put(req, CLAB_LAB_E_TAGS, doi->tags.items,
				     doi->tags.nr);
		}
		level = clab_entry_pairs(req, CLAB_LAB_E_LEVELS, &doi->levels,
					 level);
		cat = clab_entry_pairs(req, CLAB_LAB_E_CATS, &doi->cats, cat);
		clab_req_nest_end(req, nest);
		first = false;
	} while (level < doi->levels.nr || cat < doi->cats.nr);
}

/**
 * clab_entry_map() - add a mapping, or one address selector of it
 * @req: the request
 * @map: the mapping
 * @sel: the selector, or NULL for the mapping as such
 */
void clab_entry_map(struct clab_req *req, const struct clab_mapping *map,
		    const struct clab_selector *sel)
{
	const struct clab_proto *proto = sel ? &sel->proto : &map->proto;
	size_t nest = clab_req_nest(req, CLAB_LAB_A_ENTRY);

	clab_req_u8(req, CLAB_LAB_E_KIND, CLAB_LAB_KIND_MAP);
	if (map->domain)
		clab_req_str(req, CLAB_LAB_E_DOMAIN, map->domain);
	if (!sel && map->family)
		clab_req_u16(req, CLAB_LAB_E_FAMILY, map->family);
	clab_req_u32(req, CLAB_LAB_E_PROTOCOL, proto->type);
	if (clab_proto_has_doi(proto))
		clab_req_u32(req, CLAB_LAB_E_DOI, proto->doi);
	if (sel)
		clab_entry_addr(req, &sel->addr);
	clab_req_nest_end(req, nest);
}

/**
 * clab_entry_static() - add a static label to a request
 * @req: the request
 * @st: the static label
 */
void clab_entry_static(struct clab_req *req, const struct clab_static *st)
{
	size_t nest = clab_req_nest(req, CLAB_LAB_A_ENTRY);

	clab_req_u8(req, CLAB_LAB_E_KIND, CLAB_LAB_KIND_STATIC);
	if (st->iface)
		clab_req_str(req, CLAB_LAB_E_IFACE, st->iface);
	clab_entry_addr(req, &st->addr);
	clab_req_put(req, CLAB_LAB_E_SECCTX, st->label, strlen(st->label) + 1);
	clab_req_nest_end(req, nest);
}

/**
 * clab_entry_value() - add a setting to a request
 * @req: the request
 * @kind: CLAB_LAB_KIND_ACCEPT or CLAB_LAB_KIND_TUNABLE
 * @name: the setting's name, or NULL
 * @value: what it is set to
 */
void clab_entry_value(struct clab_req *req, uint8_t kind, const char *name,
		      uint32_t value)
{
	size_t nest = clab_req_nest(req, CLAB_LAB_A_ENTRY);

	clab_req_u8(req, CLAB_LAB_E_KIND, kind);
	if (name)
		clab_req_str(req, CLAB_LAB_E_NAME, name);
	clab_req_u32(req, CLAB_LAB_E_VALUE, value);
	clab_req_nest_end(req, nest);
}

static int clab_entry_take_addr(struct nlattr **tb, struct clab_addr *addr)
{
	struct nlattr *v4 = tb[CLAB_LAB_E_ADDR4];
	struct nlattr *host = v4 ? v4 : tb[CLAB_LAB_E_ADDR6];
	uint8_t prefix;

	addr->family = v4 ? AF_INET : AF_INET6;
	addr->size = v4 ? 4 : 16;
	if (!host || nla_len(host) != (int)addr->size ||
	    !clab_attr_u8(tb[CLAB_LAB_E_PREFIXLEN], &prefix))
		return -EBADMSG;
	memcpy(addr->addr, nla_data(host), addr->size);
	clab_addr_set_prefix(addr, prefix);
	return 0;
}

static int clab_entry_take_pairs(struct nlattr *attr, struct clab_vec *pairs)
{
	const char *at = attr ? nla_data(attr) : NULL;
	size_t nr = attr ? (size_t)nla_len(attr) / sizeof(struct clab_pair) : 0;
	struct clab_pair *pair;

	for (; nr--; at += sizeof(*pair)) {
		pair = clab_vec_add(pairs, sizeof(*pair));
		if (!pair)
			return -ENOMEM;
		memcpy(pair, at, sizeof(*pair));
	}
	return 0;
}

static int clab_entry_take_tags(struct nlattr *attr, struct clab_vec *tags)
{
	const uint8_t *at = attr ? nla_data(attr) : NULL;
	int nr = attr ? nla_len(attr) : 0;
	uint8_t *tag;

	while (nr--) {
		tag = clab_vec_add(tags, sizeof(*tag));
		if (!tag)
			return -ENOMEM;
		*tag = *at++;
	}
	return 0;
}

/* An entry without a type goes on with the DOI of the one before */
static int clab_entry_take_doi(struct nlattr **tb, struct clab_conf *conf)
{
	struct clab_doi *doi;
	uint32_t number;
	int err;

	if (!clab_attr_u32(tb[CLAB_LAB_E_DOI], &number))
		return -EBADMSG;
	doi = conf->dois.nr ?
	      (struct clab_doi *)conf->dois.items + conf->dois.nr - 1 : NULL;
	if (!doi || doi->doi != number)
		doi = clab_vec_add(&conf->dois, sizeof(*doi));
	if (!doi)
		return -ENOMEM;
	doi->doi = number;
	clab_attr_u32(tb[CLAB_LAB_E_MTYPE], &doi->type);
	err = clab_entry_take_tags(tb[CLAB_LAB_E_TAGS], &doi->tags);
	if (!err)
		err = clab_entry_take_pairs(tb[CLAB_LAB_E_LEVELS], &doi->levels);
	if (!err)
		err = clab_entry_take_pairs(tb[CLAB_LAB_E_CATS], &doi->cats);
	return err;
}

static bool clab_entry_same_map(const struct clab_mapping *map,
				const char *domain, uint16_t family)
{
	if (!map->selective || map->family != family)
		return false;
	return map->domain && domain ? !strcmp(map->domain, domain) :
				       !map->domain && !domain;
}

/* The mapping that a selector belongs to: those of one come together */
static struct clab_mapping *clab_entry_map_of(struct clab_conf *conf,
					      char *domain, uint16_t family)
{
	struct clab_mapping *map = conf->maps.items;

	if (conf->maps.nr &&
	    clab_entry_same_map(&map[conf->maps.nr - 1], domain, family)) {
		free(domain);
		return &map[conf->maps.nr - 1];
	}
	map = clab_vec_add(&conf->maps, sizeof(*map));
	if (!map) {
		free(domain);
		return NULL;
	}
	map->domain = domain;
	map->family = family;
	map->selective = true;
	return map;
}

static int clab_entry_take_selector(struct nlattr **tb, char *domain,
				    const struct clab_proto *proto,
				    struct clab_conf *conf)
{
	struct clab_selector sel = { .proto = *proto };
	struct clab_selector *new;
	struct clab_mapping *map;
	int err;

	err = clab_entry_take_addr(tb, &sel.addr);
	if (err) {
		free(domain);
		return err;
	}
	map = clab_entry_map_of(conf, domain, (uint16_t)sel.addr.family);
	new = map ? clab_vec_add(&map->selectors, sizeof(*new)) : NULL;
	if (!new)
		return -ENOMEM;
	*new = sel;
	return 0;
}

/* The protocol may be left out where a removed mapping is told of */
static int clab_entry_take_map(struct nlattr **tb, struct clab_conf *conf)
{
	struct clab_proto proto = {};
	struct clab_mapping *map;
	char *domain = NULL;

	clab_attr_u32(tb[CLAB_LAB_E_PROTOCOL], &proto.type);
	clab_attr_u32(tb[CLAB_LAB_E_DOI], &proto.doi);
	if (clab_attr_str(tb[CLAB_LAB_E_DOMAIN], &domain))
		return -ENOMEM;
	if (tb[CLAB_LAB_E_PREFIXLEN])
		return clab_entry_take_selector(tb, domain, &proto, conf);
	map = clab_vec_add(&conf->maps, sizeof(*map));
	if (!map) {
		free(domain);
		return -ENOMEM;
	}
	map->domain = domain;
	map->proto = proto;
	clab_attr_u16(tb[CLAB_LAB_E_FAMILY], &map->family);
	map->proto.family = map->family;
	return 0;
}

static int clab_entry_take_static(struct nlattr **tb, struct clab_conf *conf)
{
	struct clab_static *st = clab_vec_add(&conf->statics, sizeof(*st));

	if (!st || clab_attr_str(tb[CLAB_LAB_E_IFACE], &st->iface) ||
	    clab_attr_str(tb[CLAB_LAB_E_SECCTX], &st->label))
		return -ENOMEM;
	if (!st->label)
		st->label = strdup("");
	if (!st->label)
		return -ENOMEM;
	return clab_entry_take_addr(tb, &st->addr);
}

static int clab_entry_take_tunable(struct nlattr **tb, struct clab_conf *conf)
{
	struct clab_tunable *tunable = clab_vec_add(&conf->tunables,
						    sizeof(*tunable));

	if (!tunable || clab_attr_str(tb[CLAB_LAB_E_NAME], &tunable->name))
		return -ENOMEM;
	if (!tunable->name || !clab_attr_u32(tb[CLAB_LAB_E_VALUE], &tunable->value))
		return -EBADMSG;
	return 0;
}

static int clab_entry_take_accept(struct nlattr **tb, struct clab_conf *conf)
{
	uint32_t value;

	if (!clab_attr_u32(tb[CLAB_LAB_E_VALUE], &value))
		return -EBADMSG;
	conf->has_accept = true;
	conf->accept = value;
	return 0;
}

/**
 * clab_entry_take() - read an entry
 * @entry: the attribute
 * @conf: where it goes; an entry of a kind that this library does not know is
 *	  left out
 *
 * Return: 0, -EBADMSG or -ENOMEM.
 */
int clab_entry_take(struct nlattr *entry, struct clab_conf *conf)
{
	struct nlattr *tb[CLAB_LAB_E_MAX + 1];
	uint8_t kind;

	if (nla_parse_nested(tb, CLAB_LAB_E_MAX, entry, NULL) < 0 ||
	    !clab_attr_u8(tb[CLAB_LAB_E_KIND], &kind))
		return -EBADMSG;
	switch (kind) {
	case CLAB_LAB_KIND_DOI:
		return clab_entry_take_doi(tb, conf);
	case CLAB_LAB_KIND_MAP:
		return clab_entry_take_map(tb, conf);
	case CLAB_LAB_KIND_STATIC:
		return clab_entry_take_static(tb, conf);
	case CLAB_LAB_KIND_ACCEPT:
		return clab_entry_take_accept(tb, conf);
	case CLAB_LAB_KIND_TUNABLE:
		return clab_entry_take_tunable(tb, conf);
	default:
		return 0;
	}
}
