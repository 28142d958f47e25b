#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A transfer, requests and datagrams go on while the policy is loaded anew, enforcing
# is switched on and off, and a DOI is replaced: none is lost, or has another label.
#
# A segment may be sent again all the same: an emulated machine stalls for longer than
# the sender waits. What this engine throws away it counts.
#
# Lane: long
# Time limit: 400

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/policy.bash

TRANS_ADDR=192.0.2.3

# dropped: all that this engine has thrown away, or not sent.
dropped() {
	awk '$1 ~ /^(rx_|tx_|fwd_)/ && $1 !~ /_labeled$/ || $1 == "hold_overflow" { printf "%s=%s ", $1, $2 }' \
		/proc/net/cipsolab
}

# steady NAME ADDR CLIENT SERVER CLIENT-SEES SERVER-SEES COMMAND: what is seen of the
# connections; the datagrams' labels are those of the first ones.
steady() {
	local name=$1 before kind

	before=$(dropped)
	kit sniff -t 120000 -- "$TESTKIT" steady -a "$2" -c "$3" -s "$4" -t 120000 -- sh -ec "$7"
	expect_eq "$kit_status" 0 "$name: all come to their end"
	expect_eq "$(dropped)" "$before" "$name: nothing is dropped"
	for kind in bulk request datagram served; do
		expect_eq "${got[${kind}_wrong]-}, ${got[${kind}_lost]-}, ${got[${kind}_refused]-}" "0, 0, 0" \
			"$name: $kind, nothing is wrong, lost or refused"
	done
	got_eq labeled "${got[packets]-none}" "$name: every packet is labeled"
	expect_eq "${got[badopt]-} ${got[badsum]-} ${got[lost]-}" "0 0 0" "$name: and well formed"
	got_ge bulk 1000000 "$name: the transfer goes on"
	got_ge request 200 "$name: requests go on"
	got_ge datagram 200 "$name: datagrams go on"
	expect_eq "${got[sender_before]-} ${got[sender_after]-}" "$5 $5" "$name: whom the sender sees"
	expect_eq "${got[receiver_before]-} ${got[receiver_after]-}" "$6 $6" "$name: whom the receiver sees"
	expect_eq "${got[asker_after]-} ${got[echo_after]-}" "$5 $6" "$name: whom both ends of the other see"
	diag "$name: ${got[bulk]-} octets, ${got[request]-} requests, ${got[datagram]-} datagrams, at most" \
		"${got[bulk_longest_ms]-}, ${got[request_longest_ms]-}, ${got[datagram_longest_ms]-} ms apart," \
		"${got[retrans]-} segments sent again"
}

configure
local_address "$TRANS_ADDR"
ctl cipso add trans doi:7 tags:1 levels:0=3 categories:5=100,9=109
ctl map add default "address:$TRANS_ADDR" protocol:cipso,7
level=$NETPEER:s0:c5

# The policy of the machine, and what a daemon of another level sees of it.
loads="for i in 1 2; do load_policy; done"
steady "a policy, LOCAL" "$LOCAL_ADDR" "$C5" "$SERVER" "$SERVER_TYPE:s0:c5" "$C5" "$loads"
steady "a policy, PASS" "$PASS_ADDR" "$C5" "$SERVER" "$level" "$level" "$loads"

# A DOI is defined anew: other tags, and other numbers for the same label.
replace="for i in \$(seq 6); do
	$CTL cipso replace pass doi:1 tags:2
	$CTL cipso replace pass doi:1 tags:1
done"
steady "tags of a DOI" "$PASS_ADDR" "$C5" "$SERVER" "$level" "$level" "$replace"
replace="for i in \$(seq 6); do
	$CTL cipso replace trans doi:7 tags:1 levels:0=4 categories:5=101,9=109
	$CTL cipso replace trans doi:7 tags:1,5 levels:0=3 categories:5=100
done"
steady "a table of a DOI" "$TRANS_ADDR" "$C5" "$SERVER" "$level" "$level" "$replace"

# Enforcing, and another policy, in whose tables all that is in both has other places.
sed 's/^(type kernel_t)/(type first_t) (roletype object_r first_t)\n&/' \
	tests/functional/policy/enforcing.cil > "$lib_work/shifted.cil"
policy_compile "$lib_work/shifted.cil" "$lib_work/shifted"
policy_enforced
server=system_u:system_r:server_t:s1:c0
client=system_u:system_r:client_t:s1:c0
level=$NETPEER:s1:c0
toggle="for i in \$(seq 40); do echo 0 > /sys/fs/selinux/enforce; echo 1 > /sys/fs/selinux/enforce; done"
loads="for i in \$(seq 3); do
	cat $lib_work/shifted > /sys/fs/selinux/load
	cat $policy > /sys/fs/selinux/load
done"
for kind in LOCAL PASS; do
	to=$LOCAL_ADDR sees="$server $client"
	[ $kind = LOCAL ] || to=$PASS_ADDR sees="$level $level"
	steady "setenforce, $kind" "$to" $client $server $sees "$toggle"
	steady "two policies, $kind" "$to" $client $server $sees "$loads"
done

done_testing
