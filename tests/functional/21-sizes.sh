#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# On a link of 1500 octets segments and datagrams are as long as they can be with
# their label, and no longer; what is too long is refused or cut, as its sender
# wants it.
#
#	 this namespace                     clab-other
#	 clab-here  10.9.0.1/24 ---------- there  10.9.0.2/24

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

ip netns add clab-other || bail "no network namespaces"
ip link add clab-here type veth peer name there netns clab-other || bail "no veth"
# A packet is on the wire as it is in the capture: nothing is cut behind it.
ip link set clab-here gso_max_segs 1
ip -n clab-other link set there gso_max_segs 1
ip address add 10.9.0.1/24 dev clab-here
ip -n clab-other address add 10.9.0.2/24 dev there
ip -n clab-other link set there up
ip link set clab-here up
while read -r line; do
	for where in "" "-n clab-other"; do
		# shellcheck disable=SC2086 # words
		ctl $where $line || bail "cipsoctl $where $line: exit status $?"
	done
done <<-END
	cipso add pass doi:1 tags:1
	map del default
	map add default address:0.0.0.0/0 protocol:unlbl
	map add default address:::/0 protocol:unlbl
	map add default address:10.9.0.0/24 protocol:cipso,1
END
wait_for 10 ping -c 1 -W 1 10.9.0.2 || bail "nothing crosses the link"

sizes() {
	kit sniff -i clab-here -f "$capture" -- "$TESTKIT" sizes -a 10.9.0.2 -s "$SERVER" -c "$C13" \
		-f /run/netns/clab-other -x "$NETPEER:s0:c1,c3" \
		-L "ip route add 10.9.0.2 dev clab-here mtu 1300" -U "ip route del 10.9.0.2 dev clab-here" "$@"
	expect_eq "$kit_status" 0 "${1:-all} sizes: all is sent that is to be"
	got_eq badsum 0 "${1:-all} sizes: header checksums are right"
	got_eq badopt 0 "${1:-all} sizes: option areas are well formed"
	got_eq labeled "${got[packets]-none}" "${1:-all} sizes: every packet, and every fragment, is labeled"
}

sizes
got_eq oversize 0 "no packet is longer than the MTU"
got_eq maxlen 1500 "and the longest is just as long"

# 1500 less headers of 20 + 32 octets, less the option of 12.
for way in out back; do
	got_eq "${way}_received" $((4 << 20)) "TCP, $way: 4 MiB arrive"
	got_eq "${way}_mss" 1436 "TCP, $way: segments have their full size"
	got_eq "${way}_again" 0 "TCP, $way: nothing is sent twice"
done
got_eq narrow_mss 1236 "TCP, a narrower route: segments get shorter by as much"
got_eq narrow_received $((4 << 20)) "TCP, a narrower route: 4 MiB arrive"

# Of sizes 1455 to 1475, 2925 to 2945 and 65485 to 65507. 1460 is the most in one
# packet of the link, 65495 in one of IPv4.
got_eq whole_wrong 0 "datagrams that must not be cut: what is too long is EMSGSIZE"
got_eq whole_sent 6 "datagrams that must not be cut: up to 1460 octets are sent"
for mode in usual cut; do
	got_eq "${mode}_wrong" 0 "datagrams that may be cut ($mode): they arrive whole, with their label"
	got_eq "${mode}_sent" 53 "datagrams that may be cut ($mode): up to 65495 octets are sent"
	got_eq "${mode}_refused" 12 "datagrams that may be cut ($mode): what is longer is EMSGSIZE"
done

sizes -r
got_eq segments_wrong 0 "UDP_SEGMENT: each segment arrives with its label, or all is EMSGSIZE"
got_eq segments_sent 6 "UDP_SEGMENT: segments of up to 1460 octets are sent"
got_eq segments_refused 12 "UDP_SEGMENT: longer ones are not"

done_testing
