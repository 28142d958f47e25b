// SPDX-License-Identifier: GPL-2.0
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
#include "cipso.h"

#define CLAB_RANGE_MAX	8	/* ranges in a tag, the last without its low */

/* Octets that nr ranges take, the lowest of which begins with low. */
static size_t clab_range_octets(size_t nr, u32 low)
{
	return CLAB_TAG_HDR_LEN + 4 * nr - (nr && !low ? 2 : 0);
}

/* Write ranges, which ascend in run, in descending order. */
static void clab_range_put(const struct clab_catrange *run, size_t nr, u8 *at)
{
	while (nr--) {
		clab_put_be16((u16)run[nr].high, at);
		if (nr || run[nr].low)
			clab_put_be16((u16)run[nr].low, at + 2);
		at += 4;
	}
}

static int clab_range_encode(const struct clab_label *label, u8 *tag,
			     size_t room, struct clab_err *err)
{
	struct clab_catrange run[CLAB_RANGE_MAX + 1];
	size_t octets, nr = 0;
	u32 from = 0;
	int rc;

	rc = clab_label_on_wire(label, err);
	if (rc)
		return rc;
	while (nr <= CLAB_RANGE_MAX &&
	       clab_catset_next(&label->cats, from, &run[nr]))
		from = run[nr++].high + 1;
	octets = clab_range_octets(nr, run[0].low);
	if (octets > room)
		return clab_err_set(err, CLAB_R_NOSPACE, 0, -ENOSPC);
	tag[0] = CLAB_TAG_RANGE;
	tag[1] = (u8)octets;
	tag[2] = 0;
	tag[3] = (u8)label->level;
	clab_range_put(run, nr, tag + CLAB_TAG_HDR_LEN);
	return (int)octets;
}

/* The range at offset at of a tag of len octets; a missing low is 0. */
static void clab_range_get(const u8 *tag, size_t len, size_t at,
			   struct clab_catrange *run)
{
	run->high = clab_get_be16(tag + at);
	run->low = len - at < 4 ? 0 : clab_get_be16(tag + at + 2);
}

/* What the draft asks of a range, beyond not rising above the one before. */
static enum clab_reason clab_range_strict(const struct clab_catrange *run,
					  u32 prev)
{
	if (run->high > CLAB_CAT_WIRE_MAX)
		return CLAB_R_CAT;
	if (run->high < run->low)
		return CLAB_R_RANGE_REVERSED;
	if (run->high == prev)
		return CLAB_R_RANGE_TOUCH;
	return CLAB_OK;
}

static int clab_range_validate(const u8 *tag, size_t len, unsigned int flags,
			       struct clab_err *err)
{
	bool strict = flags & CLAB_V_STRICT;
	u32 prev = CLAB_CAT_WIRE_MAX + 1;
	struct clab_catrange run;
	enum clab_reason reason = CLAB_OK;
	size_t at;

	if (len < CLAB_TAG_HDR_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	if (strict && tag[2])
		return clab_err_set(err, CLAB_R_TAG_ALIGN, 2, -EINVAL);
	if (len % 2)
		return clab_err_set(err, CLAB_R_CAT_ODD,
				    strict ? (u32)len - 1 : CLAB_TAG_HDR_LEN,
				    -EINVAL);
	for (at = CLAB_TAG_HDR_LEN; at < len; at += 4) {
		clab_range_get(tag, len, at, &run);
		if (run.high > prev)
			reason = CLAB_R_RANGE_ORDER;
		else if (strict)
			reason = clab_range_strict(&run, prev);
		if (reason)
			return clab_err_set(err, reason,
					    strict ? (u32)at : CLAB_TAG_HDR_LEN,
					    -EINVAL);
		prev = run.low;
	}
	return 0;
}

/* Add one range to a set whose highest category is top, or -1. */
static enum clab_reason clab_range_add(struct clab_catset *cats,
				       const struct clab_catrange *run, long top)
{
	if (run->high > CLAB_CAT_WIRE_MAX)
		return CLAB_R_CAT;
	if (run->high < run->low)
		return CLAB_R_RANGE_REVERSED;
	if ((long)run->low < top)
		return CLAB_R_RANGE_ORDER;
	/* 8 ranges always find room in an empty set. */
	clab_catset_add(cats, run->low, run->high);
	return CLAB_OK;
}

/* From the last range to the first: upwards, as a set likes it best. */
static int clab_range_decode(const u8 *tag, size_t len,
			     struct clab_label *label, struct clab_err *err)
{
	struct clab_catrange run;
	enum clab_reason reason;
	long top = -1;
	size_t nr, at;

	if (len < CLAB_TAG_HDR_LEN || len > CLAB_TAG_MAX || len % 2)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	label->kind = CLAB_LABEL_MLS;
	label->level = tag[3];
	clab_catset_init(&label->cats);
	for (nr = (len - CLAB_TAG_HDR_LEN + 2) / 4; nr; nr--) {
		at = CLAB_TAG_HDR_LEN + 4 * (nr - 1);
		clab_range_get(tag, len, at, &run);
		reason = clab_range_add(&label->cats, &run, top);
		if (reason)
			return clab_err_set(err, reason, (u32)at, -EINVAL);
		top = run.high;
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
