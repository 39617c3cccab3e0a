internal import Logging

/// Keeps one sink equal to the table: one task writes it, from its last success to what is newest.
struct SinkWorker: Sendable {
    let id: SinkID
    let sink: any HostsSink
    let engine: HostEngine
    let wakes: AsyncStream<Void>
    let logger: Logger

    /// Writes whenever something changed, until it is cancelled.
    ///
    /// - Parameter adoptsFirst: Whether what the sink holds must be read before it is written.
    func run(adoptsFirst: Bool) async {
        var isUnread = adoptsFirst
        var backoff = Backoff.sink
        var isFailing = adoptsFirst
        var iterator = wakes.makeAsyncIterator()
        while !Task.isCancelled {
            do {
                if isUnread {
                    await engine.adopt(try await sink.contents(), from: id)
                    isUnread = false
                }
                while !Task.isCancelled, try await applyWork() {}
                if isFailing { logger.info("the sink is written again", metadata: metadata) }
                isFailing = false
                backoff.reset()
                guard await iterator.next() != nil else { return }
            } catch {
                if isUnread { await engine.unreadable(id, error) }
                if !isFailing {
                    logger.warning("cannot write the sink: \(error)", metadata: metadata)
                }
                isFailing = true
                try? await Task.sleep(for: backoff.nextDelay())
            }
        }
    }

    /// Writes what is there to write, once, and says when that fails.
    ///
    /// - Parameter end: When the last piece is begun; nil: when all is written.
    func applyOnce(until end: ContinuousClock.Instant? = nil) async {
        do {
            while try await applyWork() {
                guard let end, end <= .now else { continue }
                logger.warning(
                    "not all is written at the end; emitters are asked again at the next start",
                    metadata: metadata)
                return
            }
        } catch {
            logger.error("cannot write the sink: \(error)", metadata: metadata)
        }
    }

    /// Takes out what the sink holds: the configuration no longer names it.
    func clean() async {
        do {
            try await sink.apply(SinkUpdate(table: Table(), changes: nil))
            logger.info("cleaned the sink, which is no longer configured", metadata: metadata)
        } catch {
            logger.error(
                "cannot clean the sink, which is no longer configured: \(error)",
                metadata: metadata)
        }
    }

    private var metadata: Logger.Metadata { ["sink": "\(sink.name)"] }

    /// Writes and answers once, and returns whether there was anything to do.
    private func applyWork() async throws(SinkError) -> Bool {
        // Asked each time: a sink may learn how much it can take.
        let limit = sink.changeLimit
        guard let work = await engine.beginWork(for: id, limit: limit) else { return false }
        if let update = work.update {
            do {
                try await sink.apply(update)
            } catch {
                await engine.failed(id, name: sink.name, error)
                throw error
            }
            await engine.succeeded(id, name: sink.name)
        }
        if !work.questions.isEmpty {
            await engine.answered(id, await sink.standing(of: work.questions))
        }
        return true
    }
}

/// The next work of a sink.
struct SinkWork: Sendable {
    /// The update to write first; nil: nothing.
    var update: SinkUpdate?
    /// The questions to answer then.
    var questions: [StandingQuestion]
}
