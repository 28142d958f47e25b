/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: the packets of a capture
 */
#ifndef _CLAB_CAPTURE_H
#define _CLAB_CAPTURE_H

#include <pcap/pcap.h>

#include "codec.h"

/**
 * struct clab_capture - a capture that is being read
 * @link: libpcap's number of its link layer
 * @flags: CLAB_V_STRICT for the draft's reading
 * @packets: frames so far; those below are among them
 * @labeled: packets that say a label
 * @refused: packets whose header or option is at fault
 * @bare: IPv4 packets without a CIPSO option
 * @other: frames that hold no IPv4 packet
 * @quoted: ICMP errors that quote a packet with a CIPSO option; each is counted
 *	    above too, by its own option
 */
struct clab_capture {
	int link;
	unsigned int flags;
	u32 packets;
	u32 labeled;
	u32 refused;
	u32 bare;
	u32 other;
	u32 quoted;
};

void clab_capture_frame(struct clab_capture *capture,
			const struct pcap_pkthdr *pkthdr, const u8 *at);

#endif /* _CLAB_CAPTURE_H */
