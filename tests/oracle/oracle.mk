# SPDX-License-Identifier: GPL-2.0
#
# The codec against the stock kernel, in a module that only tests load.

ORACLE_DIR = $(BUILD)/$(KVER)/oracle
ORACLE_MODULE = $(BUILD)/$(KVER)/clab_oracle.ko
# Suites whose kernels are tried beside that of this machine.
KERNEL_SUITES ?= bookworm-backports forky

CHECKS += oracle

.PHONY: oracle-module
oracle-module:
	$(Q)scripts/link-sources $(ORACLE_DIR) tests/oracle/Kbuild kmod/codec include tests/oracle
	$(Q)tests/oracle/mkdata -v want=header tests/oracle/dois tests/vectors/*.vec > $(ORACLE_DIR)/data.new
	$(Q)cd $(ORACLE_DIR) && { cmp -s data.new oracle-data.h || mv data.new oracle-data.h; }
	+$(Q)scripts/kernel make $(KVER) M=$(CURDIR)/$(ORACLE_DIR) modules
	$(Q)cmp -s $(ORACLE_DIR)/clab_oracle.ko $(ORACLE_MODULE) || \
		cp $(ORACLE_DIR)/clab_oracle.ko $(ORACLE_MODULE)

.PHONY: check-oracle
check-oracle: $(BUILD)/clab-testkit ## the codec and the stock kernel on a million options
	$(Q)$(MAKE) --no-print-directory oracle-module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --no-policy --log $(BUILD)/vm/oracle.log tests/oracle/check

.PHONY: check-oracle-kernels
check-oracle-kernels: ## the same, on the kernels of other suites too
	$(Q)scripts/check-kernels $(KERNEL_SUITES) -- oracle

.PHONY: bench-codec-vm
bench-codec-vm: $(BUILD)/clab-testkit ## what the codec and the stock kernel spend, in a virtual machine
	$(Q)$(MAKE) --no-print-directory oracle-module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --icount --no-policy --log $(BUILD)/vm/bench.log tests/oracle/bench
