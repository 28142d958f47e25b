// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of cipsoctl: scenarios
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cipsoctl.h"
#include "compare/scenario.h"
#include "line.h"
#include "test.h"

/* Rules are run by the program; here nothing is. */
int clab_cmd_run(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return CLAB_EXIT_OK;
}

/* Put a text into a file of this name. */
static void clab_test_file(char name[], const char *text, size_t len)
{
	int fd = mkstemp(name);

	if (fd < 0 || write(fd, text, len) != (ssize_t)len || close(fd))
		abort();
}

/* Read a text as a file. Return: enum clab_exit. */
static int clab_test_read(const char *text, size_t len, struct clab_scenarios *scenarios)
{
	static char name[] = "/tmp/clab-scenario.XXXXXX";
	int ret;

	strcpy(name + sizeof(name) - 7, "XXXXXX");
	clab_test_file(name, text, len);
	ret = clab_scenarios_read(name, scenarios);
	unlink(name);
	return ret;
}

#define CLAB_TEST_HEAD	"scenario: a\n"
#define CLAB_TEST_UDP	CLAB_TEST_HEAD "do: udp\n"
#define CLAB_TEST_20	"0101010101010101010101010101010101010101"

static const char clab_test_good[] =
	"# a remark\n"
	"scenario: one.1-a_B\n"
	"about: says: what it is about # all of it\n"
	"clause: CIPSO 3.4.2.2\n"
	"  # a remark within\n"
	"clause: stock B12\n"
	"config: cipso add pass doi:5\n"
	"\ttags:1\n"
	"config: map add domain:$domain protocol:cipso,5\n"
	"stock-config: map del default\n"
	"label: s0:c1,c3\n"
	"server-label: $netlabel:s0\n"
	"do: config map add domain:x protocol:unlbl\n"
	"do: tcp bytes:100000 mtu:1500 cookie\n"
	"do: send 8606 from:$other\r\n"
	"ours: wire=8606.... peer=s0:c1 1:errno=ok 1:text=\"two words\"\n"
	"ours[6.1]: icmp=12/0@22 2:errno=ECONNREFUSED\n"
	"stock: delivered=no icmp=none answer=none,86,- # not this\n"
	"same: wire peer\n"
	"differs: some-thing wire\n"
	"differs[6.12]: other\n"
	" \n"
	"\n"
	"scenario: two\n"
	"only: ours\n"
	"do: option 8607 strict\n"
	"ours: verdict=refused reason=opt-length offset=1";

static void clab_test_scenario_good(void)
{
	struct clab_scenarios scenarios = {};
	int ret = clab_test_read(clab_test_good, sizeof(clab_test_good) - 1, &scenarios);
	const struct clab_scenario *scn = scenarios.all.items;
	const struct clab_scn_text *text;
	const struct clab_expect *expect;
	const struct clab_differ *differ;

	clab_test(!ret && scenarios.all.nr == 2, "two scenarios are read: %s", clab_test_said());
	if (ret || scenarios.all.nr != 2)
		return;
	clab_test(!strcmp(scn->name, "one.1-a_B") && scn->line == 2,
		  "the name, and where it stands");
	clab_test(!strcmp(scn->about, "says: what it is about # all of it"),
		  "a sentence is taken whole");
	clab_test(scn->clauses.nr == 2, "keys that may be repeated");
	text = scn->config.items;
	clab_test(scn->config.nr == 2 && !strcmp(text->text, "cipso add pass doi:5 tags:1") &&
		  text->line == 7, "a value that goes on in the next line");
	clab_test(scn->stock_config.nr == 1 && scn->steps.nr == 3, "rules and steps");
	expect = scn->expects.items;
	clab_test(scn->expects.nr == 9, "every expectation is there");
	clab_test(expect[0].step == 3 && expect[0].engine == CLAB_OURS && !expect[0].kernel &&
		  expect[0].word == CLAB_WORD_WIRE && !strcmp(expect[0].value, "8606...."),
		  "an expectation without a number is of the last step");
	clab_test(expect[3].step == 1 && !strcmp(expect[3].value, "two words"),
		  "quotes, and a number");
	clab_test(!strcmp(expect[4].kernel, "6.1") && expect[5].step == 2,
		  "those of a kernel");
	clab_test(expect[6].engine == CLAB_STOCK, "those of the other engine");
	clab_test(scn->same == (1u << CLAB_WORD_WIRE | 1u << CLAB_WORD_PEER),
		  "what has to be the same");
	differ = scn->differs.items;
	clab_test(scn->differs.nr == 2 && differ->words == 1u << CLAB_WORD_WIRE &&
		  !strcmp(differ[1].kernel, "6.12") && !differ[1].words, "intended differences");
	clab_test(scn[1].engines == 1u << CLAB_OURS, "a scenario of one engine");
	clab_scenarios_free(&scenarios);
}

/* What is refused, and the line and words that say why */
static const struct {
	const char *text;
	unsigned int line;
	const char *why;
} clab_test_bad[] = {
	{ "do: udp\n", 1, "begins with 'scenario'" },
	{ " do: udp\n", 1, "goes on from the one above" },
	{ "scenario\n", 1, "not KEY: VALUE" },
	{ "scenario:\n", 1, "has no value" },
	{ "scenario: a b\n", 1, "can't be the name" },
	{ "scenario: a\x1b\n", 1, "can't be the name" },
	{ CLAB_TEST_HEAD, 1, "does nothing" },
	{ CLAB_TEST_HEAD "do: udp\nscenario: b\n", 3, "an empty line is missing" },
	{ CLAB_TEST_UDP "\n" CLAB_TEST_UDP, 4, "there is a scenario 'a' already" },
	{ CLAB_TEST_UDP "Do: udp\n", 3, "unknown key" },
	{ CLAB_TEST_UDP "[6.1]: udp\n", 3, "is for all kernels" },
	{ CLAB_TEST_UDP "label[6.1]: s0\n", 3, "is for all kernels" },
	{ CLAB_TEST_UDP "ours[]: peer=none\n", 3, "names no kernel" },
	{ CLAB_TEST_UDP "ours[6.1: peer=none\n", 3, "names no kernel" },
	{ CLAB_TEST_UDP "ours[6.1]x: peer=none\n", 3, "names no kernel" },
	{ CLAB_TEST_UDP "label: s0\nlabel: s0\n", 4, "given twice" },
	{ CLAB_TEST_UDP "about: s0\nabout: s0\n", 4, "given twice" },
	{ CLAB_TEST_UDP "only: ours\nonly: ours\n", 4, "given twice" },
	{ CLAB_TEST_UDP "only: both\n", 3, "neither" },
	{ CLAB_TEST_UDP "label: $lable\n", 3, "unknown '$lable'" },
	{ CLAB_TEST_UDP "config: map del $\n", 3, "unknown '$'" },
	{ CLAB_TEST_HEAD "do: fly\n", 2, "unknown action 'fly'" },
	{ CLAB_TEST_HEAD "do: udp bytes:0\n", 2, "not a number from 1 to 65507" },
	{ CLAB_TEST_HEAD "do: udp cookie\n", 2, "'udp' takes no 'cookie'" },
	{ CLAB_TEST_HEAD "do: tcp mtu:67\n", 2, "not a number from 68" },
	{ CLAB_TEST_HEAD "do: send\n", 2, "lacks the options" },
	{ CLAB_TEST_HEAD "do: send 867\n", 2, "not octets in hexadecimal" },
	{ CLAB_TEST_HEAD "do: send 86 from:1\n", 2, "no IPv4 address" },
	{ CLAB_TEST_HEAD "do: send 86 from:$label\n", 2, "no IPv4 address" },
	{ CLAB_TEST_HEAD "do: send " CLAB_TEST_20 CLAB_TEST_20 "86\n", 2, "there is room for 40" },
	{ CLAB_TEST_HEAD "do: config  \n", 2, "lacks its words" },
	{ CLAB_TEST_HEAD "do: config map list\n", 2, "commands that change something" },
	{ CLAB_TEST_HEAD "do: udp \"x\n", 2, "without its other half" },
	{ CLAB_TEST_UDP "ours: # nothing\n", 3, "says nothing" },
	{ CLAB_TEST_UDP "ours: peer\n", 3, "not NAME=VALUE" },
	{ CLAB_TEST_UDP "ours: pear=none\n", 3, "not NAME=VALUE" },
	{ CLAB_TEST_UDP "ours: peer=\n", 3, "can't be the value of 'peer'" },
	{ CLAB_TEST_UDP "ours: wire=86x\n", 3, "can't be the value of 'wire'" },
	{ CLAB_TEST_UDP "ours: wire=8\n", 3, "can't be the value of 'wire'" },
	{ CLAB_TEST_UDP "ours: wire=86,,86\n", 3, "can't be the value of 'wire'" },
	{ CLAB_TEST_UDP "ours: errno=EFOO\n", 3, "can't be the value of 'errno'" },
	{ CLAB_TEST_UDP "ours: icmp=12\n", 3, "can't be the value of 'icmp'" },
	{ CLAB_TEST_UDP "ours: icmp=12/0@\n", 3, "can't be the value of 'icmp'" },
	{ CLAB_TEST_UDP "ours: icmp=12/0@22x\n", 3, "can't be the value of 'icmp'" },
	{ CLAB_TEST_UDP "ours: delivered=maybe\n", 3, "can't be the value of 'delivered'" },
	{ CLAB_TEST_UDP "ours: received=-1\n", 3, "can't be the value of 'received'" },
	{ CLAB_TEST_UDP "ours: 0:peer=none\n", 3, "a step is a number from 1" },
	{ CLAB_TEST_UDP "ours: 99999999999:peer=none\n", 3, "a step is a number from 1" },
	{ CLAB_TEST_UDP "ours: 2:peer=none\n", 3, "there is no step 2" },
	{ CLAB_TEST_UDP "ours: mss=1\n", 3, "step 1 finds no 'mss'" },
	{ CLAB_TEST_UDP "same: reason\n", 3, "no word of both engines" },
	{ CLAB_TEST_UDP "differs: \"\"\n", 3, "can't be the name" },
	{ CLAB_TEST_UDP "differs: # x\n", 3, "has no name" },
	{ CLAB_TEST_UDP "differs: x text\n", 3, "no word of both engines" },
	{ CLAB_TEST_HEAD "do: udp\ndo: udp\ndo: udp\ndo: udp\ndo: udp\ndo: udp\ndo: udp\ndo: udp\n"
	  "do: udp\ndo: udp\ndo: udp\ndo: udp\ndo: udp\ndo: udp\ndo: udp\ndo: udp\ndo: udp\n", 18,
	  "more than 16 steps" },
};

static void clab_test_scenario_bad(void)
{
	char where[40];
	size_t i;

	for (i = 0; i < clab_count(clab_test_bad); i++) {
		struct clab_scenarios scenarios = {};
		const char *text = clab_test_bad[i].text, *said;
		int ret = clab_test_read(text, strlen(text), &scenarios);

		said = clab_test_said();
		snprintf(where, sizeof(where), ":%u: ", clab_test_bad[i].line);
		clab_test(ret == CLAB_EXIT_USAGE && strstr(said, where) &&
			  strstr(said, clab_test_bad[i].why), "refused: %s", clab_test_bad[i].why);
		if (ret != CLAB_EXIT_USAGE || !strstr(said, where))
			clab_test(false, "%s said: %s", where, said);
		clab_scenarios_free(&scenarios);
	}
}

/* Cut anywhere, with any octet changed: no crash, and the lists are freed. */
static void clab_test_scenario_any(void)
{
	size_t i, len = sizeof(clab_test_good) - 1;
	static const char octets[] = { '\0', '\n', ' ', '"', '$', ':', '[', '\xff' };
	char text[sizeof(clab_test_good)];

	for (i = 0; i < len; i++) {
		struct clab_scenarios scenarios = {};

		memcpy(text, clab_test_good, len);
		text[i] = octets[i % sizeof(octets)];
		clab_test_read(text, i % 3 ? len : i, &scenarios);
		clab_scenarios_free(&scenarios);
		clab_test_said();
	}
	clab_test(true, "scenarios cut and changed anywhere");
}

static void clab_test_scenario_macros(void)
{
	static const struct clab_macros macros = {
		.label = "u:r:t_t:s0:c1", .server_label = "plain", .netlabel = "u:r:n",
	};
	char *text = clab_macro_expand("$from-$$to $to $other/8 $domain $server-domain:$netlabel $$",
				       &macros);

	clab_test(!strcmp(text, "192.0.2.1-$to 192.0.2.2 192.0.2.3/8 t_t plain:u:r:n $"),
		  "what stands for something: %s", text);
	free(text);
	text = clab_macro_expand("$nothing $", &macros);
	clab_test(!strcmp(text, "$nothing $"), "what stands for nothing stays: %s", text);
	free(text);
}

static void clab_test_scenario_words(void)
{
	clab_test(clab_word_matches(CLAB_WORD_WIRE, "86..", "860f") &&
		  !clab_word_matches(CLAB_WORD_WIRE, "86..", "860g") &&
		  !clab_word_matches(CLAB_WORD_WIRE, "86..", "86"), "a dot is any digit of options");
	clab_test(!clab_word_matches(CLAB_WORD_PEER, "u.", "ua") &&
		  clab_word_matches(CLAB_WORD_PEER, "u", "u"), "and of nothing else");
	clab_test(clab_kernel_is("6.1.0-51-amd64", "6.1") && clab_kernel_is("6.1", "6.1") &&
		  !clab_kernel_is("6.12.1", "6.1") && !clab_kernel_is("6", "6.1"), "kernels");
}

/**
 * clab_test_scenario() - scenarios
 */
void clab_test_scenario(void)
{
	clab_test_scenario_good();
	clab_test_scenario_bad();
	clab_test_scenario_any();
	clab_test_scenario_macros();
	clab_test_scenario_words();
}
