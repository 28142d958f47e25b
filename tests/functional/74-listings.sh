#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Listings are complete whatever their size, end, and say when they were
# interrupted by a change.
#
# Time limit: 400

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

# words TEXT REGEX: how many matches.
words() {
	grep -oE -- "$1" | wc -l
}

# fill NAME FAMILY COMMAND FIRST COUNT WORDS...
fill() {
	local name=$1

	shift
	kit fill "$@"
	got_eq errors 0 "$name can be configured"
}

ctl cipso add pass doi:1 tags:1

# The number of types in Debian's policy.
fill "4041 domains" CLAB_MGMT 1 1 4041 '1:str:domain#_t' 2:u32:5 11:u16:2
ctl map list > "$lib_work/maps"
expect_eq "$(words 'domain:"domain[0-9]+_t",UNLABELED' < "$lib_work/maps")" 4041 "4041 domains are listed"
expect_eq "$(grep -oE 'domain[0-9]+_t' "$lib_work/maps" | sort -u | wc -l)" 4041 "each of them once"
kit interrupt CLAB_MGMT 3 CLAB_MGMT 2 1:str:domain9_t
got_eq errno 0 "a domain is removed during a listing"
got_eq marked 1 "the listing of domains is marked"
fill "their removal" CLAB_MGMT 2 1 8 '1:str:domain#_t'
fill "the removal of the others" CLAB_MGMT 2 10 4032 '1:str:domain#_t'

fill "100,000 selectors" CLAB_MGMT 1 167772160 100000 1:str:many_t 2:u32:5 '7:hex:@' 8:hex:ffffffff
ctl map add domain:behind_t protocol:cipso,1
ctl map list > "$lib_work/maps"
expect_eq "$(words 'address:10\.[0-9./]*,protocol:UNLABELED' < "$lib_work/maps")" 100000 \
	"100,000 selectors of a domain are listed"
expect_eq "$(words 'domain:"behind_t"' < "$lib_work/maps")" 1 "so is the domain behind them"
kit interrupt CLAB_MGMT 3 CLAB_MGMT 2 1:str:behind_t
got_eq marked 1 "the listing of selectors is marked"
ctl map del domain:many_t

ctl map del default
fill "5000 selectors of the default" CLAB_MGMT 4 167772160 5000 2:u32:5 '7:hex:@' 8:hex:ffffffff
ctl map list > "$lib_work/maps"
expect_eq "$(words 'address:10\.[0-9./]*,protocol:UNLABELED' < "$lib_work/maps")" 5000 \
	"5000 selectors of the default are listed"
kit genl CLAB_MGMT 6
got_eq errno EMSGSIZE "one message does not hold them"
expect_match "${got[extack]-}" dump "and the refusal says what does"
ctl map del default
ctl map add default protocol:unlbl
ctl map add domain:user_t address:10.1.2.3/16 protocol:cipso,1
kit genl CLAB_CIPSOv4 2 1:u32:1
got_eq errno EBUSY "a DOI in use stays"
expect_eq "${got[extack]-}" "domain user_t, address 10.1.0.0/16, uses this DOI" "and its user is named"
ctl map del domain:user_t
ctl map del default
ctl map add default address:0.0.0.0/0 protocol:cipso,1
kit genl CLAB_CIPSOv4 2 1:u32:1
expect_eq "${got[extack]-}" "the default mapping, address 0.0.0.0/0, uses this DOI" \
	"the default's address is named"
ctl map del default
ctl map add default protocol:cipso,1
kit genl CLAB_CIPSOv4 2 1:u32:1
expect_eq "${got[extack]-}" "the default mapping uses this DOI" "the default is named"
ctl map del default
ctl map add default protocol:unlbl

# The empty domain is one like any other.
kit genl CLAB_MGMT 1 1:str: 2:u32:3 4:u32:1
got_eq errno 0 "the empty domain is taken"
expect_eq "$(ctl map list | words 'domain:"",CIPSOv4,1')" 1 "and listed"
kit genl CLAB_MGMT 2 1:str:
got_eq errno 0 "and removed"

label=7:hex:$(kit_text_hex "$NETPEER:s0:c1")00
fill "10,000 static labels" CLAB_UNLBL 3 167772160 10000 6:str:clab-none '4:hex:@' 5:hex:ffffffff "$label"
fill "600 of IPv6" CLAB_UNLBL 3 1 600 6:str:clab-none '2:hex:20010db80000000000000000@' \
	3:hex:ffffffffffffffffffffffffffffffff "$label"
fill "300 of the default" CLAB_UNLBL 6 167772160 300 '4:hex:@' 5:hex:ffffffff "$label"
static_list > "$lib_work/statics"
expect_eq "$(grep -c '^interface:clab-none,address:10\.' "$lib_work/statics")" 10000 \
	"10,000 static labels of an interface are listed"
expect_eq "$(grep -c '^interface:clab-none,address:2001:' "$lib_work/statics")" 600 "those of IPv6, too"
expect_eq "$(grep -c '^interface:DEFAULT,' "$lib_work/statics")" 300 "those of the default, too"
expect_eq "$(sort -u "$lib_work/statics" | wc -l)" 10900 "each static label once"
kit interrupt CLAB_UNLBL 5 CLAB_UNLBL 1 1:u8:0
got_eq marked 1 "the listing of static labels is marked"
ctl unlbl accept on

# The one that was listed last may be the one that goes.
kit interrupt CLAB_UNLBL 5 CLAB_UNLBL 4 6:str:clab-none 4:hex:0a000001 5:hex:ffffffff
got_eq errno 0 "a static label is removed during a listing"
got_eq marked 1 "and the listing is marked"
kit interrupt CLAB_UNLBL 5 CLAB_UNLBL 2
got_eq marked 0 "one that nothing interrupts is not marked"
got_eq messages 10599 "and complete"

# A context that the shortest message of a listing does not hold, to a reader
# that has shown no buffer yet.
cats=$(for ((c = 4; c < 1024; c += 2)); do printf ',c%d' $c; done)
wide="$NETPEER:s0:c0,c2$cats-s0:c0.c2$cats"
static_add clab-none 192.0.2.0/24 "$wide"
got_eq errno 0 "a label of ${#wide} octets is taken"
expect_eq "$(static_list | grep -cF "$wide")" 1 "and listed, all of it"
kit genl 16 3 2:str:CLAB_UNLBL
[[ ${got[answer]-} =~ 06000100(..)(..) ]]
family=$((16#${BASH_REMATCH[2]}${BASH_REMATCH[1]}))
expect_eq "$("$TESTKIT" genl $family 5 dump | grep -c ^answer=)" 10600 "the listing goes on behind it"

# As many as there may be; the next one is refused.
fill "as many as there may be" CLAB_UNLBL 6 184549376 $((65536 - 10900)) '4:hex:@' 5:hex:ffffffff "$label"
kit genl CLAB_UNLBL 6 4:hex:0c000000 5:hex:ffffffff "$label"
got_eq errno ENOSPC "one more is refused"

fill "the removal of static labels" CLAB_UNLBL 4 167772162 9998 6:str:clab-none '4:hex:@' 5:hex:ffffffff
fill "the removal of the first" CLAB_UNLBL 4 167772160 1 6:str:clab-none '4:hex:@' 5:hex:ffffffff
fill "the removal of those of IPv6" CLAB_UNLBL 4 1 600 6:str:clab-none \
	'2:hex:20010db80000000000000000@' 3:hex:ffffffffffffffffffffffffffffffff
fill "the removal of the default's" CLAB_UNLBL 7 167772160 300 '4:hex:@' 5:hex:ffffffff
fill "the removal of the rest" CLAB_UNLBL 7 184549376 $((65536 - 10900)) '4:hex:@' 5:hex:ffffffff
static_del clab-none 192.0.2.0/24
expect_eq "$(static_list)" "" "all are removed"

done_testing
