// SPDX-License-Identifier: GPL-2.0
/*
 * clab_faults: let one allocation under cipsolab fail
 *
 * For tests only. Stock kernels are built without fault injection. Here a probe
 * sits on each function that gives memory away; the Nth such call with a function
 * of cipsolab anywhere among its callers returns at once, as if there was none.
 * So what fails is what the module asks for itself, and what others ask for on its
 * behalf: netfilter for its hooks, the LSM for its labels.
 *
 * Insert it before cipsolab: a notifier tells it where that is.
 *
 *	echo PID N ALL > /proc/clab_faults
 *		the Nth call of that process fails, and all behind it if ALL is 1; 0 for
 *		N: none; 0 for PID: whoever calls, interrupts included; -1: nothing is
 *		watched. Calls are counted from 1 again.
 *	echo forget > /proc/clab_faults		what is in use now is not a leak
 *	echo wait > /proc/clab_faults		for what is freed behind a grace period
 *	cat /proc/clab_faults			what came of it
 *	cat /proc/clab_faults_live		what is in use
 */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>
#include <linux/stacktrace.h>
#include <linux/uaccess.h>

#include "faults.h"

#define CLAB_FAULT_FRAMES	80

/* Flags come behind the size, and behind the buckets where a kernel has these. */
#define CLAB_FAULT_BUCKETS	(IS_ENABLED(CONFIG_SLAB_BUCKETS) ? 2 : 1)

#define CLAB_FAULT_FUNC(_name, _gfp) \
	{ .kp = { .symbol_name = _name }, .rp = { .kp.symbol_name = _name }, .gfp = _gfp }

/* By the names of all kernels that are supported; each has some of them. */
static struct clab_fault_func clab_fault_funcs[] = {
	CLAB_FAULT_FUNC("kmalloc_trace", 1),
	CLAB_FAULT_FUNC("kmalloc_node_trace", 1),
	CLAB_FAULT_FUNC("__kmalloc", 1),
	CLAB_FAULT_FUNC("__kmalloc_node", 1),
	CLAB_FAULT_FUNC("__kmalloc_node_track_caller", 1),
	CLAB_FAULT_FUNC("kvmalloc_node", 1),
	CLAB_FAULT_FUNC("kmem_cache_alloc", 1),
	CLAB_FAULT_FUNC("kmem_cache_alloc_lru", 2),
	CLAB_FAULT_FUNC("kmem_cache_alloc_node", 1),
	CLAB_FAULT_FUNC("pcpu_alloc", 3),
	CLAB_FAULT_FUNC("__kmalloc_cache_noprof", 1),
	CLAB_FAULT_FUNC("__kmalloc_cache_node_noprof", 1),
	CLAB_FAULT_FUNC("__kmalloc_noprof", 1),
	CLAB_FAULT_FUNC("__kmalloc_node_noprof", CLAB_FAULT_BUCKETS),
	CLAB_FAULT_FUNC("__kmalloc_node_track_caller_noprof", CLAB_FAULT_BUCKETS),
	CLAB_FAULT_FUNC("__kvmalloc_node_noprof", CLAB_FAULT_BUCKETS),
	CLAB_FAULT_FUNC("kmem_cache_alloc_noprof", 1),
	CLAB_FAULT_FUNC("kmem_cache_alloc_lru_noprof", 2),
	CLAB_FAULT_FUNC("kmem_cache_alloc_node_noprof", 1),
	CLAB_FAULT_FUNC("pcpu_alloc_noprof", 3),
};

/* What is watched for, and what came of it. */
static struct {
	pid_t pid;
	unsigned long nth;
	unsigned int all;
	unsigned long calls;
	unsigned long failed;
	unsigned long site;	/* of the first that failed */
	unsigned long caller;
	const char *name;
} clab_fault = { .pid = -1 };
static DEFINE_RAW_SPINLOCK(clab_fault_lock); /* guards clab_fault */
static struct module *clab_fault_target;

/**
 * clab_fault_arg() - an argument of the function that is being entered
 * @regs: the registers
 * @n: which, 0 being the first
 *
 * Return: its value.
 */
unsigned long clab_fault_arg(const struct pt_regs *regs, int n)
{
	const unsigned long arg[] = { regs->di, regs->si, regs->dx, regs->cx };

	return arg[n];
}

/* The nearest address in cipsolab among those of the callers, or 0. */
static unsigned long clab_fault_site(unsigned long caller)
{
	unsigned long frame[CLAB_FAULT_FRAMES];
	struct module *mod = READ_ONCE(clab_fault_target);
	unsigned int i, n;

	if (!mod)
		return 0;
	if (within_module(caller, mod))
		return caller;
	n = stack_trace_save(frame, ARRAY_SIZE(frame), 0);
	for (i = 0; i < n; i++)
		if (within_module(frame[i], mod))
			return frame[i];
	return 0;
}

/* Interrupts that come by while a process is in cipsolab are not its doing. */
static bool clab_fault_watched(void)
{
	pid_t pid = READ_ONCE(clab_fault.pid);

	return !pid || (pid > 0 && current->tgid == pid && in_task());
}

/* Where a call that fails goes on: back to its caller, with what is in ax. */
static noinline notrace void clab_fault_return(void)
{
	barrier();
}

static bool clab_fault_due(const char *name, unsigned long site, unsigned long caller)
{
	unsigned long flags;
	bool due;

	raw_spin_lock_irqsave(&clab_fault_lock, flags);
	clab_fault.calls++;
	due = clab_fault.nth && (clab_fault.calls == clab_fault.nth ||
				 (clab_fault.all && clab_fault.calls > clab_fault.nth));
	if (due && !clab_fault.failed++) {
		clab_fault.site = site;
		clab_fault.caller = caller;
		clab_fault.name = name;
	}
	raw_spin_unlock_irqrestore(&clab_fault_lock, flags);
	return due;
}

static int clab_fault_enter(struct kprobe *kp, struct pt_regs *regs)
{
	struct clab_fault_func *func = container_of(kp, struct clab_fault_func, kp);
	unsigned long caller = *(unsigned long *)regs->sp, site;

	if (!clab_fault_watched() || clab_fault_arg(regs, func->gfp) & __GFP_NOFAIL)
		return 0;
	site = clab_fault_site(caller);
	if (!site || !clab_fault_due(kp->symbol_name, site, caller))
		return 0;
	regs->ax = 0;
	regs->ip = (unsigned long)clab_fault_return;
	return 1;
}
NOKPROBE_SYMBOL(clab_fault_enter);

/* What is kept from the beginning of a call to its end. */
struct clab_fault_call {
	unsigned long site;
	unsigned long caller;
};

static int clab_fault_call(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct clab_fault_call *call = (void *)ri->data;

	if (!clab_fault_watched())
		return 1;
	call->caller = *(unsigned long *)regs->sp;
	call->site = clab_fault_site(call->caller);
	return !call->site;
}
NOKPROBE_SYMBOL(clab_fault_call);

static int clab_fault_got(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct clab_fault_call *call = (void *)ri->data;

	if (regs->ax)
		clab_live_add(regs->ax, call->site, call->caller);
	return 0;
}
NOKPROBE_SYMBOL(clab_fault_got);

static int clab_fault_place(struct clab_fault_func *func)
{
	int ret;

	func->rp.entry_handler = clab_fault_call;
	func->rp.handler = clab_fault_got;
	func->rp.data_size = sizeof(struct clab_fault_call);
	func->rp.maxactive = 64;
	ret = register_kretprobe(&func->rp);
	if (ret)
		return ret;
	func->kp.pre_handler = clab_fault_enter;
	ret = register_kprobe(&func->kp);
	if (ret) {
		unregister_kretprobe(&func->rp);
		return ret;
	}
	func->placed = true;
	pr_info("clab_faults: %s\n", func->kp.symbol_name);
	return 0;
}

/* All at once: each call would wait for a grace period of its own. */
static void clab_fault_remove(void)
{
	struct kretprobe *rps[ARRAY_SIZE(clab_fault_funcs)];
	struct kprobe *kps[ARRAY_SIZE(clab_fault_funcs)];
	unsigned int i, n = 0;

	for (i = 0; i < ARRAY_SIZE(clab_fault_funcs); i++) {
		if (!clab_fault_funcs[i].placed)
			continue;
		kps[n] = &clab_fault_funcs[i].kp;
		rps[n] = &clab_fault_funcs[i].rp;
		n++;
	}
	unregister_kprobes(kps, n);
	unregister_kretprobes(rps, n);
}

/* Calls whose end was not seen, so that what they gave is in no table. */
static unsigned int clab_fault_missed(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < ARRAY_SIZE(clab_fault_funcs); i++)
		n += clab_fault_funcs[i].rp.nmissed;
	return n;
}

static int clab_fault_show(struct seq_file *seq, void *v)
{
	seq_printf(seq, "calls=%lu\nfailed=%lu\n", clab_fault.calls, clab_fault.failed);
	seq_printf(seq, "where=%s in %pS by %pS\n", clab_fault.name ?: "nothing",
		   (void *)clab_fault.site, (void *)clab_fault.caller);
	return 0;
}

static int clab_fault_show_live(struct seq_file *seq, void *v)
{
	seq_printf(seq, "missed=%u\n", clab_fault_missed());
	clab_live_show(seq);
	return 0;
}

static int clab_fault_open(struct inode *inode, struct file *file)
{
	return single_open(file, clab_fault_show, NULL);
}

static int clab_fault_arm(const char *text)
{
	unsigned long nth;
	unsigned int all;
	int pid;

	if (sscanf(text, "%d %lu %u", &pid, &nth, &all) != 3)
		return -EINVAL;
	raw_spin_lock_irq(&clab_fault_lock);
	/* What came of it stays there to be read. */
	clab_fault.pid = pid;
	if (pid >= 0) {
		clab_fault.nth = nth;
		clab_fault.all = all;
		clab_fault.calls = 0;
		clab_fault.failed = 0;
		clab_fault.site = 0;
		clab_fault.caller = 0;
		clab_fault.name = NULL;
	}
	raw_spin_unlock_irq(&clab_fault_lock);
	return 0;
}

static ssize_t clab_fault_write(struct file *file, const char __user *data, size_t len,
				loff_t *pos)
{
	char text[48];
	int ret = 0;

	if (len >= sizeof(text) || copy_from_user(text, data, len))
		return -EFAULT;
	text[len] = 0;
	if (!strncmp(text, "forget", 6))
		clab_live_forget();
	else if (!strncmp(text, "wait", 4))
		rcu_barrier();
	else
		ret = clab_fault_arm(text);
	return ret ?: len;
}

static const struct proc_ops clab_fault_ops = {
	.proc_open = clab_fault_open,
	.proc_read = seq_read,
	.proc_write = clab_fault_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

static int clab_fault_module(struct notifier_block *nb, unsigned long event, void *data)
{
	struct module *mod = data;

	if (strcmp(mod->name, "cipsolab"))
		return NOTIFY_DONE;
	if (event == MODULE_STATE_COMING)
		WRITE_ONCE(clab_fault_target, mod);
	else if (event == MODULE_STATE_GOING)
		WRITE_ONCE(clab_fault_target, NULL);
	return NOTIFY_OK;
}

static struct notifier_block clab_fault_nb = {
	.notifier_call = clab_fault_module,
};

static int __init clab_fault_init(void)
{
	unsigned int i;
	int ret;

	ret = clab_live_init();
	if (ret)
		return ret;
	for (i = 0; i < ARRAY_SIZE(clab_fault_funcs); i++) {
		ret = clab_fault_place(&clab_fault_funcs[i]);
		if (ret && ret != -ENOENT)
			goto err;
	}
	ret = register_module_notifier(&clab_fault_nb);
	if (ret)
		goto err;
	if (proc_create("clab_faults", 0600, NULL, &clab_fault_ops) &&
	    proc_create_single("clab_faults_live", 0400, NULL, clab_fault_show_live))
		return 0;
	remove_proc_entry("clab_faults", NULL);
	ret = -ENOMEM;
	unregister_module_notifier(&clab_fault_nb);
err:
	clab_fault_remove();
	clab_live_exit();
	return ret;
}
module_init(clab_fault_init);

static void __exit clab_fault_exit(void)
{
	remove_proc_entry("clab_faults_live", NULL);
	remove_proc_entry("clab_faults", NULL);
	unregister_module_notifier(&clab_fault_nb);
	clab_fault_remove();
	clab_live_exit();
}
module_exit(clab_fault_exit);

MODULE_DESCRIPTION("Lets single allocations under cipsolab fail, for tests");
MODULE_LICENSE("GPL");
