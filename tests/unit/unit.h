/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab tests: what the unit tests share
 */
#ifndef _CLAB_TEST_UNIT_H
#define _CLAB_TEST_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../kmod/codec/cipso.h"
#include "../../kmod/codec/label.h"
#include "../../kmod/codec/opt.h"
#include "model.h"

u64 clab_unit_random(void);
u32 clab_unit_below(u32 limit);
unsigned long clab_unit_rounds(void);
void clab_unit_label(struct clab_model_label *label);

#endif /* _CLAB_TEST_UNIT_H */
