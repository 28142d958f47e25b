// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab: IPv4 label engine, loaded beside the kernel's own NetLabel
 */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/security.h>
#include <linux/seq_file.h>
#include <cipsolab/version.h>

#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/peer.h"
#include "lsm/resolve.h"
#include "net/conn.h"
#include "net/hold.h"
#include "net/hooks.h"
#include "net/memo.h"
#include "net/mss.h"
#include "net/static.h"
#include "nl/nl.h"

static char *nlbl_prefix = CLAB_GENL_PREFIX;
module_param(nlbl_prefix, charp, 0444);
MODULE_PARM_DESC(nlbl_prefix,
		 "what the netlink families' names begin with; NLBL serves NetLabel's own tools on a kernel without it");

unsigned int clab_net_id __read_mostly;

static int clab_proc_show(struct seq_file *m, void *v)
{
	clab_stats_show(m, clab_net(seq_file_single_net(m))->stats);
	seq_printf(m, "peers %u\n", clab_peer_count());
	return 0;
}

static int __net_init clab_net_init(struct net *net)
{
	struct clab_net *cn = clab_net(net);
	struct clab_config *cfg;
	int ret;

	cn->net = net;
	INIT_WORK(&cn->mss_work, clab_mss_work);
	cn->stats = alloc_percpu(struct clab_stats);
	if (!cn->stats)
		return -ENOMEM;
	mutex_init(&cn->cfg_lock);
	INIT_LIST_HEAD(&cn->txs);
	spin_lock_init(&cn->drop_limit.lock);
	cfg = clab_config_alloc(&cn->cfg_lock, true);
	if (!cfg) {
		ret = -ENOMEM;
		goto err_stats;
	}
	RCU_INIT_POINTER(cn->cfg, cfg);
	ret = clab_hold_init(cn);
	if (ret)
		goto err_config;
	ret = clab_conn_init(cn);
	if (ret)
		goto err_hold;
	ret = clab_sysctl_init(cn);
	if (ret)
		goto err_conn;
	if (!proc_create_net_single("cipsolab", 0444, net->proc_net, clab_proc_show, NULL)) {
		ret = -ENOMEM;
		goto err_sysctl;
	}
	return 0;

err_sysctl:
	clab_sysctl_exit(cn);
err_conn:
	clab_conn_exit(cn);
err_hold:
	clab_hold_exit(cn);
err_config:
	clab_config_free(cfg);
err_stats:
	free_percpu(cn->stats);
	return ret;
}

static void __net_exit clab_net_exit(struct net *net)
{
	struct clab_net *cn = clab_net(net);

	remove_proc_entry("cipsolab", net->proc_net);
	clab_sysctl_exit(cn);
	clab_hooks_exit(cn);
	clab_hold_exit(cn);
	clab_conn_exit(cn);
	clab_nl_net_exit(cn);
	clab_config_free(rcu_dereference_protected(cn->cfg, 1));
	free_percpu(cn->stats);
}

static struct pernet_operations clab_net_ops = {
	.init	= clab_net_init,
	.exit	= clab_net_exit,
	.id	= &clab_net_id,
	.size	= sizeof(struct clab_net),
};

/* Options may have another length now. */
static void clab_tunable_changed(struct clab_net *cn, const struct clab_tunable *which)
{
	clab_known_forget();
	if (cn->hooked)
		schedule_work(&cn->mss_work);
	clab_lab_event_sysctl(cn, which);
}

static void clab_lsm_refresh(struct clab_net *cn)
{
	mutex_lock(&cn->cfg_lock);
	clab_unlbl_refresh(&clab_net_config(cn)->unlbl, clab_label_text_to_secid);
	mutex_unlock(&cn->cfg_lock);
}

/* A new policy may give the same numbers other contexts. */
static int clab_lsm_event(struct notifier_block *nb, unsigned long event, void *data)
{
	struct net *net;

	if (event != LSM_POLICY_CHANGE)
		return NOTIFY_DONE;
	/* No packet that has seen the old policy adds to what is forgotten below. */
	synchronize_rcu();
	down_read(&net_rwsem);
	for_each_net(net)
		clab_lsm_refresh(clab_net(net));
	up_read(&net_rwsem);
	clab_known_forget();
	return NOTIFY_OK;
}

static struct notifier_block clab_lsm_nb = {
	.notifier_call = clab_lsm_event,
};

static int __init clab_init(void)
{
	int ret;

	clab_known_init();
	clab_sysctl_on_change(clab_tunable_changed);
	ret = clab_label_init();
	if (ret)
		return ret;
	ret = clab_peer_init();
	if (ret)
		goto err_label;
	ret = register_pernet_subsys(&clab_net_ops);
	if (ret)
		goto err_peer;
	ret = clab_mss_init();
	if (ret)
		goto err_net;
	ret = clab_static_init();
	if (ret)
		goto err_mss;
	ret = register_blocking_lsm_notifier(&clab_lsm_nb);
	if (ret)
		goto err_static;
	/* Last: from here on the engine can be configured. */
	ret = clab_nl_init(nlbl_prefix);
	if (ret)
		goto err_lsm;
	return 0;

err_lsm:
	unregister_blocking_lsm_notifier(&clab_lsm_nb);
err_static:
	clab_static_exit();
err_mss:
	clab_mss_exit();
err_net:
	unregister_pernet_subsys(&clab_net_ops);
err_peer:
	clab_peer_exit();
err_label:
	clab_label_exit();
	clab_known_exit();
	rcu_barrier();
	return ret;
}

/*
 * The mirror of clab_init(). After the namespaces are left no packet comes by
 * here, no packet waits, and no socket's segment size depends on this module.
 * Peer labels that packets in sockets still carry belong to the IPsec core,
 * which frees them by itself. What remains are callbacks of RCU, waited for.
 */
static void __exit clab_exit(void)
{
	clab_nl_exit();
	unregister_blocking_lsm_notifier(&clab_lsm_nb);
	clab_static_exit();
	clab_mss_exit();
	unregister_pernet_subsys(&clab_net_ops);
	clab_peer_exit();
	clab_label_exit();
	clab_known_exit();
	clab_memo_flush();
	rcu_barrier();
}

module_init(clab_init);
module_exit(clab_exit);

MODULE_DESCRIPTION("CIPSO labels for IPv4, full SELinux labels over loopback");
MODULE_LICENSE("GPL");
MODULE_VERSION(CLAB_VERSION);
