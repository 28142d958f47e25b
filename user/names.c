// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: the words for the kernel's numbers
 */
#include <stdio.h>

#include <linux/cipsolab.h>

#include "cipsoctl.h"
#include "names.h"
#include "out.h"

/* RIPSO and CIPSO over IPv6 have numbers in NetLabel's protocol and nothing
 * more; a kernel that names them is shown as it says.
 */
static const struct clab_name clab_proto_name[] = {
	{ 2, { "RIPSO", "RIPSO", "ripso" } },
	{ CLAB_NLTYPE_CIPSOV4, { "CIPSOv4", "CIPSO", "cipso" } },
	{ 4, { "CIPSOv6", "CIPSOv6", "cipsov6" } },
	{ CLAB_NLTYPE_UNLABELED, { "UNLABELED", "UNLABELED", "unlbl" } },
	{ CLAB_NLTYPE_CALIPSO, { "CALIPSO", "CALIPSO", "calipso" } },
};

const struct clab_names clab_proto_names = {
	clab_count(clab_proto_name), clab_proto_name
};

static const struct clab_name clab_doi_name[] = {
	{ CLAB_DOI_TRANS, { "TRANSLATED", "TRANSLATED", "trans" } },
	{ CLAB_DOI_PASS, { "PASS_THROUGH", "PASS_THROUGH", "pass" } },
	{ CLAB_DOI_LOCAL, { "LOCAL", "LOCAL", "local" } },
};

const struct clab_names clab_doi_names = {
	clab_count(clab_doi_name), clab_doi_name
};

/* Elsewhere a tag type is its number */
static const struct clab_name clab_tag_name[] = {
	{ CLAB_TAG_BITMAP, { [CLAB_NAME_PRETTY] = "RESTRICTED BITMAP" } },
	{ CLAB_TAG_ENUM, { [CLAB_NAME_PRETTY] = "ENUMERATED" } },
	{ CLAB_TAG_RANGE, { [CLAB_NAME_PRETTY] = "RANGED" } },
	{ CLAB_TAG_PBITMAP, { [CLAB_NAME_PRETTY] = "PERMISSIVE_BITMAP" } },
	{ CLAB_TAG_FREEFORM, { [CLAB_NAME_PRETTY] = "FREEFORM" } },
	{ CLAB_TAG_LOCAL, { [CLAB_NAME_PRETTY] = "LOCAL" } },
};

const struct clab_names clab_tag_names = {
	clab_count(clab_tag_name), clab_tag_name
};

static const char *clab_name_find(const struct clab_names *names,
				  enum clab_name_style style, u32 value)
{
	size_t i;

	for (i = 0; i < names->nr; i++) {
		if (names->name[i].value == value)
			return names->name[i].text[style];
	}
	return NULL;
}

/**
 * clab_name_print() - print the word for a number
 * @names: the kind of number
 * @style: where it is shown
 * @value: the number; one without a word is shown as UNKNOWN(number)
 */
void clab_name_print(const struct clab_names *names,
		     enum clab_name_style style, u32 value)
{
	const char *text = clab_name_find(names, style, value);

	if (text)
		fputs(text, stdout);
	else
		printf("UNKNOWN(%u)", value);
}

/**
 * clab_name_json() - write the word for a number as JSON
 * @names: the kind of number
 * @key: its name in the object around it, or NULL
 * @value: the number; one without a word stays a number
 */
void clab_name_json(const struct clab_names *names, const char *key, u32 value)
{
	const char *text = clab_name_find(names, CLAB_NAME_WORD, value);

	if (text)
		clab_json_str(key, text);
	else
		clab_json_u32(key, value);
}
