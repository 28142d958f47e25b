// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: check every packet on an interface
 *
 * A packet is looked at on its way out, as the interface gets it. On loopback
 * that is also how it comes in, so each one is seen once.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_SNAP	192	/* headers, and what an ICMP error quotes */
#define CLAB_LINGER	100	/* milliseconds in which the last packets come */

/**
 * clab_sniff_open() - begin to capture
 * @iface: the interface's name
 *
 * Return: the socket.
 */
int clab_sniff_open(const char *iface)
{
	struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(iface),
	};
	int fd, room = 256 << 20;

	if (!ll.sll_ifindex)
		clab_sysdie(iface);
	/* Protocol 0 until bound: nothing of another interface gets in. */
	fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) ||
	    bind(fd, (struct sockaddr *)&ll, sizeof(ll)))
		clab_sysdie("packet socket");
	return fd;
}

/**
 * clab_sniff_mtu() - the MTU of an interface
 * @iface: its name
 *
 * Return: the MTU.
 */
unsigned int clab_sniff_mtu(const char *iface)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifr = { 0 };

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", iface);
	if (fd < 0 || ioctl(fd, SIOCGIFMTU, &ifr))
		clab_sysdie("SIOCGIFMTU");
	close(fd);
	return (unsigned int)ifr.ifr_mtu;
}

/* How many CIPSO options an area holds, or -1 when it cannot be walked. */
static int clab_count_options(const u8 *area, size_t len)
{
	size_t i = 0;
	int found = 0;

	while (i < len && area[i] != 0) {
		if (area[i] == 1) {
			i++;
			continue;
		}
		if (len - i < 2 || area[i + 1] < 2 || area[i + 1] > len - i)
			return -1;
		found += area[i] == CLAB_OPT_CIPSO;
		i += area[i + 1];
	}
	return found;
}

static void clab_log_l4(FILE *log, u8 proto, const u8 *l4)
{
	static const char names[] = "FSRPAU";
	const struct tcphdr *th = (const void *)l4;
	int i;

	if (proto == IPPROTO_ICMP)
		fprintf(log, " type=%u code=%u pointer=%u", l4[0], l4[1], l4[4]);
	else
		fprintf(log, " sport=%u dport=%u", l4[0] << 8 | l4[1], l4[2] << 8 | l4[3]);
	if (proto != IPPROTO_TCP)
		return;
	fputs(" flags=", log);
	for (i = 0; names[i]; i++)
		if (th->th_flags & 1U << i)
			fputc(names[i], log);
	fprintf(log, " seq=%u ack=%u", ntohl(th->seq), ntohl(th->ack_seq));
}

static void clab_log_packet(FILE *log, const u8 *pkt, size_t hlen)
{
	const struct iphdr *iph = (const void *)pkt;
	struct in_addr src = { iph->saddr }, dst = { iph->daddr };
	char text[2][INET_ADDRSTRLEN];
	size_t i;

	inet_ntop(AF_INET, &src, text[0], sizeof(text[0]));
	inet_ntop(AF_INET, &dst, text[1], sizeof(text[1]));
	fprintf(log, "proto=%u src=%s dst=%s len=%u", iph->protocol, text[0], text[1],
		ntohs(iph->tot_len));
	if (ntohs(iph->frag_off) & IP_OFFMASK)
		fprintf(log, " frag=%u", (ntohs(iph->frag_off) & IP_OFFMASK) * 8);
	else
		clab_log_l4(log, iph->protocol, pkt + hlen);
	fputs(" opt=", log);
	for (i = sizeof(*iph); i < hlen; i++)
		fprintf(log, "%02x", pkt[i]);
	fputc('\n', log);
}

static void clab_sniff_one(const u8 *pkt, size_t caplen, size_t wirelen, unsigned int mtu,
			   FILE *log, struct clab_sniff_sum *sum)
{
	const struct iphdr *iph = (const void *)pkt;
	size_t hlen = (size_t)iph->ihl * 4;
	unsigned int len = ntohs(iph->tot_len);
	/* A last fragment may be shorter than a header. */
	size_t least = ntohs(iph->frag_off) & IP_OFFMASK ? 0 : 8;
	int found;

	sum->packets++;
	if (caplen < hlen + least || hlen < sizeof(*iph) || wirelen != len) {
		sum->badopt++;
		return;
	}
	found = clab_count_options(pkt + sizeof(*iph), hlen - sizeof(*iph));
	sum->labeled += found > 0;
	sum->badopt += found < 0 || found > 1;
	sum->badsum += clab_checksum(pkt, hlen) != 0;
	sum->oversize += len > mtu;
	if (len > sum->maxlen)
		sum->maxlen = len;
	if (log)
		clab_log_packet(log, pkt, hlen);
}

/**
 * clab_sniff_drain() - look at what has been captured so far
 * @fd: the socket of clab_sniff_open()
 * @mtu: the interface's MTU
 * @log: a stdio stream for one line per packet, or NULL
 * @sum: what is found is added to it
 */
void clab_sniff_drain(int fd, unsigned int mtu, void *log, struct clab_sniff_sum *sum)
{
	struct tpacket_stats stats;
	socklen_t slen = sizeof(stats);
	u8 buf[CLAB_SNAP] __aligned(8);
	struct sockaddr_ll ll;
	socklen_t llen = sizeof(ll);
	ssize_t n;

	while ((n = recvfrom(fd, buf, sizeof(buf), MSG_DONTWAIT | MSG_TRUNC,
			     (struct sockaddr *)&ll, &llen)) >= 0) {
		if (ll.sll_pkttype == PACKET_OUTGOING && ll.sll_protocol == htons(ETH_P_IP))
			clab_sniff_one(buf, n < CLAB_SNAP ? (size_t)n : CLAB_SNAP, (size_t)n,
				       mtu, log, sum);
		llen = sizeof(ll);
	}
	if (errno != EAGAIN)
		clab_sysdie("recvfrom");
	if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &stats, &slen))
		clab_sysdie("PACKET_STATISTICS");
	sum->lost += stats.tp_drops;
}

/* Until the command has ended, or for the time given when there is none. */
static int clab_sniff_while(const struct clab_args *args, int fd, unsigned int mtu, FILE *log,
			    struct clab_sniff_sum *sum)
{
	u64 end = clab_now_us() + (u64)args->timeout * 1000;
	int status = 0;
	pid_t pid = 0;

	if (args->cmd)
		pid = clab_spawn(args->cmd);
	for (;;) {
		clab_readable(fd, 20);
		clab_sniff_drain(fd, mtu, log, sum);
		if (pid && waitpid(pid, &status, WNOHANG) == pid)
			break;
		if (!pid && clab_now_us() >= end)
			return 0;
	}
	clab_sleep_ms(CLAB_LINGER);
	clab_sniff_drain(fd, mtu, log, sum);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/**
 * clab_cmd_sniff() - the subcommand sniff
 * @args: interface, file, command
 *
 * Return: the command's exit status.
 */
int clab_cmd_sniff(const struct clab_args *args)
{
	struct clab_sniff_sum sum = { 0 };
	FILE *log = NULL;
	int fd, status;

	if (args->file) {
		log = fopen(args->file, "we");
		if (!log)
			clab_sysdie(args->file);
	}
	fd = clab_sniff_open(args->iface);
	status = clab_sniff_while(args, fd, clab_sniff_mtu(args->iface), log, &sum);
	if (log && fclose(log))
		clab_sysdie(args->file);
	printf("packets=%lu\nlabeled=%lu\noversize=%lu\nbadsum=%lu\n", sum.packets, sum.labeled,
	       sum.oversize, sum.badsum);
	printf("badopt=%lu\nlost=%lu\nmaxlen=%u\n", sum.badopt, sum.lost, sum.maxlen);
	return status;
}
