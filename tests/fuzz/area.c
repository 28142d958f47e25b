// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab fuzz: the option area of a header
 *
 *	octet 0		the type to be found or removed
 *	octet 1		octets of the option to be put in
 *	octet 2 ..	that option
 *	the rest	the area
 *
 * Every result is compared with a list of the options in the area.
 */
#include "../../kmod/codec/opt.h"
#include "fuzz.h"

/**
 * struct clab_area_list - the options of an area
 * @nr: how many, NOPs included
 * @bad: where the one that is malformed begins, or -1
 * @at: where each begins
 * @len: how long it is
 */
struct clab_area_list {
	int nr;
	int bad;
	int at[CLAB_OPT_MAX];
	int len[CLAB_OPT_MAX];
};

static void clab_area_read(const u8 *area, int len, struct clab_area_list *list)
{
	int at = 0, left, take;

	list->nr = 0;
	list->bad = -1;
	while (at < len && area[at]) {
		left = len - at;
		take = area[at] == 1 ? 1 : left > 1 ? area[at + 1] : 0;
		if (take > left || (area[at] != 1 && take < 2)) {
			list->bad = at;
			return;
		}
		list->at[list->nr] = at;
		list->len[list->nr++] = take;
		at += take;
	}
}

/* The index of the next option of a type from index i on; nr when there is none. */
static int clab_area_seek(const struct clab_area_list *list, const u8 *area, u8 type, int i)
{
	while (i < list->nr && area[list->at[i]] != type)
		i++;
	return i;
}

/* What is left without a type, NOPs at the end taken off; returns its length. */
static int clab_area_without(const struct clab_area_list *list, const u8 *area, u8 type,
			     u8 *out)
{
	int i, last = -1, len = 0;

	for (i = 0; i < list->nr; i++)
		if (area[list->at[i]] != type && area[list->at[i]] != 1)
			last = i;
	for (i = 0; i <= last; i++) {
		if (area[list->at[i]] == type)
			continue;
		memcpy(out + len, area + list->at[i], (size_t)list->len[i]);
		len += list->len[i];
	}
	return len;
}

static void clab_area_find(const struct clab_area_list *list, const u8 *area, size_t len,
			   u8 type)
{
	int first = clab_area_seek(list, area, type, 0);
	int second = clab_area_seek(list, area, type, first + 1);
	struct clab_err err = { 0 };
	int rc = clab_opt_find(area, len, type, &err);

	if (second < list->nr) {
		clab_fuzz_must(rc == -EINVAL && err.reason == CLAB_R_OPT_DUPLICATE);
		clab_fuzz_must(err.offset == (u32)list->at[second]);
	} else if (list->bad >= 0) {
		clab_fuzz_must(rc == -EINVAL && err.reason == CLAB_R_OPT_LENGTH);
		clab_fuzz_must(err.offset == (u32)list->bad);
	} else {
		clab_fuzz_must(rc == (first < list->nr ? list->at[first] : -ENOENT));
	}
}

/* Go from one option of a type to the next. */
static void clab_area_walk(const struct clab_area_list *list, const u8 *area, size_t len,
			   u8 type)
{
	struct clab_err err = { 0 };
	size_t from = 0;
	int i = 0, rc;

	for (;;) {
		i = clab_area_seek(list, area, type, i);
		rc = clab_opt_next(area, len, from, type, &err);
		if (i == list->nr)
			break;
		clab_fuzz_must(rc == list->at[i]);
		from = (size_t)rc + (size_t)list->len[i++];
	}
	clab_fuzz_must(rc == (list->bad < 0 ? -ENOENT : -EINVAL));
	if (rc == -EINVAL)
		clab_fuzz_must(err.reason == CLAB_R_OPT_LENGTH && err.offset == (u32)list->bad);
}

/* The edited area is what is wanted, whole words of it, and zeros behind. */
static void clab_area_compare(const u8 *got, int rc, const u8 *want, int used)
{
	clab_fuzz_must(rc % 4 == 0 && rc <= CLAB_OPT_MAX && rc >= used && rc < used + 4);
	clab_fuzz_must(!memcmp(got, want, CLAB_OPT_MAX));
}

static void clab_area_remove(const struct clab_area_list *list, const u8 *area, int len,
			     u8 type)
{
	u8 want[CLAB_OPT_MAX] = { 0 }, *got = malloc(CLAB_OPT_MAX);
	int rc;

	clab_fuzz_must(got);
	memcpy(got, area, CLAB_OPT_MAX);
	rc = clab_opt_remove(got, (size_t)len, type);
	if (list->bad < 0 && clab_area_seek(list, area, type, 0) < list->nr) {
		clab_area_compare(got, rc, want, clab_area_without(list, area, type, want));
	} else {
		clab_fuzz_must(rc == (list->bad < 0 ? len : -EINVAL));
		clab_fuzz_must(!memcmp(got, area, CLAB_OPT_MAX));
	}
	free(got);
}

static void clab_area_replace(const struct clab_area_list *list, const u8 *area, int len,
			      const u8 *opt, size_t opt_len)
{
	bool good = opt_len >= 2 && opt[1] >= 2 && opt[1] <= opt_len && list->bad < 0;
	u8 want[2 * 256] = { 0 }, *got = malloc(CLAB_OPT_MAX);
	int rc, used = 0;

	clab_fuzz_must(got);
	memcpy(got, area, CLAB_OPT_MAX);
	if (good) {
		memcpy(want, opt, opt[1]);
		used = opt[1] + clab_area_without(list, area, opt[0], want + opt[1]);
	}
	rc = clab_opt_replace(got, (size_t)len, opt, opt_len);
	if (good && used <= CLAB_OPT_MAX) {
		clab_area_compare(got, rc, want, used);
	} else {
		clab_fuzz_must(rc == (good ? -ENOSPC : -EINVAL));
		clab_fuzz_must(!memcmp(got, area, CLAB_OPT_MAX));
	}
	free(got);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct clab_fuzz_input in = { data, size };
	struct clab_area_list list;
	u8 buffer[CLAB_OPT_MAX], *opt, *area, type;
	size_t opt_len, len;

	type = clab_fuzz_u8(&in);
	opt_len = clab_fuzz_u8(&in);
	opt = clab_fuzz_take(&in, opt_len, &opt_len);
	area = clab_fuzz_take(&in, CLAB_OPT_MAX, &len);
	clab_area_read(area, (int)len, &list);
	memset(buffer, 0xa5, sizeof(buffer));
	if (len)
		memcpy(buffer, area, len);
	if (type > 1) {
		clab_area_find(&list, area, len, type);
		clab_area_walk(&list, area, len, type);
		clab_area_remove(&list, buffer, (int)len, type);
	}
	if (!opt_len || opt[0] > 1)
		clab_area_replace(&list, buffer, (int)len, opt, opt_len);
	free(opt);
	free(area);
	return 0;
}
