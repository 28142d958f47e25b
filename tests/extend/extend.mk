# SPDX-License-Identifier: GPL-2.0
#
# A module that gives packets an extension more; one of the functional tests inserts it.

EXTEND_DIR = $(BUILD)/$(KVER)/extend
EXTEND_MODULE = $(BUILD)/$(KVER)/clab_extend.ko

CHECK_MODULES += extend-module

.PHONY: extend-module
extend-module:
	$(Q)scripts/link-sources $(EXTEND_DIR) tests/extend/Kbuild tests/extend
	+$(Q)scripts/kernel make $(KVER) M=$(CURDIR)/$(EXTEND_DIR) modules
	$(Q)cmp -s $(EXTEND_DIR)/clab_extend.ko $(EXTEND_MODULE) || \
		cp $(EXTEND_DIR)/clab_extend.ko $(EXTEND_MODULE)
