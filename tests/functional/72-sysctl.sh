#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# net.cipsolab.*: per namespace, bounded, and each does what it says at once.
#
# Time limit: 240

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

dir=/proc/sys/net/cipsolab
names="cache_bucket_size cache_enable rbm_optfmt rbm_strictvalid validate_strict"

# shellcheck disable=SC2012 # the kernel's own names
expect_eq "$(ls $dir | tr '\n' ' ')" "$names " "the values there are"
# shellcheck disable=SC2086 # words
expect_eq "$(cd $dir && tail -n +1 $names | grep -v '^$' | tr '\n' ' ')" \
	"$(printf '==> %s <== %s ' cache_bucket_size 10 cache_enable 1 rbm_optfmt 0 \
		rbm_strictvalid 1 validate_strict 0)" "their defaults are NetLabel's"

for value in -1 2 x; do
	for name in cache_enable rbm_optfmt rbm_strictvalid validate_strict; do
		expect_status 1 "$name: $value is refused" sh -c "echo $value > $dir/$name"
	done
done
for value in -1 1025 99999999999; do
	expect_status 1 "cache_bucket_size: $value is refused" sh -c "echo $value > $dir/cache_bucket_size"
done
for name in $names; do
	expect_status 0 "$name: 0 is taken" sh -c "v=\$(cat $dir/$name); echo 0 > $dir/$name && echo \$v > $dir/$name"
done

ip netns add clab-other || bail "no network namespaces"
echo 1 > $dir/rbm_optfmt
expect_eq "$(ip netns exec clab-other cat $dir/rbm_optfmt)" 0 "another namespace has its own"
echo 0 > $dir/rbm_optfmt
expect_eq "$(ip netns exec clab-other sh -c "echo 1 > $dir/rbm_optfmt && cat $dir/rbm_optfmt")" 1 \
	"an administrator of this host sets it there"
expect_eq "$(unshare -Urn cat $dir/rbm_optfmt)" 0 "the root of a namespace of its own reads it"
expect_ne "$(unshare -Urn sh -c "echo 1 > $dir/rbm_optfmt && cat $dir/rbm_optfmt" 2> /dev/null)" 1 \
	"and does not write it"
expect_status 1 "nor does root without capabilities" \
	setpriv --bounding-set=-net_admin --inh-caps=-net_admin sh -c "echo 1 > $dir/rbm_optfmt"
expect_eq "$(cat $dir/rbm_optfmt)" 0 "and nothing has changed"

configure

# rbm_optfmt: ten octets of bitmap.
option() {
	kit_sniffed udp -a "$PASS_ADDR" -s "$SERVER" -c "$C13"
	packet_opt '' | head -n 1
}
short=860b00000001010500005000
long=861400000001010e000050000000000000000000
expect_eq "$(option)" $short "rbm_optfmt 0: a bitmap as short as can be"
echo 1 > $dir/rbm_optfmt
expect_eq "$(option)" $long "rbm_optfmt 1: one of ten octets, for a label sent before"
kit tcp -a "$PASS_ADDR" -s "$SERVER" -c "$C13"
got_eq server_sees.0 "$NETPEER:s0:c1,c3" "rbm_optfmt 1: the label is the same"
kit bulk -a "$PASS_ADDR" -b 1000000 -s "$SERVER" -c "$C13"
expect_eq "$kit_status" 0 "rbm_optfmt 1: segments fit"
echo 0 > $dir/rbm_optfmt
expect_eq "$(option)" $short "rbm_optfmt 0 again: at once"

# validate_strict: an alignment octet that is not 0 is one of the things that only
# the draft refuses.
accept_strays
odd=860b00000001010501000100
# stray OPTION: the label of a datagram with that option, and what was counted.
stray() {
	local before invalid

	before=$(counter rx_invalid)
	invalid=$(counter rx_undecodable)
	kit recv -a "$PASS_ADDR" -t 500 -- "$TESTKIT" inject -S "$OTHER_ADDR" -a "$PASS_ADDR" -O "$1"
	echo "${got[received]-none} ${got[datagram.0]-none} $(counted rx_invalid "$before") $(counted rx_undecodable "$invalid")"
}
expect_eq "$(stray $odd)" "1 $NETPEER:s0:c7 0 0" "validate_strict 0: taken, as NetLabel does"
echo 1 > $dir/validate_strict
expect_eq "$(stray $odd)" "0 none 1 0" "validate_strict 1: invalid, though it was known"
expect_eq "$(stray "$(pass_c7)")" "1 $NETPEER:s0:c7 0 0" "validate_strict 1: a good one passes"
echo 0 > $dir/validate_strict
expect_eq "$(stray $odd)" "1 $NETPEER:s0:c7 0 0" "validate_strict 0 again"

# rbm_strictvalid: what is not mapped is refused when the option is read, or when
# its label is asked for; it is never a label without categories.
kit genl CLAB_CIPSOv4 1 1:u32:5 2:u32:1 4:nest 3:u8:1 end 8:nest 7:nest 5:u32:0 6:u32:0 end end \
	12:nest 11:nest 9:u32:7 10:u32:7 end end
got_eq errno 0 "a DOI that maps category 7 only"
expect_eq "$(stray 860b00000005010500000100)" "1 $NETPEER:s0:c7 0 0" "rbm_strictvalid 1: mapped"
expect_eq "$(stray 860b00000005010500000200)" "0 none 1 0" "rbm_strictvalid 1: not mapped, invalid"
echo 0 > $dir/rbm_strictvalid
expect_eq "$(stray 860b00000005010500000100)" "1 $NETPEER:s0:c7 0 0" "rbm_strictvalid 0: mapped"
expect_eq "$(stray 860b00000005010500000200)" "0 none 0 1" "rbm_strictvalid 0: not mapped, no label"
expect_eq "$(stray 860b00000005010500000300)" "0 none 0 1" "rbm_strictvalid 0: mapped in part, no label"
echo 1 > $dir/rbm_strictvalid
expect_eq "$(stray 860b00000005010500000200)" "0 none 1 0" "rbm_strictvalid 1 again"

# The cache: without it every packet's label is asked for anew.
asked() {
	local before

	before=$(counter held)
	kit udp -a "$PASS_ADDR" -s "$SERVER" -c "$C7" -n 10
	[ "${got[received.0]-0}:${got[server_sees.0]-}" = "10:$NETPEER:s0:c7" ] || echo "lost: $kit_text"
	counted held "$before"
}
asked > /dev/null
expect_eq "$(asked)" 0 "cache_enable 1: a label that is known is not asked for"
echo 0 > $dir/cache_enable
expect_ge "$(asked)" 10 "cache_enable 0: it is, for each packet"
kit tcp -a "$PASS_ADDR" -s "$SERVER" -c "$C7"
got_eq server_sees.0 "$NETPEER:s0:c7" "cache_enable 0: TCP, the server"
got_eq client_sees.0 "$NETPEER:s0:c7" "cache_enable 0: TCP, the client"
echo 1 > $dir/cache_enable
asked > /dev/null
expect_eq "$(asked)" 0 "cache_enable 1 again"
echo 0 > $dir/cache_bucket_size
expect_ge "$(asked)" 10 "cache_bucket_size 0: nothing is known"
echo 1 > $dir/cache_bucket_size
asked > /dev/null
expect_eq "$(asked)" 0 "cache_bucket_size 1: something is"
echo 10 > $dir/cache_bucket_size

done_testing
