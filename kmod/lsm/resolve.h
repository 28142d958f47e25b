/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab lsm: from the bytes of an option to the peer label they mean
 */
#ifndef _CLAB_LSM_RESOLVE_H
#define _CLAB_LSM_RESOLVE_H

#include <linux/rcupdate.h>
#include <linux/refcount.h>

#include "codec/cipso.h"

struct clab_doi;
struct clab_peer;
struct clab_tunables;

/**
 * enum clab_known_state - how far an option is known
 * @CLAB_KNOWN_NEW: to be resolved in process context
 * @CLAB_KNOWN_OK: @secid holds
 * @CLAB_KNOWN_BAD: it means no label that this host knows
 */
enum clab_known_state {
	CLAB_KNOWN_NEW,
	CLAB_KNOWN_OK,
	CLAB_KNOWN_BAD,
};

/**
 * struct clab_known - an option that has been received, and its label
 * @node: in the table of known options
 * @rcu: for freeing
 * @ref: the table's reference and those of packets that wait
 * @waiting: packets kept back until the label is resolved; while there are
 *	any, later ones queue behind them
 * @state: enum clab_known_state
 * @secid: the label; of CLAB_KNOWN_OK
 * @def: the definition of the DOI, for decoding
 * @owner: whose cache it counts in; a key only
 * @uid: the DOI's &clab_doi.uid
 * @len: octets of @data in use
 * @data: the option
 */
struct clab_known {
	struct hlist_node node;
	struct rcu_head rcu;
	refcount_t ref;
	atomic_t waiting;
	int state;
	u32 secid;
	struct clab_doi_def def;
	const void *owner;
	u32 uid;
	u8 len;
	u8 data[CLAB_OPT_MAX];
};

struct clab_known *clab_known_get_rcu(const struct clab_doi *doi, const u8 *opt, size_t len,
				      const void *owner, const struct clab_tunables *tun);
bool clab_known_hold(struct clab_known *known);
void clab_known_put(struct clab_known *known);
void clab_known_resolve(struct clab_known *known, bool anew);

unsigned int clab_known_count(void);
void clab_known_flush(void);
void clab_known_forget(void);
void clab_known_init(void);
void clab_known_exit(void);

#endif /* _CLAB_LSM_RESOLVE_H */
