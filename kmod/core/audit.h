/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: audit records of changes of the configuration
 */
#ifndef _CLAB_CORE_AUDIT_H
#define _CLAB_CORE_AUDIT_H

#include <linux/types.h>

struct clab_config;
struct clab_map_req;
struct clab_unlbl_key;

void clab_audit_map_add(const struct clab_map_req *req, bool done);
void clab_audit_map_del(const char *domain);
void clab_audit_sel_del(const struct clab_map_req *req, bool done);
void clab_audit_map_replace(const struct clab_map_req *reqs, unsigned int nr,
			    unsigned int removed);
void clab_audit_map_refused(const struct clab_map_req *reqs, unsigned int nr);
void clab_audit_config(const char *op, struct clab_config *cfg);
void clab_audit_config_refused(const char *op, struct clab_config *cfg);
void clab_audit_doi_add(u32 doi, u32 type, bool done);
void clab_audit_doi_del(u32 doi, bool done);
void clab_audit_accept(bool accept, bool old);
void clab_audit_static_add(const struct clab_unlbl_key *key, const char *label, bool done);
void clab_audit_static_del(const struct clab_unlbl_key *key, const char *label, bool done);

#endif /* _CLAB_CORE_AUDIT_H */
