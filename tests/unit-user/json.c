// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of cipsoctl: JSON, and arrays that grow
 */
#include <stdio.h>

#include "cipsoctl.h"
#include "test.h"

static void clab_test_string(const char *text, const char *want)
{
	char line[256];

	clab_json_open(NULL, '[');
	clab_json_str(NULL, text);
	clab_json_close(']');
	snprintf(line, sizeof(line), "[%s]\n", want);
	clab_test(!strcmp(clab_test_captured(), line), "JSON string %s", want);
}

static void clab_test_strings(void)
{
	clab_test_string("", "\"\"");
	clab_test_string(NULL, "null");
	clab_test_string("a\"b\\c/d", "\"a\\\"b\\\\c/d\"");
	clab_test_string("\n\t\x1b\x7f", "\"\\n\\t\\u001B\x7f\"");
	clab_test_string("f\xc3\xb6o \xe2\x82\xac \xf0\x9f\x90\xa7",
			 "\"f\xc3\xb6o \xe2\x82\xac \xf0\x9f\x90\xa7\"");
	clab_test_string("\x80\xc3", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
	clab_test_string("\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
	clab_test_string("\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	clab_test_string("\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
	clab_test_string("\xf4\x90\x80\x80",
			 "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void clab_test_object(void)
{
	clab_json_open(NULL, '{');
	clab_json_u32("n", UINT32_MAX);
	clab_json_bool("b", true);
	clab_json_open("list", '[');
	clab_json_u32(NULL, 0);
	clab_json_open(NULL, '{');
	clab_json_close('}');
	clab_json_bool(NULL, false);
	clab_json_close(']');
	clab_json_str("s", NULL);
	clab_json_close('}');
}

/* Strings that differ have to look different. */
static void clab_test_member(const char *text, const char *want)
{
	clab_json_open(NULL, '{');
	clab_json_str("s", text);
	clab_json_close('}');
	clab_test(!strcmp(clab_test_captured(), want), "JSON member %s", want);
}

static void clab_test_members(void)
{
	clab_test_member("f\xc3\xb6o", "{\"s\":\"f\xc3\xb6o\"}\n");
	clab_test_member("\xef\xbf\xbd", "{\"s\":\"\xef\xbf\xbd\"}\n");
	clab_test_member("a\xff", "{\"s\":\"a\xef\xbf\xbd\",\"s_hex\":\"61ff\"}\n");
	clab_test_member("a\xfe", "{\"s\":\"a\xef\xbf\xbd\",\"s_hex\":\"61fe\"}\n");
	clab_opts.json = true;
	clab_out_file = "\xff";
	clab_error("no \xfe");
	clab_out_file = NULL;
	clab_opts.json = false;
	clab_test(!strcmp(clab_test_said(),
			  "{\"error\":\"no \xef\xbf\xbd\",\"error_hex\":\"6e6f20fe\","
			  "\"errno\":null,\"attribute\":null,\"offset\":null,"
			  "\"file\":\"\xef\xbf\xbd\",\"file_hex\":\"ff\",\"line\":null}\n"),
		  "JSON: an error with names that are no UTF-8");
}

/**
 * clab_test_json() - test the JSON writer
 */
void clab_test_json(void)
{
	clab_test_strings();
	clab_test_members();
	clab_test_object();
	clab_test(!strcmp(clab_test_captured(),
			  "{\"n\":4294967295,\"b\":true,\"list\":[0,{},false],\"s\":null}\n"),
		  "JSON on one line");
	clab_opts.pretty = true;
	clab_test_object();
	clab_opts.pretty = false;
	clab_test(!strcmp(clab_test_captured(),
			  "{\n  \"n\": 4294967295,\n  \"b\": true,\n  \"list\": [\n"
			  "    0,\n    {},\n    false\n  ],\n  \"s\": null\n}\n"),
		  "JSON indented");
}

/**
 * clab_test_vec() - test arrays that grow
 */
void clab_test_vec(void)
{
	struct clab_vec vec = {};
	size_t i, good = 0;
	u32 *item;

	for (i = 0; i < 1000; i++) {
		item = clab_vec_add(&vec, sizeof(*item));
		if (item && !*item)
			*item = (u32)i;
	}
	/* cut short and filled again, as a dump that starts over does */
	vec.nr = 5;
	for (i = 5; i < 1000; i++) {
		item = clab_vec_add(&vec, sizeof(*item));
		if (item && !*item)
			*item = (u32)i;
	}
	for (i = 0; i < vec.nr; i++)
		good += ((u32 *)vec.items)[i] == i;
	clab_test(vec.nr == 1000 && good == 1000, "an array of 1000");
	clab_vec_clear(&vec);
	clab_test(!vec.nr && !vec.items, "an array cleared");
}
