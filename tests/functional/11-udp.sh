#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# UDP: each datagram brings its sender's label, through both DOIs.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure

# exchange NAME ADDR CTX WANT-AT-SERVER WANT-AT-CLIENT
exchange() {
	kit_sniffed udp -a "$2" -s "$SERVER" -c "$3" -n 20
	got_eq server_sees.0 "$4" "$1: the server sees the client's label"
	got_eq client_sees.0 "$5" "$1: the answer brings the server's label"
	got_eq received.0 20 "$1: nothing is lost"
	got_eq mixed.0 0 "$1: every datagram brings the same label"
	got_eq labeled "${got[packets]-none}" "$1: every packet on the wire is labeled"
	got_eq badsum 0 "$1: header checksums are right"
}

exchange "LOCAL, c5" "$LOCAL_ADDR" "$C5" "$C5" "$SERVER"
exchange "LOCAL, c1,c3" "$LOCAL_ADDR" "$C13" "$C13" "$SERVER"
exchange "PASS, c5" "$PASS_ADDR" "$C5" "$NETPEER:s0:c5" "$NETPEER:s0"
exchange "PASS, c1,c3" "$PASS_ADDR" "$C13" "$NETPEER:s0:c1,c3" "$NETPEER:s0"

kit udp -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5" -c "$C13" -c "$C7"
got_eq server_sees.0 "$C5" "one server socket, three senders: the first label"
got_eq server_sees.1 "$C13" "one server socket, three senders: the second label"
got_eq server_sees.2 "$C7" "one server socket, three senders: the third label"

# An unmodified program, and an address that no mapping labels.
server_start peers as "$FULL" "$PEERCON" server -u -n 1
at s0:c5 "$PEERCON" client -u "$LOCAL_ADDR" > /dev/null
server_wait peers 10
expect_eq "$(server_lines peers)" "connect($LOCAL_ADDR,$C5)" \
	"an unmodified server sees a datagram's label"
accept_strays
kit_sniffed udp -a "$OTHER_ADDR" -s "$SERVER" -c "$C5"
expect_eq "$(packet_opt "dst=$OTHER_ADDR ")" "" "to an unlabeled address nothing is labeled"
got_eq server_sees.0 none "from an unlabeled address there is no label"

done_testing
