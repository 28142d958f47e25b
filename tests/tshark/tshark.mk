# SPDX-License-Identifier: GPL-2.0
#
# Does an independent decoder read what the codec writes?

CHECKS += tshark

$(BUILD)/tshark-packets: tests/tshark/packets.c $(wildcard kmod/codec/*.[ch] include/cipsolab/*.h)
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror -Iinclude -Iinclude/uapi -Ikmod \
		-o $@ $(filter %.c,$^) $$(pkg-config --cflags --libs libpcap)

.PHONY: check-tshark
check-tshark: $(BUILD)/tshark-packets $(BUILD)/cipsoctl ## tshark reads our packets as we meant them; SEED=N for others
	$(Q)perl tests/tshark/compare.pl $(BUILD)/tshark-packets $(BUILD)/cipsoctl $(or $(SEED),1)
