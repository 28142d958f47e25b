#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# test_tool.sh CIPSOCTL: its codec commands, against every vector and by example.
# Prints TAP.

tool=$1
vectors=$(dirname -- "$(readlink -f -- "$0")")/../vectors
nr=0 bad=0
case $(lscpu 2>/dev/null | sed -n 's/^Byte Order: *//p') in
Big*) host=be ;;
*) host=le ;;
esac

# ok STATUS NAME [DETAIL]
ok() {
	nr=$((nr + 1))
	if [ "$1" = 0 ]; then
		echo "ok $nr - $2"
	else
		bad=$((bad + 1))
		printf 'not ok %d - %s\n' "$nr" "$2"
		printf '%s\n' "${3:-}" | sed 's/^/# /'
	fi
}

# runs STATUS OUTPUT WORD...: this exit status and this standard output
runs() {
	local want=$1 out=$2 got status

	shift 2
	got=$("$tool" "$@" 2> /dev/null)
	status=$?
	[ "$status" = "$want" ] && [ "$got" = "$out" ]
	ok $? "$*" "status $status, expected $want"$'\n'"$got"$'\n'"expected"$'\n'"$out"
}

# The value of a key in the fields of a vector.
value() {
	local field

	for field in $fields; do
		[ "${field%%=*}" != "$1" ] || { echo "${field#*=}"; return; }
	done
}

# XX*N written out, _ left out
octets() {
	perl -pe 's/(..)\*(\d+)/$1 x $2/ge; s/_//g' <<< "$1"
}

# Vectors that the tool can be asked: a PASS DOI, tags that are built in.
while read -r fields; do
	fields=${fields% # *}
	label=$(value label) tags=$(value tags)
	[ "${fields%% *}" = encode ] && [ "$(value type)" = pass ] || continue
	[[ ,$tags, != *,6,* ]] || continue
	words=("$label" "tag:$tags" "doi:$(value doi)")
	[ "$(value rbm)" != optfmt ] || words+=(optfmt:on)
	if [ "$(value fail)" ]; then
		runs 1 "{\"error\":{\"reason\":\"$(value fail)\",\"offset\":0}}" \
			-j encode "${words[@]}"
	else
		runs 0 "$(octets "$(value opt)")" encode "${words[@]}"
	fi
done < "$vectors/encode.vec"

while read -r fields; do
	fields=${fields% # *}
	opt=$(octets "$(value opt)") label=$(value label)
	[ "${fields%% *}" = check ] && [ "$(value type)" = pass ] || continue
	[ "$(value tags)" = 1,2,5 ] || continue
	for mode in compat strict; do
		verdict=$(value $mode)
		[ "$verdict" != ok ] || continue
		runs 1 "{\"error\":{\"reason\":\"${verdict%@*}\",\"offset\":${verdict#*@}}}" \
			-j decode "mode:$mode" "$opt"
	done
	[ "$(value compat)" = ok ] || continue
	tag=$((16#${opt:12:2}))
	if [ "$label" ]; then
		"$tool" decode "$opt" 2>&1 | grep -q "^doi:$(value doi) tag:$tag label:$label\( \|$\)"
		ok $? "decode $opt" "$("$tool" decode "$opt" 2>&1)"
	else
		reason=$(value decode)
		runs 1 "{\"error\":{\"reason\":\"${reason%@*}\",\"offset\":${reason#*@}}}" \
			-j decode "$opt"
	fi
done < "$vectors/check.vec"

# The shapes of the octets.
opt=860c00000010010600058078
header=4800003000004000400666c87f0000017f000001
json='{"doi":16,"tags":[{"type":1,"level":5,"categories":"c0,c9.c12"}]}'
runs 0 "$json" -j decode "$opt"
runs 0 "$json" -j decode "86 0c 00 00 00 10 01 06 00 05 80 78"
runs 0 "$json" -j decode 86:0c:00:00:00:10 01:06:00:05:80:78
runs 0 "$json" -j decode "$header$opt"
runs 0 "$json" -j decode "$header$opt" deadbeef
runs 0 "$json" -j decode "${opt^^}"
runs 0 '{"doi":null,"tags":[]}' -j decode 4500001400004000400666f07f0000017f000001
runs 0 'no CIPSO option' decode 4500001400004000400666f07f0000017f000001
runs 1 '{"error":{"reason":"tag-length","offset":7}}' -j decode 860a0000001001030000
runs 1 '{"error":{"reason":"tag-length","offset":27}}' -j decode "${header}860a00000010010300000000"
runs 1 '{"error":{"reason":"opt-length","offset":0}}' -j decode 860a00000010
runs 1 '{"error":{"reason":"opt-length","offset":0}}' -j decode 86
runs 1 '{"error":{"reason":"opt-short","offset":1}}' -j decode 8602
if [ "$host" = le ]; then
	runs 0 860c0000000180064c000000 encode secid:76 tag:128 doi:1
	runs 0 '{"doi":1,"tags":[{"type":128,"secid":76}]}' -j decode 860c0000000180064c000000
else
	runs 0 860c0000000180060000004c encode secid:76 tag:128 doi:1
	runs 0 '{"doi":1,"tags":[{"type":128,"secid":76}]}' -j decode 860c0000000180060000004c
fi
runs 0 '{"doi":3,"tag":2,"length":14,"octets":"860e00000003020800000001012c0000"}' \
	-j encode s0:c1,c300 tag:2 doi:3

# Every octet is named once, in order, whatever the octets are.
while read -r word fields; do
	[ "$word" = check ] || continue
	opt=$(octets "$(value opt)")
	got=$("$tool" -j explain "$opt" | perl -0777 -ne 'print /"octets":"([0-9a-f]*)"/g')
	[ "$got" = "$opt" ]
	ok $? "explain names every octet of $opt" "$got"
done < "$vectors/check.vec"

# explains HEX STATUS WORD...: lines that the explanation of some octets has
explains() {
	local hex=$1 want=$2 out status line

	shift 2
	out=$("$tool" explain "$hex")
	status=$?
	ok $((status != want)) "explain $hex: status $want" "status $status"
	for line; do
		grep -qx -- "$line" <<< "$out"
		ok $? "explain $hex says: $line" "$out"
	done
}

explains "${header}860b00000010010500058000 cafe" 0 \
	'    16 | 7f   00   00   01 | 86 | 0b | 00   00' \
	'       +---------+----+----+----+----+----+----+' \
	'    24   00   10 | 01 | 05 | 00 | 05 | 80 | 00 |' \
	'   0  48           version, header  IPv4, header of 32 octets' \
	'  10  66 c8        header checksum  wrong' 'CIPSO option' \
	'  20  86           option type      134: CIPSO, copied into fragments' \
	'  22  00 00 00 10  DOI              16' '  26  01           tag type         1: restricted bitmap' \
	'  29  05           level            s5' '  30  80           bitmap           categories 0 to 7: c0' \
	'  32  ...          payload          2 octets, not shown' \
	'label          s5:c0' 'compat reading accepted' 'strict reading accepted'
explains 860a00000010_01030000 1 '       +----+----+-------------------+----+-^^-+' \
	'      ^^ refused here: tag-length' \
	'compat reading refused at octet 7, tag length (tag-length):' \
	"               the tag's length does not suit its type or the option" \
	'               the sender is told: ICMP parameter problem (12/0), pointer 27' \
	'strict reading the same'
explains 860b00000010_0105010080 0 '      ^^ refused here: tag-align (strict)' 'label          s0:c0' \
	'compat reading accepted' 'strict reading refused at octet 8, alignment octet (tag-align):' \
	'               the sender is told: ICMP parameter problem (12/0), pointer 28'
# The octet at fault is not the first of its line: the mark stands below it.
explains 861000000010_020a0000_000300020001 1 '  12  00 02        category         c2'
explains 8612000000100100_8080_8080_8080_8080 1 '   7  00           tag length       0 octets, fewer than itself' \
	'   9  80           level            s128'
explains 861000000010800a_aaaaaaaa_aabbccdd 1 '   7  0a           tag length       10 octets' \
	'   8  aa aa aa aa  tag body         not of the length that its type has' '  12  aa bb cc dd'
# Long meanings go on in their column.
explains 862800000010_01220003_"$(printf 'aa%.0s' {1..30})" 0 \
	'  36  aa aa        bitmap           categories 208 to 223: c208,c210,c212,c214,' \
	'                                    c216,c218,c220,c222'
# What is malformed is named as far as it goes.
explains 860a00000010 1 '   1  0a           option length    10 octets, more than there are' \
	'   2  00 00 00 10  DOI              16' 'compat reading refused at octet 0, option type (opt-length):'
explains 8601000000100104 1 '   1  01           option length    1 octet, fewer than itself' \
	'   6  01           tag type         1: restricted bitmap' \
	'   7  04           tag length       4 octets, more than there are'
explains 86 1 '   0  86           option type      134: CIPSO, copied into fragments'
explains 8604_0000 1 '   2  00 00        DOI              part of one'
explains 4800003000004000400666c87f0000017f000001_860b0000 1 '  22  00 00        DOI              part of one' \
	'  10  66 c8        header checksum  not checked: octets are missing' \
	"compat reading can't be read from octet 24 (truncated):"
explains 48000030000040004006 1 '   9  06           protocol         6: TCP'
explains "${header}940400000000_860600000010" 0 '  20  94 04 00 00  another option   type 148, 4 octets' \
	'  24  00 00 86 06  end of options   what stands behind it is not looked at'
explains "${header}94ff0000_860800000010" 1 '  20  94 ff 00 00  malformed option type 148, with a length that can.t be'
explains 4500001400004000400666f07f0000017f000001 0 'label          none, no CIPSO option'
explains 861000000010_050a0000_0005000a0003 1 '      ^^ no label here: range-reversed (compat)' \
	'compat reading accepted, but says no label: see octet 10, range (range-reversed):' \
	'               the packet is dropped, and no ICMP error says so'

# The whole of an explanation as JSON
runs 1 "{\"fields\":[{\"offset\":0,\"octets\":\"86\",\"name\":\"option type\",\"meaning\":\"134: CIPSO, copied into fragments\"},{\"offset\":1,\"octets\":\"06\",\"name\":\"option length\",\"meaning\":\"6 octets\"},{\"offset\":2,\"octets\":\"00000001\",\"name\":\"DOI\",\"meaning\":\"1\"}],\"option\":true,\"label\":null,\"compat\":{\"accepted\":false,\"error\":{\"reason\":\"opt-short\",\"offset\":1},\"text\":\"the CIPSO option has no room for a DOI and a tag\",\"pointer\":21},\"strict\":{\"accepted\":false,\"error\":{\"reason\":\"opt-short\",\"offset\":1},\"text\":\"the CIPSO option has no room for a DOI and a tag\",\"pointer\":21}}" \
	-j explain 860600000001

# The draft's reading
runs 0 'doi:16 tag:1 label:s0:c0' decode mode:compat 860b00000010_0105010080
runs 1 '{"error":{"reason":"tag-align","offset":8}}' -j decode 860b00000010_0105010080 mode:strict
runs 1 '{"error":{"reason":"tag-align","offset":28}}' \
	-j decode mode:strict "${header}860b00000010_010501008000"
runs 0 "$json" -j decode mode:strict 860c00000010010600058078

# What the format can't carry is refused, never another label.
runs 1 '{"error":{"reason":"level","offset":0}}' -j encode s256 tag:1 doi:1
runs 1 '{"error":{"reason":"category","offset":0}}' -j encode s0:c65535 tag:2 doi:1
runs 1 '{"error":{"reason":"category","offset":0}}' -j encode s0:c0.c65535 tag:5 doi:1
runs 0 860a00000001010400ff0000 encode s255 tag:1 doi:1
runs 0 860b00000001010500018000 encode s1:c0 optfmt:off tag:1 doi:1
runs 0 860e00000001050800fffffefffe0000 encode s255:c65534 tag:5 doi:1

# What is no label, no octets, no command.
for words in 'decode' 'decode mode:strict' 'decode mode: 8600' 'decode mode:draft 8600' \
	'decode mode:strict mode:strict 8600' 'encode s4294967296 tag:1 doi:1' \
	'encode s0:c4294967296 tag:2 doi:1' 'encode s0 tag:1 doi:1 optfmt:maybe' \
	'decode 8' 'decode 8x' 'decode 1234' 'explain' 'explain 00' 'encode' \
	'encode s0' 'encode s0 tag:1' 'encode s0 doi:1' 'encode s0 tag:1 doi:0' \
	'encode s0 tag:7 doi:1' 'encode s0 tag:128 doi:1' 'encode secid:1 tag:1 doi:1' \
	'encode s0: tag:1 doi:1' 'encode s0 tag:1 doi:1 doi:2' 'encode s0 tag:1 doi:1 x' \
	'encode secid:4294967296 tag:128 doi:1' 'decode 8600*3' 'encode s0 tag:1,1 doi:1'; do
	read -ra word <<< "$words"
	runs 2 '' "${word[@]}"
done
runs 2 '' decode "$(printf '86%.0s' {1..41})"
runs 1 '' decode 4800001400004000400666f07f0000017f000001
runs 1 '{"error":{"reason":"truncated","offset":20}}' -j decode 4800001400004000400666f07f0000017f000001

echo "1..$nr"
[ "$bad" = 0 ]
