# SPDX-License-Identifier: GPL-2.0

LONG_CHECKS += prove

# The longest first, so that none is left over for one processor at the end.
PROVE_OTHERS := set:0 text:12
PROVE ?= tables area $(shell seq -f parse:%.0f 40 -1 0) $(shell seq -f walk:%.0f 40 -1 0) \
	$(shell seq -f trans:%.0f 0 16) encode:4 $(PROVE_OTHERS)

.PHONY: prove
prove: ## the codec, shown by Frama-C to have no run-time error; all of PROVE
	$(Q)tests/prove/run $(PROVE)

.PHONY: check-prove
check-prove: ## a slice of `make prove`: options of 5 lengths, every table and area
	$(Q)tests/prove/run tables area $(addprefix parse:,20 13 8 7) $(addprefix walk:,13 10) \
		trans:3 encode:2 $(PROVE_OTHERS)

.PHONY: prove-planted
prove-planted: ## does the proof notice faults that are put into a copy?
	$(Q)tests/prove/planted
