#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Each change of the configuration leaves the audit record that NetLabel's would.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash

head='cipsolab: auid=[0-9]+ ses=[0-9]+ subj=[^ ]+'

# audited NAME WANT COMMAND...: WANT is one regular expression for each record, in
# lines; nothing else may be there.
audited() {
	local name=$1 want=$2 text line regex=

	shift 2
	text=$("$TESTKIT" audit "$@" | grep -v '^errno=\|^extack=\|^offset=\|^cipsoctl:')
	while IFS= read -r line; do
		[ -z "$line" ] || regex+="${regex:+$'\n'}${line%% *} $head ${line#* }"
	done <<< "$want"
	expect_match "$text" "^$regex\$" "$name"
}

genl() {
	echo "$TESTKIT" genl "$@"
}

hex=$(kit_text_hex "$NETPEER:s0:c1")00
addr=(4:hex:0a090003 5:hex:ffff0000)

audited "accept off" "1406 unlbl_accept=0 old=1" "$CTL" unlbl accept off
audited "accept off again" "1406 unlbl_accept=0 old=0" "$CTL" unlbl accept off
audited "accept on" "1406 unlbl_accept=1 old=0" "$CTL" unlbl accept on
audited "a PASS DOI" "1407 cipso_doi=1 cipso_type=pass res=1" "$CTL" cipso add pass doi:1 tags:1
audited "a DOI that is there" "1407 cipso_doi=1 cipso_type=local res=0" "$CTL" cipso add local doi:1
audited "a LOCAL DOI" "1407 cipso_doi=2 cipso_type=local res=1" "$CTL" cipso add local doi:2
audited "a DOI that makes no sense" "" "$TESTKIT" genl CLAB_CIPSOv4 1 1:u32:7
audited "a domain" "1409 nlbl_domain=one_t nlbl_protocol=cipsov4 cipso_doi=1 res=1" \
	"$CTL" map add domain:one_t protocol:cipso,1
audited "a domain that is there" "" "$CTL" map add domain:one_t protocol:unlbl
audited "an unlabeled domain" "1409 nlbl_domain=two_t nlbl_protocol=unlbl res=1" \
	"$CTL" map add domain:two_t protocol:unlbl,4
audited "an address" \
	"1409 nlbl_domain=three_t dst=10\.9\.0\.0 dst_prefixlen=16 nlbl_protocol=cipsov4 cipso_doi=2 res=1" \
	"$CTL" map add domain:three_t address:10.9.8.7/16 protocol:cipso,2
audited "a single address" \
	"1409 nlbl_domain=three_t dst=10\.9\.8\.7 nlbl_protocol=unlbl res=1" \
	"$CTL" map add domain:three_t address:10.9.8.7 protocol:unlbl
audited "an IPv6 address" \
	"1409 nlbl_domain=three_t dst=2001:db8:: dst_prefixlen=32 nlbl_protocol=unlbl res=1" \
	"$CTL" map add domain:three_t address:2001:db8::1/32 protocol:unlbl
audited "a DOI in use" "1408 cipso_doi=2 res=0" "$CTL" cipso del doi:2
audited "a domain of two mappings" $'1410 nlbl_domain=three_t res=1\n1410 nlbl_domain=three_t res=1' \
	"$CTL" map del domain:three_t
audited "a DOI and the domain that it takes along" \
	$'1410 nlbl_domain=one_t res=1\n1408 cipso_doi=1 res=1' "$CTL" cipso del doi:1
audited "a domain that is not there" "" "$CTL" map del domain:none_t
audited "both defaults" $'1410 nlbl_domain=\(default\) res=1\n1410 nlbl_domain=\(default\) res=1' \
	"$CTL" map del default
audited "a default" "1409 nlbl_domain=\(default\) nlbl_protocol=unlbl res=1" \
	"$CTL" map add default protocol:unlbl

# What a request spells can't pass for anything else.
audited "a domain that looks like hexadecimal" "1409 nlbl_domain=4445414442454546 nlbl_protocol=unlbl res=1" \
	"$CTL" map add domain:DEADBEEF protocol:unlbl,4
audited "a domain that looks like the default" \
	"1409 nlbl_domain=2864656661756C7429 nlbl_protocol=unlbl res=1" \
	"$TESTKIT" genl CLAB_MGMT 1 "1:str:(default)" 2:u32:5 11:u16:2
audited "an interface with a quote in its name" \
	"1416 netif=612262 src=10\.9\.0\.0 src_prefixlen=16 sec_obj=$NETPEER:s0:c1,c3 res=1" \
	"$TESTKIT" genl CLAB_UNLBL 3 '6:str:a"b' "${addr[@]}" "7:hex:$(kit_text_hex "$NETPEER:s0:c1,c3")"
static_del 'a"b' 10.9.0.0/16
got_eq errno 0 "it is removed"

# shellcheck disable=SC2046 # words
audited "a static label" \
	"1416 netif=lo src=10\.9\.0\.0 src_prefixlen=16 sec_obj=$NETPEER:s0:c1 res=1" \
	$(genl CLAB_UNLBL 3 6:str:lo "${addr[@]}" 7:hex:"$hex")
# shellcheck disable=SC2046
audited "a static label that is there" \
	"1416 netif=lo src=10\.9\.0\.0 src_prefixlen=16 sec_obj=$NETPEER:s0:c1 res=0" \
	$(genl CLAB_UNLBL 3 6:str:lo "${addr[@]}" 7:hex:"$hex")
# shellcheck disable=SC2046
audited "a static label for every interface" "1416 src=2001:db8::1 sec_obj=$NETPEER:s0:c1 res=1" \
	$(genl CLAB_UNLBL 6 2:hex:20010db8000000000000000000000001 \
		3:hex:ffffffffffffffffffffffffffffffff 7:hex:"$hex")
# shellcheck disable=SC2046
audited "a static label removed" \
	"1417 netif=lo src=10\.9\.0\.0 src_prefixlen=16 sec_obj=$NETPEER:s0:c1 res=1" \
	$(genl CLAB_UNLBL 4 6:str:lo "${addr[@]}")
# shellcheck disable=SC2046
audited "a static label that is not there" "1417 netif=lo src=10\.9\.0\.0 src_prefixlen=16 res=0" \
	$(genl CLAB_UNLBL 4 6:str:lo "${addr[@]}")
# shellcheck disable=SC2046
audited "a label that the policy does not know" "" \
	$(genl CLAB_UNLBL 3 6:str:lo "${addr[@]}" "7:hex:$(kit_text_hex nonsense)")
static_flush

done_testing
