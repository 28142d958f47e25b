// SPDX-License-Identifier: GPL-2.0
/*
 * clab_skbopt: what is put into a packet and taken out of it again leaves no trace
 *
 * Packets are made up at random: with options of their own and without, in one
 * piece, in pages and in lists, shared with somebody else, to be segmented, with
 * much room around them and with none. Each is given an area of options by a
 * function of kmod/net/skbopt.c, or another where it has one, crosses a link, and
 * is given back what it had. After each step every octet, every checksum and every
 * place that is noted of it is compared with what it must be.
 *
 * All is done when the module is inserted; the parameter `report` says what came of it.
 */
#include <linux/etherdevice.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>

#include "net/skbopt.h"
#include "trial.h"

static unsigned int rounds = 100000;
module_param(rounds, uint, 0444);
MODULE_PARM_DESC(rounds, "how many packets");

static unsigned long seed = 1;
module_param(seed, ulong, 0444);
MODULE_PARM_DESC(seed, "what the random numbers begin with");

static const char * const clab_trial_names[CLAB_TRIAL_KINDS] = {
	[CLAB_TRIAL_LINEAR] = "linear",
	[CLAB_TRIAL_PAGED] = "paged",
	[CLAB_TRIAL_LIST] = "list",
	[CLAB_TRIAL_CLONED] = "cloned",
	[CLAB_TRIAL_GSO] = "gso",
	[CLAB_TRIAL_BIG] = "big",
	[CLAB_TRIAL_PARTIAL] = "partial",
	[CLAB_TRIAL_COMPLETE] = "complete",
	[CLAB_TRIAL_ENCAPSULATED] = "encapsulated",
	[CLAB_TRIAL_NO_HEADROOM] = "no_headroom",
	[CLAB_TRIAL_NO_TAILROOM] = "no_tailroom",
	[CLAB_TRIAL_OPTIONS] = "options",
	[CLAB_TRIAL_PUSHED] = "pushed",
	[CLAB_TRIAL_SHIFTED] = "shifted",
	[CLAB_TRIAL_NOT_SHIFTED] = "not_shifted",
	[CLAB_TRIAL_INSERTED] = "inserted",
	[CLAB_TRIAL_WRITTEN] = "written",
	[CLAB_TRIAL_GROWN] = "grown",
	[CLAB_TRIAL_SHRUNK] = "shrunk",
	[CLAB_TRIAL_MOVED] = "moved",
	[CLAB_TRIAL_PULLED] = "pulled",
	[CLAB_TRIAL_TAKEN] = "taken",
};

static struct clab_trial clab_trial;
static unsigned int clab_trial_done, clab_trial_failed;
static char clab_trial_first[128];

static int clab_trial_report(char *buf, const struct kernel_param *kp)
{
	int n, i;

	n = scnprintf(buf, PAGE_SIZE, "packets=%u\nfailed=%u\nfirst=%s\n", clab_trial_done,
		      clab_trial_failed, clab_trial_first);
	for (i = 0; i < CLAB_TRIAL_KINDS; i++)
		n += scnprintf(buf + n, PAGE_SIZE - n, "%s=%lu\n", clab_trial_names[i],
			       clab_trial.kinds[i]);
	return n;
}

static const struct kernel_param_ops clab_trial_report_ops = {
	.get = clab_trial_report,
};

module_param_cb(report, &clab_trial_report_ops, NULL, 0444);
MODULE_PARM_DESC(report, "what came of it");

/* The room that the layers below ask for is there afterwards. */
static bool clab_trial_room(struct clab_trial *t, unsigned int headroom)
{
	if (skb_headroom(t->skb) >= headroom)
		return true;
	t->why = "the room in front";
	return false;
}

static bool clab_trial_write(struct clab_trial *t, const u8 *area, unsigned int len)
{
	unsigned int was = skb_network_header_len(t->skb) - sizeof(struct iphdr);
	unsigned int headroom = clab_trial_upto(t, 64);

	t->kinds[CLAB_TRIAL_WRITTEN]++;
	t->kinds[CLAB_TRIAL_GROWN] += len > was;
	t->kinds[CLAB_TRIAL_SHRUNK] += len < was;
	if (clab_skbopt_write(t->skb, area, len, headroom)) {
		t->why = "no memory";
		return false;
	}
	return clab_trial_room(t, headroom);
}

static bool clab_trial_insert(struct clab_trial *t, u16 sum)
{
	unsigned int headroom = clab_trial_upto(t, 64);

	t->kinds[CLAB_TRIAL_INSERTED]++;
	if (clab_skbopt_insert(t->skb, t->area, t->len, sum, headroom)) {
		t->why = "no memory";
		return false;
	}
	return clab_trial_room(t, headroom);
}

/* One way in of those that a packet without options has. */
static bool clab_trial_add_bare(struct clab_trial *t)
{
	u16 sum = clab_skbopt_sum(t->area, t->len);

	switch (clab_trial_upto(t, 3)) {
	case 0:
		if (!clab_skbopt_roomy(t->skb, t->len))
			break;
		clab_skbopt_push(t->skb, t->area, t->len, sum);
		t->kinds[CLAB_TRIAL_PUSHED]++;
		return clab_trial_room(t, LL_MAX_HEADER);
	case 1:
		if (clab_skbopt_shift(t->skb, t->area, t->len, sum)) {
			t->kinds[CLAB_TRIAL_SHIFTED]++;
			return true;
		}
		t->kinds[CLAB_TRIAL_NOT_SHIFTED]++;
		if (!clab_trial_same(t, NULL, 0))
			return false;
		break;
	case 2:
		return clab_trial_write(t, t->area, t->len);
	}
	return clab_trial_insert(t, sum);
}

static bool clab_trial_add(struct clab_trial *t)
{
	bool bare = !t->own_len && t->skb->len + CLAB_TRIAL_AREA <= IP_MAX_MTU;
	const u8 *before = t->skb->head;
	bool good;

	t->kinds[CLAB_TRIAL_OPTIONS] += t->own_len > 0;
	t->len = bare ? 8 + 4 * clab_trial_upto(t, 8) : 4 * clab_trial_upto(t, 10);
	prandom_bytes_state(&t->rnd, t->area, t->len);
	good = bare ? clab_trial_add_bare(t) : clab_trial_write(t, t->area, t->len);
	t->kinds[CLAB_TRIAL_MOVED] += t->skb->head != before;
	return good && clab_trial_same(t, t->area, t->len);
}

/* A received packet's data begins behind its link-layer header. */
static bool clab_trial_cross(struct clab_trial *t)
{
	static const u8 lens[] = { 0, ETH_HLEN, ETH_HLEN, VLAN_ETH_HLEN };
	unsigned int len = lens[clab_trial_upto(t, ARRAY_SIZE(lens) - 1)];

	/* A device gives nobody else what it hands in, unless a tap listens. */
	if (clab_trial_once_in(t, 2)) {
		kfree_skb(t->clone);
		t->clone = NULL;
	}
	if (!len)
		return true;
	if (skb_cow_head(t->skb, len)) {
		t->why = "no memory";
		return false;
	}
	prandom_bytes_state(&t->rnd, t->mac, len);
	memcpy(skb_push(t->skb, len), t->mac, len);
	skb_reset_mac_header(t->skb);
	skb_pull(t->skb, len);
	skb_reset_mac_len(t->skb);
	t->mac_len = len;
	return true;
}

static bool clab_trial_strip(struct clab_trial *t)
{
	if (!t->own_len && t->len >= 8 && clab_skbopt_plain(t->skb)) {
		clab_skbopt_pull(t->skb, t->len, ~clab_skbopt_sum(t->area, t->len));
		t->kinds[CLAB_TRIAL_PULLED]++;
	} else {
		/* One that gets longer is not received so. */
		if (t->own_len > t->len) {
			skb_unset_mac_header(t->skb);
			t->mac_len = 0;
		}
		t->kinds[CLAB_TRIAL_TAKEN]++;
		if (!clab_trial_write(t, t->own, t->own_len))
			return false;
	}
	return clab_trial_same(t, t->own, t->own_len);
}

static void clab_trial_one(struct clab_trial *t)
{
	const char *step = "making up";
	bool good;

	if (!clab_trial_make(t)) {
		clab_trial_free(t);
		return;
	}
	good = clab_trial_same(t, t->own, t->own_len);
	if (good) {
		step = "adding";
		good = clab_trial_add(t);
	}
	if (good) {
		step = "taking out";
		good = clab_trial_cross(t) && clab_trial_strip(t);
	}
	if (!good && !clab_trial_failed++)
		snprintf(clab_trial_first, sizeof(clab_trial_first),
			 "packet %u, %s %u octets beside %u: %s", clab_trial_done, step, t->len,
			 t->own_len, t->why);
	clab_trial_done++;
	clab_trial_free(t);
}

static int __init clab_trial_init(void)
{
	struct clab_trial *t = &clab_trial;
	int ret = -ENOMEM;
	unsigned int i;

	t->pool = kvmalloc(CLAB_TRIAL_POOL, GFP_KERNEL);
	t->scratch = kvmalloc(CLAB_TRIAL_ROOM, GFP_KERNEL);
	if (!t->pool || !t->scratch)
		goto out;
	prandom_seed_state(&t->rnd, seed);
	prandom_bytes_state(&t->rnd, t->pool, CLAB_TRIAL_POOL);
	for (i = 0; i < rounds; i++) {
		clab_trial_one(t);
		cond_resched();
	}
	ret = 0;
out:
	kvfree(t->pool);
	kvfree(t->scratch);
	return ret;
}

static void __exit clab_trial_exit(void)
{
}

module_init(clab_trial_init);
module_exit(clab_trial_exit);
MODULE_DESCRIPTION("Options in and out of packets made up at random");
MODULE_LICENSE("GPL");
