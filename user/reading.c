// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: what the codec says of the CIPSO option in some octets
 *
 * The DOI is taken to be a PASS DOI that lists every tag type, and the packet to
 * have come over loopback, since neither is in the octets.
 */
#include <stdio.h>

#include "codec/label.h"
#include "codec/opt.h"

#include "cipsoctl.h"
#include "codec.h"
#include "out.h"

static const u8 clab_reading_tags[] = {
	CLAB_TAG_BITMAP, CLAB_TAG_ENUM, CLAB_TAG_RANGE, CLAB_TAG_LOCAL,
};

/**
 * clab_fault_codec() - what the codec has found wrong
 * @err: what it said
 * @fault: the same in words; the offset is the codec's
 */
void clab_fault_codec(const struct clab_err *err, struct clab_fault *fault)
{
	memset(fault, 0, sizeof(*fault));
	fault->reason = clab_reason_name(err->reason);
	fault->text = clab_reason_text(err->reason);
	fault->offset = err->offset;
}

/**
 * clab_fault_json() - write a fault as the member "error"
 * @fault: the fault
 */
void clab_fault_json(const struct clab_fault *fault)
{
	clab_json_open("error", '{');
	clab_json_str("reason", fault->reason);
	clab_json_u32("offset", fault->offset);
	clab_json_close('}');
}

/**
 * clab_fault_format() - write a fault as part of a sentence
 * @octets: what it is about
 * @fault: the fault
 * @text: room for CLAB_FAULT_TEXT
 */
void clab_fault_format(const struct clab_octets *octets,
		       const struct clab_fault *fault, char *text)
{
	int len;

	len = snprintf(text, CLAB_FAULT_TEXT, "%s at octet %u: %s",
		       fault->reason, fault->offset, fault->text);
	if (fault->answered)
		snprintf(text + len, CLAB_FAULT_TEXT - (size_t)len,
			 " (ICMP pointer %u)",
			 clab_octets_pointer(octets, fault->offset));
}

/* The codec's error about what begins at octet base. */
static void clab_reading_refuse(struct clab_reading *reading,
				const struct clab_err *err, size_t base)
{
	clab_fault_codec(err, &reading->fault);
	reading->fault.offset += (u32)base;
	reading->fault.answered = !reading->valid;
}

/* Check and read the option that reading->at has found. */
static void clab_reading_judge(const u8 *opt, unsigned int flags,
			       struct clab_reading *reading)
{
	struct clab_doi_def def = { .type = CLAB_DOI_PASS };
	struct clab_err err;
	int ret;

	clab_cipso_doi(opt, opt[1], &def.doi);
	def.nr_tags = sizeof(clab_reading_tags);
	memcpy(def.tags, clab_reading_tags, sizeof(clab_reading_tags));
	ret = clab_cipso_validate(&def, opt, opt[1], flags | CLAB_V_LOOPBACK, &err);
	reading->valid = !ret;
	if (!ret)
		ret = clab_cipso_decode(&def, opt, opt[1], &reading->label, &err);
	if (ret)
		clab_reading_refuse(reading, &err, (size_t)reading->at);
}

/**
 * clab_reading_first() - read an option as a receiver does
 * @octets: where it is
 * @flags: CLAB_V_STRICT for the draft's reading
 * @reading: what is said of it; the label is that of its first tag
 */
void clab_reading_first(const struct clab_octets *octets, unsigned int flags,
			struct clab_reading *reading)
{
	const u8 *area = octets->at + octets->area;
	struct clab_err err;
	int at;

	memset(reading, 0, sizeof(*reading));
	reading->at = CLAB_NO_OPTION;
	if (octets->missing) {
		reading->fault.reason = "truncated";
		reading->fault.text = "the octets end before the IPv4 header does";
		reading->fault.offset = (u32)octets->len;
		return;
	}
	at = clab_opt_find(area, octets->area_len, CLAB_IPOPT_CIPSO, &err);
	if (at >= 0) {
		reading->at = at + (int)octets->area;
		clab_reading_judge(area + at, flags, reading);
	} else if (at != -ENOENT) {
		clab_reading_refuse(reading, &err, octets->area);
	}
}

/* Do something with every tag of an option that has been accepted. Return: 0,
 * or -EINVAL for one that says no label.
 */
static int clab_reading_walk(const u8 *opt,
			     void (*show)(u8 type, const struct clab_label *label),
			     struct clab_err *err)
{
	struct clab_label label;
	size_t off;

	for (off = CLAB_OPT_HDR_LEN; off < opt[1]; off += opt[off + 1]) {
		const struct clab_tag_ops *ops = clab_tag_builtin(opt[off]);

		if (ops->decode(opt + off, opt[off + 1], &label, err)) {
			err->offset += (u32)off;
			return -EINVAL;
		}
		if (show)
			show(opt[off], &label);
	}
	return 0;
}

/**
 * clab_reading_all() - read an option with all of its tags
 * @octets: where it is
 * @flags: CLAB_V_STRICT for the draft's reading
 * @reading: what is said of it
 *
 * A receiver uses the first tag, but all are there to be shown: one that says
 * no label is a fault.
 */
void clab_reading_all(const struct clab_octets *octets, unsigned int flags,
		      struct clab_reading *reading)
{
	struct clab_err err;

	clab_reading_first(octets, flags, reading);
	if (reading->at == CLAB_NO_OPTION || reading->fault.reason)
		return;
	if (clab_reading_walk(octets->at + reading->at, NULL, &err))
		clab_reading_refuse(reading, &err, (size_t)reading->at);
}

/**
 * clab_reading_text() - a label as text
 * @label: what a tag said
 * @text: room for CLAB_LABEL_TEXT_MAX
 */
void clab_reading_text(const struct clab_label *label, char *text)
{
	if (label->kind == CLAB_LABEL_SECID)
		sprintf(text, "secid:%u", label->secid);
	else
		clab_label_format(label, text, CLAB_LABEL_TEXT_MAX);
}

static void clab_reading_print_tag(u8 type, const struct clab_label *label)
{
	char text[CLAB_LABEL_TEXT_MAX];

	clab_reading_text(label, text);
	printf(" tag:%u label:%s", type, text);
}

/**
 * clab_reading_print() - print what an option says, without a newline
 * @octets: where it is
 * @reading: what clab_reading_all() said, without a fault
 */
void clab_reading_print(const struct clab_octets *octets,
			const struct clab_reading *reading)
{
	const u8 *opt = octets->at + reading->at;
	struct clab_err err;

	if (reading->at == CLAB_NO_OPTION) {
		fputs("no CIPSO option", stdout);
		return;
	}
	printf("doi:%u", clab_get_be32(opt + 2));
	clab_reading_walk(opt, clab_reading_print_tag, &err);
}

static void clab_reading_json_tag(u8 type, const struct clab_label *label)
{
	char text[CLAB_LABEL_TEXT_MAX], *colon;

	clab_json_open(NULL, '{');
	clab_json_u32("type", type);
	if (label->kind == CLAB_LABEL_SECID) {
		clab_json_u32("secid", label->secid);
	} else {
		clab_reading_text(label, text);
		colon = strchr(text, ':');
		clab_json_u32("level", label->level);
		clab_json_str("categories", colon ? colon + 1 : "");
	}
	clab_json_close('}');
}

/**
 * clab_reading_json() - write the members "doi" and "tags"
 * @octets: where the option is
 * @reading: what clab_reading_all() said; null and empty where there is no
 *	     option or something is wrong with it
 */
void clab_reading_json(const struct clab_octets *octets,
		       const struct clab_reading *reading)
{
	const u8 *opt = octets->at + reading->at;
	bool shown = reading->at != CLAB_NO_OPTION && !reading->fault.reason;
	struct clab_err err;

	if (shown)
		clab_json_u32("doi", clab_get_be32(opt + 2));
	else
		clab_json_str("doi", NULL);
	clab_json_open("tags", '[');
	if (shown)
		clab_reading_walk(opt, clab_reading_json_tag, &err);
	clab_json_close(']');
}
