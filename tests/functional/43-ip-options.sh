#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Options of a packet's own do not keep its label out, however they are padded:
# an area may be as long with the label as it was without.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure

nops() {
	printf '01%.0s' $(seq "$1")
}

# Raw headers take any options; those of a socket end up in the same place.
for n in 1 4 8 11 12 13 16 20 24 28; do
	kit recv -a "$PASS_ADDR" -- "$TESTKIT" inject -r -c "$C5" -S "$PASS_ADDR" -a "$PASS_ADDR" \
		-O "$(nops "$n")"
	got_eq datagram.0 "$NETPEER:s0:c5" "PASS: $n octets of padding, the label arrives"
	kit recv -a "$LOCAL_ADDR" -- "$TESTKIT" inject -r -c "$C5" -O "$(nops "$n")"
	got_eq datagram.0 "$C5" "LOCAL: $n octets of padding, the label arrives"
done

# A record of the route: three octets and four more, padded to what the label takes.
kit recv -a "$PASS_ADDR" -- "$TESTKIT" inject -r -c "$C5" -S "$PASS_ADDR" -a "$PASS_ADDR" \
	-O "070304$(nops 13)"
got_eq datagram.0 "$NETPEER:s0:c5" "PASS: beside a record of the route, the label arrives"

done_testing
