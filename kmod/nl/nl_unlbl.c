// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: the family for unlabeled packets
 */
#include "core/netns.h"
#include "nl/nl.h"

static const struct nla_policy clab_nl_unlbl_policy[CLAB_UNLBL_A_MAX + 1] = {
	[CLAB_UNLBL_A_ACPTFLG] = { .type = NLA_U8 },
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
	clab_config_accept(&cn->cfg, flag);
	clab_nl_end_change(cn);
	return 0;
}

static int clab_nl_unlbl_list(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_net *cn = clab_nl_begin(skb, info);
	struct sk_buff *msg;
	bool accept;
	void *hdr;

	if (IS_ERR(cn))
		return PTR_ERR(cn);
	accept = cn->cfg.accept;
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

static const struct genl_ops clab_nl_unlbl_ops[] = {
	CLAB_NL_CHANGE(CLAB_UNLBL_C_ACCEPT, clab_nl_unlbl_accept),
	CLAB_NL_GET(CLAB_UNLBL_C_LIST, clab_nl_unlbl_list),
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
