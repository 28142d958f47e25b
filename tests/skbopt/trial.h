/* SPDX-License-Identifier: GPL-2.0 */
/*
 * clab_skbopt: a packet made up at random
 */
#ifndef _CLAB_TRIAL_H
#define _CLAB_TRIAL_H

#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/prandom.h>
#include <linux/skbuff.h>

#define CLAB_TRIAL_AREA	40	/* most octets of options */
#define CLAB_TRIAL_ROOM	65536	/* octets of a packet that are compared */
#define CLAB_TRIAL_POOL	131072	/* random octets that payloads are taken from */

/* What a packet can be, and what can become of it. Each must have been met. */
enum clab_trial_kind {
	CLAB_TRIAL_LINEAR,
	CLAB_TRIAL_PAGED,
	CLAB_TRIAL_LIST,
	CLAB_TRIAL_CLONED,
	CLAB_TRIAL_GSO,
	CLAB_TRIAL_BIG,
	CLAB_TRIAL_PARTIAL,
	CLAB_TRIAL_COMPLETE,
	CLAB_TRIAL_ENCAPSULATED,
	CLAB_TRIAL_NO_HEADROOM,
	CLAB_TRIAL_NO_TAILROOM,
	CLAB_TRIAL_OPTIONS,
	CLAB_TRIAL_PUSHED,
	CLAB_TRIAL_SHIFTED,
	CLAB_TRIAL_NOT_SHIFTED,
	CLAB_TRIAL_INSERTED,
	CLAB_TRIAL_WRITTEN,
	CLAB_TRIAL_GROWN,
	CLAB_TRIAL_SHRUNK,
	CLAB_TRIAL_MOVED,
	CLAB_TRIAL_PULLED,
	CLAB_TRIAL_TAKEN,
	CLAB_TRIAL_KINDS,
};

/**
 * struct clab_trial - one packet, and what it must look like
 * @rnd: where its random numbers come from
 * @pool: random octets
 * @scratch: room to copy a packet to
 * @kinds: how many packets of each kind there have been
 * @skb: the packet
 * @clone: somebody else's reference to its octets, or NULL
 * @iph: its header, as it was without the option
 * @own: its options, as they were
 * @own_len: their length
 * @area: its options with ours
 * @len: their length
 * @payload: what is behind the header
 * @payload_len: its length
 * @mac: its link-layer header, as soon as it has one
 * @mac_len: its length
 * @gso: what it said of its segmentation
 * @gso_type: and their kind
 * @why: what is wrong with it, or NULL
 */
struct clab_trial {
	struct rnd_state rnd;
	u8 *pool;
	u8 *scratch;
	unsigned long kinds[CLAB_TRIAL_KINDS];

	struct sk_buff *skb;
	struct sk_buff *clone;
	struct iphdr iph;
	u8 own[CLAB_TRIAL_AREA];
	unsigned int own_len;
	u8 area[CLAB_TRIAL_AREA];
	unsigned int len;
	const u8 *payload;
	unsigned int payload_len;
	u8 mac[VLAN_ETH_HLEN];
	unsigned int mac_len;
	unsigned short gso;
	unsigned int gso_type;
	const char *why;
};

/* A number from 0 to @most. */
static inline u32 clab_trial_upto(struct clab_trial *t, u32 most)
{
	return prandom_u32_state(&t->rnd) % (most + 1);
}

/* True once in @times. */
static inline bool clab_trial_once_in(struct clab_trial *t, u32 times)
{
	return !clab_trial_upto(t, times - 1);
}

bool clab_trial_make(struct clab_trial *t);
void clab_trial_free(struct clab_trial *t);
bool clab_trial_same(struct clab_trial *t, const u8 *area, unsigned int len);

#endif /* _CLAB_TRIAL_H */
