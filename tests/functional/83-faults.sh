#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Each allocation that a request, a namespace, a packet or the module itself needs
# fails once (tests/faults/): what is refused is refused in words and has changed
# nothing, the next try works, and nothing is left in use. CLAB_FAULTS=long ("make
# check-faults") takes every allocation of every command, then also lets all behind it
# fail, and loads 100,000 entries; without it some are taken of some.
#
# Lane: long
# Time limit: 3000

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

FAULTS=${MODULE%/*}/clab_faults.ko
long=${CLAB_FAULTS:-}
goal=$lib_work/goal
label=$(kit_text_hex "$NETPEER:s0:c1")00
v4=(4:hex:0a090000 5:hex:ffff0000)
v6=(2:hex:20010db8000000000000000000000000 3:hex:ffffffff000000000000000000000000)

# faults NAME LEAST WORD...: of the failures at least LEAST are refused.
faults() {
	local name=$1 least=$2 began=$SECONDS

	shift 2
	kit faults "$@"
	[ "${got[wrong]-}" = 0 ] && [ "${got[refused]-0}" -ge "$least" ]
	ok $? "$name: each failure is refused, or does no harm, and changes nothing" \
		"want at least $least refused"$'\n'"$kit_text"
	[ "${got[live]-}" = 0 ] && [ "${got[missed]-}" = 0 ]
	ok $? "$name: nothing is left in use" "$kit_text"
	diag "${got[calls]-} allocations, ${got[refused]-} refused, ${got[optional]-} without harm; $((SECONDS - began)) s"
	[ -z "${CLAB_VERBOSE:-}" ] || diag "$(grep '^optional: ' <<< "$kit_text" | sort | uniq -c)"
}

# some N NAME LEAST WORD...: only every Nth allocation, unless the run is a long one.
some() {
	local every=${long:+1}

	every=${every:-$1}
	faults "$2" $((($3 + every - 1) / every)) "every=$every" "${@:4}"
	[ -z "$long" ] || [ "$4" = tcp ] || faults "$2, and all behind it" "$3" all "${@:4}"
}

# genl NAME LEAST FAMILY WORD...: a request; long_genl only in a long run.
genl() {
	some 1 "$1" "$2" genl "${@:3}"
}

long_genl() {
	[ -z "$long" ] || genl "$@"
}

flush() {
	"$TESTKIT" genl CLAB_LAB 11 > /dev/null
}

# The module itself.
{ rmmod cipsolab && insmod "$FAULTS"; } ||
	bail "the module of the test cannot be inserted; has 'make faults-module' been run?"
# shellcheck disable=SC2317 # the trap calls it
faults_cleanup() {
	kit_cleanup
	rmmod clab_faults
}
trap faults_cleanup EXIT
expect_ge "$(dmesg | grep -c ' clab_faults: ')" 8 "probes are placed"
strip -g -o "$lib_work/cipsolab.ko" "$MODULE" || bail "no strip"
some 8 "the module" 16 insmod "$lib_work/cipsolab.ko"
insmod "$MODULE" || bail "the module cannot be inserted"
flush
some 2 "a namespace" 8 unshare .

# What registers hooks first.
genl "the first DOI" 4 CLAB_CIPSOv4 1 1:u32:7 2:u32:2 4:nest 3:u8:1 end
long_genl "accept off, at first" 4 CLAB_UNLBL 1 1:u8:0
genl "the first static label, IPv6" 10 CLAB_UNLBL 3 6:str:lo "${v6[@]}" "7:hex:$label"

# Of everything something.
configure
cat > "$lib_work/more" <<-END
	cipso add trans doi:3 tags:1,2 levels:0=0,1=5,2=3 categories:0=1,1=0,5=2,9=7
	cipso add pass doi:7 tags:1
	map add domain:seven_t protocol:cipso,7
	map add domain:one_t protocol:cipso,1
	map add domain:two_t protocol:unlbl,4
	map add domain:two_t protocol:unlbl,6
	map add domain:three_t address:10.9.0.0/16 protocol:cipso,3
	map add domain:three_t address:10.8.0.0/16 protocol:cipso,1
	map add domain:three_t address:2001:db8::/32 protocol:unlbl
	map add default address:2001:db8::/32 protocol:unlbl
	map add default address:10.8.0.0/15 protocol:cipso,3
END
ctl -b "$lib_work/more" || bail "what is configured is refused"
static_add lo 10.1.0.0/16 "$NETPEER:s0:c2"
static_add 'cl*' fd00:9::/32 "$NETPEER:s0:c3"
static_add default 10.2.0.0/16 "$NETPEER:s0:c4"
sysctl -qw net.cipsolab.rbm_optfmt=1 net.cipsolab.cache_bucket_size=20
"$TESTKIT" lab save "$goal" > /dev/null
flush
some 6 "a whole configuration" 80 load "$goal"
faults "a whole configuration, entry by entry" 120 each "$goal"
if [ -n "$long" ]; then
	"$TESTKIT" lab many "$lib_work/large" 50000 49990 0
	faults "100,000 entries" 320000 each "$lib_work/large"
	expect_le "${got[untried]-}" 40 "of 100,000 entries: those behind one that could be done without, in one of both runs"
	diag "${got[untried]-} of them"
fi
"$TESTKIT" lab load "$goal" > /dev/null

entry=(4:nested 1:u8:2 7:str:three_t)
long_genl "ADD of a domain" 2 CLAB_MGMT 1 1:str:five_t 2:u32:3 4:u32:1
genl "ADD of a domain with an address" 4 CLAB_MGMT 1 1:str:five_t 2:u32:3 4:u32:1 7:hex:0a090000 8:hex:ffff0000
long_genl "ADD of an address" 2 CLAB_MGMT 1 1:str:three_t 2:u32:5 7:hex:0a0a0000 8:hex:ffff0000
long_genl "ADDDEF of an address" 2 CLAB_MGMT 4 2:u32:3 4:u32:2 7:hex:0a0a0000 8:hex:ffff0000
long_genl "REMOVE" 0 CLAB_MGMT 2 1:str:three_t
long_genl "REMOVEDEF" 0 CLAB_MGMT 5
long_genl "LISTALL of mappings" 0 CLAB_MGMT 3 dump
long_genl "LISTDEF" 2 CLAB_MGMT 6
long_genl "LISTDEF as a listing" 0 CLAB_MGMT 6 dump
long_genl "PROTOCOLS" 0 CLAB_MGMT 7 dump
long_genl "VERSION" 2 CLAB_MGMT 8
long_genl "ADD of a PASS DOI" 1 CLAB_CIPSOv4 1 1:u32:8 2:u32:2 4:nest 3:u8:1 end
genl "ADD of a TRANS DOI" 10 CLAB_CIPSOv4 1 1:u32:8 2:u32:1 4:nest 3:u8:1 end \
	8:nest 7:nest 5:u32:0 6:u32:1 end 7:nest 5:u32:1 6:u32:1 end end \
	12:nest 11:nest 9:u32:1 10:u32:2 end 11:nest 9:u32:2 10:u32:2 end end
long_genl "REMOVE of a DOI" 0 CLAB_CIPSOv4 2 1:u32:7
long_genl "LIST of a DOI" 2 CLAB_CIPSOv4 3 1:u32:3
long_genl "LISTALL of DOIs" 0 CLAB_CIPSOv4 4 dump
genl "ACCEPT" 8 CLAB_UNLBL 1 1:u8:0
long_genl "LIST" 2 CLAB_UNLBL 2
genl "STATICADD" 10 CLAB_UNLBL 3 6:str:lo "${v4[@]}" "7:hex:$label"
long_genl "STATICADD for names" 10 CLAB_UNLBL 3 '6:str:du*' "${v6[@]}" "7:hex:$label"
long_genl "STATICADDDEF" 10 CLAB_UNLBL 6 "${v6[@]}" "7:hex:$label"
long_genl "STATICREMOVE" 0 CLAB_UNLBL 4 6:str:lo 4:hex:0a010000 5:hex:ffff0000
long_genl "STATICREMOVEDEF" 0 CLAB_UNLBL 7 4:hex:0a020000 5:hex:ffff0000
long_genl "STATICLIST" 0 CLAB_UNLBL 5 dump
long_genl "STATICLISTDEF" 0 CLAB_UNLBL 8 dump
genl "STATUS" 2 CLAB_LAB 1
genl "a transaction" 5 CLAB_LAB 2 -- 3 4:nested 1:u8:1 2:u32:9 3:u32:2 4:hex:01 end \
	4:nested 1:u8:2 7:str:nine_t 9:u32:3 2:u32:9 end -- 4
long_genl "a transaction given up" 2 CLAB_LAB 2 -- 3 4:nested 1:u8:1 2:u32:9 3:u32:2 4:hex:01 end -- 5
long_genl "a dry run" 3 CLAB_LAB 2 -- 3 4:nested 1:u8:1 2:u32:9 3:u32:2 4:hex:01 end -- 4 3:u32:1
some 1 "ADD of a domain that somebody hears of" 2 heard genl CLAB_MGMT 1 1:str:five_t 2:u32:3 4:u32:1
some 1 "FLUSH that somebody hears of" 3 heard genl CLAB_LAB 11
genl "DUMP_CONFIG" 1 CLAB_LAB 6 dump
long_genl "SEL_DEL" 0 CLAB_LAB 7 "${entry[@]}" 10:hex:0a090000 12:u8:16 end
genl "SEL_REPLACE" 1 CLAB_LAB 8 "${entry[@]}" 9:u32:5 10:hex:0a090000 12:u8:16 end
genl "MAP_REPLACE" 5 CLAB_LAB 9 "${entry[@]}" 9:u32:5 10:hex:0a090000 12:u8:16 end \
	"${entry[@]}" 9:u32:5 10:hex:0a0a0000 12:u8:16 end
long_genl "MAP_REPLACE of the default" 3 CLAB_LAB 9 4:nested 1:u8:2 9:u32:5 end
genl "DOI_REPLACE" 8 CLAB_LAB 10 4:nested 1:u8:1 2:u32:3 3:u32:1 4:hex:02 \
	5:hex:00000000010000000100000001000000 6:hex:01000000020000000200000002000000 end
genl "FLUSH" 3 CLAB_LAB 11
long_genl "LOOKUP" 2 CLAB_LAB 12 8:str:three_t 10:hex:0a090001
long_genl "LOOKUP of a static label" 2 CLAB_LAB 12 9:str:lo 10:hex:0a010001
genl "STATS" 1 CLAB_LAB 13 dump
long_genl "STATS_RESET" 0 CLAB_LAB 14

# A device whose static labels could not be bound is not there; a later one is.
tell() {
	echo "$*" > /proc/clab_faults
}
tell 0 1 1
text=$(ip link add clab-here index 5000 type dummy 2>&1)
tell -1 0 0
expect_match "$text" "Cannot allocate memory" "a device that a static label can't be bound to is refused"
expect_eq "$(ip link show clab-here 2>&1 | grep -c mtu)" 0 "and is not there"
expect_ok "the next one is" ip link add clab-here index 5000 type dummy
ip link del clab-here

# Packets of labels that are new.
flush
expect_eq "$(called clab_rx 127.0.0.1) $(called clab_hooks_guard) $(called clab_hooks_in6)" "no no no" \
	"after all that no hook is left"
configure
# packets N NAME LEAST udp|tcp ADDR SERVER-SEES CLIENT-SEES NUMBER
packets() {
	some "$1" "$2" "$3" "$4" "$5" "$SERVER" "$USER_TYPE" "$6" "$7" "$8"
}
packets 4 "the first datagram of a LOCAL label" 12 udp "$LOCAL_ADDR" "$USER_TYPE" - 1000
# Whose domain can't be told is not one that nothing is mapped for.
flush
ctl cipso add local doi:2
ctl map add domain:unconfined_t protocol:cipso,2
packets 1 "the first datagram of a domain that is mapped" 12 udp "$LOCAL_ADDR" "$USER_TYPE" - 5000
flush
configure
packets 4 "the first datagram of a PASS label" 16 udp "$PASS_ADDR" "$NETPEER" - 2000
if [ -n "$long" ]; then
	packets 1 "the first connection of a LOCAL label" 20 tcp "$LOCAL_ADDR" "$USER_TYPE" "$SERVER_TYPE" 3000
	packets 1 "the first connection of a PASS label" 20 tcp "$PASS_ADDR" "$NETPEER" "$NETPEER" 4000
else
	# The end of it, where the SYN-ACK's label is kept for the socket.
	faults "the first connection of a LOCAL label" 3 last=5 \
		tcp "$LOCAL_ADDR" "$SERVER" "$USER_TYPE" "$USER_TYPE" "$SERVER_TYPE" 3000
fi
flush
done_testing
