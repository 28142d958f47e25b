# SPDX-License-Identifier: GPL-2.0
#
# The codec in user space: under the address and undefined-behaviour sanitizers,
# plain for what takes long, with counters of branches, and for other processors.

UNIT := $(BUILD)/unit
UNIT_PLAIN := $(BUILD)/unit-plain
UNIT_PROGRAMS := vectors roundtrip mutate opt label direct headers subsets
UNIT_CODEC := $(wildcard kmod/codec/*.c)
UNIT_SHARED := $(addprefix tests/unit/,unit.c vec.c model.c table.c split.c)
UNIT_HEADERS := $(wildcard kmod/codec/*.h include/cipsolab/*.h include/uapi/linux/*.h tests/unit/*.h)
UNIT_FLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror -Iinclude -Iinclude/uapi
UNIT_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
UNIT_SOURCES := $(UNIT_CODEC) $(UNIT_SHARED)
UNIT_TESTS := $(UNIT_PROGRAMS:%=test_%)

# DIRECTORY, compiler, flags more, libraries
define UNIT_BUILD
$(1)/%.o: %.c $$(UNIT_HEADERS)
	@mkdir -p $$(@D)
	$$(Q)$(2) $$(UNIT_FLAGS) $(3) -c -o $$@ $$<

$(1)/test_%: $(1)/tests/unit/test_%.o $$(UNIT_SOURCES:%.c=$(1)/%.o)
	@echo "  CC      $$@"
	$$(Q)$(2) $(3) -o $$@ $$^ $(4)

.SECONDARY: $$(UNIT_SOURCES:%.c=$(1)/%.o) $$(UNIT_TESTS:%=$(1)/tests/unit/%.o)
endef

$(eval $(call UNIT_BUILD,$(UNIT),$$(CC),$$(UNIT_SANITIZE),-lcmocka))
$(eval $(call UNIT_BUILD,$(UNIT_PLAIN),$$(CC),,-lcmocka))

.PHONY: check-unit
check-unit: $(UNIT_TESTS:%=$(UNIT)/%) $(BUILD)/cipsoctl ## the codec: vectors, round trips, mutations
	$(Q)tests/unit/run $(UNIT) $(UNIT_PROGRAMS) tool

UNIT_LONG := roundtrip opt label
UNIT_ALL := headers subsets

CHECKS += unit-long exhaustive

.PHONY: check-unit-long
check-unit-long: $(UNIT_LONG:%=$(UNIT_PLAIN)/test_%) ## a million random labels per tag type
	$(Q)CLAB_UNIT_ROUNDS=1000000 tests/unit/run $(UNIT_PLAIN) $(UNIT_LONG)

.PHONY: check-exhaustive
check-exhaustive: $(UNIT_ALL:%=$(UNIT_PLAIN)/test_%) ## every header, every subset of 15 categories
	$(Q)CLAB_UNIT_ALL=1 tests/unit/run $(UNIT_PLAIN) $(UNIT_ALL)

# Counters of lines and branches; in the codec alone, without optimization.
UNIT_COVERAGE := $(BUILD)/unit-coverage
$(UNIT_COVERAGE)/kmod/codec/%.o: UNIT_COUNTED := -fprofile-update=atomic -ftest-coverage -fprofile-arcs
$(eval $(call UNIT_BUILD,$(UNIT_COVERAGE),$$(CC),-O0 $$(UNIT_COUNTED),-lcmocka -lgcov))

CHECKS += coverage

UNIT_COVERING := vectors roundtrip opt label direct

.PHONY: coverage-codec check-coverage
coverage-codec: check-coverage
check-coverage: $(UNIT_COVERING:%=$(UNIT_COVERAGE)/test_%) ## lines and branches of the codec that no test takes
	$(Q)CLAB_UNIT_ROUNDS=10000 tests/unit/coverage $(UNIT_COVERAGE) $(UNIT_COVERING)
