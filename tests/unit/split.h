/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab tests: long enumerations, divided among the processors
 */
#ifndef _CLAB_TEST_SPLIT_H
#define _CLAB_TEST_SPLIT_H

#include <stdbool.h>

#define CLAB_SPLIT_COUNTS	8

/**
 * struct clab_split - what one process says, or all together
 * @count: what was counted
 * @failed: what failed first, empty when nothing has
 */
struct clab_split {
	unsigned long count[CLAB_SPLIT_COUNTS];
	char failed[512];
};

typedef void (*clab_split_work)(unsigned int part, unsigned int parts,
				struct clab_split *split);

void clab_split_run(clab_split_work work, struct clab_split *sum);
void clab_split_fail(struct clab_split *split, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), noreturn));
bool clab_split_all(void);

#endif /* _CLAB_TEST_SPLIT_H */
