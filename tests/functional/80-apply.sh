#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A configuration is replaced whole or not at all, and what is dumped can be
# loaded again.
#
# Lane: long
# Time limit: 480

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure

save=$lib_work/save
again=$lib_work/again
large=$lib_work/large

# saved FILE: dump the configuration.
saved() {
	kit lab save "$1"
}

# same FILE FILE TEST
same() {
	cmp -s "$1" "$2"
	ok $? "$3" "$(od -An -tx1 "$1" | head -n 5)"$'\n--\n'"$(od -An -tx1 "$2" | head -n 5)"
}

# generation: of the configuration, by a look-up of 127.0.0.1.
generation() {
	kit genl CLAB_LAB 1
	[[ ${got[answer]} =~ ^08000100(..)(..)(..)(..) ]] &&
		echo $((0x${BASH_REMATCH[4]}${BASH_REMATCH[3]}${BASH_REMATCH[2]}${BASH_REMATCH[1]}))
}

# Round trip.
text=$(show_config)
saved "$save"
got_eq interrupted no "a dump that nobody disturbs is whole"
got_eq entries 7 "it has two DOIs, four selectors and the accept flag"
kit lab load "$save"
got_eq errno 0 "what was dumped can be loaded"
expect_eq "$(show_config)" "$text" "and the other families list the same as before"
saved "$again"
same "$save" "$again" "and it dumps the same again"

# Everything at once, and everything as a table.
"$TESTKIT" lab many "$large" 2000 500 60000
kit lab load "$large"
got_eq errno 0 "2,000 selectors, 500 domains and 60,000 categories are loaded"
got_ge messages 10 "by many messages"
saved "$again"
got_eq interrupted no "the dump of that is whole"
cp "$again" "$large.1"
kit lab load "$large.1"
got_eq errno 0 "the dump can be loaded"
saved "$again"
same "$again" "$large.1" "and the large one dumps the same again"
kit lab load "$save"
expect_eq "$(show_config)" "$text" "and the small configuration comes back"

# Killed between any two messages.
kit lab load "$large" dry
total=${got[messages]}
got_eq errno 0 "a dry run is answered"
expect_eq "$(show_config)" "$text" "and changes nothing"
before=$(generation)
wrong=0
for ((stop = 1; stop < total; stop++)); do
	kit lab load "$large" stop=$stop
	[ "${got[messages]}" = $stop ] || wrong=$((wrong + 1))
done
expect_eq "$wrong" 0 "a transaction is killed after each of its $((total - 1)) messages"
expect_eq "$(generation)" "$before" "and nothing has changed"
expect_eq "$(show_config)" "$text" "and all is as it was"
kit genl CLAB_LAB 3
got_eq errno ENOENT "an entry without a transaction is refused"

# So is one of 100,000 entries.
"$TESTKIT" lab many "$large.2" 60000 39995 0
kit lab load "$large.2" msg=$((60 * 1024)) dry
total=${got[messages]}
got_eq errno 0 "a dry run of 100,000 entries is answered"
wrong=0 began=$SECONDS
for ((stop = 1; stop < total; stop++)); do
	kit lab load "$large.2" msg=$((60 * 1024)) stop=$stop
	[ "${got[messages]}" = $stop ] || wrong=$((wrong + 1))
done
expect_eq "$wrong" 0 "it is killed after each of its $((total - 1)) messages"
diag "in $((SECONDS - began)) s"
expect_eq "$(generation)" "$before" "and nothing has changed by 100,000 entries"
expect_eq "$(show_config)" "$text" "and all is as it was before them"

# Only if nobody else has changed it.
kit lab load "$save" if=$((before + 5))
got_eq errno ESTALE "another generation is refused"
expect_match "${got[extack]}" 'changed meanwhile' "with a sentence"
kit lab load "$save" if=$before
got_eq errno 0 "the right one is taken"
expect_eq "$(generation)" $((before + 1)) "and the generation is one higher"

# One entry that can't be: nothing happens, and the sentence names it.
kit genl CLAB_LAB 2 -- 3 4:nested 1:u8:2 9:u32:3 2:u32:77 end -- 4
expect_match "$kit_text" 'errno=EINVAL.*is not defined.*offset.*errno=ENOENT' \
	"a mapping of an unknown DOI ends the transaction"
kit genl CLAB_LAB 2 -- 3 4:nested 1:u8:1 2:u32:9 3:u32:2 4:hex:01 end \
	4:nested 1:u8:1 2:u32:9 3:u32:2 4:hex:01 end -- 4
expect_match "$kit_text" 'errno=0.*errno=0.*errno=EEXIST.*is defined already' \
	"a DOI that is there twice is refused"
kit genl CLAB_LAB 2 -- 2
expect_match "$kit_text" 'errno=0.*errno=EBUSY' "one transaction per socket"
kit genl CLAB_LAB 2 -- 5 -- 5
expect_match "$kit_text" 'errno=0.*errno=0.*errno=ENOENT' "it can be given up once"
expect_eq "$(show_config)" "$text" "after all that nothing has changed"

# Under traffic: an untouched DOI loses no packet and keeps its label.
cat > "$lib_work/swap" <<END
for i in \$(seq 4); do
	$TESTKIT lab load $save > /dev/null
	$TESTKIT lab load $large.1 > /dev/null
	$TESTKIT lab load $save > /dev/null
done
END
kit lab sending "$LOCAL_ADDR" -- sh "$lib_work/swap"
got_ge sent 100 "datagrams are sent while the configuration is replaced 12 times"
got_eq refused 0 "none is refused"
got_eq arrived "${got[sent]}" "all arrive"
expect_match "${got[label]}" ':' "with a label"
got_eq other_label "" "always the same one"

# Dumps while the configuration changes.
"$TESTKIT" lab load "$large.1" > /dev/null
"$TESTKIT" lab churn 4000 > "$lib_work/churn" &
churn=$!
interrupted=0 wrong=0
for ((i = 0; i < 20; i++)); do
	saved "$again"
	[ "${got[interrupted]}" = no ] || interrupted=$((interrupted + 1))
	# Not interrupted: with the DOI that comes and goes, or without it.
	[ "${got[interrupted]}" = yes ] ||
		[[ $(($(stat -c %s "$again") - $(stat -c %s "$large.1"))) =~ ^(0|40)$ ]] ||
		wrong=$((wrong + 1))
done
wait $churn
expect_ge "$interrupted" 1 "a dump during changes is marked"
expect_eq "$wrong" 0 "one that is not marked is right"
diag "$interrupted of 20 dumps were interrupted by $(cat "$lib_work/churn")"

# Static labels and settings are part of it.
settings=/proc/sys/net/cipsolab
values() {
	cat $settings/cache_bucket_size $settings/rbm_optfmt $settings/validate_strict | tr '\n' ' '
}
# six: the label that a server sees of an IPv6 client at the other end.
six() {
	wait_for 10 ip netns exec clab-other ping -c 1 -W 1 fd00:9::1
	kit six fd00:9::1 5010 /run/netns/clab-other
	echo "${got[server_sees]-none}"
}
label=$NETPEER:s0:c
{
	ip netns add clab-other &&
		ip link add clab-here type veth peer name there netns clab-other &&
		ip address add fd00:9::1/64 dev clab-here nodad && ip link set clab-here up &&
		ip -n clab-other address add fd00:9::2/64 dev there nodad && ip -n clab-other link set there up
} || bail "no topology"
kit lab load "$save"
expect_eq "$(six) $(called clab_hooks_in6) $(called clab_hooks_guard)" "none no no" "no static label, no IPv6 hook"
static_add clab-here fd00:9::/32 "${label}2"
static_add clab-here 10.9.0.0/16 "${label}1"
static_add 'clab*' fd00::/16 "${label}4"
static_add default 0.0.0.0/0 "${label}7"
before=$(generation)
kit lab listen config 300 -- sh -c "echo 1 > $settings/rbm_optfmt; echo 1 > $settings/rbm_optfmt; echo 20 > $settings/cache_bucket_size"
expect_eq "$(sort <<< "$kit_text" | uniq -c | tr -s ' ')" " 2 event=4 comm=sh entry=yes" \
	"a setting that is changed by its file is told of"
expect_eq "$(generation)" $((before + 2)) "and counted"
kit genl CLAB_MGMT 1 '1:str:a "b", c' 2:u32:5
got_eq errno 0 "a domain may have any name"
saved "$again"
got_eq entries 14 "the dump has four static labels, two settings and a domain more"
cp "$again" "$large"
kit lab load "$large"
got_eq errno 0 "it can be loaded"
saved "$again"
same "$again" "$large" "and dumps the same again"
expect_eq "$(values)" "20 1 0 " "the settings are as they were"
expect_eq "$(six)" "${label}2" "the static label of a device that is there works on"
kit genl CLAB_LAB 1
expect_match "${got[answer]}" 0800050004000000 "STATUS counts four static labels"
kit genl CLAB_LAB 12 9:str:clab-here 10:hex:0a090002
expect_match "${got[answer]-}" "$(kit_text_hex "${label}1")00" "a look-up finds the label of an interface"
kit genl CLAB_LAB 12 9:str:clab-there 11:hex:fd000009000000000000000000000002
expect_match "${got[answer]-}" "$(kit_text_hex 'clab*')00.*$(kit_text_hex "${label}4")00" "or that of the beginning of its name"
kit lab load "$save"
expect_eq "$(six) $(static_list) $(values)" "none  10 0 0 " "a configuration without them takes them away"
expect_eq "$(called clab_hooks_in6)" no "and the IPv6 hook"
kit lab load "$large"
expect_eq "$(six) $(called clab_hooks_in6)" "${label}2 yes" "and back: IPv6 packets are labeled at once"

# A device that is younger than the entry is bound by the commit.
kit lab load "$save"
ip link del clab-here
ip link add clab-here type veth peer name there netns clab-other
ip address add fd00:9::1/64 dev clab-here nodad && ip link set clab-here up
ip -n clab-other address add fd00:9::2/64 dev there nodad && ip -n clab-other link set there up
"$TESTKIT" lab load "$large" > /dev/null
expect_eq "$(six)" "${label}2" "a device that is younger than the dump is bound"

# What a DOI takes with it is told of, each mapping by itself.
kit genl CLAB_CIPSOv4 1 1:u32:7 2:u32:2 4:nest 3:u8:1 end
ctl map add domain:one_t protocol:cipso,7
ctl map add domain:two_t protocol:cipso,7
kit lab listen config 300 -- "$CTL" cipso del doi:7
expect_eq "$(grep -c '^event=2 .*entry=yes$' <<< "$kit_text")" 3 "a DOI and two mappings: three events"

# The accept flag comes and goes with its hooks; what they drop is told of once.
{ printf '\x14\x00\x04\x80\x05\x00\x01\x00\x04\x00\x00\x00\x08\x00\x0f\x00\x00\x00\x00\x00'; } > "$lib_work/refuse"
kit lab load "$lib_work/refuse"
expect_eq "$(ctl unlbl list | head -n 1) $(called clab_hooks_guard)" "accept:off yes" "unlabeled packets are refused"
before=$(counter rx_unlabeled_refused)
kit lab listen drop 500 -- "$TESTKIT" six fd00:9::1 5010 /run/netns/clab-other
refused=$(counted rx_unlabeled_refused "$before")
expect_ge "$refused" 1 "IPv6 packets without a label are dropped"
expect_eq "$(grep -c '^drop=unlabeled direction=0 offset=-1 option=no address=16$' <<< "$kit_text")" "$refused" \
	"and each is told of once, with its addresses"

echo 1 > $settings/validate_strict
kit genl CLAB_LAB 11
got_eq errno 0 "flush is done"
expect_eq "$(ctl cipso list)" "" "and leaves no DOI"
expect_eq "$(ctl unlbl list) $(values)" "accept:on 10 0 0 " "no static label, nothing refused, settings at their defaults"
expect_eq "$(called clab_hooks_in6) $(called clab_hooks_guard)" "no no" "and no IPv6 hook"
done_testing
