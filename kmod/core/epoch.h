/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: whether what a look-up came to still holds
 *
 * Packets remember the results of look-ups. Whatever takes something away that
 * a result was made of, or refers to, begins a new epoch; results of earlier
 * epochs are not used.
 *
 * For an object that a result points to, the order is: out of its table, new
 * epoch, then RCU. A reader that finds a result of the current epoch may
 * follow its pointers until its read section ends: had the object been taken
 * away before the section, the section would be in a later epoch; if it is
 * taken away meanwhile, RCU waits.
 */
#ifndef _CLAB_CORE_EPOCH_H
#define _CLAB_CORE_EPOCH_H

#include <linux/atomic.h>
#include <linux/types.h>

/* Of 64 bits: it does not come round while an old result lies in its place. */
extern atomic64_t clab_epoch_now;

/**
 * clab_epoch() - the current epoch
 *
 * To be read before the look-up whose result it is to mark.
 *
 * Context: RCU read section.
 * Return: its number.
 */
static inline u64 clab_epoch(void)
{
	return atomic64_read_acquire(&clab_epoch_now);
}

/**
 * clab_epoch_begin() - begin a new one
 *
 * Context: Any.
 */
static inline void clab_epoch_begin(void)
{
	/* A full barrier on either side: what was published or taken away
	 * before is so for whoever sees the new number.
	 */
	atomic64_inc_return(&clab_epoch_now);
}

#endif /* _CLAB_CORE_EPOCH_H */
