# SPDX-License-Identifier: GPL-2.0
#
# The helper of the functional tests. It runs in the guest, from build/.

TESTKIT_SRC := $(sort $(wildcard tests/functional/testkit/*.c))
TESTKIT_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror -D_GNU_SOURCE \
	-Iinclude -Iinclude/uapi

build/clab-testkit: $(TESTKIT_SRC) $(wildcard tests/functional/testkit/*.h)
	@mkdir -p build
	@echo "  CC      $@"
	$(Q)$(CC) $(TESTKIT_CFLAGS) $(CFLAGS_EXTRA) -o $@ $(TESTKIT_SRC) -lselinux

LONG_CHECKS += vm-long
.PHONY: check-vm-long
check-vm-long: tools build/clab-testkit ## the functional tests that take longer
	$(Q)$(MAKE) --no-print-directory module faults-module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --timeout 1200 --log $(BUILD)/vm/long.log tests/functional/run.sh --long

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

.PHONY: protocols
protocols: tools build/clab-testkit ## write the table of KVER in Documentation/protocols.md
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --log $(BUILD)/vm/protocols.log --out $(BUILD)/vm/out \
		env CLAB_PROTOCOLS=/run/host-out/protocols tests/functional/run.sh tests/functional/17-protocols.sh
	$(Q)awk -v rows=$(BUILD)/vm/out/protocols \
		-v title="## Linux $(shell cut -d. -f1,2 <<< '$(VM_KVER)')" ' \
		/^## / { on = $$0 == title } \
		!on || !/^\| / || /^\| protocol / { print } \
		on && /^\|---/ { while ((getline row < rows) > 0) print row }' \
		Documentation/protocols.md > $(BUILD)/vm/out/protocols.md
	$(Q)cp $(BUILD)/vm/out/protocols.md Documentation/protocols.md
