// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab lsm: handing a peer label to the LSM
 *
 * SELinux asks two parties for the label of a packet: NetLabel, which a module
 * can't be, and labeled IPsec, where it reads the context of the states in the
 * packet's sec_path. So each peer label is an IPsec state of its own, in no
 * table of the IPsec core, and a packet that carries the label refers to it.
 *
 * The same reference proves where a packet comes from. A label of the LOCAL
 * kind is attached at output, the extension crosses the loopback device with
 * the packet, and at input the state must be the one in our table: an
 * administrator of another namespace can make an IPsec state with any context,
 * but not that one. A SYN-ACK leaves with the proof alone, a sec_path without a
 * state, and gets its label where it arrives: SELinux would make a new label of it
 * and of the listening socket's, at the price of a whole packet's checks, only to
 * find the request's again.
 *
 * SELinux counts labeled states and checks the peer label of every packet of
 * the host while there is one. They are therefore made on demand, and let go
 * when no namespace is configured any more.
 */
#include <linux/cred.h>
#include <linux/hash.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "compat/compat.h"
#include "core/epoch.h"
#include "lsm/label.h"
#include "lsm/peer.h"

#define CLAB_PEER_BITS		10
#define CLAB_PEER_CHAIN_MAX	16	/* the oldest of a chain gives way */

static struct hlist_head clab_peers[1 << CLAB_PEER_BITS];
static DEFINE_SPINLOCK(clab_peer_lock);	/* guards changes of clab_peers */
static const struct cred *clab_peer_cred;

static struct hlist_head *clab_peer_chain(u32 secid)
{
	return &clab_peers[hash_32(secid, CLAB_PEER_BITS)];
}

/*
 * Give a state the context of the kernel, as SELinux lets the kernel do under
 * any policy, then the label that is wanted. Going through the LSM keeps its
 * count of labeled states right.
 */
static int clab_peer_label_state(struct xfrm_state *x, u32 secid)
{
	struct xfrm_user_sec_ctx *uctx;
	const struct cred *old;
	char *ctx;
	u32 len;
	int ret;

	ret = clab_compat_secctx(clab_label_kernel_secid(), &ctx, &len);
	if (ret)
		return ret;
	uctx = kzalloc(sizeof(*uctx) + len, GFP_ATOMIC);
	if (!uctx) {
		clab_compat_secctx_put(ctx, len);
		return -ENOMEM;
	}
	uctx->len = sizeof(*uctx) + len;
	uctx->ctx_doi = XFRM_SC_DOI_LSM;
	uctx->ctx_alg = XFRM_SC_ALG_SELINUX;
	uctx->ctx_len = len;
	memcpy(uctx + 1, ctx, len);
	clab_compat_secctx_put(ctx, len);

	old = override_creds(clab_peer_cred);
	ret = security_xfrm_policy_alloc(&x->security, uctx, GFP_ATOMIC);
	revert_creds(old);
	kfree(uctx);
	if (ret)
		return ret;
	if (!x->security)
		return -EOPNOTSUPP;
	x->security->ctx_sid = secid;
	return 0;
}

static void clab_peer_put_state(struct xfrm_state *x)
{
	/* The core warns of a last put while a state is not dead. */
	x->km.state = XFRM_STATE_DEAD;
	xfrm_state_put(x);
}

/*
 * A state belongs to the initial namespace: it holds no reference to it, and
 * outlives any other while a packet of it waits in a socket.
 */
static struct xfrm_state *clab_peer_alloc_state(u32 secid)
{
	struct xfrm_state *x = xfrm_state_alloc(&init_net);
	int ret;

	if (!x)
		return ERR_PTR(-ENOMEM);
	x->props.family = AF_INET;
	x->props.mode = XFRM_MODE_TRANSPORT;
	ret = clab_peer_label_state(x, secid);
	if (!ret)
		return x;
	clab_peer_put_state(x);
	return ERR_PTR(ret);
}

/* The packet whose sec_path is shared: an IPv4 header is what the LSM looks
 * at when it is asked for the label of the packet itself.
 */
static struct sk_buff *clab_peer_alloc_tmpl(struct xfrm_state *x)
{
	struct sec_path *sp;
	struct sk_buff *skb;
	struct iphdr *iph;

	skb = alloc_skb(sizeof(*iph), GFP_ATOMIC);
	if (!skb)
		return NULL;
	skb_reset_network_header(skb);
	iph = skb_put_zero(skb, sizeof(*iph));
	iph->version = 4;
	iph->ihl = 5;
	iph->saddr = htonl(INADDR_LOOPBACK);
	iph->daddr = htonl(INADDR_LOOPBACK);
	skb->protocol = htons(ETH_P_IP);
	sp = secpath_set(skb);
	if (!sp) {
		kfree_skb(skb);
		return NULL;
	}
	xfrm_state_hold(x);
	sp->xvec[sp->len++] = x;
	return skb;
}

/* The packet whose sec_path says nothing to SELinux, and proves the origin all the
 * same: it has no state, and behind those that it has not a number nobody can guess,
 * for when it is copied.
 */
static struct sk_buff *clab_peer_alloc_proof(unsigned long number)
{
	struct sk_buff *skb = alloc_skb(0, GFP_ATOMIC);
	struct sec_path *sp = skb ? secpath_set(skb) : NULL;

	if (!sp) {
		kfree_skb(skb);
		return NULL;
	}
	sp->xvec[XFRM_MAX_DEPTH - 1] = (struct xfrm_state *)number;
	return skb;
}

static int clab_peer_alloc_packets(struct clab_peer *peer)
{
	peer->number = get_random_long();
	peer->tmpl = clab_peer_alloc_tmpl(peer->state);
	peer->proof_tmpl = clab_peer_alloc_proof(peer->number);
	if (!peer->tmpl || !peer->proof_tmpl) {
		kfree_skb(peer->tmpl);
		kfree_skb(peer->proof_tmpl);
		return -ENOMEM;
	}
	peer->ext = peer->tmpl->extensions;
	peer->proof = peer->proof_tmpl->extensions;
	return 0;
}

static struct clab_peer *clab_peer_alloc(u32 secid)
{
	struct clab_peer *peer;
	int ret;

	peer = kzalloc(sizeof(*peer), GFP_ATOMIC);
	if (!peer)
		return ERR_PTR(-ENOMEM);
	refcount_set(&peer->ref, 1);
	peer->secid = secid;
	peer->state = clab_peer_alloc_state(secid);
	ret = PTR_ERR_OR_ZERO(peer->state);
	if (ret)
		goto err_peer;
	ret = clab_peer_alloc_packets(peer);
	if (!ret)
		return peer;

	clab_peer_put_state(peer->state);
err_peer:
	kfree(peer);
	return ERR_PTR(ret);
}

static void clab_peer_free_cb(struct rcu_head *rcu)
{
	struct clab_peer *peer = container_of(rcu, struct clab_peer, rcu);

	/* Packets that wait in sockets keep the state; the IPsec core frees it
	 * after the last of them, and needs nothing of this module for it.
	 */
	peer->state->km.state = XFRM_STATE_DEAD;
	kfree_skb(peer->tmpl);
	kfree_skb(peer->proof_tmpl);
	xfrm_state_put(peer->state);
	kfree(peer);
}

/**
 * clab_peer_put() - let a reference go
 * @peer: the peer
 *
 * Context: Any.
 */
void clab_peer_put(struct clab_peer *peer)
{
	if (refcount_dec_and_test(&peer->ref))
		call_rcu(&peer->rcu, clab_peer_free_cb);
}

/**
 * clab_peer_hold() - take a reference to a peer found under RCU
 * @peer: the peer
 *
 * Return: false when its last reference is gone already.
 */
bool clab_peer_hold(struct clab_peer *peer)
{
	return refcount_inc_not_zero(&peer->ref);
}

/**
 * clab_peer_find_rcu() - the peer of a secid, if there is one
 * @secid: the secid
 *
 * Context: RCU read section.
 * Return: the peer, good until the section ends, or NULL.
 */
struct clab_peer *clab_peer_find_rcu(u32 secid)
{
	struct clab_peer *peer;

	hlist_for_each_entry_rcu(peer, clab_peer_chain(secid), node)
		if (peer->secid == secid)
			return peer;
	return NULL;
}

/* Drop the oldest entry of a chain that has grown too long. */
static void __clab_peer_trim(struct hlist_head *chain)
{
	struct clab_peer *peer, *oldest = NULL;
	unsigned int n = 0;

	lockdep_assert_held(&clab_peer_lock);
	hlist_for_each_entry(peer, chain, node) {
		oldest = peer;
		n++;
	}
	if (n <= CLAB_PEER_CHAIN_MAX)
		return;
	hlist_del_rcu(&oldest->node);
	clab_epoch_begin();
	clab_peer_put(oldest);
}

/**
 * clab_peer_get_rcu() - the peer of a secid, made if there is none
 * @secid: the secid, not 0
 *
 * Context: RCU read section; softirq or process, does not sleep.
 * Return: the peer, good until the section ends, or an error pointer: -ENOMEM,
 *	or something else where the LSM labels no IPsec states.
 */
struct clab_peer *clab_peer_get_rcu(u32 secid)
{
	struct clab_peer *peer, *other;

	peer = clab_peer_find_rcu(secid);
	if (likely(peer))
		return peer;
	peer = clab_peer_alloc(secid);
	if (IS_ERR(peer))
		return peer;

	spin_lock_bh(&clab_peer_lock);
	other = clab_peer_find_rcu(secid);
	if (!other) {
		hlist_add_head_rcu(&peer->node, clab_peer_chain(secid));
		__clab_peer_trim(clab_peer_chain(secid));
	}
	spin_unlock_bh(&clab_peer_lock);
	if (!other)
		return peer;
	clab_peer_put(peer);
	return other;
}

/**
 * __clab_peer_attach() - label a packet that has extensions already
 * @skb: the packet
 * @peer: its label
 *
 * Context: RCU read section.
 * Return: as clab_peer_attach().
 */
int __clab_peer_attach(struct sk_buff *skb, const struct clab_peer *peer)
{
	struct sec_path *sp;

	if (clab_peer_attached(skb, peer))
		return 0;
	sp = secpath_set(skb);
	if (!sp)
		return -ENOMEM;
	if (sp->len == XFRM_MAX_DEPTH)
		return -ENOSPC;
	xfrm_state_hold(peer->state);
	sp->xvec[sp->len++] = peer->state;
	return 0;
}

/* Shared extensions that a template holds too, for others of those. */
static void clab_peer_exchange(struct sk_buff *skb, struct skb_ext *was, struct skb_ext *now)
{
	refcount_inc(&now->refcnt);
	skb->extensions = now;
	refcount_dec(&was->refcnt);
}

/**
 * clab_peer_hide() - leave a packet the proof of its origin, but not its label
 * @skb: the packet, labeled; with extensions of its own it stays so
 * @peer: its label
 *
 * Context: RCU read section.
 */
void clab_peer_hide(struct sk_buff *skb, const struct clab_peer *peer)
{
	if (skb->active_extensions && skb->extensions == peer->ext)
		clab_peer_exchange(skb, peer->ext, peer->proof);
}

/**
 * __clab_peer_proven() - clab_peer_proven() for what has no label at first sight
 * @skb: the packet; labeled again where that was hidden
 * @peer: the label
 *
 * Context: RCU read section.
 * Return: true if it comes from this engine with this label.
 */
bool __clab_peer_proven(struct sk_buff *skb, const struct clab_peer *peer)
{
	const struct sec_path *sp = skb_sec_path(skb);

	if (!sp)
		return false;
	if (skb->extensions == peer->proof) {
		clab_peer_exchange(skb, peer->proof, peer->ext);
		return true;
	}
	if (sp->len)
		return sp->xvec[sp->len - 1] == peer->state;
	/* Somebody has added another extension to a copy. */
	return sp->xvec[XFRM_MAX_DEPTH - 1] == (struct xfrm_state *)peer->number &&
	       !__clab_peer_attach(skb, peer);
}

/**
 * clab_peer_labeled_rcu() - whether a packet carries any label that is ours
 * @skb: the packet
 *
 * Context: RCU read section.
 * Return: true if the state that SELinux would take is one of our table.
 */
bool clab_peer_labeled_rcu(const struct sk_buff *skb)
{
	const struct sec_path *sp = skb_sec_path(skb);
	const struct xfrm_state *x = sp && sp->len ? sp->xvec[sp->len - 1] : NULL;
	const struct clab_peer *peer;

	if (!x || !x->security)
		return false;
	peer = clab_peer_find_rcu(x->security->ctx_sid);
	return peer && peer->state == x;
}

/**
 * clab_peer_secid() - the label that the LSM sees on a packet
 * @skb: the packet
 *
 * Real labeled IPsec, of a packet without a label of ours, included.
 *
 * Return: its secid, 0 if it has none.
 */
u32 clab_peer_secid(const struct sk_buff *skb)
{
	const struct sec_path *sp = skb_sec_path(skb);
	const struct xfrm_sec_ctx *ctx;
	int i;

	for (i = sp ? sp->len : 0; i > 0; i--) {
		ctx = sp->xvec[i - 1]->security;
		if (ctx && ctx->ctx_doi == XFRM_SC_DOI_LSM &&
		    ctx->ctx_alg == XFRM_SC_ALG_SELINUX)
			return ctx->ctx_sid;
	}
	return 0;
}

/**
 * clab_peer_established() - tell the LSM the peer label of a connection
 * @sk: the connecting socket, established
 * @peer: the label of its SYN-ACK
 *
 * Context: Socket locked.
 */
void clab_peer_established(struct sock *sk, const struct clab_peer *peer)
{
	security_inet_conn_established(sk, peer->tmpl);
}

/**
 * clab_peer_count() - the number of labels in the table
 *
 * Context: Process.
 * Return: the number, for the curious.
 */
unsigned int clab_peer_count(void)
{
	struct clab_peer *peer;
	unsigned int n = 0;
	int i;

	rcu_read_lock();
	for (i = 0; i < ARRAY_SIZE(clab_peers); i++)
		hlist_for_each_entry_rcu(peer, &clab_peers[i], node)
			n++;
	rcu_read_unlock();
	return n;
}

/**
 * clab_peer_flush() - let every peer label go
 *
 * Packets in sockets keep theirs until they are read.
 *
 * Context: Process.
 */
void clab_peer_flush(void)
{
	struct hlist_node *tmp;
	struct clab_peer *peer;
	int i;

	spin_lock_bh(&clab_peer_lock);
	for (i = 0; i < ARRAY_SIZE(clab_peers); i++)
		hlist_for_each_entry_safe(peer, tmp, &clab_peers[i], node) {
			hlist_del_rcu(&peer->node);
			clab_epoch_begin();
			clab_peer_put(peer);
		}
	spin_unlock_bh(&clab_peer_lock);
}

/**
 * clab_peer_init() - set peer labels up
 *
 * Return: 0 or -ENOMEM.
 */
int clab_peer_init(void)
{
	clab_peer_cred = prepare_kernel_cred(&init_task);
	return clab_peer_cred ? 0 : -ENOMEM;
}

/**
 * clab_peer_exit() - undo clab_peer_init()
 *
 * Context: Process, may sleep. No packet can ask for a peer any more.
 */
void clab_peer_exit(void)
{
	clab_peer_flush();
	rcu_barrier();
	put_cred(clab_peer_cred);
}
