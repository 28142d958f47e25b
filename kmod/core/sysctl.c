// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: what can be tuned, as files
 *
 * net.cipsolab.* has the values that NetLabel has in net.ipv4.cipso_*, in every
 * namespace, bounded, and one more. The administrator of a namespace reads them;
 * writing takes what configuring takes: CAP_NET_ADMIN in the initial user
 * namespace. The values are those of the configuration that packets see.
 */
#include <linux/capability.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/sysctl.h>

#include "compat/compat.h"
#include "core/netns.h"
#include "core/sysctl.h"

static void (*clab_sysctl_changed)(struct clab_net *cn, const struct clab_tunable *which);

/* What was remembered under the old value is forgotten when no packet that has
 * read that value can add to it any more.
 */
static void clab_sysctl_set(struct clab_net *cn, const struct clab_tunable *which, int value)
{
	struct clab_config *cfg = clab_net_config(cn);

	if (clab_tunable_get(&cfg->tun, which) == value)
		return;
	clab_tunable_set(&cfg->tun, which, value);
	clab_config_changed(cfg);
	synchronize_rcu();
	clab_sysctl_changed(cn, which);
}

static int clab_sysctl_handler(clab_compat_ctl_table *table, int write, void *buffer,
			       size_t *lenp, loff_t *ppos)
{
	const struct clab_tunable *which = table->extra1;
	struct clab_net *cn = table->data;
	int value, ret;
	struct ctl_table one = {
		.procname	= table->procname,
		.data		= &value,
		.maxlen		= sizeof(value),
		.mode		= table->mode,
		.extra1		= SYSCTL_ZERO,
		.extra2		= (void *)&which->max,
	};

	if (write && !capable(CAP_NET_ADMIN))
		return -EPERM;
	mutex_lock(&cn->cfg_lock);
	value = clab_tunable_get(&clab_net_config(cn)->tun, which);
	ret = proc_dointvec_minmax(&one, write, buffer, lenp, ppos);
	if (!ret && write)
		clab_sysctl_set(cn, which, value);
	mutex_unlock(&cn->cfg_lock);
	return ret;
}

/**
 * clab_sysctl_on_change() - say what to do when a value was changed by its file
 * @changed: forgets what depends on the value of a namespace. Called with the
 *	configuration mutex held, may sleep; no packet goes by the old value any
 *	more, and the configuration's generation is the new one
 *
 * To be called before the first namespace is set up.
 */
void clab_sysctl_on_change(void (*changed)(struct clab_net *cn,
					   const struct clab_tunable *which))
{
	clab_sysctl_changed = changed;
}

/**
 * clab_sysctl_init() - show a namespace's values
 * @cn: the namespace, with its configuration
 *
 * Context: Process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int clab_sysctl_init(struct clab_net *cn)
{
	struct ctl_table *table;
	int i;

	/* One more than there are: some kernels look for an empty last entry. */
	table = kcalloc(CLAB_TUNABLES + 1, sizeof(*table), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	for (i = 0; i < CLAB_TUNABLES; i++) {
		table[i].procname = clab_tunable[i].name;
		table[i].data = cn;
		table[i].maxlen = sizeof(int);
		table[i].mode = 0644;
		table[i].proc_handler = clab_sysctl_handler;
		table[i].extra1 = (void *)&clab_tunable[i];
	}
	cn->sysctl.table = table;
	cn->sysctl.header = clab_compat_register_sysctl(cn->net, "net/cipsolab", table,
							CLAB_TUNABLES);
	if (cn->sysctl.header)
		return 0;
	kfree(table);
	return -ENOMEM;
}

/**
 * clab_sysctl_exit() - undo clab_sysctl_init()
 * @cn: the namespace
 *
 * Context: Process, may sleep.
 */
void clab_sysctl_exit(struct clab_net *cn)
{
	unregister_net_sysctl_table(cn->sysctl.header);
	kfree(cn->sysctl.table);
}
