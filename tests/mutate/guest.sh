#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# guest.sh DIRECTORY: in the virtual machine, insert the changed modules that
# DIRECTORY/todo lists, one after the other, and run functional tests over each until
# one fails. A line of "todo" is an ID and the scripts' names.
#
# What became of each is appended to /run/host-out/outcome: "ID began", then "ID SCRIPT"
# for each script, then "ID survived" or "ID caught WHAT". After a change that was
# caught nothing is certain, and the machine ends.

cd "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1
[ -n "${CLAB_VM:-}" ] || exit 1
dir=$1
limit=150
built=build/$(uname -r)

say() {
	echo "$*" >> /run/host-out/outcome
}

# first_failure SCRIPT: run it, and print what fails first.
first_failure() {
	local line status

	set -o pipefail
	timeout -k 5 "$limit" tests/functional/run.sh "tests/functional/$1" 2>&1 |
		while read -r line; do
			echo "$line" > /dev/ttyS0
			[[ $line != 'not ok '* ]] || { echo "$line"; break; }
		done
	status=$?
	[ "$status" != 124 ] || echo "takes longer than $limit s"
}

while read -r id scripts; do
	say "$id began"
	cp "$dir/$id.ko" "$built/cipsolab.ko"
	# It is made of the same source.
	[ ! -e "$dir/$id.skbopt.ko" ] || cp "$dir/$id.skbopt.ko" "$built/clab_skbopt.ko"
	for script in $scripts; do
		say "$id $script"
		failure=$(first_failure "$script")
		[ -z "$failure" ] || { say "$id caught $script: $failure"; exit 0; }
	done
	say "$id survived"
done < "$dir/todo"
