import DockerNetwork

/// Waiting as every call of a connection must do it: over at once when its task is cancelled.
enum Wait {
    /// How long a host goes without looking into its folder.
    private static let pace = Duration.milliseconds(10)

    static func checkCancellation(_ endpoint: String) throws(TransportError) {
        guard !Task.isCancelled else {
            throw TransportError(.cancelled, "\(endpoint): the wait was cancelled")
        }
    }

    static func pause(_ endpoint: String) async throws(TransportError) {
        try? await Task.sleep(for: pace)
        try checkCancellation(endpoint)
    }
}
