/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: the codec's commands, which need neither the module nor root
 *
 *	octets.c    what the user gave, and where the IPv4 options are in it
 *	reading.c   what the codec says of the CIPSO option in some octets
 *	encode.c    label to option
 *	decode.c    option to label
 *	capture.c   the same for every packet of a capture; frame.c finds the packet
 *	explain.c   a name for every octet; diagram.c draws them
 */
#ifndef _CLAB_CODEC_H
#define _CLAB_CODEC_H

#include <cipsolab/port.h>

#include "codec/cipso.h"

#define CLAB_IP_HDR_LEN		20	/* an IPv4 header without options */
#define CLAB_IP_HDR_MAX		60
#define CLAB_IP_MAX		65535	/* a whole packet */
#define CLAB_NO_OPTION		(-1)
#define CLAB_FAULT_TEXT		256	/* a fault in words */

/**
 * struct clab_octets - an option, an IPv4 header, or a packet
 * @at: the octets
 * @len: how many
 * @header: they begin with an IPv4 header
 * @area: where the option area begins
 * @area_len: how many octets of it are there
 * @missing: how many octets of the header are not there
 */
struct clab_octets {
	const u8 *at;
	size_t len;
	bool header;
	size_t area;
	size_t area_len;
	size_t missing;
};

/**
 * struct clab_fault - what is wrong with some octets
 * @reason: one word, or NULL when nothing is wrong
 * @text: the same as part of a sentence
 * @offset: the octet at fault, counted from the first one
 * @answered: a receiver tells the sender, by an ICMP parameter problem
 */
struct clab_fault {
	const char *reason;
	const char *text;
	u32 offset;
	bool answered;
};

/**
 * struct clab_reading - what is said of the option in some octets
 * @at: where the option is, or CLAB_NO_OPTION; it counts without a fault only
 * @valid: validation accepts it
 * @label: what the first tag says, when nothing is wrong
 * @fault: why it is refused or says no label
 */
struct clab_reading {
	int at;
	bool valid;
	struct clab_label label;
	struct clab_fault fault;
};

int clab_octets_read(int argc, char **argv, struct clab_octets *octets);
void clab_octets_header(struct clab_octets *octets);
u32 clab_octets_pointer(const struct clab_octets *octets, u32 offset);
void clab_octets_hex(const u8 *at, size_t len, const char *between, char *text);
const char *clab_ip_protocol(u8 protocol);
bool clab_ip_sum_good(const u8 *header, size_t len);

void clab_fault_codec(const struct clab_err *err, struct clab_fault *fault);
void clab_fault_json(const struct clab_fault *fault);
void clab_fault_format(const struct clab_octets *octets,
		       const struct clab_fault *fault, char *text);
void clab_reading_first(const struct clab_octets *octets, unsigned int flags,
			struct clab_reading *reading);
void clab_reading_all(const struct clab_octets *octets, unsigned int flags,
		      struct clab_reading *reading);
void clab_reading_print(const struct clab_octets *octets,
			const struct clab_reading *reading);
void clab_reading_json(const struct clab_octets *octets,
		       const struct clab_reading *reading);
void clab_reading_text(const struct clab_label *label, char *text);

int clab_cmd_encode(int argc, char **argv);
int clab_cmd_decode(int argc, char **argv);
int clab_cmd_explain(int argc, char **argv);
int clab_capture_decode(const char *file, unsigned int flags);

#endif /* _CLAB_CODEC_H */
