// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl run as netlabelctl: CALIPSO
 *
 * That is another engine's: ours has no such family. Where there is one, it
 * takes CIPSO's commands and its first two attributes.
 */
#include <stdio.h>
#include <string.h>

#include "cipsoctl.h"
#include "netlabelctl.h"
#include "show.h"

#define CLAB_NLCTL_CALIPSO	"CALIPSO"

static struct clab_req *clab_nlctl_calipso_req(u8 cmd, u32 doi)
{
	struct clab_req *req = clab_req_new(clab_ctl(), CLAB_NLCTL_CALIPSO, cmd);

	if (doi)
		clab_req_u32(req, CLAB_CIPSOV4_A_DOI, doi);
	return req;
}

static int clab_nlctl_calipso_end(int error)
{
	if (error && clab_nl_fault(clab_ctl())->kind == CLAB_FAILED_ABSENT)
		error = -ENOPROTOOPT;
	return clab_ctl_end(error);
}

/**
 * clab_nlctl_calipso_add() - calipso add
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: the exit status.
 */
int clab_nlctl_calipso_add(int argc, char **argv)
{
	bool pass = false;
	struct clab_req *req;
	u32 doi = 0;
	char *value;
	int i;

	for (i = 0; i < argc; i++) {
		value = clab_nlctl_key(argv[i], "doi:");
		if (value)
			doi = clab_nlctl_number(value);
		else if (!strcmp(argv[i], "pass"))
			pass = true;
		else
			return clab_nlctl_invalid();
	}
	if (!pass || !doi)
		return clab_nlctl_invalid();
	req = clab_nlctl_calipso_req(CLAB_CIPSOV4_C_ADD, doi);
	clab_req_u32(req, CLAB_CIPSOV4_A_MTYPE, CLAB_DOI_PASS);
	return clab_nlctl_calipso_end(clab_req_do(req, NULL));
}

/**
 * clab_nlctl_calipso_del() - calipso del
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: the exit status.
 */
int clab_nlctl_calipso_del(int argc, char **argv)
{
	u32 doi = clab_nlctl_doi(argc, argv);
	struct clab_req *req;

	if (!doi)
		return clab_nlctl_invalid();
	req = clab_nlctl_calipso_req(CLAB_CIPSOV4_C_REMOVE, doi);
	return clab_nlctl_calipso_end(clab_req_do(req, NULL));
}

static int clab_nlctl_calipso_take(struct nlattr **tb, void *arg)
{
	struct clab_doi *doi = clab_vec_add(arg, sizeof(*doi));

	if (!doi)
		return -ENOMEM;
	clab_attr_u32(tb[CLAB_CIPSOV4_A_DOI], &doi->doi);
	return clab_attr_u32(tb[CLAB_CIPSOV4_A_MTYPE], &doi->type) ? 0 :
								     -EBADMSG;
}

static void clab_nlctl_calipso_reset(void *arg)
{
	clab_vec_clear(arg);
}

static void clab_nlctl_calipso_show(const struct clab_vec *dois)
{
	const struct clab_doi *doi = dois->items;
	enum clab_name_style style = clab_opts.pretty ? CLAB_NAME_PRETTY :
							CLAB_NAME_PLAIN;
	size_t i;

	if (clab_opts.pretty)
		printf("Configured CALIPSO mappings (%zu)\n", dois->nr);
	for (i = 0; i < dois->nr; i++) {
		printf(clab_opts.pretty ? " DOI value : %u\n   mapping type : " :
		       i ? " %u," : "%u,", doi[i].doi);
		clab_name_print(CLAB_NAME_DOI, style, doi[i].type);
		if (clab_opts.pretty)
			putchar('\n');
	}
	if (!clab_opts.pretty)
		putchar('\n');
}

static void clab_nlctl_calipso_show_one(u32 number, const struct clab_doi *doi)
{
	if (clab_opts.pretty)
		printf("Configured CALIPSO mapping (DOI = %u)\n type: ", number);
	else
		fputs("type:", stdout);
	clab_name_print(CLAB_NAME_DOI, CLAB_NAME_PLAIN, doi->type);
	putchar('\n');
}

/**
 * clab_nlctl_calipso_list() - calipso list
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: the exit status.
 */
int clab_nlctl_calipso_list(int argc, char **argv)
{
	u32 number = clab_nlctl_doi(argc, argv);
	struct clab_vec dois = {};
	struct clab_reply reply = {
		.attr_max = CLAB_CIPSOV4_A_MTYPE,
		.take = clab_nlctl_calipso_take,
		.reset = clab_nlctl_calipso_reset,
		.arg = &dois,
	};
	int ret;

	if (argc && !number)
		return clab_nlctl_invalid();
	if (number)
		ret = clab_req_do(clab_nlctl_calipso_req(CLAB_CIPSOV4_C_LIST,
							 number), &reply);
	else
		ret = clab_req_dump(clab_nlctl_calipso_req(CLAB_CIPSOV4_C_LISTALL,
							   0), &reply);
	if (number && !ret && !dois.nr)
		ret = -ENODATA;
	ret = clab_nlctl_calipso_end(ret);
	if (!ret && number)
		clab_nlctl_calipso_show_one(number, dois.items);
	else if (!ret)
		clab_nlctl_calipso_show(&dois);
	clab_vec_clear(&dois);
	return ret;
}
