// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: the kernel's sentence, and what it points at
 *
 * libnl 3.7 does not read extended ACKs.
 */
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/netlink.h>

#include "private.h"

/* Octets between the header of an answer and the attributes of its extended
 * ACK: an errno, and for an error the head or the whole of the request.
 */
static size_t clab_extack_skip(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = NLMSG_DATA(nlh);

	if (nlh->nlmsg_type == NLMSG_DONE)
		return sizeof(int);
	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*err)))
		return nlh->nlmsg_len;
	if (nlh->nlmsg_flags & NLM_F_CAPPED)
		return sizeof(*err);
	return sizeof(err->error) + NLMSG_ALIGN(err->msg.nlmsg_len);
}

/**
 * clab_extack_read() - find the kernel's sentence in an answer
 * @nlh: the answer, NLMSG_ERROR or NLMSG_DONE
 * @fault: where it goes; left alone when there is none
 */
void clab_extack_read(const struct nlmsghdr *nlh, struct clab_failure *fault)
{
	struct nlattr *tb[NLMSGERR_ATTR_MAX + 1];
	size_t head = NLMSG_HDRLEN + clab_extack_skip(nlh);

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS) || head >= nlh->nlmsg_len)
		return;
	if (nla_parse(tb, NLMSGERR_ATTR_MAX,
		      (struct nlattr *)((char *)nlh + head),
		      (int)(nlh->nlmsg_len - head), NULL) < 0)
		return;
	if (tb[NLMSGERR_ATTR_MSG])
		snprintf(fault->text, sizeof(fault->text), "%.*s",
			 nla_len(tb[NLMSGERR_ATTR_MSG]),
			 (char *)nla_data(tb[NLMSGERR_ATTR_MSG]));
	fault->explained = fault->text[0];
	clab_attr_u32(tb[NLMSGERR_ATTR_OFFS], &fault->offset);
}

static const char *const clab_mgmt_attr_names[] = {
	[CLAB_MGMT_A_DOMAIN] = "DOMAIN",
	[CLAB_MGMT_A_PROTOCOL] = "PROTOCOL",
	[CLAB_MGMT_A_VERSION] = "VERSION",
	[CLAB_MGMT_A_CV4DOI] = "CV4DOI",
	[CLAB_MGMT_A_IPV6ADDR] = "IPV6ADDR",
	[CLAB_MGMT_A_IPV6MASK] = "IPV6MASK",
	[CLAB_MGMT_A_IPV4ADDR] = "IPV4ADDR",
	[CLAB_MGMT_A_IPV4MASK] = "IPV4MASK",
	[CLAB_MGMT_A_ADDRSELECTOR] = "ADDRSELECTOR",
	[CLAB_MGMT_A_SELECTORLIST] = "SELECTORLIST",
	[CLAB_MGMT_A_FAMILY] = "FAMILY",
	[CLAB_MGMT_A_CLPDOI] = "CLPDOI",
};

static const char *const clab_cipsov4_attr_names[] = {
	[CLAB_CIPSOV4_A_DOI] = "DOI",
	[CLAB_CIPSOV4_A_MTYPE] = "MTYPE",
	[CLAB_CIPSOV4_A_TAG] = "TAG",
	[CLAB_CIPSOV4_A_TAGLST] = "TAGLST",
	[CLAB_CIPSOV4_A_MLSLVLLOC] = "MLSLVLLOC",
	[CLAB_CIPSOV4_A_MLSLVLREM] = "MLSLVLREM",
	[CLAB_CIPSOV4_A_MLSLVL] = "MLSLVL",
	[CLAB_CIPSOV4_A_MLSLVLLST] = "MLSLVLLST",
	[CLAB_CIPSOV4_A_MLSCATLOC] = "MLSCATLOC",
	[CLAB_CIPSOV4_A_MLSCATREM] = "MLSCATREM",
	[CLAB_CIPSOV4_A_MLSCAT] = "MLSCAT",
	[CLAB_CIPSOV4_A_MLSCATLST] = "MLSCATLST",
};

static const char *const clab_unlbl_attr_names[] = {
	[CLAB_UNLBL_A_ACPTFLG] = "ACPTFLG",
	[CLAB_UNLBL_A_IPV6ADDR] = "IPV6ADDR",
	[CLAB_UNLBL_A_IPV6MASK] = "IPV6MASK",
	[CLAB_UNLBL_A_IPV4ADDR] = "IPV4ADDR",
	[CLAB_UNLBL_A_IPV4MASK] = "IPV4MASK",
	[CLAB_UNLBL_A_IFACE] = "IFACE",
	[CLAB_UNLBL_A_SECCTX] = "SECCTX",
};

/* In each family an attribute's type says what it is, wherever it is nested */
static const struct {
	const char *family;
	size_t nr;
	const char *const *name;
} clab_attr_names[] = {
	{ CLAB_GENL_MGMT, CLAB_MGMT_A_MAX + 1, clab_mgmt_attr_names },
	{ CLAB_GENL_CIPSOV4, CLAB_CIPSOV4_A_MAX + 1, clab_cipsov4_attr_names },
	{ CLAB_GENL_UNLBL, CLAB_UNLBL_A_MAX + 1, clab_unlbl_attr_names },
};

static const char *clab_extack_find(const char *family, size_t type)
{
	size_t i;

	for (i = 0; i < sizeof(clab_attr_names) / sizeof(clab_attr_names[0]); i++) {
		if (!strcmp(clab_attr_names[i].family, family))
			return type < clab_attr_names[i].nr ?
			       clab_attr_names[i].name[type] : NULL;
	}
	return NULL;
}

/**
 * clab_extack_name() - name the attribute that the kernel points at
 * @fault: has the offset; gets the name
 * @request: the request
 * @family: its family without the prefix
 */
void clab_extack_name(struct clab_failure *fault, const struct nlmsghdr *request,
		      const char *family)
{
	const struct nlattr *attr;
	const char *name;

	if (!fault->offset || fault->offset > request->nlmsg_len ||
	    request->nlmsg_len - fault->offset < sizeof(*attr))
		return;
	attr = (const struct nlattr *)((const char *)request + fault->offset);
	name = clab_extack_find(family, (size_t)nla_type(attr));
	if (name)
		snprintf(fault->attr, sizeof(fault->attr), "%s", name);
	else
		snprintf(fault->attr, sizeof(fault->attr), "type %d",
			 nla_type(attr));
}
