/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab net: the peer label of a connecting socket
 */
#ifndef _CLAB_NET_CONN_H
#define _CLAB_NET_CONN_H

#include <linux/skbuff.h>

struct clab_net;
struct clab_peer;
struct sock;

struct sock *clab_conn_synack(struct clab_net *cn, struct sk_buff *skb,
			      struct clab_peer *peer);
void clab_conn_deliver(struct clab_net *cn, struct sock *sk);

int clab_conn_init(struct clab_net *cn);
void clab_conn_flush(struct clab_net *cn);
void clab_conn_exit(struct clab_net *cn);

#endif /* _CLAB_NET_CONN_H */
