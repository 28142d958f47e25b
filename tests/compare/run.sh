#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [SEED [COUNT [WAY...]]]: the same random commands to stock NetLabel and to ours.
#
#	stock NetLabel <-- netlabelctl
#	ours           <-- netlabelctl, its families renamed (first pass)
#	               <-- cipsoctl run as netlabelctl (second pass)
#
# Runs in the virtual machine; `make check-compare` starts it (tests/compare/both). After every
# command its output, its exit status, and what is then configured on both sides
# are compared. They must be the same, or differ in a way that tests/compare/allow
# names; then both sides start afresh, so that a difference counts once. At the
# end it says how often each of those was met.

cd "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1
if [ -z "${CLAB_VM:-}" ]; then
	echo "This changes the host's NetLabel: run 'make check-compare'." >&2
	exit 1
fi
export LC_ALL=C
seed=${1:-1} count=${2:-1000}
ways=("${@:3}")
[ ${#ways[@]} -gt 0 ] || ways=(renamed ours)
least=20 least_good=40
keywords=(mgmt map unlbl cipso cipsov4 calipso version protocols add del list accept
	default domain: address: interface: label: doi: tags: levels: categories:
	trans std pass local on off protocol:unlbl protocol:cipso protocol:calipso
	-p -v -t -h -V)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
declare -A occurred

result() {
	local status=$1 name=$2

	if [ "$status" = 0 ]; then
		passed=$((passed + 1))
		echo "ok - $name"
	else
		failed=$((failed + 1))
		echo "not ok - $name"
		[ -z "${3:-}" ] || printf '# %s\n' "${3//$'\n'/$'\n'# }"
	fi
}

# What runs thousands of times is in memory with its libraries, and the loops
# below start nothing but it: in an emulated machine starting a program is what
# takes the time.
bin=$work/bin
mkdir "$bin"
cp "$(command -v netlabelctl)" build/compare-preload.so "$bin"
cp build/cipsoctl "$bin/cipsoctl"
for lib in $(ldd "$bin/netlabelctl" "$bin/cipsoctl" | awk '$3 ~ /^\// { print $3 }' | sort -u); do
	cp "$lib" "$bin"
done

# The three ways. Of the second and third the engine is ours.
stock() {
	LD_LIBRARY_PATH=$bin exec -a netlabelctl "$bin/netlabelctl" "$@"
}

renamed() {
	CLAB_COMPARE_PREFIX=CLAB LD_LIBRARY_PATH=$bin LD_PRELOAD=$bin/compare-preload.so \
		exec -a netlabelctl "$bin/netlabelctl" "$@"
}

ours() {
	LD_LIBRARY_PATH=$bin exec -a netlabelctl "$bin/cipsoctl" "$@"
}

# got WAY WORDS...: run it; its output and status are in $out and $status.
got() {
	# What the shell says of a program that crashes is not the program's.
	{ ("$@" > "$work/out" 2>&1); } 2> /dev/null
	status=$?
	IFS= read -rd '' out < "$work/out"
}

# sort_words WORD...: in $sorted, one a line
sort_words() {
	local -a word=("$@")
	local i j one

	for ((i = 1; i < ${#word[@]}; i++)); do
		one=${word[i]}
		for ((j = i; j > 0; j--)); do
			[[ ${word[j - 1]} > $one ]] || break
			word[j]=${word[j - 1]}
		done
		word[j]=$one
	done
	printf -v sorted '%s\n' "${word[@]}"
}

# Only the order of domains is not the same in every engine: stock's is that of
# its hash table. Plain mappings are parted by a blank, pretty ones by a newline.
in_order() {
	local text=${1// domain:/$'\1'domain:}
	local -a block

	text=${text//$'\n'/$'\1'}
	# The lines of a pretty mapping stay together.
	text=${text//$'\1'   /$'\2'   }
	IFS=$'\1' read -rd '' -a block <<< "$text"
	sort_words "${block[@]%$'\n'}"
}

same_text() {
	local one

	[ "$1" != "$2" ] || return 0
	[[ $1 == *domain:* ]] || return 1
	in_order "$1"
	one=$sorted
	in_order "$2"
	[ "$one" = "$sorted" ]
}

# state WAY LIST...: what is configured, in $now: what the lists named show, and
# of the others what they showed before.
declare -A shown
state() {
	local way=$1 list

	shift
	for list in "$@"; do
		got "$way" "$list" list
		shown[$way,$list]=$out
	done
	now=${shown[$way,map]}${shown[$way,cipso]}${shown[$way,unlbl]}
}

lists=(map cipso unlbl)

flush() {
	local way=$1 text word doi

	state "$way" "${lists[@]}"
	text=${shown[$way,map]// domain:/$'\1'domain:}
	IFS=$'\1' read -rd '' -a block <<< "$text"
	for word in "${block[@]}"; do
		[[ $word == 'domain:"'* ]] || continue
		word=${word#domain:\"}
		got "$way" map del "domain:${word%%\",*}"
	done
	got "$way" map del default
	for word in ${shown[$way,unlbl]}; do
		word=${word%%,label:*}
		case $word in
		interface:DEFAULT,*) got "$way" unlbl del default "${word#*,}" ;;
		interface:*) got "$way" unlbl del "${word%%,*}" "${word#*,}" ;;
		esac
	done
	for doi in ${shown[$way,cipso]}; do
		got "$way" cipso del "doi:${doi%%,*}"
	done
	if [ "$way" = stock ]; then
		got stock calipso list
		for doi in $out; do
			got stock calipso del "doi:${doi%%,*}"
		done
	fi
	got "$way" unlbl accept on
	got "$way" map add default protocol:unlbl
	state "$way" "${lists[@]}"
}

# What a command can change
changes() {
	case " $1 " in
	*' list '* | *' version '* | *' protocols '*) touched=() ;;
	*' unlbl '*) touched=(unlbl) ;;
	*' map '*) touched=(map) ;;
	*) touched=(map cipso) ;;
	esac
}

# line_of STATUS OUTPUT STATE: what the allow list's regular expressions are
# matched against, in $line
line_of() {
	line="$1: $2 "
	if [ "$same_state" = 1 ]; then
		line+='='
	else
		line+=$3
	fi
	line=${line//$'\n'/ }
}

# allowed COMMAND STOCK OTHER. Return: 0 when the difference is one that is
# allowed, and counts it
allowed() {
	local name command stock_re other_re

	while IFS=$'\t' read -r name command stock_re other_re; do
		case $name in '' | '#'*) continue ;; esac
		[[ $1 =~ $command && $2 =~ $stock_re && $3 =~ $other_re ]] || continue
		occurred[$name]=$((${occurred[$name]:-0} + 1))
		return 0
	done < tests/compare/allow
	return 1
}

# both WAY WORDS...: one command to stock and WAY. Return: 1 when something was
# different.
both() {
	local way=$1 line same_state=0 stock_out stock_status stock_now stock_line
	local way_out way_status

	shift
	changes "$*"
	got stock "$@"
	stock_out=$out stock_status=$status
	[ "$status" != 0 ] || good=$((good + 1))
	got "$way" "$@"
	way_out=$out way_status=$status
	state stock "${touched[@]}"
	stock_now=$now
	state "$way" "${touched[@]}"
	! same_text "$stock_now" "$now" || same_state=1
	[ $same_state = 0 ] || [ "$stock_status" != "$way_status" ] ||
		! same_text "$stock_out" "$way_out" || return 0
	line_of "$stock_status" "$stock_out" "$stock_now"
	stock_line=$line
	line_of "$way_status" "$way_out" "$now"
	if allowed "$*" "$stock_line" "$line"; then
		differ=$((differ + 1))
	else
		different=$((different + 1))
		echo "# $way, command $n:$(printf ' %q' "$@")"
		echo "#   stock: $stock_line"
		echo "#   $way: $line"
	fi
	return 1
}

# pass WAY: all commands, on stock NetLabel and WAY
pass() {
	local way=$1 n=0 different=0 differ=0 good=0 words line began=$SECONDS

	flush stock
	line=$now
	flush "$way"
	same_text "$line" "$now"
	result $? "$way: both begin with the same" "$line"$'\n'"$now"
	while IFS= read -r line; do
		n=$((n + 1))
		mapfile -td $'\t' words <<< "$line"
		words[-1]=${words[-1]%$'\n'}
		both "$way" "${words[@]}" && continue
		flush stock
		flush "$way"
	done < "$work/commands"
	echo "# $way: $n commands, $good succeed on stock NetLabel, $differ differ as listed, $different otherwise; $((SECONDS - began)) s"
	result "$([ $n = "$count" ] && [ $different = 0 ]; echo $?)" "$way: the same as stock but for what is listed"
	result "$([ $((good * 100)) -ge $((n * least_good)) ]; echo $?)" "$way: at least $least_good % succeed on stock" "$good of $n"
}

keyword_count() {
	tr '\t' '\n' < "$work/commands" | awk -v key="$1" '
		key ~ /:/ ? index($0, key) == 1 : $0 == key { n++ } END { print n + 0 }'
}

tests/compare/generate -v seed="$seed" -v count="$count" > "$work/commands"
for keyword in "${keywords[@]}"; do
	n=$(keyword_count "$keyword")
	figures+="$keyword $n, "
	[ "$count" -lt 1000 ] || [ "$n" -ge $least ] || rare+="$keyword: $n "
done
echo "# seed $seed, keywords: ${figures%, }"
result "$([ -z "${rare:-}" ]; echo $?)" "every keyword occurs at least $least times" "${rare:-}"

for way in "${ways[@]}"; do
	insmod "build/$(uname -r)/cipsolab.ko" || exit 1
	pass "$way"
	rmmod cipsolab || exit 1
done

while IFS=$'\t' read -r name _; do
	case $name in '' | '#'*) continue ;; esac
	echo "# $name: ${occurred[$name]:-0}"
done < tests/compare/allow
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
