// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: a label as a CIPSO option
 */
#include <stdio.h>

#include "codec/label.h"

#include "cipsoctl.h"
#include "codec.h"
#include "out.h"
#include "parse.h"

/* s5:c1,c9 or secid:76 */
static int clab_encode_label(const char *text, struct clab_label *label)
{
	struct clab_err err;

	clab_catset_init(&label->cats);
	if (!strncmp(text, "secid:", 6)) {
		label->kind = CLAB_LABEL_SECID;
		return clab_parse_u32("secid", text + 6, 0, ~0U, &label->secid);
	}
	if (!clab_label_parse(text, strlen(text), label, &err))
		return 0;
	return clab_usage("label '%.200s': %s, at character %u", text,
			  clab_reason_text(err.reason), err.offset + 1);
}

/* A tag of levels has nothing to say of a number, and the other way round. */
static int clab_encode_suits(const struct clab_tags *tags,
			     const struct clab_label *label)
{
	u32 i;

	for (i = 0; i < tags->nr; i++) {
		const struct clab_tag_ops *ops = clab_tag_builtin(tags->tag[i]);

		if (!ops)
			return clab_usage("tag: type %u is not 1, 2, 5 or 128",
					  tags->tag[i]);
		if (ops->label == label->kind)
			continue;
		return clab_usage("tag: type %u carries %s", tags->tag[i],
				  ops->label == CLAB_LABEL_SECID ?
				  "a label written secid:N" :
				  "a level and categories, written s0:c1");
	}
	return 0;
}

/* Take the words of the command. Return: 0 or CLAB_EXIT_USAGE. */
static int clab_encode_parse(int argc, char **argv, struct clab_doi_def *def,
			     struct clab_label *label, unsigned int *flags)
{
	struct clab_param params[] = {
		{ "tag:", NULL }, { "doi:", NULL }, { "optfmt:", NULL },
	};
	struct clab_tags tags;
	bool optfmt = false;
	int ret;

	if (!argc)
		return clab_usage("LABEL is missing");
	if (*argv[0] == '-')
		return clab_usage("unknown word '%.80s' (%sLABEL is expected)",
				  argv[0], clab_parse_flag_hint(argv[0]));
	ret = clab_parse_params(argc - 1, argv + 1, params, clab_count(params));
	if (ret)
		return ret;
	if (!params[0].value || !params[1].value)
		return clab_usage("'%s' is missing",
				  params[0].value ? "doi:" : "tag:");
	if (clab_encode_label(argv[0], label) ||
	    clab_parse_tags(params[0].value, &tags) ||
	    clab_parse_unique_tags(&tags) ||
	    clab_parse_doi("doi:", params[1].value, &def->doi) ||
	    (params[2].value && clab_parse_onoff(params[2].value, &optfmt)))
		return CLAB_EXIT_USAGE;
	*flags = optfmt ? CLAB_E_OPTFMT : 0;
	def->type = CLAB_DOI_PASS;
	def->nr_tags = (u8)tags.nr;
	memcpy(def->tags, tags.tag, sizeof(def->tags));
	return clab_encode_suits(&tags, label);
}

/* Return: CLAB_EXIT_FAIL. */
static int clab_encode_refuse(const struct clab_err *err)
{
	struct clab_fault fault;

	clab_fault_codec(err, &fault);
	if (!clab_opts.json) {
		clab_error("%s: %s", fault.reason, fault.text);
		return CLAB_EXIT_FAIL;
	}
	clab_json_open(NULL, '{');
	clab_fault_json(&fault);
	clab_json_close('}');
	return CLAB_EXIT_FAIL;
}

static void clab_encode_show(const u8 *opt, size_t len)
{
	char hex[2 * CLAB_OPT_MAX + 1];

	clab_octets_hex(opt, (len + 3) / 4 * 4, "", hex);
	if (!clab_opts.json) {
		puts(hex);
		return;
	}
	clab_json_open(NULL, '{');
	clab_json_u32("doi", clab_get_be32(opt + 2));
	clab_json_u32("tag", opt[CLAB_OPT_HDR_LEN]);
	clab_json_u32("length", (u32)len);
	clab_json_str("octets", hex);
	clab_json_close('}');
}

/**
 * clab_cmd_encode() - show a label as a CIPSO option
 * @argc: how many words
 * @argv: the label, "tag:" with one type or several in the order in which they
 *	  are tried, "doi:", "optfmt:" for the optimized form of a tag 1
 *
 * The option is printed as it stands in a header, with its padding.
 *
 * Return: CLAB_EXIT_OK; CLAB_EXIT_FAIL when no tag can carry the label;
 * CLAB_EXIT_USAGE.
 */
int clab_cmd_encode(int argc, char **argv)
{
	struct clab_doi_def def = { 0 };
	struct clab_label label;
	unsigned int flags = 0;
	struct clab_err err;
	u8 opt[CLAB_OPT_MAX];
	int ret;

	ret = clab_encode_parse(argc, argv, &def, &label, &flags);
	if (ret)
		return ret;
	ret = clab_cipso_encode(&def, &label, flags, opt, &err);
	if (ret < 0)
		return clab_encode_refuse(&err);
	clab_encode_show(opt, (size_t)ret);
	return clab_out_end();
}
