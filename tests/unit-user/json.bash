# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# For scripts that hold JSON to Documentation/json.md, after lib.sh.

mkdir "$lib_work/json"
json_files=100

# keep SECTION: what is on standard input is a value, or some, of it. Not behind a
# pipe: it counts.
keep() {
	json_files=$((json_files + 1))
	{ echo "$1"; cat; } > "$lib_work/json/$json_files"
}

# says SECTION WORDS...: what the program prints.
says() {
	"$CTL" -j "${@:2}" 2> "$lib_work/says.err" > "$lib_work/says.out"
	keep "$1" < "$lib_work/says.out"
	[ ! -s "$lib_work/says.err" ] || diag "-j ${*:2}: $(cat "$lib_work/says.err")"
}

# says_error WORDS...: what it says on standard error.
says_error() {
	"$CTL" -j "$@" 2> "$lib_work/says.err" > /dev/null
	keep error < "$lib_work/says.err"
}

# expect_documented COMMANDS [MEMBERS]: all that was kept is as documented, these
# commands are among it, and every member they have, but those, was seen. Both are
# separated by semicolons.
expect_documented() {
	local status name text

	printf '%s\n' "$1" "${2-}" > "$lib_work/json/commands"
	tests/unit-user/schema "$lib_work/json" > "$lib_work/judged" 2> "$lib_work/judged.err"
	ok $? "the check of JSON runs to its end" "$(cat "$lib_work/judged.err")"
	while IFS=$'\t' read -r status name text; do
		ok "$status" "JSON: $name" "$text"
	done < "$lib_work/judged"
}
