/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl compare: its commands
 */
#ifndef _CLAB_COMPARE_COMPARE_H
#define _CLAB_COMPARE_COMPARE_H

int clab_cmd_compare_traffic(int argc, char **argv);

#endif /* _CLAB_COMPARE_COMPARE_H */
