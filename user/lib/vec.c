// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: arrays that grow
 */
#include <stdlib.h>
#include <string.h>

#include <cipsolab/cipsolab.h>

/* Room is doubled when the number of entries reaches a power of two */
static int clab_vec_room(struct clab_vec *vec, size_t size)
{
	void *items;

	if (vec->nr & (vec->nr - 1))
		return 0;
	items = reallocarray(vec->items, vec->nr ? vec->nr * 2 : 1, size);
	if (!items)
		return -1;
	vec->items = items;
	return 0;
}

/**
 * clab_vec_add() - add an entry
 * @vec: the array
 * @size: size of an entry, the same in every call
 *
 * Return: the new entry, all zero, or NULL when memory is short. Pointers to
 * the other entries are no longer good.
 */
void *clab_vec_add(struct clab_vec *vec, size_t size)
{
	if (clab_vec_room(vec, size))
		return NULL;
	return memset((char *)vec->items + vec->nr++ * size, 0, size);
}

/**
 * clab_vec_clear() - remove all entries
 * @vec: the array
 *
 * What the entries point to is the caller's.
 */
void clab_vec_clear(struct clab_vec *vec)
{
	free(vec->items);
	memset(vec, 0, sizeof(*vec));
}
