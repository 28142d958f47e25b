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
 * A family is "<prefix>_MGMT", "<prefix>_CIPSOv4", "<prefix>_UNLBL" or
 * "<prefix>_LAB". The prefix is the module parameter nlbl_prefix, CLAB unless
 * set.
 */
#define CLAB_GENL_PREFIX	"CLAB"
#define CLAB_GENL_MGMT		"MGMT"
#define CLAB_GENL_CIPSOV4	"CIPSOv4"
#define CLAB_GENL_UNLBL		"UNLBL"
#define CLAB_GENL_LAB		"LAB"

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
 * DOC: The family CLAB_LAB
 *
 * What NetLabel has no command for. Unknown attributes, flags and kinds are
 * refused. Commands that change anything need CAP_NET_ADMIN in the initial user
 * namespace; the others are open to every process of that user namespace. What
 * changed the configuration is answered with the new GENERATION.
 *
 * All of a configuration is entries (CLAB_LAB_A_ENTRY), and an entry looks the
 * same wherever it is met: what CLAB_LAB_C_TX_ADD takes, what
 * CLAB_LAB_C_DUMP_CONFIG gives, what CLAB_LAB_C_LOOKUP finds, what
 * CLAB_LAB_C_STATS counts for and what CLAB_LAB_C_EVENT_CONFIG tells of.
 * CLAB_LAB_E_KIND says what an entry is and which attributes it has:
 *
 * ======================= ==================================================
 * CLAB_LAB_KIND_DOI       DOI, MTYPE, TAGS; of a TRANS DOI LEVELS and CATS
 * CLAB_LAB_KIND_MAP       [DOMAIN], [FAMILY], PROTOCOL, [DOI],
 *                         [(ADDR4 or ADDR6), PREFIXLEN]
 * CLAB_LAB_KIND_STATIC    [IFACE], (ADDR4 or ADDR6), PREFIXLEN, SECCTX
 * CLAB_LAB_KIND_ACCEPT    VALUE
 * CLAB_LAB_KIND_TUNABLE   NAME, VALUE
 * ======================= ==================================================
 *
 * A mapping without DOMAIN is the default, a static label without IFACE is that
 * of every other interface. A DOI with more levels and categories than one
 * attribute holds is several entries, one behind the other: those after the
 * first have KIND, DOI, LEVELS and CATS only. A mapping with address selectors
 * is one entry for each of them.
 */

/** define CLAB_LAB_VERSION - version of the family CLAB_LAB */
#define CLAB_LAB_VERSION	1

#define CLAB_LAB_GROUP_CONFIG	"config"	/* CLAB_LAB_C_EVENT_CONFIG */
#define CLAB_LAB_GROUP_DROP	"drop"		/* CLAB_LAB_C_EVENT_DROP */

/**
 * enum clab_lab_cmd - commands of CLAB_LAB
 * @CLAB_LAB_C_UNSPEC: unused
 * @CLAB_LAB_C_STATUS: get what is configured and active
 * @CLAB_LAB_C_TX_BEGIN: begin a transaction: a configuration built aside, empty
 *	at first, owned by this socket. [IF_GENERATION] also holds for the
 *	commit. Answered with GENERATION
 * @CLAB_LAB_C_TX_ADD: add ENTRY... to it, in their order; DOIs before the
 *	mappings that name them. When one is refused the transaction is over;
 *	but after ENOMEM it goes on, with the entries before the one that the
 *	answer points into, and that one can be sent again
 * @CLAB_LAB_C_TX_COMMIT: replace the namespace's whole configuration by it.
 *	[FLAGS: CLAB_LAB_F_DRY_RUN], [IF_GENERATION]. Answered with GENERATION,
 *	the new one. After a dry run, ESTALE or ENOMEM the transaction goes on
 * @CLAB_LAB_C_TX_ABORT: give it up, as closing the socket does
 * @CLAB_LAB_C_DUMP_CONFIG: dump the configuration as ENTRY..., in an order that
 *	CLAB_LAB_C_TX_ADD takes. Filters: [KINDS], [DOI], [FAMILY], [DOMAIN] or
 *	[FLAGS: CLAB_LAB_F_DEFAULT]. An answer holds GENERATION and ENTRY...
 * @CLAB_LAB_C_SEL_DEL: remove one address selector: ENTRY with DOMAIN, address
 *	and PREFIXLEN. The last one takes the mapping with it. [IF_GENERATION]
 * @CLAB_LAB_C_SEL_REPLACE: give an address selector that is there another
 *	protocol or DOI: ENTRY. [IF_GENERATION]
 * @CLAB_LAB_C_MAP_REPLACE: replace all that is mapped for one domain, or the
 *	default, in one step, or map it: ENTRY... [IF_GENERATION]
 * @CLAB_LAB_C_DOI_REPLACE: define a DOI that is there anew: ENTRY... of that one
 *	DOI. All that names it is switched at once. [IF_GENERATION]
 * @CLAB_LAB_C_FLUSH: back to what there is when the module is loaded.
 *	[IF_GENERATION]
 * @CLAB_LAB_C_LOOKUP: what would happen to a packet. [DOMAIN] and (ADDR4 or
 *	ADDR6) of its destination: the ENTRY of the mapping that says so.
 *	IFACE and (ADDR4 or ADDR6) of its source: the ENTRY of the static label
 * @CLAB_LAB_C_STATS: dump the counters, one STAT each. Filters: [STAT_KINDS]
 * @CLAB_LAB_C_STATS_RESET: all counters of the namespace begin again at 0
 * @CLAB_LAB_C_EVENT_CONFIG: (group "config") EVENT: something was changed
 * @CLAB_LAB_C_EVENT_DROP: (group "drop") DROP: a packet was dropped or refused
 */
enum clab_lab_cmd {
	CLAB_LAB_C_UNSPEC,
	CLAB_LAB_C_STATUS,
	CLAB_LAB_C_TX_BEGIN,
	CLAB_LAB_C_TX_ADD,
	CLAB_LAB_C_TX_COMMIT,
	CLAB_LAB_C_TX_ABORT,
	CLAB_LAB_C_DUMP_CONFIG,
	CLAB_LAB_C_SEL_DEL,
	CLAB_LAB_C_SEL_REPLACE,
	CLAB_LAB_C_MAP_REPLACE,
	CLAB_LAB_C_DOI_REPLACE,
	CLAB_LAB_C_FLUSH,
	CLAB_LAB_C_LOOKUP,
	CLAB_LAB_C_STATS,
	CLAB_LAB_C_STATS_RESET,
	CLAB_LAB_C_EVENT_CONFIG,
	CLAB_LAB_C_EVENT_DROP,
	__CLAB_LAB_C_MAX,
};

#define CLAB_LAB_C_MAX (__CLAB_LAB_C_MAX - 1)

/**
 * enum clab_lab_attr - attributes of CLAB_LAB
 * @CLAB_LAB_A_UNSPEC: unused
 * @CLAB_LAB_A_GENERATION: u32, grows with every change of the configuration
 * @CLAB_LAB_A_IF_GENERATION: u32, refuse with ESTALE unless the generation is
 *	this one
 * @CLAB_LAB_A_FLAGS: u32, CLAB_LAB_F_*
 * @CLAB_LAB_A_ENTRY: nest, enum clab_lab_entry_attr; may be repeated
 * @CLAB_LAB_A_KINDS: u32, a bit 1 << kind for each enum clab_lab_kind wanted
 * @CLAB_LAB_A_DOI: u32, only what is this DOI or names it
 * @CLAB_LAB_A_FAMILY: u16, AF_INET or AF_INET6: only mappings and static labels
 *	that apply to this family
 * @CLAB_LAB_A_DOMAIN: string, an LSM domain
 * @CLAB_LAB_A_IFACE: string, an interface's name
 * @CLAB_LAB_A_ADDR4: 4 octets, network byte order
 * @CLAB_LAB_A_ADDR6: 16 octets, network byte order
 * @CLAB_LAB_A_STATUS: nest, enum clab_lab_status_attr
 * @CLAB_LAB_A_STAT: nest, enum clab_lab_stat_attr
 * @CLAB_LAB_A_STAT_KINDS: u32, a bit 1 << kind for each enum clab_lab_stat_kind
 *	wanted
 * @CLAB_LAB_A_EVENT: nest, enum clab_lab_event_attr
 * @CLAB_LAB_A_DROP: nest, enum clab_lab_drop_attr
 */
enum clab_lab_attr {
	CLAB_LAB_A_UNSPEC,
	CLAB_LAB_A_GENERATION,
	CLAB_LAB_A_IF_GENERATION,
	CLAB_LAB_A_FLAGS,
	CLAB_LAB_A_ENTRY,
	CLAB_LAB_A_KINDS,
	CLAB_LAB_A_DOI,
	CLAB_LAB_A_FAMILY,
	CLAB_LAB_A_DOMAIN,
	CLAB_LAB_A_IFACE,
	CLAB_LAB_A_ADDR4,
	CLAB_LAB_A_ADDR6,
	CLAB_LAB_A_STATUS,
	CLAB_LAB_A_STAT,
	CLAB_LAB_A_STAT_KINDS,
	CLAB_LAB_A_EVENT,
	CLAB_LAB_A_DROP,
	__CLAB_LAB_A_MAX,
};

#define CLAB_LAB_A_MAX (__CLAB_LAB_A_MAX - 1)

#define CLAB_LAB_F_DRY_RUN	1	/* TX_COMMIT: check, change nothing */
#define CLAB_LAB_F_DEFAULT	2	/* DUMP_CONFIG: of mappings, the default only */

/**
 * enum clab_lab_kind - what an entry is (CLAB_LAB_E_KIND)
 * @CLAB_LAB_KIND_UNSPEC: unused
 * @CLAB_LAB_KIND_DOI: the definition of a DOI
 * @CLAB_LAB_KIND_MAP: a mapping, or one address selector of it
 * @CLAB_LAB_KIND_STATIC: a static label
 * @CLAB_LAB_KIND_ACCEPT: whether unlabeled packets are accepted
 * @CLAB_LAB_KIND_TUNABLE: a setting
 */
enum clab_lab_kind {
	CLAB_LAB_KIND_UNSPEC,
	CLAB_LAB_KIND_DOI,
	CLAB_LAB_KIND_MAP,
	CLAB_LAB_KIND_STATIC,
	CLAB_LAB_KIND_ACCEPT,
	CLAB_LAB_KIND_TUNABLE,
	__CLAB_LAB_KIND_MAX,
};

#define CLAB_LAB_KIND_MAX (__CLAB_LAB_KIND_MAX - 1)

/**
 * enum clab_lab_entry_attr - attributes inside CLAB_LAB_A_ENTRY
 * @CLAB_LAB_E_UNSPEC: unused
 * @CLAB_LAB_E_KIND: u8, enum clab_lab_kind
 * @CLAB_LAB_E_DOI: u32, the DOI, not 0
 * @CLAB_LAB_E_MTYPE: u32, enum clab_doi_type
 * @CLAB_LAB_E_TAGS: octets, a tag type each, in the order in which they are
 *	tried; 1 to CLAB_TAGS_PER_DOI of them
 * @CLAB_LAB_E_LEVELS: array of struct clab_lab_pair
 * @CLAB_LAB_E_CATS: array of struct clab_lab_pair
 * @CLAB_LAB_E_DOMAIN: string, the LSM domain; without it: the default
 * @CLAB_LAB_E_FAMILY: u16, AF_INET, AF_INET6, or 0 for both, as without it; of
 *	CLAB_NLTYPE_CIPSOV4 AF_INET, as without it
 * @CLAB_LAB_E_PROTOCOL: u32, enum clab_nltype
 * @CLAB_LAB_E_ADDR4: 4 octets, network byte order, 0 behind the prefix
 * @CLAB_LAB_E_ADDR6: 16 octets, network byte order, 0 behind the prefix
 * @CLAB_LAB_E_PREFIXLEN: u8, length of the prefix in bits
 * @CLAB_LAB_E_IFACE: string, an interface's name; may end in "*"
 * @CLAB_LAB_E_SECCTX: octets, a security context
 * @CLAB_LAB_E_VALUE: u32
 * @CLAB_LAB_E_NAME: string, a setting's name, as below net.cipsolab
 */
enum clab_lab_entry_attr {
	CLAB_LAB_E_UNSPEC,
	CLAB_LAB_E_KIND,
	CLAB_LAB_E_DOI,
	CLAB_LAB_E_MTYPE,
	CLAB_LAB_E_TAGS,
	CLAB_LAB_E_LEVELS,
	CLAB_LAB_E_CATS,
	CLAB_LAB_E_DOMAIN,
	CLAB_LAB_E_FAMILY,
	CLAB_LAB_E_PROTOCOL,
	CLAB_LAB_E_ADDR4,
	CLAB_LAB_E_ADDR6,
	CLAB_LAB_E_PREFIXLEN,
	CLAB_LAB_E_IFACE,
	CLAB_LAB_E_SECCTX,
	CLAB_LAB_E_VALUE,
	CLAB_LAB_E_NAME,
	__CLAB_LAB_E_MAX,
};

#define CLAB_LAB_E_MAX (__CLAB_LAB_E_MAX - 1)

/**
 * struct clab_lab_pair - a level or category of a TRANS DOI, host byte order
 * @local: here
 * @remote: on the wire
 */
struct clab_lab_pair {
	__u32 local;
	__u32 remote;
};

/**
 * enum clab_lab_status_attr - attributes inside CLAB_LAB_A_STATUS
 * @CLAB_LAB_S_UNSPEC: unused
 * @CLAB_LAB_S_VERSION: string, the module's version
 * @CLAB_LAB_S_DOIS: u32, DOIs defined
 * @CLAB_LAB_S_DOMAINS: u32, domains mapped, the default not counted
 * @CLAB_LAB_S_SELECTORS: u32, address selectors, those of the default too
 * @CLAB_LAB_S_STATICS: u32, static labels
 * @CLAB_LAB_S_ACCEPT: u8, 1: unlabeled packets are accepted
 * @CLAB_LAB_S_STRICT: u8, 1: options are validated strictly
 * @CLAB_LAB_S_HOOKS: u8, 1: packets of this namespace are looked at
 * @CLAB_LAB_S_LSM: u8, 1: an LSM gives labels; without, nothing is labeled
 * @CLAB_LAB_S_PEERS: u32, peer labels in use, of all namespaces
 * @CLAB_LAB_S_KNOWN: u32, options remembered with their label, of all namespaces
 * @CLAB_LAB_S_TX_OPEN: u32, transactions of this namespace that are not over
 * @CLAB_LAB_S_TX_MAX: u32, how many there may be
 * @CLAB_LAB_S_TX_ENTRIES: u32, entries that one may have, each level and
 *	category counted
 */
enum clab_lab_status_attr {
	CLAB_LAB_S_UNSPEC,
	CLAB_LAB_S_VERSION,
	CLAB_LAB_S_DOIS,
	CLAB_LAB_S_DOMAINS,
	CLAB_LAB_S_SELECTORS,
	CLAB_LAB_S_STATICS,
	CLAB_LAB_S_ACCEPT,
	CLAB_LAB_S_STRICT,
	CLAB_LAB_S_HOOKS,
	CLAB_LAB_S_LSM,
	CLAB_LAB_S_PEERS,
	CLAB_LAB_S_KNOWN,
	CLAB_LAB_S_TX_OPEN,
	CLAB_LAB_S_TX_MAX,
	CLAB_LAB_S_TX_ENTRIES,
	__CLAB_LAB_S_MAX,
};

#define CLAB_LAB_S_MAX (__CLAB_LAB_S_MAX - 1)

/**
 * enum clab_lab_stat_kind - what a counter is of (CLAB_LAB_T_KIND)
 * @CLAB_LAB_STAT_UNSPEC: unused
 * @CLAB_LAB_STAT_TOTAL: the namespace: NAME and COUNT
 * @CLAB_LAB_STAT_REASON: packets refused for a reason: DIRECTION, REASON, NAME
 *	and COUNT; reasons without any are left out
 * @CLAB_LAB_STAT_DOI: a DOI: ENTRY with its number, IN, OUT, IN_REFUSED,
 *	OUT_REFUSED
 * @CLAB_LAB_STAT_MAP: a mapping or address selector: ENTRY, OUT, OUT_REFUSED.
 *	No mapping is asked about packets that come in
 */
enum clab_lab_stat_kind {
	CLAB_LAB_STAT_UNSPEC,
	CLAB_LAB_STAT_TOTAL,
	CLAB_LAB_STAT_REASON,
	CLAB_LAB_STAT_DOI,
	CLAB_LAB_STAT_MAP,
	__CLAB_LAB_STAT_MAX,
};

#define CLAB_LAB_STAT_MAX (__CLAB_LAB_STAT_MAX - 1)

/**
 * enum clab_lab_stat_attr - attributes inside CLAB_LAB_A_STAT
 * @CLAB_LAB_T_UNSPEC: unused
 * @CLAB_LAB_T_PAD: padding
 * @CLAB_LAB_T_KIND: u8, enum clab_lab_stat_kind
 * @CLAB_LAB_T_NAME: string, the counter's or the reason's name
 * @CLAB_LAB_T_COUNT: u64, packets
 * @CLAB_LAB_T_DIRECTION: u8, enum clab_direction
 * @CLAB_LAB_T_REASON: u32, enum clab_drop_reason
 * @CLAB_LAB_T_ENTRY: nest, enum clab_lab_entry_attr
 * @CLAB_LAB_T_IN: u64, packets that came in with a label
 * @CLAB_LAB_T_OUT: u64, packets sent as the entry says
 * @CLAB_LAB_T_IN_REFUSED: u64, packets dropped
 * @CLAB_LAB_T_OUT_REFUSED: u64, packets not sent
 */
enum clab_lab_stat_attr {
	CLAB_LAB_T_UNSPEC,
	CLAB_LAB_T_PAD,
	CLAB_LAB_T_KIND,
	CLAB_LAB_T_NAME,
	CLAB_LAB_T_COUNT,
	CLAB_LAB_T_DIRECTION,
	CLAB_LAB_T_REASON,
	CLAB_LAB_T_ENTRY,
	CLAB_LAB_T_IN,
	CLAB_LAB_T_OUT,
	CLAB_LAB_T_IN_REFUSED,
	CLAB_LAB_T_OUT_REFUSED,
	__CLAB_LAB_T_MAX,
};

#define CLAB_LAB_T_MAX (__CLAB_LAB_T_MAX - 1)

/**
 * enum clab_direction - which way a packet went
 * @CLAB_DIR_IN: it came in
 * @CLAB_DIR_OUT: it was to leave
 */
enum clab_direction {
	CLAB_DIR_IN,
	CLAB_DIR_OUT,
};

/**
 * enum clab_drop_reason - why a packet was dropped or refused
 * @CLAB_DROP_CODEC: 1 to CLAB_DROP_CODEC - 1: what is wrong with its option, a
 *	reason of the codec; the name that comes with the number tells which
 * @CLAB_DROP_NO_MAPPING: out: nothing is mapped for its domain and destination
 * @CLAB_DROP_NO_LABEL: out: the LSM has no label for its sender
 * @CLAB_DROP_NO_SPACE: out: no tag of the DOI can carry its label
 * @CLAB_DROP_NOT_LOCAL: out: a label by number would leave the host
 * @CLAB_DROP_TOO_LONG: out: too long for its link with the option
 * @CLAB_DROP_HEADER: out: its header, or the options in it, make no sense
 * @CLAB_DROP_FORGED: it has an option that only this engine may write
 * @CLAB_DROP_UNKNOWN_LABEL: in: valid, but no label that this host knows
 * @CLAB_DROP_UNLABELED: in: unlabeled, and these are not accepted
 * @CLAB_DROP_OVERFLOW: in: too many wait, or too many labels are new
 * @CLAB_DROP_NO_MEMORY: no memory
 */
enum clab_drop_reason {
	CLAB_DROP_CODEC = 64,
	CLAB_DROP_NO_MAPPING = 64,
	CLAB_DROP_NO_LABEL,
	CLAB_DROP_NO_SPACE,
	CLAB_DROP_NOT_LOCAL,
	CLAB_DROP_TOO_LONG,
	CLAB_DROP_HEADER,
	CLAB_DROP_FORGED,
	CLAB_DROP_UNKNOWN_LABEL,
	CLAB_DROP_UNLABELED,
	CLAB_DROP_OVERFLOW,
	CLAB_DROP_NO_MEMORY,
	__CLAB_DROP_MAX,
};

#define CLAB_DROP_MAX (__CLAB_DROP_MAX - 1)

/**
 * enum clab_lab_event - what was done to the configuration (CLAB_LAB_V_EVENT)
 * @CLAB_LAB_EVENT_UNSPEC: unused
 * @CLAB_LAB_EVENT_ADD: ENTRY was added
 * @CLAB_LAB_EVENT_REMOVE: ENTRY was removed; without PROTOCOL: all that was
 *	mapped for its domain
 * @CLAB_LAB_EVENT_REPLACE: ENTRY took the place of what was there before; of a
 *	whole mapping the first one
 * @CLAB_LAB_EVENT_SET: ENTRY was set
 * @CLAB_LAB_EVENT_COMMIT: all was replaced by a transaction
 * @CLAB_LAB_EVENT_FLUSH: all was removed
 */
enum clab_lab_event {
	CLAB_LAB_EVENT_UNSPEC,
	CLAB_LAB_EVENT_ADD,
	CLAB_LAB_EVENT_REMOVE,
	CLAB_LAB_EVENT_REPLACE,
	CLAB_LAB_EVENT_SET,
	CLAB_LAB_EVENT_COMMIT,
	CLAB_LAB_EVENT_FLUSH,
	__CLAB_LAB_EVENT_MAX,
};

#define CLAB_LAB_EVENT_MAX (__CLAB_LAB_EVENT_MAX - 1)

/**
 * enum clab_lab_event_attr - attributes inside CLAB_LAB_A_EVENT
 * @CLAB_LAB_V_UNSPEC: unused
 * @CLAB_LAB_V_EVENT: u8, enum clab_lab_event
 * @CLAB_LAB_V_PID: u32, process that did it, in the initial PID namespace
 * @CLAB_LAB_V_UID: u32, its user, in the initial user namespace
 * @CLAB_LAB_V_COMM: string, its name
 * @CLAB_LAB_V_ENTRY: nest, enum clab_lab_entry_attr; without levels and
 *	categories
 */
enum clab_lab_event_attr {
	CLAB_LAB_V_UNSPEC,
	CLAB_LAB_V_EVENT,
	CLAB_LAB_V_PID,
	CLAB_LAB_V_UID,
	CLAB_LAB_V_COMM,
	CLAB_LAB_V_ENTRY,
	__CLAB_LAB_V_MAX,
};

#define CLAB_LAB_V_MAX (__CLAB_LAB_V_MAX - 1)

/**
 * enum clab_lab_drop_attr - attributes inside CLAB_LAB_A_DROP
 * @CLAB_LAB_D_UNSPEC: unused
 * @CLAB_LAB_D_DIRECTION: u8, enum clab_direction
 * @CLAB_LAB_D_REASON: u32, enum clab_drop_reason
 * @CLAB_LAB_D_NAME: string, the reason's name
 * @CLAB_LAB_D_OFFSET: u32, octet of the IPv4 header at fault; of a reason of
 *	the codec
 * @CLAB_LAB_D_DOI: u32, DOI of the option, or of the mapping
 * @CLAB_LAB_D_SADDR: source address, 4 octets, or 16 of an IPv6 packet
 * @CLAB_LAB_D_DADDR: destination address, as long
 * @CLAB_LAB_D_PROTOCOL: u8, its IP protocol; of IPv6 that behind the extension
 *	headers, absent where they can't be read
 * @CLAB_LAB_D_IFINDEX: u32, the interface it came in or was to leave by
 * @CLAB_LAB_D_OPTION: octets, the IPv4 options of the packet
 * @CLAB_LAB_D_LOST: u32, records left out since the last one; absent if none
 */
enum clab_lab_drop_attr {
	CLAB_LAB_D_UNSPEC,
	CLAB_LAB_D_DIRECTION,
	CLAB_LAB_D_REASON,
	CLAB_LAB_D_NAME,
	CLAB_LAB_D_OFFSET,
	CLAB_LAB_D_DOI,
	CLAB_LAB_D_SADDR,
	CLAB_LAB_D_DADDR,
	CLAB_LAB_D_PROTOCOL,
	CLAB_LAB_D_IFINDEX,
	CLAB_LAB_D_OPTION,
	CLAB_LAB_D_LOST,
	__CLAB_LAB_D_MAX,
};

#define CLAB_LAB_D_MAX (__CLAB_LAB_D_MAX - 1)

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
