#ifndef MY_DOCKER_NETWORK_SYSTEM_H
#define MY_DOCKER_NETWORK_SYSTEM_H

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/fsuid.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

// No library: what of libc and the kernel the Swift overlay leaves out (variadic and GNU calls), and what glibc and musl
// declare with different types.

// Opens a name in a directory, close-on-exec in any case.
static inline int my_docker_network_open_at(int directory, const char *name, int flags, mode_t mode) {
    return openat(directory, name, flags | O_CLOEXEC, mode);
}

// Names a file without opening it (open(2)): a device does nothing, and nobody waits for a pipe's other end. The
// constant is there only where _GNU_SOURCE was defined before the first header.
static const int my_docker_network_path_only = 010000000;

// What an O_PATH descriptor names, as a path that the kernel follows to that very file.
static inline void my_docker_network_descriptor_path(int descriptor, char *path, size_t size) {
    snprintf(path, size, "/proc/self/fd/%d", descriptor);
}

// Opens what an O_PATH descriptor names.
static inline int my_docker_network_reopen(int descriptor, int flags) {
    char path[32];
    my_docker_network_descriptor_path(descriptor, path, sizeof path);
    return open(path, flags | O_CLOEXEC);
}

// Changes the permission bits of what an O_PATH descriptor names, which must not be a symbolic link.
static inline int my_docker_network_set_mode(int descriptor, mode_t mode) {
    char path[32];
    my_docker_network_descriptor_path(descriptor, path, sizeof path);
    return chmod(path, mode);
}

// Changes the group of what an O_PATH descriptor names.
static inline int my_docker_network_set_group(int descriptor, gid_t group) {
    const int empty_path = 0x1000;
    return fchownat(descriptor, "", (uid_t)-1, group, empty_path);
}

// renameat2(2): with 1 an existing file is not replaced (EEXIST), with 2 the two change places.
static inline int my_docker_network_rename(
    int from, const char *old, int to, const char *new_name, unsigned int flags) {
    return (int)syscall(SYS_renameat2, from, old, to, new_name, flags);
}

// Whether a directory is one of /proc, whose links are the kernel's own.
static inline int my_docker_network_is_proc(int directory) {
    struct statfs status;
    return fstatfs(directory, &status) == 0 && status.f_type == 0x9fa0;
}

// The credentials that the kernel checks at each file are a thread's own; libc's setgroups changes those of all threads.
static inline int my_docker_network_set_thread_groups(size_t count, const gid_t *groups) {
    return (int)syscall(SYS_setgroups, count, groups);
}

// Sets them, and returns those that hold then: setfsuid(2) and setfsgid(2) report no failure.
static inline uid_t my_docker_network_set_file_user(uid_t user) {
    setfsuid(user);
    return (uid_t)setfsuid((uid_t)-1);
}

static inline gid_t my_docker_network_set_file_group(gid_t group) {
    setfsgid(group);
    return (gid_t)setfsgid((gid_t)-1);
}

// pidfd_open(2), Linux 5.3: a process that cannot be mistaken for one that gets its number later.
static inline int my_docker_network_open_process(pid_t process) {
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, process, 0);
#else
    return (int)syscall(434, process, 0);
#endif
}

// pidfd_send_signal(2), Linux 5.1.
static inline int my_docker_network_signal_process(int descriptor, int number) {
#ifdef SYS_pidfd_send_signal
    return (int)syscall(SYS_pidfd_send_signal, descriptor, number, NULL, 0);
#else
    return (int)syscall(424, descriptor, number, NULL, 0);
#endif
}

// Names the calling thread; prctl(2) is variadic.
static inline void my_docker_network_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

// A counter that can be waited for (eventfd(2)).
static inline int my_docker_network_event_counter(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// Watches what happens to the names in a directory, and to itself; with `contents` also what is written to its files.
static inline int my_docker_network_watch_directory(int directory, int contents) {
    char path[32];
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch < 0) return -1;
    my_docker_network_descriptor_path(directory, path, sizeof path);
    if (inotify_add_watch(watch, path,
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF |
                (contents ? IN_CLOSE_WRITE : 0)) < 0) {
        int code = errno;
        close(watch);
        errno = code;
        return -1;
    }
    return watch;
}

// Reads one event out of a buffer of inotify(7), and returns where the next one begins. `name` is empty where the event
// is the directory's own, or where events were lost.
static inline size_t my_docker_network_read_event(const char *buffer, size_t offset, const char **name) {
    const struct inotify_event *event = (const struct inotify_event *)(const void *)(buffer + offset);
    *name = event->len > 0 ? event->name : "";
    return offset + sizeof *event + event->len;
}

// One datagram of recvmmsg(2) and sendmmsg(2): struct mmsghdr, which glibc declares with _GNU_SOURCE only.
struct my_docker_network_datagram {
    struct msghdr header;
    unsigned int size;
};

// Where a datagram's bytes, its peer's address and what the kernel tells of its way lie in memory.
static inline void my_docker_network_set_datagram(
    struct my_docker_network_datagram *datagram, struct iovec *part, void *bytes, size_t size, void *name,
    size_t name_size, void *control, size_t control_size) {
    part->iov_base = bytes;
    part->iov_len = size;
    datagram->header.msg_name = name;
    datagram->header.msg_namelen = (socklen_t)name_size;
    datagram->header.msg_iov = part;
    datagram->header.msg_iovlen = 1;
    datagram->header.msg_control = control;
    datagram->header.msg_controllen = control_size;
    datagram->header.msg_flags = 0;
    datagram->size = 0;
}

static inline int my_docker_network_receive_datagrams(
    int socket, struct my_docker_network_datagram *datagrams, unsigned int count) {
    return (int)syscall(SYS_recvmmsg, socket, datagrams, count, MSG_DONTWAIT, NULL);
}

static inline int my_docker_network_send_datagrams(
    int socket, struct my_docker_network_datagram *datagrams, unsigned int count) {
    return (int)syscall(SYS_sendmmsg, socket, datagrams, count, MSG_DONTWAIT | MSG_NOSIGNAL);
}

// struct in6_pktinfo, which glibc declares with _GNU_SOURCE only.
struct my_docker_network_way_of_v6 {
    struct in6_addr address;
    unsigned int interface;
};

// Makes what the kernel told of a datagram's way here (ip(7), ipv6(7)) the way of its answer: from the address that was
// asked. The interface stays with a link-local address alone; elsewhere the routes decide.
static inline void my_docker_network_turn_back(struct msghdr *header) {
    struct cmsghdr *part = CMSG_FIRSTHDR(header);
    if (part == NULL) return;
    if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
        struct in_pktinfo way;
        memcpy(&way, CMSG_DATA(part), sizeof way);
        way.ipi_ifindex = 0;
        memcpy(CMSG_DATA(part), &way, sizeof way);
    } else if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_PKTINFO) {
        struct my_docker_network_way_of_v6 way;
        memcpy(&way, CMSG_DATA(part), sizeof way);
        if (!IN6_IS_ADDR_LINKLOCAL(&way.address)) way.interface = 0;
        memcpy(CMSG_DATA(part), &way, sizeof way);
    }
}

// Asks for the address that each datagram was sent to.
static inline int my_docker_network_ask_for_way(int socket, int family) {
    int yes = 1;
    return family == AF_INET6 ? setsockopt(socket, IPPROTO_IPV6, IPV6_RECVPKTINFO, &yes, sizeof yes)
                              : setsockopt(socket, IPPROTO_IP, IP_PKTINFO, &yes, sizeof yes);
}

// How large a part of a message's control data is with the data of that size.
static inline size_t my_docker_network_control_space(size_t size) {
    return CMSG_SPACE(size);
}

// Adds a descriptor to an epoll (1), removes it (2) or changes what it waits for (3); see epoll_ctl(2).
static inline int my_docker_network_control_epoll(int epoll, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = events;
    event.data.u64 = tag;
    return epoll_ctl(epoll, operation, descriptor, &event);
}

// Waits for descriptors, and gives the tags and events of 64 at most.
static inline int my_docker_network_wait_epoll(int epoll, uint64_t *tags, uint32_t *events, int timeout) {
    struct epoll_event found[64];
    int count = epoll_wait(epoll, found, 64, timeout);
    for (int index = 0; index < count; index++) {
        tags[index] = found[index].data.u64;
        events[index] = found[index].events;
    }
    return count;
}

static inline int my_docker_network_open_epoll(void) { return epoll_create1(EPOLL_CLOEXEC); }

// A socket that never blocks, and is closed in programs that this one starts.
static inline int my_docker_network_open_socket(int family, int is_stream) {
    return socket(family, (is_stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

// Binds a socket to a path (1), or connects it to the one there (0); see unix(7).
static inline int my_docker_network_use_path(int descriptor, const char *path, int binds) {
    struct sockaddr_un name;
    size_t length = strlen(path);
    memset(&name, 0, sizeof name);
    name.sun_family = AF_UNIX;
    if (length >= sizeof name.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(name.sun_path, path, length);
    return binds ? bind(descriptor, (struct sockaddr *)&name, sizeof name)
                 : connect(descriptor, (struct sockaddr *)&name, sizeof name);
}

// accept4(2) is declared with _GNU_SOURCE only.
static inline int my_docker_network_accept(int listener, void *name, socklen_t *size) {
    return (int)syscall(SYS_accept4, listener, name, size, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

// Asks for short turns of the processor, and so to be woken sooner beside programs that are always busy: struct sched_attr
// of sched_setattr(2), whose runtime a task of the usual policy may choose from Linux 6.12 on. Earlier kernels ignore it.
static inline void my_docker_network_take_short_turns(void) {
#if defined(SYS_sched_getattr) && defined(SYS_sched_setattr)
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes;
    memset(&attributes, 0, sizeof attributes);
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0 || attributes.policy != 0) return;
    attributes.runtime = 100000;
    syscall(SYS_sched_setattr, 0, &attributes, 0);
#endif
}

// prctl(2) takes variable arguments, which Swift cannot pass.
static inline int my_docker_network_forbid_core_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

// Takes the calling thread into a network namespace (setns(2), which is there only where _GNU_SOURCE is).
static inline int my_docker_network_enter_network(int descriptor) {
    return (int)syscall(SYS_setns, descriptor, 0x40000000);
}

// Takes the calling thread into a new network namespace, which ends with the last who is in it (unshare(2)).
static inline int my_docker_network_leave_network(void) {
    return (int)syscall(SYS_unshare, 0x40000000);
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

// A socket of whole packets between processes of this machine.
static inline int my_docker_network_socket(void) {
    return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

// The effective user of whoever connected, as SO_PEERCRED has it (unix(7)); -1: unknown.
static inline int64_t my_docker_network_socket_user(int number) {
    struct { pid_t process; uid_t user; gid_t group; } peer;
    socklen_t size = sizeof peer;
    if (getsockopt(number, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || size != sizeof peer) return -1;
    return peer.user;
}

// The process that the other side had when it connected, or when it began to listen; 0: none that this process can see.
static inline pid_t my_docker_network_socket_process(int number) {
    struct { pid_t process; uid_t user; gid_t group; } peer;
    socklen_t size = sizeof peer;
    if (getsockopt(number, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || size != sizeof peer) return 0;
    return peer.process;
}

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

// A descriptor of the process that connected, whose number is then nobody else's (Linux 6.5); -1: unknown.
static inline int my_docker_network_socket_process_handle(int number) {
    int handle = -1;
    socklen_t size = sizeof handle;
    return getsockopt(number, SOL_SOCKET, SO_PEERPIDFD, &handle, &size) == 0 ? handle : -1;
}

// A file of a process's folder in /proc, for reading; opening one waits for nothing.
static inline int my_docker_network_process_file(int folder, const char *name) {
    return openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

// The whole length of the packet, even where it is longer than the buffer. File descriptors that ride
// beside it are closed by the kernel, since there is no room for them.
static inline ssize_t my_docker_network_socket_receive(int number, void *buffer, size_t size) {
    return recv(number, buffer, size, MSG_DONTWAIT | MSG_TRUNC);
}

static inline ssize_t my_docker_network_socket_send(int number, const void *bytes, size_t size) {
    return send(number, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

// Watches a descriptor for what `events` says; 0: not at all. `isKnown` says whether it is watched already.
static inline int my_docker_network_epoll_watch(int epoll, int number, uint32_t events, uint64_t key, int isKnown) {
    struct epoll_event event = {.events = events, .data = {.u64 = key}};
    int change = events == 0 ? EPOLL_CTL_DEL : isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    return epoll_ctl(epoll, change, number, &event);
}

// The keys of what is ready, and how: at most `most` of them, and without waiting.
static inline int my_docker_network_epoll_ready(int epoll, uint64_t *keys, uint32_t *events, int most) {
    struct epoll_event ready[256];
    int count = epoll_wait(epoll, ready, most < 256 ? most : 256, 0);
    for (int index = 0; index < count; index += 1) {
        keys[index] = ready[index].data.u64;
        events[index] = ready[index].events;
    }
    return count;
}

// One address of a host, as connect(2) takes it.
struct my_docker_network_address {
    struct sockaddr_storage storage;
    socklen_t length;
};

// Looks a host up, and returns how many addresses it has, at most `most` of them, or a number of gai_strerror(3);
// `isNumeric`: only where the text is an address, which asks nobody.
static inline int my_docker_network_lookup(
    const char *host, int isNumeric, struct my_docker_network_address *addresses, int most) {
    struct addrinfo hints = {
        .ai_flags = isNumeric ? AI_NUMERICHOST : 0, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int failure = getaddrinfo(host, NULL, &hints, &found);
    if (failure != 0) return failure;
    int count = 0;
    for (struct addrinfo *next = found; next != NULL && count < most; next = next->ai_next) {
        if (next->ai_family != AF_INET && next->ai_family != AF_INET6) continue;
        memcpy(&addresses[count].storage, next->ai_addr, next->ai_addrlen);
        addresses[count].length = next->ai_addrlen;
        count += 1;
    }
    freeaddrinfo(found);
    return count;
}

static inline void my_docker_network_set_port(struct my_docker_network_address *address, uint16_t port) {
    if (address->storage.ss_family == AF_INET6) {
        ((struct sockaddr_in6 *)&address->storage)->sin6_port = htons(port);
    } else {
        ((struct sockaddr_in *)&address->storage)->sin_port = htons(port);
    }
}

// The address in numbers, without its port; false where it has no form.
static inline int my_docker_network_address_text(
    const struct my_docker_network_address *address, char *text, socklen_t size) {
    return getnameinfo((const struct sockaddr *)&address->storage, address->length, text, size, NULL, 0,
                       NI_NUMERICHOST) == 0;
}

// A socket that does not wait, or -1.
static inline int my_docker_network_tcp_socket(const struct my_docker_network_address *address) {
    int number = socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP);
    if (number < 0) return -1;
    int one = 1;
    setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(number, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof one);
    return number;
}

static inline int my_docker_network_tcp_connect(int number, const struct my_docker_network_address *address) {
    return connect(number, (const struct sockaddr *)&address->storage, address->length);
}

// Why a connection that was begun failed; 0: it did not.
static inline int my_docker_network_socket_failure(int number) {
    int failure = 0;
    socklen_t size = sizeof failure;
    return getsockopt(number, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 ? failure : errno;
}

// How many files this process may have open.
static inline uint64_t my_docker_network_open_files(void) {
    struct rlimit limit;
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 1024;
}

static const uint32_t my_docker_network_epoll_read = EPOLLIN;
static const uint32_t my_docker_network_epoll_write = EPOLLOUT;

// Whether the kernel grants a lease (fcntl(2), F_SETLEASE) on an open file, which is given back at once: F_RDLCK where
// nobody has it open for writing, F_WRLCK where nobody else has it open at all. 1: it does; 0: somebody is in the way;
// -1: the file system cannot tell, or this user may not ask. Who opens the file in that moment waits for its end, and the
// signal that comes of it is one that is ignored unless somebody handles it.
static inline int my_docker_network_grants_lease(int descriptor, int type) {
    const int set_signal = 10, set_lease = 1024;
    if (fcntl(descriptor, set_signal, SIGURG) != 0) return -1;
    if (fcntl(descriptor, set_lease, type) != 0) return errno == EAGAIN ? 0 : -1;
    fcntl(descriptor, set_lease, F_UNLCK);
    return 1;
}

// xattr(7) of a path, such as that of a descriptor (/proc/self/fd).
static inline ssize_t my_docker_network_list_attributes(const char *path, char *names, size_t size) {
    return listxattr(path, names, size);
}

static inline ssize_t my_docker_network_get_attribute(
    const char *path, const char *name, void *value, size_t size) {
    return getxattr(path, name, value, size);
}

static inline int my_docker_network_set_attribute(
    int descriptor, const char *name, const void *value, size_t size) {
    return fsetxattr(descriptor, name, value, size, 0);
}

static inline int my_docker_network_remove_attribute(int descriptor, const char *name) {
    return fremovexattr(descriptor, name);
}

#endif
