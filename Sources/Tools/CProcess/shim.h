#ifndef MY_DOCKER_NETWORK_PROCESS_H
#define MY_DOCKER_NETWORK_PROCESS_H

#include <sys/prctl.h>

// prctl(2) takes variable arguments, which Swift cannot pass.
static inline int my_docker_network_forbid_core_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

#endif
