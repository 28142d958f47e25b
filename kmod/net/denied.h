/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: packets that the LSM refuses for their label
 */
#ifndef _CLAB_NET_DENIED_H
#define _CLAB_NET_DENIED_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

unsigned int clab_denied_ahead(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state);
unsigned int clab_denied_behind(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state);

int clab_denied_watch(void);
void clab_denied_unwatch(void);

#endif /* _CLAB_NET_DENIED_H */
