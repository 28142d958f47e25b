// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: how the kernel's numbers and addresses are shown
 */
#include <stdio.h>

#include "out.h"
#include "show.h"

/**
 * clab_name_print() - print the word for a number
 * @kind: the kind of number
 * @style: where it is shown
 * @value: the number; one without a word is shown as UNKNOWN(number)
 */
void clab_name_print(enum clab_name_kind kind, enum clab_name_style style,
		     u32 value)
{
	const char *text = clab_name(kind, style, value);

	if (text)
		fputs(text, stdout);
	else
		printf("UNKNOWN(%u)", value);
}

/**
 * clab_name_json() - write the word for a number as JSON
 * @kind: the kind of number
 * @key: its name in the object around it, or NULL
 * @value: the number; one without a word stays a number
 */
void clab_name_json(enum clab_name_kind kind, const char *key, u32 value)
{
	const char *text = clab_name(kind, CLAB_NAME_WORD, value);

	if (text)
		clab_json_str(key, text);
	else
		clab_json_u32(key, value);
}

/**
 * clab_addr_print() - print an address as ADDR/PREFIX
 * @addr: the address
 */
void clab_addr_print(const struct clab_addr *addr)
{
	char text[CLAB_ADDR_TEXT_MAX];

	fputs(clab_addr_text(addr, text), stdout);
}

/**
 * clab_addr_json() - write an address as two members of a JSON object
 * @addr: the address
 */
void clab_addr_json(const struct clab_addr *addr)
{
	char text[CLAB_ADDR_TEXT_MAX];

	clab_addr_text(addr, text);
	*strchr(text, '/') = '\0';
	clab_json_str("address", text);
	clab_json_u32("prefix", addr->prefix);
}
