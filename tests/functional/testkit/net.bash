# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
#
# For scripts whose packets pass through several network namespaces, after
# kit.bash. What is made here is gone when the script ends.

net_names=()

# ns NAME COMMAND...: run it in that namespace. The files below /sys stay those
# of SELinux, which `ip netns exec` would take away.
ns() {
	local name=$1

	shift
	nsenter "--net=/run/netns/$name" "$@"
}

# ns_add NAME...: namespaces with loopback up.
ns_add() {
	local name

	for name; do
		ip netns add "$name" && ip -n "$name" link set lo up ||
			bail "no network namespace $name"
		net_names+=("$name")
	done
}

# ns_ip NAME: what the lines of the input say to ip.
ns_ip() {
	ip -n "$1" -batch - || bail "$1: ip"
}

# ns_link NAME DEVICE ADDRESS/LENGTH NAME DEVICE ADDRESS/LENGTH: a cable.
ns_link() {
	ip link add "$2" netns "$1" type veth peer name "$5" netns "$4" ||
		bail "no link between $1 and $4"
	printf 'address add %s dev %s\nlink set %s up\n' "$3" "$2" "$2" | ns_ip "$1"
	printf 'address add %s dev %s\nlink set %s up\n' "$6" "$5" "$5" | ns_ip "$4"
}

# ns_ctl NAME: what the lines of the input say to cipsoctl.
ns_ctl() {
	ns "$1" "$CTL" -b /dev/stdin || bail "$1: cipsoctl"
}

# ns_maps NAME DEFAULT NETWORK/LENGTH:DOI...: the mappings there, DEFAULT being the
# protocol for what is in none of the networks.
ns_maps() {
	local name=$1 map

	shift
	{
		echo "map del default"
		echo "map add default address:0.0.0.0/0 protocol:$1"
		shift
		for map; do
			echo "map add default address:${map%:*} protocol:cipso,${map#*:}"
		done
	} | ns_ctl "$name"
}

# ns_counter NAME COUNTER: as counter() there.
ns_counter() {
	ns "$1" awk -v name="$2" '$1 == name { print $2; found = 1 } END { exit !found }' \
		/proc/net/cipsolab
}

# pair WORD...: a client and a server, as clab-testkit has it; what tap=NETNS/DEVICE
# sees is noted in $lib_work/tap.DEVICE.
pair() {
	local word words=()

	for word; do
		[[ $word != tap=* ]] || word=$word/$lib_work/tap.${word##*/}
		words+=("$word")
	done
	kit pair "${words[@]}"
}

# pair_sees NAME CLIENT-TCP SERVER-TCP CLIENT-UDP SERVER-UDP: which labels the last
# pair has seen.
pair_sees() {
	got_eq client_tcp "$2" "$1: the client sees the server, TCP"
	got_eq server_tcp "$3" "$1: the server sees the client, TCP"
	got_eq client_udp "$4" "$1: the client sees the server, UDP"
	got_eq server_udp "$5" "$1: the server sees the client, UDP"
}

# tapped DEVICE REGEX: the options of the first packet noted there that matches.
tapped() {
	local capture=$lib_work/tap.$1

	packet_opt "$2"
}

# taps DEVICE: how many packets were noted.
taps() {
	local lines

	mapfile -t lines < "$lib_work/tap.$1"
	echo ${#lines[@]}
}

net_cleanup() {
	local name

	for name in "${net_names[@]}"; do
		ip netns del "$name" 2> /dev/null
	done
	kit_cleanup
}
trap net_cleanup EXIT
