#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is changed in one step: an address selector, a mapping, a DOI; what is
# looked up, counted and told of.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure
lab="CLAB_LAB"

# Entries. Numbers: include/uapi/linux/cipsolab.h.
default4=(4:nested 1:u8:2 9:u32:5 8:u16:2 end)
default6=(4:nested 1:u8:2 9:u32:5 8:u16:10 end)
local_cipso=(4:nested 1:u8:2 9:u32:3 2:u32:2 10:hex:7f000001 12:u8:32 end)
local_plain=(4:nested 1:u8:2 9:u32:5 10:hex:7f000001 12:u8:32 end)
local_where=(4:nested 1:u8:2 10:hex:7f000001 12:u8:32 end)
every=(4:nested 1:u8:2 9:u32:5 10:hex:00000000 12:u8:0 end)

# lookup WORD...: the answer as octets.
lookup() {
	kit genl $lab 12 "$@"
	echo "${got[errno]-} ${got[answer]-}"
}

# One selector.
before=$(show_config)
kit genl $lab 8 "${local_plain[@]}"
got_eq errno 0 "an address selector is replaced"
expect_match "$(ctl map list)" 'address:127.0.0.1/32,protocol:UNLABELED' "and the others stay"
kit genl $lab 7 "${local_where[@]}"
got_eq errno 0 "an address selector is removed"
kit genl $lab 7 "${local_where[@]}"
got_eq errno ENOENT "and is gone then"
got_eq extack "this address is not mapped" "which the refusal says"
kit genl $lab 8 "${local_cipso[@]}"
got_eq errno ENOENT "what is not there is not replaced"
ctl map add default "address:$LOCAL_ADDR" protocol:cipso,2
expect_eq "$(show_config | tr ' ,' '\n' | sort)" "$(tr ' ,' '\n' <<< "$before" | sort)" "and can be added again"

# Look-ups.
expect_match "$(lookup 10:hex:7f000001)" '^0 .*7f000001' "a look-up finds the address selector"
expect_match "$(lookup 10:hex:7f000002)" '^0 .*08000a0000000000' "or a shorter one"
expect_match "$(lookup 8:str:nobody_t 10:hex:7f000001)" '^0 .*7f000001' \
	"a domain without a mapping falls back on the default"
ctl map add domain:somebody_t protocol:cipso,1
expect_match "$(lookup 8:str:somebody_t 10:hex:7f000001)" '^0 .*736f6d65626f64795f74' \
	"a domain with a mapping has its own"
ctl map del domain:somebody_t
kit genl $lab 12
got_eq errno EINVAL "a look-up needs an address"

# A mapping, in one step; a datagram never finds none.
cat > "$lib_work/replace" <<END
for i in \$(seq 25); do
	$TESTKIT genl $lab $(for i in {1..20}; do
		printf '%s ' "9 ${default4[*]} ${default6[*]} -- 9 ${every[*]} ${default6[*]}" \
			"${local_cipso[*]} --"
	done) 1
done
END
kit lab sending "$LOCAL_ADDR" -- sh -c "sh $lib_work/replace > $lib_work/replaced"
expect_eq "$(grep -c 'errno=0' "$lib_work/replaced")" $((25 * 41)) \
	"the default mapping is replaced 1,000 times"
got_ge sent 100 "while datagrams are sent"
got_eq refused 0 "none of which finds no mapping"
kit genl $lab 9 "${default4[@]}" 4:nested 1:u8:2 9:u32:3 2:u32:77 end
got_eq errno EINVAL "a mapping of an unknown DOI is refused"
expect_match "$(ctl map list)" 'address:127.0.0.1/32' "and the one before stays"

# A DOI, in one step.
flush_config
configure
kit udp -a "$PASS_ADDR" -c "$C5"
first=${got[server_sees.0]-}
kit genl $lab 10 4:nested 1:u8:1 2:u32:1 3:u32:2 4:hex:02 end
got_eq errno 0 "a DOI in use is defined anew"
expect_match "$(ctl cipso list doi:1)" 'tags:2' "and has its new tag"
kit_sniffed udp -a "$PASS_ADDR" -c "$C5"
expect_match "$(packet_opt 'opt=86')" '^86..0000000102' "which is on the wire at once"
got_eq server_sees.0 "$first" "and the label is the same"
kit genl $lab 10 4:nested 1:u8:1 2:u32:77 3:u32:2 4:hex:02 end
got_eq errno ENOENT "a DOI that is not there is not replaced"
kit genl CLAB_CIPSOv4 2 1:u32:1
got_eq errno EBUSY "the new definition is in use as the old one was"

# Counters: kinds 3 (DOI) and 4 (mapping).
kit genl $lab 14
got_eq errno 0 "the counters are reset"
"$TESTKIT" udp -a "$PASS_ADDR" -c "$C5" -n 10 > /dev/null
stats=$("$TESTKIT" genl $lab 13 dump 14:u32:8 | tail -n 3)
expect_match "$stats" '0b000a00|0c000900' "a DOI has counters"
expect_match "$stats" '0800020001000000.*0c0008000b00000000000000' "DOI 1 has received 11 packets"

# Events.
"$TESTKIT" lab listen config 500 -- "$CTL" cipso add pass doi:55 tags:1 > "$lib_work/heard"
expect_match "$(cat "$lib_work/heard")" '^event=1 comm=cipsoctl entry=yes$' "a change is told of"
"$TESTKIT" lab listen config 500 -- "$TESTKIT" genl $lab 11 > "$lib_work/heard"
expect_match "$(cat "$lib_work/heard")" 'event=6 comm=clab-testkit entry=no' "as is a flush"
configure
accept_strays
"$TESTKIT" lab listen drop 500 -- "$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" \
	-O 860b0000000101060100c0 > "$lib_work/heard"
expect_match "$(cat "$lib_work/heard")" 'drop=[a-z-]+ direction=0 offset=[0-9]+ option=yes' \
	"a packet that is dropped is told of"
reason=$(sed -n 's/^drop=\([a-z-]*\) .*/\1/p' "$lib_work/heard" | head -n 1)
kit genl $lab 13 dump 14:u32:4
expect_match "$kit_text" "$(printf %s "${reason:-none}" | od -An -tx1 | tr -d ' \n')" \
	"and counted by its reason"

# Who may do what.
kit_text=$(setpriv --reuid 65534 --clear-groups "$TESTKIT" genl $lab 11 2>&1)
expect_match "$kit_text" 'errno=EPERM' "without CAP_NET_ADMIN nothing is flushed"
kit_text=$(setpriv --reuid 65534 --clear-groups "$TESTKIT" genl $lab 6 dump 2>&1)
expect_match "$kit_text" 'errno=0' "without CAP_NET_ADMIN the configuration is dumped"
kit_text=$(unshare -Urn "$TESTKIT" genl $lab 6 dump 2>&1)
expect_match "$kit_text" 'errno=EPERM' "root of another user namespace sees nothing"
kit_text=$(setpriv --reuid 65534 --clear-groups "$TESTKIT" lab listen drop 10 -- true 2>&1)
expect_match "$kit_text" 'not permitted' "without CAP_NET_ADMIN nobody listens"

# Another namespace has its own.
ip netns add clab-other
kit genl $lab 1
mine=${got[answer]}
ip netns exec clab-other "$TESTKIT" genl $lab 11 > /dev/null
kit genl $lab 1
got_eq answer "$mine" "a flush in another namespace changes nothing here"

# Attributes that a command does not have, and flags.
kit genl $lab 1 2:u32:1
got_eq extack "this command does not have this attribute" "an attribute of another command is refused"
kit genl $lab 11 3:u32:64
got_eq errno EINVAL "an unknown flag is refused"
kit genl $lab 11 77:u32:1
got_eq errno EINVAL "an unknown attribute is refused"
kit genl $lab 8 4:nested 1:u8:2 9:u32:5 10:hex:7f000001 12:u8:32 3:u32:1 end
got_eq extack "this kind of entry does not have this attribute" "as is one of another kind of entry"
kit genl $lab 8 4:nested 1:u8:2 9:u32:5 10:hex:7f000001 12:u8:24 end
got_eq extack "the address has bits behind its prefix" "and bits behind the prefix"
done_testing
