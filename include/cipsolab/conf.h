/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libcipsolab: whole configurations, counters and events (family CLAB_LAB)
 *
 * A configuration is read, changed in memory and put in place whole: the kernel
 * takes all of it or none.
 *
 *	struct clab_conf conf = {};
 *
 *	if (!clab_conf_get(nl, NULL, &conf)) {
 *		... change conf ...
 *		clab_conf_commit(nl, &conf, &(struct clab_commit){
 *				 .check_generation = true,
 *				 .generation = conf.generation }, NULL);
 *	}
 *	clab_conf_free(&conf);
 */
#ifndef _CIPSOLAB_CONF_H
#define _CIPSOLAB_CONF_H

#include <cipsolab/cipsolab.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct clab_tunable - a setting
 * @name: its name, as below net.cipsolab
 * @value: what it is set to
 * @line: the caller's
 */
struct clab_tunable {
	char *name;
	uint32_t value;
	unsigned int line;
};

/**
 * struct clab_conf - a namespace's configuration
 * @generation: of the kernel's configuration when it was read
 * @dois: struct clab_doi
 * @maps: struct clab_mapping; one for each family of a domain, no order
 * @statics: struct clab_static
 * @tunables: struct clab_tunable; a setting that is left out is set to what it
 *	      is when the module is loaded
 * @has_accept: @accept counts
 * @accept: unlabeled packets are accepted
 *
 * All zero is an empty one: no DOI, and no mapping, not even a default one.
 */
struct clab_conf {
	uint32_t generation;
	struct clab_vec dois;
	struct clab_vec maps;
	struct clab_vec statics;
	struct clab_vec tunables;
	bool has_accept;
	bool accept;
};

/**
 * struct clab_filter - what of a configuration is asked for
 * @kinds: a bit 1 << kind for each enum clab_lab_kind, 0 for all
 * @doi: what is this DOI or names it, 0 for all
 * @family: AF_INET or AF_INET6, 0 for both
 * @domain: mappings of this domain, NULL for all
 * @only_default: default mappings only
 */
struct clab_filter {
	uint32_t kinds;
	uint32_t doi;
	uint16_t family;
	const char *domain;
	bool only_default;
};

/**
 * struct clab_commit - how a configuration is put in place
 * @dry_run: check it, change nothing
 * @check_generation: refuse (-ESTALE) unless the kernel's generation is
 *		      @generation
 * @generation: what it has to be
 */
struct clab_commit {
	bool dry_run;
	bool check_generation;
	uint32_t generation;
};

int clab_conf_get(struct clab_nl *nl, const struct clab_filter *filter,
		  struct clab_conf *conf);
int clab_conf_commit(struct clab_nl *nl, const struct clab_conf *conf,
		     const struct clab_commit *how, uint32_t *generation);
void clab_conf_free(struct clab_conf *conf);

int clab_conf_flush(struct clab_nl *nl, const struct clab_commit *how);
int clab_selector_del(struct clab_nl *nl, const char *domain,
		      const struct clab_addr *addr);
int clab_selector_replace(struct clab_nl *nl, const char *domain,
			  const struct clab_selector *sel);
int clab_map_replace(struct clab_nl *nl, const struct clab_vec *maps);
int clab_doi_replace(struct clab_nl *nl, const struct clab_doi *doi);

/**
 * struct clab_found - what would happen to a packet
 * @map: the mapping that says so; with a selector when it goes by address
 * @st: the static label that says so
 */
struct clab_found {
	struct clab_mapping map;
	struct clab_static st;
};

int clab_lookup_map(struct clab_nl *nl, const char *domain,
		    const struct clab_addr *dst, struct clab_found *found);
int clab_lookup_static(struct clab_nl *nl, const char *iface,
		       const struct clab_addr *src, struct clab_found *found);
void clab_found_free(struct clab_found *found);

/**
 * struct clab_status - what is configured and active
 * @version: of the module
 * @generation: of the configuration
 * @dois: DOIs defined
 * @domains: domains mapped, the default not counted
 * @selectors: address selectors
 * @statics: static labels
 * @peers: peer labels in use, of all namespaces
 * @known: options remembered with their label, of all namespaces
 * @tx_open: transactions of this namespace that are not over
 * @tx_max: how many there may be
 * @tx_entries: entries that one may have
 * @accept: unlabeled packets are accepted
 * @strict: options are validated strictly
 * @hooks: packets of this namespace are looked at
 * @lsm: an LSM gives labels
 */
struct clab_status {
	char version[32];
	uint32_t generation;
	uint32_t dois;
	uint32_t domains;
	uint32_t selectors;
	uint32_t statics;
	uint32_t peers;
	uint32_t known;
	uint32_t tx_open;
	uint32_t tx_max;
	uint32_t tx_entries;
	uint8_t accept;
	uint8_t strict;
	uint8_t hooks;
	uint8_t lsm;
};

int clab_status_get(struct clab_nl *nl, struct clab_status *status);

/**
 * struct clab_stat - a counter
 * @kind: enum clab_lab_stat_kind
 * @direction: enum clab_direction, of CLAB_LAB_STAT_REASON
 * @reason: enum clab_drop_reason, of the same
 * @name: the counter's or the reason's name, or NULL
 * @count: packets, of the kinds that have one count
 * @in: packets that came in
 * @out: packets sent
 * @in_refused: packets dropped
 * @out_refused: packets not sent
 * @conf: the DOI or mapping it counts for: a configuration of that one entry
 */
struct clab_stat {
	uint8_t kind;
	uint8_t direction;
	uint32_t reason;
	char *name;
	uint64_t count;
	uint64_t in;
	uint64_t out;
	uint64_t in_refused;
	uint64_t out_refused;
	struct clab_conf conf;
};

int clab_stats_get(struct clab_nl *nl, uint32_t kinds, struct clab_vec *stats);
int clab_stats_reset(struct clab_nl *nl);
void clab_stats_free(struct clab_vec *stats);

/**
 * struct clab_event - something was changed
 * @event: enum clab_lab_event
 * @generation: of the configuration, afterwards
 * @pid: process that did it
 * @uid: its user
 * @comm: its name
 * @conf: what was changed: a configuration of that one entry, or empty
 */
struct clab_event {
	uint8_t event;
	uint32_t generation;
	uint32_t pid;
	uint32_t uid;
	char comm[16];
	struct clab_conf conf;
};

/**
 * struct clab_drop - a packet was dropped, or was not sent
 * @direction: enum clab_direction
 * @reason: enum clab_drop_reason
 * @name: the reason's name
 * @has_offset: @offset counts
 * @offset: octet of the IPv4 header at fault
 * @doi: DOI of the option or the mapping, 0 when there is none
 * @family: AF_INET or AF_INET6
 * @saddr: source address, network byte order
 * @daddr: destination address, network byte order
 * @protocol: its IP protocol
 * @ifindex: the interface
 * @lost: records left out since the last one
 * @option_len: octets of @option in use
 * @option: the IPv4 options of the packet
 */
struct clab_drop {
	uint8_t direction;
	uint32_t reason;
	char name[32];
	bool has_offset;
	uint32_t offset;
	uint32_t doi;
	int family;
	uint8_t saddr[16];
	uint8_t daddr[16];
	uint8_t protocol;
	uint32_t ifindex;
	uint32_t lost;
	size_t option_len;
	uint8_t option[CLAB_OPT_MAX];
};

/**
 * struct clab_monitor_ops - what to call for what happens
 * @event: something was changed; return non-zero to stop
 * @drop: a packet was dropped; return non-zero to stop
 * @arg: for both
 */
struct clab_monitor_ops {
	int (*event)(const struct clab_event *event, void *arg);
	int (*drop)(const struct clab_drop *drop, void *arg);
	void *arg;
};

int clab_monitor(struct clab_nl *nl, const struct clab_monitor_ops *ops);

#ifdef __cplusplus
}
#endif

#endif /* _CIPSOLAB_CONF_H */
