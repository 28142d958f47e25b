/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * cipsolab: generic netlink interface and wire constants
 *
 * The families CLAB_MGMT, CLAB_CIPSOv4 and CLAB_UNLBL carry the command and
 * attribute numbers, types and nesting of NLBL_MGMT, NLBL_CIPSOv4 and
 * NLBL_UNLBL, so that a NetLabel client works once the family name is
 * changed. Numbers that this engine does not serve are kept, so that nothing
 * else can ever take them.
 *
 * Every refusal carries an extended ACK: a sentence, and the offset of the
 * attribute at fault where there is one.
 */
#ifndef _UAPI_LINUX_CIPSOLAB_H
#define _UAPI_LINUX_CIPSOLAB_H

#include <linux/types.h>

/**
 * DOC: Family names
 *
 * A family is "<prefix>_MGMT", "<prefix>_CIPSOv4" or "<prefix>_UNLBL". The
 * prefix is the module parameter nlbl_prefix, CLAB unless set.
 */
#define CLAB_GENL_PREFIX	"CLAB"
#define CLAB_GENL_MGMT		"MGMT"
#define CLAB_GENL_CIPSOV4	"CIPSOv4"
#define CLAB_GENL_UNLBL		"UNLBL"

/** define CLAB_PROTO_VERSION - version of the protocol (NetLabel's is 3) */
#define CLAB_PROTO_VERSION	3

/**
 * enum clab_nltype - labeling protocol of a domain mapping (CLAB_MGMT_A_PROTOCOL)
 * @CLAB_NLTYPE_CIPSOV4: send a CIPSO option under the DOI CLAB_MGMT_A_CV4DOI
 * @CLAB_NLTYPE_UNLABELED: send no label
 * @CLAB_NLTYPE_CALIPSO: NetLabel's IPv6 option; this engine refuses it
 */
enum clab_nltype {
	CLAB_NLTYPE_CIPSOV4 = 3,
	CLAB_NLTYPE_UNLABELED = 5,
	CLAB_NLTYPE_CALIPSO = 7,
};

/**
 * enum clab_mgmt_cmd - commands of CLAB_MGMT
 * @CLAB_MGMT_C_UNSPEC: unused
 * @CLAB_MGMT_C_ADD: add a domain mapping, or an address selector to one
 * @CLAB_MGMT_C_REMOVE: remove all that is mapped for a domain
 * @CLAB_MGMT_C_LISTALL: dump the domain mappings, the default left out
 * @CLAB_MGMT_C_ADDDEF: as ADD, for the default mapping
 * @CLAB_MGMT_C_REMOVEDEF: remove the default mapping of both families
 * @CLAB_MGMT_C_LISTDEF: get the default mapping of CLAB_MGMT_A_FAMILY; dump it
 *	where one message can't hold it (-EMSGSIZE), both families without one
 * @CLAB_MGMT_C_PROTOCOLS: dump the labeling protocols that can be configured
 * @CLAB_MGMT_C_VERSION: get the protocol version
 */
enum clab_mgmt_cmd {
	CLAB_MGMT_C_UNSPEC,
	CLAB_MGMT_C_ADD,
	CLAB_MGMT_C_REMOVE,
	CLAB_MGMT_C_LISTALL,
	CLAB_MGMT_C_ADDDEF,
	CLAB_MGMT_C_REMOVEDEF,
	CLAB_MGMT_C_LISTDEF,
	CLAB_MGMT_C_PROTOCOLS,
	CLAB_MGMT_C_VERSION,
	__CLAB_MGMT_C_MAX,
};

#define CLAB_MGMT_C_MAX (__CLAB_MGMT_C_MAX - 1)

/**
 * enum clab_mgmt_attr - attributes of CLAB_MGMT
 * @CLAB_MGMT_A_UNSPEC: unused
 * @CLAB_MGMT_A_DOMAIN: string, the LSM domain (SELinux: the type)
 * @CLAB_MGMT_A_PROTOCOL: u32, enum clab_nltype
 * @CLAB_MGMT_A_VERSION: u32, CLAB_PROTO_VERSION
 * @CLAB_MGMT_A_CV4DOI: u32, the DOI of a CLAB_NLTYPE_CIPSOV4 mapping
 * @CLAB_MGMT_A_IPV6ADDR: 16 octets, network byte order
 * @CLAB_MGMT_A_IPV6MASK: 16 octets, network byte order, contiguous
 * @CLAB_MGMT_A_IPV4ADDR: 4 octets, network byte order
 * @CLAB_MGMT_A_IPV4MASK: 4 octets, network byte order, contiguous
 * @CLAB_MGMT_A_ADDRSELECTOR: nest of address, mask, PROTOCOL and CV4DOI
 * @CLAB_MGMT_A_SELECTORLIST: nest of ADDRSELECTOR, longest prefix first
 * @CLAB_MGMT_A_FAMILY: u16, AF_INET, AF_INET6, or 0 for both
 * @CLAB_MGMT_A_CLPDOI: u32, NetLabel's CALIPSO DOI; refused
 */
enum clab_mgmt_attr {
	CLAB_MGMT_A_UNSPEC,
	CLAB_MGMT_A_DOMAIN,
	CLAB_MGMT_A_PROTOCOL,
	CLAB_MGMT_A_VERSION,
	CLAB_MGMT_A_CV4DOI,
	CLAB_MGMT_A_IPV6ADDR,
	CLAB_MGMT_A_IPV6MASK,
	CLAB_MGMT_A_IPV4ADDR,
	CLAB_MGMT_A_IPV4MASK,
	CLAB_MGMT_A_ADDRSELECTOR,
	CLAB_MGMT_A_SELECTORLIST,
	CLAB_MGMT_A_FAMILY,
	CLAB_MGMT_A_CLPDOI,
	__CLAB_MGMT_A_MAX,
};

#define CLAB_MGMT_A_MAX (__CLAB_MGMT_A_MAX - 1)

/**
 * enum clab_cipsov4_cmd - commands of CLAB_CIPSOv4
 * @CLAB_CIPSOV4_C_UNSPEC: unused
 * @CLAB_CIPSOV4_C_ADD: define a DOI
 * @CLAB_CIPSOV4_C_REMOVE: remove a DOI
 * @CLAB_CIPSOV4_C_LIST: get the definition of one DOI
 * @CLAB_CIPSOV4_C_LISTALL: dump number and type of every DOI
 */
enum clab_cipsov4_cmd {
	CLAB_CIPSOV4_C_UNSPEC,
	CLAB_CIPSOV4_C_ADD,
	CLAB_CIPSOV4_C_REMOVE,
	CLAB_CIPSOV4_C_LIST,
	CLAB_CIPSOV4_C_LISTALL,
	__CLAB_CIPSOV4_C_MAX,
};

#define CLAB_CIPSOV4_C_MAX (__CLAB_CIPSOV4_C_MAX - 1)

/**
 * enum clab_cipsov4_attr - attributes of CLAB_CIPSOv4
 * @CLAB_CIPSOV4_A_UNSPEC: unused
 * @CLAB_CIPSOV4_A_DOI: u32, the DOI, not 0
 * @CLAB_CIPSOV4_A_MTYPE: u32, enum clab_doi_type
 * @CLAB_CIPSOV4_A_TAG: u8, a tag type
 * @CLAB_CIPSOV4_A_TAGLST: nest of TAG, in the order in which they are tried
 * @CLAB_CIPSOV4_A_MLSLVLLOC: u32, a level here
 * @CLAB_CIPSOV4_A_MLSLVLREM: u32, the same level on the wire
 * @CLAB_CIPSOV4_A_MLSLVL: nest of MLSLVLLOC and MLSLVLREM
 * @CLAB_CIPSOV4_A_MLSLVLLST: nest of MLSLVL
 * @CLAB_CIPSOV4_A_MLSCATLOC: u32, a category here
 * @CLAB_CIPSOV4_A_MLSCATREM: u32, the same category on the wire
 * @CLAB_CIPSOV4_A_MLSCAT: nest of MLSCATLOC and MLSCATREM
 * @CLAB_CIPSOV4_A_MLSCATLST: nest of MLSCAT
 */
enum clab_cipsov4_attr {
	CLAB_CIPSOV4_A_UNSPEC,
	CLAB_CIPSOV4_A_DOI,
	CLAB_CIPSOV4_A_MTYPE,
	CLAB_CIPSOV4_A_TAG,
	CLAB_CIPSOV4_A_TAGLST,
	CLAB_CIPSOV4_A_MLSLVLLOC,
	CLAB_CIPSOV4_A_MLSLVLREM,
	CLAB_CIPSOV4_A_MLSLVL,
	CLAB_CIPSOV4_A_MLSLVLLST,
	CLAB_CIPSOV4_A_MLSCATLOC,
	CLAB_CIPSOV4_A_MLSCATREM,
	CLAB_CIPSOV4_A_MLSCAT,
	CLAB_CIPSOV4_A_MLSCATLST,
	__CLAB_CIPSOV4_A_MAX,
};

#define CLAB_CIPSOV4_A_MAX (__CLAB_CIPSOV4_A_MAX - 1)

/**
 * enum clab_unlbl_cmd - commands of CLAB_UNLBL
 * @CLAB_UNLBL_C_UNSPEC: unused
 * @CLAB_UNLBL_C_ACCEPT: set whether unlabeled packets are accepted
 * @CLAB_UNLBL_C_LIST: get that flag
 * @CLAB_UNLBL_C_STATICADD: add a static label of an interface
 * @CLAB_UNLBL_C_STATICREMOVE: remove one
 * @CLAB_UNLBL_C_STATICLIST: dump them
 * @CLAB_UNLBL_C_STATICADDDEF: add a static label of every other interface
 * @CLAB_UNLBL_C_STATICREMOVEDEF: remove one
 * @CLAB_UNLBL_C_STATICLISTDEF: dump them
 */
enum clab_unlbl_cmd {
	CLAB_UNLBL_C_UNSPEC,
	CLAB_UNLBL_C_ACCEPT,
	CLAB_UNLBL_C_LIST,
	CLAB_UNLBL_C_STATICADD,
	CLAB_UNLBL_C_STATICREMOVE,
	CLAB_UNLBL_C_STATICLIST,
	CLAB_UNLBL_C_STATICADDDEF,
	CLAB_UNLBL_C_STATICREMOVEDEF,
	CLAB_UNLBL_C_STATICLISTDEF,
	__CLAB_UNLBL_C_MAX,
};

#define CLAB_UNLBL_C_MAX (__CLAB_UNLBL_C_MAX - 1)

/**
 * enum clab_unlbl_attr - attributes of CLAB_UNLBL
 * @CLAB_UNLBL_A_UNSPEC: unused
 * @CLAB_UNLBL_A_ACPTFLG: u8, 1 to accept unlabeled packets, 0 to drop them
 * @CLAB_UNLBL_A_IPV6ADDR: 16 octets, network byte order
 * @CLAB_UNLBL_A_IPV6MASK: 16 octets, network byte order, contiguous
 * @CLAB_UNLBL_A_IPV4ADDR: 4 octets, network byte order
 * @CLAB_UNLBL_A_IPV4MASK: 4 octets, network byte order, contiguous
 * @CLAB_UNLBL_A_IFACE: string, an interface's name, which need not exist, or the
 *	beginning of names, followed by "*"
 * @CLAB_UNLBL_A_SECCTX: octets, a security context
 */
enum clab_unlbl_attr {
	CLAB_UNLBL_A_UNSPEC,
	CLAB_UNLBL_A_ACPTFLG,
	CLAB_UNLBL_A_IPV6ADDR,
	CLAB_UNLBL_A_IPV6MASK,
	CLAB_UNLBL_A_IPV4ADDR,
	CLAB_UNLBL_A_IPV4MASK,
	CLAB_UNLBL_A_IFACE,
	CLAB_UNLBL_A_SECCTX,
	__CLAB_UNLBL_A_MAX,
};

#define CLAB_UNLBL_A_MAX (__CLAB_UNLBL_A_MAX - 1)

/**
 * enum clab_doi_type - how a DOI's numbers relate to the labels of this host
 * @CLAB_DOI_TRANS: levels and categories are translated by tables
 * @CLAB_DOI_PASS: the numbers on the wire are the numbers here
 * @CLAB_DOI_LOCAL: the whole label, as this host's secid; loopback only
 */
enum clab_doi_type {
	CLAB_DOI_TRANS = 1,
	CLAB_DOI_PASS = 2,
	CLAB_DOI_LOCAL = 3,
};

/**
 * DOC: The option on the wire (CIPSO 2.2 draft, section 3)
 *
 * Everything is in network byte order, save the secid of tag type 128, which
 * never leaves the host and is in host byte order::
 *
 *    0      1      2 .. 5        6      7      8 ..
 *   +------+------+-------------+------+------+---------
 *   | 0x86 | len  | DOI         | tag  | len  | body
 *   +------+------+-------------+------+------+---------
 */
#define CLAB_IPOPT_CIPSO	134	/* option type: copied, class 0, number 6 */
#define CLAB_OPT_HDR_LEN	6	/* type, length, DOI */
#define CLAB_OPT_MAX		40	/* room for options in an IPv4 header */
#define CLAB_TAG_HDR_LEN	4	/* type, length, alignment octet, level */
#define CLAB_TAG_MAX		(CLAB_OPT_MAX - CLAB_OPT_HDR_LEN)
#define CLAB_TAGS_PER_DOI	5	/* tag types that one DOI may list */

#define CLAB_TAG_BITMAP		1	/* restricted bitmap (3.4.2) */
#define CLAB_TAG_ENUM		2	/* enumerated (3.4.3) */
#define CLAB_TAG_RANGE		5	/* ranged (3.4.4) */
#define CLAB_TAG_PBITMAP	6	/* FIPS 188 permissive bitmap */
#define CLAB_TAG_FREEFORM	7	/* FIPS 188 free form */
#define CLAB_TAG_LOCAL		128	/* the whole label, loopback only */
#define CLAB_TAG_LOCAL_LEN	6	/* type, length, secid */

#define CLAB_LEVEL_WIRE_MAX	255	/* highest level a tag can carry */
#define CLAB_CAT_WIRE_MAX	65534	/* highest category a tag can carry */

#endif /* _UAPI_LINUX_CIPSOLAB_H */
