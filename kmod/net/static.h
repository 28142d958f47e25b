/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: packets that carry no label
 */
#ifndef _CLAB_NET_STATIC_H
#define _CLAB_NET_STATIC_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "core/unlabeled.h"

struct clab_net;

unsigned int clab_static_rx(struct clab_net *cn, struct sk_buff *skb,
			    const struct nf_hook_state *state, enum clab_unlbl_family family);
void clab_static_tx6(struct clab_net *cn, struct sk_buff *skb,
		     const struct nf_hook_state *state);
unsigned int clab_static_guard(struct clab_net *cn, struct sk_buff *skb,
			       const struct nf_hook_state *state);

int clab_static_init(void);
void clab_static_exit(void);

#endif /* _CLAB_NET_STATIC_H */
