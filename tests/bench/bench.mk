# SPDX-License-Identifier: GPL-2.0

BENCH_CODEC := $(BUILD)/bench/codec

$(BENCH_CODEC): tests/bench/codec.c $(wildcard kmod/codec/*.[ch] include/cipsolab/*.h)
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror -Iinclude -Iinclude/uapi \
		-o $@ $(filter %.c,$^)

.PHONY: bench-codec
bench-codec: $(BENCH_CODEC) ## instructions per call of the codec (valgrind)
	$(Q)tests/bench/codec-table $<
