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
kit_addresses=()
kit_text=
kit_status=0
capture=$lib_work/capture

# kit SUBCOMMAND...: run it; what it finds is in got[NAME].
kit() {
	kit_text=$("$TESTKIT" "$@" 2>&1)
	kit_status=$?
	kit_read
}

# kit_read: take apart what is in $kit_text.
kit_read() {
	local line

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

# wire FROM TO: what the captured packets from one to the other have, in the order
# in which it first appears: their options in $wire, "none" for a packet without, and
# the ports that they are for in $wire_ports; "-" if there is no packet. All in this
# shell: an emulated machine is slow at starting others.
wire() {
	local line opt

	wire='' wire_ports=''
	while IFS= read -r line; do
		[[ $line == *" src=$1 dst=$2 "* ]] || continue
		opt=${line##* opt=}
		opt=${opt:-none}
		[[ " $wire " == *" $opt "* ]] || wire+=${wire:+ }$opt
		[[ $line =~ dport=([0-9]+) && " $wire_ports " != *" ${BASH_REMATCH[1]} "* ]] || continue
		wire_ports+=${wire_ports:+ }${BASH_REMATCH[1]}
	done < "$capture"
	wire=${wire:--} wire_ports=${wire_ports:--}
}

# set_sysctl NAME VALUE: until the script ends.
set_sysctl() {
	[ -n "${kit_sysctls[$1]-}" ] || kit_sysctls[$1]=$(sysctl -n "$1")
	sysctl -qw "$1=$2"
}

# local_address ADDR...: an address of this host, until the script ends.
local_address() {
	local addr

	for addr in "$@"; do
		ip address add "$addr/24" dev dummy0 && kit_addresses+=("$addr")
	done
}

kit_cleanup() {
	local name addr

	for name in "${!kit_sysctls[@]}"; do
		sysctl -qw "$name=${kit_sysctls[$name]}"
	done
	for addr in "${kit_addresses[@]}"; do
		ip address del "$addr/24" dev dummy0
	done
	ip address del "$OTHER_ADDR/24" dev dummy0 2> /dev/null
	static_flush
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

# called FUNCTION [ADDR]: whether a packet to ADDR, ::1 by default, comes by it.
called() {
	local tracing=/sys/kernel/tracing

	[ -e $tracing/trace ] || mount -t tracefs none $tracing || bail "no tracefs"
	echo "$1" > $tracing/set_ftrace_filter && echo function > $tracing/current_tracer || return
	ping -c 1 -W 1 "${2:-::1}" > /dev/null
	grep -q " $1 " $tracing/trace && echo yes || echo no
	echo nop > $tracing/current_tracer
	: > $tracing/set_ftrace_filter
}

# Static labels. A PREFIX is ADDRESS/LENGTH of either family.
#
# octets LENGTH BITS: a mask in hexadecimal.
kit_mask() {
	local i octet

	for ((i = 0; i < $2; i += 8)); do
		octet=$(($1 - i))
		octet=$((octet < 0 ? 0 : octet > 8 ? 8 : octet))
		printf %02x $((0xff00 >> octet & 0xff))
	done
}

# kit_prefix PREFIX: the attributes of CLAB_UNLBL for it. IPv6 without "::", in
# full, or with it at the end or the beginning.
kit_prefix() {
	local addr=${1%/*} len=${1#*/} hex='' word head tail

	if [[ $addr != *:* ]]; then
		# shellcheck disable=SC2086 # four words
		hex=$(printf %02x ${addr//./ })
		echo "4:hex:$hex 5:hex:$(kit_mask "$len" 32)"
		return
	fi
	head=${addr%%::*}
	tail=${addr#*::}
	for word in ${head//:/ }; do
		hex+=$(printf %04x "0x$word")
	done
	word=$(printf %04x ${tail:+"0x$tail"})
	while [ ${#hex} -lt 28 ]; do
		hex+=0000
	done
	echo "2:hex:$hex$word 3:hex:$(kit_mask "$len" 128)"
}

kit_text_hex() {
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
}

# static_add INTERFACE PREFIX LABEL, static_del INTERFACE PREFIX: INTERFACE may be
# "default". The result is in got[errno] and got[extack].
static_add() {
	local cmd=3 iface=("6:str:$1")

	[ "$1" != default ] || cmd=6 iface=()
	# shellcheck disable=SC2046 # two words
	kit genl CLAB_UNLBL "$cmd" "${iface[@]}" $(kit_prefix "$2") "7:hex:$(kit_text_hex "$3")00"
}

static_del() {
	local cmd=4 iface=("6:str:$1")

	[ "$1" != default ] || cmd=7 iface=()
	# shellcheck disable=SC2046
	kit genl CLAB_UNLBL "$cmd" "${iface[@]}" $(kit_prefix "$2")
}

# static_list: what there is, a line each.
static_list() {
	ctl unlbl list | sed 's/ \(interface:\)/\n\1/g' | grep '^interface:'
}

# static_flush: remove all of it.
static_flush() {
	local entry iface prefix

	while IFS= read -r entry; do
		iface=${entry#interface:}
		iface=${iface%%,address:*}
		prefix=${entry#*,address:}
		prefix=${prefix%%,label:*}
		[ "$iface" != DEFAULT ] || iface=default
		static_del "$iface" "$prefix"
	done < <(static_list)
}
