#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Completion in bash: what is offered behind a beginning of a command line.

. tests/functional/lib.sh
trap 'rm -rf "$lib_work"' EXIT
PATH=$PWD/build:$PATH
. user/data/cipsoctl.bash

# offers LINE WORDS
offers() {
	# shellcheck disable=SC2034 # what bash sets for a completion
	COMP_LINE=$1 COMP_POINT=${#1}
	_cipsoctl 2> /dev/null
	expect_eq "${COMPREPLY[*]}" "$2" "behind '$1': $2"
}

offers "cipsoctl m" "map mgmt monitor"
offers "cipsoctl show" "show-config"
offers "cipsoctl map " "add del list replace"
offers "cipsoctl -n here map re" "replace"
offers "cipsoctl map add " "address: default domain: protocol:"
offers "cipsoctl map add default pro" "protocol:"
offers "cipsoctl map add default protocol:u" "unlbl"
offers "cipsoctl map list family:" "4 6"
offers "cipsoctl cipsov4 " "add del list replace"
offers "cipsoctl cipso add tr" "trans"
offers "cipsoctl unlbl add interface:l" "lo"
offers "cipsoctl apply --" "--allow-empty --check --diff --if-generation"
offers "cipsoctl apply /etc/host" "/etc/host.conf /etc/hostname /etc/hosts"
offers "cipsoctl stats re" "reasons reset"
offers "cipsoctl lookup " "address: domain: interface:"
offers "cipsoctl nothing " ""

# Names that somebody else has given. The help is the program's; of lists there
# are some that no module is needed for, each of another namespace.
real=$PWD/build/cipsoctl
cipsoctl() {
	case $* in
	help) "$real" help ;;
	"cipso list") echo "1,PASS_THROUGH 2,LOCAL" ;;
	"-n n1 cipso list" | "--prefix NLBL -n n1 cipso list" | "--prefix=NLBL cipso list") echo "77,PASS_THROUGH" ;;
	"map list") cat "$lib_work/maps" ;;
	esac
}
ip() {
	case $* in
	"-n n1 -o link show") printf '%s\n' "1: lo: <LOOPBACK>" "2: \$(touch>$trap)@if3: <UP>" ;;
	esac
}
trap=$lib_work/executed
evil="\$(touch>$trap)"
# shellcheck disable=SC2016 # to be taken as it is
printf 'domain:"a_t",UNLABELED domain:"%s",UNLABELED domain:"`touch>%s`",UNLABELED domain:"a*;b",UNLABELED\n' \
	"$evil" "$trap" > "$lib_work/maps"

offers "cipsoctl map del domain:a" "a_t a\\*\\;b"
offers "cipsoctl map del domain:" "a_t $(printf '%q %q' "$evil" "\`touch>$trap\`") a\\*\\;b"
offers "cipsoctl map del domain:\$(t" "$(printf %q "$evil")"
offers "cipsoctl map del domain:\\\$\\(t" "$(printf %q "$evil")"
offers "cipsoctl -n n1 unlbl add interface:" "lo $(printf %q "$evil")"
(
	cd "$lib_work" && mkdir files && cd files && : > "a b"
	offers "cipsoctl apply a" "a\\ b"
	exit "$lib_failed"
) > "$lib_work/files.out"
ok $? "file names are quoted" "$(cat "$lib_work/files.out")"
expect_status 1 "no name is executed" test -e "$trap"

# What is asked for is asked in the namespace, and of the engine, that is meant.
offers "cipsoctl cipso del doi:" "1 2"
for flags in "-n n1" "-nn1" "-jn n1" "-pjnn1 -t 5" "--prefix NLBL -n n1" "--prefix=NLBL" "-b x -n n1"; do
	offers "cipsoctl $flags cipso del doi:" "77"
done
offers "cipsoctl -n n1 map add default protocol:c" "cipso,77"
mkdir "$lib_work/netns"
touch "$lib_work/netns/one" "$lib_work/netns/two" "$lib_work/netns/\$(t)"
_cipsoctl_netns_dir=$lib_work/netns
offers "cipsoctl -n t" "two"
offers "cipsoctl -jn " "\\\$\\(t\\) one two"
offers "cipsoctl -n one ma" "map"
offers "cipsoctl -n /etc/host.c" "/etc/host.conf"
offers "cipsoctl -b /etc/host.c" "/etc/host.conf"
offers "cipsoctl -t " ""
_cipsoctl_netns_dir=$lib_work/none
offers "cipsoctl -n " ""

done_testing
