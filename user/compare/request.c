// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: what makes no packet
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "codec.h"
#include "codec/cipso.h"
#include "codec/label.h"
#include "compare/run.h"
#include "line.h"
#include "out.h"
#include "parse.h"

#define CLAB_GENL_DEPTH	8
#define CLAB_GENL_OCTETS	32768

/* What became of a request; @said is what this program has said itself. */
static void clab_request_end(struct clab_nl *nl, int ret, const char *said,
			     struct clab_result *result)
{
	const struct clab_failure *fault = clab_nl_fault(nl);

	clab_result_set(result, CLAB_WORD_TEXT, "none");
	if (ret == CLAB_EXIT_USAGE) {
		clab_result_set(result, CLAB_WORD_ERRNO, "USAGE");
		clab_result_set(result, CLAB_WORD_TEXT, said);
	} else if (ret) {
		clab_result_errno(result, fault->error);
		if (fault->explained)
			clab_result_set(result, CLAB_WORD_TEXT, fault->text);
	} else {
		clab_result_errno(result, 0);
	}
}

/**
 * clab_do_config() - a single change
 * @arena: where
 * @action: the words of a command
 * @result: what is found
 */
void clab_do_config(struct clab_arena *arena, const struct clab_action *action,
		    struct clab_result *result)
{
	struct clab_nl *nl = arena->engines->nl[arena->engine], *before;
	char *line = clab_scn_dup(action->words), said[512];
	struct clab_words words = {};
	int ret;

	before = clab_ctl_use(nl);
	clab_out_capture(said, sizeof(said));
	ret = clab_line_run(line, &words);
	clab_out_capture(NULL, 0);
	clab_ctl_use(before);
	arena->engines->dirty |= arena->engine == CLAB_STOCK;
	clab_request_end(nl, ret, said, result);
	free(words.word);
	free(line);
}

/**
 * struct clab_genl - a request that is being read
 * @req: the request
 * @nest: where the attributes begin that hold the next one
 * @depth: how many do
 */
struct clab_genl {
	struct clab_req *req;
	size_t nest[CLAB_GENL_DEPTH];
	unsigned int depth;
};

static int clab_genl_hex(struct clab_genl *genl, int type, const char *text)
{
	static u8 octets[CLAB_GENL_OCTETS];
	size_t len;
	int ret = clab_hex_read(text, octets, sizeof(octets), &len);

	if (!ret)
		clab_req_put(genl->req, type, octets, len);
	return ret;
}

static int clab_genl_nest(struct clab_genl *genl, int type)
{
	if (genl->depth == CLAB_GENL_DEPTH)
		return clab_usage("attributes are nested too deep");
	genl->nest[genl->depth++] = clab_req_nest(genl->req, type);
	return 0;
}

static int clab_genl_end(struct clab_genl *genl)
{
	if (!genl->depth)
		return clab_usage("'end' without 'nest'");
	clab_req_nest_end(genl->req, genl->nest[--genl->depth]);
	return 0;
}

static int clab_genl_number(struct clab_genl *genl, int type, const char *kind, const char *text)
{
	u32 max = !strcmp(kind, "u8") ? 0xff : !strcmp(kind, "u16") ? 0xffff : ~0U, value;
	int ret = clab_parse_u32(kind, text, 0, max, &value);

	if (ret)
		return ret;
	if (max == 0xff)
		clab_req_u8(genl->req, type, (u8)value);
	else if (max == 0xffff)
		clab_req_u16(genl->req, type, (u16)value);
	else
		clab_req_u32(genl->req, type, value);
	return 0;
}

/* TYPE:KIND:VALUE, TYPE:nest, or end */
static int clab_genl_attr(struct clab_genl *genl, char *word)
{
	char *kind = strchr(word, ':'), *text;
	u32 type;

	if (!strcmp(word, "end"))
		return clab_genl_end(genl);
	if (!kind)
		return clab_usage("'%.80s' is no attribute", word);
	*kind++ = '\0';
	if (clab_parse_u32("an attribute's type", word, 0, 0x3fff, &type))
		return CLAB_EXIT_USAGE;
	if (!strcmp(kind, "nest"))
		return clab_genl_nest(genl, (int)type);
	text = strchr(kind, ':');
	if (!text)
		return clab_usage("'%.80s' has no value", kind);
	*text++ = '\0';
	if (!strcmp(kind, "u8") || !strcmp(kind, "u16") || !strcmp(kind, "u32"))
		return clab_genl_number(genl, (int)type, kind, text);
	if (!strcmp(kind, "hex"))
		return clab_genl_hex(genl, (int)type, text);
	if (strcmp(kind, "str"))
		return clab_usage("'%.80s' is no kind of attribute", kind);
	clab_req_str(genl->req, (int)type, text);
	return 0;
}

static const char *clab_genl_family(const char *word)
{
	static const char *const names[] = {
		CLAB_GENL_MGMT, CLAB_GENL_CIPSOV4, CLAB_GENL_UNLBL, CLAB_GENL_LAB,
	};
	size_t i;

	for (i = 0; i < clab_count(names); i++)
		if (!strcmp(word, names[i]))
			return names[i];
	return NULL;
}

/* Nothing is sent of a request that is not whole. */
static int clab_genl_send(struct clab_genl *genl, char **word)
{
	static const struct clab_reply ignored;
	bool dump = *word && !strcmp(*word, "dump");
	int ret = 0;

	for (word += dump; *word && !ret; word++)
		ret = clab_genl_attr(genl, *word);
	while (!ret && genl->depth)
		ret = clab_genl_end(genl);
	if (ret) {
		clab_req_free(genl->req);
		return ret;
	}
	ret = dump ? clab_req_dump(genl->req, &ignored) : clab_req_do(genl->req, &ignored);
	return ret ? CLAB_EXIT_FAIL : 0;
}

static int clab_genl_run(struct clab_nl *nl, const struct clab_words *words)
{
	const char *family = words->nr > 2 ? clab_genl_family(words->word[0]) : NULL;
	struct clab_genl genl = {};
	u32 cmd;

	if (!family)
		return clab_usage("FAMILY COMMAND are missing, or there is no such family");
	if (clab_parse_u32("COMMAND", words->word[1], 0, 255, &cmd))
		return CLAB_EXIT_USAGE;
	genl.req = clab_req_new(nl, family, (u8)cmd);
	return clab_genl_send(&genl, words->word + 2);
}

/**
 * clab_do_genl() - a request
 * @arena: where
 * @action: its family, command and attributes
 * @result: what is found
 */
void clab_do_genl(struct clab_arena *arena, const struct clab_action *action,
		  struct clab_result *result)
{
	struct clab_nl *nl = arena->engines->nl[arena->engine];
	char *line = clab_scn_dup(action->words), said[512];
	struct clab_words words = {};
	int ret;

	clab_out_capture(said, sizeof(said));
	ret = clab_line_split(line, &words);
	if (!ret)
		ret = clab_genl_run(nl, &words);
	clab_out_capture(NULL, 0);
	arena->engines->dirty |= arena->engine == CLAB_STOCK;
	clab_request_end(nl, ret, said, result);
	free(words.word);
	free(line);
}

/**
 * clab_do_option() - ask the codec
 * @arena: where
 * @action: the octets
 * @result: what is found; nothing with the stock engine, which can't be asked so
 */
void clab_do_option(struct clab_arena *arena, const struct clab_action *action,
		    struct clab_result *result)
{
	const struct clab_octets octets = {
		.at = action->option,
		.len = action->option_len,
		.area_len = action->option_len,
	};
	char text[CLAB_LABEL_TEXT_MAX] = "none";
	struct clab_reading reading;

	if (arena->engine != CLAB_OURS)
		return;
	clab_reading_first(&octets, action->strict ? CLAB_V_STRICT : 0, &reading);
	if (!reading.fault.reason && reading.at != CLAB_NO_OPTION)
		clab_reading_text(&reading.label, text);
	clab_result_set(result, CLAB_WORD_VERDICT,
			reading.fault.answered ? "refused" : "accepted");
	clab_result_set(result, CLAB_WORD_LABEL, text);
	clab_result_set(result, CLAB_WORD_REASON,
			reading.fault.reason ? reading.fault.reason : "none");
	clab_result_set(result, CLAB_WORD_OFFSET, "none");
	if (reading.fault.reason)
		clab_result_number(result, CLAB_WORD_OFFSET, reading.fault.offset);
}
