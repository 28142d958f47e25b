// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: where packets come from
 *
 * The hooks are registered only in a namespace whose configuration has an
 * effect: elsewhere, and until then, a packet does not even meet a test.
 *
 * In: first at PRE_ROUTING, since the stock kernel drops an option of an
 * unknown DOI right behind it. Out: last at LOCAL_OUT, when address
 * translation and rerouting have settled which device a packet leaves by. Last
 * at FORWARD for the same reason.
 *
 * IPv6 has hooks only while it has static labels. Where packets enter a socket
 * or pass through there are hooks only while unlabeled ones are refused.
 */
#include <linux/netfilter.h>
#include <linux/netfilter_bridge.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>

#include "core/epoch.h"
#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/peer.h"
#include "lsm/resolve.h"
#include "net/answer.h"
#include "net/conn.h"
#include "net/denied.h"
#include "net/forward.h"
#include "net/hold.h"
#include "net/hooks.h"
#include "net/memo.h"
#include "net/mss.h"
#include "net/rx.h"
#include "net/static.h"
#include "net/tx.h"

/* Namespaces with hooks; the first one begins to watch what the LSM refuses, the
 * last one lets every label go.
 */
static unsigned int clab_hooks_users;
static DEFINE_MUTEX(clab_hooks_lock);

static unsigned int clab_hooks_in6(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	if (nf_bridge_info_exists(skb) && clab_rx_bridged(skb, state))
		return NF_ACCEPT;
	return clab_static_rx(clab_net(state->net), skb, state, CLAB_UNLBL_V6);
}

static unsigned int clab_hooks_out6(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
	clab_static_tx6(clab_net(state->net), skb, state);
	return NF_ACCEPT;
}

static unsigned int clab_hooks_guard(void *priv, struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	if (nf_bridge_info_exists(skb) && state->hook == NF_INET_FORWARD)
		return NF_ACCEPT;
	return clab_static_guard(clab_net(state->net), skb, state);
}

static const struct nf_hook_ops clab_hooks_in_ops = {
	.hook		= clab_rx,
	.pf		= NFPROTO_IPV4,
	.hooknum	= NF_INET_PRE_ROUTING,
	.priority	= NF_IP_PRI_FIRST + 1,
};

static const struct nf_hook_ops clab_hooks_out_ops = {
	.hook		= clab_tx,
	.pf		= NFPROTO_IPV4,
	.hooknum	= NF_INET_LOCAL_OUT,
	.priority	= NF_IP_PRI_LAST,
};

static const struct nf_hook_ops clab_hooks_forward_ops = {
	.hook		= clab_forward,
	.pf		= NFPROTO_IPV4,
	.hooknum	= NF_INET_FORWARD,
	.priority	= NF_IP_PRI_LAST,
};

static const struct nf_hook_ops clab_hooks_lsm_ops[] = {
	{
		.hook		= clab_denied_ahead,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_FORWARD,
		.priority	= NF_IP_PRI_SELINUX_FIRST - 1,
	}, {
		.hook		= clab_denied_behind,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_FORWARD,
		.priority	= NF_IP_PRI_SELINUX_FIRST + 1,
	},
};

static const struct nf_hook_ops clab_hooks_v6_ops[] = {
	{
		.hook		= clab_hooks_in6,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_PRE_ROUTING,
		.priority	= NF_IP6_PRI_FIRST + 1,
	}, {
		.hook		= clab_hooks_out6,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_OUT,
		.priority	= NF_IP6_PRI_LAST,
	},
};

#define CLAB_HOOKS_GUARD(_pf, _hooknum) {			\
	.hook		= clab_hooks_guard,			\
	.pf		= _pf,					\
	.hooknum	= _hooknum,				\
	.priority	= NF_IP_PRI_SECURITY,			\
}

static const struct nf_hook_ops clab_hooks_guard_ops[] = {
	CLAB_HOOKS_GUARD(NFPROTO_IPV4, NF_INET_LOCAL_IN),
	CLAB_HOOKS_GUARD(NFPROTO_IPV4, NF_INET_FORWARD),
	CLAB_HOOKS_GUARD(NFPROTO_IPV6, NF_INET_LOCAL_IN),
	CLAB_HOOKS_GUARD(NFPROTO_IPV6, NF_INET_FORWARD),
};

static int clab_hooks_first(void)
{
	int ret = 0;

	mutex_lock(&clab_hooks_lock);
	if (!clab_hooks_users)
		ret = clab_denied_watch();
	if (!ret)
		clab_hooks_users++;
	mutex_unlock(&clab_hooks_lock);
	return ret;
}

static void clab_hooks_last(void)
{
	mutex_lock(&clab_hooks_lock);
	if (!--clab_hooks_users) {
		clab_denied_unwatch();
		clab_answer_flush();
		clab_memo_flush();
		clab_known_flush();
		clab_peer_flush();
		clab_label_flush();
	}
	mutex_unlock(&clab_hooks_lock);
}

static int clab_hooks_forward_up(struct clab_net *cn)
{
	int ret;

	ret = nf_register_net_hook(cn->net, &cn->hook_forward);
	if (ret)
		return ret;
	ret = nf_register_net_hooks(cn->net, clab_hooks_lsm_ops, ARRAY_SIZE(clab_hooks_lsm_ops));
	if (ret)
		nf_unregister_net_hook(cn->net, &cn->hook_forward);
	return ret;
}

static void clab_hooks_forward_down(struct clab_net *cn)
{
	nf_unregister_net_hooks(cn->net, clab_hooks_lsm_ops, ARRAY_SIZE(clab_hooks_lsm_ops));
	nf_unregister_net_hook(cn->net, &cn->hook_forward);
}

/**
 * clab_hooks_up() - register a namespace's hooks if they are not
 * @cn: the namespace
 *
 * To be called before a change that needs them, so that a change that can't
 * take effect is refused. Where the LSM gives sockets no labels there are none,
 * whatever is configured: packets go their way as if this module was not there.
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0 or a negative errno.
 */
int clab_hooks_up(struct clab_net *cn)
{
	int ret;

	lockdep_assert_held(&cn->cfg_lock);
	if (cn->hooked || !clab_label_given())
		return 0;
	/* The engine goes along as the hook's own: looking it up would cost
	 * each packet more.
	 */
	cn->hook_in = clab_hooks_in_ops;
	cn->hook_in.priv = cn;
	cn->hook_out = clab_hooks_out_ops;
	cn->hook_out.priv = cn;
	cn->hook_forward = clab_hooks_forward_ops;
	cn->hook_forward.priv = cn;
	ret = clab_hooks_first();
	if (ret)
		return ret;
	/* What comes in without its option is not to leave without a look. */
	ret = clab_hooks_forward_up(cn);
	if (ret)
		goto err_last;
	ret = nf_register_net_hook(cn->net, &cn->hook_in);
	if (ret)
		goto err_forward;
	WRITE_ONCE(cn->leaving, false);
	ret = nf_register_net_hook(cn->net, &cn->hook_out);
	if (ret)
		goto err_in;
	WRITE_ONCE(cn->hooked, true);
	return 0;

err_in:
	nf_unregister_net_hook(cn->net, &cn->hook_in);
err_forward:
	clab_hooks_forward_down(cn);
err_last:
	clab_hooks_last();
	return ret;
}

/**
 * clab_hooks_need() - register the hooks that some configurations need
 * @cn: the namespace, after clab_hooks_up()
 * @v6: those that IPv6 packets get static labels at
 * @guard: those that unlabeled packets are refused at
 *
 * To be called before the change that needs them; clab_hooks_trim() after it
 * unregisters what nothing needs.
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0 or a negative errno.
 */
int clab_hooks_need(struct clab_net *cn, bool v6, bool guard)
{
	int ret;

	lockdep_assert_held(&cn->cfg_lock);
	if (!cn->hooked)
		return 0;
	if (v6 && !cn->hooked_v6) {
		ret = nf_register_net_hooks(cn->net, clab_hooks_v6_ops,
					    ARRAY_SIZE(clab_hooks_v6_ops));
		if (ret)
			return ret;
		cn->hooked_v6 = true;
	}
	if (guard && !cn->guarded) {
		ret = nf_register_net_hooks(cn->net, clab_hooks_guard_ops,
					    ARRAY_SIZE(clab_hooks_guard_ops));
		if (ret)
			return ret;
		cn->guarded = true;
	}
	return 0;
}

static void clab_hooks_keep(struct clab_net *cn, bool v6, bool guard)
{
	if (!v6 && cn->hooked_v6)
		nf_unregister_net_hooks(cn->net, clab_hooks_v6_ops,
					ARRAY_SIZE(clab_hooks_v6_ops));
	if (!guard && cn->guarded)
		nf_unregister_net_hooks(cn->net, clab_hooks_guard_ops,
					ARRAY_SIZE(clab_hooks_guard_ops));
	cn->hooked_v6 &= v6;
	cn->guarded &= guard;
}

/*
 * Nothing that is sent here gets an option any more once the first hook is gone;
 * packets that have one and are on their way over loopback are still read while the
 * sockets get their segment size back. What is passed on and has lost its option at
 * the second is looked at by the third.
 */
static void clab_hooks_down(struct clab_net *cn)
{
	if (!cn->hooked)
		return;
	clab_hooks_keep(cn, false, false);
	WRITE_ONCE(cn->leaving, true);
	WRITE_ONCE(cn->hooked, false);
	nf_unregister_net_hook(cn->net, &cn->hook_out);
	cancel_work_sync(&cn->mss_work);
	synchronize_net();
	/* Whoever looks something up now sees the namespace being left, and
	 * another may come to lie where this one does.
	 */
	clab_epoch_begin();
	clab_mss_walk(cn);
	nf_unregister_net_hook(cn->net, &cn->hook_in);
	synchronize_net();
	clab_hooks_forward_down(cn);
	synchronize_net();
	clab_epoch_begin();
	clab_conn_flush(cn);
	clab_hooks_last();
}

/**
 * clab_hooks_trim() - unregister the hooks that the configuration has no use for
 * @cn: the namespace, after a change that no outgoing packet can tell
 *
 * Context: Process, may sleep; configuration mutex held.
 */
void clab_hooks_trim(struct clab_net *cn)
{
	struct clab_config *cfg = clab_net_config(cn);

	lockdep_assert_held(&cn->cfg_lock);
	if (clab_config_idle(cfg))
		clab_hooks_down(cn);
	else
		clab_hooks_keep(cn, cfg->unlbl.count[CLAB_UNLBL_V6], !cfg->accept);
}

/**
 * clab_hooks_sync() - bring hooks and sockets in line with the configuration
 * @cn: the namespace, after a change
 *
 * Context: Process, may sleep; configuration mutex held.
 */
void clab_hooks_sync(struct clab_net *cn)
{
	clab_hooks_trim(cn);
	if (cn->hooked)
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
}
