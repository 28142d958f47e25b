#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A SYN-ACK with a label by number leaves with the proof of its origin alone and gets
# its label where it arrives; also when others have added to what comes with it.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

EXTEND=${MODULE%/*}/clab_extend.ko
count=/sys/module/clab_extend/parameters/extended
configure

# connect NAME ADDR WANT: the client sees the server's label WANT.
connect() {
	kit tcp -a "$2" -s "$SERVER" -c "$C5"
	got_eq client_sees.0 "$3" "$1: the client sees the server's label"
	got_eq echo.0 ok "$1: data crosses"
}

# twice, for the first SYN-ACK of a label goes another way than those behind it.
twice() {
	connect "$1, first" "$2" "$3"
	connect "$1, second" "$2" "$3"
}

before=$(counter rx_forged)
twice "alone" "$LOCAL_ADDR" "$SERVER_TYPE:s0:c5"
insmod "$EXTEND" || bail "the module of the test cannot be inserted; has 'make extend-module' been run?"
twice "a label by number, with an extension more" "$LOCAL_ADDR" "$SERVER_TYPE:s0:c5"
twice "a label by its level, with an extension more" "$PASS_ADDR" "$NETPEER:s0:c5"
expect_ge "$(cat "$count")" 4 "there was one more each time"
rmmod clab_extend
expect_eq "$(counter rx_forged)" "$before" "none was taken for forged"
done_testing
