/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libcipsolab: what its files share and nobody else sees
 */
#ifndef _CLAB_LIB_PRIVATE_H
#define _CLAB_LIB_PRIVATE_H

#include <errno.h>
#include <linux/netlink.h>

#include <cipsolab/conf.h>

#pragma GCC visibility push(hidden)

struct nl_msg;
struct nl_sock;

/** define CLAB_FAMILIES - families whose numbers a connection remembers */
#define CLAB_FAMILIES	8

/**
 * struct clab_family - the number of a family
 * @name: its full name
 * @id: its number
 */
struct clab_family {
	char name[16];
	int id;
};

/**
 * struct clab_nl - a connection
 * @sock: its socket, or NULL when it could not be made
 * @prefix: what the families' names begin with
 * @timeout: seconds to wait for an answer
 * @sndbuf: octets that the socket can send at once
 * @trace: called with a line about each request, or NULL
 * @arg: for @trace
 * @families: those looked up so far
 * @nr_families: how many
 * @fault: why the last function failed
 */
struct clab_nl {
	struct nl_sock *sock;
	char prefix[8];
	unsigned int timeout;
	size_t sndbuf;
	void (*trace)(const char *line, void *arg);
	void *arg;
	struct clab_family families[CLAB_FAMILIES];
	size_t nr_families;
	struct clab_failure fault;
};

/**
 * struct clab_req - a request
 * @nl: where it goes
 * @msg: the message
 * @family: its family without the prefix
 * @failed: negative errno when it could not be built
 */
struct clab_req {
	struct clab_nl *nl;
	struct nl_msg *msg;
	const char *family;
	int failed;
};

/**
 * struct clab_addr_attrs - the attribute types that carry an address
 * @v4_addr: IPv4 address
 * @v4_mask: its mask
 * @v6_addr: IPv6 address
 * @v6_mask: its mask
 */
struct clab_addr_attrs {
	int v4_addr;
	int v4_mask;
	int v6_addr;
	int v6_mask;
};

void clab_nl_clear(struct clab_nl *nl);
void clab_nl_drain(struct clab_nl *nl);
int clab_nl_failf(struct clab_nl *nl, enum clab_failure_kind kind, int error,
		  const char *fmt, ...)
	__attribute__((__format__(printf, 4, 5)));
int clab_nl_errno(int nle);
int clab_nl_grow(struct clab_nl *nl, size_t len);
int clab_netns_socket(struct clab_nl *nl, const struct clab_nl_opts *opts);

void clab_extack_read(const struct nlmsghdr *nlh, struct clab_failure *fault);
void clab_extack_name(struct clab_failure *fault, const struct nlmsghdr *request,
		      const char *family);

int clab_reply_take(struct nlmsghdr *nlh, const struct clab_reply *reply);

bool clab_req_failed(const struct clab_req *req);
size_t clab_req_len(const struct clab_req *req);

void clab_entry_addr(struct clab_req *req, const struct clab_addr *addr);
void clab_entry_doi(struct clab_req *req, const struct clab_doi *doi);
void clab_entry_map(struct clab_req *req, const struct clab_mapping *map,
		    const struct clab_selector *sel);
void clab_entry_static(struct clab_req *req, const struct clab_static *st);
void clab_entry_value(struct clab_req *req, uint8_t kind, const char *name,
		      uint32_t value);
int clab_entry_take(struct nlattr *entry, struct clab_conf *conf);

int clab_addr_take(struct nlattr **tb, const struct clab_addr_attrs *attrs,
		   struct clab_addr *addr);
void clab_addr_put(struct clab_req *req, const struct clab_addr_attrs *attrs,
		   const struct clab_addr *addr);

#pragma GCC visibility pop

#endif /* _CLAB_LIB_PRIVATE_H */
