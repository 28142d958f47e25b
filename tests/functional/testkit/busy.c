// SPDX-License-Identifier: GPL-2.0
/*
 * clab-testkit: a sender that holds its socket while its packet is refused
 *
 * A socket stays locked while a filter for it is read from memory, and a page of that
 * may be as late as somebody likes.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "testkit.h"

#define CLAB_BUSY_WAIT	5000	/* milliseconds in which the connection must end */

/**
 * struct clab_busy - a page that comes late
 * @fd: who waits for it is told of here
 * @page: the page
 * @len: its length
 * @ms: how late
 * @answers: ICMP errors that were sent until then
 * @dropped: of them, what found a socket locked
 */
struct clab_busy {
	int fd;
	void *page;
	size_t len;
	unsigned int ms;
	unsigned long answers;
	unsigned long dropped;
};

static void clab_busy_open(struct clab_busy *busy)
{
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct uffdio_api api = { .api = UFFD_API };

	busy->len = (size_t)sysconf(_SC_PAGESIZE);
	busy->page = mmap(NULL, busy->len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);
	busy->fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	if (busy->page == MAP_FAILED || busy->fd < 0 || ioctl(busy->fd, UFFDIO_API, &api))
		clab_sysdie("userfaultfd");
	reg.range.start = (uintptr_t)busy->page;
	reg.range.len = busy->len;
	if (ioctl(busy->fd, UFFDIO_REGISTER, &reg))
		clab_sysdie("UFFDIO_REGISTER");
}

/* Give the page, which lets everything in, to who waits for it. */
static void *clab_busy_give(void *arg)
{
	static struct sock_filter all[4096 / sizeof(struct sock_filter)] __aligned(4096) = {
		BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
	};
	struct clab_busy *busy = arg;
	struct uffdio_copy copy = {
		.dst = (uintptr_t)busy->page,
		.src = (uintptr_t)all,
		.len = busy->len,
	};

	if (!clab_readable(busy->fd, CLAB_BUSY_WAIT))
		clab_die("nobody asks for the page");
	clab_sleep_ms(busy->ms);
	busy->answers = clab_snmp("Icmp:", "OutDestUnreachs") - busy->answers;
	busy->dropped = clab_snmp("TcpExt:", "LockDroppedIcmps") - busy->dropped;
	if (ioctl(busy->fd, UFFDIO_COPY, &copy))
		clab_sysdie("UFFDIO_COPY");
	return NULL;
}

/* connect(), and hold the socket from then on until the page is there. */
static void clab_busy_connect(const struct clab_args *args, int fd, const struct clab_busy *busy)
{
	const struct sock_fprog prog = { .len = 1, .filter = busy->page };
	int err;

	err = clab_connect(fd, args->addr, args->port);
	if (err != EINPROGRESS)
		clab_die("connect: %s", clab_errno_name(err));
	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		clab_sysdie("SO_ATTACH_FILTER");
}

/**
 * clab_cmd_busy() - the subcommand busy
 * @args: where, labels, how long
 *
 * Return: 0.
 */
int clab_cmd_busy(const struct clab_args *args)
{
	int server = clab_tcp_listen(args, 1), fd = clab_tcp_client(args, clab_ctx(args, 0));
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	struct clab_busy busy = { .ms = args->timeout };
	socklen_t len = sizeof(int);
	pthread_t thread;
	int err = 0;
	u64 since;

	if (fcntl(fd, F_SETFL, O_NONBLOCK))
		clab_sysdie("fcntl");
	clab_busy_open(&busy);
	busy.answers = clab_snmp("Icmp:", "OutDestUnreachs");
	busy.dropped = clab_snmp("TcpExt:", "LockDroppedIcmps");
	if (pthread_create(&thread, NULL, clab_busy_give, &busy))
		clab_die("no thread");
	clab_busy_connect(args, fd, &busy);
	since = clab_now_us();
	if (poll(&p, 1, CLAB_BUSY_WAIT) != 1)
		clab_die("connect() does not end");
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len))
		clab_sysdie("SO_ERROR");
	pthread_join(thread, NULL);
	printf("tcp=%s\ntcp_ms=%lu\nanswers=%lu\ndropped=%lu\n", clab_errno_name(err),
	       (unsigned long)(clab_now_us() - since) / 1000, busy.answers, busy.dropped);
	close(server);
	return 0;
}
