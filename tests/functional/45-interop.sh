#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A host whose packets this engine labels, and one that is left to stock
# NetLabel, understand each other: PASS and TRANSLATE, tags 1, 2 and 5, TCP and
# UDP, whoever begins.
#
#	 clab-mine                        clab-stock
#	 mine  10.7.0.1 ----------------- stock  10.7.0.2
#	 cipsoctl, in there               netlabelctl; its tables are those of all
#	 sockets of unconfined_t          namespaces, and have initrc_t only

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/net.bash
. tests/functional/testkit/stock.bash

tables="levels:0=3 categories:0=9,1=1,3=2,5=200,7=7,8=8,9=70"
level=s0:c1,c7.c9
own=s0:c9			# a datagram is answered at the server's own level
declare -A type=([clab-mine]=$USER_TYPE [clab-stock]=$SERVER_TYPE)
declare -A addr=([clab-mine]=10.7.0.1 [clab-stock]=10.7.0.2)

# What each kind and tag makes of $level, and of $own.
declare -A wire=(
	[pass.1]="860c000000100106000041c0 860c00000010010600000040"
	[pass.2]="861200000010020c000000010007000800090000 860c00000010020600000009"
	[pass.5]="861200000010050c000000090007000100010000 860e0000001005080000000900090000"
	[trans.1]="861300000010010d000341800000000000000200 861300000010010d000300000000000000000200"
	[trans.2]="861200000010020c000300010007000800460000 860c00000010020600030046"
	[trans.5]="861600000010051000030046004600080007000100010000 860e0000001005080003004600460000"
)

# doi KIND TAG: the definition, in the words of both tools.
doi() {
	[ "$1" = pass ] && echo "cipso add pass doi:16 tags:$2" ||
		echo "cipso add trans doi:16 tags:$2 $tables"
}

# ours NAME KIND TAG: this engine, in a namespace.
ours() {
	local old

	old=$(ns "$1" "$CTL" cipso list)
	{
		echo "map del default"
		[ -z "$old" ] || echo "cipso del doi:16"
		doi "$2" "$3"
		echo "map add default protocol:cipso,16"
	} | ns_ctl "$1"
}

theirs() {
	# shellcheck disable=SC2046 # the words of a command
	netlabelctl $(doi "$@") && netlabelctl map add domain:initrc_t protocol:cipso,16
}

# exchange NAME FROM TO WIRE ANSWER
exchange() {
	pair "client=$2" "server=$3" "addr=${addr[$3]}" "cctx=${type[$2]}:$level" \
		"sctx=${type[$3]}:$own" tap=clab-mine/mine tap=clab-stock/stock
	pair_sees "$1" "$NETPEER:$level" "$NETPEER:$level" "$NETPEER:$own" "$NETPEER:$level"
	expect_eq "$(tapped "${2#clab-}" 'flags=S ') $(tapped "${3#clab-}" 'flags=SA ')" "$4 $4" \
		"$1: SYN and SYN-ACK have the same option"
	expect_eq "$(tapped "${2#clab-}" 'proto=17 ') $(tapped "${3#clab-}" 'proto=17 ')" "$4 $5" \
		"$1: the datagram and its answer have theirs"
	expect_eq "$(grep -c ' opt=86' "$lib_work/tap.mine")" "$(taps mine)" \
		"$1: every packet of this engine has one"
}

# both KIND TAG
both() {
	local first second

	read -r first second <<< "${wire[$1.$2]}"
	exchange "$1, tag $2, from mine" clab-mine clab-stock "$first" "$second"
	exchange "$1, tag $2, from stock" clab-stock clab-mine "$first" "$second"
}

ns_add clab-mine clab-stock
ns_link clab-mine mine 10.7.0.1/24 clab-stock stock 10.7.0.2/24

for tag in 1 2 5; do
	ours clab-mine pass "$tag"
	theirs pass "$tag" || bail "stock NetLabel does not take tag $tag"
	both pass "$tag"
	stock_clear
done

ours clab-mine trans 1
theirs trans 1 || bail "stock NetLabel does not take TRANSLATE"
both trans 1
stock_clear

# Stock NetLabel translates in tag 1 only: for the others this engine is at both ends.
for tag in 2 5; do
	expect_status 1 "trans, tag $tag: stock NetLabel does not take it" theirs trans "$tag"
	ours clab-mine trans "$tag"
	ours clab-stock trans "$tag"
	both trans "$tag"
done

done_testing
