/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: packets counted for one object of a configuration
 */
#ifndef _CLAB_CORE_HITS_H
#define _CLAB_CORE_HITS_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/percpu.h>
#include <linux/types.h>

/**
 * enum clab_hit - what is counted
 * @CLAB_HIT_IN: it came in with a label
 * @CLAB_HIT_OUT: it was sent as the object says
 * @CLAB_HIT_IN_REFUSED: it came in and was dropped
 * @CLAB_HIT_OUT_REFUSED: it was not sent
 * @CLAB_HITS: number of counters
 */
enum clab_hit {
	CLAB_HIT_IN,
	CLAB_HIT_OUT,
	CLAB_HIT_IN_REFUSED,
	CLAB_HIT_OUT_REFUSED,
	CLAB_HITS,
};

/**
 * struct clab_hits_cpu - the counters of one CPU
 * @count: by enum clab_hit
 */
struct clab_hits_cpu {
	unsigned long count[CLAB_HITS];
};

/**
 * struct clab_hits - the counters of one object
 * @cpu: of each CPU; NULL until the first packet: most of a large configuration
 *	never sees one, and memory for every CPU is much
 * @base: what is not in @cpu: taken over from an object that this one replaces,
 *	or counted when there was no memory for @cpu
 *
 * All zero is a valid start.
 */
struct clab_hits {
	struct clab_hits_cpu __percpu *cpu;
	atomic64_t base[CLAB_HITS];
};

struct clab_hits_cpu __percpu *clab_hits_ready(struct clab_hits *hits);
void clab_hits_first(struct clab_hits *hits, enum clab_hit hit);
u64 clab_hits_sum(const struct clab_hits *hits, enum clab_hit hit);
void clab_hits_add(struct clab_hits *to, const struct clab_hits *from);
void clab_hits_reset(struct clab_hits *hits);
void clab_hits_free(struct clab_hits *hits);

/**
 * clab_hits_cpu_inc() - count one packet
 * @cpu: &clab_hits.cpu of an object that has counted one before
 * @hit: which
 *
 * Context: Any, while the object is there.
 */
static inline void clab_hits_cpu_inc(struct clab_hits_cpu __percpu *cpu, enum clab_hit hit)
{
	this_cpu_inc(cpu->count[hit]);
}

/**
 * clab_hits_inc() - count one packet
 * @hits: the object's counters
 * @hit: which
 *
 * Context: Any, preemption off or RCU read section.
 */
static inline void clab_hits_inc(struct clab_hits *hits, enum clab_hit hit)
{
	struct clab_hits_cpu __percpu *cpu = READ_ONCE(hits->cpu);

	if (likely(cpu))
		this_cpu_inc(cpu->count[hit]);
	else
		clab_hits_first(hits, hit);
}

#endif /* _CLAB_CORE_HITS_H */
