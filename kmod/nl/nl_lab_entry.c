// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: reading entries, the unit of the family CLAB_LAB
 */
#include <linux/if.h>
#include <linux/in6.h>
#include <linux/socket.h>

#include "core/domain.h"
#include "nl/nl.h"
#include "nl/nl_lab.h"

#define CLAB_LAB_HAS(name)	(1U << CLAB_LAB_E_##name)

const struct nla_policy clab_lab_policy_entry[CLAB_LAB_E_MAX + 1] = {
	[CLAB_LAB_E_KIND]	= { .type = NLA_U8 },
	[CLAB_LAB_E_DOI]	= { .type = NLA_U32 },
	[CLAB_LAB_E_MTYPE]	= { .type = NLA_U32 },
	[CLAB_LAB_E_TAGS]	= { .type = NLA_BINARY, .len = CLAB_TAGS_PER_DOI },
	[CLAB_LAB_E_LEVELS]	= { .type = NLA_BINARY },
	[CLAB_LAB_E_CATS]	= { .type = NLA_BINARY },
	[CLAB_LAB_E_DOMAIN]	= { .type = NLA_NUL_STRING, .len = CLAB_DOMAIN_MAX },
	[CLAB_LAB_E_FAMILY]	= { .type = NLA_U16 },
	[CLAB_LAB_E_PROTOCOL]	= { .type = NLA_U32 },
	[CLAB_LAB_E_ADDR4]	= NLA_POLICY_EXACT_LEN(4),
	[CLAB_LAB_E_ADDR6]	= NLA_POLICY_EXACT_LEN(16),
	[CLAB_LAB_E_PREFIXLEN]	= { .type = NLA_U8 },
	[CLAB_LAB_E_IFACE]	= { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
	[CLAB_LAB_E_SECCTX]	= { .type = NLA_BINARY },
	[CLAB_LAB_E_VALUE]	= { .type = NLA_U32 },
	[CLAB_LAB_E_NAME]	= { .type = NLA_NUL_STRING, .len = 31 },
};

/* The attributes that each kind of entry may have. */
static const u32 clab_lab_kind_attrs[CLAB_LAB_KIND_MAX + 1] = {
	[CLAB_LAB_KIND_DOI]	= CLAB_LAB_HAS(DOI) | CLAB_LAB_HAS(MTYPE) | CLAB_LAB_HAS(TAGS) |
				  CLAB_LAB_HAS(LEVELS) | CLAB_LAB_HAS(CATS),
	[CLAB_LAB_KIND_MAP]	= CLAB_LAB_HAS(DOMAIN) | CLAB_LAB_HAS(FAMILY) |
				  CLAB_LAB_HAS(PROTOCOL) | CLAB_LAB_HAS(DOI) |
				  CLAB_LAB_HAS(ADDR4) | CLAB_LAB_HAS(ADDR6) |
				  CLAB_LAB_HAS(PREFIXLEN),
	[CLAB_LAB_KIND_STATIC]	= CLAB_LAB_HAS(IFACE) | CLAB_LAB_HAS(ADDR4) |
				  CLAB_LAB_HAS(ADDR6) | CLAB_LAB_HAS(PREFIXLEN) |
				  CLAB_LAB_HAS(SECCTX),
	[CLAB_LAB_KIND_ACCEPT]	= CLAB_LAB_HAS(VALUE),
	[CLAB_LAB_KIND_TUNABLE]	= CLAB_LAB_HAS(NAME) | CLAB_LAB_HAS(VALUE),
};

/**
 * clab_lab_bad() - refuse a request
 * @extack: where to say so
 * @nla: the attribute at fault, or NULL
 * @sentence: what to say; a constant
 * @error: negative errno
 *
 * Return: @error.
 */
int clab_lab_bad(struct netlink_ext_ack *extack, const struct nlattr *nla,
		 const char *sentence, int error)
{
	if (!extack)
		return error;
	extack->_msg = sentence;
	if (nla)
		NL_SET_BAD_ATTR(extack, nla);
	return error;
}

static int clab_lab_missing(const struct clab_lab_entry *entry, int attr,
			    const char *sentence, struct netlink_ext_ack *extack)
{
	if (entry->attr[attr])
		return 0;
	return clab_lab_bad(extack, entry->nla, sentence, -EINVAL);
}

static int clab_lab_read_family(struct clab_lab_entry *entry, struct netlink_ext_ack *extack)
{
	const struct nlattr *nla = entry->attr[CLAB_LAB_E_FAMILY];
	bool cipso = entry->map.proto == CLAB_NLTYPE_CIPSOV4;
	u16 family = nla ? nla_get_u16(nla) : AF_UNSPEC;

	entry->map.slot = CLAB_SLOT_BOTH;
	if (family == AF_INET || (cipso && family == AF_UNSPEC))
		entry->map.slot = CLAB_SLOT_V4;
	else if (family == AF_INET6)
		entry->map.slot = CLAB_SLOT_V6;
	else if (family != AF_UNSPEC)
		return clab_lab_bad(extack, nla, "the family is IPv4, IPv6 or both", -EINVAL);
	if (cipso && entry->map.slot != CLAB_SLOT_V4)
		return clab_lab_bad(extack, nla, "CIPSO is for IPv4 only", -EINVAL);
	return 0;
}

/* Is anything set behind the prefix? */
static bool clab_lab_prefix_exact(const u8 *addr, unsigned int octets, unsigned int len)
{
	unsigned int i;

	for (i = len; i < octets * 8; i++)
		if (addr[i / 8] & 0x80 >> i % 8)
			return false;
	return true;
}

/* Read the prefix of an entry that has one. */
static int clab_lab_read_address(const struct clab_lab_entry *entry, struct clab_prefix *prefix,
				 struct netlink_ext_ack *extack)
{
	const struct nlattr *v4 = entry->attr[CLAB_LAB_E_ADDR4];
	const struct nlattr *v6 = entry->attr[CLAB_LAB_E_ADDR6];
	const struct nlattr *len = entry->attr[CLAB_LAB_E_PREFIXLEN];
	const struct nlattr *addr = v4 ?: v6;

	if (v4 && v6)
		return clab_lab_bad(extack, v6, "an address of one family only, please", -EINVAL);
	if (!addr || !len)
		return clab_lab_bad(extack, entry->nla,
				    "an address and the length of its prefix go together", -EINVAL);
	if (nla_get_u8(len) > nla_len(addr) * 8)
		return clab_lab_bad(extack, len, "the prefix is longer than the address", -EINVAL);
	if (!clab_lab_prefix_exact(nla_data(addr), nla_len(addr), nla_get_u8(len)))
		return clab_lab_bad(extack, addr, "the address has bits behind its prefix",
				    -EINVAL);
	prefix->len = nla_get_u8(len);
	memcpy(prefix->addr, nla_data(addr), nla_len(addr));
	return 0;
}

static bool clab_lab_has_address(const struct clab_lab_entry *entry)
{
	return entry->attr[CLAB_LAB_E_ADDR4] || entry->attr[CLAB_LAB_E_ADDR6] ||
	       entry->attr[CLAB_LAB_E_PREFIXLEN];
}

static int clab_lab_read_prefix(struct clab_lab_entry *entry, struct netlink_ext_ack *extack)
{
	const struct nlattr *v4 = entry->attr[CLAB_LAB_E_ADDR4];
	const struct nlattr *v6 = entry->attr[CLAB_LAB_E_ADDR6];
	enum clab_slot slot = v4 ? CLAB_SLOT_V4 : CLAB_SLOT_V6;
	struct clab_map_req *map = &entry->map;
	int ret;

	if (!clab_lab_has_address(entry))
		return 0;
	ret = clab_lab_read_address(entry, &map->prefix, extack);
	if (ret)
		return ret;
	if (map->slot != CLAB_SLOT_BOTH && map->slot != slot)
		return clab_lab_bad(extack, v4 ?: v6, map->proto == CLAB_NLTYPE_CIPSOV4 ?
				    "CIPSO is for IPv4 only" :
				    "the family is not that of the address", -EINVAL);
	map->slot = slot;
	map->selector = true;
	return 0;
}

static int clab_lab_read_protocol(struct clab_lab_entry *entry, struct netlink_ext_ack *extack)
{
	const struct nlattr *proto = entry->attr[CLAB_LAB_E_PROTOCOL];
	const struct nlattr *doi = entry->attr[CLAB_LAB_E_DOI];
	int ret;

	ret = clab_lab_missing(entry, CLAB_LAB_E_PROTOCOL, "the protocol is missing", extack);
	if (ret)
		return ret;
	entry->map.proto = nla_get_u32(proto);
	if (entry->map.proto == CLAB_NLTYPE_UNLABELED) {
		if (doi)
			return clab_lab_bad(extack, doi, "an unlabeled mapping has no DOI",
					    -EINVAL);
		return 0;
	}
	if (entry->map.proto != CLAB_NLTYPE_CIPSOV4)
		return clab_lab_bad(extack, proto, "the protocol is unlabeled or CIPSOv4", -EINVAL);
	if (!doi)
		return clab_lab_bad(extack, entry->nla, "the DOI of the mapping is missing",
				    -EINVAL);
	entry->map.doi = nla_get_u32(doi);
	return 0;
}

static void clab_lab_read_domain(struct clab_lab_entry *entry)
{
	const struct nlattr *nla = entry->attr[CLAB_LAB_E_DOMAIN];

	memset(&entry->map, 0, sizeof(entry->map));
	if (nla)
		entry->map.domain = nla_data(nla);
}

static int clab_lab_read_map(struct clab_lab_entry *entry, struct netlink_ext_ack *extack)
{
	clab_lab_read_domain(entry);
	return clab_lab_read_protocol(entry, extack) ?:
	       clab_lab_read_family(entry, extack) ?:
	       clab_lab_read_prefix(entry, extack);
}

static int clab_lab_read_tags(struct clab_lab_entry *entry, struct netlink_ext_ack *extack)
{
	const struct nlattr *tags = entry->attr[CLAB_LAB_E_TAGS];
	struct clab_doi_def *def = &entry->doi;
	int i;

	def->nr_tags = nla_len(tags);
	memcpy(def->tags, nla_data(tags), def->nr_tags);
	if (!def->nr_tags)
		return clab_lab_bad(extack, tags, "the tag list is empty", -EINVAL);
	for (i = 0; i < def->nr_tags; i++)
		if (!clab_nl_tag_ok(def->type, def->tags[i], true))
			return clab_lab_bad(extack, tags,
					    "a DOI of this type can't list this tag", -EINVAL);
	return 0;
}

static bool clab_lab_pairs_ok(const struct nlattr *nla, u32 local, u32 remote)
{
	const struct clab_lab_pair *pair = nla_data(nla);
	int i;

	for (i = 0; i < nla_len(nla) / sizeof(*pair); i++)
		if (pair[i].local > local || pair[i].remote > remote)
			return false;
	return true;
}

static int clab_lab_read_pairs(const struct clab_lab_entry *entry, int attr,
			       struct netlink_ext_ack *extack)
{
	const struct nlattr *nla = entry->attr[attr];

	if (!nla)
		return 0;
	if (attr == CLAB_LAB_E_LEVELS &&
	    !clab_lab_pairs_ok(nla, CLAB_LEVEL_MAX, CLAB_LEVEL_WIRE_MAX))
		return clab_lab_bad(extack, nla,
				    "a level is above 2147483647 here or above 255 on the wire",
				    -EINVAL);
	if (attr == CLAB_LAB_E_CATS && !clab_lab_pairs_ok(nla, CLAB_CAT_MAX, CLAB_CAT_WIRE_MAX))
		return clab_lab_bad(extack, nla,
				    "a category is above 2147483647 here or above 65534 on the wire",
				    -EINVAL);
	if (nla_len(nla) % sizeof(struct clab_lab_pair))
		return clab_lab_bad(extack, nla, "the list ends inside a pair", -EINVAL);
	if (!entry->more && entry->doi.type != CLAB_DOI_TRANS)
		return clab_lab_bad(extack, nla, "only a translated DOI has levels and categories",
				    -EINVAL);
	return 0;
}

static int clab_lab_read_doi(struct clab_lab_entry *entry, struct netlink_ext_ack *extack)
{
	const struct nlattr *type = entry->attr[CLAB_LAB_E_MTYPE];
	struct clab_doi_def *def = &entry->doi;
	int ret;

	memset(def, 0, sizeof(*def));
	entry->more = !type && !entry->attr[CLAB_LAB_E_TAGS] &&
		      (entry->attr[CLAB_LAB_E_LEVELS] || entry->attr[CLAB_LAB_E_CATS]);
	ret = clab_lab_missing(entry, CLAB_LAB_E_DOI, "the DOI is missing", extack);
	if (ret)
		return ret;
	def->doi = nla_get_u32(entry->attr[CLAB_LAB_E_DOI]);
	if (!def->doi)
		return clab_lab_bad(extack, entry->attr[CLAB_LAB_E_DOI], "DOI 0 is reserved",
				    -EINVAL);
	if (!entry->more) {
		ret = clab_lab_missing(entry, CLAB_LAB_E_MTYPE, "the type of the DOI is missing",
				       extack) ?:
		      clab_lab_missing(entry, CLAB_LAB_E_TAGS, "the tag list is missing", extack);
		if (ret)
			return ret;
		def->type = nla_get_u32(type);
		if (def->type < CLAB_DOI_TRANS || def->type > CLAB_DOI_LOCAL)
			return clab_lab_bad(extack, type, "there is no such type of DOI", -EINVAL);
		ret = clab_lab_read_tags(entry, extack);
		if (ret)
			return ret;
	}
	return clab_lab_read_pairs(entry, CLAB_LAB_E_LEVELS, extack) ?:
	       clab_lab_read_pairs(entry, CLAB_LAB_E_CATS, extack);
}

static int clab_lab_read_accept(struct clab_lab_entry *entry, struct netlink_ext_ack *extack)
{
	const struct nlattr *value = entry->attr[CLAB_LAB_E_VALUE];

	if (!value)
		return clab_lab_bad(extack, entry->nla, "the value is missing", -EINVAL);
	if (nla_get_u32(value) > 1)
		return clab_lab_bad(extack, value, "the accept flag is 0 or 1", -EINVAL);
	return 0;
}

static int clab_lab_read_static(struct clab_lab_entry *entry, struct netlink_ext_ack *extack)
{
	const struct nlattr *iface = entry->attr[CLAB_LAB_E_IFACE];
	const char *sentence;
	int ret;

	memset(&entry->label, 0, sizeof(entry->label));
	if (iface) {
		entry->label.name = nla_data(iface);
		ret = clab_nl_iface_ok(entry->label.name, &sentence);
		if (ret)
			return clab_lab_bad(extack, iface, sentence, ret);
	}
	if (!clab_lab_has_address(entry))
		return clab_lab_bad(extack, entry->nla, "the address is missing", -EINVAL);
	entry->label.family = entry->attr[CLAB_LAB_E_ADDR4] ? CLAB_UNLBL_V4 : CLAB_UNLBL_V6;
	return clab_lab_read_address(entry, &entry->label.prefix, extack) ?:
	       clab_lab_missing(entry, CLAB_LAB_E_SECCTX, "the label is missing", extack);
}

static int clab_lab_read_tunable(struct clab_lab_entry *entry, struct netlink_ext_ack *extack)
{
	const struct nlattr *name = entry->attr[CLAB_LAB_E_NAME];
	const struct nlattr *value = entry->attr[CLAB_LAB_E_VALUE];
	int ret;

	ret = clab_lab_missing(entry, CLAB_LAB_E_NAME, "the name of the setting is missing",
			       extack) ?:
	      clab_lab_missing(entry, CLAB_LAB_E_VALUE, "the value is missing", extack);
	if (ret)
		return ret;
	entry->tunable = clab_tunable_find(nla_data(name));
	if (!entry->tunable)
		return clab_lab_bad(extack, name, "there is no such setting", -EINVAL);
	if (nla_get_u32(value) > entry->tunable->max)
		return clab_lab_bad(extack, value, "the value is too high for this setting",
				    -EINVAL);
	return 0;
}

/* Take the attributes apart and check that they belong to the kind of entry. */
static int clab_lab_entry_open(const struct nlattr *nla, struct clab_lab_entry *entry,
			       struct netlink_ext_ack *extack)
{
	const struct nlattr *kind;
	u32 allowed;
	int i, ret;

	entry->nla = nla;
	ret = nla_parse_nested(entry->attr, CLAB_LAB_E_MAX, nla, clab_lab_policy_entry, extack);
	if (ret)
		return ret;
	kind = entry->attr[CLAB_LAB_E_KIND];
	if (!kind)
		return clab_lab_bad(extack, nla, "the kind of the entry is missing", -EINVAL);
	entry->kind = nla_get_u8(kind);
	if (!entry->kind || entry->kind > CLAB_LAB_KIND_MAX)
		return clab_lab_bad(extack, kind, "there is no such kind of entry", -EINVAL);
	allowed = clab_lab_kind_attrs[entry->kind] | CLAB_LAB_HAS(KIND);
	for (i = 1; i <= CLAB_LAB_E_MAX; i++)
		if (entry->attr[i] && !(allowed & 1U << i))
			return clab_lab_bad(extack, entry->attr[i],
					    "this kind of entry does not have this attribute",
					    -EINVAL);
	return 0;
}

/**
 * clab_lab_entry_read() - read an entry of a request
 * @nla: the attribute that it is in
 * @entry: where it goes; refers to the request
 * @extack: where a refusal is put in words
 *
 * Return: 0 or a negative errno.
 */
int clab_lab_entry_read(const struct nlattr *nla, struct clab_lab_entry *entry,
			struct netlink_ext_ack *extack)
{
	int ret = clab_lab_entry_open(nla, entry, extack);

	if (ret)
		return ret;
	switch (entry->kind) {
	case CLAB_LAB_KIND_DOI:
		return clab_lab_read_doi(entry, extack);
	case CLAB_LAB_KIND_MAP:
		return clab_lab_read_map(entry, extack);
	case CLAB_LAB_KIND_STATIC:
		return clab_lab_read_static(entry, extack);
	case CLAB_LAB_KIND_ACCEPT:
		return clab_lab_read_accept(entry, extack);
	default:
		return clab_lab_read_tunable(entry, extack);
	}
}

/**
 * clab_lab_entry_read_sel() - read an entry that only names an address selector
 * @nla: the attribute that it is in
 * @entry: where it goes; refers to the request
 * @extack: where a refusal is put in words
 *
 * Return: 0 or a negative errno.
 */
int clab_lab_entry_read_sel(const struct nlattr *nla, struct clab_lab_entry *entry,
			    struct netlink_ext_ack *extack)
{
	int ret = clab_lab_entry_open(nla, entry, extack);

	if (ret)
		return ret;
	if (entry->kind != CLAB_LAB_KIND_MAP)
		return clab_lab_bad(extack, entry->attr[CLAB_LAB_E_KIND],
				    "the entry must be a mapping", -EINVAL);
	clab_lab_read_domain(entry);
	ret = clab_lab_read_prefix(entry, extack);
	if (!ret && !entry->map.selector)
		return clab_lab_bad(extack, nla, "the address is missing", -EINVAL);
	return ret;
}
