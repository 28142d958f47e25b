#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is remembered of look-ups goes with what it was made of: the next packet
# of the same socket is labeled by what holds now.
#
# Lane: long
# Time limit: 600

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/policy.bash
configure
accept_strays

# flow_start NAME CTX ARGUMENT...: sockets that stay; flow NAME WORD... tells them
# what to do, and captures the packets of it.
flow_start() {
	local name=$1 ctx=$2

	shift 2
	mkfifo "$lib_work/$name.to" "$lib_work/$name.from"
	exec {lib_fd}<> "$lib_work/$name.to" {lib_fd}<> "$lib_work/$name.from"
	"$TESTKIT" flow -c "$ctx" -t 500000 "$@" < "$lib_work/$name.to" > "$lib_work/$name.from" \
		2> "$lib_work/$name.errors" &
	lib_servers[$name]=$!
	read -r -t 10 < "$lib_work/$name.from" ||
		bail "the sockets $name: $(cat "$lib_work/$name.errors")"
}

flow() {
	local name=$1

	shift
	kit sniff -f "$capture" -- timeout 8 sh -c \
		"echo $* > $lib_work/$name.to; head -n 1 < $lib_work/$name.from"
}

# sends NAME WORDS LABEL OPTION TEST: OPTION is how the client's packets' begin.
sends() {
	local packet='proto=17 '

	# shellcheck disable=SC2086 # words
	flow "$1" $2
	got_eq udp "$3" "$5: its label"
	[ "$3" != ENOENT ] || return
	expect_match "$(packet_opt "$packet")" "^${4:-\$}" "$5: its option"
}

# segment NAME OPTION TEST: the same for the connection.
segment() {
	flow "$1" tcp
	got_eq tcp ok "$3: it arrives"
	expect_match "$(packet_opt 'flags=PA ')" "^${2:-\$}" "$3: its option"
}

kit_sniffed udp -a "$PASS_ADDR" -s "$SERVER" -c "$C5"
c5_option=$(packet_opt "dst=$PASS_ADDR ")
kit_sniffed udp -a "$PASS_ADDR" -s "$SERVER" -c "$C13"
c13_option=$(packet_opt "dst=$PASS_ADDR ")
kit_sniffed udp -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5"
local_option=$(packet_opt "dst=$LOCAL_ADDR ")
expect_match "$c5_option $c13_option $local_option" \
	'^86..00000001.* 86..00000001.* 86..0000000280' "three options are known"
expect_ne "$c5_option" "$c13_option" "two of them tell two labels apart"

# One socket, several destinations; two sockets, one destination.
flow_start five "$C5" -a "$LOCAL_ADDR" -s "$SERVER"
flow_start more "$C13" -a "$PASS_ADDR" -p 7100 -s "$SERVER"
for round in 1 2 3; do
	sends five "udp $LOCAL_ADDR" "$C5" "$local_option" "$round: to a LOCAL address"
	sends five "udp $PASS_ADDR" "$NETPEER:s0:c5" "$c5_option" "$round: to a PASS address"
	sends more "udp $PASS_ADDR" "$NETPEER:s0:c1,c3" "$c13_option" "$round: another label's"
	sends five "udp $OTHER_ADDR" none '' "$round: to an unlabeled address"
done
for round in 1 2; do
	sends five "mapped $PASS_ADDR" "$NETPEER:s0:c5" "$c5_option" "$round: IPv6 socket, a PASS address"
	sends five "mapped $OTHER_ADDR" none '' "$round: IPv6 socket, an unlabeled address"
	sends five "mapped $LOCAL_ADDR" "$C5" "$local_option" "$round: IPv6 socket, a LOCAL address"
	flow five "connect $LOCAL_ADDR"
	sends five send "$C5" "$local_option" "$round: connected to a LOCAL address"
	flow five "connect $PASS_ADDR"
	sends five send "$NETPEER:s0:c5" "$c5_option" "$round: connected to a PASS address"
	flow five "connect $OTHER_ADDR"
	sends five send none '' "$round: connected to an unlabeled address"
done

# A mapping is changed under sockets that go on.
segment five "$local_option" "a connection to a LOCAL address"
ctl map add domain:unconfined_t protocol:cipso,1
sends five "udp $LOCAL_ADDR" "$NETPEER:s0:c5" "$c5_option" "its domain is mapped to PASS"
segment five "$c5_option" "its domain is mapped to PASS, a segment"
ctl map del domain:unconfined_t
sends five "udp $LOCAL_ADDR" "$C5" "$local_option" "the domain's mapping is gone"
segment five "$local_option" "the domain's mapping is gone, a segment"
ctl map add domain:unconfined_t protocol:unlbl
sends five "udp $LOCAL_ADDR" none '' "its domain is unlabeled"
segment five '' "its domain is unlabeled, a segment"
ctl map del domain:unconfined_t
ctl map del default
sends five "udp $LOCAL_ADDR" ENOENT '' "nothing is mapped"
flow five tcp
got_eq tcp "nothing came" "nothing is mapped, a segment: it does not arrive"
ctl map add default protocol:unlbl
sends five "udp $LOCAL_ADDR" none '' "all is unlabeled"
flush_config
configure
sends five "udp $LOCAL_ADDR" "$C5" "$local_option" "all is as before"
segment five "$local_option" "all is as before, a segment"

# A selector, alone. Numbers: include/uapi/linux/cipsolab.h.
prefix=(4:nested 1:u8:2 10:hex:7f000001 12:u8:32)
kit genl CLAB_LAB 8 "${prefix[@]}" 9:u32:3 2:u32:1 end
sends five "udp $LOCAL_ADDR" "$NETPEER:s0:c5" "$c5_option" "its selector names another DOI"
kit genl CLAB_LAB 7 "${prefix[@]}" end
sends five "udp $LOCAL_ADDR" none '' "its selector is gone"
ctl map add default "address:$LOCAL_ADDR" protocol:cipso,2
sends five "udp $LOCAL_ADDR" "$C5" "$local_option" "its selector is back"
ctl map add default address:127.0.0.0/8 protocol:cipso,1
sends five "udp $LOCAL_ADDR" "$C5" "$local_option" "a shorter selector changes nothing"
sends five "udp 127.0.0.2" "$NETPEER:s0:c5" "$c5_option" "a shorter selector, another address"
ctl map add default address:127.0.0.2 protocol:cipso,2
sends five "udp 127.0.0.2" "$C5" "$local_option" "a longer one comes in between"

# A DOI is defined anew.
sends five "udp $PASS_ADDR" "$NETPEER:s0:c5" "$c5_option" "a PASS address, tag 1"
kit genl CLAB_LAB 10 4:nested 1:u8:1 2:u32:1 3:u32:2 4:hex:02 end
sends five "udp $PASS_ADDR" "$NETPEER:s0:c5" "86..0000000102" "its DOI has tag 2 now"
sends more "udp $PASS_ADDR" "$NETPEER:s0:c1,c3" "86..0000000102" "the other label's, too"
segment more "86..0000000102" "its DOI has tag 2 now, a segment"
kit genl CLAB_LAB 10 4:nested 1:u8:1 2:u32:1 3:u32:2 4:hex:01 end
sends five "udp $PASS_ADDR" "$NETPEER:s0:c5" "$c5_option" "its DOI has tag 1 again"
echo 1 > /proc/sys/net/cipsolab/rbm_optfmt
sends five "udp $PASS_ADDR" "$NETPEER:s0:c5" "861400000001010e" "a bitmap of ten octets"
echo 0 > /proc/sys/net/cipsolab/rbm_optfmt
sends five "udp $PASS_ADDR" "$NETPEER:s0:c5" "$c5_option" "a short one again"

# The same octets mean another label, and then none.
translated=860b00000007010500036000
arrives() {
	kit recv -a "$PASS_ADDR" -p 7200 -- "$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" \
		-p 7200 -O "$translated"
}
for round in first:9 second:7 third:9; do
	here=${round#*:} round=${round%:*}
	ctl cipso add trans doi:7 tags:1 levels:0=3 "categories:1=1,$here=2"
	arrives
	got_eq datagram.0 "$NETPEER:s0:c1,c$here" "$round table: an option is translated by it"
	arrives
	got_eq datagram.0 "$NETPEER:s0:c1,c$here" "$round table: and the same option again"
	ctl cipso del doi:7
	arrives
	got_eq received 0 "$round table: none is when the DOI is gone"
done

# A policy that lacks the types and levels of the sockets, which it calls
# unlabeled then, and the first policy again.
policy_compile tests/functional/policy/other.cil
ctl map add domain:unconfined_t protocol:cipso,1
sends five "udp $LOCAL_ADDR" "$NETPEER:s0:c5" "$c5_option" "under the first policy"
policy_load "$policy"
expect_eq $? 0 "another policy is loaded"
flow five "udp $LOCAL_ADDR"
expect_match "$(packet_opt "dst=$LOCAL_ADDR ")" '^86..0000000280' \
	"under another policy its domain is another, and so is its mapping"
policy_back
expect_eq $? 0 "the first policy is loaded again"
sends five "udp $LOCAL_ADDR" "$NETPEER:s0:c5" "$c5_option" "under the first policy again"
ctl map del domain:unconfined_t

# A namespace goes, and another may come to lie where it lay in memory.
wrong=0
for round in {1..20}; do
	ip netns add clab-other && ip netns exec clab-other ip link set lo up || wrong=$((wrong + 1000))
	doi=$((round % 2 + 1))
	for line in "cipso add pass doi:1 tags:1" "cipso add local doi:2" "map del default" \
		"map add default protocol:cipso,$doi"; do
		# shellcheck disable=SC2086 # words
		ip netns exec clab-other "$CTL" $line || wrong=$((wrong + 1000))
	done
	sees=$(ip netns exec clab-other "$TESTKIT" udp -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5" |
		sed -n 's/^server_sees.0=//p')
	if [ $doi = 1 ]; then want=$NETPEER:s0:c5; else want=$C5; fi
	[ "$sees" = "$want" ] || wrong=$((wrong + 1))
	ip netns del clab-other
done
expect_eq $wrong 0 "20 namespaces in turn, each with a mapping of its own"

done_testing
