# SPDX-License-Identifier: GPL-2.0
#
# cipsoctl and its tests. Included by the top Makefile; works alone too:
# make -f user/user.mk build/cipsoctl

BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=

USER_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror
USER_CPPFLAGS := -D_GNU_SOURCE -Iinclude/uapi -Iinclude -MMD -MP
NL_LIBS = $(shell pkg-config --libs libnl-3.0 libnl-genl-3.0)
NL_CFLAGS = $(shell pkg-config --cflags libnl-3.0 libnl-genl-3.0)
USER_LIBS = $(NL_LIBS) $(shell pkg-config --libs jansson libselinux libpcap)
USER_NL_CFLAGS = $(NL_CFLAGS) $(shell pkg-config --cflags jansson libselinux libpcap)

# The library: configuration by netlink, and the codec. cipsoctl has it inside,
# so that it runs wherever it is put.
LIB_VERSION := $(shell sed -n 's/^\#define CLAB_VERSION[[:space:]]*"\(.*\)"$$/\1/p' include/cipsolab/version.h)
LIB_SONAME := libcipsolab.so.0
LIB_SRC := $(wildcard user/lib/*.c)
LIB_OBJS := $(LIB_SRC:user/lib/%.c=$(BUILD)/user/lib/%.o) \
	$(patsubst kmod/codec/%.c,$(BUILD)/user/lib/codec-%.o,$(wildcard kmod/codec/*.c))
LIB_CODEC_H := catset.h cipso.h label.h opt.h trans.h
LIB_A := $(BUILD)/libcipsolab.a
LIB_SO := $(BUILD)/libcipsolab.so.$(LIB_VERSION)

$(BUILD)/user/lib/%.o: user/lib/%.c user/user.mk
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(USER_CFLAGS) -fPIC $(USER_CPPFLAGS) $(NL_CFLAGS) -c -o $@ $<

$(BUILD)/user/lib/codec-%.o: kmod/codec/%.c user/user.mk
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(USER_CFLAGS) -fPIC $(USER_CPPFLAGS) -c -o $@ $<

$(LIB_A): $(LIB_OBJS)
	@echo "  AR      $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(LIB_SO): $(LIB_OBJS) user/lib/libcipsolab.map
	@echo "  LD      $@"
	$(Q)$(CC) $(USER_CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(LIB_SONAME) -Wl,-z,defs \
		-Wl,--version-script=user/lib/libcipsolab.map -o $@ $(LIB_OBJS) $(NL_LIBS)
	$(Q)ln -sf $(@F) $(BUILD)/$(LIB_SONAME) && ln -sf $(LIB_SONAME) $(BUILD)/libcipsolab.so

# Made anew each time: it holds PREFIX.
.PHONY: $(BUILD)/cipsolab.pc
$(BUILD)/cipsolab.pc: user/lib/cipsolab.pc.in
	@mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(LIB_VERSION)|' $< > $@

.PHONY: lib
lib: $(LIB_A) $(LIB_SO) ## libcipsolab, shared and static

.PHONY: install-lib
install-lib: lib $(BUILD)/cipsolab.pc ## the library, its headers and cipsolab.pc (part of install)
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,lib/pkgconfig include/linux include/cipsolab/codec)
	install -m 644 $(LIB_A) $(LIB_SO) $(DESTDIR)$(PREFIX)/lib
	ln -sf $(notdir $(LIB_SO)) $(DESTDIR)$(PREFIX)/lib/$(LIB_SONAME)
	ln -sf $(LIB_SONAME) $(DESTDIR)$(PREFIX)/lib/libcipsolab.so
	install -m 644 include/uapi/linux/cipsolab.h $(DESTDIR)$(PREFIX)/include/linux
	install -m 644 include/cipsolab/*.h $(DESTDIR)$(PREFIX)/include/cipsolab
	install -m 644 $(addprefix kmod/codec/,$(LIB_CODEC_H)) $(DESTDIR)$(PREFIX)/include/cipsolab/codec
	install -m 644 $(BUILD)/cipsolab.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig

.PHONY: uninstall-lib
uninstall-lib:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/lib/,libcipsolab.a libcipsolab.so $(LIB_SONAME) $(notdir $(LIB_SO)) pkgconfig/cipsolab.pc)
	rm -f $(DESTDIR)$(PREFIX)/include/linux/cipsolab.h
	rm -rf $(DESTDIR)$(PREFIX)/include/cipsolab

.PHONY: install-data uninstall-data
install-data: ## completion, the systemd unit, cipsolab.rules(5), json.md and scenarios.md (part of install)
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,share/bash-completion/completions lib/systemd/system share/man/man5 share/doc/cipsolab)
	install -m 644 user/data/cipsoctl.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/cipsoctl
	sed -e 's|@PREFIX@|$(PREFIX)|' user/data/cipsolab.service > $(DESTDIR)$(PREFIX)/lib/systemd/system/cipsolab.service
	install -m 644 Documentation/man/cipsolab.rules.5 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 Documentation/json.md Documentation/scenarios.md $(DESTDIR)$(PREFIX)/share/doc/cipsolab

uninstall-data:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,share/bash-completion/completions/cipsoctl \
		lib/systemd/system/cipsolab.service share/man/man5/cipsolab.rules.5 share/doc/cipsolab/json.md share/doc/cipsolab/scenarios.md)

install: install-lib install-data
uninstall: uninstall-lib uninstall-data

# Run by this name it is netlabelctl; installing the name is the host's choice,
# since Debian's netlabel-tools has it too.
$(BUILD)/netlabelctl: $(BUILD)/cipsoctl
	$(Q)ln -sf cipsoctl $@

.PHONY: install-netlabelctl
install-netlabelctl: ## netlabelctl as another name of cipsoctl, under PREFIX
	ln -sf cipsoctl $(DESTDIR)$(PREFIX)/sbin/netlabelctl

USER_NAMES := main batch line ctl out parse show label mgmt map unlbl cipso netlabelctl nlctl_calipso target edit index rules \
	config lookup stats status monitor sockets
USER_CODEC := octets reading encode decode capture frame explain diagram
USER_COMPARE := $(patsubst user/%.c,%,$(sort $(wildcard user/compare/*.c)))
USER_OBJS := $(USER_NAMES:%=$(BUILD)/user/%.o) $(USER_CODEC:%=$(BUILD)/user/%.o) $(USER_COMPARE:%=$(BUILD)/user/%.o)
USER_CPPFLAGS += -Ikmod -Iuser

$(BUILD)/user/%.o: user/%.c user/user.mk
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(USER_CFLAGS) $(USER_CPPFLAGS) $(USER_NL_CFLAGS) -c -o $@ $<

$(BUILD)/cipsoctl: $(USER_OBJS) $(LIB_A)
	@echo "  LD      $@"
	$(Q)$(CC) $(USER_CFLAGS) $(LDFLAGS) -o $@ $^ $(USER_LIBS)

# The tests link the real sources, with the sanitizers in them.
USER_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
USER_TESTED := user/parse.c user/out.c user/line.c $(addprefix user/compare/,scenario.c word.c action.c macro.c judge.c watch.c packet.c) $(addprefix user/lib/,extack.c vec.c addr.c req.c nl.c netns.c) \
	$(USER_CODEC:%=user/%.c) $(wildcard kmod/codec/*.c)

$(BUILD)/unit-user: $(wildcard tests/unit-user/*.[ch]) $(USER_TESTED) $(wildcard user/*.h user/compare/*.h user/lib/*.h include/cipsolab/*.h) user/user.mk
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(filter-out -MMD -MP,$(USER_CFLAGS) $(USER_CPPFLAGS)) $(USER_SANITIZE) \
		$(USER_NL_CFLAGS) -o $@ $(filter %.c,$^) $(USER_LIBS)

.PHONY: check-user
check-user: $(BUILD)/cipsoctl $(BUILD)/unit-user ## cipsoctl's parser, messages and man page, on the host
	$(Q)tests/unit-user/run.sh $(BUILD)

-include $(wildcard $(BUILD)/user/*.d $(BUILD)/user/compare/*.d $(BUILD)/user/lib/*.d)
