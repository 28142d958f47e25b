// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: the domains of interpretation
 */
#include <string.h>

#include <netlink/attr.h>

#include "private.h"

static int clab_doi_take_tags(struct nlattr *list, struct clab_vec *tags)
{
	struct nlattr *attr;
	uint8_t *tag;
	int rem;

	nla_for_each_nested(attr, list, rem) {
		if (nla_type(attr) != CLAB_CIPSOV4_A_TAG)
			continue;
		tag = clab_vec_add(tags, sizeof(*tag));
		if (!tag)
			return -ENOMEM;
		if (!clab_attr_u8(attr, tag))
			return -EBADMSG;
	}
	return 0;
}

/* A list of pairs. The types of a pair's halves, a pair and the list are in a
 * row, of which @local is the first.
 */
static int clab_doi_take_pairs(struct nlattr *list, int local,
			       struct clab_vec *pairs)
{
	struct nlattr *half[CLAB_CIPSOV4_A_MAX + 1];
	struct clab_pair *pair;
	struct nlattr *attr;
	int rem;

	nla_for_each_nested(attr, list, rem) {
		if (nla_parse_nested(half, CLAB_CIPSOV4_A_MAX, attr, NULL) < 0)
			return -EBADMSG;
		pair = clab_vec_add(pairs, sizeof(*pair));
		if (!pair)
			return -ENOMEM;
		if (!clab_attr_u32(half[local], &pair->local) ||
		    !clab_attr_u32(half[local + 1], &pair->remote))
			return -EBADMSG;
	}
	return 0;
}

/* A long table takes several lists. */
static int clab_doi_each(struct nlattr *attr, void *arg)
{
	struct clab_doi *doi = arg;

	if (nla_type(attr) == CLAB_CIPSOV4_A_MLSLVLLST)
		return clab_doi_take_pairs(attr, CLAB_CIPSOV4_A_MLSLVLLOC,
					   &doi->levels);
	if (nla_type(attr) == CLAB_CIPSOV4_A_MLSCATLST)
		return clab_doi_take_pairs(attr, CLAB_CIPSOV4_A_MLSCATLOC,
					   &doi->cats);
	return 0;
}

static int clab_doi_take(struct nlattr **tb, void *arg)
{
	struct clab_doi *doi = arg;

	if (!clab_attr_u32(tb[CLAB_CIPSOV4_A_MTYPE], &doi->type) ||
	    !tb[CLAB_CIPSOV4_A_TAGLST])
		return -EBADMSG;
	return clab_doi_take_tags(tb[CLAB_CIPSOV4_A_TAGLST], &doi->tags);
}

/* A definition as entries, of which a message holds as many as fit. */
static int clab_doi_get_entries(struct clab_nl *nl, uint32_t number,
				struct clab_doi *doi)
{
	const struct clab_filter filter = {
		.kinds = 1U << CLAB_LAB_KIND_DOI,
		.doi = number,
	};
	struct clab_conf conf = {};
	int ret = clab_conf_get(nl, &filter, &conf);

	if (!ret && conf.dois.nr) {
		clab_doi_free(doi);
		memcpy(doi, conf.dois.items, sizeof(*doi));
		memset(conf.dois.items, 0, sizeof(*doi));
	}
	clab_conf_free(&conf);
	return ret;
}

/**
 * clab_doi_get() - read the definition of a DOI
 * @nl: the connection
 * @number: its number
 * @doi: where it goes; clab_doi_free() frees it, also after a failure
 *
 * Return: 0 or a negative errno.
 */
int clab_doi_get(struct clab_nl *nl, uint32_t number, struct clab_doi *doi)
{
	struct clab_reply reply = {
		.attr_max = CLAB_CIPSOV4_A_MAX,
		.take = clab_doi_take,
		.each = clab_doi_each,
		.arg = doi,
	};
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_CIPSOV4,
					    CLAB_CIPSOV4_C_LIST);
	int ret;

	*doi = (struct clab_doi){ .doi = number };
	clab_req_u32(req, CLAB_CIPSOV4_A_DOI, number);
	ret = clab_req_do(req, &reply);
	/* A table of many categories is one message so long that the socket has
	 * no room for the acknowledgment behind it.
	 */
	if (ret != -ENOMEM)
		return ret;
	clab_nl_drain(nl);
	return clab_doi_get_entries(nl, number, doi);
}

/**
 * clab_doi_free() - free what a definition holds
 * @doi: the definition
 */
void clab_doi_free(struct clab_doi *doi)
{
	clab_vec_clear(&doi->tags);
	clab_vec_clear(&doi->levels);
	clab_vec_clear(&doi->cats);
}

static int clab_doi_take_head(struct nlattr **tb, void *arg)
{
	struct clab_doi *doi = clab_vec_add(arg, sizeof(*doi));

	if (!doi)
		return -ENOMEM;
	if (!clab_attr_u32(tb[CLAB_CIPSOV4_A_DOI], &doi->doi) ||
	    !clab_attr_u32(tb[CLAB_CIPSOV4_A_MTYPE], &doi->type))
		return -EBADMSG;
	return 0;
}

static void clab_doi_reset(void *arg)
{
	clab_vec_clear(arg);
}

/**
 * clab_doi_list() - read the numbers and types of all DOIs
 * @nl: the connection
 * @dois: where they go, struct clab_doi without their definitions;
 *	  clab_doi_free_list() frees them, also after a failure
 *
 * Return: 0 or a negative errno.
 */
int clab_doi_list(struct clab_nl *nl, struct clab_vec *dois)
{
	struct clab_reply reply = {
		.attr_max = CLAB_CIPSOV4_A_MAX,
		.take = clab_doi_take_head,
		.reset = clab_doi_reset,
		.arg = dois,
	};

	return clab_req_dump(clab_req_new(nl, CLAB_GENL_CIPSOV4,
					  CLAB_CIPSOV4_C_LISTALL), &reply);
}

/**
 * clab_doi_free_list() - free a list of DOIs and what they hold
 * @dois: struct clab_doi
 */
void clab_doi_free_list(struct clab_vec *dois)
{
	struct clab_doi *doi = dois->items;
	size_t i;

	for (i = 0; i < dois->nr; i++)
		clab_doi_free(&doi[i]);
	clab_vec_clear(dois);
}

static void clab_doi_put_pairs(struct clab_req *req, int local,
			       const struct clab_vec *pairs)
{
	const struct clab_pair *pair = pairs->items;
	size_t list = clab_req_nest(req, local + 3);
	size_t nest, i;

	for (i = 0; i < pairs->nr; i++) {
		nest = clab_req_nest(req, local + 2);
		clab_req_u32(req, local, pair[i].local);
		clab_req_u32(req, local + 1, pair[i].remote);
		clab_req_nest_end(req, nest);
	}
	clab_req_nest_end(req, list);
}

/**
 * clab_doi_add() - define a DOI
 * @nl: the connection
 * @doi: the definition; the pairs count where its type is CLAB_DOI_TRANS
 *
 * Return: 0 or a negative errno.
 */
int clab_doi_add(struct clab_nl *nl, const struct clab_doi *doi)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_CIPSOV4,
					    CLAB_CIPSOV4_C_ADD);
	const uint8_t *tag = doi->tags.items;
	size_t list, i;

	clab_req_u32(req, CLAB_CIPSOV4_A_DOI, doi->doi);
	clab_req_u32(req, CLAB_CIPSOV4_A_MTYPE, doi->type);
	list = clab_req_nest(req, CLAB_CIPSOV4_A_TAGLST);
	for (i = 0; i < doi->tags.nr; i++)
		clab_req_u8(req, CLAB_CIPSOV4_A_TAG, tag[i]);
	clab_req_nest_end(req, list);
	if (doi->type == CLAB_DOI_TRANS) {
		clab_doi_put_pairs(req, CLAB_CIPSOV4_A_MLSLVLLOC, &doi->levels);
		clab_doi_put_pairs(req, CLAB_CIPSOV4_A_MLSCATLOC, &doi->cats);
	}
	return clab_req_do(req, NULL);
}

/**
 * clab_doi_del() - remove a DOI, and the domains' mappings that name it
 * @nl: the connection
 * @number: its number
 *
 * Return: 0 or a negative errno.
 */
int clab_doi_del(struct clab_nl *nl, uint32_t number)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_CIPSOV4,
					    CLAB_CIPSOV4_C_REMOVE);

	clab_req_u32(req, CLAB_CIPSOV4_A_DOI, number);
	return clab_req_do(req, NULL);
}
