// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: where packets come from
 *
 * The hooks are registered only in a namespace whose configuration has an
 * effect: elsewhere, and until then, a packet does not even meet a test.
 *
 * In: first at PRE_ROUTING, since the stock kernel drops an option of an
 * unknown DOI right behind it. Out: last at LOCAL_OUT, when address
 * translation and rerouting have settled which device a packet leaves by.
 */
#include <linux/netfilter.h>
#include <linux/netfilter_bridge.h>
#include <linux/netfilter_ipv4.h>

#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/peer.h"
#include "lsm/resolve.h"
#include "net/conn.h"
#include "net/hold.h"
#include "net/hooks.h"
#include "net/mss.h"
#include "net/rx.h"
#include "net/tx.h"

/* Namespaces with hooks; the last one lets every label go. */
static unsigned int clab_hooks_users;
static DEFINE_MUTEX(clab_hooks_lock);

static unsigned int clab_hooks_in(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	/* A frame that a bridge passes on is not for this host. */
	if (nf_bridge_info_exists(skb))
		return NF_ACCEPT;
	return clab_rx(clab_net(state->net), skb, state);
}

static unsigned int clab_hooks_out(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	struct clab_net *cn = clab_net(state->net);

	if (unlikely(READ_ONCE(cn->leaving)))
		return NF_ACCEPT;
	return clab_tx(cn, skb, state);
}

static const struct nf_hook_ops clab_hooks_in_ops = {
	.hook		= clab_hooks_in,
	.pf		= NFPROTO_IPV4,
	.hooknum	= NF_INET_PRE_ROUTING,
	.priority	= NF_IP_PRI_FIRST + 1,
};

static const struct nf_hook_ops clab_hooks_out_ops = {
	.hook		= clab_hooks_out,
	.pf		= NFPROTO_IPV4,
	.hooknum	= NF_INET_LOCAL_OUT,
	.priority	= NF_IP_PRI_LAST,
};

/**
 * clab_hooks_up() - register a namespace's hooks if they are not
 * @cn: the namespace
 *
 * To be called before a change that needs them, so that a change that can't
 * take effect is refused.
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0 or a negative errno.
 */
int clab_hooks_up(struct clab_net *cn)
{
	int ret;

	lockdep_assert_held(&cn->cfg.lock);
	if (cn->hooked)
		return 0;
	ret = nf_register_net_hook(cn->net, &clab_hooks_in_ops);
	if (ret)
		return ret;
	WRITE_ONCE(cn->leaving, false);
	ret = nf_register_net_hook(cn->net, &clab_hooks_out_ops);
	if (ret) {
		nf_unregister_net_hook(cn->net, &clab_hooks_in_ops);
		return ret;
	}
	mutex_lock(&clab_hooks_lock);
	clab_hooks_users++;
	mutex_unlock(&clab_hooks_lock);
	WRITE_ONCE(cn->hooked, true);
	return 0;
}

static void clab_hooks_release_labels(void)
{
	mutex_lock(&clab_hooks_lock);
	if (!--clab_hooks_users) {
		clab_known_flush();
		clab_peer_flush();
		clab_label_flush();
	}
	mutex_unlock(&clab_hooks_lock);
}

/*
 * Nothing gets an option any more once the first hook is gone; packets that
 * have one and are on their way over loopback are still read while the sockets
 * get their segment size back.
 */
static void clab_hooks_down(struct clab_net *cn)
{
	if (!cn->hooked)
		return;
	WRITE_ONCE(cn->leaving, true);
	WRITE_ONCE(cn->hooked, false);
	nf_unregister_net_hook(cn->net, &clab_hooks_out_ops);
	synchronize_net();
	clab_mss_walk(cn);
	nf_unregister_net_hook(cn->net, &clab_hooks_in_ops);
	synchronize_net();
	clab_conn_flush(cn);
	clab_hooks_release_labels();
}

/**
 * clab_hooks_sync() - bring hooks and sockets in line with the configuration
 * @cn: the namespace, after a change
 *
 * Context: Process, may sleep; configuration mutex held.
 */
void clab_hooks_sync(struct clab_net *cn)
{
	lockdep_assert_held(&cn->cfg.lock);
	if (clab_config_idle(&cn->cfg))
		clab_hooks_down(cn);
	else
		schedule_work(&cn->mss_work);
}

/**
 * clab_hooks_exit() - unregister a namespace's hooks for good
 * @cn: the namespace; its configuration can't be changed any more
 *
 * Context: Process, may sleep.
 */
void clab_hooks_exit(struct clab_net *cn)
{
	clab_hooks_down(cn);
	cancel_work_sync(&cn->mss_work);
}
