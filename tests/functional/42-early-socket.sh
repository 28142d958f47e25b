#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Sockets that are older than the configuration are labeled by it all the same,
# and a connection that is older goes on, at a segment size that fits.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
addresses

cat > "$lib_work/configure" <<END
set -e
cd "$PWD"
"$CTL" cipso add pass doi:1 tags:1
"$CTL" cipso add local doi:2
"$CTL" map del default
"$CTL" map add default address:0.0.0.0/0 protocol:unlbl
"$CTL" map add default address:::/0 protocol:unlbl
"$CTL" map add default address:$LOCAL_ADDR protocol:cipso,2
"$CTL" map add default address:$PASS_ADDR protocol:cipso,1
END

# early NAME ADDR WANT-AT-SERVER WANT-AT-CLIENT
early() {
	kit_sniffed early -a "$2" -s "$SERVER" -c "$C5" -b $((32 << 20)) \
		-- sh "$lib_work/configure"
	expect_eq "$kit_status" 0 "$1: the exchange comes to its end"
	got_eq udp_server_sees "$3" "$1: an older UDP socket is labeled"
	got_eq tcp_server_sees "$3" "$1: an older TCP socket connects under its label"
	got_eq tcp_client_sees "$4" "$1: and sees its server's label"
	got_eq old_received $((32 << 20)) "$1: 32 MiB cross an older connection"
	got_eq oversize 0 "$1: no packet is longer than the MTU"
	got_ge labeled 512 "$1: the older connection is labeled"
	got_eq badsum 0 "$1: header checksums are right"
}

early LOCAL "$LOCAL_ADDR" "$C5" "$SERVER_TYPE:s0:c5"
flush_config
early PASS "$PASS_ADDR" "$NETPEER:s0:c5" "$NETPEER:s0:c5"

done_testing
