/// The answers that wait for sinks, each with how much of it the sinks still lack.
struct DebtLedger: Sendable {
    private struct Debt {
        var session: Session
        var answer: Answers
        var waits: Int
        var findings: Findings?
        /// What its sender was last told of why it waits.
        var pending: String?
    }

    private var debts: [SinkQueue.DebtID: Debt] = [:]
    private var last: SinkQueue.DebtID = 0

    /// A name for an answer that is about to wait.
    mutating func next() -> SinkQueue.DebtID {
        last += 1
        return last
    }

    /// Notes an answer that waits so many times.
    ///
    /// - Parameters:
    ///   - id: Its name.
    ///   - answer: What is answered.
    ///   - session: Who gets it.
    ///   - waits: How often it waits.
    ///   - findings: What its receipts follow from; nil: they stay as they are.
    mutating func add(
        _ id: SinkQueue.DebtID, _ answer: Answers, to session: Session, waits: Int,
        findings: Findings? = nil
    ) {
        debts[id] = Debt(session: session, answer: answer, waits: waits, findings: findings)
    }

    /// Notes what a sink said of the announcement that an answer is about.
    mutating func note(_ standing: Standing, for id: SinkQueue.DebtID) {
        debts[id]?.findings?.standings.append(standing)
    }

    /// Tells who waits for a receipt why it waits, once a reason.
    mutating func tell(
        _ words: (Registration) -> String, _ ids: some Sequence<SinkQueue.DebtID>,
        from hostName: String
    ) {
        var told: [UInt64: (session: Session, answers: Answers)] = [:]
        for id in ids {
            guard let debt = debts[id], let findings = debt.findings else { continue }
            let reason = words(findings.announcement.registration)
            guard debt.pending != reason else { continue }
            debts[id]?.pending = reason
            let receipt = Receipt(hostName: hostName, outcome: .pending(reason))
            let receipts = debt.answer.receipts.map { (receipt, to: $0.to) }
            told[debt.session.number, default: (debt.session, Answers())].answers
                .receipts += receipts
        }
        for (session, answers) in told.values { session.answer(answers) }
    }

    /// Whether somebody still waits for an answer.
    func contains(_ id: SinkQueue.DebtID) -> Bool {
        debts[id] != nil
    }

    /// Notes that each of these waits once less, and gives the answers that wait no longer, all of
    /// a session at once.
    ///
    /// - Parameters:
    ///   - ids: Their names, each as often as it no longer waits.
    ///   - conclude: Makes the receipt that follows from what the sinks said.
    mutating func pay(_ ids: [SinkQueue.DebtID], _ conclude: (Findings) -> Receipt) {
        var paid: [UInt64: (session: Session, answers: Answers)] = [:]
        for id in ids {
            guard let rest = debts[id]?.waits else { continue }
            guard rest == 1 else {
                debts[id]?.waits = rest - 1
                continue
            }
            guard var debt = debts.removeValue(forKey: id) else { continue }
            if let findings = debt.findings { debt.answer.replaceReceipts(by: conclude(findings)) }
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
