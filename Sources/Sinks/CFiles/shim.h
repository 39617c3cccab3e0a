/* What Swift's own modules of the C library leave out. */
#ifndef MY_DOCKER_NETWORK_CFILES_H
#define MY_DOCKER_NETWORK_CFILES_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

/* Whether the kernel grants a lease (fcntl(2), F_SETLEASE) on an open file, which is given back at once: F_RDLCK where
 * nobody has it open for writing, F_WRLCK where nobody else has it open at all. 1: it does; 0: somebody is in the way;
 * -1: the file system cannot tell, or this user may not ask. Who opens the file in that moment waits for its end, and the
 * signal that comes of it is one that is ignored unless somebody handles it. */
static inline int my_docker_network_grants_lease(int descriptor, int type) {
    const int set_signal = 10, set_lease = 1024;
    if (fcntl(descriptor, set_signal, SIGURG) != 0) return -1;
    if (fcntl(descriptor, set_lease, type) != 0) return errno == EAGAIN ? 0 : -1;
    fcntl(descriptor, set_lease, F_UNLCK);
    return 1;
}

/* xattr(7) of a path, such as that of a descriptor (/proc/self/fd). */
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
