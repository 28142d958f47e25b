/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: ICMP errors that a worker sends
 */
#ifndef _CLAB_NET_ANSWER_H
#define _CLAB_NET_ANSWER_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/types.h>

/**
 * struct clab_answer_icmp - an ICMP error
 * @type: its type
 * @code: its code
 * @pointer: the octet at fault, or what else the first octet of its second word says
 * @labeled: it carries the label of the packet, which is being received on this CPU;
 *	else the kernel's
 */
struct clab_answer_icmp {
	u8 type;
	u8 code;
	u8 pointer;
	bool labeled;
};

void clab_answer(const struct sk_buff *skb, struct net_device *dev,
		 const struct clab_answer_icmp *icmp);
void clab_answer_flush(void);

#endif /* _CLAB_NET_ANSWER_H */
