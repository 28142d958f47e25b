/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: requests to the kernel
 */
#ifndef _CLAB_NL_H
#define _CLAB_NL_H

#include <linux/netlink.h>
#include <cipsolab/port.h>

struct nl_msg;
struct nlattr;

/**
 * struct clab_extack - what the kernel says about a request
 * @text: the sentence, or empty
 * @offset: octet of the request that is at fault, or 0
 */
struct clab_extack {
	char text[256];
	u32 offset;
};

/**
 * struct clab_req - one request
 * @msg: the message
 * @family: full name of its family
 * @failed: enum clab_exit when it could not be built, else 0
 * @error: after clab_req_do() or clab_req_dump(): 0 or a negative errno
 * @ext: what the kernel said with it
 */
struct clab_req {
	struct nl_msg *msg;
	char family[16];
	int failed;
	int error;
	struct clab_extack ext;
};

/**
 * typedef clab_reply_fn - take one message of a reply
 * @tb: its attributes by type, up to the maximum given to clab_req_begin()
 * @arg: the caller's
 *
 * Return: 0, or a negative errno to give up.
 */
typedef int (*clab_reply_fn)(struct nlattr **tb, void *arg);

/**
 * struct clab_reply - how a reply is taken
 * @attr_max: highest attribute type to look at
 * @take: called for every message
 * @reset: called before a dump starts over because the configuration changed
 *	   under it: forget what was taken
 * @arg: for both
 */
struct clab_reply {
	int attr_max;
	clab_reply_fn take;
	void (*reset)(void *arg);
	void *arg;
};

void clab_req_begin(struct clab_req *req, const char *family, u8 cmd,
		    size_t payload);
void clab_req_put(struct clab_req *req, int attr, const void *data,
		  size_t len);
void clab_req_u8(struct clab_req *req, int attr, u8 value);
void clab_req_u16(struct clab_req *req, int attr, u16 value);
void clab_req_u32(struct clab_req *req, int attr, u32 value);
void clab_req_str(struct clab_req *req, int attr, const char *value);
struct nlattr *clab_req_nest(struct clab_req *req, int attr);
void clab_req_nest_end(struct clab_req *req, struct nlattr *nest);
int clab_req_do(struct clab_req *req, const struct clab_reply *reply);
int clab_req_dump(struct clab_req *req, const struct clab_reply *reply);
void clab_req_forgive(struct clab_req *req);
int clab_req_end(struct clab_req *req);
int clab_req_run(struct clab_req *req, const struct clab_reply *reply);

bool clab_attr_u32(const struct nlattr *attr, u32 *value);
void clab_extack_read(const struct nlmsghdr *nlh, struct clab_extack *ext);

#endif /* _CLAB_NL_H */
