# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
#
# A router between two namespaces, for scripts that have read kit.bash.
#
#	clab-a             clab-r                        clab-b
#	10.0.1.2 --------- to-a 10.0.1.1
#	                   to-b 10.0.2.1 --------------- 10.0.2.2 and others

KEPT=10.0.2.2		# the same DOI
BARE=10.0.2.3		# no label
TAG2=10.0.2.4		# another DOI, whose tag is longer
OTHER=10.0.2.5		# another DOI, with other numbers
LOCAL=10.0.2.6		# a DOI that does not leave a host
NONE=10.0.2.7		# nothing mapped
A=10.0.1.2

# shellcheck disable=SC2317 # the trap calls it
forward_cleanup() {
	for ns in clab-a clab-r clab-b; do
		ip netns del "$ns" 2> /dev/null
	done
	kit_cleanup
}
trap forward_cleanup EXIT

in_a() {
	ip netns exec clab-a "$@"
}

in_r() {
	ip netns exec clab-r "$@"
}

in_b() {
	ip netns exec clab-b "$@"
}

# rule NETNS RULE: of that namespace.
rule() {
	# shellcheck disable=SC2086 # the words of a command
	"$CTL" -n "$1" $2 || bail "$1: cipsoctl $2: exit status $?"
}

topology() {
	local ns address

	for ns in clab-a clab-r clab-b; do
		ip netns add "$ns" && ip -n "$ns" link set lo up || return
	done
	ip -n clab-r link add to-a type veth peer name to-r netns clab-a &&
		ip -n clab-r link add to-b type veth peer name to-r netns clab-b &&
		ip -n clab-a address add $A/24 dev to-r &&
		ip -n clab-r address add 10.0.1.1/24 dev to-a &&
		ip -n clab-r address add 10.0.2.1/24 dev to-b || return
	for address in $KEPT $BARE $TAG2 $OTHER $LOCAL $NONE; do
		ip -n clab-b address add "$address/24" dev to-r || return
	done
	ip -n clab-a link set to-r up && ip -n clab-b link set to-r up &&
		ip -n clab-r link set to-a up && ip -n clab-r link set to-b up &&
		ip -n clab-a route add default via 10.0.1.1 &&
		ip -n clab-b route add default via 10.0.2.1 &&
		in_r sysctl -qw net.ipv4.ip_forward=1 &&
		in_a sysctl -qw net.ipv4.icmp_ratelimit=0 &&
		in_r sysctl -qw net.ipv4.icmp_ratelimit=0
}

# kit_a SUBCOMMAND...: the client in A, the server in B.
kit_a() {
	local sub=$1

	shift
	kit_text=$(in_a "$TESTKIT" "$sub" -N clab-b "$@" 2>&1)
	kit_status=$?
	kit_read
}

# kit_seen DEVICE SUBCOMMAND...: the same, with what the router sends on DEVICE in $capture.
kit_seen() {
	local device=$1 sub=$2

	shift 2
	kit_text=$(in_r "$TESTKIT" sniff -i "$device" -f "$capture" -- \
		ip netns exec clab-a "$TESTKIT" "$sub" -N clab-b "$@" 2>&1)
	kit_status=$?
	kit_read
}

# r_count NAME: a counter of the router.
r_count() {
	in_r awk -v name="$1" '$1 == name { print $2 }' /proc/net/cipsolab
}

# icmp_out: how many ICMP errors the router has sent.
icmp_out() {
	in_r awk '$1 == "Icmp:" { if (n++) print $u + $p; else for (i = 1; i <= NF; i++) {
		if ($i == "OutDestUnreachs") u = i; if ($i == "OutParmProbs") p = i } }' /proc/net/snmp
}

# configured NETNS: the rules on standard input, of that namespace.
configured() {
	local line

	while read -r line; do
		rule "$1" "$line"
	done
}
