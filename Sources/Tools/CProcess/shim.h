#ifndef MY_DOCKER_NETWORK_PROCESS_H
#define MY_DOCKER_NETWORK_PROCESS_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

// prctl(2) takes variable arguments, which Swift cannot pass.
static inline int my_docker_network_forbid_core_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
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

// A socket that gets a datagram when an address or a route comes or goes (rtnetlink(7)); -1: none.
static inline int my_docker_network_open_address_events(void) {
    struct sockaddr_nl address = {
        .nl_family = AF_NETLINK,
        .nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE,
    };
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (descriptor >= 0 && bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0) {
        close(descriptor);
        return -1;
    }
    return descriptor;
}

#endif
