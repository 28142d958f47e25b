// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: the two engines and what is configured in them
 *
 * Ours takes a configuration whole. The stock engine has a command for each entry
 * and lists none of them reliably (a domain with many selectors is left out), so
 * what was put in by a scenario is remembered, and removed by what is remembered.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cipsoctl.h"
#include "compare/engine.h"

static const char *const clab_stock_settings[CLAB_STOCK_SETTINGS] = {
	"cache_enable", "cache_bucket_size", "rbm_optfmt", "rbm_strictvalid",
};

static void clab_stock_setting_open(struct clab_setting *setting, const char *name)
{
	char path[64], text[16] = "";

	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/cipso_%s", name);
	setting->fd = open(path, O_RDWR | O_CLOEXEC);
	if (setting->fd >= 0 && pread(setting->fd, text, sizeof(text) - 1, 0) > 0)
		setting->value = (u32)atoi(text);
}

static int clab_stock_setting_write(const struct clab_setting *setting, u32 value)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u\n", value);

	if (setting->fd < 0)
		return -ENOENT;
	return pwrite(setting->fd, text, (size_t)len, 0) == len ? 0 : -errno;
}

/**
 * clab_stock_open() - connect to the stock engine
 * @engines: all zero; @why says why it can't be asked after a failure
 *
 * It is known in the initial network namespace only, which is where the caller
 * has to be.
 *
 * Return: 0 or a negative errno.
 */
int clab_stock_open(struct clab_engines *engines)
{
	const struct clab_nl_opts opts = {
		.prefix = CLAB_STOCK_PREFIX,
		.timeout = clab_opts.timeout,
	};
	struct clab_nl **nl = &engines->nl[CLAB_STOCK];
	u32 version;
	int i, ret;

	for (i = 0; i < CLAB_STOCK_SETTINGS; i++)
		clab_stock_setting_open(&engines->settings[i], clab_stock_settings[i]);
	ret = clab_nl_open(nl, &opts);
	if (!ret)
		ret = clab_mgmt_version(*nl, &version);
	if (!ret)
		return 0;
	snprintf(engines->why, sizeof(engines->why), "the stock engine can't be asked: %s",
		 clab_nl_fault(*nl)->text);
	clab_nl_close(*nl);
	*nl = NULL;
	return ret;
}

/* What a reason has counted so far; how it is taken notice of, see below */
static int clab_ours_reasons(struct clab_engines *engines, const char **reason)
{
	static char name[32];
	struct clab_vec stats = {};
	const struct clab_stat *stat;
	int ret = clab_stats_get(engines->nl[CLAB_OURS], 1u << CLAB_LAB_STAT_REASON, &stats);
	u64 *counted;
	size_t i;

	*reason = "none";
	stat = stats.items;
	/* Only those that have been counted are listed, so their places change. */
	for (i = 0; !ret && i < stats.nr; i++) {
		counted = &engines->reasons[stat[i].direction % 2][stat[i].reason % CLAB_REASONS_MAX];
		if (stat[i].count != *counted && stat[i].name) {
			snprintf(name, sizeof(name), "%s", stat[i].name);
			*reason = name;
		}
		*counted = stat[i].count;
	}
	clab_stats_free(&stats);
	return ret;
}

/**
 * clab_ours_open() - connect to our engine in this network namespace
 * @engines: where the connection goes, also after a failure
 *
 * Return: 0 or a negative errno.
 */
int clab_ours_open(struct clab_engines *engines)
{
	const struct clab_nl_opts opts = {
		.prefix = clab_opts.prefix,
		.timeout = clab_opts.timeout,
	};
	const char *reason;
	int ret = clab_nl_open(&engines->nl[CLAB_OURS], &opts);

	return ret ? ret : clab_ours_reasons(engines, &reason);
}

/**
 * clab_ours_reason() - why our engine has dropped a packet
 * @engines: with our engine
 * @reason: where the reason's name goes, good until the next call; "none" when
 *	    nothing was dropped since the last
 *
 * Return: 0 or a negative errno.
 */
int clab_ours_reason(struct clab_engines *engines, const char **reason)
{
	return clab_ours_reasons(engines, reason);
}

/**
 * clab_engines_close() - end the connections
 * @engines: with whatever connections there are
 */
void clab_engines_close(struct clab_engines *engines)
{
	int i;

	for (i = 0; i < CLAB_STOCK_SETTINGS; i++)
		if (engines->settings[i].fd > 0)
			close(engines->settings[i].fd);
	for (i = 0; i < CLAB_ENGINES; i++)
		clab_nl_close(engines->nl[i]);
	clab_conf_free(&engines->current);
}

static int clab_stock_get_dois(struct clab_nl *nl, struct clab_conf *conf)
{
	int ret = clab_doi_list(nl, &conf->dois);
	struct clab_doi *doi = conf->dois.items;
	size_t i;

	for (i = 0; !ret && i < conf->dois.nr; i++)
		ret = clab_doi_get(nl, doi[i].doi, &doi[i]);
	return ret;
}

/**
 * clab_stock_get() - read the stock engine's configuration
 * @nl: the connection
 * @conf: where it goes, empty before; clab_conf_free() frees it, also after a
 *	  failure
 *
 * It takes many requests, so a change in between can be seen by halves.
 *
 * Return: 0 or a negative errno.
 */
int clab_stock_get(struct clab_nl *nl, struct clab_conf *conf)
{
	int ret = clab_stock_get_dois(nl, conf);

	if (!ret)
		ret = clab_map_list(nl, &conf->maps);
	if (!ret)
		ret = clab_static_list(nl, &conf->statics);
	if (!ret)
		ret = clab_accept_get(nl, &conf->accept);
	conf->has_accept = !ret;
	return ret;
}

static bool clab_map_is_bare(const struct clab_mapping *map)
{
	return !map->selective && map->proto.type == CLAB_NLTYPE_UNLABELED;
}

/* Do the default mappings send no labels, and is there one for each family? */
static bool clab_stock_default_is_plain(const struct clab_conf *conf)
{
	const struct clab_mapping *map = conf->maps.items;
	bool v4 = false, v6 = false;
	size_t i;

	for (i = 0; i < conf->maps.nr; i++) {
		if (map[i].domain)
			continue;
		if (!clab_map_is_bare(&map[i]))
			return false;
		v4 |= map[i].family != AF_INET6;
		v6 |= map[i].family != AF_INET;
	}
	return v4 && v6;
}

/**
 * clab_stock_is_plain() - is a configuration that which there is after boot
 * @conf: the configuration
 *
 * Return: true when it is.
 */
bool clab_stock_is_plain(const struct clab_conf *conf)
{
	const struct clab_mapping *map = conf->maps.items;
	size_t i;

	for (i = 0; i < conf->maps.nr; i++)
		if (map[i].domain)
			return false;
	return !conf->dois.nr && !conf->statics.nr && conf->accept &&
	       clab_stock_default_is_plain(conf);
}

static int clab_stock_put_map(struct clab_nl *nl, const struct clab_mapping *map)
{
	const struct clab_selector *sel = map->selectors.items;
	struct clab_proto proto = map->proto;
	int ret = 0;
	size_t i;

	proto.family = clab_proto_has_doi(&proto) ? 0 : map->family;
	if (!map->selective)
		return clab_map_add(nl, map->domain, NULL, &proto);
	for (i = 0; !ret && i < map->selectors.nr; i++)
		ret = clab_map_add(nl, map->domain, &sel[i].addr, &sel[i].proto);
	return ret;
}

static int clab_stock_put_maps(struct clab_nl *nl, const struct clab_conf *conf)
{
	const struct clab_mapping *map = conf->maps.items;
	bool plain = clab_stock_default_is_plain(conf);
	int ret = plain ? 0 : clab_map_del(nl, NULL);
	size_t i;

	for (i = 0; !ret && i < conf->maps.nr; i++)
		if (map[i].domain || !plain)
			ret = clab_stock_put_map(nl, &map[i]);
	return ret;
}

/**
 * clab_stock_put() - give the stock engine a configuration
 * @nl: the connection; what it has is that which there is after boot
 * @conf: the configuration
 *
 * After a failure it has a part of it.
 *
 * Return: 0 or a negative errno.
 */
int clab_stock_put(struct clab_nl *nl, const struct clab_conf *conf)
{
	const struct clab_static *st = conf->statics.items;
	const struct clab_doi *doi = conf->dois.items;
	int ret = 0;
	size_t i;

	for (i = 0; !ret && i < conf->dois.nr; i++)
		ret = clab_doi_add(nl, &doi[i]);
	if (!ret)
		ret = clab_stock_put_maps(nl, conf);
	for (i = 0; !ret && i < conf->statics.nr; i++)
		ret = clab_static_add(nl, &st[i]);
	if (!ret && !conf->accept)
		ret = clab_accept_set(nl, false);
	return ret;
}

/* Remove what a configuration has. What is not there is none of our concern. */
static int clab_stock_remove(struct clab_nl *nl, const struct clab_conf *conf)
{
	const struct clab_proto bare = { .type = CLAB_NLTYPE_UNLABELED };
	const struct clab_static *st = conf->statics.items;
	const struct clab_mapping *map = conf->maps.items;
	const struct clab_doi *doi = conf->dois.items;
	int ret = 0;
	size_t i;

	if (!conf->accept)
		ret = clab_accept_set(nl, true);
	for (i = 0; i < conf->maps.nr; i++)
		if (map[i].domain)
			clab_map_del(nl, map[i].domain);
	if (!clab_stock_default_is_plain(conf)) {
		clab_map_del(nl, NULL);
		ret = clab_map_add(nl, NULL, NULL, &bare);
	}
	for (i = 0; i < conf->statics.nr; i++)
		clab_static_del(nl, &st[i]);
	for (i = 0; i < conf->dois.nr; i++)
		clab_doi_del(nl, doi[i].doi);
	return ret;
}

/**
 * clab_stock_empty() - back to what the stock engine has after boot
 * @engines: with the stock engine
 *
 * All that it lists is removed, and all that is known to be there.
 *
 * Return: 0 or a negative errno.
 */
int clab_stock_empty(struct clab_engines *engines)
{
	struct clab_nl *nl = engines->nl[CLAB_STOCK];
	struct clab_conf conf = {};
	int ret = 0, i;

	if (engines->current.has_accept)
		ret = clab_stock_remove(nl, &engines->current);
	if (!ret && engines->dirty)
		ret = clab_stock_get(nl, &conf);
	if (!ret && engines->dirty)
		ret = clab_stock_remove(nl, &conf);
	clab_conf_free(&conf);
	clab_conf_free(&engines->current);
	for (i = 0; i < CLAB_STOCK_SETTINGS; i++)
		clab_stock_setting_write(&engines->settings[i], engines->settings[i].value);
	engines->dirty = ret;
	return ret;
}

static void clab_stock_set(const struct clab_engines *engines, const struct clab_conf *conf)
{
	const struct clab_tunable *tunable = conf->tunables.items;
	size_t i;
	int j;

	for (i = 0; i < conf->tunables.nr; i++)
		for (j = 0; j < CLAB_STOCK_SETTINGS; j++)
			if (!strcmp(tunable[i].name, clab_stock_settings[j]))
				clab_stock_setting_write(&engines->settings[j],
							 tunable[i].value);
}

/**
 * clab_engine_empty() - back to what an engine has when it is loaded
 * @engines: with that engine
 * @engine: which
 *
 * Return: 0 or a negative errno.
 */
int clab_engine_empty(struct clab_engines *engines, enum clab_engine engine)
{
	if (engine == CLAB_STOCK)
		return clab_stock_empty(engines);
	return clab_conf_flush(engines->nl[engine], NULL);
}

/**
 * clab_engine_configure() - configure an engine
 * @engines: with that engine, which is empty
 * @engine: which
 * @conf: its configuration; taken over if it is the stock engine's
 *
 * Return: 0 or a negative errno, with a fault in its connection.
 */
int clab_engine_configure(struct clab_engines *engines, enum clab_engine engine,
			  struct clab_conf *conf)
{
	struct clab_nl *nl = engines->nl[engine];

	if (engine == CLAB_OURS)
		return clab_conf_commit(nl, conf, NULL, NULL);
	clab_conf_free(&engines->current);
	engines->current = *conf;
	memset(conf, 0, sizeof(*conf));
	clab_stock_set(engines, &engines->current);
	return clab_stock_put(nl, &engines->current);
}
