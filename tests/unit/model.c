// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: a slow model of the format
 */
#include "model.h"
#include "table.h"

#include <stdlib.h>

#define CLAB_MODEL_FINE		((struct clab_err){ CLAB_OK, 0 })
#define CLAB_MODEL_WRONG(r, o)	((struct clab_err){ (r), (u32)(o) })

/* Octets o and o + 1, most significant first (3.4). */
static int clab_model_pair(const u8 *opt, int o)
{
	return opt[o] * 256 + opt[o + 1];
}

/* Which of the DOI's five places holds the type; a place that is not filled
 * holds 0, and nothing behind one counts.
 */
static bool clab_model_listed(const struct clab_doi_def *def, int type)
{
	int list[CLAB_TAGS_PER_DOI] = { 0 };
	int i;

	for (i = 0; i < def->nr_tags; i++)
		list[i] = def->tags[i];
	for (i = 0; i < CLAB_TAGS_PER_DOI; i++)
		if (list[i] == type)
			break;
	if (i == CLAB_TAGS_PER_DOI)
		return false;
	while (i--)
		if (list[i] == 0)
			return false;
	return true;
}

/* Tag 2 at octet t: 3.4.3.5. */
static struct clab_err clab_model_enum(const u8 *opt, int t, bool strict)
{
	int end = t + opt[t + 1], o;

	if (opt[t + 1] & 1)
		return CLAB_MODEL_WRONG(CLAB_R_CAT_ODD, strict ? end - 1 : t + 4);
	for (o = t + 4; o < end; o += 2) {
		if (o > t + 4 &&
		    clab_model_pair(opt, o) <= clab_model_pair(opt, o - 2))
			return CLAB_MODEL_WRONG(CLAB_R_CAT_ORDER,
						strict ? o : t + 4);
		if (strict && clab_model_pair(opt, o) == 65535)
			return CLAB_MODEL_WRONG(CLAB_R_CAT, o);
	}
	return CLAB_MODEL_FINE;
}

static int clab_model_bottom(const u8 *opt, int o, int end)
{
	return o + 2 < end ? clab_model_pair(opt, o + 2) : 0;
}

/* Tag 5 at octet t: 3.4.4.5. */
static struct clab_err clab_model_range(const u8 *opt, int t, bool strict)
{
	int end = t + opt[t + 1], o;

	if (opt[t + 1] & 1)
		return CLAB_MODEL_WRONG(CLAB_R_CAT_ODD, strict ? end - 1 : t + 4);
	for (o = t + 4; o < end; o += 4) {
		int top = clab_model_pair(opt, o);
		int bottom = clab_model_bottom(opt, o, end);
		int above = o > t + 4 ? clab_model_pair(opt, o - 2) : 65536;

		if (top > above)
			return CLAB_MODEL_WRONG(CLAB_R_RANGE_ORDER,
						strict ? o : t + 4);
		if (!strict)
			continue;
		if (top == 65535)
			return CLAB_MODEL_WRONG(CLAB_R_CAT, o);
		if (top < bottom)
			return CLAB_MODEL_WRONG(CLAB_R_RANGE_REVERSED, o);
		if (top == above)
			return CLAB_MODEL_WRONG(CLAB_R_RANGE_TOUCH, o);
	}
	return CLAB_MODEL_FINE;
}

/* The tables that a DOI's pointer leads to, number by number. */
static const struct clab_table *clab_model_table(const struct clab_doi_def *def)
{
	return (const struct clab_table *)def->trans;
}

/* Are the categories of octet o of a bitmap translated? */
static bool clab_model_octet_mapped(const struct clab_table *table, const u8 *opt,
				    int t, int o)
{
	int bit;

	for (bit = 0; bit < 8; bit++)
		if (opt[o] & 0x80 >> bit &&
		    table->cat_in[(o - t - 4) * 8 + bit] == CLAB_TABLE_NONE)
			return false;
	return true;
}

/* And those from low to high? Of a reversed range only low counts. */
static bool clab_model_all_mapped(const struct clab_table *table, int low, int high)
{
	int cat = low;

	do {
		if (table->cat_in[cat] == CLAB_TABLE_NONE)
			return false;
	} while (++cat <= high);
	return true;
}

/* Is every category of a tag translated? 5.3. */
static struct clab_err clab_model_mapped(const struct clab_table *table,
					 const u8 *opt, int t, bool strict)
{
	int step = opt[t] == 1 ? 1 : opt[t] == 2 ? 2 : 4;
	int end = t + opt[t + 1], o, top;
	bool good;

	for (o = t + 4; o < end; o += step) {
		top = step == 1 ? 0 : clab_model_pair(opt, o);
		good = step == 1 ? clab_model_octet_mapped(table, opt, t, o) :
		       clab_model_all_mapped(table, step == 2 ? top :
					     clab_model_bottom(opt, o, end), top);
		if (!good)
			return CLAB_MODEL_WRONG(CLAB_R_CAT, strict ? o : t + 4);
	}
	return CLAB_MODEL_FINE;
}

static struct clab_err clab_model_form(const u8 *opt, int t, bool strict)
{
	if (strict && opt[t + 2] != 0)
		return CLAB_MODEL_WRONG(CLAB_R_TAG_ALIGN, t + 2);
	if (opt[t] == 2)
		return clab_model_enum(opt, t, strict);
	if (opt[t] == 5)
		return clab_model_range(opt, t, strict);
	return CLAB_MODEL_FINE;
}

/* A tag that ends within the option. */
static struct clab_err clab_model_tag(const struct clab_doi_def *def,
				      const u8 *opt, int t, unsigned int flags)
{
	bool strict = flags & CLAB_V_STRICT, loopback = flags & CLAB_V_LOOPBACK;
	bool loose = opt[t] == 1 && (flags & CLAB_V_LOOSE_RBM);
	struct clab_err err;
	int type = opt[t];

	if (type == 128) {
		if (!loopback)
			return CLAB_MODEL_WRONG(CLAB_R_TAG_SCOPE, t);
		if (opt[t + 1] != 6)
			return CLAB_MODEL_WRONG(CLAB_R_TAG_LENGTH, t + 1);
		return CLAB_MODEL_FINE;
	}
	if (type != 1 && type != 2 && type != 5)
		return CLAB_MODEL_WRONG(CLAB_R_TAG_TYPE, t);
	if (opt[t + 1] < 4)
		return CLAB_MODEL_WRONG(CLAB_R_TAG_LENGTH, t + 1);
	if (def->type == CLAB_DOI_LOCAL && loose)
		return CLAB_MODEL_FINE;
	if (def->type == CLAB_DOI_LOCAL)
		return CLAB_MODEL_WRONG(CLAB_R_LEVEL, t + 3);
	if (def->type == CLAB_DOI_TRANS && !loose &&
	    clab_model_table(def)->level_in[opt[t + 3]] == CLAB_TABLE_NONE)
		return CLAB_MODEL_WRONG(CLAB_R_LEVEL, t + 3);
	err = clab_model_form(opt, t, strict);
	if (err.reason != CLAB_OK || def->type != CLAB_DOI_TRANS || loose)
		return err;
	return clab_model_mapped(clab_model_table(def), opt, t, strict);
}

/**
 * clab_model_check() - what should be said of an option
 * @def: its DOI, NULL when not configured
 * @opt: the option
 * @len: its length octet, at most 40
 * @flags: CLAB_V_*
 *
 * Return: the reason and the offset; CLAB_OK when it is accepted.
 */
struct clab_err clab_model_check(const struct clab_doi_def *def, const u8 *opt,
				 int len, unsigned int flags)
{
	bool strict = flags & CLAB_V_STRICT;
	struct clab_err err;
	int t;

	if (len < 8)
		return CLAB_MODEL_WRONG(CLAB_R_OPT_SHORT, 1);
	if (!opt[2] && !opt[3] && !opt[4] && !opt[5])
		return CLAB_MODEL_WRONG(CLAB_R_DOI_ZERO, 2);
	if (!def)
		return CLAB_MODEL_WRONG(CLAB_R_DOI_UNKNOWN, 2);
	for (t = 6; t < len; t += opt[t + 1]) {
		bool listed = clab_model_listed(def, opt[t]);

		if (strict && t > 6) {
			if (listed && opt[t] != 0 && t + 1 < len)
				return CLAB_MODEL_WRONG(CLAB_R_TAG_SECOND, t);
			return CLAB_MODEL_WRONG(CLAB_R_OPT_TRAILING, t);
		}
		if (!listed)
			return CLAB_MODEL_WRONG(CLAB_R_TAG_TYPE, t);
		if (t + 1 == len)
			return CLAB_MODEL_WRONG(CLAB_R_OPT_TRAILING, t);
		if (t + opt[t + 1] > len)
			return CLAB_MODEL_WRONG(CLAB_R_TAG_LENGTH, t + 1);
		err = clab_model_tag(def, opt, t, flags);
		if (err.reason != CLAB_OK)
			return err;
	}
	return CLAB_MODEL_FINE;
}

static struct clab_err clab_model_read_enum(const u8 *opt,
					    struct clab_model_label *label)
{
	int o;

	for (o = 10; o < 6 + opt[7]; o += 2) {
		int cat = clab_model_pair(opt, o);

		if (cat == 65535)
			return CLAB_MODEL_WRONG(CLAB_R_CAT, o);
		clab_model_add(label, (u32)cat);
	}
	return CLAB_MODEL_FINE;
}

/* When several ranges are wrong the lowest in place value is named, which is
 * the last: the codec reads them upwards.
 */
static struct clab_err clab_model_read_range(const u8 *opt,
					     struct clab_model_label *label)
{
	int end = 6 + opt[7], o, cat;
	struct clab_err err = CLAB_MODEL_FINE;

	for (o = 10; o < end; o += 4) {
		int top = clab_model_pair(opt, o);
		int bottom = clab_model_bottom(opt, o, end);

		if (top == 65535)
			err = CLAB_MODEL_WRONG(CLAB_R_CAT, o);
		else if (top < bottom)
			err = CLAB_MODEL_WRONG(CLAB_R_RANGE_REVERSED, o);
		for (cat = bottom; top < 65535 && cat <= top; cat++)
			clab_model_add(label, (u32)cat);
	}
	return err;
}

/**
 * clab_model_read() - what an option says that one of the readings accepts
 * @opt: the option
 * @label: where its first tag's label goes
 *
 * Return: CLAB_OK, or why it says no label, and where.
 */
struct clab_err clab_model_read(const u8 *opt, struct clab_model_label *label)
{
	int bit;

	clab_model_clear(label);
	if (opt[6] == 128) {
		label->whole = true;
		memcpy(&label->secid, opt + 8, 4);
		return CLAB_MODEL_FINE;
	}
	label->level = opt[9];
	if (opt[6] == 2)
		return clab_model_read_enum(opt, label);
	if (opt[6] == 5)
		return clab_model_read_range(opt, label);
	for (bit = 0; bit < (opt[7] - 4) * 8; bit++)
		if (opt[10 + bit / 8] & 0x80 >> bit % 8)
			clab_model_add(label, (u32)bit);
	return CLAB_MODEL_FINE;
}

static int clab_model_write_bitmap(const struct clab_model_label *label, u8 *tag)
{
	int cat, octets = 0;

	for (cat = 0; cat < (int)label->end; cat++) {
		if (!label->has[cat])
			continue;
		if (cat >= 240)
			return -ENOSPC;
		octets = cat / 8 + 1;
		tag[4 + cat / 8] |= (u8)(0x80 >> cat % 8);
	}
	return 4 + octets;
}

static int clab_model_write_enum(const struct clab_model_label *label, u8 *tag)
{
	int cat, len = 4;

	for (cat = 0; cat < (int)label->end; cat++) {
		if (!label->has[cat])
			continue;
		if (len + 2 > 34)
			return -ENOSPC;
		tag[len++] = (u8)(cat / 256);
		tag[len++] = (u8)(cat % 256);
	}
	return len;
}

static int clab_model_write_range(const struct clab_model_label *label, u8 *tag)
{
	int cat = (int)label->end - 1, len = 4, top;

	for (; cat >= 0; cat--) {
		if (!label->has[cat])
			continue;
		top = cat;
		while (cat > 0 && label->has[cat - 1])
			cat--;
		if (len + (cat ? 4 : 2) > 34)
			return -ENOSPC;
		tag[len++] = (u8)(top / 256);
		tag[len++] = (u8)(top % 256);
		if (cat) {
			tag[len++] = (u8)(cat / 256);
			tag[len++] = (u8)(cat % 256);
		}
	}
	return len;
}

/**
 * clab_model_write() - the shortest tag of a type for a label
 * @type: 1, 2 or 5
 * @label: the label, its level at most 255
 * @tag: room for 34 octets
 *
 * Return: its length or -ENOSPC.
 */
int clab_model_write(u8 type, const struct clab_model_label *label, u8 *tag)
{
	int len;

	memset(tag, 0, 34);
	tag[0] = type;
	tag[3] = (u8)label->level;
	len = type == 1 ? clab_model_write_bitmap(label, tag) :
	      type == 2 ? clab_model_write_enum(label, tag) :
			  clab_model_write_range(label, tag);
	tag[1] = (u8)len;
	return len;
}

/**
 * clab_model_to_label() - a model's label as the codec has it
 * @model: the model's
 * @label: the codec's
 *
 * Every run in pieces, of one category, two, four and so on, so that the joining
 * of runs is put to the test too; a label with more runs than a set holds ends
 * the program.
 */
void clab_model_to_label(const struct clab_model_label *model,
			 struct clab_label *label)
{
	u32 cat, next, piece = 1;

	label->kind = CLAB_LABEL_MLS;
	label->level = model->level;
	clab_catset_init(&label->cats);
	for (cat = 0; cat < model->end; cat = next) {
		next = cat + 1;
		if (!model->has[cat]) {
			piece = 1;
			continue;
		}
		while (next < model->end && next < cat + piece && model->has[next])
			next++;
		if (clab_catset_add(&label->cats, cat, next - 1))
			abort();
		piece *= 2;
	}
}

/**
 * clab_model_same() - do the model and the codec have one label
 * @model: the model's
 * @label: the codec's
 *
 * Return: true when they do.
 */
bool clab_model_same(const struct clab_model_label *model,
		     const struct clab_label *label)
{
	struct clab_catrange run = { 0 };
	u32 cat, from = 0;
	bool more;

	if (model->whole)
		return label->kind == CLAB_LABEL_SECID &&
		       label->secid == model->secid;
	if (label->kind != CLAB_LABEL_MLS || label->level != model->level)
		return false;
	more = clab_catset_next(&label->cats, from, &run);
	for (cat = 0; cat < model->end; cat++) {
		bool in = more && cat >= run.low && cat <= run.high;

		if (in != (bool)model->has[cat])
			return false;
		if (in && cat == run.high)
			more = clab_catset_next(&label->cats, cat + 1, &run);
	}
	return !more;
}
