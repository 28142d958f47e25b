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
		ret = clab_ctl_end(clab_map_list(clab_ctl(), &maps));
	if (!ret)
		clab_out_list(&clab_map_view, maps.items, maps.nr,
			      sizeof(struct clab_mapping));
	clab_map_free_list(&maps);
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
	int ret = clab_map_parse_add(argc, argv, &add);

	if (ret)
		return ret;
	return clab_ctl_end(clab_map_add(clab_ctl(), add.domain,
					 add.by_addr ? &add.addr : NULL,
					 &add.proto));
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
	int ret = clab_parse_params(argc, argv, params, clab_count(params));

	if (!ret)
		ret = clab_map_parse_whose(params, clab_count(params), &domain);
	return ret ? ret : clab_ctl_end(clab_map_del(clab_ctl(), domain));
}
