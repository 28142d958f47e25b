/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * cipsolab codec: the CIPSO option
 */
#ifndef _CLAB_CODEC_CIPSO_H
#define _CLAB_CODEC_CIPSO_H

#include <cipsolab/tag.h>

struct clab_trans;

/**
 * struct clab_doi_def - what the codec needs to know of a DOI
 * @doi: the number, not 0
 * @type: PASS, TRANS or LOCAL
 * @nr_tags: entries of @tags in use, at least 1
 * @tags: tag types in the order in which they are tried
 * @trans: the tables of a TRANS DOI, which it does without for sending and
 *	   reading: the labels of the option are in the numbers of the wire; NULL
 *	   for the other types
 */
struct clab_doi_def {
	u32 doi;
	enum clab_doi_type type;
	u8 nr_tags;
	u8 tags[CLAB_TAGS_PER_DOI];
	const struct clab_trans *trans;
};

/**
 * clab_cipso_doi() - the DOI that an option names
 * @opt: the option, from its type octet
 * @len: octets of it that there are, its length octet's value
 * @doi: where the DOI goes, in host byte order
 *
 * Return: true, or false when the option is too short to name one.
 */
static inline bool clab_cipso_doi(const u8 *opt, size_t len, u32 *doi)
{
	if (len < CLAB_OPT_HDR_LEN)
		return false;
	*doi = clab_get_be32(opt + 2);
	return true;
}

int clab_cipso_encode(const struct clab_doi_def *def,
		      const struct clab_label *label, unsigned int flags,
		      u8 *opt, struct clab_err *err);
int clab_cipso_validate(const struct clab_doi_def *def, const u8 *opt,
			size_t len, unsigned int flags, struct clab_err *err);
int clab_cipso_decode(const struct clab_doi_def *def, const u8 *opt,
		      size_t len, struct clab_label *label,
		      struct clab_err *err);

const struct clab_tag_ops *clab_tag_builtin(u8 type);

const char *clab_reason_name(enum clab_reason reason);
const char *clab_reason_text(enum clab_reason reason);

extern const struct clab_tag_ops clab_tag_bitmap_ops;
extern const struct clab_tag_ops clab_tag_enum_ops;
extern const struct clab_tag_ops clab_tag_range_ops;
extern const struct clab_tag_ops clab_tag_local_ops;

#endif /* _CLAB_CODEC_CIPSO_H */
