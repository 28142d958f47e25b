#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Time limit: 300
#
# The whole configuration by cipsoctl: apply, show-config, sync, check, flush,
# lookup, stats, monitor, status and sockets, here and in a namespace.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
addresses || bail "cannot add the address $PASS_ADDR"

rules=$lib_work/rules
cat > "$rules" <<-END
	set rbm_optfmt:1
	unlbl accept on
	cipso add pass doi:1 tags:1,2
	cipso add local doi:2
	cipso add trans doi:3 tags:5 levels:0=3,2=0 categories:0=9,1=1,5=240
	map add domain:a_t protocol:unlbl
	map add domain:b_t protocol:cipso,1
	map add domain:c_t address:10.0.0.0/8 protocol:cipso,3
	map add domain:c_t address:fe80::/10 protocol:unlbl
	map add default address:0.0.0.0/0 protocol:unlbl
	map add default address:$LOCAL_ADDR/32 protocol:cipso,2
	map add default address:$PASS_ADDR/32 protocol:cipso,1
	map add default protocol:unlbl,6
	unlbl add interface:none* address:192.0.2.0/24 label:$NETPEER:s0
END

generation() {
	ctl show-config | sed -n 's/^# generation //p'
}

# without order: what is configured, as rules
sorted() {
	ctl "$@" show-config | grep -v '^#' | sort
}

# What status adds to its table, without the kernel's own engine
remarks() {
	ctl "$@" | sed '1,/^transactions/d' | grep -v '^$' | grep -v "^The kernel's own"
}

ctl flush
boot=$(sorted)
expect_eq "$boot" $'map add default protocol:unlbl\nunlbl accept on' "after loading: what is printed"
expect_ok "check reads the file without the kernel" "$CTL" check "$rules"
before=$(generation)
expect_ok "apply --check takes it" "$CTL" apply "$rules" --check
expect_eq "$(generation)" "$before" "and changes nothing"
expect_eq "$(ctl apply "$rules" --check --diff | grep -c '^+')" 13 "apply --check --diff shows what would come"
expect_ok "apply takes it" "$CTL" apply "$rules"
expect_eq "$(sorted)" "$(sort "$rules")" "show-config prints what was applied"
ctl show-config > "$lib_work/shown"
before=$(generation)
expect_eq "$(ctl sync "$lib_work/shown")" "" "sync with what there is finds no difference"
expect_eq "$(generation)" "$before" "and sends nothing"
expect_ok "apply takes what show-config printed" "$CTL" apply "$lib_work/shown"
expect_eq "$(sorted)" "$(sort "$rules")" "and that is the identity"
expect_eq "$(sysctl -n net.cipsolab.rbm_optfmt)" 1 "a setting of the file is in force"

# What is refused changes nothing.
before=$(generation)
expect_status 1 "another generation is refused" "$CTL" apply "$rules" --if-generation $((before - 1))
expect_ok "this generation is taken" "$CTL" apply "$rules" --if-generation "$before"
expect_eq "$(echo 'map add domain:x protocol:cipso,99' | ctl apply - 2>&1 | grep -c 'not defined')" 1 \
	"a mapping that names no DOI is refused, in words"
# What only the kernel finds is found again in the file, in whichever message it was.
for at in 2 4000 9000; do
	{ seq -f 'map add domain:d%.0f protocol:unlbl' 2 $at
	  echo "unlbl add interface:a*b address:192.0.2.1 label:$NETPEER:s0"
	  echo 'unlbl add interface:ab address:192.0.2.1 label:'"$NETPEER:s0"; } > "$lib_work/wrong"
	expect_match "$(ctl apply "$lib_work/wrong" 2>&1)" "error, $lib_work/wrong:$at: a \\* is for the end of a name" \
		"apply names line $at"
done
expect_match "$(ctl -j sync "$lib_work/wrong" 2>&1)" \
	"\"attribute\":\"IFACE\",\"offset\":[0-9]+,\"file\":\"$lib_work/wrong\",\"line\":9000\\}" "sync too, as JSON"
expect_status 2 "a file that contradicts itself is refused" "$CTL" apply - <<< "map del domain:nothing"
expect_eq "$(sorted)" "$(sort "$rules")" "and nothing has changed"

# A connection over a DOI that stays goes on while all else is replaced.
sed -i '/domain:a_t/d; s/tags:5/tags:1/' "$rules"
server_start peers as "$SERVER" "$PEERCON" server -n 2
expect_match "$(at s0:c5 "$PEERCON" client "$LOCAL_ADDR" | tail -n 1)" "s0:c5\)$" "labels cross before"
expect_eq "$(ctl sync "$rules" | sort)" "$(printf '%s\n' \
	'+cipso add trans doi:3 tags:1 levels:0=3,2=0 categories:0=9,1=1,5=240' \
	'-cipso add trans doi:3 tags:5 levels:0=3,2=0 categories:0=9,1=1,5=240' \
	'-map add domain:a_t protocol:unlbl' | sort)" "sync shows the difference"
expect_match "$(at s0:c5 "$PEERCON" client "$LOCAL_ADDR" | tail -n 1)" "s0:c5\)$" "labels cross afterwards"
server_wait peers 10

# One at a time.
expect_ok "one selector is replaced" "$CTL" map replace default "address:$PASS_ADDR" protocol:unlbl
expect_match "$(ctl lookup "address:$PASS_ADDR")" "without a label" "and lookup says so"
expect_ok "one selector is removed" "$CTL" map del default "address:$PASS_ADDR"
expect_status 1 "once" "$CTL" map del default "address:$PASS_ADDR"
expect_match "$(ctl lookup "address:$LOCAL_ADDR")" "DOI 2"$'\n'"because of: map add default address:$LOCAL_ADDR/32 protocol:cipso,2" \
	"lookup names the entry"
expect_match "$(ctl lookup domain:b_t address:192.0.2.77)" "because of: map add domain:b_t protocol:cipso,1" \
	"lookup of a domain"
expect_status 1 "lookup of what is mapped nowhere" "$CTL" lookup domain:c_t address:192.0.2.77
expect_match "$(ctl lookup interface:none0 address:192.0.2.5)" "label:$NETPEER:s0" "lookup of a static label"
expect_status 1 "lookup of a source without one" "$CTL" lookup interface:lo address:192.0.2.5
expect_ok "a mapping is replaced whole" "$CTL" map replace domain:b_t protocol:unlbl
expect_eq "$(ctl map list domain:b_t)" 'domain:"b_t",UNLABELED' "map list of one domain"
expect_eq "$(ctl map list doi:3)" 'domain:"c_t",address:10.0.0.0/8,protocol:CIPSOv4,3' "map list of one DOI"
expect_ok "a DOI is defined anew under those that name it" "$CTL" cipso replace pass doi:3 tags:2
expect_eq "$(ctl cipso list doi:3)" "tags:2" "and is what it says"

# What happened.
expect_match "$(ctl stats dois)" "doi 2: in [1-9][0-9]*, out [1-9]" "stats of a DOI"
expect_match "$(ctl stats maps)" "address:$LOCAL_ADDR/32 protocol:cipso,2: out [1-9]" "stats of a selector"
ctl stats reset
expect_match "$(ctl stats dois)" "doi 2: in 0, out 0" "counted anew"
ctl -j stats | python3 -c 'import json, sys; assert json.load(sys.stdin)' 2> /dev/null
ok $? "stats as JSON"
timeout 20 "$CTL" monitor config count:2 > "$lib_work/events" &
wait_for 10 grep -q cipsoctl /proc/net/netlink || sleep 1
sleep 1
ctl map add domain:m_t protocol:unlbl
ctl map del domain:m_t
wait $!
expect_match "$(cat "$lib_work/events")" "add map add domain:m_t protocol:unlbl by cipsoctl .*remove map domain:m_t by cipsoctl" \
	"monitor shows changes, what and by whom"
# A name is written as in a rule, whatever is in it; so is the program's.
odd=$'o\e[31m d"d'
ln -s "$CTL" "$lib_work/$odd"
timeout 20 "$CTL" monitor config count:2 > "$lib_work/events" &
sleep 1
CIPSOCTL_PREFIX=CLAB bash -c 'exec -a netlabelctl "$1" map add domain:"$2" protocol:unlbl' - "$lib_work/$odd" "$odd"
CIPSOCTL_PREFIX=CLAB bash -c 'exec -a netlabelctl "$1" map del domain:"$2"' - "$lib_work/$odd" "$odd"
wait $!
expect_eq "$(sed 's/^[^ ]* config [0-9]* //; s/pid [0-9]*/pid/' "$lib_work/events")" \
	'add map add domain:"o\x1b[31m d\"d" protocol:unlbl by "o\x1b[31m d\"d" (pid, uid 0)
remove map domain:"o\x1b[31m d\"d" by "o\x1b[31m d\"d" (pid, uid 0)' \
	"monitor escapes what is in names"
timeout 20 "$CTL" monitor drops count:1 > "$lib_work/drops" &
sleep 1
as "$USER_TYPE:s0" "$PEERCON" client "$LOCAL_ADDR" > /dev/null 2>&1 &
accept_strays
"$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" -O 860c00000001010601000000 > /dev/null 2>&1
"$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" -O 8607000000010100 > /dev/null 2>&1
"$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" -O 860a00000001010300000000 > /dev/null 2>&1
wait_for 10 test -s "$lib_work/drops"
expect_match "$(cat "$lib_work/drops")" "drop in [a-z-]+ at octet [0-9]+ $OTHER_ADDR > $PASS_ADDR protocol 17 doi 1 .*options 86" \
	"monitor shows a dropped packet and why"
status=$(ctl status)
expect_match "$status" "packets +looked at" "status: the hooks"
# shellcheck disable=SC2016 # the inner shell expands it
expect_match "$(unshare -m sh -c 'mount -t securityfs none /sys/kernel/security; exec "$1" status' - "$CTL")" \
	"labels from +SELinux"$'\n'"security modules +[a-z,]*selinux" "status: the LSM"
# shellcheck disable=SC2016
expect_match "$(unshare -m sh -c 'umount /sys/kernel/security 2> /dev/null; exec "$1" status' - "$CTL")" \
	"labels from +SELinux"$'\n'"security modules +not known: securityfs" "status: the LSM, without securityfs"
expect_eq "$(remarks status)" "" "status: nothing to say where packets are labeled"
expect_match "$status" "static labels +1" "status: the numbers"

# Sockets: a connection that stays open.
server_start open as "$SERVER" "$PEERCON" server -n 1
as "$C5" bash -c 'exec 3<> /dev/tcp/'"$LOCAL_ADDR"'/5000; sleep 5' 2> /dev/null &
sleep 1
sockets=$(ctl sockets)
expect_match "$sockets" "label $C5"$'\n'" +peer  $SERVER_TYPE:s0:c5"$'\n'" +sent 1, received" \
	"sockets: both labels of a connection, seen from outside its process"
# A listener and a datagram socket that is not connected have no peer.
python3 -c 'import socket, time
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 7001))
tcp = socket.socket()
tcp.bind(("127.0.0.1", 7002))
tcp.listen()
print("listening", flush=True)
time.sleep(60)' > "$lib_work/lonely" &
lib_servers[lonely]=$!
wait_for 20 grep -q listening "$lib_work/lonely"
expect_eq "$(ctl sockets | grep -c ':700[12] ')" 0 "sockets: those without a peer are left out"
expect_eq "$(ctl sockets all | grep -A2 ':700[12] > \*' | grep -c 'peer  none')" 2 \
	"sockets all: they have no peer's label"
expect_eq "$(ctl -j sockets all | python3 -c 'import json, sys
for s in json.load(sys.stdin):
    if s["local"].endswith((":7001", ":7002")):
        print(s["protocol"], s["remote"], s["peer"], "mss_cost" in s, s["mss_cost"] if s["protocol"] == "udp" else "")' | sort)" \
	$'tcp None None True \nudp None None True None' "sockets: the same as JSON"
server_stop lonely

# A table that takes twenty attributes to list.
{ echo "cipso add pass doi:1 tags:1,2"
  echo "cipso add trans doi:9 tags:5 levels:0=0 categories:$(seq 0 59999 | sed 's/.*/&=&/' | paste -sd,)"
} > "$lib_work/long"
expect_ok "a DOI of 60,000 categories is applied" "$CTL" apply "$lib_work/long"
expect_eq "$(ctl cipso list doi:9 | tr ',' '\n' | grep -c =)" 60000 "cipso list shows all of them"
expect_eq "$(ctl show-config | grep '^cipso add trans' | cksum)" "$(tail -n 1 "$lib_work/long" | cksum)" \
	"and so does show-config"

# What the other family takes, the file of it is taken, too.
kit genl CLAB_CIPSOv4 1 1:u32:21 2:u32:2 4:nest 3:u8:5 3:u8:2 3:u8:1 3:u8:2 3:u8:1 end -- \
	1 1:u32:22 2:u32:3 4:nest 3:u8:1 end -- \
	1 1:u32:23 2:u32:3 4:nest 3:u8:128 3:u8:1 end -- \
	1 1:u32:24 2:u32:3 4:nest 3:u8:128 3:u8:128 end -- \
	1 1:u32:25 2:u32:3 4:nest 3:u8:128 end
got_eq errno 0 "DOIs with tags twice, and local ones with the tag of others"
kit genl CLAB_MGMT 1 '1:str:a "b", #c' 2:u32:5
kit genl CLAB_MGMT 1 1:str: 2:u32:5
got_eq errno 0 "and domains of any name"
ctl show-config > "$lib_work/shown"
expect_eq "$(grep -c 'tags:5,2,1,2,1$\|doi:22 tags:1$\|doi:23 tags:128,1$\|doi:24 tags:128,128$\|doi:25$\|domain:"' "$lib_work/shown")" 7 \
	"show-config prints them"
expect_ok "apply takes that" "$CTL" apply "$lib_work/shown"
ctl show-config | grep -v '^#' > "$lib_work/again"
expect_eq "$(grep -v '^#' "$lib_work/shown" | sort)" "$(sort "$lib_work/again")" "and that is the identity, too"
expect_ok "a domain of any name is replaced" "$CTL" map replace 'domain:a "b", #c' protocol:cipso,21
expect_eq "$(ctl map list 'domain:a "b", #c')" 'domain:"a "b", #c",CIPSOv4,21' "listed"
expect_match "$(ctl lookup 'domain:a "b", #c' address:192.0.2.1)" "DOI 21" "looked up"
expect_ok "and removed by a batch" "$CTL" -b - <<< 'map del domain:"a \"b\", #c"'
expect_ok "the empty name too" "$CTL" map del domain:
expect_eq "$(ctl map list domain:)" "" "and is gone"

# A namespace has its own.
ip netns add clab-other
expect_match "$(remarks -n clab-other status)" "No DOI is defined: no packet gets a label\.$" \
	"status: there is no DOI"
ctl -n clab-other cipso add pass doi:1 tags:1
ctl -n clab-other map add domain:u_t protocol:unlbl
expect_match "$(remarks -n clab-other status)" "No mapping names a DOI: nothing is labeled\.$" \
	"status: no mapping names the DOI"
ctl -n clab-other map add domain:d_t address:192.0.2.0/24 protocol:cipso,1
expect_eq "$(remarks -n clab-other status)" "" "status: a selector names it"
ctl -n clab-other map del default
expect_eq "$(remarks -n clab-other status)" "There is no default mapping: domains not listed can't send." \
	"status: no default mapping"
ctl -n clab-other map add default protocol:unlbl,6
expect_eq "$(remarks -n clab-other status)" \
	"There is no default mapping for IPv4: domains not listed can't send over IPv4." \
	"status: no default mapping for one family"
ctl -n clab-other flush
expect_eq "$(sorted -n clab-other)" "$boot" "a new namespace begins as after loading"
expect_ok "another configuration there" "$CTL" -n clab-other apply - <<< "cipso add pass doi:1 tags:5"
expect_eq "$(ctl -n clab-other cipso list doi:1)" "tags:5" "is that of the namespace"
expect_eq "$(ctl cipso list doi:1)" "tags:1,2" "and not of this one"

# Completion asks in the namespace that the line names.
offered() {
	local PATH=$PWD/build:$PATH

	# shellcheck disable=SC2034 # what bash sets for a completion
	COMP_LINE=$1 COMP_POINT=${#1}
	_cipsoctl 2> /dev/null
	echo "${COMPREPLY[*]}"
}
. user/data/cipsoctl.bash
expect_eq "$(offered "cipsoctl -n clab-o")" "clab-other" "completion: a namespace"
dois=$(ctl cipso list | tr ' ' '\n' | sed 's/,.*//' | sort -n | tr '\n' ' ')
expect_eq "$(offered "cipsoctl cipso del doi:")" "${dois% }" "completion: the DOIs of this one"
expect_match "$dois" '^1 ([0-9]+ )+$' "and there are several"
expect_eq "$(offered "cipsoctl -n clab-other cipso del doi:")" "1" "completion: the DOIs of another"
expect_eq "$(offered "cipsoctl -n clab-other unlbl add interface:l")" "lo" "completion: an interface of another"
expect_ok "flush" "$CTL" flush
expect_eq "$(sorted)" "$boot" "after flush: as after loading"
expect_eq "$(ctl -n clab-other cipso list doi:1)" "tags:5" "the other namespace is as it was"
expect_status 1 "an unprivileged user changes nothing" setpriv --reuid 65534 --clear-groups "$CTL" flush
expect_status 1 "nor does root of a user namespace of its own" \
	setpriv --reuid 65534 --clear-groups unshare -Urn "$CTL" flush

done_testing
