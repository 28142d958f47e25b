// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: every header there can be
 *
 * Option length, tag type, tag length, each 0 to 255, DOI configured or not,
 * with five fillings behind the header, in both readings: the verdict, the
 * reason and the offset have to be the model's, and so has the label of what is
 * accepted. What is refused is read as well, since decoding may not trust.
 *
 * The option ends where its page ends and nothing is behind it, so that a read
 * beyond it is a crash, without a sanitizer too. CLAB_UNIT_ALL=1 in the
 * environment takes all option lengths.
 */
#include "split.h"
#include "unit.h"

#include <sys/mman.h>
#include <unistd.h>

#define CLAB_HEADERS_ROOM	256

enum clab_headers_count {
	CLAB_HEADERS,
	CLAB_HEADERS_CHECKED,
	CLAB_HEADERS_TAKEN,
	CLAB_HEADERS_READ,
	CLAB_HEADERS_UNREAD,
};

/* What stands behind the tag's header, over and over: nothing; all ones;
 * ascending categories; descending ranges; tags without categories.
 */
static const struct {
	u8 first;
	int step;
	u8 upper, lower;
} clab_headers_fill[] = {
	{ 0x00, 0, 0x00, 0x00 },
	{ 0xff, 0, 0xff, 0xff },
	{ 0x05, 17, 0x00, 0x01 },
	{ 0x05, -5, 0x00, 0xf0 },
	{ 0x00, 0, 0x02, 0x04 },
};

#define CLAB_HEADERS_FILLS	5

static const struct clab_doi_def clab_headers_def = {
	.doi = 16, .type = CLAB_DOI_PASS, .nr_tags = 4, .tags = { 1, 2, 5, 128 },
};

static struct clab_model_label clab_headers_model;
static struct clab_label clab_headers_label;

/* Room for an option, and behind it a page that may not be touched. */
static u8 *clab_headers_room(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	u8 *at = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED || mprotect(at + page, page, PROT_NONE))
		abort();
	return at + page;
}

/* Fill what is behind the tag's header. */
static void clab_headers_body(u8 *opt, unsigned int len, unsigned int fill)
{
	int lower = clab_headers_fill[fill].lower;
	unsigned int i;

	for (i = 8; i < len; i++) {
		if (i < 10) {
			opt[i] = i == 8 ? 0 : clab_headers_fill[fill].first;
		} else if (i % 2) {
			opt[i] = (u8)lower;
			lower += clab_headers_fill[fill].step;
		} else {
			opt[i] = clab_headers_fill[fill].upper;
		}
	}
	if (fill == 1 && len > 8)
		opt[8] = 0xff;
}

static void clab_headers_differ(struct clab_split *split, const u8 *opt,
				unsigned int len, unsigned int flags,
				const struct clab_err *got,
				const struct clab_err *want)
{
	char hex[2 * 40 + 1] = "";
	unsigned int i;

	for (i = 0; i < len && i < 40; i++)
		sprintf(hex + 2 * i, "%02x", opt[i]);
	clab_split_fail(split, "%s length %u flags %u: %s@%u, the model says %s@%u",
			hex, len, flags, clab_reason_name(got->reason),
			got->offset, clab_reason_name(want->reason), want->offset);
}

/* Read an option that one of the readings has accepted. */
static void clab_headers_read(const u8 *opt, unsigned int len,
			      unsigned int flags, struct clab_split *split)
{
	struct clab_err err = { 0 }, want;
	int rc;

	rc = clab_cipso_decode(&clab_headers_def, opt, len, &clab_headers_label, &err);
	want = clab_model_read(opt, &clab_headers_model);
	if (!rc != (want.reason == CLAB_OK) || err.reason != want.reason ||
	    err.offset != want.offset)
		clab_headers_differ(split, opt, len, flags, &err, &want);
	if (!rc && !clab_model_same(&clab_headers_model, &clab_headers_label))
		clab_split_fail(split, "tag %u, option length %u: another label",
				opt[6], len);
	split->count[rc ? CLAB_HEADERS_UNREAD : CLAB_HEADERS_READ]++;
}

/* Read an option that is refused: any answer that points into it. */
static void clab_headers_distrust(const u8 *opt, unsigned int len,
				  struct clab_split *split)
{
	struct clab_err err = { 0 };
	int rc;

	rc = clab_cipso_decode(&clab_headers_def, opt, len, &clab_headers_label, &err);
	if (rc && (rc != -EINVAL || !err.reason || (err.offset >= len && len > 2)))
		clab_split_fail(split, "tag %u length %u, option length %u: read as %d, %s@%u",
				opt[6], opt[7], len, rc,
				clab_reason_name(err.reason), err.offset);
}

static void clab_headers_check(const struct clab_doi_def *def, const u8 *opt,
			       unsigned int len, unsigned int flags,
			       struct clab_split *split)
{
	struct clab_err err = { 0 }, want = { CLAB_R_OPT_LENGTH, 1 };
	int rc;

	rc = clab_cipso_validate(def, opt, len, flags, &err);
	if (len <= CLAB_OPT_MAX)
		want = clab_model_check(def, opt, (int)len, flags);
	split->count[CLAB_HEADERS_CHECKED]++;
	if (rc != (want.reason ? -EINVAL : 0) || err.reason != want.reason ||
	    err.offset != want.offset)
		clab_headers_differ(split, opt, len, flags, &err, &want);
	if (!rc) {
		split->count[CLAB_HEADERS_TAKEN]++;
		clab_headers_read(opt, len, flags, split);
	}
}

/* One header and filling, its DOI configured or not. */
static void clab_headers_one(const u8 *opt, unsigned int len,
			     struct clab_split *split)
{
	const struct clab_doi_def *def = &clab_headers_def;

	clab_headers_check(NULL, opt, len, CLAB_V_LOOPBACK, split);
	clab_headers_check(NULL, opt, len, CLAB_V_LOOPBACK | CLAB_V_STRICT, split);
	clab_headers_check(def, opt, len, CLAB_V_LOOPBACK, split);
	clab_headers_check(def, opt, len, CLAB_V_LOOPBACK | CLAB_V_STRICT, split);
	if (len > 6 && opt[6] == CLAB_TAG_LOCAL) {
		clab_headers_check(def, opt, len, 0, split);
		clab_headers_check(def, opt, len, CLAB_V_STRICT, split);
	}
	clab_headers_distrust(opt, len, split);
}

/* Every tag type and length in an option of one length; what does not fit into
 * the option is not there, and counts all the same.
 */
static void clab_headers_length(u8 *opt, unsigned int len, struct clab_split *split)
{
	static const u8 head[6] = { CLAB_IPOPT_CIPSO, 0, 0, 0, 0, 16 };
	unsigned int type, tag_len, fill;

	memcpy(opt, head, len < 6 ? len : 6);
	if (len > 1)
		opt[1] = (u8)len;
	for (fill = 0; fill < CLAB_HEADERS_FILLS; fill++) {
		clab_headers_body(opt, len, fill);
		for (type = 0; type < 256; type++) {
			if (len > 6)
				opt[6] = (u8)type;
			for (tag_len = 0; tag_len < 256; tag_len++) {
				if (len > 7)
					opt[7] = (u8)tag_len;
				clab_headers_one(opt, len, split);
				if (!fill)
					split->count[CLAB_HEADERS] += 2;
			}
		}
	}
}

/* Without CLAB_UNIT_ALL: the edges, and what has room for the shortest tags. */
static bool clab_headers_wanted(unsigned int len)
{
	static const u8 slice[] = { 0, 7, 8, 10, 12, 13, 26, 40, 41, 255 };

	return clab_split_all() || memchr(slice, (int)len, sizeof(slice));
}

static void clab_headers_work(unsigned int part, unsigned int parts,
			      struct clab_split *split)
{
	u8 *end = clab_headers_room();
	unsigned int len, nr = 0;

	for (len = 0; len < 256; len++)
		if (clab_headers_wanted(len) && nr++ % parts == part)
			clab_headers_length(end - len, len, split);
}

static void clab_test_headers(void **state)
{
	struct clab_split sum;

	(void)state;
	clab_split_run(clab_headers_work, &sum);
	if (sum.failed[0])
		fail_msg("%s", sum.failed);
	print_message("headers: %lu, %u fillings each: %lu verdicts as the model's, %lu of them to accept, of which %lu have a label and %lu have none\n",
		      sum.count[CLAB_HEADERS], CLAB_HEADERS_FILLS,
		      sum.count[CLAB_HEADERS_CHECKED], sum.count[CLAB_HEADERS_TAKEN],
		      sum.count[CLAB_HEADERS_READ], sum.count[CLAB_HEADERS_UNREAD]);
	if (clab_split_all())
		assert_int_equal(sum.count[CLAB_HEADERS], 2 * 256 * 256 * 256);
	assert_true(sum.count[CLAB_HEADERS_READ] > 100);
	assert_true(sum.count[CLAB_HEADERS_UNREAD]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clab_test_headers),
	};

	return cmocka_run_group_tests_name("headers", tests, NULL, NULL);
}
