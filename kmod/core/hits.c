// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: packets counted for one object of a configuration
 */
#include <linux/gfp.h>

#include "core/hits.h"

/**
 * clab_hits_ready() - make counters for every CPU if there are none yet
 * @hits: an object's counters
 *
 * Context: Any.
 * Return: them, as long as the object is there, or NULL: no memory.
 */
struct clab_hits_cpu __percpu *clab_hits_ready(struct clab_hits *hits)
{
	struct clab_hits_cpu __percpu *cpu = READ_ONCE(hits->cpu);

	if (cpu)
		return cpu;
	cpu = alloc_percpu_gfp(struct clab_hits_cpu, GFP_NOWAIT | __GFP_NOWARN);
	if (!cpu || !cmpxchg((__force unsigned long *)&hits->cpu, 0UL,
			     (__force unsigned long)cpu))
		return cpu;
	/* Another CPU was first, and its counters are there now. */
	free_percpu(cpu);
	return READ_ONCE(hits->cpu);
}

/**
 * clab_hits_first() - count the first packet of an object
 * @hits: its counters
 * @hit: which
 *
 * Context: Any.
 */
void clab_hits_first(struct clab_hits *hits, enum clab_hit hit)
{
	struct clab_hits_cpu __percpu *cpu = clab_hits_ready(hits);

	if (cpu)
		this_cpu_inc(cpu->count[hit]);
	else
		atomic64_inc(&hits->base[hit]);
}

/**
 * clab_hits_sum() - one counter
 * @hits: the object's counters
 * @hit: which
 *
 * Context: Any, while the object is there. The sum over the CPUs is not a
 *	snapshot.
 * Return: packets.
 */
u64 clab_hits_sum(const struct clab_hits *hits, enum clab_hit hit)
{
	const struct clab_hits_cpu __percpu *cpus = READ_ONCE(hits->cpu);
	u64 sum = atomic64_read(&hits->base[hit]);
	int cpu;

	if (!cpus)
		return sum;
	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(cpus, cpu)->count[hit];
	return sum;
}

/**
 * clab_hits_add() - take over what another object has counted
 * @to: the counters that grow
 * @from: the others; nothing is counted there any more
 *
 * Context: Any.
 */
void clab_hits_add(struct clab_hits *to, const struct clab_hits *from)
{
	int hit;

	for (hit = 0; hit < CLAB_HITS; hit++)
		atomic64_add(clab_hits_sum(from, hit), &to->base[hit]);
}

/**
 * clab_hits_reset() - begin again at 0
 * @hits: the object's counters
 *
 * The counters of each CPU go on; what they are at is taken off.
 *
 * Context: Any, one at a time.
 */
void clab_hits_reset(struct clab_hits *hits)
{
	int hit;

	for (hit = 0; hit < CLAB_HITS; hit++)
		atomic64_sub(clab_hits_sum(hits, hit), &hits->base[hit]);
}

/**
 * clab_hits_free() - free what the counters hold
 * @hits: the object's counters; no packet can reach the object any more
 *
 * Context: Any.
 */
void clab_hits_free(struct clab_hits *hits)
{
	free_percpu(hits->cpu);
	hits->cpu = NULL;
}
