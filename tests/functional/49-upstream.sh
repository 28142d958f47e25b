#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Where stock NetLabel gives a packet a wrong label, or takes one for what it is not:
# the same configuration and the same packets for it and for this engine.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/policy.bash
. tests/functional/testkit/stock.bash

# setting ENGINE: the same for either, and nothing for the other.
setting() {
	tool=netlabelctl enter=stock
	flush_config
	stock_clear
	[ "$1" = stock ] || tool=ctl enter=rules
	$enter <<-END
		cipso add pass doi:1 tags:1,5
		cipso add local doi:2
		cipso add trans doi:7 tags:1 levels:0=3 categories:1=1
		map del default
		map add default address:0.0.0.0/0 protocol:unlbl
		map add default address:::/0 protocol:unlbl
		map add default address:$LOCAL_ADDR protocol:cipso,2
		map add default address:$PASS_ADDR protocol:cipso,1
	END
}

# inject OPTION [TO FROM]: a datagram with it comes in from elsewhere; its label is in
# $came.
inject() {
	kit_sniffed recv -a "${2-$PASS_ADDR}" -t 200 -- "$TESTKIT" inject -S "${3-$OTHER_ADDR}" \
		-a "${2-$PASS_ADDR}" -O "$1"
	came=${got[datagram.0]-nothing}
}

# result NAME WHAT: what came of it under $engine.
declare -A results
result() {
	results[$engine.$1]=$2
}

# differ NAME STOCK OURS TEXT
differ() {
	expect_eq "${results[stock.$1]}" "$2" "$4: stock NetLabel"
	expect_eq "${results[ours.$1]}" "$3" "$4: this engine"
}

addresses || bail "cannot add the address $PASS_ADDR"
accept_strays
unmapped=860b00000007010500006000	# a level without translation
two_tags=8613000000010508000000050005010500008000

for engine in stock ours; do
	setting $engine
	# Tag 128 from whoever can write a frame.
	inject "$(local_opt 01000000)" "$LOCAL_ADDR" "$LOCAL_ADDR"
	result forged "$came"
	# A range from 5 to 9 the wrong way round.
	inject 860e0000000105080000000500090000
	result reversed "$came"
	# Two tags of which the second has other categories.
	inject $two_tags
	result tags "$came"
	# The answer to an option that can't be.
	inject $unmapped
	result answer "$(grep 'proto=1 ' "$capture" | sed 's/.* type=/type=/; s/ opt=/ /')"
	# The SYN-ACK of a SYN cookie.
	set_sysctl net.ipv4.tcp_syncookies 2
	kit tcp -a "$PASS_ADDR" -s "$SERVER" -c "$C5"
	set_sysctl net.ipv4.tcp_syncookies 1
	result cookie "${got[client_sees.0]-}"
	# Not checked on arrival, a category without translation is found when its label
	# is asked for.
	case $engine in
	stock) sysctl=net.ipv4.cipso_rbm_strictvalid ;;
	ours) sysctl=net.cipsolab.rbm_strictvalid ;;
	esac
	set_sysctl "$sysctl" 0
	inject 860b00000007010500034800
	result open "$came"
	set_sysctl "$sysctl" 1
	# An IPv6 socket that sends to an IPv4 address, where sockets are labeled and not
	# single packets.
	for words in "del default" "add default protocol:cipso,1" \
		"add default protocol:unlbl,6"; do
		# shellcheck disable=SC2086
		$tool map $words || bail "$engine: map $words"
	done
	text=$(echo "mapped $PASS_ADDR" | "$TESTKIT" flow -a "$PASS_ADDR" -s "$SERVER" -c "$C5" 2>&1)
	result mapped "${text##*udp=}"
done
# Two tags are forbidden by the draft, and NetLabel reads the first: so does this
# engine unless it is told to be strict.
setting ours
set_sysctl net.cipsolab.validate_strict 1
engine=strict
inject $two_tags
result tags "$came"

answer="type=12 code=0 pointer=29 "
differ forged system_u:system_r:kernel_t:s0 nothing "a label by number that somebody wrote"
differ reversed "$NETPEER:s0" nothing "a range the wrong way round, which has no categories"
differ tags "$NETPEER:s0:c5" "$NETPEER:s0:c5" "two tags, the first of which counts"
expect_eq "${results[strict.tags]}" nothing "two tags: this engine, when strict"
differ answer "$answer$unmapped" "$answer" "the answer to a bad option, with the option or without"
differ cookie "$NETPEER:s0" "$NETPEER:s0:c5" "a SYN cookie, with the kernel's label or the connection's"
differ mapped none "$NETPEER:s0:c5" "an IPv6 socket that sends to an IPv4 address"
differ open "$NETPEER:s0" nothing "a category without translation, not checked on arrival"

# A policy with more levels than an octet can tell apart; a level of PASS is one.
awk '/^\(sensitivity s0\)/ { for (i = 0; i < 300; i++) { print "(sensitivity s" i ")"; all = all " s" i } next }
	/^\(sensitivityorder/ { print "(sensitivityorder (" all "))"; next }
	/^\(sensitivitycategory/ { for (i = 0; i < 300; i++) print "(sensitivitycategory s" i " (c0))"; next }
	/^\(levelrange range/ { print "(level high (s299 (c0)))\n(levelrange range (low high))"; next }
	{ print }' tests/functional/policy/other.cil > "$lib_work/levels.cil"
policy_compile "$lib_work/levels.cil"
policy_load "$policy"
ok $? "a policy with 300 levels is loaded"
anyone=system_u:system_r:kernel_t
net=system_u:object_r:other_t
for engine in stock ours; do
	setting $engine
	for level in 255 256 299; do
		kit udp -a "$PASS_ADDR" -s $anyone:s0 -c $anyone:s$level:c0
		result s$level "${got[server_sees.0]-}, ${got[send_errno.0]-}"
		kit tcp -a "$PASS_ADDR" -s $anyone:s0 -c $anyone:s$level:c0
		result tcp$level "${got[server_sees.0]-$kit_text}"
	done
done
same=$net:s255:c0
refused="clab-testkit: connect: Connection refused"
differ s255 "$same, 0" "$same, 0" "level 255"
differ tcp255 $same $same "level 255, TCP"
differ s256 "$net:s0:c0, 0" "nothing came, ENOSPC" "level 256 is 0 in an octet"
differ tcp256 $net:s0:c0 "$refused" "level 256, TCP"
differ s299 "$net:s43:c0, 0" "nothing came, ENOSPC" "level 299 is 43 in an octet"
differ tcp299 $net:s43:c0 "$refused" "level 299, TCP"

done_testing
