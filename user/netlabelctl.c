// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl run as netlabelctl
 *
 * What is printed, said and returned is netlabelctl's (0.30.0), and so is how
 * words are read, since scripts rely on it: keywords are matched by their
 * beginning, numbers are read as far as they go, the last of several words
 * counts. Only where netlabelctl crashes does this differ: that is an error.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cipsoctl.h"
#include "netlabelctl.h"
#include "out.h"
#include "show.h"

#define CLAB_NLCTL_NAME		"netlabelctl"
/* netlabelctl hands its library's number for a missing family to exit() */
#define CLAB_NLCTL_NO_INIT	244

static const char clab_nlctl_help[] =
	"NetLabel Control Utility, version 0.30.0\n"
	" Usage: %s [<flags>] <module> [<commands>]\n"
	"\n"
	" Flags:\n"
	"   -h        : help/usage message\n"
	"   -p        : make the output pretty\n"
	"   -t <secs> : timeout\n"
	"   -v        : verbose mode\n"
	"\n"
	" Modules and Commands:\n"
	"  mgmt : NetLabel management\n"
	"    version\n"
	"    protocols\n"
	"  map : Domain/Protocol mapping\n"
	"    add default|domain:<domain> [address:<ADDR>[/<MASK>]]\n"
	"                                protocol:<protocol>[,<extra>]\n"
	"    del default|domain:<domain>\n"
	"    list\n"
	"  unlbl : Unlabeled packet handling\n"
	"    accept on|off\n"
	"    add default|interface:<DEV> address:<ADDR>[/<MASK>]\n"
	"                                label:<LABEL>\n"
	"    del default|interface:<DEV> address:<ADDR>[/<MASK>]\n"
	"    list\n"
	"  cipso|cipsov4 : CIPSO/IPv4 packet handling\n"
	"    add trans doi:<DOI> tags:<T1>,<Tn>\n"
	"            levels:<LL1>=<RL1>,<LLn>=<RLn>\n"
	"            categories:<LC1>=<RC1>,<LCn>=<RCn>\n"
	"    add pass doi:<DOI> tags:<T1>,<Tn>\n"
	"    add local doi:<DOI>\n"
	"    del doi:<DOI>\n"
	"    list [doi:<DOI>]\n"
	"  calipso : CALIPSO/IPv6 packet handling\n"
	"    add pass doi:<DOI>\n"
	"    del doi:<DOI>\n"
	"    list [doi:<DOI>]\n\n";

/**
 * clab_nlctl_key() - is a word a keyword?
 * @word: the word
 * @key: the keyword
 *
 * Return: what follows @key when @word begins with it, or NULL.
 */
char *clab_nlctl_key(char *word, const char *key)
{
	size_t len = strlen(key);

	return strncmp(word, key, len) ? NULL : word + len;
}

/**
 * clab_nlctl_number() - read a number as far as it is one
 * @text: the number
 *
 * Return: the number; what is too large wraps, as an int would.
 */
u32 clab_nlctl_number(const char *text)
{
	return (u32)strtol(text, NULL, 10);
}

static const char *clab_nlctl_text(int error)
{
	switch (-error) {
	case EINVAL:
		return "invalid argument or parameter";
	case ENOMEM:
		return "out of memory";
	case ENOENT:
		return "entry does not exist";
	case ENODATA:
		return "no data was available";
	case EBADMSG:
		return "bad message";
	case ENOPROTOOPT:
		return "not supported";
	case EAGAIN:
		return "try again";
	case ENOMSG:
		return "no message was received";
	default:
		return strerror(-error);
	}
}

/**
 * clab_netlabelctl_fail() - say why a command failed
 * @error: negative errno
 *
 * Return: the exit status.
 */
int clab_netlabelctl_fail(int error)
{
	fprintf(stderr, "%s: error, %s\n", clab_prog, clab_nlctl_text(error));
	return CLAB_EXIT_FAIL;
}

/**
 * clab_nlctl_invalid() - refuse a command whose words are wrong
 *
 * Return: the exit status.
 */
int clab_nlctl_invalid(void)
{
	return clab_netlabelctl_fail(-EINVAL);
}

static int clab_nlctl_usage(void)
{
	fprintf(stderr, "usage: %s [<flags>] <module> [<commands>]\n", clab_prog);
	return CLAB_EXIT_USAGE;
}

/* ADDR, or ADDR/ and digits, of which none are zero */
static bool clab_nlctl_addr(char *text, struct clab_addr *addr)
{
	char *slash = strchr(text, '/');
	u8 octets[sizeof(addr->addr)];
	u32 prefix, most;

	if (slash)
		*slash++ = '\0';
	memset(addr, 0, sizeof(*addr));
	addr->family = strchr(text, ':') ? AF_INET6 : AF_INET;
	most = addr->family == AF_INET ? 32 : 128;
	prefix = slash ? clab_nlctl_number(slash) : most;
	if (inet_pton(addr->family, text, addr->addr) != 1 || prefix > most ||
	    (slash && slash[strspn(slash, "0123456789")]))
		return false;
	/* What stands behind the prefix is sent too: the kernel looks at it. */
	memcpy(octets, addr->addr, sizeof(octets));
	clab_addr_set_prefix(addr, prefix);
	memcpy(addr->addr, octets, sizeof(octets));
	return true;
}

static bool clab_nlctl_proto(char *text, struct clab_proto *proto)
{
	char *extra = strchr(text, ',');

	memset(proto, 0, sizeof(*proto));
	if (extra)
		*extra++ = '\0';
	if (clab_nlctl_key(text, "unlbl")) {
		proto->type = CLAB_NLTYPE_UNLABELED;
		if (!extra)
			return true;
		extra[strcspn(extra, ",")] = '\0';
		proto->family = !strcmp(extra, "6") ? AF_INET6 : AF_INET;
		return !strcmp(extra, "4") || !strcmp(extra, "6");
	}
	if (!extra)
		return false;
	proto->doi = clab_nlctl_number(extra);
	if (clab_nlctl_key(text, "cipso")) {
		proto->type = CLAB_NLTYPE_CIPSOV4;
		proto->family = AF_INET;
	} else if (clab_nlctl_key(text, "calipso")) {
		proto->type = CLAB_NLTYPE_CALIPSO;
		proto->family = AF_INET6;
	}
	return proto->type;
}

/**
 * struct clab_nlctl_map - what map add and del are asked for
 * @domain: the domain, or NULL
 * @is_default: the default mapping, whatever @domain says
 * @by_addr: @addr counts
 * @addr: the addresses
 * @proto: what is sent
 */
struct clab_nlctl_map {
	char *domain;
	bool is_default;
	bool by_addr;
	struct clab_addr addr;
	struct clab_proto proto;
};

static bool clab_nlctl_map_word(char *word, bool add, struct clab_nlctl_map *map)
{
	char *value;

	if (clab_nlctl_key(word, "default")) {
		map->is_default = true;
		return true;
	}
	value = clab_nlctl_key(word, "domain:");
	if (value) {
		map->domain = value;
		return true;
	}
	value = add ? clab_nlctl_key(word, "address:") : NULL;
	if (value) {
		map->by_addr = true;
		return clab_nlctl_addr(value, &map->addr);
	}
	value = add ? clab_nlctl_key(word, "protocol:") : NULL;
	return value && clab_nlctl_proto(value, &map->proto);
}

static int clab_nlctl_map(bool add, int argc, char **argv)
{
	struct clab_nlctl_map map = {};
	int i;

	for (i = 0; i < argc; i++) {
		if (!clab_nlctl_map_word(argv[i], add, &map))
			return clab_nlctl_invalid();
	}
	if (map.is_default)
		map.domain = NULL;
	else if (!map.domain)
		return clab_nlctl_invalid();
	if (!add)
		return clab_ctl_end(clab_map_del(clab_ctl(), map.domain));
	return clab_ctl_end(clab_map_add(clab_ctl(), map.domain,
					 map.by_addr ? &map.addr : NULL,
					 &map.proto));
}

static int clab_nlctl_map_add(int argc, char **argv)
{
	return clab_nlctl_map(true, argc, argv);
}

static int clab_nlctl_map_del(int argc, char **argv)
{
	return clab_nlctl_map(false, argc, argv);
}

static int clab_nlctl_accept(int argc, char **argv)
{
	bool on;

	if (argc != 1)
		return clab_nlctl_invalid();
	on = !strcasecmp(argv[0], "on") || !strcmp(argv[0], "1");
	if (!on && strcasecmp(argv[0], "off") && strcmp(argv[0], "0"))
		return clab_nlctl_invalid();
	return clab_ctl_end(clab_accept_set(clab_ctl(), on));
}

/* Unknown words are ignored here. Return: false for an address that is none */
static bool clab_nlctl_static_parse(int argc, char **argv,
				    struct clab_static *st, bool *is_default)
{
	char *value;
	int i;

	for (i = 0; i < argc; i++) {
		if (clab_nlctl_key(argv[i], "default"))
			*is_default = true;
		value = clab_nlctl_key(argv[i], "interface:");
		if (value)
			st->iface = value;
		value = clab_nlctl_key(argv[i], "label:");
		if (value)
			st->label = value;
		value = clab_nlctl_key(argv[i], "address:");
		if (value && !clab_nlctl_addr(value, &st->addr))
			return false;
	}
	return (st->iface || *is_default) && st->addr.family;
}

static int clab_nlctl_unlbl_add(int argc, char **argv)
{
	struct clab_static st = {};
	bool is_default = false;

	if (!clab_nlctl_static_parse(argc, argv, &st, &is_default) || !st.label)
		return clab_nlctl_invalid();
	if (is_default)
		st.iface = NULL;
	return clab_ctl_end(clab_static_add(clab_ctl(), &st));
}

static int clab_nlctl_unlbl_del(int argc, char **argv)
{
	struct clab_static st = {};
	bool is_default = false;

	if (!clab_nlctl_static_parse(argc, argv, &st, &is_default))
		return clab_nlctl_invalid();
	if (is_default)
		st.iface = NULL;
	return clab_ctl_end(clab_static_del(clab_ctl(), &st));
}

static bool clab_nlctl_tags(char *text, struct clab_vec *tags)
{
	char *rest, *word;
	u8 *tag;

	for (word = strtok_r(text, ",", &rest); word;
	     word = strtok_r(NULL, ",", &rest)) {
		tag = clab_vec_add(tags, sizeof(*tag));
		if (!tag)
			return false;
		*tag = (u8)clab_nlctl_number(word);
	}
	return true;
}

/* Half a pair, where netlabelctl crashes, is refused */
static bool clab_nlctl_pairs(char *text, struct clab_vec *pairs)
{
	struct clab_pair *pair;
	char *rest, *local, *remote;

	for (local = strtok_r(text, "=", &rest); local;
	     local = strtok_r(NULL, "=", &rest)) {
		remote = strtok_r(NULL, ",", &rest);
		pair = remote ? clab_vec_add(pairs, sizeof(*pair)) : NULL;
		if (!pair)
			return false;
		pair->local = clab_nlctl_number(local);
		pair->remote = clab_nlctl_number(remote);
	}
	return true;
}

static bool clab_nlctl_type(const char *word, struct clab_doi *doi)
{
	if (!strcmp(word, "std"))
		fprintf(stderr, "%s: deprecated, use 'trans' instead of 'std'\n",
			clab_prog);
	if (!strcmp(word, "trans") || !strcmp(word, "std"))
		doi->type = CLAB_DOI_TRANS;
	else if (!strcmp(word, "pass"))
		doi->type = CLAB_DOI_PASS;
	else if (!strcmp(word, "local"))
		doi->type = CLAB_DOI_LOCAL;
	else
		return false;
	return true;
}

static bool clab_nlctl_cipso_word(char *word, struct clab_doi *doi)
{
	char *value = clab_nlctl_key(word, "doi:");

	if (value) {
		doi->doi = clab_nlctl_number(value);
		return true;
	}
	value = clab_nlctl_key(word, "tags:");
	if (value)
		return clab_nlctl_tags(value, &doi->tags);
	value = clab_nlctl_key(word, "levels:");
	if (value)
		return clab_nlctl_pairs(value, &doi->levels);
	value = clab_nlctl_key(word, "categories:");
	if (value)
		return clab_nlctl_pairs(value, &doi->cats);
	return clab_nlctl_type(word, doi);
}

static bool clab_nlctl_cipso_complete(const struct clab_doi *doi)
{
	return doi->type && doi->doi && doi->tags.nr &&
	       (doi->type != CLAB_DOI_TRANS || doi->levels.nr);
}

static int clab_nlctl_cipso_add(int argc, char **argv)
{
	struct clab_doi doi = {};
	bool good = true;
	u8 *tag;
	int i, ret;

	for (i = 0; i < argc && good; i++)
		good = clab_nlctl_cipso_word(argv[i], &doi);
	if (good && doi.type == CLAB_DOI_LOCAL) {
		clab_vec_clear(&doi.tags);
		tag = clab_vec_add(&doi.tags, sizeof(*tag));
		if (tag)
			*tag = CLAB_TAG_LOCAL;
	}
	if (good && clab_nlctl_cipso_complete(&doi))
		ret = clab_ctl_end(clab_doi_add(clab_ctl(), &doi));
	else
		ret = clab_nlctl_invalid();
	clab_doi_free(&doi);
	return ret;
}

/**
 * clab_nlctl_doi() - the DOI that the words behind a command name
 * @argc: how many words
 * @argv: the words
 *
 * Return: the last DOI; 0 when there is none, or another word.
 */
u32 clab_nlctl_doi(int argc, char **argv)
{
	u32 doi = 0;
	char *value;
	int i;

	for (i = 0; i < argc; i++) {
		value = clab_nlctl_key(argv[i], "doi:");
		if (!value)
			return 0;
		doi = clab_nlctl_number(value);
	}
	return doi;
}

static int clab_nlctl_cipso_del(int argc, char **argv)
{
	u32 doi = clab_nlctl_doi(argc, argv);

	if (!doi)
		return clab_nlctl_invalid();
	return clab_ctl_end(clab_doi_del(clab_ctl(), doi));
}

static int clab_nlctl_cipso_list(int argc, char **argv)
{
	char word[sizeof("doi:4294967295")];
	char *words[] = { word };
	u32 doi = clab_nlctl_doi(argc, argv);

	if (!argc)
		return clab_cmd_cipso_list(0, NULL);
	if (!doi)
		return clab_nlctl_invalid();
	snprintf(word, sizeof(word), "doi:%u", doi);
	return clab_cmd_cipso_list(1, words);
}

/* Words behind a list are ignored */
static int clab_nlctl_map_list(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return clab_cmd_map_list(0, NULL);
}

static int clab_nlctl_unlbl_list(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return clab_cmd_unlbl_list(0, NULL);
}

static int clab_nlctl_version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return clab_cmd_mgmt_version(0, NULL);
}

static int clab_nlctl_protocols(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return clab_cmd_mgmt_protocols(0, NULL);
}

/* A row of netlabelctl's commands */
static const struct {
	const char *module;
	const char *command;
	int (*run)(int argc, char **argv);
} clab_nlctl_cmds[] = {
	{ "mgmt", "version", clab_nlctl_version },
	{ "mgmt", "protocols", clab_nlctl_protocols },
	{ "map", "add", clab_nlctl_map_add },
	{ "map", "del", clab_nlctl_map_del },
	{ "map", "list", clab_nlctl_map_list },
	{ "unlbl", "accept", clab_nlctl_accept },
	{ "unlbl", "add", clab_nlctl_unlbl_add },
	{ "unlbl", "del", clab_nlctl_unlbl_del },
	{ "unlbl", "list", clab_nlctl_unlbl_list },
	{ "cipso", "add", clab_nlctl_cipso_add },
	{ "cipso", "del", clab_nlctl_cipso_del },
	{ "cipso", "list", clab_nlctl_cipso_list },
	{ "calipso", "add", clab_nlctl_calipso_add },
	{ "calipso", "del", clab_nlctl_calipso_del },
	{ "calipso", "list", clab_nlctl_calipso_list },
};

static int clab_nlctl_run(int argc, char **argv)
{
	const char *module = argv[0];
	bool known = false;
	size_t i;

	if (!strcmp(module, "cipsov4"))
		module = "cipso";
	for (i = 0; i < clab_count(clab_nlctl_cmds); i++) {
		if (strcmp(clab_nlctl_cmds[i].module, module))
			continue;
		known = true;
		if (argc > 1 && !strcmp(clab_nlctl_cmds[i].command, argv[1]))
			return clab_nlctl_cmds[i].run(argc - 2, argv + 2);
	}
	if (known)
		return clab_nlctl_invalid();
	fprintf(stderr, "%s: error, unknown or missing module '%s'\n", clab_prog,
		module);
	return CLAB_EXIT_FAIL;
}

/* Before any command netlabelctl looks its families up */
static int clab_nlctl_init(void)
{
	static const char *const families[] = {
		CLAB_GENL_MGMT, CLAB_GENL_CIPSOV4, CLAB_GENL_UNLBL,
	};
	size_t i;

	for (i = 0; i < clab_count(families); i++) {
		if (clab_nl_family(clab_ctl(), families[i]) >= 0)
			continue;
		fprintf(stderr, "%s: error, failed to initialize the NetLabel library\n",
			clab_prog);
		return CLAB_NLCTL_NO_INIT;
	}
	return 0;
}

/* Return: an exit status, or -1 to go on. An unknown flag changes nothing. */
static int clab_nlctl_flag(int flag)
{
	switch (flag) {
	case 'h':
		printf(clab_nlctl_help, clab_prog);
		return CLAB_EXIT_OK;
	case 'V':
		printf("NetLabel Control Utility, version 0.30.0\n");
		return CLAB_EXIT_OK;
	case 'p':
		clab_opts.pretty = true;
		return -1;
	case 't':
		if ((int)clab_nlctl_number(optarg) < 0)
			return clab_nlctl_usage();
		clab_opts.timeout = clab_nlctl_number(optarg);
		return -1;
	default:
		return -1;
	}
}

/**
 * clab_netlabelctl_named() - is this the name of netlabelctl?
 * @name: the program's name, with or without its directory
 *
 * Return: true when it is.
 */
bool clab_netlabelctl_named(const char *name)
{
	const char *slash = name ? strrchr(name, '/') : NULL;

	return name && !strcmp(slash ? slash + 1 : name, CLAB_NLCTL_NAME);
}

/**
 * clab_netlabelctl() - be netlabelctl
 * @argc: number of words
 * @argv: the words
 *
 * Return: the exit status.
 */
int clab_netlabelctl(int argc, char **argv)
{
	int flag, ret;

	clab_prog = CLAB_NLCTL_NAME;
	clab_opts.netlabelctl = true;
	while ((flag = getopt(argc, argv, "hvt:pV")) > 0) {
		ret = clab_nlctl_flag(flag);
		if (ret >= 0)
			return ret;
	}
	if (optind >= argc)
		return clab_nlctl_usage();
	ret = clab_nlctl_init();
	return ret ? ret : clab_nlctl_run(argc - optind, argv + optind);
}
