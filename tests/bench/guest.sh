#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# guest.sh table|profile: the measurements, in a virtual machine that counts
# instructions. `make bench` starts it.
#
# Every column runs the same programs under the same label in the same boot. The
# results go to /run/host-out/results, one "COLUMN WORK INSTRUCTIONS" a line.

set -u
cd "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1
if [ -z "${CLAB_VM:-}" ]; then
	echo "This inserts modules and changes labels: run 'make bench'." >&2
	exit 1
fi

LABEL=unconfined_u:unconfined_r:unconfined_t:s0:c1,c5,c9
WORKS='tcp_rr tcp_stream tcp_crr udp_rr'
declare -A COUNT=([tcp_rr]=500 [tcp_stream]=80 [tcp_crr]=100 [udp_rr]=500)
tracing=/sys/kernel/tracing
work=/dev/shm/bench
results=$work/results
ctl=$work/cipsoctl

die() {
	echo "guest.sh: $*" >&2
	exit 1
}

must() {
	"$@" > "$work/said" 2>&1 || die "$*: $(cat "$work/said")"
}

# From memory: nothing is to be read over 9p while instructions are counted.
mkdir -p "$work"
for file in cipsoctl bench/clab-traffic bench/clab-hostile bench/clab-fill; do
	must cp "build/$file" "$work"
done
must cp "build/$(uname -r)/cipsolab.ko" "$work"

traffic() {
	runcon "$LABEL" "$work/clab-traffic" "$@"
}

# What the column before has left behind: sockets in TIME_WAIT, memory that is
# freed later. Nobody waits: the machine's clock jumps when nothing is to do.
# SELinux forgets its decisions when booleans are set, even to what they were:
# else every command in between makes the way to those that count longer.
settle() {
	sleep 130
	echo 1 > /sys/fs/selinux/commit_pending_bools || die "cannot reset the access vector cache"
}

# column NAME: run every work, three times, and connections, which differ most,
# seven times. The median counts: where a process' objects come to lie in the
# pages of the allocator makes some runs differ.
column() {
	local name=$1 what crr='tcp_crr tcp_crr tcp_crr tcp_crr'

	settle
	for what in $WORKS $WORKS $WORKS $crr; do
		traffic "$what" "${COUNT[$what]}" > "$work/said" || die "$name: $what"
		sed "s/^/$name /" "$work/said" >> "$results"
	done
}

# The configurations -----------------------------------------------------------

# nlbl_up DOI: what is sent to 127.0.0.1 gets stock NetLabel's option; all else
# is unlabeled, as it must be for the host to reach anybody while a LOCAL DOI is
# in use.
nlbl_up() {
	case $1 in
	local) must netlabelctl cipsov4 add local doi:9 ;;
	*) must netlabelctl cipsov4 add pass doi:9 "tags:${1#pass}" ;;
	esac
	must netlabelctl map del default
	must netlabelctl map add default address:0.0.0.0/0 protocol:unlbl
	must netlabelctl map add default address:127.0.0.1 protocol:cipsov4,9
}

nlbl_down() {
	must netlabelctl map del default
	must netlabelctl map add default protocol:unlbl
	must netlabelctl cipsov4 del doi:9
}

clab_up() {
	case $1 in
	local) must "$ctl" cipso add local doi:9 ;;
	*) must "$ctl" cipso add pass doi:9 "tags:${1#pass}" ;;
	esac
	must "$ctl" map del default
	must "$ctl" map add default address:0.0.0.0/0 protocol:unlbl
	must "$ctl" map add default address:127.0.0.1 protocol:cipso,9
}

clab_down() {
	must "$ctl" map del default
	must "$ctl" map add default protocol:unlbl
	must "$ctl" cipso del doi:9
}

# ipsec_up INTEGRITY...: ESP in transport mode without encryption, whose context
# is the label of the sender. Loopback is exempt from IPsec unless it is told
# otherwise.
ipsec_up() {
	local dir

	for dir in crypto_null authenc echainiv esp4 xfrm_user; do
		must modprobe "$dir"
	done
	echo 0 > /proc/sys/net/ipv4/conf/lo/disable_xfrm
	echo 0 > /proc/sys/net/ipv4/conf/lo/disable_policy
	must ip xfrm state add src 127.0.0.1 dst 127.0.0.1 proto esp spi 0x100 mode transport \
		reqid 1 enc 'ecb(cipher_null)' '' "$@" ctx "$LABEL"
	for dir in out in; do
		must ip xfrm policy add src 127.0.0.1 dst 127.0.0.1 dir $dir ctx "$LABEL" \
			tmpl proto esp mode transport reqid 1
	done
}

ipsec_down() {
	must ip xfrm policy flush
	must ip xfrm state flush
	echo 1 > /proc/sys/net/ipv4/conf/lo/disable_xfrm
	echo 1 > /proc/sys/net/ipv4/conf/lo/disable_policy
}

# The table --------------------------------------------------------------------

DOIS='local pass1 pass2 pass5'

stock_columns() {
	local doi

	for doi in $DOIS; do
		nlbl_up "$doi"
		column "nlbl-$doi"
		nlbl_down
	done
	# Without selectors NetLabel gives even a UDP socket its option once for
	# all, at the price that nothing else can be reached.
	must netlabelctl cipsov4 add local doi:9
	must netlabelctl map del default
	must netlabelctl map add default protocol:cipsov4,9
	column nlbl-all
	nlbl_down
	ipsec_up auth digest_null ''
	column ipsec-bare
	ipsec_down
	# Each octet costs so much that few tell.
	local -A COUNT=([tcp_rr]=100 [tcp_stream]=4 [tcp_crr]=20 [udp_rr]=100)
	ipsec_up auth-trunc 'hmac(sha256)' "0x$(printf '0b%.0s' {1..32})" 128
	column ipsec
	ipsec_down
}

clab_columns() {
	local doi

	column idle
	for doi in $DOIS; do
		clab_up "$doi"
		column "clab-$doi"
		clab_down
	done
}

# The label of LOCAL again, among as much as one may configure.
big_column() {
	clab_up local
	must "$work/clab-fill" dois 1000
	must "$work/clab-fill" domains 10000
	must "$work/clab-fill" selectors 10000
	column clab-big
}

# Allocations and copies --------------------------------------------------------

# What one labeled packet asks of the memory: every call is counted, with its
# caller, by the kernel's own tracepoints, and the copies of packet data by a
# probe on the function that makes them.
ALLOCS='kmem/kmalloc kmem/kmalloc_node kmem/kmem_cache_alloc kmem/kmem_cache_alloc_node'

events() {
	local event

	for event in $ALLOCS; do
		[ -e "$tracing/events/$event" ] || continue
		echo "$1hist:keys=call_site.sym" > "$tracing/events/$event/trigger" || die "$event"
	done
	echo "$1hist:keys=common_type" > "$tracing/events/kprobes/clab_copy/trigger" || die clab_copy
}

hits() {
	awk '/^ *Hits:/ { n += $2 } END { print n + 0 }' "$@"
}

hist_files() {
	local event

	for event in $ALLOCS; do
		[ ! -e "$tracing/events/$event/hist" ] || echo "$tracing/events/$event/hist"
	done
}

# count_once WORK COUNT: "allocations copies" while the program runs.
count_once() {
	events ''
	traffic "$1" "$2" > /dev/null || die "$1"
	echo "$(hits $(hist_files)) $(hits "$tracing/events/kprobes/clab_copy/hist")"
	events '!'
}

# memory NAME: per operation, from two run lengths; a program does 4 x COUNT.
memory() {
	local name=$1 what a1 c1 a3 c3

	for what in tcp_rr udp_rr; do
		# The first time this shell's own reading counts.
		count_once $what 100 > /dev/null
		count_once $what 300 > /dev/null
		read -r a1 c1 <<< "$(count_once $what 100)"
		read -r a3 c3 <<< "$(count_once $what 300)"
		awk -v n="$name $what" -v a=$((a3 - a1)) -v c=$((c3 - c1)) \
			'BEGIN { printf "memory %s %.3f %.3f\n", n, a / 800, c / 800 }' >> "$results"
	done
}

memory_rows() {
	echo 'p:clab_copy pskb_expand_head' > "$tracing/kprobe_events" || die "no kprobe"
	memory none
	nlbl_up local
	memory nlbl-local
	nlbl_down
}

memory_clab_rows() {
	local doi

	for doi in $DOIS; do
		clab_up "$doi"
		memory "clab-$doi"
		clab_down
	done
}

# Hostile packets ---------------------------------------------------------------

address_up() {
	ip addr add 192.0.2.1/32 dev lo
	ip route add 198.51.100.0/24 dev lo
	echo 1 > /proc/sys/net/ipv4/conf/lo/accept_local
	echo 0 > /proc/sys/net/ipv4/conf/lo/rp_filter
	echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
}

# hostile WHO NAME COUNT HEX [FROM TO]
hostile() {
	local who=$1 name=$2

	shift 2
	settle
	echo "hostile $who $name $("$work/clab-hostile" "$@" || die "$name")" >> "$results"
}

hostile_rows() {
	local who=$1 few=$2 head=00000009 zeros full=ffff0000 inverted=0000ffff

	zeros=$(printf '0%.0s' {1..60})
	hostile "$who" normal 1000 860b${head}010500005000
	[ "$(tail -n 1 "$results" | awk '{ print $5 }')" = 1000 ] || die "$who: a normal packet does not arrive"
	hostile "$who" no-option 1000 ''
	hostile "$who" tag1-240-categories 1000 "8628${head}01220000${zeros//0/f}"
	hostile "$who" tag2-15-categories-twice 1000 \
		8628${head}02220000000100010003000400050006000700080009000a000b000c000d000e000f
	hostile "$who" tag5-whole-range "$few" 860e${head}05080000${full}0000
	hostile "$who" tag5-inverted-ranges "$few" \
		8626${head}05200000$full$inverted$full$inverted$full$inverted${full}0000
	hostile "$who" eight-tags 1000 \
		8626${head}0104000001040000010400000104000001040000010400000104000001040000
	hostile "$who" tag-unknown 1000 860b${head}630500004400
	hostile "$who" tag-too-long 1000 860b${head}012500004400
	hostile "$who" option-too-short 1000 86050000000000
	hostile "$who" option-past-header 1000 8628${head}010500004400
	hostile "$who" two-options 1000 860a${head}01040000860a${head}01040000
	hostile "$who" tag128-forged 1000 860c${head}800601000000
	hostile "$who" doi-unknown 1000 860b0000fff9010500004400
	hostile "$who" labels-never-seen $((few * 10)) "8628${head}01220000$zeros" 10 40
}

# Profile -----------------------------------------------------------------------

# The plugin counts each run of a program between its marks; the names of these
# runs are written down in their order.
profile() {
	local name=$1 what

	settle
	for what in $WORKS; do
		traffic "$what" "${COUNT[$what]}" > "$work/said" || die "$name: $what"
		echo "$name $what $((3 * ${COUNT[$what]}))" >> "$work/runs"
	done
}

profile_all() {
	local doi

	profile none
	nlbl_up local
	profile nlbl-local
	nlbl_down
	must insmod "$work/cipsolab.ko"
	for doi in local pass1; do
		clab_up $doi
		profile clab-$doi
		cp /proc/kallsyms /run/host-out/kallsyms
		clab_down
	done
	cp "$work/runs" /run/host-out/runs
}

# Labels by level, to be received; what is sent is unlabeled.
clab_hostile_rows() {
	must "$ctl" cipso add pass doi:9 tags:1,2,5
	hostile_rows clab 1000
	must "$ctl" cipso del doi:9
}

case ${1:-table} in
profile)
	profile_all
	exit
	;;
table)
	column none
	stock_columns
	must insmod "$work/cipsolab.ko"
	clab_columns
	big_column
	must rmmod cipsolab
	# What is traced and flooded comes after what is compared.
	address_up
	must netlabelctl cipsov4 add pass doi:9 tags:1,2,5
	hostile_rows nlbl 20
	must netlabelctl cipsov4 del doi:9
	memory_rows
	must insmod "$work/cipsolab.ko"
	memory_clab_rows
	clab_hostile_rows
	;;
esac
cp "$results" /run/host-out/results
