// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl unlbl: packets without a label
 */
#include <stdio.h>
#include <stdlib.h>

#include <netlink/attr.h>
#include <linux/cipsolab.h>

#include "addr.h"
#include "cipsoctl.h"
#include "nl.h"
#include "out.h"
#include "parse.h"
#include "vec.h"

/**
 * struct clab_static - the label of packets that carry none
 * @iface: name of the interface they come in by, or NULL for any other
 * @addr: where they come from
 * @label: the label
 */
struct clab_static {
	char *iface;
	struct clab_addr addr;
	char *label;
};

/**
 * struct clab_unlbl - all about packets without a label
 * @accept: they are accepted
 * @statics: struct clab_static
 */
struct clab_unlbl {
	bool accept;
	struct clab_vec statics;
};

static const struct clab_addr_attrs clab_unlbl_addr_attrs = {
	.v4_addr = CLAB_UNLBL_A_IPV4ADDR,
	.v4_mask = CLAB_UNLBL_A_IPV4MASK,
	.v6_addr = CLAB_UNLBL_A_IPV6ADDR,
	.v6_mask = CLAB_UNLBL_A_IPV6MASK,
};

static void clab_unlbl_plain(const void *item)
{
	const struct clab_unlbl *unlbl = item;
	const struct clab_static *st = unlbl->statics.items;
	size_t i;

	printf("accept:%s", unlbl->accept ? "on" : "off");
	for (i = 0; i < unlbl->statics.nr; i++) {
		printf(" interface:%s,address:",
		       st[i].iface ? st[i].iface : "DEFAULT");
		clab_addr_print(&st[i].addr);
		printf(",label:\"%s\"", st[i].label);
	}
}

static void clab_unlbl_static_pretty(const struct clab_static *st,
				     const struct clab_static *prev)
{
	/* netlabelctl repeats this line for each entry of no interface */
	if (!prev || !st->iface || !prev->iface ||
	    strcmp(st->iface, prev->iface))
		printf(" interface: %s\n", st->iface ? st->iface : "DEFAULT");
	fputs("   address: ", stdout);
	clab_addr_print(&st->addr);
	printf("\n    label: \"%s\"\n", st->label);
}

static void clab_unlbl_pretty(const void *item, const void *prev)
{
	const struct clab_unlbl *unlbl = item;
	const struct clab_static *st = unlbl->statics.items;
	size_t i;

	(void)prev;
	printf("Accept unlabeled packets : %s\n", unlbl->accept ? "on" : "off");
	printf("Configured NetLabel address mappings (%zu)\n",
	       unlbl->statics.nr);
	for (i = 0; i < unlbl->statics.nr; i++)
		clab_unlbl_static_pretty(&st[i], i ? &st[i - 1] : NULL);
}

static void clab_unlbl_json(const void *item)
{
	const struct clab_unlbl *unlbl = item;
	const struct clab_static *st = unlbl->statics.items;
	size_t i;

	clab_json_open(NULL, '{');
	clab_json_bool("accept", unlbl->accept);
	clab_json_open("labels", '[');
	for (i = 0; i < unlbl->statics.nr; i++) {
		clab_json_open(NULL, '{');
		clab_json_str("interface", st[i].iface);
		clab_addr_json(&st[i].addr);
		clab_json_str("label", st[i].label);
		clab_json_close('}');
	}
	clab_json_close(']');
	clab_json_close('}');
}

static const struct clab_view clab_unlbl_view = {
	.plain = clab_unlbl_plain,
	.pretty = clab_unlbl_pretty,
	.json = clab_unlbl_json,
};

static int clab_unlbl_take_accept(struct nlattr **tb, void *arg)
{
	struct nlattr *flag = tb[CLAB_UNLBL_A_ACPTFLG];

	if (!flag || nla_len(flag) < 1)
		return -EBADMSG;
	*(bool *)arg = nla_get_u8(flag);
	return 0;
}

static int clab_unlbl_take_text(const struct nlattr *attr, char **text)
{
	if (!attr)
		return 0;
	*text = strndup(nla_data(attr), (size_t)nla_len(attr));
	return *text ? 0 : -ENOMEM;
}

/**
 * struct clab_unlbl_dump - static labels being read
 * @statics: where they go
 * @before: how many there were before
 */
struct clab_unlbl_dump {
	struct clab_vec *statics;
	size_t before;
};

static int clab_unlbl_take_static(struct nlattr **tb, void *arg)
{
	struct clab_unlbl_dump *dump = arg;
	struct clab_static *st = clab_vec_add(dump->statics, sizeof(*st));

	if (!st || clab_unlbl_take_text(tb[CLAB_UNLBL_A_IFACE], &st->iface) ||
	    clab_unlbl_take_text(tb[CLAB_UNLBL_A_SECCTX], &st->label))
		return -ENOMEM;
	if (!st->label)
		return -EBADMSG;
	return clab_addr_take(tb, &clab_unlbl_addr_attrs, &st->addr);
}

static void clab_unlbl_cut(struct clab_vec *vec, size_t nr)
{
	struct clab_static *st = vec->items;

	while (vec->nr > nr) {
		free(st[--vec->nr].iface);
		free(st[vec->nr].label);
	}
}

/* What came before this dump stays */
static void clab_unlbl_reset(void *arg)
{
	struct clab_unlbl_dump *dump = arg;

	clab_unlbl_cut(dump->statics, dump->before);
}

static int clab_unlbl_get_accept(bool *accept)
{
	struct clab_req req;
	struct clab_reply reply = {
		.attr_max = CLAB_UNLBL_A_MAX,
		.take = clab_unlbl_take_accept,
		.arg = accept,
	};

	clab_req_begin(&req, CLAB_GENL_UNLBL, CLAB_UNLBL_C_LIST, 0);
	return clab_req_run(&req, &reply);
}

/* An engine that does not know static labels has none */
static int clab_unlbl_get_statics(struct clab_vec *statics, u8 cmd)
{
	struct clab_req req;
	struct clab_unlbl_dump dump = {
		.statics = statics,
		.before = statics->nr,
	};
	struct clab_reply reply = {
		.attr_max = CLAB_UNLBL_A_MAX,
		.take = clab_unlbl_take_static,
		.reset = clab_unlbl_reset,
		.arg = &dump,
	};

	clab_req_begin(&req, CLAB_GENL_UNLBL, cmd, 0);
	if (clab_req_dump(&req, &reply) == -EOPNOTSUPP)
		clab_req_forgive(&req);
	return clab_req_end(&req);
}

/**
 * clab_cmd_unlbl_list() - unlbl list
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_unlbl_list(int argc, char **argv)
{
	struct clab_unlbl unlbl = {};
	int ret = clab_parse_none(argc, argv);

	if (!ret)
		ret = clab_unlbl_get_accept(&unlbl.accept);
	if (!ret)
		ret = clab_unlbl_get_statics(&unlbl.statics,
					     CLAB_UNLBL_C_STATICLIST);
	if (!ret)
		ret = clab_unlbl_get_statics(&unlbl.statics,
					     CLAB_UNLBL_C_STATICLISTDEF);
	if (!ret)
		clab_out_one(&clab_unlbl_view, &unlbl);
	clab_unlbl_cut(&unlbl.statics, 0);
	clab_vec_clear(&unlbl.statics);
	return ret;
}

/**
 * clab_cmd_unlbl_accept() - unlbl accept
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_unlbl_accept(int argc, char **argv)
{
	struct clab_req req;
	bool on;
	int ret;

	if (!argc)
		return clab_usage("'on' or 'off' is missing");
	ret = clab_parse_onoff(argv[0], &on);
	if (!ret)
		ret = clab_parse_none(argc - 1, argv + 1);
	if (ret)
		return ret;
	clab_req_begin(&req, CLAB_GENL_UNLBL, CLAB_UNLBL_C_ACCEPT, 8);
	clab_req_u8(&req, CLAB_UNLBL_A_ACPTFLG, on);
	return clab_req_run(&req, NULL);
}
