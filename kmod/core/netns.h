/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: what there is per network namespace
 */
#ifndef _CLAB_CORE_NETNS_H
#define _CLAB_CORE_NETNS_H

#include <linux/netfilter.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "core/config.h"
#include "core/stats.h"
#include "core/sysctl.h"

struct clab_conns;
struct clab_hold;

/**
 * struct clab_drop_limit - how many dropped packets are told of
 * @lock: guards the rest
 * @since: when this second began
 * @burst: how many since then
 * @lost: how many were left out since the last one that was told
 */
struct clab_drop_limit {
	spinlock_t lock;	/* guards the rest */
	unsigned long since;
	unsigned int burst;
	unsigned int lost;
};

/**
 * struct clab_net - the engine in one network namespace
 * @net: the namespace
 * @cfg: its configuration; packets find it once each, a transaction puts
 *	another one in its place
 * @cfg_lock: the configuration mutex: taken by every change and every listing
 * @txs: transactions that are not over; under the configuration mutex
 * @sysctl: the files that show what can be tuned
 * @stats: its counters
 * @hold: packets kept back for process context
 * @conns: SYN-ACK labels on their way to a connecting socket
 * @synacks: how many; read without their lock to see that there are none
 * @drop_limit: for those who listen to dropped packets
 * @mss_work: walks the sockets after a change of the configuration
 * @hook_in: the hook of incoming packets
 * @hook_out: the hook of outgoing packets
 * @hook_forward: the hook of packets that are passed on
 * @hooked: the packet hooks are registered; under the configuration mutex
 * @hooked_v6: so are those of IPv6
 * @guarded: so are those that unlabeled packets are refused at
 * @leaving: outgoing packets get no option any more
 */
struct clab_net {
	struct net *net;
	struct clab_config __rcu *cfg;
	struct mutex cfg_lock;		/* every change and every listing */
	struct list_head txs;
	struct clab_sysctl sysctl;
	struct clab_stats __percpu *stats;
	struct clab_hold *hold;
	struct clab_conns *conns;
	unsigned int synacks;
	struct clab_drop_limit drop_limit;
	struct work_struct mss_work;
	struct nf_hook_ops hook_in;
	struct nf_hook_ops hook_out;
	struct nf_hook_ops hook_forward;
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

/**
 * clab_net_config() - the configuration of a namespace, to change or list it
 * @cn: the namespace
 *
 * Context: Configuration mutex held.
 * Return: the configuration, until the mutex is let go.
 */
static inline struct clab_config *clab_net_config(struct clab_net *cn)
{
	return rcu_dereference_protected(cn->cfg, lockdep_is_held(&cn->cfg_lock));
}

/**
 * clab_net_config_rcu() - the configuration of a namespace, to read it
 * @cn: the namespace
 *
 * Context: RCU read section.
 * Return: the configuration, until the section ends.
 */
static inline struct clab_config *clab_net_config_rcu(const struct clab_net *cn)
{
	return rcu_dereference(cn->cfg);
}

#endif /* _CLAB_CORE_NETNS_H */
