#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# getpeercon() on the client right after connect(), with nothing sent yet that
# could have brought the label: the ACK is delayed, or the server waits for data.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure

# client NAME OPTIONS...
client() {
	local name=$1

	shift
	kit tcp -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5" "$@"
	got_eq client_sees.0 "$SERVER_TYPE:s0:c5" "LOCAL, $name: the client sees the server's label"
	got_eq server_sees.0 "$C5" "LOCAL, $name: the server sees the client's label"
	got_eq echo.0 ok "LOCAL, $name: the connection works"
	kit tcp -a "$PASS_ADDR" -s "$SERVER" -c "$C13" "$@"
	got_eq client_sees.0 "$NETPEER:s0:c1,c3" "PASS, $name: the client sees the server's label"
	got_eq server_sees.0 "$NETPEER:s0:c1,c3" "PASS, $name: the server sees the client's label"
	got_eq echo.0 ok "PASS, $name: the connection works"
}

client "as usual"
client "delayed ACK" -q
client "TCP_DEFER_ACCEPT on the server" -d
client "TCP_DEFER_ACCEPT on the client" -k
client "TCP_DEFER_ACCEPT on the server and a delayed ACK" -d -q
client "the server writes first" -w
client "the server writes first and a delayed ACK" -w -q

# Many at once, each with a delayed ACK: one label must not stand in for another.
kit tcp -q -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5" -c "$C13" -c "$C7" -c "$C5" -c "$C7"
got_eq client_sees.0 "$SERVER_TYPE:s0:c5" "five clients with delayed ACKs: the first"
got_eq client_sees.1 "$SERVER_TYPE:s0:c1,c3" "five clients with delayed ACKs: the second"
got_eq client_sees.2 "$SERVER_TYPE:s0:c7" "five clients with delayed ACKs: the third"
got_eq client_sees.3 "$SERVER_TYPE:s0:c5" "five clients with delayed ACKs: the fourth"
got_eq client_sees.4 "$SERVER_TYPE:s0:c7" "five clients with delayed ACKs: the fifth"

done_testing
