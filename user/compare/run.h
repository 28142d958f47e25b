/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl compare: running scenarios
 *
 *	run.c		a scenario through both engines
 *	tcp.c		the actions: a connection,
 *	udp.c		a datagram, an echo, one made by hand,
 *	forward.c	one for another host,
 *	request.c	and what makes no packet
 *	judge.c		what comes of it
 */
#ifndef _CLAB_COMPARE_RUN_H
#define _CLAB_COMPARE_RUN_H

#include <signal.h>

#include "compare/engine.h"
#include "compare/ground.h"
#include "compare/scenario.h"
#include "compare/watch.h"

/**
 * struct clab_result - what a step has found with one engine
 * @value: of each word, NULL for one that it doesn't find
 * @packets: struct clab_packet, those of the step
 */
struct clab_result {
	char *value[CLAB_WORDS];
	struct clab_vec packets;
};

void clab_result_set(struct clab_result *result, enum clab_word word, const char *value);
void clab_result_number(struct clab_result *result, enum clab_word word, u64 value);
void clab_result_errno(struct clab_result *result, int error);
void clab_result_free(struct clab_result *result);

/**
 * struct clab_road - two devices between which packets are passed on
 * @near: where they come in by, a TUN device's descriptor, or -1
 * @far: where they leave by
 */
struct clab_road {
	int near;
	int far;
};

/**
 * struct clab_arena - where a step is done
 * @engines: both engines
 * @engine: the one that labels
 * @ground: the namespace
 * @watch: what passes lo
 * @port: of the server, another one for each step
 * @road: for packets that are passed on; made when it is needed
 * @macros: the labels of the two ends
 * @error: why the step could not be done, or empty
 */
struct clab_arena {
	struct clab_engines *engines;
	enum clab_engine engine;
	struct clab_ground *ground;
	struct clab_watch *watch;
	u16 port;
	struct clab_road *road;
	struct clab_macros macros;
	char error[160];
};

void clab_do_tcp(struct clab_arena *arena, const struct clab_action *action,
		 struct clab_result *result);
void clab_do_udp(struct clab_arena *arena, const struct clab_action *action,
		 struct clab_result *result);
void clab_do_ping(struct clab_arena *arena, const struct clab_action *action,
		  struct clab_result *result);
void clab_do_send(struct clab_arena *arena, const struct clab_action *action,
		  struct clab_result *result);
void clab_do_raw(struct clab_arena *arena, const struct clab_action *action,
		 struct clab_result *result);
void clab_do_forward(struct clab_arena *arena, const struct clab_action *action,
		     struct clab_result *result);
void clab_road_close(struct clab_road *road);
void clab_do_option(struct clab_arena *arena, const struct clab_action *action,
		    struct clab_result *result);
void clab_do_config(struct clab_arena *arena, const struct clab_action *action,
		    struct clab_result *result);
void clab_do_genl(struct clab_arena *arena, const struct clab_action *action,
		  struct clab_result *result);

/**
 * enum clab_outcome_kind - what comes of a scenario
 * @CLAB_PASS: what was expected
 * @CLAB_FAIL: something else
 * @CLAB_UNEXPLAINED: the engines differ, and nobody said so
 * @CLAB_STALE: somebody said so, but they do not
 * @CLAB_ERROR: it could not be run
 * @CLAB_OUTCOMES: how many there are
 */
enum clab_outcome_kind {
	CLAB_PASS,
	CLAB_FAIL,
	CLAB_UNEXPLAINED,
	CLAB_STALE,
	CLAB_ERROR,
	CLAB_OUTCOMES,
};

extern const char *const clab_outcome_names[CLAB_OUTCOMES];

/**
 * struct clab_failure_note - an expectation that is not met
 * @engine: of whom
 * @step: of which step, counted from 1
 * @word: which word
 * @want: what was expected; "the same" as the other engine's
 * @got: what came instead; owned, as is @want
 */
struct clab_failure_note {
	enum clab_engine engine;
	unsigned int step;
	enum clab_word word;
	char *want;
	char *got;
};

/**
 * struct clab_outcome - what came of a scenario
 * @scenario: which
 * @kind: in one word
 * @error: why it could not be run, or empty
 * @engines: a bit for each engine that it was run through
 * @steps: how many steps were done
 * @results: what they found, per engine and step
 * @failures: struct clab_failure_note
 * @different: per step, a bit for each word in which the engines differ
 * @differs: the names of the differences that are intended on this kernel,
 *	     const char *, borrowed
 */
struct clab_outcome {
	const struct clab_scenario *scenario;
	enum clab_outcome_kind kind;
	char error[512];
	u32 engines;
	unsigned int steps;
	struct clab_result *results[CLAB_ENGINES];
	struct clab_vec failures;
	u32 *different;
	struct clab_vec differs;
};

/**
 * struct clab_runner - what all scenarios of a run have in common
 * @engines: both engines
 * @ground: the namespace
 * @watch: what passes lo there
 * @road: what packets are passed on by
 * @release: of the kernel
 * @own: user, role and type of the program's label, or empty
 * @netlabel: those of a label that came by level, or empty
 * @saved: what was configured in the stock engine
 * @replaced: it was taken away
 * @only: a bit for each engine that is asked
 * @keep: keep the packets, which take memory
 * @stop: set by a signal: what has not begun is not run
 * @port: the last one used
 */
struct clab_runner {
	struct clab_engines engines;
	struct clab_ground ground;
	struct clab_watch watch;
	struct clab_road road;
	char release[65];
	char own[256];
	char netlabel[256];
	struct clab_conf saved;
	bool replaced;
	u32 only;
	bool keep;
	const volatile sig_atomic_t *stop;
	u16 port;
};

int clab_runner_open(struct clab_runner *runner, u32 only, bool replace);
int clab_runner_close(struct clab_runner *runner);
int clab_run_all(struct clab_runner *runner, const struct clab_scenario *scenarios,
		 size_t nr, struct clab_outcome *outcomes);
void clab_judge(const char *release, const struct clab_macros *macros,
		struct clab_outcome *outcome);
void clab_outcome_free(struct clab_outcome *outcome);

#endif /* _CLAB_COMPARE_RUN_H */
