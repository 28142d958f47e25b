/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: what there is per network namespace
 */
#ifndef _CLAB_CORE_NETNS_H
#define _CLAB_CORE_NETNS_H

#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "core/config.h"
#include "core/stats.h"
#include "core/sysctl.h"

struct clab_conns;
struct clab_hold;

/**
 * struct clab_net - the engine in one network namespace
 * @net: the namespace
 * @cfg: its configuration
 * @tun: its tunable values
 * @sysctl: the files that show them
 * @stats: its counters
 * @hold: packets kept back for process context
 * @conns: SYN-ACK labels on their way to a connecting socket
 * @mss_work: walks the sockets after a change of the configuration
 * @hooked: the packet hooks are registered; under the configuration mutex
 * @hooked_v6: so are those of IPv6
 * @guarded: so are those that unlabeled packets are refused at
 * @leaving: outgoing packets get no option any more
 */
struct clab_net {
	struct net *net;
	struct clab_config cfg;
	struct clab_tunables tun;
	struct clab_sysctl sysctl;
	struct clab_stats __percpu *stats;
	struct clab_hold *hold;
	struct clab_conns *conns;
	struct work_struct mss_work;
	bool hooked;
	bool hooked_v6;
	bool guarded;
	bool leaving;
};

extern unsigned int clab_net_id;

/**
 * clab_net() - the engine of a namespace
 * @net: the namespace
 *
 * Context: Any, while the namespace's operations are registered.
 * Return: the engine.
 */
static inline struct clab_net *clab_net(const struct net *net)
{
	return net_generic(net, clab_net_id);
}

#endif /* _CLAB_CORE_NETNS_H */
