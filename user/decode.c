// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl: the label in a CIPSO option
 */
#include <stdio.h>

#include "cipsoctl.h"
#include "codec.h"
#include "out.h"

/**
 * struct clab_decode - the words of the command
 * @mode: what stands behind "mode:", or NULL
 * @flags: the same for the codec
 * @nr: how many other words there are
 * @words: the other words: octets
 */
struct clab_decode {
	const char *mode;
	unsigned int flags;
	int nr;
	char **words;
};

static int clab_decode_mode(struct clab_decode *args, const char *value)
{
	if (args->mode)
		return clab_usage("'mode:' is given twice");
	args->mode = value;
	if (!strcmp(value, "compat"))
		return 0;
	args->flags = CLAB_V_STRICT;
	if (!strcmp(value, "strict"))
		return 0;
	return clab_usage("mode: '%.80s' is none of compat, strict", value);
}

/* Sort the words; octets move to the front. Return: 0 or CLAB_EXIT_USAGE. */
static int clab_decode_parse(int argc, char **argv, struct clab_decode *args)
{
	int i, ret = 0;

	args->words = argv;
	for (i = 0; i < argc && !ret; i++) {
		if (!strncmp(argv[i], "mode:", 5))
			ret = clab_decode_mode(args, argv[i] + 5);
		else
			argv[args->nr++] = argv[i];
	}
	return ret;
}

/* Return: CLAB_EXIT_FAIL. */
static int clab_decode_refuse(const struct clab_octets *octets,
			      const struct clab_fault *fault)
{
	char text[CLAB_FAULT_TEXT];

	if (clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_fault_json(fault);
		clab_json_close('}');
	} else {
		clab_fault_format(octets, fault, text);
		clab_error("%s", text);
	}
	return CLAB_EXIT_FAIL;
}

static void clab_decode_show(const struct clab_octets *octets,
			     const struct clab_reading *reading)
{
	if (clab_opts.json) {
		clab_json_open(NULL, '{');
		clab_reading_json(octets, reading);
		clab_json_close('}');
	} else {
		clab_reading_print(octets, reading);
		putchar('\n');
	}
}

/**
 * clab_cmd_decode() - show the label in an option, a header or a packet
 * @argc: how many words
 * @argv: the octets in hexadecimal; "mode:"
 *
 * Return: CLAB_EXIT_OK, also when there is no option; CLAB_EXIT_FAIL when one is
 * refused or says no label; CLAB_EXIT_USAGE.
 */
int clab_cmd_decode(int argc, char **argv)
{
	struct clab_decode args = { 0 };
	struct clab_reading reading;
	struct clab_octets octets;
	int ret;

	ret = clab_decode_parse(argc, argv, &args);
	if (ret)
		return ret;
	ret = clab_octets_read(args.nr, args.words, &octets);
	if (ret)
		return ret;
	clab_reading_all(&octets, args.flags, &reading);
	if (reading.fault.reason)
		return clab_decode_refuse(&octets, &reading.fault);
	clab_decode_show(&octets, &reading);
	return clab_out_end();
}
