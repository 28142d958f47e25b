/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: octets by name
 */
#ifndef _CLAB_EXPLAIN_H
#define _CLAB_EXPLAIN_H

#include "codec.h"

/**
 * struct clab_field - some octets by name
 * @part: what they are part of, on the first field of a part only, else NULL
 * @at: first octet
 * @len: how many octets
 * @name: what they are
 * @meaning: what they say
 */
struct clab_field {
	const char *part;
	size_t at;
	size_t len;
	const char *name;
	char meaning[112];
};

/**
 * struct clab_fields - an explanation
 * @octets: of what
 * @part: the part that the next field begins, or NULL
 * @nr: fields in use; the payload is one, and the last
 * @field: the fields, in the order of the octets, without a gap
 */
struct clab_fields {
	const struct clab_octets *octets;
	const char *part;
	size_t nr;
	struct clab_field field[CLAB_IP_HDR_MAX + 1];
};

/**
 * struct clab_verdict - what one reading says
 * @name: of the reading
 * @reading: what it says
 */
struct clab_verdict {
	const char *name;
	struct clab_reading reading;
};

/** define CLAB_VERDICTS - how many readings there are */
#define CLAB_VERDICTS	2

size_t clab_explain_header_len(const struct clab_octets *octets);
void clab_diagram(const struct clab_fields *fields,
		  const struct clab_verdict *verdicts);

#endif /* _CLAB_EXPLAIN_H */
