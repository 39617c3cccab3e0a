internal import Logging

/// The state of a running emitter: its connection, its sequence numbers, and what it last said
/// in the log.
actor EmitterSession {
    private enum Reach: Equatable {
        case unknown
        case heard
        case unheard
    }

    private let configuration: EmitterConfiguration
    private let transport: any Transport
    private let logger: Logger
    private let started: Int64
    private var registrations: [Registration]
    /// What is announced no longer, but was not withdrawn yet.
    private var outdated: [Registration] = []
    private var sequence: Int64 = 0
    private var publisher: (any Publisher)?
    private var reach = Reach.unknown
    private var hasConnected = false
    private var lastError: TransportError.Code?
    private var hasToldUnheardResync = false
    /// What awaits a host's answer, by message.
    private var unanswered: [String: Registration] = [:]
    /// What a host refused, and why, so that each refusal is told once.
    private var refusals: [Registration: String] = [:]
    /// Whether a host has applied everything since the connection was made.
    private var isSettled = false

    init(_ configuration: EmitterConfiguration, transport: any Transport, logger: Logger) {
        self.configuration = configuration
        registrations = configuration.registrations
        self.transport = transport
        self.logger = logger
        started = Moment.now().unixMilliseconds
    }

    /// Connects, and connects again with back-off, until it is cancelled.
    func run() async throws {
        var backoff = Backoff.connection
        while true {
            do {
                try await connect()
                backoff.reset()
                try await announceWhileConnected()
            } catch let error as TransportError {
                // Who ends the emitter withdraws over the connection there is.
                try Task.checkCancellation()
                await close()
                if error.code == .superseded { continue }
                if !hasConnected, !error.isTransient { throw error }
                report(error)
            }
            try await Task.sleep(for: backoff.nextDelay())
        }
    }

    /// Announces these from now on, and withdraws the others once a host has heard of these.
    func replace(_ replacement: [Registration]) async {
        outdated += registrations.filter { !outdated.contains($0) }
        outdated.removeAll { replacement.contains($0) }
        registrations = replacement
        isSettled = false
        refusals = refusals.filter { replacement.contains($0.key) }
        logger.info("the addresses have changed", metadata: metadata)
        // A failure shows at the next renewal too, which then connects again.
        _ = try? await announce()
    }

    /// Ends the connection.
    func close() async {
        await publisher?.close()
        publisher = nil
    }

    /// Withdraws every registration, over the connection there is or else one last new one.
    ///
    /// - Parameter limit: How long that may take; who stops a container waits 10 s at most.
    func withdraw(within limit: Duration = .seconds(5)) async {
        let failure = await withTaskGroup(of: TransportError?.self) { group in
            group.addTask { await self.publishWithdrawal() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return TransportError(
                    .timedOut, "\(self.transport.endpoint): no answer in \(limit)")
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if let failure {
            logger.warning(
                "could not withdraw; the names end with their lease: \(failure)",
                metadata: metadata)
        } else {
            logger.info("withdrawn", metadata: metadata)
        }
        await close()
    }

    private func publishWithdrawal() async -> TransportError? {
        do {
            if let publisher {
                do {
                    _ = try await publisher.publish(publications(.down, registrations + outdated))
                    return nil
                } catch  where error.code != .cancelled {
                    // It may have been lost unnoticed.
                    await close()
                }
            }
            try await connect()
            _ = try await publisher?.publish(publications(.down, registrations + outdated))
            return nil
        } catch {
            return error
        }
    }

    private func connect() async throws(TransportError) {
        publisher = try await transport.openPublisher(
            PublisherOptions(
                instance: configuration.instance, hearsResync: true, hearsReceipts: true))
        hasConnected = true
        lastError = nil
        isSettled = false
        // One number is left to a host that saw the former connection end, and withdrew for it.
        sequence += 1
    }

    private func announceWhileConnected() async throws {
        guard let publisher else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.renew() }
            group.addTask { try await self.listen(to: publisher) }
            // The first failure ends both.
            try await group.next()
            group.cancelAll()
        }
    }

    // MARK: Announcing

    private func renew() async throws {
        var backoff = Backoff.connection
        while true {
            if try await announce() {
                backoff.reset()
                try await Task.sleep(for: configuration.lease.renewalInterval)
            } else {
                // Nobody hears yet: a host that starts now should not wait for a whole interval.
                try await Task.sleep(for: backoff.nextDelay())
            }
        }
    }

    /// Announces everything once, and returns whether a host hears.
    private func announce() async throws(TransportError) -> Bool {
        guard let publisher else { return false }
        let outcomes: [PublishOutcome]
        do {
            outcomes = try await publisher.publish(publications(.up, registrations))
        } catch  where error.code == .noHost {
            return note(.unheard)
        }
        for outcome in outcomes {
            if case .refused(let reason) = outcome {
                throw TransportError(.refused, "\(transport.endpoint): \(reason)")
            }
        }
        let isHeard = note(outcomes.contains(.noReceiver) ? .unheard : .heard)
        if isHeard { try await withdrawOutdated(over: publisher) }
        return isHeard
    }

    private func withdrawOutdated(over publisher: any Publisher) async throws(TransportError) {
        guard !outdated.isEmpty else { return }
        let withdrawn = outdated
        _ = try await publisher.publish(publications(.down, withdrawn))
        outdated.removeAll { withdrawn.contains($0) }
    }

    private func publications(
        _ kind: Announcement.Kind, _ registrations: [Registration]
    ) -> [Publication] {
        let sentAt = Moment.now().unixMilliseconds
        let wantsReceipt =
            kind == .up && !isSettled && publisher?.capabilities.contains(.receipts) == true
        if kind == .up { unanswered.removeAll(keepingCapacity: true) }
        return registrations.map { registration in
            sequence += 1
            let origin = Origin(
                instance: configuration.instance, started: started, sequence: sequence)
            let announcement = Announcement(
                kind, registration, origin: origin, lease: kind == .up ? configuration.lease : nil)
            let messageID = InstanceID.random().description
            if wantsReceipt { unanswered[messageID] = registration }
            return Publication(
                announcement, messageID: messageID, sentAt: sentAt, wantsReceipt: wantsReceipt)
        }
    }

    /// Says what changed, once, and returns whether a host hears.
    private func note(_ current: Reach) -> Bool {
        if reach != current {
            switch current {
            case .heard:
                logger.info("announced", metadata: metadata)
                configuration.onEvent(.announced)
            case .unheard: logger.warning("no host listens; trying again", metadata: metadata)
            case .unknown: break
            }
            reach = current
        }
        return current == .heard
    }

    // MARK: What comes back

    private func listen(to publisher: any Publisher) async throws {
        while true {
            switch try await publisher.nextSignal() {
            case .resync:
                // Spread over a second: a thousand emitters hear the same request.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0..<900)))
                _ = try await announce()
            case .resyncUnheard(let reason): tellUnheardResync(reason)
            case .receipt(let receipt, let messageID):
                settle(receipt, messageID)
            }
        }
    }

    /// Says once that a host which lost its table learns of these names only at a renewal.
    private func tellUnheardResync(_ reason: String) {
        guard !hasToldUnheardResync else { return }
        hasToldUnheardResync = true
        logger.notice(
            "hears no resync requests, so a host that comes back learns of it at its next renewal: \(reason)",
            metadata: metadata)
    }

    private func settle(_ receipt: Receipt, _ messageID: String) {
        // Another one follows.
        if case .pending = receipt.outcome { return }
        guard let registration = unanswered.removeValue(forKey: messageID) else { return }
        switch receipt.outcome {
        case .pending: break
        case .unmet(let reason):
            // The host has it: nothing to announce again.
            refusals[registration] = nil
            isSettled = unanswered.isEmpty && refusals.isEmpty
            logger.warning(
                "\(receipt.hostName) has \(registration), but it does not resolve: \(reason)",
                metadata: metadata)
        case .applied:
            refusals[registration] = nil
            isSettled = unanswered.isEmpty && refusals.isEmpty
        case .refused(let reason):
            guard refusals.updateValue(reason, forKey: registration) != reason else { return }
            logger.warning(
                "\(receipt.hostName) refused \(registration): \(reason)", metadata: metadata)
            configuration.onEvent(
                .refused(registration, hostName: receipt.hostName, reason: reason))
        }
    }

    private func report(_ error: TransportError) {
        reach = .unknown
        guard lastError != error.code else { return }
        lastError = error.code
        logger.warning("not connected: \(error)", metadata: metadata)
    }

    private var metadata: Logger.Metadata {
        ["names": "\(registrations.map(\.description).joined(separator: ", "))"]
    }
}
