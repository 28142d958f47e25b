/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: where a command's change goes
 *
 * A command that adds or removes something does so in the kernel; while a file
 * of rules is read it does so in a configuration in memory, which is put in
 * place whole afterwards. The commands' words are read by the same code for
 * both. Every function returns enum clab_exit and has said what is wrong.
 */
#ifndef _CLAB_TARGET_H
#define _CLAB_TARGET_H

#include <cipsolab/conf.h>
#include <cipsolab/port.h>

bool clab_target_is_file(void);
void clab_target_open(struct clab_conf *conf);
int clab_target_check(void);
int clab_target_close(void);

int clab_target_doi_add(const struct clab_doi *doi);
int clab_target_doi_del(u32 number);
int clab_target_map_add(const char *domain, const struct clab_addr *addr,
			const struct clab_proto *proto);
int clab_target_map_del(const char *domain);
int clab_target_selector_del(const char *domain, const struct clab_addr *addr);
int clab_target_static_add(const struct clab_static *st);
int clab_target_static_del(const struct clab_static *st);
int clab_target_accept(bool accept);
int clab_target_set(const char *name, u32 value);

#endif /* _CLAB_TARGET_H */
