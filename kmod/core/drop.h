/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: packets that are dropped, counted and told of
 */
#ifndef _CLAB_CORE_DROP_H
#define _CLAB_CORE_DROP_H

#include <linux/types.h>
#include <linux/cipsolab.h>

struct clab_doi;
struct clab_net;
struct sk_buff;

/**
 * struct clab_drop - why a packet is dropped
 * @dir: which way it went
 * @reason: enum clab_drop_reason, or a reason of the codec
 * @offset: octet of the IPv4 header at fault, of a reason of the codec
 * @doi: the DOI that it has or was to get, or NULL
 * @ifindex: the interface it came in or was to leave by, 0 if none
 */
struct clab_drop {
	enum clab_direction dir;
	u32 reason;
	u32 offset;
	struct clab_doi *doi;
	int ifindex;
};

/**
 * typedef clab_drop_sink - what tells others of dropped packets
 * @cn: the namespace
 * @skb: the packet
 * @drop: why it is dropped
 *
 * Context: RCU read section; any.
 */
typedef void clab_drop_sink(struct clab_net *cn, const struct sk_buff *skb,
			    const struct clab_drop *drop);

void clab_drop_note(struct clab_net *cn, const struct sk_buff *skb,
		    const struct clab_drop *drop);
void clab_drop_tell(clab_drop_sink *sink);
const char *clab_drop_name(u32 reason);

#endif /* _CLAB_CORE_DROP_H */
