# SPDX-License-Identifier: GPL-2.0
#
# Stock NetLabel and ours, side by side.

COMPARE_SEED ?= 1
COMPARE_COUNT ?= 1000

$(BUILD)/compare-preload.so: tests/compare/preload.c
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -O2 $(WARNINGS) -fPIC -shared -o $@ $< -ldl

LONG_CHECKS += compare
.PHONY: check-compare
check-compare: $(BUILD)/netlabelctl $(BUILD)/compare-preload.so ## 1,000 random commands to stock NetLabel and to ours; minutes
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	$(Q)tests/compare/both $(VM_KVER) $(COMPARE_SEED) $(COMPARE_COUNT)
