# SPDX-License-Identifier: GPL-2.0
#
# A module that puts options into packets made up at random, and takes them out.

SKBOPT_DIR = $(BUILD)/$(KVER)/skbopt
SKBOPT_MODULE = $(BUILD)/$(KVER)/clab_skbopt.ko

.PHONY: check-skbopt
check-skbopt: $(BUILD)/cipsoctl ## options in and out of a million random packets
	$(Q)$(MAKE) --no-print-directory module skbopt-module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --timeout 1000 --log $(BUILD)/vm/skbopt.log \
		env CLAB_ROUNDS=1000000 tests/functional/run.sh tests/functional/22-skbopt.sh

LONG_CHECKS += skbopt

CHECK_MODULES += skbopt-module

# One of the functional tests inserts it, too.
.PHONY: skbopt-module
skbopt-module:
	$(Q)scripts/link-sources $(SKBOPT_DIR) tests/skbopt/Kbuild kmod include tests/skbopt
	+$(Q)scripts/kernel make $(KVER) M=$(CURDIR)/$(SKBOPT_DIR) modules
	$(Q)cmp -s $(SKBOPT_DIR)/clab_skbopt.ko $(SKBOPT_MODULE) || \
		cp $(SKBOPT_DIR)/clab_skbopt.ko $(SKBOPT_MODULE)
