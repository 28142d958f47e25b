#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# "accept off": a packet without a label reaches no socket and passes through no
# router, by that alone; what the kernel answers itself goes on.
#
#	 clab-other               this namespace            clab-third
#	 there 10.9.0.2 --------- clab-here 10.9.0.1
#	       fd00:9::2                    fd00:9::1
#	                          clab-out  10.8.0.1 ------ there 10.8.0.2
#
# Time limit: 240

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

# shellcheck disable=SC2317 # the trap calls it
third_cleanup() {
	ip link del clab-out 2> /dev/null
	ip netns del clab-third 2> /dev/null
	kit_cleanup
}
trap third_cleanup EXIT

other() {
	ip netns exec clab-other "$@"
}

addresses
{
	ip netns add clab-other && ip netns add clab-third &&
		ip link add clab-here type veth peer name there netns clab-other &&
		ip link add clab-out type veth peer name there netns clab-third &&
		ip address add 10.9.0.1/24 dev clab-here && ip address add 10.8.0.1/24 dev clab-out &&
		ip address add fd00:9::1/64 dev clab-here nodad &&
		ip link set clab-here up && ip link set clab-out up &&
		ip -n clab-other address add 10.9.0.2/24 dev there &&
		ip -n clab-other address add fd00:9::2/64 dev there nodad &&
		ip -n clab-third address add 10.8.0.2/24 dev there &&
		ip -n clab-other link set there up && ip -n clab-third link set there up &&
		ip -n clab-other route add default via 10.9.0.1 &&
		ip -n clab-third route add default via 10.8.0.1
} || bail "no topology"
set_sysctl net.ipv4.ip_forward 1
server_start peers as "$FULL" "$PEERCON" server -p 5012
wait_for 10 other ping -c 1 -W 1 10.8.0.2 || bail "no way through"

# from_other PORT: whether a TCP client at the other end is answered.
from_other() {
	timeout 2 ip netns exec clab-other "$PEERCON" client -p 5012 10.9.0.1 > /dev/null 2>&1 &&
		echo yes || echo no
}

# traffic WHO: what gets through, in a word for each kind.
traffic() {
	local text

	text="tcp4:$(from_other)"
	kit six fd00:9::1 5013 /run/netns/clab-other
	text+=" tcp6:${got[tcp]-none} udp6:${got[udp]-none}"
	kit udp -a "$PASS_ADDR" -n 1
	text+=" udp4:${got[received.0]-none}"
	other ping -c 1 -W 1 10.9.0.1 > /dev/null && text+=" asked4:yes" || text+=" asked4:no"
	other ping -c 1 -W 1 fd00:9::1 > /dev/null && text+=" asked6:yes" || text+=" asked6:no"
	ping -c 1 -W 1 10.9.0.2 > /dev/null && text+=" reply4:yes" || text+=" reply4:no"
	ping -c 1 -W 1 fd00:9::2 > /dev/null && text+=" reply6:yes" || text+=" reply6:no"
	other ping -c 1 -W 1 10.8.0.2 > /dev/null && text+=" through:yes" || text+=" through:no"
	echo "$text"
}

all="tcp4:yes tcp6:ok udp6:ok udp4:1 asked4:yes asked6:yes reply4:yes reply6:yes through:yes"
expect_eq "$(traffic)" "$all" "accepted: everything gets through"
expect_ok "unlabeled packets are refused" ctl unlbl accept off
expect_eq "$(ctl unlbl list)" accept:off "and that is listed"
before=$(counter rx_unlabeled_refused)
ip neigh flush dev clab-here
ip -n clab-other neigh flush dev there
# Another socket's time to wait is as good as any other error.
expect_match "$(traffic)" "^tcp4:no tcp6:E[A-Z]+ udp6:lost udp4:0 asked4:yes asked6:yes reply4:no reply6:no through:no$" \
	"refused: nothing without a label reaches a socket or passes through; the kernel answers"
expect_ge "$(counted rx_unlabeled_refused "$before")" 7 "refused: they are counted"
expect_eq "$(ip netns exec clab-other "$CTL" unlbl list)" accept:on "another namespace has its own flag"
kit denied -a "$PASS_ADDR" -t 3000
got_eq tcp EPROTO "refused: connect() on this host fails"
got_le tcp_ms 99 "refused: within 100 ms"
got_eq udp.2 EPROTO "refused: so does the next send"

expect_ne "$(ip neigh show dev clab-here | grep -c fd00:9::2)" 0 "neighbours are found all the same"

# A static label is a label.
static_add clab-here 10.9.0.0/16 "$NETPEER:s0:c1"
static_add clab-here fd00:9::/32 "$NETPEER:s0:c2"
expect_eq "$(from_other)" yes "refused: TCP with a static label passes"
kit six fd00:9::1 5013 /run/netns/clab-other
got_eq tcp ok "refused: IPv6 TCP with a static label passes"
got_eq udp ok "refused: IPv6 UDP with a static label passes"
# The answer needs one too.
static_add clab-out 10.8.0.0/16 "$NETPEER:s0:c3"
expect_ok "refused: what has static labels passes through" other ping -c 1 -W 2 10.8.0.2
static_del clab-out 10.8.0.0/16
expect_status 1 "refused: and only that" other ping -c 1 -W 1 10.8.0.2
static_flush

# So is one in the packet.
configure
kit tcp -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5"
got_eq server_sees.0 "$C5" "refused: a full label passes"
got_eq client_sees.0 "$SERVER_TYPE:s0:c5" "refused: in both directions"
kit tcp -a "$PASS_ADDR" -s "$SERVER" -c "$C5"
got_eq server_sees.0 "$NETPEER:s0:c5" "refused: a level passes"
flush_config
expect_eq "$(traffic)" "$all" "accepted again: everything gets through"

done_testing
