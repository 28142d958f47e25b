#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# IPsec between two namespaces, labeled and not, beside this engine's labels, which
# SELinux takes for labels of IPsec.
#
#	 clab-mine                    clab-other
#	 mine   10.7.0.1 ------------ other  10.7.0.2    IPsec
#	 mplain 10.8.0.1 ------------ oplain 10.8.0.2    none

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/net.bash

MINE=10.7.0.1
PEER=10.7.0.2
C9=$SERVER_TYPE:s0:c9
C5_SEEN=$NETPEER:s0:c5
C9_SEEN=$NETPEER:s0:c9

# maps NETWORK/LENGTH:DOI...: at both ends; what is not named is not labeled.
maps() {
	ns_maps clab-mine unlbl 127.0.0.0/8:2 "$@"
	ns_maps clab-other unlbl 127.0.0.0/8:2 "$@"
}

ask() {
	pair client=clab-mine server=clab-other "addr=$1" "cctx=$C5" "sctx=$C9" "${@:2}"
}

# ipsec PROTOCOL TRANSFORM CONTEXT-THERE CONTEXT-BACK: transport mode, both ways. A
# state is for packets of exactly its context.
ipsec() {
	local name there="" back="" ctx="" dirs

	[ -z "$3" ] || there="ctx $3" back="ctx $4" ctx="ctx $SERVER_TYPE:s0"
	for name in clab-mine clab-other; do
		[ $name = clab-mine ] && dirs="out in" || dirs="in out"
		ns "$name" ip -batch - <<-END || bail "ip xfrm"
			xfrm state flush
			xfrm policy flush
			xfrm state add src $MINE dst $PEER proto $1 spi 0x101 mode transport reqid 1 $2 $there
			xfrm state add src $PEER dst $MINE proto $1 spi 0x102 mode transport reqid 1 $2 $back
			xfrm policy add src $MINE dst $PEER dir ${dirs% *} $ctx tmpl proto $1 mode transport reqid 1
			xfrm policy add src $PEER dst $MINE dir ${dirs#* } $ctx tmpl proto $1 mode transport reqid 1
		END
	done
}

for module in crypto_null authenc echainiv esp4 ah4 xfrm_user; do
	modprobe $module || bail "no $module"
done
ns_add clab-mine clab-other
ns_link clab-mine mine "$MINE/24" clab-other other "$PEER/24"
ns_link clab-mine mplain 10.8.0.1/24 clab-other oplain 10.8.0.2/24
for name in clab-mine clab-other; do
	ns_ctl "$name" <<-END
		cipso add pass doi:1 tags:1
		cipso add local doi:2
	END
done
null="enc ecb(cipher_null) '' auth digest_null ''"
sha1="auth hmac(sha1) 0x000102030405060708090a0b0c0d0e0f10111213"

# Without labels of its own: ours go through ESP, outside of what it hides.
ipsec esp "$null" "" ""
maps 10.7.0.0/16:1
ask "$PEER" tap=clab-mine/mine
pair_sees "ESP" "$C5_SEEN" "$C5_SEEN" "$C9_SEEN" "$C5_SEEN"
got_eq labeled "$(taps mine)" "ESP: the label is outside"
expect_eq "$(grep -vc '^proto=50 ' "$lib_work/tap.mine")" 0 "ESP: everything else is inside"

# With labels of its own: those are seen, and ours elsewhere.
ipsec esp "$null" "$C5" "$C9"
maps 10.8.0.0/16:1
ask "$PEER" only=udp
got_eq server_udp "$C5" "labeled ESP: the server sees the label of IPsec"
got_eq client_udp "$C9" "labeled ESP: so does the client"
ask 10.8.0.2
pair_sees "labeled ESP, another network" "$C5_SEEN" "$C5_SEEN" "$C9_SEEN" "$C5_SEEN"
pair client=clab-mine server=clab-mine addr=127.0.0.1 "cctx=$C5" "sctx=$C9"
pair_sees "labeled ESP, loopback" "$SERVER_TYPE:s0:c5" "$C5" "$C9" "$C5"

# Both on one packet are two labels, and SELinux takes neither.
maps 10.7.0.0/16:1
ask "$PEER" only=udp
got_eq udp lost "labeled ESP and a label: refused"

# AH signs the option, which is taken out before it looks.
ipsec ah "$sha1" "" ""
maps
ask "$PEER" only=udp
got_eq server_udp none "AH: no label goes through"
maps 10.7.0.0/16:1
ask "$PEER" only=udp
got_eq udp lost "AH: a labeled packet does not"

for name in clab-mine clab-other; do
	ns "$name" ip -batch - <<-END
		xfrm policy flush
		xfrm state flush
	END
done
ask "$PEER"
pair_sees "no IPsec any more" "$C5_SEEN" "$C5_SEEN" "$C9_SEEN" "$C5_SEEN"

done_testing
