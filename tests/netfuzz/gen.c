// SPDX-License-Identifier: GPL-2.0
/*
 * clab-netfuzz: requests that make sense, more or less
 *
 * There are few domains, addresses and numbers, so that requests meet each other.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "netfuzz.h"

#define CLAB_NF_NEST(_type)	((u16)((_type) | NLA_F_NESTED))

const u8 clab_nf_commands[CLAB_NF_FAMILIES] = {
	[CLAB_NF_MGMT] = CLAB_MGMT_C_MAX,
	[CLAB_NF_CIPSO] = CLAB_CIPSOV4_C_MAX,
	[CLAB_NF_UNLBL] = CLAB_UNLBL_C_MAX,
	[CLAB_NF_LAB] = CLAB_LAB_C_STATS_RESET,
};

struct clab_nf_where {
	u8 addr[16];
	u8 len;
};

static const struct clab_nf_where clab_nf_v4[] = {
	{ { 10 }, 8 }, { { 10, 1 }, 16 }, { { 10, 1, 2 }, 24 }, { { 10, 1, 2, 3 }, 32 },
	{ { 10, 128 }, 9 }, { { 192, 0, 2 }, 24 }, { { 127, 0, 0, 1 }, 32 }, { { 0 }, 0 },
};

static const struct clab_nf_where clab_nf_v6[] = {
	{ { 0x20, 1, 0xd, 0xb8 }, 32 }, { { 0x20, 1, 0xd, 0xb8, 1 }, 48 },
	{ { 0xfd }, 8 }, { { 0xfd, 0, 0, 9 }, 128 }, { { 0 }, 0 },
	{ { [15] = 1 }, 128 },
};

static char clab_nf_longest[256];

static const char *const clab_nf_domains[] = {
	"a_t", "b_t", "c_t", "d_t", "e_t", "", "a_t.b",
	/* As long as may be. */
	clab_nf_longest,
};

static const char *const clab_nf_ifaces[] = {
	"lo", "eth0", "du*", "*", "nowhere", "fifteen-letters", "a*b", "with blank", "a/b", "..",
};

static const char *const clab_nf_labels[] = {
	"system_u:object_r:netlabel_peer_t:s0",
	"system_u:object_r:netlabel_peer_t:s0:c9",
	"system_u:object_r:netlabel_peer_t:s0:c1,c3",
	/* The LSM takes none of these. */
	"nonsense", "system_u:object_r:nosuch_t:s0", "system_u:object_r:netlabel_peer_t:s99",
};

#define CLAB_NF_GOOD_LABELS	3

/**
 * clab_nf_known_label() - is it known what the LSM makes of a label?
 * @data: the label
 * @len: its octets, at least 1
 * @valid: whether it takes it
 *
 * Return: whether that is known.
 */
bool clab_nf_known_label(const u8 *data, int len, bool *valid)
{
	size_t i, used = (size_t)len - !data[len - 1];

	for (i = 0; i < ARRAY_SIZE(clab_nf_labels); i++) {
		*valid = i < CLAB_NF_GOOD_LABELS;
		if (strlen(clab_nf_labels[i]) == used && !memcmp(clab_nf_labels[i], data, used))
			return true;
	}
	return false;
}

/* Where what a request names should be: what is configured, or a transaction. */
static const struct clab_nf_config *clab_nf_seen = &clab_nf_live;

/* A DOI: mostly one that there is. */
static u32 clab_nf_some_doi(void)
{
	if (clab_nf_seen->nr_dois && clab_nf_chance(80))
		return clab_nf_seen->doi[clab_nf_below(clab_nf_seen->nr_dois)].doi;
	if (clab_nf_chance(6))
		return clab_nf_chance(50) ? 0 : 0xffffffff;
	return 1 + clab_nf_below(8);
}

static u32 clab_nf_some_type(void)
{
	return clab_nf_chance(4) ? clab_nf_below(6) : 1 + clab_nf_below(3);
}

static u32 clab_nf_some_protocol(void)
{
	return clab_nf_chance(4) ? clab_nf_below(9) :
	       clab_nf_chance(55) ? CLAB_NLTYPE_CIPSOV4 : CLAB_NLTYPE_UNLABELED;
}

static u16 clab_nf_some_family(void)
{
	static const u16 family[] = { AF_UNSPEC, AF_INET, AF_INET6, AF_INET, AF_INET6, 7 };

	return family[clab_nf_below(clab_nf_chance(90) ? 5 : 6)];
}

static const char *clab_nf_some_domain(void)
{
	memset(clab_nf_longest, 'x', sizeof(clab_nf_longest) - 1);
	return clab_nf_domains[clab_nf_below(ARRAY_SIZE(clab_nf_domains))];
}

static const char *clab_nf_some_iface(void)
{
	return clab_nf_ifaces[clab_nf_below(clab_nf_chance(85) ? 6 : ARRAY_SIZE(clab_nf_ifaces))];
}

/* Tags, most of which a DOI of that type may list. */
static u32 clab_nf_some_tags(u32 type, u8 *tags)
{
	static const u8 fit[] = { 1, 2, 5 };
	u32 i, nr = clab_nf_chance(90) ? 1 + clab_nf_below(3) : clab_nf_below(7);

	for (i = 0; i < nr; i++) {
		tags[i] = type == CLAB_DOI_LOCAL ? 128 : fit[clab_nf_below(3)];
		if (clab_nf_chance(5))
			tags[i] = clab_nf_chance(50) ? 0 : (u8)clab_nf_rand();
	}
	return nr;
}

static struct clab_lab_pair clab_nf_some_pair(u32 most)
{
	struct clab_lab_pair pair = { .local = clab_nf_below(most), .remote = clab_nf_below(most) };

	if (clab_nf_chance(1))
		pair.local = clab_nf_chance(50) ? 0x7fffffff : 0xffffffff;
	if (clab_nf_chance(1))
		pair.remote = clab_nf_chance(50) ? 65535 : 256;
	return pair;
}

static void clab_nf_put_label(struct clab_nf_msg *m, u16 type)
{
	const char *text = clab_nf_labels[clab_nf_below(clab_nf_chance(90) ? CLAB_NF_GOOD_LABELS :
							ARRAY_SIZE(clab_nf_labels))];

	clab_nf_put(m, type, text, clab_nf_chance(2) ? 0 : strlen(text) + clab_nf_chance(50));
}

static bool clab_nf_is_v4(void)
{
	return clab_nf_chance(70);
}

static const struct clab_nf_where *clab_nf_somewhere(bool v4)
{
	return v4 ? &clab_nf_v4[clab_nf_below(ARRAY_SIZE(clab_nf_v4))] :
		    &clab_nf_v6[clab_nf_below(ARRAY_SIZE(clab_nf_v6))];
}

/* An address and its mask. */
static void clab_nf_put_masked(struct clab_nf_msg *m, bool v4, u16 addr, u16 mask)
{
	const struct clab_nf_where *where = clab_nf_somewhere(v4);
	u8 ones[16] = {}, spot[16];
	size_t octets = v4 ? 4 : 16;
	u32 i;

	for (i = 0; i < where->len; i++)
		ones[i / 8] |= (u8)(0x80 >> i % 8);
	memcpy(spot, where->addr, sizeof(spot));
	/* What is behind the mask does not count. */
	if (clab_nf_chance(20) && where->len <= (octets - 1) * 8)
		spot[octets - 1] ^= 1;
	if (clab_nf_chance(3))
		ones[clab_nf_below((u32)octets)] ^= 0x12;
	if (clab_nf_chance(2))
		octets--;
	clab_nf_put(m, addr, spot, octets);
	if (clab_nf_chance(98))
		clab_nf_put(m, mask, ones, v4 ? 4 : 16);
}

static void clab_nf_gen_mgmt_add(struct clab_nf_msg *m)
{
	u32 proto = clab_nf_some_protocol();
	bool v4 = clab_nf_is_v4() || (proto == CLAB_NLTYPE_CIPSOV4 && clab_nf_chance(90));

	if (clab_nf_chance(98))
		clab_nf_put_u32(m, CLAB_MGMT_A_PROTOCOL, proto);
	if (proto == CLAB_NLTYPE_CIPSOV4 && clab_nf_chance(98))
		clab_nf_put_u32(m, CLAB_MGMT_A_CV4DOI, clab_nf_some_doi());
	if (clab_nf_chance(25))
		clab_nf_put_u16(m, CLAB_MGMT_A_FAMILY, clab_nf_some_family());
	if (!clab_nf_chance(70))
		return;
	if (v4)
		clab_nf_put_masked(m, true, CLAB_MGMT_A_IPV4ADDR, CLAB_MGMT_A_IPV4MASK);
	else
		clab_nf_put_masked(m, false, CLAB_MGMT_A_IPV6ADDR, CLAB_MGMT_A_IPV6MASK);
	if (clab_nf_chance(1))
		clab_nf_put_masked(m, !v4, CLAB_MGMT_A_IPV4ADDR, CLAB_MGMT_A_IPV4MASK);
}

static void clab_nf_gen_mgmt(struct clab_nf_msg *m, u8 cmd)
{
	if (cmd == CLAB_MGMT_C_ADD || cmd == CLAB_MGMT_C_REMOVE ||
	    (cmd == CLAB_MGMT_C_ADDDEF && clab_nf_chance(2)))
		if (clab_nf_chance(98))
			clab_nf_put_str(m, CLAB_MGMT_A_DOMAIN, clab_nf_some_domain());
	if (cmd == CLAB_MGMT_C_ADD || cmd == CLAB_MGMT_C_ADDDEF)
		clab_nf_gen_mgmt_add(m);
	if (cmd == CLAB_MGMT_C_LISTDEF && clab_nf_chance(70))
		clab_nf_put_u16(m, CLAB_MGMT_A_FAMILY, clab_nf_some_family());
}

static void clab_nf_put_lists(struct clab_nf_msg *m, bool levels)
{
	u16 inner = levels ? CLAB_CIPSOV4_A_MLSLVL : CLAB_CIPSOV4_A_MLSCAT;
	u16 here = levels ? CLAB_CIPSOV4_A_MLSLVLLOC : CLAB_CIPSOV4_A_MLSCATLOC;
	u32 n = clab_nf_chance(2) ? 300 : clab_nf_below(6);

	clab_nf_open(m, levels ? CLAB_CIPSOV4_A_MLSLVLLST : CLAB_CIPSOV4_A_MLSCATLST);
	while (n--) {
		struct clab_lab_pair pair = clab_nf_some_pair(levels ? 12 : 40);

		clab_nf_open(m, inner);
		clab_nf_put_u32(m, here, pair.local);
		if (clab_nf_chance(99))
			clab_nf_put_u32(m, here + 1, pair.remote);
		clab_nf_close(m);
	}
	clab_nf_close(m);
}

static void clab_nf_gen_cipso_add(struct clab_nf_msg *m)
{
	u32 i, nr, type = clab_nf_some_type();
	u8 tags[8];

	if (clab_nf_chance(98))
		clab_nf_put_u32(m, CLAB_CIPSOV4_A_MTYPE, type);
	nr = clab_nf_some_tags(type, tags);
	if (clab_nf_chance(98)) {
		clab_nf_open(m, CLAB_CIPSOV4_A_TAGLST);
		for (i = 0; i < nr; i++)
			clab_nf_put_u8(m, CLAB_CIPSOV4_A_TAG, tags[i]);
		clab_nf_close(m);
	}
	if (type != CLAB_DOI_TRANS && clab_nf_chance(95))
		return;
	if (clab_nf_chance(98))
		clab_nf_put_lists(m, true);
	if (clab_nf_chance(70))
		clab_nf_put_lists(m, false);
	if (clab_nf_chance(10))
		clab_nf_put_lists(m, clab_nf_chance(50));
}

static void clab_nf_gen_cipso(struct clab_nf_msg *m, u8 cmd)
{
	if (cmd != CLAB_CIPSOV4_C_LISTALL && clab_nf_chance(98))
		clab_nf_put_u32(m, CLAB_CIPSOV4_A_DOI, cmd != CLAB_CIPSOV4_C_ADD ?
				clab_nf_some_doi() : 1 + clab_nf_below(10));
	if (cmd == CLAB_CIPSOV4_C_ADD)
		clab_nf_gen_cipso_add(m);
}

static void clab_nf_gen_unlbl(struct clab_nf_msg *m, u8 cmd)
{
	bool add = cmd == CLAB_UNLBL_C_STATICADD || cmd == CLAB_UNLBL_C_STATICADDDEF;
	bool named = cmd == CLAB_UNLBL_C_STATICADD || cmd == CLAB_UNLBL_C_STATICREMOVE;

	if (cmd == CLAB_UNLBL_C_ACCEPT && clab_nf_chance(97))
		clab_nf_put_u8(m, CLAB_UNLBL_A_ACPTFLG,
			       (u8)(clab_nf_chance(95) ? clab_nf_below(2) : clab_nf_rand()));
	if (named && clab_nf_chance(98))
		clab_nf_put_str(m, CLAB_UNLBL_A_IFACE, clab_nf_some_iface());
	if (!named && cmd != CLAB_UNLBL_C_STATICADDDEF && cmd != CLAB_UNLBL_C_STATICREMOVEDEF)
		return;
	if (clab_nf_chance(97))
		clab_nf_put_masked(m, true, CLAB_UNLBL_A_IPV4ADDR, CLAB_UNLBL_A_IPV4MASK);
	if (clab_nf_chance(m->nr > 1 ? 2 : 90))
		clab_nf_put_masked(m, false, CLAB_UNLBL_A_IPV6ADDR, CLAB_UNLBL_A_IPV6MASK);
	if (add && clab_nf_chance(98))
		clab_nf_put_label(m, CLAB_UNLBL_A_SECCTX);
}

/* The address of an entry, and the length of its prefix. */
static void clab_nf_put_prefix(struct clab_nf_msg *m, bool v4)
{
	const struct clab_nf_where *where = clab_nf_somewhere(v4);
	u8 len = where->len;

	if (clab_nf_chance(3))
		len = (u8)clab_nf_rand();
	if (clab_nf_chance(99))
		clab_nf_put(m, v4 ? CLAB_LAB_E_ADDR4 : CLAB_LAB_E_ADDR6, where->addr, v4 ? 4 : 16);
	if (clab_nf_chance(99))
		clab_nf_put_u8(m, CLAB_LAB_E_PREFIXLEN, len);
}

static void clab_nf_put_pairs(struct clab_nf_msg *m, u16 type, u32 most)
{
	struct clab_lab_pair pair[300];
	u32 i, n = clab_nf_chance(3) ? 300 : clab_nf_below(6);

	for (i = 0; i < n; i++)
		pair[i] = clab_nf_some_pair(most);
	clab_nf_put(m, type, pair, n * sizeof(*pair) - (n && clab_nf_chance(1)));
}

static void clab_nf_open_entry(struct clab_nf_msg *m, u8 kind)
{
	clab_nf_open(m, CLAB_NF_NEST(CLAB_LAB_A_ENTRY));
	if (clab_nf_chance(99))
		clab_nf_put_u8(m, CLAB_LAB_E_KIND, clab_nf_chance(99) ? kind :
			       (u8)clab_nf_below(8));
}

/**
 * clab_nf_doi_entry() - write the entry of a DOI
 * @m: the message
 * @doi: its number
 * @type: its type, 0: it goes on with the entry before
 */
void clab_nf_doi_entry(struct clab_nf_msg *m, u32 doi, u32 type)
{
	u8 tags[8];
	u32 nr = clab_nf_some_tags(type, tags);

	clab_nf_open_entry(m, CLAB_LAB_KIND_DOI);
	if (clab_nf_chance(99))
		clab_nf_put_u32(m, CLAB_LAB_E_DOI, doi);
	if (type && clab_nf_chance(99))
		clab_nf_put_u32(m, CLAB_LAB_E_MTYPE, type);
	if (type && clab_nf_chance(99))
		clab_nf_put(m, CLAB_LAB_E_TAGS, tags, nr);
	if (type <= CLAB_DOI_TRANS || clab_nf_chance(2))
		clab_nf_put_pairs(m, CLAB_LAB_E_LEVELS, 12);
	if (!type || (type == CLAB_DOI_TRANS && clab_nf_chance(70)))
		clab_nf_put_pairs(m, CLAB_LAB_E_CATS, 40);
	clab_nf_close(m);
}

/* The entry of a mapping: of a domain, NULL the default; with an address or by chance. */
static void clab_nf_map_entry(struct clab_nf_msg *m, const char *domain, bool selector)
{
	u32 proto = clab_nf_some_protocol();
	bool v4 = clab_nf_is_v4() || (proto == CLAB_NLTYPE_CIPSOV4 && clab_nf_chance(95));

	clab_nf_open_entry(m, CLAB_LAB_KIND_MAP);
	if (domain)
		clab_nf_put_str(m, CLAB_LAB_E_DOMAIN, domain);
	if (clab_nf_chance(20))
		clab_nf_put_u16(m, CLAB_LAB_E_FAMILY, clab_nf_chance(10) ? clab_nf_some_family() :
				v4 ? AF_INET : AF_INET6);
	if (clab_nf_chance(99))
		clab_nf_put_u32(m, CLAB_LAB_E_PROTOCOL, proto);
	if (clab_nf_chance(proto == CLAB_NLTYPE_CIPSOV4 ? 99 : 1))
		clab_nf_put_u32(m, CLAB_LAB_E_DOI, clab_nf_some_doi());
	if (selector || clab_nf_chance(50))
		clab_nf_put_prefix(m, v4);
	if (clab_nf_chance(1))
		clab_nf_put_prefix(m, !v4);
	clab_nf_close(m);
}

/**
 * clab_nf_sel_entry() - write one of many address selectors of the default
 * @m: the message
 * @number: which
 */
void clab_nf_sel_entry(struct clab_nf_msg *m, u32 number)
{
	const u8 addr[4] = { 11, (u8)(number >> 8), (u8)number, 0 };

	clab_nf_open(m, CLAB_NF_NEST(CLAB_LAB_A_ENTRY));
	clab_nf_put_u8(m, CLAB_LAB_E_KIND, CLAB_LAB_KIND_MAP);
	clab_nf_put_u32(m, CLAB_LAB_E_PROTOCOL, CLAB_NLTYPE_UNLABELED);
	clab_nf_put(m, CLAB_LAB_E_ADDR4, addr, sizeof(addr));
	clab_nf_put_u8(m, CLAB_LAB_E_PREFIXLEN, 24);
	clab_nf_close(m);
}

/**
 * clab_nf_iface_entry() - write the static label of one of many interfaces
 * @m: the message
 * @number: which
 */
void clab_nf_iface_entry(struct clab_nf_msg *m, u32 number)
{
	char name[16];

	snprintf(name, sizeof(name), "many%u", number);
	clab_nf_open(m, CLAB_NF_NEST(CLAB_LAB_A_ENTRY));
	clab_nf_put_u8(m, CLAB_LAB_E_KIND, CLAB_LAB_KIND_STATIC);
	clab_nf_put_str(m, CLAB_LAB_E_IFACE, name);
	clab_nf_put(m, CLAB_LAB_E_ADDR4, clab_nf_v4[0].addr, 4);
	clab_nf_put_u8(m, CLAB_LAB_E_PREFIXLEN, clab_nf_v4[0].len);
	clab_nf_put_str(m, CLAB_LAB_E_SECCTX, clab_nf_labels[0]);
	clab_nf_close(m);
}

static void clab_nf_static_entry(struct clab_nf_msg *m)
{
	clab_nf_open_entry(m, CLAB_LAB_KIND_STATIC);
	if (clab_nf_chance(70))
		clab_nf_put_str(m, CLAB_LAB_E_IFACE, clab_nf_some_iface());
	if (clab_nf_chance(99))
		clab_nf_put_prefix(m, clab_nf_is_v4());
	if (clab_nf_chance(99))
		clab_nf_put_label(m, CLAB_LAB_E_SECCTX);
	clab_nf_close(m);
}

static void clab_nf_value_entry(struct clab_nf_msg *m, bool setting)
{
	static const char *const names[] = {
		"cache_enable", "cache_bucket_size", "rbm_optfmt", "rbm_strictvalid",
		"validate_strict", "nothing",
	};

	clab_nf_open_entry(m, setting ? CLAB_LAB_KIND_TUNABLE : CLAB_LAB_KIND_ACCEPT);
	if (setting && clab_nf_chance(98))
		clab_nf_put_str(m, CLAB_LAB_E_NAME,
				names[clab_nf_below(clab_nf_chance(80) ? 5 : 6)]);
	if (clab_nf_chance(98))
		clab_nf_put_u32(m, CLAB_LAB_E_VALUE, clab_nf_chance(95) ? clab_nf_below(2) :
				clab_nf_rand());
	clab_nf_close(m);
}

/* What a transaction is made of; most of them are of the first socket. */
static void clab_nf_some_entry(struct clab_nf_msg *m)
{
	const struct clab_nf_tx *tx = &clab_nf_txs[0];
	u32 doi = 1 + clab_nf_below(10);

	switch (clab_nf_below(8)) {
	case 0:
	case 1:
		clab_nf_doi_entry(m, doi, clab_nf_some_type());
		break;
	case 2:
		if (tx->open && clab_nf_chance(95))
			clab_nf_doi_entry(m, tx->draft.doi, 0);
		else
			clab_nf_doi_entry(m, doi, clab_nf_chance(90) ? CLAB_DOI_TRANS : 0);
		break;
	case 3:
	case 4:
		clab_nf_map_entry(m, clab_nf_chance(80) ? clab_nf_some_domain() : NULL, false);
		break;
	case 5:
		clab_nf_static_entry(m);
		break;
	default:
		clab_nf_value_entry(m, clab_nf_chance(60));
	}
}

static void clab_nf_gen_replace(struct clab_nf_msg *m, u8 cmd)
{
	const char *domain = clab_nf_chance(75) ? clab_nf_some_domain() : NULL;
	u32 doi = clab_nf_some_doi(), n = 1 + clab_nf_below(4);

	if (clab_nf_chance(2))
		return;
	if (cmd == CLAB_LAB_C_DOI_REPLACE) {
		clab_nf_doi_entry(m, doi, clab_nf_some_type());
		if (clab_nf_chance(10))
			clab_nf_doi_entry(m, doi, clab_nf_chance(80) ? 0 : 1);
		if (clab_nf_chance(2))
			clab_nf_value_entry(m, false);
		return;
	}
	if (cmd != CLAB_LAB_C_MAP_REPLACE)
		n = clab_nf_chance(98) ? 1 : 2;
	while (n--)
		clab_nf_map_entry(m, clab_nf_chance(98) ? domain : clab_nf_some_domain(),
				  cmd != CLAB_LAB_C_MAP_REPLACE || n);
	if (clab_nf_chance(2))
		clab_nf_value_entry(m, false);
}

/* A selector that there is: then most that is asked of it is done. */
static void clab_nf_gen_sel(struct clab_nf_msg *m, u8 cmd)
{
	const struct clab_nf_map *map = NULL;
	bool v4;

	if (clab_nf_live.nr_maps)
		map = &clab_nf_live.map[clab_nf_below(clab_nf_live.nr_maps)];
	if (!map || !map->selector || clab_nf_chance(20)) {
		clab_nf_gen_replace(m, cmd);
		return;
	}
	v4 = map->slot == CLAB_NF_V4;
	clab_nf_open_entry(m, CLAB_LAB_KIND_MAP);
	if (!map->is_default)
		clab_nf_put_str(m, CLAB_LAB_E_DOMAIN, map->domain);
	clab_nf_put(m, v4 ? CLAB_LAB_E_ADDR4 : CLAB_LAB_E_ADDR6, map->prefix.addr, v4 ? 4 : 16);
	clab_nf_put_u8(m, CLAB_LAB_E_PREFIXLEN, map->prefix.len);
	if (cmd == CLAB_LAB_C_SEL_REPLACE && v4 && clab_nf_chance(60)) {
		clab_nf_put_u32(m, CLAB_LAB_E_PROTOCOL, CLAB_NLTYPE_CIPSOV4);
		clab_nf_put_u32(m, CLAB_LAB_E_DOI, clab_nf_some_doi());
	} else if (cmd == CLAB_LAB_C_SEL_REPLACE) {
		clab_nf_put_u32(m, CLAB_LAB_E_PROTOCOL, CLAB_NLTYPE_UNLABELED);
	}
	clab_nf_close(m);
}

static void clab_nf_gen_asking(struct clab_nf_msg *m, u8 cmd)
{
	bool v4 = clab_nf_is_v4();

	if (cmd == CLAB_LAB_C_STATS) {
		if (clab_nf_chance(50))
			clab_nf_put_u32(m, CLAB_LAB_A_STAT_KINDS, clab_nf_below(17) << 1);
		return;
	}
	if (clab_nf_chance(cmd == CLAB_LAB_C_LOOKUP ? 60 : 20))
		clab_nf_put_str(m, CLAB_LAB_A_DOMAIN, clab_nf_some_domain());
	if (cmd == CLAB_LAB_C_LOOKUP) {
		if (clab_nf_chance(m->nr ? 3 : 70))
			clab_nf_put_str(m, CLAB_LAB_A_IFACE, clab_nf_some_iface());
		if (clab_nf_chance(97))
			clab_nf_put(m, v4 ? CLAB_LAB_A_ADDR4 : CLAB_LAB_A_ADDR6,
				    clab_nf_somewhere(v4)->addr, v4 ? 4 : 16);
		if (clab_nf_chance(2))
			clab_nf_put(m, CLAB_LAB_A_ADDR6, clab_nf_somewhere(false)->addr, 16);
		return;
	}
	if (clab_nf_chance(30))
		clab_nf_put_u32(m, CLAB_LAB_A_KINDS, clab_nf_below(33) << 1);
	if (clab_nf_chance(20))
		clab_nf_put_u32(m, CLAB_LAB_A_DOI, clab_nf_some_doi());
	if (clab_nf_chance(20))
		clab_nf_put_u16(m, CLAB_LAB_A_FAMILY, clab_nf_some_family());
}

static void clab_nf_gen_lab(struct clab_nf_msg *m, u8 cmd)
{
	u32 n = clab_nf_chance(98) ? 1 + clab_nf_below(4) : 0;

	if (cmd >= CLAB_LAB_C_TX_BEGIN && clab_nf_chance(cmd == CLAB_LAB_C_STATS ? 1 : 10))
		clab_nf_put_u32(m, CLAB_LAB_A_IF_GENERATION, clab_nf_chance(80) ?
				clab_nf_live.generation : clab_nf_rand());
	if (clab_nf_chance(cmd == CLAB_LAB_C_TX_COMMIT || cmd == CLAB_LAB_C_DUMP_CONFIG ? 20 : 1))
		clab_nf_put_u32(m, CLAB_LAB_A_FLAGS, cmd == CLAB_LAB_C_TX_COMMIT &&
				clab_nf_chance(90) ? 1 : clab_nf_below(4));
	switch (cmd) {
	case CLAB_LAB_C_TX_ADD:
		clab_nf_seen = &clab_nf_txs[0].cfg;
		for (; n; n--)
			clab_nf_some_entry(m);
		clab_nf_seen = &clab_nf_live;
		break;
	case CLAB_LAB_C_SEL_DEL:
	case CLAB_LAB_C_SEL_REPLACE:
		clab_nf_gen_sel(m, cmd);
		break;
	case CLAB_LAB_C_MAP_REPLACE:
	case CLAB_LAB_C_DOI_REPLACE:
		clab_nf_gen_replace(m, cmd);
		break;
	case CLAB_LAB_C_LOOKUP:
	case CLAB_LAB_C_DUMP_CONFIG:
	case CLAB_LAB_C_STATS:
		clab_nf_gen_asking(m, cmd);
	}
}

/* What is asked for, and how often of a hundred. */
static const struct {
	enum clab_nf_family family;
	u8 cmd, often;
	bool dump;
} clab_nf_mix[] = {
	{ CLAB_NF_MGMT, CLAB_MGMT_C_ADD, 12, false },
	{ CLAB_NF_MGMT, CLAB_MGMT_C_REMOVE, 4, false },
	{ CLAB_NF_MGMT, CLAB_MGMT_C_LISTALL, 1, true },
	{ CLAB_NF_MGMT, CLAB_MGMT_C_ADDDEF, 4, false },
	{ CLAB_NF_MGMT, CLAB_MGMT_C_REMOVEDEF, 1, false },
	{ CLAB_NF_MGMT, CLAB_MGMT_C_LISTDEF, 1, false },
	{ CLAB_NF_MGMT, CLAB_MGMT_C_LISTDEF, 1, true },
	{ CLAB_NF_MGMT, CLAB_MGMT_C_PROTOCOLS, 1, true },
	{ CLAB_NF_MGMT, CLAB_MGMT_C_VERSION, 1, false },
	{ CLAB_NF_CIPSO, CLAB_CIPSOV4_C_ADD, 10, false },
	{ CLAB_NF_CIPSO, CLAB_CIPSOV4_C_REMOVE, 4, false },
	{ CLAB_NF_CIPSO, CLAB_CIPSOV4_C_LIST, 2, false },
	{ CLAB_NF_CIPSO, CLAB_CIPSOV4_C_LISTALL, 1, true },
	{ CLAB_NF_UNLBL, CLAB_UNLBL_C_ACCEPT, 2, false },
	{ CLAB_NF_UNLBL, CLAB_UNLBL_C_LIST, 1, false },
	{ CLAB_NF_UNLBL, CLAB_UNLBL_C_STATICADD, 6, false },
	{ CLAB_NF_UNLBL, CLAB_UNLBL_C_STATICREMOVE, 4, false },
	{ CLAB_NF_UNLBL, CLAB_UNLBL_C_STATICLIST, 1, true },
	{ CLAB_NF_UNLBL, CLAB_UNLBL_C_STATICADDDEF, 3, false },
	{ CLAB_NF_UNLBL, CLAB_UNLBL_C_STATICREMOVEDEF, 2, false },
	{ CLAB_NF_UNLBL, CLAB_UNLBL_C_STATICLISTDEF, 1, true },
	{ CLAB_NF_LAB, CLAB_LAB_C_STATUS, 1, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_TX_BEGIN, 6, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_TX_ADD, 12, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_TX_COMMIT, 4, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_TX_ABORT, 1, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_DUMP_CONFIG, 1, true },
	{ CLAB_NF_LAB, CLAB_LAB_C_SEL_DEL, 3, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_SEL_REPLACE, 3, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_MAP_REPLACE, 5, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_DOI_REPLACE, 3, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_LOOKUP, 2, false },
	{ CLAB_NF_LAB, CLAB_LAB_C_STATS, 1, true },
	{ CLAB_NF_LAB, CLAB_LAB_C_STATS_RESET, 1, false },
};

/**
 * clab_nf_generate() - make up a request
 * @m: where it goes
 */
void clab_nf_generate(struct clab_nf_msg *m)
{
	u32 i = 0, pick = clab_nf_below(106);

	while (pick >= clab_nf_mix[i].often && i + 1 < ARRAY_SIZE(clab_nf_mix))
		pick -= clab_nf_mix[i++].often;
	/* All at once, now and then, or every list would grow without end. */
	if (clab_nf_chance(1) && clab_nf_chance(20)) {
		clab_nf_begin(m, CLAB_NF_LAB, CLAB_LAB_C_FLUSH, 0);
		clab_nf_gen_lab(m, CLAB_LAB_C_FLUSH);
		return;
	}
	clab_nf_begin(m, clab_nf_mix[i].family, clab_nf_mix[i].cmd,
		      clab_nf_mix[i].dump ? NLM_F_DUMP : 0);
	switch (m->family) {
	case CLAB_NF_MGMT:
		clab_nf_gen_mgmt(m, clab_nf_mix[i].cmd);
		break;
	case CLAB_NF_CIPSO:
		clab_nf_gen_cipso(m, clab_nf_mix[i].cmd);
		break;
	case CLAB_NF_UNLBL:
		clab_nf_gen_unlbl(m, clab_nf_mix[i].cmd);
		break;
	default:
		clab_nf_gen_lab(m, clab_nf_mix[i].cmd);
	}
}
