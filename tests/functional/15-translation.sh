#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A TRANSLATE DOI: the level and the categories of a label have other numbers
# on the wire, under tags 1, 2 and 5; what is not translated is refused.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
addresses || bail "cannot add the address $PASS_ADDR"
accept_strays

tables="levels:0=3 categories:0=9,1=1,3=2,5=240,7=7,8=8,9=70"

# configure_tag TAG: the whole of it anew.
configure_tag() {
	local line

	flush_config
	while read -r line; do
		# shellcheck disable=SC2086 # the words of a command
		ctl $line || bail "cipsoctl $line: exit status $?"
	done <<-END
		cipso add trans doi:7 tags:$1 $tables
		map del default
		map add default address:0.0.0.0/0 protocol:unlbl
		map add default address:$PASS_ADDR protocol:cipso,7
	END
}

# both_ends TAG LEVEL OPTION
both_ends() {
	kit_sniffed tcp -a "$PASS_ADDR" -s "$SERVER" -c "$USER_TYPE:$2"
	got_eq server_sees.0 "$NETPEER:$2" "tag $1, $2: the server sees the client's label"
	got_eq client_sees.0 "$NETPEER:$2" "tag $1, $2: the client sees the server's label"
	got_eq echo.0 ok "tag $1, $2: data crosses"
	expect_eq "$(packet_opt 'flags=S ')" "$3" "tag $1, $2: the numbers on the wire are the others"
}

# inject NAME OPTION WANT: a datagram with that option; WANT is the label that
# it brings, or the pointer of the ICMP answer.
inject() {
	kit_sniffed recv -a "$PASS_ADDR" -- "$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" -O "$2"
	if [[ $3 == s* ]]; then
		got_eq datagram.0 "$NETPEER:$3" "$1: the datagram brings its label"
		return
	fi
	got_eq received 0 "$1: the datagram is not delivered"
	expect_match "$(grep 'proto=1 ' "$capture")" "type=12 code=0 pointer=$3 " \
		"$1: ICMP 12/0 points at octet $3"
}

configure_tag 1
both_ends 1 s0:c1,c3 860b00000007010500036000
both_ends 1 s0 860a00000007010400030000
inject "tag 1" 860b00000007010500036000 s0:c1,c3
inject "tag 1, a level without translation" 860b00000007010500006000 29
inject "tag 1, a category without translation" 860b00000007010500038000 30

# refused LEVEL NAME: its packets do not leave.
refused() {
	local before

	before=$(counter tx_refused)
	expect_status 1 "$2: connect() fails" at "$1" "$PEERCON" client "$PASS_ADDR"
	expect_ge "$(counted tx_refused "$before")" 1 "$2: and that is counted"
}

refused s0:c5 "tag 1, a category that becomes 240"
refused s0:c2 "tag 1, a category without translation"

configure_tag 2
both_ends 2 s0:c1,c5 860e0000000702080003000100f00000
configure_tag 5
both_ends 5 s0:c7.c9 861200000007050c000300460046000800070000
configure_tag 1,5
both_ends 1,5 s0:c5 860e000000070508000300f000f00000

listing="tags:1,5 levels:0=3 categories:0=9,1=1,3=2,5=240,7=7,8=8,9=70"
expect_eq "$(ctl cipso list doi:7)" "$listing" "the listing has the tables"

done_testing
