// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl monitor: what happens, while it happens
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#include "cipsoctl.h"
#include "out.h"
#include "parse.h"
#include "rules.h"

/**
 * struct clab_watching - what monitor is asked for
 * @left: events to show before it ends; 0 for no end
 */
struct clab_watching {
	u32 left;
};

static void clab_monitor_time(char text[40])
{
	struct timeval now;
	struct tm tm;
	size_t len;

	gettimeofday(&now, NULL);
	len = gmtime_r(&now.tv_sec, &tm) ?
	      strftime(text, 32, "%Y-%m-%dT%H:%M:%S", &tm) : 0;
	snprintf(text + len, 40 - len, ".%06dZ", (int)now.tv_usec);
}

/* Each is out at once: whoever reads it may wait for it */
static int clab_monitor_end(struct clab_watching *watching)
{
	if (clab_out_end())
		return CLAB_EXIT_FAIL;
	fflush(stdout);
	return watching->left && !--watching->left ? 1 : 0;
}

static const char *clab_monitor_word(u8 event)
{
	static const char * const words[] = {
		"?", "add", "remove", "replace", "set", "commit", "flush",
	};

	return event < clab_count(words) ? words[event] : words[0];
}

/* All of a domain: there is no rule for it, but its name is written as in one */
static char *clab_monitor_domain(const struct clab_mapping *map)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fputs("map", out);
	if (map->domain)
		clab_rule_word(out, "domain:", map->domain);
	else
		fputs(" default", out);
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

/* The entry, as rules; without a protocol it is all of a domain */
static char *clab_monitor_entry(const struct clab_conf *conf)
{
	const struct clab_mapping *map = conf->maps.items;
	struct clab_vec lines = {};
	char *text = NULL;

	if (conf->maps.nr && !map->selective && !map->proto.type)
		return clab_monitor_domain(map);
	if (!clab_rules_lines_partial(conf, &lines) && lines.nr) {
		text = ((char **)lines.items)[0];
		((char **)lines.items)[0] = NULL;
	}
	clab_rules_free(&lines);
	return text;
}

static int clab_monitor_event(const struct clab_event *event, void *arg)
{
	char *entry = clab_monitor_entry(&event->conf);
	char stamp[40];

	clab_monitor_time(stamp);
	if (clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_json_str("time", stamp);
		clab_json_str("event", clab_monitor_word(event->event));
		clab_json_u32("generation", event->generation);
		clab_json_str("entry", entry);
		clab_json_u32("pid", event->pid);
		clab_json_u32("uid", event->uid);
		clab_json_str("comm", event->comm);
		clab_json_close('}');
	} else {
		printf("%s config %u %s%s%s by", stamp, event->generation,
		       clab_monitor_word(event->event), entry ? " " : "",
		       entry ? entry : "");
		clab_rule_word(stdout, "", event->comm);
		printf(" (pid %u, uid %u)\n", event->pid, event->uid);
	}
	free(entry);
	return clab_monitor_end(arg);
}

static void clab_monitor_drop_json(const char *stamp, const struct clab_drop *drop,
				   const char *from, const char *to,
				   const char *iface, const char *option)
{
	clab_json_open(NULL, '{');
	clab_json_str("time", stamp);
	clab_json_str("event", "drop");
	clab_json_str("direction", drop->direction == CLAB_DIR_IN ? "in" : "out");
	clab_json_str("reason", drop->name);
	if (drop->has_offset)
		clab_json_u32("offset", drop->offset);
	else
		clab_json_str("offset", NULL);
	if (drop->doi)
		clab_json_u32("doi", drop->doi);
	else
		clab_json_str("doi", NULL);
	clab_json_str("source", from);
	clab_json_str("destination", to);
	clab_json_u32("protocol", drop->protocol);
	clab_json_str("interface", *iface ? iface : NULL);
	clab_json_str("options", option);
	clab_json_u32("lost", drop->lost);
	clab_json_close('}');
}

static void clab_monitor_drop_text(const char *stamp, const struct clab_drop *drop,
				   const char *from, const char *to,
				   const char *iface, const char *option)
{
	printf("%s drop %s %s", stamp, drop->direction == CLAB_DIR_IN ? "in" : "out",
	       drop->name);
	if (drop->has_offset)
		printf(" at octet %u", drop->offset);
	printf(" %s > %s protocol %u", from, to, drop->protocol);
	if (drop->doi)
		printf(" doi %u", drop->doi);
	if (*iface) {
		fputs(" interface", stdout);
		clab_rule_word(stdout, "", iface);
	}
	if (*option)
		printf(" options %s", option);
	if (drop->lost)
		printf(" (%u more were not told of)", drop->lost);
	putchar('\n');
}

static int clab_monitor_drop(const struct clab_drop *drop, void *arg)
{
	char from[INET6_ADDRSTRLEN], to[INET6_ADDRSTRLEN], iface[IFNAMSIZ] = "";
	char option[2 * CLAB_OPT_MAX + 1] = "", stamp[40];
	size_t i;

	clab_monitor_time(stamp);
	inet_ntop(drop->family, drop->saddr, from, sizeof(from));
	inet_ntop(drop->family, drop->daddr, to, sizeof(to));
	if (drop->ifindex)
		if_indextoname(drop->ifindex, iface);
	for (i = 0; i < drop->option_len; i++)
		sprintf(option + 2 * i, "%02x", drop->option[i]);
	if (clab_opts.json)
		clab_monitor_drop_json(stamp, drop, from, to, iface, option);
	else
		clab_monitor_drop_text(stamp, drop, from, to, iface, option);
	return clab_monitor_end(arg);
}

/**
 * clab_cmd_monitor() - monitor
 * @argc: words behind the command
 * @argv: the words: config, drops, or both, as without; count:N
 *
 * Return: enum clab_exit.
 */
int clab_cmd_monitor(int argc, char **argv)
{
	struct clab_param params[] = {
		{ "config", NULL }, { "drops", NULL }, { "count:", NULL },
	};
	size_t nr = clab_count(params);
	struct clab_watching watching = {};
	struct clab_monitor_ops ops = { .arg = &watching };
	int ret = clab_parse_params(argc, argv, params, nr);

	if (!ret && params[2].value)
		ret = clab_parse_u32("count:", params[2].value, 1, ~0U,
				     &watching.left);
	if (ret)
		return ret;
	if (params[0].value || !params[1].value)
		ops.event = clab_monitor_event;
	if (params[1].value || !params[0].value)
		ops.drop = clab_monitor_drop;
	return clab_ctl_end(clab_monitor(clab_ctl(), &ops));
}
