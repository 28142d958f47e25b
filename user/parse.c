// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: the words of a command line
 *
 * A mistyped word in a security configuration must never mean something else.
 * So a word is known or refused, a number is a canonical decimal or refused,
 * and nothing is guessed, cut short or left over.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>

#include "cipsoctl.h"
#include "out.h"
#include "parse.h"

bool clab_parse_empty;

/* How much of a word a message repeats */
#define CLAB_SHOWN	80

static size_t clab_parse_key_len(const char *word)
{
	const char *colon = strchr(word, ':');

	return colon ? (size_t)(colon - word) + 1 : strlen(word);
}

/**
 * clab_parse_flag_hint() - what to say of a flag that stands behind a command
 * @word: the word
 *
 * Return: part of a sentence that ends in a semicolon and a blank, or "".
 */
const char *clab_parse_flag_hint(const char *word)
{
	return *word == '-' ? "flags stand in front of the command; " : "";
}

static int clab_parse_unknown(const char *word, const struct clab_param *params,
			      size_t nr)
{
	char known[256] = "";
	size_t i, len = 0;

	for (i = 0; i < nr; i++)
		len += (size_t)snprintf(known + len, sizeof(known) - len,
					"%s%s", i ? ", " : "", params[i].key);
	return clab_usage("unknown word '%.*s' (%sknown here: %s)",
			  CLAB_SHOWN, word, clab_parse_flag_hint(word), known);
}

static struct clab_param *clab_parse_find(const char *word,
					  struct clab_param *params, size_t nr)
{
	size_t i, len = clab_parse_key_len(word);

	for (i = 0; i < nr; i++) {
		if (strlen(params[i].key) == len &&
		    !memcmp(params[i].key, word, len))
			return &params[i];
	}
	return NULL;
}

static int clab_parse_param(const char *word, struct clab_param *params,
			    size_t nr)
{
	struct clab_param *param = clab_parse_find(word, params, nr);
	size_t len = clab_parse_key_len(word);
	const char *value = word[len - 1] == ':' ? word + len : word;

	if (!param)
		return clab_parse_unknown(word, params, nr);
	if (param->value)
		return clab_usage("'%s' is given twice", param->key);
	/* Another tool can give a domain the empty name. */
	if (!*value && !clab_parse_empty && strcmp(param->key, "domain:"))
		return clab_usage("'%s' has no value", param->key);
	param->value = value;
	return 0;
}

/**
 * clab_parse_params() - sort the words of a command
 * @argc: how many words
 * @argv: the words
 * @params: what the command takes; the values are filled in
 * @nr: entries of @params
 *
 * Return: 0, or CLAB_EXIT_USAGE for a word that is unknown, empty, given
 * twice, or lacks its value.
 */
int clab_parse_params(int argc, char **argv, struct clab_param *params,
		      size_t nr)
{
	int i, err;

	for (i = 0; i < argc; i++) {
		if (!*argv[i])
			return clab_usage("word %d of the command is empty",
					  i + 1);
		err = clab_parse_param(argv[i], params, nr);
		if (err)
			return err;
	}
	return 0;
}

/**
 * clab_param() - the value of a word
 * @params: what clab_parse_params() filled in
 * @nr: entries of @params
 * @key: the word, one that is in @params
 *
 * Return: its value, or NULL when it was not given.
 */
const char *clab_param(const struct clab_param *params, size_t nr,
		       const char *key)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		if (!strcmp(params[i].key, key))
			return params[i].value;
	}
	assert(!"a word that the command does not take");
	return NULL;
}

/**
 * clab_parse_none() - make sure that there are no words left
 * @argc: how many there are
 * @argv: the words
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_none(int argc, char **argv)
{
	if (!argc)
		return 0;
	return clab_usage("unknown word '%.*s' (%snothing follows this command)",
			  CLAB_SHOWN, argv[0], clab_parse_flag_hint(argv[0]));
}

/* Only the one decimal spelling of a number that it also prints as. Digits
 * beyond the tenth can't be in range, so the sum can't overflow.
 */
static bool clab_parse_digits(const char *text, size_t len, u64 *value)
{
	size_t i;

	*value = 0;
	if (!len || len > 10 || (len > 1 && text[0] == '0'))
		return false;
	for (i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*value = *value * 10 + (u64)(text[i] - '0');
	}
	return true;
}

static int clab_parse_span(const char *what, const char *text, size_t len,
			   u32 min, u32 max, u32 *value)
{
	u64 number;

	if (!clab_parse_digits(text, len, &number) ||
	    number < min || number > max)
		return clab_usage("%s '%.*s' is not a number from %u to %u",
				  what, len < CLAB_SHOWN ? (int)len : CLAB_SHOWN,
				  text, min, max);
	*value = (u32)number;
	return 0;
}

/**
 * clab_parse_u32() - read a number
 * @what: what it is, for the message
 * @text: the number in decimal, without sign, blank or leading zero
 * @min: lowest value
 * @max: highest value
 * @value: where it goes
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_u32(const char *what, const char *text, u32 min, u32 max,
		   u32 *value)
{
	return clab_parse_span(what, text, strlen(text), min, max, value);
}

/**
 * clab_parse_doi() - read a domain of interpretation
 * @what: the word it belongs to, for the message
 * @text: the number, or NULL when the word was not given
 * @doi: where it goes
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_doi(const char *what, const char *text, u32 *doi)
{
	if (!text)
		return clab_usage("'%s' is missing", what);
	return clab_parse_u32(what, text, 1, UINT32_MAX, doi);
}

/**
 * clab_parse_addr() - read an address selector
 * @text: ADDR or ADDR/PREFIX; without a prefix the whole address counts
 * @addr: where it goes, the bits behind the prefix cleared
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_addr(const char *text, struct clab_addr *addr)
{
	const char *slash = strchr(text, '/');
	size_t len = slash ? (size_t)(slash - text) : strlen(text);
	char host[INET6_ADDRSTRLEN] = "";
	u32 prefix;

	memset(addr, 0, sizeof(*addr));
	if (len < sizeof(host))
		memcpy(host, text, len);
	addr->family = strchr(host, ':') ? AF_INET6 : AF_INET;
	prefix = addr->family == AF_INET ? 32 : 128;
	if (inet_pton(addr->family, host, addr->addr) != 1)
		return clab_usage("address: '%.*s' is not an IPv4 or IPv6 address",
				  len < CLAB_SHOWN ? (int)len : CLAB_SHOWN, text);
	if (slash &&
	    clab_parse_u32("address: prefix length", slash + 1, 0,
			   prefix, &prefix))
		return CLAB_EXIT_USAGE;
	clab_addr_set_prefix(addr, prefix);
	return 0;
}

static int clab_parse_unlbl(const char *extra, struct clab_proto *proto)
{
	proto->type = CLAB_NLTYPE_UNLABELED;
	if (!extra)
		proto->family = AF_UNSPEC;
	else if (!strcmp(extra, "4"))
		proto->family = AF_INET;
	else if (!strcmp(extra, "6"))
		proto->family = AF_INET6;
	else
		return clab_usage("protocol:unlbl takes ,4 or ,6, not ',%.*s'",
				  CLAB_SHOWN, extra);
	return 0;
}

static int clab_parse_cipso(const char *extra, struct clab_proto *proto)
{
	proto->type = CLAB_NLTYPE_CIPSOV4;
	proto->family = AF_INET;
	if (!extra)
		return clab_usage("protocol:cipso needs a DOI: protocol:cipso,DOI");
	return clab_parse_doi("protocol: DOI", extra, &proto->doi);
}

/**
 * clab_parse_proto() - read a labeling protocol
 * @text: unlbl, unlbl,4, unlbl,6, cipso,DOI or cipsov4,DOI
 * @proto: where it goes
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_proto(const char *text, struct clab_proto *proto)
{
	const char *comma = strchr(text, ',');
	size_t len = comma ? (size_t)(comma - text) : strlen(text);
	const char *extra = comma ? comma + 1 : NULL;

	memset(proto, 0, sizeof(*proto));
	if (len == strlen("unlbl") && !memcmp(text, "unlbl", len))
		return clab_parse_unlbl(extra, proto);
	if ((len == strlen("cipso") && !memcmp(text, "cipso", len)) ||
	    (len == strlen("cipsov4") && !memcmp(text, "cipsov4", len)))
		return clab_parse_cipso(extra, proto);
	if (len == strlen("calipso") && !memcmp(text, "calipso", len))
		return clab_usage("protocol:calipso is for IPv6, which gets no labels here");
	return clab_usage("protocol: '%.*s' is none of unlbl, cipso, cipsov4",
			  len < CLAB_SHOWN ? (int)len : CLAB_SHOWN, text);
}

/**
 * clab_parse_domain() - check the name of an LSM domain
 * @text: the name
 *
 * What is listed must be readable again, by people and by scripts that split
 * at blanks, so blanks, quotes, backslashes, control characters and anything
 * outside ASCII are refused.
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_domain(const char *text)
{
	size_t i, len = strlen(text);

	if (!len || len > CLAB_DOMAIN_MAX)
		return clab_usage("domain: a name has 1 to %d characters, not %zu",
				  CLAB_DOMAIN_MAX, len);
	for (i = 0; i < len; i++) {
		if (text[i] > ' ' && text[i] <= '~' &&
		    !strchr("\"'\\", text[i]))
			continue;
		return clab_usage("domain: character %zu of '%.*s' can't be in a domain's name",
				  i + 1, CLAB_SHOWN, text);
	}
	return 0;
}

/**
 * clab_parse_prefix() - check the prefix of the families' names
 * @text: the prefix
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_prefix(const char *text)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	size_t len = strlen(text);

	if (len && len <= CLAB_PREFIX_MAX && strspn(text, allowed) == len)
		return 0;
	return clab_usage("prefix '%.*s' is not 1 to %d letters and digits",
			  CLAB_SHOWN, text, CLAB_PREFIX_MAX);
}

/**
 * clab_parse_onoff() - read a switch
 * @text: on, off (in any case), 1 or 0
 * @on: where it goes
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_onoff(const char *text, bool *on)
{
	*on = !strcasecmp(text, "on") || !strcmp(text, "1");
	if (*on || !strcasecmp(text, "off") || !strcmp(text, "0"))
		return 0;
	return clab_usage("'%.*s' is none of on, off, 1, 0", CLAB_SHOWN, text);
}

/**
 * clab_parse_tags() - read a list of tag types
 * @text: the types, separated by commas; which of them a DOI can have is for
 *	  the kernel to say, since a tag type can be a module of its own
 * @tags: where they go
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_tags(const char *text, struct clab_tags *tags)
{
	size_t len;
	u32 tag;

	tags->nr = 0;
	for (;; text += len + 1) {
		len = strcspn(text, ",");
		if (clab_parse_span("tags: type", text, len, 1, 255, &tag))
			return CLAB_EXIT_USAGE;
		if (tags->nr == CLAB_TAGS_PER_DOI)
			return clab_usage("tags: more than %d types at '%.*s'",
					  CLAB_TAGS_PER_DOI, (int)len, text);
		tags->tag[tags->nr++] = (u8)tag;
		if (!text[len])
			return 0;
	}
}

/**
 * clab_parse_unique_tags() - refuse a list that names a tag type twice
 * @tags: the types
 *
 * The kernel takes it, and never gets to the second: a person who types it has
 * made a mistake.
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_unique_tags(const struct clab_tags *tags)
{
	u32 i;

	for (i = 1; i < tags->nr; i++) {
		if (memchr(tags->tag, tags->tag[i], i))
			return clab_usage("tags: type %u is listed twice",
					  tags->tag[i]);
	}
	return 0;
}

static int clab_parse_pair(const char *what, const char *text, size_t len,
			   u32 remote_max, struct clab_pair *pair)
{
	const char *equal = memchr(text, '=', len);
	size_t left = equal ? (size_t)(equal - text) : 0;

	if (!equal)
		return clab_usage("%s '%.*s' is not of the form LOCAL=REMOTE",
				  what, len < CLAB_SHOWN ? (int)len : CLAB_SHOWN,
				  text);
	if (clab_parse_span(what, text, left, 0, CLAB_LOCAL_MAX, &pair->local))
		return CLAB_EXIT_USAGE;
	return clab_parse_span(what, equal + 1, len - left - 1, 0, remote_max,
			       &pair->remote);
}

/**
 * clab_parse_pairs() - read a translation
 * @what: the word it belongs to, for the message
 * @text: LOCAL=REMOTE, separated by commas
 * @remote_max: highest number that the wire can carry
 * @pairs: where they go, struct clab_pair
 *
 * Return: 0, CLAB_EXIT_USAGE or CLAB_EXIT_FAIL.
 */
int clab_parse_pairs(const char *what, const char *text, u32 remote_max,
		     struct clab_vec *pairs)
{
	struct clab_pair pair, *new;
	size_t len;

	for (;; text += len + 1) {
		len = strcspn(text, ",");
		if (clab_parse_pair(what, text, len, remote_max, &pair))
			return CLAB_EXIT_USAGE;
		new = clab_vec_add(pairs, sizeof(*new));
		if (!new) {
			clab_error("out of memory");
			return CLAB_EXIT_FAIL;
		}
		*new = pair;
		if (!text[len])
			return 0;
	}
}

/**
 * clab_parse_unique() - refuse a translation that contradicts itself
 * @what: the word it belongs to, for the message
 * @pairs: the translation
 *
 * The kernel takes one, and lets the last of several pairs hold: a person who
 * types it has made a mistake.
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_parse_unique(const char *what, const struct clab_vec *pairs)
{
	const struct clab_pair *pair = pairs->items;
	size_t i, j;

	for (i = 0; i < pairs->nr; i++) {
		for (j = 0; j < i; j++) {
			if (pair[j].local == pair[i].local)
				return clab_usage("%s local %u is translated twice",
						  what, pair[i].local);
			if (pair[j].remote == pair[i].remote)
				return clab_usage("%s remote %u has two meanings",
						  what, pair[i].remote);
		}
	}
	return 0;
}
