// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab codec: tag type 128, the whole label
 *
 *	 0      1      2 .. 5
 *	+------+------+-------------+
 *	| 0x80 | 6    | secid       |
 *	+------+------+-------------+
 *
 * Tag types above 127 are for a DOI's own use (3.4). This one is the stock
 * kernel's: the LSM's number for a label, in host byte order, since a number
 * that only this kernel understands never leaves the host.
 */
#include "cipso.h"

static int clab_local_encode(const struct clab_label *label, u8 *tag,
			     size_t room, struct clab_err *err)
{
	if (room < CLAB_TAG_LOCAL_LEN)
		return clab_err_set(err, CLAB_R_NOSPACE, 0, -ENOSPC);
	tag[0] = CLAB_TAG_LOCAL;
	tag[1] = CLAB_TAG_LOCAL_LEN;
	memcpy(tag + 2, &label->secid, sizeof(label->secid));
	return CLAB_TAG_LOCAL_LEN;
}

static int clab_local_validate(const u8 *tag, size_t len, unsigned int flags,
			       struct clab_err *err)
{
	(void)tag;
	(void)flags;
	if (len != CLAB_TAG_LOCAL_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	return 0;
}

static int clab_local_decode(const u8 *tag, size_t len,
			     struct clab_label *label, struct clab_err *err)
{
	if (len != CLAB_TAG_LOCAL_LEN)
		return clab_err_set(err, CLAB_R_TAG_LENGTH, 1, -EINVAL);
	label->kind = CLAB_LABEL_SECID;
	memcpy(&label->secid, tag + 2, sizeof(label->secid));
	return 0;
}

/* The operations of tag type 128. */
const struct clab_tag_ops clab_tag_local_ops = {
	.type = CLAB_TAG_LOCAL,
	.name = "local",
	.label = CLAB_LABEL_SECID,
	.loopback = true,
	.encode = clab_local_encode,
	.validate = clab_local_validate,
	.decode = clab_local_decode,
};
