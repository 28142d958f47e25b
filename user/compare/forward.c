// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: packets that are passed on
 *
 *	near 203.0.113.2 --clab-near--> this host --clab-far--> 198.51.100.2 far
 *
 * Both devices are TUN devices: what is written into one comes in by it, and what
 * leaves by one is read from it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compare/run.h"
#include "compare/sock.h"

#define CLAB_ROAD_TUN	"/dev/net/tun"
#define CLAB_ROAD_NEAR	"clab-near"
#define CLAB_ROAD_FAR	"clab-far"
#define CLAB_ROAD_MTU	1500

static void clab_road_sin(struct ifreq *ifr, const char *addr)
{
	struct sockaddr_in sin = clab_sock_addr(inet_addr(addr), 0);

	memcpy(&ifr->ifr_addr, &sin, sizeof(sin));
}

/* Where the driver is not loaded there is no such file. */
static int clab_road_tun(void)
{
	char *const words[] = { "modprobe", "-q", "tun", NULL };
	int fd = open(CLAB_ROAD_TUN, O_RDWR | O_CLOEXEC | O_NONBLOCK), status;
	pid_t pid;

	if (fd >= 0 || (errno != ENOENT && errno != ENODEV && errno != ENXIO))
		return fd >= 0 ? fd : -errno;
	if (!posix_spawnp(&pid, words[0], NULL, NULL, words, environ))
		waitpid(pid, &status, 0);
	fd = open(CLAB_ROAD_TUN, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	return fd >= 0 ? fd : -errno;
}

/* Return: a descriptor, or a negative errno. */
static int clab_road_device(int control, const char *name, const char *addr)
{
	int fd = clab_road_tun(), ret = fd < 0 ? fd : 0;
	struct ifreq ifr = {};

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	ifr.ifr_flags = IFF_TUN | IFF_NO_PI;
	if (!ret && ioctl(fd, TUNSETIFF, &ifr))
		ret = -errno;
	clab_road_sin(&ifr, addr);
	if (!ret && ioctl(control, SIOCSIFADDR, &ifr))
		ret = -errno;
	clab_road_sin(&ifr, "255.255.255.0");
	if (!ret && ioctl(control, SIOCSIFNETMASK, &ifr))
		ret = -errno;
	ifr.ifr_flags = IFF_UP | IFF_RUNNING;
	if (!ret && ioctl(control, SIOCSIFFLAGS, &ifr))
		ret = -errno;
	if (!ret)
		return fd;
	if (fd >= 0)
		close(fd);
	return ret;
}

static int clab_road_open(struct clab_road *road, int control)
{
	if (road->near < 0)
		road->near = clab_road_device(control, CLAB_ROAD_NEAR, "203.0.113.1");
	if (road->near >= 0 && road->far < 0)
		road->far = clab_road_device(control, CLAB_ROAD_FAR, "198.51.100.1");
	return road->near < 0 ? road->near : road->far < 0 ? road->far : 0;
}

/**
 * clab_road_close() - remove the devices
 * @road: what there is of them
 */
void clab_road_close(struct clab_road *road)
{
	clab_sock_close(&road->near);
	clab_sock_close(&road->far);
}

/* What has left by a device. Return: true if there was something of ours. */
static bool clab_road_take(int fd, struct clab_watch *watch)
{
	struct clab_packet packet, *kept;
	u8 octets[2048];
	ssize_t len;
	bool found = false;

	while ((len = read(fd, octets, sizeof(octets))) > 0) {
		size_t snap = (size_t)len < CLAB_SNAP ? (size_t)len : CLAB_SNAP;

		if (!clab_packet_take(octets, snap, (size_t)len, watch->port, &packet))
			continue;
		kept = clab_scn_need(clab_vec_add(&watch->packets, sizeof(*kept)));
		*kept = packet;
		found = true;
	}
	return found;
}

static void clab_road_wait(const struct clab_road *road, struct clab_watch *watch,
			   struct clab_result *result)
{
	struct pollfd pfd[2] = {
		{ .fd = road->near, .events = POLLIN }, { .fd = road->far, .events = POLLIN },
	};
	bool out = false, back = false;
	int turn;

	for (turn = 0; turn < CLAB_WAIT_TURNS && !out && !back; turn++) {
		poll(pfd, 2, CLAB_WAIT_MS);
		out = clab_road_take(road->far, watch);
		back = clab_road_take(road->near, watch);
	}
	if (out)
		clab_result_set(result, CLAB_WORD_DELIVERED, "yes");
}

/**
 * clab_do_forward() - a datagram comes in that is for another host
 * @arena: where
 * @action: with which options
 * @result: what is found
 */
void clab_do_forward(struct clab_arena *arena, const struct clab_action *action,
		     struct clab_result *result)
{
	const struct clab_datagram datagram = {
		.src = inet_addr(CLAB_ADDR_NEAR),
		.dst = inet_addr(CLAB_ADDR_FAR),
		.port = arena->port,
		.options = action->option,
		.options_len = action->option_len,
	};
	u8 octets[CLAB_DATAGRAM_ROOM];
	size_t len = clab_datagram_make(&datagram, octets);
	int ret = clab_road_open(arena->road, arena->ground->control);

	if (!ret)
		ret = clab_ground_mtu(arena->ground, CLAB_ROAD_FAR,
				      action->mtu ? action->mtu : CLAB_ROAD_MTU, NULL);
	if (!ret && write(arena->road->near, octets, len) != (ssize_t)len)
		ret = -errno;
	if (ret)
		snprintf(arena->error, sizeof(arena->error), "no way through this host: %s",
			 strerror(-ret));
	else
		clab_road_wait(arena->road, arena->watch, result);
}
