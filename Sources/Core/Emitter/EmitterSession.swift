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
    /// The identity it announces with: new where the connection's user is another one.
    private var instance: InstanceID
    private var started: Int64
    /// The user of the last connection.
    private var user: String?
    private var registrations: [Registration]
    /// The registrations that are no longer announced, but not yet withdrawn.
    private var outdated: [Registration] = []
    private var sequence: Int64 = 0
    private var publisher: (any Publisher)?
    private var reach = Reach.unknown
    private var hasConnected = false
    /// The reason why the first connection failed, if it was logged already.
    private var toldRefusal: String?
    private var refusalPause = Duration.milliseconds(500)
    /// The timeout of connecting, and of one confirm.
    private var timeout: Duration
    /// The number of attempts in a row that got no answer.
    private var silences = 0
    private var lastError: TransportError.Code?
    private var hasToldUnheardResync = false
    /// The registrations that await a host's answer, by message.
    private var unanswered: [String: Registration] = [:]
    private var refusals = RefusalState()
    /// The reasons that hosts gave why a name does not resolve, as far as they were told.
    private var unmet: [Registration: String] = [:]
    /// Whether a host has applied everything since the connection was made.
    private var isSettled = false
    /// Whether that was told: every name leads to its addresses.
    private var isApplied = false
    /// The least that is known of any registration that was applied since then.
    private var evidence = Receipt.Evidence.resolves
    /// The number of renewals since a host was last asked for receipts.
    private var renewalsWithoutReceipt = 0
    /// Whether a host may have heard anything, so that there is something to withdraw.
    private var isPerhapsHeard = false
    private var publishing = 0

    init(_ configuration: EmitterConfiguration, transport: any Transport, logger: Logger) {
        self.configuration = configuration
        registrations = configuration.registrations
        instance = configuration.instance
        self.transport = transport
        self.logger = logger
        toldRefusal = configuration.toldRefusal
        timeout = Self.timeout(for: configuration.lease)
        started = Moment.now().unixMilliseconds
    }

    /// Connects, and connects again with back-off, until it is cancelled.
    func run() async throws {
        var backoff = Backoff.connection(
            longest: max(configuration.lease.renewalInterval, .seconds(1)))
        while true {
            var limit: Duration?
            do {
                try await connect()
                let connected = ContinuousClock.now
                defer { backoff.connectionEnded(after: connected.duration(to: .now)) }
                try await announceWhileConnected()
            } catch let error as TransportError {
                // Who ends the emitter withdraws over the connection there is.
                try Task.checkCancellation()
                await close()
                if error.code == .superseded { continue }
                limit = error.retryLimit
                noteSlowness(error)
                if !hasConnected, !error.isTransient {
                    guard configuration.retriesRefusals else { throw error }
                    try await waitAfterRefusal(error)
                    continue
                }
                report(error)
            }
            try await configuration.clock.sleep(for: backoff.nextDelay(atMost: limit))
        }
    }

    /// Says once why a first connection can never be made, and waits: it may be put right.
    private func waitAfterRefusal(_ error: TransportError) async throws {
        if toldRefusal != error.message {
            logger.error("not announced; trying again: \(error)")
            toldRefusal = error.message
        }
        try await configuration.clock.sleep(for: refusalPause)
        refusalPause = min(refusalPause * 2, configuration.lease.renewalInterval)
    }

    /// Announces these from now on, and withdraws the others once a host has heard of these.
    func replace(_ replacement: [Registration]) async {
        outdated += registrations.filter { !outdated.contains($0) }
        outdated.removeAll { replacement.contains($0) }
        registrations = replacement
        unsettle()
        refusals.keep(replacement)
        logger.info("the addresses have changed", metadata: metadata)
        // A failure shows at the next renewal too, which then connects again.
        _ = try? await announce()
    }

    /// Ends the connection.
    func close() async {
        await publisher?.close()
        publisher = nil
    }

    /// Withdraws every registration, over the connection there is or else one last new one; where
    /// no host can have heard any, it just ends the connection.
    ///
    /// - Parameter limit: How long that may take: a container's end waits for it.
    func withdraw(within limit: Duration = .seconds(1)) async {
        guard isPerhapsHeard || publishing > 0 else { return await close() }
        let end = await withDeadline(after: limit, on: configuration.clock) {
            await self.publishWithdrawal()
        }
        let late = TransportError(.timedOut, "\(transport.endpoint): no answer in \(limit)")
        if let failure = end ?? late {
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
        publisher = try await openPublisher()
        hasConnected = true
        if let user, let current = publisher?.user, current != user {
            // An instance belongs to the user who brought it first; hosts refuse it from another.
            await close()
            instance = .random()
            started = Moment.now().unixMilliseconds
            publisher = try await openPublisher()
        }
        user = publisher?.user ?? user
        unsettle()
        // One number is left to a host that saw the former connection end, and withdrew for it.
        sequence += 1
    }

    private func openPublisher() async throws(TransportError) -> any Publisher {
        try await transport.openPublisher(
            PublisherOptions(
                instance: instance, hearsResync: true, hearsReceipts: true, timeout: timeout))
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

    /// A renewal that is due after a third of the lease, and gets no answer, leaves the time for two
    /// more connections.
    private static func timeout(for lease: Lease) -> Duration {
        max(lease.duration / 6, .milliseconds(500))
    }

    /// A way that is slow, rather than dead, gets more time with each attempt after the second.
    private func noteSlowness(_ error: TransportError) {
        guard error.code == .timedOut || error.code == .unreachable else { return }
        silences += 1
        if silences > 2 { timeout = min(timeout * 2, .seconds(60)) }
    }

    // MARK: Announcing

    private func renew() async throws {
        var backoff = Backoff.connection(longest: Backoff.shortLimit)
        while true {
            if try await announce() {
                backoff.reset()
                silences = 0
                timeout = Self.timeout(for: configuration.lease)
                try await configuration.clock.sleep(for: configuration.lease.renewalInterval)
            } else {
                // Nobody hears yet: a host that starts now should not wait for a whole interval.
                try await configuration.clock.sleep(for: backoff.nextDelay())
            }
        }
    }

    /// Announces everything once, and returns whether a host hears.
    private func announce() async throws(TransportError) -> Bool {
        guard let publisher else { return false }
        let outcomes: [PublishOutcome]
        publishing += 1
        defer { publishing -= 1 }
        do {
            outcomes = try await publisher.publish(publications(.up, registrations))
        } catch {
            guard error.code == .noHost else {
                if error.mayBeHeard(of: registrations.count) { isPerhapsHeard = true }
                throw error
            }
            return note(.unheard)
        }
        if outcomes.contains(.routed) { isPerhapsHeard = true }
        for outcome in outcomes {
            if case .refused(let reason) = outcome {
                throw TransportError(.refused, "\(transport.endpoint): \(reason)")
            }
        }
        lastError = nil
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
        let wantsReceipt = kind == .up && isReceiptDue
        if kind == .up {
            renewalsWithoutReceipt = wantsReceipt ? 0 : renewalsWithoutReceipt + 1
            unanswered.removeAll(keepingCapacity: true)
        }
        return registrations.map { registration in
            sequence += 1
            let origin = Origin(instance: instance, started: started, sequence: sequence)
            let announcement = Announcement(
                kind, registration, origin: origin, lease: kind == .up ? configuration.lease : nil)
            let messageID = InstanceID.random().description
            if wantsReceipt { unanswered[messageID] = registration }
            return Publication(
                announcement, messageID: messageID, sentAt: sentAt, wantsReceipt: wantsReceipt)
        }
    }

    /// Whether the next renewal asks for receipts.
    ///
    /// Until everything is applied each does. Then one a lease is enough to learn that another
    /// instance took a name: to answer each renewal would double what a host has to send.
    private var isReceiptDue: Bool {
        guard publisher?.capabilities.contains(.receipts) == true else { return false }
        return !isSettled || renewalsWithoutReceipt >= 2
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
                try await configuration.clock.sleep(
                    for: .milliseconds(Int.random(in: 0..<900)))
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

    /// Applies a host's receipt: of several hosts the first that applied it decides, and a refusal
    /// does if none has within a second of it.
    private func settle(_ receipt: Receipt, _ messageID: String) {
        guard let registration = unanswered[messageID] else { return }
        switch receipt.outcome {
        // Another one follows.
        case .pending: break
        case .unmet(let reason):
            // The host has it: nothing to announce again.
            let isNews = unmet.updateValue(reason, forKey: registration) != reason
            noteApplied(registration, messageID, by: receipt)
            guard isNews else { return }
            logger.warning(
                "\(receipt.hostName) has \(registration), but it does not resolve: \(reason)",
                metadata: metadata)
        case .applied:
            unmet[registration] = nil
            evidence = min(evidence, receipt.evidence ?? .written)
            noteApplied(registration, messageID, by: receipt)
        case .refused:
            unsettle()
            guard refusals.refused(registration, receipt) else { return }
            let clock = configuration.clock
            Task { [weak self] in
                try? await clock.sleep(for: .seconds(1))
                await self?.decide(registration)
            }
        }
    }

    /// Forgets what hosts applied: everything is to be applied anew.
    private func unsettle() {
        isSettled = false
        isApplied = false
        evidence = .resolves
    }

    private func noteApplied(
        _ registration: Registration, _ messageID: String, by receipt: Receipt
    ) {
        unanswered[messageID] = nil
        if refusals.applied(registration) {
            logger.warning(
                "\(receipt.hostName) has \(registration) for this instance again",
                metadata: metadata)
        }
        isSettled = unanswered.isEmpty && refusals.isEmpty
        guard isSettled, unmet.isEmpty, !isApplied else { return }
        isApplied = true
        configuration.onEvent(
            .applied(registrations, hostName: receipt.hostName, evidence: evidence))
    }

    /// Tells of a refusal, once, that nobody has contradicted.
    private func decide(_ registration: Registration) {
        guard let refusal = refusals.decide(registration) else { return }
        if refusal.isNews {
            logger.warning(
                "\(refusal.hostName) refused \(registration): \(refusal.reason)",
                metadata: metadata)
        }
        configuration.onEvent(
            .refused(registration, hostName: refusal.hostName, reason: refusal.reason))
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

extension TransportError {
    /// Whether a host may have got one of so many announcements all the same.
    fileprivate func mayBeHeard(of count: Int) -> Bool {
        switch code {
        case .refused, .configuration, .unsupported, .inUse, .noHost: false
        // Over HTTP each is a request of its own.
        case .unreachable: count > 1
        case .closed, .timedOut, .superseded, .cancelled: true
        }
    }
}
