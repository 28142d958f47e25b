#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every refusal of the family CLAB_LAB, as Documentation/netlink.md has it: the
# error number, the sentence, the attribute at fault; and nothing is changed.
#
# Time limit: 240

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
configure
all=$(show_config)
doc=$(tr '\n' ' ' < Documentation/netlink.md)
at_fault=yes

# bad NAME ERRNO SENTENCE MESSAGE...: the sentence is one of the document, or
# empty: the kernel's own. The last message is the one that is refused.
bad() {
	local name=$1 errno=$2 sentence=$3

	shift 3
	kit genl CLAB_LAB "$@"
	got_eq errno "$errno" "$name: $errno"
	# Kernels before 6.2 lose the sentence where a dump is begun.
	if [ -n "$sentence" ] && [ "$2" = dump ] && [[ $(uname -r) == 6.1.* ]]; then
		got_eq extack "" "$name: this kernel loses the sentence"
	elif [ -n "$sentence" ]; then
		got_eq extack "$sentence" "$name: the sentence"
		[ $at_fault = no ] || got_ge offset 16 "$name: the attribute at fault"
	else
		expect_match "${got[extack]-}" ' ' "$name: a sentence"
	fi
}

# said SENTENCE: it is in the document. Alternatives in brackets are left to the eye.
said() {
	[[ $doc == *"*$1"* ]]
	ok $? "the document says: $1"
}

add=(2 -- 3)
doi=(4:nested 1:u8:1 2:u32:9 3:u32:2)
trans=(4:nested 1:u8:1 2:u32:9 3:u32:1 4:hex:01)
map=(4:nested 1:u8:2)
static=(4:nested 1:u8:3)
label=14:hex:$(kit_text_hex "$NETPEER:s0:c1")00
set=(4:nested 1:u8:5)
lo=(10:hex:7f000001 12:u8:32)

bad "entry without a kind" EINVAL "the kind of the entry is missing" "${add[@]}" 4:nested 2:u32:1
bad "entry of kind 0" EINVAL "there is no such kind of entry" "${add[@]}" 4:nested 1:u8:0
bad "entry of kind 6" EINVAL "there is no such kind of entry" "${add[@]}" 4:nested 1:u8:6
bad "entry with a strange attribute" EINVAL "this kind of entry does not have this attribute" \
	"${add[@]}" "${map[@]}" 9:u32:5 14:hex:00
bad "entry with an unknown attribute" EINVAL "" "${add[@]}" "${map[@]}" 99:u32:5
bad "entry that is not marked as a nest" EINVAL "" "${add[@]}" 4:nest 1:u8:2 9:u32:5
bad "DOI without a number" EINVAL "the DOI is missing" "${add[@]}" 4:nested 1:u8:1 3:u32:2 4:hex:01
bad "DOI 0" EINVAL "DOI 0 is reserved" "${add[@]}" 4:nested 1:u8:1 2:u32:0 3:u32:2 4:hex:01
bad "DOI without a type" EINVAL "the type of the DOI is missing" "${add[@]}" 4:nested 1:u8:1 2:u32:9 4:hex:01
bad "DOI of type 9" EINVAL "there is no such type of DOI" "${add[@]}" 4:nested 1:u8:1 2:u32:9 3:u32:9 4:hex:01
bad "DOI without tags" EINVAL "the tag list is missing" "${add[@]}" "${doi[@]}"
bad "DOI with no tag" EINVAL "the tag list is empty" "${add[@]}" "${doi[@]}" 4:hex:
bad "DOI with a strange tag" EINVAL "a DOI of this type can't list this tag" "${add[@]}" "${doi[@]}" 4:hex:80
bad "DOI with six tags" ERANGE "" "${add[@]}" "${doi[@]}" 4:hex:010101010101
bad "levels of a PASS DOI" EINVAL "only a translated DOI has levels and categories" \
	"${add[@]}" "${doi[@]}" 4:hex:01 5:hex:0000000000000000
bad "half a pair" EINVAL "the list ends inside a pair" "${add[@]}" "${trans[@]}" 5:hex:00000000
bad "level 256" EINVAL "a level is above 2147483647 here or above 255 on the wire" \
	"${add[@]}" "${trans[@]}" 5:hex:0000000000010000
bad "category 65535" EINVAL "a category is above 2147483647 here or above 65534 on the wire" \
	"${add[@]}" "${trans[@]}" 6:hex:00000000ffff0000
bad "DOI that goes on behind nothing" EINVAL "the entry before is not this DOI" \
	"${add[@]}" 4:nested 1:u8:1 2:u32:9 5:hex:0000000000000000
bad "mapping without a protocol" EINVAL "the protocol is missing" "${add[@]}" "${map[@]}"
bad "mapping by protocol 7" EINVAL "the protocol is unlabeled or CIPSOv4" "${add[@]}" "${map[@]}" 9:u32:7
bad "CIPSO without a DOI" EINVAL "the DOI of the mapping is missing" "${add[@]}" "${map[@]}" 9:u32:3
bad "unlabeled with a DOI" EINVAL "an unlabeled mapping has no DOI" "${add[@]}" "${map[@]}" 9:u32:5 2:u32:1
bad "CIPSO by an unknown DOI" EINVAL "the DOI of this mapping is not defined" "${add[@]}" "${map[@]}" 9:u32:3 2:u32:77
bad "an endless domain" EINVAL "" "${add[@]}" "${map[@]}" 9:u32:5 "7:str:$(printf 'x%.0s' {1..256})"
bad "family 3" EINVAL "the family is IPv4, IPv6 or both" "${add[@]}" "${map[@]}" 9:u32:5 8:u16:3
bad "the other family" EINVAL "the family is not that of the address" "${add[@]}" "${map[@]}" 9:u32:5 8:u16:10 "${lo[@]}"
bad "CIPSO for IPv6" EINVAL "CIPSO is for IPv4 only" "${add[@]}" "${map[@]}" 9:u32:3 2:u32:1 8:u16:10
bad "address without a length" EINVAL "an address and the length of its prefix go together" \
	"${add[@]}" "${map[@]}" 9:u32:5 10:hex:7f000001
bad "prefix of 33 bits" EINVAL "the prefix is longer than the address" "${add[@]}" "${map[@]}" 9:u32:5 10:hex:7f000001 12:u8:33
bad "bits behind the prefix" EINVAL "the address has bits behind its prefix" "${add[@]}" "${map[@]}" 9:u32:5 10:hex:7f000001 12:u8:8
bad "addresses of both families" EINVAL "an address of one family only, please" "${add[@]}" "${map[@]}" 9:u32:5 "${lo[@]}" \
	11:hex:00000000000000000000000000000001
bad "short address" ERANGE "" "${add[@]}" "${map[@]}" 9:u32:5 10:hex:7f00 12:u8:8
bad "address that is mapped twice" EEXIST "this address is mapped already" "${add[@]}" \
	"${map[@]}" 9:u32:5 "${lo[@]}" end "${map[@]}" 9:u32:5 "${lo[@]}"
bad "mapping over selectors" EINVAL "a mapping for this family is there already" "${add[@]}" \
	"${map[@]}" 9:u32:5 "${lo[@]}" end "${map[@]}" 9:u32:5
bad "accept without a value" EINVAL "the value is missing" "${add[@]}" 4:nested 1:u8:4
bad "accept 2" EINVAL "the accept flag is 0 or 1" "${add[@]}" 4:nested 1:u8:4 15:u32:2
bad "static label without an address" EINVAL "the address is missing" "${add[@]}" "${static[@]}" "$label"
bad "static label without a length" EINVAL "an address and the length of its prefix go together" \
	"${add[@]}" "${static[@]}" "$label" 10:hex:7f000001
bad "static label for bits behind the prefix" EINVAL "the address has bits behind its prefix" \
	"${add[@]}" "${static[@]}" "$label" 10:hex:7f000001 12:u8:8
bad "static label without a label" EINVAL "the label is missing" "${add[@]}" "${static[@]}" "${lo[@]}"
bad "static label that is empty" EINVAL "the label is empty" "${add[@]}" "${static[@]}" "${lo[@]}" 14:hex:
bad "static label of another world" EINVAL "the LSM does not take this label" \
	"${add[@]}" "${static[@]}" "${lo[@]}" 14:hex:6e6f6e6500
bad "static label for no interface" ENODEV "no interface can have this name" \
	"${add[@]}" "${static[@]}" "$label" "${lo[@]}" 13:str:a/b
bad "static label for a star inside" EINVAL "a * is for the end of a name" \
	"${add[@]}" "${static[@]}" "$label" "${lo[@]}" "13:str:a*b"
bad "static label that is there twice" EEXIST "this address has a label already" "${add[@]}" \
	"${static[@]}" "$label" "${lo[@]}" end "${static[@]}" "$label" "${lo[@]}"
bad "setting without a name" EINVAL "the name of the setting is missing" "${add[@]}" "${set[@]}" 15:u32:1
bad "setting without a value" EINVAL "the value is missing" "${add[@]}" "${set[@]}" 16:str:rbm_optfmt
bad "setting of no name" EINVAL "there is no such setting" "${add[@]}" "${set[@]}" 15:u32:1 16:str:nothing
bad "setting that is too high" EINVAL "the value is too high for this setting" \
	"${add[@]}" "${set[@]}" 15:u32:2 16:str:rbm_optfmt
bad "setting that is below 0" EINVAL "the value is too high for this setting" \
	"${add[@]}" "${set[@]}" 15:u32:4294967295 16:str:cache_bucket_size
bad "another one's attribute" EINVAL "this command does not have this attribute" 1 8:str:x_t
bad "another one's flag" EINVAL "this command does not have this flag" 2 -- 4 3:u32:2
bad "another generation" ESTALE "the configuration was changed meanwhile" 11 2:u32:4000000000
bad "a transaction for another generation" ESTALE "the configuration was changed meanwhile" 2 2:u32:4000000000
bad "two entries for one" EINVAL "one entry at a time" 7 "${map[@]}" "${lo[@]}" end "${map[@]}" "${lo[@]}"
bad "a DOI where a mapping must be" EINVAL "the entry must be a mapping" 7 "${doi[@]}" 4:hex:01
bad "a selector without address" EINVAL "the address is missing" 7 "${map[@]}"
bad "a selector that is not there" ENOENT "this address is not mapped" 7 "${map[@]}" 10:hex:01020304 12:u8:32
bad "two domains" EINVAL "one domain at a time" 9 "${map[@]}" 7:str:a_t 9:u32:5 end "${map[@]}" 7:str:b_t 9:u32:5
bad "a mapping where a DOI must be" EINVAL "the entry must be a DOI" 10 "${map[@]}" 9:u32:5
bad "two DOIs" EINVAL "one DOI at a time" 10 "${doi[@]}" 4:hex:01 end "${doi[@]}" 4:hex:01
bad "a DOI that is not there" ENOENT "this DOI is not defined" 10 "${doi[@]}" 4:hex:01
bad "a dump of family 3" EINVAL "the family is IPv4, IPv6 or both" 6 dump 7:u16:3
bad "a dump of the default with a domain" EINVAL "the default mapping has no domain" 6 dump 3:u32:2 8:str:x_t
bad "a dump with another one's flag" EINVAL "this command does not have this flag" 6 dump 3:u32:1
bad "a dump of kind 9" EINVAL "" 6 dump 5:u32:512
bad "counters of kind 9" EINVAL "" 13 dump 14:u32:512
bad "a look-up of both families" EINVAL "an address of one family only, please" 12 10:hex:7f000001 \
	11:hex:00000000000000000000000000000001
bad "a look-up by domain and interface" EINVAL "a domain or an interface, not both" 12 8:str:x_t 9:str:lo \
	10:hex:7f000001

at_fault=no
bad "a look-up of no static label" ENOENT "no static label is for this interface and address" 12 9:str:lo \
	10:hex:7f000001
bad "nothing to add" EINVAL "there is no entry" "${add[@]}"
bad "adding to nothing" ENOENT "this socket has begun no transaction" 3 "${map[@]}" 9:u32:5
bad "committing nothing" ENOENT "this socket has begun no transaction" 4
bad "giving up nothing" ENOENT "this socket has begun no transaction" 5
bad "beginning twice" EBUSY "this socket has begun a transaction already" 2 -- 2
bad "a DOI twice, the last one" EEXIST "this DOI is defined already" 2 -- \
	3 "${doi[@]}" 4:hex:01 end "${doi[@]}" 4:hex:01 -- 4
bad "looking nothing up" EINVAL "the address is missing" 12

for sentence in "the kind of the entry is missing" "there is no such kind of entry" \
	"this kind of entry does not have this attribute" "the entry before is not this DOI" \
	"an unlabeled mapping has no DOI" "the address has bits behind its prefix" \
	"this command does not have this attribute" "the configuration was changed meanwhile" \
	"this socket has begun no transaction" "one domain at a time" "one DOI at a time" \
	"nothing is mapped for this domain and address"; do
	said "$sentence"
done

# What is left out of a dump.
entries() {
	kit genl CLAB_LAB 6 dump "$@"
	grep -o '05000100[0-9][0-9]000000' <<< "$kit_text" | sort | uniq -c | tr -s ' \n' ' '
}
expect_eq "$(entries)" " 2 0500010001000000 4 0500010002000000 1 0500010004000000 " "a dump has all kinds"
expect_eq "$(entries 5:u32:2)" " 2 0500010001000000 " "or only the DOIs"
expect_eq "$(entries 6:u32:2)" " 1 0500010001000000 1 0500010002000000 " "or what has to do with DOI 2"
expect_eq "$(entries 7:u16:10)" " 1 0500010002000000 " "or what is for IPv6"
expect_eq "$(entries 3:u32:2)" " 4 0500010002000000 " "or the default mapping"
expect_eq "$(entries 8:str:nobody_t)" "" "or one domain"

expect_eq "$(show_config)" "$all" "in the end nothing has changed"
done_testing
