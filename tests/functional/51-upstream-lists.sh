#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What stock NetLabel loses of its configuration, or can't do while it has some: the
# same configuration for it and for this engine. What needs packets only is among the
# scenarios of tests/conformance/; Documentation/conformance/defects.md names each.
#
# Time limit: 300

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
STATIC_LABEL=$NETPEER:s0:c5

# setting ENGINE: which one is configured; "tool" is its program.
setting() {
	engine=$1 tool=$CTL mgmt=CLAB_MGMT unlbl=CLAB_UNLBL
	[ "$1" = ours ] || tool=netlabelctl mgmt=NLBL_MGMT unlbl=NLBL_UNLBL
}

# shellcheck disable=SC2317 # the trap calls it
upstream_cleanup() {
	netlabelctl map del default 2> /dev/null
	netlabelctl cipsov4 del doi:77 2> /dev/null
	netlabelctl map add default protocol:unlbl
	ip link del clab-s 2> /dev/null
	ip netns del clab-new 2> /dev/null
	kit_cleanup
}
trap upstream_cleanup EXIT

# fill WHAT FAMILY COMMAND FIRST COUNT ATTR...
fill() {
	local what=$1

	shift
	kit fill "$@"
	got_eq errors 0 "$engine: $what"
}

listed() {
	grep -oE -- "$1" "$lib_work/list" | sort -u | wc -l
}

# B1: the walk of stock's listing goes on from a wrong place in every chain behind the
# first message.
for which in stock ours; do
	setting $which
	fill "1000 domains are mapped" $mgmt 1 1 1000 '1:str:domain#_t' 2:u32:5 11:u16:2
	$tool map list > "$lib_work/list"
	status=$?
	if [ $which = ours ]; then
		expect_eq "$(listed 'domain[0-9]+_t')" 1000 "ours: 1000 domains are listed"
	else
		expect_eq $status 0 "stock: a listing of 1000 domains seems to be good"
		expect_le "$(listed 'domain[0-9]+_t')" 999 "stock: and some are missing"
		diag "listed: $(listed 'domain[0-9]+_t')"
	fi
	# B2: one domain whose addresses fill no message ends it.
	fill "one more has 1200 addresses" $mgmt 1 167772160 1200 1:str:many_t 2:u32:5 7:hex:@ \
		8:hex:ffffffff
	$tool map list > "$lib_work/list"
	expect_eq $? 0 "$which: a listing with many addresses seems to be good"
	if [ $which = ours ]; then
		expect_eq "$(listed 'address:10\.[0-9./]*')" 1200 "ours: 1200 addresses are listed"
		expect_eq "$(listed 'domain[0-9]+_t')" 1000 "ours: and 1000 domains beside them"
	else
		expect_eq "$(listed 'address:10\.[0-9./]*')" 0 "stock: none of 1200 addresses is listed"
	fi
	fill "the domains are removed" $mgmt 2 1 1000 '1:str:domain#_t'
	$tool map del domain:many_t
done

# B9: stock's listing of static labels begins again for ever where one interface has
# more addresses of IPv4 than fit a message and some of IPv6.
# B17: and they are gone when the interface has been down.
ip link add clab-s type dummy && ip link set clab-s up || bail "cannot add an interface"
context=$(printf '%s\0' "$STATIC_LABEL" | od -An -v -tx1 | tr -d ' \n')
for which in stock ours; do
	setting $which
	fill "600 static labels of IPv4" $unlbl 3 167772160 600 6:str:clab-s 4:hex:@ 5:hex:ffffffff \
		"7:hex:$context"
	fill "600 static labels of IPv6" $unlbl 3 167772160 600 6:str:clab-s \
		2:hex:fd0000000000000000000000@ 3:hex:ffffffffffffffffffffffffffffffff "7:hex:$context"
	timeout 10 "$TESTKIT" genl $unlbl 5 dump > "$lib_work/list"
	status=$?
	if [ $which = ours ]; then
		expect_eq "$status, $(listed 'answer=.*')" "0, 1200" \
			"ours: 1200 static labels are listed"
	else
		expect_eq $status 124 "stock: a listing of static labels does not end"
	fi
	ip link set clab-s down
	ip link set clab-s up
	timeout 10 "$tool" unlbl list > "$lib_work/list"
	if [ $which = ours ]; then
		expect_eq "$(listed 'address:[0-9a-f.:/]*')" 1200 \
			"ours: the interface has been down and has its labels"
		fill "the labels of IPv4 are removed" $unlbl 4 167772160 600 6:str:clab-s 4:hex:@ \
			5:hex:ffffffff
		fill "the labels of IPv6 are removed" $unlbl 4 167772160 600 6:str:clab-s \
			2:hex:fd0000000000000000000000@ 3:hex:ffffffffffffffffffffffffffffffff
	else
		expect_eq "$(listed 'address:[0-9a-f.:/]*')" 0 \
			"stock: the interface has been down and has lost them"
	fi
done

# B14: a namespace has sockets of the kernel, which stock labels when they are made.
for which in stock ours; do
	setting $which
	for words in "cipso add trans doi:77 tags:1 levels:5=5" "map del default" \
		"map add default protocol:cipso,77"; do
		# shellcheck disable=SC2086 # the words of a command
		$tool $words || bail "$which: $words"
	done
	ip netns add clab-new 2> /dev/null
	status=$?
	ip netns del clab-new 2> /dev/null
	if [ $which = ours ]; then
		expect_eq $status 0 "ours: a namespace can be made though the kernel's label has no number"
	else
		expect_ne $status 0 "stock: no namespace can be made while the kernel's label has no number"
	fi
	for words in "map del default" "cipso del doi:77" "map add default protocol:unlbl"; do
		# shellcheck disable=SC2086
		$tool $words || bail "$which: $words"
	done
done

done_testing
