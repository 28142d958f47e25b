// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab fuzz: the text of a label
 *
 *	octets 0 to 1	how much room there is to write it
 *	the rest	the text
 *
 * A text that is read is written, and that is read again; the numbers in it are
 * compared with those that strtoul() finds.
 */
#include "../../kmod/codec/label.h"
#include "fuzz.h"

static struct clab_label clab_text_label, clab_text_back;

/* Is a run in the label? */
static void clab_text_has(const char *run)
{
	char *end;
	unsigned long low = strtoul(run + 1, &end, 10), high = low;
	struct clab_catrange found;

	if (*end == '.')
		high = strtoul(end + 2, &end, 10);
	clab_fuzz_must(*end == '\0' && low <= high && high <= CLAB_CAT_MAX);
	clab_fuzz_must(clab_catset_next(&clab_text_label.cats, (u32)low, &found));
	clab_fuzz_must(found.low == low && found.high >= high);
}

/* A well-formed text, its end marked by a NUL, against the label read from it. */
static void clab_text_compare(char *text)
{
	char *at, *save = NULL;

	text[strcspn(text, "-")] = '\0';
	at = strtok_r(text, ":", &save);
	clab_fuzz_must(at && at[0] == 's' && strtoul(at + 1, NULL, 10) == clab_text_label.level);
	at = strtok_r(NULL, ",", &save);
	clab_fuzz_must(clab_catset_empty(&clab_text_label.cats) == !at);
	for (; at; at = strtok_r(NULL, ",", &save))
		clab_text_has(at);
}

static void clab_text_write(size_t room)
{
	static char whole[1 << 14];
	struct clab_err err;
	char *exact;
	int len, rc;

	len = clab_label_format(&clab_text_label, whole, sizeof(whole));
	clab_fuzz_must(len > 0 && strlen(whole) == (size_t)len);
	clab_fuzz_must(!clab_label_parse(whole, (size_t)len, &clab_text_back, &err));
	clab_fuzz_must(clab_label_equal(&clab_text_label, &clab_text_back));
	clab_fuzz_must(clab_label_dominates(&clab_text_label, &clab_text_back));
	room %= (size_t)len + 2;
	exact = malloc(room);
	rc = clab_label_format(&clab_text_label, exact, room);
	clab_fuzz_must(rc == ((size_t)len < room ? len : -ENOSPC));
	if (rc > 0)
		clab_fuzz_must(!strcmp(exact, whole));
	free(exact);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct clab_fuzz_input in = { data, size };
	u32 room = clab_fuzz_u16(&in);
	struct clab_err err = { 0 };
	char *text, *copy;
	size_t len;
	int rc;

	text = (char *)clab_fuzz_take(&in, in.len, &len);
	memset(&clab_text_label, 0xa5, sizeof(clab_text_label));
	rc = clab_label_parse(text, len, &clab_text_label, &err);
	if (rc) {
		clab_fuzz_must(rc == -EINVAL || rc == -ERANGE || rc == -ENOSPC);
		clab_fuzz_must(err.reason > CLAB_OK && err.reason < CLAB_R_MAX);
		clab_fuzz_must(err.offset <= len);
	} else {
		copy = strndup(text, len);
		clab_fuzz_must(copy && strlen(copy) >= len - 1);
		clab_text_compare(copy);
		clab_text_write(room);
		free(copy);
	}
	free(text);
	return 0;
}
