// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: changing a configuration in memory
 *
 * What the kernel would refuse is refused here already, since here it is known
 * which line of a file is to blame.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cipsoctl.h"
#include "edit.h"
#include "out.h"

/* Families in the order in which the kernel has them: both, IPv4, IPv6 */
static const u16 clab_edit_families[] = { AF_UNSPEC, AF_INET, AF_INET6 };

/* The settings and how high each can be */
static const struct {
	const char *name;
	u32 max;
} clab_edit_settings[] = {
	{ "cache_enable", 1 },
	{ "cache_bucket_size", 1024 },
	{ "rbm_optfmt", 1 },
	{ "rbm_strictvalid", 1 },
	{ "validate_strict", 1 },
};

static int clab_edit_no_memory(void)
{
	clab_error("out of memory");
	return CLAB_EXIT_FAIL;
}

static struct clab_key clab_key_doi(u32 number)
{
	return (struct clab_key){ .kind = CLAB_KEY_DOI, .number = number };
}

static int clab_edit_copy(struct clab_vec *to, const struct clab_vec *from,
			  size_t size)
{
	const char *item = from->items;
	void *new;
	size_t i;

	for (i = 0; i < from->nr; i++) {
		new = clab_vec_add(to, size);
		if (!new)
			return clab_edit_no_memory();
		memcpy(new, item + i * size, size);
	}
	return 0;
}

static bool clab_edit_tag_ok(u32 type, u8 tag)
{
	switch (tag) {
	case CLAB_TAG_BITMAP:
		return true;
	case CLAB_TAG_ENUM:
	case CLAB_TAG_RANGE:
		return type != CLAB_DOI_LOCAL;
	case CLAB_TAG_LOCAL:
		return type == CLAB_DOI_LOCAL;
	default:
		return false;
	}
}

static int clab_edit_tags(const struct clab_doi *doi)
{
	const u8 *tag = doi->tags.items;
	size_t i;

	for (i = 0; i < doi->tags.nr; i++)
		if (!clab_edit_tag_ok(doi->type, tag[i]))
			return clab_usage("a DOI of type %s can't list tag %u",
					  clab_name(CLAB_NAME_DOI, CLAB_NAME_WORD,
						    doi->type), tag[i]);
	return CLAB_EXIT_OK;
}

/**
 * clab_edit_doi_add() - define a DOI
 * @edit: the configuration
 * @doi: the DOI, copied
 *
 * Return: enum clab_exit.
 */
int clab_edit_doi_add(struct clab_edit *edit, const struct clab_doi *doi)
{
	const struct clab_key key = clab_key_doi(doi->doi);
	struct clab_vec *dois = &edit->conf->dois;
	struct clab_doi *new;

	if (clab_edit_tags(doi))
		return CLAB_EXIT_USAGE;
	if (!clab_index_put(&edit->index, &key, dois->nr))
		return clab_usage("DOI %u is defined already", doi->doi);
	new = clab_vec_add(dois, sizeof(*new));
	if (!new)
		return clab_edit_no_memory();
	new->doi = doi->doi;
	new->type = doi->type;
	new->line = clab_out_line;
	return clab_edit_copy(&new->tags, &doi->tags, 1) ||
	       clab_edit_copy(&new->levels, &doi->levels,
			      sizeof(struct clab_pair)) ||
	       clab_edit_copy(&new->cats, &doi->cats, sizeof(struct clab_pair)) ?
	       CLAB_EXIT_FAIL : CLAB_EXIT_OK;
}

static bool clab_edit_names(const struct clab_proto *proto, u32 doi)
{
	return clab_proto_has_doi(proto) && proto->doi == doi;
}

static bool clab_edit_map_names(const struct clab_mapping *map, u32 doi)
{
	const struct clab_selector *sel = map->selectors.items;
	size_t i;

	for (i = 0; i < map->selectors.nr; i++)
		if (clab_edit_names(&sel[i].proto, doi))
			return true;
	return !map->selective && clab_edit_names(&map->proto, doi);
}

/**
 * clab_edit_doi_del() - remove a DOI
 * @edit: the configuration
 * @number: the DOI, which no mapping may name
 *
 * Return: enum clab_exit.
 */
int clab_edit_doi_del(struct clab_edit *edit, u32 number)
{
	const struct clab_key key = clab_key_doi(number);
	const struct clab_mapping *map = edit->conf->maps.items;
	struct clab_doi *doi = edit->conf->dois.items;
	size_t i, at;

	if (!clab_index_find(&edit->index, &key, &at))
		return clab_usage("DOI %u is not defined", number);
	for (i = 0; i < edit->conf->maps.nr; i++)
		if (clab_edit_map_names(&map[i], number))
			return clab_usage("DOI %u is named by a mapping", number);
	/* The place stays, without a number: other entries keep theirs. */
	clab_doi_free(&doi[at]);
	memset(&doi[at], 0, sizeof(*doi));
	clab_index_forget(&edit->index, &key);
	return CLAB_EXIT_OK;
}

static struct clab_key clab_key_map(const char *domain, u16 family)
{
	return (struct clab_key){ .kind = CLAB_KEY_MAP, .number = family, .name = domain };
}

static struct clab_key clab_key_addr(u32 kind, const char *name,
				     const struct clab_addr *addr)
{
	struct clab_key key = {
		.kind = kind,
		.number = (u32)addr->family << 16 | addr->prefix,
		.name = name,
	};

	memcpy(key.addr, addr->addr, sizeof(key.addr));
	return key;
}

/* Is a mapping of a family in the way of one of another? */
static bool clab_edit_clash(u16 a, u16 b)
{
	return a == b || a == AF_UNSPEC || b == AF_UNSPEC;
}

/* The mapping that is in the way of a new one, or that it is part of */
static struct clab_mapping *clab_edit_map_there(struct clab_edit *edit,
						const char *domain, u16 family)
{
	struct clab_mapping *maps = edit->conf->maps.items;
	struct clab_key key;
	size_t i, at;

	for (i = 0; i < clab_count(clab_edit_families); i++) {
		if (!clab_edit_clash(clab_edit_families[i], family))
			continue;
		key = clab_key_map(domain, clab_edit_families[i]);
		if (clab_index_find(&edit->index, &key, &at))
			return &maps[at];
	}
	return NULL;
}

static struct clab_mapping *clab_edit_map_new(struct clab_edit *edit,
					      const char *domain, u16 family)
{
	const struct clab_key key = clab_key_map(domain, family);
	struct clab_vec *maps = &edit->conf->maps;
	struct clab_mapping *map;

	clab_index_put(&edit->index, &key, maps->nr);
	map = clab_vec_add(maps, sizeof(*map));
	if (!map)
		exit(clab_edit_no_memory());
	map->family = family;
	map->line = clab_out_line;
	if (domain) {
		map->domain = strdup(domain);
		if (!map->domain)
			exit(clab_edit_no_memory());
	}
	return map;
}

static int clab_edit_map_clash(const char *domain)
{
	return domain ? clab_usage("domain %s is mapped for this family already",
				   domain) :
			clab_usage("there is a default mapping for this family already");
}

static int clab_edit_selector_add(struct clab_edit *edit, const char *domain,
				  const struct clab_addr *addr,
				  const struct clab_proto *proto)
{
	const struct clab_key key = clab_key_addr(CLAB_KEY_SELECTOR, domain, addr);
	u16 family = (u16)addr->family;
	struct clab_mapping *map = clab_edit_map_there(edit, domain, family);
	char text[CLAB_ADDR_TEXT_MAX];
	struct clab_selector *sel;

	if (map && !map->selective)
		return clab_edit_map_clash(domain);
	if (!map)
		map = clab_edit_map_new(edit, domain, family);
	map->selective = true;
	if (!clab_index_put(&edit->index, &key, map->selectors.nr))
		return clab_usage("address %s is mapped already",
				  clab_addr_text(addr, text));
	sel = clab_vec_add(&map->selectors, sizeof(*sel));
	if (!sel)
		return clab_edit_no_memory();
	sel->addr = *addr;
	sel->proto = *proto;
	sel->line = clab_out_line;
	return CLAB_EXIT_OK;
}

static int clab_edit_plain_add(struct clab_edit *edit, const char *domain,
			       u16 family, const struct clab_proto *proto)
{
	struct clab_mapping *map;

	if (clab_edit_map_there(edit, domain, family))
		return clab_edit_map_clash(domain);
	/* A default of both families is two: each can be replaced alone. */
	if (!domain && family == AF_UNSPEC)
		return clab_edit_plain_add(edit, domain, AF_INET, proto) ||
		       clab_edit_plain_add(edit, domain, AF_INET6, proto);
	map = clab_edit_map_new(edit, domain, family);
	map->proto = *proto;
	map->proto.family = family;
	return CLAB_EXIT_OK;
}

/**
 * clab_edit_map_add() - map a domain, or an address of one
 * @edit: the configuration
 * @domain: the domain, or NULL for the default mapping
 * @addr: the addresses, or NULL for all
 * @proto: what is sent
 *
 * Return: enum clab_exit.
 */
int clab_edit_map_add(struct clab_edit *edit, const char *domain,
		      const struct clab_addr *addr,
		      const struct clab_proto *proto)
{
	u16 family = proto->type == CLAB_NLTYPE_CIPSOV4 ? AF_INET :
							  (u16)proto->family;

	return addr ? clab_edit_selector_add(edit, domain, addr, proto) :
		      clab_edit_plain_add(edit, domain, family, proto);
}

static void clab_edit_free_map(struct clab_mapping *map)
{
	free(map->domain);
	clab_vec_clear(&map->selectors);
}

static void clab_edit_map_drop(struct clab_edit *edit, struct clab_mapping *map)
{
	const struct clab_selector *sel = map->selectors.items;
	struct clab_key key;
	size_t i;

	for (i = 0; i < map->selectors.nr; i++) {
		if (!sel[i].addr.size)
			continue;
		key = clab_key_addr(CLAB_KEY_SELECTOR, map->domain, &sel[i].addr);
		clab_index_forget(&edit->index, &key);
	}
	key = clab_key_map(map->domain, map->family);
	clab_index_forget(&edit->index, &key);
	clab_edit_free_map(map);
	/* The place stays, with nothing in it. */
	memset(map, 0, sizeof(*map));
	map->selective = true;
}

/**
 * clab_edit_map_del() - remove all that is mapped for a domain
 * @edit: the configuration
 * @domain: the domain, or NULL for the default mapping
 *
 * A default that is not there yet can be removed: a file of rules begins with
 * what there is when the module is loaded.
 *
 * Return: enum clab_exit.
 */
int clab_edit_map_del(struct clab_edit *edit, const char *domain)
{
	struct clab_mapping *map;
	bool found = false;

	while ((map = clab_edit_map_there(edit, domain, AF_UNSPEC))) {
		clab_edit_map_drop(edit, map);
		found = true;
	}
	if (domain && !found)
		return clab_usage("domain %s is not mapped", domain);
	if (!domain)
		edit->no_default = true;
	return CLAB_EXIT_OK;
}

/**
 * clab_edit_selector_del() - remove one address selector
 * @edit: the configuration
 * @domain: its domain, or NULL for the default mapping
 * @addr: its address
 *
 * Return: enum clab_exit.
 */
int clab_edit_selector_del(struct clab_edit *edit, const char *domain,
			   const struct clab_addr *addr)
{
	const struct clab_key key = clab_key_addr(CLAB_KEY_SELECTOR, domain, addr);
	struct clab_mapping *map;
	struct clab_selector *sel;
	size_t at;

	if (!clab_index_find(&edit->index, &key, &at))
		return clab_usage("this address is not mapped");
	map = clab_edit_map_there(edit, domain, (u16)addr->family);
	sel = (struct clab_selector *)map->selectors.items + at;
	/* The place stays, with no address. */
	memset(sel, 0, sizeof(*sel));
	clab_index_forget(&edit->index, &key);
	return CLAB_EXIT_OK;
}

static struct clab_key clab_key_static(const struct clab_static *st)
{
	return clab_key_addr(CLAB_KEY_STATIC, st->iface, &st->addr);
}

/**
 * clab_edit_static_add() - add a static label
 * @edit: the configuration
 * @st: the static label, copied
 *
 * Return: enum clab_exit.
 */
int clab_edit_static_add(struct clab_edit *edit, const struct clab_static *st)
{
	const struct clab_key key = clab_key_static(st);
	struct clab_vec *statics = &edit->conf->statics;
	struct clab_static *new;

	if (!clab_index_put(&edit->index, &key, statics->nr))
		return clab_usage("this interface and address have a label already");
	new = clab_vec_add(statics, sizeof(*new));
	if (!new)
		return clab_edit_no_memory();
	new->addr = st->addr;
	new->line = clab_out_line;
	new->label = strdup(st->label);
	if (st->iface)
		new->iface = strdup(st->iface);
	return new->label && (new->iface || !st->iface) ? CLAB_EXIT_OK :
							  clab_edit_no_memory();
}

/**
 * clab_edit_static_del() - remove a static label
 * @edit: the configuration
 * @st: whose; the label does not count
 *
 * Return: enum clab_exit.
 */
int clab_edit_static_del(struct clab_edit *edit, const struct clab_static *st)
{
	const struct clab_key key = clab_key_static(st);
	struct clab_static *statics = edit->conf->statics.items;
	size_t at;

	if (!clab_index_find(&edit->index, &key, &at))
		return clab_usage("this interface and address have no label");
	free(statics[at].iface);
	free(statics[at].label);
	memset(&statics[at], 0, sizeof(*statics));
	clab_index_forget(&edit->index, &key);
	return CLAB_EXIT_OK;
}

static int clab_edit_setting(const char *name, u32 value)
{
	size_t i;

	for (i = 0; i < clab_count(clab_edit_settings); i++) {
		if (strcmp(clab_edit_settings[i].name, name))
			continue;
		return value <= clab_edit_settings[i].max ? CLAB_EXIT_OK :
		       clab_usage("%s is at most %u", name,
				  clab_edit_settings[i].max);
	}
	return clab_usage("there is no setting '%.80s'", name);
}

/**
 * clab_edit_set() - change a setting
 * @edit: the configuration
 * @name: its name
 * @value: what it is set to
 *
 * Return: enum clab_exit.
 */
int clab_edit_set(struct clab_edit *edit, const char *name, u32 value)
{
	const struct clab_key key = { .kind = CLAB_KEY_SETTING, .name = name };
	struct clab_vec *tunables = &edit->conf->tunables;
	struct clab_tunable *new;

	if (clab_edit_setting(name, value))
		return CLAB_EXIT_USAGE;
	if (!clab_index_put(&edit->index, &key, tunables->nr))
		return clab_usage("%s is set already", name);
	new = clab_vec_add(tunables, sizeof(*new));
	if (!new)
		return clab_edit_no_memory();
	new->value = value;
	new->line = clab_out_line;
	new->name = strdup(name);
	return new->name ? CLAB_EXIT_OK : clab_edit_no_memory();
}

static int clab_edit_defined(struct clab_edit *edit,
			     const struct clab_proto *proto, unsigned int line)
{
	const struct clab_key key = clab_key_doi(proto->doi);
	size_t at;

	if (!clab_proto_has_doi(proto) ||
	    clab_index_find(&edit->index, &key, &at))
		return CLAB_EXIT_OK;
	clab_out_line = line;
	return clab_usage("DOI %u is not defined", proto->doi);
}

/**
 * clab_edit_check() - look for what only the whole can show
 * @edit: the configuration
 *
 * A DOI may be defined behind the mapping that names it, but somewhere.
 *
 * Return: enum clab_exit.
 */
int clab_edit_check(struct clab_edit *edit)
{
	const struct clab_mapping *map = edit->conf->maps.items;
	const struct clab_selector *sel;
	int ret = CLAB_EXIT_OK;
	size_t i, j;

	for (i = 0; !ret && i < edit->conf->maps.nr; i++) {
		if (!map[i].selective)
			ret = clab_edit_defined(edit, &map[i].proto, map[i].line);
		sel = map[i].selectors.items;
		for (j = 0; !ret && j < map[i].selectors.nr; j++)
			ret = clab_edit_defined(edit, &sel[j].proto, sel[j].line);
	}
	return ret;
}

static void clab_edit_squeeze_map(struct clab_mapping *map)
{
	struct clab_selector *sel = map->selectors.items;
	size_t i, n = 0;

	for (i = 0; i < map->selectors.nr; i++)
		if (sel[i].addr.size)
			sel[n++] = sel[i];
	map->selectors.nr = n;
}

/* Close the places that were left by what was removed */
static void clab_edit_squeeze(struct clab_conf *conf)
{
	struct clab_doi *doi = conf->dois.items;
	struct clab_mapping *map = conf->maps.items;
	struct clab_static *st = conf->statics.items;
	size_t i, n;

	for (i = 0, n = 0; i < conf->dois.nr; i++)
		if (doi[i].doi)
			doi[n++] = doi[i];
	conf->dois.nr = n;
	for (i = 0, n = 0; i < conf->maps.nr; i++) {
		clab_edit_squeeze_map(&map[i]);
		if (!map[i].selective || map[i].selectors.nr)
			map[n++] = map[i];
		else
			clab_edit_free_map(&map[i]);
	}
	conf->maps.nr = n;
	for (i = 0, n = 0; i < conf->statics.nr; i++)
		if (st[i].label)
			st[n++] = st[i];
	conf->statics.nr = n;
}

/* A family that nothing was said about sends no labels, as after loading */
static int clab_edit_defaults(struct clab_edit *edit)
{
	const struct clab_proto unlabeled = { .type = CLAB_NLTYPE_UNLABELED };
	size_t i;

	if (edit->no_default)
		return CLAB_EXIT_OK;
	for (i = 1; i < clab_count(clab_edit_families); i++) {
		u16 family = clab_edit_families[i];

		if (!clab_edit_map_there(edit, NULL, family) &&
		    clab_edit_plain_add(edit, NULL, family, &unlabeled))
			return CLAB_EXIT_FAIL;
	}
	return CLAB_EXIT_OK;
}

/**
 * clab_edit_end() - end the changes
 * @edit: the configuration, complete afterwards
 *
 * Return: enum clab_exit.
 */
int clab_edit_end(struct clab_edit *edit)
{
	int ret;

	/* What is made up has no line. */
	clab_out_line = 0;
	ret = clab_edit_defaults(edit);
	if (!edit->conf->has_accept)
		edit->conf->accept = true;
	edit->conf->has_accept = true;
	clab_edit_squeeze(edit->conf);
	clab_index_clear(&edit->index);
	return ret;
}
