// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: what the engine is
 */
#include <netlink/attr.h>

#include "private.h"

static int clab_mgmt_take_version(struct nlattr **tb, void *arg)
{
	return clab_attr_u32(tb[CLAB_MGMT_A_VERSION], arg) ? 0 : -EBADMSG;
}

/**
 * clab_mgmt_version() - the version of the protocol that the kernel speaks
 * @nl: the connection
 * @version: where it goes
 *
 * Return: 0 or a negative errno.
 */
int clab_mgmt_version(struct clab_nl *nl, uint32_t *version)
{
	struct clab_reply reply = {
		.attr_max = CLAB_MGMT_A_MAX,
		.take = clab_mgmt_take_version,
		.arg = version,
	};

	*version = 0;
	return clab_req_do(clab_req_new(nl, CLAB_GENL_MGMT,
					CLAB_MGMT_C_VERSION), &reply);
}

static int clab_mgmt_take_protocol(struct nlattr **tb, void *arg)
{
	uint32_t *type = clab_vec_add(arg, sizeof(*type));

	if (!type)
		return -ENOMEM;
	return clab_attr_u32(tb[CLAB_MGMT_A_PROTOCOL], type) ? 0 : -EBADMSG;
}

static void clab_mgmt_reset(void *arg)
{
	clab_vec_clear(arg);
}

/**
 * clab_mgmt_protocols() - the labeling protocols that a mapping can name
 * @nl: the connection
 * @types: where they go, uint32_t; the caller clears it, also after a failure
 *
 * Return: 0 or a negative errno.
 */
int clab_mgmt_protocols(struct clab_nl *nl, struct clab_vec *types)
{
	struct clab_reply reply = {
		.attr_max = CLAB_MGMT_A_MAX,
		.take = clab_mgmt_take_protocol,
		.reset = clab_mgmt_reset,
		.arg = types,
	};

	return clab_req_dump(clab_req_new(nl, CLAB_GENL_MGMT,
					  CLAB_MGMT_C_PROTOCOLS), &reply);
}
