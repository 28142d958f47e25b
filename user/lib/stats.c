// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: counters
 */
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>

#include "private.h"

/* A number of 64 bits need not be aligned */
static void clab_attr_u64(const struct nlattr *attr, uint64_t *value)
{
	if (attr && nla_len(attr) >= (int)sizeof(*value))
		memcpy(value, nla_data(attr), sizeof(*value));
}

static int clab_stat_each(struct nlattr *attr, void *arg)
{
	struct nlattr *tb[CLAB_LAB_T_MAX + 1];
	struct clab_stat *stat;

	if (nla_type(attr) != CLAB_LAB_A_STAT)
		return 0;
	stat = clab_vec_add(arg, sizeof(*stat));
	if (!stat)
		return -ENOMEM;
	if (nla_parse_nested(tb, CLAB_LAB_T_MAX, attr, NULL) < 0 ||
	    !clab_attr_u8(tb[CLAB_LAB_T_KIND], &stat->kind))
		return -EBADMSG;
	clab_attr_u8(tb[CLAB_LAB_T_DIRECTION], &stat->direction);
	clab_attr_u32(tb[CLAB_LAB_T_REASON], &stat->reason);
	clab_attr_u64(tb[CLAB_LAB_T_COUNT], &stat->count);
	clab_attr_u64(tb[CLAB_LAB_T_IN], &stat->in);
	clab_attr_u64(tb[CLAB_LAB_T_OUT], &stat->out);
	clab_attr_u64(tb[CLAB_LAB_T_IN_REFUSED], &stat->in_refused);
	clab_attr_u64(tb[CLAB_LAB_T_OUT_REFUSED], &stat->out_refused);
	if (clab_attr_str(tb[CLAB_LAB_T_NAME], &stat->name))
		return -ENOMEM;
	return tb[CLAB_LAB_T_ENTRY] ?
	       clab_entry_take(tb[CLAB_LAB_T_ENTRY], &stat->conf) : 0;
}

static void clab_stat_reset(void *arg)
{
	clab_stats_free(arg);
}

/**
 * clab_stats_get() - read the counters
 * @nl: the connection
 * @kinds: a bit 1 << kind for each enum clab_lab_stat_kind, 0 for all
 * @stats: where they go, struct clab_stat; clab_stats_free() frees them, also
 *	   after a failure
 *
 * Return: 0 or a negative errno.
 */
int clab_stats_get(struct clab_nl *nl, uint32_t kinds, struct clab_vec *stats)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_LAB, CLAB_LAB_C_STATS);
	struct clab_reply reply = {
		.attr_max = CLAB_LAB_A_MAX,
		.each = clab_stat_each,
		.reset = clab_stat_reset,
		.arg = stats,
	};

	if (kinds)
		clab_req_u32(req, CLAB_LAB_A_STAT_KINDS, kinds);
	return clab_req_dump(req, &reply);
}

/**
 * clab_stats_reset() - let all counters of the namespace begin again at 0
 * @nl: the connection
 *
 * Return: 0 or a negative errno.
 */
int clab_stats_reset(struct clab_nl *nl)
{
	return clab_req_do(clab_req_new(nl, CLAB_GENL_LAB,
					CLAB_LAB_C_STATS_RESET), NULL);
}

/**
 * clab_stats_free() - free what clab_stats_get() has read
 * @stats: struct clab_stat
 */
void clab_stats_free(struct clab_vec *stats)
{
	struct clab_stat *stat = stats->items;
	size_t i;

	for (i = 0; i < stats->nr; i++) {
		free(stat[i].name);
		clab_conf_free(&stat[i].conf);
	}
	clab_vec_clear(stats);
}
