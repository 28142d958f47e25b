/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab lsm: handing a peer label to the LSM
 */
#ifndef _CLAB_LSM_PEER_H
#define _CLAB_LSM_PEER_H

#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/skbuff.h>
#include <net/xfrm.h>

struct sock;

/**
 * struct clab_peer - a peer label in the form in which SELinux takes it
 * @node: in the table of peers, by @secid
 * @rcu: for freeing
 * @ref: the table's reference and its holders'
 * @secid: the label
 * @state: an IPsec state that is never inserted anywhere and says @secid
 * @tmpl: a packet with an IPv4 header and @state in its sec_path, from which
 *	the sec_path is shared with labeled packets
 */
struct clab_peer {
	struct hlist_node node;
	struct rcu_head rcu;
	refcount_t ref;
	u32 secid;
	struct xfrm_state *state;
	struct sk_buff *tmpl;
};

struct clab_peer *clab_peer_find_rcu(u32 secid);
struct clab_peer *clab_peer_get_rcu(u32 secid);
void clab_peer_put(struct clab_peer *peer);
bool clab_peer_hold(struct clab_peer *peer);

int clab_peer_attach(struct sk_buff *skb, const struct clab_peer *peer);
bool clab_peer_attached(const struct sk_buff *skb, const struct clab_peer *peer);
bool clab_peer_labeled_rcu(const struct sk_buff *skb);
void clab_peer_established(struct sock *sk, const struct clab_peer *peer);

unsigned int clab_peer_count(void);
void clab_peer_flush(void);
int clab_peer_init(void);
void clab_peer_exit(void);

#endif /* _CLAB_LSM_PEER_H */
