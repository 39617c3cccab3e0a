internal import CDockerNetworkSystem

/// Waits for many descriptors at once (epoll(7)), level-triggered.
///
/// One thread uses it.
package struct Epoll: ~Copyable {
    /// The events that a descriptor is ready for, or is waited for.
    package struct Events: OptionSet, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// Something can be read.
        package static let readable = Events(rawValue: 0x1)
        /// Something can be written.
        package static let writable = Events(rawValue: 0x4)
        /// It failed, or the peer is gone; this comes without being waited for.
        package static let failed = Events(rawValue: 0x18)
    }

    private static let mostReady = 64

    private let descriptor: FileDescriptor
    private let tags: UnsafeMutablePointer<UInt64>
    private let events: UnsafeMutablePointer<UInt32>

    /// Opens one that waits for nothing yet.
    package init() throws(SystemCallFailure) {
        descriptor = FileDescriptor(
            adopting: try FileDescriptor.retrying { my_docker_network_open_epoll() })
        tags = .allocate(capacity: Self.mostReady)
        events = .allocate(capacity: Self.mostReady)
    }

    deinit {
        tags.deallocate()
        events.deallocate()
    }

    /// Starts to wait for a descriptor; `tag` comes back with its events.
    package func add(_ number: Int32, _ events: Events, tag: UInt64) throws(SystemCallFailure) {
        try control(1, number, events, tag)
    }

    /// Waits for other events of a descriptor.
    package func change(_ number: Int32, _ events: Events, tag: UInt64) throws(SystemCallFailure) {
        try control(3, number, events, tag)
    }

    /// Waits for a descriptor no more; one that is closed is not waited for either.
    package func remove(_ number: Int32) throws(SystemCallFailure) {
        try control(2, number, [], 0)
    }

    private func control(
        _ operation: Int32, _ number: Int32, _ events: Events, _ tag: UInt64
    ) throws(SystemCallFailure) {
        let epoll = descriptor.number
        _ = try FileDescriptor.retrying {
            my_docker_network_control_epoll(epoll, operation, number, events.rawValue, tag)
        }
    }

    /// Waits until a descriptor is ready.
    ///
    /// - Parameter milliseconds: For how long at most; negative: without end.
    /// - Returns: How many are ready, for `ready`; none where a signal came.
    package func wait(_ milliseconds: Int32) -> Int {
        max(0, Int(my_docker_network_wait_epoll(descriptor.number, tags, events, milliseconds)))
    }

    /// One of those that the last call of `wait` found.
    package func ready(_ index: Int) -> (tag: UInt64, events: Events) {
        precondition((0..<Self.mostReady).contains(index))
        return (tags[index], Events(rawValue: events[index]))
    }
}
