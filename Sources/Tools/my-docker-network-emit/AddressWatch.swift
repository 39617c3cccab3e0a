internal import DockerNetworkSystem

/// Hears from the kernel when an address of this machine comes or goes, in tasks that ``JobLoop``
/// runs.
package final class AddressWatch: Sendable {
    private let watch: NetworkWatch

    /// Listens from now on; nil if the system does not allow it.
    package init?() {
        guard let watch = NetworkWatch() else { return nil }
        self.watch = watch
    }

    /// Waits until something has changed since it was last called, or until an instant.
    ///
    /// - Returns: false where there is nothing more to hear.
    /// - Throws: `CancellationError`.
    package func waitForChange(until deadline: ContinuousClock.Instant? = nil) async throws -> Bool
    {
        try await JobLoop.shared.wait(readable: watch.number, until: deadline)
        return watch.drain()
    }
}
