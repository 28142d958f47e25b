# SPDX-License-Identifier: GPL-2.0

LONG_CHECKS += prove

PROVE_OTHERS := area:8 edit:12 encode:2 text:12
PROVE ?= $(shell seq -f parse:%.0f 0 40) $(shell seq -f trans:%.0f 0 16) $(PROVE_OTHERS)

.PHONY: prove
prove: ## the codec, shown by Frama-C to have no run-time error; all of PROVE
	$(Q)tests/prove/run $(PROVE)

.PHONY: check-prove
check-prove: ## a slice of `make prove`: options of 6 lengths, tables of 3 sizes
	$(Q)tests/prove/run $(addprefix parse:,0 7 8 10 12 14) \
		$(addprefix trans:,0 3 16) $(PROVE_OTHERS)

.PHONY: prove-planted
prove-planted: ## does the proof notice a read behind the end of an option?
	$(Q)tests/prove/planted
