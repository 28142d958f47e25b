// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: what is active, and what would happen to a packet
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <netlink/attr.h>

#include "private.h"

/* Where the numbers of a status go */
static const struct clab_status_field {
	uint16_t attr;
	uint16_t size;
	size_t offset;
} clab_status_fields[] = {
#define CLAB_FIELD(_attr, _member) {					\
	.attr = _attr,							\
	.size = sizeof(((struct clab_status *)NULL)->_member),		\
	.offset = offsetof(struct clab_status, _member),		\
}
	CLAB_FIELD(CLAB_LAB_S_DOIS, dois),
	CLAB_FIELD(CLAB_LAB_S_DOMAINS, domains),
	CLAB_FIELD(CLAB_LAB_S_SELECTORS, selectors),
	CLAB_FIELD(CLAB_LAB_S_STATICS, statics),
	CLAB_FIELD(CLAB_LAB_S_PEERS, peers),
	CLAB_FIELD(CLAB_LAB_S_KNOWN, known),
	CLAB_FIELD(CLAB_LAB_S_TX_OPEN, tx_open),
	CLAB_FIELD(CLAB_LAB_S_TX_MAX, tx_max),
	CLAB_FIELD(CLAB_LAB_S_TX_ENTRIES, tx_entries),
	CLAB_FIELD(CLAB_LAB_S_ACCEPT, accept),
	CLAB_FIELD(CLAB_LAB_S_STRICT, strict),
	CLAB_FIELD(CLAB_LAB_S_HOOKS, hooks),
	CLAB_FIELD(CLAB_LAB_S_LSM, lsm),
#undef CLAB_FIELD
};

static int clab_status_take(struct nlattr **tb, void *arg)
{
	struct nlattr *in[CLAB_LAB_S_MAX + 1];
	struct clab_status *status = arg;
	size_t i;

	if (!tb[CLAB_LAB_A_STATUS] ||
	    nla_parse_nested(in, CLAB_LAB_S_MAX, tb[CLAB_LAB_A_STATUS], NULL) < 0)
		return -EBADMSG;
	clab_attr_u32(tb[CLAB_LAB_A_GENERATION], &status->generation);
	if (in[CLAB_LAB_S_VERSION])
		nla_strlcpy(status->version, in[CLAB_LAB_S_VERSION],
			    sizeof(status->version));
	for (i = 0; i < sizeof(clab_status_fields) / sizeof(clab_status_fields[0]); i++) {
		const struct clab_status_field *field = &clab_status_fields[i];

		if (in[field->attr] && nla_len(in[field->attr]) >= field->size)
			memcpy((char *)status + field->offset,
			       nla_data(in[field->attr]), field->size);
	}
	return 0;
}

/**
 * clab_status_get() - what is configured and active
 * @nl: the connection
 * @status: where it goes
 *
 * Return: 0 or a negative errno.
 */
int clab_status_get(struct clab_nl *nl, struct clab_status *status)
{
	struct clab_reply reply = {
		.attr_max = CLAB_LAB_A_MAX,
		.take = clab_status_take,
		.arg = status,
	};

	memset(status, 0, sizeof(*status));
	return clab_req_do(clab_req_new(nl, CLAB_GENL_LAB, CLAB_LAB_C_STATUS),
			   &reply);
}

static int clab_found_take(struct nlattr **tb, void *arg)
{
	return tb[CLAB_LAB_A_ENTRY] ? clab_entry_take(tb[CLAB_LAB_A_ENTRY], arg) :
				      -EBADMSG;
}

/* The first of what a configuration of one entry holds is moved out of it */
static void clab_found_move(struct clab_conf *conf, struct clab_found *found)
{
	if (conf->maps.nr) {
		memcpy(&found->map, conf->maps.items, sizeof(found->map));
		clab_vec_clear(&conf->maps);
	}
	if (conf->statics.nr) {
		memcpy(&found->st, conf->statics.items, sizeof(found->st));
		clab_vec_clear(&conf->statics);
	}
	clab_conf_free(conf);
}

static int clab_found_get(struct clab_req *req, const struct clab_addr *addr,
			  struct clab_found *found)
{
	struct clab_conf conf = {};
	struct clab_reply reply = {
		.attr_max = CLAB_LAB_A_MAX,
		.take = clab_found_take,
		.arg = &conf,
	};
	int ret;

	clab_req_put(req, addr->family == AF_INET ? CLAB_LAB_A_ADDR4 :
						    CLAB_LAB_A_ADDR6,
		     addr->addr, addr->size);
	ret = clab_req_do(req, &reply);
	memset(found, 0, sizeof(*found));
	clab_found_move(&conf, found);
	return ret;
}

/**
 * clab_lookup_map() - what is mapped for a packet that leaves
 * @nl: the connection
 * @domain: its LSM domain, or NULL for none
 * @dst: its destination
 * @found: where the entry goes that says so; clab_found_free() frees it
 *
 * Return: 0, -ENOENT when nothing is mapped, or another negative errno.
 */
int clab_lookup_map(struct clab_nl *nl, const char *domain,
		    const struct clab_addr *dst, struct clab_found *found)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_LAB,
					    CLAB_LAB_C_LOOKUP);

	if (domain)
		clab_req_str(req, CLAB_LAB_A_DOMAIN, domain);
	return clab_found_get(req, dst, found);
}

/**
 * clab_lookup_static() - the label of a packet that comes in without one
 * @nl: the connection
 * @iface: the interface it comes in by
 * @src: its source
 * @found: where the entry goes that says so; clab_found_free() frees it
 *
 * Return: 0, -ENOENT when there is none, or another negative errno.
 */
int clab_lookup_static(struct clab_nl *nl, const char *iface,
		       const struct clab_addr *src, struct clab_found *found)
{
	struct clab_req *req = clab_req_new(nl, CLAB_GENL_LAB,
					    CLAB_LAB_C_LOOKUP);

	clab_req_str(req, CLAB_LAB_A_IFACE, iface);
	return clab_found_get(req, src, found);
}

/**
 * clab_found_free() - free what a look-up has found
 * @found: what it has found
 */
void clab_found_free(struct clab_found *found)
{
	free(found->map.domain);
	clab_vec_clear(&found->map.selectors);
	free(found->st.iface);
	free(found->st.label);
	memset(found, 0, sizeof(*found));
}
