// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl stats: what happened to packets
 */
#include <inttypes.h>
#include <stdio.h>

#include "cipsoctl.h"
#include "out.h"
#include "parse.h"
#include "rules.h"
#include "show.h"

static const char *clab_stats_direction(const struct clab_stat *stat)
{
	return stat->direction == CLAB_DIR_IN ? "in" : "out";
}

/* The entry that a counter is of, as it is written in a file of rules */
static void clab_stats_entry(const struct clab_conf *conf)
{
	const struct clab_mapping *map = conf->maps.items;
	const struct clab_doi *doi = conf->dois.items;

	if (conf->dois.nr)
		printf("doi %u", doi->doi);
	else if (conf->maps.nr)
		clab_rule_map(stdout, map, map->selective ?
			      map->selectors.items : NULL);
}

static void clab_stats_line(const struct clab_stat *stat)
{
	switch (stat->kind) {
	case CLAB_LAB_STAT_TOTAL:
		printf("%s %" PRIu64 "\n", stat->name ? stat->name : "?", stat->count);
		break;
	case CLAB_LAB_STAT_REASON:
		printf("%s refused %s %" PRIu64 "\n", clab_stats_direction(stat),
		       stat->name ? stat->name : "?", stat->count);
		break;
	case CLAB_LAB_STAT_DOI:
		clab_stats_entry(&stat->conf);
		printf(": in %" PRIu64 ", out %" PRIu64 ", in refused %" PRIu64
		       ", out refused %" PRIu64 "\n", stat->in, stat->out,
		       stat->in_refused, stat->out_refused);
		break;
	case CLAB_LAB_STAT_MAP:
		clab_stats_entry(&stat->conf);
		printf(": out %" PRIu64 ", out refused %" PRIu64 "\n", stat->out,
		       stat->out_refused);
		break;
	}
}

static void clab_stats_json_entry(const struct clab_conf *conf)
{
	const struct clab_doi *doi = conf->dois.items;

	if (conf->dois.nr)
		clab_json_u32("doi", doi->doi);
	if (!conf->maps.nr)
		return;
	clab_json_open("mapping", '[');
	clab_map_json(conf->maps.items);
	clab_json_close(']');
}

static void clab_stats_json(const struct clab_stat *stat)
{
	static const char * const kinds[] = { "", "total", "reason", "doi", "mapping" };

	if (stat->kind >= clab_count(kinds))
		return;
	clab_json_open(NULL, '{');
	clab_json_str("kind", kinds[stat->kind]);
	if (stat->kind == CLAB_LAB_STAT_REASON)
		clab_json_str("direction", clab_stats_direction(stat));
	if (stat->kind <= CLAB_LAB_STAT_REASON) {
		clab_json_str("name", stat->name);
		clab_json_u64("count", stat->count);
	} else {
		clab_stats_json_entry(&stat->conf);
		if (stat->kind == CLAB_LAB_STAT_DOI) {
			clab_json_u64("in", stat->in);
			clab_json_u64("in_refused", stat->in_refused);
		}
		clab_json_u64("out", stat->out);
		clab_json_u64("out_refused", stat->out_refused);
	}
	clab_json_close('}');
}

static void clab_stats_show(const struct clab_vec *stats)
{
	const struct clab_stat *stat = stats->items;
	size_t i;

	if (clab_opts.json)
		clab_json_open(NULL, '[');
	for (i = 0; i < stats->nr; i++) {
		if (clab_opts.json)
			clab_stats_json(&stat[i]);
		else
			clab_stats_line(&stat[i]);
	}
	if (clab_opts.json)
		clab_json_close(']');
}

/**
 * clab_cmd_stats() - stats
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_stats(int argc, char **argv)
{
	struct clab_param params[] = {
		{ "totals", NULL }, { "reasons", NULL }, { "dois", NULL },
		{ "maps", NULL }, { "reset", NULL },
	};
	size_t nr = clab_count(params), i;
	struct clab_vec stats = {};
	u32 kinds = 0;
	int ret = clab_parse_params(argc, argv, params, nr);

	if (ret)
		return ret;
	if (params[nr - 1].value)
		return argc > 1 ? clab_usage("'reset' stands alone") :
				  clab_ctl_end(clab_stats_reset(clab_ctl()));
	for (i = 0; i < nr - 1; i++)
		if (params[i].value)
			kinds |= 1U << (CLAB_LAB_STAT_TOTAL + i);
	ret = clab_ctl_end(clab_stats_get(clab_ctl(), kinds, &stats));
	if (!ret)
		clab_stats_show(&stats);
	clab_stats_free(&stats);
	return ret ? ret : clab_out_end();
}
