/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsolab proof: Frama-C's C library has no kernel headers, and nothing that
 * the codec uses of include/uapi needs what this one declares.
 */
