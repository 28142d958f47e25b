/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * cipsolab codec: labels, their text and their order
 */
#ifndef _CLAB_CODEC_LABEL_H
#define _CLAB_CODEC_LABEL_H

#include <cipsolab/tag.h>

/* The longest text clab_label_format() writes for a label that a tag can
 * carry, its NUL included.
 */
#define CLAB_LABEL_TEXT_MAX	1024

int clab_label_parse(const char *text, size_t len, struct clab_label *label,
		     struct clab_err *err);
int clab_label_format(const struct clab_label *label, char *text, size_t size);
bool clab_label_equal(const struct clab_label *a, const struct clab_label *b);
bool clab_label_dominates(const struct clab_label *a,
			  const struct clab_label *b);

#endif /* _CLAB_CODEC_LABEL_H */
