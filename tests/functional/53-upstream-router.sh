#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Where stock NetLabel breaks a packet that it passes on with another label: the same
# configuration and the same packets for it and for this engine. Its tables are those
# of all namespaces; this engine has them in each.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/router.bash
. tests/functional/testkit/stock.bash

SIX=$USER_TYPE:s0:c0.c5		# tag 1: 12 octets, tag 2: 24
config=$lib_work/config
cat > "$config" <<-END
	cipso add pass doi:1 tags:1
	cipso add pass doi:3 tags:2
	cipso add pass doi:4 tags:1
	map add domain:unconfined_t protocol:cipso,1
	map add domain:netlabel_peer_t address:$A protocol:cipso,1
	map add domain:netlabel_peer_t address:$TAG2 protocol:cipso,3
	map add domain:netlabel_peer_t address:$OTHER protocol:cipso,4
END

# setting ENGINE: the same for either, and nothing for the other.
setting() {
	local netns

	if [ "$1" = stock ]; then
		stock < "$config"
		return
	fi
	stock_clear
	for netns in clab-a clab-r clab-b; do
		configured $netns < "$config"
	done
}

declare -A results
result() {
	results[$engine.$1]=$2
}

# differ NAME STOCK OURS TEXT
differ() {
	expect_eq "${results[stock.$1]}" "$2" "$4: stock NetLabel"
	expect_eq "${results[ours.$1]}" "$3" "$4: this engine"
}

topology || bail "no topology"
wait_for 10 in_a ping -c 1 -W 1 $KEPT || bail "no way through"

# Who sends a label that is written by hand: stock NetLabel lets those do so whose
# packets it does not label, this engine those whose label it is.
declare -A writer=([stock]=$SERVER_TYPE:s0:c5 [ours]=$C5)
for engine in stock ours; do
	setting $engine
	# 12 octets more than fit the link.
	kit_a datagram -a $TAG2 -c "$SIX" -b 1460 -d
	result lost "${got[received.1]-} ${got[send.2]-}"
	mtu=${got[mtu]-0}
	result mtu "$mtu"
	# What fits what its sender has been told.
	kit_a datagram -a $TAG2 -c "$SIX" -b $((mtu - 40)) -d
	result told "${got[received.1]-} ${got[label.1]-}"
	in_a ip route flush cache
	# A record of the route beside the label: in 20 octets, where 12 are enough alone.
	kit_seen to-b recv -a $OTHER -- ip netns exec clab-a "$TESTKIT" inject -r -S $A \
		-a $OTHER -c "${writer[$engine]}" -O 860b000000010105000004070704000000
	result arrives "${got[received]-}"
	[[ $(< "$capture") =~ dport=([0-9]+) ]] && result port "${BASH_REMATCH[1]}"
	result option "$(packet_opt "dst=$OTHER ")"
done

differ lost "-1 EMSGSIZE" "-1 EMSGSIZE" "a datagram that does not fit with its new label"
differ mtu 1500 1488 "the MTU that its sender is told"
differ told "-1 nothing came" "1448 $NETPEER:s0:c0.c5" "a datagram of what fits that MTU"
differ option 860b00000004010500000400 860b0000000401050000040707080a0002010000 \
	"a record of the route beside a label"
differ port 257 5555 "the port behind that"
differ arrives 0 1 "that datagram"

done_testing
