/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: configurations as text
 */
#ifndef _CLAB_RULES_H
#define _CLAB_RULES_H

#include <stdio.h>

#include <cipsolab/conf.h>

int clab_rules_read(const char *path, bool empty, struct clab_conf *conf);
int clab_rules_lines(const struct clab_conf *conf, struct clab_vec *lines);
int clab_rules_lines_partial(const struct clab_conf *conf, struct clab_vec *lines);
void clab_rules_free(struct clab_vec *lines);

void clab_rule_word(FILE *out, const char *key, const char *text);
void clab_rule_map(FILE *out, const struct clab_mapping *map,
		   const struct clab_selector *sel);
void clab_rule_static(FILE *out, const struct clab_static *st);

#endif /* _CLAB_RULES_H */
