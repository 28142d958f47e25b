// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: the codec's commands
 *
 * encode writes an option, decode reads the label out of one, explain names
 * every octet. The octets may be an option, an IPv4 header, or a packet that
 * begins with one. The DOI is taken to be a PASS DOI that lists every tag type,
 * and the packet to have come over loopback, since neither is in the octets.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/cipso.h"
#include "codec/label.h"
#include "codec/opt.h"

#include "cipsoctl.h"
#include "codec.h"
#include "out.h"
#include "parse.h"

#define CLAB_IP_HDR_LEN		20	/* an IPv4 header without options */
#define CLAB_IP_MAX		65535	/* a whole packet */
#define CLAB_IP_HDR_MAX		60
#define CLAB_NO_OPTION		(-1)

/**
 * struct clab_octets - what the user gave
 * @len: how many octets
 * @area: where the option area begins
 * @area_len: its length
 * @header: they begin with an IPv4 header
 * @at: the octets
 */
struct clab_octets {
	size_t len;
	size_t area;
	size_t area_len;
	bool header;
	u8 at[CLAB_IP_MAX];
};

/**
 * struct clab_field - one line of an explanation
 * @at: first octet
 * @len: how many octets
 * @name: what they are
 * @meaning: what they say
 */
struct clab_field {
	size_t at;
	size_t len;
	const char *name;
	char meaning[112];
};

/**
 * struct clab_fields - an explanation
 * @octets: of what
 * @nr: fields in use
 * @field: the fields, in the order of the octets
 */
struct clab_fields {
	const struct clab_octets *octets;
	size_t nr;
	struct clab_field field[CLAB_IP_HDR_MAX + 1];
};

/**
 * struct clab_reading - what is said of the option in some octets
 * @at: where the option is, or CLAB_NO_OPTION
 * @valid: validation accepts it
 * @err: why it is refused or says no label; CLAB_OK when neither; the offset
 *	 counts from the first octet given
 */
struct clab_reading {
	int at;
	bool valid;
	struct clab_err err;
};

static const u8 clab_codec_tags[] = {
	CLAB_TAG_BITMAP, CLAB_TAG_ENUM, CLAB_TAG_RANGE, CLAB_TAG_LOCAL,
};

static struct clab_octets clab_octets;
static struct clab_fields clab_fields;
static struct clab_label clab_codec_label;

static u8 clab_nibble(char c)
{
	return (u8)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* The words are one text; blanks, colons, hyphens and underscores between
 * octets do not count, so that what other programs print can be pasted.
 */
static int clab_octets_word(const char *word, struct clab_octets *octets)
{
	const char *c = word;

	while (*c) {
		if (strchr(" \t\n:_-", *c)) {
			c++;
			continue;
		}
		if (!isxdigit((unsigned char)c[0]) ||
		    !isxdigit((unsigned char)c[1]))
			return clab_usage("'%.40s' is not octets in hexadecimal",
					  word);
		if (octets->len == CLAB_IP_MAX)
			return clab_usage("more octets than a packet has");
		octets->at[octets->len++] =
			(u8)(clab_nibble(c[0]) << 4 | clab_nibble(c[1]));
		c += 2;
	}
	return 0;
}

/* Find the option area. Return: enum clab_exit. */
static int clab_octets_place(struct clab_octets *octets)
{
	size_t header;

	if (octets->at[0] >> 4 == 4 && (octets->at[0] & 0xf) >= 5) {
		header = (octets->at[0] & 0xf) * 4u;
		if (octets->len < header) {
			clab_error("the IPv4 header has %zu octets, only %zu are given",
				   header, octets->len);
			return CLAB_EXIT_FAIL;
		}
		octets->header = true;
		octets->area = CLAB_IP_HDR_LEN;
		octets->area_len = header - CLAB_IP_HDR_LEN;
		return CLAB_EXIT_OK;
	}
	if (octets->at[0] != CLAB_IPOPT_CIPSO)
		return clab_usage("neither a CIPSO option (86) nor an IPv4 header (45 to 4f)");
	if (octets->len > CLAB_OPT_MAX)
		return clab_usage("an option has at most %d octets", CLAB_OPT_MAX);
	octets->area_len = octets->len;
	return CLAB_EXIT_OK;
}

static int clab_octets_read(int argc, char **argv, struct clab_octets *octets)
{
	int i, ret;

	for (i = 0; i < argc; i++) {
		ret = clab_octets_word(argv[i], octets);
		if (ret)
			return ret;
	}
	if (!octets->len)
		return clab_usage("octets in hexadecimal are missing");
	return clab_octets_place(octets);
}

/* The pointer of an ICMP error about an octet: an option given alone is taken
 * for the first of its header.
 */
static u32 clab_octets_pointer(const struct clab_octets *octets, u32 offset)
{
	return octets->header ? offset : offset + CLAB_IP_HDR_LEN;
}

static void clab_codec_def(u32 doi, struct clab_doi_def *def)
{
	memset(def, 0, sizeof(*def));
	def->doi = doi;
	def->type = CLAB_DOI_PASS;
	def->nr_tags = sizeof(clab_codec_tags);
	memcpy(def->tags, clab_codec_tags, sizeof(clab_codec_tags));
}

/* Check and read the option that reading->at has found. */
static void clab_codec_judge(const u8 *opt, unsigned int flags,
			     struct clab_label *label, struct clab_reading *reading)
{
	struct clab_err *err = &reading->err;
	struct clab_doi_def def;

	clab_codec_def(opt[1] < CLAB_OPT_HDR_LEN ? 0 : clab_get_be32(opt + 2), &def);
	if (clab_cipso_validate(&def, opt, opt[1], flags | CLAB_V_LOOPBACK, err)) {
		err->offset += (u32)reading->at;
		return;
	}
	reading->valid = true;
	if (clab_cipso_decode(&def, opt, opt[1], label, err))
		err->offset += (u32)reading->at;
}

/* Find, check and read the option in some octets. */
static void clab_codec_read(const struct clab_octets *octets, unsigned int flags,
			    struct clab_label *label, struct clab_reading *reading)
{
	const u8 *area = octets->at + octets->area;
	int at;

	memset(reading, 0, sizeof(*reading));
	at = clab_opt_find(area, octets->area_len, CLAB_IPOPT_CIPSO,
			   &reading->err);
	if (at == -ENOENT) {
		reading->at = CLAB_NO_OPTION;
	} else if (at < 0) {
		reading->err.offset += (u32)octets->area;
	} else {
		reading->at = at + (int)octets->area;
		clab_codec_judge(area + at, flags, label, reading);
	}
}

/* Categories without the level and the colon in front of them; text has room
 * for CLAB_LABEL_TEXT_MAX.
 */
static const char *clab_codec_cats(const struct clab_label *label, char *text)
{
	char *colon;

	clab_label_format(label, text, CLAB_LABEL_TEXT_MAX);
	colon = strchr(text, ':');
	return colon ? colon + 1 : "";
}

static void clab_decode_json_tag(const u8 *tag, const struct clab_label *label)
{
	char text[CLAB_LABEL_TEXT_MAX];

	clab_json_open(NULL, '{');
	clab_json_u32("type", tag[0]);
	if (label->kind == CLAB_LABEL_SECID) {
		clab_json_u32("secid", label->secid);
	} else {
		clab_json_u32("level", label->level);
		clab_json_str("categories", clab_codec_cats(label, text));
	}
	clab_json_close('}');
}

static void clab_decode_plain_tag(const u8 *tag, const struct clab_label *label)
{
	char text[CLAB_LABEL_TEXT_MAX];

	if (label->kind == CLAB_LABEL_SECID)
		snprintf(text, sizeof(text), "secid:%u", label->secid);
	else
		clab_label_format(label, text, sizeof(text));
	printf(" tag:%u label:%s", tag[0], text);
}

/* Every tag of an option that has been accepted: the stock kernel uses the
 * first, but all are there. Return: 0, or -EINVAL for one that says no label.
 */
static int clab_decode_tags(const u8 *opt,
			    void (*show)(const u8 *tag,
					 const struct clab_label *label),
			    struct clab_err *err)
{
	size_t off;

	for (off = CLAB_OPT_HDR_LEN; off < opt[1]; off += opt[off + 1]) {
		const struct clab_tag_ops *ops = clab_tag_builtin(opt[off]);

		if (ops->decode(opt + off, opt[off + 1], &clab_codec_label, err)) {
			err->offset += (u32)off;
			return -EINVAL;
		}
		if (show)
			show(opt + off, &clab_codec_label);
	}
	return 0;
}

static void clab_json_err(const struct clab_err *err)
{
	clab_json_open("error", '{');
	clab_json_str("reason", clab_reason_name(err->reason));
	clab_json_u32("offset", err->offset);
	clab_json_close('}');
}

/* Return: CLAB_EXIT_FAIL. */
static int clab_codec_refuse(const struct clab_octets *octets,
			     const struct clab_err *err)
{
	if (clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_json_err(err);
		clab_json_close('}');
	} else {
		clab_error("%s at octet %u: %s (ICMP pointer %u)",
			   clab_reason_name(err->reason), err->offset,
			   clab_reason_text(err->reason),
			   clab_octets_pointer(octets, err->offset));
	}
	return CLAB_EXIT_FAIL;
}

static void clab_decode_show(const u8 *opt)
{
	struct clab_err err;

	if (!clab_opts.json) {
		printf("doi:%u", clab_get_be32(opt + 2));
		clab_decode_tags(opt, clab_decode_plain_tag, &err);
		putchar('\n');
		return;
	}
	clab_json_open(NULL, '{');
	clab_json_u32("doi", clab_get_be32(opt + 2));
	clab_json_open("tags", '[');
	clab_decode_tags(opt, clab_decode_json_tag, &err);
	clab_json_close(']');
	clab_json_close('}');
}

static void clab_decode_none(void)
{
	if (!clab_opts.json) {
		puts("no CIPSO option");
		return;
	}
	clab_json_open(NULL, '{');
	clab_json_str("doi", NULL);
	clab_json_open("tags", '[');
	clab_json_close(']');
	clab_json_close('}');
}

/**
 * clab_cmd_decode() - show the label in an option, a header or a packet
 * @argc: how many words
 * @argv: the octets in hexadecimal
 *
 * Return: CLAB_EXIT_OK, also when there is no option; CLAB_EXIT_FAIL when it is
 * refused, as the stock kernel would, or says no label; CLAB_EXIT_USAGE.
 */
int clab_cmd_decode(int argc, char **argv)
{
	struct clab_octets *octets = &clab_octets;
	struct clab_reading reading;
	const u8 *opt;
	int ret;

	ret = clab_octets_read(argc, argv, octets);
	if (ret)
		return ret;
	clab_codec_read(octets, 0, &clab_codec_label, &reading);
	if (reading.at == CLAB_NO_OPTION) {
		clab_decode_none();
		return clab_out_end();
	}
	if (reading.err.reason)
		return clab_codec_refuse(octets, &reading.err);
	opt = octets->at + reading.at;
	if (clab_decode_tags(opt, NULL, &reading.err)) {
		reading.err.offset += (u32)reading.at;
		return clab_codec_refuse(octets, &reading.err);
	}
	clab_decode_show(opt);
	return clab_out_end();
}

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

static int clab_encode_parse(int argc, char **argv, struct clab_doi_def *def)
{
	struct clab_param params[] = { { "tag:", NULL }, { "doi:", NULL } };
	struct clab_tags tags;
	int ret;

	if (!argc)
		return clab_usage("LABEL is missing");
	ret = clab_parse_params(argc - 1, argv + 1, params, clab_count(params));
	if (ret)
		return ret;
	if (!params[0].value || !params[1].value)
		return clab_usage("'%s' is missing",
				  params[0].value ? "doi:" : "tag:");
	memset(def, 0, sizeof(*def));
	if (clab_encode_label(argv[0], &clab_codec_label) ||
	    clab_parse_tags(params[0].value, &tags) ||
	    clab_parse_doi("doi:", params[1].value, &def->doi))
		return CLAB_EXIT_USAGE;
	def->type = CLAB_DOI_PASS;
	def->nr_tags = (u8)tags.nr;
	memcpy(def->tags, tags.tag, sizeof(def->tags));
	return clab_encode_suits(&tags, &clab_codec_label);
}

static void clab_hex(const u8 *at, size_t len, const char *between, char *text)
{
	size_t i;

	*text = '\0';
	for (i = 0; i < len; i++)
		text += sprintf(text, "%s%02x", i ? between : "", at[i]);
}

/**
 * clab_cmd_encode() - show a label as a CIPSO option
 * @argc: how many words
 * @argv: the label, "tag:" with one type or several in the order in which they
 *	  are tried, "doi:"
 *
 * The option is printed as it stands in a header, with its padding.
 *
 * Return: CLAB_EXIT_OK; CLAB_EXIT_FAIL when no tag can carry the label;
 * CLAB_EXIT_USAGE.
 */
int clab_cmd_encode(int argc, char **argv)
{
	char hex[2 * CLAB_OPT_MAX + 1];
	struct clab_doi_def def;
	struct clab_err err;
	u8 opt[CLAB_OPT_MAX];
	int ret, len;

	ret = clab_encode_parse(argc, argv, &def);
	if (ret)
		return ret;
	len = clab_cipso_encode(&def, &clab_codec_label, 0, opt, &err);
	if (len < 0 && clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_json_err(&err);
		clab_json_close('}');
		return CLAB_EXIT_FAIL;
	}
	if (len < 0) {
		clab_error("%s: %s", clab_reason_name(err.reason),
			   clab_reason_text(err.reason));
		return CLAB_EXIT_FAIL;
	}
	clab_hex(opt, (size_t)(len + 3) / 4 * 4, "", hex);
	if (clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_json_u32("doi", def.doi);
		clab_json_u32("tag", opt[CLAB_OPT_HDR_LEN]);
		clab_json_u32("length", (u32)len);
		clab_json_str("octets", hex);
		clab_json_close('}');
	} else {
		puts(hex);
	}
	return clab_out_end();
}

static void __printf(5, 6)
clab_field(struct clab_fields *fields, size_t at, size_t len, const char *name,
	   const char *fmt, ...)
{
	struct clab_field *field = &fields->field[fields->nr++];
	va_list args;

	assert(fields->nr <= clab_count(fields->field));
	field->at = at;
	field->len = len;
	field->name = name;
	va_start(args, fmt);
	vsnprintf(field->meaning, sizeof(field->meaning), fmt, args);
	va_end(args);
}

static const char *clab_ip_protocol(u8 protocol)
{
	switch (protocol) {
	case 1:
		return "ICMP";
	case 6:
		return "TCP";
	case 17:
		return "UDP";
	case 132:
		return "SCTP";
	}
	return "another protocol";
}

static const char *clab_ip_flags(u8 octet)
{
	if (octet & 0x40)
		return "do not fragment";
	return octet & 0x20 ? "more fragments follow" : "none";
}

static void clab_explain_addr(struct clab_fields *fields, size_t at,
			      const char *name)
{
	const u8 *a = fields->octets->at + at;

	clab_field(fields, at, 4, name, "%u.%u.%u.%u", a[0], a[1], a[2], a[3]);
}

/* The sum of all words of a header, its own checksum included, is ffff. */
static bool clab_ip_sum_good(const u8 *header, size_t len)
{
	u32 sum = 0;
	size_t i;

	for (i = 0; i < len; i += 2)
		sum += clab_get_be16(header + i);
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16) == 0xffff;
}

static void clab_explain_header(struct clab_fields *fields)
{
	const u8 *ip = fields->octets->at;
	size_t header = CLAB_IP_HDR_LEN + fields->octets->area_len;

	clab_field(fields, 0, 1, "version, header",
		   "IPv4, header of %zu octets", header);
	clab_field(fields, 1, 1, "type of service", "%u", ip[1]);
	clab_field(fields, 2, 2, "total length", "%u octets",
		   clab_get_be16(ip + 2));
	clab_field(fields, 4, 2, "identification", "%u", clab_get_be16(ip + 4));
	clab_field(fields, 6, 2, "flags, fragment", "%s, offset %u",
		   clab_ip_flags(ip[6]), (clab_get_be16(ip + 6) & 0x1fff) * 8u);
	clab_field(fields, 8, 1, "time to live", "%u", ip[8]);
	clab_field(fields, 9, 1, "protocol", "%u: %s", ip[9],
		   clab_ip_protocol(ip[9]));
	clab_field(fields, 10, 2, "header checksum", "%s",
		   clab_ip_sum_good(ip, header) ? "right" : "wrong");
	clab_explain_addr(fields, 12, "source");
	clab_explain_addr(fields, 16, "destination");
}

/* Two octets of a bitmap at a time: category numbers stay in view. */
static void clab_explain_bitmap(struct clab_fields *fields, size_t at, size_t end)
{
	size_t body = at, bit, len;
	char cats[80];
	int out;

	for (; at < end; at += len) {
		len = end - at < 2 ? 1 : 2;
		for (bit = 0, out = 0; bit < len * 8; bit++)
			if (fields->octets->at[at + bit / 8] & 0x80 >> bit % 8)
				out += sprintf(cats + out, "%sc%zu",
					       out ? "," : ": ",
					       (at - body) * 8 + bit);
		cats[out] = '\0';
		clab_field(fields, at, len, "bitmap", "categories %zu to %zu%s",
			   (at - body) * 8, (at - body + len) * 8 - 1,
			   out ? cats : ": none");
	}
}

static void clab_explain_enum(struct clab_fields *fields, size_t at, size_t end)
{
	for (; end - at >= 2; at += 2)
		clab_field(fields, at, 2, "category", "c%u",
			   clab_get_be16(fields->octets->at + at));
	if (at < end)
		clab_field(fields, at, 1, "category", "half of one");
}

static void clab_explain_range(struct clab_fields *fields, size_t at, size_t end)
{
	const u8 *octets = fields->octets->at;

	for (; end - at >= 4; at += 4)
		clab_field(fields, at, 4, "range", "c%u down to c%u",
			   clab_get_be16(octets + at),
			   clab_get_be16(octets + at + 2));
	if (end - at >= 2) {
		clab_field(fields, at, 2, "range",
			   "c%u down to c0, which is left out",
			   clab_get_be16(octets + at));
		at += 2;
	}
	if (at < end)
		clab_field(fields, at, end - at, "range", "part of one");
}

/* What follows a tag's type and length octets. */
static void clab_explain_body(struct clab_fields *fields, u8 type, size_t at,
			      size_t end)
{
	const u8 *octets = fields->octets->at;
	u32 secid;

	if (type == CLAB_TAG_LOCAL && end - at == sizeof(secid)) {
		memcpy(&secid, octets + at, sizeof(secid));
		clab_field(fields, at, sizeof(secid), "secid",
			   "%u, in the order of this host", secid);
		return;
	}
	if (type == CLAB_TAG_LOCAL || !clab_tag_builtin(type) || end - at < 2) {
		if (at < end)
			clab_field(fields, at, end - at, "tag body",
				   "not read");
		return;
	}
	clab_field(fields, at, 1, "alignment octet", "%s",
		   octets[at] ? "not 0" : "0, as it should be");
	clab_field(fields, at + 1, 1, "level", "s%u", octets[at + 1]);
	if (type == CLAB_TAG_BITMAP)
		clab_explain_bitmap(fields, at + 2, end);
	else if (type == CLAB_TAG_ENUM)
		clab_explain_enum(fields, at + 2, end);
	else
		clab_explain_range(fields, at + 2, end);
}

/* The tag at octet at of an option that ends at octet end; returns the octet
 * behind it, end when nothing behind it can be told.
 */
static size_t clab_explain_tag(struct clab_fields *fields, size_t at, size_t end)
{
	const u8 *tag = fields->octets->at + at;
	const struct clab_tag_ops *ops = clab_tag_builtin(tag[0]);
	size_t len;

	clab_field(fields, at, 1, "tag type", "%u: %s", tag[0],
		   ops ? ops->name : "not known here");
	if (end - at < 2)
		return end;
	len = tag[1];
	clab_field(fields, at + 1, 1, "tag length", "%zu octets%s", len,
		   len > end - at ? ", beyond the option" : "");
	if (len < 2 || len > end - at)
		len = end - at;
	clab_explain_body(fields, tag[0], at + 2, at + len);
	return at + len;
}

static void clab_explain_cipso(struct clab_fields *fields, size_t at, size_t end)
{
	const u8 *opt = fields->octets->at + at;

	clab_field(fields, at, 1, "option type",
		   "134: CIPSO, copied into fragments");
	clab_field(fields, at + 1, 1, "option length", "%u octets", opt[1]);
	if (end - at < CLAB_OPT_HDR_LEN) {
		if (end - at > 2)
			clab_field(fields, at + 2, end - at - 2, "DOI",
				   "part of one");
		return;
	}
	clab_field(fields, at + 2, 4, "DOI", "%u", clab_get_be32(opt + 2));
	at += CLAB_OPT_HDR_LEN;
	while (at < end)
		at = clab_explain_tag(fields, at, end);
}

/* The option area, as far as it can be walked. */
static void clab_explain_area(struct clab_fields *fields, size_t at, size_t end)
{
	const u8 *octets = fields->octets->at;
	size_t len;

	for (; at < end; at += len) {
		len = 1;
		if (octets[at] == 1) {
			clab_field(fields, at, 1, "no operation", "padding");
			continue;
		}
		if (octets[at] == 0) {
			len = end - at;
			clab_field(fields, at, len, "end of options",
				   "padding");
			continue;
		}
		len = end - at > 1 ? octets[at + 1] : 0;
		if (len < 2 || len > end - at) {
			len = end - at;
			clab_field(fields, at, len, "malformed option",
				   "a length that cannot be");
		} else if (octets[at] == CLAB_IPOPT_CIPSO) {
			clab_explain_cipso(fields, at, at + len);
		} else {
			clab_field(fields, at, len, "another option",
				   "type %u, %zu octets", octets[at], len);
		}
	}
}

static void clab_explain_all(struct clab_fields *fields)
{
	const struct clab_octets *octets = fields->octets;
	size_t end = octets->area + octets->area_len;

	if (octets->header)
		clab_explain_header(fields);
	clab_explain_area(fields, octets->area, end);
	if (octets->len > end)
		clab_field(fields, end, octets->len - end, "payload",
			   "%zu octets, not shown", octets->len - end);
}

#define CLAB_ROW	4	/* octets of a field on one line */

static void clab_explain_row(const struct clab_fields *fields,
			     const struct clab_field *field)
{
	bool shown = strcmp(field->name, "payload");
	char hex[3 * CLAB_ROW + 1];
	size_t at = 0, len;

	do {
		len = field->len - at < CLAB_ROW ? field->len - at : CLAB_ROW;
		clab_hex(fields->octets->at + field->at + at, len, " ", hex);
		printf("%4zu  %-11s", field->at + at, shown ? hex : "...");
		if (!at)
			printf("  %-16s %s", field->name, field->meaning);
		putchar('\n');
		at += len;
	} while (shown && at < field->len);
}

/* One reading's verdict, in words. */
static void clab_explain_verdict(const char *who, const struct clab_octets *octets,
				 const struct clab_reading *reading)
{
	const struct clab_err *err = &reading->err;

	if (!err->reason) {
		printf("%-14s accepted\n", who);
		return;
	}
	printf("%-14s %s octet %u: %s (%s, ICMP pointer %u)\n", who,
	       reading->valid ? "accepted, but it says no label:" : "refused at",
	       err->offset, clab_reason_text(err->reason),
	       clab_reason_name(err->reason),
	       clab_octets_pointer(octets, err->offset));
}

static void clab_codec_text(char *text)
{
	if (clab_codec_label.kind == CLAB_LABEL_SECID)
		sprintf(text, "secid:%u", clab_codec_label.secid);
	else
		clab_label_format(&clab_codec_label, text, CLAB_LABEL_TEXT_MAX);
}

static void clab_explain_plain(const struct clab_fields *fields,
			       const struct clab_reading *stock,
			       const struct clab_reading *strict)
{
	char text[CLAB_LABEL_TEXT_MAX];
	size_t i;

	for (i = 0; i < fields->nr; i++)
		clab_explain_row(fields, &fields->field[i]);
	putchar('\n');
	if (stock->at == CLAB_NO_OPTION) {
		printf("%-14s %s\n", "label", "none, no CIPSO option");
		return;
	}
	if (!stock->err.reason) {
		clab_codec_text(text);
		printf("%-14s %s\n", "label", text);
	}
	clab_explain_verdict("stock reading", fields->octets, stock);
	clab_explain_verdict("strict reading", fields->octets, strict);
}

static void clab_explain_json_verdict(const char *key,
				      const struct clab_octets *octets,
				      const struct clab_reading *reading)
{
	const struct clab_err *err = &reading->err;

	clab_json_open(key, '{');
	clab_json_bool("accepted", reading->valid);
	if (err->reason) {
		clab_json_err(err);
		clab_json_str("text", clab_reason_text(err->reason));
		clab_json_u32("pointer",
			      clab_octets_pointer(octets, err->offset));
	}
	clab_json_close('}');
}

static void clab_explain_json_field(const struct clab_octets *octets,
				    const struct clab_field *field)
{
	static char hex[2 * CLAB_IP_MAX + 1];

	clab_hex(octets->at + field->at, field->len, "", hex);
	clab_json_open(NULL, '{');
	clab_json_u32("offset", (u32)field->at);
	clab_json_str("octets", hex);
	clab_json_str("name", field->name);
	clab_json_str("meaning", field->meaning);
	clab_json_close('}');
}

static void clab_explain_json(const struct clab_fields *fields,
			      const struct clab_reading *stock,
			      const struct clab_reading *strict)
{
	char text[CLAB_LABEL_TEXT_MAX];
	size_t i;

	clab_json_open(NULL, '{');
	clab_json_open("fields", '[');
	for (i = 0; i < fields->nr; i++)
		clab_explain_json_field(fields->octets, &fields->field[i]);
	clab_json_close(']');
	clab_json_bool("option", stock->at != CLAB_NO_OPTION);
	if (stock->at != CLAB_NO_OPTION) {
		clab_codec_text(text);
		clab_json_str("label", stock->err.reason ? NULL : text);
		clab_explain_json_verdict("stock", fields->octets, stock);
		clab_explain_json_verdict("strict", fields->octets, strict);
	}
	clab_json_close('}');
}

/**
 * clab_cmd_explain() - name every octet of an option, a header or a packet
 * @argc: how many words
 * @argv: the octets in hexadecimal
 *
 * Return: CLAB_EXIT_OK; CLAB_EXIT_FAIL when the stock kernel's reading refuses
 * the option or it says no label, after what could be read was shown;
 * CLAB_EXIT_USAGE.
 */
int clab_cmd_explain(int argc, char **argv)
{
	struct clab_octets *octets = &clab_octets;
	struct clab_reading stock, strict;
	int ret;

	ret = clab_octets_read(argc, argv, octets);
	if (ret)
		return ret;
	clab_fields.octets = octets;
	clab_explain_all(&clab_fields);
	clab_codec_read(octets, CLAB_V_STRICT, &clab_codec_label, &strict);
	clab_codec_read(octets, 0, &clab_codec_label, &stock);
	if (clab_opts.json)
		clab_explain_json(&clab_fields, &stock, &strict);
	else
		clab_explain_plain(&clab_fields, &stock, &strict);
	ret = clab_out_end();
	return stock.err.reason ? CLAB_EXIT_FAIL : ret;
}
