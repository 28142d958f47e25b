// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab proof: the option area, any
 *
 * Every function of it, for an area of any content and any length, by WP.
 */
#include "../../kmod/codec/opt.h"

/* memcpy(), memmove() and memset() of octets, and what these are asked for. */
/*@
  requires \valid(to + (0 .. n - 1));
  requires \valid_read(from + (0 .. n - 1));
  assigns to[0 .. n - 1];
*/
void clab_prove_move(u8 *to, const u8 *from, size_t n);

/*@
  requires \valid(to + (0 .. n - 1));
  requires \valid_read(from + (0 .. n - 1));
  requires \separated(to + (0 .. n - 1), from + (0 .. n - 1));
  assigns to[0 .. n - 1];
*/
void clab_prove_copy(u8 *to, const u8 *from, size_t n);

/*@
  requires \valid(to + (0 .. n - 1));
  assigns to[0 .. n - 1];
*/
void clab_prove_set(u8 *to, int octet, size_t n);

#define memmove	clab_prove_move
#define memcpy	clab_prove_copy
#define memset	clab_prove_set

/*@
  requires 0 < left && \valid_read(opt + (0 .. left - 1));
  assigns \nothing;
  ensures \result <= left;
  ensures opt[0] != 1 && \result != 0 ==> 2 <= left && \result == opt[1];
*/
static size_t clab_opt_size(const u8 *opt, size_t left);

/*@
  requires len <= 0x7fffffff && from <= len + 255;
  requires \valid_read(area + (0 .. len - 1)) && \valid(err);
  requires \separated(area + (0 .. len - 1), err);
  assigns *err;
  ensures \result == -ENOENT || \result == -EINVAL || from <= \result < len;
  ensures 0 <= \result ==> area[\result] == type;
  ensures 0 <= \result && 1 < type ==> \result + 2 <= len;
*/
int clab_opt_next(const u8 *area, size_t len, size_t from, u8 type,
		  struct clab_err *err);

/*@
  requires len <= 0x7fffffff && 1 < type;
  requires \valid_read(area + (0 .. len - 1)) && \valid(err);
  requires \separated(area + (0 .. len - 1), err);
  assigns *err;
  ensures \result < 0 || \result + 2 <= len;
*/
int clab_opt_find(const u8 *area, size_t len, u8 type, struct clab_err *err);

/*@
  requires len <= 0x7fffffff && \valid_read(area + (0 .. len - 1));
  assigns \nothing;
  ensures \result ==> len <= CLAB_OPT_MAX;
*/
static bool clab_opt_sound(const u8 *area, size_t len);

/*@
  requires len <= CLAB_OPT_MAX && \valid(area + (0 .. len - 1));
  assigns area[0 .. len - 1];
  ensures \result <= len;
*/
static size_t clab_opt_squeeze(u8 *area, size_t len, u8 type);

/*@
  requires used <= CLAB_OPT_MAX && \valid(area + (0 .. CLAB_OPT_MAX - 1));
  assigns area[0 .. CLAB_OPT_MAX - 1];
*/
static int clab_opt_pad(u8 *area, size_t used);

/*@
  requires len <= CLAB_OPT_MAX && 1 < type;
  requires \valid(area + (0 .. CLAB_OPT_MAX - 1));
  assigns area[0 .. CLAB_OPT_MAX - 1];
*/
int clab_opt_remove(u8 *area, size_t len, u8 type);

/*@
  requires len <= CLAB_OPT_MAX;
  requires \valid(area + (0 .. CLAB_OPT_MAX - 1));
  requires \valid_read(opt + (0 .. opt_len - 1));
  requires \separated(area + (0 .. CLAB_OPT_MAX - 1), opt + (0 .. opt_len - 1));
  assigns area[0 .. CLAB_OPT_MAX - 1];
*/
int clab_opt_replace(u8 *area, size_t len, const u8 *opt, size_t opt_len);

#include "../../kmod/codec/opt.c"
