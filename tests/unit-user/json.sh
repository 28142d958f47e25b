#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What cipsoctl prints as JSON without the module is what Documentation/json.md
# says; tests/functional/86-json.sh has the rest.

. tests/functional/lib.sh
. tests/unit-user/json.bash
trap 'rm -rf "$lib_work"' EXIT

export CIPSOCTL_PREFIX=NONE
says -V -V
says help help
says help help map
says help -h
printf '# nothing\n' > "$lib_work/remark"
says check check "$lib_work/remark"
printf '%s\n' 'set cache_bucket_size:7' 'cipso add pass doi:1 tags:1,2' 'cipso add local doi:2' \
	'cipso add trans doi:3 tags:5 levels:0=3 categories:0=9' \
	'map add domain:"\xff\xfe" protocol:cipso,1' 'map add domain:c_t address:10.0.0.0/8 protocol:cipso,3' \
	'unlbl add default address:192.0.2.0/24 label:"x\xe9"' \
	'unlbl add interface:"e\xe9*" address:192.0.2.0/24 label:x' > "$lib_work/rules"
says check check "$lib_work/rules"
says encode encode s5:c0,c9.c12 tag:1 doi:16
says encode encode s256 tag:1 doi:16
says decode decode 860c00000010010600058078
says decode decode 860a0000001001030000
says decode decode 860c0000000180064c000000
says decode decode 450000140000000040000000c0000201c0000202
for octets in 860c00000010010600058078 860a0000001001030000 860c00000010010600ff8078 860b000000100105010580 \
	450000140000000040000000c0000201c0000202 46000018; do
	says explain explain $octets
done
says_error map list
says_error cipso del doi:0
printf 'map list\n' > "$lib_work/batch"$'\xe9'
says_error -b "$lib_work/batch"$'\xe9'
says_error check "$lib_work/none"
says_error decode -r "$lib_work/none"

# Packets: labeled, refused, cut off, a fragment, an error that quotes one.
python3 - "$lib_work/pcap" <<-'END'
	import struct, sys

	def ip(area, payload="", protocol=17, fragment=0):
	    area, payload = bytes.fromhex(area), bytes.fromhex(payload)
	    return struct.pack(">BBHHHBBH8s", 0x45 + len(area) // 4, 0, 20 + len(area) + len(payload), 1, fragment, 64,
	                       protocol, 0, bytes([192, 0, 2, 1, 192, 0, 2, 2])) + area + payload

	bad = ip("860a00000010010300000000", "1388138800080000", fragment=0x2000)
	packets = [ip("860c00000010010600058078", "1388138800080000"), ip("")[:10], bad,
	           ip("860c0000000180064c000000", protocol=89), ip("", "0c0000001b000000" + bad.hex(), 1),
	           ip("", "0b00000000000000" + ip("860c0000000180064c000000", "0000000000000000", 89, 5).hex(), 1)]
	with open(sys.argv[1], "wb") as file:
	    file.write(struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
	    for packet in packets:
	        file.write(struct.pack("<IIII", 1700000000, 1, len(packet), len(packet)) + packet)
	END
says "decode -r" decode -r "$lib_work/pcap"

# Every command of the program has a section, or prints nothing.
quiet="map add|map del|map replace|unlbl accept|unlbl add|unlbl del|cipso add|cipso del|cipso replace|flush|set"
"$CTL" -j help | python3 -c 'import json, sys
for c in json.load(sys.stdin)["commands"]:
    print(c["object"] + (" " + c["command"] if c["command"] else ""))' > "$lib_work/all"
while read -r command; do
	grep -qx "### \`$command\`" Documentation/json.md
	ok $? "$command has a section"
done < <(grep -vxE "$quiet" "$lib_work/all")
while read -r command; do
	grep -qxF "$command" "$lib_work/all"
	ok $? "there is a command $command"
done < <(tr '|' '\n' <<< "$quiet")

expect_documented "-V;help;check;encode;decode;decode -r;explain;error"
done_testing
