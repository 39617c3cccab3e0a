/// What a sink is to be asked about registrations, and which answers wait for that.
struct Questions: Sendable {
    private typealias Waiting = [Registration: [SinkQueue.DebtID]]

    /// How many are asked in one go: others wait meanwhile.
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
    var waiting: [SinkQueue.DebtID] {
        [lacking, ready, asked].flatMap { $0.values.joined() }
    }

    /// Notes a question.
    mutating func add(
        _ debt: SinkQueue.DebtID, about registration: Registration, isLacking: Bool
    ) {
        if isLacking {
            lacking[registration, default: []].append(debt)
        } else {
            ready[registration, default: []].append(debt)
        }
    }

    /// Notes that registrations are being written.
    mutating func begin(_ registrations: some Sequence<Registration>) {
        guard !lacking.isEmpty else { return }
        for registration in registrations {
            guard let debts = lacking.removeValue(forKey: registration) else { continue }
            ready[registration, default: []] += debts
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
        for (registration, debts) in ready.prefix(Self.most) {
            ready[registration] = nil
            if isLacking(registration) {
                lacking[registration, default: []] += debts
            } else {
                asked[registration, default: []] += debts
            }
        }
        ready.giveBackRoom()
        return Array(asked.keys)
    }

    /// Returns who waited for what was asked.
    mutating func answered() -> [Registration: [SinkQueue.DebtID]] {
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
    mutating func retain(where isOwed: (SinkQueue.DebtID) -> Bool) {
        lacking = Self.retaining(lacking, isOwed)
        ready = Self.retaining(ready, isOwed)
        asked = Self.retaining(asked, isOwed)
    }

    private static func retaining(
        _ waiting: Waiting, _ isOwed: (SinkQueue.DebtID) -> Bool
    ) -> Waiting {
        waiting.compactMapValues { debts in
            let rest = debts.filter(isOwed)
            return rest.isEmpty ? nil : rest
        }
    }
}
