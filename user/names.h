/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: the words for the kernel's numbers
 */
#ifndef _CLAB_NAMES_H
#define _CLAB_NAMES_H

#include <cipsolab/port.h>

/**
 * enum clab_name_style - where a word is shown
 * @CLAB_NAME_PLAIN: plain listings
 * @CLAB_NAME_PRETTY: listings for people
 * @CLAB_NAME_WORD: JSON; what the command line takes
 * @CLAB_NAME_STYLES: number of styles
 */
enum clab_name_style {
	CLAB_NAME_PLAIN,
	CLAB_NAME_PRETTY,
	CLAB_NAME_WORD,
	CLAB_NAME_STYLES,
};

/**
 * struct clab_name - the words for one number
 * @value: the number
 * @text: the words
 */
struct clab_name {
	u32 value;
	const char *text[CLAB_NAME_STYLES];
};

/**
 * struct clab_names - the words for a kind of number
 * @nr: entries of @name
 * @name: the words
 */
struct clab_names {
	size_t nr;
	const struct clab_name *name;
};

extern const struct clab_names clab_proto_names;
extern const struct clab_names clab_doi_names;
extern const struct clab_names clab_tag_names;

void clab_name_print(const struct clab_names *names,
		     enum clab_name_style style, u32 value);
void clab_name_json(const struct clab_names *names, const char *key,
		    u32 value);

#endif /* _CLAB_NAMES_H */
