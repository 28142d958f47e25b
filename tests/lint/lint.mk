# SPDX-License-Identifier: GPL-2.0

CHECKS += lint specs

.PHONY: check-lint
check-lint: ## the codec's purity and the direction of the layers
	$(Q)CC="$(CC)" tests/lint/codec

.PHONY: check-specs
check-specs: ## the YAML specifications against the header
	$(Q)tests/lint/specs
