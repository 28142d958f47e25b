// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: the kernel's sentence, and what it points at
 *
 * libnl 3.7 does not read extended ACKs.
 */
#include <stdio.h>
#include <string.h>

#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/netlink.h>

#include "private.h"

/* Octets in front of a request's attributes */
#define CLAB_EXTACK_HEAD	(NLMSG_HDRLEN + GENL_HDRLEN)

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

static const char *const clab_lab_attr_names[] = {
	[CLAB_LAB_A_GENERATION] = "GENERATION",
	[CLAB_LAB_A_IF_GENERATION] = "IF_GENERATION",
	[CLAB_LAB_A_FLAGS] = "FLAGS",
	[CLAB_LAB_A_ENTRY] = "ENTRY",
	[CLAB_LAB_A_KINDS] = "KINDS",
	[CLAB_LAB_A_DOI] = "DOI",
	[CLAB_LAB_A_FAMILY] = "FAMILY",
	[CLAB_LAB_A_DOMAIN] = "DOMAIN",
	[CLAB_LAB_A_IFACE] = "IFACE",
	[CLAB_LAB_A_ADDR4] = "ADDR4",
	[CLAB_LAB_A_ADDR6] = "ADDR6",
	[CLAB_LAB_A_STAT_KINDS] = "STAT_KINDS",
};

static const char *const clab_entry_attr_names[] = {
	[CLAB_LAB_E_KIND] = "KIND",
	[CLAB_LAB_E_DOI] = "DOI",
	[CLAB_LAB_E_MTYPE] = "MTYPE",
	[CLAB_LAB_E_TAGS] = "TAGS",
	[CLAB_LAB_E_LEVELS] = "LEVELS",
	[CLAB_LAB_E_CATS] = "CATS",
	[CLAB_LAB_E_DOMAIN] = "DOMAIN",
	[CLAB_LAB_E_FAMILY] = "FAMILY",
	[CLAB_LAB_E_PROTOCOL] = "PROTOCOL",
	[CLAB_LAB_E_ADDR4] = "ADDR4",
	[CLAB_LAB_E_ADDR6] = "ADDR6",
	[CLAB_LAB_E_PREFIXLEN] = "PREFIXLEN",
	[CLAB_LAB_E_IFACE] = "IFACE",
	[CLAB_LAB_E_SECCTX] = "SECCTX",
	[CLAB_LAB_E_VALUE] = "VALUE",
	[CLAB_LAB_E_NAME] = "NAME",
};

/* What stands inside of an attribute of the family CLAB_LAB is an entry's. */
static const char clab_entry_family[] = CLAB_GENL_LAB " entry";

/* In each family but that one an attribute's type says what it is, wherever it is nested */
static const struct {
	const char *family;
	size_t nr;
	const char *const *name;
} clab_attr_names[] = {
	{ CLAB_GENL_MGMT, CLAB_MGMT_A_MAX + 1, clab_mgmt_attr_names },
	{ CLAB_GENL_CIPSOV4, CLAB_CIPSOV4_A_MAX + 1, clab_cipsov4_attr_names },
	{ CLAB_GENL_UNLBL, CLAB_UNLBL_A_MAX + 1, clab_unlbl_attr_names },
	{ CLAB_GENL_LAB, sizeof(clab_lab_attr_names) / sizeof(char *),
	  clab_lab_attr_names },
	{ clab_entry_family, sizeof(clab_entry_attr_names) / sizeof(char *),
	  clab_entry_attr_names },
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

/* Is an attribute one of the request's own, not inside of another? */
static bool clab_extack_is_outer(const struct nlmsghdr *request,
				 const struct nlattr *attr)
{
	const struct nlattr *at;
	int rem;

	nla_for_each_attr(at, (struct nlattr *)((char *)request + CLAB_EXTACK_HEAD),
			  (int)(request->nlmsg_len - CLAB_EXTACK_HEAD), rem)
		if (at == attr)
			return true;
	return false;
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

	if (fault->offset < CLAB_EXTACK_HEAD || fault->offset > request->nlmsg_len ||
	    request->nlmsg_len - fault->offset < sizeof(*attr))
		return;
	attr = (const struct nlattr *)((const char *)request + fault->offset);
	if (!strcmp(family, CLAB_GENL_LAB) && !clab_extack_is_outer(request, attr))
		family = clab_entry_family;
	name = clab_extack_find(family, (size_t)nla_type(attr));
	if (name)
		snprintf(fault->attr, sizeof(fault->attr), "%s", name);
	else
		snprintf(fault->attr, sizeof(fault->attr), "type %d",
			 nla_type(attr));
}
