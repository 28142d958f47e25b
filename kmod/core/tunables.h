/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: what can be tuned
 */
#ifndef _CLAB_CORE_TUNABLES_H
#define _CLAB_CORE_TUNABLES_H

#include <linux/compiler.h>
#include <linux/types.h>

#include "codec/cipso.h"

/**
 * struct clab_tunables - the values of net.cipsolab.*
 * @cache_enable: received options are remembered with the label they mean
 * @cache_bucket_size: how many in one chain of the table; 0: none
 * @rbm_optfmt: tag 1 is sent with a bitmap of at least 10 octets
 * @rbm_strictvalid: levels and categories of tag 1 must be mapped
 * @validate_strict: options are read as the draft says, not as NetLabel does
 *
 * Part of a configuration. Packets read them without a lock.
 */
struct clab_tunables {
	int cache_enable;
	int cache_bucket_size;
	int rbm_optfmt;
	int rbm_strictvalid;
	int validate_strict;
};

#define CLAB_TUNABLES	5

/**
 * struct clab_tunable - one of the values
 * @name: its name, below net.cipsolab and in netlink
 * @offset: where it is in struct clab_tunables
 * @def: its default
 * @max: the highest value; the lowest is 0
 */
struct clab_tunable {
	const char *name;
	size_t offset;
	int def;
	int max;
};

extern const struct clab_tunable clab_tunable[CLAB_TUNABLES];

const struct clab_tunable *clab_tunable_find(const char *name);
void clab_tunables_default(struct clab_tunables *tun);
bool clab_tunables_equal(const struct clab_tunables *a, const struct clab_tunables *b);

/**
 * clab_tunable_get() - a value
 * @tun: the values
 * @which: one of them
 *
 * Context: Configuration mutex held.
 * Return: the value.
 */
static inline int clab_tunable_get(const struct clab_tunables *tun,
				   const struct clab_tunable *which)
{
	return *(const int *)((const char *)tun + which->offset);
}

/**
 * clab_tunable_set() - set a value
 * @tun: the values
 * @which: one of them
 * @value: from 0 to @which->max
 *
 * Context: Configuration mutex held.
 */
static inline void clab_tunable_set(struct clab_tunables *tun, const struct clab_tunable *which,
				    int value)
{
	WRITE_ONCE(*(int *)((char *)tun + which->offset), value);
}

/**
 * clab_tunables_cache() - whether what was received is remembered
 * @tun: the values
 *
 * Return: true if it is.
 */
static inline bool clab_tunables_cache(const struct clab_tunables *tun)
{
	return READ_ONCE(tun->cache_enable) && READ_ONCE(tun->cache_bucket_size);
}

/**
 * clab_tunables_validate() - how options are to be validated
 * @tun: the values
 *
 * Return: CLAB_V_*.
 */
static inline unsigned int clab_tunables_validate(const struct clab_tunables *tun)
{
	return (READ_ONCE(tun->validate_strict) ? CLAB_V_STRICT : 0) |
	       (READ_ONCE(tun->rbm_strictvalid) ? 0 : CLAB_V_LOOSE_RBM);
}

/**
 * clab_tunables_encode() - how options are to be written
 * @tun: the values
 *
 * Return: CLAB_E_*.
 */
static inline unsigned int clab_tunables_encode(const struct clab_tunables *tun)
{
	return READ_ONCE(tun->rbm_optfmt) ? CLAB_E_OPTFMT : 0;
}

#endif /* _CLAB_CORE_TUNABLES_H */
