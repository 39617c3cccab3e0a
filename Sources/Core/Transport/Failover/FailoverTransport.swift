public import Logging
internal import Metrics
internal import Synchronization

/// Several transports in order of preference that act as one, knowing none of them.
///
/// A connection is made over the first that can be connected. While that is not the most preferred
/// one, the better ones are tried again in the background; once one of them is connected, the
/// connection in use ends with `.superseded`, and its user's next connection is the better one,
/// which is open already: nothing is missed in between. What arrives twice on the way has the same
/// `messageID` or sequence, and counts once.
///
/// It counts `my_docker_network_transport_changes` through swift-metrics.
public final class FailoverTransport: Transport {
    private struct State {
        var inUse = 0
        var spares = Spares()
        /// The waits between the attempts to use a better transport again.
        ///
        /// They go on growing where a better one was dropped at once.
        var search = Backoff(first: .seconds(1), longest: .seconds(10))
        /// The time when the last connection was handed out.
        var handedOut: ContinuousClock.Instant?

        /// Notes that a connection is handed out, because the last one is over.
        mutating func handOut(over index: Int) {
            let now = ContinuousClock.now
            // Only a better transport that lasted was worth going back to.
            if let handedOut, inUse < index {
                search.connectionEnded(after: handedOut.duration(to: now))
            }
            handedOut = now
            inUse = index
        }
    }

    /// Connections over better transports that wait for their user.
    private struct Spares {
        var publisher: (connection: any Publisher, options: PublisherOptions, index: Int)?
        var subscription: (connection: any Subscription, options: SubscriptionOptions, index: Int)?
    }

    private let transports: [any Transport]
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let changes = Counter(label: "my_docker_network_transport_changes")
    private let state = Mutex(State())

    private init(_ transports: [any Transport], logger: Logger, clock: any Clock<Duration>) {
        self.transports = transports
        self.logger = logger
        self.clock = clock
    }

    /// Joins transports, the most preferred first.
    ///
    /// - Returns: The only one itself, which then costs nothing more; nil where there is none.
    public static func joining(
        _ transports: [any Transport], logger: Logger
    ) -> (any Transport)? {
        joining(transports, logger: logger, clock: ContinuousClock())
    }

    /// Joins transports as the other does; the clock makes the pauses between tries of better ones.
    package static func joining(
        _ transports: [any Transport], logger: Logger, clock: any Clock<Duration>
    ) -> (any Transport)? {
        transports.count > 1
            ? Self(transports, logger: logger, clock: clock) : transports.first
    }

    /// The transports' own endpoints, the most preferred first.
    public var endpoint: String { transports.map(\.endpoint).joined(separator: ", ") }

    /// The endpoint of the transport that the last connection was made over.
    package var endpointInUse: String { transports[state.withLock(\.inUse)].endpoint }

    /// The capabilities that any of them has; each connection states its own.
    public var capabilities: TransportCapabilities {
        transports.reduce([]) { $0.union($1.capabilities) }
    }

    /// The longest of theirs.
    public var takeoverTime: Duration { transports.map(\.takeoverTime).max() ?? .zero }

    /// Connects as an emitter over the first that can.
    ///
    /// - Throws: `TransportError` where none can: one line about all of them, whose code is
    ///   transient where one of theirs is.
    public func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        let spare = state.withLock { $0.spares.publisher.take() }
        if let spare, spare.options.differOnlyInTimeout(from: options) {
            return wrap(spare.connection, options, over: spare.index)
        }
        await spare?.connection.close()
        let (publisher, index) = try await first(of: transports.count) {
            transport throws(TransportError) in try await transport.openPublisher(options)
        }
        return wrap(publisher, options, over: index)
    }

    /// Connects as a host over the first that can, as `openPublisher` does.
    ///
    /// - Throws: `TransportError`, as `openPublisher`.
    public func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        let spare = state.withLock { $0.spares.subscription.take() }
        if let spare, spare.options == options {
            return wrap(spare.connection, options, over: spare.index)
        }
        await spare?.connection.close()
        let (subscription, index) = try await first(of: transports.count) {
            transport throws(TransportError) in try await transport.openSubscription(options)
        }
        return wrap(subscription, options, over: index)
    }

    private func wrap(
        _ publisher: any Publisher, _ options: PublisherOptions, over index: Int
    ) -> any Publisher {
        note(index)
        guard index > 0 else { return publisher }
        return FailoverPublisher(publisher, clock: clock, searchingAfter: nextSearchDelay) {
            [self] in
            let (better, index) = try await first(of: index) {
                transport throws(TransportError) in try await transport.openPublisher(options)
            }
            state.withLock { $0.spares.publisher = (better, options, index) }
        }
    }

    private func wrap(
        _ subscription: any Subscription, _ options: SubscriptionOptions, over index: Int
    ) -> any Subscription {
        note(index)
        guard index > 0 else { return subscription }
        return FailoverSubscription(
            subscription, clock: clock, searchingAfter: nextSearchDelay
        ) { [self] in
            let (better, index) = try await first(of: index) {
                transport throws(TransportError) in try await transport.openSubscription(options)
            }
            state.withLock { $0.spares.subscription = (better, options, index) }
        }
    }

    private func nextSearchDelay() -> Duration {
        state.withLock { $0.search.nextDelay() }
    }

    /// Says once which transport is used from now on.
    private func note(_ index: Int) {
        let changed = state.withLock { state in
            defer { state.handOut(over: index) }
            return state.inUse != index
        }
        guard changed else { return }
        changes.increment()
        logger.notice(
            index == 0 ? "the preferred transport is used again" : "another transport is used",
            metadata: ["transport": "\(transports[index].endpoint)"])
    }

    /// Connects over the first of the `count` most preferred transports that can.
    private func first<Connection>(
        of count: Int, _ open: (any Transport) async throws(TransportError) -> Connection
    ) async throws(TransportError) -> (Connection, index: Int) {
        var errors: [TransportError] = []
        for (index, transport) in transports.prefix(count).enumerated() {
            do {
                return (try await open(transport), index)
            } catch {
                guard error.code != .cancelled else { throw error }
                errors.append(error)
            }
        }
        let decisive = errors.first(where: \.isTransient) ?? errors.first
        throw TransportError(
            decisive?.code ?? .unreachable, errors.map(\.message).joined(separator: "; "))
    }
}

extension PublisherOptions {
    /// Whether a connection that was opened with these serves who asks for those.
    fileprivate func differOnlyInTimeout(from other: Self) -> Bool {
        var own = self
        own.timeout = other.timeout
        return own == other
    }
}
