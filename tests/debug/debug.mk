# SPDX-License-Identifier: GPL-2.0
#
# The functional tests in a kernel that watches itself, see scripts/debug-kernel.

.PHONY: check-debug
check-debug: tools $(BUILD)/clab-testkit $(BUILD)/clab-netfuzz ## the functional tests and the fuzzers under KASAN, lockdep, kmemleak
	$(Q)scripts/deps debug
	$(Q)tests/debug/run debug
