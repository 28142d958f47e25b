/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: changing a configuration in memory
 */
#ifndef _CLAB_EDIT_H
#define _CLAB_EDIT_H

#include <cipsolab/conf.h>
#include <cipsolab/port.h>

#include "index.h"

/**
 * struct clab_edit - a configuration that is being changed
 * @conf: the configuration
 * @index: what is in it by name; two entries of one name are a contradiction
 * @no_default: the default mapping was removed, and is not to be made up for
 */
struct clab_edit {
	struct clab_conf *conf;
	struct clab_index index;
	bool no_default;
};

int clab_edit_doi_add(struct clab_edit *edit, const struct clab_doi *doi);
int clab_edit_doi_del(struct clab_edit *edit, u32 number);
int clab_edit_map_add(struct clab_edit *edit, const char *domain,
		      const struct clab_addr *addr,
		      const struct clab_proto *proto);
int clab_edit_map_del(struct clab_edit *edit, const char *domain);
int clab_edit_selector_del(struct clab_edit *edit, const char *domain,
			   const struct clab_addr *addr);
int clab_edit_static_add(struct clab_edit *edit, const struct clab_static *st);
int clab_edit_static_del(struct clab_edit *edit, const struct clab_static *st);
int clab_edit_set(struct clab_edit *edit, const char *name, u32 value);
int clab_edit_check(struct clab_edit *edit);
int clab_edit_end(struct clab_edit *edit);

#endif /* _CLAB_EDIT_H */
