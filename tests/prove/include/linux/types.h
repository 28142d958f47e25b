/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab proof: Frama-C's C library has no kernel headers; this is what
 * include/uapi needs of them.
 */
#ifndef _CLAB_PROVE_TYPES_H
#define _CLAB_PROVE_TYPES_H

#include <stdint.h>

typedef uint8_t __u8;
typedef uint16_t __u16;
typedef uint32_t __u32;
typedef uint64_t __u64;

#endif /* _CLAB_PROVE_TYPES_H */
