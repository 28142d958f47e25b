// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: telling the sender what is wrong with its packet
 */
#include <linux/icmp.h>
#include <linux/netdevice.h>
#include <net/ip.h>
#include <net/route.h>

#include "compat/compat.h"
#include "icmp.h"	/* not the net/icmp.h of the kernel */

/**
 * clab_icmp_parameter() - send ICMP type 12 code 0 (CIPSO 2.2 draft, 5.1)
 * @skb: the packet at fault, in PRE_ROUTING
 * @pointer: offset of the octet at fault from the start of the IPv4 header
 *
 * The core sends no error before a packet has a route, so it gets one here.
 * It keeps the rates and never answers an ICMP error. No option of the packet
 * is sent back but inside the quotation.
 *
 * Context: RCU read section.
 */
void clab_icmp_parameter(struct sk_buff *skb, unsigned int pointer)
{
	const struct iphdr *iph = ip_hdr(skb);

	if (!skb_dst(skb) &&
	    ip_route_input_noref(skb, iph->daddr, iph->saddr, iph->tos, skb->dev))
		return;
	clab_compat_icmp_send(skb, ICMP_PARAMETERPROB, 0, htonl(pointer << 24));
}
