// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: octets in hexadecimal, and the place of the IPv4 options in them
 */
#include <ctype.h>
#include <stdio.h>

#include "cipsoctl.h"
#include "codec.h"
#include "out.h"

static u8 clab_octets_room[CLAB_IP_MAX];

static u8 clab_nibble(char c)
{
	return (u8)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* The words are one text; blanks, colons, hyphens and underscores between
 * octets do not count, so that what other programs print can be pasted.
 */
static int clab_octets_word(const char *word, size_t *len)
{
	const char *c = word;

	while (*c) {
		if (strchr(" \t\n:_-", *c)) {
			c++;
			continue;
		}
		if (!isxdigit((unsigned char)c[0]) ||
		    !isxdigit((unsigned char)c[1]))
			return clab_usage("'%.40s' is not octets in hexadecimal%s",
					  word, *word != '-' ? "" :
					  " (flags stand in front of the command)");
		if (*len == CLAB_IP_MAX)
			return clab_usage("more octets than a packet has");
		clab_octets_room[(*len)++] =
			(u8)(clab_nibble(c[0]) << 4 | clab_nibble(c[1]));
		c += 2;
	}
	return 0;
}

/**
 * clab_octets_header() - find the option area of an IPv4 header
 * @octets: they begin with a header of at least 20 octets, by its first octet;
 *	    how much of it is there does not matter
 */
void clab_octets_header(struct clab_octets *octets)
{
	size_t header = (octets->at[0] & 0xf) * 4u;
	size_t there = octets->len < header ? octets->len : header;

	octets->header = true;
	octets->missing = header - there;
	octets->area = there < CLAB_IP_HDR_LEN ? there : CLAB_IP_HDR_LEN;
	octets->area_len = there - octets->area;
}

static int clab_octets_place(struct clab_octets *octets)
{
	if (octets->at[0] >> 4 == 4 && (octets->at[0] & 0xf) >= 5) {
		clab_octets_header(octets);
		return 0;
	}
	if (octets->at[0] != CLAB_IPOPT_CIPSO)
		return clab_usage("neither a CIPSO option (86) nor an IPv4 header (45 to 4f)");
	if (octets->len > CLAB_OPT_MAX)
		return clab_usage("an option has at most %d octets", CLAB_OPT_MAX);
	octets->area_len = octets->len;
	return 0;
}

/**
 * clab_octets_read() - read octets from words and find the option area
 * @argc: how many words
 * @argv: octets in hexadecimal: an option, an IPv4 header, or a packet
 * @octets: what they are; good until the next call
 *
 * Return: 0 or CLAB_EXIT_USAGE.
 */
int clab_octets_read(int argc, char **argv, struct clab_octets *octets)
{
	int i, ret;

	memset(octets, 0, sizeof(*octets));
	octets->at = clab_octets_room;
	for (i = 0; i < argc; i++) {
		ret = clab_octets_word(argv[i], &octets->len);
		if (ret)
			return ret;
	}
	if (!octets->len)
		return clab_usage("octets in hexadecimal are missing");
	return clab_octets_place(octets);
}

/**
 * clab_octets_pointer() - the pointer of an ICMP error about an octet
 * @octets: the octets
 * @offset: which of them
 *
 * Return: its offset in the header; an option given alone is taken for the
 * first of its header.
 */
u32 clab_octets_pointer(const struct clab_octets *octets, u32 offset)
{
	return octets->header ? offset : offset + CLAB_IP_HDR_LEN;
}

/**
 * clab_octets_hex() - write octets in hexadecimal
 * @at: the octets
 * @len: how many
 * @between: what goes between two of them
 * @text: room for two characters and @between for each, and a NUL
 */
void clab_octets_hex(const u8 *at, size_t len, const char *between, char *text)
{
	size_t i;

	*text = '\0';
	for (i = 0; i < len; i++)
		text += sprintf(text, "%s%02x", i ? between : "", at[i]);
}

/**
 * clab_ip_protocol() - the name of what is in an IPv4 packet
 * @protocol: the number in its header
 *
 * Return: a constant, or NULL when there is no name for it here.
 */
const char *clab_ip_protocol(u8 protocol)
{
	switch (protocol) {
	case 1:
		return "ICMP";
	case 2:
		return "IGMP";
	case 4:
		return "IPIP";
	case 6:
		return "TCP";
	case 17:
		return "UDP";
	case 47:
		return "GRE";
	case 50:
		return "ESP";
	case 51:
		return "AH";
	case 132:
		return "SCTP";
	case 136:
		return "UDPLITE";
	}
	return NULL;
}

/**
 * clab_ip_sum_good() - is the checksum of an IPv4 header right
 * @header: the header
 * @len: its length, a multiple of 4
 *
 * Return: true when the sum of all its words, the checksum included, is ffff.
 */
bool clab_ip_sum_good(const u8 *header, size_t len)
{
	u32 sum = 0;
	size_t i;

	for (i = 0; i < len; i += 2)
		sum += clab_get_be16(header + i);
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16) == 0xffff;
}
