// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: what holds for every editing of an option area
 */
#include "unit.h"

/* An area is a list of options; NOPs are options of one octet. */
struct clab_area {
	unsigned int nr;
	struct {
		size_t len;
		u8 octets[CLAB_OPT_MAX];
	} opt[CLAB_OPT_MAX];
};

static void clab_area_random_option(u8 *opt, size_t len)
{
	static const u8 types[] = { 7, 68, 130, 131, 133, 134, 137, 148, 255 };
	size_t i;

	if (len == 1) {
		opt[0] = 1;
		return;
	}
	for (i = 2; i < len; i++)
		opt[i] = (u8)clab_unit_random();
	opt[0] = types[clab_unit_below(sizeof(types))];
	opt[1] = (u8)len;
}

/* A well-formed area of whole words; returns its length. */
static size_t clab_area_random(u8 *area)
{
	size_t len = clab_unit_below(11) * 4, at = 0, size;

	memset(area, 0xa5, CLAB_OPT_MAX);
	while (at < len) {
		if (!clab_unit_below(8))
			break;
		size = 1 + clab_unit_below(clab_unit_below(3) ? 12 : 40);
		if (size > len - at)
			continue;
		clab_area_random_option(area + at, size);
		at += size;
	}
	if (at < len)
		area[at] = 0;
	return len;
}

/* Take an area apart; with skip, options of that type are left out. */
static void clab_area_split(const u8 *area, size_t len, int skip,
			    struct clab_area *out)
{
	size_t at = 0, size;

	out->nr = 0;
	while (at < len && area[at] != 0) {
		size = area[at] == 1 ? 1 : area[at + 1];
		assert_true(size && size <= len - at);
		if (area[at] != skip) {
			out->opt[out->nr].len = size;
			memcpy(out->opt[out->nr++].octets, area + at, size);
		}
		at += size;
	}
	while (out->nr && out->opt[out->nr - 1].len == 1)
		out->nr--;
}

static size_t clab_area_octets(const struct clab_area *area)
{
	size_t octets = 0;
	unsigned int i;

	for (i = 0; i < area->nr; i++)
		octets += area->opt[i].len;
	return octets;
}

static void clab_area_same(const struct clab_area *a, const struct clab_area *b)
{
	unsigned int i;

	assert_int_equal(a->nr, b->nr);
	for (i = 0; i < a->nr; i++) {
		assert_int_equal(a->opt[i].len, b->opt[i].len);
		assert_memory_equal(a->opt[i].octets, b->opt[i].octets,
				    a->opt[i].len);
	}
}

/* Whole words, END to the end of the buffer, no more padding than needed. */
static void clab_area_tidy(const u8 *area, int len, const struct clab_area *parts)
{
	size_t at = clab_area_octets(parts);

	assert_int_equal(len, (at + 3) / 4 * 4);
	for (; at < CLAB_OPT_MAX; at++)
		assert_int_equal(area[at], 0);
}

static void clab_test_remove(void **state)
{
	static struct clab_area want, got;
	unsigned long left = clab_unit_rounds();
	u8 area[CLAB_OPT_MAX], before[CLAB_OPT_MAX];
	struct clab_err err;
	size_t len;
	int out, at;

	(void)state;
	while (left--) {
		len = clab_area_random(area);
		memcpy(before, area, sizeof(area));
		at = clab_opt_next(area, len, 0, CLAB_IPOPT_CIPSO, &err);
		clab_area_split(area, len, CLAB_IPOPT_CIPSO, &want);
		out = clab_opt_remove(area, len, CLAB_IPOPT_CIPSO);
		if (at == -ENOENT) {
			assert_int_equal(out, len);
			assert_memory_equal(area, before, sizeof(area));
			continue;
		}
		clab_area_split(area, (size_t)out, -1, &got);
		clab_area_same(&got, &want);
		clab_area_tidy(area, out, &got);
		assert_int_equal(clab_opt_find(area, (size_t)out,
					       CLAB_IPOPT_CIPSO, &err), -ENOENT);
	}
}

static void clab_test_replace(void **state)
{
	static struct clab_area want, got;
	unsigned long left = clab_unit_rounds(), done = 0, full = 0;
	u8 area[CLAB_OPT_MAX], before[CLAB_OPT_MAX], opt[CLAB_OPT_MAX];
	struct clab_err err;
	size_t len, size;
	int out;

	(void)state;
	while (left--) {
		len = clab_area_random(area);
		memcpy(before, area, sizeof(area));
		size = 2 + clab_unit_below(39);
		clab_area_random_option(opt, size);
		opt[0] = CLAB_IPOPT_CIPSO;
		clab_area_split(area, len, CLAB_IPOPT_CIPSO, &want);
		out = clab_opt_replace(area, len, opt, size);
		if (clab_area_octets(&want) + size > CLAB_OPT_MAX) {
			assert_int_equal(out, -ENOSPC);
			assert_memory_equal(area, before, sizeof(area));
			full++;
			continue;
		}
		assert_int_equal(clab_opt_find(area, (size_t)out,
					       CLAB_IPOPT_CIPSO, &err), 0);
		assert_memory_equal(area, opt, size);
		clab_area_split(area, (size_t)out, CLAB_IPOPT_CIPSO, &got);
		clab_area_same(&got, &want);
		clab_area_split(area, (size_t)out, -1, &got);
		clab_area_tidy(area, out, &got);
		done++;
	}
	assert_true(done > 100 && full > 100);
}

/* Taking out what was put in gives what was there, save padding. */
static void clab_test_inverse(void **state)
{
	static struct clab_area want, got;
	unsigned long left = clab_unit_rounds();
	u8 area[CLAB_OPT_MAX], opt[CLAB_OPT_MAX];
	size_t len, size;
	int out;

	(void)state;
	while (left--) {
		len = clab_area_random(area);
		clab_area_split(area, len, CLAB_IPOPT_CIPSO, &want);
		size = 2 + clab_unit_below(39);
		clab_area_random_option(opt, size);
		opt[0] = CLAB_IPOPT_CIPSO;
		out = clab_opt_replace(area, len, opt, size);
		if (out < 0)
			continue;
		out = clab_opt_remove(area, (size_t)out, CLAB_IPOPT_CIPSO);
		assert_true(out >= 0);
		clab_area_split(area, (size_t)out, -1, &got);
		clab_area_same(&got, &want);
	}
}

/* Any octets: the walk ends inside the area, and a refused edit changes nothing. */
static void clab_test_any(void **state)
{
	unsigned long left = clab_unit_rounds() * 4;
	u8 area[CLAB_OPT_MAX], before[CLAB_OPT_MAX], *exact;
	struct clab_err err;
	size_t len, i;
	int at;

	(void)state;
	while (left--) {
		len = clab_unit_below(CLAB_OPT_MAX + 1);
		for (i = 0; i < CLAB_OPT_MAX; i++)
			area[i] = clab_unit_below(3) ? (u8)clab_unit_below(12) :
				  clab_unit_below(3) ? CLAB_IPOPT_CIPSO :
				  (u8)clab_unit_random();
		/* In a block of just this size a read beyond it is seen. */
		exact = malloc(len ? len : 1);
		assert_non_null(exact);
		memcpy(exact, area, len);
		at = clab_opt_find(exact, len, CLAB_IPOPT_CIPSO, &err);
		free(exact);
		if (at >= 0)
			assert_true((size_t)at + area[at + 1] <= len);
		else if (at == -EINVAL)
			assert_true(err.offset < len);
		else
			assert_int_equal(at, -ENOENT);
		memcpy(before, area, sizeof(area));
		at = clab_opt_remove(area, len, CLAB_IPOPT_CIPSO);
		if (at < 0)
			assert_memory_equal(area, before, sizeof(area));
	}
	assert_int_equal(clab_opt_remove(area, CLAB_OPT_MAX + 1, 134), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clab_test_remove),
		cmocka_unit_test(clab_test_replace),
		cmocka_unit_test(clab_test_inverse),
		cmocka_unit_test(clab_test_any),
	};

	return cmocka_run_group_tests_name("opt", tests, NULL, NULL);
}
