#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Static labels: packets that carry none get the label of their interface and
# source, IPv4 and IPv6, whatever becomes of the interface.
#
#	 this namespace                     clab-other
#	 clab-here  10.9.0.1/24 ---------- there  10.9.0.2/24
#	            fd00:9::1/64                  fd00:9::2/64
#
# Time limit: 240

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

label() {
	echo "$NETPEER:s0:c$1"
}

link_up() {
	ip address add 10.9.0.1/24 dev "$1" &&
		ip address add fd00:9::1/64 dev "$1" nodad && ip link set "$1" up
}

# link_rename OLD NEW: not every kernel renames an interface that is up.
link_rename() {
	ip link set "$1" down && ip link set "$1" name "$2" && link_up "$2" 2> /dev/null
	ip link set "$2" up
	ip address show "$2" | grep -q fd00:9::1 || ip address add fd00:9::1/64 dev "$2" nodad
}

link_add() {
	ip link add clab-here type veth peer name there netns clab-other &&
		ip -n clab-other address add 10.9.0.2/24 dev there &&
		ip -n clab-other address add fd00:9::2/64 dev there nodad &&
		ip -n clab-other link set there up && link_up clab-here
}

ip netns add clab-other || bail "no network namespaces"
link_add || bail "no veth"
server_start peers as "$FULL" "$PEERCON" server -p 5009

# peer4: the label of an IPv4 client at the other end; peer6: of an IPv6 one.
peer4() {
	timeout 10 ip netns exec clab-other "$PEERCON" client -p 5009 10.9.0.1 > /dev/null 2>&1 ||
		{ echo "no connection"; return; }
	sleep 0.1
	server_lines peers | tail -n 1 | sed 's/^connect([0-9.]*,\(.*\))$/\1/'
}

peer6() {
	# A link that has just come up finds no neighbour at once.
	wait_for 10 ip netns exec clab-other ping -c 1 -W 1 fd00:9::1
	kit six fd00:9::1 5010 /run/netns/clab-other
	echo "${got[server_sees]-none: $kit_text}"
}

# both WANT4 WANT6 NAME
both() {
	expect_eq "$(peer4)" "$1" "$3: IPv4"
	expect_eq "$(peer6)" "$2" "$3: IPv6"
}

none4=NO_CONTEXT
none6=none

both $none4 $none6 "nothing configured: no label"

static_add clab-here 10.9.0.0/16 "$(label 1)"
got_eq errno 0 "a label for an IPv4 prefix is taken"
both "$(label 1)" $none6 "IPv4 prefix"
static_add clab-here fd00:9::/32 "$(label 2)"
got_eq errno 0 "a label for an IPv6 prefix is taken"
both "$(label 1)" "$(label 2)" "IPv6 prefix"
static_add clab-here 10.9.0.2/32 "$(label 3)"
static_add clab-here fd00:9::2/128 "$(label 4)"
both "$(label 3)" "$(label 4)" "the longest prefix wins"
static_add clab-here 10.9.0.2/31 "$(label 5)"
both "$(label 3)" "$(label 4)" "whatever the order of configuration"

static_add clab-here 10.9.0.0/16 "$(label 6)"
got_eq errno EEXIST "the same prefix twice is refused, though there is a longer one"
static_add clab-here 10.9.77.77/16 "$(label 6)"
got_eq errno EEXIST "and by any address inside it"
static_del clab-here 10.9.0.2/32
got_eq errno 0 "a label is removed"
static_del clab-here fd00:9::2/128
both "$(label 5)" "$(label 2)" "a label removed: the next longest prefix"
static_del clab-here 10.9.0.3/31
got_eq errno 0 "a label is removed by any address inside its prefix"
static_del clab-here fd00:9:1:2::77/32
got_eq errno 0 "so is one of IPv6"
both "$(label 1)" $none6 "those removed"
static_del clab-here 10.9.0.0/17
got_eq errno ENOENT "what is not there is not removed"
static_del clab-none 10.9.0.0/16
got_eq errno ENOENT "nor that of another interface"
expect_eq "$(static_list)" "interface:clab-here,address:10.9.0.0/16,label:\"$(label 1)\"" \
	"what is left is listed"

# The entry of an interface is alone responsible for it.
static_add default 0.0.0.0/0 "$(label 7)"
static_add default ::/0 "$(label 8)"
static_add clab-here 192.0.2.0/24 "$(label 9)"
static_del clab-here 10.9.0.0/16
both $none4 $none6 "an interface with labels takes none of the default's"
static_del clab-here 192.0.2.0/24
both "$(label 7)" "$(label 8)" "one without takes the default's"
static_del default 0.0.0.0/0
static_del default ::/0
both $none4 $none6 "all removed: no label"
expect_eq "$(awk '$1 == "peers" { print $2 }' /proc/net/cipsolab)" 0 \
	"all removed: SELinux has no label to look for"

# Interfaces come and go.
static_add clab-here 10.9.0.0/16 "$(label 1)"
static_add clab-here fd00:9::/32 "$(label 2)"
kept=$(static_list)
ip link set clab-here down
expect_eq "$(static_list)" "$kept" "an interface goes down: its labels stay"
link_up clab-here 2> /dev/null
ip link set clab-here up
ip address show clab-here | grep -q fd00:9::1 || ip address add fd00:9::1/64 dev clab-here nodad
both "$(label 1)" "$(label 2)" "up again: they have effect"
ip link del clab-here
expect_eq "$(static_list)" "$kept" "an interface goes away: its labels stay"
link_add || bail "no second veth"
both "$(label 1)" "$(label 2)" "another of its name comes: they have effect"
link_rename clab-here clab-moved
both $none4 $none6 "renamed: the name's labels do not go with it"
static_add "clab-m*" 10.9.0.0/16 "$(label 10)"
static_add "clab-m*" fd00:9::/32 "$(label 11)"
both "$(label 10)" "$(label 11)" "the beginning of a name"
static_add "clab-mo*" 10.9.0.0/16 "$(label 12)"
both "$(label 12)" $none6 "a longer beginning of it"
static_add clab-moved fd00:9::/32 "$(label 13)"
both $none4 "$(label 13)" "the name itself"
static_del clab-moved fd00:9::/32
static_del "clab-mo*" 10.9.0.0/16
both "$(label 10)" "$(label 11)" "those removed: the shorter beginning again"
link_rename clab-moved clab-here
both "$(label 1)" "$(label 2)" "renamed back"
static_add "later*" 10.9.0.0/16 "$(label 14)"
static_add "*" 10.9.0.0/16 "$(label 15)"
ip link del clab-here
ip link add later9 type veth peer name there netns clab-other &&
	ip -n clab-other address add 10.9.0.2/24 dev there &&
	ip -n clab-other link set there up && link_up later9
expect_eq "$(peer4)" "$(label 14)" "a beginning of a name that came after its label: IPv4"
static_del "later*" 10.9.0.0/16
expect_eq "$(peer4)" "$(label 15)" "every name: IPv4"
link_rename later9 clab-here
static_del "*" 10.9.0.0/16

# In another namespace the same name has nothing.
ip netns exec clab-other "$CTL" unlbl list > "$lib_work/other"
expect_eq "$(cat "$lib_work/other")" "accept:on" "another namespace lists none of these"

# A policy that is loaded anew keeps them.
load_policy -i 2> /dev/null || load_policy || bail "no policy"
expect_eq "$(peer4)" "$(label 1)" "a policy is loaded: the label is the same"
static_flush
expect_eq "$(static_list)" "" "all are removed again"

# Over loopback: both ends, TCP and UDP.
static_add lo 127.0.0.0/8 "$(label 1)"
static_add lo ::1/128 "$(label 2)"
kit tcp -a 127.0.0.1
got_eq server_sees.0 "$(label 1)" "loopback, IPv4: the server"
got_eq client_sees.0 "$(label 1)" "loopback, IPv4: the client"
kit tcp -a 127.0.0.1 -k
got_eq client_later.0 "$(label 1)" "loopback, IPv4: a client that delays its acknowledgment"
kit six ::1
got_eq server_sees "$(label 2)" "loopback, IPv6: the server"
got_eq client_sees "$(label 2)" "loopback, IPv6: the client"
kit udp -a 127.0.0.1 -n 5
got_eq server_sees.0 "$(label 1)" "loopback, UDP: the server"
got_eq received.0 5 "loopback, UDP: nothing is lost"
static_flush

# A label in the packet comes before that of its interface.
configure
static_add lo 127.0.0.0/8 "$(label 1)"
kit tcp -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5"
got_eq server_sees.0 "$C5" "a label by option: the server sees that"
got_eq client_sees.0 "$SERVER_TYPE:s0:c5" "a label by option: the client sees that"
static_flush

done_testing
