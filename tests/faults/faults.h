/* SPDX-License-Identifier: GPL-2.0 */
/*
 * clab_faults: what its sources share
 */
#ifndef _CLAB_FAULTS_H
#define _CLAB_FAULTS_H

#include <linux/kprobes.h>
#include <linux/types.h>

struct seq_file;

/**
 * struct clab_fault_func - a function that gets memory, and its probes
 * @kp: lets it fail
 * @rp: sees what it returns
 * @gfp: which argument has the flags, 0 being the first
 * @placed: the probes are there
 */
struct clab_fault_func {
	struct kprobe kp;
	struct kretprobe rp;
	int gfp;
	bool placed;
};

unsigned long clab_fault_arg(const struct pt_regs *regs, int n);

int clab_live_init(void);
void clab_live_exit(void);
void clab_live_add(unsigned long ptr, unsigned long site, unsigned long caller);
void clab_live_forget(void);
void clab_live_show(struct seq_file *seq);

#endif /* _CLAB_FAULTS_H */
