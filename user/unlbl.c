// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl unlbl: packets without a label
 */
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>

#include "cipsoctl.h"
#include "label.h"
#include "out.h"
#include "parse.h"
#include "show.h"
#include "target.h"

/**
 * struct clab_unlbl - all about packets without a label
 * @accept: they are accepted
 * @statics: struct clab_static
 */
struct clab_unlbl {
	bool accept;
	struct clab_vec statics;
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
		fputs(",label:\"", stdout);
		clab_label_print(st[i].label);
		putchar('"');
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
	fputs("\n    label: \"", stdout);
	clab_label_print(st->label);
	fputs("\"\n", stdout);
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

/**
 * clab_static_json() - write a static label as JSON
 * @st: the static label
 */
void clab_static_json(const struct clab_static *st)
{
	clab_json_open(NULL, '{');
	clab_json_str("interface", st->iface);
	clab_addr_json(&st->addr);
	clab_label_json("label", st->label);
	clab_json_close('}');
}

static void clab_unlbl_json(const void *item)
{
	const struct clab_unlbl *unlbl = item;
	const struct clab_static *st = unlbl->statics.items;
	size_t i;

	clab_json_open(NULL, '{');
	clab_json_bool("accept", unlbl->accept);
	clab_json_open("labels", '[');
	for (i = 0; i < unlbl->statics.nr; i++)
		clab_static_json(&st[i]);
	clab_json_close(']');
	clab_json_close('}');
}

static const struct clab_view clab_unlbl_view = {
	.plain = clab_unlbl_plain,
	.pretty = clab_unlbl_pretty,
	.json = clab_unlbl_json,
};

/* An engine that does not know static labels has none */
static int clab_unlbl_get(struct clab_unlbl *unlbl)
{
	int ret = clab_accept_get(clab_ctl(), &unlbl->accept);

	if (!ret)
		ret = clab_static_list(clab_ctl(), &unlbl->statics);
	return ret == -EOPNOTSUPP ? 0 : ret;
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
		ret = clab_ctl_end(clab_unlbl_get(&unlbl));
	if (!ret)
		clab_out_one(&clab_unlbl_view, &unlbl);
	clab_static_free_list(&unlbl.statics);
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
	bool on;
	int ret;

	if (!argc)
		return clab_usage("'on' or 'off' is missing");
	ret = clab_parse_onoff(argv[0], &on);
	if (!ret)
		ret = clab_parse_none(argc - 1, argv + 1);
	return ret ? ret : clab_target_accept(on);
}

/**
 * struct clab_unlbl_static - what unlbl add and del are asked for
 * @st: the static label; its interface and label are words of the command
 * @label: the label as the kernel takes it, to be freed, or NULL
 */
struct clab_unlbl_static {
	struct clab_static st;
	char *label;
};

static int clab_unlbl_parse_iface(const char *iface)
{
	size_t len = strlen(iface);

	if (len >= IFNAMSIZ)
		return clab_usage("interface: a name has 1 to %d characters, not %zu",
				  IFNAMSIZ - 1, len);
	if (strpbrk(iface, " \t\n/:"))
		return clab_usage("interface: '%s' can't be the name of one",
				  iface);
	return 0;
}

static int clab_unlbl_parse_static(int argc, char **argv, bool with_label,
				   struct clab_unlbl_static *us)
{
	struct clab_param params[] = {
		{ "default", NULL }, { "interface:", NULL },
		{ "address:", NULL }, { "label:", NULL },
	};
	size_t nr = clab_count(params) - !with_label;
	const char *iface, *addr, *label = NULL;

	if (clab_parse_params(argc, argv, params, nr))
		return CLAB_EXIT_USAGE;
	iface = clab_param(params, nr, "interface:");
	addr = clab_param(params, nr, "address:");
	if (!iface == !clab_param(params, nr, "default"))
		return clab_usage(iface ?
				  "'default' and 'interface:' exclude each other" :
				  "'default' or 'interface:NAME' is missing");
	if (!addr)
		return clab_usage("'address:' is missing");
	if (with_label)
		label = clab_param(params, nr, "label:");
	if (with_label && !label)
		return clab_usage("'label:' is missing");
	us->st.iface = (char *)iface;
	if ((iface && clab_unlbl_parse_iface(iface)) ||
	    clab_parse_addr(addr, &us->st.addr))
		return CLAB_EXIT_USAGE;
	return label ? clab_label_take(label, &us->label) : 0;
}

/**
 * clab_cmd_unlbl_add() - unlbl add
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_unlbl_add(int argc, char **argv)
{
	struct clab_unlbl_static us = {};
	int ret = clab_unlbl_parse_static(argc, argv, true, &us);

	us.st.label = us.label;
	if (!ret)
		ret = clab_target_static_add(&us.st);
	free(us.label);
	return ret;
}

/**
 * clab_cmd_unlbl_del() - unlbl del
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_unlbl_del(int argc, char **argv)
{
	struct clab_unlbl_static us = {};
	int ret = clab_unlbl_parse_static(argc, argv, false, &us);

	return ret ? ret : clab_target_static_del(&us.st);
}
