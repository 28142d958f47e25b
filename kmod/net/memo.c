// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: what look-ups for packets came to
 *
 * A packet's label depends on its namespace, sender and destination, or on the
 * octets of its options; both come again with the next packet. So the result of
 * the whole way from there to the option, or to the peer label, is kept. How
 * much is configured then matters to the first packet only.
 *
 * Both tables have one place for each hash. A result gives way to another when
 * it holds no more or has been there for a second: two that share a place
 * cannot push each other out packet by packet.
 */
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "core/epoch.h"
#include "net/memo.h"

#define CLAB_MEMO_AGE	HZ

struct clab_memo_tx __rcu *clab_memos_tx[1 << CLAB_MEMO_BITS];
struct clab_memo_rx __rcu *clab_memos_rx[1 << CLAB_MEMO_BITS];

/**
 * clab_memo_tx_add() - keep a result
 * @memo: the result, copied
 *
 * Context: RCU read section; does not sleep.
 */
void clab_memo_tx_add(const struct clab_memo_tx *memo)
{
	struct clab_memo_tx __rcu **slot = clab_memo_tx_slot(memo->secid, memo->daddr);
	struct clab_memo_tx *old = rcu_dereference(*slot), *fresh;

	if (old && old->epoch == memo->epoch && time_before(jiffies, old->expires))
		return;
	fresh = kmemdup(memo, sizeof(*memo), GFP_ATOMIC | __GFP_NOWARN);
	if (!fresh)
		return;
	fresh->expires = jiffies + CLAB_MEMO_AGE;
	old = unrcu_pointer(xchg(slot, RCU_INITIALIZER(fresh)));
	if (old)
		kfree_rcu(old, rcu);
}

/**
 * clab_memo_rx_add() - keep a result
 * @memo: the result, copied
 *
 * Context: RCU read section; does not sleep.
 */
void clab_memo_rx_add(const struct clab_memo_rx *memo)
{
	struct clab_memo_rx __rcu **slot = clab_memo_rx_slot(memo->label.option, memo->label.len);
	struct clab_memo_rx *old = rcu_dereference(*slot), *fresh;

	if (old && old->epoch == memo->epoch && time_before(jiffies, old->expires))
		return;
	fresh = kmemdup(memo, sizeof(*memo), GFP_ATOMIC | __GFP_NOWARN);
	if (!fresh)
		return;
	fresh->expires = jiffies + CLAB_MEMO_AGE;
	old = unrcu_pointer(xchg(slot, RCU_INITIALIZER(fresh)));
	if (old)
		kfree_rcu(old, rcu);
}

/**
 * clab_memo_flush() - forget every result
 *
 * Context: Any. Module exit waits for the memory with rcu_barrier().
 */
void clab_memo_flush(void)
{
	struct clab_memo_tx *tx;
	struct clab_memo_rx *rx;
	int i;

	clab_epoch_begin();
	for (i = 0; i < ARRAY_SIZE(clab_memos_tx); i++) {
		tx = unrcu_pointer(xchg(&clab_memos_tx[i], NULL));
		if (tx)
			kfree_rcu(tx, rcu);
		rx = unrcu_pointer(xchg(&clab_memos_rx[i], NULL));
		if (rx)
			kfree_rcu(rx, rcu);
	}
}
