/* SPDX-License-Identifier: GPL-2.0 */
/*
 * clab-testkit: messages with one fault each
 */
#ifndef _CLAB_REFUSE_H
#define _CLAB_REFUSE_H

#include "testkit.h"

#define CLAB_NODES	24	/* attributes of a message */
#define CLAB_NODE_DATA	96	/* octets that one holds */
#define CLAB_NAMES	24	/* attributes of a family */
#define CLAB_NOBODY	99	/* an attribute that no family has */

/**
 * struct clab_node - an attribute of a message
 * @type: its type, without flags
 * @depth: nests around it
 * @nest: it holds those behind it that are deeper
 * @flagged: its type says that it is a nest
 * @number: it is a number of @len octets
 * @len: octets of @data
 * @data: what it holds
 */
struct clab_node {
	unsigned int type;
	unsigned int depth;
	bool nest;
	bool flagged;
	bool number;
	size_t len;
	u8 data[CLAB_NODE_DATA];
};

/**
 * struct clab_tree - a message
 * @nr: attributes
 * @node: them, each nest before what it holds
 */
struct clab_tree {
	unsigned int nr;
	struct clab_node node[CLAB_NODES];
};

/**
 * enum clab_fault_kind - what is wrong with an attribute
 * @CLAB_FAULT_NONE: nothing
 * @CLAB_FAULT_MISSING: it is not there
 * @CLAB_FAULT_EMPTY: it holds nothing
 * @CLAB_FAULT_SHORT: its last octet is missing
 * @CLAB_FAULT_LONG: it has an octet more, 0
 * @CLAB_FAULT_ZEROS: all its bits are 0
 * @CLAB_FAULT_ONES: all its bits are 1
 * @CLAB_FAULT_FLAG: its type says that it is a nest where it is none, or the
 *	other way round
 * @CLAB_FAULT_OCTETS: of a nest: it holds three octets
 * @CLAB_FAULT_FLAT: of a nest: what it holds is where it should be
 * @CLAB_FAULT_TWICE: it is there twice
 * @CLAB_FAULT_BREAKS: its length is beyond the end of the message
 * @CLAB_FAULT_ALSO: of a nest or the message: another attribute is in it
 */
enum clab_fault_kind {
	CLAB_FAULT_NONE,
	CLAB_FAULT_MISSING,
	CLAB_FAULT_EMPTY,
	CLAB_FAULT_SHORT,
	CLAB_FAULT_LONG,
	CLAB_FAULT_ZEROS,
	CLAB_FAULT_ONES,
	CLAB_FAULT_FLAG,
	CLAB_FAULT_OCTETS,
	CLAB_FAULT_FLAT,
	CLAB_FAULT_TWICE,
	CLAB_FAULT_BREAKS,
	CLAB_FAULT_ALSO,
	CLAB_FAULTS,
};

/**
 * struct clab_fault - one fault of a message
 * @kind: what is wrong
 * @node: with which attribute; -1: with the message
 * @type: of ALSO, the type of the other attribute
 */
struct clab_fault {
	enum clab_fault_kind kind;
	int node;
	unsigned int type;
};

/**
 * struct clab_places - where in a message its attributes went
 * @node: offset of each, 0 when it is not there
 * @also: offset of that of CLAB_FAULT_ALSO
 */
struct clab_places {
	u32 node[CLAB_NODES];
	u32 also;
};

void clab_tree_parse(struct clab_tree *tree, const char *words);
bool clab_tree_has(const struct clab_tree *tree, int nest, unsigned int type);
bool clab_fault_fits(const struct clab_tree *tree, const struct clab_fault *fault);
void clab_tree_write(const struct clab_tree *tree, const struct clab_fault *fault,
		     struct clab_msg *m, struct clab_places *places);

#endif /* _CLAB_REFUSE_H */
