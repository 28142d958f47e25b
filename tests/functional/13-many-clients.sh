#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Five clients at once, five labels: nobody gets another's.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure

levels=("s0:c11" "s0:c12,c14" "s0:c13.c20" "s0:c0,c239" "s0")
clients=()
for level in "${levels[@]}"; do
	clients+=(-c "$USER_TYPE:$level")
done

kit tcp -a "$LOCAL_ADDR" -s "$SERVER" "${clients[@]}"
for i in "${!levels[@]}"; do
	got_eq "server_sees.$i" "$USER_TYPE:${levels[i]}" "LOCAL: client $i is seen as ${levels[i]}"
	got_eq "client_sees.$i" "$SERVER_TYPE:${levels[i]}" "LOCAL: client $i sees its connection's label"
	got_eq "echo.$i" ok "LOCAL: client $i is answered"
done

kit tcp -a "$PASS_ADDR" -s "$SERVER" "${clients[@]}"
for i in "${!levels[@]}"; do
	got_eq "server_sees.$i" "$NETPEER:${levels[i]}" "PASS: client $i is seen as ${levels[i]}"
	got_eq "client_sees.$i" "$NETPEER:${levels[i]}" "PASS: client $i sees its connection's level"
	got_eq "echo.$i" ok "PASS: client $i is answered"
done

done_testing
