// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: the labeled packets of a capture
 *
 * One line or JSON object for each packet that has a CIPSO option, quotes one
 * that has, or can't be read so far that this could be told. Others are counted.
 */
#include <stdio.h>
#include <time.h>

#include "cipsoctl.h"
#include "capture.h"
#include "frame.h"
#include "out.h"

#define CLAB_TIME_TEXT	48
#define CLAB_ADDR_TEXT	16

/**
 * struct clab_entry - what is said of a frame
 * @octets: its packet
 * @reading: what the packet's option says, or what is wrong with the packet
 * @quoted: it quotes a packet that has an option
 * @quote: that packet, as far as it is there
 * @quote_reading: what that packet's option says
 */
struct clab_entry {
	struct clab_octets octets;
	struct clab_reading reading;
	bool quoted;
	struct clab_octets quote;
	struct clab_reading quote_reading;
};

/* As RFC 3339 has it, in UTC; the seconds where no calendar reaches them. */
static void clab_capture_time(const struct pcap_pkthdr *pkthdr, char *text)
{
	time_t seconds = pkthdr->ts.tv_sec;
	size_t len = 0;
	struct tm tm;

	if (gmtime_r(&seconds, &tm))
		len = strftime(text, CLAB_TIME_TEXT, "%Y-%m-%dT%H:%M:%S", &tm);
	if (!len)
		len = (size_t)snprintf(text, CLAB_TIME_TEXT, "%lld",
				       (long long)seconds);
	snprintf(text + len, CLAB_TIME_TEXT - len, ".%06ldZ",
		 (long)pkthdr->ts.tv_usec % 1000000);
}

static void clab_capture_addr(const u8 *a, char *text)
{
	sprintf(text, "%u.%u.%u.%u", a[0], a[1], a[2], a[3]);
}

static void clab_print_ends(const struct clab_octets *octets)
{
	char from[CLAB_ADDR_TEXT], to[CLAB_ADDR_TEXT];
	const char *protocol = clab_ip_protocol(octets->at[9]);
	u32 offset;

	clab_capture_addr(octets->at + 12, from);
	clab_capture_addr(octets->at + 16, to);
	printf("%s > %s ", from, to);
	if (protocol)
		fputs(protocol, stdout);
	else
		printf("protocol %u", octets->at[9]);
	if (clab_packet_fragment(octets, &offset))
		printf(" (fragment at %u)", offset);
}

static void clab_print_reading(const struct clab_octets *octets,
			       const struct clab_reading *reading)
{
	char text[CLAB_FAULT_TEXT];

	if (!reading->fault.reason) {
		clab_reading_print(octets, reading);
		return;
	}
	clab_fault_format(octets, &reading->fault, text);
	printf("refused: %s", text);
}

/* What an ICMP error is, by its first octets */
static void clab_print_icmp(const u8 *icmp)
{
	static const char * const names[] = {
		[3] = "destination unreachable",
		[4] = "source quench",
		[5] = "redirect",
		[11] = "time exceeded",
		[12] = "parameter problem",
	};

	printf("; %s, code %u", names[icmp[0]], icmp[1]);
	if (icmp[0] == 12 && !icmp[1])
		printf(", pointer %u", icmp[4]);
}

/* Is enough of the header there to say where the packet goes? */
static bool clab_entry_has_ends(const struct clab_entry *entry)
{
	return entry->octets.header && entry->octets.len >= CLAB_IP_HDR_LEN;
}

static const u8 *clab_entry_icmp(const struct clab_entry *entry)
{
	return entry->octets.at + entry->octets.area + entry->octets.area_len;
}

static void clab_print_entry(const struct clab_entry *entry, u32 frame,
			     const char *when)
{
	printf("%u %s ", frame, when);
	if (clab_entry_has_ends(entry))
		clab_print_ends(&entry->octets);
	else
		fputs("? > ? ?", stdout);
	putchar(' ');
	clab_print_reading(&entry->octets, &entry->reading);
	if (entry->quoted) {
		clab_print_icmp(clab_entry_icmp(entry));
		fputs(", quotes ", stdout);
		clab_print_ends(&entry->quote);
		putchar(' ');
		clab_print_reading(&entry->quote, &entry->quote_reading);
	}
	putchar('\n');
}

static void clab_json_ends(const struct clab_octets *octets)
{
	char from[CLAB_ADDR_TEXT], to[CLAB_ADDR_TEXT];
	const char *protocol = clab_ip_protocol(octets->at[9]);
	u32 offset;

	clab_capture_addr(octets->at + 12, from);
	clab_capture_addr(octets->at + 16, to);
	clab_json_str("source", from);
	clab_json_str("destination", to);
	if (protocol)
		clab_json_str("protocol", protocol);
	else
		clab_json_u32("protocol", octets->at[9]);
	if (clab_packet_fragment(octets, &offset))
		clab_json_u32("fragment", offset);
	else
		clab_json_str("fragment", NULL);
}

static void clab_json_no_ends(void)
{
	clab_json_str("source", NULL);
	clab_json_str("destination", NULL);
	clab_json_str("protocol", NULL);
	clab_json_str("fragment", NULL);
}

/* The members of a plain `decode`; the one that does not apply is null. */
static void clab_json_reading(const struct clab_octets *octets,
			      const struct clab_reading *reading)
{
	clab_reading_json(octets, reading);
	if (reading->fault.reason)
		clab_fault_json(&reading->fault);
	else
		clab_json_str("error", NULL);
}

static void clab_json_icmp(const u8 *icmp)
{
	clab_json_open("icmp", '{');
	clab_json_u32("type", icmp[0]);
	clab_json_u32("code", icmp[1]);
	if (icmp[0] == 12 && !icmp[1])
		clab_json_u32("pointer", icmp[4]);
	else
		clab_json_str("pointer", NULL);
	clab_json_close('}');
}

static void clab_json_entry(const struct clab_entry *entry, u32 frame,
			    const char *when)
{
	clab_json_open(NULL, '{');
	clab_json_u32("frame", frame);
	clab_json_str("time", when);
	if (clab_entry_has_ends(entry))
		clab_json_ends(&entry->octets);
	else
		clab_json_no_ends();
	clab_json_reading(&entry->octets, &entry->reading);
	if (entry->quoted) {
		clab_json_open("quotes", '{');
		clab_json_icmp(clab_entry_icmp(entry));
		clab_json_ends(&entry->quote);
		clab_json_reading(&entry->quote, &entry->quote_reading);
		clab_json_close('}');
	} else {
		clab_json_str("quotes", NULL);
	}
	clab_json_close('}');
}

/* Read the packet in a frame and the one that it quotes. Return: true when
 * there is something to list.
 */
static bool clab_capture_read(struct clab_entry *entry, size_t wire,
			      unsigned int flags)
{
	struct clab_reading *reading = &entry->reading;

	reading->at = CLAB_NO_OPTION;
	if (!clab_packet_check(&entry->octets, wire, &reading->fault))
		return true;
	clab_reading_all(&entry->octets, flags, reading);
	entry->quoted = clab_packet_quote(&entry->octets, &entry->quote);
	if (entry->quoted) {
		clab_reading_all(&entry->quote, flags, &entry->quote_reading);
		entry->quoted = entry->quote_reading.at != CLAB_NO_OPTION ||
				entry->quote_reading.fault.reason;
	}
	return reading->at != CLAB_NO_OPTION || reading->fault.reason ||
	       entry->quoted;
}

static void clab_capture_count(struct clab_capture *capture,
			       const struct clab_entry *entry)
{
	if (entry->reading.fault.reason)
		capture->refused++;
	else if (entry->reading.at != CLAB_NO_OPTION)
		capture->labeled++;
	else
		capture->bare++;
	capture->quoted += entry->quoted;
}

/**
 * clab_capture_frame() - list a frame if there is something to say of it
 * @capture: the capture, whose counts it changes
 * @pkthdr: how long the frame is, and when it came
 * @at: as many octets of it as were captured
 */
void clab_capture_frame(struct clab_capture *capture,
			const struct pcap_pkthdr *pkthdr, const u8 *at)
{
	size_t len = pkthdr->caplen, wire = pkthdr->len, skip = 0;
	struct clab_entry entry = { 0 };
	char when[CLAB_TIME_TEXT];
	enum clab_frame frame;

	capture->packets++;
	frame = clab_frame_packet(capture->link, at, len, &skip);
	if (frame == CLAB_FRAME_OTHER) {
		capture->other++;
		return;
	}
	if (frame == CLAB_FRAME_CUT)
		skip = len;
	entry.octets.at = at + skip;
	entry.octets.len = len - skip;
	if (!clab_capture_read(&entry, (wire < len ? len : wire) - skip,
			       capture->flags)) {
		capture->bare++;
		return;
	}
	clab_capture_count(capture, &entry);
	clab_capture_time(pkthdr, when);
	if (clab_opts.json)
		clab_json_entry(&entry, capture->packets, when);
	else
		clab_print_entry(&entry, capture->packets, when);
}

static const char *clab_capture_name(const char *file)
{
	return strcmp(file, "-") ? file : "stdin";
}

static pcap_t *clab_capture_open(const char *file, int *link)
{
	char why[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_open_offline(file, why);
	size_t len = strlen(file);
	const char *name;

	if (!pcap) {
		/* Some of the library's sentences name the file, others don't. */
		if (!strncmp(why, file, len) && why[len] == ':')
			clab_error("%s", why);
		else
			clab_error("%.200s: %s", clab_capture_name(file), why);
		return NULL;
	}
	*link = pcap_datalink(pcap);
	if (clab_frame_known(*link))
		return pcap;
	name = pcap_datalink_val_to_name(*link);
	clab_error("%.200s: the link layer %s (%d) can't be read here",
		   clab_capture_name(file), name ? name : "without a name", *link);
	pcap_close(pcap);
	return NULL;
}

static void clab_capture_sum(const struct clab_capture *capture)
{
	printf("%u packets, %u labeled, %u refused, %u without a label, %u not IPv4",
	       capture->packets, capture->labeled, capture->refused,
	       capture->bare, capture->other);
	if (capture->quoted)
		printf("; %u quote%s a labeled packet", capture->quoted,
		       capture->quoted == 1 ? "s" : "");
	putchar('\n');
}

/* Return: true when the file has been read to its end. */
static bool clab_capture_loop(struct clab_capture *capture, pcap_t *pcap,
			      const char *file)
{
	struct pcap_pkthdr *pkthdr;
	const u8 *at;
	int ret;

	while ((ret = pcap_next_ex(pcap, &pkthdr, &at)) == 1)
		clab_capture_frame(capture, pkthdr, at);
	if (ret == PCAP_ERROR_BREAK)
		return true;
	fflush(stdout);
	clab_error("%.200s, behind packet %u: %.200s", clab_capture_name(file),
		   capture->packets, pcap_geterr(pcap));
	return false;
}

/**
 * clab_capture_decode() - show the labels in a capture
 * @file: its name; "-" is standard input
 * @flags: CLAB_V_STRICT for the draft's reading
 *
 * Return: CLAB_EXIT_OK; CLAB_EXIT_FAIL when a packet is refused, or the file
 * can't be read to its end.
 */
int clab_capture_decode(const char *file, unsigned int flags)
{
	struct clab_capture capture = { .flags = flags };
	pcap_t *pcap;
	bool whole;
	int ret;

	pcap = clab_capture_open(file, &capture.link);
	if (!pcap)
		return CLAB_EXIT_FAIL;
	if (clab_opts.json)
		clab_json_stream_open();
	whole = clab_capture_loop(&capture, pcap, file);
	pcap_close(pcap);
	if (clab_opts.json)
		clab_json_stream_close();
	else
		clab_capture_sum(&capture);
	ret = clab_out_end();
	return whole && !capture.refused ? ret : CLAB_EXIT_FAIL;
}
