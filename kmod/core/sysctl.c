// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: what can be tuned, per network namespace
 *
 * net.cipsolab.* has the values that NetLabel has in net.ipv4.cipso_*, in every
 * namespace, bounded, and one more. The administrator of a namespace reads them;
 * writing takes what configuring takes: CAP_NET_ADMIN in the initial user
 * namespace.
 */
#include <linux/capability.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/sysctl.h>

#include "compat/compat.h"
#include "core/netns.h"
#include "core/sysctl.h"

static int clab_sysctl_bucket_max = CLAB_CACHE_BUCKET_MAX;
static void (*clab_sysctl_changed)(struct clab_net *cn);

static struct clab_net *clab_sysctl_net(const struct ctl_table *table);

/* What was remembered under the old value is forgotten when no packet that has
 * read that value can add to it any more.
 */
static int clab_sysctl_handler(clab_compat_ctl_table *table, int write, void *buffer,
			       size_t *lenp, loff_t *ppos)
{
	int ret;

	if (write && !capable(CAP_NET_ADMIN))
		return -EPERM;
	ret = proc_dointvec_minmax(table, write, buffer, lenp, ppos);
	if (ret || !write)
		return ret;
	synchronize_rcu();
	clab_sysctl_changed(clab_sysctl_net(table));
	return 0;
}

#define CLAB_SYSCTL(_name, _max) {					\
	.procname	= #_name,					\
	.data		= (void *)offsetof(struct clab_tunables, _name),\
	.maxlen		= sizeof(int),					\
	.mode		= 0644,						\
	.proc_handler	= clab_sysctl_handler,				\
	.extra1		= SYSCTL_ZERO,					\
	.extra2		= _max,						\
}

/* In a namespace's own copy data is an address, not an offset. */
static const struct ctl_table clab_sysctl_table[] = {
	CLAB_SYSCTL(cache_enable, SYSCTL_ONE),
	CLAB_SYSCTL(cache_bucket_size, &clab_sysctl_bucket_max),
	CLAB_SYSCTL(rbm_optfmt, SYSCTL_ONE),
	CLAB_SYSCTL(rbm_strictvalid, SYSCTL_ONE),
	CLAB_SYSCTL(validate_strict, SYSCTL_ONE),
};

/* Whose table an entry is in: the names are shared, the addresses are not. */
static struct clab_net *clab_sysctl_net(const struct ctl_table *table)
{
	const struct ctl_table *model = clab_sysctl_table;

	while (model->procname != table->procname)
		model++;
	return container_of(table->data - (unsigned long)model->data, struct clab_net, tun);
}

/**
 * clab_sysctl_on_change() - say what to do when a value has changed
 * @changed: forgets what depends on the values of a namespace, may sleep
 *
 * To be called before the first namespace is set up.
 */
void clab_sysctl_on_change(void (*changed)(struct clab_net *cn))
{
	clab_sysctl_changed = changed;
}

/**
 * clab_sysctl_init() - set a namespace's values to their defaults and show them
 * @cn: the namespace
 *
 * Context: Process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int clab_sysctl_init(struct clab_net *cn)
{
	const unsigned int nr = ARRAY_SIZE(clab_sysctl_table);
	struct ctl_table *table;
	unsigned int i;

	cn->tun = (struct clab_tunables){
		.cache_enable = 1,
		.cache_bucket_size = CLAB_CACHE_BUCKET,
		.rbm_strictvalid = 1,
	};
	/* One more than there are: some kernels look for an empty last entry. */
	table = kcalloc(nr + 1, sizeof(*table), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	memcpy(table, clab_sysctl_table, sizeof(clab_sysctl_table));
	for (i = 0; i < nr; i++)
		table[i].data = (void *)&cn->tun + (unsigned long)table[i].data;
	cn->sysctl.table = table;
	cn->sysctl.header = clab_compat_register_sysctl(cn->net, "net/cipsolab", table, nr);
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
