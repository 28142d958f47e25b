/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: packets kept back for process context
 */
#ifndef _CLAB_NET_HOLD_H
#define _CLAB_NET_HOLD_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

struct clab_known;
struct clab_net;
struct sock;

bool clab_hold_resuming(void);
bool clab_hold_resuming_for(const struct clab_known *known);
unsigned int clab_hold_label(struct clab_net *cn, struct sk_buff *skb,
			     const struct nf_hook_state *state, struct clab_known *known);
unsigned int clab_hold_synack(struct clab_net *cn, struct sk_buff *skb,
			      const struct nf_hook_state *state, struct sock *sk);

int clab_hold_init(struct clab_net *cn);
void clab_hold_drain(struct clab_net *cn);
void clab_hold_exit(struct clab_net *cn);

#endif /* _CLAB_NET_HOLD_H */
