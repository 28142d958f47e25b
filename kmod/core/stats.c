// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: what happened to packets, per network namespace
 */
#include <linux/seq_file.h>

#include "core/stats.h"

static const char * const clab_stats_names[CLAB_S_MAX] = {
	[CLAB_S_TX_LABELED]		= "tx_labeled",
	[CLAB_S_TX_REFUSED]		= "tx_refused",
	[CLAB_S_TX_FORGED]		= "tx_forged",
	[CLAB_S_FWD_LABELED]		= "fwd_labeled",
	[CLAB_S_FWD_STRIPPED]		= "fwd_stripped",
	[CLAB_S_FWD_REFUSED]		= "fwd_refused",
	[CLAB_S_RX_LABELED]		= "rx_labeled",
	[CLAB_S_RX_STATIC]		= "rx_static",
	[CLAB_S_RX_FORGED]		= "rx_forged",
	[CLAB_S_RX_INVALID]		= "rx_invalid",
	[CLAB_S_RX_UNDECODABLE]		= "rx_undecodable",
	[CLAB_S_RX_NOMEM]		= "rx_nomem",
	[CLAB_S_RX_UNLABELED_REFUSED]	= "rx_unlabeled_refused",
	[CLAB_S_HELD]			= "held",
	[CLAB_S_HOLD_OVERFLOW]		= "hold_overflow",
	[CLAB_S_ANSWERS_LOST]		= "answers_lost",
};

/**
 * clab_stats_name() - the name of a counter
 * @stat: which
 *
 * Return: a constant string.
 */
const char *clab_stats_name(enum clab_stat stat)
{
	return clab_stats_names[stat];
}

/**
 * clab_stats_sum() - one counter
 * @stats: the namespace's counters
 * @stat: which
 *
 * Context: Any. The sum over the CPUs is not a snapshot.
 * Return: packets.
 */
u64 clab_stats_sum(const struct clab_stats __percpu *stats, enum clab_stat stat)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(stats, cpu)->count[stat];
	return sum;
}

/**
 * clab_stats_reason() - packets dropped for a reason
 * @stats: the namespace's counters
 * @dir: which way they went
 * @reason: enum clab_drop_reason, or a reason of the codec
 *
 * Context: Any. The sum over the CPUs is not a snapshot.
 * Return: packets.
 */
u64 clab_stats_reason(const struct clab_stats __percpu *stats, enum clab_direction dir,
		      u32 reason)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(stats, cpu)->reason[dir][reason];
	return sum;
}

/**
 * clab_stats_reset() - let all counters begin again at 0
 * @stats: the namespace's counters
 *
 * Context: Any. Packets that are counted just now may be counted or not.
 */
void clab_stats_reset(struct clab_stats __percpu *stats)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(stats, cpu), 0, sizeof(*stats));
}

/**
 * clab_stats_show() - write the counters, one "name value" a line
 * @m: where to
 * @stats: the namespace's counters
 *
 * Context: Process. The sum over the CPUs is not a snapshot.
 */
void clab_stats_show(struct seq_file *m, const struct clab_stats __percpu *stats)
{
	int i;

	for (i = 0; i < CLAB_S_MAX; i++)
		seq_printf(m, "%s %llu\n", clab_stats_name(i), clab_stats_sum(stats, i));
}
