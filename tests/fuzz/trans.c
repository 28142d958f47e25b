// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab fuzz: translation
 *
 *	octet 0		how many mappings follow, and whether to look at the bitmap
 *	5 octets each	the first number, what it becomes, how many more do
 *	octets, by 3	the label's level, then runs of categories
 *
 * The tables are compared with a list that has one place for each number.
 */
#include "../../kmod/codec/label.h"
#include "../../kmod/codec/trans.h"
#include "fuzz.h"

/* What is here is not what is to be covered, and is the slower part. */
#pragma clang attribute push(__attribute__((no_sanitize("coverage"))), apply_to = function)

#define CLAB_TRANS_NUMBERS	288	/* that can be mapped */
#define CLAB_TRANS_NONE		(~0U)

static u32 clab_trans_to[CLAB_TRANS_NUMBERS];
static u32 clab_trans_want[CLAB_TRANS_NUMBERS];
static struct clab_label clab_trans_from, clab_trans_got;

static void clab_trans_map(struct clab_fuzz_input *in)
{
	u32 from = clab_fuzz_u16(in), to = clab_fuzz_u16(in), more = clab_fuzz_u8(in);

	/* What a number becomes can be as high as a label has it. */
	if (from & 0x8000)
		to <<= 15;
	for (from %= CLAB_TRANS_NUMBERS;; from++, to++) {
		if (from == CLAB_TRANS_NUMBERS)
			return;
		clab_trans_to[from] = to;
		if (!more--)
			return;
	}
}

static u32 clab_trans_model(u32 from)
{
	return from < CLAB_TRANS_NUMBERS ? clab_trans_to[from] : CLAB_TRANS_NONE;
}

/* Return: runs in memory of exactly their size. */
static struct clab_run *clab_trans_runs(struct clab_runs *runs)
{
	static struct clab_trans_pair pair[CLAB_TRANS_NUMBERS];
	struct clab_run *run;
	u32 i, nr = 0;

	for (i = 0; i < CLAB_TRANS_NUMBERS; i++)
		if (clab_trans_to[i] != CLAB_TRANS_NONE)
			pair[nr++] = (struct clab_trans_pair){ i, clab_trans_to[i] };
	run = malloc(nr * sizeof(*run));
	clab_fuzz_must(run);
	runs->nr = clab_runs_build(run, pair, nr);
	clab_fuzz_must(runs->nr <= nr);
	runs->run = run;
	return run;
}

static void clab_trans_number(const struct clab_runs *runs, u32 from, u32 until)
{
	const struct clab_run *run = clab_runs_find(runs, from);
	u32 to = clab_trans_model(from);

	clab_fuzz_must((to == CLAB_TRANS_NONE) == !run);
	if (!run)
		return;
	clab_fuzz_must(run->to + (from - run->from) == to);
	clab_fuzz_must(clab_runs_cover(runs, from, until));
	clab_fuzz_must(!clab_runs_cover(runs, from, until + 1));
}

static void clab_trans_bits(struct clab_trans *trans)
{
	u32 cat;

	clab_trans_bitmap(trans);
	for (cat = 0; cat < 8 * CLAB_TRANS_OCTETS; cat++)
		clab_fuzz_must((clab_trans_to[cat] == CLAB_TRANS_NONE) ==
			       !(trans->bitmap[cat / 8] & 0x80 >> cat % 8));
}

/* The numbers at which something begins or ends, and how far the mapped ones go
 * on.
 */
static void clab_trans_numbers(const struct clab_trans *trans)
{
	u32 from, until = 0, to, next = CLAB_TRANS_NONE;

	for (from = CLAB_TRANS_NUMBERS + 1; from--; next = to) {
		to = clab_trans_model(from);
		if (next == CLAB_TRANS_NONE)
			until = from;
		if (next != to + 1 || from == 0)
			clab_trans_number(&trans->cat_in, from, until);
	}
}

static int clab_trans_order(const void *a, const void *b)
{
	u32 left = *(const u32 *)a, right = *(const u32 *)b;

	return left < right ? -1 : left > right;
}

/* What the label's categories become, in order, each once; returns how many, or
 * -1 when one is not mapped.
 */
static int clab_trans_expect(void)
{
	struct clab_catrange run;
	int i, nr = 0, once = 0;
	u32 from = 0;

	for (; clab_catset_next(&clab_trans_from.cats, from, &run); from = run.high + 1) {
		if (run.high >= CLAB_TRANS_NUMBERS)
			return -1;
		for (; run.low <= run.high; run.low++) {
			clab_trans_want[nr] = clab_trans_to[run.low];
			if (clab_trans_want[nr++] == CLAB_TRANS_NONE)
				return -1;
		}
	}
	qsort(clab_trans_want, (size_t)nr, sizeof(*clab_trans_want), clab_trans_order);
	for (i = 0; i < nr; i++)
		if (!i || clab_trans_want[i] != clab_trans_want[i - 1])
			clab_trans_want[once++] = clab_trans_want[i];
	return once;
}

/* The categories got are those wanted, one by one. */
static void clab_trans_compare(int nr)
{
	struct clab_catrange run;
	u32 from = 0;
	int i = 0;

	for (; clab_catset_next(&clab_trans_got.cats, from, &run); from = run.high + 1)
		for (; run.low <= run.high; run.low++, i++)
			clab_fuzz_must(i < nr && clab_trans_want[i] == run.low);
	clab_fuzz_must(i == nr);
}

static void clab_trans_label(const struct clab_trans *trans, bool in)
{
	u32 level = clab_trans_model(clab_trans_from.level);
	struct clab_err err = { 0 };
	int rc, nr;

	memset(&clab_trans_got, 0xa5, sizeof(clab_trans_got));
	rc = in ? clab_trans_in(trans, &clab_trans_from, &clab_trans_got, &err) :
		  clab_trans_out(trans, &clab_trans_from, &clab_trans_got, &err);
	if (level == CLAB_TRANS_NONE) {
		clab_fuzz_must(rc == -EPERM && err.reason == CLAB_R_LEVEL);
		clab_fuzz_must(err.offset == (in ? 9 : 0));
		return;
	}
	nr = clab_trans_expect();
	if (rc == -ENOSPC) {
		clab_fuzz_must(err.reason == CLAB_R_NOSPACE);
		clab_fuzz_must(nr < 0 || nr > CLAB_CATSET_RANGES);
		return;
	}
	clab_fuzz_must(rc == (nr < 0 ? -EPERM : 0));
	if (rc) {
		clab_fuzz_must(err.reason == CLAB_R_CAT && err.offset == (in ? 10 : 0));
		return;
	}
	clab_fuzz_must(clab_trans_got.level == level);
	clab_trans_compare(nr);
}

static bool clab_trans_make(struct clab_fuzz_input *in)
{
	u32 low;

	memset(&clab_trans_from, 0xa5, sizeof(clab_trans_from));
	clab_catset_init(&clab_trans_from.cats);
	clab_trans_from.kind = CLAB_LABEL_MLS;
	clab_trans_from.level = clab_fuzz_u16(in);
	while (in->len) {
		low = clab_fuzz_u16(in) % (CLAB_TRANS_NUMBERS + 1);
		if (clab_catset_add(&clab_trans_from.cats, low, low + clab_fuzz_u8(in) % 128))
			return false;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct clab_fuzz_input in = { data, size };
	struct clab_trans trans = { 0 };
	struct clab_run *run;
	u8 head, nr;

	memset(clab_trans_to, 0xff, sizeof(clab_trans_to));
	head = clab_fuzz_u8(&in);
	for (nr = head % 16; nr && in.len; nr--)
		clab_trans_map(&in);
	run = clab_trans_runs(&trans.cat_in);
	trans.cat_out = trans.cat_in;
	trans.level_in = trans.cat_in;
	trans.level_out = trans.cat_in;
	if (head & 0x80)
		clab_trans_bits(&trans);
	clab_trans_numbers(&trans);
	if (clab_trans_make(&in))
		clab_trans_label(&trans, head & 0x40);
	free(run);
	return 0;
}

#pragma clang attribute pop
