// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab fuzz: a label to be sent
 *
 *	octet 0		kind of DOI and CLAB_E_OPTFMT
 *	octets 1 to 6	how many tags the DOI lists, five tags
 *	octets 7 to 8	the level
 *	octet 9		where the categories lie
 *	the rest	runs of categories, three octets each
 *
 * The option is compared with the model's, octet by octet, and read again.
 */
#include "../../kmod/codec/label.h"
#include "../unit/model.h"
#include "fuzz.h"

#define CLAB_BUILD_BEYOND	7	/* categories that no tag can carry, too */

static struct clab_model_label clab_build_model;
static struct clab_label clab_build_label, clab_build_back;
static bool clab_build_beyond;

static void clab_build_def(struct clab_fuzz_input *in, struct clab_doi_def *def,
			   unsigned int *flags)
{
	u8 kind = clab_fuzz_u8(in);
	size_t i;

	memset(def, 0, sizeof(*def));
	def->doi = 0x01020304;
	def->type = kind & 2 ? CLAB_DOI_LOCAL : CLAB_DOI_PASS;
	*flags = kind & 1 ? CLAB_E_OPTFMT : 0;
	def->nr_tags = clab_fuzz_u8(in) % (CLAB_TAGS_PER_DOI + 1);
	for (i = 0; i < CLAB_TAGS_PER_DOI; i++)
		def->tags[i] = clab_fuzz_u8(in);
}

/* Short ones, in most cases: what is long costs the model, not the codec. */
static u32 clab_build_span(u8 code)
{
	if (code < 0xf0)
		return code < 0xc0 ? code % 16 : code;
	return code << 4;
}

static unsigned int clab_build_high_runs(void)
{
	unsigned int nr = 0;
	u32 cat;

	for (cat = CLAB_CATSET_LOW; cat < clab_build_model.end; cat++)
		nr += clab_build_model.has[cat] &&
		      (cat == CLAB_CATSET_LOW || !clab_build_model.has[cat - 1]);
	return nr;
}

/* Return: is there room for more? */
static bool clab_build_run(struct clab_fuzz_input *in, unsigned int where)
{
	static const u32 limit[] = { 16, 64, 240, 260, 300, 1024, 65536 };
	u32 low = clab_fuzz_u16(in), high = clab_build_span(clab_fuzz_u8(in));
	bool room;

	low = where == CLAB_BUILD_BEYOND ? low << 15 | low : low % limit[where];
	high += low;
	room = !clab_catset_add(&clab_build_label.cats, low, high);
	if (high >= CLAB_MODEL_CATS) {
		clab_build_beyond = true;
	} else {
		clab_model_add(&clab_build_model, high);
		memset(clab_build_model.has + low, 1, high - low);
	}
	if (!room)
		clab_fuzz_must(clab_build_beyond ||
			       clab_build_high_runs() > CLAB_CATSET_RANGES);
	return room;
}

static bool clab_build_make(struct clab_fuzz_input *in)
{
	unsigned int where;

	clab_model_clear(&clab_build_model);
	memset(&clab_build_label, 0xa5, sizeof(clab_build_label));
	clab_catset_init(&clab_build_label.cats);
	clab_build_beyond = false;
	clab_build_label.kind = CLAB_LABEL_MLS;
	clab_build_label.level = clab_fuzz_u16(in);
	clab_build_label.secid = clab_build_label.level << 16;
	clab_build_model.level = clab_build_label.level;
	where = clab_fuzz_u8(in) % (CLAB_BUILD_BEYOND + 1);
	while (in->len)
		if (!clab_build_run(in, where))
			return false;
	return true;
}

/* The optimized form: ten octets at least, if there are any. */
static int clab_build_fill(u8 *tag, int len)
{
	if (len > 4 && len < 14)
		len = 14;
	tag[1] = (u8)len;
	return len;
}

static int clab_build_want_one(const struct clab_doi_def *def, u8 type, unsigned int flags,
			       u8 *tag, enum clab_reason *reason)
{
	int len;

	memset(tag, 0, 34);
	if (type == 128) {
		tag[0] = 128;
		tag[1] = 6;
		memcpy(tag + 2, &clab_build_label.secid, 4);
		return 6;
	}
	*reason = CLAB_R_TAG_TYPE;
	if (def->type == CLAB_DOI_LOCAL || (type != 1 && type != 2 && type != 5))
		return -EINVAL;
	*reason = clab_build_model.level > 255 ? CLAB_R_LEVEL : CLAB_R_CAT;
	if (clab_build_model.level > 255 || clab_build_beyond)
		return -ERANGE;
	*reason = CLAB_R_NOSPACE;
	len = clab_model_write(type, &clab_build_model, tag);
	return type == 1 && flags ? clab_build_fill(tag, len) : len;
}

/* What should be sent: the first tag that the label fits. */
static int clab_build_want(const struct clab_doi_def *def, unsigned int flags, u8 *opt,
			   enum clab_reason *reason)
{
	int i, len = -EINVAL;

	*reason = CLAB_R_TAG_TYPE;
	for (i = 0; i < def->nr_tags && def->tags[i] && len < 0; i++)
		len = clab_build_want_one(def, def->tags[i], flags, opt + 6, reason);
	if (len < 0)
		return len;
	len += 6;
	memcpy(opt, "\x86\0\1\2\3\4", 6);
	opt[1] = (u8)len;
	return len;
}

static void clab_build_again(const struct clab_doi_def *def, unsigned int flags,
			     const u8 *opt, int len)
{
	u8 *again = malloc(CLAB_OPT_MAX);
	unsigned int strict;
	struct clab_err err;

	for (strict = 0; strict <= CLAB_V_STRICT; strict++)
		clab_fuzz_must(!clab_cipso_validate(def, opt, (size_t)len,
						    strict | CLAB_V_LOOPBACK, &err));
	memset(&clab_build_back, 0xa5, sizeof(clab_build_back));
	clab_fuzz_must(!clab_cipso_decode(def, opt, (size_t)len, &clab_build_back, &err));
	if (clab_build_back.kind == CLAB_LABEL_SECID)
		clab_fuzz_must(clab_build_back.secid == clab_build_label.secid);
	else
		clab_fuzz_must(clab_label_equal(&clab_build_label, &clab_build_back));
	clab_fuzz_must(clab_cipso_encode(def, &clab_build_label, flags, again, &err) == len);
	clab_fuzz_must(!memcmp(again, opt, (size_t)len));
	free(again);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct clab_fuzz_input in = { data, size };
	u8 want[CLAB_OPT_MAX] = { 0 }, *opt;
	struct clab_err err = { 0 };
	enum clab_reason reason;
	struct clab_doi_def def;
	unsigned int flags;
	int len, want_len;

	clab_build_def(&in, &def, &flags);
	if (!clab_build_make(&in))
		return 0;
	clab_fuzz_must(clab_build_beyond ||
		       clab_model_same(&clab_build_model, &clab_build_label));
	opt = malloc(CLAB_OPT_MAX);
	clab_fuzz_must(opt);
	len = clab_cipso_encode(&def, &clab_build_label, flags, opt, &err);
	want_len = clab_build_want(&def, flags, want, &reason);
	clab_fuzz_must(len == want_len);
	if (len < 0) {
		clab_fuzz_must(err.reason == reason && !err.offset);
	} else {
		clab_fuzz_must(!memcmp(opt, want, (size_t)(len + 3) / 4 * 4));
		clab_build_again(&def, flags, opt, len);
	}
	free(opt);
	return 0;
}
