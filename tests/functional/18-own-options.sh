#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A program's own options and its label: both are in the packet, whole, if there is
# room for both, and if not the send fails. A program can neither keep its label
# out nor put another in, and sees its own options only.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
FROM=192.0.2.3
configure
local_address "$FROM"
ctl map add default "address:$FROM" protocol:cipso,1

# Options of 0 to 40 octets beside labels of 10 to 40. A single octet is padding,
# and gives way; of n octets 40 - n are left.
kit options "$PASS_ADDR" "$FROM" 1 "$USER_TYPE"
expect_eq "$kit_status" 0 "every length: the sweep comes to its end"
for way in socket message header; do
	got_eq "${way}_sent" 497 "every length, by the $way: what fits is sent"
	got_eq "${way}_refused" 774 "every length, by the $way: what does not is ENOSPC"
	got_eq "${way}_wrong" 0 "every length, by the $way: nothing is cut, moved or lost"
	got_eq "${way}_leaked" 0 "every length, by the $way: no program sees a label"
done
got_eq connection_sent 113 "every length, TCP: what fits connects"
got_eq connection_refused 174 "every length, TCP: what does not is ECONNREFUSED at once"
got_eq connection_wrong 0 "every length, TCP: nothing is cut, moved or lost"
got_eq connection_leaked 0 "every length, TCP: neither end sees a label"

# Options that the kernel knows, and writes to. They are behind the label.
accept_strays
for key in all lo; do
	set_sysctl "net.ipv4.conf.$key.accept_source_route" 1
done
pass=860b0000000101050000
c13=${pass}50

# kept NAME OPTIONS WANT [-q]: WANT is a pattern of what is on the wire behind the
# label; -q if only root may send it.
kept() {
	kit_sniffed own -a "$PASS_ADDR" -S "$FROM" -s "$SERVER" -c "$C13" -O "$2" "${@:4}"
	expect_eq "${got[message]-} ${got[set]-} ${got[send]-}" "0 0 0" "$1: is sent by message and by socket"
	expect_eq "$(grep -c '' "$capture") $(grep -cE " opt=$c13($3)0*\$" "$capture")" "2 2" \
		"$1: is beside the label in both"
	got_eq badopt 0 "$1: the options can be read"
	expect_eq "${got[message_label]-} ${got[send_label]-}" "$NETPEER:s0:c1,c3 $NETPEER:s0:c1,c3" \
		"$1: both arrive with their label"
	expect_match "${got[get]-}" "^${2:0:2}" "$1: the program reads its own options back"
}

kept "a record of the route" 07070400000000 "070708c0000203"
kept "a timestamp" 440c05000000000000000000 "440c0900[0-9a-f]{8}00000000"
kept "a router alert" 94040000 94040000
kept "a loose source route" 830704c0000201 830704c0000201 -q
kept "a strict source route" 890704c0000201 890704c0000201 -q
kept "a record and an alert" 0707040000000001"94040000" "070708c00002030194040000"

# A record that is too long beside the label: refused in both ways, and nothing leaves.
kit_sniffed own -a "$PASS_ADDR" -S "$FROM" -s "$SERVER" -c "$C13" -O "071f04$(printf '00%.0s' {1..28})"
expect_eq "${got[message]-} ${got[set]-} ${got[send]-}" "ENOSPC 0 ENOSPC" "a record that is too long: each send is ENOSPC"
got_eq packets 0 "a record that is too long: there is no packet"

# Not even one of the right level can be written: the kernel takes labels of DOIs
# that it has itself, and those are not ours.
for who in "a user" root; do
	own=()
	[ "$who" != root ] || own=(-q)
	kit_sniffed own -a "$PASS_ADDR" -S "$FROM" -s "$SERVER" -c "$C13" -O "${pass}01" "${own[@]}"
	expect_eq "${got[message]-} ${got[set]-} ${got[send]-}" "EINVAL EINVAL 0" \
		"a label: $who may not write one"
	expect_eq "$(sed 's/.* opt=//' "$capture" | sort -u)" "${c13}00" \
		"a label: what $who sends has its own"
done

# TCP: before the connection is made.
kit_sniffed own -T -w -a "$PASS_ADDR" -S "$FROM" -s "$SERVER" -c "$C13" -O 94040000
expect_eq "${got[connect]-} ${got[first]-} ${got[second]-}" "0 ok ok" "TCP, set before: the connection works"
got_eq labeled "${got[packets]-none}" "TCP, set before: every packet is labeled"
got_eq get 94040000 "TCP, set before: the client reads its own options"
expect_ne "$(grep -c "opt=${c13}94040000" "$capture")" 0 "TCP, set before: they are on the wire"
expect_match "${got[accepted]-none}" "^(94040000)?\$" "TCP, set before: the accepted socket has saved no label"

# After: what does not fit any more holds the connection up, without a segment that
# lacks its label, until the options are taken away.
kit_sniffed own -T -a "$PASS_ADDR" -S "$FROM" -s "$SERVER" -c "$C13" -O 94040000
expect_eq "${got[first]-} ${got[set]-} ${got[second]-} ${got[third]-}" "ok 0 ok ok" "TCP, set after: the connection goes on"
expect_ne "$(grep -c "opt=${c13}94040000" "$capture")" 0 "TCP, set after: they are on the wire"
kit_sniffed own -T -a "$PASS_ADDR" -S "$FROM" -s "$SERVER" -c "$C13" -O "071f04$(printf '00%.0s' {1..28})"
expect_eq "${got[first]-} ${got[set]-} ${got[second]-} ${got[unset]-}" "ok 0 nothing came 0" \
	"TCP, set after, too long: the connection waits"
got_eq third ok "TCP, set after, too long: without them it goes on"
got_eq labeled "${got[packets]-none}" "TCP, set after, too long: every packet is labeled"

done_testing
