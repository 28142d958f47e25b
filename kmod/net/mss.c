// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: what an option costs a TCP segment
 *
 * TCP must know how much of a packet the option takes, or a full segment does
 * not fit its link. The room that a socket's own options take is kept in
 * icsk_ext_hdr_len; ours is added to it. The core assigns that field when a
 * connection is made, from either side, so it is computed anew each time:
 * when a segment is sent, when an accepted connection becomes established
 * (its first segment may be a full one), and for every socket when the
 * configuration has changed.
 */
#include <linux/delay.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/tracepoint.h>
#include <net/inet_hashtables.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "compat/compat.h"
#include "core/netns.h"
#include "net/mss.h"
#include "net/tx.h"

#define CLAB_MSS_BATCH	64	/* sockets taken from a chain at a time */
#define CLAB_MSS_TRIES	50	/* how often a busy socket is tried, 1 ms apart */

/* Is it a segment of the socket's? Its addresses and ports may be translated. */
static bool clab_mss_segment(const struct sock *sk, const struct tcphdr *th)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	u32 seq = ntohl(th->seq);

	if (th->source == inet_sk(sk)->inet_sport && th->dest == inet_sk(sk)->inet_dport)
		return true;
	/* A probe repeats the last octet, and a FIN is one behind the last. */
	return !before(seq, tp->snd_una - 1) && !after(seq, tp->write_seq + 1);
}

/*
 * Whether a TCP segment's socket is a TCP socket that sends it.
 *
 * Other sockets must not be touched: the packet of a tunnel keeps the inner
 * socket, which nobody holds; so does one that a program has queued and lets go
 * later; the control socket for resets says it is TCP and isn't; requests and
 * TIME_WAIT sockets are no full sockets.
 */
static bool clab_mss_sends(const struct sk_buff *skb, const struct nf_hook_state *state,
			   int offset)
{
	struct tcphdr hdr, *th;
	struct sock *sk = skb->sk;

	if (!sk || state->sk != sk)
		return false;
	if (!sk_fullsock(sk) || !sk_is_tcp(sk) || sk->sk_state == TCP_LISTEN)
		return false;
	if (!sock_owned_by_user_nocheck(sk) && !spin_is_locked(&sk->sk_lock.slock))
		return false;
	th = skb_header_pointer(skb, offset, sizeof(hdr), &hdr);
	return th && clab_mss_segment(sk, th);
}

/**
 * clab_mss_owner() - whether a packet's socket is a TCP socket that sends it
 * @skb: an outgoing IPv4 packet
 * @state: the hook it is in
 *
 * Context: LOCAL_OUT.
 * Return: true if it is, and so the socket is locked.
 */
bool clab_mss_owner(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	return ip_hdr(skb)->protocol == IPPROTO_TCP &&
	       clab_mss_sends(skb, state, skb_network_offset(skb) + ip_hdrlen(skb));
}

/**
 * clab_mss_owner6() - clab_mss_owner() for an IPv6 packet
 * @skb: an outgoing IPv6 packet
 * @state: the hook it is in
 *
 * Context: LOCAL_OUT.
 * Return: true if it is, and so the socket is locked.
 */
bool clab_mss_owner6(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	u8 proto = ipv6_hdr(skb)->nexthdr;
	__be16 frag;
	int offset;

	offset = ipv6_skip_exthdr(skb, skb_network_offset(skb) + sizeof(struct ipv6hdr), &proto,
				  &frag);
	return offset >= 0 && proto == IPPROTO_TCP && clab_mss_sends(skb, state, offset);
}

/**
 * clab_mss_set() - tell TCP how long our option is
 * @sk: a TCP socket, not listening
 * @len: octets, 0 for no option
 *
 * Context: Socket locked.
 */
void clab_mss_set(struct sock *sk, unsigned int len)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	const struct ip_options_rcu *opt;

	opt = rcu_dereference_protected(inet_sk(sk)->inet_opt, 1);
	if (opt)
		len += opt->opt.optlen;
	if (icsk->icsk_ext_hdr_len == len)
		return;
	icsk->icsk_ext_hdr_len = len;
	if (icsk->icsk_pmtu_cookie)
		icsk->icsk_sync_mss(sk, icsk->icsk_pmtu_cookie);
}

/* A socket whose packets are IPv4, and that a segment size matters to. */
static bool clab_mss_concerns(const struct sock *sk)
{
	if (!sk_fullsock(sk) || !sk_is_tcp(sk))
		return false;
	if (sk->sk_family == AF_INET)
		return true;
	return sk->sk_family == AF_INET6 && ipv6_addr_v4mapped(&sk->sk_v6_daddr);
}

/* The lock is tried, not taken: a program may hold it for as long as it likes. */
static void clab_mss_update(struct clab_net *cn, struct sock *sk)
{
	bool done = false;
	int tries;

	for (tries = 0; tries < CLAB_MSS_TRIES && !done; tries++) {
		if (tries)
			usleep_range(1000, 1500);
		local_bh_disable();
		bh_lock_sock(sk);
		if (!sock_owned_by_user(sk)) {
			if (sk->sk_state != TCP_CLOSE)
				clab_mss_set(sk, clab_tx_option_len(cn, sk));
			done = true;
		}
		bh_unlock_sock(sk);
		local_bh_enable();
	}
}

/* Take up to a batch of the namespace's sockets of a chain, from the nth on. */
static unsigned int clab_mss_batch(struct clab_net *cn, struct inet_hashinfo *hashinfo,
				   unsigned int bucket, unsigned int skip, struct sock **batch)
{
	struct inet_ehash_bucket *head = &hashinfo->ehash[bucket];
	spinlock_t *lock = inet_ehash_lockp(hashinfo, bucket);
	struct hlist_nulls_node *node;
	unsigned int n = 0;
	struct sock *sk;

	if (hlist_nulls_empty(&head->chain))
		return 0;
	spin_lock_bh(lock);
	sk_nulls_for_each(sk, node, &head->chain) {
		if (!net_eq(sock_net(sk), cn->net) || !clab_mss_concerns(sk))
			continue;
		if (skip) {
			skip--;
			continue;
		}
		if (n == CLAB_MSS_BATCH)
			break;
		if (refcount_inc_not_zero(&sk->sk_refcnt))
			batch[n++] = sk;
	}
	spin_unlock_bh(lock);
	return n;
}

/**
 * clab_mss_walk() - bring every TCP socket of a namespace up to date
 * @cn: the namespace
 *
 * Context: Process, may sleep.
 */
void clab_mss_walk(struct clab_net *cn)
{
	struct inet_hashinfo *hashinfo = clab_compat_hashinfo(cn->net);
	struct sock *batch[CLAB_MSS_BATCH];
	unsigned int bucket, skip, n, i;

	for (bucket = 0; bucket <= hashinfo->ehash_mask; bucket++) {
		for (skip = 0; (n = clab_mss_batch(cn, hashinfo, bucket, skip, batch)); skip += n) {
			for (i = 0; i < n; i++) {
				clab_mss_update(cn, batch[i]);
				sock_put(batch[i]);
			}
		}
		cond_resched();
	}
}

/**
 * clab_mss_work() - clab_mss_walk() after a change of the configuration
 * @work: &clab_net.mss_work
 */
void clab_mss_work(struct work_struct *work)
{
	clab_mss_walk(container_of(work, struct clab_net, mss_work));
}

/*
 * Called with the socket locked when it changes its state. A namespace that is
 * being taken down has no engine any more.
 */
static void clab_mss_probe(void *data, const struct sock *sk, const int oldstate,
			   const int newstate)
{
	struct sock *child = (struct sock *)sk;
	struct clab_net *cn;

	if (newstate != TCP_ESTABLISHED || oldstate != TCP_SYN_RECV)
		return;
	if (!clab_mss_concerns(child) || !check_net(sock_net(child)))
		return;
	cn = clab_net(sock_net(child));
	if (READ_ONCE(cn->hooked))
		clab_mss_set(child, clab_tx_option_len(cn, child));
}

/* The tracepoint is not exported by name. */
static struct tracepoint *clab_mss_tracepoint;

static void clab_mss_find_tracepoint(struct tracepoint *tp, void *priv)
{
	if (!strcmp(tp->name, "inet_sock_set_state"))
		clab_mss_tracepoint = tp;
}

/**
 * clab_mss_init() - watch connections become established
 *
 * Return: 0 or a negative errno.
 */
int clab_mss_init(void)
{
	for_each_kernel_tracepoint(clab_mss_find_tracepoint, NULL);
	if (!clab_mss_tracepoint) {
		pr_err("cipsolab: this kernel has no tracepoint inet_sock_set_state\n");
		return -EOPNOTSUPP;
	}
	return tracepoint_probe_register(clab_mss_tracepoint, clab_mss_probe, NULL);
}

/**
 * clab_mss_exit() - undo clab_mss_init()
 *
 * Context: Process, may sleep.
 */
void clab_mss_exit(void)
{
	tracepoint_probe_unregister(clab_mss_tracepoint, clab_mss_probe, NULL);
	tracepoint_synchronize_unregister();
}
