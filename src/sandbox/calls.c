/* Which system calls are refused. Nearly all that a program of ours might do with the system is left: what is refused
 * is what opens a way out. Landlock has no word on these, or only later kernels have. */
#include "sandbox/calls.h"

#ifdef HAVE_SECCOMP

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Nobody's who reads articles: rights of other processes and of the whole machine, and ways round a filter. */
static const char *const never[] = {
    "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp", "ptrace", "bpf", "perf_event_open", "userfaultfd",
    "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key", "mount", "umount2",
    "pivot_root", "chroot", "fsopen", "fsconfig", "fsmount", "open_tree", "move_mount", "mount_setattr", "unshare",
    "setns", "name_to_handle_at", "open_by_handle_at", "kexec_load", "kexec_file_load", "init_module", "finit_module",
    "delete_module", "reboot", "swapon", "swapoff", "sethostname", "setdomainname", "acct", "quotactl", "syslog",
    "settimeofday", "clock_settime", "adjtimex", "iopl", "ioperm", "personality",
    /* who may what with a file is no matter of Landlock's */
    "chmod", "fchmodat", "chown", "lchown", "fchownat", "setxattr", "lsetxattr", "fsetxattr", "removexattr",
    "lremovexattr", "fremovexattr"};
static const char *const programs[] = {"execve", "execveat"};
static const char *const network[] = {"socket", "connect", "bind", "listen", "accept", "accept4"};
static const char *const of_threads[] = {"fchmod", "fchown",  "link",   "linkat",   "symlink",  "symlinkat",
                                         "mknod",  "mknodat", "rename", "renameat", "renameat2"};
static const char *const signals[] = {"kill", "tkill"}; /* but to threads of one's own, tgkill */
static const char *const of_children[] = {"socketpair"};

/* A sanitizer looks into its own process. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
static const char *const needed[] = {"ptrace", "process_vm_readv", "personality"};
static bool is_needed(const char *name)
{
    for (size_t i = 0; i < COUNT(needed); i++)
        if (!strcmp(name, needed[i])) return true;
    return false;
}
#else
static bool is_needed(const char *name)
{
    return !*name;
}
#endif

static struct sock_fprog filters[CALLS_KINDS];

/* What this kernel or machine does not know it cannot be asked for. */
static bool refuse(scmp_filter_ctx filter, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int number = seccomp_syscall_resolve_name(names[i]);
        if (number < 0 || is_needed(names[i])) continue;
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0)) return false;
    }
    return true;
}

/* Who fetches needs the internet, names' services, and the kernel's word on addresses. */
static bool refuse_strange_sockets(scmp_filter_ctx filter)
{
    for (unsigned family = 0; family <= AF_MAX; family++) {
        bool usual = family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK;
        const struct scmp_arg_cmp domain = {.arg = 0, .op = family == AF_MAX ? SCMP_CMP_GE : SCMP_CMP_EQ, .datum_a = family};
        if (!usual && seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, &domain))
            return false;
    }
    return true;
}

/* The filter as the kernel takes it; it is far shorter than what a pipe holds. */
static bool keep(scmp_filter_ctx filter, struct sock_fprog *out)
{
    static const size_t most = 4096 * sizeof(struct sock_filter);
    int ends[2];
    struct sock_filter *code = malloc(most);
    ssize_t size = -1;
    if (code && !pipe2(ends, O_CLOEXEC | O_NONBLOCK)) {
        if (!seccomp_export_bpf(filter, ends[1])) size = read(ends[0], code, most);
        (void)close(ends[0]);
        (void)close(ends[1]);
    }
    if (size > 0)
        *out = (struct sock_fprog){.len = (unsigned short)((size_t)size / sizeof *code), .filter = code};
    else
        free(code);
    return size > 0;
}

#define REFUSE(filter, list) refuse(filter, list, COUNT(list))

static bool make(Calls kind, bool has_network, bool has_programs)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool good = filter && REFUSE(filter, never);
    if (good && kind != CALLS_CHILD && !has_programs) good = REFUSE(filter, programs) && REFUSE(filter, signals);
    if (good) good = kind == CALLS_CHILD || !has_network ? REFUSE(filter, network) : refuse_strange_sockets(filter);
    if (good && kind != CALLS_PROGRAM) good = REFUSE(filter, of_threads);
    if (good && kind == CALLS_CHILD) good = REFUSE(filter, of_children) && REFUSE(filter, signals);
    if (good) good = keep(filter, &filters[kind]);
    seccomp_release(filter);
    return good;
}

bool calls_make(bool has_network, bool has_programs)
{
    for (Calls kind = 0; kind < CALLS_KINDS; kind++)
        if (!filters[kind].filter && !make(kind, has_network, has_programs)) return false;
    return true;
}

bool calls_confine(Calls kind)
{
    if (!filters[kind].filter || !calls_are_here()) return true;
    return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filters[kind]);
}

bool calls_are_here(void)
{
    const uint32_t action = SECCOMP_RET_ERRNO;
    return !syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
}

#else

bool calls_make(bool network, bool programs)
{
    (void)network;
    (void)programs;
    return true;
}

bool calls_confine(Calls kind)
{
    (void)kind;
    return true;
}

bool calls_are_here(void)
{
    return false;
}

#endif
