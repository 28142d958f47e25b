// SPDX-License-Identifier: GPL-2.0
/*
 * packets FILE SEED COUNT: a capture of labeled packets, and their labels
 *
 * Writes COUNT packets to FILE, each an IPv4 header with a CIPSO option by the
 * codec and a UDP datagram, and to standard output what each must be read as:
 *
 *	FRAME DOI TAG LEVEL CATEGORIES		such as  7 16 5 255 0,9-12
 *
 * The labels come from the random generator here and are kept as plain ranges,
 * so that what is printed owes nothing to the codec. Those at the limits of
 * each tag come first.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/cipso.h"

#define CLAB_PKT_HDR	20
#define CLAB_PKT_UDP	8
#define CLAB_PKT_BODY	4
#define CLAB_PKT_RUNS	120	/* as many as 240 bits can have */

/**
 * struct clab_pkt - what a packet must be read as
 * @doi: the DOI
 * @tag: the tag type
 * @level: the level
 * @optfmt: in the optimized form, where the tag has one
 * @nr: runs of categories in use
 * @run: the runs, ascending, with at least one category between them
 */
struct clab_pkt {
	u32 doi;
	u8 tag;
	u32 level;
	bool optfmt;
	size_t nr;
	struct clab_catrange run[CLAB_PKT_RUNS];
};

static u64 clab_pkt_state;

/* xorshift64* (Vigna 2016); the same numbers for a seed everywhere */
static u64 clab_pkt_random(u64 below)
{
	clab_pkt_state ^= clab_pkt_state >> 12;
	clab_pkt_state ^= clab_pkt_state << 25;
	clab_pkt_state ^= clab_pkt_state >> 27;
	return (clab_pkt_state * 2685821657736338717ULL >> 16) % below;
}

static void clab_pkt_die(const char *what)
{
	fprintf(stderr, "packets: %s\n", what);
	exit(1);
}

/* Add a category above all that are there, joining it to the last run. */
static void clab_pkt_add(struct clab_pkt *pkt, u32 cat)
{
	if (pkt->nr && pkt->run[pkt->nr - 1].high + 1 == cat) {
		pkt->run[pkt->nr - 1].high = cat;
		return;
	}
	pkt->run[pkt->nr].low = cat;
	pkt->run[pkt->nr++].high = cat;
}

static int clab_pkt_order(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

/* Any subset of the categories that a bitmap has bits for, dense or sparse */
static void clab_pkt_bitmap(struct clab_pkt *pkt)
{
	u32 cat, end = 1 + (u32)clab_pkt_random(240), one_in = 1 + (u32)clab_pkt_random(20);

	for (cat = 0; cat < end; cat++) {
		if (!clab_pkt_random(one_in))
			clab_pkt_add(pkt, cat);
	}
}

/* Up to fifteen categories, close together or far apart */
static void clab_pkt_enum(struct clab_pkt *pkt)
{
	u32 span = clab_pkt_random(2) ? 40 : 65535, cats[15];
	u32 base = (u32)clab_pkt_random(65535 - span + 1);
	size_t i, nr = clab_pkt_random(16);

	for (i = 0; i < nr; i++)
		cats[i] = base + (u32)clab_pkt_random(span);
	qsort(cats, nr, sizeof(cats[0]), clab_pkt_order);
	for (i = 0; i < nr; i++) {
		if (!i || cats[i] != cats[i - 1])
			clab_pkt_add(pkt, cats[i]);
	}
}

/* Up to seven ranges; with one that begins at 0, whose end is left out, eight */
static void clab_pkt_range(struct clab_pkt *pkt)
{
	u32 span = clab_pkt_random(2) ? 60 : 65535, ends[16];
	u32 base = (u32)clab_pkt_random(65535 - span + 1);
	size_t i, nr = 2 * clab_pkt_random(9);

	for (i = 0; i < nr; i++)
		ends[i] = base + (u32)clab_pkt_random(span);
	qsort(ends, nr, sizeof(ends[0]), clab_pkt_order);
	if (nr == 16)
		ends[0] = 0;
	for (i = 0; i < nr; i += 2) {
		struct clab_catrange *last = pkt->nr ? &pkt->run[pkt->nr - 1] : NULL;

		if (last && ends[i] <= last->high + 1) {
			last->high = ends[i + 1];
			continue;
		}
		pkt->run[pkt->nr].low = ends[i];
		pkt->run[pkt->nr++].high = ends[i + 1];
	}
}

static u32 clab_pkt_doi(void)
{
	static const u32 limits[] = {
		1, 2, 255, 256, 65535, 65536, 0x7fffffff, 0x80000000, 0xffffffff,
	};
	u64 kind = clab_pkt_random(4);

	if (!kind)
		return limits[clab_pkt_random(sizeof(limits) / sizeof(limits[0]))];
	return 1 + (u32)clab_pkt_random(kind == 1 ? 100 : 0xffffffff);
}

static void clab_pkt_any(struct clab_pkt *pkt)
{
	static const u8 tags[] = { CLAB_TAG_BITMAP, CLAB_TAG_ENUM, CLAB_TAG_RANGE };

	memset(pkt, 0, sizeof(*pkt));
	pkt->doi = clab_pkt_doi();
	pkt->tag = tags[clab_pkt_random(3)];
	pkt->level = (u32)clab_pkt_random(256);
	pkt->optfmt = clab_pkt_random(2);
	if (pkt->tag == CLAB_TAG_BITMAP)
		clab_pkt_bitmap(pkt);
	else if (pkt->tag == CLAB_TAG_ENUM)
		clab_pkt_enum(pkt);
	else
		clab_pkt_range(pkt);
}

/* One run from low to high, and in every further place of step one more */
static void clab_pkt_runs(struct clab_pkt *pkt, u32 low, u32 high, size_t nr, u32 step)
{
	for (; nr; nr--, low += step, high += step) {
		pkt->run[pkt->nr].low = low;
		pkt->run[pkt->nr++].high = high;
	}
}

/**
 * struct clab_limit - categories at a limit of a tag
 * @tag: the tag type
 * @low: first category of the first run
 * @high: its last
 * @nr: how many runs; 0 for no category
 * @step: from one to the next
 */
struct clab_limit {
	u8 tag;
	u32 low;
	u32 high;
	size_t nr;
	u32 step;
};

static const struct clab_limit clab_limits[] = {
	{ 1, 0, 0, 0, 0 }, { 1, 0, 0, 1, 0 }, { 1, 7, 7, 1, 0 }, { 1, 8, 8, 1, 0 },
	{ 1, 7, 8, 1, 0 }, { 1, 79, 79, 1, 0 }, { 1, 80, 80, 1, 0 },
	{ 1, 239, 239, 1, 0 }, { 1, 0, 239, 1, 0 }, { 1, 0, 0, 120, 2 },
	{ 1, 1, 1, 120, 2 }, { 1, 0, 14, 15, 16 },
	{ 2, 0, 0, 0, 0 }, { 2, 0, 0, 1, 0 }, { 2, 255, 255, 1, 0 },
	{ 2, 256, 256, 1, 0 }, { 2, 255, 256, 1, 0 }, { 2, 32767, 32768, 1, 0 },
	{ 2, 65534, 65534, 1, 0 }, { 2, 0, 14, 1, 0 }, { 2, 65520, 65534, 1, 0 },
	{ 2, 0, 0, 15, 4681 }, { 2, 8, 8, 15, 4681 - 1 },
	{ 5, 0, 0, 0, 0 }, { 5, 0, 0, 1, 0 }, { 5, 1, 1, 1, 0 },
	{ 5, 0, 65534, 1, 0 }, { 5, 1, 65534, 1, 0 }, { 5, 65534, 65534, 1, 0 },
	{ 5, 0, 1023, 1, 0 }, { 5, 255, 256, 1, 0 }, { 5, 32767, 32768, 1, 0 },
	{ 5, 0, 0, 8, 9362 }, { 5, 0, 9000, 7, 9300 }, { 5, 1, 1, 7, 2 },
	{ 5, 0, 0, 8, 2 }, { 5, 65522, 65522, 7, 2 },
};

#define CLAB_LIMITS	(sizeof(clab_limits) / sizeof(clab_limits[0]))

static const u32 clab_limit_levels[] = { 0, 1, 127, 128, 254, 255 };

#define CLAB_LIMIT_LEVELS	(sizeof(clab_limit_levels) / sizeof(clab_limit_levels[0]))

/* Limit number nr, or false when there is none left; each with every level. */
static bool clab_pkt_limit(struct clab_pkt *pkt, size_t nr)
{
	const struct clab_limit *limit = &clab_limits[nr / CLAB_LIMIT_LEVELS];

	if (nr >= CLAB_LIMITS * CLAB_LIMIT_LEVELS)
		return false;
	memset(pkt, 0, sizeof(*pkt));
	pkt->doi = clab_pkt_doi();
	pkt->tag = limit->tag;
	pkt->level = clab_limit_levels[nr % CLAB_LIMIT_LEVELS];
	pkt->optfmt = nr % 2;
	clab_pkt_runs(pkt, limit->low, limit->high, limit->nr, limit->step);
	return true;
}

/* The option, with its padding; returns how many octets. */
static size_t clab_pkt_option(const struct clab_pkt *pkt, u8 *opt)
{
	struct clab_doi_def def = { .doi = pkt->doi, .type = CLAB_DOI_PASS, .nr_tags = 1 };
	struct clab_label label = { .kind = CLAB_LABEL_MLS, .level = pkt->level };
	struct clab_err err;
	size_t i;
	int len;

	def.tags[0] = pkt->tag;
	clab_catset_init(&label.cats);
	for (i = 0; i < pkt->nr; i++) {
		if (clab_catset_add(&label.cats, pkt->run[i].low, pkt->run[i].high))
			clab_pkt_die("a set of categories is full");
	}
	len = clab_cipso_encode(&def, &label, pkt->optfmt ? CLAB_E_OPTFMT : 0, opt, &err);
	if (len < 0)
		clab_pkt_die(clab_reason_text(err.reason));
	return (size_t)(len + 3) / 4 * 4;
}

static void clab_pkt_header(u8 *ip, size_t header, size_t len)
{
	u32 sum = 0;
	size_t i;

	ip[0] = (u8)(0x40 | header / 4);
	clab_put_be16((u16)len, ip + 2);
	ip[8] = 64;
	ip[9] = 17;
	memcpy(ip + 12, "\xc0\x00\x02\x01\xc0\x00\x02\x02", 8);
	for (i = 0; i < header; i += 2)
		sum += clab_get_be16(ip + i);
	sum = (sum & 0xffff) + (sum >> 16);
	clab_put_be16((u16)~((sum & 0xffff) + (sum >> 16)), ip + 10);
}

static void clab_pkt_write(const struct clab_pkt *pkt, pcap_dumper_t *to)
{
	u8 ip[CLAB_PKT_HDR + CLAB_OPT_MAX + CLAB_PKT_UDP + CLAB_PKT_BODY] = { 0 };
	size_t header = CLAB_PKT_HDR + clab_pkt_option(pkt, ip + CLAB_PKT_HDR);
	size_t len = header + CLAB_PKT_UDP + CLAB_PKT_BODY;
	struct pcap_pkthdr pkthdr = { .caplen = (u32)len, .len = (u32)len };
	u8 *udp = ip + header;

	clab_pkt_header(ip, header, len);
	clab_put_be16(40000, udp);
	clab_put_be16(9, udp + 2);
	clab_put_be16(CLAB_PKT_UDP + CLAB_PKT_BODY, udp + 4);
	pcap_dump((u8 *)to, &pkthdr, ip);
}

static void clab_pkt_print(const struct clab_pkt *pkt, size_t frame)
{
	size_t i;

	printf("%zu %u %u %u ", frame, pkt->doi, pkt->tag, pkt->level);
	for (i = 0; i < pkt->nr; i++) {
		printf("%s%u", i ? "," : "", pkt->run[i].low);
		if (pkt->run[i].high != pkt->run[i].low)
			printf("-%u", pkt->run[i].high);
	}
	puts(pkt->nr ? "" : "-");
}

/**
 * main() - write the capture and the labels
 * @argc: 4
 * @argv: the file, the seed, the number of packets
 *
 * Return: 0 when all has been written.
 */
int main(int argc, char **argv)
{
	pcap_dumper_t *to;
	struct clab_pkt pkt;
	size_t i, count;

	if (argc != 4)
		clab_pkt_die("usage: packets FILE SEED COUNT");
	clab_pkt_state = strtoull(argv[2], NULL, 10) * 2 + 1;
	count = strtoul(argv[3], NULL, 10);
	to = pcap_dump_open(pcap_open_dead(DLT_RAW, 65535), argv[1]);
	if (!to)
		clab_pkt_die("the capture can't be written");
	for (i = 0; i < count; i++) {
		if (!clab_pkt_limit(&pkt, i))
			clab_pkt_any(&pkt);
		clab_pkt_write(&pkt, to);
		clab_pkt_print(&pkt, i + 1);
	}
	if (pcap_dump_flush(to) || fflush(stdout))
		clab_pkt_die("the capture can't be written");
	pcap_dump_close(to);
	return 0;
}
