# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# For scripts that load another policy, after kit.bash or what reads that. The first
# policy is back, and nothing enforced, when the script ends.

# policy_load FILE
policy_load() {
	dd if="$1" of=/sys/fs/selinux/load bs=16M status=none
}

# policy_compile CIL [OUTPUT]: to $policy, or another file.
policy=$lib_work/policy
policy_compile() {
	secilc -M true -c 33 -o "${2-$policy}" -f /dev/null "$1"
	ok $? "the policy of ${1##*/} is compiled"
}

# policy_enforce 0|1
policy_enforce() {
	echo "$1" > /sys/fs/selinux/enforce
}

# policy_enforced: that of policy/enforcing.cil, from here on.
policy_enforced() {
	policy_compile tests/functional/policy/enforcing.cil
	policy_load "$policy"
	expect_eq $? 0 "the policy is loaded"
	policy_enforce 1
	expect_eq "$(cat /sys/fs/selinux/enforce)" 1 "it is enforced"
}

# policy_back: the one that the machine has begun with.
policy_back() {
	policy_enforce 0
	policy_load /etc/selinux/default/policy/policy.*
}
at_exit policy_back
