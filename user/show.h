/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: how the kernel's numbers and addresses are shown
 */
#ifndef _CLAB_SHOW_H
#define _CLAB_SHOW_H

#include <cipsolab/cipsolab.h>
#include <cipsolab/port.h>

void clab_name_print(enum clab_name_kind kind, enum clab_name_style style,
		     u32 value);
void clab_name_json(enum clab_name_kind kind, const char *key, u32 value);
void clab_addr_print(const struct clab_addr *addr);
void clab_addr_json(const struct clab_addr *addr);
void clab_map_json(const void *item);
void clab_cipso_doi_json(const void *item);
void clab_static_json(const struct clab_static *st);

#endif /* _CLAB_SHOW_H */
