/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: packets that the LSM refuses for their label
 */
#ifndef _CLAB_NET_DENIED_H
#define _CLAB_NET_DENIED_H

int clab_denied_watch(void);
void clab_denied_unwatch(void);

#endif /* _CLAB_NET_DENIED_H */
