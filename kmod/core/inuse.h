/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: who uses a DOI
 */
#ifndef _CLAB_CORE_INUSE_H
#define _CLAB_CORE_INUSE_H

struct clab_config;
struct clab_doi;

const char *clab_inuse_text(struct clab_config *cfg, const struct clab_doi *doi);

#endif /* _CLAB_CORE_INUSE_H */
