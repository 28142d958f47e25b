/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: addresses to and from the kernel
 */
#ifndef _CLAB_USER_ADDR_H
#define _CLAB_USER_ADDR_H

#include "nl.h"
#include "parse.h"

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

int clab_addr_take(struct nlattr **tb, const struct clab_addr_attrs *attrs,
		   struct clab_addr *addr);
void clab_addr_put(struct clab_req *req, const struct clab_addr_attrs *attrs,
		   const struct clab_addr *addr);
void clab_addr_print(const struct clab_addr *addr);
void clab_addr_json(const struct clab_addr *addr);

#endif /* _CLAB_USER_ADDR_H */
