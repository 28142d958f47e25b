#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Where the security module gives sockets no labels the module says so, takes a
# configuration, and changes nothing for packets.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

mount -t securityfs none /sys/kernel/security 2> /dev/null
diag "security modules: $(cat /sys/kernel/security/lsm), wanted $CLAB_LSMS"
case $(cat /sys/kernel/security/lsm) in
*selinux* | *smack*) bail "a security module labels sockets" ;;
esac
expect_match "$(cat /sys/kernel/security/lsm)," "${CLAB_LSMS##*,}," "the security module is there"

expect_eq "$(dmesg | grep -c 'cipsolab: the LSM gives sockets no labels: nothing can be labeled')" 1 \
	"the log says so, at load"

# says NAME: what the tool says of it.
says() {
	local text

	text=$(ctl status)
	expect_match "$text" "labels from +nobody" "$1: nobody gives labels"
	expect_match "$text" "gives sockets no labels: nothing is labeled. SELinux is needed" \
		"$1: and the tool says what is needed"
	expect_match "$text" "packets +left alone" "$1: packets are left alone"
}

# traffic NAME: as ever, and without an option on the wire.
traffic() {
	local addr

	for addr in "$LOCAL_ADDR" "$PASS_ADDR"; do
		kit_sniffed tcp -a "$addr"
		got_eq echo.0 ok "$1, to $addr: TCP"
		got_eq server_sees.0 none "$1, to $addr: the server sees no label"
		got_eq client_sees.0 none "$1, to $addr: the client sees no label"
		got_eq labeled 0 "$1, to $addr: nothing is labeled"
		kit udp -a "$addr" -n 3
		got_eq received.0 3 "$1, to $addr: UDP"
		got_eq server_sees.0 none "$1, to $addr: a datagram has no label"
		expect_ok "$1, to $addr: ping" ping -c 1 -W 2 "$addr"
	done
}

addresses || bail "cannot add the address $PASS_ADDR"
says "not configured"
traffic "not configured"
configure
says "configured"
traffic "configured"
ctl map del default
traffic "nothing mapped"
ctl unlbl accept off
traffic "unlabeled refused"
flush_config
module_unload
traffic "no module"
module_load

done_testing
