# SPDX-License-Identifier: GPL-2.0
#
# A module that lets single allocations under cipsolab fail; only tests insert it.

FAULTS_DIR = $(BUILD)/$(KVER)/faults
FAULTS_MODULE = $(BUILD)/$(KVER)/clab_faults.ko

# Inserted by one of the functional tests, too.
.PHONY: check-faults
check-faults: $(BUILD)/cipsoctl $(BUILD)/clab-testkit ## every allocation fails once, for every request and packet
	$(Q)$(MAKE) --no-print-directory module faults-module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --timeout 3000 --log $(BUILD)/vm/faults.log \
		env CLAB_FAULTS=long tests/functional/run.sh tests/functional/83-faults.sh

CHECK_MODULES += faults-module

.PHONY: faults-module
faults-module:
	$(Q)scripts/link-sources $(FAULTS_DIR) tests/faults/Kbuild tests/faults
	+$(Q)scripts/kernel make $(KVER) M=$(CURDIR)/$(FAULTS_DIR) modules
	$(Q)cmp -s $(FAULTS_DIR)/clab_faults.ko $(FAULTS_MODULE) || \
		cp $(FAULTS_DIR)/clab_faults.ko $(FAULTS_MODULE)
