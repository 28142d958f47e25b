// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl map: which domain sends what to whom
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <netlink/attr.h>
#include <linux/cipsolab.h>

#include "addr.h"
#include "cipsoctl.h"
#include "names.h"
#include "nl.h"
#include "out.h"
#include "parse.h"
#include "vec.h"

/* Octets that the attributes of one request need besides the domain's name */
#define CLAB_MAP_PAYLOAD	128

/**
 * struct clab_selector - what is sent to some addresses
 * @addr: the addresses
 * @proto: what is sent
 */
struct clab_selector {
	struct clab_addr addr;
	struct clab_proto proto;
};

/**
 * struct clab_mapping - what a domain sends
 * @domain: its name, or NULL for the default mapping
 * @family: AF_INET, AF_INET6, or AF_UNSPEC for both
 * @selective: it goes by address: @selectors counts and @proto does not
 * @proto: what is sent
 * @selectors: struct clab_selector
 */
struct clab_mapping {
	char *domain;
	u16 family;
	bool selective;
	struct clab_proto proto;
	struct clab_vec selectors;
};

static const struct clab_addr_attrs clab_map_addr_attrs = {
	.v4_addr = CLAB_MGMT_A_IPV4ADDR,
	.v4_mask = CLAB_MGMT_A_IPV4MASK,
	.v6_addr = CLAB_MGMT_A_IPV6ADDR,
	.v6_mask = CLAB_MGMT_A_IPV6MASK,
};

static const char *clab_map_family_name(u16 family)
{
	switch (family) {
	case AF_INET:
		return "IPv4";
	case AF_INET6:
		return "IPv6";
	default:
		return "IPv4/IPv6";
	}
}

static bool clab_map_has_doi(const struct clab_proto *proto)
{
	return proto->type == CLAB_NLTYPE_CIPSOV4 ||
	       proto->type == CLAB_NLTYPE_CALIPSO;
}

static void clab_map_proto_plain(const struct clab_proto *proto)
{
	clab_name_print(&clab_proto_names, CLAB_NAME_PLAIN, proto->type);
	if (clab_map_has_doi(proto))
		printf(",%u", proto->doi);
}

static void clab_map_proto_pretty(const struct clab_proto *proto)
{
	fputs("protocol: ", stdout);
	clab_name_print(&clab_proto_names, CLAB_NAME_PRETTY, proto->type);
	if (clab_map_has_doi(proto))
		printf(", DOI = %u", proto->doi);
	putchar('\n');
}

static void clab_map_proto_json(const struct clab_proto *proto)
{
	clab_name_json(&clab_proto_names, "protocol", proto->type);
	if (clab_map_has_doi(proto))
		clab_json_u32("doi", proto->doi);
	else
		clab_json_str("doi", NULL);
}

static void clab_map_selectors_plain(const struct clab_vec *selectors)
{
	const struct clab_selector *sel = selectors->items;
	size_t i;

	for (i = 0; i < selectors->nr; i++) {
		printf("%saddress:", i ? "," : "");
		clab_addr_print(&sel[i].addr);
		fputs(",protocol:", stdout);
		clab_map_proto_plain(&sel[i].proto);
	}
}

static void clab_map_plain(const void *item)
{
	const struct clab_mapping *map = item;

	if (map->domain)
		printf("domain:\"%s\",", map->domain);
	else
		fputs("domain:DEFAULT,", stdout);
	if (map->selective) {
		clab_map_selectors_plain(&map->selectors);
		return;
	}
	clab_map_proto_plain(&map->proto);
	if (map->proto.type == CLAB_NLTYPE_UNLABELED && map->family)
		fputs(map->family == AF_INET ? ",4" : ",6", stdout);
}

static void clab_map_pretty(const void *item, const void *prev)
{
	const struct clab_mapping *map = item;
	const struct clab_selector *sel = map->selectors.items;
	size_t i;

	(void)prev;
	if (map->domain)
		printf(" domain: \"%s\" ", map->domain);
	else
		fputs(" domain: DEFAULT ", stdout);
	printf("(%s)\n", clab_map_family_name(map->family));
	if (!map->selective) {
		fputs("   ", stdout);
		clab_map_proto_pretty(&map->proto);
	}
	for (i = 0; i < map->selectors.nr; i++) {
		fputs("   address: ", stdout);
		clab_addr_print(&sel[i].addr);
		fputs("\n    ", stdout);
		clab_map_proto_pretty(&sel[i].proto);
	}
}

static void clab_map_json(const void *item)
{
	const struct clab_mapping *map = item;
	const struct clab_selector *sel = map->selectors.items;
	size_t i;

	clab_json_open(NULL, '{');
	clab_json_str("domain", map->domain);
	clab_json_str("family", clab_map_family_name(map->family));
	if (map->selective) {
		clab_json_str("protocol", NULL);
		clab_json_str("doi", NULL);
	} else {
		clab_map_proto_json(&map->proto);
	}
	clab_json_open("selectors", '[');
	for (i = 0; i < map->selectors.nr; i++) {
		clab_json_open(NULL, '{');
		clab_addr_json(&sel[i].addr);
		clab_map_proto_json(&sel[i].proto);
		clab_json_close('}');
	}
	clab_json_close(']');
	clab_json_close('}');
}

static const struct clab_view clab_map_view = {
	.title = "Configured NetLabel domain mappings",
	.plain = clab_map_plain,
	.pretty = clab_map_pretty,
	.json = clab_map_json,
};

static int clab_map_take_proto(struct nlattr **tb, struct clab_proto *proto)
{
	int doi;

	if (!clab_attr_u32(tb[CLAB_MGMT_A_PROTOCOL], &proto->type))
		return -EBADMSG;
	if (!clab_map_has_doi(proto))
		return 0;
	doi = proto->type == CLAB_NLTYPE_CIPSOV4 ? CLAB_MGMT_A_CV4DOI :
						   CLAB_MGMT_A_CLPDOI;
	return clab_attr_u32(tb[doi], &proto->doi) ? 0 : -EBADMSG;
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

static int clab_map_take(struct nlattr **tb, void *arg)
{
	struct clab_mapping *map = clab_vec_add(arg, sizeof(*map));
	struct nlattr *family = tb[CLAB_MGMT_A_FAMILY];
	struct nlattr *domain = tb[CLAB_MGMT_A_DOMAIN];

	if (!map)
		return -ENOMEM;
	if (family && nla_len(family) >= (int)sizeof(map->family))
		map->family = nla_get_u16(family);
	if (domain) {
		map->domain = strndup(nla_data(domain),
				      (size_t)nla_len(domain));
		if (!map->domain)
			return -ENOMEM;
	}
	map->selective = tb[CLAB_MGMT_A_SELECTORLIST];
	if (map->selective)
		return clab_map_take_selectors(tb[CLAB_MGMT_A_SELECTORLIST],
					       &map->selectors);
	return clab_map_take_proto(tb, &map->proto);
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

static int clab_map_get_domains(struct clab_vec *maps)
{
	struct clab_req req;
	struct clab_reply reply = {
		.attr_max = CLAB_MGMT_A_MAX,
		.take = clab_map_take,
		.reset = clab_map_reset,
		.arg = maps,
	};

	clab_req_begin(&req, CLAB_GENL_MGMT, CLAB_MGMT_C_LISTALL, 0);
	clab_req_dump(&req, &reply);
	return clab_req_end(&req);
}

/* A family without a default mapping is no error */
static int clab_map_get_default(struct clab_vec *maps, u16 family)
{
	struct clab_req req;
	struct clab_reply reply = {
		.attr_max = CLAB_MGMT_A_MAX,
		.take = clab_map_take,
		.arg = maps,
	};

	clab_req_begin(&req, CLAB_GENL_MGMT, CLAB_MGMT_C_LISTDEF, 8);
	clab_req_u16(&req, CLAB_MGMT_A_FAMILY, family);
	if (clab_req_do(&req, &reply) == -ENOENT)
		clab_req_forgive(&req);
	return clab_req_end(&req);
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
 * clab_cmd_map_list() - map list
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_map_list(int argc, char **argv)
{
	struct clab_vec maps = {};
	int ret = clab_parse_none(argc, argv);

	if (!ret)
		ret = clab_map_get_domains(&maps);
	if (!ret)
		ret = clab_map_get_default(&maps, AF_INET);
	if (!ret)
		ret = clab_map_get_default(&maps, AF_INET6);
	if (!ret) {
		clab_map_merge_default(&maps);
		clab_out_list(&clab_map_view, maps.items, maps.nr,
			      sizeof(struct clab_mapping));
	}
	clab_map_reset(&maps);
	return ret;
}

/* Exactly one of default and domain:NAME; @domain is NULL for default */
static int clab_map_parse_whose(const struct clab_param *params, size_t nr,
				const char **domain)
{
	*domain = clab_param(params, nr, "domain:");
	if (!*domain && !clab_param(params, nr, "default"))
		return clab_usage("'default' or 'domain:NAME' is missing");
	if (*domain && clab_param(params, nr, "default"))
		return clab_usage("'default' and 'domain:' exclude each other");
	return *domain ? clab_parse_domain(*domain) : 0;
}

/**
 * struct clab_map_add - what map add is asked for
 * @domain: the domain, or NULL for the default mapping
 * @by_addr: @addr counts
 * @addr: the addresses
 * @proto: what is sent
 */
struct clab_map_add {
	const char *domain;
	bool by_addr;
	struct clab_addr addr;
	struct clab_proto proto;
};

static int clab_map_parse_fit(const struct clab_map_add *add)
{
	if (!add->by_addr || !add->proto.family ||
	    add->proto.family == add->addr.family)
		return 0;
	if (add->proto.type == CLAB_NLTYPE_CIPSOV4)
		return clab_usage("protocol:cipso is for IPv4, address: is IPv6");
	return clab_usage("protocol:unlbl,%d does not fit the family of address:",
			  add->proto.family == AF_INET ? 4 : 6);
}

static int clab_map_parse_add(int argc, char **argv, struct clab_map_add *add)
{
	struct clab_param params[] = {
		{ "default", NULL }, { "domain:", NULL },
		{ "address:", NULL }, { "protocol:", NULL },
	};
	size_t nr = clab_count(params);
	const char *addr, *proto;
	int ret = clab_parse_params(argc, argv, params, nr);

	if (!ret)
		ret = clab_map_parse_whose(params, nr, &add->domain);
	if (ret)
		return ret;
	addr = clab_param(params, nr, "address:");
	proto = clab_param(params, nr, "protocol:");
	if (!proto)
		return clab_usage("'protocol:' is missing");
	add->by_addr = addr;
	if ((addr && clab_parse_addr(addr, &add->addr)) ||
	    clab_parse_proto(proto, &add->proto))
		return CLAB_EXIT_USAGE;
	return clab_map_parse_fit(add);
}

/**
 * clab_cmd_map_add() - map add
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_map_add(int argc, char **argv)
{
	struct clab_map_add add = {};
	struct clab_req req;
	int ret = clab_map_parse_add(argc, argv, &add);

	if (ret)
		return ret;
	clab_req_begin(&req, CLAB_GENL_MGMT,
		       add.domain ? CLAB_MGMT_C_ADD : CLAB_MGMT_C_ADDDEF,
		       CLAB_MAP_PAYLOAD + CLAB_DOMAIN_MAX);
	if (add.domain)
		clab_req_str(&req, CLAB_MGMT_A_DOMAIN, add.domain);
	clab_req_u32(&req, CLAB_MGMT_A_PROTOCOL, add.proto.type);
	if (add.proto.type == CLAB_NLTYPE_CIPSOV4)
		clab_req_u32(&req, CLAB_MGMT_A_CV4DOI, add.proto.doi);
	else if (!add.by_addr)
		clab_req_u16(&req, CLAB_MGMT_A_FAMILY, (u16)add.proto.family);
	if (add.by_addr)
		clab_addr_put(&req, &clab_map_addr_attrs, &add.addr);
	return clab_req_run(&req, NULL);
}

/**
 * clab_cmd_map_del() - map del
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_map_del(int argc, char **argv)
{
	struct clab_param params[] = {
		{ "default", NULL }, { "domain:", NULL },
	};
	const char *domain;
	struct clab_req req;
	int ret = clab_parse_params(argc, argv, params, clab_count(params));

	if (!ret)
		ret = clab_map_parse_whose(params, clab_count(params), &domain);
	if (ret)
		return ret;
	clab_req_begin(&req, CLAB_GENL_MGMT,
		       domain ? CLAB_MGMT_C_REMOVE : CLAB_MGMT_C_REMOVEDEF,
		       CLAB_MAP_PAYLOAD + CLAB_DOMAIN_MAX);
	if (domain)
		clab_req_str(&req, CLAB_MGMT_A_DOMAIN, domain);
	return clab_req_run(&req, NULL);
}
