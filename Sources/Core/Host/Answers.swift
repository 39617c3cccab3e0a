internal import DequeModule
internal import Synchronization

/// The replies that go to a subscription: acknowledgements and receipts.
struct Answers: Sendable {
    var tokens: [Delivery.Token] = []
    var receipts: [(Receipt, to: ReplyAddress)] = []
    /// Whether every emitter shall announce again.
    var requestsResync = false

    /// Puts others behind these.
    mutating func append(_ later: Answers) {
        tokens += later.tokens
        receipts += later.receipts
        requestsResync = requestsResync || later.requestsResync
    }

    var isEmpty: Bool { count == 0 && !requestsResync }

    /// The number of acknowledgements and receipts.
    fileprivate var count: Int { tokens.count + receipts.count }
}

extension Answers {
    /// Acknowledges a delivery, and answers it if somebody waits for an answer.
    mutating func add(
        _ delivery: Delivery, _ outcome: Receipt.Outcome, from hostName: String
    ) {
        tokens.append(delivery.token)
        addReceipt(delivery, outcome, from: hostName)
    }

    private mutating func addReceipt(
        _ delivery: Delivery, _ outcome: Receipt.Outcome, from hostName: String
    ) {
        guard let address = delivery.replyAddress else { return }
        receipts.append((Receipt(hostName: hostName, outcome: outcome), to: address))
    }
}

/// The answers of one subscription that wait to be sent: what comes while others are sent goes out
/// together.
final class AnswerQueue: Sendable {
    private struct State {
        var waiting: Deque<Answers> = []
        var taker: CheckedContinuation<Void, Never>?
        var isFinished = false
    }

    /// So many are taken at once: a connection does other things, too.
    private static let most = 1_000

    private let state = Mutex(State())

    /// Puts answers behind those that wait.
    func append(_ answers: Answers) {
        let taker = state.withLock { state in
            state.waiting.append(answers)
            return state.taker.take()
        }
        taker?.resume()
    }

    /// Lets `next` return nil once nothing waits any more.
    func finish() {
        let taker = state.withLock { state in
            state.isFinished = true
            return state.taker.take()
        }
        taker?.resume()
    }

    /// Takes what waits, once there is something; it is awaited by one task at a time.
    ///
    /// - Returns: The oldest answers; nil: it is finished, or the task is cancelled.
    func next() async -> Answers? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.waiting.isEmpty, !state.isFinished else { return true }
                    state.taker = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            finish()
        }
        return state.withLock { state in
            guard var taken = state.waiting.popFirst() else { return nil }
            while let next = state.waiting.first, taken.count + next.count <= Self.most {
                taken.append(state.waiting.removeFirst())
            }
            return taken
        }
    }
}

/// One subscription's life, as the engine knows it: where answers for its deliveries go.
struct Session: Sendable {
    /// No other session of this service has it.
    let number: UInt64
    let transport: TransportID
    let answers: AnswerQueue

    func answer(_ answers: Answers) {
        guard !answers.isEmpty else { return }
        self.answers.append(answers)
    }
}
