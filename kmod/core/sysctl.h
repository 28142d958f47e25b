/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab core: what can be tuned, as files
 */
#ifndef _CLAB_CORE_SYSCTL_H
#define _CLAB_CORE_SYSCTL_H

struct clab_net;
struct clab_tunable;
struct ctl_table;
struct ctl_table_header;

/**
 * struct clab_sysctl - the files that show struct clab_tunables
 * @table: their table
 * @header: its registration
 */
struct clab_sysctl {
	struct ctl_table *table;
	struct ctl_table_header *header;
};

int clab_sysctl_init(struct clab_net *cn);
void clab_sysctl_exit(struct clab_net *cn);
void clab_sysctl_on_change(void (*changed)(struct clab_net *cn,
					   const struct clab_tunable *which));

#endif /* _CLAB_CORE_SYSCTL_H */
