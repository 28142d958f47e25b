// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libcipsolab: addresses to and from the kernel
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>

#include "private.h"

static uint32_t clab_addr_prefix(const uint8_t *mask, size_t size)
{
	uint32_t bits = 0;

	while (bits < size * 8 && mask[bits / 8] & (0x80 >> bits % 8))
		bits++;
	return bits;
}

/**
 * clab_addr_set_prefix() - say how much of an address counts
 * @addr: the address, with its family and octets; the octets behind the
 *	  prefix are cleared
 * @prefix: leading bits that count; more than there are is all of them
 */
void clab_addr_set_prefix(struct clab_addr *addr, uint32_t prefix)
{
	uint32_t bits;
	size_t i;

	addr->size = addr->family == AF_INET ? 4 : 16;
	if (prefix > addr->size * 8)
		prefix = (uint32_t)addr->size * 8;
	addr->prefix = prefix;
	for (i = 0; i < addr->size; i++, prefix -= bits) {
		bits = prefix < 8 ? prefix : 8;
		addr->mask[i] = (uint8_t)(0xff00 >> bits);
		addr->addr[i] &= addr->mask[i];
	}
}

/**
 * clab_addr_take() - read an address and its mask from a message
 * @tb: the message's attributes
 * @attrs: which of them carry an address
 * @addr: where it goes
 *
 * Return: 0, or -EBADMSG when there is no complete address.
 */
int clab_addr_take(struct nlattr **tb, const struct clab_addr_attrs *attrs,
		   struct clab_addr *addr)
{
	bool v4 = tb[attrs->v4_addr];
	struct nlattr *host = tb[v4 ? attrs->v4_addr : attrs->v6_addr];
	struct nlattr *mask = tb[v4 ? attrs->v4_mask : attrs->v6_mask];

	addr->family = v4 ? AF_INET : AF_INET6;
	addr->size = v4 ? 4 : 16;
	if (!host || nla_len(host) != (int)addr->size ||
	    !mask || nla_len(mask) != (int)addr->size)
		return -EBADMSG;
	memcpy(addr->addr, nla_data(host), addr->size);
	memcpy(addr->mask, nla_data(mask), addr->size);
	addr->prefix = clab_addr_prefix(addr->mask, addr->size);
	return 0;
}

/**
 * clab_addr_put() - add an address and its mask to a request
 * @req: the request
 * @attrs: the attributes to use
 * @addr: the address
 */
void clab_addr_put(struct clab_req *req, const struct clab_addr_attrs *attrs,
		   const struct clab_addr *addr)
{
	bool v4 = addr->family == AF_INET;

	clab_req_put(req, v4 ? attrs->v4_addr : attrs->v6_addr, addr->addr,
		     addr->size);
	clab_req_put(req, v4 ? attrs->v4_mask : attrs->v6_mask, addr->mask,
		     addr->size);
}

/**
 * clab_addr_text() - an address as text
 * @addr: the address
 * @text: room for it
 *
 * Return: @text, which is ADDR/PREFIX.
 */
const char *clab_addr_text(const struct clab_addr *addr,
			   char text[CLAB_ADDR_TEXT_MAX])
{
	size_t len;

	if (!inet_ntop(addr->family, addr->addr, text, INET6_ADDRSTRLEN))
		text[0] = '\0';
	len = strlen(text);
	snprintf(text + len, CLAB_ADDR_TEXT_MAX - len, "/%u", addr->prefix);
	return text;
}
