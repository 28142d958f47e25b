// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
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
#include "tags.h"

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
