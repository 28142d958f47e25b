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

/* Something of what the first and the last word of an area leave out. */
static u64 clab_memo_rx_middle(const u8 *area, unsigned int len)
{
	unsigned int at;
	u64 sum = 0;

	for (at = sizeof(sum); at + sizeof(sum) < len; at += 4)
		sum = sum * 33 + *(const u32 *)(area + at);
	return sum;
}

/**
 * clab_memo_rx_find() - what an option area came to before
 * @cn: the namespace
 * @area: the area, in the packet, aligned as a header is
 * @len: its length, a multiple of 4
 * @loopback: IFF_LOOPBACK if the packet came over loopback, else 0
 *
 * Context: RCU read section.
 * Return: the result, good until the section ends, or NULL.
 */
const struct clab_memo_rx *clab_memo_rx_find(const struct clab_net *cn, const u8 *area,
					     unsigned int len, unsigned int loopback)
{
	const struct clab_memo_rx *memo;

	if (len < CLAB_MEMO_AREA_MIN)
		return NULL;
	if (clab_memo_rx_short(len))
		return clab_memo_rx_find_short(cn, area, len, loopback);
	memo = clab_memo_rx_check(cn, area, len, loopback, clab_memo_rx_middle(area, len));
	return memo && !memcmp(memo->label.option, area, len) ? memo : NULL;
}

/**
 * clab_memo_rx_add() - keep a result
 * @memo: the result, copied; of an area of CLAB_MEMO_AREA_MIN octets or more
 *
 * Context: RCU read section; does not sleep.
 */
void clab_memo_rx_add(const struct clab_memo_rx *memo)
{
	unsigned int len = memo->label.len;
	u64 middle = clab_memo_rx_short(len) ? 0 : clab_memo_rx_middle(memo->label.option, len);
	unsigned int place = clab_memo_rx_place(memo->label.option, len, middle);
	struct clab_memo_rx __rcu **slot = &clab_memos_rx[place];
	struct clab_memo_rx *old = rcu_dereference(*slot), *fresh;
	static atomic64_t last;

	if (old && old->epoch == memo->epoch && time_before(jiffies, old->expires))
		return;
	fresh = kmemdup(memo, sizeof(*memo), GFP_ATOMIC | __GFP_NOWARN);
	if (!fresh)
		return;
	fresh->expires = jiffies + CLAB_MEMO_AGE;
	fresh->serial = (u64)atomic64_inc_return(&last) << CLAB_MEMO_BITS | place;
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
