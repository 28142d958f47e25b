/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * cipsolab codec: the built-in tag types, called directly
 *
 * What struct clab_tag_ops says of the three operations holds here. The fourth,
 * mapped, says whether the tables of a TRANSLATE DOI have every category of a
 * tag that has been validated: 0, or -EINVAL with the offset of the first that
 * they have not.
 *
 * The option calls the built-in types by name: an indirect call costs more than
 * the whole of a small tag, on kernels that guard against speculation most of
 * all.
 */
#ifndef _CLAB_CODEC_TAGS_H
#define _CLAB_CODEC_TAGS_H

#include <cipsolab/tag.h>

struct clab_trans;

int clab_bitmap_encode(const struct clab_label *label, u8 *tag, size_t room,
		       struct clab_err *err);
int clab_bitmap_fill(u8 *tag, int len);
int clab_bitmap_validate(const u8 *tag, size_t len, unsigned int flags,
			 struct clab_err *err);
int clab_bitmap_decode(const u8 *tag, size_t len, struct clab_label *label,
		       struct clab_err *err);
int clab_bitmap_mapped(const struct clab_trans *trans, const u8 *tag, size_t len,
		       struct clab_err *err);

int clab_enum_encode(const struct clab_label *label, u8 *tag, size_t room,
		     struct clab_err *err);
int clab_enum_validate(const u8 *tag, size_t len, unsigned int flags,
		       struct clab_err *err);
int clab_enum_decode(const u8 *tag, size_t len, struct clab_label *label,
		     struct clab_err *err);
int clab_enum_mapped(const struct clab_trans *trans, const u8 *tag, size_t len,
		     struct clab_err *err);

int clab_range_encode(const struct clab_label *label, u8 *tag, size_t room,
		      struct clab_err *err);
int clab_range_validate(const u8 *tag, size_t len, unsigned int flags,
			struct clab_err *err);
int clab_range_decode(const u8 *tag, size_t len, struct clab_label *label,
		      struct clab_err *err);
int clab_range_mapped(const struct clab_trans *trans, const u8 *tag, size_t len,
		      struct clab_err *err);

/**
 * clab_tag_put_head() - write what tags of types 1, 2 and 5 begin with
 * @tag: where it goes
 * @type: the type
 * @len: the tag's length
 * @level: the level, at most CLAB_LEVEL_WIRE_MAX
 */
static inline void clab_tag_put_head(u8 *tag, u8 type, size_t len, u32 level)
{
	tag[0] = type;
	tag[1] = (u8)len;
	tag[2] = 0;
	tag[3] = (u8)level;
}

/* Tag type 128 is on every packet of a LOCAL DOI and is a handful of
 * instructions, so it is inline; tag_local.c describes it.
 */

static inline int clab_local_encode(const struct clab_label *label, u8 *tag,
				    size_t room, struct clab_err *err)
{
	if (room < CLAB_TAG_LOCAL_LEN)
		return clab_err_set(err, CLAB_R_NOSPACE, 0, -ENOSPC);
	tag[0] = CLAB_TAG_LOCAL;
	tag[1] = CLAB_TAG_LOCAL_LEN;
	memcpy(tag + 2, &label->secid, sizeof(label->secid));
	return CLAB_TAG_LOCAL_LEN;
}

static inline int clab_local_validate(const u8 *tag, size_t len,
				      unsigned int flags, struct clab_err *err)
{
	(void)tag;
	(void)flags;
	if (len != CLAB_TAG_LOCAL_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	return 0;
}

static inline int clab_local_decode(const u8 *tag, size_t len,
				    struct clab_label *label,
				    struct clab_err *err)
{
	if (len != CLAB_TAG_LOCAL_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	label->kind = CLAB_LABEL_SECID;
	memcpy(&label->secid, tag + 2, sizeof(label->secid));
	return 0;
}

#endif /* _CLAB_CODEC_TAGS_H */
