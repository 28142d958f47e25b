# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For scripts that configure stock NetLabel, after kit.bash or what reads that. Its
# tables are those of all namespaces. Nothing is left in them when the script ends.

command -v netlabelctl > /dev/null || bail "netlabelctl is not installed"

# stock: the rules of the input.
stock() {
	local line

	while read -r line; do
		# shellcheck disable=SC2086 # the words of a command
		netlabelctl $line || bail "netlabelctl $line: exit status $?"
	done
}

stock_clear() {
	local entry

	for entry in $(netlabelctl map list); do
		case $entry in
		domain:DEFAULT,*) ;;
		domain:*)
			entry=${entry#domain:\"}
			netlabelctl map del "domain:${entry%%\"*}"
			;;
		esac
	done
	netlabelctl map del default 2> /dev/null
	for entry in $(netlabelctl cipso list); do
		netlabelctl cipso del "doi:${entry%%,*}"
	done
	netlabelctl map add default protocol:unlbl
}
at_exit stock_clear
