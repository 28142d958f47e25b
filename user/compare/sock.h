/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl compare: sockets with labels
 */
#ifndef _CLAB_COMPARE_SOCK_H
#define _CLAB_COMPARE_SOCK_H

#include <netinet/in.h>

#include "compare/watch.h"

/* How long is waited for what may not come: so often, for so many milliseconds.
 * Not once for the whole time: on a machine that is late with everything, what is
 * waited for must get its turns, too.
 */
#define CLAB_WAIT_TURNS	12
#define CLAB_WAIT_MS	8

int clab_sock_label(const char *context);
int clab_sock_open(const char *context, int type, int protocol);
struct sockaddr_in clab_sock_addr(u32 addr, u16 port);
int clab_sock_bind(int fd, u32 addr, u16 port);
bool clab_sock_wait(int fd, short events, struct clab_watch *watch, bool errors);
char *clab_sock_peer(int fd);
int clab_sock_take(int fd, char **label, struct sockaddr_in *from);
void clab_sock_close(int *fd);

#endif /* _CLAB_COMPARE_SOCK_H */
