/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: the IPv4 packet in a frame
 */
#ifndef _CLAB_FRAME_H
#define _CLAB_FRAME_H

#include "codec.h"

/**
 * enum clab_frame - what is in a frame
 * @CLAB_FRAME_IPV4: an IPv4 packet, or what is left of one
 * @CLAB_FRAME_OTHER: something else
 * @CLAB_FRAME_CUT: it ends before that can be told
 */
enum clab_frame {
	CLAB_FRAME_IPV4,
	CLAB_FRAME_OTHER,
	CLAB_FRAME_CUT,
};

bool clab_frame_known(int link);
enum clab_frame clab_frame_packet(int link, const u8 *at, size_t len, size_t *skip);
bool clab_packet_check(struct clab_octets *packet, size_t wire,
		       struct clab_fault *fault);
bool clab_packet_quote(const struct clab_octets *packet, struct clab_octets *quote);
bool clab_packet_fragment(const struct clab_octets *packet, u32 *offset);

#endif /* _CLAB_FRAME_H */
