// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: what a scenario can do
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "compare/scenario.h"
#include "line.h"
#include "out.h"
#include "parse.h"

#define CLAB_MTU_MIN	68	/* of IPv4 */
#define CLAB_MTU_MAX	65536	/* of lo */

/* What a deed takes behind its name */
#define CLAB_TAKES_BYTES	1u
#define CLAB_TAKES_MTU		2u
#define CLAB_TAKES_COOKIE	4u
#define CLAB_TAKES_STRICT	8u
#define CLAB_TAKES_FROM		16u
#define CLAB_TAKES_HEX		32u
#define CLAB_TAKES_REST		64u

#define CLAB_BIT(word)	(1u << CLAB_WORD_##word)
#define CLAB_FINDS_PACKET (CLAB_BIT(WIRE) | CLAB_BIT(ANSWER) | CLAB_BIT(ICMP) | \
			   CLAB_BIT(DELIVERED) | CLAB_BIT(REASON))

/**
 * struct clab_deed_kind - a row of the table of actions
 * @name: its name
 * @deed: the deed
 * @takes: what may follow the name
 * @bytes_max: octets that it may send
 * @finds: a bit for each word that it finds
 */
static const struct clab_deed_kind {
	const char *name;
	enum clab_deed deed;
	unsigned int takes;
	u32 bytes_max;
	u32 finds;
} clab_deed_kinds[] = {
	{ "tcp", CLAB_DO_TCP, CLAB_TAKES_BYTES | CLAB_TAKES_MTU | CLAB_TAKES_COOKIE,
	  CLAB_TCP_BYTES_MAX, CLAB_FINDS_PACKET | CLAB_BIT(PEER) | CLAB_BIT(CLIENT) |
	  CLAB_BIT(ERRNO) | CLAB_BIT(MSS) | CLAB_BIT(SEGMENT) | CLAB_BIT(RECEIVED) },
	{ "udp", CLAB_DO_UDP, CLAB_TAKES_BYTES | CLAB_TAKES_MTU, CLAB_UDP_BYTES_MAX,
	  CLAB_FINDS_PACKET | CLAB_BIT(PEER) | CLAB_BIT(CLIENT) | CLAB_BIT(ERRNO) |
	  CLAB_BIT(SEGMENT) | CLAB_BIT(RECEIVED) },
	{ "ping", CLAB_DO_PING, CLAB_TAKES_BYTES, CLAB_UDP_BYTES_MAX,
	  CLAB_FINDS_PACKET | CLAB_BIT(ERRNO) },
	{ "send", CLAB_DO_SEND, CLAB_TAKES_HEX | CLAB_TAKES_FROM, 0,
	  CLAB_FINDS_PACKET | CLAB_BIT(PEER) },
	{ "raw", CLAB_DO_RAW, CLAB_TAKES_HEX, 0,
	  CLAB_FINDS_PACKET | CLAB_BIT(PEER) | CLAB_BIT(ERRNO) },
	{ "forward", CLAB_DO_FORWARD, CLAB_TAKES_HEX | CLAB_TAKES_MTU, 0,
	  CLAB_FINDS_PACKET },
	{ "option", CLAB_DO_OPTION, CLAB_TAKES_HEX | CLAB_TAKES_STRICT, 0,
	  CLAB_BIT(VERDICT) | CLAB_BIT(LABEL) | CLAB_BIT(OFFSET) | CLAB_BIT(REASON) },
	{ "config", CLAB_DO_CONFIG, CLAB_TAKES_REST, 0, CLAB_BIT(ERRNO) | CLAB_BIT(TEXT) },
	{ "genl", CLAB_DO_GENL, CLAB_TAKES_REST, 0, CLAB_BIT(ERRNO) | CLAB_BIT(TEXT) },
};

static const struct clab_deed_kind *clab_deed_find(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < clab_count(clab_deed_kinds); i++)
		if (strlen(clab_deed_kinds[i].name) == len &&
		    !memcmp(clab_deed_kinds[i].name, name, len))
			return &clab_deed_kinds[i];
	return NULL;
}

/**
 * clab_action_words() - what a deed finds
 * @deed: the deed
 *
 * Return: a bit for each word.
 */
u32 clab_action_words(enum clab_deed deed)
{
	size_t i;

	for (i = 0; i < clab_count(clab_deed_kinds); i++)
		if (clab_deed_kinds[i].deed == deed)
			return clab_deed_kinds[i].finds;
	return 0;
}

/**
 * clab_hex_read() - read octets in hexadecimal
 * @text: two digits for each, nothing between
 * @octets: where they go
 * @room: how many there is room for
 * @len: how many there are
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_hex_read(const char *text, u8 *octets, size_t room, size_t *len)
{
	char pair[3] = "";

	for (*len = 0; *text; text += 2) {
		if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]))
			return clab_usage("'%.80s' is not octets in hexadecimal", text);
		if (*len == room)
			return clab_usage("there is room for %zu octets", room);
		memcpy(pair, text, 2);
		octets[(*len)++] = (u8)strtoul(pair, NULL, 16);
	}
	return 0;
}

static int clab_action_hex(const char *text, struct clab_action *action)
{
	int ret = strcmp(text, "-") ? clab_hex_read(text, action->option, CLAB_OPTION_ROOM,
						    &action->option_len) : 0;

	/* The rest is zero: the end of the options. */
	if (action->deed != CLAB_DO_OPTION)
		action->option_len = (action->option_len + 3) & ~(size_t)3;
	return ret;
}

static int clab_action_word(const struct clab_deed_kind *kind, const char *word,
			    struct clab_action *action)
{
	struct in_addr addr;

	if ((kind->takes & CLAB_TAKES_BYTES) && !strncmp(word, "bytes:", 6))
		return clab_parse_u32("bytes:", word + 6, 1, kind->bytes_max,
				      &action->bytes);
	if ((kind->takes & CLAB_TAKES_MTU) && !strncmp(word, "mtu:", 4))
		return clab_parse_u32("mtu:", word + 4, CLAB_MTU_MIN, CLAB_MTU_MAX,
				      &action->mtu);
	if ((kind->takes & CLAB_TAKES_COOKIE) && !strcmp(word, "cookie"))
		return action->cookie = true, 0;
	if ((kind->takes & CLAB_TAKES_STRICT) && !strcmp(word, "strict"))
		return action->strict = true, 0;
	if (!(kind->takes & CLAB_TAKES_FROM) || strncmp(word, "from:", 5))
		return clab_usage("'%s' takes no '%.80s'", kind->name, word);
	if (inet_pton(AF_INET, word + 5, &addr) != 1)
		return clab_usage("'%.80s' is no IPv4 address", word + 5);
	action->from = addr.s_addr;
	return 0;
}

static int clab_action_args(const struct clab_deed_kind *kind, char **word, size_t nr,
			    struct clab_action *action)
{
	size_t i = 0;
	int ret = 0;

	if (kind->takes & CLAB_TAKES_HEX) {
		if (!nr)
			return clab_usage("'%s' lacks the options, in hexadecimal or '-'",
					  kind->name);
		ret = clab_action_hex(word[i++], action);
	}
	for (; !ret && i < nr; i++)
		ret = clab_action_word(kind, word[i], action);
	return ret;
}

/* Does a command only change something, and print nothing? */
static bool clab_action_changes(const char *command)
{
	static const char *const commands[] = {
		"map add ", "map del ", "map replace ", "unlbl add ", "unlbl del ",
		"unlbl accept ", "cipso add ", "cipso del ", "cipso replace ", "flush",
	};
	size_t i;

	for (i = 0; i < clab_count(commands); i++)
		if (!strncmp(command, commands[i], strlen(commands[i])))
			return true;
	return false;
}

static int clab_action_rest(const struct clab_deed_kind *kind, const char *rest,
			    struct clab_action *action)
{
	rest += strspn(rest, " \t");
	if (!*rest)
		return clab_usage("'%s' lacks its words", kind->name);
	if (kind->deed == CLAB_DO_CONFIG && !clab_action_changes(rest))
		return clab_usage("'config' takes commands that change something, not '%.80s'",
				  rest);
	action->words = clab_scn_dup(rest);
	return 0;
}

static int clab_action_read(char *text, struct clab_action *action)
{
	size_t len = strcspn(text, " \t");
	const struct clab_deed_kind *kind = clab_deed_find(text, len);
	struct clab_words words = {};
	int ret;

	if (!kind)
		return clab_usage("unknown action '%.*s'", len < 80 ? (int)len : 80, text);
	action->deed = kind->deed;
	action->bytes = 1;
	action->from = inet_addr(CLAB_ADDR_FROM);
	if (kind->takes & CLAB_TAKES_REST)
		return clab_action_rest(kind, text + len, action);
	ret = clab_line_split(text, &words);
	if (!ret)
		ret = clab_action_args(kind, words.word + 1, words.nr - 2, action);
	free(words.word);
	return ret;
}

/**
 * clab_action_parse() - read what is to be done
 * @text: the value of "do"
 * @macros: what $NAME stands for
 * @action: what it says; clab_action_free() frees what it holds
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_action_parse(const char *text, const struct clab_macros *macros,
		      struct clab_action *action)
{
	char *expanded;
	int ret;

	memset(action, 0, sizeof(*action));
	ret = clab_macro_check(text);
	if (ret)
		return ret;
	expanded = clab_macro_expand(text, macros);
	ret = clab_action_read(expanded, action);
	free(expanded);
	if (ret)
		clab_action_free(action);
	return ret;
}

/**
 * clab_action_free() - free what an action holds
 * @action: the action
 */
void clab_action_free(struct clab_action *action)
{
	free(action->words);
	action->words = NULL;
}
