// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: telling those who listen what was changed and what was dropped
 *
 * Nothing is written unless somebody listens. Labels are the host's: a namespace
 * of another user namespace is told nothing.
 */
#include <linux/ip.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/user_namespace.h>
#include <net/ipv6.h>

#include "core/netns.h"
#include "nl/nl.h"
#include "nl/nl_lab.h"

#define CLAB_LAB_DROP_BURST	1000	/* records a second */
#define CLAB_LAB_EVENT_ROOM	(CLAB_DOMAIN_MAX + 256)
#define CLAB_LAB_DROP_ROOM	256

static DEFINE_MUTEX(clab_lab_event_lock); /* guards clab_lab_events */
static bool clab_lab_events; /* the family is registered */

static void clab_lab_event_switch(bool on)
{
	mutex_lock(&clab_lab_event_lock);
	clab_lab_events = on;
	mutex_unlock(&clab_lab_event_lock);
}

static bool clab_lab_heard(struct clab_net *cn, unsigned int group)
{
	return cn->net->user_ns == &init_user_ns &&
	       genl_has_listeners(&clab_nl_lab, cn->net, group);
}

/* What the entry of an event is made of; key and label, tun and tunable go together. */
struct clab_lab_what {
	const struct clab_map_req *map;
	const struct clab_doi_def *doi;
	const struct clab_unlbl_key *key;
	const struct clab_unlbl_label *label;
	const struct clab_tunables *tun;
	const struct clab_tunable *tunable;
	const bool *accept;
};

static int clab_lab_event_entry(struct sk_buff *skb, const struct clab_lab_what *what)
{
	if (what->map)
		return clab_lab_put_map_req(skb, CLAB_LAB_V_ENTRY, what->map);
	if (what->doi)
		return clab_lab_put_doi(skb, CLAB_LAB_V_ENTRY, what->doi);
	if (what->key)
		return clab_lab_put_static(skb, CLAB_LAB_V_ENTRY, what->key->name,
					   what->key->family, &what->key->prefix, what->label);
	if (what->tunable)
		return clab_lab_put_tunable(skb, CLAB_LAB_V_ENTRY, what->tun, what->tunable);
	if (what->accept)
		return clab_lab_put_accept(skb, CLAB_LAB_V_ENTRY, *what->accept);
	return 0;
}

static int clab_lab_event_fill(struct sk_buff *skb, u32 generation, enum clab_lab_event event,
			       const struct clab_lab_what *what)
{
	char comm[TASK_COMM_LEN];
	struct nlattr *nest;

	get_task_comm(comm, current);
	if (nla_put_u32(skb, CLAB_LAB_A_GENERATION, generation))
		return -EMSGSIZE;
	nest = nla_nest_start(skb, CLAB_LAB_A_EVENT);
	if (!nest ||
	    nla_put_u8(skb, CLAB_LAB_V_EVENT, event) ||
	    nla_put_u32(skb, CLAB_LAB_V_PID, task_tgid_nr(current)) ||
	    nla_put_u32(skb, CLAB_LAB_V_UID, from_kuid(&init_user_ns, current_uid())) ||
	    nla_put_string(skb, CLAB_LAB_V_COMM, comm) ||
	    clab_lab_event_entry(skb, what))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Who listens is told that there was more, as when a socket's buffer is full. */
static void clab_lab_event_lost(struct clab_net *cn)
{
	genl_set_err(&clab_nl_lab, cn->net, 0, CLAB_LAB_GROUPNR_CONFIG, -ENOBUFS);
}

static void clab_lab_event_send(struct clab_net *cn, enum clab_lab_event event,
				const struct clab_lab_what *what)
{
	struct sk_buff *skb;
	void *hdr;

	if (!clab_lab_heard(cn, CLAB_LAB_GROUPNR_CONFIG))
		return;
	skb = genlmsg_new(CLAB_LAB_EVENT_ROOM + (what->label ? what->label->len : 0), GFP_KERNEL);
	if (!skb) {
		clab_lab_event_lost(cn);
		return;
	}
	hdr = genlmsg_put(skb, 0, 0, &clab_nl_lab, 0, CLAB_LAB_C_EVENT_CONFIG);
	if (!hdr || clab_lab_event_fill(skb, clab_net_config(cn)->generation, event, what)) {
		nlmsg_free(skb);
		clab_lab_event_lost(cn);
		return;
	}
	genlmsg_end(skb, hdr);
	genlmsg_multicast_netns(&clab_nl_lab, cn->net, skb, 0, CLAB_LAB_GROUPNR_CONFIG,
				GFP_KERNEL);
}

/**
 * clab_lab_event() - tell that all was replaced or removed
 * @cn: the namespace
 * @event: what was done
 *
 * Context: Process, may sleep; configuration mutex held.
 */
void clab_lab_event(struct clab_net *cn, enum clab_lab_event event)
{
	const struct clab_lab_what what = {};

	clab_lab_event_send(cn, event, &what);
}

/**
 * clab_lab_event_map() - tell what was done to a mapping
 * @cn: the namespace
 * @event: what was done
 * @req: the mapping; without a protocol all of its domain
 *
 * Context: Process, may sleep; configuration mutex held.
 */
void clab_lab_event_map(struct clab_net *cn, enum clab_lab_event event,
			const struct clab_map_req *req)
{
	const struct clab_lab_what what = { .map = req };

	clab_lab_event_send(cn, event, &what);
}

/**
 * clab_lab_event_doi() - tell what was done to a DOI
 * @cn: the namespace
 * @event: what was done
 * @def: its definition, or only the number
 *
 * Context: Process, may sleep; configuration mutex held.
 */
void clab_lab_event_doi(struct clab_net *cn, enum clab_lab_event event,
			const struct clab_doi_def *def)
{
	const struct clab_lab_what what = { .doi = def };

	clab_lab_event_send(cn, event, &what);
}

/**
 * clab_lab_event_accept() - tell whether unlabeled packets are accepted now
 * @cn: the namespace
 * @accept: whether they are
 *
 * Context: Process, may sleep; configuration mutex held.
 */
void clab_lab_event_accept(struct clab_net *cn, bool accept)
{
	const struct clab_lab_what what = { .accept = &accept };

	clab_lab_event_send(cn, CLAB_LAB_EVENT_SET, &what);
}

/**
 * clab_lab_event_static() - tell what was done to a static label
 * @cn: the namespace
 * @event: what was done
 * @key: what the label is for
 * @label: the label
 *
 * Context: Process, may sleep; configuration mutex held.
 */
void clab_lab_event_static(struct clab_net *cn, enum clab_lab_event event,
			   const struct clab_unlbl_key *key, const struct clab_unlbl_label *label)
{
	const struct clab_lab_what what = { .key = key, .label = label };

	clab_lab_event_send(cn, event, &what);
}

/**
 * clab_lab_event_sysctl() - tell that a setting was changed by its file
 * @cn: the namespace
 * @which: the setting
 *
 * The files are there before the family is and after it.
 *
 * Context: Process, may sleep; configuration mutex held.
 */
void clab_lab_event_sysctl(struct clab_net *cn, const struct clab_tunable *which)
{
	const struct clab_lab_what what = {
		.tun = &clab_net_config(cn)->tun,
		.tunable = which,
	};

	mutex_lock(&clab_lab_event_lock);
	if (clab_lab_events)
		clab_lab_event_send(cn, CLAB_LAB_EVENT_SET, &what);
	mutex_unlock(&clab_lab_event_lock);
}

/* May one more record be written in this second? If so, *lost were left out. */
static bool clab_lab_drop_may(struct clab_net *cn, u32 *lost)
{
	struct clab_drop_limit *limit = &cn->drop_limit;
	bool may;

	spin_lock_bh(&limit->lock);
	if (time_after(jiffies, limit->since + HZ)) {
		limit->since = jiffies;
		limit->burst = 0;
	}
	may = limit->burst < CLAB_LAB_DROP_BURST;
	*lost = limit->lost;
	limit->burst += may;
	limit->lost = may ? 0 : limit->lost + 1;
	spin_unlock_bh(&limit->lock);
	return may;
}

/* Records that could not be written, with those left out before. */
static void clab_lab_drop_lost(struct clab_net *cn, u32 lost)
{
	spin_lock_bh(&cn->drop_limit.lock);
	cn->drop_limit.lost += lost;
	spin_unlock_bh(&cn->drop_limit.lock);
}

static int clab_lab_drop_packet6(struct sk_buff *msg, const struct sk_buff *skb)
{
	const struct ipv6hdr *iph;
	struct ipv6hdr hdr;
	__be16 frag;
	u8 proto;

	iph = skb_header_pointer(skb, skb_network_offset(skb), sizeof(hdr), &hdr);
	if (!iph)
		return 0;
	if (nla_put_in6_addr(msg, CLAB_LAB_D_SADDR, &iph->saddr) ||
	    nla_put_in6_addr(msg, CLAB_LAB_D_DADDR, &iph->daddr))
		return -EMSGSIZE;
	proto = iph->nexthdr;
	if (ipv6_skip_exthdr(skb, skb_network_offset(skb) + sizeof(hdr), &proto, &frag) < 0)
		return 0;
	return nla_put_u8(msg, CLAB_LAB_D_PROTOCOL, proto);
}

static int clab_lab_drop_packet(struct sk_buff *msg, const struct sk_buff *skb)
{
	const struct iphdr *iph;
	u8 area[CLAB_OPT_MAX];
	struct iphdr hdr;
	unsigned int len;
	const u8 *opt;

	iph = skb_header_pointer(skb, skb_network_offset(skb), sizeof(hdr), &hdr);
	if (!iph)
		return 0;
	if (iph->version == 6)
		return clab_lab_drop_packet6(msg, skb);
	if (nla_put_in_addr(msg, CLAB_LAB_D_SADDR, iph->saddr) ||
	    nla_put_in_addr(msg, CLAB_LAB_D_DADDR, iph->daddr) ||
	    nla_put_u8(msg, CLAB_LAB_D_PROTOCOL, iph->protocol))
		return -EMSGSIZE;
	if (iph->ihl <= 5)
		return 0;
	len = iph->ihl * 4 - sizeof(hdr);
	opt = skb_header_pointer(skb, skb_network_offset(skb) + sizeof(hdr), len, area);
	return opt ? nla_put(msg, CLAB_LAB_D_OPTION, len, opt) : 0;
}

static int clab_lab_drop_fill(struct sk_buff *msg, const struct sk_buff *skb,
			      const struct clab_drop *drop, u32 lost)
{
	struct nlattr *nest = nla_nest_start(msg, CLAB_LAB_A_DROP);

	if (!nest ||
	    nla_put_u8(msg, CLAB_LAB_D_DIRECTION, drop->dir) ||
	    nla_put_u32(msg, CLAB_LAB_D_REASON, drop->reason) ||
	    nla_put_string(msg, CLAB_LAB_D_NAME, clab_drop_name(drop->reason)) ||
	    nla_put_u32(msg, CLAB_LAB_D_IFINDEX, drop->ifindex) ||
	    (drop->reason < CLAB_DROP_CODEC &&
	     nla_put_u32(msg, CLAB_LAB_D_OFFSET, drop->offset)) ||
	    (drop->doi && nla_put_u32(msg, CLAB_LAB_D_DOI, drop->doi->def.doi)) ||
	    (lost && nla_put_u32(msg, CLAB_LAB_D_LOST, lost)) ||
	    clab_lab_drop_packet(msg, skb))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static void clab_lab_drop(struct clab_net *cn, const struct sk_buff *skb,
			  const struct clab_drop *drop)
{
	struct sk_buff *msg;
	void *hdr;
	u32 lost;

	if (!clab_lab_heard(cn, CLAB_LAB_GROUPNR_DROP) || !clab_lab_drop_may(cn, &lost))
		return;
	msg = genlmsg_new(CLAB_LAB_DROP_ROOM, GFP_ATOMIC);
	if (!msg) {
		clab_lab_drop_lost(cn, lost + 1);
		return;
	}
	hdr = genlmsg_put(msg, 0, 0, &clab_nl_lab, 0, CLAB_LAB_C_EVENT_DROP);
	if (!hdr || clab_lab_drop_fill(msg, skb, drop, lost)) {
		nlmsg_free(msg);
		return;
	}
	genlmsg_end(msg, hdr);
	genlmsg_multicast_netns(&clab_nl_lab, cn->net, msg, 0, CLAB_LAB_GROUPNR_DROP, GFP_ATOMIC);
}

/**
 * clab_lab_event_init() - begin to tell of dropped packets and of settings
 *
 * Context: Process, may sleep. The family is registered.
 */
void clab_lab_event_init(void)
{
	clab_lab_event_switch(true);
	clab_drop_tell(clab_lab_drop);
}

/**
 * clab_lab_event_exit() - tell nothing any more
 *
 * Context: Process, may sleep. The family is still registered.
 */
void clab_lab_event_exit(void)
{
	clab_drop_tell(NULL);
	clab_lab_event_switch(false);
}
