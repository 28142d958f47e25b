/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The instruction counter of a machine that counts instructions, and marks that
 * profile.c sees: two functions in a page of their own, at a fixed address.
 */
#ifndef _CLAB_MARK_H
#define _CLAB_MARK_H

#include <cipsolab/port.h>

#define CLAB_MARK_SECTION	0x70000000ul	/* as the linker is told in bench.mk */
#define CLAB_MARK_BEGIN		CLAB_MARK_SECTION
#define CLAB_MARK_END		(CLAB_MARK_SECTION + 64)

#ifndef CLAB_MARK_ADDRESSES_ONLY
/* The guest's time stamp counter ticks once per instruction. */
static inline u64 clab_instructions(void)
{
	return __builtin_ia32_rdtsc();
}

__asm__(".pushsection .clabmark, \"ax\"\n"
	".balign 64\n"
	"clab_mark_begin: ret\n"
	".balign 64\n"
	"clab_mark_end: ret\n"
	".popsection\n");

void clab_mark_begin(void);
void clab_mark_end(void);
#endif

#endif /* _CLAB_MARK_H */
