/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: what look-ups for packets came to
 */
#ifndef _CLAB_NET_MEMO_H
#define _CLAB_NET_MEMO_H

#include <linux/hash.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

#include "codec/cipso.h"
#include "core/epoch.h"
#include "net/reply.h"

struct clab_doi;
struct clab_net;
struct clab_peer;
struct clab_target;

/**
 * struct clab_memo_tx - the option that a sender's packets to an address get
 * @rcu: for freeing
 * @expires: when another may take its place
 * @epoch: when this holds
 * @cn: the namespace
 * @secid: the sender
 * @daddr: the destination
 * @peer: the label of packets that carry it by number, else NULL
 * @doi: its DOI, or the one that the mapping names, or NULL
 * @target: what the mapping asks for, or NULL
 * @sum: clab_skbopt_sum() of @option
 * @len: length of @option, a multiple of 4; 0: no option
 * @option: the option, padded
 */
struct clab_memo_tx {
	struct rcu_head rcu;
	unsigned long expires;
	u64 epoch;
	const struct clab_net *cn;
	u32 secid;
	__be32 daddr;
	struct clab_peer *peer;
	struct clab_doi *doi;
	struct clab_target *target;
	u16 sum;
	u8 len;
	u8 option[CLAB_OPT_MAX] __aligned(4);
};

/**
 * struct clab_memo_rx - the label that an option area means
 * @rcu: for freeing
 * @expires: when another may take its place
 * @epoch: when this holds
 * @cn: the namespace
 * @peer: the label
 * @doi: the option's DOI
 * @local: a label by number: only a packet with the proof of its origin has it
 * @loopback: IFF_LOOPBACK if it came over loopback, else 0
 * @sum: clab_skbopt_sum() of the option
 * @label: what answers to such a packet carry: the option
 */
struct clab_memo_rx {
	struct rcu_head rcu;
	unsigned long expires;
	u64 epoch;
	const struct clab_net *cn;
	struct clab_peer *peer;
	struct clab_doi *doi;
	bool local;
	unsigned int loopback;
	u16 sum;
	struct clab_reply_label label;
};

#define CLAB_MEMO_BITS	9

extern struct clab_memo_tx __rcu *clab_memos_tx[1 << CLAB_MEMO_BITS];
extern struct clab_memo_rx __rcu *clab_memos_rx[1 << CLAB_MEMO_BITS];

static inline struct clab_memo_tx __rcu **clab_memo_tx_slot(u32 secid, __be32 daddr)
{
	return &clab_memos_tx[hash_32(secid ^ (__force u32)daddr, CLAB_MEMO_BITS)];
}

static inline struct clab_memo_rx __rcu **clab_memo_rx_slot(const u8 *area, unsigned int len)
{
	const u32 *word = (const u32 *)area, *last = (const u32 *)(area + len - 4);
	u32 sum = *last;

	/* The first word is the same in all options of a length. */
	while (++word < last)
		sum = sum * 33 + *word;
	return &clab_memos_rx[hash_32(sum, CLAB_MEMO_BITS)];
}

/**
 * clab_memo_tx_find() - what a sender and a destination came to before
 * @cn: the namespace
 * @secid: the sender
 * @daddr: the destination
 *
 * Context: RCU read section.
 * Return: the result, good until the section ends, or NULL.
 */
static inline const struct clab_memo_tx *
clab_memo_tx_find(const struct clab_net *cn, u32 secid, __be32 daddr)
{
	const struct clab_memo_tx *memo = rcu_dereference(*clab_memo_tx_slot(secid, daddr));

	if (memo && memo->secid == secid && memo->daddr == daddr && memo->cn == cn &&
	    memo->epoch == clab_epoch())
		return memo;
	return NULL;
}

/* Whole words: memcmp() goes octet by octet. */
static inline bool clab_memo_same_area(const u8 *a, const u8 *b, unsigned int len)
{
	u64 x, y;

	for (; len >= sizeof(x); len -= sizeof(x), a += sizeof(x), b += sizeof(x)) {
		memcpy(&x, a, sizeof(x));
		memcpy(&y, b, sizeof(y));
		if (x != y)
			return false;
	}
	return !len || *(const u32 *)a == *(const u32 *)b;
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
static inline const struct clab_memo_rx *
clab_memo_rx_find(const struct clab_net *cn, const u8 *area, unsigned int len,
		  unsigned int loopback)
{
	const struct clab_memo_rx *memo = rcu_dereference(*clab_memo_rx_slot(area, len));

	if (memo && memo->label.len == len && memo->cn == cn && memo->loopback == loopback &&
	    memo->epoch == clab_epoch() && clab_memo_same_area(memo->label.option, area, len))
		return memo;
	return NULL;
}

void clab_memo_tx_add(const struct clab_memo_tx *memo);
void clab_memo_rx_add(const struct clab_memo_rx *memo);
void clab_memo_flush(void);

#endif /* _CLAB_NET_MEMO_H */
