/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab nl: what the files of the family CLAB_LAB share
 */
#ifndef _CLAB_NL_NL_LAB_H
#define _CLAB_NL_NL_LAB_H

#include <net/genetlink.h>

#include "core/config.h"
#include "core/drop.h"
#include "core/map.h"

struct clab_net;

#define CLAB_LAB_TX_MAX		16		/* transactions of a namespace */
#define CLAB_LAB_TX_ENTRIES	1048576		/* entries of one */

/* Indices of the multicast groups. */
enum clab_lab_group {
	CLAB_LAB_GROUPNR_CONFIG,
	CLAB_LAB_GROUPNR_DROP,
};

extern const struct nla_policy clab_lab_policy[CLAB_LAB_A_MAX + 1];
extern const struct nla_policy clab_lab_policy_entry[CLAB_LAB_E_MAX + 1];

/**
 * struct clab_lab_entry - an entry that was read
 * @nla: the attribute that it is in
 * @kind: enum clab_lab_kind
 * @attr: what it consists of
 * @map: of CLAB_LAB_KIND_MAP: what it says
 * @doi: of CLAB_LAB_KIND_DOI: what it says, but for levels and categories
 * @more: of CLAB_LAB_KIND_DOI: it goes on with the one before
 * @label: of CLAB_LAB_KIND_STATIC: what the label is for
 * @tunable: of CLAB_LAB_KIND_TUNABLE: which one
 */
struct clab_lab_entry {
	const struct nlattr *nla;
	u8 kind;
	struct nlattr *attr[CLAB_LAB_E_MAX + 1];
	union {
		struct clab_map_req map;
		struct {
			struct clab_doi_def doi;
			bool more;
		};
		struct clab_unlbl_key label;
		const struct clab_tunable *tunable;
	};
};

/**
 * struct clab_lab_pairs - levels or categories of a DOI that is being read
 * @list: the pairs
 * @room: how many there is memory for
 */
struct clab_lab_pairs {
	struct clab_map_list list;
	u32 room;
};

/**
 * struct clab_lab_draft - a DOI that may go on in the next entry
 * @open: there is one
 * @def: its definition
 * @levels: its levels
 * @cats: its categories
 */
struct clab_lab_draft {
	bool open;
	struct clab_doi_def def;
	struct clab_lab_pairs levels;
	struct clab_lab_pairs cats;
};

/* A walk over the entries of a request. */
#define clab_lab_for_each_entry(nla, info, rem)						\
	nla_for_each_attr(nla, genlmsg_data((info)->genlhdr), genlmsg_len((info)->genlhdr), rem) \
		if (nla_type(nla) == CLAB_LAB_A_ENTRY)

/* nl_lab_entry.c */
int clab_lab_bad(struct netlink_ext_ack *extack, const struct nlattr *nla,
		 const char *sentence, int error);
int clab_lab_entry_read(const struct nlattr *nla, struct clab_lab_entry *entry,
			struct netlink_ext_ack *extack);
int clab_lab_entry_read_sel(const struct nlattr *nla, struct clab_lab_entry *entry,
			    struct netlink_ext_ack *extack);

/* nl_lab_put.c */
int clab_lab_put_map(struct sk_buff *skb, int attr, const char *domain, enum clab_slot slot,
		     const struct clab_selector *sel, const struct clab_target *target);
int clab_lab_put_map_req(struct sk_buff *skb, int attr, const struct clab_map_req *req);
int clab_lab_put_doi(struct sk_buff *skb, int attr, const struct clab_doi_def *def);
int clab_lab_put_doi_part(struct sk_buff *skb, int attr, const struct clab_doi_def *def,
			  u32 *index);
int clab_lab_put_static(struct sk_buff *skb, int attr, const char *iface,
			enum clab_unlbl_family family, const struct clab_prefix *prefix,
			const struct clab_unlbl_label *label);
int clab_lab_put_accept(struct sk_buff *skb, int attr, bool accept);
int clab_lab_put_tunable(struct sk_buff *skb, int attr, const struct clab_tunables *tun,
			 const struct clab_tunable *which);

/* nl_lab.c */
#define CLAB_LAB_TAKES(name)	(1U << CLAB_LAB_A_##name)

int clab_lab_takes(struct genl_info *info, u32 attrs);
int clab_lab_flags_ok(struct genl_info *info, u32 flags);
unsigned int clab_lab_count_entries(struct genl_info *info);
struct clab_net *clab_lab_begin_change(struct sk_buff *skb, struct genl_info *info);
int clab_lab_check_generation(struct clab_net *cn, struct genl_info *info);
int clab_lab_answer_generation(struct genl_info *info, u8 cmd, u32 generation);

/* nl_lab_draft.c */
void clab_lab_draft_close(struct clab_lab_draft *draft);
int clab_lab_draft_add(struct clab_lab_draft *draft, const struct clab_lab_entry *entry,
		       struct netlink_ext_ack *extack);
int clab_lab_draft_done(struct clab_lab_draft *draft, struct clab_config *cfg, bool replace,
			struct netlink_ext_ack *extack);
int clab_lab_doi_replace(struct sk_buff *skb, struct genl_info *info);

/* nl_lab_tx.c */
int clab_lab_tx_begin(struct sk_buff *skb, struct genl_info *info);
int clab_lab_tx_add(struct sk_buff *skb, struct genl_info *info);
int clab_lab_tx_commit(struct sk_buff *skb, struct genl_info *info);
int clab_lab_tx_abort(struct sk_buff *skb, struct genl_info *info);
int clab_lab_flush(struct sk_buff *skb, struct genl_info *info);
unsigned int clab_lab_tx_count(struct clab_net *cn);
int clab_lab_tx_init(void);
void clab_lab_tx_exit(void);

/* nl_lab_dump.c, nl_lab_stats.c */
int clab_lab_dump_open(struct netlink_callback *cb, struct nlattr **attrs, u32 takes);
int clab_lab_dump_start(struct netlink_callback *cb);
int clab_lab_dump(struct sk_buff *skb, struct netlink_callback *cb);
int clab_lab_dump_done(struct netlink_callback *cb);
int clab_lab_stats_start(struct netlink_callback *cb);
int clab_lab_stats(struct sk_buff *skb, struct netlink_callback *cb);
int clab_lab_stats_reset(struct sk_buff *skb, struct genl_info *info);

/* nl_lab_event.c; declared for the other families in nl.h */
void clab_lab_event_init(void);
void clab_lab_event_exit(void);

#endif /* _CLAB_NL_NL_LAB_H */
