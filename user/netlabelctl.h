/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl run as netlabelctl
 */
#ifndef _CLAB_NETLABELCTL_H
#define _CLAB_NETLABELCTL_H

#include <stdbool.h>

#include <cipsolab/port.h>

bool clab_netlabelctl_named(const char *name);
int clab_netlabelctl(int argc, char **argv);
int clab_netlabelctl_fail(int error);

char *clab_nlctl_key(char *word, const char *key);
u32 clab_nlctl_number(const char *text);
u32 clab_nlctl_doi(int argc, char **argv);
int clab_nlctl_invalid(void);

int clab_nlctl_calipso_add(int argc, char **argv);
int clab_nlctl_calipso_del(int argc, char **argv);
int clab_nlctl_calipso_list(int argc, char **argv);

#endif /* _CLAB_NETLABELCTL_H */
