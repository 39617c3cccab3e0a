#ifndef MY_DOCKER_NETWORK_UNIX_H
#define MY_DOCKER_NETWORK_UNIX_H

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/un.h>

// No library: what of libc and the kernel the Swift overlay leaves out (epoll(7), variadic and GNU calls),
// and what glibc and musl declare with different types.

static inline int my_docker_network_socket(void) {
    return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

static inline int my_docker_network_socket_address(struct sockaddr_un *address, const char *path) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address->sun_path, path);
    return 0;
}

static inline int my_docker_network_socket_connect(int number, const char *path) {
    struct sockaddr_un address;
    if (my_docker_network_socket_address(&address, path) != 0) return -1;
    return connect(number, (const struct sockaddr *)&address, sizeof address);
}

static inline int my_docker_network_socket_bind(int number, const char *path) {
    struct sockaddr_un address;
    if (my_docker_network_socket_address(&address, path) != 0) return -1;
    return bind(number, (const struct sockaddr *)&address, sizeof address);
}

// accept4(2) is there only where _GNU_SOURCE was defined before the first header.
static inline int my_docker_network_socket_accept(int listening) {
    int number = accept(listening, NULL, NULL);
    if (number < 0) return -1;
    fcntl(number, F_SETFD, FD_CLOEXEC);
    fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK);
    return number;
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

static inline int my_docker_network_epoll(void) {
    return epoll_create1(EPOLL_CLOEXEC);
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

#endif
