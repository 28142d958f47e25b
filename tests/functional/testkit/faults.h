/* SPDX-License-Identifier: GPL-2.0 */
/*
 * clab-testkit: what the tests of failing allocations share
 */
#ifndef _CLAB_TESTKIT_FAULTS_H
#define _CLAB_TESTKIT_FAULTS_H

#include "testkit.h"

/* Octets that grow. */
struct clab_bytes {
	u8 *data;
	size_t len;
	size_t room;
};

/* What a try came to. */
struct clab_try {
	int err;
	bool dump;		/* the refused request was one for a dump */
	char sentence[256];
	struct clab_bytes answer;
};

/* What the module says. */
struct clab_faults_seen {
	unsigned long calls;
	unsigned long failed;
	unsigned int missed;
	unsigned int live;
	char where[256];
	char objects[2048];
};

/**
 * struct clab_faults - the test
 * @act: what is done
 * @undo: makes undone what was done
 * @state: everything that can be seen from outside
 * @argc: number of words that say what
 * @argv: the words
 * @all: all allocations from the Nth on fail
 * @every: only every so many-th fails
 * @last: of those for a packet only so many, 0: all
 * @retry: what was refused is tried again
 * @listener: a socket that hears of changes, or 0
 * @sample: of the allocations behind the first 200 only so many fail, 0: all
 * @fd: /proc/clab_faults
 * @wrong: what is not as it should be
 * @refused: how often the thing was refused
 * @optional: how often it was done in spite of a failure
 */
struct clab_faults {
	void (*act)(struct clab_try *try);
	void (*undo)(void);
	void (*state)(struct clab_bytes *bytes);
	int argc;
	char **argv;
	bool all;
	bool retry;
	unsigned int every;
	unsigned int last;
	int listener;
	unsigned int sample;
	int fd;
	unsigned int wrong;
	unsigned int refused;
	unsigned int optional;
};

extern struct clab_faults clab_faults;

void clab_faults_arm(pid_t pid, unsigned long nth);
void clab_faults_disarm(void);
void clab_faults_forget(void);
void clab_faults_look(struct clab_faults_seen *seen);
void clab_faults_wrong(unsigned long nth, const char *fmt, ...) __printf(2, 3);
void clab_faults_report(unsigned long calls);
int clab_faults_packets(const char *what);

#endif /* _CLAB_TESTKIT_FAULTS_H */
