/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * cipsolab: what lets one source compile in the kernel and in user space
 *
 * The codec and every tag format are pure C: they see fixed-width integers,
 * memcpy(), memmove(), memset(), memcmp(), errno values and big-endian loads
 * and stores, on both sides by the same names.
 */
#ifndef _CIPSOLAB_PORT_H
#define _CIPSOLAB_PORT_H

#ifdef __KERNEL__

#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/types.h>

#else

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef noinline
#define noinline __attribute__((__noinline__))
#endif

#ifndef fallthrough
#define fallthrough __attribute__((__fallthrough__))
#endif

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#endif /* __KERNEL__ */

/**
 * clab_ctz64() - number of the lowest bit that is set
 * @v: a word, not 0
 *
 * Return: 0 to 63.
 */
static inline unsigned int clab_ctz64(u64 v)
{
#ifdef __KERNEL__
	return __ffs64(v);
#else
	return (unsigned int)__builtin_ctzll(v);
#endif
}

/**
 * clab_fls64() - number of the highest bit that is set, counted from 1
 * @v: a word, not 0
 *
 * Return: 1 to 64.
 */
static inline unsigned int clab_fls64(u64 v)
{
#ifdef __KERNEL__
	return fls64(v);
#else
	return 64 - (unsigned int)__builtin_clzll(v);
#endif
}

static inline u16 clab_get_be16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

static inline u32 clab_get_be32(const u8 *p)
{
	return (u32)clab_get_be16(p) << 16 | clab_get_be16(p + 2);
}

static inline void clab_put_be16(u16 v, u8 *p)
{
	p[0] = (u8)(v >> 8);
	p[1] = (u8)v;
}

static inline void clab_put_be32(u32 v, u8 *p)
{
	clab_put_be16((u16)(v >> 16), p);
	clab_put_be16((u16)v, p + 2);
}

#endif /* _CIPSOLAB_PORT_H */
