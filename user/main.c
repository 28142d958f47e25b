// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: the command table
 *
 * One row per command; finding a command, and all of the help, come from it.
 */
#include <stdio.h>
#include <stdlib.h>

#include <cipsolab/version.h>
#include <linux/cipsolab.h>

#include "cipsoctl.h"
#include "codec.h"
#include "compare/compare.h"
#include "netlabelctl.h"
#include "out.h"
#include "parse.h"
#include "target.h"

#define CLAB_TIMEOUT		10
#define CLAB_TIMEOUT_MAX	86400
#define CLAB_FLAGS_VALUE	"bnt"
#define CLAB_PREFIX_ENV		"CIPSOCTL_PREFIX"

struct clab_opts clab_opts = {
	.timeout = CLAB_TIMEOUT,
	.prefix = CLAB_GENL_PREFIX,
};

static const struct clab_cmd clab_cmds[] = {
	{ "mgmt", NULL, "version", NULL,
	  "show the version of the netlink protocol",
	  clab_cmd_mgmt_version },
	{ "mgmt", NULL, "protocols", NULL,
	  "show the labeling protocols that a mapping can name",
	  clab_cmd_mgmt_protocols },
	{ "map", NULL, "add",
	  "default|domain:NAME [address:ADDR[/PREFIX]]\n"
	  " protocol:unlbl[,4|6]|cipso,DOI",
	  "say what a domain sends, to everybody or to some addresses",
	  clab_cmd_map_add },
	{ "map", NULL, "del", "default|domain:NAME [address:ADDR[/PREFIX]]",
	  "remove all that is said about a domain, or one address of it",
	  clab_cmd_map_del },
	{ "map", NULL, "replace",
	  "default|domain:NAME [address:ADDR[/PREFIX]]\n"
	  " protocol:unlbl[,4|6]|cipso,DOI",
	  "say anew what a domain sends, or sends to an address, in one step",
	  clab_cmd_map_replace },
	{ "map", NULL, "list", "[default|domain:NAME] [doi:N] [family:4|6]",
	  "show what every domain sends, or some of it",
	  clab_cmd_map_list },
	{ "unlbl", NULL, "accept", "on|off",
	  "accept packets without a label, or drop them",
	  clab_cmd_unlbl_accept },
	{ "unlbl", NULL, "add",
	  "default|interface:NAME address:ADDR[/PREFIX] label:CONTEXT",
	  "label packets that carry no label, by where they come from",
	  clab_cmd_unlbl_add },
	{ "unlbl", NULL, "del",
	  "default|interface:NAME address:ADDR[/PREFIX]",
	  "stop labeling them",
	  clab_cmd_unlbl_del },
	{ "unlbl", NULL, "list", NULL,
	  "show whether they are accepted, and the labels given to them",
	  clab_cmd_unlbl_list },
	{ "cipso", "cipsov4", "add",
	  "pass doi:N tags:T[,T...]\n"
	  "local doi:N\n"
	  "trans doi:N tags:T[,T...] levels:LOCAL=REMOTE[,...]\n"
	  " [categories:LOCAL=REMOTE[,...]]",
	  "define a domain of interpretation (DOI)",
	  clab_cmd_cipso_add },
	{ "cipso", "cipsov4", "del", "doi:N",
	  "remove a DOI, and the domains' mappings that name it",
	  clab_cmd_cipso_del },
	{ "cipso", "cipsov4", "replace",
	  "pass|local|trans WORDS as for add",
	  "define a DOI anew; all that names it is switched at once",
	  clab_cmd_cipso_replace },
	{ "cipso", "cipsov4", "list", "[doi:N]",
	  "show all DOIs, or the definition of one",
	  clab_cmd_cipso_list },
	{ "apply", NULL, NULL, "FILE [--check] [--diff] [--if-generation N] [--allow-empty]",
	  "replace the whole configuration by a file's, or nothing",
	  clab_cmd_apply },
	{ "sync", NULL, NULL, "FILE [--allow-empty]",
	  "the same, unless there is no difference; shows what has changed",
	  clab_cmd_sync },
	{ "check", NULL, NULL, "FILE",
	  "check a file of rules, and print it as 'show-config' would; needs no module",
	  clab_cmd_check },
	{ "show-config", NULL, NULL, NULL,
	  "print the whole configuration as 'apply' reads it",
	  clab_cmd_show_config },
	{ "flush", NULL, NULL, NULL,
	  "back to what there is when the module is loaded",
	  clab_cmd_flush },
	{ "set", NULL, NULL, "NAME:VALUE",
	  "in a file of rules: a setting of net.cipsolab",
	  clab_cmd_set },
	{ "lookup", NULL, NULL,
	  "[domain:NAME] address:ADDR\n"
	  "interface:NAME address:ADDR",
	  "what would happen to a packet that is sent, or comes, and why",
	  clab_cmd_lookup },
	{ "stats", NULL, NULL, "[totals] [reasons] [dois] [maps]\nreset",
	  "show what happened to packets, or count anew",
	  clab_cmd_stats },
	{ "monitor", NULL, NULL, "[config] [drops] [count:N]",
	  "show changes of the configuration and dropped packets, live",
	  clab_cmd_monitor },
	{ "status", NULL, NULL, NULL,
	  "show what is active, and why nothing is labeled if so",
	  clab_cmd_status },
	{ "sockets", NULL, NULL, "[all]",
	  "show sockets whose peer has a label, or all of them",
	  clab_cmd_sockets },
	{ "compare", NULL, "traffic",
	  "[--scenario FILE...] [--only ours|stock]\n"
	  " [--replace-stock]",
	  "run scenarios through this engine and the stock one, and say what differs",
	  clab_cmd_compare_traffic },
	{ "encode", NULL, NULL, "LABEL tag:T[,T...] doi:N [optfmt:on|off]",
	  "show a label as a CIPSO option; needs no module",
	  clab_cmd_encode },
	{ "decode", NULL, NULL,
	  "HEX [mode:compat|strict]\n"
	  "-r FILE [mode:compat|strict]",
	  "show the label in an option, a header or a packet, or the labels in a capture",
	  clab_cmd_decode },
	{ "explain", NULL, NULL, "HEX",
	  "name every octet of an option, a header or a packet; needs no module",
	  clab_cmd_explain },
};

/**
 * struct clab_flag - a row of the flag table
 * @text: the flag
 * @arg: what follows it, or NULL
 * @help: what it does
 */
struct clab_flag {
	const char *text;
	const char *arg;
	const char *help;
};

static const struct clab_flag clab_flags[] = {
	{ "-h", NULL, "this text; 'help OBJECT' for one object" },
	{ "-V", NULL, "show the version of this program" },
	{ "-p", NULL, "text for people; with -j, indented" },
	{ "-j", NULL, "JSON, errors too" },
	{ "-n", "NAME", "in the network namespace of that name or path" },
	{ "-b", "FILE", "run the commands in a file, or '-' for standard input" },
	{ "-force", NULL, "with -b, go on after an error" },
	{ "-T", NULL, "this host's names for the levels in contexts" },
	{ "-t", "SECS", "wait so long for an answer (10)" },
	{ "-v", NULL, "say on standard error what is sent" },
	{ "--prefix", "WORD", "what the netlink families' names begin with (CLAB)" },
};

static bool clab_cmd_is_object(const struct clab_cmd *cmd, const char *word)
{
	return !strcmp(cmd->object, word) ||
	       (cmd->alias && !strcmp(cmd->alias, word));
}

/* A line of a synopsis that begins with a blank goes on from the line above */
static void clab_help_line(const struct clab_cmd *cmd, const char *args,
			   size_t len)
{
	if (*args != ' ')
		printf("  %s%s%s%s%s%s", cmd->object, cmd->alias ? "|" : "",
		       cmd->alias ? cmd->alias : "", cmd->verb ? " " : "",
		       cmd->verb ? cmd->verb : "", len ? " " : "");
	else
		printf("         ");
	printf("%.*s\n", (int)len, args);
}

static void clab_help_cmd(const struct clab_cmd *cmd)
{
	const char *args = cmd->args ? cmd->args : "";
	size_t len;

	do {
		len = strcspn(args, "\n");
		clab_help_line(cmd, args, len);
		args += len + (args[len] == '\n');
	} while (*args);
	printf("        %s\n", cmd->help);
}

static void clab_help_cmd_json(const struct clab_cmd *cmd)
{
	clab_json_open(NULL, '{');
	clab_json_str("object", cmd->object);
	clab_json_str("alias", cmd->alias);
	clab_json_str("command", cmd->verb);
	clab_json_str("words", cmd->args);
	clab_json_str("help", cmd->help);
	clab_json_close('}');
}

static void clab_help_flags_json(void)
{
	size_t i;

	clab_json_open("flags", '[');
	for (i = 0; i < clab_count(clab_flags); i++) {
		clab_json_open(NULL, '{');
		clab_json_str("flag", clab_flags[i].text);
		clab_json_str("value", clab_flags[i].arg);
		clab_json_str("help", clab_flags[i].help);
		clab_json_close('}');
	}
	clab_json_close(']');
}

static void clab_help_json(const char *object)
{
	size_t i;

	clab_json_open(NULL, '{');
	clab_help_flags_json();
	clab_json_open("commands", '[');
	for (i = 0; i < clab_count(clab_cmds); i++)
		if (!object || clab_cmd_is_object(&clab_cmds[i], object))
			clab_help_cmd_json(&clab_cmds[i]);
	clab_json_close(']');
	clab_json_close('}');
}

static void clab_help_head(void)
{
	size_t i;

	printf("%s: configure the cipsolab labeling engine\n"
	       "usage: %s [FLAGS] OBJECT COMMAND [WORDS]\n\nFlags:\n",
	       CLAB_PROG, CLAB_PROG);
	for (i = 0; i < clab_count(clab_flags); i++) {
		const struct clab_flag *flag = &clab_flags[i];

		printf("  %-8s %-5s %s\n", flag->text,
		       flag->arg ? flag->arg : "", flag->help);
	}
	printf("\nCommands:\n");
}

static void clab_help_text(const char *object)
{
	size_t i;

	if (!object)
		clab_help_head();
	for (i = 0; i < clab_count(clab_cmds); i++)
		if (!object || clab_cmd_is_object(&clab_cmds[i], object))
			clab_help_cmd(&clab_cmds[i]);
}

/* @object is NULL for everything. Return: enum clab_exit. */
static int clab_help(const char *object)
{
	bool found = !object;
	size_t i;

	for (i = 0; i < clab_count(clab_cmds) && !found; i++)
		found = clab_cmd_is_object(&clab_cmds[i], object);
	if (found) {
		if (clab_opts.json)
			clab_help_json(object);
		else
			clab_help_text(object);
		return CLAB_EXIT_OK;
	}
	return clab_usage("unknown object '%.80s' (%s'%s help' names them)",
			  object, clab_parse_flag_hint(object), CLAB_PROG);
}

static int clab_cmd_help(int argc, char **argv)
{
	int ret = argc > 1 ? clab_parse_none(argc - 1, argv + 1) : 0;

	return ret ? ret : clab_help(argc ? argv[0] : NULL);
}

static int clab_cmd_unknown(bool known_object, const char *object,
			    const char *verb)
{
	if (!strcmp(object, "calipso"))
		return clab_usage("CALIPSO is for IPv6, which gets no labels here: 'calipso' is for netlabelctl and NetLabel");
	if (!known_object)
		return clab_usage("unknown object '%.80s' ('%s help' names them)",
				  object, CLAB_PROG);
	if (!verb)
		return clab_usage("a command is missing behind '%s' ('%s help %s' names them)",
				  object, CLAB_PROG, object);
	return clab_usage("unknown command '%.80s' of '%s' ('%s help %s' names them)",
			  verb, object, CLAB_PROG, object);
}

/* What may stand in a file of rules: what changes something */
static int (*const clab_cmd_rules[])(int argc, char **argv) = {
	clab_cmd_cipso_add, clab_cmd_cipso_del, clab_cmd_map_add,
	clab_cmd_map_del, clab_cmd_unlbl_add, clab_cmd_unlbl_del,
	clab_cmd_unlbl_accept, clab_cmd_set,
};

static bool clab_cmd_is_rule(const struct clab_cmd *cmd)
{
	size_t i;

	for (i = 0; i < clab_count(clab_cmd_rules); i++)
		if (clab_cmd_rules[i] == cmd->run)
			return true;
	return false;
}

static int clab_cmd_call(const struct clab_cmd *cmd, int argc, char **argv)
{
	if (!clab_target_is_file() || clab_cmd_is_rule(cmd))
		return cmd->run(argc, argv);
	return clab_usage("'%s%s%s' is no rule", cmd->object, cmd->verb ? " " : "",
			  cmd->verb ? cmd->verb : "");
}

/**
 * clab_cmd_run() - find a command and run it
 * @argc: number of words, at least one
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int clab_cmd_run(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : NULL;
	bool known = false;
	size_t i;

	if (!strcmp(argv[0], "help"))
		return clab_cmd_help(argc - 1, argv + 1);
	for (i = 0; i < clab_count(clab_cmds); i++) {
		const struct clab_cmd *cmd = &clab_cmds[i];

		if (!clab_cmd_is_object(cmd, argv[0]))
			continue;
		known = true;
		if (!cmd->verb)
			return clab_cmd_call(cmd, argc - 1, argv + 1);
		if (verb && !strcmp(cmd->verb, verb))
			return clab_cmd_call(cmd, argc - 2, argv + 2);
	}
	if (known && verb && !strcmp(verb, "help"))
		return argc > 2 ? clab_parse_none(argc - 2, argv + 2) :
				  clab_help(argv[0]);
	return clab_cmd_unknown(known, argv[0], verb);
}

/* What the flags ask for instead of a command */
enum clab_ask {
	CLAB_ASK_CMD,
	CLAB_ASK_HELP,
	CLAB_ASK_VERSION,
	CLAB_ASK_WRONG,
};

static enum clab_ask clab_flag_value(char flag, const char *value)
{
	if (!value || !*value) {
		clab_usage("flag '-%c' needs a value", flag);
		return CLAB_ASK_WRONG;
	}
	if (flag == 'b')
		clab_opts.batch = value;
	else if (flag == 'n')
		clab_opts.netns = value;
	else if (clab_parse_u32("-t", value, 1, CLAB_TIMEOUT_MAX,
				&clab_opts.timeout))
		return CLAB_ASK_WRONG;
	return CLAB_ASK_CMD;
}

static enum clab_ask clab_flag_one(char flag)
{
	switch (flag) {
	case 'h':
		return CLAB_ASK_HELP;
	case 'V':
		return CLAB_ASK_VERSION;
	case 'p':
		clab_opts.pretty = true;
		return CLAB_ASK_CMD;
	case 'j':
		clab_opts.json = true;
		return CLAB_ASK_CMD;
	case 'T':
		clab_opts.translate = true;
		return CLAB_ASK_CMD;
	case 'v':
		clab_opts.verbose = true;
		return CLAB_ASK_CMD;
	default:
		clab_usage("unknown flag '-%c' ('%s -h' names them)", flag,
			   CLAB_PROG);
		return CLAB_ASK_WRONG;
	}
}

/* A word of one-letter flags; @next takes the word behind it when the last
 * flag needs it.
 */
static enum clab_ask clab_flag_word(const char *word, char ***next)
{
	enum clab_ask ask = CLAB_ASK_CMD;

	while (*++word && ask == CLAB_ASK_CMD) {
		if (!strchr(CLAB_FLAGS_VALUE, *word)) {
			ask = clab_flag_one(*word);
			continue;
		}
		if (word[1])
			return clab_flag_value(*word, word + 1);
		return clab_flag_value(*word, *(*next) ? *(*next)++ : NULL);
	}
	return ask;
}

static enum clab_ask clab_flag_long(const char *word, char ***next)
{
	static const char name[] = "--prefix";
	const char *value = NULL;
	size_t len = strlen(name);

	if (!strcmp(word, "--help"))
		return CLAB_ASK_HELP;
	if (!strcmp(word, "--version"))
		return CLAB_ASK_VERSION;
	if (!strcmp(word, name))
		value = *(*next) ? *(*next)++ : "";
	else if (!strncmp(word, name, len) && word[len] == '=')
		value = word + len + 1;
	if (!value) {
		clab_usage("unknown flag '%.80s' ('%s -h' names them)", word,
			   CLAB_PROG);
		return CLAB_ASK_WRONG;
	}
	clab_opts.prefix = value;
	return CLAB_ASK_CMD;
}

/* Flags stand in front of the command: behind it every word is the command's.
 * @words is moved to the first word that is no flag.
 */
static enum clab_ask clab_flags_take(char ***words)
{
	enum clab_ask ask = CLAB_ASK_CMD;

	while (**words && (**words)[0] == '-' && ask == CLAB_ASK_CMD) {
		const char *word = *(*words)++;

		if (!strcmp(word, "-force"))
			clab_opts.force = true;
		else if (word[1] == '-')
			ask = clab_flag_long(word, words);
		else if (word[1])
			ask = clab_flag_word(word, words);
		else
			ask = clab_flag_one('-');
	}
	return ask;
}

static int clab_version(void)
{
	if (clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_json_str("version", CLAB_VERSION);
		clab_json_close('}');
	} else {
		printf("%s, version %s\n", CLAB_PROG, CLAB_VERSION);
	}
	return CLAB_EXIT_OK;
}

static int clab_main(enum clab_ask ask, char **words)
{
	int nr = 0;

	if (ask == CLAB_ASK_WRONG || clab_parse_prefix(clab_opts.prefix))
		return CLAB_EXIT_USAGE;
	if (ask == CLAB_ASK_VERSION)
		return clab_version();
	if (ask == CLAB_ASK_HELP)
		return clab_help(NULL);
	if (clab_opts.batch)
		return *words ? clab_usage("unknown word '%.80s' (with -b the commands are in the file)",
					   *words) :
				clab_batch(clab_opts.batch);
	if (clab_opts.force)
		return clab_usage("flag '-force' is for a batch (-b)");
	if (!*words)
		return clab_usage("an object is missing ('%s help' names them)",
				  CLAB_PROG);
	while (words[nr])
		nr++;
	return clab_cmd_run(nr, words);
}

/**
 * main() - find the command and run it
 * @argc: number of words
 * @argv: the words
 *
 * Return: enum clab_exit.
 */
int main(int argc, char **argv)
{
	const char *prefix = getenv(CLAB_PREFIX_ENV);
	char **words = argv + (argc > 0);
	enum clab_ask ask;
	int ret, end;

	if (prefix && *prefix)
		clab_opts.prefix = prefix;
	if (clab_netlabelctl_named(argv[0])) {
		ret = clab_netlabelctl(argc, argv);
	} else {
		ask = clab_flags_take(&words);
		ret = clab_main(ask, words);
	}
	clab_ctl_close();
	end = clab_out_end();
	return ret ? ret : end;
}
