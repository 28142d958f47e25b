#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [--packets | --config | --long | SCRIPT...]: run the functional tests in the
# virtual machine, where `make check-vm` starts this. Without SCRIPT: all of them, one
# after the other, but for those that take long and say so ("# Lane: long"), which
# --long runs instead. --packets runs those whose names begin with 1 to 4, --config
# the others.
#
# Each script starts with the module inserted and nothing configured, and must
# leave it so. The kernel's log is looked at after each. What a script prints
# but does not count, and what it counts but does not print, is a failure.

cd "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1
if [ -z "${CLAB_VM:-}" ]; then
	echo "This inserts modules and changes addresses: run 'make check-vm'." >&2
	exit 1
fi

module=build/$(uname -r)/cipsolab.ko
limit=180
passed=0 failed=0
work=$(mktemp -d)

fail() {
	failed=$((failed + 1))
	echo "not ok - $1"
}

pass() {
	passed=$((passed + 1))
	echo "ok - $1"
}

bad_messages() {
	dmesg | grep -Ef tests/vm/bad-messages
}

config() {
	build/cipsoctl cipso list
	build/cipsoctl map list
	build/cipsoctl unlbl list
}

# A script that says nothing, or stops on its way, must not count as good.
complete() {
	local plan ran

	ran=$(grep -cE '^(not )?ok ' "$work/tap")
	plan=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$work/tap")
	[ "$plan" = "$ran" ] && [ "$ran" -gt 0 ]
}

run_script() {
	local script=$1 name status bad own_limit

	name=${script##*/}
	echo "--- $name"
	if ! grep -q '^cipsolab ' /proc/modules && ! insmod "$module"; then
		fail "$name: the module can be inserted"
		return
	fi
	[ -e "$work/config" ] || config > "$work/config" 2>&1
	own_limit=$(sed -n 's/^# Time limit: \([0-9]*\)$/\1/p' "$script")
	timeout -k 5 "${own_limit:-$limit}" bash "$script" 2>&1 < /dev/null | tee "$work/tap"
	status=${PIPESTATUS[0]}

	passed=$((passed + $(grep '^ok ' "$work/tap" | grep -cvi '# *skip')))
	bad=$(($(grep -c '^not ok ' "$work/tap") + $(grep '^ok ' "$work/tap" | grep -ci '# *skip')))
	failed=$((failed + bad))
	complete || fail "$name: runs to its end"
	[ "$status" = 0 ] || [ "$bad" -gt 0 ] || fail "$name: exit status $status"
	bad_messages > "$work/bad"
	if ! cmp -s "$work/bad" "$work/bad.before"; then
		fail "$name: the kernel complains"
		dmesg | tail -n 60
		cp "$work/bad" "$work/bad.before"
	fi
	if grep -q '^cipsolab ' /proc/modules; then
		config 2>&1 | cmp -s - "$work/config" && return
		fail "$name: leaves nothing configured"
		# The next script gets a fresh module, not this one's remains.
		rmmod cipsolab
	fi
}

# lane NAME [PATTERN]: the scripts of that lane, and with such names.
lane() {
	local script name

	for script in tests/functional/*.sh; do
		case $script in
		*/lib.sh | */run.sh) continue ;;
		esac
		# shellcheck disable=SC2053 # a pattern
		[[ ${script##*/} == ${2:-*} ]] || continue
		name=$(sed -n 's/^# Lane: \([a-z]*\)$/\1/p' "$script")
		[ "${name:-short}" != "$1" ] || echo "$script"
	done
}

case ${1:-} in
'') mapfile -t scripts < <(lane short) ;;
--packets) mapfile -t scripts < <(lane short '[1-4]*') ;;
--config) mapfile -t scripts < <(lane short '[!1-4]*') ;;
--long) mapfile -t scripts < <(lane long) ;;
*) scripts=("$@") ;;
esac

bad_messages > "$work/bad.before"
for script in "${scripts[@]}"; do
	began=$SECONDS
	run_script "$script"
	echo "--- ${script##*/}: $((SECONDS - began)) s"
done

if grep -q '^cipsolab ' /proc/modules; then
	if rmmod cipsolab; then
		pass "the module can be removed after the tests"
	else
		fail "the module can be removed after the tests"
	fi
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
