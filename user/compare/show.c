// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: what came of scenarios, as text and as JSON
 */
#include <stdio.h>
#include <string.h>

#include "cipsoctl.h"
#include "compare/show.h"
#include "out.h"

static const char *clab_step_text(const struct clab_outcome *outcome, unsigned int step)
{
	const struct clab_scn_text *text = outcome->scenario->steps.items;

	return text[step].text;
}

/* A word, once where the engines agree, else for each that has it */
static void clab_step_word(const struct clab_outcome *outcome, unsigned int step,
			   enum clab_word word)
{
	bool different = outcome->different[step] & 1u << word;
	const char *value[CLAB_ENGINES];
	int i;

	for (i = 0; i < CLAB_ENGINES; i++)
		value[i] = outcome->results[i][step].value[word];
	if (value[CLAB_OURS] && value[CLAB_STOCK] && !different &&
	    !strcmp(value[CLAB_OURS], value[CLAB_STOCK])) {
		printf("    %-10s %-6s %s\n", clab_word_name(word), "both", value[CLAB_OURS]);
		return;
	}
	for (i = 0; i < CLAB_ENGINES; i++)
		if (value[i])
			printf("  %c %-10s %-6s %s\n", different ? '!' : ' ',
			       clab_word_name(word), clab_engine_names[i], value[i]);
}

static void clab_outcome_steps(const struct clab_outcome *outcome)
{
	unsigned int step;
	int word;

	for (step = 0; step < outcome->steps; step++) {
		printf("  %u. %s\n", step + 1, clab_step_text(outcome, step));
		for (word = 0; word < CLAB_WORDS; word++)
			clab_step_word(outcome, step, (enum clab_word)word);
	}
}

static void clab_outcome_failures(const struct clab_outcome *outcome)
{
	const struct clab_failure_note *note = outcome->failures.items;
	size_t i;

	for (i = 0; i < outcome->failures.nr; i++)
		printf("  step %u, %s: %s is %s, expected is %s\n", note[i].step,
		       clab_engine_names[note[i].engine], clab_word_name(note[i].word),
		       note[i].got, note[i].want);
}

/* In what the engines differ, in a line for each step and word */
static void clab_outcome_differences(const struct clab_outcome *outcome)
{
	unsigned int step;
	int word;

	for (step = 0; step < outcome->steps; step++)
		for (word = 0; word < CLAB_WORDS; word++)
			if (outcome->different[step] & 1u << word)
				printf("  step %u, %s: ours %s, stock %s\n", step + 1,
				       clab_word_name((enum clab_word)word),
				       outcome->results[CLAB_OURS][step].value[word],
				       outcome->results[CLAB_STOCK][step].value[word]);
}

/**
 * clab_outcome_text() - print what came of a scenario
 * @outcome: what did
 *
 * In a line, and what is not as it should be; with -p all that was found.
 */
void clab_outcome_text(const struct clab_outcome *outcome)
{
	const struct clab_scenario *scn = outcome->scenario;
	const char *const *name = outcome->differs.items;
	size_t i;

	printf("%s: %s", scn->name, clab_outcome_names[outcome->kind]);
	for (i = 0; i < outcome->differs.nr; i++)
		printf("%s%s", i ? ", " : " (intended: ", name[i]);
	puts(outcome->differs.nr ? ")" : "");
	if (clab_opts.pretty && scn->about)
		printf("  %s\n", scn->about);
	if (outcome->kind != CLAB_PASS)
		printf("  %s:%u\n", scn->file, scn->line);
	if (*outcome->error)
		printf("  %s\n", outcome->error);
	clab_outcome_failures(outcome);
	if (clab_opts.pretty)
		clab_outcome_steps(outcome);
	else if (outcome->kind != CLAB_PASS)
		clab_outcome_differences(outcome);
}

static void clab_step_json_engine(const struct clab_outcome *outcome, unsigned int step,
				  enum clab_engine engine)
{
	char *const *value = outcome->results[engine][step].value;
	int word;

	if (!(outcome->engines & 1u << engine)) {
		clab_json_str(clab_engine_names[engine], NULL);
		return;
	}
	clab_json_open(clab_engine_names[engine], '{');
	for (word = 0; word < CLAB_WORDS; word++)
		if (value[word])
			clab_json_str(clab_word_name((enum clab_word)word), value[word]);
	clab_json_close('}');
}

static void clab_step_json(const struct clab_outcome *outcome, unsigned int step)
{
	int word;

	clab_json_open(NULL, '{');
	clab_json_str("do", clab_step_text(outcome, step));
	clab_step_json_engine(outcome, step, CLAB_OURS);
	clab_step_json_engine(outcome, step, CLAB_STOCK);
	clab_json_open("differences", '[');
	for (word = 0; word < CLAB_WORDS; word++)
		if (outcome->different[step] & 1u << word)
			clab_json_str(NULL, clab_word_name((enum clab_word)word));
	clab_json_close(']');
	clab_json_close('}');
}

static void clab_failures_json(const struct clab_outcome *outcome)
{
	const struct clab_failure_note *note = outcome->failures.items;
	size_t i;

	clab_json_open("failures", '[');
	for (i = 0; i < outcome->failures.nr; i++) {
		clab_json_open(NULL, '{');
		clab_json_u32("step", note[i].step);
		clab_json_str("engine", clab_engine_names[note[i].engine]);
		clab_json_str("word", clab_word_name(note[i].word));
		clab_json_str("want", note[i].want);
		clab_json_str("got", note[i].got);
		clab_json_close('}');
	}
	clab_json_close(']');
}

static void clab_scenario_json(const struct clab_scenario *scn)
{
	const struct clab_scn_text *clause = scn->clauses.items;
	size_t i;

	clab_json_str("scenario", scn->name);
	clab_json_str("file", scn->file);
	clab_json_u32("line", scn->line);
	clab_json_str("about", scn->about);
	clab_json_open("clauses", '[');
	for (i = 0; i < scn->clauses.nr; i++)
		clab_json_str(NULL, clause[i].text);
	clab_json_close(']');
}

/**
 * clab_outcome_json() - write what came of a scenario as JSON
 * @outcome: what did
 */
void clab_outcome_json(const struct clab_outcome *outcome)
{
	const char *const *name = outcome->differs.items;
	unsigned int step;
	size_t i;

	clab_json_open(NULL, '{');
	clab_scenario_json(outcome->scenario);
	clab_json_str("verdict", clab_outcome_names[outcome->kind]);
	clab_json_str("error", *outcome->error ? outcome->error : NULL);
	clab_json_open("differs", '[');
	for (i = 0; i < outcome->differs.nr; i++)
		clab_json_str(NULL, name[i]);
	clab_json_close(']');
	clab_json_open("steps", '[');
	for (step = 0; step < outcome->steps; step++)
		clab_step_json(outcome, step);
	clab_json_close(']');
	clab_failures_json(outcome);
	clab_json_close('}');
}

/**
 * clab_tally_text() - print what came of all
 * @tally: what did
 */
void clab_tally_text(const struct clab_tally *tally)
{
	int i;

	for (i = 0; i < CLAB_OUTCOMES; i++)
		printf("%s%u %s", i ? ", " : "", tally->count[i], clab_outcome_names[i]);
	putchar('\n');
}

/**
 * clab_tally_json() - write what came of all as JSON
 * @tally: what did
 */
void clab_tally_json(const struct clab_tally *tally)
{
	int i;

	clab_json_open("counts", '{');
	for (i = 0; i < CLAB_OUTCOMES; i++)
		clab_json_u32(clab_outcome_names[i], tally->count[i]);
	clab_json_close('}');
}
