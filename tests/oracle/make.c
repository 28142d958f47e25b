// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests, oracle: option areas to be judged
 *
 * Four kinds by turns: random octets, options of the vectors with something
 * changed, tags that are right or nearly so, and every combination of option
 * length, tag type and tag length. Each may have other options around it.
 */
#include "oracle.h"

static u64 clab_make_state;

/**
 * clab_oracle_seed() - begin a sequence of areas
 * @seed: which one
 */
void clab_oracle_seed(u64 seed)
{
	clab_make_state = seed * 0x9e3779b97f4a7c15ULL | 1;
}

static u64 clab_make_random(void)
{
	clab_make_state ^= clab_make_state << 13;
	clab_make_state ^= clab_make_state >> 7;
	clab_make_state ^= clab_make_state << 17;
	return clab_make_state * 0x2545f4914f6cdd1dULL;
}

static u32 clab_make_below(u32 limit)
{
	return (clab_make_random() >> 32) * limit >> 32;
}

static bool clab_make_one_in(u32 n)
{
	return !clab_make_below(n);
}

static const struct clab_oracle_doi *clab_make_doi(void)
{
	return &clab_oracle_doi[clab_make_below(clab_oracle_nr_dois)];
}

/* A DOI of the list, or, now and then, none or one that nobody knows. */
static u32 clab_make_number(const struct clab_oracle_doi *doi)
{
	if (!clab_make_one_in(20))
		return doi->def.doi;
	return clab_make_one_in(2) ? 0 : (u32)clab_make_random();
}

static void clab_make_fill(u8 *at, size_t len)
{
	while (len--)
		*at++ = clab_make_below(256);
}

/* A level, mostly one that the DOI maps. */
static u8 clab_make_level(const struct clab_oracle_doi *doi)
{
	if (!doi->nr_levels || clab_make_one_in(4))
		return clab_make_below(256);
	return doi->levels[clab_make_below(doi->nr_levels)].to;
}

/* Bitmap octets: of categories that the DOI maps, few or many of any. */
static void clab_make_bitmap(const struct clab_oracle_doi *doi, u8 *at, size_t len)
{
	u32 n = clab_make_below(12), cat;

	if (clab_make_one_in(8)) {
		clab_make_fill(at, len);
		return;
	}
	memset(at, 0, len);
	while (n--) {
		cat = clab_make_below(240);
		if (doi->nr_cats && !clab_make_one_in(16))
			cat = doi->cats[clab_make_below(doi->nr_cats)].to;
		if (cat / 8 < len)
			at[cat / 8] |= 0x80 >> cat % 8;
	}
}

/* Numbers of 16 bits that go one way, down for ranges, or nearly so. */
static void clab_make_numbers(u8 *at, size_t len, bool down)
{
	u32 span = clab_make_one_in(2) ? 0x10000 : 300;
	u32 cat = down ? span : 0, step;

	for (; len >= 2; len -= 2, at += 2) {
		step = clab_make_below(span / 8) + !clab_make_one_in(40);
		cat = down ? cat - step : cat + step;
		clab_put_be16(cat, at);
	}
	if (len)
		*at = clab_make_below(256);
}

static u8 clab_make_type(const struct clab_oracle_doi *doi)
{
	static const u8 types[] = { 0, 1, 2, 3, 5, 6, 7, 128 };

	if (!clab_make_one_in(10))
		return doi->def.tags[clab_make_below(doi->def.nr_tags)];
	return clab_make_one_in(4) ? clab_make_below(256) :
				     types[clab_make_below(ARRAY_SIZE(types))];
}

/* How long a tag is, if it suits its type. */
static size_t clab_make_tag_len(u8 type, size_t room)
{
	size_t len = type == CLAB_TAG_LOCAL ? CLAB_TAG_LOCAL_LEN :
					      CLAB_TAG_HDR_LEN + clab_make_below(31);

	if (type != CLAB_TAG_BITMAP && !clab_make_one_in(6))
		len &= ~1UL;
	return min(len, room);
}

/* A tag at opt, whose length octet may lie; returns the octets it takes. */
static size_t clab_make_tag(const struct clab_oracle_doi *doi, u8 *tag, size_t room)
{
	u8 type = clab_make_type(doi);
	size_t len = clab_make_tag_len(type, room);

	clab_make_fill(tag, len);
	tag[0] = type;
	if (len >= 2)
		tag[1] = clab_make_one_in(12) ? clab_make_below(42) : len;
	if (len < CLAB_TAG_HDR_LEN || type == CLAB_TAG_LOCAL)
		return len;
	tag[2] = clab_make_one_in(4) ? clab_make_below(256) : 0;
	tag[3] = clab_make_level(doi);
	if (type == CLAB_TAG_BITMAP)
		clab_make_bitmap(doi, tag + CLAB_TAG_HDR_LEN, len - CLAB_TAG_HDR_LEN);
	else
		clab_make_numbers(tag + CLAB_TAG_HDR_LEN, len - CLAB_TAG_HDR_LEN,
				  type == CLAB_TAG_RANGE);
	return len;
}

/* Tags of a DOI one behind the other: one, mostly. */
static size_t clab_make_tags(u8 *opt, size_t room)
{
	const struct clab_oracle_doi *doi = clab_make_doi();
	size_t len = CLAB_OPT_HDR_LEN;

	if (room < CLAB_OPT_HDR_LEN + 2)
		return 0;
	opt[0] = CLAB_IPOPT_CIPSO;
	clab_put_be32(clab_make_number(doi), opt + 2);
	do
		len += clab_make_tag(doi, opt + len, room - len);
	while (len < room && clab_make_one_in(4));
	opt[1] = clab_make_one_in(30) ? clab_make_below(44) : len;
	return len;
}

static size_t clab_make_noise(u8 *opt, size_t room)
{
	size_t len = clab_make_below(room + 1);

	clab_make_fill(opt, len);
	if (len)
		opt[0] = CLAB_IPOPT_CIPSO;
	if (len > 1 && !clab_make_one_in(8))
		opt[1] = len;
	if (len > CLAB_OPT_HDR_LEN) {
		const struct clab_oracle_doi *doi = clab_make_doi();

		clab_put_be32(clab_make_number(doi), opt + 2);
		opt[CLAB_OPT_HDR_LEN] = clab_make_type(doi);
	}
	return len;
}

/* An option of the vectors with up to three changes. */
static size_t clab_make_mutant(u8 *opt, size_t room)
{
	const struct clab_oracle_octets *vec =
		&clab_oracle_vec[clab_make_below(clab_oracle_nr_vecs)];
	u32 changes = clab_make_below(4);
	size_t len = min_t(size_t, vec->len, room), at;

	memcpy(opt, vec->at, len);
	if (len > CLAB_OPT_HDR_LEN && opt[0] == CLAB_IPOPT_CIPSO && clab_make_one_in(2))
		clab_put_be32(clab_make_number(clab_make_doi()), opt + 2);
	while (len && changes--) {
		at = clab_make_below(len);
		if (clab_make_one_in(3))
			opt[at] ^= 1 << clab_make_below(8);
		else if (clab_make_one_in(2))
			opt[at] += clab_make_below(5) - 2;
		else
			opt[at] = clab_make_below(256);
	}
	return len;
}

/* Every option length with every tag length for some types, in turn. */
static size_t clab_make_header(unsigned long round, u8 *opt, size_t room)
{
	static const u8 types[] = { 0, 1, 2, 3, 5, 6, 7, 128 };
	size_t len = min_t(size_t, round % (CLAB_OPT_MAX + 1), room);
	const struct clab_oracle_doi *doi;

	round /= CLAB_OPT_MAX + 1;
	clab_make_fill(opt, len);
	if (len)
		opt[0] = CLAB_IPOPT_CIPSO;
	if (len > 1)
		opt[1] = len;
	if (len < CLAB_OPT_HDR_LEN + 2)
		return len;
	opt[CLAB_OPT_HDR_LEN + 1] = round % (CLAB_OPT_MAX + 2);
	round /= CLAB_OPT_MAX + 2;
	opt[CLAB_OPT_HDR_LEN] = types[round % ARRAY_SIZE(types)];
	round /= ARRAY_SIZE(types);
	doi = &clab_oracle_doi[round % clab_oracle_nr_dois];
	clab_put_be32(doi->def.doi, opt + 2);
	return len;
}

static size_t clab_make_option(unsigned long round, u8 *opt, size_t room)
{
	switch (round % 4) {
	case 0:
		return clab_make_noise(opt, room);
	case 1:
		return clab_make_mutant(opt, room);
	case 2:
		return clab_make_tags(opt, room);
	}
	return clab_make_header(round / 4, opt, room);
}

/* Padding or an option of no interest, in front of the one that is. */
static size_t clab_make_before(u8 *at)
{
	size_t len = clab_make_below(4);

	if (clab_make_one_in(2))
		return 0;
	memset(at, 1, len);
	if (!clab_make_one_in(4))
		return len;
	at[0] = 0x82;
	at[1] = 4;
	clab_make_fill(at + 2, 2);
	return 4;
}

/* What is behind it: padding as it should be, a second option, or anything. */
static size_t clab_make_after(const u8 *opt, size_t len, u8 *at, size_t room)
{
	u32 kind = clab_make_below(16);

	if (kind == 0 && len <= room) {
		memmove(at, opt, len);
		return len;
	}
	if (kind == 1) {
		clab_make_fill(at, room);
		return room;
	}
	memset(at, kind == 2, room);
	return kind == 3 ? room : 0;
}

/*
 * The kernel looks into these and the codec does not: they are no concern of
 * its own. Another type is put in their place.
 */
static bool clab_make_foreign(u8 type)
{
	static const u8 types[] = { 7, 68, 131, 137, 148 };	/* RR TS LSRR SSRR RA */

	return memchr(types, type, sizeof(types));
}

static void clab_make_plain(struct clab_oracle_octets *area)
{
	size_t at = 0;

	while (at < area->len && area->at[at]) {
		if (clab_make_foreign(area->at[at]))
			area->at[at] = 0x9e;
		if (area->at[at] == 1) {
			at++;
			continue;
		}
		if (at + 1 == area->len || area->at[at + 1] < 2)
			return;
		at += area->at[at + 1];
	}
}

/**
 * clab_oracle_make() - the next area
 * @round: its number in the sequence
 * @area: where it goes
 */
void clab_oracle_make(unsigned long round, struct clab_oracle_octets *area)
{
	size_t from = clab_make_before(area->at), len = from;

	len += clab_make_option(round, area->at + from, CLAB_OPT_MAX - from);
	len += clab_make_after(area->at + from, len - from, area->at + len,
			       CLAB_OPT_MAX - len);
	/* A header is whole words, unless a program hands in options. */
	area->len = clab_make_one_in(8) ? len : min_t(size_t, (len + 3) & ~3UL, CLAB_OPT_MAX);
	if (len < area->len)
		memset(area->at + len, 0, area->len - len);
	clab_make_plain(area);
}
