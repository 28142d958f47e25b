// SPDX-License-Identifier: GPL-2.0
/*
 * clab_skbopt: make up a packet, and see whether it still is what it was
 */
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <net/checksum.h>
#include <net/ip.h>

#include "compat/compat.h"
#include "trial.h"

#define CLAB_TRIAL_LINEAR_MIN	128
#define CLAB_TRIAL_LINEAR_MAX	1900
#define CLAB_TRIAL_FRAG_MAX	700

/* The header before its lengths and its checksum. */
static void clab_trial_header(struct clab_trial *t)
{
	static const u8 protos[] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP, IPPROTO_SCTP };

	prandom_bytes_state(&t->rnd, &t->iph, sizeof(t->iph));
	t->iph.version = 4;
	if (!clab_trial_once_in(t, 4))
		t->iph.protocol = protos[clab_trial_upto(t, ARRAY_SIZE(protos) - 1)];
	t->own_len = clab_trial_once_in(t, 3) ? 4 * clab_trial_upto(t, 10) : 0;
	prandom_bytes_state(&t->rnd, t->own, t->own_len);
	t->iph.ihl = (sizeof(t->iph) + t->own_len) / 4;
}

/*
 * What is in front of the data and behind it is what was asked for, to the octet:
 * memory comes in sizes of its own, and the data fills what is left.
 */
static bool clab_trial_linear(struct clab_trial *t)
{
	unsigned int head = clab_trial_upto(t, clab_trial_once_in(t, 2) ? 30 : 300);
	unsigned int tail = clab_trial_upto(t, clab_trial_once_in(t, 2) ? 45 : 0);
	unsigned int hlen = t->iph.ihl * 4, size;
	struct sk_buff *skb;

	size = CLAB_TRIAL_LINEAR_MIN + clab_trial_upto(t, CLAB_TRIAL_LINEAR_MAX -
						       CLAB_TRIAL_LINEAR_MIN);
	skb = alloc_skb(size + head + tail, GFP_KERNEL);
	if (!skb)
		return false;
	t->skb = skb;
	/* Not always, since then there would be no packets with room behind them. */
	size = clab_trial_once_in(t, 4) ? size : skb_tailroom(skb) - head - tail;
	skb_reserve(skb, head);
	skb_put_data(skb, &t->iph, sizeof(t->iph));
	skb_put_data(skb, t->own, t->own_len);
	t->payload = t->pool + clab_trial_upto(t, CLAB_TRIAL_POOL - CLAB_TRIAL_ROOM - 4096);
	t->payload_len = size - hlen;
	skb_put_data(skb, t->payload, t->payload_len);
	t->kinds[CLAB_TRIAL_NO_HEADROOM] += head < 8;
	t->kinds[CLAB_TRIAL_NO_TAILROOM] += skb_tailroom(skb) < 8;
	return true;
}

static bool clab_trial_page(struct clab_trial *t, unsigned int at, unsigned int len)
{
	unsigned int order = get_order(at + len);
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, order);

	if (!page)
		return false;
	memcpy(page_address(page) + at, t->payload + t->payload_len, len);
	skb_add_rx_frag(t->skb, skb_shinfo(t->skb)->nr_frags, page, at, len, PAGE_SIZE << order);
	t->payload_len += len;
	return true;
}

static bool clab_trial_pages(struct clab_trial *t)
{
	unsigned int n = clab_trial_once_in(t, 2) ? clab_trial_upto(t, 3) : 0;

	t->kinds[n ? CLAB_TRIAL_PAGED : CLAB_TRIAL_LINEAR]++;
	while (n--)
		if (!clab_trial_page(t, clab_trial_upto(t, PAGE_SIZE - CLAB_TRIAL_FRAG_MAX),
				     1 + clab_trial_upto(t, CLAB_TRIAL_FRAG_MAX - 1)))
			return false;
	return true;
}

/* A packet that was put together of several, as reassembly leaves it. */
static bool clab_trial_list(struct clab_trial *t)
{
	unsigned int len = 1 + clab_trial_upto(t, 600);
	struct sk_buff *more;

	if (!clab_trial_once_in(t, 16))
		return true;
	more = alloc_skb(len, GFP_KERNEL);
	if (!more)
		return false;
	skb_put_data(more, t->payload + t->payload_len, len);
	skb_shinfo(t->skb)->frag_list = more;
	t->skb->len += len;
	t->skb->data_len += len;
	t->skb->truesize += more->truesize;
	t->payload_len += len;
	t->kinds[CLAB_TRIAL_LIST]++;
	return true;
}

/* Some are so long that they, or they with an option, can't say how long. */
static bool clab_trial_gso(struct clab_trial *t)
{
	struct skb_shared_info *shinfo = skb_shinfo(t->skb);
	unsigned int left;

	if (!clab_trial_once_in(t, 4))
		return true;
	shinfo->gso_size = 1 + clab_trial_upto(t, 1460);
	shinfo->gso_segs = 1 + clab_trial_upto(t, 40);
	shinfo->gso_type = SKB_GSO_TCPV4;
	t->kinds[CLAB_TRIAL_GSO]++;
#ifdef CLAB_HAVE_BIG_TCP
	/* A page comes in front of what is in the list. */
	if (shinfo->frag_list || !clab_trial_once_in(t, 32))
		return true;
	left = IP_MAX_MTU - 60 + clab_trial_upto(t, 80) - t->skb->len;
	t->kinds[CLAB_TRIAL_BIG]++;
	return clab_trial_page(t, 0, left);
#else
	(void)left;
	return true;
#endif
}

static void clab_trial_checksum(struct clab_trial *t)
{
	struct sk_buff *skb = t->skb;

	switch (clab_trial_upto(t, 2)) {
	case 0:
		skb->ip_summed = CHECKSUM_PARTIAL;
		skb->csum_start = skb->transport_header;
		skb->csum_offset = 6;
		t->kinds[CLAB_TRIAL_PARTIAL]++;
		break;
	case 1:
		skb->ip_summed = CHECKSUM_COMPLETE;
		skb->csum = skb_checksum(skb, 0, skb->len, 0);
		t->kinds[CLAB_TRIAL_COMPLETE]++;
	}
}

/* The lengths and the checksum, now that the length is known. */
static void clab_trial_seal(struct clab_trial *t)
{
	struct iphdr *iph = (struct iphdr *)t->skb->data;

	iph_set_totlen(iph, t->skb->len);
	ip_send_check(iph);
	t->iph = *iph;
	skb_reset_network_header(t->skb);
	skb_set_transport_header(t->skb, iph->ihl * 4);
	t->gso = skb_shinfo(t->skb)->gso_size;
	t->gso_type = skb_shinfo(t->skb)->gso_type;
}

/**
 * clab_trial_make() - make up a packet
 * @t: where it goes
 *
 * Context: Process, may sleep.
 * Return: false if there is no memory.
 */
bool clab_trial_make(struct clab_trial *t)
{
	t->why = NULL;
	t->mac_len = 0;
	clab_trial_header(t);
	if (!clab_trial_linear(t) || !clab_trial_pages(t) || !clab_trial_list(t) ||
	    !clab_trial_gso(t))
		return false;
	clab_trial_seal(t);
	clab_trial_checksum(t);
	if (clab_trial_once_in(t, 6)) {
		t->skb->encapsulation = 1;
		t->kinds[CLAB_TRIAL_ENCAPSULATED]++;
	}
	if (clab_trial_once_in(t, 4)) {
		t->clone = skb_clone(t->skb, GFP_KERNEL);
		t->kinds[CLAB_TRIAL_CLONED]++;
		return t->clone;
	}
	return true;
}

/**
 * clab_trial_free() - let go of a packet
 * @t: whose
 */
void clab_trial_free(struct clab_trial *t)
{
	kfree_skb(t->clone);
	kfree_skb(t->skb);
	t->clone = NULL;
	t->skb = NULL;
}

/* Each octet, in memory wherever it may be. */
static const char *clab_trial_octets(struct clab_trial *t, const struct sk_buff *skb,
				     const u8 *area, unsigned int len)
{
	unsigned int hlen = sizeof(struct iphdr) + len;

	if (skb->len != hlen + t->payload_len)
		return "the packet's length";
	if (skb_headlen(skb) < hlen)
		return "the header is not linear any more";
	if (memcmp(skb->data + sizeof(struct iphdr), area, len))
		return "the options";
	if (skb_copy_bits(skb, hlen, t->scratch, t->payload_len))
		return "the payload can't be read";
	return memcmp(t->scratch, t->payload, t->payload_len) ? "the payload" : NULL;
}

static const char *clab_trial_fields(const struct clab_trial *t, unsigned int len)
{
	const struct sk_buff *skb = t->skb;
	struct iphdr was = t->iph, is;

	memcpy(&is, skb->data, sizeof(is));
	if (is.ihl != (sizeof(is) + len) / 4)
		return "the header's length";
	if (ntohs(is.tot_len) != (skb->len > IP_MAX_MTU ? 0 : skb->len))
		return "the total length";
	if (ip_fast_csum(skb->data, is.ihl))
		return "the header's checksum";
	if (len == t->own_len && !memcmp(skb->data + sizeof(is), t->own, len))
		return memcmp(&was, &is, sizeof(is)) ? "the header it had before" : NULL;
	was.ihl = is.ihl;
	was.tot_len = is.tot_len;
	was.check = is.check;
	return memcmp(&was, &is, sizeof(is)) ? "another field of the header" : NULL;
}

static const char *clab_trial_places(const struct clab_trial *t, unsigned int len)
{
	unsigned int hlen = sizeof(struct iphdr) + len;
	const struct sk_buff *skb = t->skb;

	if (skb_network_offset(skb))
		return "where the network header is";
	if (skb_transport_offset(skb) != hlen)
		return "where the transport header is";
	if (skb->ip_summed == CHECKSUM_PARTIAL && skb_checksum_start_offset(skb) != hlen)
		return "where the checksum begins";
	if (skb_shinfo(skb)->gso_size != t->gso || skb_shinfo(skb)->gso_type != t->gso_type)
		return "its segmentation";
	if (!t->mac_len)
		return NULL;
	if (skb->mac_header + t->mac_len != skb->network_header)
		return "where the link-layer header is";
	return memcmp(skb_mac_header(skb), t->mac, t->mac_len) ? "the link-layer header" : NULL;
}

static const char *clab_trial_sums(const struct clab_trial *t)
{
	const struct sk_buff *skb = t->skb;

	if (skb->ip_summed != CHECKSUM_COMPLETE)
		return NULL;
	return csum_fold(skb->csum) != csum_fold(skb_checksum(skb, 0, skb->len, 0)) ?
	       "the checksum of all of it" : NULL;
}

static const char *clab_trial_other(struct clab_trial *t)
{
	const char *why;

	if (!t->clone)
		return NULL;
	why = clab_trial_octets(t, t->clone, t->own, t->own_len);
	if (why)
		return why;
	return memcmp(t->clone->data, &t->iph, sizeof(t->iph)) ?
	       "the header that somebody else has" : NULL;
}

/**
 * clab_trial_same() - is the packet what it must be?
 * @t: whose; @t->why says what is wrong
 * @area: the options that it must have
 * @len: their length
 *
 * Return: true if it is.
 */
bool clab_trial_same(struct clab_trial *t, const u8 *area, unsigned int len)
{
	t->why = clab_trial_octets(t, t->skb, area, len);
	if (!t->why)
		t->why = clab_trial_fields(t, len);
	if (!t->why)
		t->why = clab_trial_places(t, len);
	if (!t->why)
		t->why = clab_trial_sums(t);
	if (!t->why)
		t->why = clab_trial_other(t);
	return !t->why;
}
