# SPDX-License-Identifier: GPL-2.0
#
# What the kernel's headers say, for kmod/compat/compat.h. It is asked of the
# headers and not of the version, since stable branches take changes back.

# $(call clab-probe,HEADER,REGEX,NAME): define NAME when a line of HEADER matches.
# In REGEX a dot stands for what make would take for its own.
clab-probe = $(if $(shell grep '$(2)' $(srctree)/include/$(1) 2>/dev/null),-D$(3))

# Since 6.14 a security context comes in a structure.
ccflags-y += $(call clab-probe,linux/security.h,struct lsm_context {,CLAB_HAVE_LSM_CONTEXT)

# Until 6.17 a socket is looked up in a table that is handed in.
ccflags-y += $(call clab-probe,net/inet_hashtables.h,__inet_lookup_established.net. hashinfo,CLAB_HAVE_LOOKUP_HASHINFO)

# Since 6.18 __icmp_send() takes the options with what else IPv4 notes of a packet.
ccflags-y += $(call clab-probe,net/icmp.h,const struct inet_skb_parm .parm,CLAB_HAVE_ICMP_PARM)

# Since 6.3 TCP sends packets for segmentation that are longer than 64 KiB.
ccflags-y += $(call clab-probe,linux/netdevice.h,gso_ipv4_max_size,CLAB_HAVE_BIG_TCP)

# Since 6.11 the handler of a sysctl may not change its table.
ccflags-y += $(call clab-probe,linux/sysctl.h,typedef int proc_handler.const struct ctl_table,CLAB_HAVE_CONST_CTL_TABLE)

# Since 6.11 the tracepoint kfree_skb has the receiving socket, since 7.0 a constant one.
ccflags-y += $(call clab-probe,trace/events/skb.h,enum skb_drop_reason reason. .*struct sock .rx_sk.,CLAB_HAVE_KFREE_SKB_SOCK)
ccflags-y += $(call clab-probe,trace/events/skb.h,enum skb_drop_reason reason. const struct sock .rx_sk.,CLAB_HAVE_KFREE_SKB_CONST_SOCK)

# Since 6.11 there is a reason of its own for what the LSM refuses.
ccflags-y += $(call clab-probe,net/dropreason-core.h,SKB_DROP_REASON_SECURITY_HOOK.$$,CLAB_HAVE_DROP_SECURITY_HOOK)
