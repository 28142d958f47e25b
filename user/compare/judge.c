// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: what comes of a scenario
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare/run.h"

#define CLAB_BOTH	(1u << CLAB_OURS | 1u << CLAB_STOCK)

const char *const clab_outcome_names[CLAB_OUTCOMES] = {
	"pass", "fail", "unexplained", "stale", "error",
};

/**
 * clab_result_set() - note what was found
 * @result: of a step
 * @word: the word
 * @value: its value
 */
void clab_result_set(struct clab_result *result, enum clab_word word, const char *value)
{
	free(result->value[word]);
	result->value[word] = clab_scn_dup(value);
}

/**
 * clab_result_number() - note a number that was found
 * @result: of a step
 * @word: the word
 * @value: its value
 */
void clab_result_number(struct clab_result *result, enum clab_word word, u64 value)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
	clab_result_set(result, word, text);
}

/**
 * clab_result_errno() - note an error
 * @result: of a step
 * @error: 0 or a negative errno; -ETIMEDOUT for what would still wait
 */
void clab_result_errno(struct clab_result *result, int error)
{
	const char *name = error ? strerrorname_np(-error) : "ok";

	if (error == -ETIMEDOUT)
		name = "timeout";
	if (name)
		clab_result_set(result, CLAB_WORD_ERRNO, name);
	else
		clab_result_number(result, CLAB_WORD_ERRNO, (u64)-error);
}

/**
 * clab_result_free() - free what a step has found
 * @result: of the step
 */
void clab_result_free(struct clab_result *result)
{
	int i;

	for (i = 0; i < CLAB_WORDS; i++)
		free(result->value[i]);
	clab_vec_clear(&result->packets);
	memset(result, 0, sizeof(*result));
}

/* Is there an expectation of the same word for this very kernel? */
static bool clab_expect_replaced(const struct clab_scenario *scn,
				 const struct clab_expect *expect, const char *release)
{
	const struct clab_expect *other = scn->expects.items;
	size_t i;

	for (i = 0; i < scn->expects.nr; i++)
		if (other[i].kernel && other[i].engine == expect->engine &&
		    other[i].step == expect->step && other[i].word == expect->word &&
		    clab_kernel_is(release, other[i].kernel))
			return true;
	return false;
}

static bool clab_expect_holds(const struct clab_scenario *scn,
			      const struct clab_expect *expect, const char *release)
{
	if (expect->kernel)
		return clab_kernel_is(release, expect->kernel);
	return !clab_expect_replaced(scn, expect, release);
}

/* What is expected, in full: a level is that of a label that came by level. */
static char *clab_expect_value(const struct clab_expect *expect,
			       const struct clab_macros *macros)
{
	char *value = clab_macro_expand(expect->value, macros), *whole;

	if ((expect->word != CLAB_WORD_PEER && expect->word != CLAB_WORD_CLIENT) ||
	    value[0] != 's' || !isdigit((unsigned char)value[1]))
		return value;
	if (asprintf(&whole, "%s:%s", macros->netlabel, value) < 0)
		whole = NULL;
	free(value);
	return clab_scn_need(whole);
}

/* Both texts are copied. */
static void clab_outcome_fail(struct clab_outcome *outcome, enum clab_engine engine,
			      unsigned int step, enum clab_word word, const char *want,
			      const char *got)
{
	struct clab_failure_note *note =
		clab_scn_need(clab_vec_add(&outcome->failures, sizeof(*note)));

	note->engine = engine;
	note->step = step;
	note->word = word;
	note->want = clab_scn_dup(want);
	note->got = clab_scn_dup(got ? got : "nothing");
}

static void clab_judge_expects(const char *release, const struct clab_macros *macros,
			       struct clab_outcome *outcome)
{
	const struct clab_scenario *scn = outcome->scenario;
	const struct clab_expect *expect = scn->expects.items;
	const char *got;
	char *want;
	size_t i;

	for (i = 0; i < scn->expects.nr; i++, expect++) {
		if (!(outcome->engines & 1u << expect->engine) ||
		    !clab_expect_holds(scn, expect, release))
			continue;
		got = outcome->results[expect->engine][expect->step - 1].value[expect->word];
		want = clab_expect_value(expect, macros);
		if (!got || !clab_word_matches(expect->word, want, got))
			clab_outcome_fail(outcome, expect->engine, expect->step, expect->word,
					  want, got);
		free(want);
	}
}

static u32 clab_judge_step(const struct clab_outcome *outcome, unsigned int step)
{
	char *const *ours = outcome->results[CLAB_OURS][step].value;
	char *const *stock = outcome->results[CLAB_STOCK][step].value;
	u32 different = 0, same = outcome->scenario->same;
	int i;

	for (i = 0; i < CLAB_WORDS; i++)
		if ((clab_word_compared((enum clab_word)i) || same & 1u << i) && ours[i] && stock[i] &&
		    strcmp(ours[i], stock[i]))
			different |= 1u << i;
	return different;
}

/* What has to be the same and is not */
static void clab_judge_same(struct clab_outcome *outcome, unsigned int step)
{
	u32 bits = outcome->scenario->same & outcome->different[step];
	int i;

	for (i = 0; i < CLAB_WORDS; i++)
		if (bits & 1u << i)
			clab_outcome_fail(outcome, CLAB_OURS, step + 1, (enum clab_word)i,
					  outcome->results[CLAB_STOCK][step].value[i],
					  outcome->results[CLAB_OURS][step].value[i]);
}

/* Differences that are intended on this kernel: those that name it, if any do. */
static void clab_judge_intended(const char *release, struct clab_outcome *outcome,
				struct clab_vec *intended)
{
	const struct clab_vec *all = &outcome->scenario->differs;
	const struct clab_differ *differ = all->items, **one;
	bool named = false;
	size_t i;

	for (i = 0; i < all->nr; i++)
		named |= differ[i].kernel && clab_kernel_is(release, differ[i].kernel);
	for (i = 0; i < all->nr; i++) {
		if (named ? !differ[i].kernel || !clab_kernel_is(release, differ[i].kernel) :
			    !!differ[i].kernel)
			continue;
		one = clab_scn_need(clab_vec_add(intended, sizeof(*one)));
		*one = &differ[i];
	}
}

/* Do the engines differ as somebody said? */
static enum clab_outcome_kind clab_judge_differs(const char *release,
						 struct clab_outcome *outcome, u32 different)
{
	struct clab_vec intended = {};
	const struct clab_differ **differ;
	u32 allowed = 0;
	bool stale = false;
	const char **name;
	size_t i;

	clab_judge_intended(release, outcome, &intended);
	differ = intended.items;
	for (i = 0; i < intended.nr; i++) {
		allowed |= differ[i]->words ? differ[i]->words : ~0u;
		stale |= differ[i]->words ? differ[i]->words & ~different : !different;
		name = clab_scn_need(clab_vec_add(&outcome->differs, sizeof(*name)));
		*name = differ[i]->name;
	}
	clab_vec_clear(&intended);
	if (different & ~allowed)
		return CLAB_UNEXPLAINED;
	return stale ? CLAB_STALE : CLAB_PASS;
}

/**
 * clab_judge() - say what came of a scenario
 * @release: of the kernel
 * @macros: what $NAME stands for
 * @outcome: what was found; the rest of it is filled in
 */
void clab_judge(const char *release, const struct clab_macros *macros,
		struct clab_outcome *outcome)
{
	bool both = outcome->engines == CLAB_BOTH;
	u32 different = 0;
	unsigned int i;

	if (*outcome->error) {
		outcome->kind = CLAB_ERROR;
		return;
	}
	clab_judge_expects(release, macros, outcome);
	for (i = 0; both && i < outcome->steps; i++) {
		outcome->different[i] = clab_judge_step(outcome, i);
		different |= outcome->different[i];
		clab_judge_same(outcome, i);
	}
	outcome->kind = both ? clab_judge_differs(release, outcome, different) : CLAB_PASS;
	if (outcome->failures.nr)
		outcome->kind = CLAB_FAIL;
}

/**
 * clab_outcome_free() - free what came of a scenario
 * @outcome: what did
 */
void clab_outcome_free(struct clab_outcome *outcome)
{
	struct clab_failure_note *note = outcome->failures.items;
	unsigned int i, step;

	for (i = 0; i < outcome->failures.nr; i++) {
		free(note[i].want);
		free(note[i].got);
	}
	for (i = 0; i < CLAB_ENGINES; i++) {
		for (step = 0; step < outcome->steps; step++)
			clab_result_free(&outcome->results[i][step]);
		free(outcome->results[i]);
	}
	free(outcome->different);
	clab_vec_clear(&outcome->failures);
	clab_vec_clear(&outcome->differs);
}
