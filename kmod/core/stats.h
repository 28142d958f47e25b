/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: what happened to packets, per network namespace
 */
#ifndef _CLAB_CORE_STATS_H
#define _CLAB_CORE_STATS_H

#include <linux/percpu.h>
#include <linux/types.h>
#include <linux/cipsolab.h>

struct net;
struct seq_file;

/**
 * enum clab_stat - one counter each; a packet is counted in at most one of the
 *	rx, one of the tx and one of the fwd counters, CLAB_S_HELD excepted
 * @CLAB_S_TX_LABELED: sent with an option of ours
 * @CLAB_S_TX_REFUSED: not sent: no mapping, no label, or no room for it
 * @CLAB_S_TX_FORGED: not sent: it carried an option of ours that is not its own
 * @CLAB_S_FWD_LABELED: passed on with an option of ours
 * @CLAB_S_FWD_STRIPPED: passed on without the label that it had
 * @CLAB_S_FWD_REFUSED: not passed on: no mapping, or no room for the option
 * @CLAB_S_RX_LABELED: received with a label that reached the LSM
 * @CLAB_S_RX_STATIC: received without a label and given a static one
 * @CLAB_S_RX_FORGED: dropped: tag 128 that this engine did not send
 * @CLAB_S_RX_INVALID: dropped: the option does not validate
 * @CLAB_S_RX_UNDECODABLE: dropped: valid, but no label that this host knows
 * @CLAB_S_RX_NOMEM: dropped: no memory to deliver its label
 * @CLAB_S_RX_UNLABELED_REFUSED: dropped: unlabeled, and these are not accepted
 * @CLAB_S_HELD: kept back for process context, then resumed
 * @CLAB_S_HOLD_OVERFLOW: dropped: too many were kept back already
 * @CLAB_S_ANSWERS_LOST: ICMP errors that were not sent: too many waited, or no memory
 * @CLAB_S_MAX: number of counters
 */
enum clab_stat {
	CLAB_S_TX_LABELED,
	CLAB_S_TX_REFUSED,
	CLAB_S_TX_FORGED,
	CLAB_S_FWD_LABELED,
	CLAB_S_FWD_STRIPPED,
	CLAB_S_FWD_REFUSED,
	CLAB_S_RX_LABELED,
	CLAB_S_RX_STATIC,
	CLAB_S_RX_FORGED,
	CLAB_S_RX_INVALID,
	CLAB_S_RX_UNDECODABLE,
	CLAB_S_RX_NOMEM,
	CLAB_S_RX_UNLABELED_REFUSED,
	CLAB_S_HELD,
	CLAB_S_HOLD_OVERFLOW,
	CLAB_S_ANSWERS_LOST,
	CLAB_S_MAX,
};

/**
 * struct clab_stats - the counters of one CPU
 * @count: indexed by enum clab_stat
 * @reason: packets dropped, by enum clab_direction and the reason
 */
struct clab_stats {
	unsigned long count[CLAB_S_MAX];
	unsigned long reason[CLAB_DIR_OUT + 1][CLAB_DROP_MAX + 1];
};

/**
 * clab_stats_inc() - count one
 * @stats: the namespace's counters
 * @stat: which
 *
 * Context: Any.
 */
static inline void clab_stats_inc(struct clab_stats __percpu *stats,
				  enum clab_stat stat)
{
	this_cpu_inc(stats->count[stat]);
}

const char *clab_stats_name(enum clab_stat stat);
u64 clab_stats_sum(const struct clab_stats __percpu *stats, enum clab_stat stat);
u64 clab_stats_reason(const struct clab_stats __percpu *stats, enum clab_direction dir,
		      u32 reason);
void clab_stats_reset(struct clab_stats __percpu *stats);
void clab_stats_show(struct seq_file *m, const struct clab_stats __percpu *stats);

#endif /* _CLAB_CORE_STATS_H */
