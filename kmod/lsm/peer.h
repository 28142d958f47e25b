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
 * @ext: the extensions of @tmpl: that sec_path and nothing else
 * @proof_tmpl: a packet with an empty sec_path
 * @proof: its extensions, which prove where a packet comes from that has them
 * @number: what they have in a place that nobody looks at
 */
struct clab_peer {
	struct hlist_node node;
	struct rcu_head rcu;
	refcount_t ref;
	u32 secid;
	struct xfrm_state *state;
	struct sk_buff *tmpl;
	struct skb_ext *ext;
	struct sk_buff *proof_tmpl;
	struct skb_ext *proof;
	unsigned long number;
};

struct clab_peer *clab_peer_find_rcu(u32 secid);
struct clab_peer *clab_peer_get_rcu(u32 secid);
void clab_peer_put(struct clab_peer *peer);
bool clab_peer_hold(struct clab_peer *peer);

int __clab_peer_attach(struct sk_buff *skb, const struct clab_peer *peer);

bool __clab_peer_proven(struct sk_buff *skb, const struct clab_peer *peer);
void clab_peer_hide(struct sk_buff *skb, const struct clab_peer *peer);

/**
 * clab_peer_attached_first() - whether a packet was labeled when it had no extensions
 * @skb: the packet
 * @peer: the label
 *
 * Return: true if so, and it has not got others.
 */
static __always_inline bool clab_peer_attached_first(const struct sk_buff *skb,
						     const struct clab_peer *peer)
{
	return skb->active_extensions && skb->extensions == peer->ext;
}

/**
 * clab_peer_attached() - whether a packet carries a label that is ours
 * @skb: the packet
 * @peer: the label
 *
 * Return: true if the state that SELinux would take is @peer's own.
 */
static inline bool clab_peer_attached(const struct sk_buff *skb, const struct clab_peer *peer)
{
	const struct sec_path *sp;

	if (likely(clab_peer_attached_first(skb, peer)))
		return true;
	sp = skb_sec_path(skb);
	return sp && sp->len && sp->xvec[sp->len - 1] == peer->state;
}

/**
 * clab_peer_proven() - whether a packet was sent by this engine with a label
 * @skb: the packet; labeled again where that was hidden
 * @peer: the label
 *
 * Context: RCU read section.
 * Return: true if so; then it carries the label.
 */
static inline bool clab_peer_proven(struct sk_buff *skb, const struct clab_peer *peer)
{
	return likely(clab_peer_attached_first(skb, peer)) || __clab_peer_proven(skb, peer);
}

/**
 * clab_peer_attach_first() - label a packet without extensions
 * @skb: the packet
 * @peer: its label
 *
 * Context: RCU read section.
 */
static __always_inline void clab_peer_attach_first(struct sk_buff *skb,
						   const struct clab_peer *peer)
{
	skb->extensions = peer->ext;
	skb->active_extensions = 1 << SKB_EXT_SEC_PATH;
	/* Last: nothing needs to be saved for what it calls when it overflows. */
	refcount_inc(&peer->ext->refcnt);
}

/**
 * clab_peer_attach() - label a packet
 * @skb: the packet
 * @peer: its label
 *
 * A packet with extensions of its own (real IPsec among them) keeps them and
 * gets the label as its last state, which is the one that SELinux takes.
 *
 * Context: RCU read section.
 * Return: 0, or -ENOMEM, or -ENOSPC when its sec_path is full.
 */
static inline int clab_peer_attach(struct sk_buff *skb, const struct clab_peer *peer)
{
	if (unlikely(skb->active_extensions))
		return __clab_peer_attach(skb, peer);
	clab_peer_attach_first(skb, peer);
	return 0;
}

bool clab_peer_labeled_rcu(const struct sk_buff *skb);
u32 clab_peer_secid(const struct sk_buff *skb);
void clab_peer_established(struct sock *sk, const struct clab_peer *peer);

unsigned int clab_peer_count(void);
void clab_peer_flush(void);
int clab_peer_init(void);
void clab_peer_exit(void);

#endif /* _CLAB_LSM_PEER_H */
