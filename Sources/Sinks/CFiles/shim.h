/* What Swift's own modules of the C library leave out. */
#ifndef MY_DOCKER_NETWORK_CFILES_H
#define MY_DOCKER_NETWORK_CFILES_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

/* renameat2(2) with RENAME_EXCHANGE: each path names the other's file, at one instant. */
static inline int my_docker_network_exchange(const char *first, const char *second) {
    const unsigned int exchange = 1u << 1;
    return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, exchange);
}

/* Whether anybody has a file open for writing; -1: the file system cannot tell. A lease (fcntl(2), F_SETLEASE) that
 * nobody who writes stands in the way of is given back at once: who opens the file in that moment waits for its end,
 * and the signal that comes of it is one that is ignored unless somebody handles it. */
static inline int my_docker_network_is_open_for_writing(int descriptor) {
    const int set_signal = 10, set_lease = 1024;
    fcntl(descriptor, set_signal, SIGURG);
    if (fcntl(descriptor, set_lease, F_RDLCK) == 0) {
        fcntl(descriptor, set_lease, F_UNLCK);
        return 0;
    }
    return errno == EAGAIN ? 1 : -1;
}

/* xattr(7) of a path that is no symbolic link. */
static inline ssize_t my_docker_network_list_attributes(const char *path, char *names, size_t size) {
    return llistxattr(path, names, size);
}

static inline ssize_t my_docker_network_get_attribute(
    const char *path, const char *name, void *value, size_t size) {
    return lgetxattr(path, name, value, size);
}

static inline int my_docker_network_set_attribute(
    int descriptor, const char *name, const void *value, size_t size) {
    return fsetxattr(descriptor, name, value, size, 0);
}

static inline int my_docker_network_remove_attribute(int descriptor, const char *name) {
    return fremovexattr(descriptor, name);
}

/* Whether no other open file description refers to the file: only then the kernel grants a write
   lease (fcntl(2), F_SETLEASE), which is given back at once. Who opens the file in between makes
   the kernel send a signal: one that is ignored unless somebody asks for it. */
static inline int my_docker_network_is_open_here_only(int descriptor) {
    const int set_signal = 10, set_lease = 1024;
    if (fcntl(descriptor, set_signal, SIGURG) != 0) return 0;
    if (fcntl(descriptor, set_lease, F_WRLCK) != 0) return 0;
    return fcntl(descriptor, set_lease, F_UNLCK) == 0;
}

#endif
