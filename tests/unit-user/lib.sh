#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# lib.sh BUILD: what the library is to others. It is installed somewhere, and a
# program that knows it by pkg-config only is built and run, in C and in C++,
# against the shared and the static one.

cd "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1
build=$1
number=0 failed=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

ok() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		printf 'not ok %s - %s\n' "$number" "$2"
		printf '# %s\n' "${3//$'\n'/$'\n'# }"
	fi
}

text=$(make -s install-lib BUILD="$build" PREFIX="$dir/usr" DESTDIR= 2>&1)
ok $? "the library is installed" "$text"
export PKG_CONFIG_PATH=$dir/usr/lib/pkgconfig

cat > "$dir/prog.c" <<'END'
#include <cipsolab/cipsolab.h>
#include <stdio.h>
#include <string.h>
#ifndef __cplusplus
#include <cipsolab/codec/cipso.h>
#include <cipsolab/codec/label.h>

static int encode(void)
{
	static const struct clab_doi_def def = {
		.doi = 16, .type = CLAB_DOI_PASS, .nr_tags = 1, .tags = { 1 },
	};
	struct clab_label label;
	struct clab_err err;
	u8 opt[CLAB_OPT_MAX];

	return clab_label_parse("s5:c0", 5, &label, &err) ||
	       clab_cipso_encode(&def, &label, 0, opt, &err) < 0 || opt[0] != 134;
}
#endif

int main(void)
{
	struct clab_nl_opts opts = {};
	struct clab_vec maps = {};
	struct clab_nl *nl;

	opts.prefix = "NONE";
	if (!clab_nl_open(&nl, &opts) && clab_map_list(nl, &maps))
		printf("%d %s\n", (int)clab_nl_fault(nl)->kind, clab_nl_fault(nl)->text);
	clab_map_free_list(&maps);
	clab_nl_close(nl);
#ifndef __cplusplus
	return encode();
#else
	return 0;
#endif
}
END
want="2 the kernel offers no netlink family NONE_MGMT here"

# program NAME COMPILER...: it must say what is wanted
program() {
	local name=$1 text

	shift
	text=$("$@" 2>&1) && text=$(LD_LIBRARY_PATH=$dir/usr/lib "$dir/prog" 2>&1) &&
		[ "$text" = "$want" ]
	ok $? "a program in $name" "$text"
}

# shellcheck disable=SC2046 # flags are words
program "C, shared" gcc -Wall -Werror -o "$dir/prog" "$dir/prog.c" $(pkg-config --cflags --libs cipsolab)
readelf -d "$dir/prog" | grep -qF 'Shared library: [libcipsolab.so.0]'
ok $? "it needs the library by its soname" "$(readelf -d "$dir/prog" | grep NEEDED)"
# shellcheck disable=SC2046
program "C++, shared" g++ -Wall -Werror -o "$dir/prog" -x c++ "$dir/prog.c" $(pkg-config --cflags --libs cipsolab)
# shellcheck disable=SC2046
program "C, static" gcc -Wall -Werror -o "$dir/prog" "$dir/prog.c" $(pkg-config --cflags cipsolab) \
	"$dir/usr/lib/libcipsolab.a" $(pkg-config --libs libnl-3.0 libnl-genl-3.0)

so=$dir/usr/lib/libcipsolab.so
others=$(nm -D --defined-only "$so" | awk '$2 != "A" && $3 !~ /^clab_/ { print $3 }')
ok "$([ -z "$others" ]; echo $?)" "it exports nothing but clab_*" "$others"

# What a header declares is there, and what is there is declared by a header.
declared=$(cat "$dir"/usr/include/cipsolab/*.h "$dir"/usr/include/cipsolab/codec/*.h)
missing=$(for name in $(nm -D --defined-only "$so" | sed -n 's/.* T \(clab_[a-z0-9_]*\).*/\1/p'); do
	grep -qw "$name" <<< "$declared" || echo "$name"
done)
ok "$([ -z "$missing" ]; echo $?)" "what it exports is in a header" "$missing"

undocumented=$(for name in $(grep -o 'clab_[a-z0-9_]*(' include/cipsolab/cipsolab.h | tr -d '(' | sort -u); do
	grep -q "^ \* $name() - " user/lib/*.c || echo "$name"
done)
ok "$([ -z "$undocumented" ]; echo $?)" "every function of cipsolab.h has its documentation" "$undocumented"

wrong=$(grep -L 'SPDX-License-Identifier: LGPL-2.1-or-later' user/lib/* include/cipsolab/cipsolab.h)
ok "$([ -z "$wrong" ]; echo $?)" "every file of the library is under the LGPL" "$wrong"

echo "1..$number"
[ $failed = 0 ]
