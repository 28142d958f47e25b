// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * cipsolab codec: the option area of an IPv4 header
 *
 * Options follow each other without gaps (RFC 791, 3.1). Type 0 ends the list,
 * whatever is behind it; type 1 is a single octet of padding; every other
 * option has a length octet that counts itself and the type. The walk here
 * stops, skips and refuses where that of the stock kernel does.
 */
#include "opt.h"

#define CLAB_IPOPT_END	0
#define CLAB_IPOPT_NOP	1

/* Octets that the option at opt takes, 0 when it does not fit into left. */
static size_t clab_opt_size(const u8 *opt, size_t left)
{
	if (opt[0] == CLAB_IPOPT_NOP)
		return 1;
	if (left < 2 || opt[1] < 2 || opt[1] > left)
		return 0;
	return opt[1];
}

/**
 * clab_opt_next() - find the next option of a type
 * @area: the option area, as it follows the fixed part of the header
 * @len: its length
 * @from: where to begin: 0, or the offset of an octet behind an option
 * @type: the option's type, neither 0 nor 1
 * @err: what is wrong, its offset counted from @area
 *
 * For those who must judge an option before they look at what follows it, as
 * the stock kernel does.
 *
 * Return: the offset of the option, which lies within @len whole; -ENOENT when
 * there is no more; -EINVAL with @err set when an option on the way is
 * malformed.
 */
int clab_opt_next(const u8 *area, size_t len, size_t from, u8 type,
		  struct clab_err *err)
{
	size_t off, size;

	/*@ loop invariant from <= off && (off <= len || off == from);
	 *@ loop assigns off, size;
	 *@ loop variant len - off;
	 */
	for (off = from; off < len; off += size) {
		/*@ split off; */
		if (area[off] == CLAB_IPOPT_END)
			return -ENOENT;
		size = clab_opt_size(area + off, len - off);
		if (!size)
			return clab_err_set(err, CLAB_R_OPT_LENGTH, (u32)off,
					    -EINVAL);
		if (area[off] == type)
			return (int)off;
	}
	return -ENOENT;
}

/**
 * clab_opt_find() - find the only option of a type
 * @area: the option area, as it follows the fixed part of the header
 * @len: its length
 * @type: the option's type, neither 0 nor 1
 * @err: what is wrong, its offset counted from @area
 *
 * Return: the offset of the option, which lies within @len whole; -ENOENT when
 * there is none; -EINVAL with @err set when any option is malformed or there
 * are two of the type (CLAB_R_OPT_DUPLICATE, at the second).
 */
int clab_opt_find(const u8 *area, size_t len, u8 type, struct clab_err *err)
{
	int first, second;

	first = clab_opt_next(area, len, 0, type, err);
	if (first < 0)
		return first;
	/*@ split first; */
	second = clab_opt_next(area, len, (size_t)first + area[first + 1], type,
			       err);
	if (second >= 0)
		return clab_err_set(err, CLAB_R_OPT_DUPLICATE, (u32)second,
				    -EINVAL);
	return second == -ENOENT ? first : second;
}

/* Is the whole area well formed? A type of 0 is never found. */
static bool clab_opt_sound(const u8 *area, size_t len)
{
	struct clab_err err;

	return len <= CLAB_OPT_MAX &&
	       clab_opt_next(area, len, 0, CLAB_IPOPT_END, &err) == -ENOENT;
}

/* Take every option of a type out of a well-formed area. NOPs between options
 * stay, since the sender may have aligned something by them; those that only
 * fill the end do not count. Returns the octets in use.
 */
static size_t clab_opt_squeeze(u8 *area, size_t len, u8 type)
{
	size_t from, size, to = 0, used = 0;

	/*@ loop invariant used <= to <= from <= len;
	 *@ loop assigns from, size, to, used, area[0 .. len - 1];
	 */
	for (from = 0; from < len && area[from] != CLAB_IPOPT_END; from += size) {
		/*@ split from; */
		size = clab_opt_size(area + from, len - from);
		if (area[from] == type)
			continue;
		memmove(area + to, area + from, size);
		to += size;
		if (size > 1)
			used = to;
	}
	return used;
}

/* End the list behind the octets in use; returns the length in whole words. */
static int clab_opt_pad(u8 *area, size_t used)
{
	memset(area + used, CLAB_IPOPT_END, CLAB_OPT_MAX - used);
	return (int)((used + 3) & ~(size_t)3);
}

/**
 * clab_opt_remove() - take every option of a type out
 * @area: the option area, in a buffer of CLAB_OPT_MAX octets
 * @len: its length, at most CLAB_OPT_MAX
 * @type: the option's type, neither 0 nor 1
 *
 * Other options keep their order and content and move together. Padding at the
 * end goes; END fills up to a whole word, and the rest of the buffer. An area
 * without such an option is not touched.
 *
 * Return: the new length, a multiple of 4, 0 when nothing but padding is left;
 * @len when there is no such option; or -EINVAL when the area is malformed,
 * which leaves it as it is.
 */
int clab_opt_remove(u8 *area, size_t len, u8 type)
{
	struct clab_err err;

	if (!clab_opt_sound(area, len))
		return -EINVAL;
	if (clab_opt_next(area, len, 0, type, &err) < 0)
		return (int)len;
	return clab_opt_pad(area, clab_opt_squeeze(area, len, type));
}

/**
 * clab_opt_replace() - put an option in, in place of any of its type
 * @area: the option area, in a buffer of CLAB_OPT_MAX octets
 * @len: its length, at most CLAB_OPT_MAX
 * @opt: the option, not inside @area
 * @opt_len: octets at @opt; those behind its own length octet's count are
 *	     padding and are not used
 *
 * The option goes first: an END in what was there cannot hide it, it is where
 * routers and people look, and ICMP pointers into it are the same for every
 * packet. Other options follow in their order.
 *
 * Return: the new length, a multiple of 4; -ENOSPC when the options do not fit
 * together; or -EINVAL when the area or the option is malformed. The area is
 * as before after an error.
 */
int clab_opt_replace(u8 *area, size_t len, const u8 *opt, size_t opt_len)
{
	u8 rest[CLAB_OPT_MAX];
	size_t size, used;

	if (opt_len < 2 || opt[1] < 2 || opt[1] > opt_len ||
	    !clab_opt_sound(area, len))
		return -EINVAL;
	size = opt[1];
	memcpy(rest, area, len);
	used = clab_opt_squeeze(rest, len, opt[0]);
	if (size + used > CLAB_OPT_MAX)
		return -ENOSPC;
	memcpy(area, opt, size);
	memcpy(area + size, rest, used);
	return clab_opt_pad(area, size + used);
}
