/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libcipsolab: the cipsolab engine's configuration, for programs
 *
 * A program opens a connection, calls the functions below, and looks at the
 * connection's fault when one of them returns a negative errno:
 *
 *	struct clab_nl *nl;
 *	struct clab_vec dois = {};
 *
 *	if (clab_nl_open(&nl, NULL) || clab_doi_list(nl, &dois))
 *		fprintf(stderr, "%s\n", clab_nl_fault(nl)->text);
 *	clab_doi_free_list(&dois);
 *	clab_nl_close(nl);
 *
 * A connection is for one thread at a time; two connections are independent.
 */
#ifndef _CIPSOLAB_CIPSOLAB_H
#define _CIPSOLAB_CIPSOLAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/cipsolab.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nlattr;
struct clab_nl;
struct clab_req;

/**
 * enum clab_failure_kind - who is at fault
 * @CLAB_FAILED_NONE: nobody
 * @CLAB_FAILED_HERE: this process: memory, sockets, the caller's data
 * @CLAB_FAILED_ABSENT: the kernel has no such netlink family, or its family no
 *		       such command
 * @CLAB_FAILED_KERNEL: the kernel has refused the request
 * @CLAB_FAILED_ANSWER: the kernel's answer did not come, or makes no sense
 */
enum clab_failure_kind {
	CLAB_FAILED_NONE,
	CLAB_FAILED_HERE,
	CLAB_FAILED_ABSENT,
	CLAB_FAILED_KERNEL,
	CLAB_FAILED_ANSWER,
};

/**
 * struct clab_failure - why a function failed
 * @kind: who is at fault
 * @error: negative errno, what the function returned
 * @explained: @text is the kernel's own sentence
 * @text: a sentence without its full stop, never empty after a failure
 * @offset: octet of the request that the kernel points at, or 0
 * @attr: name of the attribute there, or empty
 * @line: of clab_conf_commit(): line of the entry at fault, or 0
 *
 * After a success @text is the kernel's warning, or empty.
 */
struct clab_failure {
	enum clab_failure_kind kind;
	int error;
	bool explained;
	char text[256];
	uint32_t offset;
	char attr[32];
	unsigned int line;
};

/**
 * struct clab_nl_opts - how a connection is made
 * @prefix: what the families' names begin with, or NULL for CLAB
 * @timeout: seconds to wait for an answer; 0 for 10
 * @netns: network namespace: a name as `ip netns` has it, or a path with a
 *	   slash in it; NULL for @netns_fd
 * @netns_fd: descriptor of a network namespace; 0 for the caller's own
 * @trace: called with a line about each request, or NULL
 * @arg: for @trace
 */
struct clab_nl_opts {
	const char *prefix;
	unsigned int timeout;
	const char *netns;
	int netns_fd;
	void (*trace)(const char *line, void *arg);
	void *arg;
};

int clab_nl_open(struct clab_nl **nl, const struct clab_nl_opts *opts);
void clab_nl_close(struct clab_nl *nl);
const struct clab_failure *clab_nl_fault(const struct clab_nl *nl);
int clab_nl_fail(struct clab_nl *nl, enum clab_failure_kind kind, int error,
		 const char *text);
int clab_nl_family(struct clab_nl *nl, const char *family);
int clab_nl_netns(struct clab_nl *nl, uint64_t *cookie);

/*
 * Arrays that grow
 */

/**
 * struct clab_vec - an array that grows
 * @items: the entries
 * @nr: how many
 *
 * All zero is an empty one. One that is only read can borrow its entries.
 */
struct clab_vec {
	void *items;
	size_t nr;
};

void *clab_vec_add(struct clab_vec *vec, size_t size);
void clab_vec_clear(struct clab_vec *vec);

/*
 * What is configured
 *
 * The line of an entry is the caller's: where the entry comes from, or 0. It is
 * given back when the kernel refuses the entry.
 */

/**
 * struct clab_addr - an address and how much of it counts
 * @family: AF_INET or AF_INET6
 * @prefix: leading bits that count
 * @size: octets of @addr and @mask in use
 * @addr: the address in network byte order
 * @mask: the prefix as a mask
 */
struct clab_addr {
	int family;
	uint32_t prefix;
	size_t size;
	uint8_t addr[16];
	uint8_t mask[16];
};

/** define CLAB_ADDR_TEXT_MAX - room for an address, a slash and a prefix */
#define CLAB_ADDR_TEXT_MAX	52

void clab_addr_set_prefix(struct clab_addr *addr, uint32_t prefix);
const char *clab_addr_text(const struct clab_addr *addr,
			   char text[CLAB_ADDR_TEXT_MAX]);

/**
 * struct clab_proto - what a mapping sends
 * @type: enum clab_nltype
 * @doi: the DOI, for a labeling protocol
 * @family: AF_INET or AF_INET6 when narrowed to one, else 0
 */
struct clab_proto {
	uint32_t type;
	uint32_t doi;
	int family;
};

/**
 * struct clab_selector - what is sent to some addresses
 * @addr: the addresses
 * @proto: what is sent
 * @line: the caller's
 */
struct clab_selector {
	struct clab_addr addr;
	struct clab_proto proto;
	unsigned int line;
};

/**
 * struct clab_mapping - what a domain sends
 * @domain: its name, or NULL for the default mapping
 * @family: AF_INET, AF_INET6, or 0 for both
 * @selective: it goes by address: @selectors counts and @proto does not
 * @proto: what is sent
 * @selectors: struct clab_selector
 * @line: the caller's
 */
struct clab_mapping {
	char *domain;
	uint16_t family;
	bool selective;
	struct clab_proto proto;
	struct clab_vec selectors;
	unsigned int line;
};

bool clab_proto_has_doi(const struct clab_proto *proto);
int clab_map_add(struct clab_nl *nl, const char *domain,
		 const struct clab_addr *addr, const struct clab_proto *proto);
int clab_map_del(struct clab_nl *nl, const char *domain);
int clab_map_list(struct clab_nl *nl, struct clab_vec *maps);
void clab_map_free_list(struct clab_vec *maps);

/**
 * struct clab_pair - a number here and what it is on the wire
 * @local: here
 * @remote: on the wire
 */
struct clab_pair {
	uint32_t local;
	uint32_t remote;
};

/**
 * struct clab_doi - a domain of interpretation
 * @doi: its number
 * @type: enum clab_doi_type
 * @tags: uint8_t, in the order in which they are tried
 * @levels: struct clab_pair
 * @cats: struct clab_pair
 * @line: the caller's
 */
struct clab_doi {
	uint32_t doi;
	uint32_t type;
	struct clab_vec tags;
	struct clab_vec levels;
	struct clab_vec cats;
	unsigned int line;
};

int clab_doi_add(struct clab_nl *nl, const struct clab_doi *doi);
int clab_doi_del(struct clab_nl *nl, uint32_t number);
int clab_doi_get(struct clab_nl *nl, uint32_t number, struct clab_doi *doi);
int clab_doi_list(struct clab_nl *nl, struct clab_vec *dois);
void clab_doi_free(struct clab_doi *doi);
void clab_doi_free_list(struct clab_vec *dois);

/**
 * struct clab_static - the label of packets that carry none
 * @iface: name of the interface they come in by, or NULL for any other
 * @addr: where they come from
 * @label: the label
 * @line: the caller's
 */
struct clab_static {
	char *iface;
	struct clab_addr addr;
	char *label;
	unsigned int line;
};

int clab_static_add(struct clab_nl *nl, const struct clab_static *st);
int clab_static_del(struct clab_nl *nl, const struct clab_static *st);
int clab_static_list(struct clab_nl *nl, struct clab_vec *statics);
void clab_static_free_list(struct clab_vec *statics);
int clab_accept_set(struct clab_nl *nl, bool accept);
int clab_accept_get(struct clab_nl *nl, bool *accept);

int clab_mgmt_version(struct clab_nl *nl, uint32_t *version);
int clab_mgmt_protocols(struct clab_nl *nl, struct clab_vec *types);

/*
 * Words for the kernel's numbers
 */

/**
 * enum clab_name_kind - a kind of number
 * @CLAB_NAME_PROTO: enum clab_nltype
 * @CLAB_NAME_DOI: enum clab_doi_type
 * @CLAB_NAME_TAG: tag types; elsewhere than in lists for people, their number
 * @CLAB_NAME_KINDS: number of kinds
 */
enum clab_name_kind {
	CLAB_NAME_PROTO,
	CLAB_NAME_DOI,
	CLAB_NAME_TAG,
	CLAB_NAME_KINDS,
};

/**
 * enum clab_name_style - where a word is shown
 * @CLAB_NAME_PLAIN: plain listings
 * @CLAB_NAME_PRETTY: listings for people
 * @CLAB_NAME_WORD: JSON; what the command line takes
 * @CLAB_NAME_STYLES: number of styles
 */
enum clab_name_style {
	CLAB_NAME_PLAIN,
	CLAB_NAME_PRETTY,
	CLAB_NAME_WORD,
	CLAB_NAME_STYLES,
};

const char *clab_name(enum clab_name_kind kind, enum clab_name_style style,
		      uint32_t value);

/*
 * Requests of any family: what the functions above are made of
 */

/**
 * typedef clab_reply_fn - take one message of a reply
 * @tb: its attributes by type; NULL where the message has none
 * @arg: the caller's
 *
 * Return: 0, or a negative errno to give up.
 */
typedef int (*clab_reply_fn)(struct nlattr **tb, void *arg);

/**
 * typedef clab_attr_fn - take one attribute of a message
 * @attr: the attribute
 * @arg: the caller's
 *
 * Return: 0, or a negative errno to give up.
 */
typedef int (*clab_attr_fn)(struct nlattr *attr, void *arg);

/**
 * struct clab_reply - how a reply is taken
 * @attr_max: highest attribute type to look at
 * @take: called for every message, or NULL
 * @each: called for every attribute of a message before @take, or NULL; for
 *	  messages that hold several of a type
 * @reset: called before a dump starts over because the configuration changed
 *	   under it: forget what was taken
 * @arg: for both
 */
struct clab_reply {
	int attr_max;
	clab_reply_fn take;
	clab_attr_fn each;
	void (*reset)(void *arg);
	void *arg;
};

struct clab_req *clab_req_new(struct clab_nl *nl, const char *family,
			      uint8_t cmd);
void clab_req_put(struct clab_req *req, int attr, const void *data,
		  size_t len);
void clab_req_u8(struct clab_req *req, int attr, uint8_t value);
void clab_req_u16(struct clab_req *req, int attr, uint16_t value);
void clab_req_u32(struct clab_req *req, int attr, uint32_t value);
void clab_req_str(struct clab_req *req, int attr, const char *value);
size_t clab_req_nest(struct clab_req *req, int attr);
void clab_req_nest_end(struct clab_req *req, size_t nest);
void clab_req_free(struct clab_req *req);
int clab_req_do(struct clab_req *req, const struct clab_reply *reply);
int clab_req_dump(struct clab_req *req, const struct clab_reply *reply);

bool clab_attr_u8(const struct nlattr *attr, uint8_t *value);
bool clab_attr_u16(const struct nlattr *attr, uint16_t *value);
bool clab_attr_u32(const struct nlattr *attr, uint32_t *value);
int clab_attr_str(const struct nlattr *attr, char **text);

#ifdef __cplusplus
}
#endif

#endif /* _CIPSOLAB_CIPSOLAB_H */
