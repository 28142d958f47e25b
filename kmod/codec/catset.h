/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab codec: sets of categories
 *
 * The type and its functions are part of the tag-format kit.
 */
#ifndef _CLAB_CODEC_CATSET_H
#define _CLAB_CODEC_CATSET_H

#include <cipsolab/tag.h>

#endif /* _CLAB_CODEC_CATSET_H */
