# SPDX-License-Identifier: GPL-2.0
#
# libFuzzer on the codec and on cipsoctl's parser, with the address and
# undefined-behaviour sanitizers. The model is compiled without them: it is slow
# enough.

CHECKS += fuzz

FUZZ := $(BUILD)/fuzz
FUZZ_TARGETS := parse build area text trans cli
FUZZ_RUNS ?= 10000000
FUZZ_CC ?= clang
FUZZ_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror
FUZZ_CPPFLAGS := -D_GNU_SOURCE -Iinclude -Iinclude/uapi -Ikmod -Iuser
FUZZ_SANITIZE := -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
FUZZ_CODEC = $(wildcard kmod/codec/*.c)
FUZZ_USER = $(filter-out kmod/% user/compare/% user/line.c,$(USER_TESTED))
FUZZ_HEADERS = $(wildcard kmod/codec/*.h include/cipsolab/*.h user/*.h user/lib/*.h tests/unit/*.h tests/fuzz/*.h)
FUZZ_MODEL := $(FUZZ)/model.o $(FUZZ)/table.o
FUZZ_LIBS = $(USER_LIBS)

$(FUZZ)/%.o: tests/unit/%.c $(FUZZ_HEADERS)
	@mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(FUZZ_CFLAGS) $(FUZZ_CPPFLAGS) -O3 -c -o $@ $<

$(FUZZ)/cli: tests/fuzz/cli.c $(FUZZ_CODEC) $(FUZZ_USER) $(FUZZ_MODEL) $(FUZZ_HEADERS)
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(FUZZ_CC) $(FUZZ_CFLAGS) $(FUZZ_CPPFLAGS) $(FUZZ_SANITIZE) \
		$(USER_NL_CFLAGS) \
		-o $@ $(filter %.c %.o,$^) $(FUZZ_LIBS)

$(FUZZ)/%: tests/fuzz/%.c $(FUZZ_CODEC) $(FUZZ_MODEL) $(FUZZ_HEADERS)
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(FUZZ_CC) $(FUZZ_CFLAGS) $(FUZZ_CPPFLAGS) $(FUZZ_SANITIZE) \
		-o $@ $(filter %.c %.o,$^)

.SECONDARY: $(FUZZ_MODEL)

.PHONY: check-fuzz
check-fuzz: $(FUZZ_TARGETS:%=$(FUZZ)/%) ## the kept corpus and a short run of every fuzz target
	$(Q)tests/fuzz/run $(FUZZ) 100000 $(FUZZ_TARGETS)

.PHONY: fuzz
fuzz: $(FUZZ_TARGETS:%=$(FUZZ)/%) ## FUZZ_RUNS (10 million) executions of each of FUZZ_TARGETS
	$(Q)tests/fuzz/run --grow $(FUZZ) $(FUZZ_RUNS) $(FUZZ_TARGETS)

.PHONY: fuzz-keep
fuzz-keep: $(FUZZ_TARGETS:%=$(FUZZ)/%) ## make the corpus of what fuzz has found, as small as it can be
	$(Q)tests/fuzz/keep $(FUZZ) $(FUZZ_TARGETS)

.PHONY: fuzz-planted
fuzz-planted: ## does every fuzz target notice a planted fault?
	$(Q)tests/fuzz/planted
