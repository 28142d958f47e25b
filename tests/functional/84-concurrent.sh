#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Four writers and four readers at once: a dump is a configuration that somebody
# has committed, or is marked. More processors (tests/vm/run --smp N) find more.
# CLAB_OPERATIONS: how many requests each writer makes (make check-concurrent:
# 10,000).
#
# Time limit: 900

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

each=${CLAB_OPERATIONS:-1000}
kit concurrent 4 4 "$each"
expect_eq "$kit_status" 0 "all processes end well"
got_eq operations $((4 * each)) "$each requests of each of four writers are done"
got_eq refused 0 "none is refused"
got_ge dumps 100 "dumps by two families are finished and unmarked"
got_eq mixed 0 "each is a configuration that was committed"
got_ge marked 1 "others are marked as interrupted"
got_eq back 0 "nobody sees the generation go back"
diag "${got[dumps]-} dumps unmarked, ${got[marked]-} marked"
kit genl CLAB_LAB 11
got_eq errno 0 "all is removed"

done_testing
