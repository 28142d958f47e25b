// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl lookup: what would happen to a packet, and which entry says so
 */
#include <errno.h>
#include <stdio.h>

#include "cipsoctl.h"
#include "label.h"
#include "out.h"
#include "parse.h"
#include "rules.h"
#include "show.h"

/* What is done, from what the entry says */
static void clab_lookup_proto(const struct clab_proto *proto)
{
	if (!clab_proto_has_doi(proto))
		puts("sent without a label");
	else
		printf("sent with a label of DOI %u\n", proto->doi);
}

static void clab_lookup_map_show(const struct clab_mapping *map)
{
	const struct clab_selector *sel = map->selective ? map->selectors.items : NULL;

	if (clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_json_str("result", clab_proto_has_doi(sel ? &sel->proto : &map->proto) ?
			      "labeled" : "unlabeled");
		clab_json_open("mapping", '[');
		clab_map_json(map);
		clab_json_close(']');
		clab_json_close('}');
		return;
	}
	clab_lookup_proto(sel ? &sel->proto : &map->proto);
	fputs("because of: ", stdout);
	clab_rule_map(stdout, map, sel);
	putchar('\n');
}

/* That nothing is mapped is an answer, not a failure */
static void clab_lookup_none(const char *result, const char *text)
{
	if (!clab_opts.json) {
		puts(text);
		return;
	}
	clab_json_open(NULL, '{');
	clab_json_str("result", result);
	clab_json_close('}');
}

static int clab_lookup_out(const char *domain, const struct clab_addr *dst)
{
	struct clab_found found = {};
	int ret = clab_lookup_map(clab_ctl(), domain, dst, &found);

	if (!ret)
		clab_lookup_map_show(&found.map);
	else if (ret == -ENOENT && clab_nl_fault(clab_ctl())->kind == CLAB_FAILED_KERNEL)
		clab_lookup_none("refused", "refused: nothing is mapped");
	else
		clab_ctl_end(ret);
	clab_found_free(&found);
	return ret;
}

static int clab_lookup_in(const char *iface, const struct clab_addr *src)
{
	struct clab_found found = {};
	int ret = clab_lookup_static(clab_ctl(), iface, src, &found);

	if (!ret && clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_json_str("result", "labeled");
		clab_json_open("label", '[');
		clab_static_json(&found.st);
		clab_json_close(']');
		clab_json_close('}');
	} else if (!ret) {
		fputs("without an option, labeled ", stdout);
		clab_label_print(found.st.label);
		fputs("\nbecause of: ", stdout);
		clab_rule_static(stdout, &found.st);
		putchar('\n');
	} else if (ret == -ENOENT &&
		   clab_nl_fault(clab_ctl())->kind == CLAB_FAILED_KERNEL) {
		clab_lookup_none("unlabeled", "without an option, unlabeled");
	} else {
		clab_ctl_end(ret);
	}
	clab_found_free(&found);
	return ret;
}

/**
 * clab_cmd_lookup() - lookup
 * @argc: words behind the command
 * @argv: the words: domain: and address: of what leaves, or interface: and
 *	  address: of what comes in
 *
 * Return: CLAB_EXIT_OK when an entry says what happens; CLAB_EXIT_FAIL when
 * none does, after that was said; another enum clab_exit.
 */
int clab_cmd_lookup(int argc, char **argv)
{
	struct clab_param params[] = {
		{ "domain:", NULL }, { "interface:", NULL }, { "address:", NULL },
	};
	size_t nr = clab_count(params);
	const char *domain, *iface, *addr;
	struct clab_addr at;
	int ret = clab_parse_params(argc, argv, params, nr);

	if (ret)
		return ret;
	domain = clab_param(params, nr, "domain:");
	iface = clab_param(params, nr, "interface:");
	addr = clab_param(params, nr, "address:");
	if (domain && iface)
		return clab_usage("'domain:' and 'interface:' exclude each other");
	if (!addr)
		return clab_usage("'address:' is missing");
	if (clab_parse_addr(addr, &at))
		return CLAB_EXIT_USAGE;
	if (at.prefix != at.size * 8)
		return clab_usage("address: a single one, please");
	ret = iface ? clab_lookup_in(iface, &at) : clab_lookup_out(domain, &at);
	if (clab_nl_fault(clab_ctl())->kind == CLAB_FAILED_ABSENT)
		return CLAB_EXIT_ABSENT;
	return ret ? CLAB_EXIT_FAIL : clab_out_end();
}
