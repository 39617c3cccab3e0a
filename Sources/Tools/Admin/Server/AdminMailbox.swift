internal import DockerNetworkConfiguration
internal import DockerNetworkSystem
internal import Synchronization

/// The requests of other threads to the server's thread.
final class AdminMailbox: Sendable {
    /// The requests since it was last emptied.
    struct Contents: Sendable {
        /// The settings of where to listen from now on; nil: as before.
        var settings: AdminSettings?
        /// The connections that have changes to tell.
        var changed: Set<UInt64> = []
        var ends = false
    }

    private let contents = Mutex(Contents())
    /// Wakes the thread.
    let wake: WakeUp

    /// Creates an empty one.
    ///
    /// - Throws: `SystemCallFailure` if no descriptor is left.
    init() throws(SystemCallFailure) {
        wake = try WakeUp()
    }

    /// Adds something, and wakes the thread.
    func add(_ change: (inout Contents) -> Void) {
        contents.withLock { change(&$0) }
        wake.signal()
    }

    /// Empties it.
    func take() -> Contents {
        wake.clear()
        return contents.withLock { contents in
            defer { contents = Contents() }
            return contents
        }
    }
}
