// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare traffic
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "compare/compare.h"
#include "compare/run.h"
#include "compare/show.h"
#include "out.h"

#ifndef CLAB_DATA_DIR
#define CLAB_DATA_DIR	"/usr/local/share/cipsolab"
#endif

/* Scenarios that are run with one engine before the other has its turn */
#define CLAB_TRAFFIC_CHUNK	500

/** define CLAB_BUILT_IN - the scenarios that are run when no others are named */
#define CLAB_BUILT_IN	CLAB_DATA_DIR "/traffic.scn"

/**
 * struct clab_traffic - what is asked for
 * @files: files of scenarios, const char *
 * @only: a bit for each engine that is asked
 * @replace: take away what is configured in the stock engine
 */
struct clab_traffic {
	struct clab_vec files;
	u32 only;
	bool replace;
};

static volatile sig_atomic_t clab_traffic_stopped;	/* by this signal */

static void clab_traffic_stop(int nr)
{
	clab_traffic_stopped = nr;
}

/* What is under way is ended, so that all can be left as it was. */
static void clab_traffic_signals(void)
{
	struct sigaction action = { .sa_handler = clab_traffic_stop, .sa_flags = SA_RESTART };

	clab_traffic_stopped = 0;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

static int clab_traffic_only(struct clab_traffic *traffic, const char *value)
{
	int i;

	for (i = 0; i < CLAB_ENGINES; i++) {
		if (!strcmp(value, clab_engine_names[i])) {
			traffic->only = 1u << i;
			return 0;
		}
	}
	return clab_usage("'%.80s' is neither 'ours' nor 'stock'", value);
}

static int clab_traffic_word(struct clab_traffic *traffic, int *argc, char ***argv)
{
	const char *word = *(*argv)++, **file;
	const char *value = --*argc ? **argv : NULL;

	if (!strcmp(word, "--replace-stock")) {
		traffic->replace = true;
		return 0;
	}
	if (strcmp(word, "--scenario") && strcmp(word, "--only"))
		return clab_usage("unknown word '%.80s'", word);
	if (!value)
		return clab_usage("'%s' needs a value", word);
	(*argv)++;
	(*argc)--;
	if (!strcmp(word, "--only"))
		return clab_traffic_only(traffic, value);
	file = clab_scn_need(clab_vec_add(&traffic->files, sizeof(*file)));
	*file = value;
	/* What follows up to the next flag are files, too: a shell's pattern. */
	for (; *argc && ***argv != '-'; (*argc)--) {
		file = clab_scn_need(clab_vec_add(&traffic->files, sizeof(*file)));
		*file = *(*argv)++;
	}
	return 0;
}

static int clab_traffic_read(struct clab_traffic *traffic, struct clab_scenarios *scenarios)
{
	const char *const *file = traffic->files.items;
	int ret = 0;
	size_t i;

	if (!traffic->files.nr)
		return clab_scenarios_read(CLAB_BUILT_IN, scenarios);
	for (i = 0; !ret && i < traffic->files.nr; i++)
		ret = clab_scenarios_read(file[i], scenarios);
	if (!ret && !scenarios->all.nr)
		ret = clab_usage("there is no scenario in %s", file[0]);
	return ret;
}

/* Show what came of some scenarios, and count it. */
static void clab_traffic_done(struct clab_outcome *outcomes, size_t nr,
			      struct clab_tally *tally)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		if (outcomes[i].engines) {
			tally->count[outcomes[i].kind]++;
			if (clab_opts.json)
				clab_outcome_json(&outcomes[i]);
			else
				clab_outcome_text(&outcomes[i]);
		}
		clab_outcome_free(&outcomes[i]);
	}
}

static int clab_traffic_all(struct clab_runner *runner, const struct clab_scenarios *scenarios,
			    struct clab_tally *tally)
{
	const struct clab_scenario *scn = scenarios->all.items;
	size_t i, nr, left;
	int ret = 0;

	for (i = 0; !ret && i < scenarios->all.nr && !clab_traffic_stopped; i += nr) {
		struct clab_outcome *outcomes;

		left = scenarios->all.nr - i;
		nr = left < CLAB_TRAFFIC_CHUNK ? left : CLAB_TRAFFIC_CHUNK;
		outcomes = clab_scn_need(calloc(nr, sizeof(*outcomes)));
		ret = clab_run_all(runner, &scn[i], nr, outcomes);
		clab_traffic_done(outcomes, nr, tally);
		free(outcomes);
	}
	if (!ret)
		return CLAB_EXIT_OK;
	clab_error("an engine can't be left as it was: %s", strerror(-ret));
	return CLAB_EXIT_FAIL;
}

static int clab_traffic_show(struct clab_runner *runner, const struct clab_scenarios *scenarios,
			     struct clab_tally *tally)
{
	int ret;

	if (clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_json_str("kernel", runner->release);
		clab_json_open("scenarios", '[');
	}
	ret = clab_traffic_all(runner, scenarios, tally);
	if (clab_opts.json) {
		clab_json_close(']');
		clab_tally_json(tally);
		clab_json_close('}');
	} else {
		clab_tally_text(tally);
	}
	return ret;
}

static int clab_traffic_run(const struct clab_traffic *traffic,
			    const struct clab_scenarios *scenarios)
{
	struct clab_tally tally = {};
	struct clab_runner runner = { .stop = &clab_traffic_stopped };
	int ret, end, i;

	clab_traffic_signals();
	ret = clab_runner_open(&runner, traffic->only, traffic->replace);
	if (!ret)
		ret = clab_traffic_show(&runner, scenarios, &tally);
	end = clab_runner_close(&runner);
	for (i = CLAB_FAIL; i < CLAB_OUTCOMES; i++)
		if (!ret && tally.count[i])
			ret = CLAB_EXIT_FAIL;
	if (clab_traffic_stopped) {
		clab_error("stopped by a signal: %s", strsignal(clab_traffic_stopped));
		ret = CLAB_EXIT_FAIL;
	}
	return ret ? ret : end;
}

/**
 * clab_cmd_compare_traffic() - compare traffic
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_compare_traffic(int argc, char **argv)
{
	struct clab_traffic traffic = { .only = 1u << CLAB_OURS | 1u << CLAB_STOCK };
	struct clab_scenarios scenarios = {};
	int ret = 0;

	while (argc && !ret)
		ret = clab_traffic_word(&traffic, &argc, &argv);
	if (!ret)
		ret = clab_traffic_read(&traffic, &scenarios);
	if (!ret)
		ret = clab_traffic_run(&traffic, &scenarios);
	clab_scenarios_free(&scenarios);
	clab_vec_clear(&traffic.files);
	return ret ? ret : clab_out_end();
}
