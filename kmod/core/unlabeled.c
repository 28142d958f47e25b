// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: labels of packets that carry none
 *
 * A static label is given for an interface and a source. Interfaces are kept by
 * name: the label is there before its interface is and stays after it. So that
 * no packet compares names, each device is bound by its number to the entry
 * that names it: when it appears or is renamed, and when entries come and go.
 *
 * The entry that names a device is alone responsible for it, as in NetLabel: the
 * name itself, else the longest beginning of it with a "*", else the default. A
 * source that the entry does not cover has no label.
 */
#include <linux/netdevice.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "core/unlabeled.h"

static const u8 clab_unlbl_bits[CLAB_UNLBL_FAMILIES] = {
	[CLAB_UNLBL_V4] = 32,
	[CLAB_UNLBL_V6] = 128,
};

/**
 * clab_unlbl_init() - set up without any static label
 * @unlbl: the static labels
 */
void clab_unlbl_init(struct clab_unlbl *unlbl)
{
	memset(unlbl, 0, sizeof(*unlbl));
	INIT_LIST_HEAD(&unlbl->ifaces);
	xa_init(&unlbl->bound);
}

static struct clab_addrsel *clab_unlbl_set(const struct clab_unlbl_iface *iface, int family)
{
	return rcu_dereference_protected(iface->set[family], 1);
}

static void clab_unlbl_iface_free(struct clab_unlbl_iface *iface)
{
	struct clab_addrsel *set;
	struct clab_selector *sel;
	int family;

	if (!iface)
		return;
	for (family = 0; family < CLAB_UNLBL_FAMILIES; family++) {
		set = clab_unlbl_set(iface, family);
		if (!set)
			continue;
		for (sel = NULL; (sel = clab_addrsel_next(set, sel));)
			kfree(sel->target.label);
		clab_addrsel_free(set);
	}
	kfree(iface);
}

static void clab_unlbl_iface_free_cb(struct rcu_head *rcu)
{
	clab_unlbl_iface_free(container_of(rcu, struct clab_unlbl_iface, rcu));
}

static struct clab_unlbl_iface *clab_unlbl_def(const struct clab_unlbl *unlbl)
{
	return rcu_dereference_protected(unlbl->def, 1);
}

/**
 * clab_unlbl_free() - free all static labels
 * @unlbl: the static labels; no packet and no request can reach them any more
 *
 * Context: Process.
 */
void clab_unlbl_free(struct clab_unlbl *unlbl)
{
	struct clab_unlbl_iface *iface, *tmp;

	list_for_each_entry_safe(iface, tmp, &unlbl->ifaces, list)
		clab_unlbl_iface_free(iface);
	clab_unlbl_iface_free(clab_unlbl_def(unlbl));
	xa_destroy(&unlbl->bound);
}

/**
 * clab_unlbl_label_alloc() - make a label
 * @secid: the LSM's number for it
 * @text: the security context
 * @len: its length, without a NUL
 *
 * Context: Process, may sleep.
 * Return: the label, owned by the caller, to be freed with kfree(); or NULL.
 */
struct clab_unlbl_label *clab_unlbl_label_alloc(u32 secid, const char *text, u32 len)
{
	struct clab_unlbl_label *label;

	label = kzalloc(struct_size(label, text, len + 1), GFP_KERNEL_ACCOUNT);
	if (!label)
		return NULL;
	label->secid = secid;
	label->len = len + 1;
	memcpy(label->text, text, len);
	return label;
}

/* How well an entry names a device: 0 for not at all. */
static unsigned int clab_unlbl_match(const struct clab_unlbl_iface *iface, const char *name)
{
	unsigned int len = strlen(iface->name);

	if (iface->name[len - 1] == '*')
		return strncmp(iface->name, name, len - 1) ? 0 : len;
	return strcmp(iface->name, name) ? 0 : IFNAMSIZ + 1;
}

static struct clab_unlbl_iface *clab_unlbl_best(const struct clab_unlbl *unlbl, const char *name)
{
	struct clab_unlbl_iface *iface, *best = NULL;
	unsigned int match, most = 0;

	list_for_each_entry(iface, &unlbl->ifaces, list) {
		match = clab_unlbl_match(iface, name);
		if (match <= most)
			continue;
		most = match;
		best = iface;
	}
	return best;
}

static int clab_unlbl_rebind(struct clab_unlbl *unlbl, int ifindex, const char *name, gfp_t gfp)
{
	struct clab_unlbl_iface *best = clab_unlbl_best(unlbl, name);

	if (xa_load(&unlbl->bound, ifindex) == best)
		return 0;
	/* Nothing is allocated when a number that is there gets another entry. */
	return xa_err(xa_store(&unlbl->bound, ifindex, best, gfp));
}

/**
 * clab_unlbl_bind() - a device has appeared or has been renamed
 * @unlbl: the static labels
 * @ifindex: its number
 * @name: its name
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0 or -ENOMEM: the labels of its name would have no effect.
 */
int clab_unlbl_bind(struct clab_unlbl *unlbl, int ifindex, const char *name)
{
	return clab_unlbl_rebind(unlbl, ifindex, name, GFP_KERNEL);
}

/**
 * clab_unlbl_unbind() - a device has gone
 * @unlbl: the static labels
 * @ifindex: its number
 *
 * Context: Process; configuration mutex held.
 */
void clab_unlbl_unbind(struct clab_unlbl *unlbl, int ifindex)
{
	xa_erase(&unlbl->bound, ifindex);
}

/**
 * clab_unlbl_bind_all() - bind every device of a namespace
 * @unlbl: the static labels
 * @net: the namespace
 *
 * A device that appears or is renamed meanwhile is bound by its notifier, which
 * waits for the configuration mutex.
 *
 * Context: Process; configuration mutex held.
 * Return: 0 or -ENOMEM.
 */
int clab_unlbl_bind_all(struct clab_unlbl *unlbl, struct net *net)
{
	struct net_device *dev;
	int ret = 0;

	rcu_read_lock();
	for_each_netdev_rcu(net, dev) {
		ret = clab_unlbl_rebind(unlbl, dev->ifindex, dev->name, GFP_ATOMIC);
		if (ret)
			break;
	}
	rcu_read_unlock();
	return ret;
}

static struct clab_unlbl_iface *clab_unlbl_iface_find(const struct clab_unlbl *unlbl,
						      const char *name)
{
	struct clab_unlbl_iface *iface;

	if (!name)
		return clab_unlbl_def(unlbl);
	list_for_each_entry(iface, &unlbl->ifaces, list)
		if (!strcmp(iface->name, name))
			return iface;
	return NULL;
}

static int clab_unlbl_iface_add(struct clab_unlbl_iface *iface, const struct clab_unlbl_key *key,
				struct clab_unlbl_label *label)
{
	struct clab_target target = { .label = label };
	struct clab_addrsel *set = clab_unlbl_set(iface, key->family);

	if (!set) {
		set = clab_addrsel_alloc(clab_unlbl_bits[key->family]);
		if (!set)
			return -ENOMEM;
		rcu_assign_pointer(iface->set[key->family], set);
	}
	return clab_addrsel_add(set, &key->prefix, &target);
}

static bool clab_unlbl_iface_empty(const struct clab_unlbl_iface *iface)
{
	const struct clab_addrsel *set;
	int family;

	for (family = 0; family < CLAB_UNLBL_FAMILIES; family++) {
		set = clab_unlbl_set(iface, family);
		if (set && set->count)
			return false;
	}
	return true;
}

/* Take an entry out; its devices go to the next best. */
static void clab_unlbl_iface_unlink(struct clab_unlbl *unlbl, struct net *net,
				    struct clab_unlbl_iface *iface)
{
	if (!*iface->name) {
		RCU_INIT_POINTER(unlbl->def, NULL);
		return;
	}
	list_del(&iface->list);
	unlbl->nr_ifaces--;
	/* Allocates nothing: only numbers that are bound get another entry. */
	clab_unlbl_bind_all(unlbl, net);
}

static int clab_unlbl_iface_link(struct clab_unlbl *unlbl, struct net *net,
				 struct clab_unlbl_iface *iface)
{
	if (!*iface->name) {
		rcu_assign_pointer(unlbl->def, iface);
		return 0;
	}
	iface->seq = ++unlbl->last_seq;
	list_add_tail(&iface->list, &unlbl->ifaces);
	unlbl->nr_ifaces++;
	return net ? clab_unlbl_bind_all(unlbl, net) : 0;
}

static int clab_unlbl_add_iface(struct clab_unlbl *unlbl, struct net *net,
				const struct clab_unlbl_key *key, struct clab_unlbl_label *label)
{
	struct clab_unlbl_iface *iface;
	int ret;

	if (unlbl->nr_ifaces >= CLAB_UNLBL_IFACE_MAX)
		return -ENOSPC;
	iface = kzalloc(sizeof(*iface), GFP_KERNEL_ACCOUNT);
	if (!iface)
		return -ENOMEM;
	if (key->name)
		strscpy(iface->name, key->name, sizeof(iface->name));
	ret = clab_unlbl_iface_add(iface, key, label);
	if (ret)
		goto err_iface;
	ret = clab_unlbl_iface_link(unlbl, net, iface);
	if (!ret)
		return 0;

	clab_unlbl_iface_unlink(unlbl, net, iface);
	synchronize_rcu();
	/* The label stays the caller's. */
	clab_selector_free_rcu(clab_addrsel_remove(clab_unlbl_set(iface, key->family),
						   &key->prefix));
err_iface:
	clab_unlbl_iface_free(iface);
	return ret;
}

/**
 * clab_unlbl_add() - add a static label
 * @unlbl: the static labels
 * @net: the namespace that they are for; NULL: no packet sees them yet, and no
 *	device is bound before clab_unlbl_bind_all()
 * @key: what the label is for
 * @label: the label, taken over on success
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0, -EEXIST, -ENOSPC when there are too many, or -ENOMEM.
 */
int clab_unlbl_add(struct clab_unlbl *unlbl, struct net *net, const struct clab_unlbl_key *key,
		   struct clab_unlbl_label *label)
{
	struct clab_unlbl_iface *iface = clab_unlbl_iface_find(unlbl, key->name);
	int ret;

	if (clab_unlbl_total(unlbl) >= CLAB_UNLBL_MAX)
		return -ENOSPC;
	if (iface)
		ret = clab_unlbl_iface_add(iface, key, label);
	else
		ret = clab_unlbl_add_iface(unlbl, net, key, label);
	if (ret)
		return ret;
	unlbl->count[key->family]++;
	unlbl->longest = max(unlbl->longest, label->len);
	return 0;
}

/**
 * clab_unlbl_remove() - remove a static label
 * @unlbl: the static labels
 * @net: the namespace that they are for
 * @key: what the label is for; any address inside the prefix will do
 *
 * Context: Process; configuration mutex held.
 * Return: the label, to be freed with kfree_rcu(), or NULL when there is none.
 */
struct clab_unlbl_label *clab_unlbl_remove(struct clab_unlbl *unlbl, struct net *net,
					   const struct clab_unlbl_key *key)
{
	struct clab_unlbl_iface *iface = clab_unlbl_iface_find(unlbl, key->name);
	struct clab_addrsel *set = iface ? clab_unlbl_set(iface, key->family) : NULL;
	struct clab_unlbl_label *label;
	struct clab_selector *sel;

	sel = set ? clab_addrsel_remove(set, &key->prefix) : NULL;
	if (!sel)
		return NULL;
	label = sel->target.label;
	clab_selector_free_rcu(sel);
	unlbl->count[key->family]--;
	if (clab_unlbl_iface_empty(iface)) {
		clab_unlbl_iface_unlink(unlbl, net, iface);
		call_rcu(&iface->rcu, clab_unlbl_iface_free_cb);
	}
	return label;
}

/* The first entry, or the one that follows. */
static struct clab_unlbl_iface *clab_unlbl_iface_next(struct clab_unlbl *unlbl, bool def,
						      struct clab_unlbl_iface *iface)
{
	if (def)
		return iface ? NULL : clab_unlbl_def(unlbl);
	if (!iface)
		return list_first_entry_or_null(&unlbl->ifaces, struct clab_unlbl_iface, list);
	return list_is_last(&iface->list, &unlbl->ifaces) ? NULL : list_next_entry(iface, list);
}

/**
 * clab_unlbl_next() - walk the static labels
 * @unlbl: the static labels
 * @def: those of the default instead of those of interfaces
 * @cur: where to go on from; all zero to begin
 *
 * By interface in the order of configuration, IPv4 first, the longest prefix
 * first. @cur is good until a label or an interface is removed.
 *
 * Context: Configuration mutex held.
 * Return: false when there is nothing left.
 */
bool clab_unlbl_next(struct clab_unlbl *unlbl, bool def, struct clab_unlbl_cursor *cur)
{
	const struct clab_addrsel *set;

	if (!cur->iface)
		cur->iface = clab_unlbl_iface_next(unlbl, def, NULL);
	while (cur->iface) {
		for (; cur->family < CLAB_UNLBL_FAMILIES; cur->family++) {
			set = clab_unlbl_set(cur->iface, cur->family);
			cur->sel = set ? clab_addrsel_next(set, cur->sel) : NULL;
			if (cur->sel)
				return true;
		}
		cur->family = 0;
		cur->iface = clab_unlbl_iface_next(unlbl, def, cur->iface);
	}
	return false;
}

static void clab_unlbl_refresh_some(struct clab_unlbl *unlbl, bool def,
				    int (*resolve)(const char *text, u32 len, u32 *secid))
{
	struct clab_unlbl_cursor cur = {};
	struct clab_unlbl_label *label;
	u32 secid;

	while (clab_unlbl_next(unlbl, def, &cur)) {
		label = cur.sel->target.label;
		if (!resolve(label->text, label->len - 1, &secid))
			WRITE_ONCE(label->secid, secid);
	}
}

/**
 * clab_unlbl_refresh() - ask again for the number of every label
 * @unlbl: the static labels
 * @resolve: gives the number of a security context, or a negative errno: then
 *	the old number stays, which the LSM treats as it treats a label that its
 *	policy has lost
 *
 * Context: Process, may sleep if @resolve does; configuration mutex held.
 */
void clab_unlbl_refresh(struct clab_unlbl *unlbl,
			int (*resolve)(const char *text, u32 len, u32 *secid))
{
	clab_unlbl_refresh_some(unlbl, false, resolve);
	clab_unlbl_refresh_some(unlbl, true, resolve);
}

/**
 * clab_unlbl_find_rcu() - the label of a packet that carries none
 * @unlbl: the static labels
 * @ifindex: the device that it came in by
 * @family: its address family
 * @saddr: its source, network byte order
 *
 * Context: RCU read section.
 * Return: the label, good until the section ends, or NULL.
 */
const struct clab_unlbl_label *clab_unlbl_find_rcu(struct clab_unlbl *unlbl, int ifindex,
						   enum clab_unlbl_family family,
						   const u8 *saddr)
{
	const struct clab_unlbl_iface *iface = xa_load(&unlbl->bound, ifindex);
	const struct clab_selector *sel;
	const struct clab_addrsel *set;

	if (!iface)
		iface = rcu_dereference(unlbl->def);
	if (!iface)
		return NULL;
	set = rcu_dereference(iface->set[family]);
	if (!set)
		return NULL;
	sel = clab_addrsel_find_rcu(set, saddr);
	return sel ? sel->target.label : NULL;
}

/**
 * clab_unlbl_lookup() - the same by the name of a device, there or not
 * @unlbl: the static labels
 * @name: the device
 * @family: address family
 * @saddr: source, network byte order
 * @iface: where the entry that names the device goes
 *
 * Context: Configuration mutex held.
 * Return: the static label, until the mutex is let go, or NULL.
 */
struct clab_selector *clab_unlbl_lookup(struct clab_unlbl *unlbl, const char *name,
					enum clab_unlbl_family family, const u8 *saddr,
					struct clab_unlbl_iface **iface)
{
	struct clab_addrsel *set;

	*iface = clab_unlbl_best(unlbl, name) ?: clab_unlbl_def(unlbl);
	set = *iface ? clab_unlbl_set(*iface, family) : NULL;
	return set ? clab_addrsel_find_rcu(set, saddr) : NULL;
}
