// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: what is only known when a scenario runs
 */
#include <ctype.h>
#include <stdio.h>
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
	"from", "to", "other", "near", "far", "label", "server-label", "domain",
	"server-domain", "netlabel",
};

/* Which name stands at @text: the longest that no letter follows. Return: its
 * place, and its length in @len; or -1.
 */
static int clab_macro_find(const char *text, size_t *len)
{
	int found = -1, i;

	*len = 0;
	for (i = 0; i < (int)clab_count(clab_macro_names); i++) {
		size_t size = strlen(clab_macro_names[i]);

		if (size <= *len || strncmp(clab_macro_names[i], text, size) ||
		    islower((unsigned char)text[size]))
			continue;
		found = i;
		*len = size;
	}
	return found;
}

static const char *clab_macro_value(int nr, const struct clab_macros *macros,
				    size_t *len)
{
	const char *const values[] = {
		CLAB_ADDR_FROM, CLAB_ADDR_TO, CLAB_ADDR_OTHER, CLAB_ADDR_NEAR,
		CLAB_ADDR_FAR, macros->label, macros->server_label, macros->label,
		macros->server_label, macros->netlabel,
	};
	const char *value = values[nr] ? values[nr] : "";
	bool type = strstr(clab_macro_names[nr], "domain");

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
		len = 1;
		if (text[1] != '$' && clab_macro_find(text + 1, &len) < 0)
			return clab_usage("unknown '$%.*s' ('$$' is a dollar sign)",
					  (int)strspn(text + 1, CLAB_MACRO_NAME), text + 1);
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
		int found = *text == '$' ? clab_macro_find(text + 1, &len) : -1;
		size_t value_len = *text == '$' ? 1 : strcspn(text, "$");

		if (found >= 0)
			value = clab_macro_value(found, macros, &value_len);
		fwrite(value, 1, value_len, out);
		text += found >= 0 ? len + 1 : *text == '$' && text[1] == '$' ? 2 : value_len;
	}
	clab_scn_need(fclose(out) ? NULL : expanded);
	return expanded;
}
