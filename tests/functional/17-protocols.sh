#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every protocol: the options on the wire, the label at each end, and what becomes
# of a label that no tag can carry. All of it is in Documentation/protocols.md, for
# each kernel, and what is seen must be what is written there.
#
# `make protocols KVER=...` writes the table of a kernel.
#
#	client 192.0.2.3 --DOI 1, PASS-- 192.0.2.1 server
#	client 127.0.0.3 --DOI 2, LOCAL-- 127.0.0.1 server
#
# all of it on lo, where both have addresses of their own to tell the ways apart.
#
# Time limit: 300

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
doc=Documentation/protocols.md
rows=$lib_work/rows
PASS_FROM=192.0.2.3 LOCAL_FROM=127.0.0.3
WIDE=$USER_TYPE:s0:c600			# more than tag 1 can say

configure
local_address "$PASS_FROM"
ctl map add default "address:$PASS_FROM" protocol:cipso,1
ctl map add default "address:$LOCAL_FROM" protocol:cipso,2
ctl map add default address:224.0.0.0/4 protocol:cipso,1
set_sysctl net.ipv4.tcp_fastopen 3
set_sysctl net.ipv4.ping_group_range "0 0"
for name in sctp dccp_ipv4; do
	modprobe -q "$name"
done

kernel=$(tr -d '\0' < /sys/fs/selinux/initial_contexts/kernel)
# shellcheck disable=SC2054 # no lists, but labels
declare -A words=(["$C13"]=client ["$SERVER"]=server ["$kernel"]=kernel
	["$SERVER_TYPE:s0:c1,c3"]="server at c1,c3"
	["$NETPEER:s0:c1,c3"]=c1,c3 ["$NETPEER:s0"]=s0
	["$NETPEER:s0:c5"]=c5 ["${NETPEER%:*}:unlabeled_t:s0"]=unlabeled [-]=-)

# seen END: the label that it sees, in $word.
seen() {
	word=${got[$1]:--}
	word=${words[$word]-$word}
}

# sound NAME: what holds for whatever is on the wire.
sound() {
	expect_eq "${got[badsum]-} ${got[badopt]-} ${got[oversize]-}" "0 0 0" \
		"$1: checksums and options are right, and no packet is longer than the MTU"
}

# row NAME PROTOCOL [ERRNO]: a line of the table.
row() {
	local out back pass full

	kit_sniffed proto "$2" "$PASS_ADDR" "$PASS_FROM" "$SERVER" "$C13" "$WIDE" \
		"$LOCAL_ADDR" "$LOCAL_FROM"
	if [ -n "${got[socket]-}" ]; then
		echo "| $1 | no socket: ${got[socket]} | | | | |" >> "$rows"
		got_eq packets 0 "$1: there are no such sockets, and no packets"
		return
	fi
	expect_eq "$kit_status ${got[errno]-} ${got[full_errno]-}" "0 ${3:-0} ${3:-0}" \
		"$1: the exchange comes to its end"
	sound "$1"
	got_eq labeled "${got[packets]-none}" "$1: every packet is labeled"
	wire "$PASS_FROM" "$PASS_ADDR"
	out=$wire
	wire "$PASS_ADDR" "$PASS_FROM"
	back=$wire
	seen server_sees
	pass=$word
	seen client_sees
	pass="$pass, $word"
	seen full_server_sees
	full=$word
	seen full_client_sees
	echo "| $1 | $out | $back | $pass | $full, $word | ${got[wide_errno]-} |" >> "$rows"
}

# The table -------------------------------------------------------------------

row "TCP" tcp
row "TCP, fast open" tcp-fastopen
expect_match "$(grep "src=$PASS_FROM .* flags=S " "$capture" | tail -n 1)" "len=(7[6-9]|[89][0-9]) " \
	"TCP, fast open: the second SYN brings data"
set_sysctl net.ipv4.tcp_syncookies 2
row "TCP, SYN cookies" tcp
set_sysctl net.ipv4.tcp_syncookies 1
row "TCP, IPv4 in an IPv6 socket" tcp-mapped
row "TCP, keep-alive" tcp-keepalive
# It repeats the last octet's number.
probes=$(awk -v from="src=$PASS_FROM" '$2 == from && /flags=A / {
	sub(/.*seq=/, ""); if (last && $1 == last - 1) n++; last = $1 } END { print n + 0 }' "$capture")
expect_ge "$probes" 1 "TCP, keep-alive: there are probes"
row "TCP, sent again" tcp-retransmit
got_ge again 1 "TCP, sent again: it is"
row "TCP, closed port" tcp-closed ECONNREFUSED
row "UDP" udp
row "UDP, connected" udp-connected
row "UDP, MSG_MORE" udp-more
row "UDP, UDP_CORK" udp-cork
row "UDP, UDP_SEGMENT" udp-gso
ip link set lo mtu 1500
row "UDP, three fragments" udp-fragments
expect_eq "$(grep -c "src=$PASS_FROM .* frag=" "$capture")" 2 "UDP, three fragments: there are"
ip link set lo mtu 65536
row "UDP, closed port" udp-closed
row "UDP-Lite" udplite
row "UDP-Lite, closed port" udplite-closed
row "ICMP echo, raw socket" icmp-raw
row "ICMP echo, ping socket" icmp-ping
row "raw" raw
got_eq header 20 "raw: the receiver finds no option"
row "raw, IP_HDRINCL" raw-hdrincl
got_eq header 20 "raw, IP_HDRINCL: the receiver finds no option"
row "SCTP" sctp
row "SCTP, many to one" sctp-many
row "SCTP, closed port" sctp-closed ECONNREFUSED
row "MPTCP" mptcp
got_eq fallback 0 "MPTCP: it is not plain TCP"
row "DCCP" dccp
row "DCCP, closed port" dccp-closed ECONNREFUSED

# What answers a segment after the connection, with the label of that.
kit_sniffed timewait -a "$PASS_ADDR" -s "$SERVER" -c "$C5" -x "$C13"
port=${got[tw_port.0]-none}
echo "| TCP, ACK for TIME_WAIT | $(packet_opt "dport=$port flags=A seq=1000 ") |" \
	"$(grep -A 1 "dport=$port flags=A seq=1000 " "$capture" | sed -n '2s/.* opt=//p') | | | |" >> "$rows"

kit sniff -i dummy0 -f "$capture" -- "$TESTKIT" proto igmp "$PASS_ADDR" "$PASS_ADDR" "$SERVER" "$C13"
sound "IGMP"
echo "| IGMP, a report | $(grep 'proto=2 ' "$capture" | sed 's/.* opt=//' | sort -u) | | | | |" >> "$rows"

# The document ----------------------------------------------------------------

# The section of this kernel, or of the newest one before it.
section() {
	local want series

	want=$(uname -r | cut -d. -f1,2)
	series=$({ sed -n 's/^## Linux //p' "$doc"; echo "$want"; } | sort -V | uniq |
		grep -B 1 -x "$want" | head -n 1)
	grep -qx "## Linux $want" "$doc" && series=$want
	awk -v title="## Linux $series" '/^## / { on = $0 == title } on && /^\| / && !/^\| protocol /' "$doc"
}

if [ -n "${CLAB_PROTOCOLS-}" ]; then
	cp "$rows" "$CLAB_PROTOCOLS"
else
	difference=$(diff <(section) "$rows")
fi
ok $? "the rows are those of the document" "${difference-}"
done_testing
