internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Wakes a thread that waits in poll(2) (eventfd(2)).
package final class WakeUp: Sendable {
    /// The descriptor that becomes readable when the thread shall wake up.
    package let number: Int32

    /// Makes one that wakes nobody yet.
    ///
    /// - Throws: `SystemCallFailure` if no descriptor is left.
    package init() throws(SystemCallFailure) {
        number = try FileDescriptor.retrying { my_docker_network_event_counter() }
    }

    deinit {
        close(number)
    }

    /// Wakes the thread, or keeps it from falling asleep.
    package func signal() {
        var one: UInt64 = 1
        _ = write(number, &one, MemoryLayout<UInt64>.size)
    }

    /// Lets the thread wait again.
    package func clear() {
        var count: UInt64 = 0
        _ = read(number, &count, MemoryLayout<UInt64>.size)
    }
}
