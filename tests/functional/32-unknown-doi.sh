#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A DOI that is not configured here is the stock kernel's affair: it answers
# with ICMP 12/0, the pointer at the DOI, and drops the packet.
#
# Its answer repeats the unknown option. Where the answer is to be labeled there
# is no room for a second one: it must not leave with two.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure
accept_strays

unknown=860a00000063010400050000

# The stock kernel's own count of headers that it could not use.
header_errors() {
	awk '/^Ip:/ { for (i = 2; i <= NF; i++) if (names) { if (name[i] == "InHdrErrors") print $i }
		else name[i] = $i; names = 1 }' /proc/net/snmp
}

# unknown NAME SRC DST
unknown() {
	local before errors

	before=$(cat /proc/net/cipsolab)
	errors=$(header_errors)
	kit_sniffed recv -a "$3" -- "$TESTKIT" inject -S "$2" -a "$3" -O "$unknown"
	got_eq received 0 "$1: the datagram is not delivered"
	expect_ge $(($(header_errors) - errors)) 1 "$1: the stock kernel counts a wrong header"
	expect_eq "$(packet_opt 'proto=17')" "$unknown" "$1: the option was left as it was"
	got_eq badopt 0 "$1: no packet has two CIPSO options"
	expect_eq "$(grep -E 'rx_(forged|labeled|undecodable) ' /proc/net/cipsolab)" \
		"$(grep -E 'rx_(forged|labeled|undecodable) ' <<< "$before")" "$1: this engine did not count it"
}

unknown "from an unlabeled address" "$OTHER_ADDR" "$PASS_ADDR"
expect_match "$(grep 'proto=1 ' "$capture")" \
	"src=$PASS_ADDR dst=$OTHER_ADDR .* type=12 code=0 pointer=22 " \
	"from an unlabeled address: ICMP 12/0 points at octet 22"
unknown "over loopback" "$LOCAL_ADDR" "$LOCAL_ADDR"

# Once the DOI is known here, the same datagram arrives with its label.
ctl cipso add pass doi:99 tags:1
kit recv -a "$PASS_ADDR" -- "$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" \
	-O 860a0000006301040000
got_eq datagram.0 "$NETPEER:s0" "the same DOI, configured: the datagram brings its label"
ctl cipso del doi:99

done_testing
