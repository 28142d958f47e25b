// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: security contexts
 *
 * Where SELinux is on, its library says whether a context is one before it is
 * sent; with -T the names that this host gives to levels are used.
 */
#include <errno.h>
#include <selinux/selinux.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "label.h"
#include "out.h"

/**
 * clab_label_take() - read a context
 * @text: the context as it was given
 * @label: where it goes as the kernel takes it; to be freed
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_label_take(const char *text, char **label)
{
	char *raw = NULL;

	if (clab_opts.translate && !selinux_trans_to_raw_context(text, &raw)) {
		*label = strdup(raw);
		freecon(raw);
	} else {
		*label = strdup(text);
	}
	if (!*label) {
		clab_error("out of memory");
		return CLAB_EXIT_FAIL;
	}
	/* Who may not ask leaves the answer to the kernel. */
	if (is_selinux_enabled() > 0 &&
	    security_check_context_raw(*label) < 0 && errno == EINVAL)
		return clab_usage("label: '%.80s' is no context of this host's policy",
				  text);
	return 0;
}

/* Return: the context to show, to be freed with freecon(), or NULL */
static char *clab_label_shown(const char *label)
{
	char *shown = NULL;

	if (!clab_opts.translate || !label ||
	    selinux_raw_to_trans_context(label, &shown))
		return NULL;
	return shown;
}

/**
 * clab_label_print() - print a context
 * @label: the context
 */
void clab_label_print(const char *label)
{
	char *shown = clab_label_shown(label);

	fputs(shown ? shown : label, stdout);
	freecon(shown);
}

/**
 * clab_label_json() - write a context as JSON
 * @key: its name, or NULL
 * @label: the context
 */
void clab_label_json(const char *key, const char *label)
{
	char *shown = clab_label_shown(label);

	clab_json_str(key, shown ? shown : label);
	freecon(shown);
}
