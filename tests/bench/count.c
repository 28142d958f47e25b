// SPDX-License-Identifier: GPL-2.0
/*
 * clab-count: the instructions that a command takes
 *
 *	clab-count COMMAND [ARG...]
 *
 * Prints how long all tasks together have run meanwhile, in nanoseconds, which
 * are instructions where the machine counts them: the command, what the kernel
 * does for it, and what the kernel's threads do. Time in which nobody runs, as
 * when RCU is waited for, is not in it: there the clock jumps.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The seventh number of a processor's line. */
static unsigned long long clab_run_time(void)
{
	FILE *file = fopen("/proc/schedstat", "r");
	unsigned long long time, sum = 0;
	char line[512];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "cpu%*u %*u %*u %*u %*u %*u %*u %llu", &time) == 1)
			sum += time;
	if (!file || !sum) {
		fprintf(stderr, "clab-count: cannot read /proc/schedstat\n");
		exit(125);
	}
	fclose(file);
	return sum;
}

int main(int argc, char **argv)
{
	unsigned long long before;
	int status;
	pid_t pid;

	if (argc < 2) {
		fprintf(stderr, "usage: clab-count COMMAND [ARG...]\n");
		return 2;
	}
	before = clab_run_time();
	pid = fork();
	if (!pid) {
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status)) {
		fprintf(stderr, "clab-count: %s has failed\n", argv[1]);
		return 1;
	}
	printf("%llu\n", clab_run_time() - before);
	return 0;
}
