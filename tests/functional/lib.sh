# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the functional tests share. A test is a script that reads this file
# first, calls the functions below, and calls done_testing last. It runs in the
# virtual machine, as root, in the top directory, with the module inserted:
#
#	. tests/functional/lib.sh
#	configure
#	server_start tcp as "$FULL" "$PEERCON" server
#	got=$(as "$FULL" "$PEERCON" client 127.0.0.1 | tail -n 1)
#	expect_eq "$got" "connected(127.0.0.1,$FULL)" "client sees the server's label"
#	done_testing
#
# Results are TAP. A line that begins "# Time limit: SECONDS" in a script raises
# its limit. What a script has configured or started is undone when it ends.

USER_TYPE=unconfined_u:unconfined_r:unconfined_t	# the default user, no level
FULL=$USER_TYPE:s0-s0:c0.c1023				# the default user
NETPEER=system_u:object_r:netlabel_peer_t		# what a PASS label hangs on
LOCAL_ADDR=127.0.0.1					# DOI 2, LOCAL: the full label
PASS_ADDR=192.0.2.1					# DOI 1, PASS: the level only
CTL=$PWD/build/cipsoctl
PEERCON=$PWD/build/clab-peercon
TESTKIT=$PWD/build/clab-testkit
MODULE=$PWD/build/$(uname -r)/cipsolab.ko

lib_number=0
lib_failed=0
declare -A lib_names lib_servers
lib_work=$(mktemp -d /tmp/clab-test.XXXXXX)

# Results ---------------------------------------------------------------------

# diag TEXT: a remark, shown with the results.
diag() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

# ok STATUS NAME [TEXT]: the result of a test; TEXT is shown when it failed.
ok() {
	local status=$1 name=$2

	lib_number=$((lib_number + 1))
	if [ -n "${lib_names[$name]:-}" ]; then
		name="$name (a second test of this name)"
		status=1
	fi
	lib_names[$name]=1
	if [ "$status" = 0 ]; then
		echo "ok $lib_number - $name"
		return
	fi
	lib_failed=$((lib_failed + 1))
	echo "not ok $lib_number - $name"
	[ $# -lt 3 ] || diag "$3"
}

# expect_eq GOT WANT NAME
expect_eq() {
	[ "$1" = "$2" ]
	ok $? "$3" "got:  $1"$'\n'"want: $2"
}

# expect_ne GOT UNWANTED NAME
expect_ne() {
	[ "$1" != "$2" ]
	ok $? "$3" "got: $1"
}

# expect_match TEXT REGEX NAME
expect_match() {
	[[ $1 =~ $2 ]]
	ok $? "$3" "got:  $1"$'\n'"want: $2"
}

# expect_le GOT MOST NAME, expect_ge GOT LEAST NAME: whole numbers; anything
# else is a failure, not zero.
expect_le() {
	[[ $1 =~ ^-?[0-9]+$ ]] && [ "$1" -le "$2" ]
	ok $? "$3" "got: $1, want at most $2"
}

expect_ge() {
	[[ $1 =~ ^-?[0-9]+$ ]] && [ "$1" -ge "$2" ]
	ok $? "$3" "got: $1, want at least $2"
}

# expect_status STATUS NAME COMMAND...: its output is shown when it differs.
expect_status() {
	local want=$1 name=$2 got text

	shift 2
	text=$("$@" 2>&1)
	got=$?
	[ "$got" = "$want" ]
	ok $? "$name" "exit status $got, want $want: $*"$'\n'"$text"
}

expect_ok() {
	expect_status 0 "$@"
}

# bail TEXT: what the script is about cannot even be tried.
bail() {
	ok 1 "${0##*/}: can run" "$*"
	done_testing
}

done_testing() {
	echo "1..$lib_number"
	[ "$lib_failed" = 0 ] && [ "$lib_number" -gt 0 ]
	exit
}

# Processes -------------------------------------------------------------------

# as CONTEXT COMMAND...: run it under that label.
as() {
	runcon "$@"
}

# at LEVEL COMMAND...: run it as the default user at that level, for example
# "at s0:c1,c3 id -Z".
at() {
	local level=$1

	shift
	runcon "$USER_TYPE:$level" "$@"
}

# wait_for SECONDS COMMAND...: until it succeeds.
wait_for() {
	local end=$((SECONDS + $1))

	shift
	until "$@" > /dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.05
	done
}

# server_start NAME COMMAND...: start it behind the script and wait until it
# says that it is listening.
server_start() {
	local name=$1

	shift
	"$@" > "$lib_work/$name" 2>&1 &
	lib_servers[$name]=$!
	wait_for 10 grep -q listening "$lib_work/$name" ||
		bail "$name: not listening after 10 s: $(cat "$lib_work/$name")"
}

# server_output NAME: what it has printed so far.
server_output() {
	cat "$lib_work/$1"
}

# server_lines NAME: the peers it has seen, without what it says first.
server_lines() {
	grep -v '^->' "$lib_work/$1"
}

# server_wait NAME SECONDS: until it ends by itself; its exit status.
server_wait() {
	wait_for "$2" server_gone "$1" || return 124
	wait "${lib_servers[$1]}"
}

server_gone() {
	! kill -0 "${lib_servers[$1]}" 2> /dev/null
}

server_stop() {
	kill "${lib_servers[$1]}" 2> /dev/null
	wait "${lib_servers[$1]}" 2> /dev/null
	unset "lib_servers[$1]"
}

# Configuration ---------------------------------------------------------------

ctl() {
	"$CTL" "$@"
}

module_loaded() {
	grep -q '^cipsolab ' /proc/modules
}

module_load() {
	module_loaded || insmod "$MODULE" "$@"
}

module_unload() {
	rmmod cipsolab
}

# A second local address: what is sent to it goes over lo all the same.
addresses() {
	[ -e /sys/class/net/dummy0 ] && return
	# Without the parameter the driver may bring a dummy0 of its own, or not.
	modprobe -q dummy numdummies=0
	ip link add dummy0 type dummy &&
		ip address add "$PASS_ADDR/24" dev dummy0 &&
		ip link set dummy0 up
}

# rules: what the lines of the input say to cipsoctl.
rules() {
	ctl -b /dev/stdin || bail "cipsoctl refuses a rule"
}

# configure: the full label to 127.0.0.1, the level to 192.0.2.1, none elsewhere.
configure() {
	addresses || bail "cannot add the address $PASS_ADDR"
	rules <<-END
		cipso add pass doi:1 tags:1
		cipso add local doi:2
		map del default
		map add default address:0.0.0.0/0 protocol:unlbl
		map add default address:::/0 protocol:unlbl
		map add default address:$LOCAL_ADDR protocol:cipso,2
		map add default address:$PASS_ADDR protocol:cipso,1
	END
}

# flush_config: back to what there is after insmod.
flush_config() {
	local entry

	for entry in $(ctl map list); do
		case $entry in
		domain:DEFAULT,*) ;;
		domain:*)
			entry=${entry#domain:\"}
			ctl map del "domain:${entry%%\"*}"
			;;
		esac
	done
	ctl map del default 2> /dev/null
	for entry in $(ctl cipso list); do
		ctl cipso del "doi:${entry%%,*}"
	done
	ctl unlbl accept on
	ctl map add default protocol:unlbl
}

# show_config: all of it, to compare.
show_config() {
	ctl cipso list
	ctl map list
	ctl unlbl list
}

# counter NAME: a counter of this network namespace.
counter() {
	awk -v name="$1" '$1 == name { print $2; found = 1 } END { exit !found }' /proc/net/cipsolab
}

# counted NAME SINCE: by how much it has grown.
counted() {
	echo $(($(counter "$1") - $2))
}

# at_exit FUNCTION: call it when the script ends; the last one first.
lib_at_exit=()
at_exit() {
	lib_at_exit=("$1" "${lib_at_exit[@]}")
}

lib_cleanup() {
	local name

	for name in "${lib_at_exit[@]}"; do
		"$name"
	done
	for name in "${!lib_servers[@]}"; do
		kill "${lib_servers[$name]}" 2> /dev/null
	done
	module_loaded && flush_config
	rm -rf "$lib_work"
}
trap lib_cleanup EXIT
