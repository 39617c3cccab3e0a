/// The registrations that a sink is to be asked about, and the answers that wait for that.
struct Questions: Sendable {
    private typealias Waiting = [Registration: [SinkQueue.ReplyID]]

    /// The maximum number of questions asked in one go: others wait meanwhile.
    private static let most = 1024

    /// Of what the sink lacks.
    private var lacking: Waiting = [:]
    /// Of what it holds, or is about to.
    private var ready: Waiting = [:]
    /// Of what it is being asked.
    private var asked: Waiting = [:]

    /// Whether nothing is to be asked.
    var isEmpty: Bool { lacking.isEmpty && ready.isEmpty && asked.isEmpty }

    /// Every answer that waits, once for each question.
    var waiting: [SinkQueue.ReplyID] {
        [lacking, ready, asked].flatMap { $0.values.joined() }
    }

    /// Notes a question.
    mutating func add(
        _ reply: SinkQueue.ReplyID, about registration: Registration, isLacking: Bool
    ) {
        if isLacking {
            lacking[registration, default: []].append(reply)
        } else {
            ready[registration, default: []].append(reply)
        }
    }

    /// Notes that registrations are being written.
    mutating func begin(_ registrations: some Sequence<Registration>) {
        guard !lacking.isEmpty else { return }
        for registration in registrations {
            guard let replies = lacking.removeValue(forKey: registration) else { continue }
            ready[registration, default: []] += replies
        }
        lacking.giveBackRoom()
    }

    /// Notes that the whole table is being written.
    mutating func beginAll() {
        ready.merge(lacking) { $0 + $1 }
        lacking = [:]
    }

    /// Takes what to ask next: nothing that the sink lacks again.
    mutating func take(unless isLacking: (Registration) -> Bool) -> [Registration] {
        for (registration, replies) in ready.prefix(Self.most) {
            ready[registration] = nil
            if isLacking(registration) {
                lacking[registration, default: []] += replies
            } else {
                asked[registration, default: []] += replies
            }
        }
        ready.giveBackRoom()
        return Array(asked.keys)
    }

    /// Returns who waited for what was asked.
    mutating func answered() -> [Registration: [SinkQueue.ReplyID]] {
        defer { asked = [:] }
        return asked
    }

    /// Notes that the sink was not asked, since it could not be written.
    mutating func fail() {
        beginAll()
        ready.merge(asked) { $0 + $1 }
        asked = [:]
    }

    /// Forgets the answers that nobody waits for any more.
    mutating func retain(where isPending: (SinkQueue.ReplyID) -> Bool) {
        lacking = Self.retaining(lacking, isPending)
        ready = Self.retaining(ready, isPending)
        asked = Self.retaining(asked, isPending)
    }

    private static func retaining(
        _ waiting: Waiting, _ isPending: (SinkQueue.ReplyID) -> Bool
    ) -> Waiting {
        waiting.compactMapValues { replies in
            let rest = replies.filter(isPending)
            return rest.isEmpty ? nil : rest
        }
    }
}
