// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: a scenario through both engines, one after the other
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <selinux/selinux.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "cipsoctl.h"
#include "compare/run.h"
#include "compare/sock.h"
#include "line.h"
#include "out.h"
#include "target.h"

#define CLAB_NETMSG	"/sys/fs/selinux/initial_contexts/netmsg"
#define CLAB_PORT_FIRST	20000
#define CLAB_PORT_LAST	59999

/* A context as far as its type */
static void clab_runner_type(const char *context, char *type, size_t size)
{
	const char *end = context;
	int colons = 0;

	for (; *end && colons < 3; end++)
		colons += *end == ':';
	snprintf(type, size, "%.*s", (int)(end - context) - (colons == 3), context);
}

static void clab_runner_netlabel(char *type, size_t size)
{
	FILE *file = fopen(CLAB_NETMSG, "re");
	char context[512] = "";

	if (file && !fgets(context, sizeof(context), file))
		context[0] = '\0';
	if (file)
		fclose(file);
	context[strcspn(context, "\n")] = '\0';
	clab_runner_type(context, type, size);
}

static int clab_runner_labels(struct clab_runner *runner)
{
	char *own = NULL;

	if (is_selinux_enabled() < 1) {
		clab_error("SELinux is not on: without it sockets have no labels");
		return CLAB_EXIT_FAIL;
	}
	if (getcon_raw(&own)) {
		clab_error("can't tell this program's label: %s", strerror(errno));
		return CLAB_EXIT_FAIL;
	}
	clab_runner_type(own, runner->own, sizeof(runner->own));
	freecon(own);
	clab_runner_netlabel(runner->netlabel, sizeof(runner->netlabel));
	return CLAB_EXIT_OK;
}

static int clab_runner_fault(const struct clab_nl *nl, const char *what)
{
	clab_error("%s: %s", what, clab_nl_fault(nl)->text);
	return CLAB_EXIT_FAIL;
}

/* The stock engine's tables are the whole host's. */
static int clab_runner_stock(struct clab_runner *runner, bool replace)
{
	int ret;

	if (clab_stock_open(&runner->engines)) {
		clab_error("%s", runner->engines.why);
		return CLAB_EXIT_ABSENT;
	}
	ret = clab_stock_get(runner->engines.nl[CLAB_STOCK], &runner->saved);
	if (ret)
		return clab_runner_fault(runner->engines.nl[CLAB_STOCK],
					 "the stock engine's configuration can't be read");
	if (clab_stock_is_plain(&runner->saved))
		return CLAB_EXIT_OK;
	if (!replace) {
		clab_error("something is configured in the stock engine, which is the whole host's: --replace-stock takes it away meanwhile");
		return CLAB_EXIT_FAIL;
	}
	runner->engines.dirty = true;
	runner->replaced = true;
	if (clab_stock_empty(&runner->engines))
		return clab_runner_fault(runner->engines.nl[CLAB_STOCK],
					 "the stock engine can't be emptied");
	return CLAB_EXIT_OK;
}

static int clab_runner_ours(struct clab_runner *runner)
{
	int ret = clab_ours_open(&runner->engines);

	if (!ret)
		return CLAB_EXIT_OK;
	clab_error_fault(clab_nl_fault(runner->engines.nl[CLAB_OURS]));
	return clab_nl_fault(runner->engines.nl[CLAB_OURS])->kind == CLAB_FAILED_ABSENT ?
	       CLAB_EXIT_ABSENT : CLAB_EXIT_FAIL;
}

/**
 * clab_runner_open() - make ready for scenarios
 * @runner: all zero; clab_runner_close() is to be called also after a failure
 * @only: a bit for each engine that is asked
 * @replace: take away what is configured in the stock engine meanwhile
 *
 * Return: enum clab_exit.
 */
int clab_runner_open(struct clab_runner *runner, u32 only, bool replace)
{
	struct utsname name;
	int ret;

	uname(&name);
	snprintf(runner->release, sizeof(runner->release), "%.64s", name.release);
	runner->only = only;
	runner->port = CLAB_PORT_FIRST;
	runner->ground.own = -1;
	runner->ground.control = -1;
	runner->watch.fd = -1;
	runner->road.near = -1;
	runner->road.far = -1;
	ret = clab_runner_labels(runner);
	if (!ret && (only & 1u << CLAB_STOCK))
		ret = clab_runner_stock(runner, replace);
	if (!ret)
		ret = clab_ground_enter(&runner->ground);
	if (!ret && (only & 1u << CLAB_OURS))
		ret = clab_runner_ours(runner);
	if (!ret && clab_watch_open(&runner->watch, runner->ground.index)) {
		clab_error("can't look at packets: %s", strerror(errno));
		ret = CLAB_EXIT_FAIL;
	}
	return ret;
}

/**
 * clab_runner_close() - leave all as it was
 * @runner: what clab_runner_open() has made ready
 *
 * Return: enum clab_exit.
 */
int clab_runner_close(struct clab_runner *runner)
{
	int ret = CLAB_EXIT_OK;

	clab_road_close(&runner->road);
	clab_watch_close(&runner->watch);
	clab_ground_leave(&runner->ground);
	if (runner->replaced &&
	    clab_stock_put(runner->engines.nl[CLAB_STOCK], &runner->saved))
		ret = clab_runner_fault(runner->engines.nl[CLAB_STOCK],
					"the stock engine's configuration can't be put back");
	clab_conf_free(&runner->saved);
	clab_engines_close(&runner->engines);
	return ret;
}

/**
 * struct clab_turn - a scenario with one engine
 * @runner: what all have in common
 * @scenario: the scenario
 * @arena: where its steps are done
 * @label: the client's label; owned
 * @server_label: the server's; owned
 * @outcome: what comes of it
 */
struct clab_turn {
	struct clab_runner *runner;
	const struct clab_scenario *scenario;
	struct clab_arena arena;
	char *label;
	char *server_label;
	struct clab_outcome *outcome;
};

static void __printf(2, 3) clab_turn_fail(struct clab_turn *turn, const char *fmt, ...)
{
	struct clab_outcome *outcome = turn->outcome;
	va_list args;

	if (*outcome->error)
		return;
	va_start(args, fmt);
	vsnprintf(outcome->error, sizeof(outcome->error), fmt, args);
	va_end(args);
}

/* A label as a scenario has it, whole. A level goes with the program's own type. */
static char *clab_turn_label(struct clab_turn *turn, const char *text)
{
	char *label = clab_macro_expand(text ? text : "s0", &turn->arena.macros), *whole;

	if (label[0] == 's' && isdigit((unsigned char)label[1])) {
		if (asprintf(&whole, "%s:%s", turn->runner->own, label) < 0)
			whole = NULL;
		free(label);
		label = clab_scn_need(whole);
	}
	if (security_check_context_raw(label) && errno == EINVAL)
		clab_turn_fail(turn, "'%.200s' is no label of this host's policy", label);
	return label;
}

static void clab_turn_labels(struct clab_turn *turn)
{
	const struct clab_scenario *scn = turn->scenario;
	struct clab_macros *macros = &turn->arena.macros;

	macros->netlabel = turn->runner->netlabel;
	turn->label = clab_turn_label(turn, scn->label);
	macros->label = turn->label;
	turn->server_label = clab_turn_label(turn, scn->server_label ? scn->server_label :
					     scn->label);
	macros->server_label = turn->server_label;
}

/* Read a rule into the configuration that is being made. */
static int clab_turn_rule(struct clab_turn *turn, const struct clab_scn_text *rule,
			  struct clab_words *words)
{
	char *line = clab_macro_expand(rule->text, &turn->arena.macros);
	int ret = clab_line_run(line, words);

	free(line);
	return ret;
}

static int clab_turn_rules(struct clab_turn *turn, struct clab_conf *conf)
{
	bool stock = turn->arena.engine == CLAB_STOCK && turn->scenario->stock_config.nr;
	const struct clab_vec *rules = stock ? &turn->scenario->stock_config :
					       &turn->scenario->config;
	const struct clab_scn_text *rule = rules->items;
	struct clab_words words = {};
	unsigned int line = 0;
	char said[256];
	int ret = 0, end;
	size_t i;

	clab_out_capture(said, sizeof(said));
	clab_target_open(conf);
	for (i = 0; !ret && i < rules->nr; i++) {
		line = rule[i].line;
		clab_out_line = line;
		ret = clab_turn_rule(turn, &rule[i], &words);
	}
	if (!ret)
		ret = clab_target_check();
	end = clab_target_close();
	clab_out_line = 0;
	clab_out_capture(NULL, 0);
	free(words.word);
	ret = ret ? ret : end;
	if (ret)
		clab_turn_fail(turn, "line %u: %s", line, said);
	return ret;
}

static int clab_turn_configure(struct clab_turn *turn)
{
	struct clab_engines *engines = &turn->runner->engines;
	enum clab_engine engine = turn->arena.engine;
	struct clab_conf conf = {};
	int ret = clab_turn_rules(turn, &conf);

	if (!ret) {
		ret = clab_engine_configure(engines, engine, &conf);
		if (ret)
			clab_turn_fail(turn, "%s does not take the configuration: %s (%s)",
				       clab_engine_names[engine],
				       clab_nl_fault(engines->nl[engine])->text,
				       strerror(-ret));
	}
	clab_conf_free(&conf);
	return ret;
}

/* What is found when nothing happens */
static void clab_result_begin(u32 words, struct clab_result *result)
{
	static const struct {
		enum clab_word word;
		const char *value;
	} usual[] = {
		{ CLAB_WORD_PEER, "-" }, { CLAB_WORD_CLIENT, "-" },
		{ CLAB_WORD_DELIVERED, "no" }, { CLAB_WORD_RECEIVED, "0" },
		{ CLAB_WORD_ERRNO, "ok" },
	};
	size_t i;

	for (i = 0; i < clab_count(usual); i++)
		if (words & 1u << usual[i].word)
			clab_result_set(result, usual[i].word, usual[i].value);
}

static void clab_result_icmp(const struct clab_watch *watch, struct clab_result *result)
{
	const struct clab_packet *error = clab_watch_error(watch);
	char text[24] = "none";

	if (error && error->type == 12)
		snprintf(text, sizeof(text), "%u/%u@%u", error->type, error->code,
			 error->pointer);
	else if (error)
		snprintf(text, sizeof(text), "%u/%u", error->type, error->code);
	clab_result_set(result, CLAB_WORD_ICMP, text);
}

/* What the packets of a step say */
static void clab_result_packets(struct clab_arena *arena, const struct clab_action *action,
				u32 words, struct clab_result *result)
{
	bool passed = action->deed == CLAB_DO_FORWARD;
	u32 from = passed ? inet_addr(CLAB_ADDR_NEAR) : action->from;
	u32 to = inet_addr(passed ? CLAB_ADDR_FAR : CLAB_ADDR_TO);
	struct clab_watch *watch = arena->watch;
	const struct clab_packet *packet;
	u32 longest = 0;
	size_t i;

	clab_watch_drain(watch);
	packet = watch->packets.items;
	for (i = 0; i < watch->packets.nr; i++)
		longest = packet[i].length > longest ? packet[i].length : longest;
	if (words & 1u << CLAB_WORD_SEGMENT)
		clab_result_number(result, CLAB_WORD_SEGMENT, longest);
	result->value[CLAB_WORD_WIRE] = clab_packets_options(&watch->packets, from, to, false);
	result->value[CLAB_WORD_ANSWER] = passed ?
		clab_packets_options(&watch->packets, inet_addr("203.0.113.1"), from, true) :
		clab_packets_options(&watch->packets, to, from, true);
	clab_result_icmp(watch, result);
	result->packets = watch->packets;
	memset(&watch->packets, 0, sizeof(watch->packets));
}

static void clab_result_reason(struct clab_arena *arena, struct clab_result *result)
{
	const char *reason;

	if (arena->engine == CLAB_OURS && arena->engines->nl[CLAB_OURS] &&
	    !clab_ours_reason(arena->engines, &reason))
		clab_result_set(result, CLAB_WORD_REASON, reason);
}

static void (*const clab_deeds[])(struct clab_arena *arena, const struct clab_action *action,
				  struct clab_result *result) = {
	[CLAB_DO_TCP] = clab_do_tcp,
	[CLAB_DO_UDP] = clab_do_udp,
	[CLAB_DO_PING] = clab_do_ping,
	[CLAB_DO_SEND] = clab_do_send,
	[CLAB_DO_RAW] = clab_do_raw,
	[CLAB_DO_FORWARD] = clab_do_forward,
	[CLAB_DO_OPTION] = clab_do_option,
	[CLAB_DO_CONFIG] = clab_do_config,
	[CLAB_DO_GENL] = clab_do_genl,
};

static void clab_step_do(struct clab_arena *arena, const struct clab_action *action,
			 struct clab_result *result)
{
	u32 words = clab_action_words(action->deed), was = 0;
	bool mtu = action->mtu && action->deed != CLAB_DO_FORWARD;

	if (!(words & 1u << CLAB_WORD_WIRE)) {
		clab_deeds[action->deed](arena, action, result);
		return;
	}
	clab_result_begin(words, result);
	clab_watch_begin(arena->watch, arena->port);
	if (mtu)
		clab_ground_mtu(arena->ground, "lo", action->mtu, &was);
	clab_deeds[action->deed](arena, action, result);
	clab_result_packets(arena, action, words, result);
	if (mtu)
		clab_ground_mtu(arena->ground, "lo", was, NULL);
	clab_result_reason(arena, result);
}

static void clab_turn_step(struct clab_turn *turn, const struct clab_scn_text *step,
			   struct clab_result *result)
{
	struct clab_runner *runner = turn->runner;
	struct clab_action action;
	char said[256];
	int ret;

	clab_out_capture(said, sizeof(said));
	ret = clab_action_parse(step->text, &turn->arena.macros, &action);
	clab_out_capture(NULL, 0);
	if (ret) {
		clab_turn_fail(turn, "line %u: %s", step->line, said);
		return;
	}
	runner->port = runner->port < CLAB_PORT_LAST ? runner->port + 1 : CLAB_PORT_FIRST;
	turn->arena.port = runner->port;
	clab_step_do(&turn->arena, &action, result);
	if (*turn->arena.error)
		clab_turn_fail(turn, "line %u: %s", step->line, turn->arena.error);
	clab_action_free(&action);
}

static void clab_turn_steps(struct clab_turn *turn)
{
	const struct clab_scn_text *step = turn->scenario->steps.items;
	struct clab_result *results = turn->outcome->results[turn->arena.engine];
	size_t i;

	for (i = 0; i < turn->scenario->steps.nr; i++) {
		clab_turn_step(turn, &step[i], &results[i]);
		if (!turn->runner->keep)
			clab_vec_clear(&results[i].packets);
	}
}

/* Ours is configured from one scenario to the next without being emptied: when
 * nothing is left to be done its hooks are removed, which takes a while.
 */
static void clab_turn_run(struct clab_turn *turn)
{
	struct clab_engines *engines = &turn->runner->engines;
	enum clab_engine engine = turn->arena.engine;

	if (!*turn->outcome->error && !clab_turn_configure(turn))
		clab_turn_steps(turn);
	if (engine == CLAB_STOCK && clab_engine_empty(engines, engine))
		clab_turn_fail(turn, "stock can't be emptied: %s",
			       clab_nl_fault(engines->nl[engine])->text);
}

static void clab_outcome_begin(const struct clab_runner *runner,
			       const struct clab_scenario *scenario,
			       struct clab_outcome *outcome)
{
	size_t nr = scenario->steps.nr;
	int i;

	outcome->scenario = scenario;
	outcome->steps = (unsigned int)nr;
	outcome->engines = scenario->engines & runner->only;
	for (i = 0; i < CLAB_ENGINES; i++)
		outcome->results[i] = clab_scn_need(calloc(nr, sizeof(struct clab_result)));
	outcome->different = clab_scn_need(calloc(nr, sizeof(*outcome->different)));
}

/* A scenario with one engine; what comes of it is judged when it has been run with
 * the last.
 */
static void clab_run(struct clab_runner *runner, const struct clab_scenario *scenario,
		     enum clab_engine engine, bool last, struct clab_outcome *outcome)
{
	struct clab_turn turn = {
		.runner = runner,
		.scenario = scenario,
		.outcome = outcome,
		.arena = {
			.engines = &runner->engines,
			.engine = engine,
			.ground = &runner->ground,
			.watch = &runner->watch,
			.road = &runner->road,
		},
	};

	if (runner->stop && *runner->stop)
		outcome->engines = 0;
	clab_turn_labels(&turn);
	if (outcome->engines & 1u << engine)
		clab_turn_run(&turn);
	if (last)
		clab_judge(runner->release, &turn.arena.macros, outcome);
	free(turn.label);
	free(turn.server_label);
}

/**
 * clab_run_all() - run scenarios
 * @runner: what is ready for them
 * @scenarios: the scenarios
 * @nr: how many
 * @outcomes: as many, all zero; clab_outcome_free() frees what comes of them
 *
 * All are run with one engine first, then all with the other. One that a signal
 * has kept from being run is left without engines.
 *
 * Return: 0, or a negative errno when an engine can't be left as it was.
 */
int clab_run_all(struct clab_runner *runner, const struct clab_scenario *scenarios,
		 size_t nr, struct clab_outcome *outcomes)
{
	int engine, ret = 0;
	size_t i;

	for (i = 0; i < nr; i++)
		clab_outcome_begin(runner, &scenarios[i], &outcomes[i]);
	for (engine = 0; engine < CLAB_ENGINES && !ret; engine++) {
		for (i = 0; i < nr; i++)
			clab_run(runner, &scenarios[i], (enum clab_engine)engine,
				 engine == CLAB_ENGINES - 1, &outcomes[i]);
		if (runner->only & 1u << engine)
			ret = clab_engine_empty(&runner->engines, (enum clab_engine)engine);
	}
	return ret;
}
