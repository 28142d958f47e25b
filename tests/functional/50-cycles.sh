#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Load and unload under traffic, 20 times, each with 1,000 labeled datagrams in
# flight: sent, and not yet read by anybody, when rmmod is called.
#
# Lane: long
# Time limit: 240

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
addresses

cycles=20
slab=/sys/kernel/slab/xfrm_state

# Objects of the states' slab, without those that a processor keeps in reserve.
states() {
	echo 1 > $slab/shrink
	awk '{ print $1 }' $slab/objects
}

# Permission look-ups for 1,000 datagrams: peer checks add two or more to each.
lookups() {
	kit avc -n 1000
	echo "${got[lookups]-none}"
}

# shellcheck disable=SC2317 # wait_for calls it
off() {
	[ "$(lookups)" -le $((base + 200)) ]
}

# shellcheck disable=SC2317 # wait_for calls it
gone() {
	[ "$(states)" -le "$start" ]
}

module_unload || bail "rmmod failed"
lookups > /dev/null				# the first ones fill caches
base=$(lookups)
expect_match "$base" '^[0-9]+$' "SELinux's look-ups can be counted"
start=$(states)
expect_match "$start" '^[0-9]+$' "the slab of xfrm states can be read"

insmod "$MODULE"
expect_le "$(lookups)" $((base + 200)) "loaded, nothing configured: no peer check"
configure
expect_ge "$(lookups)" $((base + 1000)) "configured: SELinux checks peers"
flush_config
wait_for 20 off
ok $? "flushed: no peer check" "$(lookups) look-ups, $base before"
module_unload || bail "rmmod failed"

cat > "$lib_work/load" <<END
set -e
insmod $MODULE
for words in "cipso add pass doi:1 tags:1" "cipso add local doi:2" "map del default" \
	"map add default address:0.0.0.0/0 protocol:unlbl" \
	"map add default address:::/0 protocol:unlbl" \
	"map add default address:$LOCAL_ADDR protocol:cipso,2" \
	"map add default address:$PASS_ADDR protocol:cipso,1"; do
	$CTL \$words
done
END

# A small MTU, so that the option's length shows in the segment size.
ip link set lo mtu 1500
"$TESTKIT" cycle -a "$LOCAL_ADDR" -s "$SERVER" -c "$C5" -n $cycles -t 200000 \
	-L "sh $lib_work/load" -U "rmmod cipsolab" > "$lib_work/cycles" 2>&1
status=$?
expect_eq "$status" 0 "$cycles cycles: connections that are busy all the time survive"
expect_match "$(head -n 1 "$lib_work/cycles")" ' mss_before=1448\.\.1448$' \
	"before: segments of 1448 octets"

# field NAME: of the line of a cycle
field() {
	[[ " $line" =~ \ $1=([^ ]*) ]] && echo "${BASH_REMATCH[1]}"
}

count=0
while IFS= read -r line; do
	[[ $line == cycle=* ]] || continue
	count=$((count + 1))
	ends=$(field ends)
	expect_eq "$(field load) $(field unload)" "0 0" "cycle $count: loads and unloads"
	expect_ge "$(field labeled)" 1000 "cycle $count: at least 1,000 labeled packets"
	expect_eq "$(field queued)" 1000 "cycle $count: all 1,000 datagrams in flight arrive"
	expect_eq "$(field badsum) $(field badopt)" "0 0" "cycle $count: headers are right"
	expect_eq "$(field mss_loaded)" 1436..1436 "cycle $count: segments shrink by the option"
	expect_eq "$(field alive_after)" "$ends" "cycle $count: all $((ends / 2)) connections survive"
	expect_eq "$(field mss_after)" 1448..1448 "cycle $count: segments have their size again"
	expect_eq "$(field labeled_after)" 0 "cycle $count: nothing is labeled after rmmod"
	expect_ge "$(field packets_after)" 10 "cycle $count: traffic goes on after rmmod"
	expect_eq "$(field busy_tcp) $(field busy_udp)" "yes yes" "cycle $count: both kinds were busy"
done < "$lib_work/cycles"
expect_eq "$count" "$cycles" "all cycles were run"
line=$(tail -n 1 "$lib_work/cycles")
expect_eq "$(field dead)" 0 "no busy process gave up"
expect_eq "$(field lost)" 0 "no datagram was lost"
# Sends are refused while there is no default mapping, between two of the load
# command's words; how many is a matter of time.
diag "$line"

wait_for 20 off
ok $? "afterwards: no peer check" "$(lookups) look-ups, $base before"
wait_for 20 gone
ok $? "afterwards: the slab of xfrm states is back where it started" "$(states), $start before"

insmod "$MODULE"
done_testing
