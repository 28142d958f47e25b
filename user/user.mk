# SPDX-License-Identifier: GPL-2.0
#
# cipsoctl and its tests. Included by the top Makefile; works alone too:
# make -f user/user.mk build/cipsoctl

BUILD ?= build

USER_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror
USER_CPPFLAGS := -Iinclude/uapi -Iinclude -MMD -MP
USER_LIBS = $(shell pkg-config --libs libnl-3.0 libnl-genl-3.0 jansson libpcap)
USER_NL_CFLAGS = $(shell pkg-config --cflags libnl-3.0 libnl-genl-3.0 jansson libpcap)

USER_NAMES := main out parse nl vec names addr mgmt map unlbl cipso
# The codec commands, and the codec that they run without the kernel.
USER_CODEC := octets reading encode decode capture frame explain diagram
USER_CPPFLAGS += -Ikmod
USER_OBJS := $(USER_NAMES:%=$(BUILD)/user/%.o) $(USER_CODEC:%=$(BUILD)/user/%.o) \
	$(patsubst kmod/codec/%.c,$(BUILD)/user/kmod-%.o,$(wildcard kmod/codec/*.c))

$(BUILD)/user/%.o: user/%.c user/user.mk
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(USER_CFLAGS) $(USER_CPPFLAGS) $(USER_NL_CFLAGS) -c -o $@ $<

$(BUILD)/user/kmod-%.o: kmod/codec/%.c user/user.mk
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(USER_CFLAGS) $(USER_CPPFLAGS) -c -o $@ $<

$(BUILD)/cipsoctl: $(USER_OBJS)
	@echo "  LD      $@"
	$(Q)$(CC) $(USER_CFLAGS) $(LDFLAGS) -o $@ $^ $(USER_LIBS)

# The tests link the real sources, with the sanitizers in them.
USER_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
USER_TESTED := user/parse.c user/out.c user/nl.c user/vec.c \
	$(USER_CODEC:%=user/%.c) $(wildcard kmod/codec/*.c)

$(BUILD)/unit-user: $(wildcard tests/unit-user/*.[ch]) $(USER_TESTED) $(wildcard user/*.h) user/user.mk
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(filter-out -MMD -MP,$(USER_CFLAGS) $(USER_CPPFLAGS)) $(USER_SANITIZE) \
		$(USER_NL_CFLAGS) -Iuser -o $@ $(filter %.c,$^) $(USER_LIBS)

.PHONY: check-user
check-user: $(BUILD)/cipsoctl $(BUILD)/unit-user ## cipsoctl's parser, messages and man page, on the host
	$(Q)tests/unit-user/run.sh $(BUILD)

-include $(wildcard $(BUILD)/user/*.d)
