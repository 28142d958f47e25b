/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cipsoctl: the codec's commands, which need neither the module nor root
 */
#ifndef _CLAB_CODEC_H
#define _CLAB_CODEC_H

int clab_cmd_encode(int argc, char **argv);
int clab_cmd_decode(int argc, char **argv);
int clab_cmd_explain(int argc, char **argv);

#endif /* _CLAB_CODEC_H */
