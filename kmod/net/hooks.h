/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: where packets come from
 */
#ifndef _CLAB_NET_HOOKS_H
#define _CLAB_NET_HOOKS_H

struct clab_net;

int clab_hooks_up(struct clab_net *cn);
int clab_hooks_need(struct clab_net *cn, bool v6, bool guard);
void clab_hooks_trim(struct clab_net *cn);
void clab_hooks_sync(struct clab_net *cn);
void clab_hooks_exit(struct clab_net *cn);

#endif /* _CLAB_NET_HOOKS_H */
