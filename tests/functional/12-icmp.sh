#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ICMP echo: the reply carries the label of the request.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure

# echo_label NAME ADDR CTX WANT
echo_label() {
	kit_sniffed ping -a "$2" -c "$3"
	got_eq request_label "$4" "$1: the request brings its sender's label"
	got_eq reply_label "$4" "$1: the reply brings the label of the request"
	got_eq header 20 "$1: no option is left in what the program reads"
	got_eq packets 2 "$1: one request, one reply"
	same_opt 'type=8 code=0' 'type=0 code=0' "$1: request and reply have the same option"
	got_eq badsum 0 "$1: header checksums are right"
}

echo_label "LOCAL, c5" "$LOCAL_ADDR" "$C5" "$C5"
echo_label "LOCAL, c1,c3" "$LOCAL_ADDR" "$C13" "$C13"
echo_label "PASS, c5" "$PASS_ADDR" "$C5" "$NETPEER:s0:c5"
echo_label "PASS, c1,c3" "$PASS_ADDR" "$C13" "$NETPEER:s0:c1,c3"

done_testing
