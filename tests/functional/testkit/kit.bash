# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
#
# For scripts that use clab-testkit, after lib.sh.

# Two labels of which the types differ too: a mix-up of the ends shows.
SERVER_TYPE=system_u:system_r:initrc_t
SERVER=$SERVER_TYPE:s0-s0:c0.c1023
C5=$USER_TYPE:s0:c5
C13=$USER_TYPE:s0:c1,c3
C7=$USER_TYPE:s0:c7
OTHER_ADDR=192.0.2.2			# a local address that no mapping labels

declare -A got kit_sysctls
kit_text=
kit_status=0
capture=$lib_work/capture

# kit SUBCOMMAND...: run it; what it finds is in got[NAME].
kit() {
	local line

	kit_text=$("$TESTKIT" "$@" 2>&1)
	kit_status=$?
	got=()
	while IFS= read -r line; do
		[[ $line != *=* ]] || got[${line%%=*}]=${line#*=}
	done <<< "$kit_text"
}

# kit_sniffed SUBCOMMAND...: the same under a capture on lo; a line per packet
# is in $capture.
kit_sniffed() {
	kit sniff -f "$capture" -- "$TESTKIT" "$@"
}

# got_eq NAME WANT TEST: what clab-testkit has found.
got_eq() {
	[ "${got[$1]-}" = "$2" ]
	ok $? "$3" "$1: ${got[$1]-nothing}"$'\n'"want: $2"$'\n'"$kit_text"
}

got_le() {
	[[ ${got[$1]-} =~ ^[0-9]+$ ]] && [ "${got[$1]}" -le "$2" ]
	ok $? "$3" "$1: ${got[$1]-nothing}, want at most $2"$'\n'"$kit_text"
}

got_ge() {
	[[ ${got[$1]-} =~ ^[0-9]+$ ]] && [ "${got[$1]}" -ge "$2" ]
	ok $? "$3" "$1: ${got[$1]-nothing}, want at least $2"$'\n'"$kit_text"
}

# packet_opt REGEX: the options of the first captured packet that matches.
packet_opt() {
	local line

	while IFS= read -r line; do
		if [[ $line =~ $1 ]]; then
			echo "${line##* opt=}"
			return 0
		fi
	done < "$capture"
	echo "no such packet"
	return 1
}

# same_opt REGEX REGEX TEST: the second packet has the options of the first, and
# there are some.
same_opt() {
	local first second

	first=$(packet_opt "$1")
	second=$(packet_opt "$2")
	[[ $first == 86* ]] && [ "$first" = "$second" ]
	ok $? "$3" "first:  $first"$'\n'"second: $second"$'\n'"$(cat "$capture")"
}

# set_sysctl NAME VALUE: until the script ends.
set_sysctl() {
	[ -n "${kit_sysctls[$1]-}" ] || kit_sysctls[$1]=$(sysctl -n "$1")
	sysctl -qw "$1=$2"
}

kit_cleanup() {
	local name

	for name in "${!kit_sysctls[@]}"; do
		sysctl -qw "$name=${kit_sysctls[$name]}"
	done
	ip address del "$OTHER_ADDR/24" dev dummy0 2> /dev/null
	ip link del clab-here 2> /dev/null
	ip netns del clab-other 2> /dev/null
	ip link set lo mtu 65536
	lib_cleanup
}
trap kit_cleanup EXIT

# accept_strays: let lo take packets that were not sent by this host's own
# sockets, addresses of this host included, until the script ends.
accept_strays() {
	local key

	for key in all lo; do
		set_sysctl "net.ipv4.conf.$key.route_localnet" 1
		set_sysctl "net.ipv4.conf.$key.accept_local" 1
		set_sysctl "net.ipv4.conf.$key.rp_filter" 0
	done
	ip address show dev dummy0 | grep -q "$OTHER_ADDR/" ||
		ip address add "$OTHER_ADDR/24" dev dummy0
}

# local_opt SECID-HEX: a CIPSO option of DOI 2 with tag 128, the secid as it is
# in memory.
local_opt() {
	echo "860c000000028006$1"
}

# pass_c7: a CIPSO option of DOI 1 that says s0:c7.
pass_c7() {
	echo 860b00000001010500000100
}
