/// The answers that wait for sinks, each with how much of it the sinks still lack.
struct DebtLedger: Sendable {
    private struct Debt {
        var session: Session
        var answer: Answers
        var waits: Int
    }

    private var debts: [SinkQueue.DebtID: Debt] = [:]
    private var last: SinkQueue.DebtID = 0

    /// A name for an answer that is about to wait.
    mutating func next() -> SinkQueue.DebtID {
        last += 1
        return last
    }

    /// Notes an answer that waits so many times.
    mutating func add(_ id: SinkQueue.DebtID, _ answer: Answers, to session: Session, waits: Int) {
        debts[id] = Debt(session: session, answer: answer, waits: waits)
    }

    /// Whether somebody still waits for an answer.
    func contains(_ id: SinkQueue.DebtID) -> Bool {
        debts[id] != nil
    }

    /// Notes that each of these waits once less, and gives the answers that wait no longer, all of
    /// a session at once.
    mutating func pay(_ ids: [SinkQueue.DebtID]) {
        var paid: [UInt64: (session: Session, answers: Answers)] = [:]
        for id in ids {
            guard let rest = debts[id]?.waits else { continue }
            guard rest == 1 else {
                debts[id]?.waits = rest - 1
                continue
            }
            guard let debt = debts.removeValue(forKey: id) else { continue }
            paid[debt.session.number, default: (debt.session, Answers())].answers
                .append(debt.answer)
        }
        debts.giveBackRoom()
        for (session, answers) in paid.values { session.answer(answers) }
    }

    /// Forgets what a session that ended was owed.
    mutating func forget(_ session: Session) {
        debts = debts.filter { $0.value.session.number != session.number }
    }
}
