#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is put into a packet and taken out of it again leaves no trace, whatever
# the packet is like. tests/skbopt/ makes up the packets, and does it in the kernel.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

rounds=${CLAB_ROUNDS:-100000}
trials=build/$(uname -r)/clab_skbopt.ko
insmod "$trials" rounds="$rounds" seed="${CLAB_SEED:-1}" || bail "cannot insert $trials"
kit_text=$(cat /sys/module/clab_skbopt/parameters/report)
rmmod clab_skbopt
while IFS= read -r line; do
	got[${line%%=*}]=${line#*=}
done <<< "$kit_text"

got_eq packets "$rounds" "$rounds packets are given options and lose them again"
got_eq failed 0 "every octet, checksum and place is what it must be"

# Packets longer than their header can say are there from 6.3 on only.
rare=(big)
[[ $(uname -r) != 6.1.* ]] || rare=()
for kind in linear paged list cloned gso partial complete encapsulated no_headroom \
	no_tailroom options pushed shifted not_shifted inserted written grown shrunk moved pulled \
	taken "${rare[@]}"; do
	got_ge "$kind" $((rounds / 1000)) "enough of them: $kind"
done

done_testing
