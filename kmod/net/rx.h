/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the way in
 */
#ifndef _CLAB_NET_RX_H
#define _CLAB_NET_RX_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

struct clab_net;

bool clab_rx_bridged(const struct sk_buff *skb, const struct nf_hook_state *state);
unsigned int clab_rx(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* _CLAB_NET_RX_H */
