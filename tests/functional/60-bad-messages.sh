#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A malformed configuration message is refused with an error number and a
# sentence, and changes nothing.
#
# Time limit: 240

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure
all=$(show_config)
declare -A before

# listing FAMILY: what the messages of a family can change.
listing() {
	case $1 in
	CLAB_CIPSOv4) ctl cipso list ;;
	CLAB_MGMT) ctl map list ;;
	CLAB_UNLBL) ctl unlbl list ;;
	esac
}

for family in CLAB_CIPSOv4 CLAB_MGMT CLAB_UNLBL; do
	before[$family]=$(listing $family)
done

# bad NAME ERRNO FAMILY COMMAND ATTRIBUTES...: ERRNO may be a regular expression.
bad() {
	local name=$1 errno=$2 family=$3 now

	shift 2
	kit genl "$@"
	[[ ${got[errno]-none} =~ ^($errno)$ ]]
	ok $? "$name: $errno" "$kit_text"
	[[ ${got[extack]-} == *" "* ]]
	ok $? "$name: the refusal says why" "$kit_text"
	now=$(listing "$family")
	[ "$now" = "${before[$family]}" ]
	ok $? "$name: nothing has changed" "$now"
	before[$family]=$now		# one failure is enough for one message
	diag "$name: ${got[errno]-} ${got[extack]-} (${got[offset]-no} offset)"
}

# Numbers of commands and attributes: include/uapi/linux/cipsolab.h.
doi="CLAB_CIPSOv4"
map="CLAB_MGMT"
unlbl="CLAB_UNLBL"
tag1=(4:nest 3:u8:1 end)

bad "DOI add, nothing given" EINVAL $doi 1
bad "DOI add without a number" EINVAL $doi 1 2:u32:2 "${tag1[@]}"
bad "DOI add, number 0" 'EINVAL|ERANGE' $doi 1 1:u32:0 2:u32:2 "${tag1[@]}"
bad "DOI add, half a number" 'EINVAL|ERANGE' $doi 1 1:u16:7 2:u32:2 "${tag1[@]}"
bad "DOI add without a type" EINVAL $doi 1 1:u32:7 "${tag1[@]}"
bad "DOI add, type 0" 'EINVAL|ERANGE' $doi 1 1:u32:7 2:u32:0 "${tag1[@]}"
bad "DOI add, type 9" 'EINVAL|ERANGE' $doi 1 1:u32:7 2:u32:9 "${tag1[@]}"
bad "DOI add without tags" EINVAL $doi 1 1:u32:7 2:u32:2
bad "DOI add, no tag in the list" EINVAL $doi 1 1:u32:7 2:u32:2 4:nest end
bad "DOI add, tag 0" 'EINVAL|ERANGE' $doi 1 1:u32:7 2:u32:2 4:nest 3:u8:0 end
bad "DOI add, tag 200" 'EINVAL|EOPNOTSUPP' $doi 1 1:u32:7 2:u32:2 4:nest 3:u8:200 end
bad "DOI add, tag 6" 'EINVAL|EOPNOTSUPP' $doi 1 1:u32:7 2:u32:2 4:nest 3:u8:6 end
bad "DOI add, tag 128 in PASS" EINVAL $doi 1 1:u32:7 2:u32:2 4:nest 3:u8:128 end
bad "DOI add, six tags" 'EINVAL|E2BIG' $doi 1 1:u32:7 2:u32:2 \
	4:nest 3:u8:1 3:u8:1 3:u8:1 3:u8:1 3:u8:1 3:u8:1 end
bad "DOI add, a number that is taken" EEXIST $doi 1 1:u32:1 2:u32:2 "${tag1[@]}"
bad "DOI add, a tag of four octets" 'EINVAL|ERANGE' $doi 1 1:u32:7 2:u32:2 4:nest 3:u32:1 end
bad "DOI add, something else in the list of tags" EINVAL $doi 1 1:u32:7 2:u32:2 4:nest 9:u8:1 end
bad "DOI add, a list of tags that breaks off" 'EINVAL|ERANGE' $doi 1 1:u32:7 2:u32:2 4:hex:0900
bad "DOI add, an attribute that breaks off" EINVAL $doi 1 1:u32:7 2:u32:2 "${tag1[@]}" raw:2000040001
bad "DOI add, an unknown attribute" EINVAL $doi 1 1:u32:7 2:u32:2 "${tag1[@]}" 77:u32:1
bad "DOI remove without a number" EINVAL $doi 2
bad "DOI remove, unknown" ENOENT $doi 2 1:u32:77
bad "DOI remove, in use" EBUSY $doi 2 1:u32:2
bad "DOI list without a number" EINVAL $doi 3
bad "DOI list, unknown" 'ENOENT|EINVAL' $doi 3 1:u32:77

bad "map add, nothing given" EINVAL $map 1
bad "map add without a domain" EINVAL $map 1 2:u32:5
bad "map add without a protocol" EINVAL $map 1 1:str:x_t
bad "map add, protocol 0" 'EINVAL|ERANGE' $map 1 1:str:x_t 2:u32:0
bad "map add, protocol 4" 'EINVAL|EOPNOTSUPP' $map 1 1:str:x_t 2:u32:4
bad "map add, CALIPSO" 'EINVAL|EOPNOTSUPP|ENOENT|EPROTONOSUPPORT' $map 1 1:str:x_t 2:u32:7 12:u32:1
bad "map add, CIPSO without a DOI" EINVAL $map 1 1:str:x_t 2:u32:3
bad "map add, an unknown DOI" 'EINVAL|ENOENT' $map 1 1:str:x_t 2:u32:3 4:u32:77
bad "map add, an address without a mask" EINVAL $map 1 1:str:x_t 2:u32:5 7:hex:0a000000
bad "map add, a mask without an address" EINVAL $map 1 1:str:x_t 2:u32:5 8:hex:ff000000
bad "map add, a short address" 'EINVAL|ERANGE' $map 1 1:str:x_t 2:u32:5 7:hex:0a00 8:hex:ff000000
bad "map add, a mask with a hole" EINVAL $map 1 1:str:x_t 2:u32:5 7:hex:0a000000 8:hex:ff00ff00
bad "map add, CIPSO to an IPv6 address" 'EINVAL|EOPNOTSUPP|EPROTONOSUPPORT|EAFNOSUPPORT' $map 1 1:str:x_t 2:u32:3 4:u32:1 \
	5:hex:20010db8000000000000000000000000 6:hex:ffffffff000000000000000000000000
bad "map add, addresses of both kinds" EINVAL $map 1 1:str:x_t 2:u32:5 7:hex:0a000000 8:hex:ff000000 \
	5:hex:20010db8000000000000000000000000 6:hex:ffffffff000000000000000000000000
bad "map add, family 77" 'EINVAL|ERANGE|EAFNOSUPPORT' $map 1 1:str:x_t 2:u32:5 11:u16:77
bad "map add, a domain without an end" 'EINVAL|ERANGE' $map 1 1:hex:785f7478 2:u32:5
bad "map add, an endless domain" 'EINVAL|ERANGE|ENAMETOOLONG' $map 1 "1:str:$(printf 'x%.0s' {1..5000})" 2:u32:5
bad "map add, a domain of 256 octets" 'EINVAL|ERANGE' $map 1 "1:str:$(printf 'x%.0s' {1..256})" 2:u32:5
bad "default add, the address is there already" EEXIST $map 4 2:u32:5 7:hex:7f000001 8:hex:ffffffff
bad "default add, the whole over addresses" 'EEXIST|EINVAL|EBUSY' $map 4 2:u32:5
bad "default add, an unknown attribute" EINVAL $map 4 2:u32:5 7:hex:0a000000 8:hex:ff000000 77:u32:1
bad "default add, with a domain" EINVAL $map 4 1:str:x_t 2:u32:5 7:hex:0a000000 8:hex:ff000000
bad "map add, the family is not the address's" EINVAL $map 1 1:str:x_t 2:u32:5 11:u16:10 7:hex:0a000000 8:hex:ff000000
bad "map remove without a domain" EINVAL $map 2
bad "map remove, unknown" ENOENT $map 2 1:str:nobody_t
bad "default list, family 77" 'EINVAL|ERANGE|EAFNOSUPPORT|ENOENT' $map 6 11:u16:77

# A name is any string, as with NetLabel, though cipsoctl asks for a word.
for domain in "" "two words" 'quo"ted,"' "$(printf 'x%.0s' {1..255})"; do
	kit genl $map 1 "1:str:$domain" 2:u32:5
	got_eq errno 0 "map add, a domain named ${domain:0:12}: taken"
	kit genl $map 2 "1:str:$domain"
	got_eq errno 0 "map remove, a domain named ${domain:0:12}: done"
done

bad "accept without a flag" EINVAL $unlbl 1
bad "accept 2" 'EINVAL|ERANGE' $unlbl 1 1:u8:2
bad "accept, a flag of four octets" 'EINVAL|ERANGE' $unlbl 1 1:u32:0

# Static labels: what is refused, with NetLabel's errors.
ctx=7:hex:$(kit_text_hex "$NETPEER:s0:c1")00
v4=(4:hex:0a000000 5:hex:ff000000)
v6=(2:hex:20010db8000000000000000000000000 3:hex:ffffffff000000000000000000000000)
bad "static add, nothing given" EINVAL $unlbl 3
bad "static add without an interface" EINVAL $unlbl 3 "${v4[@]}" "$ctx"
bad "static add without a label" EINVAL $unlbl 3 6:str:lo "${v4[@]}"
bad "static add without an address" EINVAL $unlbl 3 6:str:lo "$ctx"
bad "static add, an address without a mask" EINVAL $unlbl 3 6:str:lo 4:hex:0a000000 "$ctx"
bad "static add, a mask without an address" EINVAL $unlbl 3 6:str:lo 3:hex:ffffffff000000000000000000000000 "$ctx"
bad "static add, addresses of both kinds" EINVAL $unlbl 3 6:str:lo "${v4[@]}" "${v6[@]}" "$ctx"
bad "static add, a short address" 'ERANGE|EINVAL' $unlbl 3 6:str:lo 4:hex:0a 5:hex:ff000000 "$ctx"
bad "static add, a long address" 'ERANGE|EINVAL' $unlbl 3 6:str:lo 4:hex:0a00000000 5:hex:ff000000 "$ctx"
bad "static add, a short IPv6 mask" 'ERANGE|EINVAL' $unlbl 3 6:str:lo "${v6[0]}" 3:hex:ffff "$ctx"
bad "static add, a mask with a hole" EINVAL $unlbl 3 6:str:lo 4:hex:0a000000 5:hex:ff00ff00 "$ctx"
bad "static add, an IPv6 mask with a hole" EINVAL $unlbl 3 6:str:lo "${v6[0]}" \
	3:hex:ffff00ff000000000000000000000000 "$ctx"
bad "static add, a long name" EINVAL $unlbl 3 6:str:abcdefghijklmnop "${v4[@]}" "$ctx"
bad "static add, no name" ENODEV $unlbl 3 6:str: "${v4[@]}" "$ctx"
bad "static add, a name that can't be" ENODEV $unlbl 3 6:str:a/b "${v4[@]}" "$ctx"
bad "static add, a star inside" EINVAL $unlbl 3 "6:str:a*b" "${v4[@]}" "$ctx"
bad "static add, a name without an end" 'EINVAL|ERANGE' $unlbl 3 6:hex:6c6f6c6f "${v4[@]}" "$ctx"
bad "static add, an empty label" EINVAL $unlbl 3 6:str:lo "${v4[@]}" 7:hex:
bad "static add, no such label" EINVAL $unlbl 3 6:str:lo "${v4[@]}" "7:hex:$(kit_text_hex nonsense)"
bad "static add, a label that the policy lacks" EINVAL $unlbl 3 6:str:lo "${v4[@]}" \
	"7:hex:$(kit_text_hex "$NETPEER:s99")"
bad "static add, an unknown attribute" EINVAL $unlbl 3 6:str:lo "${v4[@]}" "$ctx" 77:u32:1
bad "static remove without an interface" EINVAL $unlbl 4 "${v4[@]}"
bad "static remove without an address" EINVAL $unlbl 4 6:str:lo
bad "static remove, unknown" ENOENT $unlbl 4 6:str:lo "${v4[@]}"
bad "static default add without a label" EINVAL $unlbl 6 "${v4[@]}"
bad "static default add without an address" EINVAL $unlbl 6 "$ctx"
bad "static default remove, unknown" ENOENT $unlbl 7 "${v4[@]}"
bad "static default remove without an address" EINVAL $unlbl 7
static_add default 10.0.0.0/8 "$NETPEER:s0:c1"
before[$unlbl]=$(listing $unlbl)
bad "static default add, twice" EEXIST $unlbl 6 "${v4[@]}" "$ctx"
static_flush

# Who may do what.
kit_as() {
	kit_text=$("$@" 2>&1)
	got=()
	[[ ! $kit_text =~ errno=([A-Z0-9]+) ]] || got[errno]=${BASH_REMATCH[1]}
}
kit_as setpriv --reuid 65534 --clear-groups "$TESTKIT" genl $doi 2 1:u32:1
got_eq errno EPERM "without CAP_NET_ADMIN nothing is configured"
kit_as setpriv --reuid 65534 --clear-groups "$TESTKIT" genl $doi 4 dump
got_eq errno 0 "without CAP_NET_ADMIN the DOIs are listed"
kit_as unshare -Urn "$TESTKIT" genl $doi 1 1:u32:7 2:u32:2 "${tag1[@]}"
got_eq errno EPERM "root of another user namespace configures nothing"
kit_as unshare -Urn "$TESTKIT" genl $doi 4 dump
got_eq errno EPERM "root of another user namespace sees nothing"
for words in "$map 3 dump" "$map 6" "$map 6 dump" "$map 7 dump" "$map 8" "$doi 3 1:u32:1" \
	"$doi 4 dump" "$unlbl 2" "$unlbl 5 dump" "$unlbl 8 dump"; do
	# shellcheck disable=SC2086 # words
	kit_as setpriv --reuid 65534 --clear-groups "$TESTKIT" genl $words
	got_eq errno 0 "genl $words: open to every user"
	# shellcheck disable=SC2086
	kit_as unshare -Urn "$TESTKIT" genl $words
	got_eq errno EPERM "genl $words: closed to another user namespace"
done
for words in "$map 1" "$map 2" "$map 4" "$map 5" "$doi 1" "$doi 2" "$unlbl 1" "$unlbl 3" "$unlbl 4" \
	"$unlbl 6" "$unlbl 7"; do
	# shellcheck disable=SC2086
	kit_as unshare -Urn "$TESTKIT" genl $words
	got_eq errno EPERM "genl $words: only the administrator of the host"
done
expect_eq "$(show_config)" "$all" "in the end nothing has changed"

done_testing
