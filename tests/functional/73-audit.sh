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
	text=$("$TESTKIT" audit "$@" | grep -v '^errno=\|^extack=\|^offset=\|^answer=\|^cipsoctl:')
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

# What only the family CLAB_LAB can do. Attributes of an entry: 1 kind, 2 DOI, 3 type, 4 tags,
# 7 domain, 9 protocol, 10 IPv4 address, 12 length of the prefix.
lab() {
	echo "$TESTKIT" genl CLAB_LAB "$@"
}
map=(1:u8:2 7:str:five_t 9:u32:5 10:hex:0a090000 12:u8:16)
save=$lib_work/save

"$CTL" cipso add pass doi:5 tags:1
"$CTL" map add domain:five_t address:10.9.0.0/16 protocol:cipso,5
"$CTL" map add domain:five_t address:10.8.0.0/16 protocol:cipso,5
"$TESTKIT" lab save "$save" > /dev/null
# shellcheck disable=SC2046
audited "a selector replaced" \
	"1410 nlbl_domain=five_t dst=10\.9\.0\.0 dst_prefixlen=16 res=1
1409 nlbl_domain=five_t dst=10\.9\.0\.0 dst_prefixlen=16 nlbl_protocol=unlbl res=1" \
	$(lab 8 4:nested "${map[@]}" end)
# shellcheck disable=SC2046
audited "a selector removed" "1410 nlbl_domain=five_t dst=10\.9\.0\.0 dst_prefixlen=16 res=1" \
	$(lab 7 4:nested "${map[0]}" "${map[1]}" "${map[3]}" "${map[4]}" end)
# shellcheck disable=SC2046
audited "a selector that is not there" "1410 nlbl_domain=five_t dst=10\.9\.0\.0 dst_prefixlen=16 res=0" \
	$(lab 7 4:nested "${map[0]}" "${map[1]}" "${map[3]}" "${map[4]}" end)
# shellcheck disable=SC2046
audited "a domain's mappings replaced" \
	"1410 nlbl_domain=five_t res=1
1409 nlbl_domain=five_t dst=10\.9\.0\.0 dst_prefixlen=16 nlbl_protocol=unlbl res=1" \
	$(lab 9 4:nested "${map[@]}" end)
many=()
for ((i = 0; i < 17; i++)); do
	many+=(4:nested "${map[@]:0:3}" "10:hex:$(printf '0a09%02x00' $i)" 12:u8:24 end)
done
# shellcheck disable=SC2046
audited "by more than are listed" \
	$'1410 nlbl_domain=five_t res=1\n1409 nlbl_domain=five_t entries=17 res=1' \
	$(lab 9 "${many[@]}")
ctl map del domain:five_t
# shellcheck disable=SC2046
audited "a domain that nothing was mapped for" \
	"1409 nlbl_domain=five_t dst=10\.9\.0\.0 dst_prefixlen=16 nlbl_protocol=unlbl res=1" \
	$(lab 9 4:nested "${map[@]}" end)
"$TESTKIT" lab load "$save" > /dev/null
ctl map add domain:five_t address:2001:db8::/32 protocol:unlbl
# shellcheck disable=SC2046
audited "a domain with mappings of both families replaced" \
	"1410 nlbl_domain=five_t res=1
1410 nlbl_domain=five_t res=1
1409 nlbl_domain=five_t dst=10\.9\.0\.0 dst_prefixlen=16 nlbl_protocol=unlbl res=1" \
	$(lab 9 4:nested "${map[@]}" end)

# What is refused.
bad=("${map[@]:0:2}" 9:u32:3 2:u32:77 "${map[@]:3}")
# shellcheck disable=SC2046
audited "a selector replaced by what can't be" \
	"1409 nlbl_domain=five_t dst=10\.9\.0\.0 dst_prefixlen=16 nlbl_protocol=cipsov4 cipso_doi=77 res=0" \
	$(lab 8 4:nested "${bad[@]}" end)
# shellcheck disable=SC2046
audited "a domain's mappings replaced by what can't be" "1409 nlbl_domain=five_t entries=1 res=0" \
	$(lab 9 4:nested "${bad[@]}" end)
# shellcheck disable=SC2046
audited "a DOI that is not there replaced" "1407 cipso_doi=77 cipso_type=pass res=0" \
	$(lab 10 4:nested 1:u8:1 2:u32:77 3:u32:2 4:hex:02 end)
# shellcheck disable=SC2046
audited "a selector replaced if nothing has changed" \
	"1409 nlbl_domain=five_t dst=10\.9\.0\.0 dst_prefixlen=16 nlbl_protocol=unlbl res=0" \
	$(lab 8 2:u32:0 4:nested "${map[@]}" end)
# shellcheck disable=SC2046
audited "a flush if nothing has changed" "1405 op=flush generation=[0-9]+ res=0" $(lab 11 2:u32:0)
# shellcheck disable=SC2046
audited "a request that makes no sense" "" $(lab 9 4:nested 1:u8:2 end)

# shellcheck disable=SC2046
audited "a DOI replaced" $'1408 cipso_doi=5 res=1\n1407 cipso_doi=5 cipso_type=pass res=1' \
	$(lab 10 4:nested 1:u8:1 2:u32:5 3:u32:2 4:hex:02 end)
# What a load prints is no record.
cat > "$lib_work/load" <<END
#!/bin/sh
exec $TESTKIT lab load $save "\$@" > /dev/null
END
audited "a commit" \
	"1405 op=commit generation=[0-9]+ dois=2 domains=4 selectors=2 static=0 unlbl_accept=1 res=1" \
	sh "$lib_work/load"
audited "a dry run" "" sh "$lib_work/load" dry
audited "a dry run that is refused" "" sh "$lib_work/load" dry if=0
audited "a commit if nothing has changed" "1405 op=commit generation=[0-9]+ res=0" sh "$lib_work/load" if=0
audited "a flush" \
	"1405 op=flush generation=[0-9]+ dois=0 domains=0 selectors=0 static=0 unlbl_accept=1 res=1" \
	sh -c "$TESTKIT genl CLAB_LAB 11 > /dev/null"

done_testing
