/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: arrays that grow
 */
#ifndef _CLAB_VEC_H
#define _CLAB_VEC_H

#include <stddef.h>

/**
 * struct clab_vec - an array that grows
 * @items: the entries
 * @nr: how many
 *
 * All zero is an empty one.
 */
struct clab_vec {
	void *items;
	size_t nr;
};

void *clab_vec_add(struct clab_vec *vec, size_t size);
void clab_vec_clear(struct clab_vec *vec);

#endif /* _CLAB_VEC_H */
