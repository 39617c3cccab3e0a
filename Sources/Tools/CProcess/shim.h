#ifndef MY_DOCKER_NETWORK_PROCESS_H
#define MY_DOCKER_NETWORK_PROCESS_H

#include <signal.h>
#include <sys/prctl.h>
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

#endif
