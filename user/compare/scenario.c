// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: files of scenarios
 */
#include <ctype.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "compare/scenario.h"
#include "line.h"
#include "out.h"

#define CLAB_SCN_NAME	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

const char *const clab_engine_names[CLAB_ENGINES] = { "ours", "stock" };

/**
 * struct clab_scn_reader - a file that is being read
 * @scenarios: where the scenarios go
 * @open: the last of them is not over
 * @pending: the value that may go on in the next line, with its key, or NULL
 * @line: where it began
 * @file: name of the file; the scenarios keep it
 */
struct clab_scn_reader {
	struct clab_scenarios *scenarios;
	bool open;
	char *pending;
	unsigned int line;
	const char *file;
};

/**
 * clab_scn_need() - make sure that there is memory
 * @memory: what was returned
 *
 * Return: @memory; the program ends without any.
 */
void *clab_scn_need(void *memory)
{
	if (memory)
		return memory;
	clab_error("out of memory");
	exit(CLAB_EXIT_FAIL);
}

/**
 * clab_scn_dup() - copy a text
 * @text: the text
 *
 * Return: the copy, to be freed.
 */
char *clab_scn_dup(const char *text)
{
	return clab_scn_need(strdup(text));
}

static struct clab_scenario *clab_scn_last(const struct clab_scn_reader *reader)
{
	struct clab_scenario *scn = reader->scenarios->all.items;

	return &scn[reader->scenarios->all.nr - 1];
}

static int clab_scn_add(struct clab_vec *vec, const char *value, unsigned int line)
{
	struct clab_scn_text *text = clab_scn_need(clab_vec_add(vec, sizeof(*text)));

	text->text = clab_scn_dup(value);
	text->line = line;
	return 0;
}

static int clab_scn_once(char **to, const char *key, const char *value)
{
	if (*to)
		return clab_usage("'%s' is given twice", key);
	*to = clab_scn_dup(value);
	return 0;
}

static int clab_scn_compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int clab_scn_begin(struct clab_scn_reader *reader, const char *name)
{
	struct clab_scenario *scn;

	if (reader->open)
		return clab_usage("'scenario' within a scenario: an empty line is missing");
	if (!*name || name[strspn(name, CLAB_SCN_NAME)])
		return clab_usage("'%.80s' can't be the name of a scenario", name);
	if (tfind(name, &reader->scenarios->names, clab_scn_compare))
		return clab_usage("there is a scenario '%.80s' already", name);
	scn = clab_scn_need(clab_vec_add(&reader->scenarios->all, sizeof(*scn)));
	scn->name = clab_scn_dup(name);
	scn->file = reader->file;
	scn->line = reader->line;
	scn->engines = 1u << CLAB_OURS | 1u << CLAB_STOCK;
	clab_scn_need(tsearch(scn->name, &reader->scenarios->names, clab_scn_compare));
	reader->open = true;
	return 0;
}

static int clab_scn_only(struct clab_scenario *scn, const char *value)
{
	int i;

	if (scn->engines != (1u << CLAB_OURS | 1u << CLAB_STOCK))
		return clab_usage("'only' is given twice");
	for (i = 0; i < CLAB_ENGINES; i++)
		if (!strcmp(value, clab_engine_names[i]))
			return scn->engines = 1u << i, 0;
	return clab_usage("'%.80s' is neither 'ours' nor 'stock'", value);
}

static int clab_scn_rule(struct clab_vec *rules, const char *value, unsigned int line)
{
	int ret = clab_macro_check(value);

	return ret ? ret : clab_scn_add(rules, value, line);
}

/* The labels are not known yet: what depends on them is read again. */
static int clab_scn_step(struct clab_scenario *scn, const char *value, unsigned int line)
{
	static const struct clab_macros macros = {
		.label = "u:r:t:s0", .server_label = "u:r:t:s0", .netlabel = "u:r:t",
	};
	struct clab_action action;
	int ret = clab_action_parse(value, &macros, &action);

	if (ret)
		return ret;
	clab_action_free(&action);
	if (scn->steps.nr == CLAB_STEPS_MAX)
		return clab_usage("more than %d steps", CLAB_STEPS_MAX);
	return clab_scn_add(&scn->steps, value, line);
}

static int clab_scn_label(char **to, const char *key, const char *value)
{
	int ret = clab_macro_check(value);

	return ret ? ret : clab_scn_once(to, key, value);
}

/* The number in front of a colon, if that is in front of the name; @word is moved
 * behind it. 0 stands for the last step.
 */
static int clab_expect_step(char **word, unsigned int *step)
{
	size_t len = strspn(*word, "0123456789");

	*step = 0;
	if (!len || (*word)[len] != ':')
		return 0;
	*step = len < 3 ? (unsigned int)atoi(*word) : 0;
	if (!*step || *step > CLAB_STEPS_MAX)
		return clab_usage("'%.80s': a step is a number from 1 to %d", *word,
				  CLAB_STEPS_MAX);
	*word += len + 1;
	return 0;
}

static int clab_expect_word(struct clab_scn_reader *reader, enum clab_engine engine,
			    const char *kernel, char *word)
{
	struct clab_expect *expect;
	char *equals = strchr(word, '=');
	unsigned int step;
	int found, ret = clab_expect_step(&word, &step);

	if (ret)
		return ret;
	found = equals ? clab_word_find(word, (size_t)(equals - word)) : -1;
	if (found < 0)
		return clab_usage("'%.80s' is not NAME=VALUE with a name that is known", word);
	ret = clab_macro_check(equals + 1);
	if (!ret && !strchr(equals, '$'))
		ret = clab_word_check((enum clab_word)found, equals + 1);
	if (ret)
		return ret;
	expect = clab_scn_need(clab_vec_add(&clab_scn_last(reader)->expects, sizeof(*expect)));
	expect->engine = engine;
	expect->kernel = kernel ? clab_scn_dup(kernel) : NULL;
	expect->step = step;
	expect->word = (enum clab_word)found;
	expect->value = clab_scn_dup(equals + 1);
	expect->line = reader->line;
	return 0;
}

static int clab_scn_expect(struct clab_scn_reader *reader, enum clab_engine engine,
			   const char *kernel, char *value)
{
	struct clab_words words = {};
	size_t i;
	int ret = clab_line_split(value, &words);

	if (!ret && words.nr < 2)
		ret = clab_usage("'%s' says nothing", clab_engine_names[engine]);
	for (i = 0; !ret && words.word[i]; i++)
		ret = clab_expect_word(reader, engine, kernel, words.word[i]);
	free(words.word);
	return ret;
}

/* Names of words, from @word on: a bit for each */
static int clab_scn_names(char *const *word, u32 *bits)
{
	int found;

	for (; *word; word++) {
		found = clab_word_find(*word, strlen(*word));
		if (found < 0 || !clab_word_shared((enum clab_word)found))
			return clab_usage("'%.80s' is no word of both engines", *word);
		*bits |= 1u << found;
	}
	return 0;
}

static int clab_scn_same(struct clab_scenario *scn, char *value)
{
	struct clab_words words = {};
	int ret = clab_line_split(value, &words);

	if (!ret)
		ret = clab_scn_names(words.word, &scn->same);
	free(words.word);
	return ret;
}

static int clab_scn_differs(struct clab_scenario *scn, const char *kernel, char *value)
{
	struct clab_words words = {};
	struct clab_differ *differ;
	u32 bits = 0;
	int ret = clab_line_split(value, &words);

	if (!ret && words.nr < 2)
		ret = clab_usage("'differs' has no name");
	if (!ret && (!*words.word[0] ||
		     words.word[0][strspn(words.word[0], CLAB_SCN_NAME)]))
		ret = clab_usage("'%.80s' can't be the name of a difference", words.word[0]);
	if (!ret)
		ret = clab_scn_names(words.word + 1, &bits);
	if (!ret) {
		differ = clab_scn_need(clab_vec_add(&scn->differs, sizeof(*differ)));
		differ->kernel = kernel ? clab_scn_dup(kernel) : NULL;
		differ->name = clab_scn_dup(words.word[0]);
		differ->words = bits;
	}
	free(words.word);
	return ret;
}

/* A key with a kernel in brackets loses it: it is in @kernel then. */
static int clab_scn_kernel(char *key, char **kernel)
{
	char *end = key + strlen(key) - 1;

	*kernel = strchr(key, '[');
	if (!*kernel)
		return 0;
	*(*kernel)++ = '\0';
	if (end <= *kernel || *end != ']')
		return clab_usage("'%.40s[...]' names no kernel", key);
	*end = '\0';
	if (strcmp(key, "ours") && strcmp(key, "stock") && strcmp(key, "differs"))
		return clab_usage("'%.40s' is for all kernels", key);
	return 0;
}

static int clab_scn_key(struct clab_scn_reader *reader, const char *key, const char *kernel,
			char *value)
{
	struct clab_scenario *scn = clab_scn_last(reader);

	if (!strcmp(key, "about"))
		return clab_scn_once(&scn->about, key, value);
	if (!strcmp(key, "clause"))
		return clab_scn_add(&scn->clauses, value, reader->line);
	if (!strcmp(key, "config"))
		return clab_scn_rule(&scn->config, value, reader->line);
	if (!strcmp(key, "stock-config"))
		return clab_scn_rule(&scn->stock_config, value, reader->line);
	if (!strcmp(key, "label"))
		return clab_scn_label(&scn->label, key, value);
	if (!strcmp(key, "server-label"))
		return clab_scn_label(&scn->server_label, key, value);
	if (!strcmp(key, "only"))
		return clab_scn_only(scn, value);
	if (!strcmp(key, "do"))
		return clab_scn_step(scn, value, reader->line);
	if (!strcmp(key, "same"))
		return clab_scn_same(scn, value);
	if (!strcmp(key, "differs"))
		return clab_scn_differs(scn, kernel, value);
	if (!strcmp(key, "ours"))
		return clab_scn_expect(reader, CLAB_OURS, kernel, value);
	if (!strcmp(key, "stock"))
		return clab_scn_expect(reader, CLAB_STOCK, kernel, value);
	return clab_usage("unknown key '%.80s'", key);
}

static int clab_scn_take(struct clab_scn_reader *reader, char *text)
{
	char *value = text + strcspn(text, ":"), *kernel;
	int ret;

	if (!*value)
		return clab_usage("'%.80s' is not KEY: VALUE", text);
	*value++ = '\0';
	value += strspn(value, " \t");
	ret = clab_scn_kernel(text, &kernel);
	if (ret)
		return ret;
	if (!*value)
		return clab_usage("'%.80s' has no value", text);
	if (!strcmp(text, "scenario"))
		return clab_scn_begin(reader, value);
	if (!reader->open)
		return clab_usage("a scenario begins with 'scenario', not with '%.80s'", text);
	return clab_scn_key(reader, text, kernel, value);
}

/* A value is whole when something else begins. */
static int clab_scn_flush(struct clab_scn_reader *reader)
{
	unsigned int line = clab_out_line;
	int ret;

	if (!reader->pending)
		return 0;
	clab_out_line = reader->line;
	ret = clab_scn_take(reader, reader->pending);
	if (!ret)
		clab_out_line = line;
	free(reader->pending);
	reader->pending = NULL;
	return ret;
}

/* Expectations of steps that there are; without a number, of the last one. */
static int clab_scn_bind(struct clab_scenario *scn)
{
	const struct clab_scn_text *step = scn->steps.items;
	struct clab_expect *expect = scn->expects.items;
	static const struct clab_macros none;
	struct clab_action action;
	size_t i;
	bool found;

	for (i = 0; i < scn->expects.nr; i++) {
		clab_out_line = expect[i].line;
		if (!expect[i].step)
			expect[i].step = (unsigned int)scn->steps.nr;
		if (expect[i].step > scn->steps.nr)
			return clab_usage("there is no step %u", expect[i].step);
		if (clab_action_parse(step[expect[i].step - 1].text, &none, &action))
			return CLAB_EXIT_USAGE;
		found = clab_action_words(action.deed) & 1u << expect[i].word;
		clab_action_free(&action);
		if (!found)
			return clab_usage("step %u finds no '%s'", expect[i].step,
					  clab_word_name(expect[i].word));
	}
	return 0;
}

static int clab_scn_end(struct clab_scn_reader *reader)
{
	struct clab_scenario *scn;
	unsigned int line = clab_out_line;
	int ret = clab_scn_flush(reader);

	if (ret || !reader->open)
		return ret;
	scn = clab_scn_last(reader);
	reader->open = false;
	clab_out_line = scn->line;
	if (!scn->steps.nr)
		return clab_usage("scenario '%.80s' does nothing", scn->name);
	ret = clab_scn_bind(scn);
	if (!ret)
		clab_out_line = line;
	return ret;
}

static int clab_scn_go_on(struct clab_scn_reader *reader, const char *text)
{
	char *joined = NULL;

	if (!reader->pending)
		return clab_usage("a line that begins with a blank goes on from the one above");
	if (asprintf(&joined, "%s %s", reader->pending, text) < 0)
		joined = NULL;
	free(reader->pending);
	reader->pending = clab_scn_need(joined);
	return 0;
}

static int clab_scn_line(struct clab_scn_reader *reader, char *text)
{
	size_t len = strlen(text), blanks = strspn(text, " \t\r");
	int ret;

	while (len > blanks && strchr(" \t\r", text[len - 1]))
		text[--len] = '\0';
	if (text[blanks] == '#')
		return 0;
	if (!text[blanks])
		return clab_scn_end(reader);
	if (blanks)
		return clab_scn_go_on(reader, text + blanks);
	ret = clab_scn_flush(reader);
	reader->pending = clab_scn_dup(text);
	reader->line = clab_out_line;
	return ret;
}

/**
 * clab_scenarios_read() - read a file of scenarios
 * @path: its name, which has to stay, or - for standard input
 * @scenarios: where they go, behind those of other files; clab_scenarios_free()
 *	       frees them, also after a failure
 *
 * Return: enum clab_exit.
 */
int clab_scenarios_read(const char *path, struct clab_scenarios *scenarios)
{
	struct clab_scn_reader reader = { .scenarios = scenarios, .file = path };
	FILE *file = clab_lines_open(path);
	struct clab_line line = {};
	bool end = false;
	int ret = 0;

	if (!file)
		return CLAB_EXIT_FAIL;
	while (!ret && !end) {
		ret = clab_line_read(file, &line, &end);
		if (!ret)
			ret = end ? clab_scn_end(&reader) : clab_scn_line(&reader, line.text);
	}
	free(reader.pending);
	free(line.text);
	clab_lines_close(file);
	return ret;
}

static void clab_scn_free_texts(struct clab_vec *texts)
{
	struct clab_scn_text *text = texts->items;
	size_t i;

	for (i = 0; i < texts->nr; i++)
		free(text[i].text);
	clab_vec_clear(texts);
}

static void clab_scn_free(struct clab_scenario *scn)
{
	struct clab_expect *expect = scn->expects.items;
	struct clab_differ *differ = scn->differs.items;
	size_t i;

	for (i = 0; i < scn->expects.nr; i++) {
		free(expect[i].kernel);
		free(expect[i].value);
	}
	for (i = 0; i < scn->differs.nr; i++) {
		free(differ[i].kernel);
		free(differ[i].name);
	}
	clab_vec_clear(&scn->expects);
	clab_vec_clear(&scn->differs);
	clab_scn_free_texts(&scn->clauses);
	clab_scn_free_texts(&scn->config);
	clab_scn_free_texts(&scn->stock_config);
	clab_scn_free_texts(&scn->steps);
	free(scn->name);
	free(scn->about);
	free(scn->label);
	free(scn->server_label);
}

static void clab_scn_forget(void *name)
{
	(void)name;
}

/**
 * clab_scenarios_free() - free scenarios
 * @scenarios: the scenarios
 */
void clab_scenarios_free(struct clab_scenarios *scenarios)
{
	struct clab_scenario *scn = scenarios->all.items;
	size_t i;

	tdestroy(scenarios->names, clab_scn_forget);
	for (i = 0; i < scenarios->all.nr; i++)
		clab_scn_free(&scn[i]);
	clab_vec_clear(&scenarios->all);
	scenarios->names = NULL;
}

/**
 * clab_kernel_is() - is a kernel the one that a scenario names
 * @release: as uname(2) has it
 * @wanted: its beginning
 *
 * Return: true when it is; 6.1 is not the beginning of 6.12.
 */
bool clab_kernel_is(const char *release, const char *wanted)
{
	size_t len = strlen(wanted);

	return !strncmp(release, wanted, len) && !isdigit((unsigned char)release[len]);
}
