#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# TCP: both ends see the other's label, through both DOIs.
#
# The server's connection has the listener's user, role and type at the client's
# level: that is SELinux's rule for connections, and what a LOCAL DOI carries.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure

# both_ends NAME ADDR CTX WANT-AT-SERVER WANT-AT-CLIENT
both_ends() {
	kit_sniffed tcp -a "$2" -s "$SERVER" -c "$3"
	got_eq server_sees.0 "$4" "$1: the server sees the client's label"
	got_eq client_sees.0 "$5" "$1: the client sees the server's label right after connect()"
	got_eq client_later.0 "$5" "$1: the client sees the same label later"
	got_eq echo.0 ok "$1: data crosses in both directions"
	got_eq labeled "${got[packets]-none}" "$1: every packet on the wire is labeled"
	got_eq badsum 0 "$1: header checksums are right"
	got_eq badopt 0 "$1: option areas are well formed"
}

both_ends "LOCAL, c5" "$LOCAL_ADDR" "$C5" "$C5" "$SERVER_TYPE:s0:c5"
both_ends "LOCAL, c1,c3" "$LOCAL_ADDR" "$C13" "$C13" "$SERVER_TYPE:s0:c1,c3"
both_ends "PASS, c5" "$PASS_ADDR" "$C5" "$NETPEER:s0:c5" "$NETPEER:s0:c5"
both_ends "PASS, c1,c3" "$PASS_ADDR" "$C13" "$NETPEER:s0:c1,c3" "$NETPEER:s0:c1,c3"
both_ends "PASS, a range" "$PASS_ADDR" "$FULL" "$NETPEER:s0" "$NETPEER:s0"
both_ends "LOCAL, a range" "$LOCAL_ADDR" "$FULL" "$FULL" "$SERVER"

kit_sniffed tcp -a "$PASS_ADDR" -s "$SERVER" -c "$C13"
expect_eq "$(packet_opt 'flags=S ')" 860b00000001010500005000 "PASS: the SYN's option says s0:c1,c3"
expect_eq "$(packet_opt 'flags=SA ')" 860b00000001010500005000 "PASS: and so does the SYN-ACK's"

# A program that knows nothing of all this, under the label of its process.
server_start peers as "$FULL" "$PEERCON" server -n 2
at s0:c5 "$PEERCON" client "$LOCAL_ADDR" > "$lib_work/client"
at s0:c1,c3 "$PEERCON" client "$LOCAL_ADDR" > /dev/null
expect_match "$(tail -n 1 "$lib_work/client")" "^connected\($LOCAL_ADDR,$USER_TYPE:s0:c5\)$" \
	"an unmodified client sees the server's label"
server_wait peers 10
expect_eq "$(server_lines peers)" "connect($LOCAL_ADDR,$C5)"$'\n'"connect($LOCAL_ADDR,$C13)" \
	"an unmodified server sees its clients' labels"

done_testing
