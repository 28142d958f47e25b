// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab net: the label of a connection that is being accepted
 *
 * A request has it, as a rule. The SYN-ACK of a SYN cookie leaves no request, and
 * SCTP and DCCP answer from the listening socket: the LSM is asked then what a
 * request would have got, of the listener and the peer label of the packet that is
 * being answered.
 */
#include <linux/netdevice.h>
#include <linux/tcp.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/sock.h>

#include "compat/compat.h"
#include "core/netns.h"
#include "lsm/label.h"
#include "lsm/peer.h"
#include "net/accept.h"
#include "net/reply.h"

/* The listener that a SYN-ACK without a socket speaks for. */
static const struct sock *clab_accept_cookie(const struct clab_net *cn,
					     const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	struct tcphdr hdr, *th;

	if (iph->protocol != IPPROTO_TCP || ip_is_fragment(iph))
		return NULL;
	th = skb_header_pointer(skb, skb_network_offset(skb) + ip_hdrlen(skb), sizeof(hdr),
				&hdr);
	if (!th || !th->syn || !th->ack)
		return NULL;
	return clab_compat_lookup_listener(cn->net, iph->daddr, th->dest, iph->saddr,
					   th->source, skb_dst(skb)->dev->ifindex);
}

/*
 * A socket of many associations sends under its own label, and so do the packets
 * by which one is made.
 */
static const struct sock *clab_accept_listener(const struct clab_net *cn,
					       const struct sk_buff *skb)
{
	const struct sock *sk = skb->sk;

	if (!sk)
		return clab_accept_cookie(cn, skb);
	return sk->sk_type == SOCK_SEQPACKET ? NULL : sk;
}

/**
 * clab_accept_secid() - the label of the connection that a packet helps to accept
 * @cn: the namespace
 * @skb: an outgoing packet of a listening socket, or of no socket
 * @secid: where the label goes
 *
 * Context: LOCAL_OUT, RCU read section.
 * Return: false if it is no such packet: nothing that a listener answers.
 */
bool clab_accept_secid(const struct clab_net *cn, const struct sk_buff *skb, u32 *secid)
{
	const struct sock *listener = clab_accept_listener(cn, skb);
	struct clab_reply_label reply;
	struct clab_peer *peer;

	if (!listener || !clab_reply_match(cn, skb, &reply))
		return false;
	peer = clab_peer_get_rcu(reply.secid);
	if (IS_ERR(peer))
		return false;
	*secid = clab_label_conn_secid(listener, peer->tmpl, ip_hdr(skb)->daddr);
	return *secid != 0;
}
