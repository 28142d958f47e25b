// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: packets that are dropped, counted and told of
 */
#include <linux/kernel.h>
#include <linux/rcupdate.h>

#include "codec/cipso.h"
#include "core/drop.h"
#include "core/netns.h"

static_assert((int)CLAB_R_MAX <= (int)CLAB_DROP_CODEC);

static clab_drop_sink __rcu *clab_drop_teller;

static const char * const clab_drop_names[CLAB_DROP_MAX + 1] = {
	[CLAB_DROP_NO_MAPPING]		= "no-mapping",
	[CLAB_DROP_NO_LABEL]		= "no-label",
	[CLAB_DROP_NO_SPACE]		= "no-space",
	[CLAB_DROP_NOT_LOCAL]		= "not-local",
	[CLAB_DROP_TOO_LONG]		= "too-long",
	[CLAB_DROP_HEADER]		= "header",
	[CLAB_DROP_FORGED]		= "forged",
	[CLAB_DROP_UNKNOWN_LABEL]	= "unknown-label",
	[CLAB_DROP_UNLABELED]		= "unlabeled",
	[CLAB_DROP_OVERFLOW]		= "overflow",
	[CLAB_DROP_NO_MEMORY]		= "no-memory",
};

/**
 * clab_drop_name() - a reason as one word
 * @reason: enum clab_drop_reason, or a reason of the codec
 *
 * Return: a constant string, "?" for a number that is no reason.
 */
const char *clab_drop_name(u32 reason)
{
	if (reason < CLAB_DROP_CODEC)
		return clab_reason_name(reason);
	return reason <= CLAB_DROP_MAX ? clab_drop_names[reason] : "?";
}

/**
 * clab_drop_note() - count a packet that is dropped, and tell of it
 * @cn: the namespace
 * @skb: the packet
 * @drop: why it is dropped
 *
 * Context: RCU read section; any.
 */
void clab_drop_note(struct clab_net *cn, const struct sk_buff *skb,
		    const struct clab_drop *drop)
{
	clab_drop_sink *sink = rcu_dereference(clab_drop_teller);

	this_cpu_inc(cn->stats->reason[drop->dir][drop->reason]);
	if (drop->doi)
		clab_hits_inc(&drop->doi->hits, drop->dir == CLAB_DIR_IN ?
			      CLAB_HIT_IN_REFUSED : CLAB_HIT_OUT_REFUSED);
	if (sink)
		sink(cn, skb, drop);
}

/**
 * clab_drop_tell() - say who tells others of dropped packets
 * @sink: who, or NULL: nobody
 *
 * Context: Process, may sleep. The one before is not called any more.
 */
void clab_drop_tell(clab_drop_sink *sink)
{
	rcu_assign_pointer(clab_drop_teller, sink);
	synchronize_rcu();
}
