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

# Of the core what is pure enough for user space.
UNIT_CORE := $(addprefix kmod/core/,addrsel.c addrtree.c)

$(UNIT)/test_addrsel: tests/unit/test_addrsel.c $(UNIT_CORE) $(UNIT_SOURCES:%.c=$(UNIT)/%.o) \
		$(UNIT_HEADERS) $(wildcard kmod/core/*.h tests/unit/kernel/*.h)
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(UNIT_FLAGS) -Itests/unit/kernel -Ikmod $(UNIT_SANITIZE) -o $@ \
		$(filter %.c %.o,$^) -lcmocka

.PHONY: check-unit
check-unit: $(UNIT_TESTS:%=$(UNIT)/%) $(UNIT)/test_addrsel $(BUILD)/cipsoctl ## the codec: vectors, round trips, mutations
	$(Q)tests/unit/run $(UNIT) $(UNIT_PROGRAMS) addrsel tool

UNIT_LONG := roundtrip opt label
UNIT_ALL := headers subsets

LONG_CHECKS += unit-long exhaustive
CHECK_BUILDS += $(sort $(UNIT_LONG:%=$(UNIT_PLAIN)/test_%) $(UNIT_ALL:%=$(UNIT_PLAIN)/test_%))

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

LONG_CHECKS += coverage

UNIT_COVERING := vectors roundtrip opt label direct

.PHONY: coverage-codec check-coverage
coverage-codec: check-coverage
check-coverage: $(UNIT_COVERING:%=$(UNIT_COVERAGE)/test_%) ## lines and branches of the codec that no test takes
	$(Q)CLAB_UNIT_ROUNDS=10000 tests/unit/coverage $(UNIT_COVERAGE) $(UNIT_COVERING)

# A processor that has the octets of a word the other way round, and one that
# must have words aligned.
UNIT_CROSS := $(BUILD)/unit-cross
UNIT_CROSS_s390x := s390x-linux-gnu
UNIT_CROSS_mips64el := mips64el-linux-gnuabi64
UNIT_CROSS_ARCHS := s390x mips64el
UNIT_CROSS_PROGRAMS := vectors roundtrip mutate opt label direct subsets

# ARCHITECTURE, compiler's name for it
define UNIT_CROSS_BUILD
$(UNIT_CROSS)/$(1)/cmocka:
	@mkdir -p $$(@D)
	$$(Q)tests/unit/cross fetch $(1) $(2) $$(@D)
	@touch $$@

$(patsubst %.c,$(UNIT_CROSS)/$(1)/%.o,$(UNIT_SOURCES)) \
$(UNIT_TESTS:%=$(UNIT_CROSS)/$(1)/tests/unit/%.o): $(UNIT_CROSS)/$(1)/cmocka

$(call UNIT_BUILD,$(UNIT_CROSS)/$(1),$(2)-gcc,-I$(UNIT_CROSS)/$(1)/root/usr/include,\
	-L$(UNIT_CROSS)/$(1)/root/usr/lib/$(2) -Wl$$(comma)-rpath$$(comma)$$(CURDIR)/$(UNIT_CROSS)/$(1)/root/usr/lib/$(2) -lcmocka)

.PHONY: check-cross-$(1)
check-cross-$(1): $(UNIT_CROSS_PROGRAMS:%=$(UNIT_CROSS)/$(1)/test_%)
	$$(Q)CLAB_UNIT_ROUNDS=4000 tests/unit/cross run $(2) $(UNIT_CROSS)/$(1) $(UNIT_CROSS_PROGRAMS)
endef

comma := ,
$(foreach arch,$(UNIT_CROSS_ARCHS),$(eval $(call UNIT_CROSS_BUILD,$(arch),$(UNIT_CROSS_$(arch)))))

LONG_CHECKS += cross

.PHONY: check-cross
check-cross: ## the codec on a big-endian processor and on one that must align
	$(Q)scripts/check $(UNIT_CROSS_ARCHS:%=cross-%)
