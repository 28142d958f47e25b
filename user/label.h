/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: security contexts
 */
#ifndef _CLAB_USER_LABEL_H
#define _CLAB_USER_LABEL_H

int clab_label_take(const char *text, char **label);
void clab_label_print(const char *label);
void clab_label_json(const char *key, const char *label);

#endif /* _CLAB_USER_LABEL_H */
