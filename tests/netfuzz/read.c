// SPDX-License-Identifier: GPL-2.0
/*
 * clab-netfuzz: taking attributes apart, as include/uapi/linux/cipsolab.h has them
 */
#include <string.h>

#include "netfuzz.h"

#define CLAB_NF_P(_type)	{ .type = CLAB_NF_T_##_type }
#define CLAB_NF_L(_type, _len)	{ .type = CLAB_NF_T_##_type, .len = _len }
#define CLAB_NF_M(_mask)	{ .type = CLAB_NF_T_U32, .mask = _mask }

const u8 clab_nf_maxattr[CLAB_NF_FAMILIES] = {
	[CLAB_NF_MGMT] = CLAB_MGMT_A_MAX,
	[CLAB_NF_CIPSO] = CLAB_CIPSOV4_A_MAX,
	[CLAB_NF_UNLBL] = CLAB_UNLBL_A_MAX,
	[CLAB_NF_LAB] = CLAB_LAB_A_MAX,
};

const struct clab_nf_policy clab_nf_policies[CLAB_NF_FAMILIES][CLAB_NF_MAXATTR] = {
	[CLAB_NF_MGMT] = {
		[CLAB_MGMT_A_DOMAIN] = CLAB_NF_L(STRING, 255),
		[CLAB_MGMT_A_PROTOCOL] = CLAB_NF_P(U32),
		[CLAB_MGMT_A_VERSION] = CLAB_NF_P(U32),
		[CLAB_MGMT_A_CV4DOI] = CLAB_NF_P(U32),
		[CLAB_MGMT_A_FAMILY] = CLAB_NF_P(U16),
		[CLAB_MGMT_A_CLPDOI] = CLAB_NF_P(U32),
	},
	[CLAB_NF_CIPSO] = {
		[CLAB_CIPSOV4_A_DOI] = CLAB_NF_P(U32),
		[CLAB_CIPSOV4_A_MTYPE] = CLAB_NF_P(U32),
		[CLAB_CIPSOV4_A_TAG] = CLAB_NF_P(U8),
		[CLAB_CIPSOV4_A_TAGLST] = CLAB_NF_P(NEST),
		[CLAB_CIPSOV4_A_MLSLVLLOC] = CLAB_NF_P(U32),
		[CLAB_CIPSOV4_A_MLSLVLREM] = CLAB_NF_P(U32),
		[CLAB_CIPSOV4_A_MLSLVL] = CLAB_NF_P(NEST),
		[CLAB_CIPSOV4_A_MLSLVLLST] = CLAB_NF_P(NEST),
		[CLAB_CIPSOV4_A_MLSCATLOC] = CLAB_NF_P(U32),
		[CLAB_CIPSOV4_A_MLSCATREM] = CLAB_NF_P(U32),
		[CLAB_CIPSOV4_A_MLSCAT] = CLAB_NF_P(NEST),
		[CLAB_CIPSOV4_A_MLSCATLST] = CLAB_NF_P(NEST),
	},
	[CLAB_NF_UNLBL] = {
		[CLAB_UNLBL_A_ACPTFLG] = CLAB_NF_P(U8),
		[CLAB_UNLBL_A_IPV6ADDR] = CLAB_NF_L(EXACT, 16),
		[CLAB_UNLBL_A_IPV6MASK] = CLAB_NF_L(EXACT, 16),
		[CLAB_UNLBL_A_IPV4ADDR] = CLAB_NF_L(EXACT, 4),
		[CLAB_UNLBL_A_IPV4MASK] = CLAB_NF_L(EXACT, 4),
		[CLAB_UNLBL_A_IFACE] = CLAB_NF_L(STRING, 15),
		[CLAB_UNLBL_A_SECCTX] = CLAB_NF_P(BINARY),
	},
	[CLAB_NF_LAB] = {
		[CLAB_LAB_A_IF_GENERATION] = CLAB_NF_P(U32),
		[CLAB_LAB_A_FLAGS] = CLAB_NF_M(CLAB_LAB_F_DRY_RUN | CLAB_LAB_F_DEFAULT),
		[CLAB_LAB_A_ENTRY] = CLAB_NF_P(NEST),
		[CLAB_LAB_A_KINDS] = CLAB_NF_M(0x3e),
		[CLAB_LAB_A_DOI] = CLAB_NF_P(U32),
		[CLAB_LAB_A_FAMILY] = CLAB_NF_P(U16),
		[CLAB_LAB_A_DOMAIN] = CLAB_NF_L(STRING, 255),
		[CLAB_LAB_A_IFACE] = CLAB_NF_L(STRING, 15),
		[CLAB_LAB_A_ADDR4] = CLAB_NF_L(EXACT, 4),
		[CLAB_LAB_A_ADDR6] = CLAB_NF_L(EXACT, 16),
		[CLAB_LAB_A_STAT_KINDS] = CLAB_NF_M(0x1e),
	},
};

/**
 * clab_nf_next() - the next attribute
 * @data: where it begins; goes on
 * @left: octets that are left, which may be less than none behind the last; goes on
 * @type: where its type goes, flags included
 * @payload: where what it holds goes
 * @len: octets of that
 *
 * Return: whether there is one.
 */
bool clab_nf_next(const u8 **data, int *left, u32 *type, const u8 **payload, int *len)
{
	struct nlattr nla;

	if (*left < (int)sizeof(nla))
		return false;
	memcpy(&nla, *data, sizeof(nla));
	if (nla.nla_len < sizeof(nla) || nla.nla_len > *left)
		return false;
	*type = nla.nla_type;
	*payload = *data + NLA_HDRLEN;
	*len = nla.nla_len - NLA_HDRLEN;
	*data += NLA_ALIGN(nla.nla_len);
	*left -= NLA_ALIGN(nla.nla_len);
	return true;
}

static bool clab_nf_string_ok(const u8 *data, int len, int most)
{
	int seen = len < most + 1 ? len : most + 1;

	if (!seen || !memchr(data, 0, (size_t)seen))
		return false;
	return len - !data[len - 1] <= most;
}

static bool clab_nf_attr_ok(const struct clab_nf_policy *p, const struct clab_nf_attr *a)
{
	switch (p->type) {
	case CLAB_NF_T_U8:
		return a->len == 1;
	case CLAB_NF_T_U16:
		return a->len == 2;
	case CLAB_NF_T_U32:
		return a->len == 4 && (!p->mask || !(clab_nf_u32(a) & ~p->mask));
	case CLAB_NF_T_STRING:
		return clab_nf_string_ok(a->data, a->len, p->len);
	case CLAB_NF_T_BINARY:
		return !p->len || a->len <= p->len;
	case CLAB_NF_T_EXACT:
		return a->len == p->len;
	case CLAB_NF_T_NEST:
		return !a->len || a->len >= NLA_HDRLEN;
	default:
		return true;
	}
}

/**
 * clab_nf_attrs() - take attributes apart and check each
 * @data: where they begin
 * @len: octets
 * @policy: what each type must be
 * @max: highest type
 * @strict: as in CLAB_LAB: what is not in @policy is refused, and nests say that they
 *	are some
 * @attrs: where they go, by type; of several the last
 *
 * Return: whether they are well formed.
 */
bool clab_nf_attrs(const u8 *data, int len, const struct clab_nf_policy *policy, u32 max,
		   bool strict, struct clab_nf_attr *attrs)
{
	struct clab_nf_attr a;
	int left = len;

	memset(attrs, 0, (max + 1) * sizeof(*attrs));
	while (clab_nf_next(&data, &left, &a.raw, &a.data, &a.len)) {
		u32 type = a.raw & NLA_TYPE_MASK;
		bool nested = a.raw & NLA_F_NESTED, nest;

		if (!type || type > max || !clab_nf_attr_ok(&policy[type], &a))
			return false;
		nest = policy[type].type == CLAB_NF_T_NEST;
		if (strict && (policy[type].type == CLAB_NF_T_NONE || nested != nest))
			return false;
		attrs[type] = a;
	}
	return left <= 0;
}

/**
 * clab_nf_u32() - what a number is
 * @attr: the attribute, of four octets at least
 *
 * Return: it.
 */
u32 clab_nf_u32(const struct clab_nf_attr *attr)
{
	u32 value;

	memcpy(&value, attr->data, sizeof(value));
	return value;
}

/**
 * clab_nf_u16() - what a number is
 * @attr: the attribute, of two octets at least
 *
 * Return: it.
 */
u16 clab_nf_u16(const struct clab_nf_attr *attr)
{
	u16 value;

	memcpy(&value, attr->data, sizeof(value));
	return value;
}

/**
 * clab_nf_hash() - what stands for a label, with or without a NUL behind it
 * @data: the label
 * @len: its octets
 *
 * Return: a number.
 */
u64 clab_nf_hash(const u8 *data, int len)
{
	u64 hash = 0xcbf29ce484222325ULL;

	if (len && !data[len - 1])
		len--;
	while (len-- > 0)
		hash = (hash ^ *data++) * 0x100000001b3ULL;
	return hash;
}
