// SPDX-License-Identifier: GPL-2.0
/*
 * cipsolab tests: long enumerations, divided among the processors
 */
#include "split.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * clab_split_all() - is the whole of an enumeration asked for
 *
 * Return: true when CLAB_UNIT_ALL is in the environment; otherwise a test takes
 * a slice that is done in seconds, under sanitizers too.
 */
bool clab_split_all(void)
{
	return getenv("CLAB_UNIT_ALL");
}

/**
 * clab_split_fail() - say what failed and end the process
 * @split: where it is said
 * @fmt: what
 */
void clab_split_fail(struct clab_split *split, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(split->failed, sizeof(split->failed), fmt, ap);
	va_end(ap);
	_exit(1);
}

static void clab_split_add(struct clab_split *sum, const struct clab_split *one,
			   int status)
{
	unsigned int i;

	for (i = 0; i < CLAB_SPLIT_COUNTS; i++)
		sum->count[i] += one->count[i];
	if (sum->failed[0] || !status)
		return;
	if (one->failed[0])
		memcpy(sum->failed, one->failed, sizeof(sum->failed));
	else
		snprintf(sum->failed, sizeof(sum->failed),
			 "a process ended with wait status %#x", (unsigned int)status);
}

/**
 * clab_split_run() - have work done, by one process per processor
 * @work: does part @part of @parts, or ends in clab_split_fail()
 * @sum: where the counts of all go, and the first failure; a process that
 *	 crashes is one
 */
void clab_split_run(clab_split_work work, struct clab_split *sum)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned int part, parts = cpus < 1 ? 1 : cpus > 8 ? 8 : (unsigned int)cpus;
	struct clab_split *each;
	pid_t pid[8];
	int status;

	memset(sum, 0, sizeof(*sum));
	each = mmap(NULL, parts * sizeof(*each), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (each == MAP_FAILED)
		abort();
	fflush(stdout);
	for (part = 0; part < parts; part++) {
		pid[part] = fork();
		if (pid[part] < 0)
			abort();
		if (!pid[part]) {
			work(part, parts, &each[part]);
			_exit(0);
		}
	}
	for (part = 0; part < parts; part++) {
		if (waitpid(pid[part], &status, 0) != pid[part])
			abort();
		clab_split_add(sum, &each[part], status);
	}
	munmap(each, parts * sizeof(*each));
}
