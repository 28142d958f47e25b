/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: what an option costs a TCP segment
 */
#ifndef _CLAB_NET_MSS_H
#define _CLAB_NET_MSS_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/inet_connection_sock.h>

struct clab_net;
struct sock;

/**
 * clab_mss_told() - whether TCP knows how long our option is
 * @sk: a TCP socket, locked or not; in doubt the answer is no
 * @len: octets
 *
 * Return: true if clab_mss_set() would change nothing.
 */
static inline bool clab_mss_told(const struct sock *sk, unsigned int len)
{
	return !rcu_access_pointer(inet_sk(sk)->inet_opt) &&
	       READ_ONCE(inet_csk(sk)->icsk_ext_hdr_len) == len;
}

bool clab_mss_owner(const struct sk_buff *skb, const struct nf_hook_state *state);
bool clab_mss_owner6(const struct sk_buff *skb, const struct nf_hook_state *state);
void clab_mss_set(struct sock *sk, unsigned int len);
void clab_mss_walk(struct clab_net *cn);
void clab_mss_work(struct work_struct *work);

int clab_mss_init(void);
void clab_mss_exit(void);

#endif /* _CLAB_NET_MSS_H */
