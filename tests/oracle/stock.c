// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests, oracle: what the stock kernel says of an option area
 *
 * __ip_options_compile() only says where an error is; it is its callers that
 * answer with ICMP. It overwrites what is behind END, so it gets a copy.
 */
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/inet_sock.h>
#include <net/ip.h>
#include <net/net_namespace.h>

#include "oracle.h"

static struct sk_buff *clab_stock_skb;
static struct net_device *clab_stock_dev;

/**
 * clab_oracle_stock_init() - make the packet that the options are put into
 *
 * Any device that is not loopback will do for the other kind: all that is
 * looked at is its flags.
 *
 * Return: 0, -ENODEV when there is none, or -ENOMEM.
 */
int clab_oracle_stock_init(void)
{
	struct net_device *dev;

	rtnl_lock();
	for_each_netdev(&init_net, dev) {
		if (dev->flags & IFF_LOOPBACK)
			continue;
		dev_hold(dev);
		clab_stock_dev = dev;
		break;
	}
	rtnl_unlock();
	if (!clab_stock_dev)
		return -ENODEV;
	clab_stock_skb = alloc_skb(sizeof(struct iphdr) + CLAB_OPT_MAX, GFP_KERNEL);
	if (!clab_stock_skb) {
		dev_put(clab_stock_dev);
		return -ENOMEM;
	}
	skb_reset_network_header(clab_stock_skb);
	skb_put_zero(clab_stock_skb, sizeof(struct iphdr) + CLAB_OPT_MAX);
	return 0;
}

/**
 * clab_oracle_stock_exit() - free what clab_oracle_stock_init() made
 */
void clab_oracle_stock_exit(void)
{
	kfree_skb(clab_stock_skb);
	dev_put(clab_stock_dev);
}

static int clab_stock_user(const struct clab_oracle_octets *area, __be32 *info)
{
	u8 room[sizeof(struct ip_options) + CLAB_OPT_MAX] __aligned(8);
	struct ip_options *opt = (struct ip_options *)room;

	memset(opt, 0, sizeof(*opt));
	opt->optlen = area->len;
	memcpy(opt->__data, area->at, area->len);
	return __ip_options_compile(&init_net, opt, NULL, info);
}

static int clab_stock_packet(const struct clab_oracle_octets *area,
			     struct net_device *dev, __be32 *info)
{
	struct ip_options opt;

	memset(&opt, 0, sizeof(opt));
	opt.optlen = area->len;
	clab_stock_skb->dev = dev;
	memcpy(ip_hdr(clab_stock_skb) + 1, area->at, area->len);
	return __ip_options_compile(&init_net, &opt, clab_stock_skb, info);
}

/**
 * clab_oracle_stock() - what the stock kernel says
 * @area: the option area
 * @via: where it comes from
 *
 * Context: Process, with CAP_NET_RAW, without which the kernel refuses the
 *	options of a program altogether.
 * Return: 0 when the area is accepted, else the ICMP pointer.
 */
int clab_oracle_stock(const struct clab_oracle_octets *area,
		      enum clab_oracle_via via)
{
	struct net_device *dev = via == CLAB_ORACLE_LO ? init_net.loopback_dev :
							 clab_stock_dev;
	__be32 info = 0;
	int rc;

	if (via == CLAB_ORACLE_USER)
		rc = clab_stock_user(area, &info);
	else
		rc = clab_stock_packet(area, dev, &info);
	return rc ? ntohl(info) >> 24 : 0;
}
