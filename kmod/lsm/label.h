/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab lsm: from a socket to its label, and from a label to a secid
 */
#ifndef _CLAB_LSM_LABEL_H
#define _CLAB_LSM_LABEL_H

#include <linux/rcupdate.h>
#include <linux/security.h>
#include <linux/types.h>
#include <net/flow.h>

#include "codec/cipso.h"
#include "compat/compat.h"

struct clab_doi;
struct clab_unlbl_label;
struct request_sock;
struct sk_buff;
struct sock;

/**
 * struct clab_option - a label as the option that carries it
 * @next: the next one of the same sender
 * @rcu: for freeing
 * @uid: the DOI's &clab_doi.uid
 * @len: octets of @data in use, a multiple of 4; 0: no tag of the DOI fits
 * @data: the option, padded
 */
struct clab_option {
	struct clab_option __rcu *next;
	struct rcu_head rcu;
	u32 uid;
	u8 len;
	u8 data[CLAB_OPT_MAX];
};

/**
 * struct clab_sender - what the LSM says of a secid
 * @node: in the table of senders, by @secid
 * @rcu: for freeing
 * @secid: the secid
 * @options: its label under each DOI that was asked for
 * @domain: the LSM domain (SELinux: the type), inside @text, or NULL
 * @mls: level and categories, inside @text, or NULL
 * @text: the security context, cut up by NULs
 */
struct clab_sender {
	struct hlist_node node;
	struct rcu_head rcu;
	u32 secid;
	struct clab_option __rcu *options;
	const char *domain;
	const char *mls;
	char text[];
};

/**
 * clab_label_sock_secid() - the label of a socket
 * @sk: a full socket
 *
 * Context: Any.
 * Return: its secid, 0 if the LSM labels no sockets.
 */
static inline u32 clab_label_sock_secid(struct sock *sk)
{
	struct flowi_common flow __uninitialized;

	/* The LSM looks at and sets nothing else of it. */
	flow.flowic_secid = 0;
	security_sk_classify_flow(sk, &flow);
	return flow.flowic_secid;
}

bool clab_label_given(void);
u32 clab_label_kernel_secid(void);
u32 clab_label_none_secid(void);
u32 clab_label_req_secid(struct request_sock *req);
u32 clab_label_conn_secid(const struct sock *listener, struct sk_buff *syn, __be32 addr);
const struct clab_sender *clab_label_sender_rcu(u32 secid);
const struct clab_option *clab_label_option_rcu(const struct clab_sender *sender,
						const struct clab_doi *doi, unsigned int flags);
int clab_label_to_secid(const struct clab_label *label, u32 *secid);
int clab_label_text_to_secid(const char *text, u32 len, u32 *secid);
struct clab_unlbl_label *clab_label_static(const char *text, u32 len);

void clab_label_flush(void);
int clab_label_init(void);
void clab_label_exit(void);

#endif /* _CLAB_LSM_LABEL_H */
