/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl compare: where scenarios happen
 */
#ifndef _CLAB_COMPARE_GROUND_H
#define _CLAB_COMPARE_GROUND_H

#include <stdbool.h>

#include <cipsolab/port.h>

/**
 * struct clab_ground - a network namespace of its own
 * @own: the program's own namespace, or -1
 * @control: a socket to change devices by
 * @index: of lo
 */
struct clab_ground {
	int own;
	int control;
	int index;
};

int clab_ground_enter(struct clab_ground *ground);
void clab_ground_leave(struct clab_ground *ground);
int clab_ground_mtu(const struct clab_ground *ground, const char *device, u32 mtu, u32 *was);
int clab_ground_set(const char *name, const char *value);

#endif /* _CLAB_COMPARE_GROUND_H */
