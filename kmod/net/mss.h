/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: what an option costs a TCP segment
 */
#ifndef _CLAB_NET_MSS_H
#define _CLAB_NET_MSS_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

struct clab_net;
struct sock;

bool clab_mss_owner(const struct sk_buff *skb, const struct nf_hook_state *state);
bool clab_mss_owner6(const struct sk_buff *skb, const struct nf_hook_state *state);
void clab_mss_set(struct sock *sk, unsigned int len);
void clab_mss_walk(struct clab_net *cn);
void clab_mss_work(struct work_struct *work);

int clab_mss_init(void);
void clab_mss_exit(void);

#endif /* _CLAB_NET_MSS_H */
