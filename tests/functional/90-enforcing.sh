#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In enforcing mode: who may send to a server may, who may not learns it at once,
# and by ICMP type 3 code 10; what a program's own filter throws away causes none.
#
# Time limit: 240

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

policy=$lib_work/policy
secilc -M true -c 33 -o "$policy" -f /dev/null tests/functional/policy/enforcing.cil
ok $? "the policy is compiled"

load() {
	dd if="$1" of=/sys/fs/selinux/load bs=16M status=none
}

back() {
	echo 0 > /sys/fs/selinux/enforce
	load /etc/selinux/default/policy/policy.*
}
trap "back; lib_cleanup" EXIT

load "$policy"
expect_eq $? 0 "the policy is loaded"
echo 1 > /sys/fs/selinux/enforce
expect_eq "$(cat /sys/fs/selinux/enforce)" 1 "it is enforced"
configure

server=system_u:system_r:server_t:s0-s2:c0.c1
prohibited() {
	awk '$1 == "IcmpMsg:" { if (n++) print $type; else for (i = 1; i <= NF; i++) if ($i == "OutType3") type = i }' \
		/proc/net/snmp
}

# denied NAME ADDRESS CLIENT [-q]: what the client notices.
denied() {
	local before

	before=$(prohibited)
	kit denied -a "$2" -s "$server" -c "$3" -t 3000 "${@:4}"
	answers=$(($(prohibited) - ${before:-0}))
	diag "$1: ${kit_text//$'\n'/ }, $answers answers"
}

allowed() {
	denied "$@"
	got_eq tcp 0 "$1: connects"
	got_eq udp.2 0 "$1: sends"
	got_eq udp_received 1 "$1: is heard"
	expect_eq "$answers" 0 "$1: no answer by ICMP"
}

refused() {
	denied "$@"
	got_eq tcp EHOSTUNREACH "$1: connect() fails"
	got_le tcp_ms 99 "$1: within 100 ms"
	got_eq udp.1 0 "$1: the first datagram is sent"
	got_eq udp.2 EHOSTUNREACH "$1: the next send fails"
	got_eq udp_received 0 "$1: nothing arrives"
}

for to in "$LOCAL_ADDR" "$PASS_ADDR"; do
	allowed "a client, to $to" "$to" system_u:system_r:client_t:s1:c0
	refused "a level above the server's, to $to" "$to" system_u:system_r:client_t:s3
	refused "a category that is not the server's, to $to" "$to" system_u:system_r:client_t:s1:c3
done
refused "a stranger" "$LOCAL_ADDR" system_u:system_r:stranger_t:s1

denied "a filter that lets nothing in" "$LOCAL_ADDR" system_u:system_r:client_t:s1 -q
got_eq tcp EINPROGRESS "a filter: connect() gets no answer"
got_eq udp.2 0 "a filter: the next send is none the wiser"
got_eq udp_received 0 "a filter: nothing arrives"
expect_eq "$answers" 0 "a filter: no answer by ICMP"

denied "a type that may not send" "$LOCAL_ADDR" system_u:system_r:offline_t:s1
got_eq tcp ECONNREFUSED "a type that may not send: connect() fails"
got_eq udp.1 ECONNREFUSED "a type that may not send: the send fails"
got_eq udp_received 0 "a type that may not send: nothing arrives"

done_testing
