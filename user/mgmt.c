// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl mgmt: what the engine is
 */
#include <stdio.h>

#include "cipsoctl.h"
#include "out.h"
#include "parse.h"
#include "show.h"

static void clab_mgmt_version_plain(const void *item)
{
	printf("%u", *(const u32 *)item);
}

static void clab_mgmt_version_pretty(const void *item, const void *prev)
{
	(void)prev;
	printf("Supported NetLabel protocol versions\n"
	       "  kernel : %u\n  %s : %u\n", *(const u32 *)item, clab_prog,
	       CLAB_PROTO_VERSION);
}

static void clab_mgmt_version_json(const void *item)
{
	clab_json_open(NULL, '{');
	clab_json_u32("kernel", *(const u32 *)item);
	clab_json_u32("tool", CLAB_PROTO_VERSION);
	clab_json_close('}');
}

static const struct clab_view clab_mgmt_version_view = {
	.plain = clab_mgmt_version_plain,
	.pretty = clab_mgmt_version_pretty,
	.json = clab_mgmt_version_json,
};

/**
 * clab_cmd_mgmt_version() - mgmt version
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_mgmt_version(int argc, char **argv)
{
	u32 version;
	int ret = clab_parse_none(argc, argv);

	if (!ret)
		ret = clab_ctl_end(clab_mgmt_version(clab_ctl(), &version));
	if (!ret)
		clab_out_one(&clab_mgmt_version_view, &version);
	return ret;
}

static void clab_mgmt_protocols_plain(const void *item)
{
	const struct clab_vec *types = item;
	size_t i;

	for (i = 0; i < types->nr; i++) {
		if (i)
			putchar(',');
		clab_name_print(CLAB_NAME_PROTO, CLAB_NAME_PLAIN,
				((const u32 *)types->items)[i]);
	}
}

static void clab_mgmt_protocols_pretty(const void *item, const void *prev)
{
	const struct clab_vec *types = item;
	size_t i;

	(void)prev;
	fputs("NetLabel protocols :", stdout);
	for (i = 0; i < types->nr; i++) {
		putchar(' ');
		clab_name_print(CLAB_NAME_PROTO, CLAB_NAME_PRETTY,
				((const u32 *)types->items)[i]);
	}
	putchar('\n');
}

static void clab_mgmt_protocols_json(const void *item)
{
	const struct clab_vec *types = item;
	size_t i;

	clab_json_open(NULL, '[');
	for (i = 0; i < types->nr; i++)
		clab_name_json(CLAB_NAME_PROTO, NULL,
			       ((const u32 *)types->items)[i]);
	clab_json_close(']');
}

static const struct clab_view clab_mgmt_protocols_view = {
	.plain = clab_mgmt_protocols_plain,
	.pretty = clab_mgmt_protocols_pretty,
	.json = clab_mgmt_protocols_json,
};

/**
 * clab_cmd_mgmt_protocols() - mgmt protocols
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_mgmt_protocols(int argc, char **argv)
{
	struct clab_vec types = {};
	int ret = clab_parse_none(argc, argv);

	if (!ret)
		ret = clab_ctl_end(clab_mgmt_protocols(clab_ctl(), &types));
	if (!ret)
		clab_out_one(&clab_mgmt_protocols_view, &types);
	clab_vec_clear(&types);
	return ret;
}
