/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: what is not sent
 */
#ifndef _CLAB_NET_REFUSE_H
#define _CLAB_NET_REFUSE_H

#include <linux/skbuff.h>

struct clab_memo_tx;
struct clab_net;

unsigned int clab_refuse(struct clab_net *cn, const struct sk_buff *skb,
			 const struct clab_memo_tx *label, u32 reason, int error);
u32 clab_refuse_map_reason(int error);
u32 clab_refuse_apply_reason(int error);

#endif /* _CLAB_NET_REFUSE_H */
