// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of cipsoctl: what comes of scenarios, and the packets they see
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cipsoctl.h"
#include "compare/run.h"
#include "test.h"

/**
 * struct clab_test_verdict - a scenario and what both engines have found
 * @lines: what stands below its action
 * @ours: wire, peer and errno of ours, separated by blanks
 * @stock: those of the stock engine, or NULL when it was not asked
 * @kind: what comes of it
 * @name: of the test
 */
static const struct clab_test_verdict {
	const char *lines;
	const char *ours;
	const char *stock;
	enum clab_outcome_kind kind;
	const char *name;
} clab_test_verdicts[] = {
	{ "", "86 a ok", "86 a ok", CLAB_PASS, "nothing is expected, and they agree" },
	{ "", "86 a ok", "none a ok", CLAB_UNEXPLAINED, "they differ" },
	{ "", "86 a ok", NULL, CLAB_PASS, "one alone can't differ" },
	{ "ours: wire=8. peer=a\nstock: errno=ok\n", "86 a ok", "86 a ok", CLAB_PASS,
	  "all that is expected" },
	{ "ours: wire=87\n", "86 a ok", "86 a ok", CLAB_FAIL, "another option" },
	{ "stock: errno=EPERM\n", "86 a ok", "86 a ok", CLAB_FAIL, "another error" },
	{ "stock: errno=EPERM\n", "86 a ok", NULL, CLAB_PASS, "of one that is not asked" },
	{ "ours: peer=s1:c2\n", "86 u:r:n:s1:c2 ok", NULL, CLAB_PASS, "a level stands for a label" },
	{ "ours: peer=s1:c2\n", "86 u:r:x:s1:c2 ok", NULL, CLAB_FAIL, "by level, of no other type" },
	{ "ours: peer=$label\n", "86 u:r:t:s0 ok", NULL, CLAB_PASS, "a label by its name" },
	{ "ours: errno=EPERM\nours[6.1]: errno=ok\n", "86 a ok", NULL, CLAB_PASS,
	  "what is expected on this kernel" },
	{ "ours: errno=ok\nours[6.12]: errno=EPERM\n", "86 a ok", NULL, CLAB_PASS,
	  "what is expected on another" },
	{ "ours[6.1]: errno=EPERM\n", "86 a ok", NULL, CLAB_FAIL, "not what is on this one" },
	{ "ours: icmp=none\n", "86 a ok", NULL, CLAB_FAIL, "a word that was not found" },
	{ "same: wire\n", "86 a ok", "87 a ok", CLAB_FAIL, "not the same" },
	{ "same: wire\ndiffers: x\n", "86 a ok", "87 a ok", CLAB_FAIL, "not the same, whatever is intended" },
	{ "differs: x\n", "86 a ok", "87 b EPERM", CLAB_PASS, "all of it is intended" },
	{ "differs: x\n", "86 a ok", "86 a ok", CLAB_STALE, "nothing is left of it" },
	{ "differs: x wire\n", "86 a ok", "87 a ok", CLAB_PASS, "one word is intended" },
	{ "differs: x wire\n", "86 a ok", "87 b ok", CLAB_UNEXPLAINED, "another is not" },
	{ "differs: x wire peer\n", "86 a ok", "87 a ok", CLAB_STALE, "one of two is left" },
	{ "differs: x wire\ndiffers: y peer\n", "86 a ok", "87 b ok", CLAB_PASS, "two are intended" },
	{ "differs[6.12]: x\n", "86 a ok", "87 a ok", CLAB_UNEXPLAINED, "on another kernel" },
	{ "differs[6.12]: x\n", "86 a ok", "86 a ok", CLAB_PASS, "on another kernel, and not here" },
	{ "differs: x peer\ndiffers[6.1]: y wire\n", "86 a ok", "87 a ok", CLAB_PASS,
	  "on this kernel, not on the rest" },
	{ "differs: x\n", "86 a ok", NULL, CLAB_PASS, "nobody to differ from" },
};

static int clab_test_scn(const char *lines, struct clab_scenarios *scenarios)
{
	char name[] = "/tmp/clab-judge.XXXXXX";
	FILE *file = fdopen(mkstemp(name), "w");
	int ret;

	if (!file)
		abort();
	fprintf(file, "scenario: a\ndo: udp\n%s", lines);
	fclose(file);
	ret = clab_scenarios_read(name, scenarios);
	unlink(name);
	return ret;
}

static void clab_test_found(const char *found, enum clab_engine engine,
			    struct clab_outcome *outcome)
{
	struct clab_result *result = &outcome->results[engine][0];
	char wire[64], peer[64], error[64];

	if (sscanf(found, "%63s %63s %63s", wire, peer, error) != 3)
		abort();
	clab_result_set(result, CLAB_WORD_WIRE, wire);
	clab_result_set(result, CLAB_WORD_PEER, peer);
	clab_result_set(result, CLAB_WORD_ERRNO, error);
	outcome->engines |= 1u << engine;
}

static void clab_test_one(const struct clab_test_verdict *test)
{
	static const struct clab_macros macros = { .label = "u:r:t:s0", .netlabel = "u:r:n" };
	struct clab_scenarios scenarios = {};
	struct clab_outcome outcome = { .steps = 1 };
	int i;

	if (clab_test_scn(test->lines, &scenarios)) {
		clab_test(false, "%s: %s", test->name, clab_test_said());
		return;
	}
	outcome.scenario = scenarios.all.items;
	outcome.different = calloc(1, sizeof(*outcome.different));
	for (i = 0; i < CLAB_ENGINES; i++)
		outcome.results[i] = calloc(1, sizeof(struct clab_result));
	clab_test_found(test->ours, CLAB_OURS, &outcome);
	if (test->stock)
		clab_test_found(test->stock, CLAB_STOCK, &outcome);
	clab_judge("6.1.0-51-amd64", &macros, &outcome);
	clab_test(outcome.kind == test->kind, "%s: %s", test->name,
		  clab_outcome_names[outcome.kind]);
	clab_outcome_free(&outcome);
	clab_scenarios_free(&scenarios);
}

/* A datagram from port 5000, and what is made of it when it is cut or changed */
static void clab_test_packets(void)
{
	static const u8 options[] = { 0x86, 0x0b, 0, 0, 0, 5, 1, 5, 0, 0, 0x50, 0 };
	const struct clab_datagram datagram = {
		.src = inet_addr(CLAB_ADDR_FROM),
		.dst = inet_addr(CLAB_ADDR_TO),
		.port = 5000,
		.options = options,
		.options_len = sizeof(options),
	};
	u8 octets[CLAB_DATAGRAM_ROOM], *own;
	size_t len = clab_datagram_make(&datagram, octets), i;
	struct clab_packet packet;
	struct clab_vec packets = { .items = &packet, .nr = 1 };
	char *text;

	clab_test(len == 20 + sizeof(options) + 8 + 1 && octets[0] == 0x48, "a datagram is made");
	clab_test(clab_packet_take(octets, len, len, 5000, &packet) && packet.length == len &&
		  !packet.error, "and taken apart");
	text = clab_packets_options(&packets, datagram.src, datagram.dst, false);
	clab_test(!strcmp(text, "860b00000005010500005000"), "its options: %s", text);
	free(text);
	text = clab_packets_options(&packets, datagram.dst, datagram.src, false);
	clab_test(!strcmp(text, "-"), "there is none the other way: %s", text);
	free(text);
	clab_test(!clab_packet_take(octets, len, len, 5001, &packet), "it is of no other port");
	for (i = 0; i < len * 256; i++) {
		size_t cut = i % 3 ? len : i / 256;

		own = malloc(cut ? cut : 1);
		memcpy(own, octets, cut);
		if (cut > i / 256)
			own[i / 256] = (u8)i;
		clab_packet_take(own, cut, len, 5000, &packet);
		free(own);
	}
	clab_test(true, "packets cut and changed anywhere");
}

/**
 * clab_test_judge() - what comes of scenarios
 */
void clab_test_judge(void)
{
	size_t i;

	for (i = 0; i < clab_count(clab_test_verdicts); i++)
		clab_test_one(&clab_test_verdicts[i]);
	clab_test_packets();
}
