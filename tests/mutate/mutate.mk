# SPDX-License-Identifier: GPL-2.0
#
# Single changes of the sources, and whether the tests notice them.

MUTATE_CODEC ?= 120
MUTATE_HOOKS ?= 50
MUTATE_SEED ?= 1
MUTATE = CC="$(CC)" UNIT_FLAGS="$(UNIT_FLAGS)" UNIT_SANITIZE="$(UNIT_SANITIZE)" \
	UNIT_OBJECTS="$(UNIT_SOURCES:%.c=$(UNIT)/%.o)" KVER="$(VM_KVER)" \
	MUTATE_SEED="$(MUTATE_SEED)" tests/mutate/run

# What continuous integration tries: the first of the codec's, on the host.
MUTATE_SLICE ?= 20

LONG_CHECKS += mutate

.PHONY: check-mutate
check-mutate: $(UNIT_TESTS:%=$(UNIT)/%) ## a slice of these, of the codec's
	$(Q)$(MUTATE) check $(MUTATE_SLICE)

.PHONY: mutate mutate-codec mutate-hooks
mutate: mutate-codec mutate-hooks ## change the sources in 170 places, one at a time: do the tests notice? an hour
	$(Q)$(MUTATE) report $(MUTATE_CODEC) $(MUTATE_HOOKS)

mutate-codec: $(UNIT_TESTS:%=$(UNIT)/%)
	$(Q)$(MUTATE) codec $(MUTATE_CODEC)

mutate-hooks: tools build/clab-testkit
	$(Q)$(MAKE) --no-print-directory module extend-module skbopt-module KVER=$(VM_KVER)
	$(Q)scripts/link-sources build/mutate/src
	$(Q)scripts/link-sources build/mutate/skbopt tests/skbopt/Kbuild kmod include tests/skbopt
	$(Q)$(MUTATE) hooks $(MUTATE_HOOKS)
