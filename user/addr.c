// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: addresses to and from the kernel
 */
#include <arpa/inet.h>
#include <stdio.h>

#include <netlink/attr.h>

#include "addr.h"
#include "out.h"

static u32 clab_addr_prefix(const u8 *mask, size_t size)
{
	u32 bits = 0;

	while (bits < size * 8 && mask[bits / 8] & (0x80 >> bits % 8))
		bits++;
	return bits;
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
 * clab_addr_print() - print an address as ADDR/PREFIX
 * @addr: the address
 */
void clab_addr_print(const struct clab_addr *addr)
{
	char text[INET6_ADDRSTRLEN];

	printf("%s/%u", inet_ntop(addr->family, addr->addr, text, sizeof(text)),
	       addr->prefix);
}

/**
 * clab_addr_json() - write an address as two members of a JSON object
 * @addr: the address
 */
void clab_addr_json(const struct clab_addr *addr)
{
	char text[INET6_ADDRSTRLEN];

	clab_json_str("address", inet_ntop(addr->family, addr->addr, text,
					   sizeof(text)));
	clab_json_u32("prefix", addr->prefix);
}
