// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * cipsolab codec: tag type 2, enumerated categories (3.4.3)
 *
 *	 0      1      2      3      4 .. 5   6 .. 7
 *	+------+------+------+------+--------+--------+---
 *	| 0x02 | len  | 0    | level| cat    | cat    | up to 15
 *	+------+------+------+------+--------+--------+---
 *
 * Categories are 0 to 65534 and ascend (3.4.3.5).
 */
#include "cipso.h"
#include "tags.h"
#include "trans.h"

/* Write the low categories from at to end; NULL when there are more. */
static u8 *clab_enum_put_low(const struct clab_catset *cats, u8 *at,
			     const u8 *end)
{
	u32 w;
	u64 bits;

	for (w = 0; w < CLAB_CATSET_WORDS; w++) {
		/*@ loop unroll 17; */
		for (bits = cats->low[w]; bits; bits &= bits - 1) {
			/*@ split end - at; */
			if (end - at < 2)
				return NULL;
			clab_put_be16((u16)(w * 64 + clab_ctz64(bits)), at);
			at += 2;
		}
	}
	return at;
}

/* The same for those above. */
static u8 *clab_enum_put_high(const struct clab_catset *cats, u8 *at,
			      const u8 *end)
{
	u32 i, cat;

	/*@ loop unroll 121; */
	for (i = 0; i < cats->nr; i++) {
		/*@ loop unroll 17; */
		for (cat = cats->range[i].low; cat <= cats->range[i].high; cat++) {
			/*@ split end - at; */
			if (end - at < 2)
				return NULL;
			clab_put_be16((u16)cat, at);
			at += 2;
		}
	}
	return at;
}

/**
 * clab_enum_encode() - write a tag of type 2
 * @label: the label; @level and @cats are looked at
 * @tag: where the tag goes
 * @room: octets there
 * @err: what is wrong
 *
 * Return: the tag's length, -ENOSPC or -ERANGE.
 */
int clab_enum_encode(const struct clab_label *label, u8 *tag,
		     size_t room, struct clab_err *err)
{
	u8 *at = tag + CLAB_TAG_HDR_LEN;
	int rc;

	rc = clab_label_on_wire(label, err);
	if (rc)
		return rc;
	if (room < CLAB_TAG_HDR_LEN)
		return clab_err_set(err, CLAB_R_NOSPACE, 0, -ENOSPC);
	at = clab_enum_put_low(&label->cats, at, tag + room);
	if (at)
		at = clab_enum_put_high(&label->cats, at, tag + room);
	if (!at)
		return clab_err_set(err, CLAB_R_NOSPACE, 0, -ENOSPC);
	clab_tag_put_head(tag, CLAB_TAG_ENUM, (size_t)(at - tag), label->level);
	return (int)(at - tag);
}

/* The draft's reading, category by category. */
static int clab_enum_validate_strict(const u8 *tag, size_t len,
				     struct clab_err *err)
{
	int cat, prev = -1;
	size_t at;

	if (tag[2])
		return clab_err_set(err, CLAB_R_TAG_ALIGN, 2, -EINVAL);
	if (len % 2)
		return clab_err_set(err, CLAB_R_CAT_ODD, (u32)len - 1, -EINVAL);
	for (at = CLAB_TAG_HDR_LEN; at < len; at += 2) {
		cat = clab_get_be16(tag + at);
		if (cat <= prev)
			return clab_err_set(err, CLAB_R_CAT_ORDER, (u32)at,
					    -EINVAL);
		if (cat > CLAB_CAT_WIRE_MAX)
			return clab_err_set(err, CLAB_R_CAT, (u32)at, -EINVAL);
		prev = cat;
	}
	return 0;
}

/**
 * clab_enum_validate() - check a tag of type 2
 * @tag: the tag, from its type octet
 * @len: its length octet's value, at least 2
 * @flags: CLAB_V_STRICT
 * @err: what is wrong, its offset counted from @tag
 *
 * The stock kernel asks of the categories that they ascend, and points at the
 * first whichever is wrong.
 *
 * Return: 0 or -EINVAL.
 */
int clab_enum_validate(const u8 *tag, size_t len, unsigned int flags,
		       struct clab_err *err)
{
	int cat, prev = -1;
	size_t at;

	if (len < CLAB_TAG_HDR_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	if (flags & CLAB_V_STRICT)
		return clab_enum_validate_strict(tag, len, err);
	if (len % 2)
		return clab_err_set(err, CLAB_R_CAT_ODD, CLAB_TAG_HDR_LEN,
				    -EINVAL);
	for (at = CLAB_TAG_HDR_LEN; at < len; at += 2) {
		cat = clab_get_be16(tag + at);
		if (cat <= prev)
			return clab_err_set(err, CLAB_R_CAT_ORDER,
					    CLAB_TAG_HDR_LEN, -EINVAL);
		prev = cat;
	}
	return 0;
}

/* The bit of a low category within its octet of a set. A table, because a shift
 * by a variable costs three times as much, and this is all the work there is.
 */
#define CLAB_BITS_8	0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80
#define CLAB_BITS_32	CLAB_BITS_8, CLAB_BITS_8, CLAB_BITS_8, CLAB_BITS_8
#define CLAB_BITS_128	CLAB_BITS_32, CLAB_BITS_32, CLAB_BITS_32, CLAB_BITS_32

static const u8 clab_enum_bit[CLAB_CATSET_LOW] = { CLAB_BITS_128, CLAB_BITS_128 };

/* Where in a word of a set, by octets, its categories n to n + 7 are. */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define CLAB_ENUM_OCTET(cat)	(((cat) >> 3) ^ 7)
#else
#define CLAB_ENUM_OCTET(cat)	((cat) >> 3)
#endif

/* Add the category at @at as if it were a low one; its upper octet tells. */
static inline u8 clab_enum_add(u8 *low, const u8 *at)
{
	size_t cat = at[1];

	low[CLAB_ENUM_OCTET(cat)] |= clab_enum_bit[cat];
	return at[0];
}

/* Any categories: those above the low ones have to ascend to fit the set, and
 * are not taken on trust.
 */
static noinline int clab_enum_decode_any(const u8 *tag, size_t len,
					 struct clab_catset *cats,
					 struct clab_err *err)
{
	const u8 *at = tag + CLAB_TAG_HDR_LEN, *end = tag + len;
	struct clab_catrange *next = cats->range;
	u32 cat, top = 0;

	if (len % 2)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	clab_catset_init(cats);
	/*@ loop unroll 16; */
	for (; at < end; at += 2) {
		/*@ split next - cats->range; */
		cat = clab_get_be16(at);
		if (cat < CLAB_CATSET_LOW) {
			cats->low[cat / 64] |= 1ULL << (cat % 64);
			continue;
		}
		if (cat <= top)
			return clab_err_set(err, CLAB_R_CAT_ORDER,
					    (u32)(at - tag), -EINVAL);
		/* 15 categories always find room in an empty set. */
		if (cat != top + 1)
			(next++)->low = cat;
		next[-1].high = cat;
		top = cat;
	}
	if (top > CLAB_CAT_WIRE_MAX)
		return clab_err_set(err, CLAB_R_CAT, (u32)len - 2, -EINVAL);
	cats->nr = (u32)(next - cats->range);
	return 0;
}

#define CLAB_ENUM_FROM(n)						\
	case CLAB_TAG_HDR_LEN + 2 * (n):				\
		upper |= clab_enum_add(low, end - 2 * (n));		\
		fallthrough

/**
 * clab_enum_decode() - read a tag of type 2
 * @tag: the tag, from its type octet
 * @len: its length octet's value, at least 2
 * @label: where the level and the categories go
 * @err: what is wrong, its offset counted from @tag
 *
 * Low categories are bits, whatever their order, and most tags have no others:
 * they are all added as if they were low, beginning where the tag's length says
 * how many there are, since to count them in a loop would cost as much as to
 * add them. Should one not be low they are read again; the last of them, the
 * highest, tells that beforehand.
 *
 * Return: 0 or -EINVAL.
 */
int clab_enum_decode(const u8 *tag, size_t len, struct clab_label *label,
		     struct clab_err *err)
{
	u8 *low = (u8 *)label->cats.low;
	const u8 *end = tag + len;
	u8 upper = 0;

	if (len < CLAB_TAG_HDR_LEN || len > CLAB_TAG_MAX)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	label->kind = CLAB_LABEL_MLS;
	label->level = tag[3];
	clab_catset_init(&label->cats);
	if (end[-2])
		return clab_enum_decode_any(tag, len, &label->cats, err);
	switch (len) {
	CLAB_ENUM_FROM(15);
	CLAB_ENUM_FROM(14);
	CLAB_ENUM_FROM(13);
	CLAB_ENUM_FROM(12);
	CLAB_ENUM_FROM(11);
	CLAB_ENUM_FROM(10);
	CLAB_ENUM_FROM(9);
	CLAB_ENUM_FROM(8);
	CLAB_ENUM_FROM(7);
	CLAB_ENUM_FROM(6);
	CLAB_ENUM_FROM(5);
	CLAB_ENUM_FROM(4);
	CLAB_ENUM_FROM(3);
	CLAB_ENUM_FROM(2);
	CLAB_ENUM_FROM(1);
	case CLAB_TAG_HDR_LEN:
		break;
	default:
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	}
	return upper ? clab_enum_decode_any(tag, len, &label->cats, err) : 0;
}

/**
 * clab_enum_mapped() - are the categories of a tag of type 2 translated
 * @trans: the DOI's tables
 * @tag: the tag, validated
 * @len: its length
 * @err: what is wrong, its offset counted from @tag
 *
 * Return: 0 or -EINVAL.
 */
int clab_enum_mapped(const struct clab_trans *trans, const u8 *tag, size_t len,
		     struct clab_err *err)
{
	size_t at;

	for (at = CLAB_TAG_HDR_LEN; at < len; at += 2)
		if (!clab_runs_find(&trans->cat_in, clab_get_be16(tag + at)))
			return clab_err_set(err, CLAB_R_CAT, (u32)at, -EINVAL);
	return 0;
}

/* The operations of tag type 2. */
const struct clab_tag_ops clab_tag_enum_ops = {
	.type = CLAB_TAG_ENUM,
	.name = "enumerated",
	.label = CLAB_LABEL_MLS,
	.encode = clab_enum_encode,
	.validate = clab_enum_validate,
	.decode = clab_enum_decode,
};
