/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the way out
 */
#ifndef _CLAB_NET_TX_H
#define _CLAB_NET_TX_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

struct clab_net;
struct sock;

unsigned int clab_tx(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);
unsigned int clab_tx_option_len(struct clab_net *cn, struct sock *sk);

#endif /* _CLAB_NET_TX_H */
