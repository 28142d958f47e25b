// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: configurations as text, cipsolab.rules(5)
 *
 * A line is a command that adds, removes or sets something, as it stands on a
 * command line; what is written here is read here. A file begins with what
 * there is when the module is loaded, so /etc/netlabel.rules is one too.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cipsoctl.h"
#include "line.h"
#include "out.h"
#include "parse.h"
#include "rules.h"
#include "target.h"

/* Characters of a word that has to be quoted */
static bool clab_rule_plain(char c)
{
	return c > ' ' && c <= '~' && !strchr("\"\\#", c);
}

/**
 * clab_rules_read() - read a file of rules
 * @path: its name, or - for standard input
 * @empty: take a file of no octet, which a full disk or a broken pipe leaves
 * @conf: where the configuration goes, empty before; clab_conf_free() frees it,
 *	  also after a failure
 *
 * Return: enum clab_exit.
 */
int clab_rules_read(const char *path, bool empty, struct clab_conf *conf)
{
	FILE *file = clab_lines_open(path);
	int ret, end;

	if (!file)
		return CLAB_EXIT_FAIL;
	clab_target_open(conf);
	clab_parse_empty = true;
	ret = clab_lines_run(file, false);
	clab_parse_empty = false;
	if (!ret && !empty && !clab_out_line)
		ret = clab_usage("the file is empty, which would remove all there is: 'flush' does that");
	if (!ret)
		ret = clab_target_check();
	end = clab_target_close();
	clab_lines_close(file);
	return ret ? ret : end;
}

/**
 * clab_rule_word() - write a word as it stands in a rule
 * @out: where
 * @key: what it begins with
 * @text: the rest, which is quoted and escaped where it has to be
 */
void clab_rule_word(FILE *out, const char *key, const char *text)
{
	const char *c = text;

	while (*c && clab_rule_plain(*c))
		c++;
	if (!*c && *text) {
		fprintf(out, " %s%s", key, text);
		return;
	}
	fprintf(out, " %s\"", key);
	for (c = text; *c; c++) {
		if (*c == '"' || *c == '\\')
			fprintf(out, "\\%c", *c);
		else if ((unsigned char)*c < ' ' || (unsigned char)*c > '~')
			fprintf(out, "\\x%02x", (unsigned char)*c);
		else
			fputc(*c, out);
	}
	fputc('"', out);
}

static void clab_rule_addr(FILE *out, const struct clab_addr *addr)
{
	char text[CLAB_ADDR_TEXT_MAX];

	fprintf(out, " address:%s", clab_addr_text(addr, text));
}

static void clab_rule_pairs(FILE *out, const char *key,
			    const struct clab_vec *pairs)
{
	const struct clab_pair *pair = pairs->items;
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		fprintf(out, "%s%u=%u", i ? "," : key, pair[i].local,
			pair[i].remote);
}

/* A local DOI has the tag 128 unless something else is said. */
static bool clab_rule_has_tags(const struct clab_doi *doi)
{
	const u8 *tag = doi->tags.items;

	return doi->type != CLAB_DOI_LOCAL || doi->tags.nr != 1 ||
	       *tag != CLAB_TAG_LOCAL;
}

static void clab_rule_doi(FILE *out, const struct clab_doi *doi)
{
	const u8 *tag = doi->tags.items;
	size_t i;

	fprintf(out, "cipso add %s doi:%u",
		clab_name(CLAB_NAME_DOI, CLAB_NAME_WORD, doi->type), doi->doi);
	for (i = 0; i < doi->tags.nr && clab_rule_has_tags(doi); i++)
		fprintf(out, "%s%u", i ? "," : " tags:", tag[i]);
	clab_rule_pairs(out, " levels:", &doi->levels);
	clab_rule_pairs(out, " categories:", &doi->cats);
}

/**
 * clab_rule_map() - write a mapping as a rule
 * @out: where
 * @map: the mapping
 * @sel: the address selector of it that is meant, or NULL
 */
void clab_rule_map(FILE *out, const struct clab_mapping *map,
		   const struct clab_selector *sel)
{
	const struct clab_proto *proto = sel ? &sel->proto : &map->proto;

	fputs("map add", out);
	if (map->domain)
		clab_rule_word(out, "domain:", map->domain);
	else
		fputs(" default", out);
	if (sel)
		clab_rule_addr(out, &sel->addr);
	fprintf(out, " protocol:%s",
		clab_name(CLAB_NAME_PROTO, CLAB_NAME_WORD, proto->type));
	if (clab_proto_has_doi(proto))
		fprintf(out, ",%u", proto->doi);
	else if (!sel && map->family)
		fprintf(out, ",%d", map->family == AF_INET ? 4 : 6);
}

/**
 * clab_rule_static() - write a static label as a rule
 * @out: where
 * @st: the static label
 */
void clab_rule_static(FILE *out, const struct clab_static *st)
{
	fputs("unlbl add", out);
	if (st->iface)
		clab_rule_word(out, "interface:", st->iface);
	else
		fputs(" default", out);
	clab_rule_addr(out, &st->addr);
	clab_rule_word(out, "label:", st->label);
}

/**
 * struct clab_writer - lines being written
 * @lines: char *
 * @failed: memory was short
 * @text: the line being written
 * @size: its length
 * @out: writes it
 */
struct clab_writer {
	struct clab_vec *lines;
	bool failed;
	char *text;
	size_t size;
	FILE *out;
};

static FILE *clab_writer_begin(struct clab_writer *w)
{
	w->text = NULL;
	w->out = open_memstream(&w->text, &w->size);
	if (!w->out) {
		clab_error("out of memory");
		exit(CLAB_EXIT_FAIL);
	}
	return w->out;
}

static void clab_writer_end(struct clab_writer *w)
{
	char **line = clab_vec_add(w->lines, sizeof(*line));

	if (fclose(w->out) || !line) {
		free(w->text);
		w->failed = true;
		return;
	}
	*line = w->text;
}

static bool clab_rule_is_unlabeled(const struct clab_mapping *map)
{
	return !map->selective && map->proto.type == CLAB_NLTYPE_UNLABELED;
}

static const struct clab_mapping *clab_rule_default(const struct clab_conf *conf,
						    u16 family)
{
	const struct clab_mapping *map = conf->maps.items;
	size_t i;

	for (i = 0; i < conf->maps.nr; i++)
		if (!map[i].domain &&
		    (map[i].family == family || map[i].family == AF_UNSPEC))
			return &map[i];
	return NULL;
}

/* The default mappings: as a file begins with some, that there is none has to
 * be said. Two that send no labels are one line.
 */
static void clab_rules_default(struct clab_writer *w, const struct clab_conf *conf,
			       bool *both)
{
	const struct clab_mapping *v4 = clab_rule_default(conf, AF_INET);
	const struct clab_mapping *v6 = clab_rule_default(conf, AF_INET6);

	*both = v4 && v6 && clab_rule_is_unlabeled(v4) && clab_rule_is_unlabeled(v6);
	if (!v4 || !v6)
		fputs("map del default", clab_writer_begin(w));
	else if (*both)
		fputs("map add default protocol:unlbl", clab_writer_begin(w));
	else
		return;
	clab_writer_end(w);
}

static void clab_rules_map(struct clab_writer *w, const struct clab_mapping *map)
{
	const struct clab_selector *sel = map->selectors.items;
	size_t i;

	if (!map->selective) {
		clab_rule_map(clab_writer_begin(w), map, NULL);
		clab_writer_end(w);
	}
	for (i = 0; i < map->selectors.nr; i++) {
		clab_rule_map(clab_writer_begin(w), map, &sel[i]);
		clab_writer_end(w);
	}
}

static void clab_rules_maps(struct clab_writer *w, const struct clab_conf *conf,
			    bool whole)
{
	const struct clab_mapping *map = conf->maps.items;
	bool both = false;
	size_t i;

	if (whole)
		clab_rules_default(w, conf, &both);
	for (i = 0; i < conf->maps.nr; i++)
		if (map[i].domain || !both)
			clab_rules_map(w, &map[i]);
}

static void clab_rules_settings(struct clab_writer *w, const struct clab_conf *conf)
{
	const struct clab_tunable *tunable = conf->tunables.items;
	size_t i;

	for (i = 0; i < conf->tunables.nr; i++) {
		fprintf(clab_writer_begin(w), "set %s:%u", tunable[i].name,
			tunable[i].value);
		clab_writer_end(w);
	}
	if (conf->has_accept) {
		fprintf(clab_writer_begin(w), "unlbl accept %s",
			conf->accept ? "on" : "off");
		clab_writer_end(w);
	}
}

static int clab_rules_write(const struct clab_conf *conf, struct clab_vec *lines,
			    bool whole)
{
	struct clab_writer w = { .lines = lines };
	const struct clab_static *st = conf->statics.items;
	const struct clab_doi *doi = conf->dois.items;
	size_t i;

	clab_rules_settings(&w, conf);
	for (i = 0; i < conf->dois.nr; i++) {
		clab_rule_doi(clab_writer_begin(&w), &doi[i]);
		clab_writer_end(&w);
	}
	clab_rules_maps(&w, conf, whole);
	for (i = 0; i < conf->statics.nr; i++) {
		clab_rule_static(clab_writer_begin(&w), &st[i]);
		clab_writer_end(&w);
	}
	if (!w.failed)
		return CLAB_EXIT_OK;
	clab_error("out of memory");
	return CLAB_EXIT_FAIL;
}

/**
 * clab_rules_lines() - write a configuration as rules
 * @conf: the configuration, whole
 * @lines: where the lines go, char *; clab_rules_free() frees them
 *
 * Return: enum clab_exit.
 */
int clab_rules_lines(const struct clab_conf *conf, struct clab_vec *lines)
{
	return clab_rules_write(conf, lines, true);
}

/**
 * clab_rules_lines_partial() - write some entries as rules
 * @conf: the entries
 * @lines: where the lines go, char *; clab_rules_free() frees them
 *
 * Nothing is said of what is not there.
 *
 * Return: enum clab_exit.
 */
int clab_rules_lines_partial(const struct clab_conf *conf, struct clab_vec *lines)
{
	return clab_rules_write(conf, lines, false);
}

/**
 * clab_rules_free() - free lines
 * @lines: char *
 */
void clab_rules_free(struct clab_vec *lines)
{
	char **line = lines->items;
	size_t i;

	for (i = 0; i < lines->nr; i++)
		free(line[i]);
	clab_vec_clear(lines);
}
