// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl map: which domain sends what to whom
 */
#include <stdio.h>
#include <sys/socket.h>

#include "cipsoctl.h"
#include "out.h"
#include "parse.h"
#include "show.h"
#include "target.h"

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

static void clab_map_proto_plain(const struct clab_proto *proto)
{
	clab_name_print(CLAB_NAME_PROTO, CLAB_NAME_PLAIN, proto->type);
	if (clab_proto_has_doi(proto))
		printf(",%u", proto->doi);
}

static void clab_map_proto_pretty(const struct clab_proto *proto)
{
	fputs("protocol: ", stdout);
	clab_name_print(CLAB_NAME_PROTO, CLAB_NAME_PRETTY, proto->type);
	if (clab_proto_has_doi(proto))
		printf(", DOI = %u", proto->doi);
	putchar('\n');
}

static void clab_map_proto_json(const struct clab_proto *proto)
{
	clab_name_json(CLAB_NAME_PROTO, "protocol", proto->type);
	if (clab_proto_has_doi(proto))
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

/**
 * clab_map_json() - write a mapping as JSON
 * @item: struct clab_mapping
 */
void clab_map_json(const void *item)
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

/* Exactly one of default and domain:NAME; @domain is NULL for default. Any name
 * will do for what is there: another tool may have given it.
 */
static int clab_map_parse_whose(const struct clab_param *params, size_t nr,
				const char **domain)
{
	*domain = clab_param(params, nr, "domain:");
	if (!*domain && !clab_param(params, nr, "default"))
		return clab_usage("'default' or 'domain:NAME' is missing");
	if (*domain && clab_param(params, nr, "default"))
		return clab_usage("'default' and 'domain:' exclude each other");
	return 0;
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
	int ret = clab_map_parse_add(argc, argv, &add);

	if (!ret && add.domain && !clab_target_is_file())
		ret = clab_parse_domain(add.domain);
	if (ret)
		return ret;
	return clab_target_map_add(add.domain, add.by_addr ? &add.addr : NULL,
				   &add.proto);
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
		{ "default", NULL }, { "domain:", NULL }, { "address:", NULL },
	};
	size_t nr = clab_count(params);
	const char *domain, *text;
	struct clab_addr addr;
	int ret = clab_parse_params(argc, argv, params, nr);

	if (!ret)
		ret = clab_map_parse_whose(params, nr, &domain);
	if (ret)
		return ret;
	text = clab_param(params, nr, "address:");
	if (!text)
		return clab_target_map_del(domain);
	ret = clab_parse_addr(text, &addr);
	return ret ? ret : clab_target_selector_del(domain, &addr);
}

/**
 * clab_cmd_map_replace() - map replace
 * @argc: words behind the command
 * @argv: the words
 *
 * One address selector that is there is given another protocol; without an
 * address all that a domain sends is replaced in one step.
 *
 * Return: enum clab_exit.
 */
int clab_cmd_map_replace(int argc, char **argv)
{
	struct clab_map_add add = {};
	struct clab_mapping map = {};
	struct clab_selector sel;
	int ret = clab_map_parse_add(argc, argv, &add);

	if (ret)
		return ret;
	map.domain = (char *)add.domain;
	map.proto = add.proto;
	map.family = (u16)add.proto.family;
	sel.addr = add.addr;
	sel.proto = add.proto;
	if (add.by_addr)
		return clab_ctl_end(clab_selector_replace(clab_ctl(), add.domain,
							  &sel));
	return clab_ctl_end(clab_map_replace(clab_ctl(), &(struct clab_vec){
					     &map, 1 }));
}

/* Of a list of all, or of some of it */
static int clab_map_get(const struct clab_filter *filter, bool filtered,
			struct clab_conf *conf)
{
	return filtered ? clab_conf_get(clab_ctl(), filter, conf) :
			  clab_map_list(clab_ctl(), &conf->maps);
}

static int clab_map_parse_filter(int argc, char **argv, struct clab_filter *filter)
{
	struct clab_param params[] = {
		{ "default", NULL }, { "domain:", NULL }, { "doi:", NULL },
		{ "family:", NULL },
	};
	size_t nr = clab_count(params);
	u32 family = 0;
	int ret = clab_parse_params(argc, argv, params, nr);

	if (ret)
		return ret;
	filter->kinds = 1U << CLAB_LAB_KIND_MAP;
	filter->only_default = params[0].value;
	filter->domain = params[1].value;
	if (filter->only_default && filter->domain)
		return clab_usage("'default' and 'domain:' exclude each other");
	if (params[2].value && clab_parse_doi("doi:", params[2].value, &filter->doi))
		return CLAB_EXIT_USAGE;
	if (params[3].value &&
	    clab_parse_u32("family:", params[3].value, 4, 6, &family))
		return CLAB_EXIT_USAGE;
	if (family == 5)
		return clab_usage("family: 4 or 6");
	filter->family = !family ? AF_UNSPEC : family == 4 ? AF_INET : AF_INET6;
	return 0;
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
	struct clab_filter filter = {};
	struct clab_conf conf = {};
	int ret = clab_map_parse_filter(argc, argv, &filter);

	if (!ret)
		ret = clab_ctl_end(clab_map_get(&filter, argc, &conf));
	if (!ret)
		clab_out_list(&clab_map_view, conf.maps.items, conf.maps.nr,
			      sizeof(struct clab_mapping));
	clab_conf_free(&conf);
	return ret;
}
