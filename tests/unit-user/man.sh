#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# man.sh CIPSOCTL: the man page formats without a warning, and names each flag
# and command that the program's own help names.

page=Documentation/man/cipsoctl.8
number=0 failed=0

ok() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		printf 'not ok %s - %s\n' "$number" "$2"
		printf '# %s\n' "${3//$'\n'/$'\n'# }"
	fi
}

# man is a reader's tool and need not be here; groff alone shows most of it.
if command -v groff > /dev/null; then
	warnings=$(groff -man -ww -z -Tutf8 "$page" 2>&1)
else
	warnings=$(MANWIDTH=80 man --warnings=w -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 > /dev/null)
fi
status=$?
[ $status = 0 ] && [ -z "$warnings" ]
ok $? "the man page formats without a warning" "$warnings"

# Formatting marks aside, a command's words stand at the start of a line.
text=$(sed -e 's/^\.[A-Z]* //' -e 's/\\-/-/g' -e 's/\\f[BIRP]//g' -e 's/"//g' "$page")
while read -r words; do
	grep -qF -- "$words" <<< "$text"
	ok $? "the man page names: $words" "not found in $page"
done < <("$1" help | awk '/^Flags:/ { part = 1; next } /^Commands:/ { part = 2; next }
	part == 1 && /^  -/ { print $1 }
	part == 2 && /^  [a-z]/ { sub(/\|[a-z0-9]*/, "", $1); print $1 ($2 ~ /^[a-z]+$/ ? " " $2 : "") }' | sort -u)

echo "1..$number"
[ $failed = 0 ]
