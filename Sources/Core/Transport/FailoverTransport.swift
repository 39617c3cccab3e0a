/// Several transports in order of preference that act as one: each connection is made over the
/// first that can be connected.
///
/// When that connection is lost its user opens another, which begins again at the most preferred.
public struct FailoverTransport: Transport {
    private let transports: [any Transport]

    /// Joins transports; nil where there are none.
    ///
    /// - Parameter transports: The most preferred first.
    public init?(_ transports: [any Transport]) {
        guard !transports.isEmpty else { return nil }
        self.transports = transports
    }

    /// The transports' own endpoints, the most preferred first.
    public var endpoint: String { transports.map(\.endpoint).joined(separator: ", ") }

    /// What all of them can do.
    public var capabilities: TransportCapabilities {
        transports.dropFirst().reduce(transports[0].capabilities) {
            $0.intersection($1.capabilities)
        }
    }

    /// The longest of theirs.
    public var takeoverTime: Duration { transports.map(\.takeoverTime).max() ?? .zero }

    /// Connects over the first that can.
    ///
    /// - Throws: `TransportError`: that of the only one, or all of them in one line; it counts as
    ///   transient where one of them does.
    public func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        try await first { transport throws(TransportError) in
            try await transport.openPublisher(options)
        }
    }

    /// Connects over the first that can, as `openPublisher` does.
    ///
    /// - Throws: `TransportError`, as `openPublisher`.
    public func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        try await first { transport throws(TransportError) in
            try await transport.openSubscription(options)
        }
    }

    private func first<Connection>(
        _ open: (any Transport) async throws(TransportError) -> Connection
    ) async throws(TransportError) -> Connection {
        var errors: [TransportError] = []
        for transport in transports {
            do {
                return try await open(transport)
            } catch {
                guard error.code != .cancelled else { throw error }
                errors.append(error)
            }
        }
        let decisive = errors.first(where: \.isTransient) ?? errors[0]
        throw TransportError(
            decisive.code, errors.map(\.message).joined(separator: "; and then "))
    }
}
