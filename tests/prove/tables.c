// SPDX-License-Identifier: GPL-2.0
#include <cipsolab/tag.h>
/*@
  requires \valid(set) && low <= high < CLAB_CATSET_LOW;
  assigns set->low[0 .. CLAB_CATSET_WORDS - 1];
*/
static inline void clab_catset_add_low(struct clab_catset *set, u32 low,
				       u32 high);
#include "../../kmod/codec/catset.h"
#include "../../kmod/codec/cipso.h"
#include "../../kmod/codec/tags.h"
#include "../../kmod/codec/trans.h"

/*@
  predicate clab_table{L}(struct clab_runs *t) =
    \valid_read(t) && \valid_read(t->run + (0 .. t->nr - 1));
  predicate clab_whole{L}(struct clab_run *run, integer n) =
    \forall integer i; 0 <= i < n ==> run[i].from <= run[i].last <= run[i].until;
  predicate clab_linked{L}(struct clab_run *run, integer n) =
    \forall integer i; 0 <= i < n ==>
      run[i].last == run[i].until || (i + 1 < n &&
        run[i + 1].from == run[i].last + 1 && run[i + 1].until == run[i].until);
  predicate clab_set{L}(struct clab_catset *s) =
    s->nr <= CLAB_CATSET_RANGES &&
    \forall integer i; 0 <= i < s->nr ==>
      s->range[i].low <= s->range[i].high <= CLAB_CAT_MAX;
*/

/*@
  requires clab_table(runs);
  assigns \result \from indirect:*runs, runs->run, indirect:runs->run[0 .. runs->nr - 1], indirect:from;
  ensures \result == \null ||
    \exists integer i; 0 <= i < runs->nr && \result == runs->run + i;
  ensures \result != \null ==> \result->from <= from <= \result->last;
*/
const struct clab_run *clab_runs_find(const struct clab_runs *runs, u32 from);

/*@
  requires clab_table(runs);
  assigns \nothing;
*/
bool clab_runs_cover(const struct clab_runs *runs, u32 low, u32 high);

/*@
  requires \valid(run + (0 .. nr - 1));
  requires \valid_read(pair + (0 .. nr - 1));
  requires \separated(run + (0 .. nr - 1), pair + (0 .. nr - 1));
  requires \forall integer i; 0 <= i < nr ==> pair[i].from < 0xffffffff;
  assigns run[0 .. nr - 1];
  ensures \result <= nr;
  ensures clab_whole(run, \result);
  ensures clab_linked(run, \result);
*/
u32 clab_runs_build(struct clab_run *run, const struct clab_trans_pair *pair, u32 nr);

/*@
  requires \valid(trans);
  requires clab_table(&trans->cat_in);
  requires \separated(trans, trans->cat_in.run + (0 .. trans->cat_in.nr - 1));
  assigns trans->bitmap[0 .. CLAB_TRANS_OCTETS - 1];
*/
void clab_trans_bitmap(struct clab_trans *trans);

void clab_prove_move(struct clab_catrange *to, const struct clab_catrange *from, size_t n);
/*@
  requires n % sizeof(*to) == 0;
  requires \valid(to + (0 .. n / sizeof(*to) - 1));
  requires \valid_read(from + (0 .. n / sizeof(*to) - 1));
  assigns to[0 .. n / sizeof(*to) - 1];
*/
void clab_prove_move(struct clab_catrange *to, const struct clab_catrange *from, size_t n);
#define memmove clab_prove_move

/*@
  requires \valid_read(set);
  requires set->nr <= CLAB_CATSET_RANGES;
  assigns \nothing;
  ensures \result <= set->nr;
  ensures \result < set->nr ==> cat <= set->range[\result].high;
*/
static u32 clab_catset_search(const struct clab_catset *set, u32 cat);

/*@
  requires \valid(set) && i <= set->nr <= CLAB_CATSET_RANGES;
  assigns *set;
  ensures set->nr <= CLAB_CATSET_RANGES;
  ensures \result == 0 ==> i < set->nr;
*/
static int clab_catset_open(struct clab_catset *set, u32 i);

/*@
  requires \valid(set) && keep < end <= set->nr <= CLAB_CATSET_RANGES;
  assigns *set;
  ensures keep < set->nr <= CLAB_CATSET_RANGES;
*/
static void clab_catset_close(struct clab_catset *set, u32 keep, u32 end);

/*@
  requires \valid(set) && set->nr <= CLAB_CATSET_RANGES;
  assigns *set;
  ensures set->nr <= CLAB_CATSET_RANGES;
*/
static int clab_catset_insert(struct clab_catset *set, u32 low, u32 high);

/*@
  requires \valid(set) && set->nr <= CLAB_CATSET_RANGES;
  assigns *set;
  ensures set->nr <= CLAB_CATSET_RANGES;
*/
static int clab_catset_add_high(struct clab_catset *set, u32 low, u32 high);

/*@
  requires \valid_read(set);
  assigns \nothing;
  ensures \result == CLAB_CATSET_LOW || from <= \result < CLAB_CATSET_LOW;
*/
static u32 clab_catset_scan(const struct clab_catset *set, u32 from, u64 flip);

/*@
  requires \valid_read(set) && clab_set(set) && \valid(run) && \separated(set, run);
  assigns *run, \result \from *set, from;
  ensures \result ==> from <= run->high <= CLAB_CAT_MAX;
*/
static bool clab_catset_next_high(const struct clab_catset *set, u32 from,
				  struct clab_catrange *run);

/*@
  requires \valid(set) && set->nr <= CLAB_CATSET_RANGES;
  assigns *set;
  ensures set->nr <= CLAB_CATSET_RANGES;
*/
int clab_catset_add(struct clab_catset *set, u32 low, u32 high);

/*@
  requires \valid_read(set) && clab_set(set) && \valid(run) && \separated(set, run);
  assigns *run, \result \from *set, from;
  ensures \result ==> from <= run->high <= CLAB_CAT_MAX;
*/
bool clab_catset_next(const struct clab_catset *set, u32 from,
		      struct clab_catrange *run);

/*@
  requires clab_table(runs) ;
  requires clab_whole(runs->run, runs->nr);
  requires clab_linked(runs->run, runs->nr);
  requires \valid(to) && to->nr <= CLAB_CATSET_RANGES;
  requires \separated(to, runs, runs->run + (0 .. runs->nr - 1));
  assigns *to;
  ensures to->nr <= CLAB_CATSET_RANGES;
*/
static int clab_trans_cats(const struct clab_runs *runs, u32 low, u32 high,
			   struct clab_catset *to);

/*@
  requires clab_table(runs);
  requires clab_whole(runs->run, runs->nr);
  requires clab_linked(runs->run, runs->nr);
  requires \valid_read(from) && clab_set(from);
  requires \valid(to) && to->nr <= CLAB_CATSET_RANGES;
  requires \separated(to, from, runs, runs->run + (0 .. runs->nr - 1));
  assigns *to;
*/
static int clab_trans_set(const struct clab_runs *runs, const struct clab_catset *from,
			  struct clab_catset *to);

/*@
  requires clab_table(levels) && clab_table(cats) ;
  requires clab_whole(cats->run, cats->nr);
  requires clab_linked(cats->run, cats->nr);
  requires \valid_read(from) && clab_set(&from->cats) && \valid(to) && \valid(err);
  requires \separated(from, to, err, levels, levels->run + (0 .. levels->nr - 1));
  requires \separated(from, to, err, cats, cats->run + (0 .. cats->nr - 1));
  assigns *to, *err;
*/
static int clab_trans_label(const struct clab_runs *levels,
			    const struct clab_runs *cats,
			    const struct clab_label *from,
			    struct clab_label *to, struct clab_err *err);

/*@
  requires \valid_read(trans);
  requires clab_table(&trans->level_out) && clab_table(&trans->cat_out) ;
  requires clab_whole(trans->cat_out.run, trans->cat_out.nr);
  requires clab_linked(trans->cat_out.run, trans->cat_out.nr);
  requires \valid_read(here) && clab_set(&here->cats) && \valid(wire) && \valid(err);
  requires \separated(here, wire, err, trans, trans->level_out.run + (0 .. trans->level_out.nr - 1));
  requires \separated(here, wire, err, trans, trans->cat_out.run + (0 .. trans->cat_out.nr - 1));
  assigns *wire, *err;
*/
int clab_trans_out(const struct clab_trans *trans, const struct clab_label *here,
		   struct clab_label *wire, struct clab_err *err);

/*@
  requires \valid_read(trans);
  requires clab_table(&trans->level_in) && clab_table(&trans->cat_in) ;
  requires clab_whole(trans->cat_in.run, trans->cat_in.nr);
  requires clab_linked(trans->cat_in.run, trans->cat_in.nr);
  requires \valid_read(wire) && clab_set(&wire->cats) && \valid(here) && \valid(err);
  requires \separated(here, wire, err, trans, trans->level_in.run + (0 .. trans->level_in.nr - 1));
  requires \separated(here, wire, err, trans, trans->cat_in.run + (0 .. trans->cat_in.nr - 1));
  assigns *here, *err;
*/
int clab_trans_in(const struct clab_trans *trans, const struct clab_label *wire,
		  struct clab_label *here, struct clab_err *err);

#include "../../kmod/codec/catset.c"
#include "../../kmod/codec/trans.c"
