// SPDX-License-Identifier: GPL-2.0
/*
 * clab-netfuzz: what comes of a request of CLAB_LAB
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "netfuzz.h"

#define CLAB_NF_A(_name)	(1U << CLAB_LAB_A_##_name)
#define CLAB_NF_MAP_ENTRIES	65536

/* What each command takes. */
static const u32 clab_nf_takes[CLAB_LAB_C_MAX + 1] = {
	[CLAB_LAB_C_TX_BEGIN] = CLAB_NF_A(IF_GENERATION),
	[CLAB_LAB_C_TX_ADD] = CLAB_NF_A(ENTRY),
	[CLAB_LAB_C_TX_COMMIT] = CLAB_NF_A(IF_GENERATION) | CLAB_NF_A(FLAGS),
	[CLAB_LAB_C_DUMP_CONFIG] = CLAB_NF_A(KINDS) | CLAB_NF_A(DOI) | CLAB_NF_A(FAMILY) |
				   CLAB_NF_A(DOMAIN) | CLAB_NF_A(FLAGS),
	[CLAB_LAB_C_SEL_DEL] = CLAB_NF_A(IF_GENERATION) | CLAB_NF_A(ENTRY),
	[CLAB_LAB_C_SEL_REPLACE] = CLAB_NF_A(IF_GENERATION) | CLAB_NF_A(ENTRY),
	[CLAB_LAB_C_MAP_REPLACE] = CLAB_NF_A(IF_GENERATION) | CLAB_NF_A(ENTRY),
	[CLAB_LAB_C_DOI_REPLACE] = CLAB_NF_A(IF_GENERATION) | CLAB_NF_A(ENTRY),
	[CLAB_LAB_C_FLUSH] = CLAB_NF_A(IF_GENERATION),
	[CLAB_LAB_C_LOOKUP] = CLAB_NF_A(DOMAIN) | CLAB_NF_A(IFACE) | CLAB_NF_A(ADDR4) |
			      CLAB_NF_A(ADDR6),
	[CLAB_LAB_C_STATS] = CLAB_NF_A(STAT_KINDS),
};

static enum clab_nf_verdict clab_nf_says(bool accepted)
{
	return accepted ? CLAB_NF_ACCEPTED : CLAB_NF_REFUSED;
}

static bool clab_nf_taken(u8 cmd, const struct clab_nf_attr *a)
{
	u32 i;

	for (i = 1; i <= CLAB_LAB_A_MAX; i++)
		if (a[i].data && !(clab_nf_takes[cmd] & 1U << i))
			return false;
	return true;
}

static u32 clab_nf_flags(const struct clab_nf_attr *a)
{
	return a[CLAB_LAB_A_FLAGS].data ? clab_nf_u32(&a[CLAB_LAB_A_FLAGS]) : 0;
}

static bool clab_nf_current(const struct clab_nf_attr *a)
{
	return !a[CLAB_LAB_A_IF_GENERATION].data ||
	       clab_nf_u32(&a[CLAB_LAB_A_IF_GENERATION]) == clab_nf_live.generation;
}

/* The next entry of a request. */
static bool clab_nf_next_entry(const u8 **data, int *left, const u8 **entry, int *len)
{
	u32 type;

	while (clab_nf_next(data, left, &type, entry, len))
		if ((type & NLA_TYPE_MASK) == CLAB_LAB_A_ENTRY)
			return true;
	return false;
}

static u32 clab_nf_entries(const u8 *data, int left)
{
	const u8 *entry;
	u32 n = 0;
	int len;

	while (clab_nf_next_entry(&data, &left, &entry, &len))
		n++;
	return n;
}

static enum clab_nf_verdict clab_nf_begin_tx(const struct clab_nf_attr *a, unsigned int sock)
{
	struct clab_nf_tx *tx = &clab_nf_txs[sock];
	u32 i, n = 0;

	for (i = 0; i < CLAB_NF_SOCKS; i++)
		n += clab_nf_txs[i].on;
	if (tx->on || n >= CLAB_NF_TX_MAX || !clab_nf_current(a))
		return CLAB_NF_REFUSED;
	tx->on = true;
	clab_nf_config_empty(&tx->cfg);
	tx->conditional = a[CLAB_LAB_A_IF_GENERATION].data;
	tx->generation = clab_nf_live.generation;
	return CLAB_NF_ACCEPTED;
}

static enum clab_nf_verdict clab_nf_add_tx(const u8 *data, int left, bool taken,
					   struct clab_nf_tx *tx)
{
	const u8 *entry;
	bool good = taken;
	u32 n = 0;
	int len;

	if (!tx->on)
		return CLAB_NF_REFUSED;
	for (; good && clab_nf_next_entry(&data, &left, &entry, &len); n++)
		good = clab_nf_tx_entry(tx, entry, len, &tx->unsure);
	if (tx->unsure && taken && n)
		return CLAB_NF_UNSURE;
	if (good && n)
		return CLAB_NF_ACCEPTED;
	clab_nf_tx_end(tx);
	return CLAB_NF_REFUSED;
}

static enum clab_nf_verdict clab_nf_commit_tx(const struct clab_nf_attr *a, struct clab_nf_tx *tx)
{
	u32 generation = clab_nf_live.generation;

	if (clab_nf_flags(a) & ~CLAB_LAB_F_DRY_RUN || !tx->on || !clab_nf_current(a) ||
	    (tx->conditional && tx->generation != generation))
		return CLAB_NF_REFUSED;
	if (tx->unsure)
		return CLAB_NF_UNSURE;
	if (!clab_nf_draft_done(tx)) {
		clab_nf_tx_end(tx);
		return CLAB_NF_REFUSED;
	}
	if (clab_nf_flags(a))
		return CLAB_NF_ACCEPTED;
	clab_nf_config_free(&clab_nf_live);
	clab_nf_live = tx->cfg;
	clab_nf_live.generation = generation + 1;
	memset(&tx->cfg, 0, sizeof(tx->cfg));
	clab_nf_tx_end(tx);
	return CLAB_NF_ACCEPTED;
}

static enum clab_nf_verdict clab_nf_judge_sel(u8 cmd, const u8 *data, int left,
					      const struct clab_nf_attr *a)
{
	struct clab_nf_map map;
	const u8 *entry;
	int len;

	if (clab_nf_entries(data, left) != 1 ||
	    !clab_nf_next_entry(&data, &left, &entry, &len) ||
	    !clab_nf_entry_map(entry, len, cmd == CLAB_LAB_C_SEL_DEL, &map) || !map.selector ||
	    !clab_nf_current(a))
		return CLAB_NF_REFUSED;
	if (cmd == CLAB_LAB_C_SEL_DEL)
		return clab_nf_says(clab_nf_sel_del(&clab_nf_live, &map));
	return clab_nf_says(clab_nf_sel_replace(&clab_nf_live, &map));
}

static bool clab_nf_maps_read(const u8 *data, int left, struct clab_nf_map *maps)
{
	const u8 *entry;
	u32 n;
	int len;

	for (n = 0; clab_nf_next_entry(&data, &left, &entry, &len); n++)
		if (!clab_nf_entry_map(entry, len, false, &maps[n]) ||
		    maps[n].is_default != maps[0].is_default ||
		    strcmp(maps[n].domain, maps[0].domain))
			return false;
	return n;
}

static enum clab_nf_verdict clab_nf_judge_maps(const u8 *data, int left,
					       const struct clab_nf_attr *a)
{
	u32 nr = clab_nf_entries(data, left);
	struct clab_nf_map *maps;
	bool good;

	if (!nr || nr > CLAB_NF_MAP_ENTRIES)
		return CLAB_NF_REFUSED;
	maps = calloc(nr, sizeof(*maps));
	if (!maps)
		abort();
	good = clab_nf_maps_read(data, left, maps) && clab_nf_current(a) &&
	       clab_nf_map_replace(&clab_nf_live, maps, nr);
	free(maps);
	return clab_nf_says(good);
}

static enum clab_nf_verdict clab_nf_judge_doi(const u8 *data, int left,
					      const struct clab_nf_attr *a)
{
	struct clab_nf_doi draft = {};
	bool good = true, open = false;
	const u8 *entry;
	int len;

	while (good && clab_nf_next_entry(&data, &left, &entry, &len))
		good = clab_nf_entry_doi(entry, len, &draft, &open);
	good = good && open && clab_nf_current(a) && clab_nf_doi_replace(&clab_nf_live, &draft);
	clab_nf_doi_free(&draft);
	return clab_nf_says(good);
}

static enum clab_nf_verdict clab_nf_judge_lookup(const struct clab_nf_attr *a)
{
	const u8 *v4 = a[CLAB_LAB_A_ADDR4].data, *v6 = a[CLAB_LAB_A_ADDR6].data;
	const char *domain = (const char *)a[CLAB_LAB_A_DOMAIN].data;

	if (!v4 == !v6 || (domain && a[CLAB_LAB_A_IFACE].data))
		return CLAB_NF_REFUSED;
	/* Beginnings of names are not modelled, and it changes nothing. */
	if (a[CLAB_LAB_A_IFACE].data)
		return CLAB_NF_UNSURE;
	return clab_nf_says(clab_nf_map_lookup(&clab_nf_live, domain,
					       v4 ? CLAB_NF_V4 : CLAB_NF_V6, v4 ?: v6));
}

static enum clab_nf_verdict clab_nf_judge_dump(const struct clab_nf_attr *a)
{
	u16 family = a[CLAB_LAB_A_FAMILY].data ? clab_nf_u16(&a[CLAB_LAB_A_FAMILY]) : AF_UNSPEC;
	u32 flags = clab_nf_flags(a);

	if (flags & ~CLAB_LAB_F_DEFAULT || (flags && a[CLAB_LAB_A_DOMAIN].data))
		return CLAB_NF_REFUSED;
	return clab_nf_says(family == AF_UNSPEC || family == AF_INET || family == AF_INET6);
}

/**
 * clab_nf_judge_lab() - what comes of a request of CLAB_LAB
 * @cmd: the command
 * @dump: a listing is asked for
 * @data: attributes
 * @len: octets of them
 * @a: the same, taken apart
 * @sock: the socket that it is sent by
 *
 * Return: what the kernel has to answer.
 */
enum clab_nf_verdict clab_nf_judge_lab(u8 cmd, bool dump, const u8 *data, int len,
				       const struct clab_nf_attr *a, unsigned int sock)
{
	bool taken = clab_nf_taken(cmd, a);

	(void)dump;
	if (cmd == CLAB_LAB_C_TX_ADD)
		return clab_nf_add_tx(data, len, taken, &clab_nf_txs[sock]);
	if (!taken)
		return CLAB_NF_REFUSED;
	switch (cmd) {
	case CLAB_LAB_C_TX_BEGIN:
		return clab_nf_begin_tx(a, sock);
	case CLAB_LAB_C_TX_COMMIT:
		return clab_nf_commit_tx(a, &clab_nf_txs[sock]);
	case CLAB_LAB_C_TX_ABORT:
		if (!clab_nf_txs[sock].on)
			return CLAB_NF_REFUSED;
		clab_nf_tx_end(&clab_nf_txs[sock]);
		return CLAB_NF_ACCEPTED;
	case CLAB_LAB_C_DUMP_CONFIG:
		return clab_nf_judge_dump(a);
	case CLAB_LAB_C_SEL_DEL:
	case CLAB_LAB_C_SEL_REPLACE:
		return clab_nf_judge_sel(cmd, data, len, a);
	case CLAB_LAB_C_MAP_REPLACE:
		return clab_nf_judge_maps(data, len, a);
	case CLAB_LAB_C_DOI_REPLACE:
		return clab_nf_judge_doi(data, len, a);
	case CLAB_LAB_C_FLUSH:
		if (!clab_nf_current(a))
			return CLAB_NF_REFUSED;
		len = (int)clab_nf_live.generation;
		clab_nf_config_free(&clab_nf_live);
		clab_nf_config_boot(&clab_nf_live);
		clab_nf_live.generation = (u32)len + 1;
		return CLAB_NF_ACCEPTED;
	case CLAB_LAB_C_LOOKUP:
		return clab_nf_judge_lookup(a);
	default:
		return CLAB_NF_ACCEPTED;
	}
}
