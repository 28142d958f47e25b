// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab nl: DOIs that take several entries
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "core/audit.h"
#include "core/map.h"
#include "core/netns.h"
#include "nl/nl.h"
#include "nl/nl_lab.h"

static_assert(sizeof(struct clab_lab_pair) == sizeof(struct clab_map_entry));
static_assert(offsetof(struct clab_lab_pair, remote) == offsetof(struct clab_map_entry, wire));

/**
 * clab_lab_draft_close() - forget a DOI that was being read
 * @draft: the draft
 */
void clab_lab_draft_close(struct clab_lab_draft *draft)
{
	kvfree(draft->levels.list.entry);
	kvfree(draft->cats.list.entry);
	memset(draft, 0, sizeof(*draft));
}

static int clab_lab_pairs_grow(struct clab_lab_pairs *pairs, u32 nr)
{
	struct clab_map_list *list = &pairs->list;
	u32 room = max(2 * pairs->room, list->nr + nr);
	struct clab_map_entry *entry;

	if (list->nr + nr <= pairs->room)
		return 0;
	entry = kvmalloc_array(room, sizeof(*entry), GFP_KERNEL_ACCOUNT);
	if (!entry)
		return -ENOMEM;
	if (list->nr)
		memcpy(entry, list->entry, list->nr * sizeof(*entry));
	kvfree(list->entry);
	list->entry = entry;
	pairs->room = room;
	return 0;
}

static int clab_lab_pairs_add(struct clab_lab_pairs *pairs, const struct nlattr *nla,
			      struct netlink_ext_ack *extack)
{
	u32 nr = nla ? nla_len(nla) / sizeof(struct clab_lab_pair) : 0;

	if (!nr)
		return 0;
	if (clab_lab_pairs_grow(pairs, nr))
		return clab_lab_bad(extack, nla, "no memory for levels and categories", -ENOMEM);
	memcpy(pairs->list.entry + pairs->list.nr, nla_data(nla),
	       nr * sizeof(struct clab_lab_pair));
	pairs->list.nr += nr;
	return 0;
}

/**
 * clab_lab_draft_add() - begin a DOI, or go on with it
 * @draft: the draft
 * @entry: what was read
 * @extack: where a refusal is put in words
 *
 * Context: Process, may sleep.
 * Return: 0, or a negative errno and the draft is without the entry.
 */
int clab_lab_draft_add(struct clab_lab_draft *draft, const struct clab_lab_entry *entry,
		       struct netlink_ext_ack *extack)
{
	u32 levels;
	int ret;

	if (entry->more) {
		if (!draft->open || draft->def.doi != entry->doi.doi)
			return clab_lab_bad(extack, entry->attr[CLAB_LAB_E_DOI],
					    "the entry before is not this DOI", -EINVAL);
		if (draft->def.type != CLAB_DOI_TRANS)
			return clab_lab_bad(extack, entry->nla,
					    "only a translated DOI has levels and categories",
					    -EINVAL);
	} else {
		clab_lab_draft_close(draft);
		draft->open = true;
		draft->def = entry->doi;
	}
	levels = draft->levels.list.nr;
	ret = clab_lab_pairs_add(&draft->levels, entry->attr[CLAB_LAB_E_LEVELS], extack) ?:
	      clab_lab_pairs_add(&draft->cats, entry->attr[CLAB_LAB_E_CATS], extack);
	if (ret && entry->more)
		draft->levels.list.nr = levels;
	else if (ret)
		clab_lab_draft_close(draft);
	return ret;
}

static int clab_lab_draft_maps(struct clab_lab_draft *draft, struct netlink_ext_ack *extack)
{
	struct clab_maps *maps;

	if (draft->def.type != CLAB_DOI_TRANS)
		return 0;
	maps = clab_maps_build(&draft->levels.list, &draft->cats.list);
	if (!maps)
		return clab_lab_bad(extack, NULL, "no memory for the tables", -ENOMEM);
	draft->def.trans = &maps->trans;
	return 0;
}

/**
 * clab_lab_draft_done() - put a DOI that is complete into a configuration
 * @draft: the draft; empty afterwards, but after a failure as it was
 * @cfg: the configuration
 * @replace: in the place of the DOI of that number
 * @extack: where a refusal is put in words
 *
 * Context: Process, may sleep; configuration mutex held.
 * Return: 0, also when there is none; or a negative errno.
 */
int clab_lab_draft_done(struct clab_lab_draft *draft, struct clab_config *cfg,
			bool replace, struct netlink_ext_ack *extack)
{
	int ret;

	if (!draft->open)
		return 0;
	ret = clab_lab_draft_maps(draft, extack);
	if (!ret && replace)
		ret = clab_config_doi_replace(cfg, &draft->def, extack);
	else if (!ret)
		ret = clab_config_doi_add(cfg, &draft->def, extack);
	if (ret) {
		clab_maps_put(draft->def.trans);
		draft->def.trans = NULL;
		return ret;
	}
	clab_lab_draft_close(draft);
	return 0;
}

/* Read a DOI from all entries of a request. */
static int clab_lab_read_draft(struct genl_info *info, struct clab_lab_draft *draft)
{
	struct clab_lab_entry entry;
	struct nlattr *nla;
	int rem, ret;

	clab_lab_for_each_entry(nla, info, rem) {
		ret = clab_lab_entry_read(nla, &entry, info->extack);
		if (ret)
			return ret;
		if (entry.kind != CLAB_LAB_KIND_DOI)
			return clab_lab_bad(info->extack, entry.attr[CLAB_LAB_E_KIND],
					    "the entry must be a DOI", -EINVAL);
		if (!entry.more && draft->open)
			return clab_lab_bad(info->extack, nla, "one DOI at a time", -EINVAL);
		ret = clab_lab_draft_add(draft, &entry, info->extack);
		if (ret)
			return ret;
	}
	return 0;
}

/**
 * clab_lab_doi_replace() - CLAB_LAB_C_DOI_REPLACE
 * @skb: the request
 * @info: the request
 *
 * Return: 0 or a negative errno; then nothing is changed.
 */
int clab_lab_doi_replace(struct sk_buff *skb, struct genl_info *info)
{
	struct clab_lab_draft draft = {};
	struct clab_doi_def def;
	struct clab_net *cn;
	u32 generation;
	int ret;

	ret = clab_lab_takes(info, CLAB_LAB_TAKES(IF_GENERATION) | CLAB_LAB_TAKES(ENTRY)) ?:
	      clab_nl_missing(info, CLAB_LAB_A_ENTRY, "there is no entry") ?:
	      clab_lab_read_draft(info, &draft);
	if (ret)
		goto out;
	def = draft.def;
	cn = clab_lab_begin_change(skb, info);
	if (IS_ERR(cn)) {
		clab_audit_doi_add(def.doi, def.type, false);
		ret = PTR_ERR(cn);
		goto out;
	}
	ret = clab_lab_draft_done(&draft, clab_net_config(cn), true, info->extack);
	if (!ret) {
		clab_lab_event_doi(cn, CLAB_LAB_EVENT_REPLACE, &def);
		clab_audit_doi_del(def.doi, true);
	} else if (info->extack && !info->extack->bad_attr) {
		NL_SET_BAD_ATTR(info->extack, info->attrs[CLAB_LAB_A_ENTRY]);
	}
	clab_audit_doi_add(def.doi, def.type, !ret);
	generation = clab_net_config(cn)->generation;
	clab_nl_end_change(cn);
	if (!ret)
		ret = clab_lab_answer_generation(info, CLAB_LAB_C_DOI_REPLACE, generation);
out:
	clab_lab_draft_close(&draft);
	return ret;
}
