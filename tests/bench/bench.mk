# SPDX-License-Identifier: GPL-2.0

BENCH_CODEC := $(BUILD)/bench/codec

$(BENCH_CODEC): tests/bench/codec.c $(wildcard kmod/codec/*.[ch] include/cipsolab/*.h)
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror -Iinclude -Iinclude/uapi \
		-o $@ $(filter %.c,$^)

LONG_CHECKS += codec-cost
.PHONY: bench-codec check-codec-cost
check-codec-cost: bench-codec
bench-codec: $(BENCH_CODEC) ## instructions per call of the codec (valgrind), against goals
	$(Q)tests/bench/codec-table $<

# What runs in the machine that counts instructions. Without shared libraries,
# and with the marks for the profile at a fixed address.
BENCH_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror
BENCH_TOOLS := $(addprefix $(BUILD)/bench/,clab-traffic clab-hostile clab-fill)

$(BUILD)/bench/clab-traffic $(BUILD)/bench/clab-hostile: $(BUILD)/bench/clab-%: \
		tests/bench/%.c tests/bench/mark.h
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(BENCH_CFLAGS) -Iinclude -static -no-pie -Wl,--section-start=.clabmark=0x70000000 -o $@ $<

$(BUILD)/bench/clab-fill: tests/bench/fill.c include/uapi/linux/cipsolab.h
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(BENCH_CFLAGS) -Iinclude/uapi -Iinclude $(shell pkg-config --cflags libnl-genl-3.0) \
		-o $@ $< $(shell pkg-config --libs libnl-genl-3.0)

$(BUILD)/bench/clab-count: tests/bench/count.c
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(BENCH_CFLAGS) -static -o $@ $<

$(BUILD)/bench/profile.so: tests/bench/profile.c tests/bench/mark.h
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(BENCH_CFLAGS) -Iinclude -shared -fPIC -fvisibility=hidden -o $@ $<

# The processor is part of the result: "max" has fast string instructions, as
# processors of the last ten years have, and the kernel then copies and clears
# with them; the counter counts one for each octet of those.
BENCH_OUT := $(BUILD)/bench/out
BENCH_VM = tests/vm/run --kver $(VM_KVER) --icount --cpu max --timeout $(BENCH_TIMEOUT) \
	--out $(BENCH_OUT) --log $(BUILD)/bench/kernel.log
BENCH_TIMEOUT ?= 900
BENCH_DOC := Documentation/benchmarks

.PHONY: bench
bench: tools $(BENCH_TOOLS) ## what labels cost, in instructions; writes Documentation/benchmarks
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	$(Q)mkdir -p $(BENCH_OUT) $(BENCH_DOC)
	$(Q)rm -f $(BENCH_OUT)/results
	$(Q)$(BENCH_VM) tests/bench/guest.sh table
	$(Q)tests/bench/report $(BENCH_OUT)/results $(BENCH_DOC)/packets.md $(BENCH_DOC)/packets.svg

.PHONY: bench-profile
bench-profile: tools $(BENCH_TOOLS) $(BUILD)/bench/profile.so ## added instructions by function
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	$(Q)mkdir -p $(BENCH_OUT) $(BENCH_DOC)
	$(Q)rm -f $(BENCH_OUT)/profile
	$(Q)$(BENCH_VM) --append nokaslr --plugin $(BUILD)/bench/profile.so,out=$(BENCH_OUT)/profile \
		tests/bench/guest.sh profile
	$(Q)tests/bench/profile-table $(BENCH_OUT) > $(BENCH_DOC)/profile.md
	@echo "  wrote   $(BENCH_DOC)/profile.md"

# The engine's tables, in a module that does nothing but look something up.
BENCH_FARM = $(BUILD)/bench/$(VM_KVER)/lookup

.PHONY: bench-config
bench-config: tools $(BUILD)/bench/clab-fill $(BUILD)/bench/clab-count ## what configuring much costs, and looking it up
	$(Q)$(MAKE) --no-print-directory module KVER=$(VM_KVER)
	$(Q)scripts/link-sources $(BENCH_FARM) tests/bench/lookup/Kbuild kmod include tests/bench/lookup
	+$(Q)scripts/kernel make $(VM_KVER) M=$(CURDIR)/$(BENCH_FARM) modules
	$(Q)cp $(BENCH_FARM)/clab-lookup.ko $(BUILD)/bench/$(VM_KVER)
	$(Q)mkdir -p $(BENCH_OUT) $(BENCH_DOC)
	$(Q)rm -f $(BENCH_OUT)/config
	$(Q)$(BENCH_VM) tests/bench/config.sh
	$(Q)tests/bench/config-report $(BENCH_OUT)/config $(BENCH_DOC)/config.md
