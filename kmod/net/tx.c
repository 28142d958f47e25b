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
#include "core/drop.h"
#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/peer.h"
#include "net/conn.h"
#include "net/mss.h"
#include "net/reply.h"
#include "net/skbopt.h"
#include "net/tx.h"

/**
 * struct clab_tx_label - what a packet is to carry
 * @secid: its label
 * @local: it names the label by the secid, and so may not leave the host
 * @len: length of @option, a multiple of 4; 0: no option
 * @option: the option, padded
 * @doi: the option's DOI, or the one that the mapping names, or NULL
 * @target: what the mapping asks for, or NULL
 */
struct clab_tx_label {
	u32 secid;
	bool local;
	u8 len;
	const u8 *option;
	struct clab_doi *doi;
	struct clab_target *target;
};

/* A socket that the kernel answers with, on behalf of nobody. */
static bool clab_tx_control_sock(const struct sock *sk)
{
	return sk->sk_kern_sock && sk->sk_type == SOCK_RAW;
}

/*
 * The label of the sender. @answers says that the packet has no socket whose
 * label is its own, and is to take that of the packet it answers if it can.
 * A TIME_WAIT socket has no label and the LSM must not be asked for it.
 */
static u32 clab_tx_secid(const struct sk_buff *skb, bool *answers)
{
	struct sock *sk = skb->sk;

	*answers = false;
	if (sk && sk->sk_state == TCP_NEW_SYN_RECV)
		return clab_label_req_secid(inet_reqsk(sk));
	if (sk && sk_fullsock(sk) && !clab_tx_control_sock(sk))
		return clab_label_sock_secid(sk);
	*answers = true;
	return clab_label_kernel_secid();
}

/* The option of the packet that this one answers, while its DOI is the same. */
static bool clab_tx_answer(struct clab_net *cn, struct clab_config *cfg,
			   const struct sk_buff *skb, struct clab_reply *reply,
			   struct clab_tx_label *label)
{
	struct clab_doi *doi;

	if (!clab_reply_match(cn->net, skb, reply))
		return false;
	doi = clab_doi_find_rcu(&cfg->dois, reply->doi);
	if (!doi || doi->uid != reply->uid)
		return false;
	label->secid = reply->secid;
	label->local = doi->def.type == CLAB_DOI_LOCAL;
	label->len = reply->len;
	label->option = reply->option;
	label->doi = doi;
	label->target = NULL;
	return true;
}

/* The option that the mapping of a sender and a destination asks for. */
static int clab_tx_map(struct clab_config *cfg, u32 secid, __be32 daddr,
		       struct clab_tx_label *label)
{
	const struct clab_sender *sender = clab_label_sender_rcu(secid);
	const struct clab_option *option;
	struct clab_target *target;

	label->secid = secid;
	label->local = false;
	label->len = 0;
	label->doi = NULL;
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
	label->local = label->doi->def.type == CLAB_DOI_LOCAL;
	label->len = option->len;
	label->option = option->data;
	return 0;
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
	struct clab_tx_label label;
	unsigned int len = 0;

	rcu_read_lock();
	if (!READ_ONCE(cn->leaving) &&
	    !clab_tx_map(clab_net_config_rcu(cn), clab_label_sock_secid(sk),
			 inet_sk(sk)->inet_daddr, &label))
		len = label.len;
	rcu_read_unlock();
	return len;
}

/*
 * A connect() ends at once only for ECONNREFUSED; with any other error it would
 * go on until it times out.
 */
static unsigned int clab_tx_refuse(struct clab_net *cn, const struct sk_buff *skb,
				   const struct clab_tx_label *label, u32 reason, int error)
{
	const struct dst_entry *dst = skb_dst(skb);
	const struct clab_drop drop = {
		.dir = CLAB_DIR_OUT,
		.reason = reason,
		.doi = label ? label->doi : NULL,
		.ifindex = dst ? dst->dev->ifindex : 0,
	};
	const struct sock *sk = skb->sk;

	clab_drop_note(cn, skb, &drop);
	if (label && label->target)
		clab_hits_inc(&label->target->hits, CLAB_HIT_OUT_REFUSED);
	clab_stats_inc(cn->stats, reason == CLAB_DROP_FORGED ? CLAB_S_TX_FORGED :
							       CLAB_S_TX_REFUSED);
	if (sk && sk_fullsock(sk) && sk_is_tcp(sk) && sk->sk_state == TCP_SYN_SENT)
		error = -ECONNREFUSED;
	return NF_DROP_ERR(error);
}

/* Why there is no option for a packet, from what clab_tx_map() returned. */
static u32 clab_tx_map_reason(int error)
{
	switch (error) {
	case -ENOENT:
		return CLAB_DROP_NO_MAPPING;
	case -ENOSPC:
		return CLAB_DROP_NO_SPACE;
	case -EACCES:
		return CLAB_DROP_NO_LABEL;
	default:
		return CLAB_DROP_NO_MEMORY;
	}
}

/* Why the option does not get into the packet, from clab_tx_apply(). */
static u32 clab_tx_apply_reason(int error)
{
	switch (error) {
	case -EACCES:
		return CLAB_DROP_NOT_LOCAL;
	case -EMSGSIZE:
		return CLAB_DROP_TOO_LONG;
	case -ENOSPC:
		return CLAB_DROP_NO_SPACE;
	case -EPERM:
		return CLAB_DROP_FORGED;
	case -EINVAL:
		return CLAB_DROP_HEADER;
	default:
		return CLAB_DROP_NO_MEMORY;
	}
}

/* Would the packet still fit its link, and its own length field? */
static bool clab_tx_fits(const struct sk_buff *skb, unsigned int grow)
{
	unsigned int mtu = dst_mtu(skb_dst(skb));

	if (skb->len + grow > clab_compat_len_max(skb))
		return false;
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

/* An option of another engine stays as it is: never two of them. */
static bool clab_tx_foreign(struct clab_config *cfg, const struct sk_buff *skb)
{
	u8 area[CLAB_OPT_MAX];
	unsigned int len = clab_skbopt_read(skb, area);
	int at;

	return !clab_tx_present(cfg, area, len, &at) && at >= 0;
}

/*
 * The new option area of a packet that has one and is to be labeled. An option
 * of ours that is there already may stay if it is the very one (the packet
 * passes this hook twice); another one is a forgery.
 */
static int clab_tx_area(struct clab_config *cfg, const struct sk_buff *skb,
			const struct clab_tx_label *label, u8 *area)
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

/* What the core noted of the options' places does not hold any more. */
static int clab_tx_write(struct sk_buff *skb, const u8 *area, unsigned int len)
{
	int ret;

	ret = clab_skbopt_write(skb, area, len, LL_RESERVED_SPACE(skb_dst(skb)->dev));
	if (ret)
		return ret;
	memset(&IPCB(skb)->opt, 0, sizeof(IPCB(skb)->opt));
	IPCB(skb)->opt.optlen = len;
	return 0;
}

static int clab_tx_insert(struct clab_config *cfg, struct sk_buff *skb,
			  const struct clab_tx_label *label)
{
	unsigned int old = clab_skbopt_len(skb);
	u8 area[CLAB_OPT_MAX];
	int len;

	if (likely(!old)) {
		if (!clab_tx_fits(skb, label->len))
			return -EMSGSIZE;
		return clab_tx_write(skb, label->option, label->len);
	}
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
static int clab_tx_seal(struct sk_buff *skb, const struct clab_tx_label *label)
{
	struct clab_peer *peer;

	if (!(skb_dst(skb)->dev->flags & IFF_LOOPBACK))
		return -EACCES;
	peer = clab_peer_get_rcu(label->secid);
	return peer ? clab_peer_attach(skb, peer) : -ENOMEM;
}

static int clab_tx_apply(struct clab_config *cfg, struct sk_buff *skb,
			 const struct clab_tx_label *label)
{
	u8 area[CLAB_OPT_MAX];
	unsigned int len;
	int at, ret;

	if (!label->len) {
		len = clab_skbopt_read(skb, area);
		return len && clab_tx_present(cfg, area, len, &at) ? -EPERM : 0;
	}
	if (label->local) {
		ret = clab_tx_seal(skb, label);
		if (ret)
			return ret;
	}
	return clab_tx_insert(cfg, skb, label);
}

/* The core lets a raw socket send a header that claims any length. */
static bool clab_tx_header_ok(struct sk_buff *skb)
{
	if (!pskb_may_pull(skb, sizeof(struct iphdr)))
		return false;
	return ip_hdr(skb)->ihl >= 5 && pskb_may_pull(skb, ip_hdrlen(skb));
}

static void clab_tx_count(struct clab_net *cn, const struct clab_tx_label *label)
{
	if (label->target)
		clab_hits_inc(&label->target->hits, CLAB_HIT_OUT);
	if (!label->len)
		return;
	clab_hits_inc(&label->doi->hits, CLAB_HIT_OUT);
	clab_stats_inc(cn->stats, CLAB_S_TX_LABELED);
}

/**
 * clab_tx() - label an outgoing packet
 * @cn: the namespace
 * @skb: the packet
 * @state: the hook it is in
 *
 * Context: LOCAL_OUT, RCU read section.
 * Return: the verdict.
 */
unsigned int clab_tx(struct clab_net *cn, struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	struct clab_config *cfg = clab_net_config_rcu(cn);
	struct clab_tx_label label;
	struct clab_reply reply;
	bool answers;
	u32 secid;
	int ret;

	if (!clab_tx_header_ok(skb))
		return clab_tx_refuse(cn, skb, NULL, CLAB_DROP_HEADER, -EINVAL);
	secid = clab_tx_secid(skb, &answers);
	if (!answers || !clab_tx_answer(cn, cfg, skb, &reply, &label)) {
		ret = clab_tx_map(cfg, secid, ip_hdr(skb)->daddr, &label);
		if (ret)
			return clab_tx_refuse(cn, skb, &label, clab_tx_map_reason(ret), ret);
	}
	if (clab_skbopt_len(skb) && clab_tx_foreign(cfg, skb))
		label.len = 0;
	if (clab_mss_owner(skb, state)) {
		clab_mss_set(skb->sk, label.len);
		if (skb->sk->sk_state != TCP_SYN_SENT)
			clab_conn_deliver(cn, skb->sk);
	}
	ret = clab_tx_apply(cfg, skb, &label);
	if (ret)
		return clab_tx_refuse(cn, skb, &label, clab_tx_apply_reason(ret), ret);
	clab_tx_count(cn, &label);
	return NF_ACCEPT;
}
