// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl cipso: the domains of interpretation
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "out.h"
#include "parse.h"
#include "show.h"
#include "target.h"

static void clab_cipso_pairs_plain(const char *key, const struct clab_vec *vec)
{
	const struct clab_pair *pair = vec->items;
	size_t i;

	printf(" %s:", key);
	for (i = 0; i < vec->nr; i++)
		printf("%s%u=%u", i ? "," : "", pair[i].local, pair[i].remote);
}

static void clab_cipso_doi_plain(const void *item)
{
	const struct clab_doi *doi = item;
	const u8 *tag = doi->tags.items;
	size_t i;

	fputs("tags:", stdout);
	for (i = 0; i < doi->tags.nr; i++)
		printf("%s%u", i ? "," : "", tag[i]);
	if (doi->type != CLAB_DOI_TRANS)
		return;
	clab_cipso_pairs_plain("levels", &doi->levels);
	clab_cipso_pairs_plain("categories", &doi->cats);
}

/* netlabelctl ends these headings with a blank */
static void clab_cipso_pairs_pretty(const char *key, const struct clab_vec *vec)
{
	const struct clab_pair *pair = vec->items;
	size_t i;

	printf(" %s (%zu):%c\n", key, vec->nr, ' ');
	for (i = 0; i < vec->nr; i++)
		printf("   %u = %u\n", pair[i].local, pair[i].remote);
}

static void clab_cipso_doi_pretty(const void *item, const void *prev)
{
	const struct clab_doi *doi = item;
	const u8 *tag = doi->tags.items;
	size_t i;

	(void)prev;
	printf("Configured CIPSO mapping (DOI = %u)\n", doi->doi);
	printf(" tags (%zu):%c\n", doi->tags.nr, ' ');
	for (i = 0; i < doi->tags.nr; i++) {
		fputs("   ", stdout);
		clab_name_print(CLAB_NAME_TAG, CLAB_NAME_PRETTY, tag[i]);
		putchar('\n');
	}
	if (doi->type != CLAB_DOI_TRANS)
		return;
	clab_cipso_pairs_pretty("levels", &doi->levels);
	clab_cipso_pairs_pretty("categories", &doi->cats);
}

static void clab_cipso_pairs_json(const char *key, const struct clab_vec *vec)
{
	const struct clab_pair *pair = vec->items;
	size_t i;

	clab_json_open(key, '[');
	for (i = 0; i < vec->nr; i++) {
		clab_json_open(NULL, '{');
		clab_json_u32("local", pair[i].local);
		clab_json_u32("remote", pair[i].remote);
		clab_json_close('}');
	}
	clab_json_close(']');
}

/**
 * clab_cipso_doi_json() - write the definition of a DOI as JSON
 * @item: struct clab_doi
 */
void clab_cipso_doi_json(const void *item)
{
	const struct clab_doi *doi = item;
	const u8 *tag = doi->tags.items;
	size_t i;

	clab_json_open(NULL, '{');
	clab_json_u32("doi", doi->doi);
	clab_name_json(CLAB_NAME_DOI, "type", doi->type);
	clab_json_open("tags", '[');
	for (i = 0; i < doi->tags.nr; i++)
		clab_json_u32(NULL, tag[i]);
	clab_json_close(']');
	clab_cipso_pairs_json("levels", &doi->levels);
	clab_cipso_pairs_json("categories", &doi->cats);
	clab_json_close('}');
}

static const struct clab_view clab_cipso_doi_view = {
	.plain = clab_cipso_doi_plain,
	.pretty = clab_cipso_doi_pretty,
	.json = clab_cipso_doi_json,
};

static int clab_cipso_list_one(u32 number)
{
	struct clab_doi doi;
	int ret = clab_ctl_end(clab_doi_get(clab_ctl(), number, &doi));

	if (!ret)
		clab_out_one(&clab_cipso_doi_view, &doi);
	clab_doi_free(&doi);
	return ret;
}

static void clab_cipso_plain(const void *item)
{
	const struct clab_doi *doi = item;

	printf("%u,", doi->doi);
	clab_name_print(CLAB_NAME_DOI, CLAB_NAME_PLAIN, doi->type);
}

static void clab_cipso_pretty(const void *item, const void *prev)
{
	const struct clab_doi *doi = item;

	(void)prev;
	printf(" DOI value : %u\n   mapping type : ", doi->doi);
	clab_name_print(CLAB_NAME_DOI, CLAB_NAME_PRETTY, doi->type);
	putchar('\n');
}

static void clab_cipso_json(const void *item)
{
	const struct clab_doi *doi = item;

	clab_json_open(NULL, '{');
	clab_json_u32("doi", doi->doi);
	clab_name_json(CLAB_NAME_DOI, "type", doi->type);
	clab_json_close('}');
}

static const struct clab_view clab_cipso_view = {
	.title = "Configured CIPSO mappings",
	.plain = clab_cipso_plain,
	.pretty = clab_cipso_pretty,
	.json = clab_cipso_json,
};

static int clab_cipso_list_all(void)
{
	struct clab_vec dois = {};
	int ret = clab_ctl_end(clab_doi_list(clab_ctl(), &dois));

	if (!ret)
		clab_out_list(&clab_cipso_view, dois.items, dois.nr,
			      sizeof(struct clab_doi));
	clab_doi_free_list(&dois);
	return ret;
}

/**
 * clab_cmd_cipso_list() - cipso list
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_cipso_list(int argc, char **argv)
{
	struct clab_param params[] = { { "doi:", NULL } };
	u32 doi;
	int ret = clab_parse_params(argc, argv, params, 1);

	if (ret)
		return ret;
	if (!params[0].value)
		return clab_cipso_list_all();
	ret = clab_parse_doi("doi:", params[0].value, &doi);
	return ret ? ret : clab_cipso_list_one(doi);
}

/**
 * clab_cmd_cipso_del() - cipso del
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_cipso_del(int argc, char **argv)
{
	struct clab_param params[] = { { "doi:", NULL } };
	u32 doi;
	int ret = clab_parse_params(argc, argv, params, 1);

	if (!ret)
		ret = clab_parse_doi("doi:", params[0].value, &doi);
	return ret ? ret : clab_target_doi_del(doi);
}

/**
 * struct clab_cipso_add - what cipso add is asked for
 * @doi: number of the DOI
 * @type: its type
 * @tags: its tag types
 * @levels: its levels here and on the wire, struct clab_pair
 * @cats: its categories here and on the wire, struct clab_pair
 */
struct clab_cipso_add {
	u32 doi;
	enum clab_doi_type type;
	struct clab_tags tags;
	struct clab_vec levels;
	struct clab_vec cats;
};

/* What a type of DOI takes besides its number */
static const struct clab_cipso_kind {
	const char *word;
	enum clab_doi_type type;
	bool tags;
	bool pairs;
} clab_cipso_kinds[] = {
	{ "trans", CLAB_DOI_TRANS, true, true },
	{ "pass", CLAB_DOI_PASS, true, false },
	{ "local", CLAB_DOI_LOCAL, false, false },
	/* What netlabelctl still takes, and a file of its rules may hold */
	{ "std", CLAB_DOI_TRANS, true, true },
};

/* Return: the one type given, or NULL with a message */
static const struct clab_cipso_kind *
clab_cipso_parse_kind(const struct clab_param *params, size_t nr)
{
	size_t i, nr_kinds = clab_count(clab_cipso_kinds) - !clab_target_is_file();
	const struct clab_cipso_kind *kind = NULL;

	for (i = 0; i < nr_kinds; i++) {
		if (!clab_param(params, nr, clab_cipso_kinds[i].word))
			continue;
		if (kind) {
			clab_usage("'%s' and '%s' exclude each other",
				   kind->word, clab_cipso_kinds[i].word);
			return NULL;
		}
		kind = &clab_cipso_kinds[i];
	}
	if (!kind)
		clab_usage("'pass', 'local' or 'trans' is missing");
	else if (!strcmp(kind->word, "std"))
		clab_note("warning, 'std' is deprecated: 'trans' says the same");
	return kind;
}

/* A word that the type needs, or that it has no use for */
static int clab_cipso_parse_use(const struct clab_cipso_kind *kind,
				const char *key, const char *value,
				bool needed, bool used)
{
	if (value && !used)
		return clab_usage("'%s' has no meaning for a DOI of type %s",
				  key, kind->word);
	if (!value && needed)
		return clab_usage("'%s' is missing, which type %s needs", key,
				  kind->word);
	return 0;
}

static int clab_cipso_parse_values(const struct clab_cipso_kind *kind,
				   const char *tags, const char *levels,
				   const char *cats, struct clab_cipso_add *add)
{
	/* A file may list tags of a local DOI, as other programs can. */
	if (clab_cipso_parse_use(kind, "tags:", tags, kind->tags,
				 kind->tags || clab_target_is_file()) ||
	    clab_cipso_parse_use(kind, "levels:", levels,
				 kind->pairs && !clab_target_is_file(),
				 kind->pairs) ||
	    clab_cipso_parse_use(kind, "categories:", cats, false, kind->pairs))
		return CLAB_EXIT_USAGE;
	if ((tags && clab_parse_tags(tags, &add->tags)) ||
	    (levels && clab_parse_pairs("levels:", levels, CLAB_LEVEL_WIRE_MAX,
					&add->levels)) ||
	    (cats && clab_parse_pairs("categories:", cats, CLAB_CAT_WIRE_MAX,
				      &add->cats)))
		return CLAB_EXIT_USAGE;
	/* What the kernel has, and a file may say, is taken as it is. */
	if (clab_target_is_file())
		return 0;
	return clab_parse_unique_tags(&add->tags) ||
	       clab_parse_unique("levels:", &add->levels) ||
	       clab_parse_unique("categories:", &add->cats) ? CLAB_EXIT_USAGE : 0;
}

static int clab_cipso_parse_add(int argc, char **argv,
				struct clab_cipso_add *add)
{
	struct clab_param params[] = {
		{ "pass", NULL }, { "local", NULL }, { "trans", NULL },
		{ "doi:", NULL }, { "tags:", NULL }, { "levels:", NULL },
		{ "categories:", NULL }, { "std", NULL },
	};
	size_t nr = clab_count(params) - !clab_target_is_file();
	const struct clab_cipso_kind *kind;

	if (clab_parse_params(argc, argv, params, nr))
		return CLAB_EXIT_USAGE;
	kind = clab_cipso_parse_kind(params, nr);
	if (!kind || clab_parse_doi("doi:", clab_param(params, nr, "doi:"),
				    &add->doi))
		return CLAB_EXIT_USAGE;
	add->type = kind->type;
	if (kind->type == CLAB_DOI_LOCAL)
		add->tags = (struct clab_tags){ 1, { CLAB_TAG_LOCAL } };
	return clab_cipso_parse_values(kind, clab_param(params, nr, "tags:"),
				       clab_param(params, nr, "levels:"),
				       clab_param(params, nr, "categories:"),
				       add);
}

static int clab_cipso_send(struct clab_cipso_add *add, bool replace)
{
	const struct clab_doi doi = {
		.doi = add->doi,
		.type = add->type,
		.tags = { add->tags.tag, add->tags.nr },
		.levels = add->levels,
		.cats = add->cats,
	};

	return replace ? clab_ctl_end(clab_doi_replace(clab_ctl(), &doi)) :
			 clab_target_doi_add(&doi);
}

static int clab_cipso_define(int argc, char **argv, bool replace)
{
	struct clab_cipso_add add = {};
	int ret = clab_cipso_parse_add(argc, argv, &add);

	if (!ret)
		ret = clab_cipso_send(&add, replace);
	clab_vec_clear(&add.levels);
	clab_vec_clear(&add.cats);
	return ret;
}

/**
 * clab_cmd_cipso_add() - cipso add
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_cipso_add(int argc, char **argv)
{
	return clab_cipso_define(argc, argv, false);
}

/**
 * clab_cmd_cipso_replace() - cipso replace
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_cipso_replace(int argc, char **argv)
{
	return clab_cipso_define(argc, argv, true);
}
