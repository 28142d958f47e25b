// SPDX-License-Identifier: GPL-2.0
/*
 * clab-profile: a plugin of qemu's emulation that counts instructions by the
 * block of code they belong to
 *
 *	-plugin FILE,arg=out=PATH
 *
 * Debian's qemu loads plugins but brings no header for them; what is used of
 * the interface is declared here. Counting begins when the guest passes the
 * mark at CLAB_MARK_BEGIN and is written out at CLAB_MARK_END:
 *
 *	run N
 *	ADDRESS INSTRUCTIONS
 *	...
 *
 * The processor of the guest is one thread, as instruction counting has it.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLAB_MARK_ADDRESSES_ONLY
#include "mark.h"

#define CLAB_EXPORT	__attribute__((visibility("default")))
#define CLAB_BLOCKS_MAX	(1 << 20)
#define CLAB_TABLE	(1 << 21)

/* qemu's interface, version 1 */
struct qemu_plugin_tb;
struct qemu_info_t;
void qemu_plugin_register_vcpu_tb_trans_cb(u64 id,
					   void (*cb)(u64 id,
						      struct qemu_plugin_tb *tb));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb,
					  void (*cb)(unsigned int cpu, void *data),
					  int flags, void *data);
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *tb, int op,
					      void *ptr, u64 imm);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
u64 qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);

CLAB_EXPORT int qemu_plugin_version = 1;
CLAB_EXPORT int qemu_plugin_install(u64 id, const struct qemu_info_t *info,
				    int argc, char **argv);

/**
 * struct clab_block - the code that begins at an address
 * @addr: the address
 * @count: instructions of it that were executed
 */
struct clab_block {
	u64 addr;
	u64 count;
};

static struct clab_block clab_blocks[CLAB_TABLE];
static unsigned int clab_used, clab_runs;
static const char *clab_path = "profile.out";

/* Blocks stay where they are: the translated code adds to their counts. */
static struct clab_block *clab_block_find(u64 addr)
{
	u64 slot = (addr * 0x9e3779b97f4a7c15ull) >> 43;

	while (clab_blocks[slot].addr && clab_blocks[slot].addr != addr)
		slot = (slot + 1) % CLAB_TABLE;
	if (!clab_blocks[slot].addr) {
		if (++clab_used > CLAB_BLOCKS_MAX) {
			fprintf(stderr, "clab-profile: too much code\n");
			exit(1);
		}
		clab_blocks[slot].addr = addr;
	}
	return &clab_blocks[slot];
}

static void clab_begin(unsigned int cpu, void *data)
{
	unsigned int i;

	(void)cpu;
	(void)data;
	for (i = 0; i < CLAB_TABLE; i++)
		clab_blocks[i].count = 0;
}

static void clab_end(unsigned int cpu, void *data)
{
	FILE *out = fopen(clab_path, clab_runs ? "a" : "w");
	unsigned int i;

	(void)cpu;
	(void)data;
	if (!out) {
		perror(clab_path);
		exit(1);
	}
	fprintf(out, "run %u\n", ++clab_runs);
	for (i = 0; i < CLAB_TABLE; i++)
		if (clab_blocks[i].count)
			fprintf(out, "%016lx %lu\n", (unsigned long)clab_blocks[i].addr,
				(unsigned long)clab_blocks[i].count);
	fclose(out);
}

static void clab_translate(u64 id, struct qemu_plugin_tb *tb)
{
	u64 addr = qemu_plugin_tb_vaddr(tb);

	(void)id;
	if (addr == CLAB_MARK_BEGIN)
		qemu_plugin_register_vcpu_tb_exec_cb(tb, clab_begin, 0, NULL);
	else if (addr == CLAB_MARK_END)
		qemu_plugin_register_vcpu_tb_exec_cb(tb, clab_end, 0, NULL);
	qemu_plugin_register_vcpu_tb_exec_inline(tb, 0, &clab_block_find(addr)->count,
						 qemu_plugin_tb_n_insns(tb));
}

int qemu_plugin_install(u64 id, const struct qemu_info_t *info, int argc, char **argv)
{
	(void)info;
	for (; argc > 0; argc--, argv++)
		if (!strncmp(*argv, "out=", 4))
			clab_path = strdup(*argv + 4);
	qemu_plugin_register_vcpu_tb_trans_cb(id, clab_translate);
	return 0;
}
