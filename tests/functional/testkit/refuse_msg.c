// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: a message as a tree, and written with a fault in it
 */
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refuse.h"

/* What a word gives an attribute: KIND:VALUE. */
static void clab_node_value(struct clab_node *node, char *kind)
{
	char *text = strchr(kind, ':');
	unsigned int octet;
	u32 num;

	if (!text)
		clab_die("refusals: cannot read %s", kind);
	*text++ = 0;
	num = (u32)strtoul(text, NULL, 0);
	node->number = kind[0] == 'u';
	if (node->number) {
		/* Little-endian, as the machines of the tests are. */
		node->len = (size_t)atoi(kind + 1) / 8;
		memcpy(node->data, &num, node->len);
	} else if (!strcmp(kind, "str")) {
		node->len = strlen(text) + 1;
		memcpy(node->data, text, node->len);
	} else {
		for (; sscanf(text, "%2x", &octet) == 1; text += 2)
			node->data[node->len++] = (u8)octet;
	}
}

/**
 * clab_tree_parse() - read a message
 * @tree: where it goes
 * @words: its words, as `clab-testkit genl` has them, with blanks between
 */
void clab_tree_parse(struct clab_tree *tree, const char *words)
{
	static char copy[4096];
	unsigned int depth = 0;
	char *word, *kind, *rest;

	snprintf(copy, sizeof(copy), "%s", words);
	memset(tree, 0, sizeof(*tree));
	for (word = strtok_r(copy, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
		struct clab_node *node = &tree->node[tree->nr];

		if (!strcmp(word, "end")) {
			depth--;
			continue;
		}
		kind = strchr(word, ':');
		if (!kind || tree->nr == CLAB_NODES)
			clab_die("refusals: cannot read %s", word);
		node->type = (unsigned int)strtoul(word, NULL, 0);
		node->depth = depth;
		node->nest = !strncmp(++kind, "nest", 4);
		node->flagged = !strcmp(kind, "nested");
		if (node->nest)
			depth++;
		else
			clab_node_value(node, kind);
		tree->nr++;
	}
}

/* The first attribute behind one and what it holds. */
static unsigned int clab_tree_behind(const struct clab_tree *tree, unsigned int i)
{
	unsigned int depth = tree->node[i].depth;

	while (++i < tree->nr && tree->node[i].depth > depth)
		;
	return i;
}

/**
 * clab_tree_has() - is there an attribute of a type
 * @tree: the message
 * @nest: in which nest; -1: outside of all
 * @type: the type
 *
 * Return: whether there is.
 */
bool clab_tree_has(const struct clab_tree *tree, int nest, unsigned int type)
{
	unsigned int depth = nest < 0 ? 0 : tree->node[nest].depth + 1;
	unsigned int end = nest < 0 ? tree->nr : clab_tree_behind(tree, (unsigned int)nest);
	unsigned int i;

	for (i = (unsigned int)(nest + 1); i < end; i++)
		if (tree->node[i].depth == depth && tree->node[i].type == type)
			return true;
	return false;
}

/**
 * clab_fault_fits() - can a message have a fault
 * @tree: the message
 * @fault: the fault
 *
 * Return: whether it can, and would be another message for it.
 */
bool clab_fault_fits(const struct clab_tree *tree, const struct clab_fault *fault)
{
	static const u8 zeros[CLAB_NODE_DATA];
	const struct clab_node *node = &tree->node[fault->node < 0 ? 0 : fault->node];

	switch (fault->kind) {
	case CLAB_FAULT_ALSO:
		return (fault->node < 0 || node->nest) &&
			!clab_tree_has(tree, fault->node, fault->type);
	case CLAB_FAULT_OCTETS:
	case CLAB_FAULT_FLAT:
		return fault->node >= 0 && node->nest;
	case CLAB_FAULT_SHORT:
		return fault->node >= 0 && node->len > 1;
	case CLAB_FAULT_ZEROS:
		return fault->node >= 0 && node->len && memcmp(node->data, zeros, node->len);
	case CLAB_FAULT_LONG:
	case CLAB_FAULT_ONES:
		return fault->node >= 0 && node->len;
	default:
		return fault->node >= 0;
	}
}

/* An attribute that holds no others, with a fault or none. */
static void clab_node_write(const struct clab_node *node, enum clab_fault_kind kind,
			    struct clab_msg *m)
{
	unsigned int type = node->type | (node->flagged ? NLA_F_NESTED : 0);
	struct clab_node bad = *node;

	switch (kind) {
	case CLAB_FAULT_EMPTY:
		bad.len = 0;
		break;
	case CLAB_FAULT_SHORT:
		bad.len--;
		break;
	case CLAB_FAULT_LONG:
		bad.data[bad.len++] = 0;
		break;
	case CLAB_FAULT_OCTETS:
		bad.len = 3;
		break;
	case CLAB_FAULT_ZEROS:
		memset(bad.data, 0, bad.len);
		break;
	case CLAB_FAULT_ONES:
		memset(bad.data, 0xff, bad.len);
		break;
	case CLAB_FAULT_FLAG:
		type ^= NLA_F_NESTED;
		break;
	default:
		break;
	}
	clab_msg_attr(m, type, bad.data, bad.len);
}

struct clab_writer {
	const struct clab_tree *tree;
	const struct clab_fault *fault;
	struct clab_msg *m;
	struct clab_places *places;
};

static void clab_write_also(struct clab_writer *w, int nest)
{
	const u32 one = 1;

	if (w->fault->kind != CLAB_FAULT_ALSO || w->fault->node != nest)
		return;
	w->places->also = (u32)w->m->len;
	clab_msg_attr(w->m, w->fault->type, &one, sizeof(one));
}

/* The attributes from one to before another, which have the same nests around
 * them; no deeper than a message is, a few levels.
 */
static void clab_write_level(struct clab_writer *w, unsigned int i, unsigned int end)
{
	for (; i < end; i = clab_tree_behind(w->tree, i)) {
		const struct clab_node *node = &w->tree->node[i];
		enum clab_fault_kind kind = w->fault->node == (int)i ? w->fault->kind :
					    CLAB_FAULT_NONE;
		unsigned int times = kind == CLAB_FAULT_TWICE ? 2 :
				     kind != CLAB_FAULT_MISSING;
		bool whole = kind != CLAB_FAULT_EMPTY && kind != CLAB_FAULT_OCTETS;
		bool flat = kind == CLAB_FAULT_FLAT;
		bool flag = node->flagged != (kind == CLAB_FAULT_FLAG);

		while (times--) {
			w->places->node[i] = (u32)w->m->len;
			if (!node->nest || !whole) {
				clab_node_write(node, kind, w->m);
				continue;
			}
			if (!flat)
				clab_msg_open(w->m, node->type | (flag ? NLA_F_NESTED : 0));
			clab_write_level(w, i + 1, clab_tree_behind(w->tree, i));
			clab_write_also(w, (int)i);
			if (!flat)
				clab_msg_close(w->m);
		}
	}
}

/**
 * clab_tree_write() - write a message's attributes
 * @tree: the message
 * @fault: what is wrong with it
 * @m: where it goes, begun
 * @places: where each attribute went
 */
void clab_tree_write(const struct clab_tree *tree, const struct clab_fault *fault,
		     struct clab_msg *m, struct clab_places *places)
{
	struct clab_writer w = { .tree = tree, .fault = fault, .m = m, .places = places };
	struct nlattr *nla;

	memset(places, 0, sizeof(*places));
	clab_write_level(&w, 0, tree->nr);
	clab_write_also(&w, -1);
	if (fault->kind == CLAB_FAULT_BREAKS) {
		nla = (void *)(m->buf + places->node[fault->node]);
		nla->nla_len = (u16)(m->len - places->node[fault->node] + 200);
	}
}
