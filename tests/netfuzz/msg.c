// SPDX-License-Identifier: GPL-2.0
/*
 * clab-netfuzz: random numbers, and messages that are spoiled on purpose
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netfuzz.h"

static u64 clab_nf_state;

/**
 * clab_nf_seed() - begin a sequence of random numbers
 * @seed: which
 */
void clab_nf_seed(u64 seed)
{
	clab_nf_state = seed * 0x9e3779b97f4a7c15ULL + 0x2545f4914f6cdd1dULL;
}

/**
 * clab_nf_rand() - the next random number
 *
 * Return: it.
 */
u32 clab_nf_rand(void)
{
	clab_nf_state ^= clab_nf_state >> 12;
	clab_nf_state ^= clab_nf_state << 25;
	clab_nf_state ^= clab_nf_state >> 27;
	return (u32)((clab_nf_state * 0x2545f4914f6cdd1dULL) >> 32);
}

/**
 * clab_nf_below() - a random number
 * @n: a number that is higher
 *
 * Return: it.
 */
u32 clab_nf_below(u32 n)
{
	return clab_nf_rand() % n;
}

/**
 * clab_nf_chance() - does it happen?
 * @percent: how often it does
 *
 * Return: whether it does.
 */
bool clab_nf_chance(u32 percent)
{
	return clab_nf_below(100) < percent;
}

/**
 * clab_nf_begin() - begin a message
 * @m: the message
 * @family: its family
 * @cmd: its command
 * @flags: NLM_F_* beside REQUEST and ACK
 */
void clab_nf_begin(struct clab_nf_msg *m, enum clab_nf_family family, u8 cmd, u16 flags)
{
	struct nlmsghdr n = { .nlmsg_flags = (u16)(NLM_F_REQUEST | NLM_F_ACK | flags) };
	struct genlmsghdr g = { .cmd = cmd, .version = 3 };

	m->family = family;
	m->nr = 0;
	m->open = -1;
	memcpy(m->buf, &n, sizeof(n));
	memcpy(m->buf + NLMSG_HDRLEN, &g, sizeof(g));
	m->len = NLMSG_HDRLEN + GENL_HDRLEN;
}

static void clab_nf_octets(struct clab_nf_msg *m, const void *data, size_t len)
{
	if (m->len + len + NLA_ALIGNTO > sizeof(m->buf)) {
		fprintf(stderr, "netfuzz: the message is too long\n");
		exit(2);
	}
	memcpy(m->buf + m->len, data, len);
	m->len += len;
}

/**
 * clab_nf_put() - write an attribute
 * @m: the message
 * @type: its type, flags included
 * @data: what it holds
 * @len: octets of that
 */
void clab_nf_put(struct clab_nf_msg *m, u16 type, const void *data, size_t len)
{
	struct nlattr nla = { .nla_len = (u16)(NLA_HDRLEN + len), .nla_type = type };
	static const u8 zeros[NLA_ALIGNTO];

	if (m->nr < CLAB_NF_ATTRS) {
		m->pos[m->nr] = m->len;
		m->up[m->nr++] = m->open;
	}
	clab_nf_octets(m, &nla, sizeof(nla));
	if (len)
		clab_nf_octets(m, data, len);
	clab_nf_octets(m, zeros, NLA_ALIGN(len) - len);
}

/**
 * clab_nf_put_u8() - write an attribute that is a number
 * @m: the message
 * @type: its type
 * @value: the number
 */
void clab_nf_put_u8(struct clab_nf_msg *m, u16 type, u8 value)
{
	clab_nf_put(m, type, &value, sizeof(value));
}

/**
 * clab_nf_put_u16() - write an attribute that is a number
 * @m: the message
 * @type: its type
 * @value: the number
 */
void clab_nf_put_u16(struct clab_nf_msg *m, u16 type, u16 value)
{
	clab_nf_put(m, type, &value, sizeof(value));
}

/**
 * clab_nf_put_u32() - write an attribute that is a number
 * @m: the message
 * @type: its type
 * @value: the number
 */
void clab_nf_put_u32(struct clab_nf_msg *m, u16 type, u32 value)
{
	clab_nf_put(m, type, &value, sizeof(value));
}

/**
 * clab_nf_put_str() - write an attribute that is a string
 * @m: the message
 * @type: its type
 * @text: the string
 */
void clab_nf_put_str(struct clab_nf_msg *m, u16 type, const char *text)
{
	clab_nf_put(m, type, text, strlen(text) + 1);
}

/**
 * clab_nf_open() - begin an attribute that holds others
 * @m: the message
 * @type: its type, flags included
 */
void clab_nf_open(struct clab_nf_msg *m, u16 type)
{
	int at = m->nr < CLAB_NF_ATTRS ? (int)m->nr : -2;

	clab_nf_put(m, type, NULL, 0);
	if (at == -2) {
		fprintf(stderr, "netfuzz: too many attributes\n");
		exit(2);
	}
	m->open = at;
}

static u16 clab_nf_attr_len(const struct clab_nf_msg *m, size_t pos)
{
	u16 len;

	memcpy(&len, m->buf + pos, sizeof(len));
	return len;
}

static void clab_nf_set_len(struct clab_nf_msg *m, size_t pos, size_t len)
{
	u16 value = (u16)len;

	memcpy(m->buf + pos, &value, sizeof(value));
}

/**
 * clab_nf_close() - end what clab_nf_open() began
 * @m: the message
 */
void clab_nf_close(struct clab_nf_msg *m)
{
	size_t pos = m->pos[m->open];

	clab_nf_set_len(m, pos, m->len - pos);
	m->open = m->up[m->open];
}

/* Replace octets of the message; the nests around grow or shrink with it, but the
 * places of attributes are good for one change only.
 */
static void clab_nf_splice(struct clab_nf_msg *m, size_t at, size_t gone, const void *data,
			   size_t len, int nest)
{
	if (m->len + len > sizeof(m->buf) || at + gone > m->len)
		return;
	memmove(m->buf + at + len, m->buf + at + gone, m->len - at - gone);
	if (len)
		memcpy(m->buf + at, data, len);
	m->len += len - gone;
	for (; nest >= 0; nest = m->up[nest])
		clab_nf_set_len(m, m->pos[nest],
				clab_nf_attr_len(m, m->pos[nest]) + len - gone);
}

/* An attribute with what it holds and its padding, as far as there is some. */
static size_t clab_nf_extent(const struct clab_nf_msg *m, size_t pos)
{
	size_t len = NLA_ALIGN(clab_nf_attr_len(m, pos));

	return pos + len > m->len ? m->len - pos : len;
}

static void clab_nf_bad_length(struct clab_nf_msg *m, size_t pos)
{
	static const u16 odd[] = { 0, 1, 3, 4, 5, 8, 0xffff };
	u16 len = clab_nf_attr_len(m, pos);

	switch (clab_nf_below(4)) {
	case 0:
		len = odd[clab_nf_below(ARRAY_SIZE(odd))];
		break;
	case 1:
		len = (u16)(len + 1 + clab_nf_below(8));
		break;
	case 2:
		len = (u16)(len - 1 - clab_nf_below(4));
		break;
	default:
		len = (u16)clab_nf_rand();
	}
	clab_nf_set_len(m, pos, len);
}

static void clab_nf_bad_type(struct clab_nf_msg *m, size_t pos)
{
	u16 type;

	memcpy(&type, m->buf + pos + 2, sizeof(type));
	switch (clab_nf_below(4)) {
	case 0:
		type ^= NLA_F_NESTED;
		break;
	case 1:
		type ^= NLA_F_NET_BYTEORDER;
		break;
	case 2:
		type = (u16)clab_nf_below(24);
		break;
	default:
		type = (u16)clab_nf_rand();
	}
	memcpy(m->buf + pos + 2, &type, sizeof(type));
}

static void clab_nf_bad_value(struct clab_nf_msg *m, size_t pos)
{
	size_t len = clab_nf_attr_len(m, pos), n = 1 + clab_nf_below(3);

	if (len <= NLA_HDRLEN || pos + len > m->len)
		return;
	while (n--)
		m->buf[pos + NLA_HDRLEN + clab_nf_below((u32)(len - NLA_HDRLEN))] =
			clab_nf_chance(30) ? 0 : (u8)clab_nf_rand();
}

/* Something that was not there. */
static void clab_nf_stranger(struct clab_nf_msg *m, size_t pos, int nest)
{
	static u8 buf[65536];
	u16 len = (u16)(clab_nf_chance(3) ? clab_nf_below(60000) : clab_nf_below(24));
	struct nlattr nla = {
		.nla_len = (u16)(NLA_HDRLEN + len),
		.nla_type = (u16)(clab_nf_below(24) | (clab_nf_chance(30) ? NLA_F_NESTED : 0)),
	};
	u16 i;

	memcpy(buf, &nla, sizeof(nla));
	for (i = 0; i < len && i < 64; i++)
		buf[NLA_HDRLEN + i] = (u8)clab_nf_rand();
	clab_nf_splice(m, pos, 0, buf, NLA_ALIGN(NLA_HDRLEN + (size_t)len), nest);
}

/* Put an attribute into nests that do not belong around it. */
static void clab_nf_wrap(struct clab_nf_msg *m, size_t pos, int nest)
{
	size_t inside = clab_nf_extent(m, pos);
	u32 depth = clab_nf_chance(10) ? 200 : 1 + clab_nf_below(3);

	while (depth-- && inside < 60000) {
		struct nlattr nla = {
			.nla_len = (u16)(inside + NLA_HDRLEN),
			.nla_type = (u16)(clab_nf_below(20) | NLA_F_NESTED),
		};

		clab_nf_splice(m, pos, 0, &nla, sizeof(nla), nest);
		inside += NLA_HDRLEN;
	}
}

static void clab_nf_again(struct clab_nf_msg *m, size_t pos, int nest)
{
	static u8 copy[65536];
	size_t len = clab_nf_extent(m, pos);
	u32 n = clab_nf_chance(5) ? 50 : 1;

	if (len > 1024)
		n = 1;
	memcpy(copy, m->buf + pos, len);
	while (n--)
		clab_nf_splice(m, pos, 0, copy, len, nest);
}

/* What is wrong is with the message, not with one attribute. */
static void clab_nf_bad_message(struct clab_nf_msg *m)
{
	static const u8 junk[16] = { 7, 0, 1 };
	u16 flags = NLM_F_REQUEST | NLM_F_ACK;
	size_t head = NLMSG_HDRLEN + GENL_HDRLEN;

	switch (clab_nf_below(4)) {
	case 0:
		if (m->len > head)
			m->len = head + clab_nf_below((u32)(m->len - head));
		break;
	case 1:
		clab_nf_splice(m, m->len, 0, junk, 1 + clab_nf_below(sizeof(junk)), -1);
		break;
	case 2:
		m->buf[NLMSG_HDRLEN] = (u8)clab_nf_below(24);
		break;
	default:
		flags |= clab_nf_chance(50) ? NLM_F_DUMP : 0;
		memcpy(m->buf + offsetof(struct nlmsghdr, nlmsg_flags), &flags, sizeof(flags));
	}
}

/**
 * clab_nf_mutate() - spoil a message in one way
 * @m: the message
 */
void clab_nf_mutate(struct clab_nf_msg *m)
{
	unsigned int i = m->nr ? clab_nf_below(m->nr) : 0;
	size_t pos = m->pos[i];
	int nest = m->up[i];

	if (!m->nr || clab_nf_chance(12)) {
		clab_nf_bad_message(m);
		return;
	}
	switch (clab_nf_below(9)) {
	case 0:
		clab_nf_splice(m, pos, clab_nf_extent(m, pos), NULL, 0, nest);
		break;
	case 1:
		clab_nf_again(m, pos, nest);
		break;
	case 2:
		clab_nf_bad_length(m, pos);
		break;
	case 3:
		clab_nf_bad_type(m, pos);
		break;
	case 4:
	case 5:
		clab_nf_bad_value(m, pos);
		break;
	case 6:
		clab_nf_stranger(m, pos, nest);
		break;
	case 7:
		clab_nf_wrap(m, pos, nest);
		break;
	default:
		clab_nf_splice(m, pos + NLA_HDRLEN, clab_nf_extent(m, pos) - NLA_HDRLEN, NULL, 0,
			       nest);
		clab_nf_set_len(m, pos, NLA_HDRLEN);
	}
}
