/// Announces once and ends: what `up` and `down` do.
///
/// Without receipts it returns when the transport has the announcements and a host is bound.
/// With them it returns when a host has applied each of them.
public struct OneShot: Sendable {
    /// A host's refusal of one announcement.
    public struct Refused: Hashable, Sendable {
        /// The registration that was refused.
        public var registration: Registration
        /// The host that refused it, or nil for the broker.
        public var hostName: String?
        /// The reason, in the host's own words.
        public var reason: String
    }

    /// A host's receipt for one announcement that it applied.
    public struct Applied: Hashable, Sendable {
        /// The registration that was applied.
        public var registration: Registration
        /// The host's receipt: who it is, and how it knows.
        public var receipt: Receipt
    }

    /// A reason why not everything was announced.
    public enum Failure: Error, Sendable {
        /// The transport failed, or nobody hears (`.noHost`), or time ran out (`.timedOut`).
        case transport(TransportError)
        /// Some were refused; the others hold.
        case refused([Refused])
        /// Hosts have all of it, but these names do not lead to their addresses there.
        case unmet([Refused])
    }

    private let transport: any Transport
    private let noHostTimeout: Duration
    private let receiptTimeout: Duration?

    /// Makes a one-shot; nothing happens before `announce`.
    ///
    /// - Parameters:
    ///   - transport: How to reach the hosts.
    ///   - noHostTimeout: How long to try again while no host is bound.
    ///   - receiptTimeout: How long to wait for the hosts' receipts; nil: do not ask for any.
    public init(
        transport: any Transport, noHostTimeout: Duration = .seconds(3), receiptTimeout: Duration?
    ) {
        self.transport = transport
        self.noHostTimeout = noHostTimeout
        self.receiptTimeout = receiptTimeout
    }

    /// Announces everything, in order.
    ///
    /// A connection that is lost on the way is made again, and everything published again with the
    /// same `messageID`, as long as the time for a host to appear has not passed.
    ///
    /// - Returns: What the hosts say of each, in the order of their answers; nothing without receipts.
    /// - Throws: `Failure`; `.transport` with `.unsupported` where receipts are asked for and the
    ///   connection has none.
    @discardableResult
    public func announce(_ announcements: [Announcement]) async throws(Failure) -> [Applied] {
        let publications = publications(of: announcements)
        let deadline = ContinuousClock.now + noHostTimeout
        var wasConnected = false
        while true {
            do {
                let publisher = try await open()
                wasConnected = true
                return try await announce(publications, over: publisher, until: deadline)
            } catch .transport(let error) {
                guard ContinuousClock.now < deadline,
                    error.code == .noHost || wasConnected && error.isLostConnection
                else { throw .transport(error) }
                try await pause()
            }
        }
    }

    private func open() async throws(Failure) -> any Publisher {
        do {
            return try await transport.openPublisher(
                PublisherOptions(hearsReceipts: receiptTimeout != nil))
        } catch {
            throw .transport(error)
        }
    }

    private func announce(
        _ publications: [Publication], over publisher: any Publisher,
        until deadline: ContinuousClock.Instant
    ) async throws(Failure) -> [Applied] {
        var applied: [Applied] = []
        do {
            if let receiptTimeout {
                try checkReceipts(of: publisher)
                try await publish(publications, over: publisher, until: deadline)
                applied = try await awaitReceipts(
                    for: publications, over: publisher, within: receiptTimeout)
            } else {
                try await publish(publications, over: publisher, until: deadline)
            }
        } catch {
            await publisher.close()
            throw error
        }
        await publisher.close()
        return applied
    }

    private func checkReceipts(of publisher: any Publisher) throws(Failure) {
        guard !publisher.capabilities.contains(.receipts) else { return }
        throw .transport(
            TransportError(
                .unsupported,
                "\(transport.endpoint): receipts need AMQP or the Unix socket; leave out --wait"))
    }

    private func pause() async throws(Failure) {
        do {
            try await Task.sleep(for: .milliseconds(50))
        } catch {
            throw .transport(TransportError(.cancelled, "cancelled while no host listens"))
        }
    }

    private func publications(of announcements: [Announcement]) -> [Publication] {
        let sentAt = Moment.now().unixMilliseconds
        return announcements.map {
            Publication(
                $0, messageID: InstanceID.random().description, sentAt: sentAt,
                wantsReceipt: receiptTimeout != nil)
        }
    }

    /// Publishes until a host hears: a broker that restarts has no exchange for a moment.
    private func publish(
        _ publications: [Publication], over publisher: any Publisher,
        until deadline: ContinuousClock.Instant
    ) async throws(Failure) {
        while true {
            do {
                let outcomes = try await publisher.publish(publications)
                try Self.checkRefusals(outcomes, of: publications)
                guard outcomes.contains(.noReceiver) else { return }
                throw TransportError(.noHost, noHostMessage)
            } catch let error as TransportError {
                guard error.code == .noHost, ContinuousClock.now < deadline
                else { throw .transport(error) }
            } catch let failure as Failure {
                throw failure
            } catch {
                throw .transport(TransportError(.closed, "\(error)"))
            }
            try await pause()
        }
    }

    private var noHostMessage: String {
        "\(transport.endpoint): no host service listens there; start 'my-docker-network serve'"
    }

    private static func checkRefusals(
        _ outcomes: [PublishOutcome], of publications: [Publication]
    ) throws(Failure) {
        let refused = zip(publications, outcomes).compactMap { publication, outcome -> Refused? in
            guard case .refused(let reason) = outcome else { return nil }
            return Refused(
                registration: publication.announcement.registration, hostName: nil, reason: reason)
        }
        guard refused.isEmpty else { throw .refused(refused) }
    }
}

// MARK: - Receipts

extension OneShot {
    /// Waits until each announcement is decided.
    private func awaitReceipts(
        for publications: [Publication], over publisher: any Publisher, within timeout: Duration
    ) async throws(Failure) -> [Applied] {
        var waiter = ReceiptWaiter(publications)
        let isDecided: Bool
        do {
            isDecided = try await waiter.wait(on: publisher, within: timeout)
        } catch {
            throw .transport(error)
        }
        guard waiter.refused.isEmpty else { throw .refused(waiter.refused) }
        guard waiter.failed.isEmpty else { throw .unmet(waiter.failed) }
        guard isDecided else { throw .transport(timedOut(timeout, waiter.waiting.first)) }
        return waiter.applied
    }

    private func timedOut(_ timeout: Duration, _ waiting: Refused?) -> TransportError {
        guard let waiting, let hostName = waiting.hostName else {
            return TransportError(
                .timedOut,
                "\(transport.endpoint): no host has answered within \(timeout); "
                    + "look at its log for a sink that cannot be written")
        }
        return TransportError(
            .timedOut,
            "\(transport.endpoint): the host '\(hostName)' has not applied "
                + "\(waiting.registration) within \(timeout): \(waiting.reason)")
    }
}

extension TransportError {
    /// Whether another connection may succeed where this one, which was good, did not.
    fileprivate var isLostConnection: Bool {
        switch code {
        case .closed, .unreachable, .superseded: true
        case .timedOut, .refused, .configuration, .inUse, .noHost, .unsupported, .cancelled: false
        }
    }
}
