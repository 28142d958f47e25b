/* SPDX-License-Identifier: GPL-2.0 */
/*
 * clab-testkit: what the functional tests do on the network
 *
 * One program with a subcommand per kind of exchange. Each opens its sockets
 * before it starts whatever uses them, so a script never has to wait for a
 * server to be ready, and prints its findings as `name=value` lines.
 */
#ifndef _CLAB_TESTKIT_H
#define _CLAB_TESTKIT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <cipsolab/port.h>

struct nlmsghdr;

/* The names that the kernel has for what the compiler can be told. */
#define __aligned(x)	__attribute__((__aligned__(x)))
#define __noreturn	__attribute__((__noreturn__))
#define __printf(a, b)	__attribute__((__format__(printf, a, b)))
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define CLAB_LABEL_MAX	512	/* longest label text that is printed */
#define CLAB_CTX_MAX	64	/* labels that one command line can give */
#define CLAB_OPT_AREA	40	/* room for options in an IPv4 header */
#define CLAB_PKT_MAX	2048	/* largest packet that is built by hand */
#define CLAB_OPT_CIPSO	134	/* the option that all this is about */

/**
 * struct clab_args - the options that the subcommands share
 * @addr: -a, address of the server
 * @port: -p, port of the server
 * @ctx: -c, labels of the clients' sockets; "-" keeps the process's own
 * @nctx: how many there are
 * @server: -s, label of the server's socket, or NULL
 * @netns: -N, the network namespace that it is in, or NULL: where the client is
 * @other: -x, label of a third party's socket, or NULL
 * @count: -n, how many times
 * @bytes: -b, how much to transfer
 * @timeout: -t, milliseconds
 * @iface: -i, interface
 * @src: -S, source address of a packet built by hand
 * @sport: -P, its source port
 * @options: -O, its IPv4 options
 * @optlen: their length, padded to a multiple of four
 * @flags: -F, its TCP flags
 * @file: -f, a file to write to
 * @load: -L, shell command that starts the labeling
 * @unload: -U, shell command that ends it
 * @noquick: -q, the client delays its ACK with TCP_QUICKACK off
 * @defer: -d, TCP_DEFER_ACCEPT on the server
 * @defer_client: -k, TCP_DEFER_ACCEPT on the client, which delays its ACK
 * @first: -w, the server writes first
 * @raw: -r, through a raw socket with IP_HDRINCL instead of AF_PACKET
 * @tcp: -T, a TCP segment instead of a UDP datagram
 * @cmd: what follows --, or NULL
 */
struct clab_args {
	struct in_addr addr;
	unsigned int port;
	const char *ctx[CLAB_CTX_MAX];
	unsigned int nctx;
	const char *server;
	const char *netns;
	const char *other;
	unsigned int count;
	unsigned long bytes;
	unsigned int timeout;
	const char *iface;
	struct in_addr src;
	unsigned int sport;
	u8 options[CLAB_OPT_AREA];
	size_t optlen;
	u8 flags;
	const char *file;
	const char *load;
	const char *unload;
	bool noquick;
	bool defer;
	bool defer_client;
	bool first;
	bool raw;
	bool tcp;
	char **cmd;
};

/**
 * struct clab_packet - an IPv4 packet to be built
 * @src: source address
 * @dst: destination address
 * @sport: source port, host byte order
 * @dport: destination port, host byte order
 * @proto: IPPROTO_UDP or IPPROTO_TCP
 * @flags: TCP flags, as in the header's 14th octet
 * @seq: TCP sequence number
 * @ack: TCP acknowledgment number
 * @options: IPv4 options, padded
 * @optlen: their length
 * @data: payload
 * @datalen: its length
 */
struct clab_packet {
	struct in_addr src;
	struct in_addr dst;
	unsigned int sport;
	unsigned int dport;
	u8 proto;
	u8 flags;
	u32 seq;
	u32 ack;
	const u8 *options;
	size_t optlen;
	const void *data;
	size_t datalen;
};

/**
 * struct clab_sniff_sum - what a capture found
 * @packets: IPv4 packets seen
 * @labeled: of them with a CIPSO option
 * @oversize: longer than the MTU
 * @badsum: with a wrong header checksum
 * @badopt: with an option area that cannot be walked, or two CIPSO options
 * @lost: packets that the kernel could not hand over
 * @maxlen: longest total length
 */
struct clab_sniff_sum {
	unsigned long packets;
	unsigned long labeled;
	unsigned long oversize;
	unsigned long badsum;
	unsigned long badopt;
	unsigned long lost;
	unsigned int maxlen;
};

#define CLAB_MSG_MAX	65536	/* octets of a netlink message */
#define CLAB_NEST_MAX	16	/* attributes inside attributes */

/**
 * struct clab_msg - a netlink message being written
 * @buf: its octets
 * @len: how many
 * @nest: where the attributes that are still open begin
 * @depth: how many there are
 */
struct clab_msg {
	u8 buf[CLAB_MSG_MAX] __aligned(8);
	size_t len;
	size_t nest[CLAB_NEST_MAX];
	unsigned int depth;
};

void clab_die(const char *fmt, ...) __printf(1, 2) __noreturn;
void clab_sysdie(const char *what) __noreturn;
void clab_args_parse(int argc, char **argv, struct clab_args *args);
const char *clab_ctx(const struct clab_args *args, unsigned int i);
u64 clab_now_us(void);
pid_t clab_fork(unsigned int timeout);
int clab_wait(pid_t pid);
pid_t clab_spawn(char **cmd);
int clab_shell(const char *cmd);
const char *clab_errno_name(int err);
unsigned long clab_snmp(const char *group, const char *name);
void clab_read_full(int fd, void *buf, size_t len);
void clab_write_full(int fd, const void *buf, size_t len);
void clab_sleep_ms(unsigned int ms);
void clab_fill(u8 *buf, unsigned long pos, size_t len);

int clab_socket(int domain, int type, int proto, const char *ctx);
void clab_peer_label(int fd, char *label);
void clab_passsec(int fd);
ssize_t clab_recv_label(int fd, void *buf, size_t len, char *label,
			struct sockaddr_in *from);
bool clab_readable(int fd, unsigned int ms);
struct sockaddr_in clab_sin(struct in_addr addr, unsigned int port);
int clab_server_socket(const struct clab_args *args, int type);
int clab_tcp_listen(const struct clab_args *args, int backlog);
int clab_tcp_client(const struct clab_args *args, const char *ctx);
int clab_connect(int fd, struct in_addr addr, unsigned int port);
unsigned int clab_local_port(int fd);
void clab_tcp_pair(const struct clab_args *args, const char *ctx, int fd[2]);

size_t clab_packet_build(const struct clab_packet *pkt, u8 *buf);
u16 clab_checksum(const void *buf, size_t len);
int clab_frame_open(const char *iface);
int clab_frame_send(int fd, const u8 *pkt, size_t len);
int clab_raw_open(const char *ctx);
int clab_raw_send(int fd, struct in_addr dst, const u8 *pkt, size_t len);

int clab_sniff_open(const char *iface);
void clab_sniff_drain(int fd, unsigned int mtu, void *log, struct clab_sniff_sum *sum);
unsigned int clab_sniff_mtu(const char *iface);

int clab_cmd_tcp(const struct clab_args *args);
int clab_cmd_connect(const struct clab_args *args);
int clab_cmd_bulk(const struct clab_args *args);
int clab_cmd_early(const struct clab_args *args);
int clab_cmd_udp(const struct clab_args *args);
int clab_cmd_recv(const struct clab_args *args);
int clab_cmd_avc(const struct clab_args *args);
int clab_cmd_ping(const struct clab_args *args);
int clab_cmd_sniff(const struct clab_args *args);
int clab_cmd_inject(const struct clab_args *args);
int clab_cmd_timewait(const struct clab_args *args);
int clab_cmd_spoof(const struct clab_args *args);
int clab_cmd_cycle(const struct clab_args *args);
int clab_cmd_datagram(const struct clab_args *args);
int clab_cmd_denied(const struct clab_args *args);
int clab_cmd_flow(const struct clab_args *args);
int clab_cmd_own(const struct clab_args *args);
int clab_cmd_busy(const struct clab_args *args);
int clab_cmd_steady(const struct clab_args *args);
int clab_cmd_sizes(const struct clab_args *args);
int clab_genl_main(int argc, char **argv);
int clab_lab_main(int argc, char **argv);
int clab_lab_join(const char *name);

void clab_msg_begin(struct clab_msg *m, unsigned int family, unsigned int cmd,
		    unsigned int version, unsigned int flags);
void clab_msg_put(struct clab_msg *m, const void *data, size_t len);
void clab_msg_attr(struct clab_msg *m, unsigned int type, const void *data, size_t len);
void clab_msg_open(struct clab_msg *m, unsigned int type);
void clab_msg_close(struct clab_msg *m);
void clab_msg_send(struct clab_msg *m, int fd);
int clab_genl_open(void);
void clab_genl_answer(int fd, bool (*take)(const struct nlmsghdr *n, void *priv), void *priv);
u32 clab_extack(const struct nlmsghdr *n, char *text, size_t room);
int clab_genl_read(struct clab_msg *m, u16 family, int argc, char **argv);
u16 clab_genl_family(int fd, struct clab_msg *m, const char *name);
int clab_fill_main(int argc, char **argv);
int clab_interrupt_main(int argc, char **argv);
int clab_concurrent_main(int argc, char **argv);
int clab_faults_main(int argc, char **argv);
int clab_audit_main(int argc, char **argv);
int clab_six_main(int argc, char **argv);
int clab_pair_main(int argc, char **argv);
int clab_refuse_main(int argc, char **argv);
int clab_proto_main(int argc, char **argv);
int clab_options_main(int argc, char **argv);

#endif /* _CLAB_TESTKIT_H */
