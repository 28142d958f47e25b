#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What cipsoctl refuses before anything is sent.
#
# Needs no module and no root: `make check-user` runs it on the host. The families
# asked for do not exist: a command that got past its words would end with status
# 3 (not loaded), so status 2 shows that nothing was sent.

. tests/functional/lib.sh
# Nothing is configured here, so there is nothing to undo.
trap 'rm -rf "$lib_work"' EXIT

export CIPSOCTL_PREFIX=NONE

# refused WORD-IN-MESSAGE WORDS...: exit status 2, nothing on standard output,
# one line on standard error that names the word at fault.
refused() {
	local want=$1 err out status

	shift
	err=$("$CTL" "$@" 2>&1 > "$lib_work/out")
	status=$?
	out=$(cat "$lib_work/out")
	[ "$status" = 2 ] && [ -z "$out" ] && [ "${err#cipsoctl: error, }" != "$err" ] &&
		[ "$(wc -l <<< "$err")" = 1 ] && [[ $err == *"$want"* ]]
	ok $? "refused:${1+$(printf ' %q' "$@")}" "status $status, want 2 and '$want': $err $out"
}

# taken WORDS...: well-formed, so it gets as far as asking for the family.
taken() {
	local err status

	err=$("$CTL" "$@" 2>&1)
	status=$?
	[ "$status" = 3 ] && [[ $err == *"no netlink family NONE_"* ]]
	ok $? "taken: $*" "status $status, want 3: $err"
}

doi="'doi:' is missing"
number="is not a number from"

# Flags and the command itself
refused "an object is missing"
refused "'-Z'" -Z map list
refused "'-x'" -px map list
refused "'--pretty'" --pretty map list
refused "'--pre'" --pre NLBL map list
refused "'--'" -- map list
refused "'--'" - map list
refused "needs a value" -t
refused "needs a value" -n
refused "needs a value" -n '' map list
refused "needs a value" -b
refused "'-force' is for a batch" -force map list
refused "'--force'" --force map list
refused "with -b the commands are in the file" -b /dev/null map list
refused "'abc' $number" -t abc map list
refused "'-1' $number" -t -1 map list
refused "'0' $number" -t 0 map list
refused "'5s' $number" -t5s map list
refused "'86401' $number" -t 86401 map list
refused "prefix ''" --prefix
refused "prefix ''" --prefix= map list
refused "prefix 'A_B'" --prefix A_B map list
refused "prefix 'ABCDEFGH'" --prefix ABCDEFGH map list
refused "unknown object 'maps'" maps list
refused "unknown object 'ma'" ma list
refused "unknown object 'MAP'" MAP list
refused "unknown object ''" ''
refused "a command is missing behind 'map'" map
refused "unknown command 'lis' of 'map'" map lis
refused "unknown command 'lists' of 'map'" map lists
refused "unknown command 'ad' of 'unlbl'" unlbl ad default
refused "unknown object 'nothing'" help nothing
refused "unknown word 'list'" help map list
refused "unknown word 'x'" map help x

# Lists take nothing more
refused "unknown word 'protocol:unlbl'" map list protocol:unlbl
refused "exclude each other" map list default domain:foo_t
refused "'0' $number" map list family:0
refused "4 or 6" map list family:5
taken map list domain:foo_t doi:1 family:6
refused "unknown word '-p' (flags stand in front of the command" map list -p
refused "unknown word '-j' (flags stand in front of the command" encode s5 tag:1 doi:16 -j
refused "unknown word '-n' (flags stand in front of the command" status -n x
refused "flags stand in front of the command" encode -j s5 tag:1 doi:16
refused "flags stand in front of the command" decode -j 860a0000001001040000
refused "flags stand in front of the command" explain 860a0000001001040000 -p
refused "flags stand in front of the command" help -j
refused "unknown word 'x'" mgmt version x
refused "unknown word 'x'" mgmt protocols x
refused "unknown word 'x'" unlbl list x
refused "unknown word 'x'" cipso list x

# DOIs
refused "$doi" cipso del
refused "$doi" cipso add local
refused "'doi:' has no value" cipso del doi:
refused "'doi:' is given twice" cipso del doi:1 doi:2
refused "unknown word 'doi=1'" cipso del doi=1
refused "unknown word 'doi'" cipso del doi
refused "unknown word 'do:1'" cipso del do:1
refused "unknown word 'doix:1'" cipso del doix:1
refused "unknown word 'DOI:1'" cipso del DOI:1
refused "unknown word '1'" cipso del 1
refused "word 1 of the command is empty" cipso del ''
for value in -5 16junk 0 4294967296 99999999999999999999 +1 0x10 010 1.5 ' 1' '1 ' 1,2 :1; do
	refused "doi: '$value' $number" cipso del "doi:$value"
	refused "doi: '$value' $number" cipso list "doi:$value"
	refused "doi: '$value' $number" cipso add local "doi:$value"
done
refused "'pass', 'local' or 'trans' is missing" cipso add doi:1 tags:1
refused "'trans' and 'pass' exclude" cipso add trans pass doi:1 tags:1
refused "'pass' and 'local' exclude" cipso add pass local doi:1
refused "'pass' is given twice" cipso add pass pass doi:1 tags:1
refused "unknown word 'pas'" cipso add pas doi:1 tags:1
refused "unknown word 'passs'" cipso add passs doi:1 tags:1
refused "unknown word 'pass:1'" cipso add pass:1 doi:1 tags:1
refused "'tags:' is missing" cipso add pass doi:1
refused "'tags:' has no meaning" cipso add local doi:1 tags:128
refused "'levels:' has no meaning" cipso add pass doi:1 tags:1 levels:0=0
refused "'categories:' has no meaning" cipso add local doi:1 categories:0=0
for value in 257 0 -1 256 1x; do
	refused "tags: type '$value' $number" cipso add pass doi:1 "tags:$value"
	refused "tags: type '$value' $number" cipso add pass doi:1 "tags:1,$value"
done
refused "tags: type '' $number" cipso add pass doi:1 tags:1,
refused "tags: type '' $number" cipso add pass doi:1 tags:,1
refused "tags: type '' $number" cipso add pass doi:1 tags:1,,2
refused "listed twice" cipso add pass doi:1 tags:5,2,5
refused "more than 5" cipso add pass doi:1 tags:1,2,5,6,7,8

# Translations
refused "'levels:' is missing" cipso add trans doi:1 tags:1
for word in levels categories; do
	rest=()
	[ $word = levels ] || rest=(levels:0=0)
	for value in 0 0=0,1 '0=0,' ',0=0'; do
		refused "is not of the form LOCAL=REMOTE" \
			cipso add trans doi:1 tags:1 "${rest[@]}" "$word:$value"
	done
	for value in 0= =0 a=0 0=b 0=-1 2147483648=0 0=0=0 0=65535; do
		refused "$number" cipso add trans doi:1 tags:1 "${rest[@]}" "$word:$value"
	done
	refused "local 0 is translated twice" \
		cipso add trans doi:1 tags:1 "${rest[@]}" "$word:0=1,0=2"
	refused "remote 0 has two meanings" \
		cipso add trans doi:1 tags:1 "${rest[@]}" "$word:0=0,1=0"
done
refused "levels: '256' $number 0 to 255" cipso add trans doi:1 tags:1 levels:0=256

# Mappings
protocol=protocol:unlbl
refused "'default' or 'domain:NAME' is missing" map add $protocol
refused "'default' or 'domain:NAME' is missing" map del
refused "exclude each other" map add default domain:foo_t $protocol
refused "'default' is given twice" map add default default $protocol
refused "'domain:' is given twice" map del domain:a_t domain:b_t
refused "unknown word 'defaultx'" map add defaultx $protocol
refused "unknown word 'defaul'" map del defaul
taken map del default address:10.0.0.0/8
taken map replace default address:10.0.0.0/8 protocol:unlbl
taken map replace domain:foo_t protocol:cipso,1
taken cipso replace pass doi:1 tags:1,2
taken flush
taken show-config
taken status
taken stats
taken stats reasons dois
taken stats reset
taken lookup address:10.0.0.1
taken lookup domain:foo_t address:fe80::1
taken lookup interface:lo address:10.0.0.1
taken apply /dev/null --check --diff --if-generation 7 --allow-empty
taken sync /dev/null --allow-empty
taken monitor count:1
refused "unknown word 'x'" flush x
refused "'reset' stands alone" stats reset dois
refused "'address:' is missing" lookup domain:foo_t
refused "exclude each other" lookup domain:foo_t interface:lo address:10.0.0.1
refused "a single one" lookup address:10.0.0.0/8
refused "a file of rules is missing" apply
refused "a file of rules is missing" apply --check
refused "one file only" apply /dev/null /dev/null
refused "unknown word '--chekc'" apply --chekc /dev/null
refused "needs a number" apply /dev/null --if-generation
refused "is not a number from" apply /dev/null --if-generation x
refused "a file of rules is missing" sync
refused "belongs into a file of rules" set validate_strict:1
refused "is not a number from" monitor count:0
refused "a name has 1 to 255 characters, not 0" map add domain: $protocol
for value in ' ' 'a b' ' foo_t' 'foo_t ' 'foo"t' "foo't" 'foo\t' $'foo\tt' $'foo\n' $'\x7f' $'f\xc3\xb6o'; do
	refused "can't be in a domain's name" map add "domain:$value" $protocol
done
refused "a name has 1 to 255 characters, not 256" map add "domain:$(printf '%0256d' 0)" $protocol
refused "'protocol:' is missing" map add default
refused "'protocol:' has no value" map add default protocol:
refused "'protocol:' is given twice" map add default $protocol $protocol
refused "unknown word 'protocl:unlbl'" map add default protocl:unlbl
for value in unlb unlblx UNLBL cipsoXYZ,16 cips,16 cipsov,16 cipsov44,16 ,4 none; do
	refused "protocol: '${value%%,*}' is none of" map add default "protocol:$value"
done
refused "protocol:calipso is for IPv6" map add default protocol:calipso,5
refused "needs a DOI" map add default protocol:cipso
for value in '' 0 -5 16junk 4294967296 16,4; do
	refused "protocol: DOI '$value' $number" map add default "protocol:cipso,$value"
done
for value in '' 5 44 4,6 ' 4'; do
	refused "takes ,4 or ,6" map add default "protocol:unlbl,$value"
done

# Addresses
refused "'address:' has no value" map add default address: $protocol
refused "'address:' is given twice" map add default address:10.0.0.1 address:10.0.0.2 $protocol
for value in 10.1.2 10.1.2.3.4 10.1.2.256 010.1.2.3 10.1.2.3x ' 10.1.2.3' localhost 0x0a.1.2.3 \
	167772161 fe80::1%lo fe80:::1 12345::1 /8 "$(printf '1%.0s' {1..64})"; do
	refused "is not an IPv4 or IPv6 address" map add default "address:$value" $protocol
done
for value in '' 33 -1 8x +8 08 4294967304 255.0.0.0 8/8 ' 8'; do
	refused "address: prefix length '$value' $number 0 to 32" \
		map add default "address:10.0.0.0/$value" $protocol
done
refused "prefix length '129' $number 0 to 128" map add default address:::/129 $protocol
refused "cipso is for IPv4" map add default address:::1 protocol:cipso,1
refused "does not fit" map add default address:::1 protocol:unlbl,4
refused "does not fit" map add default address:10.0.0.1 protocol:unlbl,6

# The switch
refused "'on' or 'off' is missing" unlbl accept
for value in onn of yes true 2 '' -1 01; do
	refused "'$value' is none of" unlbl accept "$value"
done
refused "unknown word 'off'" unlbl accept on off

# Static labels
label=label:system_u:object_r:netlabel_peer_t:s0
refused "'default' or 'interface:NAME' is missing" unlbl add address:10.0.0.1 $label
refused "'default' or 'interface:NAME' is missing" unlbl del address:10.0.0.1
refused "exclude each other" unlbl add default interface:lo address:10.0.0.1 $label
refused "'address:' is missing" unlbl add default $label
refused "'address:' is missing" unlbl del interface:lo
refused "'label:' is missing" unlbl add default address:10.0.0.1
refused "'label:' has no value" unlbl add default address:10.0.0.1 label:
refused "unknown word '$label'" unlbl del default address:10.0.0.1 $label
refused "unknown word 'iface:lo'" unlbl del iface:lo address:10.0.0.1
refused "1 to 15 characters, not 16" unlbl del interface:0123456789abcdef address:10.0.0.1
for value in 'a b' a/b a:b $'a\tb'; do
	refused "can't be the name of one" unlbl del "interface:$value" address:10.0.0.1
done
refused "prefix length '33' $number" unlbl del default address:10.0.0.1/33

# What is right is not refused
taken mgmt version
taken mgmt protocols
taken map list
taken -p map list
taken -pvj -t 3 map list
taken -t3 map list
taken --prefix NONE map list
taken --prefix=NONE map list
taken map add default protocol:unlbl
taken map add default protocol:unlbl,4
taken map add protocol:unlbl,6 default
taken map add domain:foo_t protocol:cipso,1
taken map add domain:foo_t protocol:cipsov4,4294967295
taken map add domain:foo_t address:10.1.2.3 protocol:cipso,16
taken map add domain:foo_t address:10.1.2.3/8 protocol:unlbl,4
taken map add domain:foo_t address:0.0.0.0/0 protocol:unlbl
taken map add domain:foo_t address:::/0 protocol:unlbl
taken map add domain:foo_t address:fe80::1/128 protocol:unlbl,6
taken map add "domain:$(printf '%0255d' 0)" protocol:unlbl
taken map add domain:system_u:system_r:foo_t:s0-s0:c0.c1023,c3 protocol:unlbl
taken map del default
taken map del domain:foo_t
for verb in "map del" "map list" "lookup address:10.0.0.1"; do
	# shellcheck disable=SC2086 # two words
	taken $verb domain:
	# shellcheck disable=SC2086
	taken $verb 'domain:"a b"'
done
taken map replace 'domain:a b' protocol:unlbl
refused "only --allow-empty" sync - --diff
taken unlbl list
taken unlbl accept on
taken unlbl accept OFF
taken unlbl accept 1
taken unlbl add default address:10.0.0.0/8 $label
taken unlbl add interface:eth0 address:fe80::/10 $label
taken unlbl del interface:0123456789abcde address:10.0.0.1
taken unlbl del default address:::/0
taken -T unlbl list
taken cipso list
taken cipsov4 list doi:16
taken cipso del doi:4294967295
taken cipso add pass doi:16 tags:1
taken cipso add doi:9999 local
taken cipso add tags:5,2,1 doi:16 pass
taken cipso add trans doi:8 tags:1 levels:0=3,2147483646=255
taken cipso add trans doi:8 tags:1 levels:0=0 categories:0=65534,1=0,5=239

# Errors as JSON
expect_eq "$("$CTL" -j cipso del doi:0 2>&1)" \
	'{"error":"doi: '"'0'"' is not a number from 1 to 4294967295","errno":null,"attribute":null,"offset":null,"file":null,"line":null}' \
	"JSON: a wrong command line"
expect_match "$("$CTL" -j map list 2>&1)" '^\{"error":"[^"]*NONE_MGMT here","errno":"ENOENT",' "JSON: no such family"


# What needs no kernel, as JSON. A file has no generation.
expect_eq "$("$CTL" -j check <(echo "# nothing") | cut -d, -f1)" '{"generation":null' "JSON: a file has no generation"
expect_eq "$("$CTL" -j -V)" "{\"version\":\"$("$CTL" -V | sed 's/.* //')\"}" "JSON: the version"
expect_eq "$("$CTL" -j help map | grep -o '"object":"[a-z]*"' | sort | uniq -c | tr -d ' ')" '4"object":"map"' \
	"JSON: help of an object"
expect_status 2 "JSON: help of an object that is none" "$CTL" -j help x
printf 'set a\xff:1\n' > "$lib_work/set"
expect_match "$("$CTL" -j check "$lib_work/set" 2>&1)" "can't be the name of a setting.*\"error_hex\":\"[0-9a-f]*61ff" \
	"JSON: the name of a setting that is none"

# Batches. What is at fault is named by file and line; the first error ends it.
batch() {
	printf '%s\n' "$@" > "$lib_work/batch"
}
batch '# a comment' '' '   ' '  help  mgmt ' 'cipso del doi:0' 'help map'
out=$("$CTL" -b "$lib_work/batch" 2> "$lib_work/err")
expect_eq "$?:$(cat "$lib_work/err")" \
	"2:cipsoctl: error, $lib_work/batch:5: doi: '0' is not a number from 1 to 4294967295" \
	"batch: stops at the first error and says where"
expect_eq "$out" "$("$CTL" help mgmt)" "batch: what comes before is done, what comes after is not"
out=$("$CTL" -force -b "$lib_work/batch" 2> "$lib_work/err")
expect_eq "$?:$(wc -l < "$lib_work/err")" "2:1" "batch: with -force the status is still that of the error"
expect_eq "$out" "$("$CTL" help mgmt; "$CTL" help map)" "batch: with -force what comes after is done too"
expect_eq "$(echo "help mgmt" | "$CTL" -b -)" "$("$CTL" help mgmt)" "batch: from standard input"
expect_match "$(printf 'map list\n' | "$CTL" -j -b - 2>&1)" '"file":"stdin","line":1\}$' "batch: JSON says where"
# shellcheck disable=SC2016 # the inner shell expands it
expect_status 2 "batch: a NUL in a line" bash -c 'printf "help\0x\n" | "$1" -b -' bash "$CTL"
expect_match "$(printf 'map list "domain:a b" # or "c\n' | "$CTL" -b - 2>&1)" 'NONE_LAB here' "batch: a word in quotes, a remark"
expect_match "$(printf 'help\nmap list "domain:a\n' | "$CTL" -b - 2>&1)" 'stdin:2: a quote without' "batch: half a quote"
expect_status 1 "batch: no such file" "$CTL" -b "$lib_work/none"
expect_status 1 "batch: a directory" "$CTL" -b "$lib_work"
expect_status 0 "batch: nothing to do" "$CTL" -b /dev/null

# Colour, which needs a terminal
terminal() {
	TERM=xterm script -qec "$*" /dev/null | tr -d '\r'
}
expect_match "$(terminal "$CTL" map lis)" $'\e.*unknown command' "colour: on a terminal"
expect_match "$(NO_COLOR=1 terminal "$CTL" map lis | tr $'\e' '!')" '^[^!]*unknown command[^!]*$' "colour: not with NO_COLOR"
expect_match "$("$CTL" map lis 2>&1 | tr $'\e' '!')" '^[^!]*unknown command[^!]*$' "colour: not in a file"

# Another network namespace
expect_status 1 "namespace: one that is not there" "$CTL" -n none_such map list
expect_match "$("$CTL" -n none_such map list 2>&1)" "namespace none_such .No such file" "namespace: the message names it"
expect_status 1 "namespace: a file that is none" "$CTL" -n /dev/null map list
expect_status 3 "namespace: one's own, by its path" "$CTL" -n /proc/self/ns/net map list

# As netlabelctl
ln -s "$CTL" "$lib_work/netlabelctl"
nlctl=$lib_work/netlabelctl
expect_status 244 "netlabelctl: no such family" "$nlctl" map list
expect_eq "$("$nlctl" map list 2>&1)" "netlabelctl: error, failed to initialize the NetLabel library" \
	"netlabelctl: the message for no such family"
expect_status 2 "netlabelctl: no module" "$nlctl"
expect_status 2 "netlabelctl: a negative time" "$nlctl" -t -1 mgmt version
expect_eq "$("$nlctl" map -V)" "NetLabel Control Utility, version 0.30.0" "netlabelctl: -V anywhere"
for flags in -h '-Z -h' '' -t '-t -1' '-p' 'map -V' '--help'; do
	# shellcheck disable=SC2086 # flags are words
	expect_eq "$(cd "$lib_work" && PATH=.:$PATH && netlabelctl $flags 2>&1; echo $?)" \
		"$(netlabelctl $flags 2>&1; echo $?)" "netlabelctl: same as the original: '$flags'"
done

# Help, version, and an output that can't be written
expect_ok "help" "$CTL" help
expect_ok "-h" "$CTL" -h
expect_ok "help of an object" "$CTL" help cipsov4
expect_ok "an object's help" "$CTL" map help
version=$(sed -n 's/^#define CLAB_VERSION\t"\(.*\)"$/\1/p' include/cipsolab/version.h)
expect_match "$version" '^[0-9]+\.[0-9]+\.[0-9]+$' "there is a version"
expect_eq "$("$CTL" -V)" "cipsoctl, version $version" "-V"
for page in Documentation/man/*.[58]; do
	expect_match "$(sed -n 's/^\.TH .*"cipsolab \([^"]*\)".*/\1/p' "$page")" "^$version\$" "the version of ${page##*/}"
done
expect_eq "$(grep -rlF "\"$version\"" include kmod user --include='*.[ch]' --include='*.mk')" include/cipsolab/version.h \
	"the version stands in one place"
# shellcheck disable=SC2016 # the inner shell expands it
expect_status 1 "help to a full device" bash -c '"$1" help > /dev/full' bash "$CTL"
expect_match "$(CIPSOCTL_PREFIX=A_B "$CTL" map list 2>&1)" "prefix 'A_B' is not" \
	"a wrong prefix in the environment is refused"
if ! module_loaded 2> /dev/null; then
	expect_match "$(CIPSOCTL_PREFIX='' "$CTL" map list 2>&1)" "cipsolab module is not loaded" \
		"without the module the message says so"
fi
expect_match "$("$CTL" map $'li\e[31mst' 2>&1)" "li.x1b" "no control character reaches the terminal"
for object in mgmt map unlbl cipso apply lookup stats; do
	while read -r words; do
		"$CTL" help | grep -qF -- "$words"
		ok $? "help shows every command of $object: $words"
	done < <("$CTL" help $object | grep "^  $object")
done

done_testing
