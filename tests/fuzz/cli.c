// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab fuzz: what a user types
 *
 *	octet 0		which reader
 *	the rest	the words, each ended by a NUL
 *
 * What a reader accepts has to be what the text says: written back it is the
 * same text. The octets behind decode and explain are judged by the model.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <sys/socket.h>

#include "../../user/cipsoctl.h"
#include "../../user/codec.h"
#include "../../user/parse.h"
#include "../unit/model.h"
#include "fuzz.h"

#define CLAB_CLI_WORDS	6

struct clab_opts clab_opts;

/* What is printed goes nowhere, and need not go there line by line. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static char messages[1 << 16];

	(void)argc;
	(void)argv;
	return setvbuf(stderr, messages, _IOFBF, sizeof(messages));
}

static void clab_cli_number(const char *text)
{
	char again[16];
	u32 value;

	if (clab_parse_u32("number", text, 5, ~0U - 5, &value))
		return;
	clab_fuzz_must(value >= 5 && value <= ~0U - 5);
	snprintf(again, sizeof(again), "%u", value);
	clab_fuzz_must(!strcmp(again, text));
}

static void clab_cli_addr(const char *text)
{
	const char *slash = strchr(text, '/');
	struct clab_addr addr;
	char again[INET6_ADDRSTRLEN], *host;
	u8 octets[16];
	u32 bit;

	if (clab_parse_addr(text, &addr))
		return;
	clab_fuzz_must(addr.family == AF_INET || addr.family == AF_INET6);
	clab_fuzz_must(addr.prefix <= addr.size * 8);
	clab_fuzz_must(addr.prefix == (slash ? strtoul(slash + 1, NULL, 10) : addr.size * 8));
	host = strndup(text, slash ? (size_t)(slash - text) : strlen(text));
	clab_fuzz_must(host && inet_pton(addr.family, host, octets) == 1);
	free(host);
	for (bit = 0; bit < addr.size * 8; bit++) {
		u8 mask = (u8)(0x80 >> bit % 8);
		u8 want = bit < addr.prefix ? octets[bit / 8] & mask : 0;

		clab_fuzz_must((addr.addr[bit / 8] & mask) == want);
		clab_fuzz_must(!(addr.mask[bit / 8] & mask) == (bit >= addr.prefix));
	}
	clab_fuzz_must(inet_ntop(addr.family, addr.addr, again, sizeof(again)));
}

static void clab_cli_proto(const char *text)
{
	struct clab_proto proto;
	char again[32];

	if (clab_parse_proto(text, &proto))
		return;
	if (proto.type == CLAB_NLTYPE_UNLABELED) {
		clab_fuzz_must(!proto.doi);
		snprintf(again, sizeof(again), "unlbl%s",
			 proto.family == AF_INET ? ",4" :
			 proto.family == AF_INET6 ? ",6" : "");
	} else {
		clab_fuzz_must(proto.type == CLAB_NLTYPE_CIPSOV4 && proto.doi);
		snprintf(again, sizeof(again), "cipso%s,%u",
			 strncmp(text, "cipsov4", 7) ? "" : "v4", proto.doi);
	}
	clab_fuzz_must(!strcmp(again, text));
}

static void clab_cli_name(const char *text)
{
	const char *c;

	if (!clab_parse_domain(text)) {
		clab_fuzz_must(*text && strlen(text) <= CLAB_DOMAIN_MAX);
		for (c = text; *c; c++)
			clab_fuzz_must(isgraph((unsigned char)*c) && *c != '"' &&
				       *c != '\'' && *c != '\\');
	}
	if (!clab_parse_prefix(text)) {
		clab_fuzz_must(*text && strlen(text) <= CLAB_PREFIX_MAX);
		for (c = text; *c; c++)
			clab_fuzz_must(isalnum((unsigned char)*c));
	}
}

static void clab_cli_tags(const char *text)
{
	char again[4 * CLAB_TAGS_PER_DOI + 1];
	struct clab_tags tags;
	u32 i, at = 0;

	if (clab_parse_tags(text, &tags))
		return;
	clab_fuzz_must(tags.nr && tags.nr <= CLAB_TAGS_PER_DOI);
	for (i = 0; i < tags.nr; i++)
		at += (u32)sprintf(again + at, "%s%u", i ? "," : "", tags.tag[i]);
	clab_fuzz_must(!strcmp(again, text));
}

static void clab_cli_pairs(const char *text)
{
	static char again[1 << 12];
	struct clab_vec pairs = {};
	const struct clab_pair *pair;
	size_t i, at = 0;

	if (!clab_parse_pairs("cats:", text, CLAB_CAT_WIRE_MAX, &pairs)) {
		pair = pairs.items;
		for (i = 0; i < pairs.nr; i++) {
			clab_fuzz_must(pair[i].remote <= CLAB_CAT_WIRE_MAX);
			at += (size_t)snprintf(again + at, sizeof(again) - at, "%s%u=%u",
					       i ? "," : "", pair[i].local, pair[i].remote);
		}
		clab_fuzz_must(!strcmp(again, text));
		clab_parse_unique("cats:", &pairs);
	}
	clab_vec_clear(&pairs);
}

static void clab_cli_params(int argc, char **argv)
{
	struct clab_param params[] = {
		{ "tag:", NULL }, { "doi:", NULL }, { "default", NULL },
	};
	size_t given = 0, i;

	if (clab_parse_params(argc, argv, params, 3))
		return;
	for (i = 0; i < 3; i++)
		given += !!clab_param(params, 3, params[i].key);
	clab_fuzz_must(given == (size_t)argc);
}

/* The octets of the words; returns how many, or -1. */
static int clab_cli_octets(int argc, char **argv, u8 *octets)
{
	int i, nr = 0, half;
	unsigned int octet;
	const char *c;

	for (i = 0; i < argc; i++) {
		for (c = argv[i]; *c; c += 2) {
			c += strspn(c, " \t\n:_-");
			if (!*c)
				break;
			half = 0;
			if (!isxdigit((unsigned char)c[0]) || !isxdigit((unsigned char)c[1]) ||
			    sscanf(c, "%2x%n", &octet, &half) != 1 || half != 2)
				return -1;
			octets[nr++] = (u8)octet;
		}
	}
	return nr;
}

/* Octets that are one option and no more: the model says what decode says, but
 * for the tags behind the first.
 */
static void clab_cli_option(const u8 *opt, int nr, int rc)
{
	static struct clab_model_label label;
	const struct clab_doi_def def = {
		.doi = 1, .type = CLAB_DOI_PASS, .nr_tags = 4, .tags = { 1, 2, 5, 128 },
	};
	struct clab_err err;

	err = clab_model_check(&def, opt, nr, CLAB_V_LOOPBACK);
	if (err.reason)
		clab_fuzz_must(rc == CLAB_EXIT_FAIL);
	else if (clab_model_read(opt, &label).reason)
		clab_fuzz_must(rc == CLAB_EXIT_FAIL);
	else
		clab_fuzz_must(rc == CLAB_EXIT_OK || opt[7] < nr - 6);
}

/* Words that are no octets: a file, which is not for this target, or a mode. */
static bool clab_cli_word(int argc, char **argv, const char *word)
{
	int i;

	for (i = 0; i < argc; i++)
		if (!strncmp(argv[i], word, strlen(word)))
			return true;
	return false;
}

static void clab_cli_hex(int argc, char **argv, bool explain)
{
	bool mode = clab_cli_word(argc, argv, "mode:");
	u8 octets[256];
	int nr, rc;

	if (clab_cli_word(argc, argv, "-r"))
		return;
	nr = clab_cli_octets(argc, argv, octets);
	rc = explain ? clab_cmd_explain(argc, argv) : clab_cmd_decode(argc, argv);
	clab_fuzz_must(rc == CLAB_EXIT_OK || rc == CLAB_EXIT_FAIL || rc == CLAB_EXIT_USAGE);
	if (mode)
		return;
	if (nr <= 0)
		clab_fuzz_must(rc == CLAB_EXIT_USAGE);
	else if (octets[0] == 0x86 && nr <= CLAB_OPT_MAX && nr > 1 && octets[1] == nr)
		clab_cli_option(octets, nr, rc);
}

static void clab_cli_run(u8 which, int argc, char **argv)
{
	bool on;

	clab_opts.json = which & 0x80;
	clab_opts.pretty = which & 0x40;
	switch (which % 16) {
	case 0:
		clab_cli_params(argc, argv);
		break;
	case 1:
		clab_cli_hex(argc, argv, false);
		break;
	case 2:
		clab_cli_hex(argc, argv, true);
		break;
	case 3:
		clab_cmd_encode(argc, argv);
		break;
	case 4:
		clab_cli_number(argv[0]);
		break;
	case 5:
		clab_cli_addr(argv[0]);
		break;
	case 6:
		clab_cli_proto(argv[0]);
		break;
	case 7:
		clab_cli_name(argv[0]);
		break;
	case 8:
		clab_cli_tags(argv[0]);
		break;
	case 9:
		clab_cli_pairs(argv[0]);
		break;
	case 10:
		clab_parse_onoff(argv[0], &on);
		break;
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct clab_fuzz_input in = { data, size };
	char *words, *argv[CLAB_CLI_WORDS + 1] = { NULL }, *own[CLAB_CLI_WORDS];
	u8 which = clab_fuzz_u8(&in);
	int argc = 0;
	size_t len, at, word;

	words = malloc(in.len + 1);
	clab_fuzz_must(words);
	len = in.len;
	memcpy(words, in.at, len);
	words[len] = '\0';
	for (at = 0; at <= len && argc < CLAB_CLI_WORDS; at += word + 1) {
		word = strlen(words + at);
		own[argc] = strdup(words + at);
		clab_fuzz_must(own[argc]);
		argv[argc] = own[argc];
		argc++;
	}
	free(words);
	clab_cli_run(which, argc, argv);
	while (argc--)
		free(own[argc]);
	return 0;
}
