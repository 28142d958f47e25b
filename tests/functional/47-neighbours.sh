#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What else handles packets, beside labels in them: tunnels, a VRF, filters,
# defragmentation, connection tracking, bridges.
#
#	 clab-mine                     clab-other
#	 mine  10.7.0.1 -------------- other  10.7.0.2
#	 mipip 10.6.0.1 == ipip ====== oipip  10.6.0.2
#	 mvx   10.4.0.1 == vxlan ===== ovx    10.4.0.2
#	 mred  10.8.0.1 -------------- ored   10.8.0.2
#	 (in the VRF "red")
#	 mbr   10.5.0.1 --- clab-br --- obr   10.5.0.2
#	                    br0 10.5.0.3

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/net.bash

PEER=10.7.0.2
C5_1=860b00000001010500000400	# s0:c5 in DOI 1
C5_3=860c00000003020600000005	# in DOI 3
C5_SEEN=$NETPEER:s0:c5
C9_SEEN=$NETPEER:s0:c9

had_br_netfilter=$(grep -c '^br_netfilter ' /proc/modules)
# shellcheck disable=SC2317 # the trap calls it
neighbours_cleanup() {
	net_cleanup
	[ "$had_br_netfilter" != 0 ] || modprobe -qr br_netfilter
}
trap neighbours_cleanup EXIT

# maps NETWORK/LENGTH:DOI...: at both ends; what is not named is not labeled.
maps() {
	ns_maps clab-mine unlbl "$@"
	ns_maps clab-other unlbl "$@"
}

# ask ADDRESS WORD...: from clab-mine to clab-other.
ask() {
	pair client=clab-mine server=clab-other "addr=$1" "cctx=$C5" "sctx=$SERVER_TYPE:s0:c9" "${@:2}"
}

labels() {
	pair_sees "$1" "$C5_SEEN" "$C5_SEEN" "$C9_SEEN" "$C5_SEEN"
}

ns_add clab-mine clab-other
ns_link clab-mine mine 10.7.0.1/24 clab-other other "$PEER/24"
for name in clab-mine clab-other; do
	ns_ctl "$name" <<-END
		cipso add pass doi:1 tags:1
		cipso add local doi:2
		cipso add pass doi:3 tags:2
	END
done

# Tunnels: outside is the label of who sends what is inside, as it is mapped for the
# tunnel's end. The other end sees the label inside, and no other.
tunnel() {
	local name=$1 inside=$2 outside=$3

	maps 10.7.0.0/16:3 "$inside.0/24:1"
	ask "$inside.2" tap=clab-mine/mine
	labels "$name"
	expect_match "$(grep "$outside" "$lib_work/tap.mine")" "opt=$C5_3" \
		"$name: the label of the sender is outside too"
	maps 10.7.0.0/16:3
	ask "$inside.2"
	pair_sees "$name, a label outside only" none none none none
	maps "$inside.0/24:1"
	ask "$inside.2"
	labels "$name, a label inside only"
	maps "$inside.0/24:2"
	ask "$inside.2"
	got_eq tcp ECONNREFUSED "$name: no label by number goes into it, TCP"
	got_eq udp EACCES "$name: nor UDP"
}

# tunnel_add DEVICE WORDS FAR-DEVICE NETWORK
tunnel_add() {
	ns_ip clab-mine <<-END
		link add $1 type $2 local 10.7.0.1 remote $PEER
		address add $4.1/24 dev $1
		link set $1 up
	END
	ns_ip clab-other <<-END
		link add $3 type $2 local $PEER remote 10.7.0.1
		address add $4.2/24 dev $3
		link set $3 up
	END
}

tunnel_add mipip ipip oipip 10.6.0
tunnel ipip 10.6.0 "proto=4 "
tunnel_add mvx "vxlan id 7 dstport 4789" ovx 10.4.0
tunnel vxlan 10.4.0 "dport=4789 "

# A VRF, whose packets pass LOCAL_OUT and PRE_ROUTING twice.
ns_link clab-mine mred 10.8.0.1/24 clab-other ored 10.8.0.2/24
ns_ip clab-mine <<-END
	link add red type vrf table 10
	link set red up
	link set mred master red
END
maps 10.8.0.0/16:1
pair client=clab-other server=clab-mine addr=10.8.0.1 sdev=red "cctx=$C5" "sctx=$SERVER_TYPE:s0:c9"
labels "VRF: to it"
pair client=clab-mine server=clab-other addr=10.8.0.2 cdev=red "cctx=$C5" \
	"sctx=$SERVER_TYPE:s0:c9" tap=clab-mine/mred
labels "VRF: from it"
got_eq labeled "$(taps mred)" "VRF: every packet from it is labeled"
got_eq badopt 0 "VRF: once"

# Filters see where the label is kept.
rules() {
	ns clab-other nft -f - <<-END
		flush ruleset
		table ip clab {
			chain in {
				type filter hook input priority 0;
				udp dport 5000 meta secpath exists counter
			}
		}
	END
	printf '%s\n' "*filter" "-A INPUT -p udp --dport 5000 -m policy --dir in --pol none" \
		"-A INPUT -p udp --dport 5000 -m policy --dir in --pol ipsec" COMMIT |
		ns clab-other iptables-restore
}

matched() {
	ns clab-other nft list table ip clab | sed -n 's/.*counter packets \([0-9]*\) .*/secpath:\1/p'
	ns clab-other iptables-save -c | sed -n 's/^\[\([0-9]*\):.*--pol \(.*\)$/\2:\1/p'
}

maps 10.7.0.0/16:1
rules || bail "no filters"
ask "$PEER" only=udp
expect_eq "$(matched | xargs)" "secpath:1 none:0 ipsec:1" "filters: a label looks like IPsec to them"
maps
rules
ask "$PEER" only=udp
expect_eq "$(matched | xargs)" "secpath:0 none:1 ipsec:0" "filters: no label does not"

# Fragments, put together before or after the label is read.
fragments() {
	ask "$PEER" only=udp bytes=4000 tap=clab-mine/mine
	got_eq server_udp "$C5_SEEN" "$1: the label of a datagram in fragments"
	expect_eq "$(grep -c "proto=17.*opt=$C5_1" "$lib_work/tap.mine")" 3 "$1: each has it"
}

maps 10.7.0.0/16:1
ns clab-other nft flush ruleset
fragments "no connection tracking"
for name in clab-mine clab-other; do
	ns "$name" nft -f - <<-END
		table ip clab {
			chain in {
				type filter hook input priority 0; policy drop;
				ct state established,new accept
			}
			chain out {
				type filter hook output priority 0; policy drop;
				ct state established,new accept
			}
		}
	END
done
fragments "connection tracking"
ask "$PEER"
labels "connection tracking"
ns clab-mine nft flush ruleset
ns clab-other nft flush ruleset

# A bridge: what goes through stays as it is, what is for its host is read there.
ns_add clab-br
ns_link clab-br portm 0.0.0.0/32 clab-mine mbr 10.5.0.1/24
ns_link clab-br porto 0.0.0.0/32 clab-other obr 10.5.0.2/24
ns_ip clab-br <<-END
	link add br0 type bridge
	link set portm master br0
	link set porto master br0
	address add 10.5.0.3/24 dev br0
	link set br0 up
END
ns_ctl clab-br <<-END
	cipso add pass doi:1 tags:1
END
ns_maps clab-br unlbl 10.5.0.0/16:1
maps 10.5.0.0/16:1

# bridge NAME
bridge() {
	ask 10.5.0.2 tap=clab-br/porto tap=clab-br/portm
	labels "$1: through it"
	got_eq labeled "$(($(taps porto) + $(taps portm)))" "$1: every packet stays labeled"
	pair client=clab-mine server=clab-br addr=10.5.0.3 "cctx=$C5" "sctx=$SERVER_TYPE:s0:c9"
	labels "$1: to its host"
	pair client=clab-br server=clab-mine addr=10.5.0.1 "cctx=$C5" "sctx=$SERVER_TYPE:s0:c9"
	labels "$1: from its host"
}

wait_for 10 ns clab-mine ping -c 1 -W 1 10.5.0.2 || bail "the bridge passes nothing on"
bridge "a bridge"
modprobe br_netfilter && ns clab-br sysctl -qw net.bridge.bridge-nf-call-iptables=1 ||
	bail "no br_netfilter"
bridge "a bridge with br_netfilter"

done_testing
