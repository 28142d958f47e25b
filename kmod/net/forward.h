/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the way through
 */
#ifndef _CLAB_NET_FORWARD_H
#define _CLAB_NET_FORWARD_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

unsigned int clab_forward(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* _CLAB_NET_FORWARD_H */
