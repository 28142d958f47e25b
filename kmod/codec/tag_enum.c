// SPDX-License-Identifier: GPL-2.0
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

/* Write the low categories from at to end; NULL when there are more. */
static u8 *clab_enum_put_low(const struct clab_catset *cats, u8 *at,
			     const u8 *end)
{
	u32 w;
	u64 bits;

	for (w = 0; w < CLAB_CATSET_WORDS; w++) {
		for (bits = cats->low[w]; bits; bits &= bits - 1) {
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

	for (i = 0; i < cats->nr; i++) {
		for (cat = cats->range[i].low; cat <= cats->range[i].high; cat++) {
			if (end - at < 2)
				return NULL;
			clab_put_be16((u16)cat, at);
			at += 2;
		}
	}
	return at;
}

static int clab_enum_encode(const struct clab_label *label, u8 *tag,
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
	tag[0] = CLAB_TAG_ENUM;
	tag[1] = (u8)(at - tag);
	tag[2] = 0;
	tag[3] = (u8)label->level;
	return (int)(at - tag);
}

/* The stock kernel points at the first category whatever is wrong with them;
 * strict points at the octet at fault.
 */
static int clab_enum_refuse(struct clab_err *err, enum clab_reason reason,
			    size_t at, unsigned int flags)
{
	if (!(flags & CLAB_V_STRICT))
		at = CLAB_TAG_HDR_LEN;
	return clab_err_set(err, reason, (u32)at, -EINVAL);
}

static int clab_enum_validate(const u8 *tag, size_t len, unsigned int flags,
			      struct clab_err *err)
{
	bool strict = flags & CLAB_V_STRICT;
	int cat, prev = -1;
	size_t at;

	if (len < CLAB_TAG_HDR_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	if (strict && tag[2])
		return clab_err_set(err, CLAB_R_TAG_ALIGN, 2, -EINVAL);
	if (len % 2)
		return clab_enum_refuse(err, CLAB_R_CAT_ODD, len - 1, flags);
	for (at = CLAB_TAG_HDR_LEN; at < len; at += 2) {
		cat = clab_get_be16(tag + at);
		if (cat <= prev)
			return clab_enum_refuse(err, CLAB_R_CAT_ORDER, at, flags);
		if (strict && cat > CLAB_CAT_WIRE_MAX)
			return clab_enum_refuse(err, CLAB_R_CAT, at, flags);
		prev = cat;
	}
	return 0;
}

static int clab_enum_decode(const u8 *tag, size_t len,
			    struct clab_label *label, struct clab_err *err)
{
	int cat, prev = -1;
	size_t at;

	if (len < CLAB_TAG_HDR_LEN || len > CLAB_TAG_MAX || len % 2)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	label->kind = CLAB_LABEL_MLS;
	label->level = tag[3];
	clab_catset_init(&label->cats);
	for (at = CLAB_TAG_HDR_LEN; at < len; at += 2) {
		cat = clab_get_be16(tag + at);
		if (cat <= prev)
			return clab_err_set(err, CLAB_R_CAT_ORDER, (u32)at,
					    -EINVAL);
		if (cat > CLAB_CAT_WIRE_MAX)
			return clab_err_set(err, CLAB_R_CAT, (u32)at, -EINVAL);
		/* 15 categories always find room in an empty set. */
		clab_catset_add(&label->cats, (u32)cat, (u32)cat);
		prev = cat;
	}
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
