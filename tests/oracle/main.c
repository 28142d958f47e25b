// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests, oracle: the module
 *
 * Reading /sys/kernel/debug/clab_oracle/compare gives "rounds" option areas to
 * both sides and prints what they said; reading "bench" prints what each side
 * costs.
 */
#include <linux/debugfs.h>
#include <linux/ip.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "codec/opt.h"
#include "oracle.h"

static ulong clab_oracle_rounds = 1000;
module_param_named(rounds, clab_oracle_rounds, ulong, 0600);
MODULE_PARM_DESC(rounds, "option areas to compare");

static ulong clab_oracle_sequence = 1;
module_param_named(seed, clab_oracle_sequence, ulong, 0600);
MODULE_PARM_DESC(seed, "which sequence of them");

static bool clab_oracle_loose;
module_param_named(loose, clab_oracle_loose, bool, 0600);
MODULE_PARM_DESC(loose, "the kernel runs with cipso_rbm_strictvalid=0");

static struct dentry *clab_oracle_dir;

/**
 * struct clab_oracle_tally - what has been seen
 * @reason: verdicts of the codec by reason
 * @accepted: those of them that accept an option, by tag type: 1, 2, 5, 128
 * @unlabeled: areas without an option, accepted
 * @different: verdicts in which the two sides differ
 */
struct clab_oracle_tally {
	unsigned long reason[CLAB_R_MAX];
	unsigned long accepted[4];
	unsigned long unlabeled;
	unsigned long different;
};

/*
 * The codec's verdict on a whole area. Each option is judged before what is
 * behind it is looked at, and a second one at its place.
 */
static int clab_oracle_codec(const struct clab_oracle_octets *area,
			     unsigned int flags, struct clab_err *err)
{
	int at, len, next = 0, first = -ENOENT;
	u32 doi = 0;

	for (;; next = at + len) {
		at = clab_opt_next(area->at, area->len, next, CLAB_IPOPT_CIPSO, err);
		if (at == -ENOENT)
			return first;
		if (at < 0)
			return at;
		len = area->at[at + 1];
		if (first >= 0)
			return clab_err_set(err, CLAB_R_OPT_DUPLICATE, at, -EINVAL);
		clab_cipso_doi(area->at + at, len, &doi);
		if (clab_cipso_validate(clab_oracle_find(doi), area->at + at, len,
					flags, err)) {
			err->offset += at;
			return -EINVAL;
		}
		first = at;
	}
}

static void clab_oracle_count(struct clab_oracle_tally *tally,
			      const struct clab_oracle_octets *area, int rc,
			      const struct clab_err *err)
{
	static const u8 types[] = { 1, 2, 5, 128 };
	const u8 *type;

	if (rc == -ENOENT) {
		tally->unlabeled++;
	} else if (rc < 0) {
		tally->reason[err->reason]++;
	} else {
		tally->reason[CLAB_OK]++;
		type = memchr(types, area->at[rc + CLAB_OPT_HDR_LEN], sizeof(types));
		if (type)
			tally->accepted[type - types]++;
	}
}

static void clab_oracle_compare(struct seq_file *s, struct clab_oracle_tally *tally,
				const struct clab_oracle_octets *area,
				enum clab_oracle_via via)
{
	static const char *const name[] = { "lo", "device", "program" };
	unsigned int flags = (via == CLAB_ORACLE_LO ? CLAB_V_LOOPBACK : 0) |
			     (clab_oracle_loose ? CLAB_V_LOOSE_RBM : 0);
	struct clab_err err = { CLAB_OK, 0 };
	int rc, want, got;

	rc = clab_oracle_codec(area, flags, &err);
	got = rc < 0 && rc != -ENOENT ? sizeof(struct iphdr) + err.offset : 0;
	clab_oracle_count(tally, area, rc, &err);
	want = clab_oracle_stock(area, via);
	if (want == got)
		return;
	if (tally->different++ < 20)
		seq_printf(s, "# %*phN via %s: stock %d, codec %d (%s)\n", area->len,
			   area->at, name[via], want, got, clab_reason_name(err.reason));
}

static void clab_oracle_print(struct seq_file *s, const struct clab_oracle_tally *tally)
{
	static const char *const type[] = { "tag 1", "tag 2", "tag 5", "tag 128" };
	unsigned int i;

	seq_printf(s, "unlabeled %lu\n", tally->unlabeled);
	for (i = 0; i < CLAB_R_MAX; i++)
		if (tally->reason[i])
			seq_printf(s, "%s %lu\n", clab_reason_name(i), tally->reason[i]);
	for (i = 0; i < ARRAY_SIZE(type); i++)
		seq_printf(s, "ok, %s %lu\n", type[i], tally->accepted[i]);
	seq_printf(s, "different %lu\n", tally->different);
}

static int clab_oracle_show(struct seq_file *s, void *unused)
{
	struct clab_oracle_tally tally = { };
	struct clab_oracle_octets area;
	enum clab_oracle_via via;
	unsigned long round;

	clab_oracle_seed(clab_oracle_sequence);
	for (round = 0; round < clab_oracle_rounds; round++) {
		clab_oracle_make(round, &area);
		for (via = 0; via < CLAB_ORACLE_VIAS; via++)
			clab_oracle_compare(s, &tally, &area, via);
		if (round % 1024 == 0)
			cond_resched();
	}
	seq_printf(s, "areas %lu\n", clab_oracle_rounds);
	clab_oracle_print(s, &tally);
	return 0;
}

/* With room for all of it: what does not fit would be made a second time. */
static int clab_oracle_open(struct inode *inode, struct file *file)
{
	return single_open_size(file, inode->i_private, NULL, 4 * PAGE_SIZE);
}

static const struct file_operations clab_oracle_fops = {
	.owner = THIS_MODULE,
	.open = clab_oracle_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

static int __init clab_oracle_init(void)
{
	int rc;

	rc = clab_oracle_data_init();
	if (rc)
		return rc;
	rc = clab_oracle_stock_init();
	if (rc) {
		clab_oracle_data_exit();
		return rc;
	}
	clab_oracle_dir = debugfs_create_dir("clab_oracle", NULL);
	debugfs_create_file("compare", 0400, clab_oracle_dir, clab_oracle_show,
			    &clab_oracle_fops);
	debugfs_create_file("bench", 0400, clab_oracle_dir, clab_oracle_bench,
			    &clab_oracle_fops);
	return 0;
}

static void __exit clab_oracle_exit(void)
{
	debugfs_remove(clab_oracle_dir);
	clab_oracle_stock_exit();
	clab_oracle_data_exit();
}

module_init(clab_oracle_init);
module_exit(clab_oracle_exit);
MODULE_DESCRIPTION("cipsolab: the codec against the stock kernel");
MODULE_LICENSE("GPL");
