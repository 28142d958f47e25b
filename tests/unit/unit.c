// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: what the unit tests share
 */
#include "unit.h"

static u64 clab_unit_state;

/**
 * clab_unit_random() - the next number of a fixed sequence
 *
 * CLAB_UNIT_SEED in the environment chooses another sequence.
 *
 * Return: 64 bits.
 */
u64 clab_unit_random(void)
{
	const char *seed = getenv("CLAB_UNIT_SEED");

	if (!clab_unit_state)
		clab_unit_state = seed ? strtoull(seed, NULL, 0) | 1 :
					 0x9e3779b97f4a7c15ULL;
	clab_unit_state ^= clab_unit_state << 13;
	clab_unit_state ^= clab_unit_state >> 7;
	clab_unit_state ^= clab_unit_state << 17;
	return clab_unit_state * 0x2545f4914f6cdd1dULL;
}

/**
 * clab_unit_below() - a random number
 * @limit: what it stays below
 *
 * Return: 0 to @limit - 1.
 */
u32 clab_unit_below(u32 limit)
{
	return (u32)((clab_unit_random() >> 32) * limit >> 32);
}

/**
 * clab_unit_rounds() - how many random inputs a test takes
 *
 * Return: CLAB_UNIT_ROUNDS of the environment, else 100000.
 */
unsigned long clab_unit_rounds(void)
{
	const char *rounds = getenv("CLAB_UNIT_ROUNDS");

	return rounds ? strtoul(rounds, NULL, 10) : 100000;
}

/* Where categories lie: by the bits, around their end, or anywhere. */
static u32 clab_unit_cat(unsigned int where)
{
	static const u32 limit[] = { 16, 64, 240, 260, 1024, CLAB_MODEL_CATS };

	return clab_unit_below(limit[where]);
}

/**
 * clab_unit_label() - a random label, of a shape that some tag can carry
 * @label: where it goes
 *
 * Up to 20 runs: of single categories, short or of any length.
 */
void clab_unit_label(struct clab_model_label *label)
{
	unsigned int where = clab_unit_below(6), shape = clab_unit_below(4);
	u32 runs = clab_unit_below(clab_unit_below(4) ? 9 : 21);

	clab_model_clear(label);
	label->level = clab_unit_below(256);
	while (runs--) {
		u32 low = clab_unit_cat(where), high = low;

		if (shape == 1)
			high = low + clab_unit_below(4);
		else if (shape > 1)
			high = low + clab_unit_below(clab_unit_cat(where) + 1);
		for (; low <= high && low < CLAB_MODEL_CATS; low++)
			clab_model_add(label, low);
	}
}
