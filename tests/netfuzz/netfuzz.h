/* SPDX-License-Identifier: GPL-2.0 */
/*
 * clab-netfuzz: requests made up at random, and a model that says what comes of them
 */
#ifndef _CLAB_NETFUZZ_H
#define _CLAB_NETFUZZ_H

#include <linux/cipsolab.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

#define __aligned(x)	__attribute__((aligned(x)))
#define ARRAY_SIZE(x)	(sizeof(x) / sizeof((x)[0]))

#define CLAB_NF_MSG	(512 * 1024)	/* octets of a message */
#define CLAB_NF_ATTRS	4096		/* attributes whose places are known */
#define CLAB_NF_SOCKS	18		/* sockets; more than there may be transactions */
#define CLAB_NF_TX_MAX	16		/* transactions of a namespace */
#define CLAB_NF_TUNABLES	5

enum clab_nf_family {
	CLAB_NF_MGMT,
	CLAB_NF_CIPSO,
	CLAB_NF_UNLBL,
	CLAB_NF_LAB,
	CLAB_NF_FAMILIES,
};

/**
 * struct clab_nf_msg - a message, and where its attributes are
 * @buf: its octets
 * @len: how many
 * @family: the family it is for
 * @nr: attributes whose places are known
 * @pos: where each begins
 * @up: the nest that each is in, -1: none
 * @open: the nest that is being written, -1: none
 */
struct clab_nf_msg {
	u8 buf[CLAB_NF_MSG] __aligned(8);
	size_t len;
	enum clab_nf_family family;
	unsigned int nr;
	size_t pos[CLAB_NF_ATTRS];
	int up[CLAB_NF_ATTRS];
	int open;
};

struct clab_nf_pairs {
	struct clab_lab_pair *pair;
	u32 nr;
	u32 room;
};

/* A DOI, or one that is still being read. */
struct clab_nf_doi {
	u32 doi;
	u32 type;
	u8 tags[CLAB_TAGS_PER_DOI];
	u32 nr_tags;
	struct clab_nf_pairs levels;
	struct clab_nf_pairs cats;
};

struct clab_nf_prefix {
	u8 addr[16];
	u8 len;
};

enum clab_nf_slot {
	CLAB_NF_BOTH,
	CLAB_NF_V4,
	CLAB_NF_V6,
};

/* A mapping, or one address selector of it; without domain: the default. */
struct clab_nf_map {
	bool is_default;
	char domain[256];
	enum clab_nf_slot slot;
	bool selector;
	struct clab_nf_prefix prefix;
	u32 proto;
	u32 doi;
};

/* A static label; without name: of every other interface. */
struct clab_nf_static {
	char iface[16];
	enum clab_nf_slot slot;
	struct clab_nf_prefix prefix;
	u64 label;
};

struct clab_nf_config {
	struct clab_nf_doi *doi;
	struct clab_nf_map *map;
	struct clab_nf_static *label;
	u32 nr_dois, nr_maps, nr_labels;
	u32 room_dois, room_maps, room_labels;
	u32 accept;
	u32 tunable[CLAB_NF_TUNABLES];
	u32 generation;
};

/**
 * struct clab_nf_tx - the transaction of a socket
 * @on: there is one
 * @unsure: nobody can say what is in it
 * @conditional: it holds only for @generation
 * @generation: what the configuration's must be
 * @cfg: what has been added
 * @cost: entries of it, each level and category counted
 * @open: @draft may go on
 * @draft: the DOI that was added last
 */
struct clab_nf_tx {
	bool on;
	bool unsure;
	bool conditional;
	u32 generation;
	struct clab_nf_config cfg;
	u32 cost;
	bool open;
	struct clab_nf_doi draft;
};

/* What the model says of a request. */
enum clab_nf_verdict {
	CLAB_NF_REFUSED,
	CLAB_NF_ACCEPTED,
	CLAB_NF_UNSURE,		/* only the LSM can tell */
};

/* An attribute that was read. */
struct clab_nf_attr {
	const u8 *data;
	int len;
	u32 raw;	/* its type, flags included */
};

enum clab_nf_type {
	CLAB_NF_T_NONE,		/* not checked */
	CLAB_NF_T_U8,
	CLAB_NF_T_U16,
	CLAB_NF_T_U32,
	CLAB_NF_T_STRING,	/* at most @len octets and the NUL */
	CLAB_NF_T_BINARY,	/* at most @len octets, 0: any */
	CLAB_NF_T_EXACT,	/* @len octets */
	CLAB_NF_T_NEST,
};

struct clab_nf_policy {
	enum clab_nf_type type;
	int len;
	u32 mask;		/* of a number: the bits that it may have, 0: any */
};

#define CLAB_NF_MAXATTR	20

/* rand.c and msg.c */
void clab_nf_seed(u64 seed);
u32 clab_nf_rand(void);
u32 clab_nf_below(u32 n);
bool clab_nf_chance(u32 percent);
void clab_nf_begin(struct clab_nf_msg *m, enum clab_nf_family family, u8 cmd, u16 flags);
void clab_nf_put(struct clab_nf_msg *m, u16 type, const void *data, size_t len);
void clab_nf_put_u8(struct clab_nf_msg *m, u16 type, u8 value);
void clab_nf_put_u16(struct clab_nf_msg *m, u16 type, u16 value);
void clab_nf_put_u32(struct clab_nf_msg *m, u16 type, u32 value);
void clab_nf_put_str(struct clab_nf_msg *m, u16 type, const char *text);
void clab_nf_open(struct clab_nf_msg *m, u16 type);
void clab_nf_close(struct clab_nf_msg *m);
void clab_nf_mutate(struct clab_nf_msg *m);

/* gen.c */
extern const u8 clab_nf_commands[CLAB_NF_FAMILIES];
void clab_nf_generate(struct clab_nf_msg *m);
void clab_nf_doi_entry(struct clab_nf_msg *m, u32 doi, u32 type);
void clab_nf_sel_entry(struct clab_nf_msg *m, u32 number);
void clab_nf_iface_entry(struct clab_nf_msg *m, u32 number);
bool clab_nf_known_label(const u8 *data, int len, bool *valid);

/* config.c */
extern struct clab_nf_config clab_nf_live;
void clab_nf_config_empty(struct clab_nf_config *cfg);
void clab_nf_config_boot(struct clab_nf_config *cfg);
void clab_nf_config_free(struct clab_nf_config *cfg);
const char *clab_nf_config_differ(struct clab_nf_config *a, struct clab_nf_config *b);
void clab_nf_pairs_add(struct clab_nf_pairs *pairs, const u8 *data, u32 nr);
void clab_nf_doi_free(struct clab_nf_doi *doi);
struct clab_nf_doi *clab_nf_doi_find(struct clab_nf_config *cfg, u32 number);
bool clab_nf_doi_add(struct clab_nf_config *cfg, struct clab_nf_doi *doi);
bool clab_nf_doi_remove(struct clab_nf_config *cfg, u32 number);
bool clab_nf_doi_replace(struct clab_nf_config *cfg, struct clab_nf_doi *doi);
bool clab_nf_map_add(struct clab_nf_config *cfg, const struct clab_nf_map *map);
bool clab_nf_map_remove(struct clab_nf_config *cfg, const char *domain);
bool clab_nf_map_replace(struct clab_nf_config *cfg, const struct clab_nf_map *maps, u32 nr);
bool clab_nf_sel_del(struct clab_nf_config *cfg, const struct clab_nf_map *map);
bool clab_nf_sel_replace(struct clab_nf_config *cfg, const struct clab_nf_map *map);
bool clab_nf_map_lookup(struct clab_nf_config *cfg, const char *domain, enum clab_nf_slot slot,
			const u8 *addr);
bool clab_nf_map_default(struct clab_nf_config *cfg, enum clab_nf_slot slot, u32 *size);
bool clab_nf_label_add(struct clab_nf_config *cfg, const struct clab_nf_static *label);
bool clab_nf_label_remove(struct clab_nf_config *cfg, const struct clab_nf_static *label);
void clab_nf_prefix_mask(struct clab_nf_prefix *prefix);
bool clab_nf_prefix_exact(const u8 *addr, int octets, u32 len);

/* read.c: attributes */
extern const struct clab_nf_policy clab_nf_policies[CLAB_NF_FAMILIES][CLAB_NF_MAXATTR];
extern const u8 clab_nf_maxattr[CLAB_NF_FAMILIES];
bool clab_nf_attrs(const u8 *data, int len, const struct clab_nf_policy *policy, u32 max,
		   bool strict, struct clab_nf_attr *attrs);
bool clab_nf_next(const u8 **data, int *left, u32 *type, const u8 **payload, int *len);
u32 clab_nf_u32(const struct clab_nf_attr *attr);
u16 clab_nf_u16(const struct clab_nf_attr *attr);
u64 clab_nf_hash(const u8 *data, int len);

/* entry.c: entries of CLAB_LAB */
bool clab_nf_tx_entry(struct clab_nf_tx *tx, const u8 *data, int len, bool *unsure);
bool clab_nf_draft_done(struct clab_nf_tx *tx);
void clab_nf_tx_end(struct clab_nf_tx *tx);
bool clab_nf_entry_map(const u8 *data, int len, bool only_where, struct clab_nf_map *map);
bool clab_nf_entry_doi(const u8 *data, int len, struct clab_nf_doi *draft, bool *open);
bool clab_nf_iface_ok(const char *name);
bool clab_nf_tag_ok(u32 type, u8 tag, bool first);

/* judge.c and judge_lab.c: requests */
extern struct clab_nf_tx clab_nf_txs[CLAB_NF_SOCKS];
enum clab_nf_verdict clab_nf_judge(const struct clab_nf_msg *m, unsigned int sock);
enum clab_nf_verdict clab_nf_judge_lab(u8 cmd, bool dump, const u8 *data, int len,
				       const struct clab_nf_attr *attrs, unsigned int sock);

#endif /* _CLAB_NETFUZZ_H */
