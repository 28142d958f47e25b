// SPDX-License-Identifier: GPL-2.0
/*
 * clab_faults: memory that cipsolab got and nobody has freed
 *
 * What was got while that is watched is kept in a table by its address, and taken
 * out by whoever frees it.
 */
#include <linux/ftrace.h>
#include <linux/hash.h>
#include <linux/kallsyms.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "faults.h"

#define CLAB_LIVE_BITS	16
#define CLAB_LIVE_MAX	BIT(19)
#define CLAB_LIVE_SHOWN	20

/* An object that is in use. */
struct clab_live {
	struct hlist_node node;
	unsigned long ptr;
	unsigned long site;	/* where in cipsolab it was got */
	unsigned long caller;	/* who called the function that allocates */
};

static DEFINE_RAW_SPINLOCK(clab_live_lock); /* guards all of these */
static struct hlist_head *clab_live_table;
static struct clab_live *clab_live_pool;
static HLIST_HEAD(clab_live_spare);
static unsigned int clab_live_used;	/* of the pool */
static unsigned int clab_live_count;
static unsigned int clab_live_lost;	/* for which there was no room */

static struct hlist_head *clab_live_chain(unsigned long ptr)
{
	return &clab_live_table[hash_long(ptr, CLAB_LIVE_BITS)];
}

static struct clab_live *clab_live_room(void)
{
	struct clab_live *live;

	if (hlist_empty(&clab_live_spare))
		return clab_live_used < CLAB_LIVE_MAX ? &clab_live_pool[clab_live_used++] : NULL;
	live = hlist_entry(clab_live_spare.first, struct clab_live, node);
	hlist_del(&live->node);
	return live;
}

static struct clab_live *clab_live_find(unsigned long ptr)
{
	struct clab_live *live;

	hlist_for_each_entry(live, clab_live_chain(ptr), node)
		if (live->ptr == ptr)
			return live;
	return NULL;
}

static void clab_live_take(struct clab_live *live)
{
	hlist_del(&live->node);
	clab_live_count--;
}

/**
 * clab_live_add() - memory has been got
 * @ptr: the memory
 * @site: where in cipsolab
 * @caller: who called the function that allocates
 */
void clab_live_add(unsigned long ptr, unsigned long site, unsigned long caller)
{
	struct clab_live *live;
	unsigned long flags;

	raw_spin_lock_irqsave(&clab_live_lock, flags);
	/* One function that allocates may have called another. */
	live = clab_live_find(ptr);
	if (!live)
		live = clab_live_room();
	else
		clab_live_take(live);
	if (live) {
		live->ptr = ptr;
		live->site = site;
		live->caller = caller;
		hlist_add_head(&live->node, clab_live_chain(ptr));
		clab_live_count++;
	} else {
		clab_live_lost++;
	}
	raw_spin_unlock_irqrestore(&clab_live_lock, flags);
}

static void clab_live_del(unsigned long ptr)
{
	struct clab_live *live;
	unsigned long flags;

	if (!READ_ONCE(clab_live_count) || !ptr)
		return;
	raw_spin_lock_irqsave(&clab_live_lock, flags);
	live = clab_live_find(ptr);
	if (live) {
		clab_live_take(live);
		hlist_add_head(&live->node, &clab_live_spare);
	}
	raw_spin_unlock_irqrestore(&clab_live_lock, flags);
}

/**
 * clab_live_forget() - begin with an empty table
 */
void clab_live_forget(void)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&clab_live_lock, flags);
	memset(clab_live_table, 0, sizeof(*clab_live_table) << CLAB_LIVE_BITS);
	INIT_HLIST_HEAD(&clab_live_spare);
	clab_live_used = 0;
	clab_live_count = 0;
	clab_live_lost = 0;
	raw_spin_unlock_irqrestore(&clab_live_lock, flags);
}

/* What others keep on their own account: the LSM each label it has seen, netfilter
 * its list of hooks until that changes, the core a node to spare and where memory was
 * mapped until it tidies up; and TCP, into which a packet that has waited goes on from
 * here, a connection that has ended.
 */
static bool clab_live_others(const struct clab_live *live)
{
	static const char * const functions[] = {
		"sidtab_", "context_", "ebitmap_", "mls_", "security_context_",
		"avc_", "sel_netif_", "inet_twsk_",
		"nf_hook_entries", "__nf_hook_entries", "allocate_hook_entries", "__radix_tree_preload",
		"alloc_vmap_area",
	};
	char name[KSYM_SYMBOL_LEN];
	int i;

	sprint_symbol_no_offset(name, live->caller);
	for (i = 0; i < ARRAY_SIZE(functions); i++)
		if (!strncmp(name, functions[i], strlen(functions[i])))
			return true;
	return false;
}

/* The table is locked for long, so nothing should be going on. */
static unsigned int clab_live_copy(struct clab_live *shown, unsigned int most)
{
	struct clab_live *live;
	unsigned int n = 0;
	unsigned long flags;
	int i;

	raw_spin_lock_irqsave(&clab_live_lock, flags);
	for (i = 0; i < 1 << CLAB_LIVE_BITS && clab_live_count; i++)
		hlist_for_each_entry(live, &clab_live_table[i], node) {
			if (clab_live_others(live))
				continue;
			if (n < most)
				shown[n] = *live;
			n++;
		}
	raw_spin_unlock_irqrestore(&clab_live_lock, flags);
	return n;
}

/**
 * clab_live_show() - write what is in the table
 * @seq: where to
 */
void clab_live_show(struct seq_file *seq)
{
	static struct clab_live shown[CLAB_LIVE_SHOWN];
	unsigned int i, n = clab_live_copy(shown, ARRAY_SIZE(shown));

	seq_printf(seq, "lost=%u\nlive=%u\n", clab_live_lost, n);
	for (i = 0; i < n && i < ARRAY_SIZE(shown); i++)
		seq_printf(seq, "object=%pS by %pS\n", (void *)shown[i].site,
			   (void *)shown[i].caller);
}

/* By ftrace, not by kprobes: an interrupt that frees something while a kprobe is
 * being handled would go unseen.
 */
static void notrace clab_live_first(unsigned long ip, unsigned long parent,
				    struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	clab_live_del(clab_fault_arg(ftrace_get_regs(fregs), 0));
}

static void notrace clab_live_second(unsigned long ip, unsigned long parent,
				     struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	clab_live_del(clab_fault_arg(ftrace_get_regs(fregs), 1));
}

/* cache, number, objects */
static void notrace clab_live_bulk(unsigned long ip, unsigned long parent,
				   struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	const struct pt_regs *regs = ftrace_get_regs(fregs);
	unsigned long *object = (unsigned long *)clab_fault_arg(regs, 2);
	unsigned long i, n = clab_fault_arg(regs, 1);

	for (i = 0; i < n; i++)
		clab_live_del(object[i]);
}

/* To be freed behind a grace period, which is as good: the second argument is the
 * object, or in older kernels how far into it the first points.
 */
static void notrace clab_live_rcu(unsigned long ip, unsigned long parent,
				  struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	const struct pt_regs *regs = ftrace_get_regs(fregs);
	unsigned long head = clab_fault_arg(regs, 0), what = clab_fault_arg(regs, 1);

	clab_live_del(what < PAGE_SIZE ? head - what : what);
}

#define CLAB_LIVE_FREE(_name, _func) \
	{ .name = _name, .ops = { .func = _func, .flags = FTRACE_OPS_FL_SAVE_REGS } }

static struct clab_live_free {
	char *name;
	struct ftrace_ops ops;
} clab_live_frees[] = {
	CLAB_LIVE_FREE("kfree", clab_live_first),
	CLAB_LIVE_FREE("vfree", clab_live_first),
	CLAB_LIVE_FREE("free_percpu", clab_live_first),
	CLAB_LIVE_FREE("kmem_cache_free", clab_live_second),
	CLAB_LIVE_FREE("kmem_cache_free_bulk", clab_live_bulk),
	CLAB_LIVE_FREE("kvfree_call_rcu", clab_live_rcu),
};

static int clab_live_watch(struct clab_live_free *what)
{
	int ret = ftrace_set_filter(&what->ops, what->name, strlen(what->name), 1);

	return ret ?: register_ftrace_function(&what->ops);
}

static void clab_live_leave(int n)
{
	while (n--) {
		unregister_ftrace_function(&clab_live_frees[n].ops);
		ftrace_free_filter(&clab_live_frees[n].ops);
	}
	vfree(clab_live_table);
	vfree(clab_live_pool);
}

/**
 * clab_live_init() - set the table up, and watch what is freed
 *
 * Return: 0 or a negative errno.
 */
int clab_live_init(void)
{
	int i, ret = 0;

	clab_live_table = vzalloc(sizeof(*clab_live_table) << CLAB_LIVE_BITS);
	clab_live_pool = vzalloc(sizeof(*clab_live_pool) * CLAB_LIVE_MAX);
	if (!clab_live_table || !clab_live_pool) {
		clab_live_leave(0);
		return -ENOMEM;
	}
	for (i = 0; i < ARRAY_SIZE(clab_live_frees); i++) {
		ret = clab_live_watch(&clab_live_frees[i]);
		if (ret)
			break;
	}
	if (ret)
		clab_live_leave(i);
	return ret;
}

/**
 * clab_live_exit() - undo clab_live_init()
 */
void clab_live_exit(void)
{
	clab_live_leave(ARRAY_SIZE(clab_live_frees));
}
