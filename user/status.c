// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl status: what is active, and why nothing is labeled if so
 */
#include <selinux/selinux.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cipsoctl.h"
#include "out.h"
#include "parse.h"

#define CLAB_STATUS_LSM	"/sys/kernel/security/lsm"
#define CLAB_STATUS_REMARK	192

/**
 * struct clab_state - what status tells
 * @status: what the kernel says
 * @lsms: the security modules of this kernel, in its order, or empty
 * @lsm: the one that gives the labels, or NULL for none and for one not known here
 * @maps: the mappings could be read, and what follows about them counts
 * @mapped: one of them names a DOI
 * @v4: there is a default mapping for IPv4
 * @v6: there is one for IPv6
 * @stock: the kernel's own NetLabel is there
 * @stock_dois: it has DOIs
 * @stock_accept: it accepts unlabeled packets
 */
struct clab_state {
	struct clab_status status;
	char lsms[128];
	const char *lsm;
	bool maps;
	bool mapped;
	bool v4;
	bool v6;
	bool stock;
	bool stock_dois;
	bool stock_accept;
};

static void clab_status_lsms(char *text, size_t size)
{
	FILE *file = fopen(CLAB_STATUS_LSM, "re");

	text[0] = '\0';
	if (!file)
		return;
	if (!fgets(text, (int)size, file))
		text[0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	fclose(file);
}

static bool clab_status_has_lsm(const struct clab_state *state, const char *name)
{
	size_t len = strlen(name);
	const char *at = state->lsms;

	for (; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (!strncmp(at, name, len) && (!at[len] || at[len] == ','))
			return true;
	}
	return false;
}

/* Who gives the labels: the kernel says only that somebody does, and the list of
 * security modules is not there where securityfs is not mounted.
 */
static const char *clab_status_lsm(const struct clab_state *state)
{
	if (!state->status.lsm)
		return NULL;
	if (clab_status_has_lsm(state, "selinux") || is_selinux_enabled() > 0)
		return "SELinux";
	return clab_status_has_lsm(state, "smack") ? "Smack" : NULL;
}

static bool clab_status_map_labels(const struct clab_mapping *map)
{
	const struct clab_selector *sel = map->selectors.items;
	bool labels = !map->selective && clab_proto_has_doi(&map->proto);
	size_t i;

	for (i = 0; i < map->selectors.nr && !labels; i++)
		labels = clab_proto_has_doi(&sel[i].proto);
	return labels;
}

/* Returns false when the mappings can't be read */
static bool clab_status_maps_read(struct clab_state *state, bool only_default)
{
	const struct clab_filter filter = {
		.kinds = 1U << CLAB_LAB_KIND_MAP,
		.only_default = only_default,
	};
	const struct clab_mapping *map;
	struct clab_conf conf = {};
	int ret = clab_conf_get(clab_ctl(), &filter, &conf);
	size_t i;

	map = conf.maps.items;
	for (i = 0; i < conf.maps.nr && !ret; i++) {
		state->mapped |= clab_status_map_labels(&map[i]);
		state->v4 |= !map[i].domain && map[i].family != AF_INET6;
		state->v6 |= !map[i].domain && map[i].family != AF_INET;
	}
	clab_conf_free(&conf);
	return !ret;
}

/* All mappings are read only where the default ones don't give the answer. */
static void clab_status_maps(struct clab_state *state)
{
	state->maps = clab_status_maps_read(state, true);
	if (state->maps && !state->mapped && state->status.dois)
		state->maps = clab_status_maps_read(state, false);
}

/* The other engine, which labels the sockets of all namespaces */
static void clab_status_stock(struct clab_state *state)
{
	const struct clab_nl_opts opts = { .prefix = "NLBL" };
	struct clab_vec dois = {};
	struct clab_nl *nl;

	state->stock_accept = true;
	if (!strcmp(clab_opts.prefix, "NLBL"))
		return;
	if (!clab_nl_open(&nl, &opts) && !clab_doi_list(nl, &dois)) {
		state->stock = true;
		state->stock_dois = dois.nr;
		clab_accept_get(nl, &state->stock_accept);
	}
	clab_doi_free_list(&dois);
	clab_nl_close(nl);
}

static const char *clab_status_no_default(const struct clab_state *state)
{
	static char text[CLAB_STATUS_REMARK];

	if (!state->maps || (state->v4 && state->v6))
		return "";
	snprintf(text, sizeof(text),
		 "There is no default mapping%s: domains not listed can't send%s.",
		 state->v4 ? " for IPv6" : state->v6 ? " for IPv4" : "",
		 state->v4 ? " over IPv6" : state->v6 ? " over IPv4" : "");
	return text;
}

/**
 * clab_status_remark() - what a person should know
 * @state: what is known
 * @nr: which remark, from 0 on
 *
 * Return: a sentence, "" for one that does not apply, NULL behind the last; good
 * until the next call.
 */
static const char *clab_status_remark(const struct clab_state *state, int nr)
{
	const struct clab_status *st = &state->status;

	switch (nr) {
	case 0:
		return st->lsm ? "" :
		       "The security module of this kernel gives sockets no labels: nothing is labeled. SELinux is needed (security=selinux).";
	case 1:
		return st->hooks ? "" :
		       "Nothing is configured that has an effect: packets are not looked at.";
	case 2:
		return st->dois ? "" : "No DOI is defined: no packet gets a label.";
	case 3:
		return !state->maps || state->mapped || !st->dois ? "" :
		       "No mapping names a DOI: nothing is labeled.";
	case 4:
		return clab_status_no_default(state);
	case 5:
		return !state->stock_dois ? "" :
		       "The kernel's own NetLabel has DOIs too. It labels by its own tables in every network namespace; a packet carries one label only.";
	case 6:
		return state->stock_accept ? "" :
		       "The kernel's own NetLabel refuses unlabeled packets: those whose label was taken out here look unlabeled to it, and are dropped.";
	default:
		return NULL;
	}
}

static void clab_status_text(const struct clab_state *state)
{
	const struct clab_status *st = &state->status;
	const char *remark;
	int i;

	printf("module            %s\n", st->version);
	printf("generation        %u\n", st->generation);
	printf("labels from       %s\n", state->lsm ? state->lsm :
	       st->lsm ? "a security module not known here" : "nobody");
	printf("security modules  %s\n", state->lsms[0] ? state->lsms :
	       "not known: securityfs can't be read");
	printf("NetLabel          %s\n", state->stock ? "in this kernel" : "not in this kernel");
	printf("packets           %s\n", st->hooks ? "looked at" : "left alone");
	printf("reading           %s\n", st->strict ? "strict" : "compat");
	printf("unlabeled         %s\n", st->accept ? "accepted" : "refused");
	printf("DOIs              %u\n", st->dois);
	printf("domains           %u\n", st->domains);
	printf("address selectors %u\n", st->selectors);
	printf("static labels     %u\n", st->statics);
	printf("peer labels       %u\n", st->peers);
	printf("options known     %u\n", st->known);
	printf("transactions      %u of %u, of %u entries each\n", st->tx_open,
	       st->tx_max, st->tx_entries);
	for (i = 0; (remark = clab_status_remark(state, i)); i++)
		if (*remark)
			printf("\n%s\n", remark);
}

static void clab_status_json(const struct clab_state *state)
{
	const struct clab_status *st = &state->status;
	const char *remark;
	int i;

	clab_json_open(NULL, '{');
	clab_json_str("version", st->version);
	clab_json_u32("generation", st->generation);
	clab_json_bool("labels", st->lsm);
	clab_json_str("lsm", state->lsm);
	clab_json_str("lsms", state->lsms[0] ? state->lsms : NULL);
	clab_json_bool("netlabel", state->stock);
	clab_json_bool("hooks", st->hooks);
	clab_json_bool("strict", st->strict);
	clab_json_bool("accept", st->accept);
	clab_json_u32("dois", st->dois);
	clab_json_u32("domains", st->domains);
	clab_json_u32("selectors", st->selectors);
	clab_json_u32("statics", st->statics);
	clab_json_u32("peers", st->peers);
	clab_json_u32("known", st->known);
	clab_json_u32("transactions", st->tx_open);
	clab_json_u32("transactions_max", st->tx_max);
	clab_json_u32("entries_max", st->tx_entries);
	clab_json_open("remarks", '[');
	for (i = 0; (remark = clab_status_remark(state, i)); i++)
		if (*remark)
			clab_json_str(NULL, remark);
	clab_json_close(']');
	clab_json_close('}');
}

/**
 * clab_cmd_status() - status
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_status(int argc, char **argv)
{
	struct clab_state state = {};
	int ret = clab_parse_none(argc, argv);

	if (!ret)
		ret = clab_ctl_end(clab_status_get(clab_ctl(), &state.status));
	if (ret)
		return ret;
	clab_status_lsms(state.lsms, sizeof(state.lsms));
	state.lsm = clab_status_lsm(&state);
	clab_status_maps(&state);
	clab_status_stock(&state);
	if (clab_opts.json)
		clab_status_json(&state);
	else
		clab_status_text(&state);
	return clab_out_end();
}
