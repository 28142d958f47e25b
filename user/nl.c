// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: requests to the kernel
 *
 * A request is begun, filled and run. What goes wrong on the way is kept in
 * it, so that only the end has to be checked; the kernel's own sentence
 * (extended ACK), which libnl 3.7 does not read, is read here.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <linux/cipsolab.h>
#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "cipsoctl.h"
#include "nl.h"
#include "out.h"

/* A dump that the configuration changed under is done again, this often */
#define CLAB_NL_TRIES	20
/* More than the longest request, two lists of 65535 octets */
#define CLAB_NL_BUFFER	(256 * 1024)
#define CLAB_NL_ATTRS	16

static struct nl_sock *clab_nl_sock;

/* The answer to the request that is under way */
struct clab_nl_wait {
	struct clab_req *req;
	const struct clab_reply *reply;
	bool done;
	bool changed;
};

static int clab_nl_setup(struct nl_sock *sock)
{
	struct timeval tv = { .tv_sec = (time_t)clab_opts.timeout };
	int fd = nl_socket_get_fd(sock);
	int on = 1;

	nl_socket_enable_msg_peek(sock);
	if (nl_socket_set_buffer_size(sock, CLAB_NL_BUFFER, CLAB_NL_BUFFER))
		return -1;
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	return setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
}

static int clab_nl_connect(void)
{
	struct nl_sock *sock;
	int err;

	if (clab_nl_sock)
		return 0;
	sock = nl_socket_alloc();
	if (!sock) {
		clab_error("out of memory");
		return CLAB_EXIT_FAIL;
	}
	err = genl_connect(sock);
	if (err || clab_nl_setup(sock)) {
		clab_error("can't reach generic netlink (%s)",
			   err ? nl_geterror(err) : strerror(errno));
		nl_socket_free(sock);
		return CLAB_EXIT_FAIL;
	}
	clab_nl_sock = sock;
	return 0;
}

static int clab_nl_absent(const char *family)
{
	if (strcmp(clab_opts.prefix, CLAB_GENL_PREFIX))
		clab_error("the kernel offers no netlink family %s here",
			   family);
	else
		clab_error("the cipsolab module is not loaded (no netlink family %s)",
			   family);
	return CLAB_EXIT_ABSENT;
}

/* Return: the number of the family, or a negative enum clab_exit */
static int clab_nl_family(const char *family)
{
	int id = genl_ctrl_resolve(clab_nl_sock, family);

	if (id >= 0)
		return id;
	if (id == -NLE_OBJ_NOTFOUND)
		return -clab_nl_absent(family);
	clab_error("can't look up netlink family %s (%s)", family,
		   nl_geterror(id));
	return -CLAB_EXIT_FAIL;
}

/**
 * clab_req_begin() - begin a request
 * @req: the request
 * @family: its family without the prefix, CLAB_GENL_*
 * @cmd: its command
 * @payload: octets of attributes it will need at most
 *
 * Everything on the command line must have been checked before. Ends with
 * clab_req_end() or clab_req_run().
 */
void clab_req_begin(struct clab_req *req, const char *family, u8 cmd,
		    size_t payload)
{
	int id;

	memset(req, 0, sizeof(*req));
	snprintf(req->family, sizeof(req->family), "%s_%s", clab_opts.prefix,
		 family);
	req->failed = clab_nl_connect();
	if (req->failed)
		return;
	id = clab_nl_family(req->family);
	if (id < 0) {
		req->failed = -id;
		return;
	}
	req->msg = nlmsg_alloc_size(NLMSG_HDRLEN + GENL_HDRLEN + payload);
	if (!req->msg || !genlmsg_put(req->msg, NL_AUTO_PORT, NL_AUTO_SEQ, id,
				      0, 0, cmd, CLAB_PROTO_VERSION)) {
		clab_error("out of memory");
		req->failed = CLAB_EXIT_FAIL;
	}
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
	if (req->failed || !nla_put(req->msg, attr, (int)len, data))
		return;
	clab_error("the request is too long");
	req->failed = CLAB_EXIT_FAIL;
}

/**
 * clab_req_u8() - add a number of 8 bits
 * @req: the request
 * @attr: type
 * @value: the number
 */
void clab_req_u8(struct clab_req *req, int attr, u8 value)
{
	clab_req_put(req, attr, &value, sizeof(value));
}

/**
 * clab_req_u16() - add a number of 16 bits
 * @req: the request
 * @attr: type
 * @value: the number
 */
void clab_req_u16(struct clab_req *req, int attr, u16 value)
{
	clab_req_put(req, attr, &value, sizeof(value));
}

/**
 * clab_req_u32() - add a number of 32 bits
 * @req: the request
 * @attr: type
 * @value: the number
 */
void clab_req_u32(struct clab_req *req, int attr, u32 value)
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
 * Return: what to give to clab_req_nest_end().
 */
struct nlattr *clab_req_nest(struct clab_req *req, int attr)
{
	struct nlattr *nest = NULL;

	if (req->failed)
		return NULL;
	nest = nla_nest_start(req->msg, attr | NLA_F_NESTED);
	if (nest)
		return nest;
	clab_error("the request is too long");
	req->failed = CLAB_EXIT_FAIL;
	return NULL;
}

/**
 * clab_req_nest_end() - end an attribute that holds attributes
 * @req: the request
 * @nest: what clab_req_nest() returned
 *
 * An empty list stays in the request: that it is empty is for the kernel to
 * judge.
 */
void clab_req_nest_end(struct clab_req *req, struct nlattr *nest)
{
	if (!req->failed)
		nla_nest_end_keep_empty(req->msg, nest);
}

/**
 * clab_attr_u32() - read a number of 32 bits
 * @attr: the attribute, or NULL when the message has none
 * @value: where it goes
 *
 * Return: false when it is missing or too short.
 */
bool clab_attr_u32(const struct nlattr *attr, u32 *value)
{
	if (!attr || nla_len(attr) < (int)sizeof(*value))
		return false;
	memcpy(value, nla_data(attr), sizeof(*value));
	return true;
}

/* Octets between the header of an answer and the attributes of its extended
 * ACK: an errno, and for an error the head or the whole of the request.
 */
static size_t clab_extack_skip(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = NLMSG_DATA(nlh);

	if (nlh->nlmsg_type == NLMSG_DONE)
		return sizeof(int);
	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*err)))
		return nlh->nlmsg_len;
	if (nlh->nlmsg_flags & NLM_F_CAPPED)
		return sizeof(*err);
	return sizeof(err->error) + NLMSG_ALIGN(err->msg.nlmsg_len);
}

/**
 * clab_extack_read() - find the kernel's sentence in an answer
 * @nlh: the answer, NLMSG_ERROR or NLMSG_DONE
 * @ext: where it goes; left alone when there is none
 */
void clab_extack_read(const struct nlmsghdr *nlh, struct clab_extack *ext)
{
	struct nlattr *tb[NLMSGERR_ATTR_MAX + 1];
	size_t head = NLMSG_HDRLEN + clab_extack_skip(nlh);

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS) || head >= nlh->nlmsg_len)
		return;
	if (nla_parse(tb, NLMSGERR_ATTR_MAX,
		      (struct nlattr *)((char *)nlh + head),
		      (int)(nlh->nlmsg_len - head), NULL) < 0)
		return;
	if (tb[NLMSGERR_ATTR_MSG])
		snprintf(ext->text, sizeof(ext->text), "%.*s",
			 nla_len(tb[NLMSGERR_ATTR_MSG]),
			 (char *)nla_data(tb[NLMSGERR_ATTR_MSG]));
	clab_attr_u32(tb[NLMSGERR_ATTR_OFFS], &ext->offset);
}

static int clab_nl_on_error(struct sockaddr_nl *from, struct nlmsgerr *err,
			    void *arg)
{
	struct clab_nl_wait *wait = arg;

	(void)from;
	wait->done = true;
	wait->req->error = err->error;
	clab_extack_read((struct nlmsghdr *)((char *)err - NLMSG_HDRLEN),
			 &wait->req->ext);
	return NL_STOP;
}

static int clab_nl_on_ack(struct nl_msg *msg, void *arg)
{
	struct clab_nl_wait *wait = arg;

	wait->done = true;
	clab_extack_read(nlmsg_hdr(msg), &wait->req->ext);
	return NL_STOP;
}

/* The end of a dump carries an errno too: it may have failed half-way */
static int clab_nl_on_end(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct clab_nl_wait *wait = arg;

	wait->done = true;
	if (nlh->nlmsg_len >= NLMSG_LENGTH(sizeof(int)) && !wait->req->error)
		memcpy(&wait->req->error, NLMSG_DATA(nlh), sizeof(int));
	if (wait->req->error > 0)
		wait->req->error = 0;
	clab_extack_read(nlh, &wait->req->ext);
	return NL_STOP;
}

/* NetLabel counts the messages of a dump up from the number of the request,
 * where all should carry that number; what is below it answers an older one.
 */
static int clab_nl_on_number(struct nl_msg *msg, void *arg)
{
	const struct clab_nl_wait *wait = arg;
	u32 number = nlmsg_hdr(wait->req->msg)->nlmsg_seq;

	return (int)(nlmsg_hdr(msg)->nlmsg_seq - number) < 0 ? NL_SKIP : NL_OK;
}

static int clab_nl_on_change(struct nl_msg *msg, void *arg)
{
	struct clab_nl_wait *wait = arg;

	(void)msg;
	wait->changed = true;
	return NL_OK;
}

static int clab_nl_on_message(struct nl_msg *msg, void *arg)
{
	struct nlattr *tb[CLAB_NL_ATTRS];
	struct clab_nl_wait *wait = arg;
	int err = -EBADMSG;

	if (!wait->reply || wait->req->error)
		return NL_OK;
	assert(wait->reply->attr_max < CLAB_NL_ATTRS);
	if (genlmsg_parse(nlmsg_hdr(msg), 0, tb, wait->reply->attr_max,
			  NULL) >= 0)
		err = wait->reply->take(tb, wait->reply->arg);
	if (err)
		wait->req->error = err;
	return NL_OK;
}

static void clab_nl_receive(struct clab_nl_wait *wait, struct nl_cb *cb)
{
	int err = 0;

	nl_cb_err(cb, NL_CB_CUSTOM, clab_nl_on_error, wait);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, clab_nl_on_ack, wait);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, clab_nl_on_end, wait);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, clab_nl_on_message, wait);
	nl_cb_set(cb, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, clab_nl_on_number, wait);
	nl_cb_set(cb, NL_CB_DUMP_INTR, NL_CB_CUSTOM, clab_nl_on_change, wait);
	while (!wait->done && err >= 0)
		err = nl_recvmsgs(clab_nl_sock, cb);
	if (wait->done)
		return;
	wait->req->failed = CLAB_EXIT_FAIL;
	if (err == -NLE_AGAIN)
		clab_error("no answer from the kernel within %u seconds",
			   clab_opts.timeout);
	else
		clab_error("can't read the kernel's answer (%s)",
			   nl_geterror(err));
}

/* Send the request and take everything up to its end.
 * Return: true when a dump has to be done again.
 */
static bool clab_nl_once(struct clab_req *req, const struct clab_reply *reply,
			 int flags)
{
	struct clab_nl_wait wait = { .req = req, .reply = reply };
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	struct nlmsghdr *nlh = nlmsg_hdr(req->msg);
	int err;

	if (!cb) {
		clab_error("out of memory");
		req->failed = CLAB_EXIT_FAIL;
		return false;
	}
	nlh->nlmsg_flags = (u16)(NLM_F_REQUEST | flags);
	nlh->nlmsg_seq = NL_AUTO_SEQ;
	err = nl_send_auto(clab_nl_sock, req->msg);
	if (err >= 0) {
		clab_nl_receive(&wait, cb);
	} else {
		clab_error("can't send the request (%s)", nl_geterror(err));
		req->failed = CLAB_EXIT_FAIL;
	}
	nl_cb_put(cb);
	return wait.changed && !req->failed && !req->error;
}

static void clab_nl_say(const struct clab_req *req, const char *what)
{
	struct nlmsghdr *nlh = nlmsg_hdr(req->msg);
	struct genlmsghdr *genl = NLMSG_DATA(nlh);

	if (clab_opts.verbose)
		clab_note("%s: %s, command %u, %u octets", req->family, what,
			  genl->cmd, nlh->nlmsg_len);
}

/**
 * clab_req_do() - run a request that is answered by at most one message
 * @req: the request
 * @reply: how the answer is taken, or NULL when there is none
 *
 * Return: 0 or a negative errno. One that the caller expects goes to
 * clab_req_forgive(); clab_req_end() reports the rest.
 */
int clab_req_do(struct clab_req *req, const struct clab_reply *reply)
{
	if (req->failed)
		return -EIO;
	clab_nl_say(req, "request");
	clab_nl_once(req, reply, NLM_F_ACK);
	return req->error;
}

/**
 * clab_req_dump() - run a request that is answered by a list
 * @req: the request
 * @reply: how the entries are taken
 *
 * A list that changed while it was read is read again.
 *
 * Return: as clab_req_do().
 */
int clab_req_dump(struct clab_req *req, const struct clab_reply *reply)
{
	int tries = CLAB_NL_TRIES;

	if (req->failed)
		return -EIO;
	clab_nl_say(req, "dump");
	while (clab_nl_once(req, reply, NLM_F_DUMP)) {
		if (!--tries) {
			clab_error("the configuration kept changing while it was read");
			req->failed = CLAB_EXIT_FAIL;
			break;
		}
		reply->reset(reply->arg);
	}
	return req->error;
}

/**
 * clab_req_forgive() - take the kernel's refusal for an answer
 * @req: the request, after clab_req_do() or clab_req_dump()
 */
void clab_req_forgive(struct clab_req *req)
{
	req->error = 0;
	memset(&req->ext, 0, sizeof(req->ext));
}

/* Which attribute the kernel points at */
static void clab_nl_say_where(const struct clab_req *req)
{
	struct nlmsghdr *nlh = nlmsg_hdr(req->msg);
	const struct nlattr *attr;

	if (!clab_opts.verbose || !req->ext.offset ||
	    req->ext.offset + sizeof(*attr) > nlh->nlmsg_len)
		return;
	attr = (const struct nlattr *)((char *)nlh + req->ext.offset);
	clab_note("%s: at fault is the attribute of type %d at octet %u of the request",
		  req->family, nla_type(attr), req->ext.offset);
}

static int clab_nl_refused(const struct clab_req *req)
{
	const char *why = strerror(-req->error);

	if (req->ext.text[0])
		clab_error("%s (%s)", req->ext.text, why);
	else if (req->error == -EPERM)
		clab_error("this needs CAP_NET_ADMIN in the initial user namespace (%s)",
			   why);
	else if (req->error == -EBADMSG)
		clab_error("the kernel's answer makes no sense (%s)", why);
	else
		clab_error("the kernel refuses this without saying why (%s)",
			   why);
	clab_nl_say_where(req);
	return req->error == -EOPNOTSUPP ? CLAB_EXIT_ABSENT : CLAB_EXIT_FAIL;
}

/**
 * clab_req_end() - say what came of a request, and forget it
 * @req: the request
 *
 * Return: enum clab_exit.
 */
int clab_req_end(struct clab_req *req)
{
	int ret = req->failed;

	if (!ret && req->error)
		ret = clab_nl_refused(req);
	else if (!ret && req->ext.text[0])
		clab_note("warning, %s", req->ext.text);
	nlmsg_free(req->msg);
	req->msg = NULL;
	return ret;
}

/**
 * clab_req_run() - run a request that nothing more is to be done about
 * @req: the request
 * @reply: how the answer is taken, or NULL when there is none
 *
 * Return: enum clab_exit.
 */
int clab_req_run(struct clab_req *req, const struct clab_reply *reply)
{
	clab_req_do(req, reply);
	return clab_req_end(req);
}
