/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab tests: what the fuzz targets share
 *
 * A target takes its input apart from the front, octet by octet; one that ends
 * early goes on as zeros. What is handed to the codec lies in memory of exactly
 * its size, so that the sanitizer sees the first octet too many.
 */
#ifndef _CLAB_FUZZ_H
#define _CLAB_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include <cipsolab/port.h>

/**
 * clab_fuzz_must() - end the program, and with it the run, unless something holds
 * @cond: what holds
 */
#define clab_fuzz_must(cond) do {						\
	if (!(cond)) {								\
		fprintf(stderr, "%s:%d: %s does not hold: %s\n", __FILE__,	\
			__LINE__, __func__, #cond);				\
		abort();							\
	}									\
} while (0)

/**
 * struct clab_fuzz_input - an input
 * @at: what is left of it
 * @len: how much that is
 */
struct clab_fuzz_input {
	const u8 *at;
	size_t len;
};

static inline u8 clab_fuzz_u8(struct clab_fuzz_input *in)
{
	if (!in->len)
		return 0;
	in->len--;
	return *in->at++;
}

static inline u32 clab_fuzz_u16(struct clab_fuzz_input *in)
{
	u32 high = clab_fuzz_u8(in);

	return high << 8 | clab_fuzz_u8(in);
}

/**
 * clab_fuzz_take() - take some of an input into memory of its own
 * @in: the input
 * @max: how much at most
 * @len: where it goes how much it is
 *
 * Return: memory of that size, to be freed.
 */
static inline u8 *clab_fuzz_take(struct clab_fuzz_input *in, size_t max, size_t *len)
{
	u8 *copy;

	*len = in->len < max ? in->len : max;
	copy = malloc(*len);
	clab_fuzz_must(copy);
	if (*len)
		memcpy(copy, in->at, *len);
	in->at += *len;
	in->len -= *len;
	return copy;
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

#endif /* _CLAB_FUZZ_H */
