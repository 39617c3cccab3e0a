import DockerNetwork
import Synchronization

/// The state that all workers of a server answer from.
final class SharedState: Sendable {
    let settings: NameServerSettings
    private let snapshot: Mutex<Snapshot>

    init(_ settings: NameServerSettings, _ snapshot: consuming Snapshot) {
        self.settings = settings
        self.snapshot = Mutex(snapshot)
    }

    /// Returns the newest snapshot.
    ///
    /// The lock is held for a copy of a few words.
    func current() -> Snapshot {
        snapshot.withLock { $0 }
    }

    /// Puts another zone in the place of the last one.
    ///
    /// - Parameters:
    ///   - zone: What is registered from now on.
    ///   - seconds: Since 1970, for the serial.
    func publish(_ zone: Zone, at seconds: UInt32) {
        // What is left of the former zone is freed here, after the lock.
        var former = zone
        snapshot.withLock { snapshot in
            swap(&snapshot.zone, &former)
            snapshot.serial = max(snapshot.serial &+ 1, seconds)
        }
    }

    /// Changes the rest.
    func change(_ body: (inout sending Snapshot) -> Void) {
        snapshot.withLock { body(&$0) }
    }
}
