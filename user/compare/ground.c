// SPDX-License-Identifier: GPL-2.0
/*
 * cipsoctl compare: where scenarios happen
 *
 * In a network namespace of its own nothing of the host's own network is changed
 * or seen, and the numbers of devices, addresses and ports are always the same.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cipsoctl.h"
#include "compare/ground.h"
#include "compare/scenario.h"
#include "out.h"

#define CLAB_GROUND_OWN	"/proc/thread-self/ns/net"

/* A packet may come from an address of this host, and no error is held back. */
static const char *const clab_ground_settings[][2] = {
	{ "ipv4/conf/all/accept_local", "1" },
	{ "ipv4/conf/all/rp_filter", "0" },
	{ "ipv4/conf/all/route_localnet", "1" },
	{ "ipv4/conf/default/rp_filter", "0" },
	{ "ipv4/conf/lo/accept_local", "1" },
	{ "ipv4/conf/lo/rp_filter", "0" },
	{ "ipv4/icmp_ratemask", "0" },
	{ "ipv4/ip_forward", "1" },
};

/**
 * clab_ground_set() - change a setting of the namespace
 * @name: its file below /proc/sys/net
 * @value: what to write
 *
 * Return: 0 or a negative errno.
 */
int clab_ground_set(const char *name, const char *value)
{
	size_t len = strlen(value);
	char path[128];
	int fd, ret = 0;

	snprintf(path, sizeof(path), "/proc/sys/net/%s", name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, value, len) != (ssize_t)len)
		ret = -errno;
	close(fd);
	return ret;
}

static void clab_ground_sin(struct ifreq *ifr, const char *addr)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };

	inet_pton(AF_INET, addr, &sin.sin_addr);
	memcpy(&ifr->ifr_addr, &sin, sizeof(sin));
}

static int clab_ground_address(int control, unsigned int nr, const char *addr)
{
	struct ifreq ifr = {};

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "lo:%u", nr);
	clab_ground_sin(&ifr, addr);
	if (ioctl(control, SIOCSIFADDR, &ifr))
		return -errno;
	clab_ground_sin(&ifr, "255.255.255.255");
	return ioctl(control, SIOCSIFNETMASK, &ifr) ? -errno : 0;
}

static int clab_ground_lo(int control)
{
	static const char *const addrs[] = { CLAB_ADDR_FROM, CLAB_ADDR_TO, CLAB_ADDR_OTHER };
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING };
	unsigned int i;
	int ret = 0;

	if (ioctl(control, SIOCSIFFLAGS, &ifr))
		return -errno;
	for (i = 0; !ret && i < clab_count(addrs); i++)
		ret = clab_ground_address(control, i + 1, addrs[i]);
	return ret;
}

static int clab_ground_make(struct clab_ground *ground)
{
	size_t i;
	int ret = 0;

	if (unshare(CLONE_NEWNET))
		return -errno;
	ground->control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (ground->control < 0)
		return -errno;
	ground->index = (int)if_nametoindex("lo");
	ret = clab_ground_lo(ground->control);
	for (i = 0; !ret && i < clab_count(clab_ground_settings); i++)
		ret = clab_ground_set(clab_ground_settings[i][0], clab_ground_settings[i][1]);
	return ret;
}

/**
 * clab_ground_enter() - make the namespace and go there
 * @ground: where it is noted; clab_ground_leave() is to be called also after a
 *	    failure
 *
 * Return: enum clab_exit.
 */
int clab_ground_enter(struct clab_ground *ground)
{
	int ret;

	ground->control = -1;
	ground->own = open(CLAB_GROUND_OWN, O_RDONLY | O_CLOEXEC);
	ret = ground->own < 0 ? -errno : clab_ground_make(ground);
	if (!ret)
		return CLAB_EXIT_OK;
	clab_error("can't make a network namespace: %s%s", strerror(-ret),
		   ret == -EPERM ? " (this is for root)" : "");
	return CLAB_EXIT_FAIL;
}

/**
 * clab_ground_leave() - back to the program's own namespace
 * @ground: what clab_ground_enter() has noted
 */
void clab_ground_leave(struct clab_ground *ground)
{
	if (ground->control >= 0)
		close(ground->control);
	if (ground->own < 0)
		return;
	/* In the wrong namespace the program must not go on. */
	if (setns(ground->own, CLONE_NEWNET))
		abort();
	close(ground->own);
}

/**
 * clab_ground_mtu() - change the MTU of a device
 * @ground: the namespace
 * @device: its name
 * @mtu: the new one
 * @was: where the old one goes, or NULL
 *
 * Return: 0 or a negative errno.
 */
int clab_ground_mtu(const struct clab_ground *ground, const char *device, u32 mtu, u32 *was)
{
	struct ifreq ifr = {};

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", device);
	if (was && ioctl(ground->control, SIOCGIFMTU, &ifr))
		return -errno;
	if (was)
		*was = (u32)ifr.ifr_mtu;
	ifr.ifr_mtu = (int)mtu;
	return ioctl(ground->control, SIOCSIFMTU, &ifr) ? -errno : 0;
}
