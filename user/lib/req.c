// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: building requests, reading attributes
 *
 * What goes wrong while a request is filled is kept in it, so that only the
 * end has to be checked.
 */
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "private.h"

/* Octets that most requests stay below; longer ones grow */
#define CLAB_REQ_SIZE	4096
#define CLAB_ATTR_MAX	0xffff

static int clab_req_no_memory(struct clab_nl *nl)
{
	return clab_nl_failf(nl, CLAB_FAILED_HERE, -ENOMEM, "out of memory");
}

/**
 * clab_req_new() - begin a request
 * @nl: where it goes
 * @family: its family without the prefix, CLAB_GENL_*; must stay until the
 *	    request has been run
 * @cmd: its command
 *
 * Fill it with the functions below, then give it to clab_req_do() or
 * clab_req_dump(), which free it.
 *
 * Return: the request, or NULL when memory is short, which all functions below
 * take. What else is wrong, such as a family that is not there, is kept in it
 * and returned when it is run.
 */
struct clab_req *clab_req_new(struct clab_nl *nl, const char *family,
			      uint8_t cmd)
{
	struct clab_req *req = calloc(1, sizeof(*req));
	int id;

	if (!req) {
		clab_req_no_memory(nl);
		return NULL;
	}
	req->nl = nl;
	req->family = family;
	id = clab_nl_family(nl, family);
	if (id < 0) {
		req->failed = id;
		return req;
	}
	req->msg = nlmsg_alloc_size(CLAB_REQ_SIZE);
	if (!req->msg ||
	    !genlmsg_put(req->msg, NL_AUTO_PORT, NL_AUTO_SEQ, id, 0, 0, cmd,
			 CLAB_PROTO_VERSION))
		req->failed = clab_req_no_memory(nl);
	return req;
}

static bool clab_req_reserve(struct clab_req *req, size_t len)
{
	size_t need = NLMSG_ALIGN(nlmsg_hdr(req->msg)->nlmsg_len) +
		      (size_t)nla_total_size((int)len);
	size_t have = nlmsg_get_max_size(req->msg);

	if (need <= have)
		return true;
	return !nlmsg_expand(req->msg, need > 2 * have ? need : 2 * have);
}

/**
 * clab_req_failed() - could a request not be built?
 * @req: the request
 *
 * Return: true if not.
 */
bool clab_req_failed(const struct clab_req *req)
{
	return req->failed;
}

/**
 * clab_req_len() - how long a request is
 * @req: the request
 *
 * Return: its octets, 0 for one that could not be built.
 */
size_t clab_req_len(const struct clab_req *req)
{
	return req->msg ? nlmsg_hdr(req->msg)->nlmsg_len : 0;
}

/**
 * clab_req_put() - add an attribute
 * @req: the request
 * @attr: type
 * @data: payload
 * @len: its length
 */
void clab_req_put(struct clab_req *req, int attr, const void *data,
		  size_t len)
{
	if (!req || req->failed)
		return;
	if (len > CLAB_ATTR_MAX - NLA_HDRLEN)
		req->failed = clab_nl_failf(req->nl, CLAB_FAILED_HERE, -EMSGSIZE,
					    "a value is longer than an attribute can be");
	else if (!clab_req_reserve(req, len) ||
		 nla_put(req->msg, attr, (int)len, data))
		req->failed = clab_req_no_memory(req->nl);
}

/**
 * clab_req_u8() - add a number of 8 bits
 * @req: the request
 * @attr: type
 * @value: the number
 */
void clab_req_u8(struct clab_req *req, int attr, uint8_t value)
{
	clab_req_put(req, attr, &value, sizeof(value));
}

/**
 * clab_req_u16() - add a number of 16 bits
 * @req: the request
 * @attr: type
 * @value: the number
 */
void clab_req_u16(struct clab_req *req, int attr, uint16_t value)
{
	clab_req_put(req, attr, &value, sizeof(value));
}

/**
 * clab_req_u32() - add a number of 32 bits
 * @req: the request
 * @attr: type
 * @value: the number
 */
void clab_req_u32(struct clab_req *req, int attr, uint32_t value)
{
	clab_req_put(req, attr, &value, sizeof(value));
}

/**
 * clab_req_str() - add a string with its NUL
 * @req: the request
 * @attr: type
 * @value: the string
 */
void clab_req_str(struct clab_req *req, int attr, const char *value)
{
	clab_req_put(req, attr, value, strlen(value) + 1);
}

/**
 * clab_req_nest() - begin an attribute that holds attributes
 * @req: the request
 * @attr: type
 *
 * Return: what to give to clab_req_nest_end(). It is a place, not a pointer:
 * the request may move while it grows.
 */
size_t clab_req_nest(struct clab_req *req, int attr)
{
	size_t nest;

	if (!req || req->failed)
		return 0;
	nest = NLMSG_ALIGN(nlmsg_hdr(req->msg)->nlmsg_len);
	clab_req_put(req, attr | NLA_F_NESTED, NULL, 0);
	return nest;
}

/**
 * clab_req_nest_end() - end an attribute that holds attributes
 * @req: the request
 * @nest: what clab_req_nest() returned
 *
 * An empty list stays in the request: that it is empty is for the kernel to
 * judge.
 */
void clab_req_nest_end(struct clab_req *req, size_t nest)
{
	struct nlmsghdr *nlh;
	size_t len;

	if (!req || req->failed)
		return;
	nlh = nlmsg_hdr(req->msg);
	len = nlh->nlmsg_len - nest;
	if (len > CLAB_ATTR_MAX)
		req->failed = clab_nl_failf(req->nl, CLAB_FAILED_HERE, -EMSGSIZE,
					    "a list is longer than an attribute can be");
	else
		((struct nlattr *)((char *)nlh + nest))->nla_len = (uint16_t)len;
}

static bool clab_attr_copy(const struct nlattr *attr, void *value, size_t size)
{
	if (!attr || nla_len(attr) < (int)size)
		return false;
	memcpy(value, nla_data(attr), size);
	return true;
}

/**
 * clab_attr_u8() - read a number of 8 bits
 * @attr: the attribute, or NULL when the message has none
 * @value: where it goes
 *
 * Return: false when it is missing or too short.
 */
bool clab_attr_u8(const struct nlattr *attr, uint8_t *value)
{
	return clab_attr_copy(attr, value, sizeof(*value));
}

/**
 * clab_attr_u16() - read a number of 16 bits
 * @attr: the attribute, or NULL when the message has none
 * @value: where it goes
 *
 * Return: false when it is missing or too short.
 */
bool clab_attr_u16(const struct nlattr *attr, uint16_t *value)
{
	return clab_attr_copy(attr, value, sizeof(*value));
}

/**
 * clab_attr_u32() - read a number of 32 bits
 * @attr: the attribute, or NULL when the message has none
 * @value: where it goes
 *
 * Return: false when it is missing or too short.
 */
bool clab_attr_u32(const struct nlattr *attr, uint32_t *value)
{
	return clab_attr_copy(attr, value, sizeof(*value));
}

/**
 * clab_attr_str() - copy a string
 * @attr: the attribute, with or without a NUL at its end; NULL when the
 *	  message has none
 * @text: where the copy goes, which the caller frees; left alone without
 *	  @attr
 *
 * Return: 0 or -ENOMEM.
 */
int clab_attr_str(const struct nlattr *attr, char **text)
{
	if (!attr)
		return 0;
	*text = strndup(nla_data(attr), (size_t)nla_len(attr));
	return *text ? 0 : -ENOMEM;
}
