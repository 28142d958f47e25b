// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: reading of vector files
 *
 * A file that cannot be read ends the program: a vector that is left out is a
 * test that was not made.
 */
#include "table.h"
#include "vec.h"

#include <stdarg.h>
#include <stdlib.h>

#include "../../kmod/codec/label.h"

static void __attribute__((format(printf, 1, 2), noreturn))
clab_vec_die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("vectors: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(2);
}

static void clab_vec_fields(struct clab_vec *vec)
{
	char *save = NULL, *word, *equals;

	vec->word = strtok_r(vec->text, " ", &save);
	while ((word = strtok_r(NULL, " ", &save))) {
		equals = strchr(word, '=');
		if (!equals || vec->nr == CLAB_VEC_FIELDS)
			clab_vec_die("%s: not KEY=VALUE: %s", vec->place, word);
		*equals = '\0';
		vec->field[vec->nr].key = word;
		vec->field[vec->nr++].value = equals + 1;
	}
	if (!vec->word || !vec->nr)
		clab_vec_die("%s: no vector", vec->place);
}

static void clab_vec_line(struct clab_vec *vec, const char *file,
			  unsigned int number, const char *line)
{
	const char *base = strrchr(file, '/');
	char *source;

	memset(vec, 0, sizeof(*vec));
	snprintf(vec->place, sizeof(vec->place), "%s:%u", base ? base + 1 : file,
		 number);
	if (strlen(line) >= sizeof(vec->text))
		clab_vec_die("%s: too long", vec->place);
	strcpy(vec->text, line);
	source = strstr(vec->text, " # ");
	if (!source)
		clab_vec_die("%s: no source", vec->place);
	*source = '\0';
	vec->source = source + 3;
	clab_vec_fields(vec);
}

struct clab_vec_list {
	struct clab_vec **at;
	size_t nr;
};

static struct clab_vec *clab_vec_grow(struct clab_vec_list *list)
{
	struct clab_vec *vec = malloc(sizeof(*vec));
	struct clab_vec **at;

	at = realloc(list->at, (list->nr + 2) * sizeof(*at));
	if (!vec || !at)
		clab_vec_die("no memory");
	list->at = at;
	list->at[list->nr++] = vec;
	list->at[list->nr] = NULL;
	return vec;
}

static void clab_vec_file(const char *file, struct clab_vec_list *list)
{
	unsigned int number = 0;
	FILE *in = fopen(file, "r");
	char line[1024];

	if (!in)
		clab_vec_die("%s: cannot be opened", file);
	while (fgets(line, sizeof(line), in)) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] && line[0] != '#')
			clab_vec_line(clab_vec_grow(list), file, number, line);
	}
	fclose(in);
}

/**
 * clab_vec_load() - read vector files
 * @files: their names, the last one followed by NULL
 * @nr: where the number of vectors goes
 *
 * Return: an array of vectors, never empty, that ends in NULL and lives as long
 * as the program.
 */
struct clab_vec **clab_vec_load(char *const *files, size_t *nr)
{
	struct clab_vec_list list = { 0 };

	while (*files)
		clab_vec_file(*files++, &list);
	if (!list.nr)
		clab_vec_die("no vectors");
	*nr = list.nr;
	return list.at;
}

/**
 * clab_vec_get() - the value of a key
 * @vec: the vector
 * @key: the key
 *
 * Return: the value, NULL when the vector has no such key.
 */
const char *clab_vec_get(const struct clab_vec *vec, const char *key)
{
	unsigned int i;

	for (i = 0; i < vec->nr; i++)
		if (!strcmp(vec->field[i].key, key))
			return vec->field[i].value;
	return NULL;
}

static const char *clab_vec_need(const struct clab_vec *vec, const char *key)
{
	const char *value = clab_vec_get(vec, key);

	if (!value)
		clab_vec_die("%s: %s is missing", vec->place, key);
	return value;
}

/**
 * clab_vec_here() - does a vector hold on hosts of this byte order
 * @vec: the vector
 *
 * Return: true when it does; every vector that is bound to one order has a
 * twin for the other.
 */
bool clab_vec_here(const struct clab_vec *vec)
{
	const char *host = clab_vec_get(vec, "host");
	const u16 one = 1;

	return !host || !strcmp(host, *(const u8 *)&one ? "le" : "be");
}

/* Does the vector have KEY=VALUE? */
static bool clab_vec_is(const struct clab_vec *vec, const char *key, const char *value)
{
	const char *is = clab_vec_get(vec, key);

	return is && !strcmp(is, value);
}

/**
 * clab_vec_flags() - the flags for validation, CLAB_V_STRICT apart
 * @vec: the vector
 *
 * Return: CLAB_V_LOOPBACK, CLAB_V_LOOSE_RBM, both or none.
 */
unsigned int clab_vec_flags(const struct clab_vec *vec)
{
	return (clab_vec_is(vec, "via", "lo") ? CLAB_V_LOOPBACK : 0) |
	       (clab_vec_is(vec, "rbm", "loose") ? CLAB_V_LOOSE_RBM : 0);
}

/**
 * clab_vec_encode_flags() - the flags for encoding
 * @vec: the vector
 *
 * Return: CLAB_E_OPTFMT or 0.
 */
unsigned int clab_vec_encode_flags(const struct clab_vec *vec)
{
	return clab_vec_is(vec, "rbm", "optfmt") ? CLAB_E_OPTFMT : 0;
}

/**
 * clab_vec_hex() - read octets
 * @value: a HEX value
 * @out: where they go
 */
void clab_vec_hex(const char *value, struct clab_vec_octets *out)
{
	const char *at = value;
	unsigned int octet;
	size_t times;
	int taken;

	memset(out, 0, sizeof(*out));
	if (!strcmp(value, "-"))
		return;
	while (*at) {
		if (*at == '_') {
			at++;
			continue;
		}
		if (sscanf(at, "%2x%n", &octet, &taken) != 1 || taken != 2)
			clab_vec_die("not hexadecimal: %s", value);
		at += 2;
		times = 1;
		if (*at == '*')
			times = strtoul(at + 1, (char **)&at, 10);
		if (out->len + times > CLAB_VEC_OCTETS)
			clab_vec_die("too many octets: %s", value);
		memset(out->at + out->len, (int)octet, times);
		out->len += times;
	}
}

/* The tables of a vector, good until the next one's are asked for. */
static const struct clab_trans *clab_vec_trans(const struct clab_vec *vec)
{
	const char *cats = clab_vec_get(vec, "cats");
	static struct clab_table *table;

	if (table)
		clab_table_free(table);
	table = clab_table_make(clab_vec_need(vec, "levels"), cats ? cats : "");
	return &table->trans;
}

/**
 * clab_vec_def() - the DOI of a vector
 * @vec: the vector; the tables of a TRANS DOI are good until the next call
 * @def: where the definition goes
 * @known: where it goes whether the DOI is configured
 */
void clab_vec_def(const struct clab_vec *vec, struct clab_doi_def *def,
		  bool *known)
{
	const char *type = clab_vec_need(vec, "type");
	const char *at = clab_vec_need(vec, "tags");

	memset(def, 0, sizeof(*def));
	def->doi = (u32)strtoul(clab_vec_need(vec, "doi"), NULL, 10);
	def->type = !strcmp(type, "local") ? CLAB_DOI_LOCAL :
		    !strcmp(type, "trans") ? CLAB_DOI_TRANS : CLAB_DOI_PASS;
	if (def->type == CLAB_DOI_TRANS)
		def->trans = clab_vec_trans(vec);
	*known = strcmp(type, "none");
	while (*known && *at) {
		if (def->nr_tags == CLAB_TAGS_PER_DOI)
			clab_vec_die("%s: too many tags", vec->place);
		def->tags[def->nr_tags++] = (u8)strtoul(at, (char **)&at, 10);
		at += *at == ',';
	}
}

/**
 * clab_vec_label() - read a LABEL value
 * @value: the value
 * @label: where the label goes
 */
void clab_vec_label(const char *value, struct clab_label *label)
{
	struct clab_err err;

	if (!strncmp(value, "secid:", 6)) {
		clab_catset_init(&label->cats);
		label->kind = CLAB_LABEL_SECID;
		label->secid = (u32)strtoul(value + 6, NULL, 10);
		label->level = 0;
	} else if (clab_label_parse(value, strlen(value), label, &err)) {
		clab_vec_die("not a label: %s", value);
	}
}
