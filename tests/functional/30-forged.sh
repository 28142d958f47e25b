#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Forged labels: tag 128 counts only when this engine has put it there.
#
# Each way is tried without an option first: what then arrives shows that the
# option alone is the reason why the other does not.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure
accept_strays

kernel=$(local_opt 01000000)		# secid 1: the kernel's own label

# A label that is in use, so a guess of its number would be a good one.
kit_sniffed udp -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5"
real=$(packet_opt 'dport=5555')
expect_match "$real" '^860c000000028006........$' "the option of a real datagram"

# forged NAME COUNTER ARGS...: an option does not get through.
forged() {
	local name=$1 count=$2 addr=$3 option before

	shift 3
	kit recv -a "$addr" -- "$@" -a "$addr"
	got_eq received 1 "$name: without an option it arrives"
	for option in "$kernel" "$real"; do
		before=$(counter "$count")
		kit recv -a "$addr" -- "$@" -a "$addr" -O "$option"
		got_eq received 0 "$name: with ${option:16} it does not arrive"
		expect_eq "$(counted "$count" "$before")" 1 "$name: ${option:16} is counted"
	done
}

forged "AF_PACKET on lo" rx_forged "$LOCAL_ADDR" "$TESTKIT" inject
forged "AF_PACKET on lo, from another address" rx_forged "$PASS_ADDR" \
	"$TESTKIT" inject -S "$OTHER_ADDR"
forged "IP_HDRINCL" tx_forged "$LOCAL_ADDR" "$TESTKIT" inject -r -c "$C7"
got_eq inject_errno EPERM "IP_HDRINCL: the send itself fails"
kit_sniffed inject -r -c "$C7" -O "$kernel"
got_eq packets 0 "IP_HDRINCL: nothing of it is on the wire"

# A raw socket cannot choose a label of a DOI of ours that travels, either.
kit recv -a "$PASS_ADDR" -- "$TESTKIT" inject -r -c "$C5" -S "$PASS_ADDR" -a "$PASS_ADDR" \
	-O "$(pass_c7)"
expect_ne "${got[datagram.0]-none}" "$NETPEER:s0:c7" "IP_HDRINCL: a PASS option is not passed through"
kit recv -- "$TESTKIT" inject -r -c "$C5"
got_eq datagram.0 "$C5" "IP_HDRINCL: without an option the packet has its socket's label"

# An option that leads nowhere must not lead the engine there.
for option in 8600 86010000 86020000 860c000000028000 860c0000000280ff01000000 \
	0007860c 860cff 86ff000000028006; do
	kit recv -- "$TESTKIT" inject -O "$option"
	expect_eq "${got[datagram.0]-none}" none "AF_PACKET: $option brings no label"
	kit recv -- "$TESTKIT" inject -r -c "$C7" -O "$option"
	expect_match "${got[datagram.0]-$C7}" "^$C7$" \
		"IP_HDRINCL: $option brings no label but the socket's own"
done

# A SYN is a packet like any other.
before=$(counter rx_forged)
kit_sniffed inject -T -F S -p 9 -O "$kernel"
expect_eq "$(grep -c 'flags=RA' "$capture")" 0 "AF_PACKET: a forged SYN has no answer"
expect_eq "$(counted rx_forged "$before")" 1 "AF_PACKET: a forged SYN is counted"

# Another network namespace.
ip netns add clab-other
ip link add clab-here type veth peer name clab-there netns clab-other
ip address add 198.51.100.1/24 dev clab-here
ip link set clab-here up
ip -n clab-other address add 198.51.100.2/24 dev clab-there
ip -n clab-other link set clab-there up
ip -n clab-other link set lo up
forged "another namespace, IP_HDRINCL" rx_forged 198.51.100.1 \
	ip netns exec clab-other "$TESTKIT" inject -r -c "$C7" -S 198.51.100.2
expect_eq "$(ip netns exec clab-other "$CTL" cipso list)" "" \
	"another namespace has a configuration of its own"
kit recv -a 198.51.100.1 -- ip netns exec clab-other "$TESTKIT" inject -r \
	-S 198.51.100.2 -a 198.51.100.1 -O "$(pass_c7)"
got_eq datagram.0 "$NETPEER:s0:c7" "from another namespace a label of a PASS DOI is taken"

# What comes in by another device stays another device's, though it is put on lo.
{
	tc qdisc add dev clab-here ingress &&
		tc filter add dev clab-here ingress protocol ip matchall action skbedit ptype host \
			action mirred egress redirect dev lo &&
		ip -n clab-other neigh replace 198.51.100.1 lladdr 00:00:00:00:00:00 dev clab-there nud permanent
} || bail "cannot redirect to lo"
forged "redirected to lo from another namespace" rx_forged 198.51.100.1 \
	ip netns exec clab-other "$TESTKIT" inject -r -c "$C7" -S 198.51.100.2
tc qdisc del dev clab-here ingress
ip -n clab-other neigh flush all

# Nor does what was sent over lo stay a label there.
{
	tc qdisc add dev lo ingress &&
		tc filter add dev lo ingress protocol ip matchall action mirred ingress redirect dev clab-here
} || bail "cannot redirect from lo"
kit udp -a "$OTHER_ADDR" -s "$SERVER" -c "$C5" -n 1
got_eq received.0 1 "redirected from lo: what has no label arrives"
before=$(counter rx_forged)
kit udp -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5" -n 1
got_eq received.0 0 "redirected from lo: a label by number does not arrive"
expect_eq "$(counted rx_forged "$before")" 1 "redirected from lo: that is counted"
tc qdisc del dev lo ingress

done_testing
