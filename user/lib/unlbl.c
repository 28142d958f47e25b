// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: packets without a label
 */
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>

#include "private.h"

static const struct clab_addr_attrs clab_static_addr_attrs = {
	.v4_addr = CLAB_UNLBL_A_IPV4ADDR,
	.v4_mask = CLAB_UNLBL_A_IPV4MASK,
	.v6_addr = CLAB_UNLBL_A_IPV6ADDR,
	.v6_mask = CLAB_UNLBL_A_IPV6MASK,
};

static int clab_accept_take(struct nlattr **tb, void *arg)
{
	uint8_t flag;

	if (!clab_attr_u8(tb[CLAB_UNLBL_A_ACPTFLG], &flag))
		return -EBADMSG;
	*(bool *)arg = flag;
	return 0;
}

/**
 * clab_accept_get() - are packets without a label accepted?
 * @nl: the connection
 * @accept: where the answer goes
 *
 * Return: 0 or a negative errno.
 */
int clab_accept_get(struct clab_nl *nl, bool *accept)
{
	struct clab_reply reply = {
		.attr_max = CLAB_UNLBL_A_MAX,
		.take = clab_accept_take,
		.arg = accept,
	};

	*accept = false;
	return clab_req_do(clab_req_new(nl, CLAB_GENL_UNLBL, CLAB_UNLBL_C_LIST),
			   &reply);
}

/**
 * clab_accept_set() - accept packets without a label, or drop them
 * @nl: the connection
 * @accept: which
 *
 * Return: 0 or a negative errno.
 */
int clab_accept_set(struct clab_nl *nl, bool accept)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_UNLBL,
					    CLAB_UNLBL_C_ACCEPT);

	clab_req_u8(req, CLAB_UNLBL_A_ACPTFLG, accept);
	return clab_req_do(req, NULL);
}

/**
 * struct clab_static_dump - static labels being read
 * @statics: where they go
 * @before: how many there were before
 */
struct clab_static_dump {
	struct clab_vec *statics;
	size_t before;
};

static int clab_static_take(struct nlattr **tb, void *arg)
{
	struct clab_static_dump *dump = arg;
	struct clab_static *st = clab_vec_add(dump->statics, sizeof(*st));

	if (!st || clab_attr_str(tb[CLAB_UNLBL_A_IFACE], &st->iface) ||
	    clab_attr_str(tb[CLAB_UNLBL_A_SECCTX], &st->label))
		return -ENOMEM;
	if (!st->label)
		return -EBADMSG;
	return clab_addr_take(tb, &clab_static_addr_attrs, &st->addr);
}

static void clab_static_cut(struct clab_vec *vec, size_t nr)
{
	struct clab_static *st = vec->items;

	while (vec->nr > nr) {
		free(st[--vec->nr].iface);
		free(st[vec->nr].label);
	}
}

/* What came before this dump stays */
static void clab_static_reset(void *arg)
{
	struct clab_static_dump *dump = arg;

	clab_static_cut(dump->statics, dump->before);
}

static int clab_static_dump(struct clab_nl *nl, struct clab_vec *statics,
			    uint8_t cmd)
{
	struct clab_static_dump dump = {
		.statics = statics,
		.before = statics->nr,
	};
	struct clab_reply reply = {
		.attr_max = CLAB_UNLBL_A_MAX,
		.take = clab_static_take,
		.reset = clab_static_reset,
		.arg = &dump,
	};

	return clab_req_dump(clab_req_new(nl, CLAB_GENL_UNLBL, cmd), &reply);
}

/**
 * clab_static_list() - read the static labels
 * @nl: the connection
 * @statics: where they go, struct clab_static, those of no interface last;
 *	     clab_static_free_list() frees them, also after a failure
 *
 * Return: 0 or a negative errno.
 */
int clab_static_list(struct clab_nl *nl, struct clab_vec *statics)
{
	int ret = clab_static_dump(nl, statics, CLAB_UNLBL_C_STATICLIST);

	if (!ret)
		ret = clab_static_dump(nl, statics, CLAB_UNLBL_C_STATICLISTDEF);
	return ret;
}

/**
 * clab_static_free_list() - free what clab_static_list() has read
 * @statics: struct clab_static
 */
void clab_static_free_list(struct clab_vec *statics)
{
	clab_static_cut(statics, 0);
	clab_vec_clear(statics);
}

static struct clab_req *clab_static_req(struct clab_nl *nl, uint8_t cmd,
					uint8_t cmd_default,
					const struct clab_static *st)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_UNLBL,
					    st->iface ? cmd : cmd_default);

	if (st->iface)
		clab_req_str(req, CLAB_UNLBL_A_IFACE, st->iface);
	clab_addr_put(req, &clab_static_addr_attrs, &st->addr);
	return req;
}

/**
 * clab_static_add() - label packets that carry no label
 * @nl: the connection
 * @st: the label, and whose packets get it
 *
 * Return: 0 or a negative errno.
 */
int clab_static_add(struct clab_nl *nl, const struct clab_static *st)
{
	struct clab_req *req = clab_static_req(nl, CLAB_UNLBL_C_STATICADD,
					       CLAB_UNLBL_C_STATICADDDEF, st);

	clab_req_str(req, CLAB_UNLBL_A_SECCTX, st->label);
	return clab_req_do(req, NULL);
}

/**
 * clab_static_del() - stop labeling packets that carry no label
 * @nl: the connection
 * @st: whose packets; the label does not count
 *
 * Return: 0 or a negative errno.
 */
int clab_static_del(struct clab_nl *nl, const struct clab_static *st)
{
	return clab_req_do(clab_static_req(nl, CLAB_UNLBL_C_STATICREMOVE,
					   CLAB_UNLBL_C_STATICREMOVEDEF, st),
			   NULL);
}
