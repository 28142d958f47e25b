// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: transactions
 *
 * A transaction is a configuration that is built aside, message by message, and
 * takes the place of the one packets see in one step, or not at all. It belongs
 * to the socket that began it and ends with it.
 */
#include <linux/netlink.h>
#include <linux/notifier.h>
#include <linux/slab.h>

#include "core/audit.h"
#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/resolve.h"
#include "net/hooks.h"
#include "nl/nl.h"
#include "nl/nl_lab.h"

/**
 * struct clab_lab_tx - a transaction
 * @list: in &clab_net.txs
 * @portid: the socket that it belongs to
 * @conditional: it holds only for @generation
 * @generation: what the namespace's configuration must be at
 * @cfg: what has been added
 * @entries: how many entries that are, each level and category counted
 * @draft: the DOI that was added last, while it may go on
 */
struct clab_lab_tx {
	struct list_head list;
	u32 portid;
	bool conditional;
	u32 generation;
	struct clab_config *cfg;
	u32 entries;
	struct clab_lab_draft draft;
};

static void clab_lab_tx_end(struct clab_lab_tx *tx)
{
	list_del(&tx->list);
	clab_lab_draft_close(&tx->draft);
	clab_config_free(tx->cfg);
	kfree(tx);
}

static struct clab_lab_tx *clab_lab_tx_find(struct clab_net *cn, u32 portid)
{
	struct clab_lab_tx *tx;

	lockdep_assert_held(&cn->cfg_lock);
	list_for_each_entry(tx, &cn->txs, list)
		if (tx->portid == portid)
			return tx;
	return NULL;
}

/* Enter a request that needs a transaction. */
static struct clab_net *clab_lab_tx_enter(struct sk_buff *skb, struct genl_info *info,
					  struct clab_lab_tx **tx)
{
	struct clab_net *cn = clab_nl_lock(skb, info);

	if (IS_ERR(cn))
		return cn;
	*tx = clab_lab_tx_find(cn, info->snd_portid);
	if (*tx)
		return cn;
	clab_nl_end(cn);
	clab_nl_bad(info, 0, "this socket has begun no transaction", 0);
	return ERR_PTR(-ENOENT);
}

/**
 * clab_lab_tx_count() - transactions that are not over
 * @cn: the namespace
 *
 * Context: Configuration mutex held.
 * Return: their number.
 */
unsigned int clab_lab_tx_count(struct clab_net *cn)
{
	return list_count_nodes(&cn->txs);
}

static int clab_lab_tx_new(struct clab_net *cn, struct genl_info *info)
{
	const struct nlattr *cond = info->attrs[CLAB_LAB_A_IF_GENERATION];
	struct clab_lab_tx *tx;
	int ret;

	if (clab_lab_tx_find(cn, info->snd_portid))
		return clab_nl_bad(info, 0, "this socket has begun a transaction already", -EBUSY);
	if (clab_lab_tx_count(cn) >= CLAB_LAB_TX_MAX)
		return clab_nl_bad(info, 0, "too many transactions have been begun", -EUSERS);
	ret = clab_lab_check_generation(cn, info);
	if (ret)
		return ret;
	tx = kzalloc(sizeof(*tx), GFP_KERNEL_ACCOUNT);
	if (tx)
		tx->cfg = clab_config_alloc(&cn->cfg_lock, false);
	if (!tx || !tx->cfg) {
		kfree(tx);
		return clab_nl_bad(info, 0, "no memory for the transaction", -ENOMEM);
	}
	tx->portid = info->snd_portid;
	tx->conditional = cond;
	tx->generation = cond ? nla_get_u32(cond) : 0;
	list_add(&tx->list, &cn->txs);
	return 0;
}

/**
 * clab_lab_tx_begin() - CLAB_LAB_C_TX_BEGIN
 * @skb: the request
 * @info: the request
 *
 * Return: 0 or a negative errno.
 */
int clab_lab_tx_begin(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn;
	u32 generation;
	int ret;

	ret = clab_lab_takes(info, CLAB_LAB_TAKES(IF_GENERATION));
	if (ret)
		return ret;
	cn = clab_nl_lock(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	ret = clab_lab_tx_new(cn, info);
	generation = clab_net_config(cn)->generation;
	clab_nl_end(cn);
	return ret ?: clab_lab_answer_generation(info, CLAB_LAB_C_TX_BEGIN, generation);
}

static u32 clab_lab_entry_cost(const struct clab_lab_entry *entry)
{
	u32 octets = 0;

	if (entry->attr[CLAB_LAB_E_LEVELS])
		octets += nla_len(entry->attr[CLAB_LAB_E_LEVELS]);
	if (entry->attr[CLAB_LAB_E_CATS])
		octets += nla_len(entry->attr[CLAB_LAB_E_CATS]);
	return 1 + octets / sizeof(struct clab_lab_pair);
}

static int clab_lab_tx_static(struct clab_lab_tx *tx, const struct clab_lab_entry *entry,
			      struct netlink_ext_ack *extack)
{
	const struct nlattr *ctx = entry->attr[CLAB_LAB_E_SECCTX];
	struct clab_unlbl_label *label;
	const char *sentence;
	int ret;

	label = clab_nl_static_label(ctx, &sentence);
	if (IS_ERR(label))
		return clab_lab_bad(extack, ctx, sentence, PTR_ERR(label));
	ret = clab_unlbl_add(&tx->cfg->unlbl, NULL, &entry->label, label);
	if (!ret)
		return 0;
	kfree(label);
	return clab_lab_bad(extack, entry->nla, clab_nl_static_reason(ret), ret);
}

static int clab_lab_tx_put(struct clab_lab_tx *tx, const struct clab_lab_entry *entry,
			   struct netlink_ext_ack *extack)
{
	int ret;

	if (entry->kind == CLAB_LAB_KIND_DOI && entry->more)
		return clab_lab_draft_add(&tx->draft, entry, extack);
	ret = clab_lab_draft_done(&tx->draft, tx->cfg, false, extack);
	if (ret)
		return ret;
	switch (entry->kind) {
	case CLAB_LAB_KIND_DOI:
		return clab_lab_draft_add(&tx->draft, entry, extack);
	case CLAB_LAB_KIND_MAP:
		return clab_config_map_add(tx->cfg, &entry->map, extack);
	case CLAB_LAB_KIND_STATIC:
		return clab_lab_tx_static(tx, entry, extack);
	case CLAB_LAB_KIND_TUNABLE:
		clab_tunable_set(&tx->cfg->tun, entry->tunable,
				 nla_get_u32(entry->attr[CLAB_LAB_E_VALUE]));
		return 0;
	default:
		clab_config_accept(tx->cfg, nla_get_u32(entry->attr[CLAB_LAB_E_VALUE]));
		return 0;
	}
}

static int clab_lab_tx_add_one(struct clab_lab_tx *tx, const struct nlattr *nla,
			       struct netlink_ext_ack *extack)
{
	struct clab_lab_entry entry;
	u32 cost;
	int ret;

	ret = clab_lab_entry_read(nla, &entry, extack);
	if (ret)
		return ret;
	cost = clab_lab_entry_cost(&entry);
	if (tx->entries + cost > CLAB_LAB_TX_ENTRIES)
		return clab_lab_bad(extack, nla, "the transaction is too large", -E2BIG);
	ret = clab_lab_tx_put(tx, &entry, extack);
	if (!ret)
		tx->entries += cost;
	else if (extack && !extack->bad_attr)
		NL_SET_BAD_ATTR(extack, nla);
	return ret;
}

/* What there was no memory for can be asked for again; all else would only be
 * refused again.
 */
static void clab_lab_tx_refused(struct clab_lab_tx *tx, int error)
{
	if (error != -ENOMEM)
		clab_lab_tx_end(tx);
}

/**
 * clab_lab_tx_add() - CLAB_LAB_C_TX_ADD
 * @skb: the request
 * @info: the request
 *
 * Return: 0; -ENOMEM, and the entries before the one that the extack points into
 * are in the transaction; or another negative errno, and the transaction is over.
 */
int clab_lab_tx_add(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_lab_tx *tx;
	struct clab_net *cn;
	struct nlattr *nla;
	int rem, ret;

	cn = clab_lab_tx_enter(skb, info, &tx);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	ret = clab_lab_takes(info, CLAB_LAB_TAKES(ENTRY)) ?:
	      clab_nl_missing(info, CLAB_LAB_A_ENTRY, "there is no entry");
	clab_lab_for_each_entry(nla, info, rem) {
		if (ret)
			break;
		ret = clab_lab_tx_add_one(tx, nla, info->extack);
		cond_resched();
	}
	if (ret)
		clab_lab_tx_refused(tx, ret);
	clab_nl_end(cn);
	return ret;
}

/* Register the hooks that a configuration needs beside those that there are, and
 * bind its static labels to the devices. Numbers of labels may be older than the
 * policy.
 */
static int clab_lab_prepare(struct clab_net *cn, struct clab_config *next, struct genl_info *info)
{
	int ret = 0;

	if (!clab_config_idle(next))
		ret = clab_hooks_up(cn) ?:
		      clab_hooks_need(cn, next->unlbl.count[CLAB_UNLBL_V6], !next->accept);
	if (ret)
		return clab_nl_bad(info, 0, "the packet hooks could not be registered", ret);
	clab_unlbl_refresh(&next->unlbl, clab_label_text_to_secid);
	ret = clab_unlbl_bind_all(&next->unlbl, cn->net);
	return ret ? clab_nl_bad(info, 0, "no memory for the static labels", ret) : 0;
}

/*
 * Put a configuration in the place of the one packets see. The hooks come first:
 * what can't take effect is refused.
 * Return: the old one, to be freed without the mutex, or an error pointer.
 */
static struct clab_config *clab_lab_replace(struct clab_net *cn, struct clab_config *next,
					    struct genl_info *info)
{
	struct clab_config *old;
	int ret;

	ret = clab_lab_prepare(cn, next, info);
	if (ret) {
		clab_hooks_trim(cn);
		return ERR_PTR(ret);
	}
	old = clab_config_swap(&cn->cfg, next);
	if (!clab_tunables_equal(&old->tun, &next->tun))
		clab_known_forget();
	clab_hooks_sync(cn);
	return old;
}

static int clab_lab_tx_check(struct clab_net *cn, struct clab_lab_tx *tx, struct genl_info *info)
{
	int ret;

	ret = clab_lab_check_generation(cn, info);
	if (ret)
		return ret;
	if (tx->conditional && tx->generation != clab_net_config(cn)->generation)
		return clab_nl_bad(info, 0, "the configuration was changed meanwhile", -ESTALE);
	ret = clab_lab_draft_done(&tx->draft, tx->cfg, false, info->extack);
	if (ret)
		clab_lab_tx_refused(tx, ret);
	return ret;
}

/* Put what was added in place; it is over then. *old is to be freed by the caller. */
static int clab_lab_tx_apply(struct clab_net *cn, struct clab_lab_tx *tx, struct genl_info *info,
			     struct clab_config **old)
{
	struct clab_config *was = clab_lab_replace(cn, tx->cfg, info);

	if (IS_ERR(was))
		return PTR_ERR(was);
	*old = was;
	tx->cfg = NULL;
	clab_lab_tx_end(tx);
	clab_lab_event(cn, CLAB_LAB_EVENT_COMMIT);
	clab_audit_config("commit", clab_net_config(cn));
	return 0;
}

/**
 * clab_lab_tx_commit() - CLAB_LAB_C_TX_COMMIT
 * @skb: the request
 * @info: the request
 *
 * Return: 0 or a negative errno; then nothing is changed.
 */
int clab_lab_tx_commit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *flags = info->attrs[CLAB_LAB_A_FLAGS];
	bool dry = flags && nla_get_u32(flags) & CLAB_LAB_F_DRY_RUN;
	struct clab_config *old = NULL;
	struct clab_lab_tx *tx;
	struct clab_net *cn;
	u32 generation;
	int ret;

	ret = clab_lab_takes(info, CLAB_LAB_TAKES(IF_GENERATION) | CLAB_LAB_TAKES(FLAGS)) ?:
	      clab_lab_flags_ok(info, CLAB_LAB_F_DRY_RUN);
	if (ret)
		return ret;
	cn = clab_lab_tx_enter(skb, info, &tx);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	ret = clab_lab_tx_check(cn, tx, info);
	if (!ret && !dry)
		ret = clab_lab_tx_apply(cn, tx, info, &old);
	if (ret && !dry)
		clab_audit_config_refused("commit", clab_net_config(cn));
	generation = clab_net_config(cn)->generation;
	clab_nl_end(cn);
	if (ret)
		return ret;
	clab_config_free(old);
	return clab_lab_answer_generation(info, CLAB_LAB_C_TX_COMMIT, generation);
}

/**
 * clab_lab_tx_abort() - CLAB_LAB_C_TX_ABORT
 * @skb: the request
 * @info: the request
 *
 * Return: 0 or a negative errno.
 */
int clab_lab_tx_abort(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_lab_tx *tx;
	struct clab_net *cn;
	int ret;

	ret = clab_lab_takes(info, 0);
	if (ret)
		return ret;
	cn = clab_lab_tx_enter(skb, info, &tx);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	clab_lab_tx_end(tx);
	clab_nl_end(cn);
	return 0;
}

/* *old is to be freed by the caller, also after an error. */
static int clab_lab_do_flush(struct clab_net *cn, struct genl_info *info,
			     struct clab_config **old)
{
	struct clab_config *next, *was;
	int ret;

	ret = clab_lab_check_generation(cn, info);
	if (ret)
		return ret;
	next = clab_config_alloc(&cn->cfg_lock, true);
	if (!next)
		return clab_nl_bad(info, 0, "no memory for the configuration", -ENOMEM);
	was = clab_lab_replace(cn, next, info);
	if (IS_ERR(was)) {
		*old = next;
		return PTR_ERR(was);
	}
	*old = was;
	clab_lab_event(cn, CLAB_LAB_EVENT_FLUSH);
	clab_audit_config("flush", next);
	return 0;
}

/**
 * clab_lab_flush() - CLAB_LAB_C_FLUSH
 * @skb: the request
 * @info: the request
 *
 * Return: 0 or a negative errno; then nothing is changed.
 */
int clab_lab_flush(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_config *old = NULL;
	struct clab_net *cn;
	u32 generation;
	int ret;

	ret = clab_lab_takes(info, CLAB_LAB_TAKES(IF_GENERATION));
	if (ret)
		return ret;
	cn = clab_nl_lock(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	ret = clab_lab_do_flush(cn, info, &old);
	if (ret)
		clab_audit_config_refused("flush", clab_net_config(cn));
	generation = clab_net_config(cn)->generation;
	clab_nl_end(cn);
	clab_config_free(old);
	return ret ?: clab_lab_answer_generation(info, CLAB_LAB_C_FLUSH, generation);
}

static int clab_lab_tx_released(struct notifier_block *nb, unsigned long event, void *data)
{
	struct netlink_notify *notify = data;
	struct clab_lab_tx *tx;
	struct clab_net *cn;

	if (event != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;
	cn = clab_net(notify->net);
	/* Its own transaction it would see; others' need not keep it waiting. */
	if (list_empty(&cn->txs))
		return NOTIFY_DONE;
	mutex_lock(&cn->cfg_lock);
	tx = clab_lab_tx_find(cn, notify->portid);
	if (tx)
		clab_lab_tx_end(tx);
	mutex_unlock(&cn->cfg_lock);
	return NOTIFY_DONE;
}

static struct notifier_block clab_lab_tx_nb = {
	.notifier_call = clab_lab_tx_released,
};

/**
 * clab_nl_net_exit() - give up a namespace's transactions
 * @cn: the namespace; nobody can reach it any more
 *
 * Context: Process, may sleep.
 */
void clab_nl_net_exit(struct clab_net *cn)
{
	struct clab_lab_tx *tx, *tmp;

	list_for_each_entry_safe(tx, tmp, &cn->txs, list)
		clab_lab_tx_end(tx);
}

/**
 * clab_lab_tx_init() - watch sockets being closed
 *
 * Return: 0 or a negative errno.
 */
int clab_lab_tx_init(void)
{
	return netlink_register_notifier(&clab_lab_tx_nb);
}

/**
 * clab_lab_tx_exit() - undo clab_lab_tx_init()
 *
 * Context: Process, may sleep.
 */
void clab_lab_tx_exit(void)
{
	netlink_unregister_notifier(&clab_lab_tx_nb);
}
