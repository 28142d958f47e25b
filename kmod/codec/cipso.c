// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * cipsolab codec: the CIPSO option
 *
 *	 0      1      2 .. 5        6      7      8 ..
 *	+------+------+-------------+------+------+---------
 *	| 0x86 | len  | DOI         | tag  | len  | body      tag, tag ...
 *	+------+------+-------------+------+------+---------
 *
 * Numbers in brackets are sections of the CIPSO 2.2 draft of 16 July 1992.
 */
#include "cipso.h"
#include "tags.h"
#include "trans.h"

#define CLAB_OPT_MIN	(CLAB_OPT_HDR_LEN + 2)	/* a DOI and the least tag */

/**
 * clab_tag_builtin() - the operations of a built-in tag type
 * @type: the type octet
 *
 * Return: a constant, or NULL when the type is not built in.
 */
const struct clab_tag_ops *clab_tag_builtin(u8 type)
{
	switch (type) {
	case CLAB_TAG_BITMAP:
		return &clab_tag_bitmap_ops;
	case CLAB_TAG_ENUM:
		return &clab_tag_enum_ops;
	case CLAB_TAG_RANGE:
		return &clab_tag_range_ops;
	case CLAB_TAG_LOCAL:
		return &clab_tag_local_ops;
	}
	return NULL;
}

/* Does the DOI list the type? The list ends at its first 0, and that 0 counts
 * as listed: the stock kernel looks at the length of a tag of type 0 before it
 * finds that there is no such type, unless all five places are taken.
 */
static inline bool clab_doi_lists(const struct clab_doi_def *def, u8 type)
{
	const u8 *at = def->tags, *end = at + def->nr_tags;

	for (; at < end; at++) {
		if (*at == type)
			return true;
		if (!*at)
			return false;
	}
	return !type && def->nr_tags < CLAB_TAGS_PER_DOI;
}

/* Under a LOCAL DOI a tag of levels and categories has no meaning. */
static inline bool clab_doi_has_levels(const struct clab_doi_def *def)
{
	return def->type != CLAB_DOI_LOCAL;
}

static inline int clab_tag_encode(const struct clab_doi_def *def, u8 type,
				  const struct clab_label *label,
				  unsigned int flags, u8 *tag,
				  struct clab_err *err)
{
	bool levels = clab_doi_has_levels(def);
	int rc;

	if (levels && type == CLAB_TAG_BITMAP) {
		rc = clab_bitmap_encode(label, tag, CLAB_TAG_MAX, err);
		if ((flags & CLAB_E_OPTFMT) && rc > 0)
			rc = clab_bitmap_fill(tag, rc);
		return rc;
	}
	if (levels && type == CLAB_TAG_ENUM)
		return clab_enum_encode(label, tag, CLAB_TAG_MAX, err);
	if (levels && type == CLAB_TAG_RANGE)
		return clab_range_encode(label, tag, CLAB_TAG_MAX, err);
	if (type == CLAB_TAG_LOCAL)
		return clab_local_encode(label, tag, CLAB_TAG_MAX, err);
	return clab_err_set(err, CLAB_R_TAG_TYPE, 0, -EINVAL);
}

/* The rest of an option, once its tag stands; returns its length. */
static inline int clab_cipso_finish(const struct clab_doi_def *def, u8 *opt,
				    int tag_len)
{
	unsigned int i, len = CLAB_OPT_HDR_LEN + (unsigned int)tag_len;

	for (i = len; i % 4; i++)
		opt[i] = 0;
	opt[0] = CLAB_IPOPT_CIPSO;
	opt[1] = (u8)len;
	clab_put_be32(def->doi, opt + 2);
	return (int)len;
}

/* All but a first tag of type 128: out of line, so that the case of every
 * packet on loopback has no registers to save.
 */
static noinline int clab_cipso_encode_any(const struct clab_doi_def *def,
					  const struct clab_label *label,
					  unsigned int flags, u8 *opt,
					  struct clab_err *err)
{
	int rc = -EINVAL;
	size_t i;

	for (i = 0; i < def->nr_tags && def->tags[i]; i++) {
		rc = clab_tag_encode(def, def->tags[i], label, flags,
				     opt + CLAB_OPT_HDR_LEN, err);
		if (rc >= 0)
			return clab_cipso_finish(def, opt, rc);
	}
	return i ? rc : clab_err_set(err, CLAB_R_TAG_TYPE, 0, rc);
}

/**
 * clab_cipso_encode() - write the option for a label
 * @def: the DOI
 * @label: the label, in the numbers of the wire; those of a TRANS DOI come
 *	   from clab_trans_out()
 * @flags: CLAB_E_OPTFMT for the optimized form of a tag 1
 * @opt: where the option goes: CLAB_OPT_MAX octets
 * @err: what is wrong
 *
 * The DOI's tags are tried in order and the first that can carry the label is
 * sent, in its shortest form (3.4.2.5, 3.4.3.5, 3.4.4.5). The octets between
 * the end of the option and the next multiple of 4 are 0, which is END; those
 * behind are not defined.
 *
 * Return: the option's length without padding, its length octet's value;
 * -ENOSPC when the label fits no tag of the DOI; -ERANGE when no tag can carry
 * its level (above 255) or a category (above 65534); -EINVAL when the DOI
 * lists no tag that has a meaning under it. With several tags the last one
 * tried speaks.
 */
int clab_cipso_encode(const struct clab_doi_def *def,
		      const struct clab_label *label, unsigned int flags,
		      u8 *opt, struct clab_err *err)
{
	if (!def->nr_tags || def->tags[0] != CLAB_TAG_LOCAL)
		return clab_cipso_encode_any(def, label, flags, opt, err);
	return clab_cipso_finish(def, opt,
				 clab_local_encode(label, opt + CLAB_OPT_HDR_LEN,
						   CLAB_TAG_MAX, err));
}

/* What comes before the first tag: length, then DOI (3.2, 3.3). */
static inline int clab_cipso_head(const struct clab_doi_def *def, const u8 *opt,
				  size_t len, struct clab_err *err)
{
	if (len < CLAB_OPT_MIN || len > CLAB_OPT_MAX)
		return clab_err_set(err, len < CLAB_OPT_MIN ? CLAB_R_OPT_SHORT :
				    CLAB_R_OPT_LENGTH, 1, -EINVAL);
	if (!def)
		return clab_err_set(err, clab_get_be32(opt + 2) ?
				    CLAB_R_DOI_UNKNOWN : CLAB_R_DOI_ZERO, 2,
				    -EINVAL);
	return 0;
}

/* Check a tag of levels and categories under a DOI that has none. */
static int clab_tag_check_local(const u8 *tag, size_t len, unsigned int flags,
				struct clab_err *err)
{
	if (len < CLAB_TAG_HDR_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	if (tag[0] == CLAB_TAG_BITMAP && (flags & CLAB_V_LOOSE_RBM))
		return 0;
	return clab_err_set(err, CLAB_R_LEVEL, 3, -EINVAL);
}

/* Check the form of a tag of levels and categories. */
static inline int clab_tag_check_form(const u8 *tag, size_t len,
				      unsigned int flags, struct clab_err *err)
{
	if (tag[0] == CLAB_TAG_BITMAP)
		return clab_bitmap_validate(tag, len, flags, err);
	if (tag[0] == CLAB_TAG_ENUM)
		return clab_enum_validate(tag, len, flags, err);
	return clab_range_validate(tag, len, flags, err);
}

static int clab_tag_check_mapped(const struct clab_trans *trans, const u8 *tag,
				 size_t len, struct clab_err *err)
{
	if (tag[0] == CLAB_TAG_BITMAP)
		return clab_bitmap_mapped(trans, tag, len, err);
	if (tag[0] == CLAB_TAG_ENUM)
		return clab_enum_mapped(trans, tag, len, err);
	return clab_range_mapped(trans, tag, len, err);
}

/* Check a tag of levels and categories under a TRANS DOI: the stock kernel asks
 * for the level before it looks at the categories, and points at the first of
 * them whichever is not mapped.
 */
static noinline int clab_tag_check_trans(const struct clab_trans *trans,
					 const u8 *tag, size_t len,
					 unsigned int flags,
					 struct clab_err *err)
{
	int rc;

	if (len < CLAB_TAG_HDR_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	if (tag[0] == CLAB_TAG_BITMAP && (flags & CLAB_V_LOOSE_RBM))
		return clab_tag_check_form(tag, len, flags, err);
	if (!clab_runs_find(&trans->level_in, tag[3]))
		return clab_err_set(err, CLAB_R_LEVEL, 3, -EINVAL);
	rc = clab_tag_check_form(tag, len, flags, err);
	if (rc)
		return rc;
	rc = clab_tag_check_mapped(trans, tag, len, err);
	if (rc && !(flags & CLAB_V_STRICT))
		err->offset = CLAB_TAG_HDR_LEN;
	return rc;
}

/* Check a tag whose type is listed and that ends within the option; offsets
 * count from the tag.
 */
static inline int clab_tag_check(const struct clab_doi_def *def, const u8 *tag,
				 size_t len, unsigned int flags,
				 struct clab_err *err)
{
	if (tag[0] == CLAB_TAG_LOCAL) {
		if (!(flags & CLAB_V_LOOPBACK))
			return clab_err_set(err, CLAB_R_TAG_SCOPE, 0, -EINVAL);
		return clab_local_validate(tag, len, flags, err);
	}
	if (tag[0] != CLAB_TAG_RANGE && tag[0] != CLAB_TAG_ENUM &&
	    tag[0] != CLAB_TAG_BITMAP)
		return clab_err_set(err, CLAB_R_TAG_TYPE, 0, -EINVAL);
	if (def->type == CLAB_DOI_TRANS)
		return clab_tag_check_trans(def->trans, tag, len, flags, err);
	if (!clab_doi_has_levels(def))
		return clab_tag_check_local(tag, len, flags, err);
	/* Many tags without categories are the dearest option otherwise. */
	if (len == CLAB_TAG_HDR_LEN && !(flags & CLAB_V_STRICT))
		return 0;
	return clab_tag_check_form(tag, len, flags, err);
}

/* Check the tag at off; returns its length, or -EINVAL. */
static inline int clab_tag_validate(const struct clab_doi_def *def,
				    const u8 *opt, size_t len, size_t off,
				    unsigned int flags, struct clab_err *err)
{
	u32 at = (u32)off;

	if (!clab_doi_lists(def, opt[off]))
		return clab_err_set(err, CLAB_R_TAG_TYPE, at, -EINVAL);
	if (len - off < 2)
		return clab_err_set(err, CLAB_R_OPT_TRAILING, at, -EINVAL);
	if (opt[off + 1] > len - off)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, at + 1, -EINVAL);
	/*@ split opt[off + 1]; */
	if (clab_tag_check(def, opt + off, opt[off + 1], flags, err)) {
		err->offset += at;
		return -EINVAL;
	}
	return opt[off + 1];
}

/* The draft has one tag of the sensitivity class in an option, and nothing
 * else that this codec knows (3.4.1, 5.2).
 */
static int clab_tag_second(const struct clab_doi_def *def, const u8 *opt,
			   size_t len, size_t off, struct clab_err *err)
{
	bool tag = opt[off] && len - off >= 2 && clab_doi_lists(def, opt[off]);

	return clab_err_set(err, tag ? CLAB_R_TAG_SECOND : CLAB_R_OPT_TRAILING,
			    (u32)off, -EINVAL);
}

/**
 * clab_cipso_validate() - check an option
 * @def: the DOI it names, NULL when that is not configured
 * @opt: the option, from its type octet
 * @len: its length octet's value; the caller has checked that so many octets
 *	 are there
 * @flags: CLAB_V_STRICT for the draft's reading; without it, what the stock
 *	   kernel accepts is accepted, what it refuses is refused, and the
 *	   offset is its ICMP pointer less the option's place in the header.
 *	   CLAB_V_LOOPBACK for a packet that came over loopback.
 *	   CLAB_V_LOOSE_RBM not to ask of a tag 1 whether its DOI has its level
 *	   and categories, as the stock kernel with cipso_rbm_strictvalid off;
 *	   what is not mapped is then refused by decoding or translation.
 * @err: what is wrong, its offset counted from @opt
 *
 * Return: 0, or -EINVAL with @err set.
 */
int clab_cipso_validate(const struct clab_doi_def *def, const u8 *opt,
			size_t len, unsigned int flags, struct clab_err *err)
{
	size_t off = CLAB_OPT_HDR_LEN;
	int rc;

	rc = clab_cipso_head(def, opt, len, err);
	if (!rc && !clab_get_be32(opt + 2))
		rc = clab_err_set(err, CLAB_R_DOI_ZERO, 2, -EINVAL);
	if (rc)
		return rc;
	/*@ loop unroll 18; */
	do {
		rc = clab_tag_validate(def, opt, len, off, flags, err);
		if (rc < 0)
			return rc;
		off += (size_t)rc;
		/*@ split off; */
		if ((flags & CLAB_V_STRICT) && off < len)
			return clab_tag_second(def, opt, len, off, err);
	} while (off < len);
	return 0;
}

/**
 * clab_cipso_decode() - read the label out of an option
 * @def: the DOI it names, NULL when that is not configured
 * @opt: the option, from its type octet; any octets
 * @len: its length octet's value; so many octets are there
 * @label: where the label goes, in the numbers of the wire
 * @err: what is wrong, its offset counted from @opt
 *
 * Reads the first tag as @def has it, and does not ask whether the option names
 * that DOI. Meant for an option that clab_cipso_validate() has accepted, in
 * either mode; it checks again what it relies on, so that octets changed in
 * between are an error or another label, and nothing worse. What the stock
 * kernel accepts and cannot mean what it says (a reversed range, category
 * 65535) is refused here, never read as fewer categories.
 *
 * Return: 0, or -EINVAL with @err set and @label not to be used.
 */
int clab_cipso_decode(const struct clab_doi_def *def, const u8 *opt,
		      size_t len, struct clab_label *label,
		      struct clab_err *err)
{
	const u8 *tag = opt + CLAB_OPT_HDR_LEN;
	int rc;

	rc = clab_cipso_head(def, opt, len, err);
	if (rc)
		return rc;
	if (tag[1] > len - CLAB_OPT_HDR_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, CLAB_OPT_HDR_LEN + 1,
				    -EINVAL);
	if (tag[0] == CLAB_TAG_LOCAL)
		rc = clab_local_decode(tag, tag[1], label, err);
	else if (!clab_doi_has_levels(def))
		rc = clab_err_set(err, CLAB_R_LEVEL, 3, -EINVAL);
	else if (tag[0] == CLAB_TAG_BITMAP)
		rc = clab_bitmap_decode(tag, tag[1], label, err);
	else if (tag[0] == CLAB_TAG_ENUM)
		rc = clab_enum_decode(tag, tag[1], label, err);
	else if (tag[0] == CLAB_TAG_RANGE)
		rc = clab_range_decode(tag, tag[1], label, err);
	else
		rc = clab_err_set(err, CLAB_R_TAG_TYPE, 0, -EINVAL);
	if (rc)
		err->offset += CLAB_OPT_HDR_LEN;
	return rc;
}
