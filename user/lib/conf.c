// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: whole configurations
 */
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include "private.h"

/* Octets of entries that one request of a transaction holds, about */
#define CLAB_CONF_CHUNK	(128 * 1024)

static void clab_conf_reset(void *arg)
{
	struct clab_conf *conf = arg;

	clab_conf_free(conf);
}

static int clab_conf_each(struct nlattr *attr, void *arg)
{
	return nla_type(attr) == CLAB_LAB_A_ENTRY ? clab_entry_take(attr, arg) : 0;
}

static int clab_conf_take(struct nlattr **tb, void *arg)
{
	struct clab_conf *conf = arg;

	clab_attr_u32(tb[CLAB_LAB_A_GENERATION], &conf->generation);
	return 0;
}

/**
 * clab_conf_get() - read the configuration
 * @nl: the connection
 * @filter: what of it, or NULL for all
 * @conf: where it goes, empty before; clab_conf_free() frees it, also after a
 *	  failure
 *
 * Return: 0 or a negative errno.
 */
int clab_conf_get(struct clab_nl *nl, const struct clab_filter *filter,
		  struct clab_conf *conf)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_LAB,
					    CLAB_LAB_C_DUMP_CONFIG);
	struct clab_reply reply = {
		.attr_max = CLAB_LAB_A_MAX,
		.take = clab_conf_take,
		.each = clab_conf_each,
		.reset = clab_conf_reset,
		.arg = conf,
	};

	if (filter && filter->kinds)
		clab_req_u32(req, CLAB_LAB_A_KINDS, filter->kinds);
	if (filter && filter->doi)
		clab_req_u32(req, CLAB_LAB_A_DOI, filter->doi);
	if (filter && filter->family)
		clab_req_u16(req, CLAB_LAB_A_FAMILY, filter->family);
	if (filter && filter->domain)
		clab_req_str(req, CLAB_LAB_A_DOMAIN, filter->domain);
	if (filter && filter->only_default)
		clab_req_u32(req, CLAB_LAB_A_FLAGS, CLAB_LAB_F_DEFAULT);
	return clab_req_dump(req, &reply);
}

/**
 * struct clab_tx_place - where an entry begins
 * @offset: octet of the request
 * @line: of the entry
 */
struct clab_tx_place {
	size_t offset;
	unsigned int line;
};

/**
 * struct clab_tx - a transaction that is being filled
 * @nl: the connection
 * @req: the request that is being filled, or NULL
 * @places: struct clab_tx_place, of the entries in @req
 * @error: negative errno of the first request that failed
 */
struct clab_tx {
	struct clab_nl *nl;
	struct clab_req *req;
	struct clab_vec places;
	int error;
};

/* The line of the entry at an octet of the request, or 0 */
static unsigned int clab_tx_line(const struct clab_tx *tx, size_t offset)
{
	const struct clab_tx_place *place = tx->places.items;
	size_t i = tx->places.nr;

	while (i--)
		if (place[i].offset <= offset)
			return place[i].line;
	return 0;
}

static void clab_tx_send(struct clab_tx *tx)
{
	size_t len = tx->req ? clab_req_len(tx->req) : 0;
	bool unsent = tx->req && clab_req_failed(tx->req);

	if (tx->req)
		tx->error = clab_req_do(tx->req, NULL);
	tx->req = NULL;
	/* What could not be built is the last entry. */
	if (tx->error)
		tx->nl->fault.line = clab_tx_line(tx, unsent ? len :
						  tx->nl->fault.offset);
	clab_vec_clear(&tx->places);
}

static bool clab_tx_full(const struct clab_tx *tx)
{
	return tx->req && (clab_req_failed(tx->req) ||
			   clab_req_len(tx->req) > CLAB_CONF_CHUNK);
}

/* Note where an entry of a line begins. Return: the request to add it to, NULL
 * after a failure.
 */
static struct clab_req *clab_tx_room(struct clab_tx *tx, unsigned int line)
{
	struct clab_tx_place *place;

	if (clab_tx_full(tx))
		clab_tx_send(tx);
	if (tx->error)
		return NULL;
	if (!tx->req)
		tx->req = clab_req_new(tx->nl, CLAB_GENL_LAB, CLAB_LAB_C_TX_ADD);
	place = tx->req ? clab_vec_add(&tx->places, sizeof(*place)) : NULL;
	if (!place) {
		tx->error = clab_nl_failf(tx->nl, CLAB_FAILED_HERE, -ENOMEM,
					  "out of memory");
		return NULL;
	}
	place->offset = clab_req_len(tx->req);
	place->line = line;
	return tx->req;
}

static void clab_tx_dois(struct clab_tx *tx, const struct clab_vec *dois)
{
	const struct clab_doi *doi = dois->items;
	size_t i;

	for (i = 0; i < dois->nr && !tx->error; i++)
		clab_entry_doi(clab_tx_room(tx, doi[i].line), &doi[i]);
}

static void clab_tx_map(struct clab_tx *tx, const struct clab_mapping *map)
{
	const struct clab_selector *sel = map->selectors.items;
	size_t i;

	if (!map->selective)
		clab_entry_map(clab_tx_room(tx, map->line), map, NULL);
	for (i = 0; i < map->selectors.nr && !tx->error; i++)
		clab_entry_map(clab_tx_room(tx, sel[i].line), map, &sel[i]);
}

static void clab_tx_maps(struct clab_tx *tx, const struct clab_vec *maps)
{
	const struct clab_mapping *map = maps->items;
	size_t i;

	for (i = 0; i < maps->nr && !tx->error; i++)
		clab_tx_map(tx, &map[i]);
}

static void clab_tx_rest(struct clab_tx *tx, const struct clab_conf *conf)
{
	const struct clab_tunable *tunable = conf->tunables.items;
	const struct clab_static *st = conf->statics.items;
	size_t i;

	for (i = 0; i < conf->statics.nr && !tx->error; i++)
		clab_entry_static(clab_tx_room(tx, st[i].line), &st[i]);
	for (i = 0; i < conf->tunables.nr && !tx->error; i++)
		clab_entry_value(clab_tx_room(tx, tunable[i].line),
				 CLAB_LAB_KIND_TUNABLE, tunable[i].name, tunable[i].value);
	if (conf->has_accept && !tx->error)
		clab_entry_value(clab_tx_room(tx, 0), CLAB_LAB_KIND_ACCEPT, NULL,
				 conf->accept);
}

static struct clab_req *clab_tx_req(struct clab_nl *nl, uint8_t cmd,
				    const struct clab_commit *how)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_LAB, cmd);

	if (how && how->check_generation)
		clab_req_u32(req, CLAB_LAB_A_IF_GENERATION, how->generation);
	return req;
}

static int clab_tx_generation(struct nlattr **tb, void *arg)
{
	clab_attr_u32(tb[CLAB_LAB_A_GENERATION], arg);
	return 0;
}

static int clab_tx_commit(struct clab_nl *nl, const struct clab_commit *how,
			  uint32_t *generation)
{
	uint32_t ignored;
	struct clab_reply reply = {
		.attr_max = CLAB_LAB_A_MAX,
		.take = clab_tx_generation,
		.arg = generation ? generation : &ignored,
	};
	struct clab_req *req = clab_tx_req(nl, CLAB_LAB_C_TX_COMMIT, how);

	if (how && how->dry_run)
		clab_req_u32(req, CLAB_LAB_A_FLAGS, CLAB_LAB_F_DRY_RUN);
	return clab_req_do(req, &reply);
}

/* The reason for a failure must outlive the request that gives it all up. */
static void clab_tx_abort(struct clab_nl *nl)
{
	struct clab_failure fault = nl->fault;

	clab_req_do(clab_req_new(nl, CLAB_GENL_LAB, CLAB_LAB_C_TX_ABORT), NULL);
	nl->fault = fault;
}

/**
 * clab_conf_commit() - put a configuration in place
 * @nl: the connection
 * @conf: the configuration, all of it
 * @how: how, or NULL for at once and whatever there is now
 * @generation: where the new generation goes, or NULL
 *
 * All of it is put in place, or after a failure none.
 *
 * Return: 0, -ESTALE when the generation is another one, or another negative
 * errno.
 */
int clab_conf_commit(struct clab_nl *nl, const struct clab_conf *conf,
		     const struct clab_commit *how, uint32_t *generation)
{
	struct clab_tx tx = { .nl = nl };
	int ret;

	ret = clab_req_do(clab_tx_req(nl, CLAB_LAB_C_TX_BEGIN, how), NULL);
	if (ret)
		return ret;
	clab_tx_dois(&tx, &conf->dois);
	clab_tx_maps(&tx, &conf->maps);
	clab_tx_rest(&tx, conf);
	if (tx.req)
		clab_tx_send(&tx);
	ret = tx.error;
	if (!ret)
		ret = clab_tx_commit(nl, how, generation);
	if (ret || (how && how->dry_run))
		clab_tx_abort(nl);
	return ret;
}

/**
 * clab_conf_free() - free what a configuration holds
 * @conf: the configuration, which is empty afterwards
 */
void clab_conf_free(struct clab_conf *conf)
{
	struct clab_tunable *tunable = conf->tunables.items;
	size_t i;

	clab_doi_free_list(&conf->dois);
	clab_map_free_list(&conf->maps);
	clab_static_free_list(&conf->statics);
	for (i = 0; i < conf->tunables.nr; i++)
		free(tunable[i].name);
	clab_vec_clear(&conf->tunables);
	memset(conf, 0, sizeof(*conf));
}

/**
 * clab_conf_flush() - back to what there is when the module is loaded
 * @nl: the connection
 * @how: the generation that is expected, or NULL
 *
 * Return: 0 or a negative errno.
 */
int clab_conf_flush(struct clab_nl *nl, const struct clab_commit *how)
{
	return clab_req_do(clab_tx_req(nl, CLAB_LAB_C_FLUSH, how), NULL);
}

/**
 * clab_selector_del() - remove one address selector
 * @nl: the connection
 * @domain: its domain, or NULL for the default mapping
 * @addr: its address
 *
 * Return: 0 or a negative errno.
 */
int clab_selector_del(struct clab_nl *nl, const char *domain,
		      const struct clab_addr *addr)
{
	struct clab_req *req = clab_tx_req(nl, CLAB_LAB_C_SEL_DEL, NULL);
	size_t nest = clab_req_nest(req, CLAB_LAB_A_ENTRY);

	clab_req_u8(req, CLAB_LAB_E_KIND, CLAB_LAB_KIND_MAP);
	if (domain)
		clab_req_str(req, CLAB_LAB_E_DOMAIN, domain);
	clab_entry_addr(req, addr);
	clab_req_nest_end(req, nest);
	return clab_req_do(req, NULL);
}

/**
 * clab_selector_replace() - give an address selector another protocol or DOI
 * @nl: the connection
 * @domain: its domain, or NULL for the default mapping
 * @sel: the selector as it is to be
 *
 * Return: 0 or a negative errno.
 */
int clab_selector_replace(struct clab_nl *nl, const char *domain,
			  const struct clab_selector *sel)
{
	const struct clab_mapping map = { .domain = (char *)domain };
	struct clab_req *req = clab_tx_req(nl, CLAB_LAB_C_SEL_REPLACE, NULL);

	clab_entry_map(req, &map, sel);
	return clab_req_do(req, NULL);
}

/**
 * clab_map_replace() - replace all that is mapped for a domain in one step
 * @nl: the connection
 * @maps: struct clab_mapping of one domain, or of the default
 *
 * Return: 0 or a negative errno.
 */
int clab_map_replace(struct clab_nl *nl, const struct clab_vec *maps)
{
	struct clab_req *req = clab_tx_req(nl, CLAB_LAB_C_MAP_REPLACE, NULL);
	const struct clab_mapping *map = maps->items;
	size_t i, j;

	for (i = 0; i < maps->nr; i++) {
		const struct clab_selector *sel = map[i].selectors.items;

		if (!map[i].selective)
			clab_entry_map(req, &map[i], NULL);
		for (j = 0; j < map[i].selectors.nr; j++)
			clab_entry_map(req, &map[i], &sel[j]);
	}
	return clab_req_do(req, NULL);
}

/**
 * clab_doi_replace() - define a DOI anew
 * @nl: the connection
 * @doi: the new definition of a DOI that is there
 *
 * All that names it is switched at once.
 *
 * Return: 0 or a negative errno.
 */
int clab_doi_replace(struct clab_nl *nl, const struct clab_doi *doi)
{
	struct clab_req *req = clab_tx_req(nl, CLAB_LAB_C_DOI_REPLACE, NULL);

	clab_entry_doi(req, doi);
	return clab_req_do(req, NULL);
}
