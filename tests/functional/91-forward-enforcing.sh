#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In enforcing mode: what the LSM does not let through a router is not passed on, and
# its sender hears of it, by ICMP type 3 code 9; what a firewall drops causes none.

. tests/functional/lib.sh
. tests/functional/testkit/kit.bash
. tests/functional/testkit/router.bash
. tests/functional/testkit/policy.bash

policy_enforced
topology || bail "no topology"
for ns in clab-a clab-r clab-b; do
	configured $ns <<-END
		cipso add pass doi:1 tags:1
		map del default
		map add default protocol:cipso,1
	END
done

server=system_u:system_r:server_t:s0-s3:c0.c3
client=system_u:system_r:client_t

# denied LEVEL: what a client notices, and what the router answers.
denied() {
	local before

	before=$(icmp_out)
	kit_a denied -a $KEPT -s $server -c "$client:$1" -t 3000
	answers=$(($(icmp_out) - before))
}

denied s1:c0
got_eq tcp 0 "a level that may pass: connects"
got_eq udp_received 1 "a level that may pass: is heard"
expect_eq "$answers" 0 "a level that may pass: no answer"
denied s2
got_eq tcp ENETUNREACH "a level that may not: connect() fails"
got_le tcp_ms 500 "a level that may not: soon"
got_eq udp.2 ENETUNREACH "a level that may not: so does the next send"
got_eq udp_received 0 "a level that may not: nothing arrives"
expect_eq "$answers" 2 "a level that may not: both are answered"
in_r nft -f - <<-END
	table ip clab { chain c { type filter hook forward priority -100; ip daddr $KEPT drop; }; }
END
ok $? "a firewall that drops"
denied s1:c0
got_eq tcp EINPROGRESS "a firewall: connect() gets no answer"
got_eq udp_received 0 "a firewall: nothing arrives"
expect_eq "$answers" 0 "a firewall: nothing is answered"

done_testing
