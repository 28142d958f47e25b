#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Packets that no ordinary socket sends carry the label of the packet that they
# answer: RST, the ACK of TIME_WAIT, ICMP errors. The kernel's own label would be
# that of whoever happens to send them. The SYN-ACK of a SYN cookie carries the
# connection's.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure

for addr in "$LOCAL_ADDR" "$PASS_ADDR"; do
	# RST from a closed port.
	kit_sniffed connect -a "$addr" -p 9 -c "$C5"
	got_eq errno ECONNREFUSED "$addr: a closed port refuses"
	got_le connect_us 500000 "$addr: at once"
	same_opt 'flags=S ' 'flags=RA ' "$addr: the RST has the label of the SYN"

	# TIME_WAIT: the stray segment comes from a third label.
	kit_sniffed timewait -a "$addr" -n 20 -s "$SERVER" -c "$C5" -x "$C7"
	got_eq stray_errno.19 0 "$addr: stray segments to 20 connections in TIME_WAIT are sent"
	port=${got[tw_port.0]-none}
	stray=$(packet_opt "dport=$port flags=A seq=1000 ")
	answer=$(grep -A 1 "dport=$port flags=A seq=1000 " "$capture" | tail -n 1)
	expect_match "$answer" "sport=$port .*flags=A " "$addr: TIME_WAIT answers the stray segment"
	expect_eq "${answer##* opt=}" "$stray" "$addr: with the label of the stray segment"
	expect_ne "$stray" "$(packet_opt "sport=$port .*flags=S ")" \
		"$addr: which is not the connection's own"
	got_eq labeled "${got[packets]-none}" "$addr: TIME_WAIT: every packet is labeled"

	# ICMP 3/3 for a datagram to a closed port.
	kit_sniffed inject -r -c "$C7" -S "$addr" -a "$addr" -p 9
	same_opt 'proto=17 .*dport=9 ' 'type=3 code=3' "$addr: ICMP 3/3 has the label of the datagram"

	# SYN cookies: no request socket holds the label of the answer.
	set_sysctl net.ipv4.tcp_syncookies 2
	kit_sniffed tcp -a "$addr" -s "$SERVER" -c "$C5"
	set_sysctl net.ipv4.tcp_syncookies 1
	got_eq echo.0 ok "$addr: SYN cookies: the connection works"
	got_eq labeled "${got[packets]-none}" "$addr: SYN cookies: every packet is labeled"
	case $addr in
	"$LOCAL_ADDR") want=$C5 back=$SERVER_TYPE:s0:c5 ;;
	*) want=$NETPEER:s0:c5 back=$want ;;
	esac
	got_eq server_sees.0 "$want" "$addr: SYN cookies: the server sees the client's label"
	got_eq client_sees.0 "$back" "$addr: SYN cookies: the SYN-ACK has the connection's label"
done

done_testing
