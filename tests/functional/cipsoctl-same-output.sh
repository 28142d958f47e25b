#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# cipsoctl prints what netlabelctl prints.
#
#	stock engine  <-- netlabelctl          ours  <-- cipsoctl
#	      ^--------- cipsoctl --prefix NLBL
#
# Both engines are configured by the same words, and every list command is run
# plain and with -p. Two comparisons: cipsoctl against netlabelctl on the stock
# engine, and cipsoctl on ours against netlabelctl on the stock one. The name of
# the program may differ and, between the engines, the order of the domains:
# stock sends them in the order of its hash table. All else is compared octet by
# octet.
#
# Time limit: 300

. tests/functional/lib.sh

command -v netlabelctl > /dev/null || bail "netlabelctl is not installed"
netlabelctl mgmt version > /dev/null || bail "this kernel has no NetLabel"

# Both engines, or only the stock one where ours is not inserted.
engines=(stock)
module_loaded && engines+=(ours)

stock_ctl() {
	"$CTL" --prefix NLBL "$@"
}

# both WORDS...: the same command to both engines; both must take it.
both() {
	netlabelctl "$@" || bail "netlabelctl $*: exit status $?"
	[ ${#engines[@]} = 1 ] || ctl "$@" || bail "cipsoctl $*: exit status $?"
}

# The heading of mgmt version names the program that prints it.
rename() {
	sed 's/netlabelctl/cipsoctl/'
}

# Mappings in the order of their text; plain ones are words, pretty ones are
# the lines from one that begins " domain:" to the next.
by_domain() {
	case $1 in
	-p) awk '/^ domain:/ || /^\.$/ { printf "\n%s", $0; next } /^   / { printf "\1%s", $0; next } { printf "%s", $0 }
		END { print "" }' | sort | tr '\1' '\n' ;;
	*) sed '1s/ domain:/\n&/g' | sort ;;
	esac
}

# same SITUATION LIST-COMMAND...
same() {
	local situation=$1 flag want got

	shift
	for flag in '' -p; do
		# shellcheck disable=SC2086 # no flag is no word
		want=$(netlabelctl $flag "$@" 2>&1 | rename; echo .)
		# shellcheck disable=SC2086
		expect_eq "$(stock_ctl $flag "$@" 2>&1; echo .)" "$want" \
			"$situation: ${flag:-plain} $*, on the stock engine"
		[ ${#engines[@]} = 2 ] || continue
		# shellcheck disable=SC2086
		got=$(ctl $flag "$@" 2>&1; echo .)
		if [ "$*" = "map list" ]; then
			got=$(by_domain "$flag" <<< "$got")
			want=$(by_domain "$flag" <<< "$want")
		fi
		expect_eq "$got" "$want" "$situation: ${flag:-plain} $*, on ours"
	done
}

same_lists() {
	same "$1" map list
	same "$1" cipso list
	same "$1" unlbl list
}

stock_flush() {
	local entry

	# A domain with mappings for both families is listed twice.
	for entry in $(netlabelctl map list | tr ' ' '\n' | cut -d, -f1 | sort -u); do
		case $entry in
		domain:\"*)
			entry=${entry#domain:\"}
			netlabelctl map del "domain:${entry%%\"*}"
			;;
		esac
	done
	netlabelctl map del default 2> /dev/null
	for entry in $(netlabelctl cipso list); do
		netlabelctl cipso del "doi:${entry%%,*}"
	done
	netlabelctl unlbl accept on
	netlabelctl map add default protocol:unlbl
}
trap 'stock_flush; lib_cleanup' EXIT

# Only the stock engine has these protocols and labels.
for flag in '' -p; do
	# shellcheck disable=SC2086
	expect_eq "$(stock_ctl $flag mgmt protocols)" "$(netlabelctl $flag mgmt protocols)" \
		"${flag:-plain} mgmt protocols, on the stock engine"
done
same "fresh" mgmt version
same_lists "nothing configured"

both cipso add pass doi:16 tags:1
same_lists "one DOI"
both cipso add pass doi:4294967295 tags:5,2,1
both cipso add local doi:9999
both cipsov4 add doi:1 tags:2 pass
same_lists "four DOIs"
for doi in 16 4294967295 9999 1; do
	same "DOI $doi" cipso list doi:$doi
done
both cipso del doi:1
same_lists "a DOI removed"

both map add domain:one_t protocol:cipso,16
both map add domain:two_t protocol:unlbl,4
both map add domain:three_t protocol:unlbl,6
both map add domain:four_t protocol:unlbl
both map add domain:system_u:system_r:five_t:s0-s0:c0.c1023 protocol:cipsov4,4294967295
same_lists "domains"

both map add domain:sel_t address:10.0.0.0/8 protocol:cipso,16
both map add domain:sel_t address:10.1.2.3 protocol:cipso,9999
both map add domain:sel_t address:10.1.2.3/16 protocol:unlbl
both map add domain:sel_t address:0.0.0.0/0 protocol:unlbl
both map add domain:sel_t address:10.1.2.128/25 protocol:unlbl
same_lists "IPv4 selectors"
both map add domain:sel_t address:2001:db8::1/33 protocol:unlbl
both map add domain:sel_t address:::/0 protocol:unlbl
both map add domain:sel_t address:fe80::1 protocol:unlbl
both map add domain:six_t address:::ffff:192.0.2.1/97 protocol:unlbl
same_lists "IPv6 selectors"
# Not more: with a hundred, netlabelctl's smaller buffer makes the stock engine
# leave out the domain that follows, and cipsoctl shows it.
for n in $(seq 40); do
	both map add domain:many_t "address:10.0.$n.0/24" protocol:cipso,16
done
same "forty selectors" map list
both map del domain:many_t
both map del domain:four_t
same_lists "domains removed"

both map del default
same_lists "no default"
both map add default protocol:unlbl,6
same_lists "default for IPv6 only"
both map add default protocol:unlbl,4
same_lists "default for both in two steps"
both map del default
both map add default protocol:cipso,16
same_lists "labeled default"
both map add default protocol:unlbl,6
same_lists "labeled default, IPv6 unlabeled"
both map del default
both map add default address:0.0.0.0/0 protocol:unlbl
both map add default address:127.0.0.1 protocol:cipso,9999
same_lists "default by address, IPv4"
both map add default address:::/0 protocol:unlbl
same_lists "default by address"

both unlbl accept off
same "unlabeled refused" unlbl list
both unlbl accept ON
same "unlabeled accepted" unlbl list

# Refused by both, and nothing changed by it.
before=$(show_config 2>&1)
for words in "cipso add pass doi:16 tags:1" "cipso del doi:77" \
	"cipso list doi:77" "map add domain:one_t protocol:unlbl" \
	"map add domain:new_t protocol:cipso,77" "map del domain:none_t"; do
	# shellcheck disable=SC2086 # the words of a command
	expect_status 1 "netlabelctl $words is refused" netlabelctl $words
	# shellcheck disable=SC2086
	expect_status 1 "cipsoctl $words is refused by the stock engine" stock_ctl $words
	[ ${#engines[@]} = 2 ] || continue
	# shellcheck disable=SC2086
	expect_status 1 "cipsoctl $words is refused by ours" ctl $words
done
[ ${#engines[@]} = 1 ] ||
	expect_eq "$(show_config 2>&1)" "$before" "refusals change nothing"

# What only the stock engine takes as yet: read it all the same.
netlabelctl cipso add trans doi:8 tags:1 levels:0=3,2=5 categories:0=1,1=0,5=239 ||
	bail "the stock engine takes no translation"
netlabelctl cipso add trans doi:9 tags:1 levels:0=0
netlabelctl calipso add pass doi:5
netlabelctl map add domain:calipso_t protocol:calipso,5
netlabelctl map add domain:calipsel_t address:::1 protocol:calipso,5
label=system_u:object_r:unlabeled_t:s0
for words in "interface:lo address:10.1.0.0/16" "interface:lo address:10.2.0.0/16" \
	"interface:lo address:2001:db8::/12" "default address:10.1.2.0/24" \
	"default address:10.1.0.0/16" "default address:::1"; do
	# shellcheck disable=SC2086
	netlabelctl unlbl add $words label:$label || bail "netlabelctl unlbl add $words"
done
engines=(stock)
same_lists "all that the stock engine has"
same "translation" cipso list doi:8
same "translation without categories" cipso list doi:9
for words in "interface:lo address:10.1.0.0/16" "interface:lo address:10.2.0.0/16" \
	"interface:lo address:2000::/12" "default address:10.1.2.0/24" \
	"default address:10.1.0.0/16" "default address:::1"; do
	# shellcheck disable=SC2086
	netlabelctl unlbl del $words || bail "netlabelctl unlbl del $words"
done
same "static labels removed" unlbl list
netlabelctl map del domain:calipso_t
netlabelctl map del domain:calipsel_t
netlabelctl calipso del doi:5

# The same words through cipsoctl leave the stock engine as netlabelctl does.
stock_flush
stock_ctl cipso add trans doi:8 tags:1 levels:0=3,2=5 categories:0=1,1=0,5=239
stock_ctl cipso add local doi:9999
stock_ctl map add domain:sel_t address:10.1.2.3/16 protocol:cipso,8
stock_ctl map add domain:six_t protocol:unlbl,6
stock_ctl unlbl accept off
got=$(netlabelctl cipso list; netlabelctl cipso list doi:8; netlabelctl map list; netlabelctl unlbl list)
want='9999,LOCAL 8,TRANSLATED
tags:1 levels:0=3,2=5 categories:0=1,1=0,5=239
domain:"sel_t",address:10.1.0.0/16,protocol:CIPSOv4,8 domain:"six_t",UNLABELED,6 domain:DEFAULT,UNLABELED
accept:off'
order() {
	tr ' ' '\n' | sort
}
expect_eq "$(order <<< "$got")" "$(order <<< "$want")" \
	"what cipsoctl sets on the stock engine, netlabelctl shows"

done_testing
