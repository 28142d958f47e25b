// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: the words for the kernel's numbers
 */
#include <cipsolab/cipsolab.h>

#define CLAB_NAMES_MAX	8

/**
 * struct clab_name - the words for one number
 * @value: the number; the first 0 ends a list
 * @text: the words
 */
struct clab_name {
	uint32_t value;
	const char *text[CLAB_NAME_STYLES];
};

/* RIPSO and CIPSO over IPv6 have numbers in NetLabel's protocol and nothing
 * more; a kernel that names them is shown as it says.
 */
static const struct clab_name clab_names[CLAB_NAME_KINDS][CLAB_NAMES_MAX] = {
	[CLAB_NAME_PROTO] = {
		{ 2, { "RIPSO", "RIPSO", "ripso" } },
		{ CLAB_NLTYPE_CIPSOV4, { "CIPSOv4", "CIPSO", "cipso" } },
		{ 4, { "CIPSOv6", "CIPSOv6", "cipsov6" } },
		{ CLAB_NLTYPE_UNLABELED, { "UNLABELED", "UNLABELED", "unlbl" } },
		{ CLAB_NLTYPE_CALIPSO, { "CALIPSO", "CALIPSO", "calipso" } },
	},
	[CLAB_NAME_DOI] = {
		{ CLAB_DOI_TRANS, { "TRANSLATED", "TRANSLATED", "trans" } },
		{ CLAB_DOI_PASS, { "PASS_THROUGH", "PASS_THROUGH", "pass" } },
		{ CLAB_DOI_LOCAL, { "LOCAL", "LOCAL", "local" } },
	},
	[CLAB_NAME_TAG] = {
		{ CLAB_TAG_BITMAP, { NULL, "RESTRICTED BITMAP", NULL } },
		{ CLAB_TAG_ENUM, { NULL, "ENUMERATED", NULL } },
		{ CLAB_TAG_RANGE, { NULL, "RANGED", NULL } },
		{ CLAB_TAG_PBITMAP, { NULL, "PERMISSIVE_BITMAP", NULL } },
		{ CLAB_TAG_FREEFORM, { NULL, "FREEFORM", NULL } },
		{ CLAB_TAG_LOCAL, { NULL, "LOCAL", NULL } },
	},
};

/**
 * clab_name() - the word for a number
 * @kind: what kind of number it is
 * @style: where the word is shown
 * @value: the number
 *
 * Return: the word, or NULL when there is none.
 */
const char *clab_name(enum clab_name_kind kind, enum clab_name_style style,
		      uint32_t value)
{
	const struct clab_name *name = clab_names[kind];

	for (; name->value; name++) {
		if (name->value == value)
			return name->text[style];
	}
	return NULL;
}
