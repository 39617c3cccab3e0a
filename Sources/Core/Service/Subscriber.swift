internal import Logging

/// Keeps one transport of a host service connected and hands on what it brings.
struct Subscriber: Sendable {
    let transport: any Transport
    let id: TransportID
    /// Whether no other transport could serve in its place.
    let isAlone: Bool
    let engine: HostEngine
    let hearing: Hearing
    let configuration: HostConfiguration
    let logger: Logger

    /// Listens until it is cancelled.
    ///
    /// - Throws: `TransportError` where the only transport can never connect.
    func run() async throws {
        var backoff = Backoff.connection
        var hasConnected = false
        var lastError: TransportError?
        while true {
            do {
                let subscription = try await transport.openSubscription(
                    SubscriptionOptions(
                        hostName: configuration.hostName, domain: configuration.domain))
                hasConnected = true
                lastError = nil
                backoff.reset()
                logger.debug("connected", metadata: metadata)
                try await listen(on: subscription)
            } catch {
                try Task.checkCancellation()
                if !hasConnected, isAlone, !error.isTransient { throw error }
                // One line for each change of state, not one for each attempt.
                if lastError?.code != error.code {
                    logger.warning("not connected: \(error)", metadata: metadata)
                    lastError = error
                }
            }
            try await Task.sleep(for: backoff.nextDelay())
        }
    }

    private var metadata: Logger.Metadata { ["transport": "\(transport.endpoint)"] }

    /// Takes batches until the connection ends, and answers beside that.
    private func listen(on subscription: any Subscription) async throws(TransportError) {
        let (stream, continuation) = AsyncStream.makeStream(of: Answers.self)
        let session = Session(transport: id, answers: continuation)
        await engine.grantFreshLeases(of: id)
        hearing.begin(id)
        logger.info("ready: listening for announcements", metadata: metadata)
        async let answering: Void = answer(stream, on: subscription)
        let failure = await receive(from: subscription, in: session)
        hearing.end(id)
        continuation.finish()
        await answering
        await subscription.close()
        throw failure
    }

    private func receive(
        from subscription: any Subscription, in session: Session
    ) async -> TransportError {
        do {
            try await subscription.requestResync()
            while true {
                let batch = try await subscription.nextBatch(limit: configuration.batchLimit)
                await engine.receive(batch, from: session)
            }
        } catch {
            return error
        }
    }

    /// A connection that is lost ends `receive` too; what was not acknowledged comes again.
    private func answer(_ stream: AsyncStream<Answers>, on subscription: any Subscription) async {
        for await answers in stream {
            do {
                if !answers.tokens.isEmpty { try await subscription.acknowledge(answers.tokens) }
                if !answers.receipts.isEmpty { try await subscription.send(answers.receipts) }
            } catch {
                logger.debug("could not answer: \(error)", metadata: metadata)
            }
        }
    }
}
