// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: every octet by name
 *
 * What is malformed is explained too, as far as its octets go: a length that
 * can't be is taken for one that reaches the end.
 */
#include <stdarg.h>
#include <stdio.h>

#include "codec/label.h"

#include "cipsoctl.h"
#include "explain.h"
#include "out.h"

/* A field that lies behind the last octet is left out, one that reaches there is
 * cut; the room for octets is always that of a whole packet.
 */
static void __printf(5, 6)
clab_field(struct clab_fields *fields, size_t at, size_t len, const char *name,
	   const char *fmt, ...)
{
	struct clab_field *field = &fields->field[fields->nr];
	size_t end = fields->octets->len;
	va_list args;

	if (at >= end)
		return;
	assert(fields->nr < clab_count(fields->field));
	fields->nr++;
	field->part = fields->part;
	fields->part = NULL;
	field->at = at;
	field->len = len < end - at ? len : end - at;
	field->name = name;
	va_start(args, fmt);
	vsnprintf(field->meaning, sizeof(field->meaning), fmt, args);
	va_end(args);
	if (field->len < len)
		snprintf(field->meaning, sizeof(field->meaning), "cut off");
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

static void clab_explain_header(struct clab_fields *fields)
{
	const u8 *ip = fields->octets->at;
	size_t header = (ip[0] & 0xf) * 4u;
	const char *protocol = clab_ip_protocol(ip[9]);

	fields->part = "IPv4 header";
	clab_field(fields, 0, 1, "version, header",
		   "IPv4, header of %zu octets", header);
	clab_field(fields, 1, 1, "type of service", "%u", ip[1]);
	clab_field(fields, 2, 2, "total length", "%u octets",
		   clab_get_be16(ip + 2));
	clab_field(fields, 4, 2, "identification", "%u", clab_get_be16(ip + 4));
	clab_field(fields, 6, 2, "flags, fragment", "%s, offset %u",
		   clab_ip_flags(ip[6]), (clab_get_be16(ip + 6) & 0x1fff) * 8u);
	clab_field(fields, 8, 1, "time to live", "%u", ip[8]);
	clab_field(fields, 9, 1, "protocol", "%u%s%s", ip[9],
		   protocol ? ": " : "", protocol ? protocol : "");
	clab_field(fields, 10, 2, "header checksum", "%s",
		   fields->octets->missing ? "not checked: octets are missing" :
		   clab_ip_sum_good(ip, header) ? "right" : "wrong");
	clab_explain_addr(fields, 12, "source");
	clab_explain_addr(fields, 16, "destination");
}

/* Two octets of a bitmap at a time: category numbers stay in view. */
static void clab_explain_bitmap(struct clab_fields *fields, size_t at, size_t end)
{
	struct clab_label label = { .kind = CLAB_LABEL_MLS };
	char cats[CLAB_LABEL_TEXT_MAX];
	size_t bit, len, from = 0;

	for (; at < end; at += len, from += len * 8) {
		len = end - at < 2 ? 1 : 2;
		clab_catset_init(&label.cats);
		for (bit = 0; bit < len * 8; bit++)
			if (fields->octets->at[at + bit / 8] & 0x80 >> bit % 8)
				clab_catset_add(&label.cats, (u32)(from + bit),
						(u32)(from + bit));
		clab_label_format(&label, cats, sizeof(cats));
		clab_field(fields, at, len, "bitmap", "categories %zu to %zu: %s",
			   from, from + len * 8 - 1,
			   strchr(cats, ':') ? strchr(cats, ':') + 1 : "none");
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
			   "%u, in the byte order of this host", secid);
		return;
	}
	if (type == CLAB_TAG_LOCAL || !clab_tag_builtin(type) || end - at < 2) {
		if (at < end)
			clab_field(fields, at, end - at, "tag body", "%s",
				   clab_tag_builtin(type) ? "not of the length that its type has" :
				   "not read");
		return;
	}
	clab_field(fields, at, 1, "alignment octet", "%s",
		   octets[at] ? "should be 0" : "0, as it should be");
	clab_field(fields, at + 1, 1, "level", "s%u", octets[at + 1]);
	if (type == CLAB_TAG_BITMAP)
		clab_explain_bitmap(fields, at + 2, end);
	else if (type == CLAB_TAG_ENUM)
		clab_explain_enum(fields, at + 2, end);
	else
		clab_explain_range(fields, at + 2, end);
}

/* What is wrong with the length of something that can have room octets. */
static const char *clab_explain_len(size_t len, size_t room)
{
	if (len < 2)
		return ", fewer than itself";
	return len > room ? ", more than there are" : "";
}

/* The tag at octet at of an option that ends at octet end; returns the octet
 * behind it, end when nothing behind it can be told.
 */
static size_t clab_explain_tag(struct clab_fields *fields, size_t at, size_t end)
{
	const u8 *tag = fields->octets->at + at;
	const struct clab_tag_ops *ops = clab_tag_builtin(tag[0]);
	size_t len;

	fields->part = "tag";
	clab_field(fields, at, 1, "tag type", "%u: %s", tag[0],
		   ops ? ops->name : "not known here");
	if (end - at < 2)
		return end;
	len = tag[1];
	clab_field(fields, at + 1, 1, "tag length", "%zu octet%s%s", len,
		   len == 1 ? "" : "s", clab_explain_len(len, end - at));
	if (len < 2 || len > end - at)
		len = end - at;
	clab_explain_body(fields, tag[0], at + 2, at + len);
	return at + len;
}

/* A CIPSO option in what is left of the area; returns the octet behind it. */
static size_t clab_explain_cipso(struct clab_fields *fields, size_t at, size_t end)
{
	const u8 *opt = fields->octets->at + at;

	fields->part = "CIPSO option";
	clab_field(fields, at, 1, "option type",
		   "134: CIPSO, copied into fragments");
	if (end - at < 2)
		return end;
	clab_field(fields, at + 1, 1, "option length", "%u octet%s%s", opt[1],
		   opt[1] == 1 ? "" : "s", clab_explain_len(opt[1], end - at));
	if (opt[1] >= 2 && opt[1] <= end - at)
		end = at + opt[1];
	if (end - at < CLAB_OPT_HDR_LEN) {
		if (end - at > 2)
			clab_field(fields, at + 2, end - at - 2, "DOI",
				   "part of one");
		return end;
	}
	clab_field(fields, at + 2, 4, "DOI", "%u", clab_get_be32(opt + 2));
	at += CLAB_OPT_HDR_LEN;
	while (at < end)
		at = clab_explain_tag(fields, at, end);
	return end;
}

/* An option that is neither CIPSO nor padding; returns the octet behind it. */
static size_t clab_explain_option(struct clab_fields *fields, size_t at, size_t end)
{
	const u8 *opt = fields->octets->at + at;
	size_t len = end - at > 1 ? opt[1] : 0;

	fields->part = "another option";
	if (len < 2 || len > end - at) {
		clab_field(fields, at, end - at, "malformed option",
			   "type %u, with a length that can't be", opt[0]);
		return end;
	}
	clab_field(fields, at, len, "another option", "type %u, %zu octets",
		   opt[0], len);
	return at + len;
}

static bool clab_octets_zero(const u8 *at, size_t len)
{
	while (len && !at[len - 1])
		len--;
	return !len;
}

/* The option area, as far as it can be walked. */
static void clab_explain_area(struct clab_fields *fields, size_t at, size_t end)
{
	const u8 *octets = fields->octets->at;

	while (at < end) {
		if (octets[at] == CLAB_IPOPT_CIPSO) {
			at = clab_explain_cipso(fields, at, end);
		} else if (octets[at] > 1) {
			at = clab_explain_option(fields, at, end);
		} else if (octets[at] == 1) {
			fields->part = "padding";
			clab_field(fields, at++, 1, "no operation", "padding");
		} else {
			fields->part = "padding";
			clab_field(fields, at, end - at, "end of options",
				   clab_octets_zero(octets + at, end - at) ?
				   "padding" :
				   "what stands behind it is not looked at");
			at = end;
		}
	}
}

/**
 * clab_explain_header_len() - how many octets are not payload
 * @octets: an option, a header or a packet
 *
 * Return: the length of the option or header, as far as it is there.
 */
size_t clab_explain_header_len(const struct clab_octets *octets)
{
	return octets->area + octets->area_len;
}

static void clab_explain_all(struct clab_fields *fields)
{
	const struct clab_octets *octets = fields->octets;
	size_t end = clab_explain_header_len(octets);

	if (octets->header)
		clab_explain_header(fields);
	clab_explain_area(fields, octets->area, end);
	if (octets->len <= end)
		return;
	fields->part = "payload";
	clab_field(fields, end, octets->len - end, "payload",
		   "%zu octets, not shown", octets->len - end);
}

static void clab_explain_json_verdict(const struct clab_octets *octets,
				      const struct clab_verdict *verdict)
{
	const struct clab_fault *fault = &verdict->reading.fault;

	clab_json_open(verdict->name, '{');
	clab_json_bool("accepted", verdict->reading.valid);
	if (fault->reason) {
		clab_fault_json(fault);
		clab_json_str("text", fault->text);
		if (fault->answered)
			clab_json_u32("pointer",
				      clab_octets_pointer(octets, fault->offset));
		else
			clab_json_str("pointer", NULL);
	}
	clab_json_close('}');
}

static void clab_explain_json_field(const struct clab_octets *octets,
				    const struct clab_field *field)
{
	static char hex[2 * CLAB_IP_MAX + 1];

	clab_octets_hex(octets->at + field->at, field->len, "", hex);
	clab_json_open(NULL, '{');
	clab_json_u32("offset", (u32)field->at);
	clab_json_str("octets", hex);
	clab_json_str("name", field->name);
	clab_json_str("meaning", field->meaning);
	clab_json_close('}');
}

static void clab_explain_json(const struct clab_fields *fields,
			      const struct clab_verdict *verdicts)
{
	const struct clab_reading *reading = &verdicts->reading;
	bool option = reading->at != CLAB_NO_OPTION || reading->fault.reason;
	char text[CLAB_LABEL_TEXT_MAX];
	size_t i;

	clab_json_open(NULL, '{');
	clab_json_open("fields", '[');
	for (i = 0; i < fields->nr; i++)
		clab_explain_json_field(fields->octets, &fields->field[i]);
	clab_json_close(']');
	clab_json_bool("option", option);
	if (option) {
		clab_reading_text(&reading->label, text);
		clab_json_str("label", reading->fault.reason ? NULL : text);
		for (i = 0; i < CLAB_VERDICTS; i++)
			clab_explain_json_verdict(fields->octets, &verdicts[i]);
	}
	clab_json_close('}');
}

/**
 * clab_cmd_explain() - name every octet of an option, a header or a packet
 * @argc: how many words
 * @argv: the octets in hexadecimal
 *
 * Return: CLAB_EXIT_OK; CLAB_EXIT_FAIL when the compat reading refuses the
 * option or it says no label, after what could be read was shown;
 * CLAB_EXIT_USAGE.
 */
int clab_cmd_explain(int argc, char **argv)
{
	struct clab_verdict verdicts[CLAB_VERDICTS] = {
		{ .name = "compat" }, { .name = "strict" },
	};
	struct clab_octets octets;
	struct clab_fields fields = { .octets = &octets };
	int ret;

	ret = clab_octets_read(argc, argv, &octets);
	if (ret)
		return ret;
	clab_explain_all(&fields);
	clab_reading_first(&octets, 0, &verdicts[0].reading);
	clab_reading_first(&octets, CLAB_V_STRICT, &verdicts[1].reading);
	if (clab_opts.json)
		clab_explain_json(&fields, verdicts);
	else
		clab_diagram(&fields, verdicts);
	ret = clab_out_end();
	return verdicts[0].reading.fault.reason ? CLAB_EXIT_FAIL : ret;
}
