#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Files of rules: what is read, what is refused and at which line, and that what
# is printed is read again to the same.

. tests/functional/lib.sh
trap 'rm -rf "$lib_work"' EXIT

# same NAME: the rules on standard input are printed as they are.
same() {
	local name=$1

	cat > "$lib_work/in"
	"$CTL" check "$lib_work/in" > "$lib_work/out" 2>&1
	diff "$lib_work/in" "$lib_work/out" > "$lib_work/diff"
	ok $? "printed as it is: $name" "$(cat "$lib_work/diff")"
}

# becomes NAME WANT: the rules on standard input are printed as WANT.
becomes() {
	cat > "$lib_work/in"
	expect_eq "$("$CTL" check "$lib_work/in" 2>&1)" "$2" "$1"
	"$CTL" check "$lib_work/in" > "$lib_work/once"
	"$CTL" check "$lib_work/once" > "$lib_work/twice" 2>&1
	cmp -s "$lib_work/once" "$lib_work/twice"
	ok $? "$1: and that is printed as it is"
}

# wrong LINE WORD NAME: the rules on standard input are refused, and the message
# names the line and the word.
wrong() {
	local err status

	cat > "$lib_work/in"
	err=$("$CTL" check "$lib_work/in" 2>&1 > "$lib_work/out")
	status=$?
	[ "$status" = 2 ] && [ ! -s "$lib_work/out" ] && [[ $err == *"in:$1: "*"$2"* ]]
	ok $? "refused: $3" "status $status: $err"
}

boot=$'unlbl accept on\nmap add default protocol:unlbl'

becomes "nothing" "$boot" <<< ""
becomes "comments and blank lines" "$boot" <<< $'# a\n\n  \t\n   # b\n'
becomes "the last line without its end" "$boot" < <(printf 'unlbl accept on')
same "every kind of entry" <<-'END'
	set validate_strict:1
	unlbl accept off
	cipso add pass doi:1 tags:1,2,5
	cipso add local doi:2
	cipso add trans doi:3 tags:1 levels:0=3,2=5 categories:0=1,1=0,5=239
	map add domain:a_t protocol:unlbl
	map add domain:b_t protocol:unlbl,6
	map add domain:c_t protocol:cipso,1
	map add domain:d_t address:10.0.0.0/8 protocol:cipso,3
	map add domain:d_t address:10.1.0.0/16 protocol:unlbl
	map add domain:d_t address:fe80::/10 protocol:unlbl
	map add default address:127.0.0.1/32 protocol:cipso,2
	map add default address:0.0.0.0/0 protocol:unlbl
	map add default protocol:unlbl,6
	unlbl add interface:eth* address:192.0.2.0/24 label:system_u:object_r:a_t:s0
	unlbl add default address:::/0 label:system_u:object_r:b_t:s0:c1,c3
END
becomes "a default of labels leaves IPv6 what it was" $'unlbl accept on
cipso add pass doi:7 tags:1
map add default protocol:cipso,7
map add default protocol:unlbl,6' <<-'END'
	cipso add pass doi:7 tags:1
	map add default protocol:cipso,7
END
becomes "no default at all" $'unlbl accept on\nmap del default' <<< "map del default"
becomes "a default of one family only" \
	$'unlbl accept on\nmap del default\nmap add default protocol:unlbl,4' \
	<<< $'map del default\nmap add default protocol:unlbl,4'
becomes "words in any order, host bits cleared" \
	$'unlbl accept on\nmap add default protocol:unlbl\nmap add domain:x address:10.0.0.0/8 protocol:unlbl' \
	<<< "map add protocol:unlbl address:10.1.2.3/8 domain:x"
becomes "the rules that netlabel-tools bring, without their comment marks" \
	$'unlbl accept on\ncipso add local doi:9999\nmap add default address:0.0.0.0/0 protocol:unlbl
map add default address:127.0.0.1/32 protocol:cipso,9999\nmap add default address:::/0 protocol:unlbl' <<-'END'
	map del default
	map add default address:0.0.0.0/0 protocol:unlbl
	map add default address:::/0 protocol:unlbl
	cipso add local doi:9999
	map add default address:127.0.0.1 protocol:cipso,9999
END
same "names that have to be quoted" <<-'END'
	unlbl accept on
	map add default protocol:unlbl
	map add domain:"a b" protocol:unlbl
	map add domain:"\"\\#\x0a" protocol:unlbl
	map add domain:"" protocol:unlbl
END
same "tags as another tool may have listed them" <<-'END'
	unlbl accept on
	cipso add pass doi:1 tags:5,2,1,2,1
	cipso add local doi:2
	cipso add local doi:3 tags:1
	cipso add local doi:4 tags:128,1
	cipso add local doi:5 tags:128,128
	map add default protocol:unlbl
END
becomes "what a local DOI lists unless it says so" $'unlbl accept on\ncipso add local doi:2\nmap add default protocol:unlbl' \
	<<< "cipso add local doi:2 tags:128"
becomes "what is added and removed again" "$boot" <<-'END'
	cipso add pass doi:1 tags:1
	map add domain:x protocol:cipso,1
	map add domain:y address:1.2.3.4 protocol:cipso,1
	map add domain:y address:1.2.3.5 protocol:unlbl
	unlbl add interface:lo address:1.2.3.4 label:a:b:c
	map del domain:y address:1.2.3.4
	map del domain:y address:1.2.3.5
	unlbl del interface:lo address:1.2.3.4
	map del domain:x
	cipso del doi:1
END
becomes "a table that contradicts itself, as another tool may have made" \
	$'unlbl accept on\ncipso add trans doi:1 tags:1 levels:0=1,0=2,3=2\nmap add default protocol:unlbl' \
	<<< "cipso add trans doi:1 tags:1 levels:0=1,0=2,3=2"

seq -f 'map add domain:d%.0f protocol:unlbl' 1 20000 > "$lib_work/many"
expect_eq "$(timeout 20 "$CTL" check "$lib_work/many" | tail -n +3 | cksum)" \
	"$(cksum < "$lib_work/many")" "20,000 domains"
pairs=$(seq 0 59999 | sed 's/.*/&=&/' | paste -sd,)
expect_eq "$(echo "cipso add trans doi:1 tags:1 levels:0=0 categories:$pairs" | "$CTL" check - | cksum)" \
	"$(printf 'unlbl accept on\ncipso add trans doi:1 tags:1 levels:0=0 categories:%s\nmap add default protocol:unlbl\n' "$pairs" | cksum)" \
	"60,000 categories"

wrong 1 "no rule" "a listing" <<< "map list"
wrong 1 "no rule" "a file within a file" <<< "apply /dev/null"
wrong 2 "unknown object" "a misspelled word" <<< $'\nmop add default protocol:unlbl'
wrong 1 "quote" "half a quote" <<< 'map add domain:"a protocol:unlbl'
wrong 1 "quote" "an escape that is none" <<< 'map add domain:"a\n" protocol:unlbl'
wrong 1 "quote" "a NUL by an escape" <<< 'map add domain:"a\x00" protocol:unlbl'
wrong 2 "defined already" "a DOI twice" <<< $'cipso add local doi:1\ncipso add local doi:1'
wrong 2 "already" "a domain twice" <<< $'map add domain:a protocol:unlbl\nmap add domain:a protocol:unlbl'
wrong 2 "already" "a family of a domain that has both" <<< $'map add domain:a protocol:unlbl\nmap add domain:a protocol:unlbl,4'
wrong 2 "already" "both families of a domain that has one" <<< $'map add domain:a protocol:unlbl,6\nmap add domain:a protocol:unlbl'
wrong 2 "already" "an address of a domain that sends the same to all" <<< $'map add domain:a protocol:unlbl\nmap add domain:a address:1.2.3.4 protocol:unlbl'
wrong 2 "mapped already" "an address twice" <<< $'map add default address:1.2.3.4 protocol:unlbl\nmap add default address:1.2.3.4/32 protocol:unlbl'
wrong 3 "named by a mapping" "removing a DOI that is in use" \
	<<< $'cipso add local doi:1\nmap add default address:1.2.3.4 protocol:cipso,1\ncipso del doi:1'
wrong 1 "not defined" "removing a DOI that is not there" <<< "cipso del doi:1"
wrong 1 "not mapped" "removing a domain that is not there" <<< "map del domain:a"
wrong 1 "not mapped" "removing an address that is not there" <<< "map del domain:a address:1.2.3.4"
wrong 1 "no label" "removing a static label that is not there" <<< "unlbl del default address:1.2.3.4"
wrong 2 "label already" "a static label twice" \
	<<< $'unlbl add default address:1.2.3.4 label:a:b:c\nunlbl add default address:1.2.3.4 label:a:b:d'
wrong 2 "set already" "a setting twice" <<< $'set rbm_optfmt:1\nset rbm_optfmt:0'
wrong 2 "no setting 'a'" "a setting that is none" <<< $'\nset a:1'
wrong 2 "DOI 99 is not defined" "a mapping to a DOI that is not there" \
	<<< $'map add domain:b protocol:unlbl\nmap add domain:a protocol:cipso,99\nmap add domain:c protocol:unlbl'
wrong 2 "DOI 99 is not defined" "and an address" \
	<<< $'map add default address:1.2.3.4 protocol:unlbl\nmap add default address:1.2.3.5 protocol:cipso,99\ncipso add local doi:1'
wrong 2 "DOI 99 is not defined" "a default" <<< $'\nmap add default protocol:cipso,99'
becomes "a DOI that is defined behind what names it" \
	$'unlbl accept on\ncipso add local doi:9\nmap add default protocol:unlbl\nmap add domain:a protocol:cipso,9' \
	<<< $'map add domain:a protocol:cipso,9\ncipso add local doi:9'
for tag in 3 6 7 128 255; do
	wrong 2 "DOI of type pass can't list tag $tag" "tag $tag of a DOI that passes" <<< $'\n'"cipso add pass doi:1 tags:1,$tag"
done
for tag in 2 5 7; do
	wrong 1 "DOI of type local can't list tag $tag" "tag $tag of a local DOI" <<< "cipso add local doi:1 tags:128,$tag"
done
while read -r name max; do
	wrong 2 "$name is at most $max" "$name above what it can be" <<< $'\n'"set $name:$((max + 1))"
	expect_match "$(echo "set $name:$max" | "$CTL" check -)" "^set $name:$max" "$name at its highest is taken"
done < <(awk -F'[(), ]+' '
	$1 == "#define" && $2 ~ /_MAX$/ || /^#define.*_MAX\t/ { split($0, word, /[ \t]+/); value[word[2]] = word[3] }
	/^\tCLAB_TUNABLE\(/ { print $2, $4 in value ? value[$4] : $4 }' kmod/core/tunables.c)
wrong 1 "NAME:VALUE" "a setting without a value" <<< "set a"
expect_eq "$("$CTL" check - 2>&1 <<< "cipso add std doi:1 tags:1 levels:0=0")" \
	$'cipsoctl: stdin:1: warning, \'std\' is deprecated: \'trans\' says the same\nunlbl accept on
cipso add trans doi:1 tags:1 levels:0=0\nmap add default protocol:unlbl' "netlabelctl's old word for trans"
wrong 2 "CALIPSO is for IPv6" "a DOI of CALIPSO" <<< $'\ncalipso add pass doi:1'
wrong 2 "protocol:calipso is for IPv6" "a mapping to CALIPSO" <<< $'\nmap add domain:a protocol:calipso,1'
: > "$lib_work/empty"
for verb in apply sync check; do
	expect_eq "$("$CTL" $verb "$lib_work/empty" 2>&1)" \
		"cipsoctl: error, $lib_work/empty: the file is empty, which would remove all there is: 'flush' does that" \
		"$verb: an empty file is refused"
done
for verb in apply sync; do
	expect_match "$("$CTL" --prefix NONE $verb "$lib_work/empty" --allow-empty 2>&1)" 'error, the kernel offers no' \
		"$verb: and taken if one insists"
done
expect_match "$("$CTL" --prefix NONE apply - 2>&1 <<< "# nothing")" 'error, the kernel offers no' "a file of remarks is not empty"
wrong 1 "NUL" "a NUL" < <(printf 'map add domain:a\0b protocol:unlbl\n')

# What keeps a file from being read whole is not its end.
{ echo "cipso add pass doi:1 tags:1"; printf '# '; head -c 60000000 /dev/zero | tr '\0' x; echo
  echo "map add domain:a protocol:cipso,1"; } > "$lib_work/long"
expect_match "$("$CTL" check "$lib_work/long" 2>&1; echo "status $?")" "long:2: this line has 16777216 characters .*status 2" \
	"a line without end is refused"
# shellcheck disable=SC2016 # the inner shell expands it
expect_match "$(bash -c 'ulimit -v 60000; "$1" check "$2"; echo "status $?"' bash "$CTL" "$lib_work/long" 2>&1)" \
	"error.*status [12]" "and where memory is short it is no end of the file"
# shellcheck disable=SC2016
expect_match "$(bash -c 'ulimit -v 60000; "$1" -b "$2"; echo "status $?"' bash "$CTL" <(printf '# '; tail -c +30 "$lib_work/long") 2>&1)" \
	"error.*status [12]" "nor of a batch"
expect_match "$(timeout 20 "$CTL" check /dev/zero 2>&1)" "/dev/zero:1: there is a NUL" "a device of NULs comes to an end"
expect_match "$(tr '\0' x < /dev/zero | timeout 20 "$CTL" check - 2>&1)" "stdin:1: this line has 16777216" "so does another"
expect_eq "$("$CTL" check / 2>&1)" "cipsoctl: error, /: Is a directory" "a directory has no line 0"
expect_match "$("$CTL" -j check / 2>&1)" '"file":"/","line":null\}$' "nor in JSON"
expect_status 1 "a file that is not there" "$CTL" check /nonexistent
expect_status 2 "no file" "$CTL" check
expect_match "$("$CTL" -j check - <<< "cipso add pass doi:1 tags:1")" \
	'"dois":\[\{"doi":1,"type":"pass","tags":\[1\]' "JSON"

done_testing
