// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: sending requests and taking what comes back
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "private.h"

/* A dump that the configuration changed under is done again, this often */
#define CLAB_RUN_TRIES	20
#define CLAB_RUN_ATTRS	64

/* The answer to the request that is under way */
struct clab_wait {
	struct clab_req *req;
	const struct clab_reply *reply;
	struct clab_failure fault;
	int error;
	bool bad;
	bool done;
	bool changed;
};

static int clab_wait_error(struct sockaddr_nl *from, struct nlmsgerr *err,
			   void *arg)
{
	struct clab_wait *wait = arg;

	(void)from;
	wait->done = true;
	wait->error = err->error;
	clab_extack_read((struct nlmsghdr *)((char *)err - NLMSG_HDRLEN),
			 &wait->fault);
	return NL_STOP;
}

static int clab_wait_ack(struct nl_msg *msg, void *arg)
{
	struct clab_wait *wait = arg;

	wait->done = true;
	clab_extack_read(nlmsg_hdr(msg), &wait->fault);
	return NL_STOP;
}

/* The end of a dump carries an errno too: it may have failed half-way */
static int clab_wait_end(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct clab_wait *wait = arg;
	int error = 0;

	wait->done = true;
	if (nlh->nlmsg_len >= NLMSG_LENGTH(sizeof(int)))
		memcpy(&error, NLMSG_DATA(nlh), sizeof(int));
	if (error < 0 && !wait->error)
		wait->error = error;
	clab_extack_read(nlh, &wait->fault);
	return NL_STOP;
}

/* NetLabel counts the messages of a dump up from the number of the request,
 * where all should carry that number; what is below it answers an older one.
 */
static int clab_wait_number(struct nl_msg *msg, void *arg)
{
	const struct clab_wait *wait = arg;
	uint32_t number = nlmsg_hdr(wait->req->msg)->nlmsg_seq;

	return (int)(nlmsg_hdr(msg)->nlmsg_seq - number) < 0 ? NL_SKIP : NL_OK;
}

static int clab_wait_change(struct nl_msg *msg, void *arg)
{
	struct clab_wait *wait = arg;

	(void)msg;
	wait->changed = true;
	return NL_OK;
}

/**
 * clab_reply_take() - take a message
 * @nlh: the message
 * @reply: how
 *
 * Return: 0 or a negative errno.
 */
int clab_reply_take(struct nlmsghdr *nlh, const struct clab_reply *reply)
{
	struct genlmsghdr *genl = nlmsg_data(nlh);
	struct nlattr *tb[CLAB_RUN_ATTRS], *attr;
	int err = 0, rem;

	assert(reply->attr_max < CLAB_RUN_ATTRS);
	if (genlmsg_parse(nlh, 0, tb, reply->attr_max, NULL) < 0)
		return -EBADMSG;
	nla_for_each_attr(attr, genlmsg_attrdata(genl, 0),
			  genlmsg_attrlen(genl, 0), rem)
		if (reply->each && !err)
			err = reply->each(attr, reply->arg);
	if (reply->take && !err)
		err = reply->take(tb, reply->arg);
	return err;
}

static int clab_wait_message(struct nl_msg *msg, void *arg)
{
	struct clab_wait *wait = arg;
	int err;

	if (!wait->reply || wait->error)
		return NL_OK;
	err = clab_reply_take(nlmsg_hdr(msg), wait->reply);
	if (err) {
		wait->error = err;
		wait->bad = true;
	}
	return NL_OK;
}

static int clab_wait_for(struct clab_wait *wait, struct nl_cb *cb)
{
	struct clab_nl *nl = wait->req->nl;
	int err = 0;

	nl_cb_err(cb, NL_CB_CUSTOM, clab_wait_error, wait);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, clab_wait_ack, wait);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, clab_wait_end, wait);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, clab_wait_message, wait);
	nl_cb_set(cb, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, clab_wait_number, wait);
	nl_cb_set(cb, NL_CB_DUMP_INTR, NL_CB_CUSTOM, clab_wait_change, wait);
	while (!wait->done && err >= 0)
		err = nl_recvmsgs(nl->sock, cb);
	if (wait->done)
		return 0;
	err = clab_nl_errno(err);
	if (err == -EAGAIN)
		return clab_nl_failf(nl, CLAB_FAILED_ANSWER, err,
				     "no answer from the kernel within %u seconds",
				     nl->timeout);
	return clab_nl_failf(nl, CLAB_FAILED_ANSWER, err,
			     "can't read the kernel's answer");
}

/* For a kernel that gives no sentence. Changes are refused by generic netlink
 * itself, which never has one; that of a refused dump is lost before Linux 6.2.
 */
static const char *clab_wait_guess(const struct clab_wait *wait)
{
	unsigned int flags = nlmsg_hdr(wait->req->msg)->nlmsg_flags;

	if (wait->error != -EPERM)
		return "the kernel refuses this without saying why";
	return (flags & NLM_F_DUMP) == NLM_F_DUMP ?
	       "only the initial user namespace may ask" :
	       "this needs CAP_NET_ADMIN in the initial user namespace";
}

/* What the kernel said becomes the connection's fault */
static int clab_wait_judge(struct clab_wait *wait)
{
	struct clab_nl *nl = wait->req->nl;
	struct clab_failure *fault = &wait->fault;

	if (wait->error == -ENOMEM && wait->bad)
		return clab_nl_failf(nl, CLAB_FAILED_HERE, -ENOMEM,
				     "out of memory");
	if (wait->bad)
		return clab_nl_failf(nl, CLAB_FAILED_ANSWER, wait->error,
				     "the kernel's answer makes no sense");
	fault->error = wait->error;
	if (wait->error)
		fault->kind = wait->error == -EOPNOTSUPP ? CLAB_FAILED_ABSENT :
							   CLAB_FAILED_KERNEL;
	if (wait->error && !fault->explained)
		snprintf(fault->text, sizeof(fault->text), "%s",
			 clab_wait_guess(wait));
	clab_extack_name(fault, nlmsg_hdr(wait->req->msg), wait->req->family);
	nl->fault = *fault;
	return wait->error;
}

/* Send the request and take everything up to its end */
static int clab_run_once(struct clab_req *req, const struct clab_reply *reply,
			 int flags, bool *changed)
{
	struct clab_wait wait = { .req = req, .reply = reply };
	struct nlmsghdr *nlh = nlmsg_hdr(req->msg);
	struct clab_nl *nl = req->nl;
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	int ret;

	if (!cb)
		return clab_nl_failf(nl, CLAB_FAILED_HERE, -ENOMEM,
				     "out of memory");
	nlh->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	nlh->nlmsg_seq = NL_AUTO_SEQ;
	ret = nl_send_auto(nl->sock, req->msg);
	if (ret < 0)
		ret = clab_nl_failf(nl, CLAB_FAILED_HERE, clab_nl_errno(ret),
				    "can't send the request");
	else
		ret = clab_wait_for(&wait, cb);
	if (!ret)
		ret = clab_wait_judge(&wait);
	nl_cb_put(cb);
	*changed = wait.changed;
	return ret;
}

static void clab_run_trace(const struct clab_req *req, const char *what)
{
	const struct nlmsghdr *nlh = nlmsg_hdr(req->msg);
	const struct genlmsghdr *genl = NLMSG_DATA(nlh);
	char line[128];

	if (!req->nl->trace)
		return;
	snprintf(line, sizeof(line), "%s_%s: %s, command %u, %u octets",
		 req->nl->prefix, req->family, what, genl->cmd, nlh->nlmsg_len);
	req->nl->trace(line, req->nl->arg);
}

static int clab_run_ready(struct clab_req *req, const char *what)
{
	if (req->failed)
		return req->failed;
	clab_run_trace(req, what);
	return clab_nl_grow(req->nl, nlmsg_hdr(req->msg)->nlmsg_len);
}

/**
 * clab_req_free() - give a request up that is not to be run
 * @req: the request, or NULL
 */
void clab_req_free(struct clab_req *req)
{
	if (req && req->msg)
		nlmsg_free(req->msg);
	free(req);
}

/**
 * clab_req_do() - run a request that is answered by at most one message
 * @req: the request, which is freed
 * @reply: how the answer is taken, or NULL when there is none
 *
 * Return: 0, or a negative errno; the connection's fault says more.
 */
int clab_req_do(struct clab_req *req, const struct clab_reply *reply)
{
	bool changed;
	int ret;

	if (!req)
		return -ENOMEM;
	ret = clab_run_ready(req, "request");
	if (!ret)
		ret = clab_run_once(req, reply, NLM_F_ACK, &changed);
	clab_req_free(req);
	return ret;
}

/* A list that changed while it was read is read again */
static int clab_run_dump(struct clab_req *req, const struct clab_reply *reply)
{
	bool changed = true;
	int tries, ret;

	for (tries = 0; tries < CLAB_RUN_TRIES; tries++) {
		if (tries)
			reply->reset(reply->arg);
		ret = clab_run_once(req, reply, NLM_F_DUMP, &changed);
		if (ret || !changed)
			return ret;
	}
	return clab_nl_failf(req->nl, CLAB_FAILED_ANSWER, -EAGAIN,
			     "the configuration kept changing while it was read");
}

/**
 * clab_req_dump() - run a request that is answered by a list
 * @req: the request, which is freed
 * @reply: how the entries are taken
 *
 * A list that changed while it was read (NLM_F_DUMP_INTR) is read again, a
 * number of times.
 *
 * Return: as clab_req_do().
 */
int clab_req_dump(struct clab_req *req, const struct clab_reply *reply)
{
	int ret;

	if (!req)
		return -ENOMEM;
	ret = clab_run_ready(req, "dump");
	if (!ret)
		ret = clab_run_dump(req, reply);
	clab_req_free(req);
	return ret;
}
