/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * cipsolab: the version of the module, the tool and the library
 *
 * It stands here only: user/user.mk reads it, and the manual pages are held to it
 * by their test.
 */
#ifndef _CIPSOLAB_VERSION_H
#define _CIPSOLAB_VERSION_H

/** define CLAB_VERSION - what the module, cipsoctl -V and cipsolab.pc say */
#define CLAB_VERSION	"0.1.0"

#endif /* _CIPSOLAB_VERSION_H */
