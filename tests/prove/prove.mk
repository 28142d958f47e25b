# SPDX-License-Identifier: GPL-2.0

PROVE_LENGTHS ?= $(shell seq 0 40)

.PHONY: prove
prove: ## validation and decoding, shown by Frama-C to have no run-time error
	$(Q)tests/prove/run $(PROVE_LENGTHS)
