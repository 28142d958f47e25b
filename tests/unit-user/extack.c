// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of cipsoctl: the kernel's sentence in an answer
 */
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>

#include "lib/private.h"
#include "test.h"

#define CLAB_TEST_SENTENCE	"DOI 16 is in use by the default mapping"

/**
 * struct clab_answer - an answer as the kernel sends it
 * @nlh: its header
 * @body: what follows
 */
struct clab_answer {
	struct nlmsghdr nlh;
	char body[4096];
};

static void clab_test_add(struct clab_answer *answer, u16 type,
			  const void *data, size_t len)
{
	struct nlattr attr = {
		.nla_len = (u16)(NLA_HDRLEN + len),
		.nla_type = type,
	};
	char *p = (char *)answer + NLMSG_ALIGN(answer->nlh.nlmsg_len);

	memcpy(p, &attr, sizeof(attr));
	memcpy(p + NLA_HDRLEN, data, len);
	answer->nlh.nlmsg_len = NLMSG_ALIGN(answer->nlh.nlmsg_len) +
				(u32)NLA_ALIGN(attr.nla_len);
}

/* An answer with an errno, @request octets of the request and both attributes */
static void clab_test_build(struct clab_answer *answer, u16 type, u16 flags,
			    size_t request)
{
	struct nlmsgerr *err = (struct nlmsgerr *)answer->body;
	size_t head = sizeof(int);
	u32 offset = 28;

	memset(answer, 0, sizeof(*answer));
	answer->nlh.nlmsg_type = type;
	answer->nlh.nlmsg_flags = flags;
	err->error = -EBUSY;
	if (type == NLMSG_ERROR) {
		err->msg.nlmsg_len = (u32)request;
		head = sizeof(int) + (flags & NLM_F_CAPPED ? NLMSG_HDRLEN :
				      NLMSG_ALIGN(request));
	}
	answer->nlh.nlmsg_len = (u32)NLMSG_LENGTH(head);
	clab_test_add(answer, NLMSGERR_ATTR_MSG, CLAB_TEST_SENTENCE,
		      sizeof(CLAB_TEST_SENTENCE));
	clab_test_add(answer, NLMSGERR_ATTR_OFFS, &offset, sizeof(offset));
}

static bool clab_test_reads(const struct clab_answer *answer)
{
	struct clab_failure ext = {};

	clab_extack_read(&answer->nlh, &ext);
	return !strcmp(ext.text, CLAB_TEST_SENTENCE) && ext.offset == 28;
}

/* The same octets in a block of exactly their length, for the sanitizer */
static void clab_test_cut(const struct clab_answer *answer)
{
	u32 len;

	for (len = NLMSG_HDRLEN; len <= answer->nlh.nlmsg_len; len++) {
		struct clab_failure ext = {};
		struct nlmsghdr *nlh = malloc(len);

		memcpy(nlh, answer, len);
		nlh->nlmsg_len = len;
		clab_extack_read(nlh, &ext);
		free(nlh);
	}
	clab_test(true, "an answer cut at any length does no harm");
}

static void clab_test_long(void)
{
	static struct clab_answer answer;
	struct clab_failure ext = {};
	char text[1000];

	memset(text, 'x', sizeof(text));
	clab_test_build(&answer, NLMSG_ERROR, NLM_F_ACK_TLVS | NLM_F_CAPPED,
			64);
	answer.nlh.nlmsg_len = NLMSG_LENGTH(sizeof(struct nlmsgerr));
	clab_test_add(&answer, NLMSGERR_ATTR_MSG, text, sizeof(text));
	clab_extack_read(&answer.nlh, &ext);
	clab_test(strlen(ext.text) == sizeof(ext.text) - 1,
		  "a sentence that is too long, without its NUL, is cut");
}

/* A request whose second attribute, at octet 28, is of type @type */
static void clab_test_name(const char *family, int type, u32 offset,
			   const char *want)
{
	struct clab_answer request = { .nlh.nlmsg_len = NLMSG_LENGTH(4) };
	struct clab_failure fault = { .offset = offset };

	clab_test_add(&request, 1, "abc", 4);
	clab_test_add(&request, (u16)type, "abc", 4);
	clab_extack_name(&fault, &request.nlh, family);
	clab_test(!strcmp(fault.attr, want), "%s, type %d at octet %u is '%s'",
		  family, type, offset, want);
}

/* A request of CLAB_LAB with an entry: the same number says two things */
static void clab_test_entry(void)
{
	struct clab_answer request = { .nlh.nlmsg_len = NLMSG_LENGTH(4) };
	struct nlattr inner[2] = {
		{ .nla_len = NLA_HDRLEN, .nla_type = CLAB_LAB_E_TAGS },
		{ .nla_len = NLA_HDRLEN, .nla_type = CLAB_LAB_E_IFACE },
	};
	struct clab_failure fault = { .offset = 24 };

	clab_test_add(&request, CLAB_LAB_A_ENTRY | NLA_F_NESTED, inner,
		      sizeof(inner));
	clab_extack_name(&fault, &request.nlh, CLAB_GENL_LAB);
	clab_test(!strcmp(fault.attr, "TAGS"), "%s is named in an entry", fault.attr);
	fault.offset = 28;
	clab_extack_name(&fault, &request.nlh, CLAB_GENL_LAB);
	clab_test(!strcmp(fault.attr, "IFACE"), "%s is named behind it", fault.attr);
	fault.offset = 20;
	clab_extack_name(&fault, &request.nlh, CLAB_GENL_LAB);
	clab_test(!strcmp(fault.attr, "ENTRY"), "%s is named around it", fault.attr);
}

static void clab_test_names(void)
{
	clab_test_entry();
	clab_test_name(CLAB_GENL_MGMT, CLAB_MGMT_A_CV4DOI, 28, "CV4DOI");
	clab_test_name(CLAB_GENL_CIPSOV4, CLAB_CIPSOV4_A_MLSCATREM, 28,
		       "MLSCATREM");
	clab_test_name(CLAB_GENL_UNLBL, CLAB_UNLBL_A_SECCTX | NLA_F_NESTED, 28,
		       "SECCTX");
	clab_test_name(CLAB_GENL_UNLBL, 99, 28, "type 99");
	clab_test_name("OTHER", 3, 28, "type 3");
	clab_test_name(CLAB_GENL_MGMT, 4, 0, "");
	clab_test_name(CLAB_GENL_MGMT, 4, 33, "");
	clab_test_name(CLAB_GENL_MGMT, 4, UINT32_MAX, "");
}

/**
 * clab_test_extack() - test the reading of extended ACKs
 */
void clab_test_extack(void)
{
	static struct clab_answer answer;
	struct clab_failure ext = {};

	clab_test_build(&answer, NLMSG_ERROR, NLM_F_ACK_TLVS | NLM_F_CAPPED,
			64);
	clab_test(clab_test_reads(&answer), "behind the head of the request");
	clab_test_build(&answer, NLMSG_ERROR, NLM_F_ACK_TLVS, 64);
	clab_test(clab_test_reads(&answer), "behind the whole request");
	clab_test_build(&answer, NLMSG_ERROR, NLM_F_ACK_TLVS, 61);
	clab_test(clab_test_reads(&answer), "behind a request of odd length");
	clab_test_cut(&answer);
	clab_test_build(&answer, NLMSG_DONE, NLM_F_ACK_TLVS | NLM_F_MULTI, 0);
	clab_test(clab_test_reads(&answer), "at the end of a dump");
	clab_test_build(&answer, NLMSG_ERROR, NLM_F_CAPPED, 64);
	clab_extack_read(&answer.nlh, &ext);
	clab_test(!ext.text[0] && !ext.offset, "none where the flag is not set");
	clab_test_build(&answer, NLMSG_ERROR, NLM_F_ACK_TLVS, 64);
	((struct nlmsgerr *)answer.body)->msg.nlmsg_len = UINT32_MAX;
	clab_extack_read(&answer.nlh, &ext);
	clab_test(!ext.text[0], "none behind a request of impossible length");
	clab_test_long();
	clab_test_names();
}
