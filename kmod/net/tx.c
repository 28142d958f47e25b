// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: the way out
 *
 * who sends it -> what its domain and destination are mapped to -> the option
 * -> into the packet. What can't be labeled as it must be is not sent.
 */
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/tcp.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/sock.h>

#include "codec/opt.h"
#include "compat/compat.h"
#include "core/stats.h"
#include "core/epoch.h"
#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/peer.h"
#include "net/accept.h"
#include "net/conn.h"
#include "net/memo.h"
#include "net/mss.h"
#include "net/refuse.h"
#include "net/reply.h"
#include "net/skbopt.h"
#include "net/tx.h"

/*
 * A socket that the kernel answers with, on behalf of nobody. Those of SCTP and DCCP
 * are not raw, but have no port.
 */
static bool clab_tx_control_sock(const struct sock *sk)
{
	return sk->sk_kern_sock && (sk->sk_type == SOCK_RAW || !inet_sk(sk)->inet_num);
}

/* A socket that sends for itself, and nothing but its own. */
static __always_inline bool clab_tx_plain_sock(const struct sock *sk)
{
	return (1 << READ_ONCE(sk->sk_state)) &
	       ~(TCPF_TIME_WAIT | TCPF_NEW_SYN_RECV | TCPF_LISTEN);
}

/*
 * The label of a packet's own sender. False if it has none, and is to take the
 * label of the packet that it answers if it can. A TIME_WAIT socket has no
 * label and the LSM must not be asked for it. What a listener sends is the
 * connection's.
 */
static inline bool clab_tx_secid(const struct clab_net *cn, const struct sk_buff *skb,
				 u32 *secid)
{
	struct sock *sk = skb->sk;

	if (!sk)
		return clab_accept_secid(cn, skb, secid);
	if (unlikely(sk->sk_state == TCP_NEW_SYN_RECV)) {
		*secid = clab_label_req_secid(inet_reqsk(sk));
		return true;
	}
	if (!sk_fullsock(sk) || clab_tx_control_sock(sk))
		return false;
	if (sk->sk_state != TCP_LISTEN || !clab_accept_secid(cn, skb, secid))
		*secid = clab_label_sock_secid(sk);
	return true;
}

/* The option of the packet that this one answers, while its DOI is the same. */
static bool clab_tx_answer(struct clab_net *cn, const struct sk_buff *skb,
			   struct clab_memo_tx *label)
{
	struct clab_config *cfg = clab_net_config_rcu(cn);
	struct clab_reply_label reply;
	struct clab_doi *doi;

	if (!clab_reply_match(cn, skb, &reply))
		return false;
	doi = clab_doi_find_rcu(&cfg->dois, reply.doi);
	if (!doi || doi->uid != reply.uid)
		return false;
	memset(label, 0, sizeof(*label));
	label->secid = reply.secid;
	label->doi = doi;
	if (doi->def.type == CLAB_DOI_LOCAL) {
		label->peer = clab_peer_get_rcu(label->secid);
		if (IS_ERR(label->peer))
			return false;
	}
	label->len = reply.len;
	memcpy(label->option, reply.option, sizeof(label->option));
	label->sum = clab_skbopt_sum(label->option, label->len);
	return true;
}

/* The option that the mapping of a sender and a destination asks for. */
static int clab_tx_map(struct clab_config *cfg, u32 secid, __be32 daddr,
		       struct clab_memo_tx *label)
{
	const struct clab_sender *sender = clab_label_sender_rcu(secid);
	const struct clab_option *option;
	struct clab_target *target;

	/* Whose domain is not known must not get what others are mapped to. */
	if (IS_ERR(sender))
		return PTR_ERR(sender);
	target = clab_config_find4_rcu(cfg, sender ? sender->domain : NULL, daddr);
	label->target = target;
	if (!target)
		return -ENOENT;
	if (target->proto != CLAB_NLTYPE_CIPSOV4)
		return 0;
	label->doi = READ_ONCE(target->doi);
	if (!sender)
		return -EACCES;
	option = clab_label_option_rcu(sender, label->doi, clab_tunables_encode(&cfg->tun));
	if (!option)
		return -ENOMEM;
	if (!option->len)
		return -ENOSPC;
	if (label->doi->def.type == CLAB_DOI_LOCAL) {
		label->peer = clab_peer_get_rcu(secid);
		if (IS_ERR(label->peer))
			return -ENOMEM;
	}
	label->len = option->len;
	memcpy(label->option, option->data, option->len);
	label->sum = clab_skbopt_sum(label->option, label->len);
	return 0;
}

/* Not without memory to count those that come. */
static void clab_tx_remember(struct clab_memo_tx *label)
{
	label->target_hits = clab_hits_ready(&label->target->hits);
	if (!label->target_hits)
		return;
	if (label->len) {
		label->doi_hits = clab_hits_ready(&label->doi->hits);
		if (!label->doi_hits)
			return;
	}
	clab_memo_tx_add(label);
}

/**
 * clab_tx_map_anew() - the option of a sender's packets to an address
 * @cn: the namespace
 * @secid: the sender
 * @daddr: the address
 * @label: where the option goes, or as much as is known where there is none
 *
 * It is remembered for the next packet.
 *
 * Context: RCU read section; does not sleep.
 * Return: 0 or a negative errno, for clab_refuse_map_reason().
 */
noinline int clab_tx_map_anew(struct clab_net *cn, u32 secid, __be32 daddr,
			      struct clab_memo_tx *label)
{
	int ret;

	memset(label, 0, sizeof(*label));
	label->epoch = clab_epoch();
	label->cn = cn;
	label->secid = secid;
	label->daddr = daddr;
	ret = clab_tx_map(clab_net_config_rcu(cn), secid, daddr, label);
	if (!ret)
		clab_tx_remember(label);
	return ret;
}

/**
 * clab_tx_option_len() - length of the option that a socket's packets get
 * @cn: the namespace
 * @sk: a connected TCP socket
 *
 * Context: Any; does not sleep.
 * Return: octets, a multiple of 4, 0 for none.
 */
unsigned int clab_tx_option_len(struct clab_net *cn, struct sock *sk)
{
	__be32 daddr = inet_sk(sk)->inet_daddr;
	const struct clab_memo_tx *memo;
	struct clab_memo_tx label;
	unsigned int len = 0;
	u32 secid;

	rcu_read_lock();
	if (READ_ONCE(cn->leaving))
		goto out;
	secid = clab_label_sock_secid(sk);
	memo = clab_memo_tx_find(cn, secid, daddr);
	if (!memo && !clab_tx_map_anew(cn, secid, daddr, &label))
		memo = &label;
	if (memo)
		len = memo->len;
out:
	rcu_read_unlock();
	return len;
}

/* Would the packet still fit its link, and its own length field? */
static inline bool clab_tx_fits(const struct sk_buff *skb, unsigned int grow)
{
	unsigned int mtu;

	/* So much goes through every link. */
	if (skb->len + grow <= IPV4_MIN_MTU)
		return true;
	if (skb->len + grow > clab_compat_len_max(skb))
		return false;
	mtu = dst_mtu(skb_dst(skb));
	if (skb_is_gso(skb))
		return mtu > grow && skb_gso_validate_network_len(skb, mtu - grow);
	if (skb->len + grow <= mtu)
		return true;
	if (ip_hdr(skb)->protocol == IPPROTO_TCP)
		return false;
	return skb->ignore_df || !(ip_hdr(skb)->frag_off & htons(IP_DF));
}

/**
 * clab_tx_present() - whether a packet carries an option of ours already
 * @cfg: the configuration
 * @area: its option area
 * @len: length of that
 * @at: where the option's offset goes
 *
 * An option whose DOI is not configured here is another engine's. Options that
 * can't be read hold none: no receiver finds one in them, this engine included.
 *
 * Return: true if it does.
 */
static bool clab_tx_present(struct clab_config *cfg, const u8 *area, unsigned int len, int *at)
{
	struct clab_err err;
	u32 doi;

	*at = clab_opt_find(area, len, CLAB_IPOPT_CIPSO, &err);
	return *at >= 0 && clab_cipso_doi(area + *at, area[*at + 1], &doi) &&
	       clab_doi_find_rcu(&cfg->dois, doi);
}

/**
 * clab_tx_foreign() - whether a packet carries an option of another engine
 * @cfg: the configuration
 * @skb: the packet
 *
 * Such an option stays as it is: never two of them.
 *
 * Return: true if it does.
 */
noinline bool clab_tx_foreign(struct clab_config *cfg, const struct sk_buff *skb)
{
	u8 area[CLAB_OPT_MAX];
	unsigned int len = clab_skbopt_read(skb, area);
	int at;

	return !clab_tx_present(cfg, area, len, &at) && at >= 0;
}

/**
 * clab_tx_area() - the new option area of a packet that has one
 * @cfg: the configuration
 * @skb: the packet
 * @label: the option that it is to carry
 * @area: where the area goes, CLAB_OPT_MAX octets
 *
 * An option of ours that is there already may stay if it is the very one (the
 * packet passes a hook twice); another one is a forgery.
 *
 * Return: the area's length or a negative errno, for clab_refuse_apply_reason().
 */
int clab_tx_area(struct clab_config *cfg, const struct sk_buff *skb,
		 const struct clab_memo_tx *label, u8 *area)
{
	unsigned int len = clab_skbopt_read(skb, area);
	int at;

	if (!clab_tx_present(cfg, area, len, &at)) {
		if (at != -ENOENT)
			return -EINVAL;
		return clab_opt_replace(area, len, label->option, label->option[1]);
	}
	if (area[at + 1] != label->option[1] ||
	    memcmp(area + at, label->option, label->option[1]))
		return -EPERM;
	return len;
}

static int clab_tx_write(struct sk_buff *skb, const u8 *area, unsigned int len)
{
	int ret;

	ret = clab_skbopt_write(skb, area, len, LL_RESERVED_SPACE(skb_dst(skb)->dev));
	if (ret)
		return ret;
	clab_skbopt_forget_places(skb, len);
	return 0;
}

/* A packet that has options gets ours beside them. */
static noinline int clab_tx_insert(struct clab_config *cfg, struct sk_buff *skb,
				   const struct clab_memo_tx *label)
{
	unsigned int old = clab_skbopt_len(skb);
	u8 area[CLAB_OPT_MAX];
	int len;

	len = clab_tx_area(cfg, skb, label, area);
	if (len < 0)
		return len;
	/* An area that is as long as before may still be another one. */
	if (len == old && !memcmp(area, ip_hdr(skb) + 1, len))
		return 0;
	if (len > old && !clab_tx_fits(skb, len - old))
		return -EMSGSIZE;
	return clab_tx_write(skb, area, len);
}

/* A label by number stays on the host, and carries the proof of its origin. */
static inline int clab_tx_seal(struct sk_buff *skb, const struct clab_memo_tx *label)
{
	if (unlikely(!(skb_dst(skb)->dev->flags & IFF_LOOPBACK)))
		return -EACCES;
	return clab_peer_attach(skb, label->peer);
}

/**
 * clab_tx_check_none() - that a packet carries no option of ours
 * @cfg: the configuration
 * @skb: the packet
 *
 * Nobody but this engine writes one.
 *
 * Return: 0 or -EPERM.
 */
noinline int clab_tx_check_none(struct clab_config *cfg, const struct sk_buff *skb)
{
	u8 area[CLAB_OPT_MAX];
	int at;

	return clab_tx_present(cfg, area, clab_skbopt_read(skb, area), &at) ? -EPERM : 0;
}

/* A packet without options gets the one it is to carry. */
static int clab_tx_apply_bare(struct clab_net *cn, struct sk_buff *skb,
			      const struct clab_memo_tx *label)
{
	unsigned int len = label->len;
	int ret;

	if (!len)
		return 0;
	if (label->peer) {
		ret = clab_tx_seal(skb, label);
		if (unlikely(ret))
			return ret;
	}
	if (unlikely(skb->len + len > IP_MAX_MTU))
		return clab_tx_insert(clab_net_config_rcu(cn), skb, label);
	if (unlikely(!clab_tx_fits(skb, len)))
		return -EMSGSIZE;
	ret = clab_skbopt_insert(skb, label->option, len, label->sum,
				 LL_RESERVED_SPACE(skb_dst(skb)->dev));
	if (likely(!ret))
		clab_skbopt_forget_places(skb, len);
	return ret;
}

static int clab_tx_apply(struct clab_config *cfg, struct sk_buff *skb,
			 const struct clab_memo_tx *label)
{
	int ret;

	if (!label->len)
		return clab_tx_check_none(cfg, skb);
	if (label->peer) {
		ret = clab_tx_seal(skb, label);
		if (ret)
			return ret;
	}
	return clab_tx_insert(cfg, skb, label);
}

/* Does the sending socket know how long the option is? And is no peer label waiting? */
static __always_inline bool clab_tx_told(const struct clab_net *cn, const struct sock *sk,
					 unsigned int len)
{
	return sk_is_tcp(sk) && clab_mss_told(sk, len) && !READ_ONCE(cn->synacks);
}

/*
 * The sending socket must know how long the option is, and the peer label of
 * its connection. It does, as a rule, and whether it is the sender is asked
 * only when there is something to tell it.
 */
static void clab_tx_tell(struct clab_net *cn, const struct sk_buff *skb,
			 const struct nf_hook_state *state, unsigned int len)
{
	struct sock *sk = skb->sk;

	if (!sk || !sk_fullsock(sk) || ip_hdr(skb)->protocol != IPPROTO_TCP)
		return;
	if (!sk_is_tcp(sk) || clab_tx_told(cn, sk, len) || !clab_mss_owner(skb, state))
		return;
	clab_mss_set(sk, len);
	if (sk->sk_state != TCP_SYN_SENT)
		clab_conn_deliver(cn, sk);
}

static inline void clab_tx_count(struct clab_net *cn, const struct clab_memo_tx *label)
{
	if (label->target)
		clab_hits_inc(&label->target->hits, CLAB_HIT_OUT);
	if (!label->len)
		return;
	clab_hits_inc(&label->doi->hits, CLAB_HIT_OUT);
	clab_stats_inc(cn->stats, CLAB_S_TX_LABELED);
}

static unsigned int clab_tx_verdict(struct clab_net *cn, const struct sk_buff *skb,
				    const struct clab_memo_tx *label, int ret)
{
	if (unlikely(ret))
		return clab_refuse(cn, skb, label, clab_refuse_apply_reason(ret), ret);
	clab_tx_count(cn, label);
	return NF_ACCEPT;
}

/* Any packet without options. */
static noinline unsigned int clab_tx_bare(struct clab_net *cn, struct sk_buff *skb,
					  const struct clab_memo_tx *label)
{
	return clab_tx_verdict(cn, skb, label, clab_tx_apply_bare(cn, skb, label));
}

static __always_inline unsigned int clab_tx_done(struct clab_net *cn, struct sk_buff *skb,
						 const struct clab_memo_tx *memo)
{
	clab_skbopt_forget_places(skb, memo->len);
	clab_hits_cpu_inc(memo->target_hits, CLAB_HIT_OUT);
	clab_hits_cpu_inc(memo->doi_hits, CLAB_HIT_OUT);
	clab_stats_inc(cn->stats, CLAB_S_TX_LABELED);
	if (memo->peer)
		clab_peer_attach_first(skb, memo->peer);
	return NF_ACCEPT;
}

/* One with no more room in front than its link needs. */
static noinline unsigned int clab_tx_tight(struct clab_net *cn, struct sk_buff *skb,
					   const struct clab_memo_tx *memo)
{
	unsigned int more = skb_headroom(skb) - LL_RESERVED_SPACE(skb_dst(skb)->dev);

	/* Not if there is enough in front after all, or too little for the link. */
	if (skb->active_extensions || more >= memo->len ||
	    !clab_skbopt_shift(skb, memo->option, memo->len, memo->sum))
		return clab_tx_bare(cn, skb, memo);
	return clab_tx_done(cn, skb, memo);
}

/* One that fits its link as it is to become. */
static __always_inline unsigned int clab_tx_fitting(struct clab_net *cn, struct sk_buff *skb,
						    const struct clab_memo_tx *memo)
{
	if (unlikely(!clab_skbopt_roomy(skb, memo->len)))
		return clab_tx_tight(cn, skb, memo);
	if (unlikely(skb->active_extensions))
		return clab_tx_bare(cn, skb, memo);
	clab_skbopt_push(skb, memo->option, memo->len, memo->sum);
	return clab_tx_done(cn, skb, memo);
}

static noinline unsigned int clab_tx_large(struct clab_net *cn, struct sk_buff *skb,
					   const struct clab_memo_tx *memo)
{
	if (unlikely(skb->len + memo->len > IP_MAX_MTU || !clab_tx_fits(skb, memo->len)))
		return clab_tx_bare(cn, skb, memo);
	return clab_tx_fitting(cn, skb, memo);
}

/*
 * A packet without options whose like has been seen. As on the way in, what is
 * not so as a rule is left to others by a call in the end. @mtu: what is no longer
 * fits for sure.
 */
static __always_inline unsigned int clab_tx_known(struct clab_net *cn, struct sk_buff *skb,
						  const struct clab_memo_tx *memo,
						  unsigned int mtu)
{
	unsigned int len = memo->len;

	if (!len) {
		clab_hits_cpu_inc(memo->target_hits, CLAB_HIT_OUT);
		return NF_ACCEPT;
	}
	if (memo->peer && unlikely(!(skb_dst(skb)->dev->flags & IFF_LOOPBACK)))
		return clab_tx_bare(cn, skb, memo);
	if (skb->len + len > mtu)
		return clab_tx_large(cn, skb, memo);
	return clab_tx_fitting(cn, skb, memo);
}

static noinline unsigned int clab_tx_telling(struct clab_net *cn, struct sk_buff *skb,
					     const struct nf_hook_state *state,
					     const struct clab_memo_tx *memo)
{
	clab_tx_tell(cn, skb, state, memo->len);
	return clab_tx_known(cn, skb, memo, READ_ONCE(inet_csk(skb->sk)->icsk_pmtu_cookie));
}

/* The core lets a raw socket send a header that claims any length. */
static bool clab_tx_header_ok(struct sk_buff *skb)
{
	if (!pskb_may_pull(skb, sizeof(struct iphdr)))
		return false;
	return ip_hdr(skb)->ihl >= 5 && pskb_may_pull(skb, ip_hdrlen(skb));
}

/* The label of a packet by its sender, or by the packet that it answers. */
static const struct clab_memo_tx *clab_tx_label(struct clab_net *cn, const struct sk_buff *skb,
						struct clab_memo_tx *fresh, int *error)
{
	const struct clab_memo_tx *memo;
	u32 secid;

	*error = 0;
	if (!clab_tx_secid(cn, skb, &secid)) {
		if (clab_tx_answer(cn, skb, fresh))
			return fresh;
		secid = clab_label_kernel_secid();
	}
	memo = clab_memo_tx_find(cn, secid, ip_hdr(skb)->daddr);
	if (memo)
		return memo;
	*error = clab_tx_map_anew(cn, secid, ip_hdr(skb)->daddr, fresh);
	return fresh;
}

/* A packet with options of its own. One of another engine's is not labeled. */
static noinline unsigned int clab_tx_options(struct clab_net *cn, struct sk_buff *skb,
					     const struct nf_hook_state *state,
					     const struct clab_memo_tx *label)
{
	struct clab_config *cfg = clab_net_config_rcu(cn);
	struct clab_memo_tx none;

	if (clab_tx_foreign(cfg, skb)) {
		none = *label;
		none.len = 0;
		none.peer = NULL;
		label = &none;
	}
	clab_tx_tell(cn, skb, state, label->len);
	return clab_tx_verdict(cn, skb, label, clab_tx_apply(cfg, skb, label));
}

/* A SYN-ACK whose like has been seen. SELinux looks at the label of no other packet
 * that leaves.
 */
static noinline unsigned int clab_tx_synack(struct clab_net *cn, struct sk_buff *skb,
					    const struct clab_memo_tx *memo)
{
	unsigned int verdict = clab_tx_known(cn, skb, memo, IPV4_MIN_MTU);

	if (verdict == NF_ACCEPT && memo->peer)
		clab_peer_hide(skb, memo->peer);
	return verdict;
}

/*
 * A packet that is not like one before: its sender is new, or has no socket yet, or
 * is nobody, or it has options of its own.
 */
static noinline unsigned int clab_tx_any(struct clab_net *cn, struct sk_buff *skb,
					 const struct nf_hook_state *state)
{
	const struct clab_memo_tx *label;
	struct clab_memo_tx fresh;
	int error;

	if (unlikely(!clab_tx_header_ok(skb)))
		return clab_refuse(cn, skb, NULL, CLAB_DROP_HEADER, -EINVAL);
	/* Nothing is remembered that was found before the namespace was left. */
	if (unlikely(READ_ONCE(cn->leaving)))
		return NF_ACCEPT;
	label = clab_tx_label(cn, skb, &fresh, &error);
	if (unlikely(error))
		return clab_refuse(cn, skb, label, clab_refuse_map_reason(error), error);
	if (clab_skbopt_len(skb))
		return clab_tx_options(cn, skb, state, label);
	clab_tx_tell(cn, skb, state, label->len);
	if (label == &fresh)
		return clab_tx_bare(cn, skb, label);
	if (skb->sk && skb->sk->sk_state == TCP_NEW_SYN_RECV)
		return clab_tx_synack(cn, skb, label);
	return clab_tx_known(cn, skb, label, IPV4_MIN_MTU);
}

/* A packet of a socket, without options. */
static noinline unsigned int clab_tx_sent(struct clab_net *cn, struct sk_buff *skb,
					  const struct nf_hook_state *state, u32 secid)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	const struct clab_memo_tx *memo = clab_memo_tx_find(cn, secid, iph->daddr);
	const struct sock *sk = skb->sk;

	if (unlikely(!memo))
		return clab_tx_any(cn, skb, state);
	if (iph->protocol != IPPROTO_TCP)
		return clab_tx_known(cn, skb, memo, IPV4_MIN_MTU);
	if (unlikely(!clab_mss_told(sk, memo->len) || READ_ONCE(cn->synacks)))
		return clab_tx_telling(cn, skb, state, memo);
	/* TCP asks the route before it sends, and has made it fit. */
	return clab_tx_known(cn, skb, memo, READ_ONCE(inet_csk(sk)->icsk_pmtu_cookie));
}

/**
 * clab_tx() - label an outgoing packet
 * @priv: the namespace, as the hook was registered with it
 * @skb: the packet
 * @state: the hook it is in
 *
 * Context: LOCAL_OUT, RCU read section.
 * Return: the verdict.
 */
unsigned int clab_tx(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	struct sock *sk = skb->sk;

	if (unlikely(skb_headlen(skb) < sizeof(*iph) || *(const u8 *)iph != 0x45 || !sk ||
		     !clab_tx_plain_sock(sk)))
		return clab_tx_any(priv, skb, state);
	/* A control socket says it is TCP's, but not that it is a stream. */
	if (unlikely(iph->protocol == IPPROTO_TCP ? !sk_is_tcp(sk) : clab_tx_control_sock(sk)))
		return clab_tx_any(priv, skb, state);
	return clab_tx_sent(priv, skb, state, clab_label_sock_secid(sk));
}
