#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What cipsoctl prints as JSON of the kernel is what Documentation/json.md says;
# tests/unit-user/json.sh has what needs no kernel.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/unit-user/json.bash
addresses || bail "cannot add the address $PASS_ADDR"

cat > "$lib_work/rules" <<-END
	set rbm_optfmt:1
	cipso add pass doi:1 tags:1,2
	cipso add local doi:2
	cipso add trans doi:3 tags:5 levels:0=3,2=0 categories:0=9,1=1
	map add domain:a_t protocol:unlbl
	map add domain:"caf\xe9" protocol:cipso,1
	map add domain:c_t address:10.0.0.0/8 protocol:cipso,3
	map add default address:0.0.0.0/0 protocol:unlbl
	map add default address:$LOCAL_ADDR/32 protocol:cipso,2
	map add default address:$PASS_ADDR/32 protocol:cipso,1
	map add default protocol:unlbl,6
	unlbl add interface:"e\xe9*" address:192.0.2.0/24 label:$NETPEER:s0
	unlbl add default address:198.51.100.0/24 label:$NETPEER:s0
END

timeout 60 "$CTL" -j monitor config > "$lib_work/events" 2> /dev/null &
lib_servers[config]=$!
timeout 60 "$CTL" -j monitor drops > "$lib_work/drops" 2> /dev/null &
lib_servers[drops]=$!
sleep 2

says apply apply "$lib_work/rules" --check --diff
says apply apply "$lib_work/rules"
says sync sync "$lib_work/rules"
sed '/domain:a_t/d' "$lib_work/rules" > "$lib_work/fewer"
says sync sync "$lib_work/fewer"
says apply apply "$lib_work/rules" --diff
says "mgmt version" mgmt version
says "mgmt protocols" mgmt protocols
says "map list" map list
says "map list" map list domain:none_t
says "cipso list" cipso list
for doi in 1 2 3; do
	says "cipso list doi:N" cipso list doi:$doi
done
says "unlbl list" unlbl list
says show-config show-config
says lookup lookup "address:$LOCAL_ADDR"
says lookup lookup domain:a_t "address:$LOCAL_ADDR"
says lookup lookup domain:c_t address:192.0.2.77
says lookup lookup interface:lo address:198.51.100.1
says lookup lookup interface:lo address:203.0.113.1
says status status
expect_eq "$(ctl -j status | grep -o '"version":"[^"]*"')" "$(ctl -j -V | grep -o '"version":"[^"]*"')" \
	"the module and the tool are of one version"

# A name that is no UTF-8, everywhere it can stand
expect_eq "$(ctl -j map list | grep -o '"domain_hex":"[^"]*"')" '"domain_hex":"636166e9"' "a domain, octet by octet"
expect_eq "$(ctl -j unlbl list | grep -o '"interface_hex":"[^"]*"')" '"interface_hex":"65e92a"' \
	"an interface, octet by octet"

# Traffic, and sockets with and without a peer
server_start open as "$SERVER" "$PEERCON" server -n 1
as "$C5" bash -c 'exec 3<> /dev/tcp/'"$LOCAL_ADDR"'/5000; sleep 6' 2> /dev/null &
python3 -c 'import socket, time
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 7001))
print("listening", flush=True)
time.sleep(60)' > "$lib_work/lonely" &
lib_servers[lonely]=$!
wait_for 20 grep -q listening "$lib_work/lonely"
says sockets sockets
says sockets sockets all
server_stop lonely
accept_strays
"$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" -O 8607000000010100 > /dev/null 2>&1
"$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" -O 860c00000009010600000000 > /dev/null 2>&1
as "$USER_TYPE:s0:c5" "$TESTKIT" inject -S "$OTHER_ADDR" -a 10.1.2.3 > /dev/null 2>&1
wait_for 10 test -s "$lib_work/drops"
says stats stats

# Changes, one of each kind
ctl map add domain:m_t protocol:unlbl
ctl map del domain:m_t
ctl map replace domain:a_t protocol:cipso,1
ctl unlbl accept off
ctl unlbl accept on
ctl flush
wait_for 10 grep -q '"flush"' "$lib_work/events"
keep monitor < "$lib_work/events"
keep monitor < "$lib_work/drops"
expect_eq "$(grep -o '"event":"[a-z]*"' "$lib_work/events" | sort -u | tr -d '\n')" \
	'"event":"add""event":"commit""event":"flush""event":"remove""event":"replace""event":"set"' \
	"every kind of change was told"

# Errors of the kernel, with all that they can say
ctl cipso add pass doi:1 tags:1
says_error cipso add pass doi:1 tags:1
says_error cipso add pass doi:16 tags:7
says_error map add default protocol:cipso,99
printf 'cipso add pass doi:1 tags:1\n' > "$lib_work/batch"
says_error -b "$lib_work/batch"

expect_documented "apply;sync;mgmt version;mgmt protocols;map list;cipso list;cipso list doi:N;unlbl list;show-config;lookup;stats;monitor;status;sockets;error"
done_testing
