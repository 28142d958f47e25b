/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab tests: reading of vector files
 *
 * The format is described in tests/vectors/README.
 */
#ifndef _CLAB_TEST_VEC_H
#define _CLAB_TEST_VEC_H

#include <stdio.h>

#include "../../kmod/codec/cipso.h"

#define CLAB_VEC_FIELDS	12
#define CLAB_VEC_OCTETS	64	/* room for octets, more than a header has */

/**
 * struct clab_vec_field - one KEY=VALUE
 * @key: the key
 * @value: the value
 */
struct clab_vec_field {
	const char *key;
	const char *value;
};

/**
 * struct clab_vec - one vector
 * @place: file and line
 * @source: what stands behind the #
 * @word: the first word of the line
 * @nr: fields in use
 * @field: the fields, in the order of the line
 * @text: what they point into
 */
struct clab_vec {
	char place[256];
	const char *source;
	const char *word;
	unsigned int nr;
	struct clab_vec_field field[CLAB_VEC_FIELDS];
	char text[1024];
};

/**
 * struct clab_vec_octets - a HEX value
 * @len: octets in use
 * @at: the octets
 */
struct clab_vec_octets {
	size_t len;
	u8 at[CLAB_VEC_OCTETS];
};

struct clab_vec **clab_vec_load(char *const *files, size_t *nr);
const char *clab_vec_get(const struct clab_vec *vec, const char *key);
bool clab_vec_here(const struct clab_vec *vec);
unsigned int clab_vec_flags(const struct clab_vec *vec);
unsigned int clab_vec_encode_flags(const struct clab_vec *vec);
void clab_vec_hex(const char *value, struct clab_vec_octets *out);
void clab_vec_def(const struct clab_vec *vec, struct clab_doi_def *def,
		  bool *known);
void clab_vec_label(const char *value, struct clab_label *label);

#endif /* _CLAB_TEST_VEC_H */
