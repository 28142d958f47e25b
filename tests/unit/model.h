/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab tests: a slow model of the format
 *
 * Written from the CIPSO 2.2 draft and from what is known of the stock kernel's
 * answers, without a look at the codec: one octet per category, one list of
 * tags, every rule on its own. It is what the codec is compared with.
 */
#ifndef _CLAB_TEST_MODEL_H
#define _CLAB_TEST_MODEL_H

#include "../../kmod/codec/cipso.h"

#define CLAB_MODEL_CATS	65535	/* 0 to 65534 */

/**
 * struct clab_model_label - a label
 * @secid: of tag 128, when @whole
 * @whole: it is a tag 128
 * @level: sensitivity
 * @end: no category is at this number or above
 * @has: 1 for each category; clab_model_add() sets them
 */
struct clab_model_label {
	u32 secid;
	bool whole;
	unsigned int level;
	u32 end;
	u8 has[CLAB_MODEL_CATS];
};

static inline void clab_model_add(struct clab_model_label *label, u32 cat)
{
	label->has[cat] = 1;
	if (label->end <= cat)
		label->end = cat + 1;
}

static inline void clab_model_clear(struct clab_model_label *label)
{
	memset(label, 0, offsetof(struct clab_model_label, has) + label->end);
}

struct clab_err clab_model_check(const struct clab_doi_def *def, const u8 *opt,
				 int len, unsigned int flags);
struct clab_err clab_model_read(const u8 *opt, struct clab_model_label *label);
int clab_model_write(u8 type, const struct clab_model_label *label, u8 *tag);
bool clab_model_same(const struct clab_model_label *model,
		     const struct clab_label *label);
void clab_model_to_label(const struct clab_model_label *model,
			 struct clab_label *label);

#endif /* _CLAB_TEST_MODEL_H */
