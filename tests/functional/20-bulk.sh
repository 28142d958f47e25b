#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A bulk transfer over labeled loopback runs at full segment size.
#
# TCP has to know of the option: a segment that is cut for the MTU without it
# grows beyond the MTU, and the transfer stalls.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure

# An emulated machine stalls for longer than loopback's round trip, and TCP then
# sends a tail loss probe, with labels and without: not what is looked for here.
probes=$(sysctl -n net.ipv4.tcp_early_retrans)
sysctl -q net.ipv4.tcp_early_retrans=0

size=$((256 << 20))

# transfer NAME LEAST-MSS ARGS...
transfer() {
	local name=$1 mss=$2

	shift 2
	kit sniff -- "$TESTKIT" bulk -s "$SERVER" -c "$C5" "$@"
	got_eq retrans 0 "$name: the retransmission counter is unchanged"
	got_eq sender_retrans 0 "$name: the connection has sent nothing twice"
	got_ge sender_mss "$mss" "$name: segments have their full size"
	got_eq oversize 0 "$name: no packet is longer than the MTU"
	got_eq labeled "${got[packets]-none}" "$name: every packet is labeled"
	got_eq badsum 0 "$name: header checksums are right"
	got_eq badopt 0 "$name: option areas are well formed"
	got_eq lost 0 "$name: every packet was looked at"
	diag "$name: ${got[ms]-?} ms, ${got[packets]-?} packets, longest ${got[maxlen]-?}," \
		"mss ${got[sender_mss]-?}"
}

# 65536 less headers of 20 + 32 octets, less the option of 12, is 65472; what
# the other end offers is 65495 less the timestamps' 12.
transfer "LOCAL, client to server" 65471 -a "$LOCAL_ADDR" -b "$size"
got_eq received "$size" "LOCAL, client to server: 256 MiB arrive unchanged"
transfer "LOCAL, server writes first" 65471 -a "$LOCAL_ADDR" -b "$size" -w
got_eq received "$size" "LOCAL, server writes first: 256 MiB arrive unchanged"
transfer "PASS, client to server" 65471 -a "$PASS_ADDR" -b $((size / 4))
got_eq received $((size / 4)) "PASS, client to server: 64 MiB arrive unchanged"
transfer "PASS, server writes first" 65471 -a "$PASS_ADDR" -b $((size / 4)) -w
got_eq received $((size / 4)) "PASS, server writes first: 64 MiB arrive unchanged"

sysctl -q net.ipv4.tcp_early_retrans="$probes"
done_testing
