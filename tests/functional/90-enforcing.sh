#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In enforcing mode: who may send to a server may, who may not learns it at once,
# and by ICMP type 3 code 10; what a program's own filter throws away causes none.
#
# Time limit: 240

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/policy.bash

FAR_ADDR=198.51.100.3		# as in the policy
# shellcheck disable=SC2317 # it is called when the script ends
addresses_back() {
	ip route del local "$FAR_ADDR" table local 2> /dev/null
	ip address del "$FAR_ADDR/32" dev dummy0 2> /dev/null
	ip address del 198.51.100.2/32 dev dummy0 2> /dev/null
}
at_exit addresses_back

policy_enforced
configure

server=system_u:system_r:server_t:s0-s2:c0.c1
prohibited() {
	awk '$1 == "IcmpMsg:" { if (n++) sum = type ? $type : 0; else for (i = 1; i <= NF; i++) if ($i == "OutType3") type = i }
		END { print sum + 0 }' /proc/net/snmp
}

# denied NAME ADDRESS CLIENT [-q]: what the client notices.
denied() {
	local before

	before=$(prohibited)
	kit denied -a "$2" -s "$server" -c "$3" -t 3000 "${@:4}"
	answers=$(($(prohibited) - before))
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

denied "a filter that lets nothing in" "$LOCAL_ADDR" system_u:system_r:client_t:s1 -q -t 700
got_eq tcp EINPROGRESS "a filter: connect() gets no answer"
got_eq udp.2 0 "a filter: the next send is none the wiser"
got_eq udp_received 0 "a filter: nothing arrives"
expect_eq "$answers" 0 "a filter: no answer by ICMP"

# A sender that holds its socket is waited for, but not for ever.
kit busy -a "$LOCAL_ADDR" -s "$server" -c system_u:system_r:client_t:s3 -t 100
got_eq answers 0 "a busy sender: no answer while it is"
got_eq tcp EHOSTUNREACH "a busy sender: connect() fails when it is not any more"
got_le tcp_ms 500 "a busy sender: soon"
kit busy -a "$LOCAL_ADDR" -s "$server" -c system_u:system_r:client_t:s3 -t 1500
expect_eq "${got[answers]-} ${got[dropped]-}" "1 1" "a sender that is busy for long: is answered in vain"
got_eq tcp EHOSTUNREACH "a sender that is busy for long: connect() fails by its next SYN"

# Few answers wait at a time; the others are counted.
before=$(prohibited) lost=$(counter answers_lost)
kit udp -a "$LOCAL_ADDR" -s "$server" -c system_u:system_r:client_t:s3 -n 2000
got_eq received.0 0 "2,000 datagrams in a burst: none arrives"
sleep 0.5
answers=$(($(prohibited) - before)) lost=$(counted answers_lost "$lost")
diag "$answers answers, $lost lost"
expect_eq $((answers + lost)) 2000 "2,000 datagrams in a burst: each is answered or counted"
expect_ge "$answers" 64 "2,000 datagrams in a burst: as many as may wait are answered"
expect_ge "$lost" 1 "2,000 datagrams in a burst: not all"

unsent() {
	denied "$@"
	got_eq tcp ECONNREFUSED "$1: connect() fails"
	got_le tcp_ms 99 "$1: within 100 ms"
	got_eq udp.1 ECONNREFUSED "$1: the send fails"
	got_eq udp_received 0 "$1: nothing arrives"
}

unsent "a type that may not send" "$LOCAL_ADDR" system_u:system_r:offline_t:s1

# The checks of interfaces and addresses, each alone. Out: the sender's label. In: the
# label that the packet brings, which is that of the network where only a level came.
unsent "netif egress" "$LOCAL_ADDR" system_u:system_r:no_egress_t:s1
unsent "node sendto" "$LOCAL_ADDR" system_u:system_r:no_sendto_t:s1
refused "netif ingress" "$LOCAL_ADDR" system_u:system_r:no_ingress_t:s1
refused "node recvfrom" "$LOCAL_ADDR" system_u:system_r:no_recvfrom_t:s1
allowed "a level, netif ingress" "$PASS_ADDR" system_u:system_r:no_ingress_t:s1
allowed "a level, node recvfrom" "$PASS_ADDR" system_u:system_r:no_recvfrom_t:s1
ip address add "$FAR_ADDR/32" dev dummy0
ctl map add default "address:$FAR_ADDR" protocol:cipso,1
refused "a level, from an address that no label of the network may come from" "$FAR_ADDR" \
	system_u:system_r:client_t:s1
# The request comes from elsewhere, the answer from there: the client does not take it.
ip route replace local "$FAR_ADDR" dev dummy0 table local src "$PASS_ADDR"
denied "an answer that is refused" "$FAR_ADDR" system_u:system_r:client_t:s1 -t 700
got_eq tcp EINPROGRESS "an answer that is refused: connect() gets none"

# A client at the server's level only, and one that is below it.
server=system_u:system_r:server_t:s1-s2
for to in "$LOCAL_ADDR" "$PASS_ADDR"; do
	allowed "the lowest level of the server, to $to" "$to" system_u:system_r:client_t:s1
	refused "a level below the server's, to $to" "$to" system_u:system_r:client_t:s0
	refused "a range that begins below it, to $to" "$to" system_u:system_r:client_t:s0-s1
done
server=system_u:system_r:server_t:s0-s2:c0.c1

# Static labels are those of the packets that bring none.
OTHER_ADDR=198.51.100.2
ip address add "$OTHER_ADDR/32" dev dummy0
allowed "no label" "$OTHER_ADDR" system_u:system_r:stranger_t:s0-s3
static_add lo "$OTHER_ADDR/32" system_u:system_r:client_t:s1
allowed "a static label" "$OTHER_ADDR" system_u:system_r:client_t:s1-s3
static_del lo "$OTHER_ADDR/32"
static_add lo "$OTHER_ADDR/32" system_u:system_r:stranger_t:s1
refused "a static label of a stranger" "$OTHER_ADDR" system_u:system_r:client_t:s1
static_del lo "$OTHER_ADDR/32"
static_add lo "$OTHER_ADDR/32" system_u:system_r:client_t:s3
refused "a static label above the server's level" "$OTHER_ADDR" system_u:system_r:client_t:s1
static_flush

# Packets without a label are refused by this engine, which tells what is missing.
ctl unlbl accept off
denied "no label, refused" "$OTHER_ADDR" system_u:system_r:client_t:s1 -t 700
got_eq tcp EPROTO "no label, refused: connect() fails"
got_eq udp.2 EPROTO "no label, refused: so does the next send"
got_eq udp_received 0 "no label, refused: nothing arrives"
expect_eq "$answers" 0 "no label, refused: no answer that it is prohibited"
allowed "a label, while those without are refused" "$LOCAL_ADDR" system_u:system_r:client_t:s1:c0
refused "a stranger, while those without are refused" "$LOCAL_ADDR" system_u:system_r:stranger_t:s1
static_add lo "$OTHER_ADDR/32" system_u:system_r:client_t:s1
allowed "a static label, while those without are refused" "$OTHER_ADDR" system_u:system_r:client_t:s1
static_flush
ctl unlbl accept on

done_testing
