/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl compare: the two engines and what is configured in them
 */
#ifndef _CLAB_COMPARE_ENGINE_H
#define _CLAB_COMPARE_ENGINE_H

#include "compare/scenario.h"
#include <cipsolab/conf.h>

/** define CLAB_STOCK_PREFIX - what the names of the stock families begin with */
#define CLAB_STOCK_PREFIX	"NLBL"
/** define CLAB_STOCK_SETTINGS - settings that the stock engine has too */
#define CLAB_STOCK_SETTINGS	4
/** define CLAB_REASONS_MAX - reasons that are counted */
#define CLAB_REASONS_MAX	128

/**
 * struct clab_setting - a file below /proc/sys/net/ipv4
 * @fd: the file, or -1
 * @value: what it was
 */
struct clab_setting {
	int fd;
	u32 value;
};

/**
 * struct clab_engines - both of them
 * @nl: connections; that of one that can't be asked is NULL
 * @why: why the stock engine can't be asked, or empty
 * @current: what the stock engine has by clab_engine_configure(); empty for what
 *	     there is after boot
 * @dirty: the stock engine may have more than that
 * @settings: the stock engine's
 * @reasons: packets that ours has dropped, by direction and reason
 */
struct clab_engines {
	struct clab_nl *nl[CLAB_ENGINES];
	char why[320];
	struct clab_conf current;
	bool dirty;
	struct clab_setting settings[CLAB_STOCK_SETTINGS];
	u64 reasons[2][CLAB_REASONS_MAX];
};

int clab_stock_open(struct clab_engines *engines);
int clab_ours_open(struct clab_engines *engines);
void clab_engines_close(struct clab_engines *engines);

int clab_stock_get(struct clab_nl *nl, struct clab_conf *conf);
bool clab_stock_is_plain(const struct clab_conf *conf);
int clab_stock_put(struct clab_nl *nl, const struct clab_conf *conf);
int clab_stock_empty(struct clab_engines *engines);

int clab_engine_empty(struct clab_engines *engines, enum clab_engine engine);
int clab_engine_configure(struct clab_engines *engines, enum clab_engine engine,
			  struct clab_conf *conf);
int clab_ours_reason(struct clab_engines *engines, const char **reason);

#endif /* _CLAB_COMPARE_ENGINE_H */
