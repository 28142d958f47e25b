# SPDX-License-Identifier: GPL-2.0
#
# cipsolab: CIPSO labels for IPv4, as a module. `make help` lists what there is.
# All that is built is under build/.

.DEFAULT_GOAL := all
SHELL := /bin/bash
Q := $(if $(V),,@)
export V

BUILD := build
PREFIX ?= /usr/local
DESTDIR ?=

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Werror

# The running kernel's headers if they are here, else the newest installed ones.
headers = $(patsubst /lib/modules/%/build/Makefile,%,$(wildcard /lib/modules/$(1)/build/Makefile))
KVER ?= $(or $(call headers,$(shell uname -r)),$(shell printf '%s\n' $(call headers,*) | sort -V | tail -n 1))
MODULE = $(BUILD)/$(KVER)/cipsolab.ko
FARM = $(BUILD)/$(KVER)/src

# The kernel that a virtual machine boots: KVER where it was given, else the
# newest one that has its headers here too.
VM_KVER = $(if $(filter command line environment,$(origin KVER)),$(KVER),$(shell scripts/vm-kernel))

# What a fragment adds: suites for `make check` and `make check-long`, those that
# take longest first, and what several suites are made of.
TOOLS := $(BUILD)/clab-peercon
CHECKS := vm-config vm-packets
LONG_CHECKS :=
CHECK_BUILDS = $(TOOLS) $(TESTKIT)
CHECK_MODULES := module

##@ Build
.PHONY: all
all: tools module ## the module for KVER, cipsoctl and clab-peercon

.PHONY: tools
tools: ## cipsoctl and clab-peercon only

.PHONY: module
module: ## build/KVER/cipsolab.ko; KVER=VERSION chooses the kernel
	$(Q)[ "$(KVER)" ] || { echo "no kernel headers in /lib/modules; run 'make deps'" >&2; exit 1; }
	$(Q)scripts/link-sources $(FARM)
	+$(Q)scripts/kernel make $(KVER) M=$(CURDIR)/$(FARM) modules
	$(Q)cmp -s $(FARM)/cipsolab.ko $(MODULE) || cp $(FARM)/cipsolab.ko $(MODULE)
	@echo "  built   $(MODULE)"

$(BUILD)/clab-peercon: user/peercon.c
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 $(CFLAGS) $(WARNINGS) $(CPPFLAGS) $(LDFLAGS) -o $@ $< -lselinux

-include user/user.mk
-include $(wildcard tests/*/*.mk)

# What a fragment above builds or checks.
TOOLS += $(if $(wildcard user/user.mk),$(BUILD)/cipsoctl)
TESTKIT := $(if $(wildcard tests/functional/functional.mk),$(BUILD)/clab-testkit $(BUILD)/clab-netfuzz)
CHECKS += $(if $(wildcard tests/unit/unit.mk),unit) $(if $(wildcard user/user.mk),user) harness
tools: $(TOOLS)

##@ Use
.PHONY: demo
demo: deps-run ## label traffic in a virtual machine and show every step
	$(Q)tests/vm/demo

.PHONY: install
install: all ## install under PREFIX (/usr/local); DESTDIR is put in front
	install -D -m 644 $(MODULE) $(DESTDIR)/lib/modules/$(KVER)/updates/cipsolab.ko
	install -d $(DESTDIR)$(PREFIX)/sbin $(DESTDIR)$(PREFIX)/share/man/man8
	install -m 755 $(TOOLS) $(DESTDIR)$(PREFIX)/sbin
	install -m 644 Documentation/man/*.8 $(DESTDIR)$(PREFIX)/share/man/man8
	$(if $(DESTDIR),,/sbin/depmod $(KVER))

.PHONY: uninstall
uninstall: ## remove what install has put there
	rm -f $(DESTDIR)/lib/modules/$(KVER)/updates/cipsolab.ko
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/sbin/,$(notdir $(TOOLS)))
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/share/man/man8/,$(notdir $(wildcard Documentation/man/*.8)))
	$(if $(DESTDIR),,/sbin/depmod $(KVER))

.PHONY: deps deps-run
deps: ## install the packages that are missing
	$(Q)scripts/deps

deps-run:
	$(Q)scripts/deps run

.PHONY: clean
clean: ## remove build/
	rm -rf $(BUILD)

##@ Test
.PHONY: check
check: check-build ## every test; ends with one line "N passed, N failed"
	$(Q)scripts/check $(CHECKS)

.PHONY: check-long
check-long: check-build ## what takes longer
	$(Q)scripts/check $(LONG_CHECKS)

# Suites run at the same time: none is to find what another is just building.
.PHONY: check-build
check-build: deps
	$(Q)$(MAKE) -s --no-print-directory $(CHECK_BUILDS)
	$(Q)$(MAKE) --no-print-directory $(CHECK_MODULES) KVER=$(VM_KVER)

.PHONY: check-harness
check-harness: ## does the virtual machine report what goes wrong in it?
	$(Q)tests/vm/selftest

.PHONY: check-vm check-vm-packets check-vm-config
check-vm: tools $(TESTKIT) ## the functional tests, in a virtual machine
check-vm-packets: tools $(TESTKIT) ## those of labels and packets
check-vm-config: tools $(TESTKIT) ## those of configuration and access
check-vm check-vm-packets check-vm-config:
	$(Q)$(MAKE) --no-print-directory module extend-module skbopt-module KVER=$(VM_KVER)
	$(Q)tests/vm/run --kver $(VM_KVER) --timeout 1500 --log $(BUILD)/vm/$@.log \
		tests/functional/run.sh $(patsubst check-vm%,%,$(subst vm-,vm--,$@))

##@ Help
.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { if (section == "Test") printf "%s", more; section = substr($$0, 5); printf "\n%s\n", section } \
		/^[a-z-]+:.*## / { line = sprintf("  make %-21s %s\n", $$1, $$2); \
			if (FILENAME == "Makefile") printf "%s", line; else more = more line }' \
		$(wildcard user/*.mk tests/*/*.mk) Makefile
	@printf '\n%s\n' "Variables: KVER=VERSION PREFIX=DIR DESTDIR=DIR CFLAGS=... V=1"
