// SPDX-License-Identifier: GPL-2.0
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
static bool clab_doi_lists(const struct clab_doi_def *def, u8 type)
{
	unsigned int i;

	for (i = 0; i < CLAB_TAGS_PER_DOI; i++) {
		u8 listed = i < def->nr_tags ? def->tags[i] : 0;

		if (listed == type)
			return true;
		if (!listed)
			return false;
	}
	return false;
}

/* A label by number says nothing of levels: under a LOCAL DOI a tag of levels
 * and categories has no meaning.
 */
static bool clab_doi_suits(const struct clab_doi_def *def,
			   const struct clab_tag_ops *ops)
{
	return def->type != CLAB_DOI_LOCAL || ops->label == CLAB_LABEL_SECID;
}

static int clab_tag_encode(const struct clab_doi_def *def, u8 type,
			   const struct clab_label *label, u8 *tag,
			   struct clab_err *err)
{
	const struct clab_tag_ops *ops = clab_tag_builtin(type);

	if (!ops || !clab_doi_suits(def, ops))
		return clab_err_set(err, CLAB_R_TAG_TYPE, 0, -EINVAL);
	return ops->encode(label, tag, CLAB_TAG_MAX, err);
}

/**
 * clab_cipso_encode() - write the option for a label
 * @def: the DOI
 * @label: the label, in the numbers of the wire
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
		      const struct clab_label *label, u8 *opt,
		      struct clab_err *err)
{
	int rc = clab_err_set(err, CLAB_R_TAG_TYPE, 0, -EINVAL);
	size_t i, len;

	for (i = 0; i < def->nr_tags && def->tags[i]; i++) {
		rc = clab_tag_encode(def, def->tags[i], label,
				     opt + CLAB_OPT_HDR_LEN, err);
		if (rc >= 0)
			break;
	}
	if (rc < 0)
		return rc;
	len = CLAB_OPT_HDR_LEN + (size_t)rc;
	opt[0] = CLAB_IPOPT_CIPSO;
	opt[1] = (u8)len;
	clab_put_be32(def->doi, opt + 2);
	for (i = len; i % 4; i++)
		opt[i] = 0;
	return (int)len;
}

/* What comes before the first tag: length, then DOI (3.2, 3.3). */
static int clab_cipso_head(const struct clab_doi_def *def, const u8 *opt,
			   size_t len, struct clab_err *err)
{
	if (len < CLAB_OPT_MIN)
		return clab_err_set(err, CLAB_R_OPT_SHORT, 1, -EINVAL);
	if (len > CLAB_OPT_MAX)
		return clab_err_set(err, CLAB_R_OPT_LENGTH, 1, -EINVAL);
	if (!clab_get_be32(opt + 2))
		return clab_err_set(err, CLAB_R_DOI_ZERO, 2, -EINVAL);
	if (!def)
		return clab_err_set(err, CLAB_R_DOI_UNKNOWN, 2, -EINVAL);
	return 0;
}

/* The operations of the tag at off, once its type and length octets are there
 * and the tag ends within the option. NULL with err set otherwise.
 */
static const struct clab_tag_ops *
clab_tag_open(const struct clab_doi_def *def, const u8 *opt, size_t len,
	      size_t off, struct clab_err *err)
{
	const struct clab_tag_ops *ops = clab_tag_builtin(opt[off]);
	enum clab_reason reason = CLAB_R_TAG_TYPE;
	size_t at = off;

	if (clab_doi_lists(def, opt[off])) {
		if (len - off < 2) {
			reason = CLAB_R_OPT_TRAILING;
			ops = NULL;
		} else if (opt[off + 1] > len - off) {
			reason = CLAB_R_TAG_LENGTH;
			at = off + 1;
			ops = NULL;
		}
	} else {
		ops = NULL;
	}
	if (!ops)
		clab_err_set(err, reason, (u32)at, -EINVAL);
	return ops;
}

/* Check the tag at off; returns its length or -EINVAL. */
static int clab_tag_validate(const struct clab_doi_def *def, const u8 *opt,
			     size_t len, size_t off, unsigned int flags,
			     struct clab_err *err)
{
	const struct clab_tag_ops *ops = clab_tag_open(def, opt, len, off, err);
	size_t tag_len;
	int rc;

	if (!ops)
		return -EINVAL;
	if (ops->loopback && !(flags & CLAB_V_LOOPBACK))
		return clab_err_set(err, CLAB_R_TAG_SCOPE, (u32)off, -EINVAL);
	tag_len = opt[off + 1];
	if (tag_len < 2)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, (u32)off + 1, -EINVAL);
	if (!clab_doi_suits(def, ops) && tag_len >= CLAB_TAG_HDR_LEN)
		return clab_err_set(err, CLAB_R_LEVEL, (u32)off + 3, -EINVAL);
	rc = ops->validate(opt + off, tag_len, flags, err);
	if (rc) {
		err->offset += (u32)off;
		return rc;
	}
	return (int)tag_len;
}

/* The draft has one tag of the sensitivity class in an option, and nothing
 * else that this codec knows (5.2).
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
	if (rc)
		return rc;
	while (off < len) {
		if ((flags & CLAB_V_STRICT) && off > CLAB_OPT_HDR_LEN)
			return clab_tag_second(def, opt, len, off, err);
		rc = clab_tag_validate(def, opt, len, off, flags, err);
		if (rc < 0)
			return rc;
		off += (size_t)rc;
	}
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
 * Reads the first tag. Meant for an option that clab_cipso_validate() has
 * accepted, in either mode; it checks again what it relies on, so that octets
 * changed in between are an error and nothing worse. What the stock kernel
 * accepts and cannot mean what it says (a reversed range, category 65535) is
 * refused here, never read as fewer categories.
 *
 * Return: 0, or -EINVAL with @err set and @label not to be used.
 */
int clab_cipso_decode(const struct clab_doi_def *def, const u8 *opt,
		      size_t len, struct clab_label *label,
		      struct clab_err *err)
{
	const struct clab_tag_ops *ops;
	int rc;

	rc = clab_cipso_head(def, opt, len, err);
	if (rc)
		return rc;
	ops = clab_tag_open(def, opt, len, CLAB_OPT_HDR_LEN, err);
	if (!ops)
		return -EINVAL;
	if (!clab_doi_suits(def, ops))
		return clab_err_set(err, CLAB_R_LEVEL, CLAB_OPT_HDR_LEN + 3,
				    -EINVAL);
	rc = ops->decode(opt + CLAB_OPT_HDR_LEN, opt[CLAB_OPT_HDR_LEN + 1],
			 label, err);
	if (rc)
		err->offset += CLAB_OPT_HDR_LEN;
	return rc;
}
