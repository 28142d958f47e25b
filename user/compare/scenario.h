/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl compare: scenarios as they are written, Documentation/scenarios.md
 *
 * Nothing here needs a kernel: scenario.c reads the files, word.c knows the
 * words that are expected, action.c what can be done, macro.c what $NAME stands
 * for.
 */
#ifndef _CLAB_COMPARE_SCENARIO_H
#define _CLAB_COMPARE_SCENARIO_H

#include <stdio.h>

#include <cipsolab/cipsolab.h>
#include <cipsolab/port.h>

/** define CLAB_STEPS_MAX - steps that a scenario may have */
#define CLAB_STEPS_MAX		16
/** define CLAB_OPTION_ROOM - octets of IPv4 options in a header */
#define CLAB_OPTION_ROOM	40
/** define CLAB_TCP_BYTES_MAX - octets that an exchange may send over TCP */
#define CLAB_TCP_BYTES_MAX	1048576
/** define CLAB_UDP_BYTES_MAX - octets of the largest datagram */
#define CLAB_UDP_BYTES_MAX	65507

/**
 * enum clab_engine - who labels packets
 * @CLAB_OURS: cipsolab
 * @CLAB_STOCK: the NetLabel that is built into the kernel
 * @CLAB_ENGINES: how many there are
 */
enum clab_engine {
	CLAB_OURS,
	CLAB_STOCK,
	CLAB_ENGINES,
};

extern const char *const clab_engine_names[CLAB_ENGINES];

/**
 * enum clab_word - what can be found and expected
 * @CLAB_WORDS: how many there are
 *
 * The others have the names of Documentation/scenarios.md.
 */
enum clab_word {
	CLAB_WORD_WIRE,
	CLAB_WORD_ANSWER,
	CLAB_WORD_PEER,
	CLAB_WORD_CLIENT,
	CLAB_WORD_ERRNO,
	CLAB_WORD_ICMP,
	CLAB_WORD_DELIVERED,
	CLAB_WORD_REASON,
	CLAB_WORD_MSS,
	CLAB_WORD_SEGMENT,
	CLAB_WORD_RECEIVED,
	CLAB_WORD_TEXT,
	CLAB_WORD_VERDICT,
	CLAB_WORD_LABEL,
	CLAB_WORD_OFFSET,
	CLAB_WORDS,
};

const char *clab_word_name(enum clab_word word);
int clab_word_find(const char *name, size_t len);
bool clab_word_shared(enum clab_word word);
bool clab_word_compared(enum clab_word word);
int clab_word_check(enum clab_word word, const char *value);
bool clab_word_matches(enum clab_word word, const char *want, const char *got);

/**
 * struct clab_macros - what $NAME stands for in a scenario
 * @label: the client's context, or NULL while it is not known
 * @server_label: the server's
 * @netlabel: user, role and type of a label that came by level
 */
struct clab_macros {
	const char *label;
	const char *server_label;
	const char *netlabel;
};

/* The addresses of the two ends, and one that nobody uses */
#define CLAB_ADDR_FROM		"192.0.2.1"
#define CLAB_ADDR_TO		"192.0.2.2"
#define CLAB_ADDR_OTHER		"192.0.2.3"

/* Those of the two hosts between which a router stands */
#define CLAB_ADDR_NEAR		"203.0.113.2"
#define CLAB_ADDR_FAR		"198.51.100.2"

int clab_macro_check(const char *text);
char *clab_macro_expand(const char *text, const struct clab_macros *macros);

/**
 * enum clab_deed - what an action does
 * @CLAB_DO_TCP: a connection
 * @CLAB_DO_UDP: a datagram and its answer
 * @CLAB_DO_PING: an ICMP echo
 * @CLAB_DO_SEND: a datagram comes in from elsewhere
 * @CLAB_DO_RAW: a datagram by a raw socket
 * @CLAB_DO_FORWARD: a datagram for another host
 * @CLAB_DO_OPTION: octets for the codec
 * @CLAB_DO_CONFIG: a change of the configuration
 * @CLAB_DO_GENL: a request
 */
enum clab_deed {
	CLAB_DO_TCP,
	CLAB_DO_UDP,
	CLAB_DO_PING,
	CLAB_DO_SEND,
	CLAB_DO_RAW,
	CLAB_DO_FORWARD,
	CLAB_DO_OPTION,
	CLAB_DO_CONFIG,
	CLAB_DO_GENL,
};

/**
 * struct clab_action - what is to be done
 * @deed: what
 * @bytes: octets of payload
 * @mtu: of the device it leaves by, 0 for what it has
 * @cookie: the server is to answer by SYN cookies
 * @strict: the codec is to be strict
 * @from: source address of a datagram, network byte order
 * @option: IPv4 options, padded
 * @option_len: how many octets
 * @words: the rest of a request or a change, expanded; owned
 */
struct clab_action {
	enum clab_deed deed;
	u32 bytes;
	u32 mtu;
	bool cookie;
	bool strict;
	u32 from;
	u8 option[CLAB_OPTION_ROOM];
	size_t option_len;
	char *words;
};

int clab_action_parse(const char *text, const struct clab_macros *macros,
		      struct clab_action *action);
void clab_action_free(struct clab_action *action);
u32 clab_action_words(enum clab_deed deed);
int clab_hex_read(const char *text, u8 *octets, size_t room, size_t *len);

/**
 * struct clab_scn_text - a value and where it stands
 * @text: the value
 * @line: its line
 */
struct clab_scn_text {
	char *text;
	unsigned int line;
};

/**
 * struct clab_expect - a word that is expected
 * @engine: of whom
 * @kernel: on which kernel, or NULL for all
 * @step: of which step, counted from 1
 * @word: which
 * @value: its value, not expanded
 * @line: where it stands
 */
struct clab_expect {
	enum clab_engine engine;
	char *kernel;
	unsigned int step;
	enum clab_word word;
	char *value;
	unsigned int line;
};

/**
 * struct clab_differ - a difference that is intended
 * @kernel: on which kernel, or NULL for all
 * @name: what it is called
 * @words: a bit for each word that differs, 0 for any
 */
struct clab_differ {
	char *kernel;
	char *name;
	u32 words;
};

/**
 * struct clab_scenario - an experiment
 * @name: what it is called
 * @file: where it stands; borrowed
 * @line: its first line
 * @about: a sentence, or NULL
 * @clauses: struct clab_scn_text
 * @config: struct clab_scn_text, rules
 * @stock_config: struct clab_scn_text, in their place for the stock engine
 * @label: the client's, or NULL
 * @server_label: the server's, or NULL
 * @engines: a bit for each engine that it is run through
 * @steps: struct clab_scn_text, actions
 * @expects: struct clab_expect
 * @same: a bit for each word that has to be the same in both
 * @differs: struct clab_differ
 */
struct clab_scenario {
	char *name;
	const char *file;
	unsigned int line;
	char *about;
	struct clab_vec clauses;
	struct clab_vec config;
	struct clab_vec stock_config;
	char *label;
	char *server_label;
	u32 engines;
	struct clab_vec steps;
	struct clab_vec expects;
	u32 same;
	struct clab_vec differs;
};

/**
 * struct clab_scenarios - those of a run
 * @all: struct clab_scenario
 * @names: of tsearch(3), by name
 */
struct clab_scenarios {
	struct clab_vec all;
	void *names;
};

int clab_scenarios_read(const char *path, struct clab_scenarios *scenarios);
void clab_scenarios_free(struct clab_scenarios *scenarios);
bool clab_kernel_is(const char *release, const char *wanted);

/* Memory that there has to be: the program ends without. */
void *clab_scn_need(void *memory);
char *clab_scn_dup(const char *text);

#endif /* _CLAB_COMPARE_SCENARIO_H */
