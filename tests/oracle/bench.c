// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests, oracle: what each side costs
 *
 * Where a guest nanosecond is an instruction, the time stamp counter counts
 * instructions. The least of many calls is taken, which has no interrupt in it,
 * less what an empty function costs.
 *
 * The stock kernel exports none of its functions for CIPSO but the one around
 * them. A probe is asked for the address of the others; what has been inlined
 * or cloned away has none and cannot be measured.
 */
#include <linux/ip.h>
#include <linux/kprobes.h>
#include <linux/skbuff.h>
#include <net/cipso_ipv4.h>
#include <net/ip.h>
#include <net/net_namespace.h>
#include <net/netlabel.h>

#include "codec/label.h"
#include "codec/opt.h"
#include "oracle.h"

#define CLAB_BENCH_CALLS	40
#define CLAB_BENCH_NONE		(~0ULL)	/* cannot be measured */
#define CLAB_BENCH_SECID	76

/**
 * struct clab_bench_row - a label that is measured
 * @doi: the DOI
 * @label: the label, as text
 * @name: what the table calls it
 */
struct clab_bench_row {
	u32 doi;
	const char *label;
	const char *name;
};

static const struct clab_bench_row clab_bench_rows[] = {
	{ 20, "s5", "1, no category" },
	{ 20, "s5:c0.c239", "1, 240 categories" },
	{ 10, "s245:c0.c239", "1, 240 categories, TRANSLATE" },
	{ 17, "s5", "2, no category" },
	{ 17, "s5:c0.c14", "2, 15 categories in a row" },
	{ 17, "s5:c0,c17,c34,c51,c68,c85,c102,c119,c136,c153,c170,c187,c204,c221,c238",
	  "2, 15 categories, spread" },
	{ 18, "s5", "5, no category" },
	{ 18, "s5:c0.c1023", "5, c0.c1023" },
	{ 18, "s5:c0.c65534", "5, all categories" },
	{ 18, "s5:c0.c3,c20.c25,c30.c36,c40.c45,c50.c55,c60.c66,c70.c78,c80.c88",
	  "5, 8 ranges" },
	{ 1, "s0", "128" },
};

/**
 * struct clab_bench - what is measured on
 * @def: the DOI
 * @label: the label
 * @out: what is read
 * @area: its option, alone in an area
 * @err: what is wrong
 * @secattr: the label as the stock kernel has it
 * @got: what the stock kernel reads
 * @stock: the DOI as the stock kernel has it
 * @skb: a packet with the option, as from loopback
 * @out_skb: a packet that the stock kernel writes the option into
 * @room: where an option is written
 * @header: an option area that one is written into
 */
struct clab_bench {
	const struct clab_doi_def *def;
	struct clab_label label;
	struct clab_label out;
	struct clab_oracle_octets area;
	struct clab_err err;
	struct netlbl_lsm_secattr secattr;
	struct netlbl_lsm_secattr got;
	struct cipso_v4_doi *stock;
	struct sk_buff *skb;
	struct sk_buff *out_skb;
	u8 room[CLAB_OPT_MAX];
	struct clab_oracle_octets header;
};

/* The functions of the stock kernel; NULL where there is no such symbol. */
static struct {
	typeof(&cipso_v4_validate) validate;
	typeof(&cipso_v4_getattr) getattr;
	typeof(&cipso_v4_doi_getdef) getdef;
	typeof(&cipso_v4_doi_putdef) putdef;
	typeof(&cipso_v4_skbuff_setattr) setattr;
	void (*empty)(struct clab_bench *b);
} clab_bench_stock;

static void *clab_bench_symbol(const char *name)
{
	struct kprobe probe = { .symbol_name = name };
	void *at;

	if (register_kprobe(&probe))
		return NULL;
	at = probe.addr;
	unregister_kprobe(&probe);
	return at;
}

static noinline void clab_bench_empty(struct clab_bench *b)
{
	barrier_data(b);
}

static void clab_bench_symbols(void)
{
	clab_bench_stock.validate = clab_bench_symbol("cipso_v4_validate");
	clab_bench_stock.getattr = clab_bench_symbol("cipso_v4_getattr");
	clab_bench_stock.getdef = clab_bench_symbol("cipso_v4_doi_getdef");
	clab_bench_stock.putdef = clab_bench_symbol("cipso_v4_doi_putdef");
	clab_bench_stock.setattr = clab_bench_symbol("cipso_v4_skbuff_setattr");
	clab_bench_stock.empty = clab_bench_empty;
}

/* What CALL costs at least, with AFTER to tidy up behind each. */
#define CLAB_BENCH_LEAST(CALL, AFTER) ({				\
	u64 least = CLAB_BENCH_NONE, from, took;			\
	unsigned long flags;						\
	unsigned int i;							\
									\
	for (i = 0; i < CLAB_BENCH_CALLS; i++) {			\
		local_irq_save(flags);					\
		from = get_cycles();					\
		CALL;							\
		took = get_cycles() - from;				\
		local_irq_restore(flags);				\
		AFTER;							\
		if (took < least)					\
			least = took;					\
	}								\
	least;								\
})

/* The codec's, called by name, less an empty function called by name. */
#define CLAB_BENCH_OURS(CALL)						\
	(CLAB_BENCH_LEAST(CALL, ) - CLAB_BENCH_LEAST(clab_bench_empty(b), ))

/* The stock kernel's, called by pointer, less an empty function called so. */
#define CLAB_BENCH_THEIRS(NAME, CALL, AFTER)				\
	(clab_bench_stock.NAME ?					\
	 CLAB_BENCH_LEAST(CALL, AFTER) -				\
	 CLAB_BENCH_LEAST(READ_ONCE(clab_bench_stock.empty)(b), ) :	\
	 CLAB_BENCH_NONE)

static u64 clab_bench_validate(struct clab_bench *b)
{
	return CLAB_BENCH_OURS(clab_cipso_validate(b->def, b->area.at, b->area.at[1],
						   CLAB_V_LOOPBACK, &b->err));
}

static u64 clab_bench_decode(struct clab_bench *b)
{
	return CLAB_BENCH_OURS(clab_cipso_decode(b->def, b->area.at, b->area.at[1],
						 &b->out, &b->err));
}

static u64 clab_bench_encode(struct clab_bench *b)
{
	return CLAB_BENCH_OURS(clab_cipso_encode(b->def, &b->label, 0, b->room, &b->err));
}

static u64 clab_bench_find(struct clab_bench *b)
{
	return CLAB_BENCH_OURS(clab_opt_find(b->area.at, b->area.len, CLAB_IPOPT_CIPSO,
					     &b->err));
}

static u64 clab_bench_stock_validate(struct clab_bench *b)
{
	unsigned char *opt;

	return CLAB_BENCH_THEIRS(validate,
				 opt = (unsigned char *)(ip_hdr(b->skb) + 1);
				 clab_bench_stock.validate(b->skb, &opt), );
}

static u64 clab_bench_stock_decode(struct clab_bench *b)
{
	return CLAB_BENCH_THEIRS(getattr,
				 netlbl_secattr_init(&b->got);
				 clab_bench_stock.getattr(b->area.at, &b->got),
				 netlbl_secattr_destroy(&b->got));
}

/* The codec's part of sending: the option, and the area with it. */
static u64 clab_bench_send(struct clab_bench *b)
{
	return CLAB_BENCH_OURS(clab_cipso_encode(b->def, &b->label, 0, b->room, &b->err);
			       clab_opt_replace(b->header.at, b->header.len, b->room,
						b->area.len));
}

/* Into a packet that has an option of that length already, checksum and all. */
static u64 clab_bench_stock_send(struct clab_bench *b)
{
	if (!b->stock)
		return CLAB_BENCH_NONE;
	return CLAB_BENCH_THEIRS(setattr, clab_bench_stock.setattr(b->out_skb, b->stock,
								   &b->secattr), );
}

/* All that __ip_options_compile() does for the option. */
static u64 clab_bench_stock_compile(struct clab_bench *b)
{
	struct ip_options opt = { };
	u64 with, without;

	with = CLAB_BENCH_LEAST(opt.cipso = 0; opt.optlen = b->area.len;
				__ip_options_compile(&init_net, &opt, b->skb, NULL), );
	without = CLAB_BENCH_LEAST(opt.cipso = 0; opt.optlen = 0;
				   __ip_options_compile(&init_net, &opt, b->skb, NULL), );
	return with - without;
}

static void clab_bench_print(struct seq_file *s, u64 count)
{
	if (count == CLAB_BENCH_NONE)
		seq_puts(s, "\t-");
	else
		seq_printf(s, "\t%llu", count);
}

/* The label as the stock kernel has it. */
static int clab_bench_secattr(struct clab_bench *b)
{
	struct clab_catrange run = { };
	u32 cat, next = 0;
	int rc = 0;

	netlbl_secattr_init(&b->secattr);
	b->secattr.flags = NETLBL_SECATTR_MLS_LVL | NETLBL_SECATTR_SECID;
	if (b->def->type == CLAB_DOI_LOCAL) {
		b->secattr.attr.secid = CLAB_BENCH_SECID;
		return 0;
	}
	b->secattr.attr.mls.lvl = b->label.level;
	while (!rc && clab_catset_next(&b->label.cats, next, &run)) {
		b->secattr.flags |= NETLBL_SECATTR_MLS_CAT;
		for (cat = run.low; !rc && cat <= run.high; cat++)
			rc = netlbl_catmap_setbit(&b->secattr.attr.mls.cat, cat, GFP_KERNEL);
		next = run.high + 1;
	}
	return rc;
}

static int clab_bench_prepare(struct clab_bench *b, const struct clab_bench_row *row)
{
	int len;

	b->def = clab_oracle_find(row->doi);
	if (!b->def ||
	    clab_label_parse(row->label, strlen(row->label), &b->label, &b->err))
		return -EINVAL;
	b->label.secid = CLAB_BENCH_SECID;
	memset(b->area.at, 0, sizeof(b->area.at));
	len = clab_cipso_encode(b->def, &b->label, 0, b->area.at, &b->err);
	if (len < 0)
		return len;
	b->area.len = (len + 3) & ~3;
	b->header = b->area;
	memcpy(ip_hdr(b->skb) + 1, b->area.at, b->area.len);
	return clab_bench_secattr(b);
}

static struct sk_buff *clab_bench_packet(void)
{
	struct sk_buff *skb = alloc_skb(MAX_HEADER + 2 * CLAB_OPT_MAX, GFP_KERNEL);

	if (!skb)
		return NULL;
	skb_reserve(skb, MAX_HEADER + CLAB_OPT_MAX);
	skb_reset_network_header(skb);
	skb_put_zero(skb, sizeof(struct iphdr));
	ip_hdr(skb)->version = 4;
	ip_hdr(skb)->ihl = 5;
	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	return skb;
}

static bool clab_bench_same_sent(struct clab_bench *b)
{
	if (!b->stock || !clab_bench_stock.setattr)
		return true;
	return !clab_bench_stock.setattr(b->out_skb, b->stock, &b->secattr) &&
	       !memcmp(ip_hdr(b->out_skb) + 1, b->area.at, b->area.len);
}

/* Both sides must do the same thing and succeed, or what it costs says nothing. */
static bool clab_bench_same(struct clab_bench *b)
{
	int rc = 0;

	if (clab_oracle_stock(&b->area, CLAB_ORACLE_LO) ||
	    clab_cipso_validate(b->def, b->area.at, b->area.at[1], CLAB_V_LOOPBACK, &b->err) ||
	    clab_cipso_decode(b->def, b->area.at, b->area.at[1], &b->out, &b->err))
		return false;
	if (clab_bench_stock.getattr) {
		netlbl_secattr_init(&b->got);
		rc = clab_bench_stock.getattr(b->area.at, &b->got);
		netlbl_secattr_destroy(&b->got);
	}
	return !rc && clab_bench_same_sent(b);
}

static int clab_bench_row(struct seq_file *s, struct clab_bench *b,
			  const struct clab_bench_row *row)
{
	int rc = clab_bench_prepare(b, row);

	b->out_skb = clab_bench_packet();
	if (!b->out_skb)
		rc = -ENOMEM;
	/* The stock kernel sends a label of this side, which is not the option's. */
	if (!rc && b->def->type != CLAB_DOI_TRANS && clab_bench_stock.getdef &&
	    clab_bench_stock.putdef)
		b->stock = clab_bench_stock.getdef(row->doi);
	if (!rc && !clab_bench_same(b))
		rc = -EBADMSG;
	if (!rc) {
		seq_puts(s, row->name);
		clab_bench_print(s, clab_bench_encode(b));
		clab_bench_print(s, clab_bench_send(b));
		clab_bench_print(s, clab_bench_stock_send(b));
		clab_bench_print(s, clab_bench_validate(b));
		clab_bench_print(s, clab_bench_stock_validate(b));
		clab_bench_print(s, clab_bench_decode(b));
		clab_bench_print(s, clab_bench_stock_decode(b));
		clab_bench_print(s, clab_bench_find(b) + clab_bench_validate(b));
		clab_bench_print(s, clab_bench_stock_compile(b));
		seq_putc(s, '\n');
	}
	if (b->stock)
		clab_bench_stock.putdef(b->stock);
	b->stock = NULL;
	kfree_skb(b->out_skb);
	b->out_skb = NULL;
	netlbl_secattr_destroy(&b->secattr);
	return rc;
}

/**
 * clab_oracle_bench() - print a table of what each label costs
 * @s: where it goes: lines of a name and nine figures, apart by tabs
 * @unused: not used
 *
 * Return: 0 or a negative errno.
 */
int clab_oracle_bench(struct seq_file *s, void *unused)
{
	struct clab_bench *b = kzalloc(sizeof(*b), GFP_KERNEL);
	unsigned int i;
	int rc = -ENOMEM;

	if (b)
		b->skb = alloc_skb(sizeof(struct iphdr) + CLAB_OPT_MAX, GFP_KERNEL);
	if (b && b->skb) {
		rc = 0;
		skb_reset_network_header(b->skb);
		skb_put_zero(b->skb, sizeof(struct iphdr) + CLAB_OPT_MAX);
		b->skb->dev = init_net.loopback_dev;
		clab_bench_symbols();
	}
	for (i = 0; i < ARRAY_SIZE(clab_bench_rows) && !rc; i++)
		rc = clab_bench_row(s, b, &clab_bench_rows[i]);
	if (b)
		kfree_skb(b->skb);
	kfree(b);
	return rc;
}
