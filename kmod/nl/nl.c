// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: what the generic netlink families share
 *
 * Labels are the host's, whatever namespace they are used in: changes need
 * CAP_NET_ADMIN in the initial user namespace (GENL_ADMIN_PERM), listings are
 * open to every process of that user namespace and to no other.
 */
#include <linux/user_namespace.h>
#include <net/sock.h>

#include "core/netns.h"
#include "net/hooks.h"
#include "nl/nl.h"
#include "nl/nl_lab.h"

/* cb->args[] that every dump uses; the rest are the dump's own cursor */
#define CLAB_NL_DUMP_STARTED	4
#define CLAB_NL_DUMP_GEN	5

/**
 * clab_nl_may_list() - refuse to list anything to another user namespace
 * @skb: the request
 * @extack: where a refusal is put in words
 *
 * Return: 0 or -EPERM.
 */
int clab_nl_may_list(const struct sk_buff *skb, struct netlink_ext_ack *extack)
{
	if (current_user_ns() == &init_user_ns &&
	    sk_user_ns(NETLINK_CB(skb).sk) == &init_user_ns)
		return 0;
	NL_SET_ERR_MSG(extack, "only the initial user namespace may ask");
	return -EPERM;
}

/* Attributes of unknown type or of another length than their type's, and octets
 * behind the last attribute, are refused; but a client of NetLabel must pass,
 * which does not mark its nests.
 */
static int clab_nl_strict(const struct nlmsghdr *nlh, const struct genl_family *family,
			  struct netlink_ext_ack *extack)
{
	return __nla_validate(nlmsg_attrdata(nlh, GENL_HDRLEN), nlmsg_attrlen(nlh, GENL_HDRLEN),
			      family->maxattr, family->policy,
			      NL_VALIDATE_TRAILING | NL_VALIDATE_MAXTYPE |
			      NL_VALIDATE_STRICT_ATTRS, extack);
}

static const struct genl_family *clab_nl_family(const struct nlmsghdr *nlh)
{
	if (nlh->nlmsg_type == clab_nl_mgmt.id)
		return &clab_nl_mgmt;
	return nlh->nlmsg_type == clab_nl_cipsov4.id ? &clab_nl_cipsov4 : &clab_nl_unlbl;
}

/**
 * clab_nl_lock() - enter a request whose attributes have been checked
 * @skb: the request
 * @info: the request
 *
 * Context: Process. On success the configuration mutex is held, until
 *	clab_nl_end().
 * Return: the namespace, or an error pointer, which the extended ACK explains.
 */
struct clab_net *clab_nl_lock(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn = clab_net(genl_info_net(info));
	int ret = clab_nl_may_list(skb, info->extack);

	if (ret)
		return ERR_PTR(ret);
	mutex_lock(&cn->cfg_lock);
	return cn;
}

/**
 * clab_nl_begin() - enter a request that reads
 * @skb: the request
 * @info: the request
 *
 * Context: Process. On success the configuration mutex is held, until
 *	clab_nl_end().
 * Return: the namespace, or an error pointer, which the extended ACK explains.
 */
struct clab_net *clab_nl_begin(struct sk_buff *skb, struct genl_info *info)
{
	int ret;

	ret = clab_nl_strict(info->nlhdr, clab_nl_family(info->nlhdr), info->extack);
	return ret ? ERR_PTR(ret) : clab_nl_lock(skb, info);
}

/**
 * clab_nl_end() - leave a request that reads
 * @cn: the namespace
 */
void clab_nl_end(struct clab_net *cn)
{
	mutex_unlock(&cn->cfg_lock);
}

/**
 * clab_nl_hooks() - register the packet hooks for a request
 * @cn: the namespace
 * @info: the request
 *
 * Context: Process; configuration mutex held.
 * Return: 0 or a negative errno.
 */
int clab_nl_hooks(struct clab_net *cn, struct genl_info *info)
{
	int ret = clab_hooks_up(cn);

	return ret ? clab_nl_bad(info, 0, "the packet hooks could not be registered", ret) : 0;
}

/**
 * clab_nl_begin_change() - enter a request that changes the configuration
 * @skb: the request
 * @info: the request
 *
 * The packet hooks are registered first: what can't take effect is refused.
 *
 * Context: Process. On success the configuration mutex is held, until
 *	clab_nl_end_change().
 * Return: the namespace, or an error pointer, which the extended ACK explains.
 */
struct clab_net *clab_nl_begin_change(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn = clab_nl_begin(skb, info);
	int ret;

	if (IS_ERR(cn))
		return cn;
	ret = clab_nl_hooks(cn, info);
	if (!ret)
		return cn;
	clab_nl_end(cn);
	return ERR_PTR(ret);
}

/**
 * clab_nl_end_change() - leave a request that changes the configuration
 * @cn: the namespace
 */
void clab_nl_end_change(struct clab_net *cn)
{
	clab_hooks_sync(cn);
	clab_nl_end(cn);
}

/**
 * clab_nl_missing() - refuse a request that lacks an attribute
 * @info: the request
 * @attr: the attribute's type
 * @sentence: what to say
 *
 * Return: 0 when the attribute is there, else -EINVAL.
 */
int clab_nl_missing(struct genl_info *info, int attr, const char *sentence)
{
	if (info->attrs[attr])
		return 0;
	return clab_nl_bad(info, 0, sentence, -EINVAL);
}

/**
 * clab_nl_bad() - refuse a request
 * @info: the request
 * @attr: type of the attribute at fault, 0 if there is none
 * @sentence: what to say; a constant
 * @error: negative errno
 *
 * Return: @error.
 */
int clab_nl_bad(struct genl_info *info, int attr, const char *sentence, int error)
{
	if (!info->extack)
		return error;
	info->extack->_msg = sentence;
	if (attr)
		NL_SET_BAD_ATTR(info->extack, info->attrs[attr]);
	return error;
}

/* Length of a contiguous mask in bits, or -EINVAL. */
static int clab_nl_mask_len(const u8 *mask, unsigned int octets)
{
	unsigned int i, len = 0;

	while (len < octets * 8 && mask[len / 8] & 0x80 >> len % 8)
		len++;
	for (i = len; i < octets * 8; i++)
		if (mask[i / 8] & 0x80 >> i % 8)
			return -EINVAL;
	return len;
}

/**
 * clab_nl_prefix() - read an address and its mask
 * @info: the request
 * @addr: type of the attribute with the address
 * @mask: type of the attribute with the mask
 * @octets: length of an address
 * @prefix: where the prefix goes
 *
 * Return: 0 or -EINVAL, which the extended ACK explains.
 */
int clab_nl_prefix(struct genl_info *info, int addr, int mask, unsigned int octets,
		   struct clab_prefix *prefix)
{
	int len;

	if (!info->attrs[addr] || !info->attrs[mask])
		return clab_nl_bad(info, 0, "an address and its mask go together", -EINVAL);
	if (nla_len(info->attrs[addr]) != octets)
		return clab_nl_bad(info, addr, "the address has the wrong length", -EINVAL);
	if (nla_len(info->attrs[mask]) != octets)
		return clab_nl_bad(info, mask, "the mask has the wrong length", -EINVAL);
	len = clab_nl_mask_len(nla_data(info->attrs[mask]), octets);
	if (len < 0)
		return clab_nl_bad(info, mask, "the mask has a hole", -EINVAL);
	memcpy(prefix->addr, nla_data(info->attrs[addr]), octets);
	prefix->len = len;
	return 0;
}

/**
 * clab_nl_put_prefix() - write a prefix as address and mask
 * @msg: the message
 * @prefix: the prefix
 * @addr: type of the attribute for the address
 * @mask: type of the attribute for the mask
 * @octets: length of an address
 *
 * Return: 0 or -EMSGSIZE.
 */
int clab_nl_put_prefix(struct sk_buff *msg, const struct clab_prefix *prefix, int addr, int mask,
		       unsigned int octets)
{
	struct clab_prefix ones = { .len = prefix->len };

	memset(ones.addr, 0xff, sizeof(ones.addr));
	clab_prefix_mask(&ones);
	return nla_put(msg, addr, octets, prefix->addr) ?: nla_put(msg, mask, octets, ones.addr);
}

/**
 * clab_nl_reply_start() - begin the answer to a request
 * @info: the request
 * @family: its family
 * @cmd: the answer's command
 * @payload: room for attributes, in octets
 * @hdr: where the header goes, for clab_nl_reply_send()
 *
 * Context: Process, may sleep.
 * Return: the message, owned by the caller, or NULL, which the extended ACK
 *	explains.
 */
struct sk_buff *clab_nl_reply_start(struct genl_info *info, struct genl_family *family,
				    u8 cmd, size_t payload, void **hdr)
{
	struct sk_buff *msg = genlmsg_new(payload, GFP_KERNEL);

	if (msg) {
		*hdr = genlmsg_put_reply(msg, info, family, 0, cmd);
		if (*hdr)
			return msg;
		nlmsg_free(msg);
	}
	clab_nl_bad(info, 0, "no memory for the answer", -ENOMEM);
	return NULL;
}

/**
 * clab_nl_reply_send() - send an answer
 * @msg: the message, taken over
 * @hdr: its header
 * @info: the request
 *
 * Return: 0 or a negative errno.
 */
int clab_nl_reply_send(struct sk_buff *msg, void *hdr, struct genl_info *info)
{
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

/**
 * clab_nl_dump_start() - check the request for a dump
 * @cb: the dump
 *
 * Return: 0 or a negative errno, which the extended ACK explains.
 */
int clab_nl_dump_start(struct netlink_callback *cb)
{
	int ret = clab_nl_may_list(cb->skb, cb->extack);

	return ret ?: clab_nl_strict(cb->nlh, clab_nl_family(cb->nlh), cb->extack);
}

/**
 * clab_nl_dump_begin() - enter a dump, for one more message of it
 * @skb: the message
 * @cb: the dump
 *
 * The cursor in cb->args[0..3] may point into the configuration: when that has
 * changed since the last message the dump ends, marked as interrupted.
 *
 * Context: Process. On success the configuration mutex is held, until
 *	clab_nl_end().
 * Return: the namespace, or NULL: the dump is over.
 */
struct clab_net *clab_nl_dump_begin(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct clab_net *cn = clab_net(sock_net(skb->sk));

	mutex_lock(&cn->cfg_lock);
	cb->seq = clab_net_config(cn)->generation + 1;
	if (!cb->args[CLAB_NL_DUMP_STARTED]) {
		cb->args[CLAB_NL_DUMP_STARTED] = 1;
		cb->args[CLAB_NL_DUMP_GEN] = cb->seq;
	}
	if ((unsigned int)cb->args[CLAB_NL_DUMP_GEN] == cb->seq)
		return cn;
	mutex_unlock(&cn->cfg_lock);
	return NULL;
}

/**
 * clab_nl_end_static() - leave a request that changes what unlabeled packets get
 * @cn: the namespace
 */
void clab_nl_end_static(struct clab_net *cn)
{
	clab_hooks_trim(cn);
	clab_nl_end(cn);
}

static struct genl_family * const clab_nl_families[] = {
	&clab_nl_mgmt,
	&clab_nl_cipsov4,
	&clab_nl_unlbl,
	&clab_nl_lab,
};

static const char * const clab_nl_names[] = {
	CLAB_GENL_MGMT,
	CLAB_GENL_CIPSOV4,
	CLAB_GENL_UNLBL,
	CLAB_GENL_LAB,
};

static void clab_nl_unregister(int n)
{
	while (n--)
		genl_unregister_family(clab_nl_families[n]);
}

/**
 * clab_nl_init() - register the families
 * @prefix: what their names begin with
 *
 * Context: Process, may sleep.
 * Return: 0, or -EINVAL for a prefix that makes no name, or -EEXIST where the
 *	names are taken, by NetLabel perhaps.
 */
int clab_nl_init(const char *prefix)
{
	struct genl_family *family;
	int i, len, ret;

	ret = clab_lab_tx_init();
	if (ret)
		return ret;
	for (i = 0; i < ARRAY_SIZE(clab_nl_families); i++) {
		family = clab_nl_families[i];
		len = snprintf(family->name, sizeof(family->name), "%s_%s", prefix,
			       clab_nl_names[i]);
		ret = !*prefix || len >= sizeof(family->name) ? -EINVAL :
							       genl_register_family(family);
		if (!ret)
			continue;
		pr_err("cipsolab: netlink family \"%s_%s\" can't be registered (%d)\n", prefix,
		       clab_nl_names[i], ret);
		clab_nl_unregister(i);
		clab_lab_tx_exit();
		return ret;
	}
	clab_lab_event_init();
	return 0;
}

/**
 * clab_nl_exit() - unregister the families
 *
 * Context: Process, may sleep. No request is being served afterwards.
 */
void clab_nl_exit(void)
{
	clab_lab_event_exit();
	clab_nl_unregister(ARRAY_SIZE(clab_nl_families));
	clab_lab_tx_exit();
}
