package import DockerNetwork

/// The calls of `publish` whose publications are not all answered.
package struct PublishCalls {
    private struct Call {
        var reply: Reply<[PublishOutcome]>
        var outcomes: [PublishOutcome]
        var missing: Int
        var deadline: ContinuousClock.Instant
    }

    private var calls: [Int: Call] = [:]
    private var next = 0

    /// None.
    package init() {}

    /// Begins a call.
    ///
    /// - Parameters:
    ///   - publications: What is to be published; one whose identity is too long is refused here.
    ///   - deadline: Until when all of them shall be answered.
    ///   - reply: Gets the outcomes once the last of them is there.
    ///   - send: Takes each that is to be sent, with the number of its call and its position there.
    package mutating func begin(
        _ publications: [Publication], deadline: ContinuousClock.Instant,
        _ reply: Reply<[PublishOutcome]>, send: (Publication, _ call: Int, _ position: Int) -> Void
    ) {
        var call = Call(
            reply: reply, outcomes: Array(repeating: .routed, count: publications.count),
            missing: 0, deadline: deadline)
        for (position, publication) in publications.enumerated() {
            guard publication.messageID.utf8.count <= Publication.longestMessageID else {
                call.outcomes[position] = .refused("its message-id has more than 255 bytes")
                continue
            }
            send(publication, next, position)
            call.missing += 1
        }
        guard call.missing > 0 else {
            reply.resolve(.success(call.outcomes))
            return
        }
        calls[next] = call
        next += 1
    }

    /// Notes what became of one publication, and answers its call if it was the last.
    package mutating func settle(_ number: Int, _ position: Int, _ outcome: PublishOutcome) {
        calls[number]?.outcomes[position] = outcome
        calls[number]?.missing -= 1
        guard let call = calls[number], call.missing == 0 else { return }
        calls[number] = nil
        call.reply.resolve(.success(call.outcomes))
    }

    /// Whether anybody waits for a call; one whose caller gave up is forgotten.
    package mutating func isAwaited(_ number: Int) -> Bool {
        guard let call = calls[number] else { return false }
        guard call.reply.isSettled else { return true }
        calls[number] = nil
        return false
    }

    /// The first instant by which a call shall be answered; nil where there is none.
    package var earliestDeadline: ContinuousClock.Instant? { calls.values.map(\.deadline).min() }

    /// Gives the calls that wait more time.
    package mutating func postpone(by time: Duration) {
        for number in calls.keys { calls[number]?.deadline += time }
    }

    /// Ends every call.
    package mutating func fail(_ error: TransportError) {
        guard !calls.isEmpty else { return }
        let failed = calls.values
        calls = [:]
        for call in failed { call.reply.resolve(.failure(error)) }
    }
}
