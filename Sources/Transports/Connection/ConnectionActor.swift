package import DockerNetwork

/// An actor that lives on a thread of its own.
///
/// Its methods do not suspend: a call comes as a piece of work, leaves a `Reply` behind where
/// it has to wait, and `turn` gives the answer when the broker's arrives.
package protocol ConnectionActor: Actor, EndpointErrors {
    nonisolated var thread: ConnectionThread { get }

    /// Reads what has arrived, sends what may be sent, and says what to wait for.
    func turn() -> ConnectionThread.Wait
}

extension ConnectionActor {
    /// Runs `work` on the actor's thread, after everything submitted before.
    package nonisolated func submit(_ work: @escaping @Sendable (isolated Self) -> Void) {
        thread.submit { self.assumeIsolated { work($0) } }
    }

    /// Lets the thread call `turn` while the actor lives; it does not keep it alive.
    package nonisolated func attachToThread() {
        thread.attach { [weak self] in
            self?.assumeIsolated { $0.turn() }
        }
    }
}
