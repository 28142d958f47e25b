// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: where a command's change goes
 */
#include <string.h>

#include "cipsoctl.h"
#include "edit.h"
#include "out.h"
#include "target.h"

static struct clab_edit clab_target;

/**
 * clab_target_is_file() - is a file of rules being read
 *
 * Return: true if it is.
 */
bool clab_target_is_file(void)
{
	return clab_target.conf;
}

/**
 * clab_target_open() - let changes go to a configuration in memory
 * @conf: the configuration, empty
 */
void clab_target_open(struct clab_conf *conf)
{
	memset(&clab_target, 0, sizeof(clab_target));
	clab_target.conf = conf;
}

/**
 * clab_target_check() - look for what only the whole configuration can show
 *
 * Return: enum clab_exit.
 */
int clab_target_check(void)
{
	return clab_edit_check(&clab_target);
}

/**
 * clab_target_close() - let changes go to the kernel again
 *
 * Return: enum clab_exit.
 */
int clab_target_close(void)
{
	int ret = clab_edit_end(&clab_target);

	clab_target.conf = NULL;
	return ret;
}

/**
 * clab_target_doi_add() - define a DOI
 * @doi: the DOI
 *
 * Return: enum clab_exit.
 */
int clab_target_doi_add(const struct clab_doi *doi)
{
	if (clab_target_is_file())
		return clab_edit_doi_add(&clab_target, doi);
	return clab_ctl_end(clab_doi_add(clab_ctl(), doi));
}

/**
 * clab_target_doi_del() - remove a DOI
 * @number: the DOI
 *
 * Return: enum clab_exit.
 */
int clab_target_doi_del(u32 number)
{
	if (clab_target_is_file())
		return clab_edit_doi_del(&clab_target, number);
	return clab_ctl_end(clab_doi_del(clab_ctl(), number));
}

/**
 * clab_target_map_add() - map a domain, or an address of one
 * @domain: the domain, or NULL for the default mapping
 * @addr: the addresses, or NULL for all
 * @proto: what is sent
 *
 * Return: enum clab_exit.
 */
int clab_target_map_add(const char *domain, const struct clab_addr *addr,
			const struct clab_proto *proto)
{
	if (clab_target_is_file())
		return clab_edit_map_add(&clab_target, domain, addr, proto);
	return clab_ctl_end(clab_map_add(clab_ctl(), domain, addr, proto));
}

/**
 * clab_target_map_del() - remove all that is mapped for a domain
 * @domain: the domain, or NULL for the default mapping
 *
 * Return: enum clab_exit.
 */
int clab_target_map_del(const char *domain)
{
	if (clab_target_is_file())
		return clab_edit_map_del(&clab_target, domain);
	return clab_ctl_end(clab_map_del(clab_ctl(), domain));
}

/**
 * clab_target_selector_del() - remove one address selector
 * @domain: its domain, or NULL for the default mapping
 * @addr: its address
 *
 * Return: enum clab_exit.
 */
int clab_target_selector_del(const char *domain, const struct clab_addr *addr)
{
	if (clab_target_is_file())
		return clab_edit_selector_del(&clab_target, domain, addr);
	return clab_ctl_end(clab_selector_del(clab_ctl(), domain, addr));
}

/**
 * clab_target_static_add() - add a static label
 * @st: the static label
 *
 * Return: enum clab_exit.
 */
int clab_target_static_add(const struct clab_static *st)
{
	if (clab_target_is_file())
		return clab_edit_static_add(&clab_target, st);
	return clab_ctl_end(clab_static_add(clab_ctl(), st));
}

/**
 * clab_target_static_del() - remove a static label
 * @st: whose
 *
 * Return: enum clab_exit.
 */
int clab_target_static_del(const struct clab_static *st)
{
	if (clab_target_is_file())
		return clab_edit_static_del(&clab_target, st);
	return clab_ctl_end(clab_static_del(clab_ctl(), st));
}

/**
 * clab_target_accept() - accept packets without a label, or drop them
 * @accept: which
 *
 * Return: enum clab_exit.
 */
int clab_target_accept(bool accept)
{
	if (!clab_target_is_file())
		return clab_ctl_end(clab_accept_set(clab_ctl(), accept));
	clab_target.conf->has_accept = true;
	clab_target.conf->accept = accept;
	return CLAB_EXIT_OK;
}

/**
 * clab_target_set() - change a setting
 * @name: its name
 * @value: what it is set to
 *
 * Return: enum clab_exit.
 */
int clab_target_set(const char *name, u32 value)
{
	if (clab_target_is_file())
		return clab_edit_set(&clab_target, name, value);
	return clab_usage("'set' belongs into a file of rules; now there is net.cipsolab.%.40s of sysctl(8)",
			  name);
}
