// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of cipsoctl: frames cut and changed anywhere
 *
 * Each is in memory of its own length, so that the address sanitizer sees an
 * octet read behind its end. What is said of whole ones is in capture.pl.
 */
#include <stdio.h>
#include <stdlib.h>

#include "capture.h"
#include "cipsoctl.h"
#include "frame.h"
#include "test.h"

#define CLAB_TEST_ROUNDS	4000
#define CLAB_TEST_FRAME_MAX	256

/* 192.0.2.1 to 192.0.2.2, UDP, DOI 16, s5:c0,c9.c12 */
#define CLAB_TEST_LABELED \
	0x48, 0, 0, 0x28, 0x12, 0x34, 0, 0, 0x40, 0x11, 0xd9, 0xed, \
	192, 0, 2, 1, 192, 0, 2, 2, \
	0x86, 0x0c, 0, 0, 0, 0x10, 1, 6, 0, 5, 0x80, 0x78, \
	0x13, 0x88, 0x13, 0x88, 0, 8, 0, 0

static const u8 clab_test_labeled[] = { CLAB_TEST_LABELED };

/* An ICMP parameter problem that quotes it */
static const u8 clab_test_error[] = {
	0x45, 0, 0, 0x44, 0x12, 0x34, 0, 0, 0x40, 0x01, 0xe4, 0x81,
	192, 0, 2, 2, 192, 0, 2, 1, 12, 0, 0, 0, 27, 0, 0, 0,
	CLAB_TEST_LABELED
};

/* What stands in front of a packet, by link layer */
static const struct {
	int link;
	size_t len;
	u8 at[22];
} clab_test_links[] = {
	{ DLT_EN10MB, 14, { [12] = 8 } },
	{ DLT_EN10MB, 22, { [12] = 0x88, [13] = 0xa8, [16] = 0x81, [20] = 8 } },
	{ DLT_LINUX_SLL, 16, { [14] = 8 } },
	{ DLT_LINUX_SLL2, 20, { [0] = 8 } },
	{ DLT_NULL, 4, { [0] = 2 } },
	{ DLT_LOOP, 4, { [3] = 2 } },
	{ DLT_RAW, 0, { 0 } },
	{ DLT_IPV4, 0, { 0 } },
};

static u32 clab_test_seed = 1;

static u32 clab_test_random(u32 below)
{
	clab_test_seed = clab_test_seed * 1664525 + 1013904223;
	return (clab_test_seed >> 8) % below;
}

/* Show len octets of a frame that had wire. */
static void clab_test_show(struct clab_capture *capture, const u8 *frame,
			   size_t len, size_t wire)
{
	struct pcap_pkthdr pkthdr = { .caplen = (u32)len, .len = (u32)wire };
	u8 *own = malloc(len ? len : 1);

	if (!own)
		abort();
	memcpy(own, frame, len);
	/* A zero-length frame has no octet that may be read. */
	clab_capture_frame(capture, &pkthdr, len ? own : own + 1);
	free(own);
	if (capture->packets % 64 == 0)
		clab_test_captured();
}

static bool clab_test_sums(const struct clab_capture *c)
{
	return c->packets == c->labeled + c->refused + c->bare + c->other;
}

/* Every length of a frame: nothing, or truncated, or as much as is there. */
static void clab_test_lengths(struct clab_capture *capture, const u8 *frame,
			      size_t size)
{
	size_t len;

	for (len = 0; len <= size; len++)
		clab_test_show(capture, frame, len, size);
	clab_test(clab_test_sums(capture) && capture->other == 0,
		  "link layer %d: %zu lengths of a frame", capture->link, size);
}

static void clab_test_changes(struct clab_capture *capture, const u8 *frame,
			      size_t front, size_t size)
{
	u8 changed[CLAB_TEST_FRAME_MAX];
	u32 i, nr;

	for (i = 0; i < CLAB_TEST_ROUNDS; i++) {
		memcpy(changed, frame, size);
		for (nr = clab_test_random(4) + 1; nr; nr--)
			changed[clab_test_random((u32)size)] = (u8)clab_test_random(256);
		/* A checksum of 0 is not looked at, and hides nothing. */
		if (i % 2)
			memset(changed + front + 10, 0, 2);
		clab_test_show(capture, changed, size - clab_test_random(9), size);
	}
	clab_test(clab_test_sums(capture) && capture->refused &&
		  (capture->labeled || capture->quoted),
		  "link layer %d: %u changed frames, %u labeled, %u refused",
		  capture->link, capture->packets, capture->labeled,
		  capture->refused);
}

static void clab_test_link(size_t nr, bool json)
{
	struct clab_capture capture = { .link = clab_test_links[nr].link };
	size_t front = clab_test_links[nr].len;
	u8 frame[CLAB_TEST_FRAME_MAX];

	clab_opts.json = json;
	memcpy(frame, clab_test_links[nr].at, front);
	memcpy(frame + front, clab_test_labeled, sizeof(clab_test_labeled));
	clab_test_lengths(&capture, frame, front + sizeof(clab_test_labeled));
	clab_test(capture.labeled == 9, "link layer %d: the label is read once the header is there",
		  capture.link);
	clab_test_changes(&capture, frame, front, front + sizeof(clab_test_labeled));
	memset(&capture, 0, sizeof(capture));
	capture.link = clab_test_links[nr].link;
	memcpy(frame + front, clab_test_error, sizeof(clab_test_error));
	clab_test_lengths(&capture, frame, front + sizeof(clab_test_error));
	clab_test(capture.quoted == 21, "link layer %d: the quote is read once there is a header",
		  capture.link);
	clab_test_changes(&capture, frame, front, front + sizeof(clab_test_error));
	clab_opts.json = false;
	clab_test_captured();
}

/* explain takes any octets, and ends in one of three ways. */
static void clab_test_explain(void)
{
	char hex[2 * CLAB_TEST_FRAME_MAX + 1], *words[] = { hex };
	u8 octets[CLAB_TEST_FRAME_MAX];
	u32 i, at, len, seen[3] = { 0 };
	int ret;

	for (i = 0; i < CLAB_TEST_ROUNDS; i++) {
		len = 2 + clab_test_random(i % 2 ? 39 : 63);
		for (at = 0; at < len; at++)
			octets[at] = (u8)clab_test_random(i % 4 < 2 ? 256 : 12);
		octets[0] = i % 2 ? 0x86 : 0x45 + (u8)clab_test_random(11);
		if (i % 8)
			octets[1] = (u8)len;
		clab_octets_hex(octets, len, "", hex);
		clab_opts.json = i % 3 == 0;
		ret = clab_cmd_explain(1, words);
		if (ret < 0 || ret > 2)
			break;
		seen[ret]++;
		clab_test_captured();
	}
	clab_opts.json = false;
	clab_test(i == CLAB_TEST_ROUNDS && seen[0] && seen[1] && !seen[2],
		  "%u explanations, %u of something refused", i, seen[1]);
}

/**
 * clab_test_capture() - test the reading of frames
 */
void clab_test_capture(void)
{
	size_t i;

	for (i = 0; i < clab_count(clab_test_links); i++) {
		clab_test(clab_frame_known(clab_test_links[i].link),
			  "link layer %d is known", clab_test_links[i].link);
		clab_test_link(i, i % 2);
	}
	clab_test_explain();
}
