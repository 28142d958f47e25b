// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: the table of subcommands
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "testkit.h"

/**
 * struct clab_command - a subcommand
 * @name: its name
 * @run: what it does; returns the exit status
 * @words: its options
 * @help: what it is for
 */
struct clab_command {
	const char *name;
	int (*run)(const struct clab_args *args);
	const char *words;
	const char *help;
};

static const struct clab_command clab_commands[] = {
	{ "tcp", clab_cmd_tcp, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX]... [-q] [-k] [-d] [-w]",
	  "one TCP client per -c, all at once; the label that each end sees" },
	{ "connect", clab_cmd_connect, "[-a ADDR] [-p PORT] [-c CTX]",
	  "connect() only; its error" },
	{ "bulk", clab_cmd_bulk, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] -b BYTES [-w]",
	  "transfer; with -w from the server, which writes first" },
	{ "denied", clab_cmd_denied, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] [-t MS] [-q]",
	  "connect(), and two datagrams; the errors. With -q the server's filter lets nothing in" },
	{ "steady", clab_cmd_steady, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] [-t MS] -- CMD...",
	  "a transfer, requests and datagrams while CMD runs; what is lost, late or has another label" },
	{ "busy", clab_cmd_busy, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] [-t MS]",
	  "connect(), and keep the socket locked for MS while it is refused" },
	{ "early", clab_cmd_early, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] [-b BYTES] -- CMD...",
	  "open sockets, run CMD, then use them" },
	{ "udp", clab_cmd_udp, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX]... [-n COUNT]",
	  "COUNT datagrams per -c in one burst, one answer" },
	{ "datagram", clab_cmd_datagram, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] [-b BYTES] [-d]",
	  "one of BYTES octets, then another; what comes of each. With -d it is not to be cut" },
	{ "recv", clab_cmd_recv, "[-a ADDR] [-p PORT] [-s CTX] [-t MS] -- CMD...",
	  "datagrams that CMD causes, and up to MS later" },
	{ "avc", clab_cmd_avc, "[-a ADDR] [-p PORT] [-n COUNT]",
	  "SELinux's permission look-ups for COUNT datagrams" },
	{ "ping", clab_cmd_ping, "[-a ADDR] [-c CTX]",
	  "ICMP echo; the labels of request and reply" },
	{ "sniff", clab_cmd_sniff, "[-i DEV] [-f FILE] [-t MS] [-- CMD...]",
	  "check every packet sent on DEV while CMD runs" },
	{ "inject", clab_cmd_inject,
	  "[-r] [-T] [-i DEV] [-S ADDR] [-P PORT] [-a ADDR] [-p PORT] [-O HEX] [-F FLAGS] [-c CTX]",
	  "send a packet built by hand" },
	{ "timewait", clab_cmd_timewait,
	  "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] [-x CTX] [-n COUNT]",
	  "COUNT connections into TIME_WAIT, then a stray segment to each" },
	{ "spoof", clab_cmd_spoof, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] -O HEX",
	  "SYN-ACKs of a third party before, during and after connect()" },
	{ "cycle", clab_cmd_cycle, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] -n COUNT -L CMD -U CMD",
	  "load and unload under traffic" },
	{ "sizes", clab_cmd_sizes,
	  "[-a ADDR] [-s CTX] [-c CTX] -f NETNS-FILE -x LABEL -L CMD -U CMD [-r]",
	  "full segments, datagrams of all sizes, -r UDP_SEGMENT; LABEL is what arrives" },
	{ "own", clab_cmd_own, "[-a ADDR] [-S ADDR] [-s CTX] [-c CTX] -O HEX [-q] [-r] [-T [-w]]",
	  "options of a user's own; -q root's, -r unconnected, -T TCP, -w before it connects" },
	{ "flow", clab_cmd_flow, "[-a ADDR] [-p PORT] [-s CTX] [-c CTX] [-t MS]",
	  "the same sockets for each line of the input: tcp, udp ADDR, mapped ADDR, connect ADDR, send" },
};

/* Those that read their words themselves. */
static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} clab_plain_commands[] = {
	{ "genl", clab_genl_main },
	{ "lab", clab_lab_main },
	{ "concurrent", clab_concurrent_main },
	{ "faults", clab_faults_main },
	{ "fill", clab_fill_main },
	{ "interrupt", clab_interrupt_main },
	{ "six", clab_six_main },
	{ "pair", clab_pair_main },
	{ "audit", clab_audit_main },
	{ "refusals", clab_refuse_main },
	{ "proto", clab_proto_main },
	{ "options", clab_options_main },
};

static int clab_help(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(clab_commands); i++)
		printf("clab-testkit %s %s\n    %s\n", clab_commands[i].name,
		       clab_commands[i].words, clab_commands[i].help);
	puts("-N NETNS: the server of tcp, bulk, denied, steady, udp, datagram and recv is there\n"
	     "clab-testkit genl FAMILY CMD [dump] [ATTR:TYPE:VALUE | ATTR:nest ... end | raw:HEX]...\n"
	     "             [-- CMD ...]\n"
	     "    send generic netlink messages; TYPE is u8, u16, u32, str or hex\n"
	     "clab-testkit lab save FILE | load FILE [stop=N] [msg=N] [dry] [if=N] | many FILE SELECTORS DOMAINS CATS |\n"
	     "             churn MS | listen GROUP MS -- CMD... | sending ADDR -- CMD...\n"
	     "    what takes many messages of CLAB_LAB\n"
	     "clab-testkit fill FAMILY CMD FIRST COUNT [WORDS as above]...\n"
	     "    send one for each number, with # and @ (hexadecimal) for the number\n"
	     "clab-testkit interrupt FAMILY DUMP FAMILY CMD [WORDS as above]...\n"
	     "    send one while a dump is being read\n"
	     "clab-testkit six ADDR [PORT [NETNS-FILE]]\n"
	     "    TCP and UDP to an IPv6 address; the labels that both ends see\n"
	     "clab-testkit pair server=NETNS client=NETNS addr=ADDR [port=PORT] [sctx=CTX] [cctx=CTX]\n"
	     "             [at=ADDR] [sdev=DEV] [cdev=DEV] [bytes=N] [only=udp] [tap=NETNS/DEV/FILE]...\n"
	     "    TCP and UDP from one namespace to another; the labels that both ends see\n"
	     "clab-testkit concurrent WRITERS READERS OPERATIONS\n"
	     "    transactions and dumps at once; is every dump a whole configuration?\n"
	     "clab-testkit faults [all] [heard] [every=N] [last=N] genl|load|... WORD...\n"
	     "    the same with another allocation failing each time, by tests/faults/\n"
	     "clab-testkit audit CMD...\n"
	     "    the audit records of NetLabel's types that CMD causes\n"
	     "clab-testkit proto NAME SERVER-ADDR CLIENT-ADDR SERVER-CTX CLIENT-CTX [CTX [ADDR ADDR]]\n"
	     "    an exchange of a protocol; the labels that both ends see\n"
	     "clab-testkit options SERVER-ADDR CLIENT-ADDR DOI USER:ROLE:TYPE\n"
	     "    options of every length beside labels of every length\n"
	     "clab-testkit refusals FILE\n"
	     "    every fault in every attribute of the messages in FILE, and the answers");
	return 0;
}

/**
 * main() - find the subcommand
 * @argc: number of words
 * @argv: the words
 *
 * Return: 0, 1 when something failed, 2 when the command line is wrong.
 */
int main(int argc, char **argv)
{
	struct clab_args args;
	size_t i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2 || !strcmp(argv[1], "-h"))
		return argc < 2 ? 2 : clab_help();
	for (i = 0; i < ARRAY_SIZE(clab_plain_commands); i++)
		if (!strcmp(argv[1], clab_plain_commands[i].name))
			return clab_plain_commands[i].run(argc - 1, argv + 1);
	for (i = 0; i < ARRAY_SIZE(clab_commands); i++) {
		if (strcmp(argv[1], clab_commands[i].name))
			continue;
		clab_args_parse(argc - 1, argv + 1, &args);
		alarm(args.timeout / 1000 + 60);
		return clab_commands[i].run(&args);
	}
	fprintf(stderr, "clab-testkit: unknown subcommand: %s\n", argv[1]);
	return 2;
}
