#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh BUILD: cipsoctl's tests that need no kernel. Each prints TAP; the last
# line sums them. A test that ends early counts as failed.

cd "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1
build=$1
passed=0 failed=0
tap=$(mktemp)
trap 'rm -f "$tap"' EXIT

run() {
	local status good bad

	"$@" > "$tap"
	status=$?
	good=$(grep -c '^ok ' "$tap")
	bad=$(grep -c '^not ok ' "$tap")
	grep -A9 '^not ok ' "$tap"
	if ! grep -qx "1\.\.$((good + bad))" "$tap" || [ "$good" = 0 ] ||
		{ [ "$status" != 0 ] && [ "$bad" = 0 ]; }; then
		echo "not ok - $* runs to its end (exit status $status)"
		bad=$((bad + 1))
	fi
	echo "$1 ${*:2}: $good passed, $bad failed."
	passed=$((passed + good)) failed=$((failed + bad))
}

run "$build/unit-user"
run bash tests/unit-user/usage.sh
run bash tests/unit-user/man.sh "$build/cipsoctl"
run perl tests/unit-user/capture.pl "$build/cipsoctl"
run bash tests/unit-user/lib.sh "$build"
run bash tests/unit-user/rules.sh
run bash tests/unit-user/complete.sh
run bash tests/unit-user/json.sh
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
