/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the way out
 */
#ifndef _CLAB_NET_TX_H
#define _CLAB_NET_TX_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

struct clab_config;
struct clab_memo_tx;
struct clab_net;
struct sock;

unsigned int clab_tx(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);
unsigned int clab_tx_option_len(struct clab_net *cn, struct sock *sk);

/* What is the same on the way through */
int clab_tx_map_anew(struct clab_net *cn, u32 secid, __be32 daddr, struct clab_memo_tx *label);
bool clab_tx_foreign(struct clab_config *cfg, const struct sk_buff *skb);
int clab_tx_check_none(struct clab_config *cfg, const struct sk_buff *skb);
int clab_tx_area(struct clab_config *cfg, const struct sk_buff *skb,
		 const struct clab_memo_tx *label, u8 *area);

#endif /* _CLAB_NET_TX_H */
