internal import CDockerNetworkSystem

/// The core dumps of this process.
package enum CoreDumps {
    /// Keeps this process's memory, and the passwords in it, out of core dumps and from other
    /// processes of the same user (prctl(2), PR_SET_DUMPABLE).
    ///
    /// A program that this one starts is as dumpable as ever: execve(2) resets it.
    package static func forbid() {
        // It cannot fail: the value is one of the two that everybody may set.
        _ = my_docker_network_forbid_core_dumps()
    }
}
