#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A SYN-ACK that does not belong to the connection plants no label in it: sent
# before connect(), while the client waits for its answer, and afterwards.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure
accept_strays

# The option is one that is believed when its packet is.
kit recv -a "$PASS_ADDR" -- "$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" -O "$(pass_c7)"
got_eq datagram.0 "$NETPEER:s0:c7" "a datagram with the option that is spoofed is believed"

# spoofed NAME CLIENT-ADDR WANT: the server's true answer has the label WANT.
spoofed() {
	kit_sniffed spoof -a "$PASS_ADDR" -S "$2" -s "$SERVER" -c "$C5" -O "$(pass_c7)"
	got_eq before "$3" "$1: one before connect() plants nothing"
	got_eq after "$3" "$1: one afterwards changes nothing"
	got_eq early_answer 0 "$1: one that is not the answer does not end connect()"
	got_eq during "$3" "$1: one that comes first plants nothing"
	expect_ge "$(grep -c "seq=1000 ack=2000 opt=$(pass_c7)" "$capture")" 5 "$1: all were sent"
}

spoofed "unlabeled server" "$OTHER_ADDR" none
spoofed "labeled server" "$PASS_ADDR" "$NETPEER:s0:c5"

done_testing
