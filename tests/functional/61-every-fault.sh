#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every attribute of every command with every fault there can be in it: the
# answers are those of Documentation/netlink/refusals.md, each refusal says why
# and changes nothing, and stock NetLabel has the same error number.
#
# `make refusals` writes the document.
#
# Time limit: 300

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
doc=Documentation/netlink/refusals.md
table=$lib_work/refusals

ctl flush
kit refusals tests/functional/refusals.conf
awk '/^### /, /^sent=/' <<< "$kit_text" | grep -v '^sent=' > "$table"
got_ge sent 1900 "so many messages with a fault"
got_eq silent 0 "each that is refused is told why"
got_eq changed 0 "a refusal changes nothing, not even the generation"
got_eq lost 0 "what was configured can be put back each time"
got_eq differing 0 "stock NetLabel refuses with the same error number"
diag "sent ${got[sent]-}, accepted ${got[accepted]-}"

# What the messages were tried with is taken away from stock NetLabel.
"$TESTKIT" genl NLBL_UNLBL 4 6:str:lo 4:hex:0a090000 5:hex:ffff0000 -- 7 4:hex:0a080000 5:hex:ffff0000
"$TESTKIT" genl NLBL_MGMT 2 1:str:clab_map_t -- 2 1:str:clab_sel_t
"$TESTKIT" genl NLBL_CIPSOv4 2 1:u32:9001 -- 2 1:u32:9002
expect_eq "$(netlabelctl cipsov4 list)$(netlabelctl map list), $(netlabelctl unlbl list)" \
	"domain:DEFAULT,UNLABELED, accept:on" "nothing is left at stock NetLabel"

# Kernels before 6.2 lose the sentence where a dump is begun, and the document is
# of such a one: on others, what does not begin a dump.
no_dumps() {
	awk '/^### / { dump = /LISTALL|PROTOCOLS|STATICLIST|DUMP_CONFIG|`STATS`/ } !dump'
}

if [ -n "${CLAB_REFUSALS-}" ]; then
	cp "$table" "$CLAB_REFUSALS"
elif [[ $(uname -r) == 6.1.* ]]; then
	difference=$(diff <(awk '/^### /, 0' "$doc") "$table")
else
	difference=$(diff <(awk '/^### /, 0' "$doc" | no_dumps) <(no_dumps < "$table"))
fi
ok $? "the answers are those of the document" "${difference-}"
done_testing
