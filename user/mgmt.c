// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl mgmt: what the engine is
 */
#include <stdio.h>

#include <linux/cipsolab.h>

#include "cipsoctl.h"
#include "names.h"
#include "nl.h"
#include "out.h"
#include "parse.h"
#include "vec.h"

static int clab_mgmt_take_version(struct nlattr **tb, void *arg)
{
	return clab_attr_u32(tb[CLAB_MGMT_A_VERSION], arg) ? 0 : -EBADMSG;
}

static void clab_mgmt_version_plain(const void *item)
{
	printf("%u", *(const u32 *)item);
}

static void clab_mgmt_version_pretty(const void *item, const void *prev)
{
	(void)prev;
	printf("Supported NetLabel protocol versions\n"
	       "  kernel : %u\n  %s : %u\n", *(const u32 *)item, CLAB_PROG,
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
	struct clab_req req;
	u32 version = 0;
	struct clab_reply reply = {
		.attr_max = CLAB_MGMT_A_MAX,
		.take = clab_mgmt_take_version,
		.arg = &version,
	};
	int ret = clab_parse_none(argc, argv);

	if (ret)
		return ret;
	clab_req_begin(&req, CLAB_GENL_MGMT, CLAB_MGMT_C_VERSION, 0);
	ret = clab_req_run(&req, &reply);
	if (!ret)
		clab_out_one(&clab_mgmt_version_view, &version);
	return ret;
}

static int clab_mgmt_take_protocol(struct nlattr **tb, void *arg)
{
	u32 *type = clab_vec_add(arg, sizeof(*type));

	if (!type)
		return -ENOMEM;
	return clab_attr_u32(tb[CLAB_MGMT_A_PROTOCOL], type) ? 0 : -EBADMSG;
}

static void clab_mgmt_reset(void *arg)
{
	clab_vec_clear(arg);
}

static void clab_mgmt_protocols_plain(const void *item)
{
	const struct clab_vec *types = item;
	size_t i;

	for (i = 0; i < types->nr; i++) {
		if (i)
			putchar(',');
		clab_name_print(&clab_proto_names, CLAB_NAME_PLAIN,
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
		clab_name_print(&clab_proto_names, CLAB_NAME_PRETTY,
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
		clab_name_json(&clab_proto_names, NULL,
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
	struct clab_req req;
	struct clab_reply reply = {
		.attr_max = CLAB_MGMT_A_MAX,
		.take = clab_mgmt_take_protocol,
		.reset = clab_mgmt_reset,
		.arg = &types,
	};
	int ret = clab_parse_none(argc, argv);

	if (ret)
		return ret;
	clab_req_begin(&req, CLAB_GENL_MGMT, CLAB_MGMT_C_PROTOCOLS, 0);
	clab_req_dump(&req, &reply);
	ret = clab_req_end(&req);
	if (!ret)
		clab_out_one(&clab_mgmt_protocols_view, &types);
	clab_vec_clear(&types);
	return ret;
}
