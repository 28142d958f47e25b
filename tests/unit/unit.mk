# SPDX-License-Identifier: GPL-2.0
#
# The codec in user space, under the address and undefined-behaviour sanitizers.

UNIT := $(BUILD)/unit
UNIT_PROGRAMS := vectors roundtrip mutate opt label
UNIT_CODEC := $(wildcard kmod/codec/*.c)
UNIT_SHARED := $(addprefix tests/unit/,unit.c vec.c model.c table.c)
UNIT_HEADERS := $(wildcard kmod/codec/*.h include/cipsolab/*.h include/uapi/linux/*.h tests/unit/*.h)
UNIT_FLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror -Iinclude -Iinclude/uapi
UNIT_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
UNIT_OBJECTS := $(patsubst %.c,$(UNIT)/%.o,$(UNIT_CODEC) $(UNIT_SHARED))

$(UNIT)/%.o: %.c $(UNIT_HEADERS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(UNIT_FLAGS) $(UNIT_SANITIZE) -c -o $@ $<

$(UNIT)/test_%: $(UNIT)/tests/unit/test_%.o $(UNIT_OBJECTS)
	@echo "  CC      $@"
	$(Q)$(CC) $(UNIT_SANITIZE) -o $@ $^ -lcmocka

.SECONDARY: $(UNIT_OBJECTS) $(UNIT_PROGRAMS:%=$(UNIT)/tests/unit/test_%.o)

.PHONY: check-unit
check-unit: $(UNIT_PROGRAMS:%=$(UNIT)/test_%) $(BUILD)/cipsoctl ## the codec: vectors, round trips, mutations
	$(Q)tests/unit/run $(UNIT) $(UNIT_PROGRAMS) tool

.PHONY: check-unit-long
check-unit-long: $(UNIT_PROGRAMS:%=$(UNIT)/test_%) ## the same with a million labels per tag
	$(Q)CLAB_UNIT_ROUNDS=1000000 tests/unit/run $(UNIT) $(UNIT_PROGRAMS)
