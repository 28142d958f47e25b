// SPDX-License-Identifier: GPL-2.0
/*
 * clab-netfuzz: what is configured, in plain lists that are searched one by one
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netfuzz.h"

struct clab_nf_config clab_nf_live;

static const u32 clab_nf_tunable_default[CLAB_NF_TUNABLES] = { 1, 10, 0, 1, 0 };

/* Room for one more. */
static void *clab_nf_grow(void *list, u32 nr, u32 *room, size_t size)
{
	if (nr < *room)
		return list;
	*room = *room ? 2 * *room : 64;
	list = realloc(list, *room * size);
	if (!list)
		abort();
	return list;
}

/**
 * clab_nf_pairs_add() - add levels or categories to a list
 * @pairs: the list
 * @data: an array of struct clab_lab_pair
 * @nr: how many there are
 */
void clab_nf_pairs_add(struct clab_nf_pairs *pairs, const u8 *data, u32 nr)
{
	struct clab_lab_pair pair;

	for (; nr--; data += sizeof(pair)) {
		memcpy(&pair, data, sizeof(pair));
		pairs->pair = clab_nf_grow(pairs->pair, pairs->nr, &pairs->room, sizeof(pair));
		pairs->pair[pairs->nr++] = pair;
	}
}

/**
 * clab_nf_doi_free() - forget what a DOI holds
 * @doi: the DOI
 */
void clab_nf_doi_free(struct clab_nf_doi *doi)
{
	free(doi->levels.pair);
	free(doi->cats.pair);
	memset(doi, 0, sizeof(*doi));
}

/**
 * clab_nf_config_empty() - begin a configuration, as TX_BEGIN does
 * @cfg: the configuration
 */
void clab_nf_config_empty(struct clab_nf_config *cfg)
{
	memset(cfg, 0, sizeof(*cfg));
	cfg->accept = 1;
	memcpy(cfg->tunable, clab_nf_tunable_default, sizeof(cfg->tunable));
}

/**
 * clab_nf_config_boot() - what there is when the module is loaded
 * @cfg: where it goes
 */
void clab_nf_config_boot(struct clab_nf_config *cfg)
{
	struct clab_nf_map map = { .is_default = true, .proto = CLAB_NLTYPE_UNLABELED };

	clab_nf_config_empty(cfg);
	clab_nf_map_add(cfg, &map);
	cfg->generation = 0;
}

/**
 * clab_nf_config_free() - forget a configuration
 * @cfg: the configuration
 */
void clab_nf_config_free(struct clab_nf_config *cfg)
{
	u32 i;

	for (i = 0; i < cfg->nr_dois; i++)
		clab_nf_doi_free(&cfg->doi[i]);
	free(cfg->doi);
	free(cfg->map);
	free(cfg->label);
	memset(cfg, 0, sizeof(*cfg));
}

/* Of entries that contradict each other the last one holds, each way. */
static bool clab_nf_pairs_say(const struct clab_nf_pairs *pairs, bool out, u32 from, u32 *to)
{
	u32 i;

	for (i = pairs->nr; i--;) {
		const struct clab_lab_pair *p = &pairs->pair[i];

		if ((out ? p->local : p->remote) != from)
			continue;
		*to = out ? p->remote : p->local;
		return true;
	}
	return false;
}

static bool clab_nf_pairs_within(const struct clab_nf_pairs *a, const struct clab_nf_pairs *b)
{
	u32 i, x, y;

	for (i = 0; i < a->nr; i++) {
		u32 here = a->pair[i].local, wire = a->pair[i].remote;

		if (!clab_nf_pairs_say(a, true, here, &x) ||
		    !clab_nf_pairs_say(b, true, here, &y) || x != y)
			return false;
		if (!clab_nf_pairs_say(a, false, wire, &x) ||
		    !clab_nf_pairs_say(b, false, wire, &y) || x != y)
			return false;
	}
	return true;
}

static bool clab_nf_pairs_same(const struct clab_nf_pairs *a, const struct clab_nf_pairs *b)
{
	return clab_nf_pairs_within(a, b) && clab_nf_pairs_within(b, a);
}

static bool clab_nf_doi_same(const struct clab_nf_doi *a, const struct clab_nf_doi *b)
{
	if (a->type != b->type || a->nr_tags != b->nr_tags ||
	    memcmp(a->tags, b->tags, a->nr_tags))
		return false;
	return a->type != CLAB_DOI_TRANS || (clab_nf_pairs_same(&a->levels, &b->levels) &&
					      clab_nf_pairs_same(&a->cats, &b->cats));
}

/**
 * clab_nf_doi_find() - find a DOI
 * @cfg: the configuration
 * @number: its number
 *
 * Return: it, or NULL.
 */
struct clab_nf_doi *clab_nf_doi_find(struct clab_nf_config *cfg, u32 number)
{
	u32 i;

	for (i = 0; i < cfg->nr_dois; i++)
		if (cfg->doi[i].doi == number)
			return &cfg->doi[i];
	return NULL;
}

/**
 * clab_nf_doi_add() - define a DOI
 * @cfg: the configuration
 * @doi: the DOI; taken over and cleared when it is added
 *
 * Return: whether it is added.
 */
bool clab_nf_doi_add(struct clab_nf_config *cfg, struct clab_nf_doi *doi)
{
	if (clab_nf_doi_find(cfg, doi->doi))
		return false;
	cfg->doi = clab_nf_grow(cfg->doi, cfg->nr_dois, &cfg->room_dois, sizeof(*doi));
	cfg->doi[cfg->nr_dois++] = *doi;
	memset(doi, 0, sizeof(*doi));
	cfg->generation++;
	return true;
}

/**
 * clab_nf_doi_remove() - remove a DOI, and plain mappings of domains that name it
 * @cfg: the configuration
 * @number: its number
 *
 * Return: whether it is removed: selectors and the default keep it.
 */
bool clab_nf_doi_remove(struct clab_nf_config *cfg, u32 number)
{
	struct clab_nf_doi *doi = clab_nf_doi_find(cfg, number);
	u32 i;

	if (!doi)
		return false;
	for (i = 0; i < cfg->nr_maps; i++)
		if (cfg->map[i].proto == CLAB_NLTYPE_CIPSOV4 && cfg->map[i].doi == number &&
		    (cfg->map[i].selector || cfg->map[i].is_default))
			return false;
	for (i = 0; i < cfg->nr_maps; i++)
		if (cfg->map[i].proto == CLAB_NLTYPE_CIPSOV4 && cfg->map[i].doi == number)
			cfg->map[i--] = cfg->map[--cfg->nr_maps];
	clab_nf_doi_free(doi);
	*doi = cfg->doi[--cfg->nr_dois];
	cfg->generation++;
	return true;
}

/**
 * clab_nf_doi_replace() - define a DOI anew
 * @cfg: the configuration
 * @doi: the DOI; taken over and cleared when it is there
 *
 * Return: whether it was there.
 */
bool clab_nf_doi_replace(struct clab_nf_config *cfg, struct clab_nf_doi *doi)
{
	struct clab_nf_doi *old = clab_nf_doi_find(cfg, doi->doi);

	if (!old)
		return false;
	clab_nf_doi_free(old);
	*old = *doi;
	memset(doi, 0, sizeof(*doi));
	cfg->generation++;
	return true;
}

/**
 * clab_nf_prefix_mask() - clear what is behind a prefix
 * @prefix: the prefix
 */
void clab_nf_prefix_mask(struct clab_nf_prefix *prefix)
{
	u32 i;

	for (i = prefix->len; i < 128; i++)
		prefix->addr[i / 8] &= (u8)~(0x80 >> i % 8);
}

/**
 * clab_nf_prefix_exact() - is nothing set behind a prefix?
 * @addr: the address
 * @octets: its length
 * @len: bits of the prefix
 *
 * Return: whether nothing is.
 */
bool clab_nf_prefix_exact(const u8 *addr, int octets, u32 len)
{
	for (; len < (u32)octets * 8; len++)
		if (addr[len / 8] & 0x80 >> len % 8)
			return false;
	return true;
}

static bool clab_nf_prefix_same(const struct clab_nf_prefix *a, const struct clab_nf_prefix *b)
{
	return a->len == b->len && !memcmp(a->addr, b->addr, sizeof(a->addr));
}

static bool clab_nf_map_where(const struct clab_nf_map *a, const struct clab_nf_map *b)
{
	return a->is_default == b->is_default && !strcmp(a->domain, b->domain);
}

static struct clab_nf_map *clab_nf_map_exact(struct clab_nf_config *cfg,
					     const struct clab_nf_map *map)
{
	u32 i;

	for (i = 0; i < cfg->nr_maps; i++) {
		struct clab_nf_map *m = &cfg->map[i];

		if (clab_nf_map_where(m, map) && m->slot == map->slot &&
		    m->selector == map->selector &&
		    (!m->selector || clab_nf_prefix_same(&m->prefix, &map->prefix)))
			return m;
	}
	return NULL;
}

static void clab_nf_map_put(struct clab_nf_config *cfg, const struct clab_nf_map *map,
			    enum clab_nf_slot slot)
{
	cfg->map = clab_nf_grow(cfg->map, cfg->nr_maps, &cfg->room_maps, sizeof(*map));
	cfg->map[cfg->nr_maps] = *map;
	cfg->map[cfg->nr_maps++].slot = slot;
}

/**
 * clab_nf_map_add() - map a domain, or an address of one
 * @cfg: the configuration
 * @map: what is asked for, its prefix masked
 *
 * Return: whether it is added.
 */
bool clab_nf_map_add(struct clab_nf_config *cfg, const struct clab_nf_map *map)
{
	u32 i;

	if (map->proto == CLAB_NLTYPE_CIPSOV4 && !clab_nf_doi_find(cfg, map->doi))
		return false;
	for (i = 0; i < cfg->nr_maps; i++) {
		const struct clab_nf_map *m = &cfg->map[i];

		if (!clab_nf_map_where(m, map) ||
		    (m->slot != map->slot && m->slot && map->slot))
			continue;
		if (!m->selector || !map->selector)
			return false;
	}
	if (map->selector && clab_nf_map_exact(cfg, map))
		return false;
	if (map->is_default && map->slot == CLAB_NF_BOTH) {
		clab_nf_map_put(cfg, map, CLAB_NF_V4);
		clab_nf_map_put(cfg, map, CLAB_NF_V6);
	} else {
		clab_nf_map_put(cfg, map, map->slot);
	}
	cfg->generation++;
	return true;
}

/**
 * clab_nf_map_remove() - remove all that is mapped for a domain
 * @cfg: the configuration
 * @domain: the domain, NULL: the default
 *
 * Return: whether there was anything.
 */
bool clab_nf_map_remove(struct clab_nf_config *cfg, const char *domain)
{
	u32 i, before = cfg->nr_maps;

	for (i = 0; i < cfg->nr_maps; i++)
		if (cfg->map[i].is_default == !domain &&
		    (!domain || !strcmp(cfg->map[i].domain, domain)))
			cfg->map[i--] = cfg->map[--cfg->nr_maps];
	if (before == cfg->nr_maps)
		return false;
	cfg->generation++;
	return true;
}

/**
 * clab_nf_map_replace() - replace all that is mapped for a domain
 * @cfg: the configuration
 * @maps: by what, all of one domain
 * @nr: their number
 *
 * Return: whether it is replaced.
 */
bool clab_nf_map_replace(struct clab_nf_config *cfg, const struct clab_nf_map *maps, u32 nr)
{
	struct clab_nf_config try = *cfg;
	bool done = true;
	u32 i;

	try.map = NULL;
	try.nr_maps = 0;
	try.room_maps = 0;
	for (i = 0; i < cfg->nr_maps; i++)
		if (!clab_nf_map_where(&cfg->map[i], &maps[0]))
			clab_nf_map_put(&try, &cfg->map[i], cfg->map[i].slot);
	for (i = 0; i < nr && done; i++)
		done = clab_nf_map_add(&try, &maps[i]);
	free(done ? cfg->map : try.map);
	if (!done)
		return false;
	cfg->map = try.map;
	cfg->nr_maps = try.nr_maps;
	cfg->room_maps = try.room_maps;
	cfg->generation++;
	return true;
}

/**
 * clab_nf_sel_del() - remove an address selector
 * @cfg: the configuration
 * @map: which
 *
 * Return: whether it was there.
 */
bool clab_nf_sel_del(struct clab_nf_config *cfg, const struct clab_nf_map *map)
{
	struct clab_nf_map *m = clab_nf_map_exact(cfg, map);

	if (!m)
		return false;
	*m = cfg->map[--cfg->nr_maps];
	cfg->generation++;
	return true;
}

/**
 * clab_nf_sel_replace() - map an address that is mapped to something else
 * @cfg: the configuration
 * @map: to what
 *
 * Return: whether it is.
 */
bool clab_nf_sel_replace(struct clab_nf_config *cfg, const struct clab_nf_map *map)
{
	struct clab_nf_map *m = clab_nf_map_exact(cfg, map);

	if (!m || (map->proto == CLAB_NLTYPE_CIPSOV4 && !clab_nf_doi_find(cfg, map->doi)))
		return false;
	*m = *map;
	cfg->generation++;
	return true;
}

static bool clab_nf_covers(const struct clab_nf_prefix *prefix, const u8 *addr, int octets)
{
	struct clab_nf_prefix other = { .len = prefix->len };

	memcpy(other.addr, addr, (size_t)octets);
	clab_nf_prefix_mask(&other);
	return clab_nf_prefix_same(prefix, &other);
}

/**
 * clab_nf_map_lookup() - is anything mapped for a packet?
 * @cfg: the configuration
 * @domain: the sender's domain, or NULL
 * @slot: the packet's family
 * @addr: its destination
 *
 * Return: whether there is.
 */
bool clab_nf_map_lookup(struct clab_nf_config *cfg, const char *domain, enum clab_nf_slot slot,
			const u8 *addr)
{
	bool mapped = false;
	u32 i;

	for (i = 0; i < cfg->nr_maps; i++) {
		const struct clab_nf_map *m = &cfg->map[i];

		if (m->is_default != !domain || (domain && strcmp(m->domain, domain)) ||
		    (m->slot && m->slot != slot))
			continue;
		mapped = true;
		if (!m->selector || clab_nf_covers(&m->prefix, addr, slot == CLAB_NF_V4 ? 4 : 16))
			return true;
	}
	return domain && !mapped && clab_nf_map_lookup(cfg, NULL, slot, addr);
}

/**
 * clab_nf_map_default() - is there a default mapping?
 * @cfg: the configuration
 * @slot: of which family
 * @size: what its list of selectors takes in an answer
 *
 * Return: whether there is one.
 */
bool clab_nf_map_default(struct clab_nf_config *cfg, enum clab_nf_slot slot, u32 *size)
{
	u32 i, n = 0;

	*size = 0;
	for (i = 0; i < cfg->nr_maps; i++) {
		if (!cfg->map[i].is_default || cfg->map[i].slot != slot)
			continue;
		n++;
		if (cfg->map[i].selector)
			*size += slot == CLAB_NF_V4 ? 36 : 60;
	}
	return n;
}

static struct clab_nf_static *clab_nf_label_find(struct clab_nf_config *cfg,
						 const struct clab_nf_static *label)
{
	u32 i;

	for (i = 0; i < cfg->nr_labels; i++)
		if (!strcmp(cfg->label[i].iface, label->iface) &&
		    cfg->label[i].slot == label->slot &&
		    clab_nf_prefix_same(&cfg->label[i].prefix, &label->prefix))
			return &cfg->label[i];
	return NULL;
}

/* Is there room for labels of that interface? */
static bool clab_nf_label_room(struct clab_nf_config *cfg, const struct clab_nf_static *label)
{
	u32 i, j, names = 0;

	if (cfg->nr_labels < 4096)
		return true;
	for (i = 0; i < cfg->nr_labels; i++) {
		if (!strcmp(cfg->label[i].iface, label->iface))
			return cfg->nr_labels < 65536;
		for (j = i; j && strcmp(cfg->label[j - 1].iface, cfg->label[i].iface); j--)
			;
		names += !j && cfg->label[i].iface[0];
	}
	return names < 4096 && cfg->nr_labels < 65536;
}

/**
 * clab_nf_label_add() - add a static label
 * @cfg: the configuration
 * @label: the label
 *
 * Return: whether it is added.
 */
bool clab_nf_label_add(struct clab_nf_config *cfg, const struct clab_nf_static *label)
{
	if (clab_nf_label_find(cfg, label) || !clab_nf_label_room(cfg, label))
		return false;
	cfg->label = clab_nf_grow(cfg->label, cfg->nr_labels, &cfg->room_labels, sizeof(*label));
	cfg->label[cfg->nr_labels++] = *label;
	cfg->generation++;
	return true;
}

/**
 * clab_nf_label_remove() - remove a static label
 * @cfg: the configuration
 * @label: which
 *
 * Return: whether it was there.
 */
bool clab_nf_label_remove(struct clab_nf_config *cfg, const struct clab_nf_static *label)
{
	struct clab_nf_static *found = clab_nf_label_find(cfg, label);

	if (!found)
		return false;
	*found = cfg->label[--cfg->nr_labels];
	cfg->generation++;
	return true;
}

/* What of one configuration is not in another, or NULL. */
static const char *clab_nf_config_lacks(struct clab_nf_config *a, struct clab_nf_config *b)
{
	u32 i;

	for (i = 0; i < a->nr_dois; i++) {
		const struct clab_nf_doi *doi = clab_nf_doi_find(b, a->doi[i].doi);

		if (!doi || !clab_nf_doi_same(&a->doi[i], doi))
			return "a DOI";
	}
	for (i = 0; i < a->nr_maps; i++) {
		const struct clab_nf_map *map = clab_nf_map_exact(b, &a->map[i]);

		if (!map || map->proto != a->map[i].proto ||
		    (map->proto == CLAB_NLTYPE_CIPSOV4 && map->doi != a->map[i].doi))
			return "a mapping";
	}
	for (i = 0; i < a->nr_labels; i++) {
		const struct clab_nf_static *label = clab_nf_label_find(b, &a->label[i]);

		if (!label || label->label != a->label[i].label)
			return "a static label";
	}
	return NULL;
}

/**
 * clab_nf_config_differ() - compare two configurations
 * @a: one
 * @b: the other
 *
 * Return: in what they differ, or NULL.
 */
const char *clab_nf_config_differ(struct clab_nf_config *a, struct clab_nf_config *b)
{
	const char *what;

	if (a->generation != b->generation)
		return "the generation";
	if (a->nr_dois != b->nr_dois)
		return "the number of DOIs";
	if (a->nr_maps != b->nr_maps)
		return "the number of mappings";
	if (a->nr_labels != b->nr_labels)
		return "the number of static labels";
	what = clab_nf_config_lacks(a, b);
	if (what)
		return what;
	if (a->accept != b->accept)
		return "the accept flag";
	return memcmp(a->tunable, b->tunable, sizeof(a->tunable)) ? "a setting" : NULL;
}
