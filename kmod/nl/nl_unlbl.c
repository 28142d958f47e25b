// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: the family for unlabeled packets
 */
#include <linux/in6.h>
#include <linux/netdevice.h>

#include "core/audit.h"
#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/peer.h"
#include "net/hooks.h"
#include "nl/nl.h"

#define CLAB_NL_STATIC_ROOM	256	/* of a listed label without its context */

static const struct nla_policy clab_nl_unlbl_policy[CLAB_UNLBL_A_MAX + 1] = {
	[CLAB_UNLBL_A_ACPTFLG]	= { .type = NLA_U8 },
	[CLAB_UNLBL_A_IPV6ADDR]	= NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[CLAB_UNLBL_A_IPV6MASK]	= NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[CLAB_UNLBL_A_IPV4ADDR]	= NLA_POLICY_EXACT_LEN(sizeof(struct in_addr)),
	[CLAB_UNLBL_A_IPV4MASK]	= NLA_POLICY_EXACT_LEN(sizeof(struct in_addr)),
	[CLAB_UNLBL_A_IFACE]	= { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
	[CLAB_UNLBL_A_SECCTX]	= { .type = NLA_BINARY },
};

static int clab_nl_unlbl_accept(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn;
	u8 flag;
	int ret;

	ret = clab_nl_missing(info, CLAB_UNLBL_A_ACPTFLG, "the accept flag is missing");
	if (ret)
		return ret;
	flag = nla_get_u8(info->attrs[CLAB_UNLBL_A_ACPTFLG]);
	if (flag > 1)
		return clab_nl_bad(info, CLAB_UNLBL_A_ACPTFLG, "the accept flag is 0 or 1",
				   -EINVAL);
	cn = clab_nl_begin_change(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	ret = clab_hooks_need(cn, false, !flag);
	if (ret) {
		clab_nl_bad(info, 0, "the packet hooks could not be registered", ret);
	} else {
		clab_audit_accept(flag, clab_net_config(cn)->accept);
		clab_config_accept(clab_net_config(cn), flag);
		clab_lab_event_accept(cn, flag);
	}
	clab_nl_end_static(cn);
	return ret;
}

static int clab_nl_unlbl_list(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn = clab_nl_begin(skb, info);
	struct sk_buff *msg;
	bool accept;
	void *hdr;

	if (IS_ERR(cn))
		return PTR_ERR(cn);
	accept = clab_net_config(cn)->accept;
	clab_nl_end(cn);
	msg = clab_nl_reply_start(info, &clab_nl_unlbl, CLAB_UNLBL_C_LIST,
				  nla_total_size(sizeof(u8)), &hdr);
	if (!msg)
		return -ENOMEM;
	if (nla_put_u8(msg, CLAB_UNLBL_A_ACPTFLG, accept)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return clab_nl_reply_send(msg, hdr, info);
}

/**
 * clab_nl_iface_ok() - check a name that static labels are given for
 * @name: a name, or the beginning of names followed by "*"
 * @sentence: where to say what is wrong
 *
 * Return: 0, -EINVAL or -ENODEV.
 */
int clab_nl_iface_ok(const char *name, const char **sentence)
{
	char text[IFNAMSIZ];
	size_t len;

	strscpy(text, name, sizeof(text));
	len = strlen(text);
	if (len && text[len - 1] == '*')
		text[len - 1] = '\0';
	*sentence = "a * is for the end of a name";
	if (strchr(text, '*'))
		return -EINVAL;
	*sentence = "no interface can have this name";
	return !len || (*text && !dev_valid_name(text)) ? -ENODEV : 0;
}

static int clab_nl_iface(struct genl_info *info, const char **name)
{
	int ret = clab_nl_missing(info, CLAB_UNLBL_A_IFACE, "the interface is missing");

	if (!ret)
		*name = nla_data(info->attrs[CLAB_UNLBL_A_IFACE]);
	return ret;
}

static int clab_nl_iface_check(struct genl_info *info, const char *name)
{
	const char *sentence;
	int ret = name ? clab_nl_iface_ok(name, &sentence) : 0;

	return ret ? clab_nl_bad(info, CLAB_UNLBL_A_IFACE, sentence, ret) : 0;
}

static int clab_nl_source(struct genl_info *info, struct clab_unlbl_key *key)
{
	bool v4 = info->attrs[CLAB_UNLBL_A_IPV4ADDR] || info->attrs[CLAB_UNLBL_A_IPV4MASK];
	bool v6 = info->attrs[CLAB_UNLBL_A_IPV6ADDR] || info->attrs[CLAB_UNLBL_A_IPV6MASK];

	if (v4 && v6)
		return clab_nl_bad(info, 0, "an address of one family only, please", -EINVAL);
	if (!v4 && !v6)
		return clab_nl_bad(info, 0, "the address is missing", -EINVAL);
	key->family = v4 ? CLAB_UNLBL_V4 : CLAB_UNLBL_V6;
	if (v4)
		return clab_nl_prefix(info, CLAB_UNLBL_A_IPV4ADDR, CLAB_UNLBL_A_IPV4MASK,
				      sizeof(struct in_addr), &key->prefix);
	return clab_nl_prefix(info, CLAB_UNLBL_A_IPV6ADDR, CLAB_UNLBL_A_IPV6MASK,
			      sizeof(struct in6_addr), &key->prefix);
}

/**
 * clab_nl_static_label() - make the static label that a request asks for
 * @ctx: the attribute with the security context
 * @sentence: where to say what is wrong
 *
 * Context: Process, may sleep.
 * Return: the label, owned by the caller, or an error pointer.
 */
struct clab_unlbl_label *clab_nl_static_label(const struct nlattr *ctx, const char **sentence)
{
	struct clab_unlbl_label *label;
	int ret;

	*sentence = "the label is empty";
	if (!nla_len(ctx))
		return ERR_PTR(-EINVAL);
	label = clab_label_static(nla_data(ctx), nla_len(ctx));
	if (IS_ERR(label)) {
		*sentence = label == ERR_PTR(-ENOMEM) ? clab_nl_static_reason(-ENOMEM) :
							"the LSM does not take this label";
		return label;
	}
	/* What the LSM would not take from a packet is better refused here. */
	rcu_read_lock();
	ret = PTR_ERR_OR_ZERO(clab_peer_get_rcu(label->secid));
	rcu_read_unlock();
	if (!ret)
		return label;
	kfree(label);
	if (ret == -ENOMEM) {
		*sentence = clab_nl_static_reason(ret);
		return ERR_PTR(ret);
	}
	*sentence = "the LSM takes no label from a packet";
	return ERR_PTR(-EOPNOTSUPP);
}

/**
 * clab_nl_static_reason() - why a static label was not added
 * @error: what clab_unlbl_add() returned
 *
 * Return: a constant sentence.
 */
const char *clab_nl_static_reason(int error)
{
	switch (error) {
	case -EEXIST:
		return "this address has a label already";
	case -ENOSPC:
		return "there are too many static labels";
	default:
		return "no memory for the label";
	}
}

/**
 * clab_nl_static_room() - what the longest entry of a static label takes
 * @cn: the namespace
 *
 * Return: octets.
 */
unsigned int clab_nl_static_room(struct clab_net *cn)
{
	unsigned int longest;

	rcu_read_lock();
	longest = READ_ONCE(clab_net_config_rcu(cn)->unlbl.longest);
	rcu_read_unlock();
	return longest + CLAB_NL_STATIC_ROOM;
}

/* Add a label in a namespace where hooks are registered; it is taken over. */
static int clab_nl_static_add_to(struct clab_net *cn, struct genl_info *info,
				 const struct clab_unlbl_key *key, struct clab_unlbl_label *label)
{
	int ret = clab_hooks_need(cn, key->family == CLAB_UNLBL_V6, false);

	if (ret) {
		clab_nl_bad(info, 0, "the packet hooks could not be registered", ret);
		kfree(label);
		return ret;
	}
	ret = clab_unlbl_add(&clab_net_config(cn)->unlbl, cn->net, key, label);
	clab_audit_static_add(key, label->text, !ret);
	if (ret) {
		clab_nl_bad(info, 0, clab_nl_static_reason(ret), ret);
		kfree(label);
		return ret;
	}
	clab_config_changed(clab_net_config(cn));
	clab_lab_event_static(cn, CLAB_LAB_EVENT_ADD, key, label);
	return 0;
}

static int clab_nl_static_add_key(struct sk_buff *skb, struct genl_info *info,
				  struct clab_unlbl_key *key)
{
	const struct nlattr *ctx = info->attrs[CLAB_UNLBL_A_SECCTX];
	struct clab_unlbl_label *label;
	const char *sentence;
	struct clab_net *cn;
	int ret;

	ret = clab_nl_source(info, key) ?:
	      clab_nl_missing(info, CLAB_UNLBL_A_SECCTX, "the label is missing");
	if (ret)
		return ret;
	cn = clab_nl_begin_change(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	/* NetLabel looks at the label first: of two faults its answer is that. */
	label = clab_nl_static_label(ctx, &sentence);
	if (IS_ERR(label)) {
		ret = clab_nl_bad(info, CLAB_UNLBL_A_SECCTX, sentence, PTR_ERR(label));
	} else {
		ret = clab_nl_iface_check(info, key->name);
		if (ret)
			kfree(label);
		else
			ret = clab_nl_static_add_to(cn, info, key, label);
	}
	clab_nl_end_static(cn);
	return ret;
}

static int clab_nl_static_remove_key(struct sk_buff *skb, struct genl_info *info,
				     struct clab_unlbl_key *key)
{
	struct clab_unlbl_label *label;
	struct clab_net *cn;
	int ret;

	ret = clab_nl_source(info, key) ?: clab_nl_iface_check(info, key->name);
	if (ret)
		return ret;
	cn = clab_nl_begin_change(skb, info);
	if (IS_ERR(cn))
		return PTR_ERR(cn);
	label = clab_unlbl_remove(&clab_net_config(cn)->unlbl, cn->net, key);
	clab_audit_static_del(key, label ? label->text : NULL, label);
	if (label) {
		clab_config_changed(clab_net_config(cn));
		clab_lab_event_static(cn, CLAB_LAB_EVENT_REMOVE, key, label);
		kfree_rcu(label, rcu);
	} else {
		ret = clab_nl_bad(info, 0, "this address has no label", -ENOENT);
	}
	clab_nl_end_static(cn);
	return ret;
}

static int clab_nl_unlbl_staticadd(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_unlbl_key key = {};

	return clab_nl_iface(info, &key.name) ?: clab_nl_static_add_key(skb, info, &key);
}

static int clab_nl_unlbl_staticadddef(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_unlbl_key key = {};

	return clab_nl_static_add_key(skb, info, &key);
}

static int clab_nl_unlbl_staticremove(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_unlbl_key key = {};

	return clab_nl_iface(info, &key.name) ?: clab_nl_static_remove_key(skb, info, &key);
}

static int clab_nl_unlbl_staticremovedef(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_unlbl_key key = {};

	return clab_nl_static_remove_key(skb, info, &key);
}

static int clab_nl_dump_static(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
			       const struct clab_unlbl_cursor *cur)
{
	const struct clab_unlbl_label *label = cur->sel->target.label;
	bool v4 = cur->family == CLAB_UNLBL_V4;
	void *hdr;

	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &clab_nl_unlbl,
			  NLM_F_MULTI, cmd);
	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if ((*cur->iface->name && nla_put_string(skb, CLAB_UNLBL_A_IFACE, cur->iface->name)) ||
	    clab_nl_put_prefix(skb, &cur->sel->prefix,
			       v4 ? CLAB_UNLBL_A_IPV4ADDR : CLAB_UNLBL_A_IPV6ADDR,
			       v4 ? CLAB_UNLBL_A_IPV4MASK : CLAB_UNLBL_A_IPV6MASK, v4 ? 4 : 16) ||
	    nla_put(skb, CLAB_UNLBL_A_SECCTX, label->len, label->text)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/* The longest context must fit a message, or the dump would stop at it. */
static int clab_nl_static_start(struct netlink_callback *cb)
{
	int ret = clab_nl_dump_start(cb);

	if (!ret)
		cb->min_dump_alloc = clab_nl_static_room(clab_net(sock_net(cb->skb->sk)));
	return ret;
}

/* args[0..2]: the label listed last; args[3]: there is nothing left */
static int clab_nl_dump_statics(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	bool def = cmd == CLAB_UNLBL_C_STATICLISTDEF;
	struct clab_net *cn = clab_nl_dump_begin(skb, cb);
	struct clab_unlbl_cursor cur = {
		.iface = (struct clab_unlbl_iface *)cb->args[0],
		.family = cb->args[1],
		.sel = (struct clab_selector *)cb->args[2],
	};

	if (!cn)
		return 0;
	while (!cb->args[3]) {
		cb->args[3] = !clab_unlbl_next(&clab_net_config(cn)->unlbl, def, &cur);
		if (cb->args[3] || clab_nl_dump_static(skb, cb, cmd, &cur))
			break;
		cb->args[0] = (long)cur.iface;
		cb->args[1] = cur.family;
		cb->args[2] = (long)cur.sel;
	}
	clab_nl_end(cn);
	return skb->len;
}

static int clab_nl_unlbl_staticlist(struct sk_buff *skb, struct netlink_callback *cb)
{
	return clab_nl_dump_statics(skb, cb, CLAB_UNLBL_C_STATICLIST);
}

static int clab_nl_unlbl_staticlistdef(struct sk_buff *skb, struct netlink_callback *cb)
{
	return clab_nl_dump_statics(skb, cb, CLAB_UNLBL_C_STATICLISTDEF);
}

static const struct genl_ops clab_nl_unlbl_ops[] = {
	CLAB_NL_CHANGE(CLAB_UNLBL_C_ACCEPT, clab_nl_unlbl_accept),
	CLAB_NL_GET(CLAB_UNLBL_C_LIST, clab_nl_unlbl_list),
	CLAB_NL_CHANGE(CLAB_UNLBL_C_STATICADD, clab_nl_unlbl_staticadd),
	CLAB_NL_CHANGE(CLAB_UNLBL_C_STATICREMOVE, clab_nl_unlbl_staticremove),
	CLAB_NL_DUMP_FROM(CLAB_UNLBL_C_STATICLIST, clab_nl_static_start,
			  clab_nl_unlbl_staticlist),
	CLAB_NL_CHANGE(CLAB_UNLBL_C_STATICADDDEF, clab_nl_unlbl_staticadddef),
	CLAB_NL_CHANGE(CLAB_UNLBL_C_STATICREMOVEDEF, clab_nl_unlbl_staticremovedef),
	CLAB_NL_DUMP_FROM(CLAB_UNLBL_C_STATICLISTDEF, clab_nl_static_start,
			  clab_nl_unlbl_staticlistdef),
};

struct genl_family clab_nl_unlbl = {
	.version	= CLAB_PROTO_VERSION,
	.maxattr	= CLAB_UNLBL_A_MAX,
	.policy		= clab_nl_unlbl_policy,
	.netnsok	= true,
	.module		= THIS_MODULE,
	.ops		= clab_nl_unlbl_ops,
	.n_ops		= ARRAY_SIZE(clab_nl_unlbl_ops),
	.resv_start_op	= __CLAB_UNLBL_C_MAX,
};
