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
	if [ "$(value fail)" ]; then
		runs 1 "{\"error\":{\"reason\":\"$(value fail)\",\"offset\":0}}" \
			-j encode "$label" "tag:$tags" "doi:$(value doi)"
	else
		runs 0 "$(octets "$(value opt)")" encode "$label" "tag:$tags" "doi:$(value doi)"
	fi
done < "$vectors/encode.vec"

while read -r fields; do
	fields=${fields% # *}
	opt=$(octets "$(value opt)") label=$(value label)
	[ "${fields%% *}" = check ] && [ "$(value type)" = pass ] || continue
	[ "$(value tags)" = 1,2,5 ] && [ "$(value compat)" = ok ] || continue
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

out=$("$tool" explain "${header}860b00000010010500058000" cafe)
for want in 'version, header  IPv4, header of 32 octets' 'option type      134: CIPSO' \
	'DOI              16$' 'tag type         1: restricted bitmap' 'level            s5$' \
	'bitmap           categories 0 to 7: c0$' 'payload          2 octets' \
	'^label          s5:c0$' '^stock reading  accepted$' '^strict reading accepted$'; do
	grep -q "$want" <<< "$out"
	ok $? "explain says: $want" "$out"
done
out=$("$tool" explain 860a00000010_01030000)
ok $(($? != 1)) "explain of a refused option: status 1"
grep -q 'refused at octet 7: .*(tag-length, ICMP pointer 27)' <<< "$out"
ok $? "explain says where and why" "$out"
out=$("$tool" explain 860b00000010_0105010080)
ok $? "explain of what only the draft refuses: status 0"
grep -q '^strict reading refused at octet 8' <<< "$out"
ok $? "explain says what the draft refuses" "$out"

# What is no label, no octets, no command.
for words in 'decode' 'decode 8' 'decode 8x' 'decode 1234' 'explain' 'explain 00' 'encode' \
	'encode s0' 'encode s0 tag:1' 'encode s0 doi:1' 'encode s0 tag:1 doi:0' \
	'encode s0 tag:7 doi:1' 'encode s0 tag:128 doi:1' 'encode secid:1 tag:1 doi:1' \
	'encode s0: tag:1 doi:1' 'encode s0 tag:1 doi:1 doi:2' 'encode s0 tag:1 doi:1 x' \
	'encode secid:4294967296 tag:128 doi:1' 'decode 8600*3' 'encode s0 tag:1,1 doi:1'; do
	read -ra word <<< "$words"
	runs 2 '' "${word[@]}"
done
runs 2 '' decode "$(printf '86%.0s' {1..41})"
runs 1 '' decode 4800001400004000400666f07f0000017f000001

echo "1..$nr"
[ "$bad" = 0 ]
