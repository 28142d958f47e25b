# SPDX-License-Identifier: GPL-2.0
#
# Requests made up at random, beside a model. One of the functional tests sends some.

NETFUZZ_SRC := $(sort $(wildcard tests/netfuzz/*.c))
NETFUZZ_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror -D_GNU_SOURCE -Iinclude/uapi

build/clab-netfuzz: $(NETFUZZ_SRC) tests/netfuzz/netfuzz.h include/uapi/linux/cipsolab.h
	@mkdir -p build
	@echo "  CC      $@"
	$(Q)$(CC) $(NETFUZZ_CFLAGS) $(CFLAGS_EXTRA) -o $@ $(NETFUZZ_SRC)

.PHONY: check-netfuzz
check-netfuzz: tools build/clab-netfuzz ## a million random requests beside a model; NETFUZZ_RUNS=N SEED=N
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --timeout 7200 --log $(BUILD)/vm/netfuzz.log \
		env CLAB_NETFUZZ=$(or $(NETFUZZ_RUNS),1000000) CLAB_SEED=$(or $(SEED),1) \
		tests/functional/run.sh tests/functional/62-netlink-fuzz.sh
