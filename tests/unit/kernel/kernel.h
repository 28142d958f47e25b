/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab tests: what kmod/core/addr*.c need of the kernel, in user space
 *
 * There are no readers here, so what waits for them is done at once; an object
 * that is used after it was given up is the address sanitizer's to find. Every
 * allocation asks the test whether it is to fail.
 */
#ifndef _CLAB_TEST_KERNEL_H
#define _CLAB_TEST_KERNEL_H

#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cipsolab/port.h>

typedef uint8_t __u8;
typedef uint16_t __u16;
typedef uint32_t __u32;
typedef uint64_t __u64;
typedef uint32_t __be32;

#define __rcu
#define __percpu
#define __force
#define READ_ONCE(x)		(x)
#define likely(x)		(x)
#define min(a, b)		((a) < (b) ? (a) : (b))
#define WARN_ON_ONCE(x)		((x) ? (abort(), true) : false)
#define BUILD_BUG_ON(x)		_Static_assert(!(x), #x)
#define container_of(ptr, type, member) \
	((type *)((char *)(uintptr_t)(ptr) - offsetof(type, member)))
#define sizeof_field(type, member)	sizeof(((type *)0)->member)
#define struct_size(p, member, n)	(sizeof(*(p)) + sizeof(*(p)->member) * (n))
#define be32_to_cpu(x)		ntohl(x)

#undef __always_inline
#define __always_inline		inline __attribute__((__always_inline__))

#define BITS_PER_LONG		(8 * (unsigned int)sizeof(long))
#define BITS_TO_LONGS(n)	(((n) + BITS_PER_LONG - 1) / BITS_PER_LONG)
#define DECLARE_BITMAP(name, n)	unsigned long name[BITS_TO_LONGS(n)]
#define hweight_long(x)		((unsigned int)__builtin_popcountl(x))

static inline void __set_bit(unsigned int bit, unsigned long *map)
{
	map[bit / BITS_PER_LONG] |= 1UL << bit % BITS_PER_LONG;
}

static inline bool test_bit(unsigned int bit, const unsigned long *map)
{
	return map[bit / BITS_PER_LONG] >> bit % BITS_PER_LONG & 1;
}

static inline unsigned int bitmap_weight(const unsigned long *map, unsigned int n)
{
	unsigned int bit, sum = 0;

	for (bit = 0; bit < n; bit++)
		sum += test_bit(bit, map);
	return sum;
}

#define bitmap_fill(map, n)		memset(map, 0xff, (n) / 8)
#define bitmap_copy(to, from, n)	memcpy(to, from, (n) / 8)
#define bitmap_equal(a, b, n)		(!memcmp(a, b, (n) / 8))
#define for_each_set_bit(bit, map, n) \
	for (bit = 0; bit < (n); bit++) \
		if (test_bit(bit, map))

struct rcu_head {
	void *next[2];
};

#define rcu_dereference_check(p, cond)		(p)
#define rcu_dereference_protected(p, cond)	(p)
#define rcu_access_pointer(p)			(p)
#define rcu_assign_pointer(p, v)		((p) = (v))
#define RCU_INIT_POINTER(p, v)			((p) = (v))
#define kfree_rcu(p, member)			kfree(p)

static inline void call_rcu(struct rcu_head *rcu, void (*done)(struct rcu_head *rcu))
{
	done(rcu);
}

typedef struct {
	int64_t counter;
} atomic64_t;

#define atomic64_read_acquire(v)	((v)->counter)
#define atomic64_inc_return(v)		(++(v)->counter)
#define this_cpu_inc(x)			((x)++)

#define GFP_KERNEL_ACCOUNT	0

void *clab_test_alloc(size_t size);

#define kzalloc(size, flags)	clab_test_alloc(size)
#define kfree(p)		free((void *)(p))

struct list_head {
	struct list_head *next, *prev;
};

static inline void INIT_LIST_HEAD(struct list_head *head)
{
	head->next = head;
	head->prev = head;
}

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline bool list_is_last(const struct list_head *at, const struct list_head *head)
{
	return at->next == head;
}

static inline void list_add_tail(struct list_head *new, struct list_head *head)
{
	new->next = head;
	new->prev = head->prev;
	head->prev->next = new;
	head->prev = new;
}

static inline void list_del(struct list_head *at)
{
	at->prev->next = at->next;
	at->next->prev = at->prev;
}

static inline void list_replace(struct list_head *old, struct list_head *new)
{
	new->next = old->next;
	new->prev = old->prev;
	new->next->prev = new;
	new->prev->next = new;
}

#define list_first_entry(head, type, member)	container_of((head)->next, type, member)
#define list_next_entry(at, member)	container_of((at)->member.next, __typeof__(*(at)), member)
#define list_for_each_entry(at, head, member) \
	for (at = list_first_entry(head, __typeof__(*at), member); &at->member != (head); \
	     at = list_next_entry(at, member))
#define list_for_each_entry_safe(at, tmp, head, member) \
	for (at = list_first_entry(head, __typeof__(*at), member), \
	     tmp = list_next_entry(at, member); &at->member != (head); \
	     at = tmp, tmp = list_next_entry(tmp, member))

#endif /* _CLAB_TEST_KERNEL_H */
