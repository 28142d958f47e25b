// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl sockets: whose peer has a label
 *
 * The kernel tells the label of a socket's peer to the socket's owner only, so
 * each socket of a process is borrowed (pidfd_getfd(2)) and asked. That needs
 * CAP_SYS_PTRACE; the sockets of processes that can't be looked into are left
 * out, and counted.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cipsoctl.h"
#include "label.h"
#include "out.h"
#include "parse.h"
#include "rules.h"

/* SO_NETNS_COOKIE, which the C library's headers may be too old for */
#define CLAB_NETNS_COOKIE	71
#define CLAB_SOCKET_NAME	64	/* room for an address and a port */
#define CLAB_CONTEXT_MAX	4096

/**
 * struct clab_socket - a socket
 * @inode: its number, for telling those apart that several processes have
 * @pid: a process that has it
 * @comm: the process's name
 * @protocol: IPPROTO_*
 * @local: its own address and port
 * @remote: its peer's, or empty
 * @label: its own label, or empty
 * @peer: its peer's, or empty
 * @tcp: @sent, @received and @cost count
 * @sent: octets that the peer has acknowledged
 * @received: octets that have come
 * @cost: octets of each segment that the option takes, as far as they show in
 *	  the segments' size; -1 when they do not
 */
struct clab_socket {
	unsigned long inode;
	int pid;
	char comm[20];
	int protocol;
	char local[CLAB_SOCKET_NAME];
	char remote[CLAB_SOCKET_NAME];
	char label[CLAB_CONTEXT_MAX];
	char peer[CLAB_CONTEXT_MAX];
	bool tcp;
	uint64_t sent;
	uint64_t received;
	int cost;
};

/**
 * struct clab_search - a look into all processes
 * @cookie: the network namespace that counts
 * @all: show sockets whose peer has no label too
 * @seen: inodes, unsigned long
 * @closed: processes that could not be looked into
 * @shown: sockets shown
 */
struct clab_search {
	uint64_t cookie;
	bool all;
	struct clab_vec seen;
	unsigned int closed;
	unsigned int shown;
};

static int clab_socket_int(int fd, int option)
{
	socklen_t len = sizeof(int);
	int value = -1;

	return getsockopt(fd, SOL_SOCKET, option, &value, &len) ? -1 : value;
}

static void clab_socket_name(const struct sockaddr_storage *at, char *text)
{
	const struct sockaddr_in6 *v6 = (const void *)at;
	const struct sockaddr_in *v4 = (const void *)at;
	char host[INET6_ADDRSTRLEN];

	text[0] = '\0';
	if (at->ss_family == AF_INET &&
	    inet_ntop(AF_INET, &v4->sin_addr, host, sizeof(host)))
		snprintf(text, CLAB_SOCKET_NAME, "%s:%u", host,
			 ntohs(v4->sin_port));
	else if (at->ss_family == AF_INET6 &&
		 inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof(host)))
		snprintf(text, CLAB_SOCKET_NAME, "[%s]:%u", host,
			 ntohs(v6->sin6_port));
}

/* What is missing of a full segment, header and timestamps apart, is the
 * option; options take up to 40 octets. Where something else makes segments
 * shorter, it can't be told: over loopback that is half of the peer's window,
 * which is less than the device's MTU of 65536.
 */
static int clab_socket_cost(const struct tcp_info *info)
{
	int full = (int)info->tcpi_pmtu - 40;

	if (info->tcpi_options & TCPI_OPT_TIMESTAMPS)
		full -= 12;
	full -= (int)info->tcpi_snd_mss;
	return full >= 0 && full <= CLAB_OPT_MAX ? full : -1;
}

/* Options are for IPv4, whose header is shorter than that of IPv6. */
static bool clab_socket_is_v4(const struct clab_socket *sock)
{
	return isdigit((unsigned char)sock->remote[0]) ||
	       !strncmp(sock->remote, "[::ffff:", 8);
}

static void clab_socket_tcp(int fd, struct clab_socket *sock)
{
	struct tcp_info info = {};
	socklen_t len = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len))
		return;
	sock->tcp = true;
	sock->sent = info.tcpi_bytes_acked;
	sock->received = info.tcpi_bytes_received;
	sock->cost = clab_socket_is_v4(sock) ? clab_socket_cost(&info) : -1;
}

/* Fill in what there is to know. Return: false for a socket of another kind. */
static bool clab_socket_read(int fd, struct clab_socket *sock)
{
	int family = clab_socket_int(fd, SO_DOMAIN);
	struct sockaddr_storage at;
	socklen_t len = sizeof(at);

	if (family != AF_INET && family != AF_INET6)
		return false;
	sock->protocol = clab_socket_int(fd, SO_PROTOCOL);
	if (!getsockname(fd, (struct sockaddr *)&at, &len))
		clab_socket_name(&at, sock->local);
	len = sizeof(at);
	if (!getpeername(fd, (struct sockaddr *)&at, &len))
		clab_socket_name(&at, sock->remote);
	/* Without a peer it says "unlabeled", which is the label of nobody. */
	len = sizeof(sock->peer) - 1;
	if (!sock->remote[0] ||
	    getsockopt(fd, SOL_SOCKET, SO_PEERSEC, sock->peer, &len))
		sock->peer[0] = '\0';
	if (fgetxattr(fd, "security.selinux", sock->label,
		      sizeof(sock->label) - 1) < 0)
		sock->label[0] = '\0';
	if (sock->protocol == IPPROTO_TCP)
		clab_socket_tcp(fd, sock);
	return true;
}

static const char *clab_socket_protocol(int protocol, char *text, size_t size)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	case IPPROTO_UDPLITE:
		return "udplite";
	case IPPROTO_SCTP:
		return "sctp";
	case IPPROTO_ICMP:
		return "icmp";
	}
	snprintf(text, size, "%d", protocol);
	return text;
}

static void clab_socket_json_count(const char *key, bool known, uint64_t value)
{
	if (known)
		clab_json_u64(key, value);
	else
		clab_json_str(key, NULL);
}

static void clab_socket_json(const struct clab_socket *sock)
{
	char text[16];

	clab_json_open(NULL, '{');
	clab_json_str("protocol", clab_socket_protocol(sock->protocol, text, sizeof(text)));
	clab_json_str("local", sock->local);
	clab_json_str("remote", sock->remote[0] ? sock->remote : NULL);
	clab_json_u32("pid", (u32)sock->pid);
	clab_json_str("comm", sock->comm);
	clab_label_json("label", sock->label[0] ? sock->label : NULL);
	clab_label_json("peer", sock->peer[0] ? sock->peer : NULL);
	clab_socket_json_count("sent", sock->tcp, sock->sent);
	clab_socket_json_count("received", sock->tcp, sock->received);
	clab_socket_json_count("mss_cost", sock->tcp && sock->cost >= 0,
			       (uint64_t)sock->cost);
	clab_json_close('}');
}

static void clab_socket_text(const struct clab_socket *sock)
{
	char text[16];

	printf("%s %s > %s ",
	       clab_socket_protocol(sock->protocol, text, sizeof(text)),
	       sock->local, sock->remote[0] ? sock->remote : "*");
	clab_rule_word(stdout, "", sock->comm);
	printf(" (%d)\n    label ", sock->pid);
	clab_label_print(sock->label[0] ? sock->label : "?");
	fputs("\n    peer  ", stdout);
	clab_label_print(sock->peer[0] ? sock->peer : "none");
	putchar('\n');
	if (!sock->tcp)
		return;
	printf("    sent %" PRIu64 ", received %" PRIu64 " octets", sock->sent,
	       sock->received);
	if (sock->cost >= 0)
		printf(", segments shorter by %d", sock->cost);
	putchar('\n');
}

static bool clab_search_new(struct clab_search *search, unsigned long inode)
{
	const unsigned long *seen = search->seen.items;
	unsigned long *new;
	size_t i;

	for (i = 0; i < search->seen.nr; i++)
		if (seen[i] == inode)
			return false;
	new = clab_vec_add(&search->seen, sizeof(*new));
	if (new)
		*new = inode;
	return true;
}

static void clab_search_borrowed(struct clab_search *search, int fd,
				 struct clab_socket *sock)
{
	socklen_t len = sizeof(uint64_t);
	uint64_t cookie = 0;

	getsockopt(fd, SOL_SOCKET, CLAB_NETNS_COOKIE, &cookie, &len);
	if (cookie != search->cookie || !clab_socket_read(fd, sock))
		return;
	if (!search->all && !sock->peer[0])
		return;
	search->shown++;
	if (clab_opts.json)
		clab_socket_json(sock);
	else
		clab_socket_text(sock);
}

static void clab_search_comm(int pid, char *comm, size_t size)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	file = fopen(path, "re");
	if (file && fgets(comm, (int)size, file))
		comm[strcspn(comm, "\n")] = '\0';
	if (file)
		fclose(file);
}

/* One descriptor of a process */
static void clab_search_fd(struct clab_search *search, int pid, int pidfd,
			   const char *name)
{
	static struct clab_socket sock;
	char path[64], link[64];
	unsigned long inode;
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/fd/%.10s", pid, name);
	len = readlink(path, link, sizeof(link) - 1);
	link[len < 0 ? 0 : len] = '\0';
	if (sscanf(link, "socket:[%lu]", &inode) != 1 ||
	    !clab_search_new(search, inode))
		return;
	fd = (int)syscall(SYS_pidfd_getfd, pidfd, atoi(name), 0);
	if (fd < 0)
		return;
	memset(&sock, 0, sizeof(sock));
	sock.inode = inode;
	sock.pid = pid;
	clab_search_comm(pid, sock.comm, sizeof(sock.comm));
	clab_search_borrowed(search, fd, &sock);
	close(fd);
}

static void clab_search_process(struct clab_search *search, int pid)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct dirent *entry;
	char path[32];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	dir = opendir(path);
	if (dir && pidfd >= 0) {
		while ((entry = readdir(dir)))
			if (isdigit((unsigned char)entry->d_name[0]))
				clab_search_fd(search, pid, pidfd, entry->d_name);
	} else {
		search->closed++;
	}
	if (dir)
		closedir(dir);
	if (pidfd >= 0)
		close(pidfd);
}

static int clab_search_all(struct clab_search *search)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;

	if (!dir) {
		clab_error("can't read /proc");
		return CLAB_EXIT_FAIL;
	}
	if (clab_opts.json)
		clab_json_open(NULL, '[');
	while ((entry = readdir(dir)))
		if (isdigit((unsigned char)entry->d_name[0]))
			clab_search_process(search, atoi(entry->d_name));
	closedir(dir);
	clab_vec_clear(&search->seen);
	if (clab_opts.json)
		clab_json_close(']');
	else if (!search->shown)
		puts("no labeled socket");
	if (search->closed)
		clab_note("%u processes could not be looked into", search->closed);
	return clab_out_end();
}

/**
 * clab_cmd_sockets() - sockets
 * @argc: words behind the command
 * @argv: the words: all, for those too whose peer has no label
 *
 * Return: enum clab_exit.
 */
int clab_cmd_sockets(int argc, char **argv)
{
	struct clab_param params[] = { { "all", NULL } };
	struct clab_search search = {};
	int ret = clab_parse_params(argc, argv, params, clab_count(params));

	if (!ret)
		ret = clab_ctl_end(clab_nl_netns(clab_ctl(), &search.cookie));
	if (ret)
		return ret;
	search.all = params[0].value;
	return clab_search_all(&search);
}
