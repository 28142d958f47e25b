/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab: kernel differences
 *
 * What differs between the kernels that are supported is wrapped here, and
 * nowhere else. Each entry says which kernels need it.
 */
#ifndef _CLAB_COMPAT_H
#define _CLAB_COMPAT_H

#include <linux/security.h>
#include <linux/sysctl.h>
#include <net/icmp.h>
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/ip.h>
#include <net/tcp.h>

/* Before 6.5 what is in it is in a header that the ones above bring along. */
#if __has_include(<net/gso.h>)
#include <net/gso.h>
#endif

/* What is not to be cleared. Kernels have a name for it, or none yet. */
#ifndef __uninitialized
#if __has_attribute(__uninitialized__)
#define __uninitialized __attribute__((__uninitialized__))
#else
#define __uninitialized
#endif
#endif

/**
 * clab_compat_secctx() - the security context of a secid
 * @secid: the secid
 * @ctx: where the context's address goes; not NUL-terminated
 * @len: where its length goes; may count a trailing NUL
 *
 * The call fills a struct lsm_context from 6.14 on, and returns the length.
 *
 * Context: Any; allocates with GFP_ATOMIC.
 * Return: 0 or a negative errno. The context is to be given back with
 *	clab_compat_secctx_put().
 */
static inline int clab_compat_secctx(u32 secid, char **ctx, u32 *len)
{
#ifdef CLAB_HAVE_LSM_CONTEXT
	struct lsm_context got = { };
	int rc = security_secid_to_secctx(secid, &got);

	if (rc < 0)
		return rc;
	/* The LSM's number is not kept, so it must be the one that is expected. */
	if (got.id != LSM_ID_SELINUX) {
		security_release_secctx(&got);
		return -EOPNOTSUPP;
	}
	*ctx = got.context;
	*len = got.len;
	return 0;
#else
	return security_secid_to_secctx(secid, ctx, len);
#endif
}

/**
 * clab_compat_secctx_put() - give a security context back
 * @ctx: the context
 * @len: its length
 */
static inline void clab_compat_secctx_put(char *ctx, u32 len)
{
#ifdef CLAB_HAVE_LSM_CONTEXT
	struct lsm_context got = {
		.context = ctx,
		.len = len,
		.id = LSM_ID_SELINUX,
	};

	security_release_secctx(&got);
#else
	security_release_secctx(ctx, len);
#endif
}

/**
 * clab_compat_hashinfo() - the TCP sockets of a namespace
 * @net: the namespace
 *
 * The table is the namespace's own where it has one (6.1 and later), and is
 * not exported by later kernels.
 *
 * Return: the table.
 */
static inline struct inet_hashinfo *clab_compat_hashinfo(struct net *net)
{
	return net->ipv4.tcp_death_row.hashinfo;
}

/**
 * clab_compat_lookup_established() - the TCP socket that a packet is for
 * @net: the namespace
 * @saddr: the packet's source address
 * @sport: its source port
 * @daddr: its destination address
 * @dport: its destination port
 * @dif: the device it came in by
 *
 * The table of sockets is an argument until 6.17.
 *
 * Context: RCU.
 * Return: a socket that is not a listener, with a reference, or NULL.
 */
static inline struct sock *
clab_compat_lookup_established(struct net *net, __be32 saddr, __be16 sport,
			       __be32 daddr, __be16 dport, int dif)
{
#ifdef CLAB_HAVE_LOOKUP_HASHINFO
	return __inet_lookup_established(net, clab_compat_hashinfo(net), saddr, sport,
					 daddr, ntohs(dport), dif, 0);
#else
	return __inet_lookup_established(net, saddr, sport, daddr, ntohs(dport), dif, 0);
#endif
}

/**
 * clab_compat_lookup_tcp() - the TCP socket that a packet is for, or its listener
 * @net: the namespace
 * @skb: the packet
 * @off: offset of its TCP header from its data
 * @sport: its source port
 * @dport: its destination port
 * @dif: the device it came in by
 *
 * The table of sockets is an argument until 6.17.
 *
 * Context: RCU.
 * Return: a socket with a reference, or NULL.
 */
static inline struct sock *
clab_compat_lookup_tcp(struct net *net, struct sk_buff *skb, int off, __be16 sport,
		       __be16 dport, int dif)
{
	const struct iphdr *iph = ip_hdr(skb);

#ifdef CLAB_HAVE_LOOKUP_HASHINFO
	return inet_lookup(net, clab_compat_hashinfo(net), skb, off, iph->saddr, sport,
			   iph->daddr, dport, dif);
#else
	return inet_lookup(net, skb, off, iph->saddr, sport, iph->daddr, dport, dif);
#endif
}

/**
 * clab_compat_lookup_listener() - the TCP socket that accepts what a packet asks for
 * @net: the namespace
 * @saddr: the packet's source address
 * @sport: its source port
 * @daddr: its destination address
 * @dport: its destination port
 * @dif: the device it came in by
 *
 * The table of sockets is an argument until 6.17.
 *
 * Context: RCU.
 * Return: a listener without a reference, or NULL.
 */
static inline struct sock *
clab_compat_lookup_listener(struct net *net, __be32 saddr, __be16 sport, __be32 daddr,
			    __be16 dport, int dif)
{
#ifdef CLAB_HAVE_LOOKUP_HASHINFO
	return inet_lookup_listener(net, clab_compat_hashinfo(net), NULL, 0, saddr, sport,
				    daddr, dport, dif, 0);
#else
	return inet_lookup_listener(net, NULL, 0, saddr, sport, daddr, dport, dif, 0);
#endif
}

/* From 6.11 on a probe of kfree_skb is told the receiving socket too. */
#ifndef CLAB_HAVE_KFREE_SKB_SOCK
#define CLAB_COMPAT_KFREE_SKB_SOCK
#elif defined(CLAB_HAVE_KFREE_SKB_CONST_SOCK)
#define CLAB_COMPAT_KFREE_SKB_SOCK	, const struct sock *receiver
#else
#define CLAB_COMPAT_KFREE_SKB_SOCK	, struct sock *receiver
#endif

/**
 * clab_compat_denied() - is it the LSM that a packet is thrown away for
 * @reason: the reason that kfree_skb is told
 *
 * Before there was such a reason, and in places that have not been told of it,
 * the reason is that of a socket's filter.
 *
 * Return: true if it is.
 */
static inline bool clab_compat_denied(enum skb_drop_reason reason)
{
#ifdef CLAB_HAVE_DROP_SECURITY_HOOK
	return reason == SKB_DROP_REASON_SECURITY_HOOK;
#else
	return false;
#endif
}

/**
 * clab_compat_lookup_established6() - the TCP socket that an IPv6 packet is for
 * @net: the namespace
 * @saddr: the packet's source address
 * @sport: its source port
 * @daddr: its destination address
 * @dport: its destination port
 * @dif: the device it came in by
 *
 * The table of sockets is an argument until 6.17.
 *
 * Context: RCU.
 * Return: a socket that is not a listener, with a reference, or NULL.
 */
static inline struct sock *
clab_compat_lookup_established6(struct net *net, const struct in6_addr *saddr, __be16 sport,
				const struct in6_addr *daddr, __be16 dport, int dif)
{
#if !IS_ENABLED(CONFIG_IPV6)
	return NULL;
#elif defined(CLAB_HAVE_LOOKUP_HASHINFO)
	return __inet6_lookup_established(net, clab_compat_hashinfo(net), saddr, sport,
					  daddr, ntohs(dport), dif, 0);
#else
	return __inet6_lookup_established(net, saddr, sport, daddr, ntohs(dport), dif, 0);
#endif
}

/**
 * clab_compat_icmp_send() - send an ICMP error that has no options itself
 * @skb: the packet at fault
 * @type: the type
 * @code: the code
 * @info: the second word, in network byte order
 *
 * The options come in a struct inet_skb_parm from 6.18 on.
 *
 * Context: Any.
 */
static inline void clab_compat_icmp_send(struct sk_buff *skb, int type, int code,
					 __be32 info)
{
#ifdef CLAB_HAVE_ICMP_PARM
	const struct inet_skb_parm none = { .iif = skb->skb_iif };
#else
	const struct ip_options none = { };
#endif

	__icmp_send(skb, type, code, info, &none);
}

/**
 * clab_compat_len_max() - how long a packet's header can say that it is
 * @skb: an IPv4 packet
 *
 * From 6.3 on TCP hands down packets for segmentation that are longer than
 * their length field can tell, which is 0 then: even on a device that asks for
 * no such packets, when two segments are longer.
 *
 * Return: octets.
 */
static inline unsigned int clab_compat_len_max(const struct sk_buff *skb)
{
#ifdef CLAB_HAVE_BIG_TCP
	if (skb_is_gso(skb) && skb_is_gso_tcp(skb))
		return GSO_MAX_SIZE;
#endif
	return IP_MAX_MTU;
}

/**
 * clab_compat_len_told() - whether a packet's length is in its header
 * @skb: an IPv4 packet, complete
 *
 * Return: true if it is.
 */
static inline bool clab_compat_len_told(const struct sk_buff *skb)
{
#ifdef CLAB_HAVE_BIG_TCP
	return skb->len <= IP_MAX_MTU;
#else
	return true;
#endif
}

/* A handler of a sysctl may not change its table from 6.11 on. */
#ifdef CLAB_HAVE_CONST_CTL_TABLE
typedef const struct ctl_table clab_compat_ctl_table;
#else
typedef struct ctl_table clab_compat_ctl_table;
#endif

/**
 * clab_compat_register_sysctl() - register the sysctls of a namespace
 * @net: the namespace
 * @path: where they appear
 * @table: their table, with an empty entry behind the last
 * @nr: how many there are
 *
 * The name is a macro that takes the size of an array from 6.6 on.
 *
 * Return: the registration, or NULL.
 */
static inline struct ctl_table_header *
clab_compat_register_sysctl(struct net *net, const char *path, struct ctl_table *table, size_t nr)
{
#ifdef register_net_sysctl
	return register_net_sysctl_sz(net, path, table, nr);
#else
	return register_net_sysctl(net, path, table);
#endif
}

#endif /* _CLAB_COMPAT_H */
