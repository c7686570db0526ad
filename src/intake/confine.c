/* Two walls behind each other: Landlock takes the paths away, seccomp the calls. Allowed is a list; the rest
 * fails with EPERM, so that a C library that tries something new goes on without it. What no parser can
 * want (sockets, other processes, other programs) kills at once: that is an attack, and shall look like one. */
#include "intake/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* Both modes: memory, what is open already, the end. */
static const int both[] = {
    SCMP_SYS(read),         SCMP_SYS(pread64),         SCMP_SYS(readv),
    SCMP_SYS(write),        SCMP_SYS(writev),          SCMP_SYS(lseek),
    SCMP_SYS(close),        SCMP_SYS(fstat),           SCMP_SYS(brk),
    SCMP_SYS(mmap),         SCMP_SYS(munmap),          SCMP_SYS(mremap),
    SCMP_SYS(madvise),      SCMP_SYS(futex),           SCMP_SYS(exit),
    SCMP_SYS(exit_group),   SCMP_SYS(rt_sigaction),    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),     SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),       SCMP_SYS(getpid),
    SCMP_SYS(gettid),       SCMP_SYS(sched_yield),     SCMP_SYS(restart_syscall),
    SCMP_SYS(mprotect),     SCMP_SYS(set_robust_list),
};
/* A program that starts: its loader, its run time, its data files. */
static const int starting[] = {
    SCMP_SYS(execve),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(newfstatat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(statx),
    SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(fcntl),
    SCMP_SYS(fadvise64),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(rseq),
    SCMP_SYS(uname),
    SCMP_SYS(getcwd),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(sysinfo),
    SCMP_SYS(dup),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(prlimit64),
};
static const int deadly[] = {
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept4),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kill),
    SCMP_SYS(bpf),
    SCMP_SYS(mount),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(init_module),
    SCMP_SYS(keyctl),
    SCMP_SYS(execveat),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
};

static bool
allow(scmp_filter_ctx f, const int *calls, size_t n, uint32_t action)
{
        for (size_t i = 0; i < n; i++) {
                int r = seccomp_rule_add(f, action, calls[i], 0);

                if (r < 0 && r != -EDOM) /* a call this machine does not have */
                        return false;
        }
        return true;
}

static bool
filter(enum confine_mode mode)
{
        scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
        bool ok = f && allow(f, both, N(both), SCMP_ACT_ALLOW) &&
                  allow(f, deadly, N(deadly), SCMP_ACT_KILL_PROCESS);

        if (ok && mode == CONFINE_PARSE)
                ok = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(execve), 0) == 0;
        if (ok && mode == CONFINE_PROGRAM)
                ok = allow(f, starting, N(starting), SCMP_ACT_ALLOW) &&
                     seccomp_rule_add(
                         f, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)) == 0;
        ok = ok && seccomp_load(f) == 0;
        seccomp_release(f);
        return ok;
}

/* The header of the build machine may know less than the kernel, and the kernel less than the header. */
static bool
wall_off(enum confine_mode mode)
{
        static const char *const readable[] = {
            "/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/var/cache/fontconfig"};
        const struct landlock_ruleset_attr all = {
            .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1}; /* the first version */
        int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);
        bool ok = true;

        if (rules < 0)
                return errno == ENOSYS || errno == EOPNOTSUPP || errno == EPERM; /* seccomp alone */
        for (size_t i = 0; mode == CONFINE_PROGRAM && i < N(readable); i++) {
                int fd = open(readable[i], O_PATH | O_CLOEXEC);
                struct landlock_path_beneath_attr rule = {
                    .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE,
                    .parent_fd = fd};
                struct stat st;

                if (fd < 0)
                        continue;
                if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
                        rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
                ok = ok && syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule,
                                   0) == 0;
                (void)close(fd);
        }
        ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
        (void)close(rules);
        return ok;
}

static bool
limit(int what, size_t most)
{
        const struct rlimit l = {most, most};

        return setrlimit((__rlimit_resource_t)what, &l) == 0;
}

bool
confine(enum confine_mode mode, const struct confine_limits *l)
{
        bool ok = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                  prctl(PR_SET_DUMPABLE, mode == CONFINE_PROGRAM, 0, 0, 0) == 0 && wall_off(mode) &&
                  limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CPU, l->cpu_s) &&
                  limit(RLIMIT_NPROC, 0) && limit(RLIMIT_NOFILE, mode == CONFINE_PARSE ? 3 : 64);

        if (ok && !SANITIZED)
                ok = limit(RLIMIT_AS, l->memory);
        return ok && filter(mode);
}
