#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Requests made up at random to all four families, well formed, spoiled, nested wrongly,
# repeated, huge: what is answered and what is configured is what a model says
# (tests/netfuzz/). Every command is done and refused, and each sentence in the module's
# source is said, but for those below.
#
# CLAB_NETFUZZ: how many requests ("make check-netfuzz": a million); CLAB_SEED: which.
#
# Time limit: 7200

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

# What it has found: the last attribute of a nest need not be padded.
kit genl CLAB_CIPSOv4 1 1:u32:9 2:u32:3 raw:0b0004000500030080000000 -- 2 1:u32:9
expect_eq "$(grep '^e' <<< "$kit_text" | xargs)" "errno=0 errno=0" \
	"a list is taken whose last attribute has no padding"

count=${CLAB_NETFUZZ:-6000}
seed=${CLAB_SEED:-1}
kit_text=$(build/clab-netfuzz "$seed" "$count" 2>&1)
kit_status=$?
kit_read
expect_eq "$kit_status" 0 "seed $seed: all is as the model says"
got_eq wrong 0 "not a single answer is another one"
got_ge sent "$count" "so many requests"
got_ge accepted $((count * 30 / 100)) "of a hundred at least thirty are accepted"
got_ge spoiled $((count * 20 / 100)) "and twenty are spoiled"
got_ge batches $((count / 50)) "what is configured is looked at behind every fifty"
diag "sent ${got[sent]-}, accepted ${got[accepted]-}, spoiled ${got[spoiled]-}, up to the LSM ${got[unsure]-}"

# What can't be refused but for want of memory, or where the way it is asked is wrong.
idle=$(awk '$1 == "command" && !$4' <<< "$kit_text")
expect_eq "$idle" "" "every command is done"
idle=$(awk '$1 == "command" && !$5' <<< "$kit_text")
expect_eq "$idle" "" "every command is refused"

# Every text of the layers that answer, but for names of files and formats.
sentences() {
	cat kmod/nl/*.c kmod/core/{config,mapping}.c | grep -v '^#include' |
		grep -oE '"([a-zA-Z][^"%\]* [^"%\]*)"' | tr -d '"' | sort -u
}

# Said only where memory is short (83-faults.sh), by a kernel without SELinux
# (tests/nolsm/), or by none at all.
unsaid() {
	grep -vE '^(no memory for|done, but there is no memory)' |
		grep -vxE 'the packet hooks could not be registered|the LSM takes no label from a packet'
}

sentences | unsaid > "$lib_work/all"
sed -n 's/^says [0-9]* //p' <<< "$kit_text" | sort > "$lib_work/said"
expect_ge "$(wc -l < "$lib_work/all")" 70 "sentences are found in the source"
expect_eq "$(comm -23 "$lib_work/all" "$lib_work/said")" "" "each is said"
expect_eq "$(sed -n 's/^says \([0-9]*\) \.\.\. uses.*/\1/p' <<< "$kit_text" | grep -c .)" 1 \
	"so is who uses a DOI"
done_testing
