// SPDX-License-Identifier: GPL-2.0
/*
 * clab-netfuzz: what comes of a request, by what the documentation says
 *
 * A request that is accepted changes the model, one that is refused does not. What is
 * said to the LSM's place it may also answer: that is the only thing not known here.
 */
#include <string.h>
#include <sys/socket.h>

#include "netfuzz.h"

struct clab_nf_tx clab_nf_txs[CLAB_NF_SOCKS];

static enum clab_nf_verdict clab_nf_says(bool accepted)
{
	return accepted ? CLAB_NF_ACCEPTED : CLAB_NF_REFUSED;
}

/* A number in an inner nest that must have exactly four octets. */
static bool clab_nf_pair_read(const u8 *data, int len, u32 here, struct clab_lab_pair *pair)
{
	const u8 *at[2] = { NULL, NULL }, *payload;
	int octets, size[2] = { 0, 0 };
	u32 type;

	while (clab_nf_next(&data, &len, &type, &payload, &octets)) {
		type = (type & NLA_TYPE_MASK) - here;
		if (type > 1)
			return false;
		at[type] = payload;
		size[type] = octets;
	}
	if (len > 0 || !at[0] || !at[1] || size[0] != 4 || size[1] != 4)
		return false;
	memcpy(&pair->local, at[0], sizeof(u32));
	memcpy(&pair->remote, at[1], sizeof(u32));
	return true;
}

/* One list of levels or categories. */
static bool clab_nf_list_read(const u8 *data, int len, u32 entry, u32 here, u32 wire_max,
			      struct clab_nf_pairs *pairs)
{
	struct clab_lab_pair pair;
	const u8 *payload;
	int octets;
	u32 type;

	while (clab_nf_next(&data, &len, &type, &payload, &octets)) {
		if ((type & NLA_TYPE_MASK) != entry ||
		    !clab_nf_pair_read(payload, octets, here, &pair) ||
		    pair.local > 0x7fffffff || pair.remote > wire_max)
			return false;
		clab_nf_pairs_add(pairs, (const u8 *)&pair, 1);
	}
	return len <= 0;
}

/* All lists of a request. */
static bool clab_nf_lists_read(const u8 *data, int len, struct clab_nf_doi *doi)
{
	const u8 *payload;
	bool good = true;
	int octets;
	u32 type;

	while (good && clab_nf_next(&data, &len, &type, &payload, &octets)) {
		type &= NLA_TYPE_MASK;
		if (type == CLAB_CIPSOV4_A_MLSLVLLST)
			good = clab_nf_list_read(payload, octets, CLAB_CIPSOV4_A_MLSLVL,
						 CLAB_CIPSOV4_A_MLSLVLLOC, 255, &doi->levels);
		else if (type == CLAB_CIPSOV4_A_MLSCATLST)
			good = clab_nf_list_read(payload, octets, CLAB_CIPSOV4_A_MLSCAT,
						 CLAB_CIPSOV4_A_MLSCATLOC, 65534, &doi->cats);
	}
	return good;
}

static bool clab_nf_tags_read(const struct clab_nf_attr *list, struct clab_nf_doi *doi)
{
	const u8 *data = list->data, *payload;
	int len = list->len, octets;
	u32 i, type;

	while (clab_nf_next(&data, &len, &type, &payload, &octets)) {
		if ((type & NLA_TYPE_MASK) != CLAB_CIPSOV4_A_TAG || octets != 1 ||
		    doi->nr_tags == CLAB_TAGS_PER_DOI ||
		    !clab_nf_tag_ok(doi->type, *payload, !doi->nr_tags))
			return false;
		doi->tags[doi->nr_tags++] = *payload;
	}
	if (len > 0 || !doi->nr_tags)
		return false;
	for (i = 0; i < doi->nr_tags; i++)
		if (!doi->tags[i])
			doi->nr_tags = i;
	return true;
}

static bool clab_nf_doi_read(const u8 *data, int len, const struct clab_nf_attr *a,
			     struct clab_nf_doi *doi)
{
	if (!a[CLAB_CIPSOV4_A_DOI].data || !a[CLAB_CIPSOV4_A_MTYPE].data ||
	    !a[CLAB_CIPSOV4_A_TAGLST].data)
		return false;
	doi->doi = clab_nf_u32(&a[CLAB_CIPSOV4_A_DOI]);
	doi->type = clab_nf_u32(&a[CLAB_CIPSOV4_A_MTYPE]);
	if (!doi->doi || doi->type < CLAB_DOI_TRANS || doi->type > CLAB_DOI_LOCAL ||
	    !clab_nf_tags_read(&a[CLAB_CIPSOV4_A_TAGLST], doi))
		return false;
	if (doi->type != CLAB_DOI_TRANS)
		return true;
	return a[CLAB_CIPSOV4_A_MLSLVLLST].data && clab_nf_lists_read(data, len, doi);
}

static enum clab_nf_verdict clab_nf_judge_cipso(u8 cmd, const u8 *data, int len,
						const struct clab_nf_attr *a)
{
	struct clab_nf_doi doi = {};
	bool good;

	if (cmd == CLAB_CIPSOV4_C_ADD) {
		good = clab_nf_doi_read(data, len, a, &doi) &&
		       clab_nf_doi_add(&clab_nf_live, &doi);
		clab_nf_doi_free(&doi);
		return clab_nf_says(good);
	}
	if (cmd == CLAB_CIPSOV4_C_LISTALL)
		return CLAB_NF_ACCEPTED;
	if (!a[CLAB_CIPSOV4_A_DOI].data)
		return CLAB_NF_REFUSED;
	if (cmd == CLAB_CIPSOV4_C_LIST)
		return clab_nf_says(clab_nf_doi_find(&clab_nf_live,
						     clab_nf_u32(&a[CLAB_CIPSOV4_A_DOI])));
	return clab_nf_says(clab_nf_doi_remove(&clab_nf_live,
					       clab_nf_u32(&a[CLAB_CIPSOV4_A_DOI])));
}

/* An address and its mask as a prefix. */
static bool clab_nf_masked(const struct clab_nf_attr *addr, const struct clab_nf_attr *mask,
			   int octets, struct clab_nf_prefix *prefix)
{
	u32 len = 0;

	if (!addr->data || !mask->data || addr->len != octets || mask->len != octets)
		return false;
	while (len < (u32)octets * 8 && mask->data[len / 8] & 0x80 >> len % 8)
		len++;
	if (!clab_nf_prefix_exact(mask->data, octets, len))
		return false;
	memset(prefix, 0, sizeof(*prefix));
	memcpy(prefix->addr, addr->data, (size_t)octets);
	prefix->len = (u8)len;
	clab_nf_prefix_mask(prefix);
	return true;
}

/* The address of a request, by the types of its attributes; BOTH: there is none. */
static bool clab_nf_address(const struct clab_nf_attr *v4, const struct clab_nf_attr *v4mask,
			    const struct clab_nf_attr *v6, const struct clab_nf_attr *v6mask,
			    struct clab_nf_prefix *prefix, enum clab_nf_slot *slot)
{
	bool four = v4->data || v4mask->data, six = v6->data || v6mask->data;

	*slot = four ? CLAB_NF_V4 : six ? CLAB_NF_V6 : CLAB_NF_BOTH;
	if (four && six)
		return false;
	if (four)
		return clab_nf_masked(v4, v4mask, 4, prefix);
	return !six || clab_nf_masked(v6, v6mask, 16, prefix);
}

static bool clab_nf_mgmt_protocol(const struct clab_nf_attr *a, struct clab_nf_map *map)
{
	u16 family = AF_UNSPEC;

	if (!a[CLAB_MGMT_A_PROTOCOL].data)
		return false;
	map->proto = clab_nf_u32(&a[CLAB_MGMT_A_PROTOCOL]);
	if (map->proto == CLAB_NLTYPE_CIPSOV4) {
		if (!a[CLAB_MGMT_A_CV4DOI].data)
			return false;
		map->doi = clab_nf_u32(&a[CLAB_MGMT_A_CV4DOI]);
		map->slot = CLAB_NF_V4;
		return true;
	}
	if (a[CLAB_MGMT_A_FAMILY].data)
		family = clab_nf_u16(&a[CLAB_MGMT_A_FAMILY]);
	map->slot = family == AF_INET ? CLAB_NF_V4 : family == AF_INET6 ? CLAB_NF_V6 :
								       CLAB_NF_BOTH;
	return map->proto == CLAB_NLTYPE_UNLABELED &&
	       (family == AF_UNSPEC || map->slot != CLAB_NF_BOTH);
}

static bool clab_nf_mgmt_read(const struct clab_nf_attr *a, struct clab_nf_map *map)
{
	enum clab_nf_slot slot;

	if (!clab_nf_mgmt_protocol(a, map) ||
	    !clab_nf_address(&a[CLAB_MGMT_A_IPV4ADDR], &a[CLAB_MGMT_A_IPV4MASK],
			     &a[CLAB_MGMT_A_IPV6ADDR], &a[CLAB_MGMT_A_IPV6MASK],
			     &map->prefix, &slot))
		return false;
	if (slot == CLAB_NF_BOTH)
		return true;
	if (map->slot != CLAB_NF_BOTH && map->slot != slot)
		return false;
	map->selector = true;
	map->slot = slot;
	return true;
}

static enum clab_nf_verdict clab_nf_judge_listdef(bool dump, const struct clab_nf_attr *a)
{
	u16 family = a[CLAB_MGMT_A_FAMILY].data ? clab_nf_u16(&a[CLAB_MGMT_A_FAMILY]) : AF_INET;
	u32 size;

	if (dump)
		return CLAB_NF_ACCEPTED;
	if (family != AF_INET && family != AF_INET6)
		return CLAB_NF_REFUSED;
	if (!clab_nf_map_default(&clab_nf_live, family == AF_INET ? CLAB_NF_V4 : CLAB_NF_V6,
				 &size))
		return CLAB_NF_REFUSED;
	/* Family, protocol and DOI of a plain one, and the list, in one attribute at most. */
	return clab_nf_says(28 + size <= UINT16_MAX);
}

static enum clab_nf_verdict clab_nf_judge_mgmt(u8 cmd, bool dump, const struct clab_nf_attr *a)
{
	const char *domain = (const char *)a[CLAB_MGMT_A_DOMAIN].data;
	struct clab_nf_map map = { .is_default = cmd == CLAB_MGMT_C_ADDDEF };

	switch (cmd) {
	case CLAB_MGMT_C_ADD:
	case CLAB_MGMT_C_ADDDEF:
		if (!domain != map.is_default)
			return CLAB_NF_REFUSED;
		if (domain)
			strncpy(map.domain, domain, sizeof(map.domain) - 1);
		return clab_nf_says(clab_nf_mgmt_read(a, &map) &&
				    clab_nf_map_add(&clab_nf_live, &map));
	case CLAB_MGMT_C_REMOVE:
		return clab_nf_says(domain && clab_nf_map_remove(&clab_nf_live, domain));
	case CLAB_MGMT_C_REMOVEDEF:
		return clab_nf_says(clab_nf_map_remove(&clab_nf_live, NULL));
	case CLAB_MGMT_C_LISTDEF:
		return clab_nf_judge_listdef(dump, a);
	default:
		return CLAB_NF_ACCEPTED;
	}
}

static enum clab_nf_verdict clab_nf_judge_static(u8 cmd, const struct clab_nf_attr *a)
{
	bool named = cmd == CLAB_UNLBL_C_STATICADD || cmd == CLAB_UNLBL_C_STATICREMOVE;
	const struct clab_nf_attr *ctx = &a[CLAB_UNLBL_A_SECCTX];
	struct clab_nf_static label = { .slot = CLAB_NF_BOTH };
	bool valid = true;

	if (named) {
		const char *name = (const char *)a[CLAB_UNLBL_A_IFACE].data;

		if (!name || !clab_nf_iface_ok(name))
			return CLAB_NF_REFUSED;
		strncpy(label.iface, name, sizeof(label.iface) - 1);
	}
	if (!clab_nf_address(&a[CLAB_UNLBL_A_IPV4ADDR], &a[CLAB_UNLBL_A_IPV4MASK],
			     &a[CLAB_UNLBL_A_IPV6ADDR], &a[CLAB_UNLBL_A_IPV6MASK],
			     &label.prefix, &label.slot) || !label.slot)
		return CLAB_NF_REFUSED;
	if (cmd == CLAB_UNLBL_C_STATICREMOVE || cmd == CLAB_UNLBL_C_STATICREMOVEDEF)
		return clab_nf_says(clab_nf_label_remove(&clab_nf_live, &label));
	if (!ctx->data || !ctx->len)
		return CLAB_NF_REFUSED;
	if (!clab_nf_known_label(ctx->data, ctx->len, &valid))
		return CLAB_NF_UNSURE;
	label.label = clab_nf_hash(ctx->data, ctx->len);
	return clab_nf_says(valid && clab_nf_label_add(&clab_nf_live, &label));
}

static enum clab_nf_verdict clab_nf_judge_unlbl(u8 cmd, const struct clab_nf_attr *a)
{
	const struct clab_nf_attr *flag = &a[CLAB_UNLBL_A_ACPTFLG];

	switch (cmd) {
	case CLAB_UNLBL_C_ACCEPT:
		if (!flag->data || *flag->data > 1)
			return CLAB_NF_REFUSED;
		clab_nf_live.generation += clab_nf_live.accept != *flag->data;
		clab_nf_live.accept = *flag->data;
		return CLAB_NF_ACCEPTED;
	case CLAB_UNLBL_C_STATICADD:
	case CLAB_UNLBL_C_STATICADDDEF:
	case CLAB_UNLBL_C_STATICREMOVE:
	case CLAB_UNLBL_C_STATICREMOVEDEF:
		return clab_nf_judge_static(cmd, a);
	default:
		return CLAB_NF_ACCEPTED;
	}
}

/* Is it a command, and asked in the way that it can be? */
static bool clab_nf_command_ok(enum clab_nf_family family, u8 cmd, bool dump)
{
	static const u32 dumps[CLAB_NF_FAMILIES] = {
		[CLAB_NF_MGMT] = 1U << CLAB_MGMT_C_LISTALL | 1U << CLAB_MGMT_C_PROTOCOLS,
		[CLAB_NF_CIPSO] = 1U << CLAB_CIPSOV4_C_LISTALL,
		[CLAB_NF_UNLBL] = 1U << CLAB_UNLBL_C_STATICLIST | 1U << CLAB_UNLBL_C_STATICLISTDEF,
		[CLAB_NF_LAB] = 1U << CLAB_LAB_C_DUMP_CONFIG | 1U << CLAB_LAB_C_STATS,
	};

	if (!cmd || cmd > clab_nf_commands[family])
		return false;
	if (family == CLAB_NF_MGMT && cmd == CLAB_MGMT_C_LISTDEF)
		return true;
	return dump == !!(dumps[family] & 1U << cmd);
}

/**
 * clab_nf_judge() - what comes of a request
 * @m: the request
 * @sock: the socket that it is sent by
 *
 * The model is changed as far as the request changes anything.
 *
 * Return: what the kernel has to answer.
 */
enum clab_nf_verdict clab_nf_judge(const struct clab_nf_msg *m, unsigned int sock)
{
	struct clab_nf_attr attrs[CLAB_NF_MAXATTR];
	const u8 *data = m->buf + NLMSG_HDRLEN + GENL_HDRLEN;
	int len = (int)m->len - NLMSG_HDRLEN - GENL_HDRLEN;
	struct nlmsghdr n;
	u8 cmd = m->buf[NLMSG_HDRLEN];
	bool dump;

	memcpy(&n, m->buf, sizeof(n));
	dump = (n.nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
	if (!clab_nf_command_ok(m->family, cmd, dump) ||
	    !clab_nf_attrs(data, len, clab_nf_policies[m->family], clab_nf_maxattr[m->family],
			   m->family == CLAB_NF_LAB, attrs))
		return CLAB_NF_REFUSED;
	switch (m->family) {
	case CLAB_NF_MGMT:
		return clab_nf_judge_mgmt(cmd, dump, attrs);
	case CLAB_NF_CIPSO:
		return clab_nf_judge_cipso(cmd, data, len, attrs);
	case CLAB_NF_UNLBL:
		return clab_nf_judge_unlbl(cmd, attrs);
	default:
		return clab_nf_judge_lab(cmd, dump, data, len, attrs, sock);
	}
}
