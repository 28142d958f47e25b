// SPDX-License-Identifier: GPL-2.0
/*
 * clab-lookup: what it costs to look something up among much
 *
 * Built of the engine's own tables (kmod/core), and of nothing that remembers
 * what a look-up came to. When it is loaded it makes configurations of growing
 * size, looks up in each, one by one, with interrupts off, and keeps the counts
 * of the processor's time stamp counter, which are instructions where the machine
 * counts them. /proc/clab-lookup shows them:
 *
 *	WHAT SIZE MEAN MOST
 *
 * instructions of the mean and of the dearest look-up, the call included.
 */
#include <linux/delay.h>
#include <linux/in.h>
#include <linux/jhash.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/timex.h>

#include "core/config.h"
#include "core/domain.h"

#define CLAB_LOOKUP_ASKED	2048	/* look-ups of each kind in each size */
#define CLAB_LOOKUP_ROWS	64
#define CLAB_LOOKUP_NAME	32
#define CLAB_LOOKUP_DOI		1000	/* the first of many DOIs */

/* The engine's per-namespace data, of which there is none here. */
unsigned int clab_net_id;

/**
 * struct clab_lookup_kind - a kind of look-up
 * @name: what it is called
 * @most: the largest size
 * @add: put entry number i into a configuration
 * @key: what to look for, of entry number i or of one that is not there
 * @ask: look for it
 * @miss: it is not there
 */
struct clab_lookup_kind {
	const char *name;
	unsigned int most;
	int (*add)(struct clab_config *cfg, unsigned int i);
	u32 (*key)(unsigned int i);
	void *(*ask)(struct clab_config *cfg, u32 key);
	bool miss;
};

static struct {
	const char *name;
	unsigned int size;
	u64 mean;
	u64 most;
} clab_lookup_row[CLAB_LOOKUP_ROWS];

static unsigned int clab_lookup_rows;
static DEFINE_MUTEX(clab_lookup_lock);

/* What is drawn depends on the entry alone. */
static u32 clab_lookup_draw(unsigned int i, u32 which)
{
	return jhash_2words(i, which, 0);
}

static int clab_lookup_add_map(struct clab_config *cfg, const char *domain, enum clab_slot slot,
			       const struct clab_prefix *prefix)
{
	struct clab_map_req req = {
		.domain = domain,
		.slot = slot,
		.proto = CLAB_NLTYPE_UNLABELED,
		.selector = prefix,
	};
	int ret;

	if (prefix)
		req.prefix = *prefix;
	ret = clab_config_map_add(cfg, &req, NULL);
	/* Two that were drawn alike are one. */
	return ret == -EEXIST ? 0 : ret;
}

/* Networks side by side, of 256 addresses each, in 10.0.0.0/7. */
static __be32 clab_lookup_block(unsigned int i)
{
	return htonl(0x0a000000 + (i << 8));
}

static int clab_lookup_add_block(struct clab_config *cfg, unsigned int i)
{
	struct clab_prefix prefix = { .len = 24 };
	__be32 addr = clab_lookup_block(i);

	memcpy(prefix.addr, &addr, sizeof(addr));
	return clab_lookup_add_map(cfg, NULL, CLAB_SLOT_V4, &prefix);
}

static int clab_lookup_add_block_of(struct clab_config *cfg, unsigned int i)
{
	struct clab_prefix prefix = { .len = 24 };
	__be32 addr = clab_lookup_block(i);

	memcpy(prefix.addr, &addr, sizeof(addr));
	return clab_lookup_add_map(cfg, "application_server_t", CLAB_SLOT_V4, &prefix);
}

static u32 clab_lookup_key_block(unsigned int i)
{
	return (__force u32)(clab_lookup_block(i) | htonl(i & 255));
}

/* The same networks in 12.0.0.0/7, which nobody has. */
static u32 clab_lookup_key_no_block(unsigned int i)
{
	return (__force u32)(clab_lookup_block(i) | htonl(0x04000000));
}

static void *clab_lookup_ask_default(struct clab_config *cfg, u32 key)
{
	return clab_config_find4_rcu(cfg, NULL, (__force __be32)key);
}

static void *clab_lookup_ask_domain_of(struct clab_config *cfg, u32 key)
{
	return clab_config_find4_rcu(cfg, "application_server_t", (__force __be32)key);
}

/* Networks of any length from 8 on, anywhere, inside each other as it comes. */
static int clab_lookup_add_any(struct clab_config *cfg, unsigned int i)
{
	struct clab_prefix prefix = { .len = 8 + clab_lookup_draw(i, 1) % 25 };
	u32 addr = clab_lookup_draw(i, 0);

	memcpy(prefix.addr, &addr, sizeof(addr));
	clab_prefix_mask(&prefix);
	return clab_lookup_add_map(cfg, NULL, CLAB_SLOT_V4, &prefix);
}

static u32 clab_lookup_key_any(unsigned int i)
{
	return clab_lookup_draw(i, 0);
}

static u32 clab_lookup_key_other(unsigned int i)
{
	return clab_lookup_draw(i, 2);
}

/* Domains, with what the names of a policy have in common. */
static void clab_lookup_domain(char *name, unsigned int i)
{
	snprintf(name, CLAB_LOOKUP_NAME, "application%05u_t", i);
}

static int clab_lookup_add_domain(struct clab_config *cfg, unsigned int i)
{
	char name[CLAB_LOOKUP_NAME];

	clab_lookup_domain(name, i);
	return clab_lookup_add_map(cfg, name, CLAB_SLOT_V4, NULL);
}

static char clab_lookup_name[CLAB_LOOKUP_NAME];

static u32 clab_lookup_key_domain(unsigned int i)
{
	clab_lookup_domain(clab_lookup_name, i);
	return (__force u32)htonl(INADDR_LOOPBACK);
}

static u32 clab_lookup_key_no_domain(unsigned int i)
{
	return clab_lookup_key_domain(i + 100000);
}

static void *clab_lookup_ask_domain(struct clab_config *cfg, u32 key)
{
	return clab_config_find4_rcu(cfg, clab_lookup_name, (__force __be32)key);
}

static int clab_lookup_add_doi(struct clab_config *cfg, unsigned int i)
{
	struct clab_doi_def def = {
		.doi = CLAB_LOOKUP_DOI + i,
		.type = CLAB_DOI_PASS,
		.nr_tags = 1,
		.tags = { CLAB_TAG_BITMAP },
	};

	return clab_config_doi_add(cfg, &def, NULL);
}

static u32 clab_lookup_key_doi(unsigned int i)
{
	return CLAB_LOOKUP_DOI + i;
}

static u32 clab_lookup_key_no_doi(unsigned int i)
{
	return 0x80000000 | i;
}

static void *clab_lookup_ask_doi(struct clab_config *cfg, u32 key)
{
	return clab_doi_find_rcu(&cfg->dois, key);
}

/* Labels of what comes in by any interface from 2001:db8:X:X::/64. */
static u8 clab_lookup_addr6[16] = { 0x20, 0x01, 0x0d, 0xb8 };

static u32 clab_lookup_key_label(unsigned int i)
{
	__be32 net = htonl(i);

	memcpy(clab_lookup_addr6 + 4, &net, sizeof(net));
	clab_lookup_addr6[15] = 1;
	return i;
}

static int clab_lookup_add_label(struct clab_config *cfg, unsigned int i)
{
	struct clab_unlbl_label *label = clab_unlbl_label_alloc(i + 1, "label", 5);
	struct clab_unlbl_key key = { .family = CLAB_UNLBL_V6, .prefix.len = 64 };
	int ret;

	if (!label)
		return -ENOMEM;
	clab_lookup_key_label(i);
	memcpy(key.prefix.addr, clab_lookup_addr6, sizeof(key.prefix.addr));
	ret = clab_unlbl_add(&cfg->unlbl, NULL, &key, label);
	if (ret)
		kfree(label);
	return ret;
}

static void *clab_lookup_ask_label(struct clab_config *cfg, u32 key)
{
	return (void *)clab_unlbl_find_rcu(&cfg->unlbl, 1, CLAB_UNLBL_V6, clab_lookup_addr6);
}

static const struct clab_lookup_kind clab_lookup_kinds[] = {
	{ "selectors-hit", 100000, clab_lookup_add_block, clab_lookup_key_block,
	  clab_lookup_ask_default, false },
	{ "selectors-miss", 100000, clab_lookup_add_block, clab_lookup_key_no_block,
	  clab_lookup_ask_default, true },
	{ "nested-hit", 100000, clab_lookup_add_any, clab_lookup_key_any,
	  clab_lookup_ask_default, false },
	{ "nested-any", 100000, clab_lookup_add_any, clab_lookup_key_other,
	  clab_lookup_ask_default, true },
	{ "of-domain-hit", 100000, clab_lookup_add_block_of, clab_lookup_key_block,
	  clab_lookup_ask_domain_of, false },
	{ "domains-hit", 100000, clab_lookup_add_domain, clab_lookup_key_domain,
	  clab_lookup_ask_domain, false },
	{ "domains-miss", 100000, clab_lookup_add_domain, clab_lookup_key_no_domain,
	  clab_lookup_ask_domain, true },
	{ "dois-hit", 65000, clab_lookup_add_doi, clab_lookup_key_doi,
	  clab_lookup_ask_doi, false },
	{ "dois-miss", 65000, clab_lookup_add_doi, clab_lookup_key_no_doi,
	  clab_lookup_ask_doi, true },
	{ "labels-hit", 65000, clab_lookup_add_label, clab_lookup_key_label,
	  clab_lookup_ask_label, false },
};

/* Instructions between two readings of the counter: of a look-up, or of nothing. */
static u64 clab_lookup_count(const struct clab_lookup_kind *kind, struct clab_config *cfg,
			     u32 key, void **found)
{
	u64 begin, end;

	local_irq_disable();
	begin = get_cycles();
	if (kind)
		*found = kind->ask(cfg, key);
	end = get_cycles();
	local_irq_enable();
	return end - begin;
}

static int clab_lookup_measure(const struct clab_lookup_kind *kind, struct clab_config *cfg,
			       unsigned int size)
{
	u64 cost, empty, sum = 0, most = 0;
	unsigned int n, i;
	void *found;
	int ret = 0;

	rcu_read_lock();
	empty = clab_lookup_count(NULL, cfg, 0, &found);
	for (n = 0; n < CLAB_LOOKUP_ASKED && !ret; n++) {
		/* All over the entries, whatever their number. */
		i = (u64)n * size / CLAB_LOOKUP_ASKED;
		cost = clab_lookup_count(kind, cfg, kind->key(i), &found) - empty;
		sum += cost;
		most = max(most, cost);
		if (!kind->miss && !found)
			ret = -ENOENT;
	}
	rcu_read_unlock();
	if (ret || clab_lookup_rows == CLAB_LOOKUP_ROWS)
		return ret ?: -ENOSPC;
	clab_lookup_row[clab_lookup_rows].name = kind->name;
	clab_lookup_row[clab_lookup_rows].size = size;
	clab_lookup_row[clab_lookup_rows].mean = sum / CLAB_LOOKUP_ASKED;
	clab_lookup_row[clab_lookup_rows++].most = most;
	return 0;
}

static int clab_lookup_size(const struct clab_lookup_kind *kind, unsigned int size)
{
	struct clab_config *cfg = clab_config_alloc(&clab_lookup_lock, false);
	unsigned int i;
	int ret = cfg ? 0 : -ENOMEM;

	mutex_lock(&clab_lookup_lock);
	for (i = 0; i < size && !ret; i++) {
		ret = kind->add(cfg, i);
		cond_resched();
	}
	mutex_unlock(&clab_lookup_lock);
	/* Hash tables grow in a work of their own. */
	msleep(200);
	if (!ret)
		ret = clab_lookup_measure(kind, cfg, size);
	rcu_barrier();
	clab_config_free(cfg);
	if (ret)
		pr_err("clab-lookup: %s, %u: %d\n", kind->name, size, ret);
	return ret;
}

static int clab_lookup_show(struct seq_file *m, void *v)
{
	unsigned int i;

	for (i = 0; i < clab_lookup_rows; i++)
		seq_printf(m, "%s %u %llu %llu\n", clab_lookup_row[i].name,
			   clab_lookup_row[i].size, clab_lookup_row[i].mean,
			   clab_lookup_row[i].most);
	return 0;
}

static int __init clab_lookup_init(void)
{
	const struct clab_lookup_kind *kind = clab_lookup_kinds;
	int ret = 0;

	for (; kind < clab_lookup_kinds + ARRAY_SIZE(clab_lookup_kinds) && !ret; kind++)
		ret = clab_lookup_size(kind, 10) ?: clab_lookup_size(kind, 1000) ?:
		      clab_lookup_size(kind, kind->most);
	if (!ret && !proc_create_single("clab-lookup", 0400, NULL, clab_lookup_show))
		ret = -ENOMEM;
	return ret;
}

static void __exit clab_lookup_exit(void)
{
	remove_proc_entry("clab-lookup", NULL);
	rcu_barrier();
}

module_init(clab_lookup_init);
module_exit(clab_lookup_exit);
MODULE_DESCRIPTION("cipsolab: the cost of look-ups");
MODULE_LICENSE("GPL");
