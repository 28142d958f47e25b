#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A router between two namespaces: each packet that passes through leaves with the
# option that its label and its destination are mapped to, or not at all.
#
# Time limit: 400

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/router.bash

SIX=$USER_TYPE:s0:c0.c5		# tag 1: 12 octets, tag 2: 24

topology || bail "no topology"
wait_for 10 in_a ping -c 1 -W 1 $KEPT || bail "no way through"

# injected ADDRESS OPTIONS [CLIENT]: what leaves the router of a packet with these options.
injected() {
	in_r "$TESTKIT" sniff -i to-b -f "$capture" -- ip netns exec clab-a "$TESTKIT" \
		inject -r -S $A -a "$1" -c "${3-$C5}" -O "$2" > "$lib_work/injected"
	packet_opt "dst=$1 "
}

# What the core itself makes of other options: a record of the route with room for
# one address, and of the time at one address.
route=0707040000000000
way=$(injected $KEPT $route)
time=440c05010000000000000000
when=$(injected $KEPT $time)
expect_eq "$way" 0707080a00020100 "nothing configured: the route is recorded"
expect_match "$when" "^440c0d010a0001" "nothing configured: so is the time"
way=${way:0:14}
when=${when:0:16}

configured clab-r <<-END
	cipso add pass doi:1 tags:1
	cipso add pass doi:3 tags:2
	cipso add trans doi:7 tags:1 levels:0=5 categories:0=10,1=11,2=12,3=13,4=14,5=15
	cipso add local doi:2
	map del default
	map add default address:$A protocol:cipso,1
	map add default address:$KEPT protocol:cipso,1
	map add default address:$BARE protocol:unlbl
	map add default address:$TAG2 protocol:cipso,3
	map add default address:$OTHER protocol:cipso,7
	map add default address:$LOCAL protocol:cipso,2
	map add domain:unlabeled_t protocol:unlbl
END
configured clab-a <<-END
	cipso add pass doi:1 tags:1
END
configured clab-b <<-END
	cipso add pass doi:1 tags:1
	cipso add pass doi:3 tags:2
	cipso add trans doi:7 tags:1 levels:0=5 categories:20=10,21=11,22=12,23=13,24=14,25=15
END

# Packets without a label -----------------------------------------------------

kit_seen to-b udp -a $KEPT -n 1
got_eq server_sees.0 none "unlabeled: passes by the mapping of unlabeled_t"
expect_eq "$(packet_opt 'dport=5555')" "" "unlabeled: and gets no option"
expect_eq "$(r_count fwd_stripped)" 0 "unlabeled: it had no label to lose"

rule clab-r "map del domain:unlabeled_t"
kit_seen to-b udp -a $KEPT -n 1
got_eq server_sees.0 "$NETPEER:s0" "unlabeled: mapped to a DOI it gets the level of unlabeled_t"
expect_eq "$(packet_opt 'dport=5555')" 860a00000001010400000000 "unlabeled: and an option"
before=$(r_count fwd_refused)
kit_a denied -a $NONE -t 3000
got_eq tcp ENETUNREACH "unlabeled, nothing mapped: connect() fails"
got_le tcp_ms 500 "unlabeled, nothing mapped: soon"
got_eq udp.2 ENETUNREACH "unlabeled, nothing mapped: so does the next send"
got_eq udp_received 0 "unlabeled, nothing mapped: nothing arrives"
expect_eq "$(($(r_count fwd_refused) - before))" 2 "unlabeled, nothing mapped: both are counted"

kit_a datagram -a $KEPT -b 1472 -d
got_eq received.1 -1 "unlabeled, no room: a full datagram does not get through whole"
got_eq send.2 EMSGSIZE "unlabeled, no room: its sender hears of it"
got_eq mtu 1488 "unlabeled, no room: and of the MTU that works"
kit_a datagram -a $KEPT -b 1460 -d
got_eq intact.1 1 "unlabeled: what that MTU allows gets through whole"
in_a ip route flush cache
kit_a bulk -a $KEPT -b 3000000
got_eq received 3000000 "unlabeled: a bulk transfer gets through"
got_eq sender_mss 1436 "unlabeled: in segments as large as can be"

# A label that is missing -----------------------------------------------------

rule clab-r "unlbl accept off"
before=$(r_count rx_unlabeled_refused)
kit_a denied -a $KEPT -t 3000
got_eq tcp EPROTO "required: connect() fails"
got_le tcp_ms 500 "required: soon"
got_eq udp.2 EPROTO "required: so does the next send"
got_eq udp_received 0 "required: nothing arrives"
expect_eq "$(($(r_count rx_unlabeled_refused) - before))" 2 "required: both are counted"
kit_text=$(in_r "$TESTKIT" sniff -i to-a -f "$capture" -- ip netns exec clab-a "$TESTKIT" \
	inject -r -S $A -a $KEPT)
expect_match "$(< "$capture")" "^proto=1 src=10.0.1.1 dst=$A .* type=12 code=1 pointer=134 opt=860a" \
	"required: by ICMP 12/1, which names the option and carries the kernel's label"
rule clab-r "unlbl accept on"

# Labeled ones ----------------------------------------------------------------

for ns in clab-a clab-b; do
	rule $ns "map del default"
	rule $ns "map add default protocol:cipso,1"
done

# seen ADDRESS LABEL OPTION NAME: what B and the wire see of a sender at s0:c0.c5.
seen() {
	kit_seen to-b udp -a "$1" -s "$SERVER" -c "$SIX" -n 1
	got_eq server_sees.0 "$2" "$4: UDP, the label of the datagram"
	expect_eq "$(packet_opt 'dport=5555')" "$3" "$4: UDP, its option"
	got_eq badsum 0 "$4: UDP, its checksum"
	kit_seen to-b tcp -a "$1" -s "$SERVER" -c "$SIX"
	got_eq server_sees.0 "$2" "$4: TCP, the server sees"
	got_eq client_sees.0 "$NETPEER:s0:${2##*:}" "$4: TCP, the client sees"
	expect_eq "$(grep -c "dst=$1 .*opt=$3$" "$capture")" "$(grep -c "dst=$1 " "$capture")" \
		"$4: TCP, every packet has that option"
	got_eq badsum 0 "$4: TCP, the checksums"
	got_eq badopt 0 "$4: TCP, the lengths"
}

labeled=$(r_count fwd_labeled)
stripped=$(r_count fwd_stripped)
seen $KEPT "$NETPEER:s0:c0.c5" 860b0000000101050000fc00 "keep"
seen $TAG2 "$NETPEER:s0:c0.c5" 861600000003021000000000000100020003000400050000 "relabel"
seen $OTHER "$NETPEER:s0:c20.c25" 860c0000000701060005003f "translate"
expect_eq "$(r_count fwd_stripped)" "$stripped" "none of these has lost its label"
# Two datagrams, and no fewer segments than it takes to connect, on three ways.
expect_ge "$(($(r_count fwd_labeled) - labeled))" 18 "they are counted"
stripped=$(r_count fwd_stripped)
kit_seen to-b udp -a $BARE -s "$SERVER" -c "$SIX" -n 1
got_eq server_sees.0 none "strip: UDP, no label"
expect_eq "$(packet_opt 'dport=5555')" "" "strip: UDP, no option"
got_eq badsum 0 "strip: UDP, its checksum"
expect_eq "$(($(r_count fwd_stripped) - stripped))" 1 "strip: it is counted"
kit_seen to-b tcp -a $BARE -s "$SERVER" -c "$SIX"
got_eq server_sees.0 none "strip: TCP, the server sees none"
expect_eq "$(grep -c "dst=$BARE .*opt=$" "$capture")" "$(grep -c "dst=$BARE " "$capture")" \
	"strip: TCP, no packet has an option"
in_r "$CTL" stats | grep -q "^fwd_stripped [1-9]"
ok $? "cipsoctl stats shows what was passed on"

# refused ADDRESS CLIENT NAME
refused() {
	local before answers

	before=$(r_count fwd_refused)
	answers=$(icmp_out)
	kit_a denied -a "$1" -s "$SERVER" -c "$2" -t 3000
	got_eq tcp ENETUNREACH "$3: connect() fails"
	got_le tcp_ms 500 "$3: soon"
	got_eq udp.2 ENETUNREACH "$3: so does the next send"
	got_eq udp_received 0 "$3: nothing arrives"
	expect_eq "$(($(r_count fwd_refused) - before))" 2 "$3: both are counted"
	expect_eq "$(($(icmp_out) - answers))" 2 "$3: both are answered"
}

refused $NONE "$C5" "nothing mapped"
refused $LOCAL "$C5" "a label by number"
refused $TAG2 "$USER_TYPE:s0:c0.c20" "more categories than the tag holds"
refused $OTHER "$C7" "a category that is not translated"
kit_text=$(in_r "$TESTKIT" sniff -i to-a -f "$capture" -- ip netns exec clab-a "$TESTKIT" \
	inject -r -S $A -a $NONE -c "$C5")
expect_match "$(< "$capture")" \
	"^proto=1 src=10.0.1.1 dst=$A .* type=3 code=9 .* opt=860b000000010105000004" \
	"the answer carries the label of what was refused"

# A refused ICMP error: A's answer to a datagram for a port that nobody has.
refusals=$(r_count fwd_refused)
answers=$(icmp_out)
in_b "$TESTKIT" inject -r -S $NONE -a $A -p 9 -c "$C5" > /dev/null
sleep 0.3
expect_eq "$(($(r_count fwd_refused) - refusals))" 1 "an ICMP error is refused"
expect_eq "$(icmp_out)" "$answers" "an ICMP error is not answered"

# Other options ---------------------------------------------------------------

expect_eq "$(injected $KEPT $route)" 860b000000010105000004"$way"0000 "keep: a record of the route is kept"
expect_eq "$(injected $BARE $route)" "${way}00" "strip: a record of the route is kept"
expect_match "$(< "$lib_work/injected")" "badsum=0" "strip: the checksum is right"
expect_eq "$(injected $TAG2 $route)" 860c00000003020600000005"$way"00 "relabel: a record of the route is kept"
expect_match "$(< "$lib_work/injected")" "badsum=0" "relabel: the checksum is right"
expect_match "$(injected $KEPT $time)" "^860b000000010105000004${when}[0-9a-f]{8}00$" \
	"keep: a time stamp is kept"
expect_match "$(injected $BARE $time)" "^${when}[0-9a-f]{8}$" "strip: a time stamp is kept"
kit_a recv -a $BARE -- ip netns exec clab-a "$TESTKIT" inject -r -S $A -a $BARE -c "$C5" -O $route
got_eq received 1 "strip: what is behind a record of the route arrives"
refusals=$(r_count fwd_refused)
long=071b04$(printf '00%.0s' {1..24})
expect_ne "$(injected $KEPT "$long" "$SIX")" "no such packet" "keep: 27 octets fit beside a label of 11"
expect_eq "$(injected $TAG2 "$long" "$SIX")" "no such packet" "relabel: not beside one of 22"
expect_eq "$(($(r_count fwd_refused) - refusals))" 1 "relabel: that is refused"

# Sizes -----------------------------------------------------------------------

kit_a datagram -a $TAG2 -c "$SIX" -b 1460 -d
got_eq received.1 -1 "12 octets more: a full datagram does not get through whole"
got_eq send.2 EMSGSIZE "12 octets more: its sender hears of it"
got_eq mtu 1488 "12 octets more: and of the MTU that works"
kit_a datagram -a $TAG2 -c "$SIX" -b 1448 -d
got_eq intact.1 1 "12 octets more: what that MTU allows gets through whole"
got_eq label.1 "$NETPEER:s0:c0.c5" "12 octets more: with its label"
in_a ip route flush cache
kit_seen to-b datagram -a $TAG2 -c "$SIX" -b 1460
got_eq intact.2 1 "12 octets more: one that may be cut arrives"
got_eq oversize 0 "12 octets more: in pieces that fit"
expect_eq "$(grep -c "dst=$TAG2 .*opt=8616" "$capture")" 4 "12 octets more: each with the option"

for to in $KEPT $TAG2 $BARE; do
	kit_seen to-b datagram -a "$to" -c "$SIX" -b 9000
	got_eq intact.1 1 "fragments to $to: the datagram arrives"
	got_eq oversize 0 "fragments to $to: all fit"
	got_eq badsum 0 "fragments to $to: with right checksums"
	[ "$to" = $BARE ] && option='' || option='86.*'
	expect_eq "$(grep -c "dst=$to .*opt=$option$" "$capture")" "$(grep -c "dst=$to " "$capture")" \
		"fragments to $to: alike"
done
in_r nft -f - <<-END
	table ip clab { chain c { type filter hook forward priority 0; ct state invalid drop; }; }
END
ok $? "connections are tracked"
kit_seen to-b datagram -a $TAG2 -c "$SIX" -b 9000
got_eq intact.1 1 "fragments put together on the way: the datagram arrives"
got_eq label.1 "$NETPEER:s0:c0.c5" "fragments put together on the way: with its label"
got_eq oversize 0 "fragments put together on the way: all fit"
in_r nft delete table ip clab

# bulk NAME: full segments to and fro.
bulk() {
	in_a ip route flush cache
	kit_seen to-b bulk -a $KEPT -s "$SERVER" -c "$SIX" -b 3000000
	got_eq received 3000000 "$1, keep: a transfer"
	got_eq sender_mss 1436 "$1, keep: in full segments"
	got_le retrans 5 "$1, keep: without losses"
	got_eq badsum 0 "$1, keep: with right checksums"
	segments=${got[oversize]}
	kit_seen to-b bulk -a $TAG2 -s "$SERVER" -c "$SIX" -b 3000000
	got_eq received 3000000 "$1, relabel: a transfer"
	got_eq sender_mss 1424 "$1, relabel: in segments as large as can be"
	got_eq badsum 0 "$1, relabel: with right checksums"
	segments+=,${got[oversize]}
	kit_seen to-b bulk -a $BARE -s "$SERVER" -c "$SIX" -b 3000000
	got_eq received 3000000 "$1, strip: a transfer"
	in_a ip route flush cache
	kit_a bulk -a $TAG2 -s "$SERVER" -c "$SIX" -b 3000000 -w
	got_eq received 3000000 "$1: a transfer the other way"
	got_eq sender_mss 1436 "$1: the other way in full segments"
}

bulk "segmented by the device"
in_r ethtool -K to-b tso off gso off > /dev/null && in_a ethtool -K to-r tx off > /dev/null &&
	in_b ethtool -K to-r tx off > /dev/null
ok $? "no device segments or sums up"
bulk "segmented by the sender"
expect_eq "$segments" 0,0 "none is longer than the MTU"

expect_eq "$(in_r awk '$1 == "Ip:" { if (n++) print $f; else for (i = 1; i <= NF; i++)
	if ($i == "FragFails") f = i }' /proc/net/snmp)" 0 "nothing is left to the core, which would tell the MTU of the link"

# Forged ones -----------------------------------------------------------------

forged=$(r_count rx_forged)
expect_eq "$(injected $KEPT 860c00000002800601000000)" "no such packet" \
	"a label by number from another host is not passed on"
expect_eq "$(($(r_count rx_forged) - forged))" 1 "it is counted"

done_testing
