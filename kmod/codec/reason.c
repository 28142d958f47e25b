// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * cipsolab codec: the reasons for a refusal, in words
 */
#include "cipso.h"

/**
 * struct clab_reason_words - how a reason is written
 * @name: for machines: counters, JSON, test vectors
 * @text: for people: extended ACKs, the tool
 */
struct clab_reason_words {
	const char *name;
	const char *text;
};

static const struct clab_reason_words clab_reasons[CLAB_R_MAX] = {
	[CLAB_OK] = { "ok", "nothing is wrong" },
	[CLAB_R_OPT_LENGTH] = { "opt-length",
		"an IP option's length is below 2 or beyond the header" },
	[CLAB_R_OPT_SHORT] = { "opt-short",
		"the CIPSO option has no room for a DOI and a tag" },
	[CLAB_R_OPT_DUPLICATE] = { "opt-duplicate",
		"a second CIPSO option in one header" },
	[CLAB_R_OPT_TRAILING] = { "opt-trailing",
		"octets behind the last tag that are no tag" },
	[CLAB_R_DOI_ZERO] = { "doi-zero", "DOI 0 is reserved" },
	[CLAB_R_DOI_UNKNOWN] = { "doi-unknown", "the DOI is not configured" },
	[CLAB_R_TAG_TYPE] = { "tag-type", "the DOI does not list this tag type" },
	[CLAB_R_TAG_LENGTH] = { "tag-length",
		"the tag's length does not suit its type or the option" },
	[CLAB_R_TAG_ALIGN] = { "tag-align", "the alignment octet is not 0" },
	[CLAB_R_TAG_SECOND] = { "tag-second",
		"a second sensitivity tag in one option" },
	[CLAB_R_TAG_SCOPE] = { "tag-scope",
		"a loopback-only tag that did not come over loopback" },
	[CLAB_R_LEVEL] = { "level",
		"the level cannot be carried or is not mapped" },
	[CLAB_R_CAT] = { "category",
		"a category cannot be carried or is not mapped" },
	[CLAB_R_CAT_ORDER] = { "category-order",
		"the enumerated categories do not ascend" },
	[CLAB_R_CAT_ODD] = { "category-odd",
		"half a category at the end of the tag" },
	[CLAB_R_RANGE_ORDER] = { "range-order",
		"the ranges do not descend, or overlap" },
	[CLAB_R_RANGE_REVERSED] = { "range-reversed",
		"the top of a range is below its bottom" },
	[CLAB_R_RANGE_TOUCH] = { "range-touch",
		"a range begins with the category that ended the one before" },
	[CLAB_R_NOSPACE] = { "no-space",
		"the label does not fit any tag of the DOI" },
	[CLAB_R_TEXT] = { "text", "the text is no level and categories" },
};

/**
 * clab_reason_name() - a reason as one word
 * @reason: the reason
 *
 * Return: a constant string of lower-case letters and hyphens, "?" for a
 * number that is no reason.
 */
const char *clab_reason_name(enum clab_reason reason)
{
	return (unsigned int)reason < CLAB_R_MAX ? clab_reasons[reason].name : "?";
}

/**
 * clab_reason_text() - a reason as part of a sentence
 * @reason: the reason
 *
 * Return: a constant string without capital and full stop, "?" for a number
 * that is no reason.
 */
const char *clab_reason_text(enum clab_reason reason)
{
	return (unsigned int)reason < CLAB_R_MAX ? clab_reasons[reason].text : "?";
}
