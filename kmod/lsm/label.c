// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab lsm: from a socket to its label, and from a label to a secid
 *
 * The text of a context is read once per label: a sender is what came of it,
 * and keeps its options ready-made. Everything here depends on the policy and
 * is dropped when that is loaded anew.
 */
#include <linux/cred.h>
#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <net/flow.h>
#include <net/inet_sock.h>
#include <net/net_namespace.h>
#include <net/request_sock.h>
#include <net/sock.h>

#include "codec/label.h"
#include "codec/trans.h"
#include "compat/compat.h"
#include "core/doi.h"
#include "core/epoch.h"
#include "core/unlabeled.h"
#include "lsm/label.h"

#define CLAB_SENDER_BITS	10
#define CLAB_SENDER_CHAIN_MAX	16	/* the oldest of a chain gives way */
#define CLAB_SENDER_OPTIONS	8	/* DOIs that one sender remembers */

/* The context that a label without user, role and type is hung on: the initial
 * SID "netmsg", which has had this number in every policy since 2000.
 */
#define CLAB_SECID_NETMSG	11

/* And that of what has no label, "unlabeled". */
#define CLAB_SECID_UNLABELED	3

static struct hlist_head clab_senders[1 << CLAB_SENDER_BITS];
static DEFINE_SPINLOCK(clab_sender_lock); /* guards changes of clab_senders */
static u32 clab_kernel_secid;
static bool clab_labels;	/* set once, at load */

/**
 * clab_label_given() - whether the LSM gives sockets labels
 *
 * Context: Any.
 * Return: false if nothing can be labeled under this kernel.
 */
bool clab_label_given(void)
{
	return clab_labels;
}

/**
 * clab_label_kernel_secid() - the label of what the kernel itself sends
 *
 * Return: the secid, 0 if the LSM has none.
 */
u32 clab_label_kernel_secid(void)
{
	return clab_kernel_secid;
}

/**
 * clab_label_none_secid() - the label that the LSM gives to what has none
 *
 * Return: the secid, 0 if the LSM has none.
 */
u32 clab_label_none_secid(void)
{
	return clab_kernel_secid ? CLAB_SECID_UNLABELED : 0;
}

/**
 * clab_label_req_secid() - the label of a connection that is being accepted
 * @req: its request
 *
 * Context: Any.
 * Return: its secid, 0 if the LSM labels no connections.
 */
u32 clab_label_req_secid(struct request_sock *req)
{
	struct flowi_common flow = {};

	security_req_classify_flow(req, &flow);
	return flow.flowic_secid;
}

/**
 * clab_label_conn_secid() - the label of a connection that no request stands for
 * @listener: the listening socket
 * @syn: an IPv4 packet with the peer label
 * @addr: the peer
 *
 * Context: RCU read section; softirq or process, does not sleep.
 * Return: its secid, 0 if the LSM refuses the connection or labels none.
 */
u32 clab_label_conn_secid(const struct sock *listener, struct sk_buff *syn, __be32 addr)
{
	static const struct request_sock_ops ops = { .family = PF_INET };
	struct inet_request_sock ireq = { };
	u32 secid = 0;

	ireq.req.rsk_ops = &ops;
	ireq.ir_rmt_addr = addr;
	if (!security_inet_conn_request(listener, syn, &ireq.req))
		secid = clab_label_req_secid(&ireq.req);
	/* Where NetLabel labels the connection too. */
	kfree(rcu_dereference_protected(ireq.ireq_opt, 1));
	return secid;
}

static struct hlist_head *clab_sender_chain(u32 secid)
{
	return &clab_senders[hash_32(secid, CLAB_SENDER_BITS)];
}

static struct clab_sender *clab_sender_find_rcu(u32 secid)
{
	struct clab_sender *sender;

	hlist_for_each_entry_rcu(sender, clab_sender_chain(secid), node)
		if (sender->secid == secid)
			return sender;
	return NULL;
}

/* user:role:type[:mls], where only the last part may hold a colon */
static void clab_sender_split(struct clab_sender *sender)
{
	char *role = strchr(sender->text, ':');
	char *type = role ? strchr(role + 1, ':') : NULL;
	char *mls = type ? strchr(type + 1, ':') : NULL;

	if (type)
		sender->domain = type + 1;
	if (mls) {
		*mls = '\0';
		sender->mls = mls + 1;
	}
}

static struct clab_sender *clab_sender_alloc(u32 secid)
{
	struct clab_sender *sender;
	char *ctx;
	u32 len;
	int ret;

	ret = clab_compat_secctx(secid, &ctx, &len);
	if (ret)
		return ret == -ENOMEM ? ERR_PTR(ret) : NULL;
	sender = kzalloc(struct_size(sender, text, len + 1), GFP_ATOMIC);
	if (sender) {
		sender->secid = secid;
		memcpy(sender->text, ctx, len);
		clab_sender_split(sender);
	}
	clab_compat_secctx_put(ctx, len);
	return sender ?: ERR_PTR(-ENOMEM);
}

static void clab_sender_free_cb(struct rcu_head *rcu)
{
	struct clab_sender *sender = container_of(rcu, struct clab_sender, rcu);
	struct clab_option *option, *next;

	option = rcu_dereference_protected(sender->options, 1);
	for (; option; option = next) {
		next = rcu_dereference_protected(option->next, 1);
		kfree(option);
	}
	kfree(sender);
}

static void __clab_sender_del(struct clab_sender *sender)
{
	lockdep_assert_held(&clab_sender_lock);
	hlist_del_rcu(&sender->node);
	call_rcu(&sender->rcu, clab_sender_free_cb);
}

static void __clab_sender_trim(struct hlist_head *chain)
{
	struct clab_sender *sender, *oldest = NULL;
	unsigned int n = 0;

	hlist_for_each_entry(sender, chain, node) {
		oldest = sender;
		n++;
	}
	if (n > CLAB_SENDER_CHAIN_MAX)
		__clab_sender_del(oldest);
}

/**
 * clab_label_sender_rcu() - what the LSM says of a secid
 * @secid: the secid
 *
 * Context: RCU read section; does not sleep.
 * Return: the sender, good until the section ends; NULL for a secid that the
 *	LSM doesn't know; ERR_PTR(-ENOMEM), when it can't be told what it is.
 */
const struct clab_sender *clab_label_sender_rcu(u32 secid)
{
	struct clab_sender *sender, *other;

	sender = clab_sender_find_rcu(secid);
	if (likely(sender))
		return sender;
	if (!secid)
		return NULL;
	sender = clab_sender_alloc(secid);
	if (IS_ERR_OR_NULL(sender))
		return sender;

	spin_lock_bh(&clab_sender_lock);
	other = clab_sender_find_rcu(secid);
	if (!other) {
		hlist_add_head_rcu(&sender->node, clab_sender_chain(secid));
		__clab_sender_trim(clab_sender_chain(secid));
	}
	spin_unlock_bh(&clab_sender_lock);
	if (!other)
		return sender;
	kfree(sender);
	return other;
}

/* A sender's label in the numbers of the wire, in the first of two labels. */
static int clab_option_label(struct clab_label *label, const struct clab_sender *sender,
			     const struct clab_doi *doi)
{
	const struct clab_trans *trans = doi->def.trans;
	struct clab_label *here = trans ? label + 1 : label;
	struct clab_err err;
	int ret;

	label->secid = sender->secid;
	if (doi->def.type == CLAB_DOI_LOCAL)
		return 0;
	if (!sender->mls)
		return -EINVAL;
	ret = clab_label_parse(sender->mls, strlen(sender->mls), here, &err);
	return ret || !trans ? ret : clab_trans_out(trans, here, label, &err);
}

/* Length 0 of the result says that no tag of the DOI fits. */
static void clab_option_encode(struct clab_option *option, struct clab_label *label,
			       const struct clab_sender *sender, const struct clab_doi *doi,
			       unsigned int flags)
{
	struct clab_err err;
	int len;

	if (clab_option_label(label, sender, doi))
		return;
	len = clab_cipso_encode(&doi->def, label, flags, option->data, &err);
	if (len > 0)
		option->len = ALIGN(len, 4);
}

static struct clab_option *clab_option_alloc(const struct clab_sender *sender,
					     const struct clab_doi *doi, unsigned int flags)
{
	struct clab_option *option;
	struct clab_label *label;

	option = kzalloc(sizeof(*option), GFP_ATOMIC);
	label = kcalloc(2, sizeof(*label), GFP_ATOMIC);
	if (!option || !label) {
		kfree(option);
		kfree(label);
		return NULL;
	}
	option->uid = doi->uid;
	clab_option_encode(option, label, sender, doi, flags);
	kfree(label);
	return option;
}

/* Forget the options past the first few: those of DOIs that are gone. */
static void __clab_option_trim(struct clab_sender *sender)
{
	struct clab_option __rcu **slot = &sender->options;
	struct clab_option *option;
	unsigned int n = 0;

	while ((option = rcu_dereference_protected(*slot, lockdep_is_held(&clab_sender_lock)))) {
		if (n++ < CLAB_SENDER_OPTIONS) {
			slot = &option->next;
			continue;
		}
		rcu_assign_pointer(*slot, option->next);
		kfree_rcu(option, rcu);
	}
}

/**
 * clab_label_option_rcu() - a sender's label as an option of a DOI
 * @sender: the sender
 * @doi: the DOI
 * @flags: CLAB_E_*; when they change what is remembered is to be flushed
 *
 * Context: RCU read section; does not sleep.
 * Return: the option, good until the section ends, with length 0 when no tag
 *	of the DOI can carry the label; or NULL: no memory.
 */
const struct clab_option *clab_label_option_rcu(const struct clab_sender *sender,
						const struct clab_doi *doi, unsigned int flags)
{
	/* The list of options is a cache: that it grows doesn't change what
	 * the sender is.
	 */
	struct clab_sender *owner = (struct clab_sender *)sender;
	struct clab_option *option;

	for (option = rcu_dereference(owner->options); option;
	     option = rcu_dereference(option->next))
		if (option->uid == doi->uid)
			return option;
	option = clab_option_alloc(sender, doi, flags);
	if (!option)
		return NULL;
	spin_lock_bh(&clab_sender_lock);
	RCU_INIT_POINTER(option->next, rcu_dereference_protected(owner->options, 1));
	rcu_assign_pointer(owner->options, option);
	__clab_option_trim(owner);
	spin_unlock_bh(&clab_sender_lock);
	return option;
}

/* Length of the user:role:type part of a context. */
static int clab_label_base_len(const char *ctx, u32 len)
{
	int colons = 0;
	u32 i;

	for (i = 0; i < len && ctx[i]; i++)
		if (ctx[i] == ':' && ++colons == 3)
			return i;
	return -EOPNOTSUPP;
}

/* Write the context of a label that has only level and categories. */
static int clab_label_context(const struct clab_label *label, char *text, size_t size)
{
	int base, ret;
	char *ctx;
	u32 len;

	ret = clab_compat_secctx(CLAB_SECID_NETMSG, &ctx, &len);
	if (ret)
		return ret;
	base = clab_label_base_len(ctx, len);
	if (base >= 0 && base + 1 >= size)
		base = -ENOSPC;
	if (base >= 0)
		memcpy(text, ctx, base + 1);
	clab_compat_secctx_put(ctx, len);
	if (base < 0)
		return base;
	ret = clab_label_format(label, text + base + 1, size - base - 1);
	return ret < 0 ? ret : base + 1 + ret;
}

/**
 * clab_label_to_secid() - the secid of a label that came over the wire
 * @label: level and categories
 * @secid: where the secid goes
 *
 * Context: Process, may sleep: the LSM does when it sees a label first.
 * Return: 0, or -EINVAL for a label that the policy doesn't know, or another
 *	negative errno.
 */
int clab_label_to_secid(const struct clab_label *label, u32 *secid)
{
	char *text;
	int len, ret;

	text = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	len = clab_label_context(label, text, PAGE_SIZE);
	ret = len < 0 ? len : security_secctx_to_secid(text, len, secid);
	kfree(text);
	return ret;
}

/**
 * clab_label_text_to_secid() - the secid of a security context
 * @text: the context; a NUL at its end does no harm
 * @len: its length
 * @secid: where the secid goes
 *
 * Context: Process, may sleep.
 * Return: 0, -EINVAL for a context that the policy doesn't know, -EOPNOTSUPP if
 *	the LSM has no labels, or another negative errno.
 */
int clab_label_text_to_secid(const char *text, u32 len, u32 *secid)
{
	int ret = security_secctx_to_secid(text, len, secid);

	if (ret)
		return ret;
	return *secid ? 0 : -EOPNOTSUPP;
}

/**
 * clab_label_static() - make a label for packets that carry none
 * @text: the security context; a NUL at its end does no harm
 * @len: its length
 *
 * The LSM's own writing of the context is kept, as it is what NetLabel lists.
 *
 * Context: Process, may sleep.
 * Return: the label, owned by the caller, or an error pointer: those of
 *	clab_label_text_to_secid(), -ENOSPC for a context that is too long.
 */
struct clab_unlbl_label *clab_label_static(const char *text, u32 len)
{
	struct clab_unlbl_label *label = NULL;
	u32 secid, ctx_len;
	char *ctx;
	int ret;

	ret = clab_label_text_to_secid(text, len, &secid);
	if (!ret)
		ret = clab_compat_secctx(secid, &ctx, &ctx_len);
	if (ret)
		return ERR_PTR(ret);
	len = strnlen(ctx, ctx_len);
	if (len < CLAB_SECCTX_MAX)
		label = clab_unlbl_label_alloc(secid, ctx, len);
	clab_compat_secctx_put(ctx, ctx_len);
	if (label)
		return label;
	return ERR_PTR(len < CLAB_SECCTX_MAX ? -ENOMEM : -ENOSPC);
}

/**
 * clab_label_flush() - forget what the policy said
 *
 * Context: Process or softirq.
 */
void clab_label_flush(void)
{
	struct clab_sender *sender;
	struct hlist_node *tmp;
	int i;

	spin_lock_bh(&clab_sender_lock);
	for (i = 0; i < ARRAY_SIZE(clab_senders); i++)
		hlist_for_each_entry_safe(sender, tmp, &clab_senders[i], node)
			__clab_sender_del(sender);
	spin_unlock_bh(&clab_sender_lock);
	clab_epoch_begin();
}

/*
 * Any socket tells, and this one is there whatever is mapped to what. AppArmor has
 * contexts, for the kernel too, but sockets have none.
 */
static bool clab_label_probe(void)
{
	char *ctx;
	u32 len;

	if (!clab_label_sock_secid(init_net.genl_sock) ||
	    clab_compat_secctx(clab_kernel_secid, &ctx, &len))
		return false;
	clab_compat_secctx_put(ctx, len);
	return true;
}

/**
 * clab_label_init() - set labels up
 *
 * An LSM that gives no labels is no error: nothing can be labeled then, and
 * the log says so.
 *
 * Return: 0 or -ENOMEM.
 */
int clab_label_init(void)
{
	struct cred *cred = prepare_kernel_cred(&init_task);

	if (!cred)
		return -ENOMEM;
	security_cred_getsecid(cred, &clab_kernel_secid);
	put_cred(cred);
	clab_labels = clab_label_probe();
	if (!clab_labels)
		pr_notice("cipsolab: the LSM gives sockets no labels: nothing can be labeled\n");
	return 0;
}

/**
 * clab_label_exit() - undo clab_label_init()
 *
 * Context: Process, may sleep. No packet can ask for a label any more.
 */
void clab_label_exit(void)
{
	clab_label_flush();
	rcu_barrier();
}
