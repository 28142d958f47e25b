// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: octets drawn, with their names and what is wrong with them
 */
#include <stdio.h>

#include "codec/label.h"

#include "cipsoctl.h"
#include "explain.h"

#define CLAB_STRIP	8	/* octets in a row of the strip */
#define CLAB_CELL	5	/* characters of an octet there */
#define CLAB_ROW	4	/* octets of a field on one line */
#define CLAB_MEANING	43	/* characters of a meaning on one line */

/**
 * struct clab_strip - the octets in boxes
 * @at: the octets
 * @len: how many
 * @begins: where a field begins; true behind the last octet too
 * @marked: which octet a reading refuses
 */
struct clab_strip {
	const u8 *at;
	size_t len;
	bool begins[CLAB_IP_HDR_MAX + 1];
	bool marked[CLAB_IP_HDR_MAX + 1];
};

/* The row that begins at octet from; a field that goes on is open at its end. */
static void clab_strip_row(const struct clab_strip *strip, size_t from)
{
	size_t i, end = from + CLAB_STRIP;

	end = end < strip->len ? end : strip->len;
	printf("%6zu %c", from, strip->begins[from] ? '|' : ' ');
	for (i = from; i < end; i++)
		printf(" %02x%s", strip->at[i], strip->begins[i + 1] ? " |" :
		       i + 1 < end ? "  " : "");
	putchar('\n');
}

/* A corner, to the left of place nr of the row that begins at octet from? */
static bool clab_strip_corner(const struct clab_strip *strip, size_t from, size_t nr)
{
	return from <= strip->len && nr <= strip->len - from &&
	       strip->begins[from + nr];
}

/* The line above the row that begins at octet from, and below the one before;
 * the octets at fault in that one are marked.
 */
static void clab_strip_line(const struct clab_strip *strip, size_t from)
{
	size_t above = from ? from - CLAB_STRIP : strip->len, i, nr;

	nr = strip->len - (from ? above : from);
	nr = nr < CLAB_STRIP ? nr : CLAB_STRIP;
	printf("       ");
	for (i = 0; i <= nr; i++) {
		bool corner = clab_strip_corner(strip, from, i) ||
			      (from && clab_strip_corner(strip, above, i));

		putchar(corner ? '+' : '-');
		if (i < nr)
			fputs(from && strip->marked[above + i] ? "-^^-" : "----",
			      stdout);
	}
	putchar('\n');
}

static void clab_strip_draw(const struct clab_strip *strip)
{
	size_t i, rows = (strip->len + CLAB_STRIP - 1) / CLAB_STRIP;

	printf("       ");
	for (i = 0; i < strip->len && i < CLAB_STRIP; i++)
		printf("%*zu", i ? CLAB_CELL : 3, i);
	putchar('\n');
	for (i = 0; i < rows; i++) {
		clab_strip_line(strip, i * CLAB_STRIP);
		clab_strip_row(strip, i * CLAB_STRIP);
	}
	clab_strip_line(strip, rows * CLAB_STRIP);
}

static void clab_diagram_strip(const struct clab_fields *fields,
			       const struct clab_verdict *verdicts)
{
	struct clab_strip strip = {
		.at = fields->octets->at,
		.len = clab_explain_header_len(fields->octets),
	};
	size_t i;

	for (i = 0; i < fields->nr; i++) {
		if (fields->field[i].at < strip.len)
			strip.begins[fields->field[i].at] = true;
	}
	strip.begins[strip.len] = true;
	for (i = 0; i < CLAB_VERDICTS; i++) {
		const struct clab_fault *fault = &verdicts[i].reading.fault;

		if (fault->reason && fault->offset < strip.len)
			strip.marked[fault->offset] = true;
	}
	clab_strip_draw(&strip);
}

/* How much of a text goes on a line: it is broken behind a blank or comma. */
static size_t clab_diagram_break(const char *text)
{
	size_t len = strlen(text), at;

	if (len <= CLAB_MEANING)
		return len;
	for (at = CLAB_MEANING; at > 0; at--) {
		if (text[at - 1] == ' ' || text[at - 1] == ',')
			return at;
	}
	return CLAB_MEANING;
}

/* Do both readings say the same of the same octet, with the same outcome? */
static bool clab_verdicts_agree(const struct clab_verdict *verdicts)
{
	const struct clab_fault *a = &verdicts[0].reading.fault;
	const struct clab_fault *b = &verdicts[1].reading.fault;

	return verdicts[0].reading.valid == verdicts[1].reading.valid &&
	       a->reason && b->reason && a->offset == b->offset &&
	       !strcmp(a->reason, b->reason);
}

/* Below a line of octets: point at the one that a reading refuses. */
static void clab_diagram_mark(const struct clab_verdict *verdicts, size_t from,
			      size_t len)
{
	bool agree = clab_verdicts_agree(verdicts);
	size_t i;

	for (i = agree; i < CLAB_VERDICTS; i++) {
		const struct clab_reading *reading = &verdicts[i].reading;
		const struct clab_fault *fault = &reading->fault;

		if (!fault->reason || fault->offset < from ||
		    fault->offset - from >= len)
			continue;
		printf("      %*s^^ %s here: %s", (int)(3 * (fault->offset - from)),
		       "", fault->answered ? "refused" : "no label", fault->reason);
		if (!agree)
			printf(" (%s)", verdicts[i].name);
		putchar('\n');
	}
}

/* A field: its octets and its meaning each go on below where they are long. */
static void clab_diagram_field(const struct clab_fields *fields,
			       const struct clab_field *field,
			       const struct clab_verdict *verdicts)
{
	size_t end = clab_explain_header_len(fields->octets);
	const char *name = field->name, *meaning = field->meaning;
	char hex[3 * CLAB_ROW + 1];
	size_t at, len = 0, part;

	for (at = 0; at < field->len || *meaning; at += len) {
		len = field->len - at < CLAB_ROW ? field->len - at : CLAB_ROW;
		clab_octets_hex(fields->octets->at + field->at + at, len, " ", hex);
		if (field->at >= end) {
			snprintf(hex, sizeof(hex), "...");
			len = field->len;
		}
		part = clab_diagram_break(meaning);
		if (len)
			printf("%4zu  %-11s", field->at + at, hex);
		else
			printf("%17s", "");
		if (part)
			printf("  %-16s %.*s", name, (int)part, meaning);
		putchar('\n');
		clab_diagram_mark(verdicts, field->at + at, len);
		name = "";
		meaning += part;
	}
}

/* The field that an octet belongs to, or NULL behind the last octet */
static const struct clab_field *clab_diagram_find(const struct clab_fields *fields,
						  size_t offset)
{
	size_t i;

	for (i = 0; i < fields->nr; i++) {
		const struct clab_field *field = &fields->field[i];

		if (offset >= field->at && offset - field->at < field->len)
			return field;
	}
	return NULL;
}

/* What becomes of a packet that is not accepted, below the verdict */
static void clab_diagram_outcome(const struct clab_octets *octets,
				 const struct clab_reading *reading)
{
	const struct clab_fault *fault = &reading->fault;

	if (fault->answered)
		printf("%15sthe sender is told: ICMP parameter problem (12/0), pointer %u\n",
		       "", clab_octets_pointer(octets, fault->offset));
	if (fault->answered && !octets->header)
		printf("%15s(if the option is the first in its header)\n", "");
	if (reading->valid)
		printf("%15sthe packet is dropped, and no ICMP error says so\n", "");
}

/* One reading, in words. */
static void clab_diagram_verdict(const struct clab_fields *fields,
				 const struct clab_verdict *verdict)
{
	const struct clab_fault *fault = &verdict->reading.fault;
	const struct clab_field *field;

	printf("%s reading ", verdict->name);
	if (!fault->reason) {
		puts("accepted");
		return;
	}
	field = clab_diagram_find(fields, fault->offset);
	printf("%s octet %u%s%s (%s):\n%15s%s\n",
	       verdict->reading.valid ? "accepted, but says no label: see" :
	       fault->answered ? "refused at" : "can't be read from",
	       fault->offset, field ? ", " : "", field ? field->name : "",
	       fault->reason, "", fault->text);
	clab_diagram_outcome(fields->octets, &verdict->reading);
}

/**
 * clab_diagram() - draw octets and say what they are
 * @fields: the octets by name
 * @verdicts: what the readings say, CLAB_VERDICTS of them, compat first
 */
void clab_diagram(const struct clab_fields *fields,
		  const struct clab_verdict *verdicts)
{
	const struct clab_reading *reading = &verdicts->reading;
	char text[CLAB_LABEL_TEXT_MAX];
	size_t i;

	clab_diagram_strip(fields, verdicts);
	for (i = 0; i < fields->nr; i++) {
		if (fields->field[i].part)
			printf("\n%s\n", fields->field[i].part);
		clab_diagram_field(fields, &fields->field[i], verdicts);
	}
	putchar('\n');
	if (reading->at == CLAB_NO_OPTION && !reading->fault.reason) {
		puts("label          none, no CIPSO option");
		return;
	}
	if (!reading->fault.reason) {
		clab_reading_text(&reading->label, text);
		printf("label          %s\n", text);
	}
	clab_diagram_verdict(fields, &verdicts[0]);
	if (clab_verdicts_agree(verdicts))
		printf("%s reading the same\n", verdicts[1].name);
	else
		clab_diagram_verdict(fields, &verdicts[1]);
}
