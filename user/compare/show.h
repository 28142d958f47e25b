/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl compare: what is shown
 */
#ifndef _CLAB_COMPARE_SHOW_H
#define _CLAB_COMPARE_SHOW_H

#include "compare/run.h"

/**
 * struct clab_tally - what came of all scenarios
 * @count: how many, by what came of them
 */
struct clab_tally {
	unsigned int count[CLAB_OUTCOMES];
};

void clab_outcome_text(const struct clab_outcome *outcome);
void clab_outcome_json(const struct clab_outcome *outcome);
void clab_tally_text(const struct clab_tally *tally);
void clab_tally_json(const struct clab_tally *tally);

#endif /* _CLAB_COMPARE_SHOW_H */
