internal import CDockerNetworkSystem

/// The allocator of this process.
package enum Allocator {
    /// Gives blocks of 128 KiB and more back to the system as soon as they are freed.
    ///
    /// The tables of a service double now and then, and what they leave behind would otherwise stay
    /// with the process: glibc learns from each large block that is freed to keep such ones. Other
    /// C libraries are left as they are.
    package static func returnLargeBlocks() {
        my_docker_network_return_large_blocks()
    }
}
