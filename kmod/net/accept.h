/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the label of a connection that is being accepted
 */
#ifndef _CLAB_NET_ACCEPT_H
#define _CLAB_NET_ACCEPT_H

#include <linux/skbuff.h>

struct clab_net;

bool clab_accept_secid(const struct clab_net *cn, const struct sk_buff *skb, u32 *secid);

#endif /* _CLAB_NET_ACCEPT_H */
