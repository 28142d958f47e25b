# SPDX-License-Identifier: GPL-2.0
#
# The helper of the functional tests. It runs in the guest, from build/.

TESTKIT_SRC := $(sort $(wildcard tests/functional/testkit/*.c))
TESTKIT_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -Werror -D_GNU_SOURCE \
	-Iinclude -Iinclude/uapi

build/clab-testkit: $(TESTKIT_SRC) tests/functional/testkit/testkit.h
	@mkdir -p build
	$(CC) $(TESTKIT_CFLAGS) $(CFLAGS_EXTRA) -o $@ $(TESTKIT_SRC) -lselinux
