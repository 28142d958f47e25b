/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: messages, listings and JSON
 */
#ifndef _CLAB_OUT_H
#define _CLAB_OUT_H

#include <cipsolab/cipsolab.h>
#include <cipsolab/port.h>

#ifndef __printf
#define __printf(fmt, args) __attribute__((__format__(printf, fmt, args)))
#endif

/**
 * struct clab_view - how one kind of object is shown
 * @title: heading in pretty output; the count follows it
 * @plain: print one on the current line, or NULL where there is no plain form
 * @pretty: print one as lines of text; @prev is the one before, or NULL
 * @json: print one as a JSON value
 */
struct clab_view {
	const char *title;
	void (*plain)(const void *item);
	void (*pretty)(const void *item, const void *prev);
	void (*json)(const void *item);
};

/* The name that messages begin with, and where a batch is (NULL outside) */
extern const char *clab_prog;
extern const char *clab_out_file;
extern unsigned int clab_out_line;

void clab_out_list(const struct clab_view *view, const void *items, size_t nr,
		   size_t size);
void clab_out_one(const struct clab_view *view, const void *item);
int clab_out_end(void);

void clab_json_open(const char *key, char bracket);
void clab_json_close(char bracket);
void clab_json_stream_open(void);
void clab_json_stream_close(void);
void clab_json_u32(const char *key, u32 value);
void clab_json_u64(const char *key, uint64_t value);
void clab_json_bool(const char *key, bool value);
void clab_json_str(const char *key, const char *value);

void clab_out_capture(char *text, size_t size);
void clab_error_fault(const struct clab_failure *fault);
void __printf(1, 2) clab_error(const char *fmt, ...);
int __printf(1, 2) clab_usage(const char *fmt, ...);
void __printf(1, 2) clab_note(const char *fmt, ...);

#endif /* _CLAB_OUT_H */
