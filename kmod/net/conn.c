// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: the peer label of a connecting socket
 *
 * A SYN-ACK that comes over loopback finds connect() holding its socket and
 * waits in the backlog, where the core takes the sec_path, and the label with
 * it, off. So the label is remembered when the SYN-ACK passes PRE_ROUTING, and
 * the LSM is told when the socket sends its next segment, the acknowledgment
 * in general, with the socket locked.
 *
 * Only what the socket itself would take as its SYN-ACK is remembered: there
 * is a socket in SYN_SENT for its addresses and it acknowledges that socket's
 * SYN. And it is used only if the connection went on from that very segment.
 *
 * Where addresses are translated, or belong to a VRF, the socket is not found yet.
 * The few latest such SYN-ACKs to this host are remembered as nobody's, and known by
 * both their sequence numbers.
 */
#include <linux/hash.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/tcp.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/route.h>
#include <net/tcp.h>

#include "compat/compat.h"
#include "core/netns.h"
#include "lsm/peer.h"
#include "net/conn.h"
#include "net/hold.h"

#define CLAB_CONN_BITS	6
#define CLAB_CONN_MAX	1024		/* SYN-ACKs remembered in a namespace */
#define CLAB_CONN_NOBODY_MAX	16	/* of nobody's; the oldest gives way */
#define CLAB_CONN_SPARE_MAX	16	/* freed ones kept for the next connections */
#define CLAB_CONN_AGE	(5 * HZ)

/**
 * struct clab_conn - a SYN-ACK's label on its way to its socket
 * @node: in struct clab_conns.chain, by @sk
 * @sk: the socket's address; a key only, not a reference; NULL for nobody's
 * @seq: sequence number of the SYN-ACK
 * @ack: what it acknowledges
 * @expires: when it is of no use any more
 * @peer: its label, referenced
 */
struct clab_conn {
	struct hlist_node node;
	const struct sock *sk;
	u32 seq;
	u32 ack;
	unsigned long expires;
	struct clab_peer *peer;
};

/**
 * struct clab_conns - the SYN-ACKs that a namespace remembers
 * @lock: guards the rest, and &clab_net.synacks, which counts them
 * @chain: struct clab_conn, by the socket
 * @nobody: struct clab_conn without one
 * @spare: struct clab_conn that hold nothing
 * @nr_spare: how many
 */
struct clab_conns {
	spinlock_t lock;	/* guards the rest */
	struct hlist_head chain[1 << CLAB_CONN_BITS];
	struct hlist_head nobody;
	struct hlist_head spare;
	unsigned int nr_spare;
};

static struct hlist_head *clab_conn_chain(struct clab_conns *conns, const struct sock *sk)
{
	if (!sk)
		return &conns->nobody;
	return &conns->chain[hash_ptr(sk, CLAB_CONN_BITS)];
}

/* Each connection needs one for a moment: the allocator would be asked for that every
 * time.
 */
static void __clab_conn_free(struct clab_net *cn, struct clab_conn *conn)
{
	struct clab_conns *conns = cn->conns;

	lockdep_assert_held(&conns->lock);
	hlist_del(&conn->node);
	WRITE_ONCE(cn->synacks, cn->synacks - 1);
	clab_peer_put(conn->peer);
	if (conns->nr_spare == CLAB_CONN_SPARE_MAX) {
		kfree(conn);
		return;
	}
	hlist_add_head(&conn->node, &conns->spare);
	conns->nr_spare++;
}

static struct clab_conn *__clab_conn_take_spare(struct clab_conns *conns)
{
	struct clab_conn *conn;

	if (hlist_empty(&conns->spare))
		return NULL;
	conn = hlist_entry(conns->spare.first, struct clab_conn, node);
	hlist_del(&conn->node);
	conns->nr_spare--;
	return conn;
}

/* Drop from a chain what is too old. */
static void __clab_conn_sweep(struct clab_net *cn, struct hlist_head *chain)
{
	struct clab_conn *conn;
	struct hlist_node *tmp;

	hlist_for_each_entry_safe(conn, tmp, chain, node)
		if (time_after(jiffies, conn->expires))
			__clab_conn_free(cn, conn);
}

static void __clab_conn_sweep_all(struct clab_net *cn)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(cn->conns->chain); i++)
		__clab_conn_sweep(cn, &cn->conns->chain[i]);
}

static void __clab_conn_trim_nobody(struct clab_net *cn)
{
	struct clab_conn *conn, *oldest = NULL;
	unsigned int n = 0;

	hlist_for_each_entry(conn, &cn->conns->nobody, node) {
		oldest = conn;
		n++;
	}
	if (n == CLAB_CONN_NOBODY_MAX)
		__clab_conn_free(cn, oldest);
}

static struct clab_conn *__clab_conn_alloc(struct clab_net *cn)
{
	struct clab_conn *conn;

	lockdep_assert_held(&cn->conns->lock);
	if (cn->synacks == CLAB_CONN_MAX)
		__clab_conn_sweep_all(cn);
	if (cn->synacks == CLAB_CONN_MAX)
		return ERR_PTR(-ENOSPC);
	conn = __clab_conn_take_spare(cn->conns);
	if (!conn)
		conn = kmalloc(sizeof(*conn), GFP_ATOMIC);
	return conn ?: ERR_PTR(-ENOMEM);
}

static int clab_conn_add(struct clab_net *cn, const struct sock *sk,
			 const struct tcphdr *th, struct clab_peer *peer)
{
	struct clab_conns *conns = cn->conns;
	struct hlist_head *chain = clab_conn_chain(conns, sk);
	struct clab_conn *conn;

	if (!clab_peer_hold(peer))
		return -EAGAIN;
	spin_lock_bh(&conns->lock);
	__clab_conn_sweep(cn, chain);
	if (!sk)
		__clab_conn_trim_nobody(cn);
	conn = __clab_conn_alloc(cn);
	if (!IS_ERR(conn)) {
		conn->sk = sk;
		conn->seq = ntohl(th->seq);
		conn->ack = ntohl(th->ack_seq);
		conn->expires = jiffies + CLAB_CONN_AGE;
		conn->peer = peer;
		hlist_add_head(&conn->node, chain);
		WRITE_ONCE(cn->synacks, cn->synacks + 1);
	}
	spin_unlock_bh(&conns->lock);
	if (!IS_ERR(conn))
		return 0;
	clab_peer_put(peer);
	return PTR_ERR(conn);
}

/*
 * Does it acknowledge the socket's SYN? Over loopback it comes while connect()
 * still sends that, when snd_nxt does not count it yet but write_seq does.
 */
static bool clab_conn_acks_syn(const struct sock *sk, u32 ack)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	return after(ack, READ_ONCE(tp->snd_una)) && !after(ack, READ_ONCE(tp->write_seq));
}

static struct sock *clab_conn_lookup4(struct net *net, const struct sk_buff *skb,
				      const struct tcphdr *th)
{
	const struct iphdr *iph = ip_hdr(skb);

	return clab_compat_lookup_established(net, iph->saddr, th->source, iph->daddr, th->dest,
					      skb->dev->ifindex);
}

static struct sock *clab_conn_lookup6(struct net *net, const struct sk_buff *skb,
				      const struct tcphdr *th)
{
	const struct ipv6hdr *iph = ipv6_hdr(skb);

	return clab_compat_lookup_established6(net, &iph->saddr, th->source, &iph->daddr,
					       th->dest, skb->dev->ifindex);
}

/* The socket of the connection that a SYN-ACK seems to be of, referenced, or NULL. */
static struct sock *clab_conn_lookup(struct clab_net *cn, const struct sk_buff *skb,
				     const struct tcphdr *th)
{
	if (ip_hdr(skb)->version == 4)
		return clab_conn_lookup4(cn->net, skb, th);
	return clab_conn_lookup6(cn->net, skb, th);
}

/* Would the socket take it? */
static bool clab_conn_waits_for(const struct sock *sk, const struct tcphdr *th)
{
	return sk_fullsock(sk) && sk->sk_state == TCP_SYN_SENT &&
	       clab_conn_acks_syn(sk, ntohl(th->ack_seq));
}

/* It may be somebody's all the same. What does not get a place is no worse off. */
static void clab_conn_nobodys(struct clab_net *cn, const struct sk_buff *skb,
			      const struct tcphdr *th, struct clab_peer *peer)
{
	if (ip_hdr(skb)->version == 4 &&
	    inet_addr_type_dev_table(cn->net, skb->dev, ip_hdr(skb)->daddr) == RTN_LOCAL)
		clab_conn_add(cn, NULL, th, peer);
}

/* Where the TCP header of a packet is, or -1: there is none, or it is cut. */
static int clab_conn_offset(const struct sk_buff *skb)
{
	int offset = skb_network_offset(skb);
	__be16 frag = 0;
	u8 proto;

	if (ip_hdr(skb)->version == 4) {
		if (ip_hdr(skb)->protocol != IPPROTO_TCP || ip_is_fragment(ip_hdr(skb)))
			return -1;
		return offset + ip_hdrlen(skb);
	}
	proto = ipv6_hdr(skb)->nexthdr;
	offset = ipv6_skip_exthdr(skb, offset + sizeof(struct ipv6hdr), &proto, &frag);
	return proto == IPPROTO_TCP && !frag ? offset : -1;
}

/* connect() holds the socket, and no acknowledgment will follow at once. */
static bool clab_conn_delays_ack(struct sock *sk)
{
	const struct inet_connection_sock *icsk = inet_csk(sk);

	return sock_owned_by_user_nocheck(sk) &&
	       (inet_csk_in_pingpong_mode(sk) || READ_ONCE(sk->sk_write_pending) ||
		READ_ONCE(icsk->icsk_accept_queue.rskq_defer_accept));
}

/**
 * clab_conn_synack() - remember the label of a SYN-ACK
 * @cn: the namespace
 * @skb: a packet that has just been labeled; anything but a SYN-ACK is passed
 *	over
 * @peer: its label
 *
 * Context: PRE_ROUTING, RCU read section.
 * Return: NULL; the connecting socket, referenced, if the packet must be kept
 *	back until that is not busy: no segment of its will follow soon; or an
 *	error pointer: there is no room for the label, and without it the socket
 *	would never know whom it is connected to. The packet must be dropped; its
 *	sender repeats it.
 */
struct sock *clab_conn_synack(struct clab_net *cn, struct sk_buff *skb,
			      struct clab_peer *peer)
{
	int offset = clab_conn_offset(skb);
	struct tcphdr hdr, *th;
	struct sock *sk;
	int ret = 0;

	if (offset < 0)
		return NULL;
	th = skb_header_pointer(skb, offset, sizeof(hdr), &hdr);
	if (!th || !th->syn || !th->ack || th->rst)
		return NULL;
	sk = clab_conn_lookup(cn, skb, th);
	if (!sk) {
		clab_conn_nobodys(cn, skb, th, peer);
		return NULL;
	}
	if (clab_conn_waits_for(sk, th)) {
		if (!clab_hold_resuming() && clab_conn_delays_ack(sk))
			return sk;
		ret = clab_conn_add(cn, sk, th, peer);
	}
	sock_gen_put(sk);
	return ERR_PTR(ret);
}

/* Has the connection gone on from the SYN-ACK that was seen? */
static bool clab_conn_holds(const struct clab_conn *conn, const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	return tp->snd_una == conn->ack && tp->rcv_nxt == conn->seq + 1;
}

/* What is of this socket is of no more use; what is nobody's may be another's. */
static void __clab_conn_deliver(struct clab_net *cn, struct hlist_head *chain, struct sock *sk)
{
	struct clab_conn *conn;
	struct hlist_node *tmp;
	bool holds;

	hlist_for_each_entry_safe(conn, tmp, chain, node) {
		if (conn->sk && conn->sk != sk)
			continue;
		holds = clab_conn_holds(conn, sk);
		if (holds)
			clab_peer_established(sk, conn->peer);
		if (holds || conn->sk)
			__clab_conn_free(cn, conn);
	}
}

/**
 * clab_conn_deliver() - tell the LSM the label of the SYN-ACK of a socket
 * @cn: the namespace
 * @sk: a TCP socket that sends a segment, not in SYN_SENT any more
 *
 * Context: LOCAL_OUT with the socket locked.
 */
void clab_conn_deliver(struct clab_net *cn, struct sock *sk)
{
	struct clab_conns *conns = cn->conns;

	if (likely(!READ_ONCE(cn->synacks)))
		return;
	spin_lock_bh(&conns->lock);
	__clab_conn_deliver(cn, clab_conn_chain(conns, sk), sk);
	if (unlikely(!hlist_empty(&conns->nobody))) {
		__clab_conn_sweep(cn, &conns->nobody);
		__clab_conn_deliver(cn, &conns->nobody, sk);
	}
	spin_unlock_bh(&conns->lock);
}

/**
 * clab_conn_init() - set a namespace up
 * @cn: the namespace
 *
 * Context: Process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int clab_conn_init(struct clab_net *cn)
{
	cn->conns = kzalloc(sizeof(*cn->conns), GFP_KERNEL);
	if (!cn->conns)
		return -ENOMEM;
	spin_lock_init(&cn->conns->lock);
	return 0;
}

/**
 * clab_conn_flush() - forget every SYN-ACK
 * @cn: the namespace; its hooks are gone
 *
 * Context: Process.
 */
void clab_conn_flush(struct clab_net *cn)
{
	struct clab_conns *conns = cn->conns;
	struct clab_conn *conn;
	struct hlist_node *tmp;
	int i;

	spin_lock_bh(&conns->lock);
	for (i = 0; i < ARRAY_SIZE(conns->chain); i++)
		hlist_for_each_entry_safe(conn, tmp, &conns->chain[i], node)
			__clab_conn_free(cn, conn);
	hlist_for_each_entry_safe(conn, tmp, &conns->nobody, node)
		__clab_conn_free(cn, conn);
	while ((conn = __clab_conn_take_spare(conns)))
		kfree(conn);
	spin_unlock_bh(&conns->lock);
}

/**
 * clab_conn_exit() - undo clab_conn_init()
 * @cn: the namespace; its hooks are gone
 *
 * Context: Process.
 */
void clab_conn_exit(struct clab_net *cn)
{
	clab_conn_flush(cn);
	kfree(cn->conns);
}
