/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: the words of a command line
 *
 * Every function here says on standard error which word is at fault and why,
 * and returns 0 or CLAB_EXIT_USAGE. None has any other effect, so a command
 * that parses all its words first sends nothing when one of them is wrong.
 */
#ifndef _CLAB_PARSE_H
#define _CLAB_PARSE_H

#include <cipsolab/port.h>
#include <cipsolab/cipsolab.h>
#include <linux/cipsolab.h>

/** define CLAB_DOMAIN_MAX - octets in a domain's name */
#define CLAB_DOMAIN_MAX		255
/** define CLAB_PREFIX_MAX - octets in the prefix of the families' names */
#define CLAB_PREFIX_MAX		7
/** define CLAB_LOCAL_MAX - highest level or category of this host */
#define CLAB_LOCAL_MAX		0x7fffffffU

/**
 * struct clab_param - a word that a command takes
 * @key: the word; ending in ':' if a value follows
 * @value: what was given: the text behind the colon, or @key for a word
 *	   without one; NULL when it was not given
 */
struct clab_param {
	const char *key;
	const char *value;
};

/**
 * struct clab_tags - tag types in the order in which they are tried
 * @nr: entries in use
 * @tag: the types
 */
struct clab_tags {
	u32 nr;
	u8 tag[CLAB_TAGS_PER_DOI];
};

/* A word may have an empty value: a file can name a domain that another tool has
 * given the empty name.
 */
extern bool clab_parse_empty;

int clab_parse_params(int argc, char **argv, struct clab_param *params,
		      size_t nr);
const char *clab_param(const struct clab_param *params, size_t nr,
		       const char *key);
int clab_parse_none(int argc, char **argv);
const char *clab_parse_flag_hint(const char *word);
int clab_parse_u32(const char *what, const char *text, u32 min, u32 max,
		   u32 *value);
int clab_parse_doi(const char *what, const char *text, u32 *doi);
int clab_parse_addr(const char *text, struct clab_addr *addr);
int clab_parse_proto(const char *text, struct clab_proto *proto);
int clab_parse_domain(const char *text);
int clab_parse_prefix(const char *text);
int clab_parse_onoff(const char *text, bool *on);
int clab_parse_tags(const char *text, struct clab_tags *tags);
int clab_parse_unique_tags(const struct clab_tags *tags);
int clab_parse_pairs(const char *what, const char *text, u32 remote_max,
		     struct clab_vec *pairs);
int clab_parse_unique(const char *what, const struct clab_vec *pairs);

#endif /* _CLAB_PARSE_H */
