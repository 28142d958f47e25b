#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What cipsoctl says when the kernel refuses or is not there, its JSON, and that
# a list read while the configuration changes is whole.

. tests/functional/lib.sh

# refused STATUS TEXT WORDS...: that exit status, one line on standard error
# with that text, and nothing changed.
refused() {
	local want=$1 text=$2 status err before

	shift 2
	before=$(show_config)
	err=$(ctl "$@" 2>&1)
	status=$?
	[ "$status" = "$want" ] && [ "$(wc -l <<< "$err")" = 1 ] &&
		[[ $err == "cipsoctl: error, "*"$text"* ]] && [ "$(show_config)" = "$before" ]
	ok $? "refused: $*" "status $status, want $want and '$text': $err"
}

# A refusal of the engine itself: a sentence of its own, then the errno's words.
explained() {
	local errno=$1 err

	shift
	refused 1 "($errno)" "$@"
	err=$(ctl "$@" 2>&1)
	[[ $err =~ ^cipsoctl:\ error,\ .{12,}\ \($errno\)$ ]] && [[ $err != *"without saying why"* ]]
	ok $? "explained: $*" "$err"
}

ctl cipso add pass doi:16 tags:1
ctl cipso add pass doi:17 tags:5,2,1
ctl cipso add local doi:18
ctl map add domain:whole_t protocol:cipso,16
ctl map add domain:part_t address:10.0.0.0/8 protocol:cipso,17
explained "File exists" cipso add pass doi:16 tags:1
explained "File exists" cipso add local doi:17
explained "Invalid argument" cipso add pass doi:20 tags:7
explained "Invalid argument" cipso add pass doi:20 tags:128
explained "No such file or directory" cipso del doi:99
explained "Invalid argument" cipso list doi:99
explained "Device or resource busy" cipso del doi:17
explained "Invalid argument" map add domain:new_t protocol:cipso,99
explained "Invalid argument" map add domain:whole_t protocol:unlbl
explained "Invalid argument" map add domain:part_t protocol:unlbl
explained "File exists" map add domain:part_t address:10.9.9.9/8 protocol:unlbl
explained "Invalid argument" map add default protocol:unlbl
explained "No such file or directory" map del domain:new_t

expect_json() {
	expect_eq "$(ctl -j "${@:2}" 2>&1)" "$1" "JSON: ${*:2}"
}

expect_json '{"kernel":3,"tool":3}' mgmt version
expect_json '[{"doi":16,"type":"pass"},{"doi":17,"type":"pass"},{"doi":18,"type":"local"}]' cipso list
expect_json '{"doi":17,"type":"pass","tags":[5,2,1],"levels":[],"categories":[]}' cipso list doi:17
expect_json '{"doi":18,"type":"local","tags":[128],"levels":[],"categories":[]}' cipso list doi:18
expect_json '{"accept":true,"labels":[]}' unlbl list
expect_match "$(ctl -j map list)" '\{"domain":"whole_t","family":"IPv4","protocol":"cipso","doi":16,"selectors":\[\]\}' \
	"JSON: a mapping"
expect_match "$(ctl -j map list)" '\{"domain":"part_t","family":"IPv4","protocol":null,"doi":null,"selectors":\[\{"address":"10.0.0.0","prefix":8,"protocol":"cipso","doi":17\}\]\}' \
	"JSON: a mapping by address"
expect_match "$(ctl -j map list)" '\{"domain":null,"family":"IPv4/IPv6","protocol":"unlbl","doi":null,"selectors":\[\]\}\]$' \
	"JSON: the default mapping"
ctl -j -p map list | tr -d ' \n' > "$lib_work/joined"
expect_eq "$(cat "$lib_work/joined")" "$(ctl -j map list)" "JSON: indented is the same"
expect_match "$(ctl -v cipso add pass doi:20 tags:7 2>&1)" "CLAB_CIPSOv4: request, command 1, [0-9]+ octets" \
	"-v says what is sent"

# Who may do what
anybody=(setpriv --reuid 65534 --clear-groups --inh-caps=-all)
expect_match "$("${anybody[@]}" "$CTL" map del default 2>&1)" "CAP_NET_ADMIN.*Operation not permitted" \
	"a user without the capability is told so"
expect_status 1 "a user without the capability can't change anything" "${anybody[@]}" "$CTL" map del default
expect_eq "$("${anybody[@]}" "$CTL" map list)" "$(ctl map list)" "a user without it can list"
own=(setpriv --reuid 65534 --clear-groups unshare -Urn)
for words in "map list" "cipso list" "unlbl list" "mgmt protocols" show-config stats status; do
	# shellcheck disable=SC2086 # the words of a command
	expect_match "$("${own[@]}" "$CTL" $words 2>&1)" "only the initial user namespace may ask .Operation not permitted" \
		"root of another user namespace is told why it can't list: $words"
done
expect_match "$("${own[@]}" "$CTL" map del default 2>&1)" "CAP_NET_ADMIN in the initial user namespace" \
	"and why it can't change anything"

# A domain that is always there is in every list, while others come and go.
for n in $(seq 30); do
	ctl map add "domain:stay${n}_t" protocol:cipso,16 || bail "domain stay${n}_t"
done
churn() {
	while :; do
		ctl map add domain:come_t protocol:unlbl && ctl map del domain:come_t
	done
}
churn > "$lib_work/churn" 2>&1 &
lib_servers[churn]=$!
short=0 failed=0 seen=0
for _ in $(seq 30); do
	ctl map list > "$lib_work/list" 2> "$lib_work/err" || failed=$((failed + 1))
	[ "$(tr ' ' '\n' < "$lib_work/list" | grep -c '^domain:"stay[0-9]*_t"')" = 30 ] || short=$((short + 1))
	grep -q come_t "$lib_work/list" && seen=$((seen + 1))
done
server_stop churn
expect_eq "$failed lists failed, $short were short" "0 lists failed, 0 were short" \
	"lists read during changes are whole"
expect_ge "$seen" 1 "the configuration did change meanwhile"
expect_eq "$(cat "$lib_work/churn")" "" "the changes themselves were taken"

# Not there
ctl map del domain:come_t 2> /dev/null
flush_config 2> /dev/null
module_unload || bail "the module can't be removed"
for words in "mgmt version" "map list" "cipso list" "unlbl list" "cipso add local doi:1" "map del default"; do
	# shellcheck disable=SC2086 # the words of a command
	expect_status 3 "without the module: $words" "$CTL" $words
done
expect_match "$(ctl map list 2>&1)" "the cipsolab module is not loaded" "without the module the message says so"
# shellcheck disable=SC2119 # no parameters
module_load || bail "the module can't be inserted again"
expect_ok "with the module again: map list" "$CTL" map list

done_testing
