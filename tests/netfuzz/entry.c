// SPDX-License-Identifier: GPL-2.0
/*
 * clab-netfuzz: entries of CLAB_LAB, in requests and in listings
 */
#include <string.h>
#include <sys/socket.h>

#include "netfuzz.h"

#define CLAB_NF_TX_ENTRIES	1048576
#define CLAB_NF_E(_name)	(1U << CLAB_LAB_E_##_name)

static const struct clab_nf_policy clab_nf_entry_policy[CLAB_LAB_E_MAX + 1] = {
	[CLAB_LAB_E_KIND] = { .type = CLAB_NF_T_U8 },
	[CLAB_LAB_E_DOI] = { .type = CLAB_NF_T_U32 },
	[CLAB_LAB_E_MTYPE] = { .type = CLAB_NF_T_U32 },
	[CLAB_LAB_E_TAGS] = { .type = CLAB_NF_T_BINARY, .len = CLAB_TAGS_PER_DOI },
	[CLAB_LAB_E_LEVELS] = { .type = CLAB_NF_T_BINARY },
	[CLAB_LAB_E_CATS] = { .type = CLAB_NF_T_BINARY },
	[CLAB_LAB_E_DOMAIN] = { .type = CLAB_NF_T_STRING, .len = 255 },
	[CLAB_LAB_E_FAMILY] = { .type = CLAB_NF_T_U16 },
	[CLAB_LAB_E_PROTOCOL] = { .type = CLAB_NF_T_U32 },
	[CLAB_LAB_E_ADDR4] = { .type = CLAB_NF_T_EXACT, .len = 4 },
	[CLAB_LAB_E_ADDR6] = { .type = CLAB_NF_T_EXACT, .len = 16 },
	[CLAB_LAB_E_PREFIXLEN] = { .type = CLAB_NF_T_U8 },
	[CLAB_LAB_E_IFACE] = { .type = CLAB_NF_T_STRING, .len = 15 },
	[CLAB_LAB_E_SECCTX] = { .type = CLAB_NF_T_BINARY },
	[CLAB_LAB_E_VALUE] = { .type = CLAB_NF_T_U32 },
	[CLAB_LAB_E_NAME] = { .type = CLAB_NF_T_STRING, .len = 31 },
};

static const u32 clab_nf_kind_has[CLAB_LAB_KIND_MAX + 1] = {
	[CLAB_LAB_KIND_DOI] = CLAB_NF_E(DOI) | CLAB_NF_E(MTYPE) | CLAB_NF_E(TAGS) |
			      CLAB_NF_E(LEVELS) | CLAB_NF_E(CATS),
	[CLAB_LAB_KIND_MAP] = CLAB_NF_E(DOMAIN) | CLAB_NF_E(FAMILY) | CLAB_NF_E(PROTOCOL) |
			      CLAB_NF_E(DOI) | CLAB_NF_E(ADDR4) | CLAB_NF_E(ADDR6) |
			      CLAB_NF_E(PREFIXLEN),
	[CLAB_LAB_KIND_STATIC] = CLAB_NF_E(IFACE) | CLAB_NF_E(ADDR4) | CLAB_NF_E(ADDR6) |
				 CLAB_NF_E(PREFIXLEN) | CLAB_NF_E(SECCTX),
	[CLAB_LAB_KIND_ACCEPT] = CLAB_NF_E(VALUE),
	[CLAB_LAB_KIND_TUNABLE] = CLAB_NF_E(NAME) | CLAB_NF_E(VALUE),
};

static const struct {
	const char *name;
	u32 max;
} clab_nf_tunables[CLAB_NF_TUNABLES] = {
	{ "cache_enable", 1 },
	{ "cache_bucket_size", 1024 },
	{ "rbm_optfmt", 1 },
	{ "rbm_strictvalid", 1 },
	{ "validate_strict", 1 },
};

/**
 * clab_nf_tag_ok() - may a DOI list a tag?
 * @type: the DOI's type
 * @tag: the tag
 * @first: it can't be the 0 that ends the list
 *
 * Return: whether it may.
 */
bool clab_nf_tag_ok(u32 type, u8 tag, bool first)
{
	if (type == CLAB_DOI_LOCAL)
		return tag == CLAB_TAG_BITMAP || tag == CLAB_TAG_LOCAL || (!tag && !first);
	return tag == CLAB_TAG_BITMAP || tag == CLAB_TAG_ENUM || tag == CLAB_TAG_RANGE ||
	       (!tag && !first);
}

/* Can a device have this name? */
static bool clab_nf_name_ok(const char *name)
{
	const char *c;

	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	for (c = name; *c; c++)
		if (*c == '/' || *c == ':' || *c == ' ' || (*c >= 9 && *c <= 13) ||
		    (u8)*c == 0xa0)
			return false;
	return true;
}

/**
 * clab_nf_iface_ok() - can static labels be given for a name?
 * @name: the name of an interface, or the beginning of names and "*"
 *
 * Return: whether they can.
 */
bool clab_nf_iface_ok(const char *name)
{
	char text[16] = "";
	size_t len;

	strncpy(text, name, sizeof(text) - 1);
	len = strlen(text);
	if (!len)
		return false;
	if (text[len - 1] == '*')
		text[len - 1] = 0;
	return !strchr(text, '*') && clab_nf_name_ok(text);
}

/* Take an entry apart. Return: its kind, 0 if it is none. */
static u8 clab_nf_entry_open(const u8 *data, int len, struct clab_nf_attr *a)
{
	u32 i;
	u8 kind;

	if (!clab_nf_attrs(data, len, clab_nf_entry_policy, CLAB_LAB_E_MAX, true, a) ||
	    !a[CLAB_LAB_E_KIND].data)
		return 0;
	kind = *a[CLAB_LAB_E_KIND].data;
	if (kind > CLAB_LAB_KIND_MAX)
		return 0;
	for (i = 1; i <= CLAB_LAB_E_MAX; i++)
		if (a[i].data && i != CLAB_LAB_E_KIND && !(clab_nf_kind_has[kind] & 1U << i))
			return 0;
	return kind;
}

/* The prefix of an entry; *slot: its family, BOTH without one. */
static bool clab_nf_entry_prefix(const struct clab_nf_attr *a, struct clab_nf_prefix *prefix,
				 enum clab_nf_slot *slot)
{
	const struct clab_nf_attr *v4 = &a[CLAB_LAB_E_ADDR4], *v6 = &a[CLAB_LAB_E_ADDR6];
	const struct clab_nf_attr *addr = v4->data ? v4 : v6;
	const struct clab_nf_attr *len = &a[CLAB_LAB_E_PREFIXLEN];

	*slot = CLAB_NF_BOTH;
	if (!addr->data && !len->data)
		return true;
	if (!addr->data || !len->data || (v4->data && v6->data) ||
	    *len->data > addr->len * 8 || !clab_nf_prefix_exact(addr->data, addr->len, *len->data))
		return false;
	memset(prefix, 0, sizeof(*prefix));
	memcpy(prefix->addr, addr->data, (size_t)addr->len);
	prefix->len = *len->data;
	*slot = v4->data ? CLAB_NF_V4 : CLAB_NF_V6;
	return true;
}

/* The family that an entry names, and what the protocol makes of it. */
static bool clab_nf_entry_family(const struct clab_nf_attr *a, struct clab_nf_map *map)
{
	u16 family = a[CLAB_LAB_E_FAMILY].data ? clab_nf_u16(&a[CLAB_LAB_E_FAMILY]) : AF_UNSPEC;
	bool cipso = map->proto == CLAB_NLTYPE_CIPSOV4;

	if (family != AF_UNSPEC && family != AF_INET && family != AF_INET6)
		return false;
	map->slot = family == AF_INET6 ? CLAB_NF_V6 :
		    family == AF_INET || cipso ? CLAB_NF_V4 : CLAB_NF_BOTH;
	return !cipso || map->slot == CLAB_NF_V4;
}

static bool clab_nf_entry_protocol(const struct clab_nf_attr *a, struct clab_nf_map *map)
{
	if (!a[CLAB_LAB_E_PROTOCOL].data)
		return false;
	map->proto = clab_nf_u32(&a[CLAB_LAB_E_PROTOCOL]);
	if (a[CLAB_LAB_E_DOI].data)
		map->doi = clab_nf_u32(&a[CLAB_LAB_E_DOI]);
	if (map->proto == CLAB_NLTYPE_UNLABELED)
		return !a[CLAB_LAB_E_DOI].data;
	return map->proto == CLAB_NLTYPE_CIPSOV4 && a[CLAB_LAB_E_DOI].data;
}

/**
 * clab_nf_entry_map() - read a mapping
 * @data: the entry
 * @len: its octets
 * @only_where: it says which address selector is meant, and no more counts
 * @map: where it goes
 *
 * Return: whether it is one.
 */
bool clab_nf_entry_map(const u8 *data, int len, bool only_where, struct clab_nf_map *map)
{
	struct clab_nf_attr a[CLAB_LAB_E_MAX + 1];
	enum clab_nf_slot slot;

	memset(map, 0, sizeof(*map));
	if (clab_nf_entry_open(data, len, a) != CLAB_LAB_KIND_MAP)
		return false;
	map->is_default = !a[CLAB_LAB_E_DOMAIN].data;
	if (!map->is_default)
		strncpy(map->domain, (const char *)a[CLAB_LAB_E_DOMAIN].data,
			sizeof(map->domain) - 1);
	if (!only_where && (!clab_nf_entry_protocol(a, map) || !clab_nf_entry_family(a, map)))
		return false;
	if (!clab_nf_entry_prefix(a, &map->prefix, &slot))
		return false;
	map->selector = slot != CLAB_NF_BOTH;
	if (!map->selector)
		return !only_where;
	if (map->slot && map->slot != slot)
		return false;
	map->slot = slot;
	return map->proto != CLAB_NLTYPE_CIPSOV4 || slot == CLAB_NF_V4;
}

static bool clab_nf_pairs_ok(const struct clab_nf_attr *a, u32 wire)
{
	struct clab_lab_pair pair;
	int i;

	for (i = 0; i + (int)sizeof(pair) <= a->len; i += (int)sizeof(pair)) {
		memcpy(&pair, a->data + i, sizeof(pair));
		if (pair.local > 0x7fffffff || pair.remote > wire)
			return false;
	}
	return i == a->len;
}

/* The head of a DOI: its number, type and tags. */
static bool clab_nf_entry_head(const struct clab_nf_attr *a, struct clab_nf_doi *doi)
{
	const struct clab_nf_attr *tags = &a[CLAB_LAB_E_TAGS];
	u32 i;

	if (!a[CLAB_LAB_E_MTYPE].data || !tags->data || !tags->len)
		return false;
	doi->type = clab_nf_u32(&a[CLAB_LAB_E_MTYPE]);
	if (doi->type < CLAB_DOI_TRANS || doi->type > CLAB_DOI_LOCAL)
		return false;
	doi->nr_tags = (u32)tags->len;
	memcpy(doi->tags, tags->data, doi->nr_tags);
	for (i = 0; i < doi->nr_tags; i++)
		if (!clab_nf_tag_ok(doi->type, doi->tags[i], true))
			return false;
	return true;
}

/* A DOI, or more of one: is it well formed? *head: it is not more of one. */
static bool clab_nf_entry_doi_ok(const struct clab_nf_attr *a, struct clab_nf_doi *doi, bool *head)
{
	const struct clab_nf_attr *levels = &a[CLAB_LAB_E_LEVELS], *cats = &a[CLAB_LAB_E_CATS];

	memset(doi, 0, sizeof(*doi));
	*head = a[CLAB_LAB_E_MTYPE].data || a[CLAB_LAB_E_TAGS].data ||
		(!levels->data && !cats->data);
	if (!a[CLAB_LAB_E_DOI].data)
		return false;
	doi->doi = clab_nf_u32(&a[CLAB_LAB_E_DOI]);
	if (!doi->doi || (*head && !clab_nf_entry_head(a, doi)))
		return false;
	if ((levels->data && !clab_nf_pairs_ok(levels, 255)) ||
	    (cats->data && !clab_nf_pairs_ok(cats, 65534)))
		return false;
	return !*head || doi->type == CLAB_DOI_TRANS || (!levels->data && !cats->data);
}

static bool clab_nf_draft_add(const struct clab_nf_attr *a, struct clab_nf_doi *draft, bool *open)
{
	const struct clab_nf_attr *levels = &a[CLAB_LAB_E_LEVELS], *cats = &a[CLAB_LAB_E_CATS];
	struct clab_nf_doi doi;
	bool head;

	if (!clab_nf_entry_doi_ok(a, &doi, &head))
		return false;
	if (!head && (!*open || draft->doi != doi.doi || draft->type != CLAB_DOI_TRANS))
		return false;
	if (head) {
		clab_nf_doi_free(draft);
		*draft = doi;
		*open = true;
	}
	if (levels->data)
		clab_nf_pairs_add(&draft->levels, levels->data, (u32)levels->len / 8);
	if (cats->data)
		clab_nf_pairs_add(&draft->cats, cats->data, (u32)cats->len / 8);
	return true;
}

/**
 * clab_nf_entry_doi() - read an entry of a DOI outside of a transaction
 * @data: the entry
 * @len: its octets
 * @draft: what was read before, and goes on
 * @open: there is something
 *
 * Return: whether it is one, and of the same DOI.
 */
bool clab_nf_entry_doi(const u8 *data, int len, struct clab_nf_doi *draft, bool *open)
{
	struct clab_nf_attr a[CLAB_LAB_E_MAX + 1];
	struct clab_nf_doi doi;
	bool head;

	if (clab_nf_entry_open(data, len, a) != CLAB_LAB_KIND_DOI ||
	    !clab_nf_entry_doi_ok(a, &doi, &head) || (head && *open))
		return false;
	return clab_nf_draft_add(a, draft, open);
}

/**
 * clab_nf_draft_done() - put the DOI that was added last into a transaction
 * @tx: the transaction
 *
 * Return: whether there is none, or it could be put there.
 */
bool clab_nf_draft_done(struct clab_nf_tx *tx)
{
	if (!tx->open)
		return true;
	if (!clab_nf_doi_add(&tx->cfg, &tx->draft))
		return false;
	tx->open = false;
	return true;
}

/**
 * clab_nf_tx_end() - a transaction is over
 * @tx: the transaction
 */
void clab_nf_tx_end(struct clab_nf_tx *tx)
{
	clab_nf_doi_free(&tx->draft);
	clab_nf_config_free(&tx->cfg);
	memset(tx, 0, sizeof(*tx));
}

static bool clab_nf_entry_static(struct clab_nf_config *cfg, const struct clab_nf_attr *a,
				 bool *unsure)
{
	const struct clab_nf_attr *ctx = &a[CLAB_LAB_E_SECCTX];
	struct clab_nf_static label = { .slot = CLAB_NF_BOTH };
	bool valid;

	if (a[CLAB_LAB_E_IFACE].data) {
		if (!clab_nf_iface_ok((const char *)a[CLAB_LAB_E_IFACE].data))
			return false;
		strncpy(label.iface, (const char *)a[CLAB_LAB_E_IFACE].data,
			sizeof(label.iface) - 1);
	}
	if (!clab_nf_entry_prefix(a, &label.prefix, &label.slot) || !label.slot || !ctx->data ||
	    !ctx->len)
		return false;
	label.label = clab_nf_hash(ctx->data, ctx->len);
	if (!clab_nf_known_label(ctx->data, ctx->len, &valid))
		*unsure = true;
	else if (!valid)
		return false;
	return clab_nf_label_add(cfg, &label);
}

static bool clab_nf_entry_rest(struct clab_nf_config *cfg, u8 kind, const struct clab_nf_attr *a)
{
	u32 i, value;

	if (!a[CLAB_LAB_E_VALUE].data)
		return false;
	value = clab_nf_u32(&a[CLAB_LAB_E_VALUE]);
	if (kind == CLAB_LAB_KIND_ACCEPT) {
		cfg->accept = value;
		return value < 2;
	}
	for (i = 0; a[CLAB_LAB_E_NAME].data && i < CLAB_NF_TUNABLES; i++) {
		if (strcmp(clab_nf_tunables[i].name, (const char *)a[CLAB_LAB_E_NAME].data))
			continue;
		cfg->tunable[i] = value;
		return value <= clab_nf_tunables[i].max;
	}
	return false;
}

/**
 * clab_nf_tx_entry() - add an entry to a transaction
 * @tx: the transaction
 * @data: the entry
 * @len: its octets
 * @unsure: set when only the LSM can tell whether it is taken
 *
 * Return: whether it is added; else the transaction is in no state to go on.
 */
bool clab_nf_tx_entry(struct clab_nf_tx *tx, const u8 *data, int len, bool *unsure)
{
	struct clab_nf_attr a[CLAB_LAB_E_MAX + 1];
	u8 kind = clab_nf_entry_open(data, len, a);
	struct clab_nf_map map;
	bool head = true;

	if (kind == CLAB_LAB_KIND_DOI) {
		struct clab_nf_doi doi;

		if (!clab_nf_entry_doi_ok(a, &doi, &head))
			return false;
	}
	tx->cost += 1 + (u32)(a[CLAB_LAB_E_LEVELS].len + a[CLAB_LAB_E_CATS].len) / 8;
	if (!kind || tx->cost > CLAB_NF_TX_ENTRIES)
		return false;
	if (head && !clab_nf_draft_done(tx))
		return false;
	switch (kind) {
	case CLAB_LAB_KIND_DOI:
		return clab_nf_draft_add(a, &tx->draft, &tx->open);
	case CLAB_LAB_KIND_MAP:
		return clab_nf_entry_map(data, len, false, &map) && clab_nf_map_add(&tx->cfg, &map);
	case CLAB_LAB_KIND_STATIC:
		return clab_nf_entry_static(&tx->cfg, a, unsure);
	default:
		return clab_nf_entry_rest(&tx->cfg, kind, a);
	}
}
