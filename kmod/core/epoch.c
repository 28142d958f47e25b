// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: whether what a look-up came to still holds
 */
#include "core/epoch.h"

atomic64_t clab_epoch_now = ATOMIC64_INIT(1);
