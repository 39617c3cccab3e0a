#ifndef MY_DOCKER_NETWORK_PROCESS_H
#define MY_DOCKER_NETWORK_PROCESS_H

#include <malloc.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// prctl(2) takes variable arguments, which Swift cannot pass.
static inline int my_docker_network_forbid_core_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

// Takes the calling thread into a network namespace (setns(2), which is there only where _GNU_SOURCE is).
static inline int my_docker_network_enter_network(int descriptor) {
    return (int)syscall(SYS_setns, descriptor, 0x40000000);
}

// A value that is set is no longer raised by every block that is freed (mallopt(3)).
static inline void my_docker_network_return_large_blocks(void) {
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
#endif
}

// Raises the soft limit of open files, as far as the hard one lets it; returns what it is then. The kinds of
// limits are an enumeration in glibc and a number in musl.
static inline uint64_t my_docker_network_raise_open_files(uint64_t wanted) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    rlim_t most = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    if (limit.rlim_cur >= most) return limit.rlim_cur;
    struct rlimit raised = {.rlim_cur = most, .rlim_max = limit.rlim_max};
    return setrlimit(RLIMIT_NOFILE, &raised) == 0 ? raised.rlim_cur : limit.rlim_cur;
}

// environ(7) is a variable that Swift 6 does not let anybody read.
static inline char *const *my_docker_network_environment(void) {
    extern char **environ;
    return environ;
}

// si_pid is a macro, which Swift does not see. 0 where no process sent the signal.
static inline int my_docker_network_sender(const siginfo_t *information) {
    return information->si_code <= 0 ? information->si_pid : 0;
}

// Both are GNU extensions (glibc 2.26 and 2.34), which Swift's view of the C library leaves out.
static inline int my_docker_network_spawn_in_session(posix_spawnattr_t *attributes) {
    return posix_spawnattr_setflags(attributes, 0x80);  // POSIX_SPAWN_SETSID
}

extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

static inline int my_docker_network_spawn_closing(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}

static inline int my_docker_network_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// Swift's hook for whoever runs a program's tasks himself (swift/Runtime/Concurrency.h), as SwiftNIO uses it.
extern __attribute__((swiftcall)) void (*swift_task_enqueueGlobal_hook)(void *job, void *original);
extern __attribute__((swiftcall)) void swift_job_run(void *job, void *identity, void *implementation);

// JobLoop.swift defines it.
extern void my_docker_network_enqueue(void *job);

static __attribute__((swiftcall)) void my_docker_network_enqueue_instead(void *job, void *original) {
    (void)original;
    my_docker_network_enqueue(job);
}

static inline void my_docker_network_take_jobs(void) {
    swift_task_enqueueGlobal_hook = my_docker_network_enqueue_instead;
}

// On no particular executor: two null words stand for the generic one.
static inline void my_docker_network_run_job(void *job) { swift_job_run(job, NULL, NULL); }

#endif
