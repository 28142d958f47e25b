#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# config.sh: what configuring much costs, and looking something up in it, in a
# virtual machine that counts instructions. `make bench-config` starts it.
#
# The results go to /run/host-out/config, one a line:
#
#	lookup KIND SIZE MEAN MOST		instructions of a look-up
#	apply WHO SIZE INSTRUCTIONS		to configure that many entries
#	memory WHO KIND SIZE OCTETS		that the kernel then has in use more

set -u
cd "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1
if [ -z "${CLAB_VM:-}" ]; then
	echo "This inserts modules and changes labels: run 'make bench-config'." >&2
	exit 1
fi

APPLY='1000 10000 100000'
STOCK='2000 5000 10000'
FORKED=40
KINDS='dois domains selectors labels'
EACH=10000
work=/dev/shm/bench
results=$work/results

die() {
	echo "config.sh: $*" >&2
	exit 1
}

must() {
	"$@" > "$work/said" 2>&1 || die "$*: $(cat "$work/said")"
}

# From memory: nothing is to be read over 9p while instructions are counted.
mkdir -p "$work"
for file in cipsoctl bench/clab-fill bench/clab-count "bench/$(uname -r)/clab-lookup.ko" \
	"$(uname -r)/cipsolab.ko"; do
	must cp "build/$file" "$work"
done
cd "$work" || exit 1

# counted WHO SIZE COMMAND...
counted() {
	local who=$1 size=$2 count

	shift 2
	count=$(./clab-count "$@" 2> said) || die "$*: $(cat said)"
	echo "apply $who $size $count" >> "$results"
}

lookups() {
	must insmod ./clab-lookup.ko
	sed 's/^/lookup /' /proc/clab-lookup >> "$results"
	must rmmod clab-lookup
}

# Memory of the kernel that is not a file's: small objects, tables, counters.
in_use() {
	# The clock jumps while nobody runs. What is freed later is freed by then.
	sleep 30
	echo 3 > /proc/sys/vm/drop_caches
	awk '/^(SUnreclaim|VmallocUsed|Percpu):/ { sum += $2 } END { print sum * 1024 }' /proc/meminfo
}

# memory WHO KIND SIZE COMMAND...
memory() {
	local who=$1 kind=$2 size=$3 before

	shift 3
	before=$(in_use)
	must "$@"
	echo "memory $who $kind $size $(($(in_use) - before))" >> "$results"
}

# Stock NetLabel can only be added to; each size goes on from the one before.
stock() {
	local size from=0 kind

	must netlabelctl map del default
	for size in $STOCK; do
		counted stock "$size" ./clab-fill --stock mixed $((size - from)) "$from"
		from=$size
	done
	for kind in $KINDS; do
		memory stock "$kind" $EACH ./clab-fill --stock "$kind" $EACH 20000
	done
	# One by one, by the program that comes with it.
	cat > forked <<-'END'
	for ((i = 0; i < $1; i++)); do
		netlabelctl map add "domain:forked${i}_t" protocol:unlbl || exit 1
	done
	END
	counted forked $FORKED bash forked $FORKED
}

ours() {
	local size kind

	must insmod ./cipsolab.ko
	for size in $APPLY; do
		./clab-fill --rules mixed "$size" > rules || die rules
		counted ours "$size" ./cipsoctl apply rules
		must ./cipsoctl flush
	done
	for kind in $KINDS; do
		./clab-fill --rules "$kind" $EACH > rules || die rules
		memory ours "$kind" $EACH ./cipsoctl apply rules
		must ./cipsoctl flush
	done
	must rmmod cipsolab
}

lookups
stock
ours
cp "$results" /run/host-out/config
