internal import Logging

/// Keeps one transport of a host service connected and hands on what it brings.
struct Subscriber: Sendable {
    let transport: any AnnouncementSource
    let id: TransportID
    /// Whether no other transport could serve in its place.
    let isAlone: Bool
    let engine: HostEngine
    let readiness: Readiness
    let configuration: HostConfiguration
    let logger: Logger

    /// Listens until it is cancelled.
    ///
    /// - Throws: `TransportError` where the only transport can never connect.
    func run() async throws {
        var backoff = Backoff.connection()
        var failures = FailureLog(takeoverTime: transport.takeoverTime)
        var hasConnected = false
        while true {
            var limit: Duration?
            do {
                let subscription = try await transport.openSubscription(
                    SubscriptionOptions(
                        hostName: configuration.hostName, domain: configuration.domain))
                hasConnected = true
                failures.succeeded()
                let connected = ContinuousClock.now
                defer { backoff.connectionEnded(after: connected.duration(to: .now)) }
                try await listen(on: subscription)
            } catch {
                try Task.checkCancellation()
                if error.code == .superseded { continue }
                await engine.failed(id, error)
                limit = error.retryLimit
                if !hasConnected, isAlone, !error.isTransient { throw error }
                if failures.isNews(error, at: Moment.now().elapsed) {
                    logger.warning("not connected: \(error)", metadata: metadata)
                }
            }
            try await Task.sleep(for: backoff.nextDelay(atMost: limit))
        }
    }

    private var metadata: Logger.Metadata { ["transport": "\(transport.endpoint)"] }

    /// Takes batches, proves that it hears, and answers, until one of them fails: then the
    /// connection is over.
    private func listen(on subscription: any Subscription) async throws(TransportError) {
        let answers = AnswerQueue()
        let endpoint = (transport as? FailoverTransport)?.endpointInUse ?? transport.endpoint
        let session = await engine.connected(id, over: endpoint, answers: answers)
        logger.info("ready: listening for announcements", metadata: metadata)
        readiness.connected()
        let failure = await withTaskGroup(of: TransportError.self) { group in
            group.addTask { await receive(from: subscription, in: session) }
            group.addTask { await probe(subscription) }
            group.addTask { await send(answers, on: subscription) }
            defer { group.cancelAll() }
            return await group.next()
        }
        answers.finish()
        await engine.disconnected(session)
        await subscription.close()
        if let failure { throw failure }
    }

    private func receive(
        from subscription: any Subscription, in session: Session
    ) async -> TransportError {
        await failure { () async throws(TransportError) in
            try await subscription.requestResync()
            while true {
                let batch = try await subscription.nextBatch(limit: configuration.batchLimit)
                await engine.receive(batch, from: session)
            }
        }
    }

    private func probe(_ subscription: any Subscription) async -> TransportError {
        await failure { () async throws(TransportError) in
            while true {
                let (probe, delay) = await engine.dueProbe(of: id)
                if let probe { try await subscription.sendProbe(probe) }
                do {
                    try await Task.sleep(for: delay)
                } catch {
                    throw TransportError(.cancelled, "the service stops")
                }
            }
        }
    }

    private func send(
        _ queue: AnswerQueue, on subscription: any Subscription
    ) async -> TransportError {
        await failure { () async throws(TransportError) in
            while let answers = await queue.next() {
                if !answers.tokens.isEmpty || !answers.receipts.isEmpty {
                    try await subscription.settle(answers.tokens, sending: answers.receipts)
                }
                if answers.requestsResync { try await subscription.requestResync() }
            }
        }
    }

    /// Runs a loop over a connection and returns how it ended: it failed or was cancelled.
    private func failure(
        of loop: () async throws(TransportError) -> Void
    ) async -> TransportError {
        do {
            try await loop()
            return TransportError(.cancelled, "the service stops")
        } catch {
            return error
        }
    }
}
