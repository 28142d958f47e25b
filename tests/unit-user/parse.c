// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of cipsoctl: the words of a command line
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "cipsoctl.h"
#include "parse.h"
#include "test.h"

static void clab_test_u32(void)
{
	static const struct {
		const char *text;
		u32 min, max;
		bool good;
	} cases[] = {
		{ "0", 0, 255, true }, { "255", 0, 255, true },
		{ "256", 0, 255, false }, { "1", 1, UINT32_MAX, true },
		{ "0", 1, UINT32_MAX, false },
		{ "4294967295", 1, UINT32_MAX, true },
		{ "4294967296", 1, UINT32_MAX, false },
		{ "9999999999", 1, UINT32_MAX, false },
		{ "18446744073709551617", 0, UINT32_MAX, false },
		{ "", 0, 1, false }, { "-1", 0, UINT32_MAX, false },
		{ "+1", 0, 1, false }, { " 1", 0, 1, false },
		{ "1 ", 0, 1, false }, { "01", 0, 1, false },
		{ "00", 0, 1, false }, { "0x1", 0, 1, false },
		{ "1\n", 0, 1, false }, { "1:", 0, 1, false },
		{ "1/", 0, 1, false }, { "\xd9\xa1", 0, 9, false },
	};
	size_t i;

	for (i = 0; i < clab_count(cases); i++) {
		u32 value = 0xdead, want = 0xdead;
		bool good = !clab_parse_u32("n", cases[i].text, cases[i].min,
					    cases[i].max, &value);

		if (cases[i].good)
			want = (u32)strtoul(cases[i].text, NULL, 10);
		clab_test(good == cases[i].good && value == want &&
			  !*clab_test_said() == good, "number %zu of %zu", i,
			  clab_count(cases));
	}
}

static bool clab_test_mask_is(const struct clab_addr *addr)
{
	u32 bit;

	for (bit = 0; bit < addr->size * 8; bit++) {
		u8 octet = 0x80 >> bit % 8;
		bool set = addr->mask[bit / 8] & octet;
		bool counts = bit < addr->prefix;

		if (set != counts)
			return false;
		if (!set && addr->addr[bit / 8] & octet)
			return false;
	}
	return true;
}

/* Every prefix length of both families: the mask, and no bit left under it */
static void clab_test_masks(const char *ones, int family, u32 bits)
{
	struct clab_addr addr;
	char text[80];
	u32 n, good = 0;

	for (n = 0; n <= bits; n++) {
		snprintf(text, sizeof(text), "%s/%u", ones, n);
		good += !clab_parse_addr(text, &addr) && addr.prefix == n &&
			addr.family == family && addr.size == bits / 8 &&
			clab_test_mask_is(&addr);
	}
	clab_test(good == bits + 1, "masks of %u bits: %u of %u", bits, good,
		  bits + 1);
	snprintf(text, sizeof(text), "%s/%u", ones, n);
	clab_test(clab_parse_addr(text, &addr) == CLAB_EXIT_USAGE,
		  "prefix length %u is refused", n);
	clab_test_said();
}

static void clab_test_addr(void)
{
	static const char * const bad[] = {
		"", "/", "10.0.0.0/", "10.0.0.0/4294967304", "10.0.0.0/33",
		"10.0.0.0/255.0.0.0", "10.0.0", "::1::", "fe80::1%lo",
		"::/129", "10.0.0.0//8", "10.0.0.0/8/8", ":", "1:2:3:4:5:6:7",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999",
		"0000:0000:0000:0000:0000:ffff:255.255.255.2555",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/8",
	};
	static const u8 masked[] = { 10, 1, 0, 0 };
	struct clab_addr addr;
	size_t i;

	clab_test_masks("255.255.255.255", AF_INET, 32);
	clab_test_masks("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", AF_INET6,
			128);
	clab_test(!clab_parse_addr("10.1.2.3/16", &addr) &&
		  !memcmp(addr.addr, masked, 4), "host bits are cleared");
	clab_test(!clab_parse_addr("10.1.2.3", &addr) && addr.prefix == 32,
		  "an IPv4 address alone is one host");
	clab_test(!clab_parse_addr("::1", &addr) && addr.prefix == 128,
		  "an IPv6 address alone is one host");
	clab_test(!clab_parse_addr("0000:0000:0000:0000:0000:ffff:255.255.255.255",
				   &addr), "the longest address fits");
	for (i = 0; i < clab_count(bad); i++)
		clab_test(clab_parse_addr(bad[i], &addr) == CLAB_EXIT_USAGE &&
			  strstr(clab_test_said(), "address: "),
			  "address %zu '%s' is refused", i, bad[i]);
}

static void clab_test_proto(void)
{
	struct clab_proto p;

	clab_test(!clab_parse_proto("unlbl", &p) &&
		  p.type == CLAB_NLTYPE_UNLABELED && p.family == AF_UNSPEC,
		  "unlbl is for both families");
	clab_test(!clab_parse_proto("unlbl,4", &p) && p.family == AF_INET,
		  "unlbl,4 is for IPv4");
	clab_test(!clab_parse_proto("unlbl,6", &p) && p.family == AF_INET6,
		  "unlbl,6 is for IPv6");
	clab_test(!clab_parse_proto("cipso,16", &p) && p.doi == 16 &&
		  p.type == CLAB_NLTYPE_CIPSOV4 && p.family == AF_INET,
		  "cipso has a DOI and is for IPv4");
	clab_test(!clab_parse_proto("cipsov4,4294967295", &p) &&
		  p.doi == UINT32_MAX && p.type == CLAB_NLTYPE_CIPSOV4,
		  "cipsov4 is cipso");
	clab_test(clab_parse_proto("cipsoXYZ,16", &p) == CLAB_EXIT_USAGE,
		  "a longer word is not cipso");
	clab_test(clab_parse_proto("", &p) == CLAB_EXIT_USAGE,
		  "an empty protocol is refused");
	clab_test(clab_parse_proto("unlbl,", &p) == CLAB_EXIT_USAGE,
		  "an empty family is refused");
	clab_test_said();
}

static void clab_test_domain(void)
{
	char name[CLAB_DOMAIN_MAX + 2] = "";
	int c;

	for (c = 1; c < 256; c++) {
		bool good = c > ' ' && c < 0x7f && c != '"' && c != '\'' &&
			    c != '\\';

		snprintf(name, sizeof(name), "a%cb", c);
		clab_test(!clab_parse_domain(name) == good,
			  "octet %#x in a domain is %s", c,
			  good ? "taken" : "refused");
	}
	clab_test(clab_parse_domain("") == CLAB_EXIT_USAGE,
		  "an empty domain is refused");
	memset(name, 'a', CLAB_DOMAIN_MAX + 1);
	clab_test(clab_parse_domain(name) == CLAB_EXIT_USAGE,
		  "a domain of 256 is refused");
	clab_test(!clab_parse_domain(name + 1), "a domain of 255 is taken");
	clab_test_said();
}

static void clab_test_tags(void)
{
	struct clab_tags tags;

	clab_test(!clab_parse_tags("5,2,1,128,255", &tags) && tags.nr == 5 &&
		  tags.tag[0] == 5 && tags.tag[4] == 255,
		  "five tags in their order");
	clab_test(clab_parse_tags("1,2,3,4,5,6", &tags) == CLAB_EXIT_USAGE &&
		  strstr(clab_test_said(), "'6'"), "a sixth tag is refused");
	clab_test(clab_parse_tags("1,257", &tags) == CLAB_EXIT_USAGE &&
		  strstr(clab_test_said(), "'257'"), "tag 257 is refused");
	clab_test(!clab_parse_tags("2,1", &tags) && !clab_parse_unique_tags(&tags),
		  "two tags are two tags");
	clab_test(!clab_parse_tags("2,1,1", &tags) &&
		  clab_parse_unique_tags(&tags) == CLAB_EXIT_USAGE &&
		  strstr(clab_test_said(), "twice"), "tag 1 twice is refused");
	clab_test(clab_parse_tags("", &tags) == CLAB_EXIT_USAGE &&
		  strstr(clab_test_said(), "''"), "no tag is refused");
	clab_test(clab_parse_tags("1,", &tags) == CLAB_EXIT_USAGE &&
		  strstr(clab_test_said(), "''"), "a comma too many is refused");
}

/* @nr pairs N=N; each takes at most 12 characters */
static char *clab_test_pair_text(u32 nr)
{
	char *text = malloc(nr * 12 + 1), *p = text;
	u32 i;

	for (i = 0; i < nr; i++)
		p += sprintf(p, "%s%u=%u", i ? "," : "", i, i);
	return text;
}

/* Read pairs anew. */
static int clab_test_read_pairs(const char *text, u32 max, struct clab_vec *pairs)
{
	clab_vec_clear(pairs);
	return clab_parse_pairs("l:", text, max, pairs);
}

static void clab_test_pairs(void)
{
	char *many = clab_test_pair_text(60000);
	struct clab_vec pairs = {};
	struct clab_pair *pair;

	clab_test(!clab_test_read_pairs("3=0,0=3,2147483647=255", 255, &pairs) &&
		  pairs.nr == 3, "three pairs");
	pair = pairs.items;
	clab_test(pair[0].local == 3 && pair[0].remote == 0 &&
		  pair[2].local == CLAB_LOCAL_MAX, "and they are the ones given");
	clab_test(!clab_parse_unique("l:", &pairs), "none is there twice");
	clab_test(!clab_test_read_pairs(many, 65534, &pairs) && pairs.nr == 60000,
		  "as many as there are categories");
	clab_test(!clab_test_read_pairs("0=1,0=2", 255, &pairs) &&
		  clab_parse_unique("l:", &pairs) == CLAB_EXIT_USAGE &&
		  strstr(clab_test_said(), "local 0"),
		  "one level with two numbers is noticed");
	clab_test(!clab_test_read_pairs("0=1,2=1", 255, &pairs) &&
		  clab_parse_unique("l:", &pairs) == CLAB_EXIT_USAGE &&
		  strstr(clab_test_said(), "remote 1"),
		  "two levels with one number are noticed");
	clab_test(clab_test_read_pairs("0=256", 255, &pairs) ==
		  CLAB_EXIT_USAGE && strstr(clab_test_said(), "'256'"),
		  "what the wire can't carry is refused");
	clab_vec_clear(&pairs);
	free(many);
}

static void clab_test_params(void)
{
	struct clab_param params[] = { { "flag", NULL }, { "key:", NULL } };
	static const char * const bad[] = {
		"key", "flag:", "flag:x", "flagx", "fla", "key:", "", ":",
		"KEY:x", "ke:x", "keyy:x",
	};
	char first[] = "key:::1", second[] = "flag";
	char *good[2] = { first, second };
	char word[16], *words[1] = { word };
	size_t i;

	clab_test(!clab_parse_params(2, good, params, 2) &&
		  !strcmp(clab_param(params, 2, "key:"), "::1") &&
		  clab_param(params, 2, "flag"), "words in any order");
	clab_test(clab_parse_params(1, good, params, 2) == CLAB_EXIT_USAGE &&
		  strstr(clab_test_said(), "'key:' is given twice"),
		  "a word given twice is refused");
	for (i = 0; i < clab_count(bad); i++) {
		params[0].value = NULL;
		params[1].value = NULL;
		snprintf(word, sizeof(word), "%s", bad[i]);
		clab_test(clab_parse_params(1, words, params, 2) ==
			  CLAB_EXIT_USAGE && *clab_test_said() &&
			  !params[0].value && !params[1].value,
			  "the word '%s' is refused", bad[i]);
	}
}

/**
 * clab_test_parse() - test the words of a command line
 */
void clab_test_parse(void)
{
	clab_test_u32();
	clab_test_addr();
	clab_test_proto();
	clab_test_domain();
	clab_test_tags();
	clab_test_pairs();
	clab_test_params();
}
