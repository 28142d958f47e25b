// SPDX-License-Identifier: GPL-2.0
/*
 * clab_extend: give packets that leave an extension more
 *
 * For tests only. Open vSwitch and traffic control add extensions of their own to
 * packets on their way; an sk_buff then gets a copy of those it shared. This does so
 * to every SYN-ACK, behind all other hooks, and says how many there were.
 */
#include <linux/module.h>
#include <linux/netfilter_ipv4.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <net/ip.h>
#include <net/mptcp.h>
#include <net/net_namespace.h>

static unsigned int extended;
module_param(extended, uint, 0444);
MODULE_PARM_DESC(extended, "packets that got one");

static bool clab_extend_synack(struct sk_buff *skb)
{
	struct tcphdr hdr, *th;

	if (ip_hdr(skb)->protocol != IPPROTO_TCP)
		return false;
	th = skb_header_pointer(skb, skb_network_offset(skb) + ip_hdrlen(skb), sizeof(hdr), &hdr);
	return th && th->syn && th->ack;
}

static unsigned int clab_extend_hook(void *priv, struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	/* Of all there are this one is in every kernel, and plain TCP does not look. */
	void *ext = clab_extend_synack(skb) ? skb_ext_add(skb, SKB_EXT_MPTCP) : NULL;

	if (ext) {
		memset(ext, 0, sizeof(struct mptcp_ext));
		extended++;
	}
	return NF_ACCEPT;
}

static const struct nf_hook_ops clab_extend_ops = {
	.hook = clab_extend_hook,
	.pf = NFPROTO_IPV4,
	.hooknum = NF_INET_POST_ROUTING,
	.priority = NF_IP_PRI_LAST,
};

static int __init clab_extend_init(void)
{
	return nf_register_net_hook(&init_net, &clab_extend_ops);
}
module_init(clab_extend_init);

static void __exit clab_extend_exit(void)
{
	nf_unregister_net_hook(&init_net, &clab_extend_ops);
}
module_exit(clab_extend_exit);

MODULE_DESCRIPTION("Gives packets an extension more, for tests");
MODULE_LICENSE("GPL");
