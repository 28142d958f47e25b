/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: what can be tuned, per network namespace
 */
#ifndef _CLAB_CORE_SYSCTL_H
#define _CLAB_CORE_SYSCTL_H

#include <linux/compiler.h>
#include <linux/types.h>

#include "codec/cipso.h"

struct clab_net;
struct ctl_table;
struct ctl_table_header;

#define CLAB_CACHE_BUCKET	10	/* NetLabel's, too */
#define CLAB_CACHE_BUCKET_MAX	1024

/**
 * struct clab_tunables - the values of net.cipsolab.*
 * @cache_enable: received options are remembered with the label they mean
 * @cache_bucket_size: how many in one chain of the table; 0: none
 * @rbm_optfmt: tag 1 is sent with a bitmap of at least 10 octets
 * @rbm_strictvalid: levels and categories of tag 1 must be mapped
 * @validate_strict: options are read as the draft says, not as NetLabel does
 *
 * Read without a lock.
 */
struct clab_tunables {
	int cache_enable;
	int cache_bucket_size;
	int rbm_optfmt;
	int rbm_strictvalid;
	int validate_strict;
};

/**
 * struct clab_sysctl - the files that show struct clab_tunables
 * @table: their table
 * @header: its registration
 */
struct clab_sysctl {
	struct ctl_table *table;
	struct ctl_table_header *header;
};

int clab_sysctl_init(struct clab_net *cn);
void clab_sysctl_exit(struct clab_net *cn);
void clab_sysctl_on_change(void (*changed)(struct clab_net *cn));

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

#endif /* _CLAB_CORE_SYSCTL_H */
