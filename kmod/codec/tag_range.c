// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * cipsolab codec: tag type 5, ranged categories (3.4.4)
 *
 *	 0      1      2      3      4 .. 5   6 .. 7
 *	+------+------+------+------+--------+--------+---
 *	| 0x05 | len  | 0    | level| high   | low    | ...
 *	+------+------+------+------+--------+--------+---
 *
 * Ranges descend and do not overlap; the last low may be left out when it is
 * 0 (3.4.4.5). The draft speaks of at most 7 ranges, but its own arithmetic,
 * 30 octets and a low that may be left out, has room for an eighth, and the
 * stock kernel sends it: both modes take it, and it is sent.
 */
#include "catset.h"
#include "cipso.h"
#include "tags.h"
#include "trans.h"

#define CLAB_RANGE_MAX	8	/* ranges in a tag, the last without its low */

/**
 * struct clab_edges - the runs of a set, as far as a tag has room
 * @nr: edges in use
 * @at: by turns the first category of a run and the first one behind it
 */
struct clab_edges {
	unsigned int nr;
	u32 at[2 * CLAB_RANGE_MAX];
};

/* Where low categories begin and end: a category at which its neighbour below
 * is different is an edge, so a word without one is passed in one step. False
 * when there are more than a tag can have.
 */
static inline bool clab_range_low_edges(const struct clab_catset *cats,
					struct clab_edges *edges)
{
	u64 edge, bits, below = 0;
	u32 w;

	for (w = 0; w < CLAB_CATSET_WORDS; w++) {
		bits = cats->low[w];
		edge = bits ^ (bits << 1 | below);
		below = bits >> 63;
		/*@ loop unroll 18; */
		for (; edge; edge &= edge - 1) {
			/*@ split edges->nr; */
			if (edges->nr == 2 * CLAB_RANGE_MAX)
				return false;
			edges->at[edges->nr++] = w * 64 + clab_ctz64(edge);
		}
	}
	return true;
}

/* The edges of the ranges above; one that goes on from the low categories takes
 * up the run that is still open.
 */
static inline bool clab_range_high_edges(const struct clab_catset *cats,
					 struct clab_edges *edges)
{
	const struct clab_catrange *range = cats->range;
	u32 i;

	if (edges->nr % 2 && !(cats->nr && range->low == CLAB_CATSET_LOW))
		edges->at[edges->nr++] = CLAB_CATSET_LOW;
	/*@ loop unroll 121; */
	for (i = 0; i < cats->nr; i++, range++) {
		/*@ split edges->nr; */
		if (!(edges->nr % 2)) {
			if (edges->nr == 2 * CLAB_RANGE_MAX)
				return false;
			edges->at[edges->nr++] = range->low;
		}
		edges->at[edges->nr++] = range->high + 1;
	}
	return true;
}

/* Are the categories all those from 0 to some number, 255 at least? If so, which
 * is it; 0 otherwise.
 */
static inline u32 clab_range_top(const struct clab_catset *cats)
{
	if ((cats->low[0] & cats->low[1] & cats->low[2] & cats->low[3]) != ~0ULL)
		return 0;
	if (!cats->nr)
		return CLAB_CAT_LOW_TOP;
	return cats->nr == 1 && cats->range[0].low == CLAB_CATSET_LOW ?
	       cats->range[0].high : 0;
}

/* Write ranges by their edges. */
static int clab_range_put(const struct clab_label *label,
			  const struct clab_edges *edges, u8 *tag, size_t room,
			  struct clab_err *err)
{
	unsigned int nr = edges->nr;
	size_t octets = CLAB_TAG_HDR_LEN + 2 * nr;

	if (nr && !edges->at[0])
		octets -= 2;
	if (octets > room)
		return clab_err_set(err, CLAB_R_NOSPACE, 0, -ENOSPC);
	clab_tag_put_head(tag, CLAB_TAG_RANGE, octets, label->level);
	for (tag += CLAB_TAG_HDR_LEN; nr; nr -= 2, tag += 4) {
		clab_put_be16((u16)(edges->at[nr - 1] - 1), tag);
		if (edges->at[nr - 2])
			clab_put_be16((u16)edges->at[nr - 2], tag + 2);
	}
	return (int)octets;
}

static noinline int clab_range_encode_any(const struct clab_label *label,
					  u8 *tag, size_t room,
					  struct clab_err *err)
{
	struct clab_edges edges;

	edges.nr = 0;
	if (!clab_range_low_edges(&label->cats, &edges) ||
	    !clab_range_high_edges(&label->cats, &edges))
		return clab_err_set(err, CLAB_R_NOSPACE, 0, -ENOSPC);
	return clab_range_put(label, &edges, tag, room, err);
}

/**
 * clab_range_encode() - write a tag of type 5
 * @label: the label; @level and @cats are looked at
 * @tag: where the tag goes
 * @room: octets there
 * @err: what is wrong
 *
 * Return: the tag's length, -ENOSPC or -ERANGE.
 */
int clab_range_encode(const struct clab_label *label, u8 *tag, size_t room,
		      struct clab_err *err)
{
	u32 top;
	int rc;

	rc = clab_label_on_wire(label, err);
	if (rc)
		return rc;
	top = clab_range_top(&label->cats);
	if (!top || room < CLAB_TAG_HDR_LEN + 2)
		return clab_range_encode_any(label, tag, room, err);
	clab_tag_put_head(tag, CLAB_TAG_RANGE, CLAB_TAG_HDR_LEN + 2, label->level);
	clab_put_be16((u16)top, tag + CLAB_TAG_HDR_LEN);
	return CLAB_TAG_HDR_LEN + 2;
}

/* The draft's reading, range by range. */
static enum clab_reason clab_range_strict(u32 low, u32 high, u32 prev)
{
	if (high > prev)
		return CLAB_R_RANGE_ORDER;
	if (high > CLAB_CAT_WIRE_MAX)
		return CLAB_R_CAT;
	if (high < low)
		return CLAB_R_RANGE_REVERSED;
	return high == prev ? CLAB_R_RANGE_TOUCH : CLAB_OK;
}

static int clab_range_validate_strict(const u8 *tag, size_t len,
				      struct clab_err *err)
{
	u32 low, high, prev = CLAB_CAT_WIRE_MAX + 2;
	enum clab_reason reason;
	size_t at;

	if (tag[2])
		return clab_err_set(err, CLAB_R_TAG_ALIGN, 2, -EINVAL);
	if (len % 2)
		return clab_err_set(err, CLAB_R_CAT_ODD, (u32)len - 1, -EINVAL);
	for (at = CLAB_TAG_HDR_LEN; at < len; at += 4) {
		high = clab_get_be16(tag + at);
		low = len - at < 4 ? 0 : clab_get_be16(tag + at + 2);
		reason = clab_range_strict(low, high, prev);
		if (reason)
			return clab_err_set(err, reason, (u32)at, -EINVAL);
		prev = low;
	}
	return 0;
}

/**
 * clab_range_validate() - check a tag of type 5
 * @tag: the tag, from its type octet
 * @len: its length octet's value, at least 2
 * @flags: CLAB_V_STRICT
 * @err: what is wrong, its offset counted from @tag
 *
 * The stock kernel asks of a range that it does not begin above the end of the
 * one before it, and points at the first whichever is wrong.
 *
 * Return: 0 or -EINVAL.
 */
int clab_range_validate(const u8 *tag, size_t len, unsigned int flags,
			struct clab_err *err)
{
	size_t at;

	if (len < CLAB_TAG_HDR_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	if (flags & CLAB_V_STRICT)
		return clab_range_validate_strict(tag, len, err);
	if (len % 2)
		return clab_err_set(err, CLAB_R_CAT_ODD, CLAB_TAG_HDR_LEN,
				    -EINVAL);
	for (at = CLAB_TAG_HDR_LEN + 4; at < len; at += 4)
		if (clab_get_be16(tag + at) > clab_get_be16(tag + at - 2))
			return clab_err_set(err, CLAB_R_RANGE_ORDER,
					    CLAB_TAG_HDR_LEN, -EINVAL);
	return 0;
}

/* Why a range is none, or does not lie above the ones below it. */
static enum clab_reason clab_range_wrong(u32 low, u32 high)
{
	if (high > CLAB_CAT_WIRE_MAX)
		return CLAB_R_CAT;
	if (high < low)
		return CLAB_R_RANGE_REVERSED;
	return CLAB_R_RANGE_ORDER;
}

/* Add a range that does not begin below the end of any other: 8 of them always
 * find room in an empty set.
 */
static inline void clab_range_push(struct clab_catset *cats, u32 low, u32 high)
{
	if (high < CLAB_CATSET_LOW) {
		clab_catset_add_low(cats, low, high);
		return;
	}
	if (low < CLAB_CATSET_LOW) {
		clab_catset_add_low(cats, low, CLAB_CAT_LOW_TOP);
		low = CLAB_CATSET_LOW;
	}
	clab_catset_push_high(cats, low, high);
}

/* From the last range to the first: upwards, as a set likes it best. */
static noinline int clab_range_decode_any(const u8 *tag, size_t len,
					  struct clab_label *label,
					  struct clab_err *err)
{
	u32 low, high, top = 0;
	size_t at = len;

	clab_catset_init(&label->cats);
	while (at > CLAB_TAG_HDR_LEN) {
		low = 0;
		at -= 2;
		if (at % 4) {
			low = clab_get_be16(tag + at);
			at -= 2;
		}
		high = clab_get_be16(tag + at);
		if (high > CLAB_CAT_WIRE_MAX || high < low || low < top)
			return clab_err_set(err, clab_range_wrong(low, high),
					    (u32)at, -EINVAL);
		clab_range_push(&label->cats, low, high);
		top = high;
	}
	return 0;
}

/**
 * clab_range_decode() - read a tag of type 5
 * @tag: the tag, from its type octet
 * @len: its length octet's value, at least 2
 * @label: where the level and the categories go
 * @err: what is wrong, its offset counted from @tag
 *
 * One range that has all categories up to some number is what tag 5 is mostly
 * sent for, and is read, as it is written, without going by words.
 *
 * Return: 0 or -EINVAL.
 */
int clab_range_decode(const u8 *tag, size_t len, struct clab_label *label,
		      struct clab_err *err)
{
	struct clab_catset *cats = &label->cats;
	u32 top;

	if (len < CLAB_TAG_HDR_LEN || len > CLAB_TAG_MAX || len % 2)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	label->kind = CLAB_LABEL_MLS;
	label->level = tag[3];
	if (len != CLAB_TAG_HDR_LEN + 2)
		return clab_range_decode_any(tag, len, label, err);
	top = clab_get_be16(tag + CLAB_TAG_HDR_LEN);
	if (top < CLAB_CATSET_LOW || top > CLAB_CAT_WIRE_MAX)
		return clab_range_decode_any(tag, len, label, err);
	memset(cats->low, 0xff, sizeof(cats->low));
	cats->nr = 1;
	cats->range[0].low = CLAB_CATSET_LOW;
	cats->range[0].high = top;
	return 0;
}

/**
 * clab_range_mapped() - are the categories of a tag of type 5 translated
 * @trans: the DOI's tables
 * @tag: the tag, validated
 * @len: its length
 * @err: what is wrong, its offset counted from @tag
 *
 * Of a reversed range, which is no category, only its bottom is looked up:
 * decoding refuses it.
 *
 * Return: 0 or -EINVAL.
 */
int clab_range_mapped(const struct clab_trans *trans, const u8 *tag, size_t len,
		      struct clab_err *err)
{
	u32 low, high;
	size_t at;

	for (at = CLAB_TAG_HDR_LEN; at < len; at += 4) {
		high = clab_get_be16(tag + at);
		low = len - at < 4 ? 0 : clab_get_be16(tag + at + 2);
		if (!clab_runs_cover(&trans->cat_in, low, high))
			return clab_err_set(err, CLAB_R_CAT, (u32)at, -EINVAL);
	}
	return 0;
}

/* The operations of tag type 5. */
const struct clab_tag_ops clab_tag_range_ops = {
	.type = CLAB_TAG_RANGE,
	.name = "ranged",
	.label = CLAB_LABEL_MLS,
	.encode = clab_range_encode,
	.validate = clab_range_validate,
	.decode = clab_range_decode,
};
