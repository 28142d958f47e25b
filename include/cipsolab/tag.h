/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * cipsolab: what a tag format is made of
 *
 * A label, a set of categories, an error with its place, and the operations of
 * one tag type. The built-in tags use what is here and nothing else.
 */
#ifndef _CIPSOLAB_TAG_H
#define _CIPSOLAB_TAG_H

#include <cipsolab/port.h>
#include <linux/cipsolab.h>

/**
 * enum clab_reason - why an option, a label or a packet is refused
 *
 * One list for the ICMP pointer, the extack text, the counters and the tests;
 * clab_reason_name() gives the words.
 *
 * @CLAB_OK: nothing is wrong
 * @CLAB_R_OPT_LENGTH: an option's length octet is below 2 or above what is left
 * @CLAB_R_OPT_SHORT: the CIPSO option has no room for a DOI and a tag
 * @CLAB_R_OPT_DUPLICATE: a second CIPSO option in one header
 * @CLAB_R_OPT_TRAILING: octets behind the last tag that are no tag
 * @CLAB_R_DOI_ZERO: DOI 0 is reserved
 * @CLAB_R_DOI_UNKNOWN: the DOI is not configured
 * @CLAB_R_TAG_TYPE: the DOI does not list this tag type
 * @CLAB_R_TAG_LENGTH: a tag's length octet does not suit its type or place
 * @CLAB_R_TAG_ALIGN: the alignment octet is not 0 (strict)
 * @CLAB_R_TAG_SECOND: a second tag of the MAC class (strict)
 * @CLAB_R_TAG_SCOPE: a loopback-only tag that did not come over loopback
 * @CLAB_R_LEVEL: a level that cannot be carried or is not mapped
 * @CLAB_R_CAT: a category that cannot be carried or is not mapped
 * @CLAB_R_CAT_ORDER: enumerated categories that do not ascend
 * @CLAB_R_CAT_ODD: half a category at the end of a tag
 * @CLAB_R_RANGE_ORDER: ranges that do not descend, or overlap
 * @CLAB_R_RANGE_REVERSED: a range whose top is below its bottom
 * @CLAB_R_RANGE_TOUCH: a range that begins where the one before it ended (strict)
 * @CLAB_R_NOSPACE: the label does not fit any tag of the DOI
 * @CLAB_R_TEXT: label text that is no level and categories
 * @CLAB_R_MAX: number of reasons
 */
enum clab_reason {
	CLAB_OK,
	CLAB_R_OPT_LENGTH,
	CLAB_R_OPT_SHORT,
	CLAB_R_OPT_DUPLICATE,
	CLAB_R_OPT_TRAILING,
	CLAB_R_DOI_ZERO,
	CLAB_R_DOI_UNKNOWN,
	CLAB_R_TAG_TYPE,
	CLAB_R_TAG_LENGTH,
	CLAB_R_TAG_ALIGN,
	CLAB_R_TAG_SECOND,
	CLAB_R_TAG_SCOPE,
	CLAB_R_LEVEL,
	CLAB_R_CAT,
	CLAB_R_CAT_ORDER,
	CLAB_R_CAT_ODD,
	CLAB_R_RANGE_ORDER,
	CLAB_R_RANGE_REVERSED,
	CLAB_R_RANGE_TOUCH,
	CLAB_R_NOSPACE,
	CLAB_R_TEXT,
	CLAB_R_MAX,
};

#define CLAB_LEVEL_MAX		0x7fffffffU	/* highest level of a label */
#define CLAB_CAT_MAX		0x7fffffffU	/* highest category of a label */

/**
 * struct clab_err - what is wrong, and where
 * @reason: the reason
 * @offset: octet at fault, counted from the start of what was handed in: the
 *	    option, the option area or the text, as each function says
 */
struct clab_err {
	enum clab_reason reason;
	u32 offset;
};

/**
 * clab_err_set() - note what is wrong and return an errno
 * @err: where to note it
 * @reason: the reason
 * @offset: the octet at fault
 * @error: negative errno
 *
 * Return: @error, so that a refusal is one statement.
 */
static inline int clab_err_set(struct clab_err *err, enum clab_reason reason,
			       u32 offset, int error)
{
	err->reason = reason;
	err->offset = offset;
	return error;
}

#define CLAB_CATSET_LOW		256	/* categories kept as bits */
#define CLAB_CATSET_WORDS	(CLAB_CATSET_LOW / 64)
#define CLAB_CATSET_RANGES	120	/* runs above them that a set can hold */

/**
 * struct clab_catrange - a run of categories
 * @low: first category
 * @high: last category, not below @low
 */
struct clab_catrange {
	u32 low;
	u32 high;
};

/**
 * struct clab_catset - a set of categories
 * @low: categories 0 to 255, category n in bit n % 64 of word n / 64
 * @nr: ranges in use
 * @range: categories from 256 up; ascending, apart by at least one category
 *
 * A tag 1 bitmap is four words of it, a tag 5 range is one entry: decoding
 * costs no more for many categories than for few.
 */
struct clab_catset {
	u64 low[CLAB_CATSET_WORDS];
	u32 nr;
	struct clab_catrange range[CLAB_CATSET_RANGES];
};

/**
 * clab_catset_init() - make a set empty
 * @set: the set
 *
 * The ranges are not cleared: @set->nr says that none is in use.
 */
static inline void clab_catset_init(struct clab_catset *set)
{
	set->low[0] = 0;
	set->low[1] = 0;
	set->low[2] = 0;
	set->low[3] = 0;
	set->nr = 0;
}

int clab_catset_add(struct clab_catset *set, u32 low, u32 high);
bool clab_catset_next(const struct clab_catset *set, u32 from,
		      struct clab_catrange *run);
bool clab_catset_equal(const struct clab_catset *a,
		       const struct clab_catset *b);
bool clab_catset_contains(const struct clab_catset *a,
			  const struct clab_catset *b);

/**
 * clab_catset_empty() - is a set of categories empty
 * @set: the set
 *
 * Return: true when no category is in it.
 */
static inline bool clab_catset_empty(const struct clab_catset *set)
{
	return !(set->low[0] | set->low[1] | set->low[2] | set->low[3] |
		 set->nr);
}

/**
 * enum clab_label_kind - what a label holds
 * @CLAB_LABEL_NONE: nothing yet
 * @CLAB_LABEL_MLS: @level and @cats
 * @CLAB_LABEL_SECID: @secid
 */
enum clab_label_kind {
	CLAB_LABEL_NONE,
	CLAB_LABEL_MLS,
	CLAB_LABEL_SECID,
};

/**
 * struct clab_label - a label as the codec sees it
 * @kind: which of the other members hold
 * @secid: the LSM's number for the whole label, in host byte order
 * @level: sensitivity, as in s@level
 * @cats: categories
 *
 * About 1 KiB: embed it in something allocated, not in a kernel stack frame.
 * A label to be encoded under a LOCAL DOI needs @secid, under another one
 * @level and @cats; for encoding all may be set at once, @kind is not looked
 * at.
 */
struct clab_label {
	enum clab_label_kind kind;
	u32 secid;
	u32 level;
	struct clab_catset cats;
};

/**
 * clab_label_on_wire() - can any tag carry this level and these categories
 * @label: the label; @level and @cats are looked at
 * @err: what is wrong
 *
 * The widest fields of the format have 8 bits for a level and 16 for a
 * category, of which 65535 is reserved (3.4.3.5). A label beyond them is
 * refused: cutting a number down would send the label of somebody else.
 *
 * Return: 0, or -ERANGE with @err set, offset 0.
 */
static inline int clab_label_on_wire(const struct clab_label *label,
				     struct clab_err *err)
{
	const struct clab_catset *cats = &label->cats;

	if (label->level > CLAB_LEVEL_WIRE_MAX)
		return clab_err_set(err, CLAB_R_LEVEL, 0, -ERANGE);
	if (cats->nr && cats->range[cats->nr - 1].high > CLAB_CAT_WIRE_MAX)
		return clab_err_set(err, CLAB_R_CAT, 0, -ERANGE);
	return 0;
}

#define CLAB_V_STRICT		1U	/* the draft's reading, not upstream's */
#define CLAB_V_LOOPBACK		2U	/* the packet came over loopback */
#define CLAB_V_LOOSE_RBM	4U	/* don't ask of a tag 1 that it is mapped */

#define CLAB_E_OPTFMT		1U	/* fill bitmaps up to 10 octets (3.4.2.6) */

/**
 * struct clab_tag_ops - one tag type
 * @type: the type octet
 * @name: what people call it
 * @label: what it carries
 * @loopback: it has no meaning outside this host
 * @encode: write a whole tag, type and length octets included, at most @room
 *	octets. Return: its length, -ENOSPC when the label does not fit, or
 *	-ERANGE when the type cannot carry it; @err->offset is 0.
 * @validate: check the tag of @len octets at @tag, which has been checked to
 *	hold a type octet and a length octet equal to @len, 2 to
 *	CLAB_TAG_MAX. @flags are CLAB_V_*. Without CLAB_V_STRICT accept
 *	exactly what the stock kernel does, with its pointer. Return: 0 or
 *	-EINVAL; @err->offset counts from @tag.
 * @decode: read such a tag, which @validate has accepted in either mode, into
 *	@label. What the octets say or an error, never less than they say;
 *	@err->offset is exact. It must stay inside @len whatever the octets
 *	are, since the packet may have changed behind @validate's back.
 *	Return: 0 or -EINVAL; @err->offset counts from @tag.
 */
struct clab_tag_ops {
	u8 type;
	const char *name;
	enum clab_label_kind label;
	bool loopback;
	int (*encode)(const struct clab_label *label, u8 *tag, size_t room,
		      struct clab_err *err);
	int (*validate)(const u8 *tag, size_t len, unsigned int flags,
			struct clab_err *err);
	int (*decode)(const u8 *tag, size_t len, struct clab_label *label,
		      struct clab_err *err);
};

#endif /* _CIPSOLAB_TAG_H */
