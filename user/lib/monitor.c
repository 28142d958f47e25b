// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: what happens, while it happens
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "private.h"

/**
 * struct clab_watch - a monitor that runs
 * @ops: what to call
 * @stop: what a call returned that was not 0
 */
struct clab_watch {
	const struct clab_monitor_ops *ops;
	int stop;
};

static int clab_watch_event(struct nlattr **tb, struct clab_watch *watch)
{
	struct nlattr *in[CLAB_LAB_V_MAX + 1];
	struct clab_event event = {};
	int ret = 0;

	if (!watch->ops->event)
		return 0;
	if (nla_parse_nested(in, CLAB_LAB_V_MAX, tb[CLAB_LAB_A_EVENT], NULL) < 0 ||
	    !clab_attr_u8(in[CLAB_LAB_V_EVENT], &event.event))
		return -EBADMSG;
	clab_attr_u32(tb[CLAB_LAB_A_GENERATION], &event.generation);
	clab_attr_u32(in[CLAB_LAB_V_PID], &event.pid);
	clab_attr_u32(in[CLAB_LAB_V_UID], &event.uid);
	if (in[CLAB_LAB_V_COMM])
		nla_strlcpy(event.comm, in[CLAB_LAB_V_COMM], sizeof(event.comm));
	if (in[CLAB_LAB_V_ENTRY])
		ret = clab_entry_take(in[CLAB_LAB_V_ENTRY], &event.conf);
	if (!ret)
		watch->stop = watch->ops->event(&event, watch->ops->arg);
	clab_conf_free(&event.conf);
	return ret;
}

/* An address of either family; returns which */
static int clab_watch_addr(const struct nlattr *attr, uint8_t to[16])
{
	int len = attr ? nla_len(attr) : 0;

	if (len != 4 && len != 16)
		return AF_INET;
	memcpy(to, nla_data(attr), (size_t)len);
	return len == 4 ? AF_INET : AF_INET6;
}

static int clab_watch_drop(struct nlattr **tb, struct clab_watch *watch)
{
	struct nlattr *in[CLAB_LAB_D_MAX + 1], *option;
	struct clab_drop drop = {};

	if (!watch->ops->drop)
		return 0;
	if (nla_parse_nested(in, CLAB_LAB_D_MAX, tb[CLAB_LAB_A_DROP], NULL) < 0 ||
	    !clab_attr_u8(in[CLAB_LAB_D_DIRECTION], &drop.direction) ||
	    !clab_attr_u32(in[CLAB_LAB_D_REASON], &drop.reason))
		return -EBADMSG;
	if (in[CLAB_LAB_D_NAME])
		nla_strlcpy(drop.name, in[CLAB_LAB_D_NAME], sizeof(drop.name));
	drop.has_offset = clab_attr_u32(in[CLAB_LAB_D_OFFSET], &drop.offset);
	clab_attr_u32(in[CLAB_LAB_D_DOI], &drop.doi);
	drop.family = clab_watch_addr(in[CLAB_LAB_D_SADDR], drop.saddr);
	clab_watch_addr(in[CLAB_LAB_D_DADDR], drop.daddr);
	clab_attr_u8(in[CLAB_LAB_D_PROTOCOL], &drop.protocol);
	clab_attr_u32(in[CLAB_LAB_D_IFINDEX], &drop.ifindex);
	clab_attr_u32(in[CLAB_LAB_D_LOST], &drop.lost);
	option = in[CLAB_LAB_D_OPTION];
	if (option && nla_len(option) <= (int)sizeof(drop.option)) {
		drop.option_len = (size_t)nla_len(option);
		memcpy(drop.option, nla_data(option), drop.option_len);
	}
	watch->stop = watch->ops->drop(&drop, watch->ops->arg);
	return 0;
}

static int clab_watch_take(struct nlattr **tb, void *arg)
{
	if (tb[CLAB_LAB_A_EVENT])
		return clab_watch_event(tb, arg);
	return tb[CLAB_LAB_A_DROP] ? clab_watch_drop(tb, arg) : 0;
}

static int clab_watch_message(struct nl_msg *msg, void *arg)
{
	struct clab_watch *watch = arg;
	struct clab_reply reply = {
		.attr_max = CLAB_LAB_A_MAX,
		.take = clab_watch_take,
		.arg = watch,
	};

	/* One that makes no sense to this library says nothing to stop for. */
	clab_reply_take(nlmsg_hdr(msg), &reply);
	return watch->stop ? NL_STOP : NL_OK;
}

static int clab_watch_number(struct nl_msg *msg, void *arg)
{
	(void)msg;
	(void)arg;
	return NL_OK;
}

static int clab_monitor_join(struct clab_nl *nl, const char *group)
{
	char name[16];
	int id;

	snprintf(name, sizeof(name), "%s_%s", nl->prefix, CLAB_GENL_LAB);
	id = genl_ctrl_resolve_grp(nl->sock, name, group);
	if (id < 0)
		return clab_nl_failf(nl, CLAB_FAILED_ABSENT, clab_nl_errno(id),
				     "the kernel has no netlink group %s of %s",
				     group, name);
	id = nl_socket_add_membership(nl->sock, id);
	if (id < 0)
		return clab_nl_failf(nl, CLAB_FAILED_HERE, clab_nl_errno(id),
				     "can't listen to netlink group %s", group);
	return 0;
}

static int clab_monitor_run(struct clab_nl *nl, struct clab_watch *watch)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	int err = 0;

	if (!cb)
		return clab_nl_failf(nl, CLAB_FAILED_HERE, -ENOMEM,
				     "out of memory");
	nl_cb_set(cb, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, clab_watch_number, NULL);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, clab_watch_message, watch);
	while (!watch->stop && (err >= 0 || err == -NLE_AGAIN || err == -NLE_NOMEM))
		err = nl_recvmsgs(nl->sock, cb);
	nl_cb_put(cb);
	return watch->stop ? 0 :
	       clab_nl_failf(nl, CLAB_FAILED_ANSWER, clab_nl_errno(err),
			     "can't read what the kernel tells");
}

/**
 * clab_monitor() - tell what happens until told to stop
 * @nl: the connection, to be used for nothing else afterwards
 * @ops: what to call; what is NULL is not listened to
 *
 * Return: 0 when a call has stopped it, or a negative errno.
 */
int clab_monitor(struct clab_nl *nl, const struct clab_monitor_ops *ops)
{
	struct clab_watch watch = { .ops = ops };
	int ret = clab_nl_family(nl, CLAB_GENL_LAB);

	if (ret < 0)
		return ret;
	ret = ops->event ? clab_monitor_join(nl, CLAB_LAB_GROUP_CONFIG) : 0;
	if (!ret && ops->drop)
		ret = clab_monitor_join(nl, CLAB_LAB_GROUP_DROP);
	return ret ? ret : clab_monitor_run(nl, &watch);
}
