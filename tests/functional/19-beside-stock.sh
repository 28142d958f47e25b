#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What stock NetLabel lets a program do with its packets' labels, and this engine
# does not, in one boot:
#
#	192.0.2.3 --DOI 1, ours--------------- 192.0.2.1
#	192.0.2.8 --DOI 77, stock NetLabel's-- 192.0.2.9
#
# The same programs talk over both. Where the stock kernel has been mended the
# test says so: what is expected of it is to be changed then, for that kernel.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/stock.bash
FROM=192.0.2.3 STOCK_ADDR=192.0.2.9 STOCK_FROM=192.0.2.8 STOCK_LOCAL=127.0.0.9
configure
accept_strays
local_address "$FROM" "$STOCK_ADDR" "$STOCK_FROM"
ctl map add default "address:$FROM" protocol:cipso,1

stock <<-END
	cipsov4 add pass doi:77 tags:1
	cipsov4 add local doi:78
	map del default
	map add default address:0.0.0.0/0 protocol:unlbl
	map add default address:::/0 protocol:unlbl
	map add default address:$STOCK_ADDR protocol:cipsov4,77
	map add default address:$STOCK_FROM protocol:cipsov4,77
	map add default address:$STOCK_LOCAL protocol:cipsov4,78
END

ours=860b00000001010500005000
theirs=860b0000004d010500005000

# over ours|stock SUBCOMMAND...: the same program over one of both.
over() {
	local addr=$PASS_ADDR from=$FROM

	[ "$1" = ours ] || addr=$STOCK_ADDR from=$STOCK_FROM
	case $2 in
	proto) kit_sniffed proto "$3" "$addr" "$from" "$SERVER" "$C13" ;;
	inject) kit_sniffed recv -a "$addr" -- "$TESTKIT" inject -S "$from" -a "$addr" -c "$C13" "${@:3}" ;;
	*) kit_sniffed "$2" -a "$addr" -S "$from" -s "$SERVER" -c "$C13" "${@:3}" ;;
	esac
	wire "$addr" "$from"
	back=$wire
	wire "$from" "$addr"
	out=$wire ports=$wire_ports
}

nops() {
	printf '01%.0s' $(seq "$1")
}

for engine in ours stock; do
	[ "$engine" = ours ] && own=$ours s0=860a00000001010400000000 || own=$theirs s0=860a0000004d010400000000
	over $engine proto tcp
	expect_eq "$out, $back" "$own, $own" "$engine: TCP is labeled"
	over $engine proto sctp
	expect_eq "$out, $back" "$own, $own" "$engine: SCTP is labeled, from the INIT-ACK on as the connection"
	over $engine proto udp
	expect_eq "$out, $back" "$own, $s0" "$engine: UDP is labeled"
done

# The options of a message, an ordinary user's.
over ours own -O "$(nops 4)"
expect_eq "$out" "$ours" "ours: a user's options of a message do not take the label's place"
over stock own -O "$(nops 4)"
expect_eq "$out" "01010101 $theirs" "stock: they do, and the label is gone"

# More octets of options than the label has: the header becomes shorter.
over ours own -r -O "$(nops 40)"
expect_eq "$out, $ports" "$ours, 5555" "ours: 40 octets of padding give way to the label"
expect_eq "${got[message_label]-} ${got[send_label]-}" "$NETPEER:s0:c1,c3 $NETPEER:s0:c1,c3" \
	"ours: and both datagrams arrive"
over stock own -r -O "$(nops 40)"
expect_eq "$out, $ports" "$theirs, 257" "stock: what was padding is the UDP header now"
expect_eq "${got[message_label]-} ${got[send_label]-}" "nothing came nothing came" \
	"stock: and both datagrams are lost"

# A header of a program's own.
over ours inject -r -O "$(nops 8)"
expect_eq "$out, $ports" "$ours, 5555" "ours: in a header of the program's own padding gives way"
got_eq datagram.0 "$NETPEER:s0:c1,c3" "ours: and the datagram arrives"
over stock inject -r -O "$(nops 8)"
expect_eq "$out, $ports" "$theirs, 257" "stock: the rest of the padding is the UDP header now"
got_eq received 0 "stock: and the datagram is lost"

set_sysctl net.ipv4.tcp_syncookies 2
over ours proto tcp
expect_eq "$back" "$ours" "ours: the SYN-ACK of a SYN cookie has the connection's label"
over stock proto tcp
expect_eq "$(packet_opt 'flags=SA ')" "860a0000004d010400000000" "stock: it has the kernel's"
set_sysctl net.ipv4.tcp_syncookies 1

over ours proto tcp-mapped
expect_eq "$out, $back" "$ours, $ours" "ours: IPv4 of an IPv6 socket is labeled"
over stock proto tcp-mapped
expect_match "$out" none "stock: it is not"

# A label by number, from whoever may send a frame.
kit recv -a "$LOCAL_ADDR" -- "$TESTKIT" inject -O "$(local_opt 01000000)"
got_eq received 0 "ours: a label by number is believed of nobody else"
kit recv -a "$STOCK_LOCAL" -- "$TESTKIT" inject -S "$STOCK_LOCAL" -a "$STOCK_LOCAL" -O 860c0000004e800601000000
got_eq datagram.0 "$(tr -d '\0' < /sys/fs/selinux/initial_contexts/kernel)" \
	"stock: a frame says that it is the kernel's, and is believed"

done_testing
