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
 * @listener: a socket that hears of changes, or 0
 * @fd: /proc/clab_faults
 * @lab: number of the family CLAB_LAB
 * @start: what is configured at the beginning, as a transaction takes it
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
	unsigned int every;
	unsigned int last;
	int listener;
	int fd;
	u16 lab;
	struct clab_bytes start;
	unsigned int wrong;
	unsigned int refused;
	unsigned int optional;
};

extern struct clab_faults clab_faults;

void clab_bytes_add(struct clab_bytes *bytes, const void *data, size_t len);
bool clab_bytes_equal(const struct clab_bytes *a, const struct clab_bytes *b);
void clab_faults_arm(pid_t pid, unsigned long nth);
void clab_faults_disarm(void);
void clab_faults_forget(void);
void clab_faults_look(struct clab_faults_seen *seen);
void clab_faults_wrong(unsigned long nth, const char *fmt, ...) __printf(2, 3);
void clab_faults_ask(int fd, struct clab_msg *m, struct clab_try *try);
void clab_faults_expect(unsigned long nth, const struct clab_bytes *want, const char *what);
void clab_faults_refusal(unsigned long nth, const struct clab_try *try, const char *where);
void clab_faults_report(unsigned long calls);
void clab_state_save(struct clab_bytes *bytes);
void clab_undo_load(void);
int clab_faults_load(const char *what);
int clab_faults_packets(const char *what);

#endif /* _CLAB_TESTKIT_FAULTS_H */
