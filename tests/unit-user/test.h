/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Unit tests of cipsoctl: results as TAP, and what the tool's functions say.
 */
#ifndef _CLAB_UNIT_USER_TEST_H
#define _CLAB_UNIT_USER_TEST_H

#include <stdbool.h>

#include "out.h"

/** define clab_test - one result; the name is made as by printf */
#define clab_test(good, ...)	clab_test_result(good, __FILE__, __LINE__, __VA_ARGS__)

void __printf(4, 5) clab_test_result(bool good, const char *file, int line,
				     const char *fmt, ...);
const char *clab_test_said(void);
const char *clab_test_captured(void);

void clab_test_parse(void);
void clab_test_extack(void);
void clab_test_json(void);
void clab_test_vec(void);
void clab_test_capture(void);
void clab_test_scenario(void);
void clab_test_judge(void);

#endif /* _CLAB_UNIT_USER_TEST_H */
