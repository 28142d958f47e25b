/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * cipsolab codec: the option area of an IPv4 header
 */
#ifndef _CLAB_CODEC_OPT_H
#define _CLAB_CODEC_OPT_H

#include <cipsolab/tag.h>

int clab_opt_next(const u8 *area, size_t len, size_t from, u8 type,
		  struct clab_err *err);
int clab_opt_find(const u8 *area, size_t len, u8 type, struct clab_err *err);
int clab_opt_remove(u8 *area, size_t len, u8 type);
int clab_opt_replace(u8 *area, size_t len, const u8 *opt, size_t opt_len);

#endif /* _CLAB_CODEC_OPT_H */
