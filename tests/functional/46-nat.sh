#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Address translation and rerouting: a packet is labeled for where it goes in
# the end, and a label by number (tag 128) never leaves the host.
#
#	 clab-mine                            clab-other
#	 127.0.0.1  full label
#	 mine  10.7.0.1, .9 ----------------- other  10.7.0.2, .3  level only
#
# Everything else is not labeled.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/net.bash

PEER=10.7.0.2
C5_SEEN=$NETPEER:s0:c5
C5_WIRE=860b00000001010500000400

ns_add clab-mine clab-other
ns_link clab-mine mine 10.7.0.1/24 clab-other other "$PEER/24"
ns_ip clab-mine <<-END
	address add 10.7.0.9/24 dev mine
	route add default via $PEER
END
ns_ip clab-other <<-END
	address add 10.7.0.3/24 dev other
END
for name in clab-mine clab-other; do
	ns_ctl "$name" <<-END
		cipso add pass doi:1 tags:1
		cipso add local doi:2
	END
	ns_maps "$name" unlbl 127.0.0.0/8:2 10.7.0.0/24:1
done

# nat NAME RULES: the only ones, until the next call.
nat() {
	[ "$1" = clab-mine ] || ns clab-mine nft flush ruleset
	ns "$1" nft "flush ruleset; table ip clab {
		$2
	}" || bail "nft: $2"
}

# far NAME ADDRESS PORT: the server at the other end of the cable is reached, and
# both see the level.
far() {
	pair client=clab-mine server=clab-other "addr=$2" "port=$3" "cctx=$C5" \
		"sctx=$SERVER_TYPE:s0:c9" tap=clab-mine/mine
	pair_sees "$1" "$C5_SEEN" "$C5_SEEN" "$NETPEER:s0:c9" "$C5_SEEN"
	expect_eq "$(tapped mine 'flags=S ') $(tapped mine 'proto=17 ')" "$C5_WIRE $C5_WIRE" \
		"$1: the level is on the wire"
	got_eq labeled "$(taps mine)" "$1: in every packet"
}

# near NAME ADDRESS PORT: the server of the same host is reached.
near() {
	pair client=clab-mine server=clab-mine at=127.0.0.1 "addr=$2" "port=$3" "cctx=$C5" \
		"sctx=$SERVER_TYPE:s0:c9" tap=clab-mine/mine
	pair_sees "$1" "$SERVER_TYPE:s0:c5" "$C5" "$SERVER_TYPE:s0:c9" "$C5"
	expect_eq "$(taps mine)" 0 "$1: nothing leaves"
}

# refused NAME ADDRESS PORT: neither leaves, and the client is told.
refused() {
	local before

	before=$(ns_counter clab-mine tx_refused)
	pair client=clab-mine server=clab-other "addr=$2" "port=$3" "cctx=$C5" tap=clab-mine/mine
	got_eq tcp ECONNREFUSED "$1: connect() fails"
	got_eq udp EACCES "$1: a send fails"
	expect_eq "$(taps mine)" 0 "$1: nothing leaves"
	expect_eq "$(ns_counter clab-mine tx_refused)" $((before + 2)) "$1: both are counted"
}

far "no translation" "$PEER" 5000
near "loopback" 127.0.0.1 5000

post="type nat hook postrouting priority 100;"
out="type nat hook output priority -100;"
ports="meta l4proto { tcp, udp }"

nat clab-mine "chain post { $post ip saddr 10.7.0.1 snat to 10.7.0.9; }"
far "source" "$PEER" 5000
expect_match "$(grep 'flags=S ' "$lib_work/tap.mine")" "src=10.7.0.9 " "source: it is translated"
nat clab-mine "chain post { $post oifname mine masquerade; }"
far "masquerade" "$PEER" 5000
nat clab-mine "chain out { $out ip daddr 192.0.2.7 $ports dnat to $PEER:5000; }"
far "destination, from where nothing is labeled" 192.0.2.7 5005
nat clab-other "chain pre { type nat hook prerouting priority -100; ip daddr 10.7.0.3 $ports dnat to $PEER:5000; }"
far "destination, at the other end" 10.7.0.3 5005

# What answers goes to 10.7.0.1, and is to have the full label too.
nat clab-mine "chain out { $out ip daddr 10.7.0.3 $ports redirect to :5000; }"
ns_maps clab-mine unlbl 127.0.0.0/8:2 10.7.0.0/24:1 10.7.0.1/32:2
near "redirected to this host" 10.7.0.3 5005
ns_maps clab-mine unlbl 127.0.0.0/8:2 10.7.0.0/24:1

# From loopback to the other end: the label by number stays here.
ns clab-mine sysctl -qw net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.mine.route_localnet=1
nat clab-mine "chain out { $out ip daddr 127.0.0.1 $ports th dport 5005 dnat to $PEER:5000; }
	chain post { $post oifname mine masquerade; }"
far "from loopback to the other end" 127.0.0.1 5005
ns_maps clab-mine unlbl 127.0.0.0/8:2 10.7.0.0/24:2
refused "from loopback to the other end, by number" 127.0.0.1 5005
refused "to the other end, by number" "$PEER" 5000
ns_maps clab-mine unlbl 127.0.0.0/8:2 10.7.0.0/24:1

# A mark that sends elsewhere what is for this host.
ns_ip clab-mine <<-END
	rule add pref 10 lookup local
	rule del pref 0
	rule add pref 5 fwmark 7 lookup 100
	route add default via $PEER dev mine table 100
END
nat clab-mine "chain out { type route hook output priority -150; ip daddr 127.0.0.1 $ports th dport 5000 mark set 7; }"
refused "rerouted by a mark" 127.0.0.1 5000
nat clab-mine ""
near "not rerouted any more" 127.0.0.1 5000

done_testing
