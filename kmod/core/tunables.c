// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: what can be tuned
 */
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include "core/tunables.h"

#define CLAB_CACHE_BUCKET	10	/* NetLabel's, too */
#define CLAB_CACHE_BUCKET_MAX	1024

#define CLAB_TUNABLE(_name, _def, _max) {			\
	.name = #_name,						\
	.offset = offsetof(struct clab_tunables, _name),	\
	.def = _def,						\
	.max = _max,						\
}

const struct clab_tunable clab_tunable[CLAB_TUNABLES] = {
	CLAB_TUNABLE(cache_enable, 1, 1),
	CLAB_TUNABLE(cache_bucket_size, CLAB_CACHE_BUCKET, CLAB_CACHE_BUCKET_MAX),
	CLAB_TUNABLE(rbm_optfmt, 0, 1),
	CLAB_TUNABLE(rbm_strictvalid, 1, 1),
	CLAB_TUNABLE(validate_strict, 0, 1),
};

/* Each value is an int, and each is in the table. */
static_assert(sizeof(struct clab_tunables) == CLAB_TUNABLES * sizeof(int));

/**
 * clab_tunable_find() - look a value up
 * @name: its name
 *
 * Return: the value, or NULL.
 */
const struct clab_tunable *clab_tunable_find(const char *name)
{
	int i;

	for (i = 0; i < CLAB_TUNABLES; i++)
		if (!strcmp(clab_tunable[i].name, name))
			return &clab_tunable[i];
	return NULL;
}

/**
 * clab_tunables_default() - set all values to their defaults
 * @tun: the values; no packet sees them yet
 */
void clab_tunables_default(struct clab_tunables *tun)
{
	int i;

	for (i = 0; i < CLAB_TUNABLES; i++)
		clab_tunable_set(tun, &clab_tunable[i], clab_tunable[i].def);
}

/**
 * clab_tunables_equal() - whether all values are the same
 * @a: some values
 * @b: others
 *
 * Context: Configuration mutex held.
 * Return: true if they are.
 */
bool clab_tunables_equal(const struct clab_tunables *a, const struct clab_tunables *b)
{
	return !memcmp(a, b, sizeof(*a));
}
