#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A label that this machine has never seen costs no packet and no waiting.
#
# The LSM cannot make a number for a new label where packets are handled. Each
# label below is used once only, so that each one is new.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure
accept_strays

next=100
fresh() {
	next=$((next + 1))
	level=s0:c$next,c$((next + 100))
}

# first_datagram NAME ADDR PREFIX
first_datagram() {
	fresh
	kit udp -a "$2" -s "$SERVER" -c "$USER_TYPE:$level" -n 30
	got_eq server_sees.0 "$3:$level" "$1: the first datagram brings the new label"
	got_le first_us.0 100000 "$1: the first datagram arrives in under 100 ms"
	got_eq received.0 30 "$1: of a burst behind it nothing is lost"
	got_eq unordered.0 0 "$1: the burst stays in order"
	got_eq mixed.0 0 "$1: the burst has one label"
}

# first_syn NAME ADDR PREFIX-AT-SERVER PREFIX-AT-CLIENT
first_syn() {
	fresh
	kit_sniffed tcp -a "$2" -s "$SERVER" -c "$USER_TYPE:$level"
	got_eq server_sees.0 "$3:$level" "$1: the first SYN brings the new label"
	got_eq client_sees.0 "$4:$level" "$1: the client knows its server"
	got_le connect_us.0 100000 "$1: connect() takes under 100 ms"
	expect_eq "$(grep -c 'flags=S ' "$capture")" 1 "$1: one SYN is enough"
}

for i in 1 2 3; do
	first_datagram "LOCAL datagram $i" "$LOCAL_ADDR" "$USER_TYPE"
	first_datagram "PASS datagram $i" "$PASS_ADDR" "$NETPEER"
	first_syn "LOCAL SYN $i" "$LOCAL_ADDR" "$USER_TYPE" "$SERVER_TYPE"
	first_syn "PASS SYN $i" "$PASS_ADDR" "$NETPEER" "$NETPEER"
done

fresh
kit ping -a "$PASS_ADDR" -c "$USER_TYPE:$level"
got_eq reply_label "$NETPEER:$level" "PASS: a first ICMP echo is answered under its label"

# Five new labels at the same moment.
clients=()
levels=()
for i in 0 1 2 3 4; do
	fresh
	levels+=("$level")
	clients+=(-c "$USER_TYPE:$level")
done
kit tcp -a "$PASS_ADDR" -s "$SERVER" "${clients[@]}"
for i in 0 1 2 3 4; do
	got_eq "server_sees.$i" "$NETPEER:${levels[i]}" "PASS: new label $i of five at once"
	got_le "connect_us.$i" 500000 "PASS: no SYN of five at once is sent twice ($i)"
done

# From outside this machine's sockets: nothing here has ever had this label.
kit recv -a "$PASS_ADDR" -- "$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" -n 20 \
	-O 860d0000000101070000112233
got_eq received 20 "a label from the network: nothing of 20 datagrams is lost"
expect_match "${got[datagram.0]-}" "^$NETPEER:s0:c" "a label from the network: it is seen"
expect_eq "${got[datagram.0]-none}" "${got[datagram.19]-nothing}" \
	"a label from the network: the first and the last datagram have the same"
expect_eq "$(counter hold_overflow)" 0 "nothing that waited for a label was thrown away"

done_testing
