/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: telling the sender what is wrong with its packet
 */
#ifndef _CLAB_NET_ICMP_H
#define _CLAB_NET_ICMP_H

#include <linux/skbuff.h>

void clab_icmp_parameter(struct sk_buff *skb, unsigned int pointer);

#endif /* _CLAB_NET_ICMP_H */
