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
 * @file: the capture behind "-r", or NULL
 * @mode: what stands behind "mode:", or NULL
 * @flags: the same for the codec
 * @nr: how many other words there are
 * @words: the other words: octets
 */
struct clab_decode {
	const char *file;
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

static int clab_decode_file(struct clab_decode *args, const char *value)
{
	if (args->file)
		return clab_usage("'-r' is given twice");
	if (!value || !*value)
		return clab_usage("'-r' needs the name of a file");
	args->file = value;
	return 0;
}

/* Sort the words; octets move to the front. Return: 0 or CLAB_EXIT_USAGE. */
static int clab_decode_parse(int argc, char **argv, struct clab_decode *args)
{
	int i, ret = 0;

	args->words = argv;
	for (i = 0; i < argc && !ret; i++) {
		if (!strcmp(argv[i], "-r"))
			ret = clab_decode_file(args, ++i < argc ? argv[i] : NULL);
		else if (!strncmp(argv[i], "mode:", 5))
			ret = clab_decode_mode(args, argv[i] + 5);
		else
			argv[args->nr++] = argv[i];
	}
	if (ret)
		return ret;
	if (args->file && args->nr)
		return clab_usage("'%.80s': a capture and octets exclude each other",
				  args->words[0]);
	return 0;
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
 * clab_cmd_decode() - show the label in an option, a header or a packet, or
 *		       those in a capture
 * @argc: how many words
 * @argv: the octets in hexadecimal, or "-r" and the name of a file; "mode:"
 *
 * Return: CLAB_EXIT_OK, also when there is no option; CLAB_EXIT_FAIL when one is
 * refused or says no label, or the file can't be read; CLAB_EXIT_USAGE.
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
	if (args.file)
		return clab_capture_decode(args.file, args.flags);
	ret = clab_octets_read(args.nr, args.words, &octets);
	if (ret)
		return ret;
	clab_reading_all(&octets, args.flags, &reading);
	if (reading.fault.reason)
		return clab_decode_refuse(&octets, &reading.fault);
	clab_decode_show(&octets, &reading);
	return clab_out_end();
}
