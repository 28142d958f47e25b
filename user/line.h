/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: files of commands
 */
#ifndef _CLAB_LINE_H
#define _CLAB_LINE_H

#include <stdbool.h>
#include <stdio.h>

FILE *clab_lines_open(const char *path);
int clab_lines_run(FILE *file, bool force);
void clab_lines_close(FILE *file);

#endif /* _CLAB_LINE_H */
