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
#include <net/inet_hashtables.h>
#include <net/tcp.h>

/**
 * clab_compat_secctx() - the security context of a secid
 * @secid: the secid
 * @ctx: where the context's address goes; not NUL-terminated
 * @len: where its length goes; may count a trailing NUL
 *
 * The call takes a struct lsm_context from 6.14 on.
 *
 * Context: Any; allocates with GFP_ATOMIC.
 * Return: 0 or a negative errno. The context is to be given back with
 *	clab_compat_secctx_put().
 */
static inline int clab_compat_secctx(u32 secid, char **ctx, u32 *len)
{
	return security_secid_to_secctx(secid, ctx, len);
}

/**
 * clab_compat_secctx_put() - give a security context back
 * @ctx: the context
 * @len: its length
 */
static inline void clab_compat_secctx_put(char *ctx, u32 len)
{
	security_release_secctx(ctx, len);
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

#endif /* _CLAB_COMPAT_H */
