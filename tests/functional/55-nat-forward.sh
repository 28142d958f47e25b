#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Time limit: 300
#
# A router that translates addresses: what it passes on is labeled for where it goes
# in the end, and a label by number (tag 128) goes nowhere.
#
#	clab-a             clab-r                        clab-b
#	10.0.1.2 --------- to-a 10.0.1.1
#	                   to-b 10.0.2.1 --------------- 10.0.2.2 and others
#
# The addresses of clab-b are mapped as router.bash says. Two that nobody has are
# translated to them: $OPEN, which alone would be passed on with the same label, and
# $SHUT, which would not be passed on at all.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/net.bash
. tests/functional/testkit/router.bash

OPEN=10.0.9.8
SHUT=10.0.9.9
SIX=$USER_TYPE:s0:c0.c5
SIX_SEEN=$NETPEER:s0:c0.c5
SERVER9=$SERVER_TYPE:s0:c9
SERVER9_SEEN=$NETPEER:s0:c9

topology && ip -n clab-r address add 10.0.2.99/24 dev to-b || bail "no topology"
configured clab-r <<-END
	cipso add pass doi:1 tags:1
	cipso add pass doi:3 tags:2
	cipso add trans doi:7 tags:1 levels:0=5 categories:0=10,1=11,2=12,3=13,4=14,5=15,9=19
	cipso add local doi:2
	map del default
	map add default address:$A protocol:cipso,1
	map add default address:10.0.2.1 protocol:cipso,2
	map add default address:$OPEN protocol:cipso,1
	map add default address:$SHUT protocol:cipso,2
	map add default address:$KEPT protocol:cipso,1
	map add default address:$BARE protocol:unlbl
	map add default address:$TAG2 protocol:cipso,3
	map add default address:$OTHER protocol:cipso,7
	map add default address:$LOCAL protocol:cipso,2
END
configured clab-a <<-END
	cipso add pass doi:1 tags:1
	map del default
	map add default protocol:cipso,1
END
configured clab-b <<-END
	cipso add pass doi:1 tags:1
	cipso add pass doi:3 tags:2
	cipso add trans doi:7 tags:1 levels:0=5 categories:20=10,21=11,22=12,23=13,24=14,25=15
	map del default
	map add default protocol:cipso,1
END

# nat RULES: the only ones of the router, until the next call.
nat() {
	in_r nft "flush ruleset; table ip clab {
		$1
	}" || bail "nft: $1"
}

# to ADDRESS: what is sent to $OPEN and to $SHUT is for it.
to() {
	echo "chain pre { type nat hook prerouting priority -100;
		ip daddr { $OPEN, $SHUT } meta l4proto { tcp, udp } dnat to $1;
	}"
}

# from WORDS: what leaves for clab-b has another source.
from() {
	echo "chain post { type nat hook postrouting priority 100; oifname to-b $1;
	}"
}

ask() {
	pair client=clab-a server=clab-b "at=$1" "addr=$2" "cctx=$SIX" "sctx=$SERVER9" \
		tap=clab-r/to-b tap=clab-r/to-a
	numbers=$(grep -c "opt=86........028006" "$lib_work/tap.to-b")
	numbers+=" $(grep -c "opt=86........028006" "$lib_work/tap.to-a")"
}

# passed NAME AT ADDRESS SOURCE LABEL OPTION BACK: the server there is reached by that
# address; it sees SOURCE, and LABEL, which came as OPTION. The connection's answers have
# the level that it has seen, which the client gets as BACK.
passed() {
	local back=$SERVER9_SEEN

	ask "$2" "$3"
	[ "$5" = none ] || back=$5
	pair_sees "$1" "$back" "$5" "$SERVER9_SEEN" "$5"
	expect_eq "$(tapped to-b 'flags=S ') $(tapped to-b 'proto=17 ')" "$6 $6" "$1: the options"
	expect_match "$(grep -m 1 'proto=17 ' "$lib_work/tap.to-b")" "src=$4 dst=$2 " "$1: the addresses"
	expect_match "$(grep -m 1 'flags=SA ' "$lib_work/tap.to-a")" "src=$3 dst=$A .* opt=$7$" \
		"$1: the answer"
	expect_eq "${got[badsum]-} ${got[badopt]-} $numbers" "0 0 0 0" "$1: well formed, and none by number"
}

# refused NAME AT ADDRESS
refused() {
	local before

	before=$(r_count fwd_refused)
	ask "$2" "$3"
	got_eq tcp ENETUNREACH "$1: connect() fails"
	got_eq udp lost "$1: a datagram does not arrive"
	expect_eq "$(taps to-b)" 0 "$1: nothing leaves"
	expect_eq "$(($(r_count fwd_refused) - before))" 2 "$1: both are counted"
	expect_eq "$numbers" "0 0" "$1: no label by number"
}

keep=860b0000000101050000fc00
relabel=861600000003021000000000000100020003000400050000
translate=860c0000000701060005003f
twenty=860e00000001010800000000''0fc00000	# c20.c25
nine=860c000000010106''00000040		# c9

# every NAME SOURCE FROM WAY...: each kind of mapping, with the source translated by FROM or
# not; asked for by its own address, or by one that is translated.
every() {
	local post=${3:+$(from "$3")} way at

	for way in "${@:4}"; do
		for at in "$KEPT keep" "$TAG2 relabel" "$OTHER translate" "$BARE strip" "$LOCAL number" "$NONE nothing"; do
			one "$1, $way, ${at#* }" "${at% *}" "$way" "$2" "$post"
		done
	done
}

# one NAME AT WAY SOURCE POST
one() {
	local via=$2

	if [ "$3" = dnat ]; then
		via=$SHUT
		[[ $1 != *nothing && $1 != *number ]] || via=$OPEN
	fi
	nat "$(to "$2")
		$5"
	case $1 in
	*keep) passed "$1" "$2" "$via" "$4" "$SIX_SEEN" $keep $keep ;;
	*relabel) passed "$1" "$2" "$via" "$4" "$SIX_SEEN" $relabel $keep ;;
	*translate) passed "$1" "$2" "$via" "$4" "$NETPEER:s0:c20.c25" $translate $twenty ;;
	*strip) passed "$1" "$2" "$via" "$4" none "" $nine ;;
	*) refused "$1" "$2" "$via" ;;
	esac
}

every "its own source" $A "" dnat
every snat 10.0.2.99 "snat to 10.0.2.99" direct dnat
every masquerade 10.0.2.1 masquerade direct

done_testing
