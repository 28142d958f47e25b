// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: what is only known when a scenario runs
 */
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "compare/scenario.h"
#include "out.h"

#define CLAB_MACRO_NAME	"abcdefghijklmnopqrstuvwxyz-"

/* Where the type of a context begins and how long it is; all of a context that
 * has none, as those of other security modules.
 */
static size_t clab_macro_type(const char **context)
{
	const char *user = strchr(*context, ':');
	const char *role = user ? strchr(user + 1, ':') : NULL;

	if (role)
		*context = role + 1;
	return strcspn(*context, role ? ":" : "");
}

static const char *const clab_macro_names[] = {
	"from", "to", "other", "label", "server-label", "domain",
	"server-domain", "netlabel",
};

/* Which name stands at @text; longer names are tried by the whole word. */
static int clab_macro_find(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < clab_count(clab_macro_names); i++)
		if (strlen(clab_macro_names[i]) == len &&
		    !memcmp(clab_macro_names[i], text, len))
			return (int)i;
	return -1;
}

static const char *clab_macro_value(int nr, const struct clab_macros *macros,
				    size_t *len)
{
	const char *const values[] = {
		CLAB_ADDR_FROM, CLAB_ADDR_TO, CLAB_ADDR_OTHER, macros->label,
		macros->server_label, macros->label, macros->server_label,
		macros->netlabel,
	};
	const char *value = values[nr] ? values[nr] : "";
	bool type = nr == 5 || nr == 6;

	*len = type ? clab_macro_type(&value) : strlen(value);
	return value;
}

/**
 * clab_macro_check() - are the $NAMES of a text known
 * @text: the text
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_macro_check(const char *text)
{
	size_t len;

	for (text = strchr(text, '$'); text; text = strchr(text + 1 + len, '$')) {
		len = text[1] == '$' ? 1 : strspn(text + 1, CLAB_MACRO_NAME);
		if (text[1] != '$' && clab_macro_find(text + 1, len) < 0)
			return clab_usage("unknown '$%.*s' ('$$' is a dollar sign)",
					  len < 40 ? (int)len : 40, text + 1);
	}
	return 0;
}

/**
 * clab_macro_expand() - put values in the place of $NAMES
 * @text: a text that clab_macro_check() has found good
 * @macros: the values; what is not known becomes nothing
 *
 * Return: the text, to be freed.
 */
char *clab_macro_expand(const char *text, const struct clab_macros *macros)
{
	char *expanded = NULL;
	size_t size, len;
	FILE *out = clab_scn_need(open_memstream(&expanded, &size));

	while (*text) {
		const char *value = text;
		size_t value_len = strcspn(text, "$");

		len = value_len;
		if (*text == '$' && text[1] == '$') {
			value_len = 1;
			len = 2;
		} else if (*text == '$') {
			len = strspn(text + 1, CLAB_MACRO_NAME);
			value = clab_macro_value(clab_macro_find(text + 1, len),
						 macros, &value_len);
			len++;
		}
		fwrite(value, 1, value_len, out);
		text += len;
	}
	clab_scn_need(fclose(out) ? NULL : expanded);
	return expanded;
}
