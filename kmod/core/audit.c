// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab core: audit records of changes of the configuration
 *
 * Types and fields are those of NetLabel's records; "cipsolab:" at the beginning
 * says which engine it was. What a request spells (domain, interface, context) is
 * written as it is when it can't be taken for anything else, and in hexadecimal
 * otherwise, as audit writes untrusted text.
 */
#include <linux/audit.h>
#include <linux/cred.h>
#include <linux/ctype.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uidgid.h>

#include "core/audit.h"
#include "core/config.h"

#define CLAB_AUDIT_LISTED	16	/* mappings of one request with a record each */

static struct audit_buffer *clab_audit_start(int type)
{
	struct audit_buffer *ab;

	if (audit_enabled == AUDIT_OFF)
		return NULL;
	/* Never waits for the audit daemon: the configuration mutex is held. */
	ab = audit_log_start(audit_context(), GFP_ATOMIC, type);
	if (!ab)
		return NULL;
	audit_log_format(ab, "cipsolab: auid=%u ses=%u",
			 from_kuid(&init_user_ns, audit_get_loginuid(current)),
			 audit_get_sessionid(current));
	audit_log_task_context(ab);
	return ab;
}

/* Text that could end its field or be taken for hexadecimal is no plain text. */
static bool clab_audit_plain(const char *text)
{
	bool hex = *text && strlen(text) % 2 == 0;
	const char *p;

	if (*text == '(')
		return false;
	for (p = text; *p; p++) {
		if (!isascii(*p) || !isgraph(*p) || *p == '"')
			return false;
		if (!isxdigit(*p) || islower(*p))
			hex = false;
	}
	return !hex;
}

static void clab_audit_text(struct audit_buffer *ab, const char *name, const char *text)
{
	audit_log_format(ab, " %s=", name);
	if (clab_audit_plain(text)) {
		audit_log_format(ab, "%s", text);
		return;
	}
	for (; *text; text++)
		audit_log_format(ab, "%02X", (unsigned char)*text);
}

static void clab_audit_prefix(struct audit_buffer *ab, const char *name,
			      const struct clab_prefix *prefix, bool v6)
{
	if (v6)
		audit_log_format(ab, " %s=%pI6c", name, prefix->addr);
	else
		audit_log_format(ab, " %s=%pI4", name, prefix->addr);
	if (prefix->len != (v6 ? 128 : 32))
		audit_log_format(ab, " %s_prefixlen=%u", name, prefix->len);
}

static void clab_audit_domain(struct audit_buffer *ab, const char *domain)
{
	if (domain)
		clab_audit_text(ab, "nlbl_domain", domain);
	else
		audit_log_format(ab, " nlbl_domain=(default)");
}

static void clab_audit_dst(struct audit_buffer *ab, const struct clab_map_req *req)
{
	struct clab_prefix prefix = req->prefix;

	if (!req->selector)
		return;
	clab_prefix_mask(&prefix);
	clab_audit_prefix(ab, "dst", &prefix, req->slot == CLAB_SLOT_V6);
}

/**
 * clab_audit_map_add() - a mapping has been added, or has not
 * @req: what was asked for
 * @done: it has
 *
 * Context: Process.
 */
void clab_audit_map_add(const struct clab_map_req *req, bool done)
{
	struct audit_buffer *ab = clab_audit_start(AUDIT_MAC_MAP_ADD);

	if (!ab)
		return;
	clab_audit_domain(ab, req->domain);
	clab_audit_dst(ab, req);
	if (req->proto == CLAB_NLTYPE_CIPSOV4)
		audit_log_format(ab, " nlbl_protocol=cipsov4 cipso_doi=%u", req->doi);
	else
		audit_log_format(ab, " nlbl_protocol=unlbl");
	audit_log_format(ab, " res=%u", done);
	audit_log_end(ab);
}

/**
 * clab_audit_map_del() - a mapping has been removed
 * @domain: its domain, NULL for a default mapping
 *
 * Context: Process.
 */
void clab_audit_map_del(const char *domain)
{
	struct audit_buffer *ab = clab_audit_start(AUDIT_MAC_MAP_DEL);

	if (!ab)
		return;
	clab_audit_domain(ab, domain);
	audit_log_format(ab, " res=1");
	audit_log_end(ab);
}

/**
 * clab_audit_sel_del() - one selector of a mapping has been removed, or has not
 * @req: which one
 * @done: it has
 *
 * Context: Process.
 */
void clab_audit_sel_del(const struct clab_map_req *req, bool done)
{
	struct audit_buffer *ab = clab_audit_start(AUDIT_MAC_MAP_DEL);

	if (!ab)
		return;
	clab_audit_domain(ab, req->domain);
	clab_audit_dst(ab, req);
	audit_log_format(ab, " res=%u", done);
	audit_log_end(ab);
}

static void clab_audit_map_count(const char *domain, unsigned int nr, bool done)
{
	struct audit_buffer *ab = clab_audit_start(AUDIT_MAC_MAP_ADD);

	if (!ab)
		return;
	clab_audit_domain(ab, domain);
	audit_log_format(ab, " entries=%u res=%u", nr, done);
	audit_log_end(ab);
}

/**
 * clab_audit_map_replace() - all that a domain is mapped to has been replaced
 * @reqs: by what
 * @nr: their number
 * @removed: how many mappings it had
 *
 * Many are counted, not listed: they would push other records out of the backlog.
 *
 * Context: Process.
 */
void clab_audit_map_replace(const struct clab_map_req *reqs, unsigned int nr,
			    unsigned int removed)
{
	unsigned int i;

	while (removed--)
		clab_audit_map_del(reqs[0].domain);
	if (nr > CLAB_AUDIT_LISTED) {
		clab_audit_map_count(reqs[0].domain, nr, true);
		return;
	}
	for (i = 0; i < nr; i++)
		clab_audit_map_add(&reqs[i], true);
}

/**
 * clab_audit_map_refused() - what a domain is mapped to has not been replaced
 * @reqs: what it was to be replaced by
 * @nr: their number
 *
 * Context: Process.
 */
void clab_audit_map_refused(const struct clab_map_req *reqs, unsigned int nr)
{
	clab_audit_map_count(reqs[0].domain, nr, false);
}

/**
 * clab_audit_config() - a configuration has taken the place of another
 * @op: by which command
 * @cfg: the new one
 *
 * One record, whatever the size: what it is made of can be had by a dump of that
 * generation, and a record for each entry would flood the backlog.
 *
 * Context: Process; configuration mutex held.
 */
void clab_audit_config(const char *op, struct clab_config *cfg)
{
	struct audit_buffer *ab = clab_audit_start(AUDIT_MAC_CONFIG_CHANGE);

	if (!ab)
		return;
	audit_log_format(ab, " op=%s generation=%u dois=%d domains=%d selectors=%u", op,
			 cfg->generation, atomic_read(&cfg->dois.nelems),
			 atomic_read(&cfg->domains.nelems), cfg->selectors);
	audit_log_format(ab, " static=%u unlbl_accept=%u res=1",
			 clab_unlbl_total(&cfg->unlbl), cfg->accept);
	audit_log_end(ab);
}

/**
 * clab_audit_config_refused() - a configuration has not been replaced
 * @op: by which command it was to be
 * @cfg: the one that stays
 *
 * Context: Process; configuration mutex held.
 */
void clab_audit_config_refused(const char *op, struct clab_config *cfg)
{
	struct audit_buffer *ab = clab_audit_start(AUDIT_MAC_CONFIG_CHANGE);

	if (!ab)
		return;
	audit_log_format(ab, " op=%s generation=%u res=0", op, cfg->generation);
	audit_log_end(ab);
}

/**
 * clab_audit_doi_add() - a DOI has been defined, or has not
 * @doi: the DOI
 * @type: enum clab_doi_type
 * @done: it has
 *
 * Context: Process.
 */
void clab_audit_doi_add(u32 doi, u32 type, bool done)
{
	static const char * const names[] = {
		[CLAB_DOI_TRANS] = "trans",
		[CLAB_DOI_PASS] = "pass",
		[CLAB_DOI_LOCAL] = "local",
	};
	struct audit_buffer *ab = clab_audit_start(AUDIT_MAC_CIPSOV4_ADD);

	if (!ab)
		return;
	audit_log_format(ab, " cipso_doi=%u cipso_type=%s res=%u", doi,
			 type < ARRAY_SIZE(names) && names[type] ? names[type] : "(unknown)",
			 done);
	audit_log_end(ab);
}

/**
 * clab_audit_doi_del() - a DOI has been removed, or has not
 * @doi: the DOI
 * @done: it has
 *
 * Context: Process.
 */
void clab_audit_doi_del(u32 doi, bool done)
{
	struct audit_buffer *ab = clab_audit_start(AUDIT_MAC_CIPSOV4_DEL);

	if (!ab)
		return;
	audit_log_format(ab, " cipso_doi=%u res=%u", doi, done);
	audit_log_end(ab);
}

/**
 * clab_audit_accept() - the accept flag has been set
 * @accept: what it is
 * @old: what it was
 *
 * Context: Process.
 */
void clab_audit_accept(bool accept, bool old)
{
	struct audit_buffer *ab = clab_audit_start(AUDIT_MAC_UNLBL_ALLOW);

	if (!ab)
		return;
	audit_log_format(ab, " unlbl_accept=%u old=%u", accept, old);
	audit_log_end(ab);
}

static void clab_audit_static(int type, const struct clab_unlbl_key *key, const char *label,
			      bool done)
{
	struct audit_buffer *ab = clab_audit_start(type);
	struct clab_prefix prefix = key->prefix;

	if (!ab)
		return;
	clab_prefix_mask(&prefix);
	if (key->name)
		clab_audit_text(ab, "netif", key->name);
	clab_audit_prefix(ab, "src", &prefix, key->family == CLAB_UNLBL_V6);
	if (label)
		clab_audit_text(ab, "sec_obj", label);
	audit_log_format(ab, " res=%u", done);
	audit_log_end(ab);
}

/**
 * clab_audit_static_add() - a static label has been added, or has not
 * @key: what it is for
 * @label: the security context
 * @done: it has
 *
 * Context: Process.
 */
void clab_audit_static_add(const struct clab_unlbl_key *key, const char *label, bool done)
{
	clab_audit_static(AUDIT_MAC_UNLBL_STCADD, key, label, done);
}

/**
 * clab_audit_static_del() - a static label has been removed, or has not
 * @key: what it was for
 * @label: the security context, NULL if there was none
 * @done: it has
 *
 * Context: Process.
 */
void clab_audit_static_del(const struct clab_unlbl_key *key, const char *label, bool done)
{
	clab_audit_static(AUDIT_MAC_UNLBL_STCDEL, key, label, done);
}
