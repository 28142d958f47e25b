# SPDX-License-Identifier: GPL-2.0
#
# What the specification asks for, NetLabel does, and this engine does: scenarios through
# both engines, and the pages that are made of what they show.

CONFORMANCE := $(BUILD)/conformance
CONFORMANCE_SCN := $(sort $(wildcard tests/conformance/*.scn))
CONFORMANCE_KERNEL = $(shell cut -d. -f1,2 <<< '$(VM_KVER)')

CHECKS += conformance-pages
LONG_CHECKS += conformance

.PHONY: conformance-run
conformance-run: tools
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	@mkdir -p $(CONFORMANCE)
	$(Q)rm -f $(CONFORMANCE)/conformance.json
	$(Q)tests/vm/run --kver $(VM_KVER) --timeout 600 --log $(BUILD)/vm/conformance.log \
		--out $(CONFORMANCE) tests/conformance/guest.sh $(CONFORMANCE_SCN)

.PHONY: conformance
conformance: conformance-run ## scenarios through both engines on KVER; write Documentation/conformance
	@mkdir -p tests/conformance/results
	$(Q)tests/conformance/report judge $(CONFORMANCE)/conformance.json \
		tests/conformance/results/$(CONFORMANCE_KERNEL)
	$(Q)tests/conformance/report pages Documentation/conformance

.PHONY: check-conformance
check-conformance: conformance-run ## the same, beside what is kept of an earlier run
	$(Q)tests/conformance/report judge $(CONFORMANCE)/conformance.json \
		$(CONFORMANCE)/$(CONFORMANCE_KERNEL)
	$(Q)diff -u tests/conformance/results/$(CONFORMANCE_KERNEL) $(CONFORMANCE)/$(CONFORMANCE_KERNEL)

.PHONY: check-conformance-kernels
check-conformance-kernels: ## the same, on the kernels of other suites too
	$(Q)scripts/check-kernels $(KERNEL_SUITES) -- conformance

.PHONY: check-conformance-pages
check-conformance-pages: ## are the lists whole, and the pages what they and the kept results make?
	$(Q)tests/conformance/check-pages
