// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: address selectors against a list that is searched one by one
 *
 * Selectors are added, replaced and removed at random, in an order and of a kind
 * that makes nodes of every size; memory runs out now and then. After each step
 * look-ups must find what the list says, and the listing must be in order.
 */
#include "unit.h"

#include "core/addrsel.h"
#include "core/epoch.h"

#define CLAB_MODEL_SELECTORS	400

/**
 * struct clab_model_selector - a selector as the list has it
 * @prefix: its prefix
 * @proto: what tells it from others
 * @seq: grows along the order of configuration
 */
struct clab_model_selector {
	struct clab_prefix prefix;
	u32 proto;
	u32 seq;
};

/**
 * struct clab_shape - what selectors are like
 * @bits: of an address
 * @first: shortest prefix
 * @last: longest prefix
 * @whole: only prefixes that end with an octet
 * @spread: different values of an octet
 */
struct clab_shape {
	u8 bits, first, last;
	bool whole;
	unsigned int spread;
};

static const struct clab_shape clab_shapes[] = {
	{ 32, 0, 32, false, 256 },
	{ 32, 0, 32, false, 3 },
	{ 32, 20, 32, false, 2 },
	{ 32, 24, 24, true, 256 },
	{ 32, 16, 24, false, 1 },
	{ 32, 8, 32, true, 16 },
	{ 128, 0, 128, false, 4 },
	{ 128, 0, 128, false, 1 },
	{ 128, 120, 128, false, 256 },
	{ 128, 48, 64, true, 2 },
};

static struct clab_model_selector clab_model[CLAB_MODEL_SELECTORS];
static unsigned int clab_model_nr;
static u32 clab_last;

atomic64_t clab_epoch_now;

/* Allocations until one fails, 0: none does. */
static unsigned int clab_test_fail;

void *clab_test_alloc(size_t size)
{
	if (clab_test_fail && !--clab_test_fail)
		return NULL;
	return calloc(1, size);
}

void clab_hits_free(struct clab_hits *hits)
{
	assert_null(hits->cpu);
}

static void clab_test_address(const struct clab_shape *shape, u8 *addr)
{
	unsigned int i;

	memset(addr, 0, 16);
	for (i = 0; i < shape->bits / 8; i++)
		addr[i] = (u8)(clab_unit_below(shape->spread) * 257 / shape->spread);
	/* One octet of all is what differs where the others do not. */
	if (shape->spread == 1)
		addr[(shape->last - 1) / 8] = (u8)clab_unit_below(256);
}

static void clab_test_prefix(const struct clab_shape *shape, struct clab_prefix *prefix)
{
	clab_test_address(shape, prefix->addr);
	prefix->len = (u8)(shape->first +
			   clab_unit_below(shape->last - shape->first + 1u));
	if (shape->whole)
		prefix->len &= 0xf8;
}

static bool clab_model_covers(const struct clab_prefix *prefix, const u8 *addr)
{
	unsigned int bit;

	for (bit = 0; bit < prefix->len; bit++)
		if ((prefix->addr[bit / 8] ^ addr[bit / 8]) & 0x80 >> bit % 8)
			return false;
	return true;
}

static struct clab_model_selector *clab_model_find(const u8 *addr)
{
	struct clab_model_selector *best = NULL;
	unsigned int i;

	for (i = 0; i < clab_model_nr; i++)
		if (clab_model_covers(&clab_model[i].prefix, addr) &&
		    (!best || best->prefix.len < clab_model[i].prefix.len))
			best = &clab_model[i];
	return best;
}

static struct clab_model_selector *clab_model_exact(const struct clab_prefix *prefix)
{
	unsigned int i;

	for (i = 0; i < clab_model_nr; i++)
		if (clab_model[i].prefix.len == prefix->len &&
		    clab_model_covers(prefix, clab_model[i].prefix.addr))
			return &clab_model[i];
	return NULL;
}

static void clab_check_find(const struct clab_addrsel *set, const u8 *addr)
{
	const struct clab_model_selector *want = clab_model_find(addr);
	const struct clab_selector *sel = clab_addrsel_find_rcu(set, addr);

	assert_int_equal(!sel, !want);
	if (sel)
		assert_int_equal(sel->target.proto, want->proto);
}

/* Addresses at random, and the ends of what there is. */
static void clab_check_finds(const struct clab_shape *shape, const struct clab_addrsel *set)
{
	const struct clab_prefix *prefix;
	unsigned int i, n;
	u8 addr[16];

	for (n = 0; n < 8; n++) {
		clab_test_address(shape, addr);
		clab_check_find(set, addr);
		if (!clab_model_nr)
			continue;
		prefix = &clab_model[clab_unit_below(clab_model_nr)].prefix;
		memcpy(addr, prefix->addr, sizeof(addr));
		clab_check_find(set, addr);
		for (i = prefix->len; i < shape->bits; i++)
			addr[i / 8] |= 0x80 >> i % 8;
		clab_check_find(set, addr);
		if (!prefix->len)
			continue;
		addr[(prefix->len - 1) / 8] ^= 0x80 >> (prefix->len - 1) % 8;
		clab_check_find(set, addr);
	}
}

static void clab_check_list(struct clab_addrsel *set)
{
	const struct clab_model_selector *want;
	struct clab_selector *sel = NULL;
	unsigned int nr = 0, len = 128;
	u32 seq = 0;

	while ((sel = clab_addrsel_next(set, sel))) {
		want = clab_model_exact(&sel->prefix);
		assert_non_null(want);
		assert_int_equal(sel->target.proto, want->proto);
		assert_ptr_equal(clab_addrsel_exact(set, &sel->prefix), sel);
		assert_true(sel->prefix.len < len || (sel->prefix.len == len && want->seq > seq));
		len = sel->prefix.len;
		seq = want->seq;
		nr++;
	}
	assert_int_equal(nr, clab_model_nr);
	assert_int_equal(set->count, clab_model_nr);
}

static void clab_step_add(const struct clab_shape *shape, struct clab_addrsel *set)
{
	struct clab_target target = { .proto = ++clab_last };
	struct clab_model_selector *new, *there;
	struct clab_prefix prefix;
	int ret;

	if (clab_model_nr == CLAB_MODEL_SELECTORS)
		return;
	clab_test_prefix(shape, &prefix);
	there = clab_model_exact(&prefix);
	clab_test_fail = clab_unit_below(4) ? 0 : 1 + clab_unit_below(2);
	ret = clab_addrsel_add(set, &prefix, &target);
	if (there)
		assert_int_equal(ret, -EEXIST);
	else if (ret)
		assert_int_equal(clab_test_fail, 0);
	clab_test_fail = 0;
	if (ret)
		return;
	new = &clab_model[clab_model_nr++];
	clab_prefix_mask(&prefix);
	new->prefix = prefix;
	new->proto = target.proto;
	new->seq = clab_last;
}

static void clab_step_remove(struct clab_addrsel *set)
{
	unsigned int i;

	if (!clab_model_nr)
		return;
	i = clab_unit_below(clab_model_nr);
	clab_selector_free_rcu(clab_addrsel_remove(set, &clab_model[i].prefix));
	clab_model[i] = clab_model[--clab_model_nr];
}

static void clab_step_replace(const struct clab_shape *shape, struct clab_addrsel *set)
{
	struct clab_target target = { .proto = ++clab_last };
	struct clab_model_selector *there;
	struct clab_prefix prefix;

	clab_test_prefix(shape, &prefix);
	if (clab_model_nr && clab_unit_below(2))
		prefix = clab_model[clab_unit_below(clab_model_nr)].prefix;
	there = clab_model_exact(&prefix);
	assert_int_equal(clab_addrsel_replace(set, &prefix, &target), there ? 0 : -ENOENT);
	if (there)
		there->proto = target.proto;
	else
		assert_null(clab_addrsel_remove(set, &prefix));
}

/* Sets grow, shrink and grow again. */
static void clab_test_shape(const struct clab_shape *shape)
{
	struct clab_addrsel *set = clab_addrsel_alloc(shape->bits);
	unsigned long step, steps = clab_unit_rounds() / 40;
	unsigned int what, grow;

	clab_model_nr = 0;
	for (step = 0; step < steps; step++) {
		grow = step / 400 % 2 ? 3 : 6;
		what = clab_unit_below(10);
		if (what < grow)
			clab_step_add(shape, set);
		else if (what < 9)
			clab_step_remove(set);
		else
			clab_step_replace(shape, set);
		clab_check_finds(shape, set);
		if (step % 16 == 0)
			clab_check_list(set);
	}
	clab_check_list(set);
	if (clab_unit_below(2))
		while (clab_model_nr)
			clab_step_remove(set);
	clab_check_list(set);
	clab_addrsel_free(set);
}

static void clab_test_shapes(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < sizeof(clab_shapes) / sizeof(*clab_shapes); i++)
		clab_test_shape(&clab_shapes[i]);
}

/* Every value of an octet, and every prefix that ends in it. */
static void clab_test_full(void **state)
{
	struct clab_addrsel *set = clab_addrsel_alloc(32);
	struct clab_prefix prefix = { .addr = { 10, 20 } };
	struct clab_target target = {};
	unsigned int value;
	u8 addr[16] = { 10, 20 };

	(void)state;
	for (prefix.len = 17; prefix.len <= 24; prefix.len++)
		for (value = 0; value < 256; value += 1u << (24 - prefix.len)) {
			prefix.addr[2] = (u8)value;
			target.proto = prefix.len;
			assert_int_equal(clab_addrsel_add(set, &prefix, &target), 0);
		}
	assert_int_equal(set->count, 510);
	/* The longest first, so that each time the next wider one comes to light. */
	for (prefix.len = 24; prefix.len >= 17; prefix.len--) {
		for (value = 0; value < 256; value++) {
			addr[2] = (u8)value;
			assert_int_equal(clab_addrsel_find_rcu(set, addr)->target.proto,
					 prefix.len);
		}
		for (value = 0; value < 256; value += 1u << (24 - prefix.len)) {
			prefix.addr[2] = (u8)value;
			clab_selector_free_rcu(clab_addrsel_remove(set, &prefix));
		}
	}
	assert_null(clab_addrsel_find_rcu(set, addr));
	assert_int_equal(set->count, 0);
	clab_addrsel_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clab_test_shapes),
		cmocka_unit_test(clab_test_full),
	};

	return cmocka_run_group_tests_name("addrsel", tests, NULL, NULL);
}
