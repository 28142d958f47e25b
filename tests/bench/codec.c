// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab bench: one call of the codec, many times, for callgrind to count
 *
 * Usage: codec encode|decode|validate ROUNDS TAGS LABEL
 *        codec decode|validate ROUNDS OPTION-IN-HEX
 *
 * Only the function named is counted; see tests/bench/codec-table.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../../kmod/codec/cipso.h"
#include "../../kmod/codec/label.h"

static struct clab_label clab_bench_label, clab_bench_out;
static u8 clab_bench_opt[CLAB_OPT_MAX];
static struct clab_doi_def clab_bench_def = {
	.doi = 16, .type = CLAB_DOI_PASS, .nr_tags = 4, .tags = { 1, 2, 5, 128 },
};

static void clab_bench_fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(2);
}

static void clab_bench_tags(const char *tags, const char *label)
{
	struct clab_err err;

	clab_bench_def.nr_tags = 0;
	while (*tags) {
		clab_bench_def.tags[clab_bench_def.nr_tags++] =
			(u8)strtoul(tags, (char **)&tags, 10);
		tags += *tags == ',';
	}
	clab_bench_label.secid = 76;
	if (clab_label_parse(label, strlen(label), &clab_bench_label, &err))
		clab_bench_fail("no label");
	if (clab_bench_def.tags[0] == CLAB_TAG_LOCAL)
		clab_bench_def.type = CLAB_DOI_LOCAL;
}

static void clab_bench_hex(const char *hex)
{
	unsigned int octet;
	size_t i;

	for (i = 0; i < CLAB_OPT_MAX && sscanf(hex + 2 * i, "%2x", &octet) == 1; i++)
		clab_bench_opt[i] = (u8)octet;
	if (i != clab_bench_opt[1])
		clab_bench_fail("no option");
}

static void clab_bench_once(char what)
{
	struct clab_err err;

	if (what == 'e')
		clab_cipso_encode(&clab_bench_def, &clab_bench_label, 0,
				  clab_bench_opt, &err);
	else if (what == 'v')
		clab_cipso_validate(&clab_bench_def, clab_bench_opt,
				    clab_bench_opt[1], CLAB_V_LOOPBACK, &err);
	else
		clab_cipso_decode(&clab_bench_def, clab_bench_opt,
				  clab_bench_opt[1], &clab_bench_out, &err);
}

int main(int argc, char **argv)
{
	struct clab_err err;
	unsigned long rounds;

	if (argc < 4)
		return 2;
	rounds = strtoul(argv[2], NULL, 10);
	if (argc == 4)
		clab_bench_hex(argv[3]);
	else
		clab_bench_tags(argv[3], argv[4]);
	if (argc > 4 && argv[1][0] != 'e' &&
	    clab_cipso_encode(&clab_bench_def, &clab_bench_label, 0, clab_bench_opt,
			      &err) < 0)
		clab_bench_fail("no option for the label");
	while (rounds--)
		clab_bench_once(argv[1][0]);
	return 0;
}
