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
offers "cipsoctl apply --" "--check --diff --if-generation"
offers "cipsoctl apply /etc/host" "/etc/host.conf /etc/hostname /etc/hosts"
offers "cipsoctl stats re" "reasons reset"
offers "cipsoctl lookup " "address: domain: interface:"
offers "cipsoctl nothing " ""

done_testing
