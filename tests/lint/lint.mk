# SPDX-License-Identifier: GPL-2.0

CHECKS += lint

.PHONY: check-lint
check-lint: ## the codec's purity and the direction of the layers
	$(Q)CC="$(CC)" tests/lint/codec
