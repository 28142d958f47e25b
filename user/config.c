// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: the whole configuration at once
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cipsoctl.h"
#include "out.h"
#include "parse.h"
#include "rules.h"
#include "show.h"
#include "target.h"

/* What the name of a setting is made of */
#define CLAB_SET_NAME	"abcdefghijklmnopqrstuvwxyz0123456789_"
#define CLAB_SYNC_TRIES	20	/* others may change it while it is compared */

/**
 * struct clab_apply - what apply is asked for
 * @file: the file of rules
 * @diff: show what changes
 * @empty: the file may be empty
 * @how: how it is put in place
 */
struct clab_apply {
	const char *file;
	bool diff;
	bool empty;
	struct clab_commit how;
};

/**
 * struct clab_diff - what is different between two configurations
 * @removed: lines that only the old one has, char *, borrowed
 * @added: lines that only the new one has, char *, borrowed
 * @old: lines of the old one
 * @new: lines of the new one
 */
struct clab_diff {
	struct clab_vec removed;
	struct clab_vec added;
	struct clab_vec old;
	struct clab_vec new;
};

static void clab_diff_free(struct clab_diff *diff)
{
	clab_vec_clear(&diff->removed);
	clab_vec_clear(&diff->added);
	clab_rules_free(&diff->old);
	clab_rules_free(&diff->new);
}

static int clab_diff_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int clab_diff_note(struct clab_vec *vec, char *line)
{
	char **new = clab_vec_add(vec, sizeof(*new));

	if (!new) {
		clab_error("out of memory");
		return CLAB_EXIT_FAIL;
	}
	*new = line;
	return CLAB_EXIT_OK;
}

/* Walk two sorted lists side by side */
static int clab_diff_walk(struct clab_diff *diff)
{
	char **old = diff->old.items, **new = diff->new.items;
	size_t i = 0, j = 0;
	int order, ret = 0;

	while (!ret && (i < diff->old.nr || j < diff->new.nr)) {
		if (i == diff->old.nr)
			order = 1;
		else if (j == diff->new.nr)
			order = -1;
		else
			order = strcmp(old[i], new[j]);
		if (order < 0)
			ret = clab_diff_note(&diff->removed, old[i]);
		else if (order > 0)
			ret = clab_diff_note(&diff->added, new[j]);
		i += order <= 0;
		j += order >= 0;
	}
	return ret;
}

static int clab_diff_make(const struct clab_conf *old, const struct clab_conf *new,
			  struct clab_diff *diff)
{
	if (clab_rules_lines(old, &diff->old) || clab_rules_lines(new, &diff->new))
		return CLAB_EXIT_FAIL;
	if (diff->old.nr)
		qsort(diff->old.items, diff->old.nr, sizeof(char *),
		      clab_diff_compare);
	if (diff->new.nr)
		qsort(diff->new.items, diff->new.nr, sizeof(char *),
		      clab_diff_compare);
	return clab_diff_walk(diff);
}

static void clab_diff_lines(const char *mark, const char *key,
			    const struct clab_vec *vec)
{
	char *const *line = vec->items;
	size_t i;

	if (clab_opts.json)
		clab_json_open(key, '[');
	for (i = 0; i < vec->nr; i++) {
		if (clab_opts.json)
			clab_json_str(NULL, line[i]);
		else
			printf("%s%s\n", mark, line[i]);
	}
	if (clab_opts.json)
		clab_json_close(']');
}

/* What came of apply and sync */
static void clab_apply_show(const struct clab_diff *diff, u32 generation,
			    bool changed)
{
	if (clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_json_u32("generation", generation);
		clab_json_bool("changed", changed);
	}
	clab_diff_lines("-", "removed", &diff->removed);
	clab_diff_lines("+", "added", &diff->added);
	if (clab_opts.json)
		clab_json_close('}');
}

static int clab_apply_word(struct clab_apply *apply, int *argc, char ***argv)
{
	const char *word = *(*argv)++;

	(*argc)--;
	if (!strcmp(word, "--check")) {
		apply->how.dry_run = true;
	} else if (!strcmp(word, "--diff")) {
		apply->diff = true;
	} else if (!strcmp(word, "--allow-empty")) {
		apply->empty = true;
	} else if (!strcmp(word, "--if-generation")) {
		if (!*argc)
			return clab_usage("--if-generation needs a number");
		(*argc)--;
		apply->how.check_generation = true;
		return clab_parse_u32(word, *(*argv)++, 0, ~0U,
				      &apply->how.generation);
	} else if (*word == '-' && word[1]) {
		return clab_usage("unknown word '%.80s'", word);
	} else if (apply->file) {
		return clab_usage("one file only, please");
	} else {
		apply->file = word;
	}
	return 0;
}

static int clab_apply_parse(int argc, char **argv, struct clab_apply *apply)
{
	int ret = 0;

	while (argc && !ret)
		ret = clab_apply_word(apply, &argc, &argv);
	if (!ret && !apply->file)
		ret = clab_usage("a file of rules is missing, or '-'");
	return ret;
}

/* Return: enum clab_exit */
static int clab_apply_diff(const struct clab_conf *new, struct clab_diff *diff)
{
	struct clab_conf old = {};
	int ret = clab_ctl_end(clab_conf_get(clab_ctl(), NULL, &old));

	if (!ret)
		ret = clab_diff_make(&old, new, diff);
	clab_conf_free(&old);
	return ret;
}

/* Say what came of a commit: the entry at fault has its line in the file */
static int clab_apply_end(const char *file, int error)
{
	const struct clab_failure *fault = clab_nl_fault(clab_ctl());
	int ret;

	if (error && fault->line) {
		clab_out_file = strcmp(file, "-") ? file : "stdin";
		clab_out_line = fault->line;
	}
	ret = clab_ctl_end(error);
	clab_out_file = NULL;
	clab_out_line = 0;
	return ret;
}

/**
 * clab_cmd_apply() - apply
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_apply(int argc, char **argv)
{
	struct clab_apply apply = {};
	struct clab_diff diff = {};
	struct clab_conf conf = {};
	u32 generation = 0;
	int ret = clab_apply_parse(argc, argv, &apply);

	if (!ret)
		ret = clab_rules_read(apply.file, apply.empty, &conf);
	if (!ret && apply.diff)
		ret = clab_apply_diff(&conf, &diff);
	if (!ret)
		ret = clab_apply_end(apply.file,
				     clab_conf_commit(clab_ctl(), &conf,
						      &apply.how, &generation));
	if (!ret && (apply.diff || clab_opts.json))
		clab_apply_show(&diff, generation, !apply.how.dry_run);
	clab_diff_free(&diff);
	clab_conf_free(&conf);
	return ret ? ret : clab_out_end();
}

/* One try. Return: enum clab_exit; @again says that somebody else was faster. */
static int clab_sync_try(const char *file, const struct clab_conf *new, bool *again)
{
	struct clab_conf old = {};
	struct clab_diff diff = {};
	u32 generation;
	bool changed = false;
	int ret, error = 0;

	*again = false;
	ret = clab_ctl_end(clab_conf_get(clab_ctl(), NULL, &old));
	if (!ret)
		ret = clab_diff_make(&old, new, &diff);
	generation = old.generation;
	if (!ret && (diff.added.nr || diff.removed.nr)) {
		error = clab_conf_commit(clab_ctl(), new, &(struct clab_commit){
			.check_generation = true,
			.generation = old.generation,
		}, &generation);
		*again = error == -ESTALE;
		changed = !error;
		ret = *again ? 0 : clab_apply_end(file, error);
	}
	if (!ret && !*again)
		clab_apply_show(&diff, generation, changed);
	clab_diff_free(&diff);
	clab_conf_free(&old);
	return ret;
}

/**
 * clab_cmd_sync() - sync
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_sync(int argc, char **argv)
{
	struct clab_apply apply = {};
	struct clab_conf conf = {};
	bool again = true;
	int tries, ret = clab_apply_parse(argc, argv, &apply);

	if (!ret && (apply.diff || apply.how.dry_run || apply.how.check_generation))
		ret = clab_usage("of the flags of apply only --allow-empty is one of sync");
	if (!ret)
		ret = clab_rules_read(apply.file, apply.empty, &conf);
	for (tries = 0; !ret && again && tries < CLAB_SYNC_TRIES; tries++)
		ret = clab_sync_try(apply.file, &conf, &again);
	if (!ret && again) {
		clab_error("the configuration kept changing");
		ret = CLAB_EXIT_FAIL;
	}
	clab_conf_free(&conf);
	return ret ? ret : clab_out_end();
}

/* @live: it is the kernel's; a file's has no generation */
static void clab_config_json(const struct clab_conf *conf, bool live)
{
	const struct clab_tunable *tunable = conf->tunables.items;
	const struct clab_static *st = conf->statics.items;
	const struct clab_mapping *map = conf->maps.items;
	const struct clab_doi *doi = conf->dois.items;
	size_t i;

	clab_json_open(NULL, '{');
	if (live)
		clab_json_u32("generation", conf->generation);
	else
		clab_json_str("generation", NULL);
	clab_json_bool("accept", conf->accept);
	clab_json_open("settings", '{');
	for (i = 0; i < conf->tunables.nr; i++)
		clab_json_u32(tunable[i].name, tunable[i].value);
	clab_json_close('}');
	clab_json_open("dois", '[');
	for (i = 0; i < conf->dois.nr; i++)
		clab_cipso_doi_json(&doi[i]);
	clab_json_close(']');
	clab_json_open("mappings", '[');
	for (i = 0; i < conf->maps.nr; i++)
		clab_map_json(&map[i]);
	clab_json_close(']');
	clab_json_open("labels", '[');
	for (i = 0; i < conf->statics.nr; i++)
		clab_static_json(&st[i]);
	clab_json_close(']');
	clab_json_close('}');
}

static int clab_config_text(const struct clab_conf *conf)
{
	struct clab_vec lines = {};
	int ret = clab_rules_lines(conf, &lines);
	char *const *line = lines.items;
	size_t i;

	for (i = 0; !ret && i < lines.nr; i++)
		puts(line[i]);
	clab_rules_free(&lines);
	return ret;
}

static int clab_config_show(const struct clab_conf *conf, bool live)
{
	if (!clab_opts.json)
		return clab_config_text(conf);
	clab_config_json(conf, live);
	return CLAB_EXIT_OK;
}

/**
 * clab_cmd_check() - check
 * @argc: words behind the command
 * @argv: the words: a file of rules
 *
 * Needs no module: the file is read, and written as show-config would.
 *
 * Return: enum clab_exit.
 */
int clab_cmd_check(int argc, char **argv)
{
	struct clab_conf conf = {};
	int ret;

	if (!argc)
		return clab_usage("a file of rules is missing, or '-'");
	ret = clab_parse_none(argc - 1, argv + 1);
	if (!ret)
		ret = clab_rules_read(argv[0], false, &conf);
	if (!ret)
		ret = clab_config_show(&conf, false);
	clab_conf_free(&conf);
	return ret ? ret : clab_out_end();
}

/**
 * clab_cmd_show_config() - show-config
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_show_config(int argc, char **argv)
{
	struct clab_conf conf = {};
	int ret = clab_parse_none(argc, argv);

	if (!ret)
		ret = clab_ctl_end(clab_conf_get(clab_ctl(), NULL, &conf));
	if (!ret && !clab_opts.json)
		printf("# generation %u\n", conf.generation);
	if (!ret)
		ret = clab_config_show(&conf, true);
	clab_conf_free(&conf);
	return ret ? ret : clab_out_end();
}

/**
 * clab_cmd_flush() - flush
 * @argc: words behind the command
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_flush(int argc, char **argv)
{
	int ret = clab_parse_none(argc, argv);

	return ret ? ret : clab_ctl_end(clab_conf_flush(clab_ctl(), NULL));
}

/**
 * clab_cmd_set() - set, in a file of rules
 * @argc: words behind the command
 * @argv: the words: NAME:VALUE
 *
 * Return: enum clab_exit.
 */
int clab_cmd_set(int argc, char **argv)
{
	char *colon = argc ? strchr(argv[0], ':') : NULL;
	u32 value;
	int ret;

	if (!colon || colon == argv[0])
		return clab_usage("NAME:VALUE is missing");
	ret = clab_parse_none(argc - 1, argv + 1);
	if (!ret)
		ret = clab_parse_u32(argv[0], colon + 1, 0, ~0U, &value);
	if (ret)
		return ret;
	*colon = '\0';
	if (argv[0][strspn(argv[0], CLAB_SET_NAME)])
		return clab_usage("'%.80s' can't be the name of a setting", argv[0]);
	return clab_target_set(argv[0], value);
}
