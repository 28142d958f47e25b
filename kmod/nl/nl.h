/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab nl: what the generic netlink families share
 */
#ifndef _CLAB_NL_NL_H
#define _CLAB_NL_NL_H

#include <net/genetlink.h>
#include <linux/cipsolab.h>

struct clab_doi_def;
struct clab_map_req;
struct clab_net;
struct clab_prefix;
struct clab_tunable;
struct clab_unlbl_key;
struct clab_unlbl_label;

extern struct genl_family clab_nl_mgmt;
extern struct genl_family clab_nl_cipsov4;
extern struct genl_family clab_nl_unlbl;
extern struct genl_family clab_nl_lab;

int clab_nl_may_list(const struct sk_buff *skb, struct netlink_ext_ack *extack);
struct clab_net *clab_nl_lock(struct sk_buff *skb, struct genl_info *info);
int clab_nl_hooks(struct clab_net *cn, struct genl_info *info);
struct clab_net *clab_nl_begin(struct sk_buff *skb, struct genl_info *info);
struct clab_net *clab_nl_begin_change(struct sk_buff *skb, struct genl_info *info);
void clab_nl_end(struct clab_net *cn);
void clab_nl_end_change(struct clab_net *cn);
void clab_nl_end_static(struct clab_net *cn);

int clab_nl_missing(struct genl_info *info, int attr, const char *sentence);
int clab_nl_bad(struct genl_info *info, int attr, const char *sentence, int error);
int clab_nl_prefix(struct genl_info *info, int addr, int mask, unsigned int octets,
		   struct clab_prefix *prefix);
int clab_nl_put_prefix(struct sk_buff *msg, const struct clab_prefix *prefix, int addr, int mask,
		       unsigned int octets);

struct sk_buff *clab_nl_reply_start(struct genl_info *info, struct genl_family *family,
				    u8 cmd, size_t payload, void **hdr);
int clab_nl_reply_send(struct sk_buff *msg, void *hdr, struct genl_info *info);

int clab_nl_dump_start(struct netlink_callback *cb);
struct clab_net *clab_nl_dump_begin(struct sk_buff *skb, struct netlink_callback *cb);

/* Rows of a family's table of operations. A client of NetLabel must pass, so
 * the core checks as it did for that; clab_nl_begin() is stricter.
 */
#define CLAB_NL_CHANGE(_cmd, _doit) {						\
	.cmd = _cmd,								\
	.validate = GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP,	\
	.flags = GENL_ADMIN_PERM,						\
	.doit = _doit,								\
}

#define CLAB_NL_GET(_cmd, _doit) {						\
	.cmd = _cmd,								\
	.validate = GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP,	\
	.doit = _doit,								\
}

#define CLAB_NL_DUMP_FROM(_cmd, _start, _dumpit) {				\
	.cmd = _cmd,								\
	.validate = GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP,	\
	.start = _start,							\
	.dumpit = _dumpit,							\
}

/* nl_cipsov4.c */
bool clab_nl_tag_ok(u32 type, u8 tag, bool first);

/* nl_unlbl.c */
int clab_nl_iface_ok(const char *name, const char **sentence);
struct clab_unlbl_label *clab_nl_static_label(const struct nlattr *ctx, const char **sentence);
const char *clab_nl_static_reason(int error);
unsigned int clab_nl_static_room(struct clab_net *cn);

/* nl_lab_event.c: for those who listen to the group "config" */
void clab_lab_event(struct clab_net *cn, enum clab_lab_event event);
void clab_lab_event_map(struct clab_net *cn, enum clab_lab_event event,
			const struct clab_map_req *req);
void clab_lab_event_doi(struct clab_net *cn, enum clab_lab_event event,
			const struct clab_doi_def *def);
void clab_lab_event_static(struct clab_net *cn, enum clab_lab_event event,
			   const struct clab_unlbl_key *key,
			   const struct clab_unlbl_label *label);
void clab_lab_event_accept(struct clab_net *cn, bool accept);
void clab_lab_event_sysctl(struct clab_net *cn, const struct clab_tunable *which);

/* nl_lab_tx.c */
void clab_nl_net_exit(struct clab_net *cn);

#define CLAB_NL_DUMP(_cmd, _dumpit)						\
	CLAB_NL_DUMP_FROM(_cmd, clab_nl_dump_start, _dumpit)

int clab_nl_init(const char *prefix);
void clab_nl_exit(void);

#endif /* _CLAB_NL_NL_H */
