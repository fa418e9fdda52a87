/* Which system calls are refused. Nearly all that a program of ours might do with the system is left: what is refused
 * is what opens a way out. Landlock has no word on these, or only later kernels have.
 *
 *   machine ─ other ─> refused      number ─ in the list ─> refused      socket ─ of a strange family ─> refused else
 * allowed
 *
 * The filter is a list of comparisons in the kernel's own small language (BPF), made without memory of the heap:
 * libseccomp 2.5, which would make it, crashes where that runs out. */
#include "sandbox/calls.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#else
#define MACHINE 0 /* none is made */
#endif

/* Nobody's who reads articles: rights of other processes and of the whole machine, and ways round a filter. */
static const int never[] = {
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    SYS_ptrace,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_unshare,
    SYS_setns,
    SYS_name_to_handle_at,
    SYS_open_by_handle_at,
    SYS_kexec_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_acct,
    SYS_quotactl,
    SYS_syslog,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_adjtimex,
    SYS_personality,
#ifdef SYS_fsopen
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_open_tree,
    SYS_move_mount,
#endif
#ifdef SYS_io_uring_setup
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
#endif
#ifdef SYS_pidfd_getfd
    SYS_pidfd_getfd,
#endif
#ifdef SYS_mount_setattr
    SYS_mount_setattr,
#endif
#ifdef SYS_kexec_file_load
    SYS_kexec_file_load,
#endif
#ifdef SYS_iopl
    SYS_iopl,
    SYS_ioperm,
#endif
};
/* Who may what with a file is no matter of Landlock's. */
static const int rights[] = {
    SYS_fchmodat,  SYS_fchownat,    SYS_setxattr,     SYS_lsetxattr,
    SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
#ifdef SYS_chmod
    SYS_chmod,     SYS_chown,       SYS_lchown,
#endif
};
static const int programs[] = {SYS_execve, SYS_execveat};
static const int network[] = {SYS_socket, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4};
static const int of_threads[] = {
    SYS_fchmod,   SYS_fchown, SYS_linkat,  SYS_symlinkat, SYS_mknodat, SYS_renameat2,
#ifdef SYS_rename
    SYS_rename,   SYS_link,   SYS_symlink, SYS_mknod,
#endif
#ifdef SYS_renameat
    SYS_renameat,
#endif
};
static const int signals[] = {SYS_kill, SYS_tkill}; /* but to threads of one's own, tgkill */
static const int of_children[] = {SYS_socketpair};

/* A sanitizer looks into its own process. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif
static bool is_needed(int number)
{
    return SANITIZED && (number == SYS_ptrace || number == SYS_process_vm_readv || number == SYS_personality);
}

/* ---- a filter ---- */

#define MOST_STEPS 240u
typedef struct Filter {
    struct sock_filter steps[MOST_STEPS];
    unsigned short count; /* 0: it is not made */
} Filter;
static Filter filters[CALLS_KINDS];

#define WORD(member) (uint32_t) offsetof(struct seccomp_data, member)
#define REFUSED (SECCOMP_RET_ERRNO | EPERM)

static void step(Filter *f, uint16_t code, uint32_t value, uint8_t yes, uint8_t no)
{
    if (f->count < MOST_STEPS) f->steps[f->count] = (struct sock_filter){code, yes, no, value};
    f->count++;
}

static void load(Filter *f, uint32_t offset)
{
    step(f, BPF_LD | BPF_W | BPF_ABS, offset, 0, 0);
}
static void answer(Filter *f, uint32_t value)
{
    step(f, BPF_RET | BPF_K, value, 0, 0);
}
/* So many steps are passed over where it is the value, and where it is not. */
static void compare(Filter *f, uint32_t value, uint8_t yes, uint8_t no)
{
    step(f, BPF_JMP | BPF_JEQ | BPF_K, value, yes, no);
}

static void refuse(Filter *f, const int *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_needed(numbers[i])) continue;
        compare(f, (uint32_t)numbers[i], 0, 1);
        answer(f, REFUSED);
    }
}
#define REFUSE(filter, list) refuse(filter, list, COUNT(list))

/* Who fetches needs the internet, names' services, and the kernel's word on addresses. */
static void refuse_strange_sockets(Filter *f)
{
    static const uint32_t usual[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};
    const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    compare(f, SYS_socket, 0, (uint8_t)(COUNT(usual) + 3));
    load(f, WORD(args[0]) + (little ? 0 : 4));
    for (size_t i = 0; i < COUNT(usual); i++) compare(f, usual[i], (uint8_t)(COUNT(usual) - i), 0);
    answer(f, REFUSED);
    answer(f, SECCOMP_RET_ALLOW);
}

static bool make(Calls kind, bool has_network, bool has_programs)
{
    Filter *f = &filters[kind];
    *f = (Filter){.count = 0};
    load(f, WORD(arch));
    compare(f, MACHINE, 1, 0);
    answer(f, REFUSED);
    load(f, WORD(nr));
#ifdef __x86_64__
    step(f, BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1); /* the same calls under other numbers (x32) */
    answer(f, REFUSED);
#endif
    REFUSE(f, never);
    REFUSE(f, rights);
    if (kind != CALLS_CHILD && !has_programs) {
        REFUSE(f, programs);
        REFUSE(f, signals);
    }
    if (kind != CALLS_PROGRAM) REFUSE(f, of_threads);
    if (kind == CALLS_CHILD) {
        REFUSE(f, of_children);
        REFUSE(f, signals);
    }
    if (kind == CALLS_CHILD || !has_network)
        REFUSE(f, network);
    else
        refuse_strange_sockets(f);
    answer(f, SECCOMP_RET_ALLOW);
    return f->count <= MOST_STEPS;
}

bool calls_make(bool has_network, bool has_programs)
{
    if (!MACHINE) return true;
    for (Calls kind = 0; kind < CALLS_KINDS; kind++)
        if (!make(kind, has_network, has_programs)) return false;
    return true;
}

bool calls_confine(Calls kind)
{
    const struct sock_fprog program = {filters[kind].count, filters[kind].steps};
    if (!program.len || !calls_are_here()) return true;
    return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

bool calls_are_here(void)
{
    const uint32_t action = SECCOMP_RET_ERRNO;
    if (!MACHINE) return false;
    return !syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
}
