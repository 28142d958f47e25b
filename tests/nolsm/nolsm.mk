# SPDX-License-Identifier: GPL-2.0
#
# Kernels whose security module gives sockets no labels.

LONG_CHECKS += nolsm
.PHONY: check-nolsm
check-nolsm: tools build/clab-testkit ## traffic where nothing can be labeled: AppArmor, and no security module
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	$(Q)tests/nolsm/check $(VM_KVER)
