#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# guest.sh FILE...: in the virtual machine, run scenarios through both engines and leave
# what came of them in /run/host-out/conformance.json.

cd "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1
if [ -z "${CLAB_VM:-}" ]; then
	echo "This inserts modules and changes addresses: run 'make conformance'." >&2
	exit 1
fi
insmod "build/$(uname -r)/cipsolab.ko" || exit 1
build/cipsoctl -j compare traffic --scenario "$@" > /run/host-out/conformance.json
status=$?
rmmod cipsolab || exit 1
# That a scenario fails is said by the report.
[ "$status" -le 1 ]
