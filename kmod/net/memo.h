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
struct clab_hits_cpu;
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
 * @doi_hits: the counters of @doi if there is an option, else NULL
 * @target_hits: those of @target
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
	struct clab_hits_cpu __percpu *doi_hits;
	struct clab_hits_cpu __percpu *target_hits;
	u16 sum;
	u8 len;
	u8 option[CLAB_OPT_MAX] __aligned(4);
};

/**
 * struct clab_memo_rx - the label that an option area means
 * @rcu: for freeing
 * @expires: when another may take its place
 * @serial: its place, and a number that no other result has had there
 * @epoch: when this holds
 * @cn: the namespace
 * @peer: the label
 * @doi: the option's DOI
 * @doi_hits: its counters
 * @local: a label by number: only a packet with the proof of its origin has it
 * @loopback: IFF_LOOPBACK if it came over loopback, else 0
 * @unsum: what taking the option out adds to the sum of a header
 * @label: what answers to such a packet carry: the option
 */
struct clab_memo_rx {
	struct rcu_head rcu;
	unsigned long expires;
	u64 serial;
	u64 epoch;
	const struct clab_net *cn;
	struct clab_peer *peer;
	struct clab_doi *doi;
	struct clab_hits_cpu __percpu *doi_hits;
	bool local;
	unsigned int loopback;
	u16 unsum;
	struct clab_reply_label label;
};

#define CLAB_MEMO_BITS	9
#define CLAB_MEMO_AREA_MIN	8	/* no shorter option area holds a label */

extern struct clab_memo_tx __rcu *clab_memos_tx[1 << CLAB_MEMO_BITS];
extern struct clab_memo_rx __rcu *clab_memos_rx[1 << CLAB_MEMO_BITS];

static inline struct clab_memo_tx __rcu **clab_memo_tx_slot(u32 secid, __be32 daddr)
{
	return &clab_memos_tx[hash_32(secid ^ (__force u32)daddr, CLAB_MEMO_BITS)];
}

static __always_inline u64 clab_memo_u64(const u8 *at)
{
	u64 word;

	memcpy(&word, at, sizeof(word));
	return word;
}

/* Two words that overlap, and what is between them where that is something. */
static __always_inline unsigned int clab_memo_rx_place(const u8 *area, unsigned int len,
						       u64 middle)
{
	u64 sum = clab_memo_u64(area) ^ clab_memo_u64(area + len - sizeof(sum)) ^ middle;

	return hash_64(sum, CLAB_MEMO_BITS);
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
static __always_inline const struct clab_memo_tx *
clab_memo_tx_find(const struct clab_net *cn, u32 secid, __be32 daddr)
{
	const struct clab_memo_tx *memo = rcu_dereference(*clab_memo_tx_slot(secid, daddr));

	if (memo && memo->secid == secid && memo->daddr == daddr && memo->cn == cn &&
	    memo->epoch == clab_epoch())
		return memo;
	return NULL;
}

static __always_inline const struct clab_memo_rx *
clab_memo_rx_check(const struct clab_net *cn, const u8 *area, unsigned int len,
		   unsigned int loopback, u64 middle)
{
	const struct clab_memo_rx *memo;
	unsigned int last = len - sizeof(u64);

	memo = rcu_dereference(clab_memos_rx[clab_memo_rx_place(area, len, middle)]);
	if (memo && memo->label.len == len && memo->cn == cn && memo->loopback == loopback &&
	    memo->epoch == clab_epoch() &&
	    clab_memo_u64(memo->label.option) == clab_memo_u64(area) &&
	    clab_memo_u64(memo->label.option + last) == clab_memo_u64(area + last))
		return memo;
	return NULL;
}

/**
 * clab_memo_rx_short() - whether clab_memo_rx_find_short() is for areas of a length
 * @len: the length
 *
 * Return: true if it is: most areas are so short.
 */
static __always_inline bool clab_memo_rx_short(unsigned int len)
{
	return len - CLAB_MEMO_AREA_MIN <= 2 * sizeof(u64) - CLAB_MEMO_AREA_MIN;
}

/**
 * clab_memo_rx_find_short() - what an option area came to before
 * @cn: the namespace
 * @area: the area, in the packet
 * @len: its length, clab_memo_rx_short()
 * @loopback: IFF_LOOPBACK if the packet came over loopback, else 0
 *
 * memcmp() goes octet by octet: there is no call of it here, nor of anything.
 *
 * Context: RCU read section.
 * Return: the result, good until the section ends, or NULL.
 */
static __always_inline const struct clab_memo_rx *
clab_memo_rx_find_short(const struct clab_net *cn, const u8 *area, unsigned int len,
			unsigned int loopback)
{
	return clab_memo_rx_check(cn, area, len, loopback, 0);
}

const struct clab_memo_rx *clab_memo_rx_find(const struct clab_net *cn, const u8 *area,
					     unsigned int len, unsigned int loopback);

/**
 * clab_memo_rx_serial() - a result that is there still, whether it holds or not
 * @serial: its number
 *
 * Context: RCU read section.
 * Return: the result, good until the section ends, or NULL.
 */
static inline const struct clab_memo_rx *clab_memo_rx_serial(u64 serial)
{
	const struct clab_memo_rx *memo;

	memo = rcu_dereference(clab_memos_rx[serial & (ARRAY_SIZE(clab_memos_rx) - 1)]);
	return memo && memo->serial == serial ? memo : NULL;
}

void clab_memo_tx_add(const struct clab_memo_tx *memo);
void clab_memo_rx_add(const struct clab_memo_rx *memo);
void clab_memo_flush(void);

#endif /* _CLAB_NET_MEMO_H */
