# SPDX-License-Identifier: GPL-2.0
#
# The helper of the functional tests. It runs in the guest, from build/.

TESTKIT_SRC := $(sort $(wildcard tests/functional/testkit/*.c))
TESTKIT_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror -D_GNU_SOURCE \
	-Iinclude -Iinclude/uapi

build/clab-testkit: $(TESTKIT_SRC) $(wildcard tests/functional/testkit/*.h)
	@mkdir -p build
	$(CC) $(TESTKIT_CFLAGS) $(CFLAGS_EXTRA) -o $@ $(TESTKIT_SRC) -lselinux

LONG_CHECKS += concurrent
.PHONY: check-concurrent
check-concurrent: tools build/clab-testkit ## 40,000 requests of four writers, while four others read
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --timeout 1000 --log $(BUILD)/vm/concurrent.log \
		env CLAB_OPERATIONS=10000 tests/functional/run.sh tests/functional/84-concurrent.sh

.PHONY: refusals
refusals: tools build/clab-testkit ## write Documentation/netlink/refusals.md: every fault, and the answer
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --log $(BUILD)/vm/refusals.log --out $(BUILD)/vm/out \
		env CLAB_REFUSALS=/run/host-out/refusals tests/functional/run.sh tests/functional/61-every-fault.sh
	$(Q)awk '/^### / { exit } 1' Documentation/netlink/refusals.md > $(BUILD)/vm/out/head
	$(Q)cat $(BUILD)/vm/out/head $(BUILD)/vm/out/refusals > Documentation/netlink/refusals.md
