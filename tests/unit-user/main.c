// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of cipsoctl
 *
 * The real sources are linked. Standard error and, where a test asks for it,
 * standard output go to a file, so that what is said can be tested too.
 */
#include <sanitizer/common_interface_defs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cipsoctl.h"
#include "test.h"

struct clab_opts clab_opts = { .timeout = 1, .prefix = "CLAB" };

static unsigned int clab_test_nr, clab_test_failed;
static FILE *clab_test_tap;
static char clab_test_text[8192];

/**
 * clab_test_result() - count and print one result
 * @good: the test passed
 * @file: where it is
 * @line: its line
 * @fmt: printf format of its name
 */
void clab_test_result(bool good, const char *file, int line, const char *fmt,
		      ...)
{
	va_list args;

	clab_test_nr++;
	clab_test_failed += !good;
	fprintf(clab_test_tap, "%sok %u - ", good ? "" : "not ", clab_test_nr);
	va_start(args, fmt);
	vfprintf(clab_test_tap, fmt, args);
	va_end(args);
	if (!good)
		fprintf(clab_test_tap, "\n# %s:%d", file, line);
	fputc('\n', clab_test_tap);
}

/* What was written to @file since the last call */
static const char *clab_test_drain(FILE *file)
{
	int fd = fileno(file);
	ssize_t len;

	fflush(file);
	len = pread(fd, clab_test_text, sizeof(clab_test_text) - 1, 0);
	clab_test_text[len > 0 ? len : 0] = 0;
	if (ftruncate(fd, 0) || lseek(fd, 0, SEEK_SET))
		abort();
	return clab_test_text;
}

/**
 * clab_test_said() - what the tool has said on standard error
 *
 * Return: the text since the last call, good until the next.
 */
const char *clab_test_said(void)
{
	return clab_test_drain(stderr);
}

/**
 * clab_test_captured() - what the tool has printed on standard output
 *
 * Return: the text since the last call, good until the next.
 */
const char *clab_test_captured(void)
{
	return clab_test_drain(stdout);
}

static void clab_test_redirect(FILE *stream)
{
	FILE *file = tmpfile();

	if (!file || dup2(fileno(file), fileno(stream)) < 0)
		abort();
	fclose(file);
}

/**
 * main() - run all tests
 *
 * Return: 0 when all passed.
 */
int main(void)
{
	clab_test_tap = fdopen(dup(STDOUT_FILENO), "w");
	if (!clab_test_tap)
		abort();
	setvbuf(clab_test_tap, NULL, _IOLBF, 0);
	clab_test_redirect(stdout);
	__sanitizer_set_report_fd((void *)(intptr_t)dup(STDERR_FILENO));
	clab_test_redirect(stderr);
	clab_test_parse();
	clab_test_extack();
	clab_test_json();
	clab_test_vec();
	clab_test_capture();
	clab_test_scenario();
	clab_test_judge();
	fprintf(clab_test_tap, "1..%u\n", clab_test_nr);
	return clab_test_failed || !clab_test_nr;
}
