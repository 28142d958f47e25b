// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * cipsolab codec: tag type 1, the restricted bitmap (3.4.2)
 *
 *	 0      1      2      3      4 .. 33
 *	+------+------+------+------+------------------
 *	| 0x01 | len  | 0    | level| bitmap, 0 to 30 octets
 *	+------+------+------+------+------------------
 *
 * Category n is bit 0x80 >> n % 8 of bitmap octet n / 8: 0 to 239. A sender
 * leaves zero octets at the end out (3.4.2.5). The optimized form, a bitmap
 * filled up to 10 octets (3.4.2.6), decodes like any other with zeros at its
 * end.
 */
#include "cipso.h"
#include "tags.h"
#include "trans.h"

#define CLAB_BITMAP_OCTETS	(CLAB_CATSET_LOW / 8)
#define CLAB_BITMAP_FILLED	(CLAB_TAG_HDR_LEN + 10)	/* optimized form */

/* Turn every octet of a word round: the wire has its lowest category at the
 * top of an octet, a set has it at the bottom.
 */
static u64 clab_bitmap_turn(u64 v)
{
	v = (v >> 1 & 0x5555555555555555ULL) | (v & 0x5555555555555555ULL) << 1;
	v = (v >> 2 & 0x3333333333333333ULL) | (v & 0x3333333333333333ULL) << 2;
	v = (v >> 4 & 0x0f0f0f0f0f0f0f0fULL) | (v & 0x0f0f0f0f0f0f0f0fULL) << 4;
	return v;
}

/* Octet i of the wire holds categories 8 * i and up: the octets of a word, the
 * lowest first. Written out, so that compilers make one load or store of it.
 */
static void clab_bitmap_put(u64 v, u8 *p)
{
	p[0] = (u8)v;
	p[1] = (u8)(v >> 8);
	p[2] = (u8)(v >> 16);
	p[3] = (u8)(v >> 24);
	p[4] = (u8)(v >> 32);
	p[5] = (u8)(v >> 40);
	p[6] = (u8)(v >> 48);
	p[7] = (u8)(v >> 56);
}

static u64 clab_bitmap_get(const u8 *p)
{
	return (u64)p[0] | (u64)p[1] << 8 | (u64)p[2] << 16 |
	       (u64)p[3] << 24 | (u64)p[4] << 32 | (u64)p[5] << 40 |
	       (u64)p[6] << 48 | (u64)p[7] << 56;
}

/* The first n octets of a word, n below 8: as a load and store of 4, 2 and 1. */
static void clab_bitmap_put_part(u64 v, size_t n, u8 *p)
{
	if (n & 4) {
		p[0] = (u8)v;
		p[1] = (u8)(v >> 8);
		p[2] = (u8)(v >> 16);
		p[3] = (u8)(v >> 24);
		v >>= 32;
		p += 4;
	}
	if (n & 2) {
		p[0] = (u8)v;
		p[1] = (u8)(v >> 8);
		v >>= 16;
		p += 2;
	}
	if (n & 1)
		p[0] = (u8)v;
}

/* Octets that a bitmap of the low categories needs. */
static size_t clab_bitmap_octets(const struct clab_catset *cats)
{
	size_t w = CLAB_CATSET_WORDS;

	while (w--)
		if (cats->low[w])
			return w * 8 + (clab_fls64(cats->low[w]) + 7) / 8;
	return 0;
}

/* Why a label can't be a tag of type 1. */
static noinline int clab_bitmap_refuse(const struct clab_label *label,
				       struct clab_err *err)
{
	int rc = clab_label_on_wire(label, err);

	return rc ? rc : clab_err_set(err, CLAB_R_NOSPACE, 0, -ENOSPC);
}

/**
 * clab_bitmap_encode() - write a tag of type 1
 * @label: the label; @level and @cats are looked at
 * @tag: where the tag goes
 * @room: octets there
 * @err: what is wrong
 *
 * Return: the tag's length, -ENOSPC or -ERANGE.
 */
int clab_bitmap_encode(const struct clab_label *label, u8 *tag,
		       size_t room, struct clab_err *err)
{
	size_t octets = clab_bitmap_octets(&label->cats);
	const u64 *low = label->cats.low;
	u8 *at = tag + CLAB_TAG_HDR_LEN;
	size_t w;

	if (label->level > CLAB_LEVEL_WIRE_MAX || label->cats.nr ||
	    CLAB_TAG_HDR_LEN + octets > room)
		return clab_bitmap_refuse(label, err);
	/*@ split octets; */
	clab_tag_put_head(tag, CLAB_TAG_BITMAP, CLAB_TAG_HDR_LEN + octets, label->level);
	for (w = 0; w < octets / 8; w++, at += 8)
		clab_bitmap_put(clab_bitmap_turn(low[w]), at);
	if (octets % 8)
		clab_bitmap_put_part(clab_bitmap_turn(low[w]), octets % 8, at);
	return (int)(CLAB_TAG_HDR_LEN + octets);
}

/**
 * clab_bitmap_fill() - bring a tag of type 1 into the optimized form
 * @tag: the tag, with room for CLAB_BITMAP_FILLED octets
 * @len: its length
 *
 * As the stock kernel does when it is told to, a bitmap without any octet is
 * left alone, and so is one that is longer.
 *
 * Return: the new length.
 */
int clab_bitmap_fill(u8 *tag, int len)
{
	if (len == CLAB_TAG_HDR_LEN || len >= CLAB_BITMAP_FILLED)
		return len;
	memset(tag + len, 0, (size_t)(CLAB_BITMAP_FILLED - len));
	tag[1] = CLAB_BITMAP_FILLED;
	return CLAB_BITMAP_FILLED;
}

/**
 * clab_bitmap_validate() - check a tag of type 1
 * @tag: the tag, from its type octet
 * @len: its length octet's value, at least 2
 * @flags: CLAB_V_STRICT
 * @err: what is wrong, its offset counted from @tag
 *
 * Return: 0 or -EINVAL.
 */
int clab_bitmap_validate(const u8 *tag, size_t len, unsigned int flags,
			 struct clab_err *err)
{
	if (len < CLAB_TAG_HDR_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	if ((flags & CLAB_V_STRICT) && tag[2])
		return clab_err_set(err, CLAB_R_TAG_ALIGN, 2, -EINVAL);
	return 0;
}

/**
 * clab_bitmap_decode() - read a tag of type 1
 * @tag: the tag, from its type octet
 * @len: its length octet's value, at least 2
 * @label: where the level and the categories go
 * @err: what is wrong, its offset counted from @tag
 *
 * Return: 0 or -EINVAL.
 */
int clab_bitmap_decode(const u8 *tag, size_t len,
		       struct clab_label *label, struct clab_err *err)
{
	u8 map[CLAB_BITMAP_OCTETS] = { 0 };
	size_t w;

	if (len < CLAB_TAG_HDR_LEN || len > CLAB_TAG_MAX)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	/* Without a bitmap the tag may be the last of its memory. */
	if (len > CLAB_TAG_HDR_LEN)
		memcpy(map, tag + CLAB_TAG_HDR_LEN, len - CLAB_TAG_HDR_LEN);
	label->kind = CLAB_LABEL_MLS;
	label->level = tag[3];
	label->cats.nr = 0;
	for (w = 0; w < CLAB_CATSET_WORDS; w++)
		label->cats.low[w] = clab_bitmap_turn(clab_bitmap_get(map + 8 * w));
	return 0;
}

/**
 * clab_bitmap_mapped() - are the categories of a tag of type 1 translated
 * @trans: the DOI's tables
 * @tag: the tag, validated
 * @len: its length
 * @err: what is wrong, its offset counted from @tag
 *
 * Return: 0 or -EINVAL.
 */
int clab_bitmap_mapped(const struct clab_trans *trans, const u8 *tag, size_t len,
		       struct clab_err *err)
{
	const u8 *mapped = trans->bitmap;
	size_t at;

	for (at = CLAB_TAG_HDR_LEN; at < len; at++)
		if (tag[at] & ~*mapped++)
			return clab_err_set(err, CLAB_R_CAT, (u32)at, -EINVAL);
	return 0;
}

/* The operations of tag type 1. */
const struct clab_tag_ops clab_tag_bitmap_ops = {
	.type = CLAB_TAG_BITMAP,
	.name = "restricted bitmap",
	.label = CLAB_LABEL_MLS,
	.encode = clab_bitmap_encode,
	.validate = clab_bitmap_validate,
	.decode = clab_bitmap_decode,
};
