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
	[CLAB_S_RX_LABELED]		= "rx_labeled",
	[CLAB_S_RX_STATIC]		= "rx_static",
	[CLAB_S_RX_FORGED]		= "rx_forged",
	[CLAB_S_RX_INVALID]		= "rx_invalid",
	[CLAB_S_RX_UNDECODABLE]		= "rx_undecodable",
	[CLAB_S_RX_NOMEM]		= "rx_nomem",
	[CLAB_S_RX_UNLABELED_REFUSED]	= "rx_unlabeled_refused",
	[CLAB_S_HELD]			= "held",
	[CLAB_S_HOLD_OVERFLOW]		= "hold_overflow",
};

/**
 * clab_stats_show() - write the counters, one "name value" a line
 * @m: where to
 * @stats: the namespace's counters
 *
 * Context: Process. The sum over the CPUs is not a snapshot.
 */
void clab_stats_show(struct seq_file *m, const struct clab_stats __percpu *stats)
{
	unsigned long sum;
	int i, cpu;

	for (i = 0; i < CLAB_S_MAX; i++) {
		sum = 0;
		for_each_possible_cpu(cpu)
			sum += per_cpu_ptr(stats, cpu)->count[i];
		seq_printf(m, "%s %lu\n", clab_stats_names[i], sum);
	}
}
